"""How a section's text begins on paper: with its first words in small capitals, or with a drop capital."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Literal

from .model import Node, Section, plain

Opening = Literal["plain", "capitals", "drop-capital"]
LONG_ENOUGH = {"capitals": 60, "drop-capital": 220}  # letters of a first paragraph that can bear it
LEAD = 18  # letters in capitals, to the end of a word
QUOTES = "“‘«„‚\"'’¿¡"
AROUND = ("emphasis", "strong", "link", "span")  # what the first words may stand in

Cut = tuple[int, str]  # the end of a piece, counted from the first letter of the paragraph, and its class


def opened(section: Section, opening: Opening, falls: Callable[[str], bool] = lambda _: False) -> Section:
    """The section with marks in its first paragraph for style sheets: spans of class ``initial`` and ``lead-in``.

    An initial that ``falls`` below the line it stands on is ``deep``, too. A drop capital is a letter: what begins with
    a number, a dash or a bracket has its first words in capitals instead. The section is left as it is where it begins
    with anything but a paragraph of some length, with a small letter, or in a script without capitals.
    """
    first = section.body[0] if section.body else None
    if opening == "plain" or not isinstance(first, Node) or first.name != "paragraph":
        return section
    text = "".join(leaf.text for leaf in _leaves(first.children))
    begin = next((position for position, character in enumerate(text) if character.isalnum()), len(text))
    if len(plain([first])) < LONG_ENOUGH[opening] or not _has_capitals(text[begin:]):
        return section
    drops = (
        opening == "drop-capital" and text[begin].isalpha() and all(c in QUOTES or c.isspace() for c in text[:begin])
    )
    cuts = _initial(text, begin, falls) if drops else _capitals(text, begin)
    children = tuple(_marked(first.children, cuts))
    return replace(section, body=(replace(first, children=children), *section.body[1:]))


def _leaves(nodes: Sequence[Node]) -> Iterator[Node]:
    """The texts that a paragraph begins with, up to anything that is no text."""
    for node in nodes:
        if node.name == "text":
            yield node
        elif node.name in AROUND:
            yield from _leaves(node.children)
            if not _is_text(node.children):
                return
        else:
            return


def _is_text(nodes: Sequence[Node]) -> bool:
    return all(node.name == "text" or (node.name in AROUND and _is_text(node.children)) for node in nodes)


def _has_capitals(text: str) -> bool:
    """Whether a text begins with a capital, or with a number before letters that have capitals."""
    letter = next((character for character in text if character.isalpha()), "")
    return letter.isupper() or (letter.lower() != letter.upper() and not text[0].isalpha())


def _initial(text: str, begin: int, falls: Callable[[str], bool]) -> list[Cut]:
    """The first letter with its accents and the quotation mark before it, and the rest of its word."""
    end = begin + 1
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    behind = begin + len(_bare(text[begin:].split(" ", 1)[0]))
    name = "initial deep" if falls(text[begin:end]) else "initial"
    return [(end, name), *([(behind, "lead-in")] if behind > end else [])]


def _capitals(text: str, begin: int) -> list[Cut]:
    """The first words, at most to the first mark between words."""
    end = begins = begin
    for word in text[begin:].split(" "):
        bare = _bare(word)
        end = begins + len(bare) if bare else end
        begins += len(word) + 1
        if len(bare) < len(word) or begins - begin > LEAD:
            break
    return [(end, "lead-in")]


def _bare(word: str) -> str:
    """A word without the marks behind it."""
    while word and not (word[-1].isalnum() or unicodedata.combining(word[-1])):
        word = word[:-1]
    return word


def _marked(nodes: Sequence[Node], cuts: Sequence[Cut], start: int = 0) -> Iterator[Node]:
    """Nodes whose first begins ``start`` letters into the paragraph, with spans around what stands before each cut."""
    for node in nodes:
        length = len("".join(leaf.text for leaf in _leaves([node])))
        if start >= cuts[-1][0] or not length:
            yield node
        elif node.name == "text":
            yield from _cut(node, cuts, start)
        else:
            yield replace(node, children=tuple(_marked(node.children, cuts, start)))
        start += length


def _cut(text: Node, cuts: Sequence[Cut], start: int) -> Iterator[Node]:
    done = 0
    for end, name in cuts:
        piece = text.text[done : max(end - start, done)]
        if piece:
            place = text.place.right(done)
            yield Node("span", place, (Node("text", place, (), piece),), attrs={"class": name})
            done += len(piece)
    if done < len(text.text):
        yield replace(text, place=text.place.right(done), text=text.text[done:])
