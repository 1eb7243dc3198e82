"""Numbers that authors write with dashes, units and decimals: spans, heights, runs of chapters, points."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from ..model import FieldValue

MOST_CHAPTERS = 999
HEIGHTS = range(5, 401)  # mm
QUARTERS = {"¼": ".25", "½": ".5", "¾": ".75"}
DASHES = str.maketrans({"\N{EN DASH}": "-", "\N{EM DASH}": "-", "\N{NON-BREAKING HYPHEN}": "-"})


def whole_number(text: str) -> int | None:
    """A number above 0 in at most five plain digits; None where a text is something else."""
    digits = text.strip()
    number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 6 else 0
    return number or None


def ends_of(text: str) -> tuple[int, int] | None:
    """Both ends of “600–800”, of a single number twice the same; None where a text is neither."""
    pieces = [whole_number(piece) for piece in text.translate(DASHES).replace("--", "-").split("-")]
    first, last = pieces[0], pieces[-1]
    return (first, last) if len(pieces) < 3 and first and last and first + len(pieces) - 1 <= last else None


def span_in(text: str) -> str | None:
    """A whole number, or two with a dash between them, smaller first; None where a text is neither."""
    ends = ends_of(text)
    return None if ends is None else "\N{EN DASH}".join(str(end) for end in dict.fromkeys(ends))


def chapters_in(text: str) -> tuple[str, ...] | None:
    """Every chapter of a list such as “1–4, 7”; None where a text is something else."""
    found: list[str] = []
    for piece in text.replace(";", ",").split(","):
        ends = ends_of(piece)
        if ends is None or ends[1] > MOST_CHAPTERS:
            return None
        found += map(str, range(ends[0], ends[1] + 1))
    return tuple(dict.fromkeys(found))


def height_in(text: str) -> int | None:
    """Millimetres, as in “60mm”; None where a text is something else or no height for a page."""
    number = whole_number(text.removesuffix("mm")) if text.endswith("mm") else None
    return number if number in HEIGHTS else None


def points_in(text: str) -> int | float | None:
    """Points above 0, in quarters at the finest, as in “2”, “0.5” or “1½”; None where a text is something else."""
    for sign, digits in QUARTERS.items():
        text = text.replace(sign, digits)
    points = float(text.replace(",", ".")) if re.fullmatch(r"[0-9]{0,4}([.,][0-9]{1,3})?", text) and text else 0
    if points <= 0 or points * 4 % 1:
        return None
    return int(points) if points == int(points) else points


def run_in(text: str) -> str | None:
    """Chapters as they are printed, “1–4, 7”; None where a text is something else."""
    if chapters_in(text) is None:
        return None
    return ", ".join(span_in(piece) or "" for piece in text.replace(";", ",").split(","))


MEASURES: Mapping[str, tuple[Callable[[str], FieldValue | None], str]] = {
    "span": (span_in, "write one number, or two with a dash, as in {key}=600\N{EN DASH}800"),
    "height": (height_in, "write millimetres from 5 to 400, as in {key}=60mm"),
    "points": (points_in, "write a number above 0, a half or a quarter too, as in {key}=2 or {key}=0.5"),
    "chapters": (run_in, 'write numbers, as in {key}="1\N{EN DASH}4, 7"'),
}
