"""No text is lost, doubled or misplaced on its way through the booklet, however the writing format is nested."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from booklet.manuscript import load, reading
from booklet.model import Book, Item, Node, Place, Section
from booklet.problems import Problem
from tests import validators
from tests.conftest import SETTINGS, Project
from tests.unit.made_manuscripts import (
    BARE,
    BLOCKS,
    DOT,
    FREE_KINDS,
    HOLDERS,
    INLINE,
    KINDS,
    LEAVES,
    LINES,
    PICTURE,
    SPANS,
    WORD,
    MadeSection,
    Part,
    section,
)

STEADY = settings(derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
TEXT_BY_RULE = ("paragraph-link-link", "figure-link-link")  # no link in a link; quotation marks end a caption
START = "# Start\n\nThe beginning.\n"

leaves = st.builds(Part, st.sampled_from(LEAVES), st.integers(0, 11))
inline = st.recursive(
    leaves,
    lambda inner: st.builds(Part, st.sampled_from(SPANS), st.integers(0, 11), st.lists(inner, max_size=2).map(tuple)),
    max_leaves=4,
)
lines = st.builds(Part, st.sampled_from(LINES), st.integers(0, 11), st.lists(inline, max_size=3).map(tuple))
bare = st.builds(Part, st.sampled_from(BARE), st.integers(0, 11))
blocks = st.recursive(
    lines | bare,
    lambda inner: st.builds(
        Part, st.sampled_from(HOLDERS), st.integers(0, 11), st.lists(inner, min_size=1, max_size=3).map(tuple)
    ),
    max_leaves=6,
)
documents = st.lists(blocks, min_size=1, max_size=4).map(tuple)


def every_pair() -> Iterator[Part]:
    """Each construct within each other that can hold it, in every spelling of the outer one."""
    for name in SPANS:
        for number, inner in enumerate(INLINE):
            yield Part("paragraph", number, (Part(name, number, (Part(inner, number),)),))
    for name in LINES:
        for number, inner in enumerate(INLINE):
            yield Part(name, number, (Part(inner, number + 1), Part(inner, number)))
    for name in HOLDERS:
        for number, inner in enumerate(BLOCKS):
            held = Part(inner, number, (Part("paragraph", 0, ()) if inner in HOLDERS else Part("note", number),))
            yield Part(name, number, (Part("paragraph"), held, Part("paragraph")))
            yield Part(name, number + 1, (held,))


def spelt(part: Part) -> str:
    """A part's names, outermost first, to name a test by."""
    return "-".join([part.name, *(spelt(inner) for inner in part.inner if inner != Part("paragraph"))])


def project_of(folder: Path, sections: Sequence[MadeSection], line_end: str = "\n") -> Project:
    """A project with these sections after one that links may lead to."""
    project = Project(folder).write("manuscript/booklet.yaml", SETTINGS + "index: none\n").section("00-start.md", START)
    project.write(f"manuscript/{PICTURE}", DOT)
    for number, made in enumerate(sections, 1):
        project.section(
            f"{number:03d}-made.md",
            made.text.replace("\n", line_end).replace("kind:", f"id: made-{number}{line_end}kind:"),
        )
    return project


def read(project: Project) -> tuple[Book, list[Problem]]:
    """The project's book, and what is wrong with it."""
    manuscript, problems = load.find(project.folder)
    book, more = reading.read(manuscript)
    assert book is not None
    return book, problems + more


def words_of(nodes: Iterable[Node]) -> Iterator[tuple[str, Place | None]]:
    """Every made word of some nodes as they were read, with its place where it stands in text."""
    for node in nodes:
        alt = node.get("alt") if node.name in ("image", "figure") else ""
        yield from ((word, None) for word in WORD.findall(alt))
        yield from ((found.group(), node.place.right(found.start())) for found in WORD.finditer(node.text))
        yield from words_of(node.children)
        yield from ((word, None) for word in WORD.findall(node.attrs.get("credit", "")))


def parts_of(body: Iterable[Node | Item]) -> Iterator[Node]:
    """The nodes of a section's body, those of items too."""
    for part in body:
        if isinstance(part, Item):
            yield from (*part.heading, *part.body, *part.parts)
        else:
            yield part


def check_reading(made: MadeSection, line_end: str = "\n") -> Section:
    """Every word once, in order (items put their answers last), and at its place."""
    with tempfile.TemporaryDirectory() as folder:
        book, problems = read(project_of(Path(folder), [made], line_end))
    errors = [p for p in problems if p.severity == "error"]
    assert not errors, (made.text, errors)
    found = list(words_of(parts_of(book.sections[1].body)))
    words = [word for word, _ in found]
    expected = list(made.words)
    if made.kind not in FREE_KINDS:
        words, expected = sorted(words), sorted(expected)
    assert words == expected, made.text
    source = made.text.replace("kind:", "id: made-1\nkind:").split("\n")
    for word, place in found:
        if place is not None:
            at = source[place.line - 1][place.column - 1 :] if place.line else ""
            assert at.startswith(word), (made.text, word, place)
    return book.sections[1]


