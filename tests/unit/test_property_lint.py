"""Whatever a manuscript holds, the lint reads all of its words, each in its place, and never stumbles."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from booklet.lint.passages import of_sections
from booklet.lint.reading_level import readings
from tests.conftest import Project
from tests.unit.judged import problems_of
from tests.unit.made_manuscripts import KINDS, WORD, Part, section
from tests.unit.test_property_soup import SIGNS
from tests.unit.test_property_text import STEADY, documents, project_of, read

SLIPS = ("the the ", "  ", " - ", '"', "'", "Edmund ", "Miss Edmund ", "1. ", "\n\n   ::: answer\n   ", "\n   :::\n")
SPOILERS = ("none", "full", "3")
FRONTS = [
    f"---\nkind: {kind}\nspoilers: {told}\naudience: {readers}\n---\n"
    for kind in (*KINDS, "quiz", "symbols", "essay", "anticipation", "rubric", "schedule", "organizer", "activity")
    for told in SPOILERS
    for readers in ("all", "teacher")
]
FENCES = ("::: spoiler {chapter=9}\n", "::: spoiler\n", "::: teaching\n", "## Edmund {chapter=9}\n", "{chapter=2}", "|")
soups = st.lists(st.sampled_from([*SIGNS, *SLIPS, *SLIPS, *FENCES]), min_size=1, max_size=40).map("".join)


@settings(STEADY, max_examples=120)
@given(documents, st.sampled_from(KINDS))
def test_every_word_of_a_section_stands_in_one_passage_in_its_place(parts: tuple[Part, ...], kind: str) -> None:
    made = section(kind, parts)
    with tempfile.TemporaryDirectory() as folder:
        project = project_of(Path(folder), [made])
        book, _ = read(project)
        problems_of(project)
        lines = (project.folder / "manuscript" / "001-made.md").read_text(encoding="utf-8").split("\n")
    found: Counter[str] = Counter()
    for passage in of_sections(book.sections):
        for match in WORD.finditer(passage.text):
            found[match.group()] += 1
            place = passage.place(match.start())
            if passage.role != "aside":
                assert lines[place.line - 1].startswith(match.group(), place.column - 1), match.group()
    shown = {word for node in book.sections[-1].walk() for word in WORD.findall(node.text)}
    assert {word: found[word] for word in shown} == dict.fromkeys(shown, 1)


@settings(STEADY, max_examples=400)
@given(st.lists(st.tuples(st.sampled_from(FRONTS), soups), min_size=1, max_size=3), st.sampled_from(["en", "de", "ja"]))
def test_no_manuscript_makes_the_lint_stumble(sections: list[tuple[str, str]], language: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        project = Project(Path(folder)).write("manuscript/booklet.yaml", f"title: T\nlanguage: {language}\n")
        for number, (front, text) in enumerate(sections):
            project.section(f"{number}-text.md", f"{front}{text}\n")
        texts = {path.name: path.read_text(encoding="utf-8").split("\n") for path in project.folder.rglob("*.md")}
        for problem in problems_of(project):
            lines = texts.get(problem.place.file.rpartition("/")[2], [""])
            assert problem.place.line <= len(lines), problem
            assert problem.hint or problem.severity == "error", problem
        assert len(readings(read(project)[0])) == len(sections)


@settings(STEADY, max_examples=200)
@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_can_stand_in_a_title_and_in_prose(title: str, text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        project = Project(Path(folder)).write("manuscript/booklet.yaml", "title: T\nlanguage: fr\n")
        project.write("manuscript/01-text.md", f"# {title}\n\n{text}\n".encode("utf-8", "replace"))
        problems_of(project)
