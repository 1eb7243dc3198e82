"""Slips of the keyboard: words typed twice, straight quotation marks, double spaces, hyphens for dashes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from ..model import Place
from ..problems import Problem, warning
from .passages import WORD, Passage
from .subject import Subject

# Words that may stand twice, by language; in others, where words are doubled to mean more, none is judged.
MAY_REPEAT = {
    "en": "had that her do so can bye ha no very far long many never really too well hear there now wait please come "
    "again oh",
    "de": "die der das sie ihr ihnen den was sehr nein ja ganz so ha oh nie mehr wir",
    "fr": "nous vous faire tout très si ha oh non oui bien fort se",
    "es": "ya no sí muy casi poco luego ja oh nada que",
    "it": "man piano quasi molto ben via ha oh no sì che bene così appena mano",
    "nl": "die dat had er nee ja heel ha oh zeer je",
    "pt": "já não sim muito quase ha oh que se",
}
QUOTES = "\"'"


def repeated_words(subject: Subject) -> Iterator[Problem]:
    """The same word twice, with nothing but space between, over the end of a line too."""
    if subject.language not in MAY_REPEAT:
        return
    allowed = frozenset(MAY_REPEAT[subject.language].split())
    for passage in _prose(subject):
        for one, two in pairwise(WORD.finditer(passage.text)):
            word = two.group()
            between = passage.text[one.end() : two.start()]
            if word.lower() != one.group().lower() or between.strip(" \n") or not between or word.lower() in allowed:
                continue
            if (one.group()[0].isupper() and word[0].isupper()) or not word.isalpha() or passage.quoted:
                continue
            if not passage.as_it_is(one.start()) and not passage.as_it_is(two.start()):
                hint = "delete one of the two; if both are meant, part them with a comma"
                yield warning("W001", passage.place(two.start()), f"“{word}” stands twice", hint)


def straight_quotes(subject: Subject) -> Iterator[Problem]:
    """Quotation marks and apostrophes that smart punctuation left as they were typed."""
    for passage in _prose(subject):
        if not any(sign in passage.text for sign in QUOTES):
            continue
        starts = {start: place for start, place, _ in passage.runs}
        for offset, sign in enumerate(passage.text):
            if sign in QUOTES and not passage.as_it_is(offset) and not _is_escaped(passage.text, offset, starts):
                message = f"it cannot be told whether this {sign} opens or closes"
                hint = "type the sign that is meant, such as “ ” ‘ ’ ′ ″, or a backslash before it to keep it straight"
                yield warning("W002", passage.place(offset), message, hint)


def _is_escaped(text: str, offset: int, starts: Mapping[int, Place]) -> bool:
    """Whether the author has put a backslash before it: then it is a run of its own, two columns wide.

    At a passage's end the width cannot be seen; there it is taken to be so.
    """
    if offset not in starts:
        return False
    if offset + 1 == len(text):
        return True
    return starts.get(offset + 1) == starts[offset].right(2)


def double_spaces(subject: Subject) -> Iterator[Problem]:
    """Two spaces within a line, which no copy shows; told once for each line."""
    for passage in _prose(subject):
        begin = 0
        for line in passage.text.splitlines(keepends=True):
            ink = line.strip()
            lead = line.find(ink)
            at = line.find("  ", lead, lead + len(ink)) if ink else -1
            if at >= 0 and not passage.as_it_is(begin + at):
                hint = "delete one of them; for more room between words use what the theme gives"
                yield warning("W003", passage.place(begin + at), "two spaces where one is shown", hint)
            begin += len(line)


def hyphens_for_dashes(subject: Subject) -> Iterator[Problem]:
    """A hyphen between spaces, where a dash is meant."""
    for passage in _prose(subject):
        text = passage.text
        last = len(text.rstrip())
        at = text.find("-", len(text) - len(text.lstrip()) + 1)
        while 0 <= at < last - 1:
            if text[at - 1] in " \n" and text[at + 1] in " \n" and not passage.as_it_is(at):
                hint = "type -- for – or --- for —, or − for minus"
                yield warning("W004", passage.place(at), "a hyphen stands here for a dash", hint)
            at = text.find("-", at + 1)


def _prose(subject: Subject) -> Iterator[Passage]:
    return (passage for passage in subject.passages if passage.role != "aside")
