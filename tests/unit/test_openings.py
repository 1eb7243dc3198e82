"""How a section's text begins on paper."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booklet.model import Node, Place, Section
from booklet.openings import Opening, opened
from booklet.settings import FrontMatter

HERE = Place("01-a.md", 3, 1)
LONG = "and so it goes on for a good many words, as the first paragraph of a section does, " * 4


def section(*children: Node) -> Section:
    paragraph = Node("paragraph", HERE, children)
    return Section("a", (), "A", HERE, FrontMatter(), (paragraph,))


def text(words: str) -> Node:
    return Node("text", HERE, (), words)


def marked(words: str, opening: Opening) -> list[tuple[str, str]]:
    """The pieces of a first paragraph with their classes."""
    (paragraph,) = opened(section(text(words)), opening).body
    assert isinstance(paragraph, Node)
    return [(n.attrs.get("class", ""), "".join(c.text for c in n.walk())) for n in paragraph.children]


@pytest.mark.parametrize(
    ("words", "lead"),
    [
        ("A woman of thirty-one is driving ", "A woman of thirty-one"),
        ("Kazuo Ishiguro was born in Nagasaki ", "Kazuo Ishiguro was"),
        ("In 2005, a book came out ", "In 2005"),
        ("“Never,” she said, and ", "“Never"),
        ("Ruth. She is a friend ", "Ruth"),
    ],
)
def test_the_first_words_are_marked_up_to_the_first_stop(words: str, lead: str) -> None:
    assert marked(words + LONG, "capitals") == [("lead-in", lead), ("", (words + LONG).removeprefix(lead))]


def test_a_drop_capital_takes_its_quotation_mark_along_and_the_word_goes_on_in_capitals() -> None:
    pieces = marked(f"“Never let me go,” she sang, {LONG}", "drop-capital")
    assert pieces[:2] == [("initial", "“N"), ("lead-in", "ever")]


@pytest.mark.parametrize("opening", ["capitals", "drop-capital"])
@pytest.mark.parametrize("words", ["Short.", f"1984 was a year {LONG}", f"مرحبا {LONG}", f"and {LONG}"])
def test_short_paragraphs_numbers_and_scripts_without_capitals_begin_plain(words: str, opening: Opening) -> None:
    assert marked(words, opening) == [("", words)]


def test_a_section_that_begins_with_emphasis_a_list_or_an_item_is_left_as_it_is() -> None:
    emphasis = Node("emphasis", HERE, (text("Never Let Me Go"),))
    begun = section(emphasis, text(f" came out in 2005 {LONG}"))
    assert opened(begun, "capitals") is begun


@given(st.text(min_size=1).filter(lambda t: "\n" not in t), st.sampled_from(["plain", "capitals", "drop-capital"]))
def test_no_letter_is_lost_or_added(words: str, opening: Opening) -> None:
    assert "".join(piece for _, piece in marked(words + LONG, opening)) == words + LONG
