"""Signs thrown together at random are read without a crash, and no word among them is lost, doubled or misplaced."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from booklet.manuscript import load, reading
from booklet.model import Item, Node
from tests.conftest import Project
from tests.unit.made_manuscripts import WORD, Pen

SIGNS = (
    *(" ", " ", " ", "\n", "\n", "\n\n", "\n\n", "  ", "    ", "\t", "\n\n    "),
    *("*", "_", "**", "~~", "`", "``", "```\n", "[", "]", "(", ")", "{", "}", "<", ">", "&", "|", "!", "\\*", "="),
    *("{.a}", "{k=v}", "[^n]", "\n[^n]: ", "^[", "](#text)", "](images/dot.svg \"", "\")", "![", "[a]: "),
    *("\n[a]: /u \"t\"\n", "# ", "## ", "- ", "  - ", "1. ", "> ", ": ", " | ", "\n|---|---|\n", "---\n", "===\n"),
    *("***\n", "::: aside\n", ":::\n", "::: pagebreak\n", "<b>", "&amp;", "'", "\"", "--", "...", "«", "»", ":::"),
)  # fmt: skip
SAID = ("S004", "S018", "S020")
soups = st.lists(st.sampled_from([*SIGNS, *(["word"] * 40)]), min_size=1, max_size=30)


def nodes_of(body: Iterable[Node | Item]) -> Iterator[Node]:
    for part in body:
        yield from part.walk()


def spoken(node: Node) -> Iterator[str]:
    """What a node says beside its text: addresses, attributes, alternatives."""
    yield from (*node.attrs.keys(), *node.attrs.values(), *node.props.values(), node.id)


@settings(max_examples=600, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(soups, st.sampled_from(["page", "questions", "vocabulary"]))
def test_no_word_of_a_soup_of_signs_is_lost_doubled_or_misplaced(soup: list[str], kind: str) -> None:
    pen = Pen()
    text = f"---\nkind: {kind}\n---\n" + "".join(pen.word() if sign == "word" else sign for sign in soup) + "\n"
    with tempfile.TemporaryDirectory() as folder:
        project = Project(Path(folder)).write("manuscript/booklet.yaml", "title: T\n").section("01-text.md", text)
        manuscript, _ = load.find(project.folder)
        book, problems = reading.read(manuscript)
    assert book is not None
    (section,) = book.sections
    lines = text.split("\n")
    nodes = list(nodes_of((*section.title, *section.body)))
    found: Counter[str] = Counter()
    for node in nodes:
        for match in WORD.finditer(node.text):
            found[match.group()] += 1
            place = node.place.right(match.start())
            assert lines[place.line - 1].startswith(match.group(), place.column - 1), (text, match.group())
    if any(problem.severity == "error" for problem in problems):
        return
    beside = {word for node in nodes for said in spoken(node) for word in WORD.findall(said)}
    warned = {problem.place.line for problem in problems if problem.code in SAID}
    for word in pen.words:
        assert found[word] == 1 or word in beside or (not found[word] and said_above(lines, word, warned)), (text, word)


def said_above(lines: list[str], word: str, warned: set[int]) -> bool:
    """Whether a warning names the line of a word, or an earlier line of its block."""
    number = next(number for number, line in enumerate(lines, 1) if word in line)
    while number and lines[number - 1].strip() and number not in warned:
        number -= 1
    return number in warned
