"""PDF by WeasyPrint: tagged, fonts from packages alone, page labels, and every footnote on the page that calls it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

from ...composition import Composition
from ...problems import Problem, ordered, stop_on_errors
from .. import glyphs
from ..base import Outcome
from . import breaks, coarse, finish, fitting, footnotes, forprint, leaves, numbering, relayout, rooms, weasy
from .source import Source

ROUNDS = 4


def make(composition: Composition) -> Outcome:
    """The finished PDF.

    Raises ManuscriptError for characters that no font has, ProofError where the layout lost something.
    """
    stop_on_errors(list(glyphs.missing(glyphs.of_book(composition), composition)))
    (page,) = composition.pages
    press = weasy.Press(composition)
    document = press.lay_out(page.xhtml)
    problems: list[Problem] = []
    if "data-fit" in page.xhtml:
        document, xhtml, problems = fitting.fitted(press, document, page.xhtml, composition)
        page = replace(page, xhtml=xhtml)
    source = Source(page.xhtml)
    if "data-height" in page.xhtml:
        stop_on_errors(list(rooms.too_high(document.pages, composition)))
    for _ in range(ROUNDS):
        sections = dict.fromkeys((*footnotes.turn(source, document.pages), *breaks.mend(source, document.pages)))
        if not sections:
            break
        document = relayout.again(press, document, source.mended(), sections)
    document, numbered = numbering.with_index(press, document, source.mended())
    document, numbered = leaves.filled(press, document, numbered)
    page = replace(page, xhtml=numbered.decode())
    problems += footnotes.problems(source, weasy.pages_of_ids(document.pages), composition)
    identifier = hashlib.sha256(page.xhtml.encode() + repr(composition.job).encode()).digest()[:16]
    labels = _labels(document)
    drawn = press.write(document, identifier, labels)
    problems += press.problems()
    stop_on_errors(problems)
    data = forprint.made(finish.finished(drawn, labels, composition), composition)
    problems += coarse.pictures(data, composition, weasy.ROOT)
    return Outcome(data, ordered(problems), replace(composition, pages=(page,)))


def _labels(document: Any) -> list[tuple[int, str]]:
    """Where page numbering changes: page index from 0 and style, as PDF's PageLabels want it (ISO 32000-1 §12.4.2)."""
    body = relayout.body_start(document.pages)
    return [(0, "r"), (body, "D")] if body else [(0, "D")]