def gathered(number: int) -> list[MadeSection]:
    """So many sections as hypothesis makes them, to be built as one booklet."""
    found: list[MadeSection] = []

    @settings(STEADY, max_examples=number)
    @given(documents, st.sampled_from(KINDS), st.integers(0, 2))
    def take(parts: tuple[Part, ...], kind: str, notes: int) -> None:
        found.append(section(kind, parts, sum(len(made.words) for made in found), notes))

    take()
    return found


def in_pairs(size: int) -> list[MadeSection]:
    """Each construct within each other, so many to a section."""
    found: list[MadeSection] = []
    for parts in batched(every_pair(), size):
        kind = "questions" if len(found) % 2 else "page"
        found.append(section(kind, parts, sum(len(made.words) for made in found), len(found)))
    return found


def batched(parts: Iterable[Part], size: int) -> Iterator[tuple[Part, ...]]:
    """So many at a time."""
    rest = iter(parts)
    while batch := tuple(islice(rest, size)):
        yield batch


def words_of_epub(data: bytes) -> dict[int, list[str]]:
    """The made words of each made section, by its number, in the order of its page; alternatives count as text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        pages = [archive.read(name) for name in archive.namelist() if "section-made-" in name]
    return {number: words for page in pages for number, words in words_of_page(etree.fromstring(page)).items()}


def words_of_html(data: bytes) -> dict[int, list[str]]:
    """The same for the web's one page."""
    return words_of_page(etree.fromstring(data))


def words_of_page(root: etree._Element) -> dict[int, list[str]]:
    """The made words of the made sections on a page."""
    found = {}
    for element in root.iter("{*}section"):
        if element.get("id", "").startswith("made-"):
            for picture in element.iter("{*}img"):
                picture.text = f" {picture.get('alt')} "
            found[int(element.get("id").removeprefix("made-"))] = WORD.findall("".join(element.itertext()))
    return found


def text_of_pdf(data: bytes) -> str:
    """All text of a PDF, with words that were hyphenated at a line's end joined."""
    pages = pypdfium2.PdfDocument(data)
    text = "\n".join(page.get_textpage().get_text_range() for page in pages)
    return text.replace("\r", "").replace("\ufffe", "").replace("\u2010\n", "").replace("-\n", "")


def check_screens(sections: Sequence[MadeSection], found: Mapping[int, list[str]]) -> None:
    """Every word once; the notes' behind all others; in order where no item puts its answers last."""
    for number, made in enumerate(sections, 1):
        expected = [w for w in made.words if w not in made.noted] + [w for w in made.words if w in made.noted]
        if made.kind in FREE_KINDS:
            assert found[number] == expected, made.text
        else:
            assert sorted(found[number]) == sorted(expected), made.text


def check_pdf(sections: Sequence[MadeSection], data: bytes) -> None:
    """Every word once, but for alternatives and for the heads of tables that go on; in order where it can be."""
    text = text_of_pdf(data)
    found = Counter(WORD.findall("".join(text.split())))
    assert set(found) <= {word for made in sections for word in made.words}
    order = {word: number for number, word in enumerate(WORD.findall("".join(text.split())))}
    for made in sections:
        seen = [w for w in made.words if w not in made.alternatives]
        wrong = {w: found[w] for w in seen if found[w] != 1 and not (w in made.heads - made.noted and found[w] > 1)}
        assert not wrong, (wrong, made.text)
        main = [w for w in seen if w not in made.noted and w not in made.heads]
        if made.kind in FREE_KINDS:
            assert main == sorted(main, key=order.__getitem__), made.text


@pytest.mark.parametrize("part", list(every_pair()), ids=spelt)
def test_each_construct_within_each_other_is_read_with_every_word_at_its_place(part: Part) -> None:
    read_section = check_reading(section("page", (part,)))
    if spelt(part) not in TEXT_BY_RULE:
        text = "".join(node.text for node in read_section.walk() if node.name == "text")
        assert [mark for mark in ("](", "]{", "[^", "^[", "**", "~~", "__", ":::", "## ") if mark in text] == []


@STEADY
@given(documents, st.sampled_from(KINDS), st.integers(0, 2), st.sampled_from(["\n", "\r\n"]))
def test_any_nesting_is_read_with_every_word_once_in_order_and_at_its_place(
    parts: tuple[Part, ...], kind: str, notes: int, line_end: str
) -> None:
    check_reading(section(kind, parts, 0, notes), line_end)


@pytest.mark.parametrize("sections", [in_pairs(8), gathered(20)], ids=["pairs", "random"])
def test_any_nesting_comes_out_valid_with_every_word_once(sections: list[MadeSection], tmp_path: Path) -> None:
    made = project_of(tmp_path, sections).make("epub", "html", "pdf", editions=("teacher",))
    files = {file.format: file.data for file in made.files}
    check_screens(sections, words_of_epub(files["epub"]))
    check_screens(sections, words_of_html(files["html"]))
    check_pdf(sections, files["pdf"])
    assert validators.epubcheck(files["epub"]) == []
    assert validators.pdfua(files["pdf"]) == []
