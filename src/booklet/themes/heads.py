"""Running heads and page numbers: whether they stand whole in the margins that a booklet's design sets."""

from __future__ import annotations

import math
from collections.abc import Iterator

from ..problems import Problem, error
from ..settings import Margins
from . import Theme, lengths, paper
from .design import Where

ROOM = {"top": ("head-room", "running heads"), "bottom": ("foot-room", "page numbers")}
SLACK = 0.01  # pt


def cut(theme: Theme, margins: Margins, size: tuple[float, float], text_size: int, where: Where) -> Iterator[Problem]:
    """What is wrong with the margins of a page of so many mm: those lower than what stands in them and the 3 mm at the
    edge that a cutter may miss.

    ``text_size`` is the edition's in pt, 0 where it has none of its own. How much room the theme wants, its print.css
    says; of one that does not say it nothing is known.
    """
    for side, (room, what) in ROOM.items():
        written = getattr(margins, side)
        least = lengths.points(theme, room, size, text_size)
        if not written or not least or (paper.points_of(written) or 0) > least - SLACK:
            continue
        text = lengths.points(theme, "text-size", size, text_size) or 0
        message = f"{what} do not stand whole in a margin of {written}"
        hint = f"write {_as_written(least, written)} or more: text is {round(text, 1):g} pt large here"
        yield error("T005", where("margins", side), message, hint)


def _as_written(points: float, like: str) -> str:
    """A length in the unit of another, rounded up to what one would write."""
    unit = next(unit for unit in paper.MM_PER if like.lower().endswith(unit))
    digits = {"mm": 1, "pt": 1}.get(unit, 2)
    length = points * paper.MM_PER["pt"] / paper.MM_PER[unit]
    return f"{math.ceil((length - SLACK / 100) * 10**digits) / 10**digits:g}{unit}"
