"""PDF by WeasyPrint: tagged, fonts from packages alone, page labels, and every footnote on the page that calls it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

from ...composition import Composition
from ...problems import Problem, ordered, stop_on_errors
from .. import glyphs
from ..base import Outcome
from . import (
    coarse,
    finish,
    fitting,
    footnotes,
    forprint,
    leaves,
    lying,
    mending,
    numbering,
    outside,
    relayout,
    rooms,
    titling,
    weasy,
)
from .source import Source
from .weasy import Label

BACK = "booklet.back"  # the id of a back cover


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
    document, xhtml = titling.fitted(press, document, page.xhtml)
    page = replace(page, xhtml=xhtml)
    document, xhtml = lying.turned(press, document, page.xhtml, composition)
    page = replace(page, xhtml=xhtml)
    source = Source(page.xhtml)
    if "data-height" in page.xhtml:
        stop_on_errors(list(rooms.too_high(document.pages, composition)))
    document = mending.mended(press, source, document)
    document, numbered = numbering.with_index(press, document, source.mended())
    document, numbered = leaves.filled(press, document, numbered)
    page = replace(page, xhtml=numbered.decode())
    problems += footnotes.problems(source, weasy.pages_of_ids(document.pages), composition)
    identifier = hashlib.sha256(page.xhtml.encode() + repr(composition.job).encode()).digest()[:16]
    labels = _labels(document, composition.words["Back cover"])
    drawn = press.write(document, identifier, labels)
    problems += press.problems()
    stop_on_errors(problems)
    data = forprint.made(finish.finished(drawn, labels, composition), composition)
    problems += coarse.pictures(data, composition, weasy.ROOT)
    problems += outside.told(data, weasy.pages_of_ids(document.pages), composition)
    return Outcome(data, ordered(problems), replace(composition, pages=(page,)))


def _labels(document: Any, back_cover: str) -> list[Label]:
    """Where page numbering changes; a back cover has a name and no number."""
    body = relayout.body_start(document.pages)
    labels = [Label(0, "r"), Label(body, "D")] if body else [Label(0, "D")]
    back = weasy.pages_of_ids(document.pages).get(BACK)
    return [*labels, Label(back, "", back_cover)] if back else labels
