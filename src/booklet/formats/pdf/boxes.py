"""The boxes of a page that printing houses go by (ISO 32000-1 §14.11.2), and the marks to cut by around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from ...composition import PrintJob

POINTS_PER_MM = 72 / 25.4
DIGITS = 4
APART = 3 * POINTS_PER_MM
LENGTH = 5 * POINTS_PER_MM
ROUND = 1 * POINTS_PER_MM
HAIRLINE = 0.25
REGISTRATION = "/registration"
Box = tuple[float, float, float, float]


def mend(pdf: pikepdf.Pdf, job: PrintJob, plates: bool) -> None:
    """Give every page the boxes of a job, in place: WeasyPrint's BleedBox ends 10 pt beyond the TrimBox.

    With marks the page grows around its bleed, and what is drawn ends with the bleed. Marks are drawn in black; on
    every plate, where ``plates`` says that the page is in inks.
    """
    bleed = job.bleed * POINTS_PER_MM
    for page in pdf.pages:
        trim = _box(page.obj.TrimBox)
        bled = _grown(trim, bleed)
        page.obj.TrimBox, page.obj.BleedBox = Array(list(trim)), Array(list(bled))
        page.obj.MediaBox = Array(list(_grown(trim, _beyond(bleed)) if job.marks else bled))
        if job.marks:
            if plates:
                page.obj.Resources.ColorSpace = Dictionary({REGISTRATION: _all_plates()})
            _mark(pdf, page, bled, list(_lines(trim, bleed, job.folds)), plates)


def _box(array: Any) -> Box:
    left, bottom, right, top = (round(float(side), DIGITS) for side in array)
    return left, bottom, right, top


def _grown(box: Box, by: float) -> Box:
    """A box that is larger on every side, by so many points."""
    left, bottom, right, top = box
    grown = (left - by, bottom - by, right + by, top + by)
    left, bottom, right, top = (round(side, DIGITS) for side in grown)
    return left, bottom, right, top


def _beyond(bleed: float) -> float:
    """How far marks and the white around them reach beyond the edge of the page."""
    return max(bleed, APART) + LENGTH + ROUND


def _lines(trim: Box, bleed: float, folds: Sequence[float]) -> Iterator[Sequence[float]]:
    """The marks at corners and folds, each from a point to a point: they begin where the bleed ends."""
    left, bottom, right, top = trim
    near = max(bleed, APART)
    far = near + LENGTH
    for x, out in ((left, -1), (right, 1)):
        for y, up in ((bottom, -1), (top, 1)):
            yield x + out * near, y, x + out * far, y
            yield x, y + up * near, x, y + up * far
    for fold in folds:
        x = left + fold * POINTS_PER_MM
        yield x, bottom - near, x, bottom - (near + far) / 2
        yield x, top + near, x, top + (near + far) / 2


def _mark(pdf: pikepdf.Pdf, page: Any, bled: Box, lines: Sequence[Sequence[float]], plates: bool) -> None:
    """Put a clip to the bleed around a page's content, and the marks behind it: no part of the text (an artifact)."""
    left, bottom, right, top = bled
    colour = f"{REGISTRATION} CS 1 SCN" if plates else "0 G"
    drawn = " ".join("{:.4f} {:.4f} m {:.4f} {:.4f} l".format(*line) for line in lines)
    before = f"q {left} {bottom} {right - left:.4f} {top - bottom:.4f} re W n\n"
    after = f"\nQ /Artifact BMC q {colour} {HAIRLINE} w 0 J [] 0 d {drawn} S Q EMC\n"
    streams = (pdf.make_stream(before.encode()), page.obj.Contents, pdf.make_stream(after.encode()))
    page.obj.Contents = Array(list(streams))


def _all_plates() -> Array:
    """The colour that prints on every plate (ISO 32000-1 §8.6.6.4)."""
    function = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[1, 1, 1, 1], N=1)
    return Array([Name.Separation, Name.All, Name.DeviceCMYK, function])
