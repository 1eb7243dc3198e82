"""Words that stand outside of their page, or reach over its edge: told at the section that has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ... import printed
from ...composition import Composition
from ...model import Place
from ...problems import Problem, warning

LONGEST = 40  # letters that are told
HINT = "give them more room: shorter words, wider margins, a larger page; or see what styles/print.css does to them"


def told(data: bytes, pages: Mapping[str, int], composition: Composition) -> Iterator[Problem]:
    """A warning for each page of a finished PDF that loses words, or has them cut through.

    ``pages`` tells on which page, from 0, each id of the text fell.
    """
    starts = [(pages[section.id], section.place) for section in composition.book.sections if section.id in pages]
    pages_told = set[int]()
    for beyond in printed.beyond(data):
        if beyond.page in pages_told:
            continue
        pages_told.add(beyond.page)
        place = next((place for start, place in reversed(starts) if start < beyond.page), Place("booklet"))
        text = beyond.text if len(beyond.text) <= LONGEST else f"{beyond.text[:LONGEST].rstrip()} …"
        where = "stand outside of" if beyond.wholly else "reach over the edge of"
        yield warning("X004", place, f"words {where} page {beyond.page} of the PDF: “{text}”", HINT)
