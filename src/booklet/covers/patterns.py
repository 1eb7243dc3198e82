"""Patterns for covers: drawn from a title, so that every booklet has its own and has it again in every build.

A pattern is a few paths, each with many parts, in two or three tones: a cover stays quick to draw. The families repeat
small forms (``waves``, ``scales``, ``leaves``, ``tiles``, ``arcs``, ``weave``) or scatter them (``stars``,
``contours``); which one, how large and how turned is told by a digest of the title. Tones differ in lightness, so that
a copier keeps them apart.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

Point = tuple[float, float]
Area = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Stroke:
    """A path of a pattern: ``d`` as SVG has it, its tone (0 is the nearest to the ground), and the width of its line,
    0 where it is filled."""

    d: str
    tone: int
    width: float = 0.0


class Dice:
    """Numbers that a text tells, the same on every machine."""

    def __init__(self, text: str) -> None:
        self.seed = hashlib.sha256(text.encode()).digest()
        self.bytes: list[int] = []
        self.rounds = 0

    def share(self) -> float:
        """The next number, from 0 up to 1."""
        if len(self.bytes) < 2:
            self.rounds += 1
            self.bytes += hashlib.sha256(self.seed + self.rounds.to_bytes(4, "big")).digest()
        return (self.bytes.pop() * 256 + self.bytes.pop()) / 65536

    def between(self, low: float, high: float) -> float:
        """A number from low to high."""
        return low + (high - low) * self.share()

    def below(self, count: int) -> int:
        """A whole number from 0 to count - 1."""
        return int(self.share() * count)


def pattern(title: str, area: Area, unit: float) -> tuple[Stroke, ...]:
    """The pattern of a title over an area (left, top, width, height); ``unit`` is a hundredth of the page's width.

    It covers the area and reaches beyond its edges: clip it.
    """
    dice = Dice(title)
    family = FAMILIES[dice.below(len(FAMILIES))]
    return tuple(family(dice, area, unit))


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _move(x: float, y: float) -> str:
    return f"M{_n(x)} {_n(y)}"


def _cells(area: Area, wide: float, high: float) -> Iterator[tuple[int, int, float, float]]:
    """Column, row, left and top of the cells that cover an area, laid out from its middle."""
    left, top, width, height = area
    columns, rows = math.ceil(width / wide) + 1, math.ceil(height / high) + 1
    x = left + (width - columns * wide) / 2
    y = top + (height - rows * high) / 2
    for row in range(rows):
        for column in range(columns):
            yield column, row, x + column * wide, y + row * high


def _disc(x: float, y: float, radius: float) -> str:
    r, d = _n(radius), _n(2 * radius)
    return f"M{_n(x - radius)} {_n(y)}a{r} {r} 0 1 0 {d} 0a{r} {r} 0 1 0 -{d} 0z"


def _fan(x: float, y: float, radius: float) -> str:
    """The upper half of a disc, and a little more: the next rows hide the rest."""
    r, rise = _n(radius), _n(radius * 0.25)
    return f"M{_n(x - radius)} {_n(y)}a{r} {r} 0 0 1 {_n(2 * radius)} 0v{rise}M{_n(x - radius)} {_n(y)}v{rise}"


def _smooth(points: Sequence[Point]) -> str:
    """A closed curve through some points (Catmull-Rom as Béziers)."""
    count = len(points)
    pieces = [_move(*points[0])]
    for i in range(count):
        (ax, ay), (bx, by) = points[i - 1], points[i]
        (cx, cy), (dx, dy) = points[(i + 1) % count], points[(i + 2) % count]
        near = f"{_n(bx + (cx - ax) / 6)} {_n(by + (cy - ay) / 6)}"
        far = f"{_n(cx - (dx - bx) / 6)} {_n(cy - (dy - by) / 6)}"
        pieces.append(f"C{near} {far} {_n(cx)} {_n(cy)}")
    return "".join(pieces) + "z"


def _waves(dice: Dice, area: Area, unit: float) -> Iterator[Stroke]:
    """Lines that swell and part, as on a quiet sea."""
    left, top, width, height = area
    pitch = unit * dice.between(2.2, 2.9)
    long, short = unit * dice.between(46, 70), unit * dice.between(17, 27)
    turn, swell = dice.between(0, 6.28), unit * dice.between(2.6, 4.0)
    lines: tuple[list[str], list[str]] = ([], [])
    step = unit * 4
    for row in range(-3, math.ceil(height / pitch) + 4):
        points = []
        for i in range(-1, math.ceil(width / step) + 2):
            x = i * step
            y = row * pitch + swell * math.sin(x / long * 6.28 + turn + row * 0.055)
            y += 0.45 * swell * math.sin(x / short * 6.28 - turn + row * 0.17)
            points.append((left + x, top + y))
        lines[row % 4 == 0].append(_curve(points))
    yield Stroke("".join(lines[0]), 1, unit * 0.42)
    yield Stroke("".join(lines[1]), 2, unit * 0.85)


def _curve(points: Sequence[Point]) -> str:
    """An open curve through some points that lie from left to right."""
    pieces = [_move(*points[0])]
    for i in range(1, len(points) - 1):
        (ax, ay), (bx, by) = points[i - 1], points[i]
        before, behind = points[max(i - 2, 0)], points[i + 1]
        near = f"{_n(ax + (bx - before[0]) / 6)} {_n(ay + (by - before[1]) / 6)}"
        far = f"{_n(bx - (behind[0] - ax) / 6)} {_n(by - (behind[1] - ay) / 6)}"
        pieces.append(f"C{near} {far} {_n(bx)} {_n(by)}")
    return "".join(pieces)


def _scales(dice: Dice, area: Area, unit: float) -> Iterator[Stroke]:
    """Rows of fans that overlap like tiles of a roof."""
    radius = unit * dice.between(8.5, 11)
    rings = 4
    rows: dict[int, list[tuple[float, float]]] = {}
    for _, row, x, y in _cells(area, 2 * radius, radius / 2):
        rows.setdefault(row, []).append((x + (radius if row % 2 else 0), y + radius))
    for row in sorted(rows):
        yield Stroke("".join(_fan(x, y, radius) for x, y in rows[row]), 0)
        fans = [_fan(x, y, radius * (ring + 0.86) / rings) for x, y in rows[row] for ring in range(rings)]
        yield Stroke("".join(fans), 1 + (row % 2), unit * 0.42)


def _leaves(dice: Dice, area: Area, unit: float) -> Iterator[Stroke]:
    """Leaves from corner to corner of their cells, one half of each darker."""
    size = unit * dice.between(9.5, 12.5)
    turning = dice.below(3)
    whole, halves, veins = [], [], []
    for column, row, x, y in _cells(area, size, size):
        rising = (column + row) % 2 if turning == 0 else column % 2 if turning == 1 else dice.below(2)
        inset = size * 0.06
        x1, x2, y1, y2 = x + inset, x + size - inset, y + inset, y + size - inset
        begin, end = ((x1, y2), (x2, y1)) if rising else ((x1, y1), (x2, y2))
        r = _n((size - 2 * inset) * 1.0)
        there = f"{_move(*begin)}A{r} {r} 0 0 1 {_n(end[0])} {_n(end[1])}"
        whole.append(f"{there}A{r} {r} 0 0 1 {_n(begin[0])} {_n(begin[1])}z")
        halves.append(f"{there}z")
        veins.append(f"{_move(*begin)}L{_n(end[0])} {_n(end[1])}")
    yield Stroke("".join(whole), 1)
    yield Stroke("".join(halves), 2)
    yield Stroke("".join(veins), 0, unit * 0.3)


def _tiles(dice: Dice, area: Area, unit: float) -> Iterator[Stroke]:
    """Quarter circles that join into paths and rings (after Sébastien Truchet)."""
    size = unit * dice.between(8.5, 11.5)
    broad: list[str] = []
    narrow: list[str] = []
    for _, _, x, y in _cells(area, size, size):
        turned = dice.below(2)
        for radius, into in ((0.5, broad), (0.5, narrow)):
            r = size * radius
            for corner in (0, 1):
                into.append(_quarter(x, y, size, r, corner + 2 * turned))
    yield Stroke("".join(broad), 1, size * 0.42)
    yield Stroke("".join(narrow), 2, size * 0.1)


def _quarter(x: float, y: float, size: float, r: float, corner: int) -> str:
    """A quarter of a circle around a corner of a cell: 0 upper left, 1 lower right, 2 upper right, 3 lower left."""
    arc = f"A{_n(r)} {_n(r)} 0 0 1 "
    if corner == 0:
        return f"{_move(x + r, y)}{arc}{_n(x)} {_n(y + r)}"
    if corner == 1:
        return f"{_move(x + size - r, y + size)}{arc}{_n(x + size)} {_n(y + size - r)}"
    if corner == 2:
        return f"{_move(x + size, y + r)}{arc}{_n(x + size - r)} {_n(y)}"
    return f"{_move(x, y + size - r)}{arc}{_n(x + r)} {_n(y + size)}"


def _arcs(dice: Dice, area: Area, unit: float) -> Iterator[Stroke]:
    """Quarter discs within quarter discs, each in a corner of its cell."""
    size = unit * dice.between(11, 14.5)
    layers: tuple[list[str], ...] = ([], [], [])
    for _, _, x, y in _cells(area, size, size):
        corner = dice.below(4)
        cx, cy = x + size * (corner % 2), y + size * (corner // 2)
        for layer, share in enumerate((0.96, 0.66, 0.36)):
            r = size * share
            toward_x, toward_y = r * (1 - 2 * (corner % 2)), r * (1 - 2 * (corner // 2))
            sweep = int(corner in (0, 3))
            to = f"{_n(cx)} {_n(cy + toward_y)}"
            layers[layer].append(f"{_move(cx, cy)}L{_n(cx + toward_x)} {_n(cy)}A{_n(r)} {_n(r)} 0 0 {sweep} {to}z")
    yield Stroke("".join(layers[0]), 1)
    yield Stroke("".join(layers[1]), 2)
    yield Stroke("".join(layers[2]), 0)


def _stars(dice: Dice, area: Area, unit: float) -> Iterator[Stroke]:
    """Stars, large and small, some joined to constellations."""
    size = unit * dice.between(7.5, 9.5)
    places: dict[tuple[int, int], Point] = {}
    for column, row, x, y in _cells(area, size, size):
        places[column, row] = x + size * dice.between(0.12, 0.88), y + size * dice.between(0.12, 0.88)
    joined: list[str] = []
    small: list[str] = []
    large: list[str] = []
    for (column, row), (x, y) in places.items():
        near = [places.get(other) for other in ((column + 1, row), (column, row + 1), (column + 1, row + 1))]
        joined += [f"{_move(x, y)}L{_n(to[0])} {_n(to[1])}" for to in near if to and dice.share() < 0.27]
        bright = dice.share()
        (large if bright < 0.16 else small).append(_disc(x, y, unit * (1.1 if bright < 0.16 else 0.35 + bright * 0.35)))
    for _ in range(len(places) * 2):
        x, y = area[0] + area[2] * dice.share(), area[1] + area[3] * dice.share()
        small.append(_disc(x, y, unit * 0.16))
    yield Stroke("".join(joined), 1, unit * 0.3)
    yield Stroke("".join(small), 1)
    yield Stroke("".join(large), 2)


def _contours(dice: Dice, area: Area, unit: float) -> Iterator[Stroke]:
    """Lines of height around a summit, as on a map."""
    left, top, width, height = area
    x, y = left + width * dice.between(0.2, 0.8), top + height * dice.between(0.15, 0.85)
    pitch = unit * dice.between(2.6, 3.3)
    waves = [(2 + n, dice.between(0, 6.28), dice.between(0.25, 1.0) / (1 + n)) for n in range(4)]
    lines: tuple[list[str], list[str]] = ([], [])
    reach = math.hypot(max(x - left, left + width - x), max(y - top, top + height - y))
    for ring in range(1, math.ceil(reach * 1.5 / pitch)):
        radius = ring * pitch
        points = []
        steps = 18 if ring < 12 else 30
        for step in range(steps):
            angle = step * math.tau / steps
            bend = sum(depth * math.sin(often * angle + turn + ring * 0.05) for often, turn, depth in waves)
            r = radius * (1 + 0.17 * bend) + 0.4 * pitch * math.sin(3 * angle + ring * 0.35)
            points.append((x + r * math.cos(angle), y + r * math.sin(angle) * 1.18))
        near = 0.2 * radius + pitch
        if not any(-near < px - left < width + near and -near < py - top < height + near for px, py in points):
            continue
        lines[ring % 5 == 0].append(_smooth(points))
    yield Stroke("".join(lines[0]), 1, unit * 0.36)
    yield Stroke("".join(lines[1]), 2, unit * 0.75)


def _weave(dice: Dice, area: Area, unit: float) -> Iterator[Stroke]:
    """Bundles of strokes, across and down in turn, like a basket."""
    size = unit * dice.between(8.5, 11.5)
    count = 3 + dice.below(2)
    bold: list[str] = []
    fine: list[str] = []
    for column, row, x, y in _cells(area, size, size):
        for n in range(count):
            at = size * (n + 0.5) / count
            short = size * 0.06
            across = (column + row) % 2
            line = f"{_move(x + short, y + at)}h{_n(size - 2 * short)}" if across else (
                f"{_move(x + at, y + short)}v{_n(size - 2 * short)}")  # fmt: skip
            (bold if across else fine).append(line)
    yield Stroke("".join(fine), 1, size * 0.36 / count)
    yield Stroke("".join(bold), 2, size * 0.36 / count)


FAMILIES: tuple[Callable[[Dice, Area, float], Iterator[Stroke]], ...] = (
    _waves, _scales, _leaves, _tiles, _arcs, _stars, _contours, _weave,
)  # fmt: skip
