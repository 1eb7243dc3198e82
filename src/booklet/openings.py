"""How a section's text begins on paper: with its first words in small capitals, or with a drop capital."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from .model import Node, Section, plain

Opening = Literal["plain", "capitals", "drop-capital"]
LONG_ENOUGH = {"capitals": 60, "drop-capital": 220}  # letters of a first paragraph that can bear it
LEAD = 18  # letters in capitals, to the end of a word
QUOTES = "“‘«„‚\"'¿¡"


def opened(section: Section, opening: Opening) -> Section:
    """The section with marks in its first paragraph for style sheets: spans of class ``initial`` and ``lead-in``.

    Left as it is where it begins with anything but a paragraph of some length, or in a script without capitals.
    """
    first = section.body[0] if section.body else None
    if opening == "plain" or not isinstance(first, Node) or first.name != "paragraph" or not first.children:
        return section
    text = first.children[0]
    if text.name != "text" or len(plain([first])) < LONG_ENOUGH[opening]:
        return section
    letters = len(text.text) - len(text.text.lstrip(QUOTES)) + 1
    if not text.text[letters - 1 : letters].isupper():
        return section
    spans = _initial(text, letters) if opening == "drop-capital" else _capitals(text)
    return replace(section, body=(replace(first, children=(*spans, *first.children[1:])), *section.body[1:]))


def _initial(text: Node, letters: int) -> tuple[Node, ...]:
    """The first letter, with the quotation mark before it, apart from the rest of its word."""
    word = text.text.split(" ", 1)[0]
    return (
        _span(text, 0, letters, "initial"),
        *([_span(text, letters, len(word), "lead-in")] if len(word) > letters else []),
        _rest(text, max(letters, len(word))),
    )


def _capitals(text: Node) -> tuple[Node, ...]:
    """The first words, at most to the first mark between words."""
    end, begins = 0, 0
    for word in text.text.split(" "):
        bare = len(word)
        while bare and not word[bare - 1].isalnum():
            bare -= 1
        end = begins + bare if bare else end
        begins += len(word) + 1
        if bare < len(word) or begins > LEAD:
            break
    return (_span(text, 0, end, "lead-in"), _rest(text, end)) if end else (text,)


def _span(text: Node, start: int, end: int, name: str) -> Node:
    place = text.place.right(start)
    return Node("span", place, (Node("text", place, (), text.text[start:end]),), attrs={"class": name})


def _rest(text: Node, start: int) -> Node:
    return replace(text, place=text.place.right(start), text=text.text[start:])
