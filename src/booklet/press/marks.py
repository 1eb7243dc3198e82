"""Lines that show where sheets are folded, cut and stapled: hairlines in black, as short as they can be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .layouts import Plan, Sheet
from .measures import Box, Frame, half_turn

MM = 72 / 25.4
TICK = 4 * MM
APART = 2 * MM
STAPLE = 10 * MM
HAIRLINE = 0.25
DASHES = "[3 2] 0 d"
Line = Box  # from a point to a point


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines are drawn: where sheets are folded and cut; and where staples go, on the outer sheets."""

    folds: bool = False
    cuts: bool = False
    staples: bool = False


def drawn(plan: Plan, frame: Frame, wanted: Wanted, sheet: Sheet, is_front: bool, is_turned: bool) -> str:
    """The operators that draw the marks of one side of a sheet; none where none are wanted."""
    dashed = [*_folds(plan, frame)] if wanted.folds else []
    plain = [*_cuts(plan, frame)] if wanted.cuts else []
    plain += [*_staples(plan, frame)] if wanted.staples and sheet.outer and is_front else []
    if not dashed and not plain:
        return ""
    matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    if is_turned:
        matrix = half_turn(matrix, (frame.paper.width, frame.paper.height))
    turned = " ".join(f"{value:g}" for value in matrix)
    return f"q {turned} cm {HAIRLINE} w 0 G {_strokes(plain)} {DASHES} {_strokes(dashed)} Q"


def _strokes(lines: list[Line]) -> str:
    return " ".join(f"{x:.3f} {y:.3f} m {z:.3f} {w:.3f} l S" for x, y, z, w in lines)


def _folds(plan: Plan, frame: Frame) -> Iterator[Line]:
    """A tick at either end of each fold, inwards from where the printer begins to print."""
    for column in plan.folded_columns:
        x = _after_column(frame, column)
        for begin, end in _at_edges(frame.foot, frame.paper.height, frame.paper.edge):
            yield x, begin, x, end
    for row in plan.folded_rows:
        y = _below_row(frame, row)
        for begin, end in _at_edges(frame.left, frame.paper.width, frame.paper.edge):
            yield begin, y, end, y


def _at_edges(before: float, whole: float, edge: float) -> Iterator[tuple[float, float]]:
    """Ticks at both edges of a sheet, off the block that begins ``before`` points from them where they can be."""
    end = edge + min(TICK, max(before - edge, TICK / 2))
    yield edge, end
    yield whole - end, whole - edge


def _cuts(plan: Plan, frame: Frame) -> Iterator[Line]:
    """Ticks outside the block of cells, in line with the sides of all that are cut apart; and a slit as it is cut.

    Nothing is cut where a side is the sheet's own edge.
    """
    width, height = frame.size
    right, head = frame.left + width, frame.foot + height
    paper = frame.paper
    apart = bool(plan.cut_columns or plan.cut_rows)
    columns = range(plan.columns) if apart else ()
    rows = range(plan.rows) if apart else ()
    xs = {frame.left, right, *(x for c in columns for x in _sides(frame.corner(c, 0)[0], frame.cell[0]))}
    ys = {frame.foot, head, *(y for r in rows for y in _sides(frame.corner(0, r)[1], frame.cell[1]))}
    for x in sorted(x for x in xs if APART / 2 < x < paper.width - APART / 2):
        for begin, end in _ticks(frame.foot, head, paper.height, paper.edge):
            yield x, begin, x, end
    for y in sorted(y for y in ys if APART / 2 < y < paper.height - APART / 2):
        for begin, end in _ticks(frame.left, right, paper.width, paper.edge):
            yield begin, y, end, y
    if plan.slit:
        first, last = plan.slit
        y = _below_row(frame, 0)
        yield frame.corner(first, 0)[0], y, frame.corner(last, 0)[0], y


def _ticks(begin: float, end: float, whole: float, edge: float) -> Iterator[tuple[float, float]]:
    """From where to where ticks go before and behind a block: apart from it, or over it where there is no room that
    the printer prints on."""
    if begin - edge >= 2 * APART:
        yield max(begin - APART - TICK, edge), begin - APART
        yield end + APART, min(end + APART + TICK, whole - edge)
    else:
        yield edge, edge + TICK
        yield whole - edge - TICK, whole - edge


def _sides(begin: float, length: float) -> tuple[float, float]:
    return round(begin, 3), round(begin + length, 3)


def _staples(plan: Plan, frame: Frame) -> Iterator[Line]:
    """Two staples along the last fold, at a quarter and at three quarters of the height of the pages."""
    x = _after_column(frame, plan.columns // 2 - 1)
    foot = frame.corner(0, plan.rows - 1)[1]
    for share in (0.25, 0.75):
        y = foot + share * frame.cell[1]
        yield x, y - STAPLE / 2, x, y + STAPLE / 2


def _after_column(frame: Frame, column: int) -> float:
    return frame.corner(column + 1, 0)[0] - frame.gap / 2


def _below_row(frame: Frame, row: int) -> float:
    return frame.corner(0, row)[1] - frame.gap / 2
