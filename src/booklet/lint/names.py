"""Names in prose, by their capitals: of people, places, things, as far as a language shows them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .passages import Passage, compared

LETTERS = re.compile(r"[^\W\d_]+")
OPENING = frozenset("\"'“‘„‚«‹»›([{-\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}")
LONGEST_ABBREVIATION = 5
NOUNS_HAVE_CAPITALS = ("de", "lb")
# Words that go with many names, and those that count the pieces of a book.
TITLES = frozenset(
    "miss mister mr mrs ms dr doctor sir lady lord madame mme monsieur mademoiselle mlle herr frau señor señora don "
    "doña part book chapter act scene volume teil buch kapitel akt szene partie livre chapitre acte scène "
    "parte libro capítulo acto escena".split()
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a passage: as it is compared, as it is written, at which offset.

    ``certain`` says that its capitals are no sentence's or heading's; ``person`` that it is a character's own heading.
    """

    text: str
    written: str
    offset: int
    certain: bool
    person: bool


def ordinary_words(passages: Iterable[Passage]) -> frozenset[str]:
    """The words that are written with a small letter anywhere."""
    found: set[str] = set()
    for passage in passages:
        found.update(match.group() for match in LETTERS.finditer(passage.text) if match.group()[0].islower())
    return frozenset(found)


def names_of(passage: Passage, ordinary: frozenset[str]) -> Iterator[Name]:
    """The names of a passage: words that never have a small letter, and groups of others that have capitals here."""
    person = passage.role == "person"
    group: list[tuple[str, int]] = []
    end = 0
    for match in LETTERS.finditer(passage.text):
        word, start = match.group(), match.start()
        initial = _begins_sentence(passage.text, start)
        if group and passage.text[end:start] != " ":
            yield from _grouped(group, passage)
            group = []
        end = match.end()
        if not _has_capital(word) or (passage.as_it_is(start) and passage.role != "aside"):
            yield from _grouped(group, passage)
            group = []
        elif word.lower() in ordinary or word.lower() in TITLES:
            if not initial:
                group.append((word, start))
        else:
            group = []
            certain = person or (not initial and passage.role in ("prose", "aside"))
            yield Name(compared(word), word, start, certain, person)
    yield from _grouped(group, passage)


def _grouped(group: list[tuple[str, int]], passage: Passage) -> Iterator[Name]:
    """A name of several ordinary words, such as the Red Room."""
    if len(group) > 1 and group[0][0].lower() not in TITLES and passage.role != "name":
        written = " ".join(word for word, _ in group)
        yield Name(" ".join(compared(word) for word, _ in group), written, group[0][1], True, passage.role == "person")


def _has_capital(word: str) -> bool:
    return len(word) > 1 and word[0].isupper() and not (word.isupper() and len(word) <= LONGEST_ABBREVIATION)


def _begins_sentence(text: str, start: int) -> bool:
    """Whether a capital at this offset may be that of a sentence: nothing but marks is between it and another's end."""
    at = start - 1
    while at >= 0 and (text[at].isspace() or text[at] in OPENING):
        at -= 1
    return at < 0 or not (text[at].isalnum() or text[at] in ",’'")
