"""Lines to write on: how far they stand apart, by theme and by whose hands they are for."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from . import Theme, paper
from .sheets import declared

Hand = Literal["primary", "secondary", "adult"]
PITCH = 8.0  # mm, where no sheet says it
SHARE = {"primary": 12 / 8, "secondary": 1.0, "adult": 7 / 8}  # of the pitch that a theme has


def ruled(theme: Theme, hand: Hand) -> Theme:
    """A theme with lines as far apart as a hand wants them. Those for children who learn to write have a dashed line in
    their middle; the sheets of a theme with large lines, as for large print, keep them as much larger."""
    if hand == "secondary":
        return theme
    values = {**theme.variables, "line-pitch": f"{_of_theme(theme) * SHARE[hand]:g}mm"}
    return replace(theme, variables={**values, "middle-line": '""'} if hand == "primary" else values)


def line_pitch(theme: Theme) -> float:
    """From one line to the next, in mm: as the project's own sheet has it, the booklet's settings, the theme."""
    own = declared(theme.own.sheets.get("styles/print.css", ""), "--line-pitch") or ""
    return _mm(own) or _mm(theme.variables.get("line-pitch", "")) or _of_theme(theme)


def _of_theme(theme: Theme) -> float:
    found = (_mm(declared(css, "--line-pitch") or "") for _, css in theme.sheets("print.css"))
    return next(filter(None, reversed(list(found))), PITCH)


def _mm(length: str) -> float:
    """A length in mm; 0 where it is none."""
    return (paper.points_of(length) or 0.0) * paper.MM_PER["pt"]
