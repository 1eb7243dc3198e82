"""How large the cells of a sheet are, and where in points each page stands in them (origin at the lower left).

A page is moved towards its spine by the thickness of the paper for each leaf that lies around it (creep, or shingling:
inner leaves stand out at the fore-edge, and are cut shorter there), and away from it by what a binder mills off.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from .layouts import Plan, Spot

Flip = Literal["short", "long"]
Size = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]  # as the operator cm has it (ISO 32000-1 §8.3.4)
Box = tuple[float, float, float, float]  # left, bottom, right, top

MM = 72 / 25.4
ISO: dict[str, Size] = {"A4": (210, 297), "A3": (297, 420)}
AMERICAN: dict[str, Size] = {"Letter": (215.9, 279.4), "Tabloid": (279.4, 431.8)}
SHEETS = {**ISO, **AMERICAN, "A5": (148, 210), "Legal": (215.9, 355.6), "SRA3": (320, 450)}
QUARTER = 18.0  # points, of an inch
NEAR = 1.0  # mm by which sides may differ that are called the same


@dataclass(frozen=True, slots=True)
class Paper:
    """What is printed on: the sheet's name and its size in points as pages are read on it; the strip around its edge in
    points that the printer leaves white; the thickness of one leaf, and what is milled off at the spine, in points."""

    name: str
    width: float
    height: float
    edge: float = 0.0
    leaf: float = 0.0
    spine: float = 0.0


@dataclass(frozen=True, slots=True)
class Frame:
    """The cells on a sheet: the scale of the pages in them, their size and the gap between them in points, and where
    the block of all cells begins from the left and from the foot."""

    paper: Paper
    columns: int
    rows: int
    scale: float
    cell: Size
    gap: float
    left: float
    foot: float

    @property
    def size(self) -> Size:
        """The width and height of the block of cells."""
        width, height = self.cell
        return (
            self.columns * width + (self.columns - 1) * self.gap,
            self.rows * height + (self.rows - 1) * self.gap,
        )

    def corner(self, column: int, row: int) -> tuple[float, float]:
        """The lower left corner of a cell."""
        width, height = self.cell
        return (
            self.left + column * (width + self.gap),
            self.foot + (self.rows - 1 - row) * (height + self.gap),
        )


def framed(plan: Plan, page: Size, paper: Paper, gap: float = 0.0, enlarged: bool = False) -> Frame:
    """The cells for pages of a size in points: as large as they are, or smaller where the sheet has no room for them;
    as large as it has room for if ``enlarged``. They stand in the middle of the sheet."""
    spine = paper.spine if any(spot.spine for sheet in plan.sheets for spot in sheet.front) else 0.0
    wide, high = page
    room_across = paper.width - 2 * paper.edge - (plan.columns - 1) * gap - plan.columns * spine
    room_up = paper.height - 2 * paper.edge - (plan.rows - 1) * gap
    scale = min(room_across / (plan.columns * wide), room_up / (plan.rows * high))
    near = NEAR * MM / max(paper.width, paper.height)
    if scale >= 1 - near and not (enlarged and scale > 1 + near):
        scale = 1.0
    cell = (wide * scale + spine, high * scale)
    frame = Frame(paper, plan.columns, plan.rows, scale, cell, gap, 0.0, 0.0)
    width, height = frame.size
    left, foot = (paper.width - width) / 2, (paper.height - height) / 2
    return Frame(paper, plan.columns, plan.rows, scale, cell, gap, left, foot)


def turned_over(paper: Paper, flip: Flip) -> bool:
    """Whether backs stand on their heads in the file: the sheet is turned about an edge that lies across its pages.

    A back is planned as if the sheet were turned like a page, about its upright edges. These are the short ones of a
    sheet that is wider than high, the long ones of others.
    """
    return (flip == "long") == (paper.width > paper.height)


def placed(frame: Frame, spot: Spot, box: Box, bleed: float, is_back_turned: bool) -> tuple[Matrix, Box]:
    """How a page whose trim is ``box`` in its own coordinates comes onto the sheet, and the box that it may not leave
    there: its cell, and as much of its bleed as there is room for.

    A page that lies on its side among upright ones is turned anticlockwise, as wide tables in books are.
    """
    x, y = frame.corner(spot.column, spot.row)
    spine, creep = (frame.paper.spine if spot.spine else 0.0), spot.depth * frame.paper.leaf
    kept = _kept(frame, spot, bleed * frame.scale)
    wide, high = frame.cell[0] - spine, frame.cell[1]
    x += {"left": spine - creep, "right": creep, "": 0.0}[spot.spine]
    left, bottom, right, top = box
    s = frame.scale
    if (right - left > top - bottom) != (wide > high):
        matrix = (0.0, s, -s, 0.0, x + s * top, y - s * left)
    else:
        matrix = (s, 0.0, 0.0, s, x - s * left, y - s * bottom)
    if spot.turned:
        matrix = half_turn(matrix, (2 * x + wide, 2 * y + high))
    if is_back_turned:
        whole = (frame.paper.width, frame.paper.height)
        matrix = half_turn(matrix, whole)
        kept = (whole[0] - kept[2], whole[1] - kept[3], whole[0] - kept[0], whole[1] - kept[1])
    return matrix, kept


def _kept(frame: Frame, spot: Spot, bleed: float) -> Box:
    """A cell and the bleed around it: up to the spine, half-way to a neighbour, or to the edge of the sheet."""
    x, y = frame.corner(spot.column, spot.row)
    wide, high = frame.cell
    block = frame.size
    half = min(bleed, frame.gap / 2)
    outside = (
        min(bleed, frame.left), min(bleed, frame.foot),
        min(bleed, frame.paper.width - frame.left - block[0]), min(bleed, frame.paper.height - frame.foot - block[1]),
    )  # fmt: skip
    left = 0.0 if spot.spine == "left" else outside[0] if spot.column == 0 else half
    right = 0.0 if spot.spine == "right" else outside[2] if spot.column == frame.columns - 1 else half
    below = outside[1] if spot.row == frame.rows - 1 else half
    above = outside[3] if spot.row == 0 else half
    return x - left, y - below, x + wide + right, y + high + above


def half_turn(matrix: Matrix, around: Size) -> Matrix:
    """The same, turned on its head about the point at half of ``around``."""
    a, b, c, d, e, f = matrix
    return -a, -b, -c, -d, around[0] - e, around[1] - f


def after(first: Matrix, then: Matrix) -> Matrix:
    """Both, one after the other."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def applied(matrix: Matrix, box: Box) -> Box:
    """Where a box comes to lie."""
    a, b, c, d, e, f = matrix
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def sheet_for(plan: Plan, page: Size, names: Sequence[str], gap: float) -> tuple[str, Size]:
    """The smallest of some sheets, upright or lying, that takes cells as large as the pages are; else the largest."""
    need = (
        plan.columns * page[0] + (plan.columns - 1) * gap,
        plan.rows * page[1] + (plan.rows - 1) * gap,
    )
    sizes = [(name, lying(SHEETS[name], need)) for name in names]
    for name, (width, height) in sizes:
        if need[0] <= (width + NEAR) * MM and need[1] <= (height + NEAR) * MM:
            return name, (width * MM, height * MM)
    name, (width, height) = sizes[-1]
    return name, (width * MM, height * MM)


def lying(sheet: Size, need: Size) -> Size:
    """A sheet turned so that what it takes fits best."""
    turned = (sheet[1], sheet[0])
    return max(sheet, turned, key=lambda size: min(size[0] / need[0], size[1] / need[1]))


def is_american(page: Size) -> bool:
    """Whether a page in points is one of a country of inches: both sides are so many quarters of one."""
    return all(abs(side - round(side / QUARTER) * QUARTER) < NEAR / 2 * MM for side in page)
