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
        ("1984 was a cold year ", "1984 was a cold year"),
        ("« Ça » continue ", "« Ça"),
        ("— Quand il commence ", "— Quand il commence and"),
        ("(Nobody was there yet) ", "(Nobody was there yet"),
    ],
)
def test_the_first_words_are_marked_up_to_the_first_stop(words: str, lead: str) -> None:
    assert marked(words + LONG, "capitals") == [("lead-in", lead), ("", (words + LONG).removeprefix(lead))]


def test_a_drop_capital_takes_its_quotation_mark_along_and_the_word_goes_on_in_capitals() -> None:
    pieces = marked(f"“Never let me go,” she sang, {LONG}", "drop-capital")
    assert pieces[:2] == [("initial", "“N"), ("lead-in", "ever")]


@pytest.mark.parametrize(
    ("words", "pieces"),
    [
        ("«\u202fÇa\u202f» continue ", [("initial", "«\u202fÇ"), ("lead-in", "a")]),
        ("« Ça » continue ", [("initial", "« Ç"), ("lead-in", "a")]),
        ("L’été dernier ", [("initial", "L"), ("lead-in", "’été")]),
        ("E\u0301te\u0301 ou hiver ", [("initial", "E\u0301"), ("lead-in", "te\u0301")]),
        ("12 fois par jour ", [("lead-in", "12 fois par jour and")]),
        ("— Quand il commence ", [("lead-in", "— Quand il commence and")]),
        ("(Quand il commence) ", [("lead-in", "(Quand il commence")]),
    ],
)
def test_no_number_dash_or_bracket_is_a_drop_capital(words: str, pieces: list[tuple[str, str]]) -> None:
    assert marked(words + LONG, "drop-capital")[: len(pieces)] == pieces


def test_a_capital_that_falls_below_its_line_is_deep() -> None:
    (paragraph,) = opened(section(text(f"Ça va. {LONG}")), "drop-capital", "Ç".__eq__).body
    assert isinstance(paragraph, Node)
    assert paragraph.children[0].attrs == {"class": "initial deep"}


@pytest.mark.parametrize("opening", ["capitals", "drop-capital"])
@pytest.mark.parametrize(
    "words", ["Short.", f"1984: {'5 ' * 200}", f"مرحبا {LONG}", f"1984 مرحبا {LONG}", f"and {LONG}"]
)
def test_short_paragraphs_small_letters_and_scripts_without_capitals_begin_plain(words: str, opening: Opening) -> None:
    assert marked(words, opening) == [("", words)]


def test_first_words_go_on_out_of_emphasis() -> None:
    emphasis = Node("emphasis", HERE, (text("Never Let"),))
    (paragraph,) = opened(section(emphasis, text(f" Me Go came out {LONG}")), "capitals").body
    assert isinstance(paragraph, Node)
    begun = [(n.name, n.attrs.get("class", ""), "".join(c.text for c in n.walk())) for n in paragraph.children[:2]]
    assert begun == [("emphasis", "", "Never Let"), ("span", "lead-in", " Me Go came")]
    assert paragraph.children[0].children[0].attrs == {"class": "lead-in"}
    (paragraph,) = opened(section(emphasis, text(f" Me Go came out {LONG}")), "drop-capital").body
    assert isinstance(paragraph, Node)
    assert [n.attrs.get("class") for n in paragraph.children[0].children] == ["initial", "lead-in", None]


def test_words_behind_a_note_or_code_are_not_of_the_first() -> None:
    code = Node("code-span", HERE, (text("Code"),))
    (paragraph,) = opened(section(text("A "), code, text(f" Me {LONG}")), "capitals").body
    assert isinstance(paragraph, Node)
    assert [n.attrs.get("class") for n in paragraph.children] == ["lead-in", None, None, None]
    begun = section(code, text(f" came out in 2005 {LONG}"))
    assert opened(begun, "capitals") is begun


@given(st.text(min_size=1).filter(lambda t: "\n" not in t), st.sampled_from(["plain", "capitals", "drop-capital"]))
def test_no_letter_is_lost_or_added(words: str, opening: Opening) -> None:
    assert "".join(piece for _, piece in marked(words + LONG, opening)) == words + LONG
