"""Page sizes by name or as WIDTHxHEIGHT, and the style sheet that tells of them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from ..composition import ALL_WEIGHTS, Face
from ..model import Place
from ..problems import ThemeError, error
from ..project import did_you_mean

MM_PER = {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72}
SIZES: dict[str, tuple[float, float]] = {
    "A4": (210, 297),
    "A5": (148, 210),
    "Letter": (215.9, 279.4),
    "Half-letter": (139.7, 215.9),
    "Digest": (139.7, 209.55),
}
LARGE = "large"
AMERICAN = ("letter", "half-letter", "digest")
SMALLEST, LARGEST = 70.0, 600.0


def size_of(name: str, place: Place) -> tuple[float, float]:
    """Width and height in mm of a page size: a name of any case, or as in 140x216mm or 6x9in.

    Raises ThemeError where it is none, or where no booklet fits on it.
    """
    known = {key.lower(): value for key, value in SIZES.items()}
    if name.lower() in known:
        return known[name.lower()]
    unit = next((u for u in MM_PER if name.lower().endswith(u)), "")
    width, _, height = name.lower().removesuffix(unit).partition("x")
    try:
        found = float(width.strip().removesuffix(unit)) * MM_PER[unit], float(height) * MM_PER[unit]
    except (ValueError, KeyError):
        hint = did_you_mean(name, [*SIZES, "6x9in", "140x216mm"])
        raise ThemeError(error("T005", place, f"“{name}” is not a page size", hint)) from None
    if not all(SMALLEST <= side <= LARGEST for side in found):
        hint = f"each side must be between {SMALLEST:.0f} and {LARGEST:.0f} mm"
        raise ThemeError(error("T005", place, f"no booklet fits on a page of {name}", hint))
    return found


def points_of(length: str) -> float | None:
    """A length such as 18mm, 0.5in or 11pt in points; None where it is none, or less than nothing."""
    unit = next((u for u in MM_PER if length.lower().endswith(u)), "")
    try:
        points = float(length.lower().removesuffix(unit)) * MM_PER[unit] / MM_PER["pt"]
    except (ValueError, KeyError):
        return None
    return points if 0 <= points < math.inf else None


def large(name: str) -> str:
    """The page of large print: Letter for a booklet of an American size, A4 for any other."""
    return "Letter" if american(name) else "A4"


def american(name: str) -> bool:
    """Whether a page size is one of America's, where lengths are inches."""
    return name.lower() in AMERICAN or name.lower().endswith("in")


def rules(
    size: tuple[float, float], bleed: float, text_size: int, faces: Sequence[Face], variables: Mapping[str, str]
) -> str:
    """The style sheet of a page of so many mm with so many mm of bleed around it: its measures, the size of its text in
    pt (0: the theme's), its fonts, and the custom properties that the booklet's design sets."""
    width, height = size
    fonts = "\n".join(
        f'@font-face {{ font-family: "{face.family}"; {_weight(face)}font-style: {face.style}; '
        f'src: url("booklet:///fonts/{quote(face.path.name)}"){_range(face)}; }}'
        for face in faces
    )
    told = f":root {{ --page-width: {width:g}mm; --page-height: {height:g}mm; --bleed: {bleed:g}mm }}"
    told += "\n" + properties(variables)
    if text_size:
        told += f"\n:root {{ --text-size: {text_size}pt }}"
    told += f"\n@page {{ size: {width:g}mm {height:g}mm; bleed: {bleed:g}mm }}"
    told += f"\n@page wide {{ size: {height:g}mm {width:g}mm }}"
    return f"{told}\n{fonts}\n[data-turned] {{ break-before: page }}\n"


def _weight(face: Face) -> str:
    return f"font-weight: {face.weight}; " if face.weight != ALL_WEIGHTS else ""


def _range(face: Face) -> str:
    """The letters that a face is asked for, where it is not asked for all (CSS Fonts 4 §4.5).

    None that it has not: WeasyPrint takes a face to have whatever its range says, and asks no other then.
    """
    if not face.without:
        return ""
    from fontTools.ttLib import TTFont

    with TTFont(face.path, lazy=True) as font:
        there = sorted(font.getBestCmap())
    kept = [code for code in there if not any(first <= code <= last for first, last in face.without)]
    runs: list[tuple[int, int]] = []
    for code in kept:
        begin = runs.pop()[0] if runs and runs[-1][1] == code - 1 else code
        runs.append((begin, code))
    return "; unicode-range: " + ", ".join(f"U+{first:X}-{last:X}" for first, last in runs)


def properties(values: Mapping[str, str]) -> str:
    """A rule that sets custom properties of CSS."""
    return ":root { " + "; ".join(f"--{name}: {value}" for name, value in values.items()) + " }"
