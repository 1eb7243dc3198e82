"""No text is lost, doubled or misplaced on its way through the booklet, however the writing format is nested."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from booklet.manuscript import load, reading
from booklet.model import Book, Node, Place, Section
from booklet.problems import Problem
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
    project = Project(folder).write("manuscript/booklet.yaml", SETTINGS).section("00-start.md", START)
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


def words_of(part: Section | Node) -> Iterator[tuple[str, Place | None]]:
    """Every made word of a section as it was read, with its place where its text says one."""
    for node in part.walk():
        alt = node.get("alt") if node.name in ("image", "figure") else ""
        yield from ((word, None) for word in WORD.findall(alt))
        yield from ((found.group(), node.place.right(found.start())) for found in WORD.finditer(node.text))
        yield from ((word, None) for word in WORD.findall(node.attrs.get("credit", "")))


def check_reading(made: MadeSection, line_end: str = "\n") -> None:
    """Every word once, in order (items put their answers last), and at its place."""
    with tempfile.TemporaryDirectory() as folder:
        book, problems = read(project_of(Path(folder), [made], line_end))
    errors = [p for p in problems if p.severity == "error"]
    assert not errors, (made.text, errors)
    found = list(words_of(book.sections[1]))
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


@pytest.mark.parametrize("part", list(every_pair()), ids=spelt)
def test_each_construct_within_each_other_is_read_with_every_word_at_its_place(part: Part) -> None:
    check_reading(section("page", (part,)))


@STEADY
@given(documents, st.sampled_from(KINDS), st.integers(0, 2), st.sampled_from(["\n", "\r\n"]))
def test_any_nesting_is_read_with_every_word_once_in_order_and_at_its_place(
    parts: tuple[Part, ...], kind: str, notes: int, line_end: str
) -> None:
    check_reading(section(kind, parts, 0, notes), line_end)
