"""The map of relations, laid out: where each name stands, how lines run between them, where their words go.

Names stand round an open middle, along two sides with one at the head and one at the foot, in the order that has the
fewest lines cross; all lines run through the middle, so that none passes behind a name. Words stand on their lines,
clear of names, of each other and of other lines. Where there is no room for that, lines are numbered and their words
make a list. All lengths are units of the drawing, in which names are set at 10. What lies where depends on nothing but
names and words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from .seating import seated
from .themes.lettering import Lettering

NAME_SIZE, WORD_SIZE = 10.0, 9.2
NAME_PITCH, WORD_PITCH = 12.5, 10.4
PADDING = 6.0
APART = 4.0  # names, at least
GAPS = (18.0, 23.0, 29.0, 36.0, 44.0, 54.0, 12.0, 8.0)
NUMBERED_GAPS = (16.0, 20.0, 12.0, 25.0, 8.0)
WAYS, NUMBERED_WAYS = 3500, 700  # names and ends of lines that are laid out before it is given up
NAMES_TAKE, NUMBERED_NAMES_TAKE = 0.3, 0.38  # how much of the width names may have on each side
ROOM_FOR_A_LINE, ROOM_FOR_A_NUMBERED = 7.0, 4.5
MOST_HIDDEN = 1.0  # how many lines may run behind the number of another, on average
HIDDEN, TOO_HIGH = 30.0, 150.0  # what a line behind words, and a map that needs a page of its own, are in height
ALONG = tuple(0.5 + sign * 0.05 * step for step in range(8) for sign in (1, -1) if step or sign > 0)
STEPS = 96
TRIES, HOPELESS = 6, 0.3  # how many ways show that words of so large a share of the lines find no room
SECOND_THOUGHTS = 4  # how often words are placed anew, now that all others have their places
ARROW = 5.0
NUMBER_SIZE = 12.0
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Connection:
    """A line to draw between two names, by their positions: its words, whether it leads one way, or is a late one."""

    first: int
    second: int
    words: str
    one_way: bool = False
    late: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of text set about a middle: each with the height of its foot and its width."""

    x: float
    lines: tuple[tuple[str, float, float], ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A rectangle with text in it: a name, or the words of a line."""

    x: float
    y: float
    width: float
    height: float
    text: Lines

    def touches(self, other: Block, apart: float) -> bool:
        """Whether two of them are nearer than that."""
        return (
            self.x < other.x + other.width + apart
            and other.x < self.x + self.width + apart
            and self.y < other.y + other.height + apart
            and other.y < self.y + self.height + apart
        )

    def widened(self, by: float) -> Block:
        """The rectangle with so much more on each side."""
        return Block(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by, self.text)

    def holds(self, point: Point) -> bool:
        """Whether a point lies in it."""
        return self.x <= point[0] <= self.x + self.width and self.y <= point[1] <= self.y + self.height


@dataclass(frozen=True, slots=True)
class Curve:
    """A line from one name to another, as a cubic curve; ``arrow`` is the tip at its end, "" for none."""

    points: tuple[Point, Point, Point, Point]
    late: bool
    arrow: str

    @property
    def path(self) -> str:
        """The curve as SVG writes it."""
        (a, b), *others = self.points
        return f"M{a:.2f} {b:.2f} C" + " ".join(f"{x:.2f} {y:.2f}" for x, y in others)

    def at(self, share: float) -> Point:
        """The point at a share of the curve."""
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = self.points
        return _along(x0, x1, x2, x3, share), _along(y0, y1, y2, y3, share)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A map ready to be written: its size, names, lines and words. ``key`` has the connections that are numbered.

    A ``crowded`` one has not room for all: it is higher than it may be, or words stand on others or on lines of others.
    """

    width: float
    height: float
    names: tuple[Block, ...]
    curves: tuple[Curve, ...]
    words: tuple[Block, ...]
    key: tuple[Connection, ...]
    crowded: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """What a map is set in: the families of names and of words, how wide it is, how high it should and may be, and the
    language in which long names are hyphenated."""

    letters: Lettering
    name_family: str
    word_family: str
    width: float
    height: float
    most: float
    tongue: str = ""


def drawn(names: Sequence[str], connections: Sequence[Connection], setting: Setting) -> Drawing:
    """The map of some names and what connects them."""
    pairs = [(c.first, c.second) for c in connections]
    ring = seated(len(names), pairs)
    numbers = [str(n) for n in range(1, len(connections) + 1)]
    for texts, key in (([c.words for c in connections], ()), (numbers, tuple(connections))):
        found: list[tuple[int, float, int, Drawing]] = []
        fewest = len(connections)
        lines = [sum(n in pair for pair in pairs) for n in range(len(names))]
        least = [n * (ROOM_FOR_A_NUMBERED if key else ROOM_FOR_A_LINE) for n in lines]
        broken = _broken(names, setting, NUMBERED_NAMES_TAKE if key else NAMES_TAKE)
        gaps, most = (NUMBERED_GAPS, NUMBERED_WAYS) if key else (GAPS, WAYS)
        for rank, (order, gap) in enumerate(_ways(ring, gaps, most // (len(ring) + 2 * len(pairs)))):
            blocks = _placed(broken, order, gap, least, setting)
            height = max(b.y + b.height for b in blocks) + 1
            clashes = _clashes(blocks, setting)
            if (height > setting.most or clashes) and found:
                continue
            curves = _curves(blocks, order, connections, setting)
            lowest = max((curve.at(step / STEPS)[1] for curve in curves for step in range(STEPS + 1)), default=0.0)
            height = max(height, lowest + 1)
            words, hits, struck = _worded(texts, curves, blocks, height, setting)
            drawing = Drawing(setting.width, height, tuple(blocks), tuple(curves), tuple(words), key)
            cost = HIDDEN * struck + height + (TOO_HIGH if height > setting.height else 0)
            troubles = hits + (0 if key else struck) + (height > setting.most) + clashes
            drawing = replace(drawing, crowded=bool(troubles) or struck > MOST_HIDDEN * len(connections))
            found.append((troubles, cost, rank, drawing))
            if (hits, struck, clashes) == (0, 0, 0) and height <= setting.height:
                break
            fewest = min(fewest, hits)
            if rank == TRIES and fewest > HOPELESS * len(connections):
                break
        troubles, _, _, drawing = min(found, key=lambda way: way[:3])
        if not troubles:
            break
    return drawing


def _ways(ring: Sequence[int], gaps: Sequence[float], most: int) -> list[tuple[list[int], float]]:
    """Orders round the middle and gaps between names to try: small gaps before great ones."""
    turns = [[*ring[turn:], *ring[:turn]] for turn in range(len(ring))]
    return [(order, gap) for gap in gaps for order in turns][: max(most, 6)]


# Names


def _slots(count: int) -> tuple[int, int, int, int]:
    """How many names stand at the head, on the right, at the foot and on the left."""
    head = count % 2 or (1 if count >= 6 else 0)
    foot = 1 if count >= 6 and count % 2 == 0 else 0
    side = (count - head - foot) // 2
    return head, side, foot, side


def _broken(names: Sequence[str], setting: Setting, share: float) -> list[tuple[list[str], float]]:
    """Names as lines, no wider than a share of the drawing where words allow it, and the widths of their boxes."""
    family, found = setting.name_family, []
    for name in names:
        room = setting.width * share - 2 * PADDING
        text = setting.letters.parted(name, room, family, NAME_SIZE, setting.tongue)
        lines = setting.letters.lines(text, room, family, NAME_SIZE)
        found.append((lines, max(setting.letters.width(line, family, NAME_SIZE) for line in lines) + 2 * PADDING))
    return found


def _placed(
    names: Sequence[tuple[Sequence[str], float]], ring: Sequence[int], gap: float, least: Sequence[float],
    setting: Setting,
) -> list[Block]:  # fmt: skip
    """The names in their boxes, in the order in which they were given; ``least`` is how high each must be."""
    texts, widths = [lines for lines, _ in names], [width for _, width in names]
    heights = {n: max(len(texts[n]) * NAME_PITCH + PADDING, least[n]) for n in ring}
    head, right, foot, _ = _slots(len(ring))
    at_head, on_right = ring[:head], ring[head : head + right]
    at_foot, on_left = ring[head + right : head + right + foot], list(reversed(ring[head + right + foot :]))
    middles: dict[int, Point] = {}
    y = 1.0
    for node in at_head:
        middles[node] = (setting.width / 2, y + heights[node] / 2)
        y += heights[node] + gap
    for one, other in zip(on_left, on_right, strict=True):
        tall = max(heights[one], heights[other])
        middles[one] = (max(widths[n] for n in on_left) / 2 + 1, y + tall / 2)
        middles[other] = (setting.width - max(widths[n] for n in on_right) / 2 - 1, y + tall / 2)
        y += tall + gap
    for node in at_foot:
        middles[node] = (setting.width / 2, y + heights[node] / 2)
    return [_block(middles[n], widths[n], heights[n], texts[n], NAME_PITCH, setting, NAME_SIZE) for n in sorted(ring)]


def _clashes(blocks: Sequence[Block], setting: Setting) -> int:
    """How many names stand on others, or beyond an edge."""
    beyond = sum(block.x < 0 or block.x + block.width > setting.width for block in blocks)
    return beyond + sum(one.touches(other, APART) for one, other in combinations(blocks, 2))


def _block(
    middle: Point, width: float, height: float, texts: Sequence[str], pitch: float, setting: Setting, size: float
) -> Block:
    """Lines of text in a rectangle about a point."""
    x, y = middle
    family = setting.name_family if size == NAME_SIZE else setting.word_family
    top = y - len(texts) * pitch / 2
    lines = tuple(
        (text, top + n * pitch + pitch / 2 + 0.33 * size, setting.letters.width(text, family, size))
        for n, text in enumerate(texts)
    )
    return Block(x - width / 2, y - height / 2, width, height, Lines(x, lines))


# Lines


def _curves(
    blocks: Sequence[Block], ring: Sequence[int], connections: Sequence[Connection], setting: Setting
) -> list[Curve]:
    """Each connection as a curve that leaves and reaches its names at right angles, each at a place of its own."""
    sides = _sides(ring)
    spread = _spread(ring, sides, connections)
    found = []
    for number, connection in enumerate(connections):
        first, second = connection.first, connection.second
        a = _anchor(blocks[first], sides[first], spread[first, number])
        d = _anchor(blocks[second], sides[second], spread[second, number])
        far = ((a[0] - d[0]) ** 2 + (a[1] - d[1]) ** 2) ** 0.5
        reach = min(0.45 * far, 0.4 * setting.width)
        if sides[first] == sides[second]:
            reach = min(max(0.6 * far, 18.0), 0.42 * setting.width)
        b = (a[0] + sides[first][0] * reach, a[1] + sides[first][1] * reach)
        c = (d[0] + sides[second][0] * reach, d[1] + sides[second][1] * reach)
        arrow = _arrow(d, sides[second]) if connection.one_way else ""
        found.append(Curve((a, b, c, d), connection.late, arrow))
    return found


def _spread(
    ring: Sequence[int], sides: Mapping[int, tuple[int, int]], connections: Sequence[Connection]
) -> dict[tuple[int, int], float]:
    """Where on its side of a name each line ends, from 0 to 1: in the order of the ring, so that none crosses there."""
    at = {node: position for position, node in enumerate(ring)}
    spread: dict[tuple[int, int], float] = {}
    for node in ring:
        lines = [
            ((at[c.second if c.first == node else c.first] - at[node]) % len(ring), number)
            for number, c in enumerate(connections)
            if node in (c.first, c.second)
        ]
        backwards = sides[node] in ((0, 1), (-1, 0))
        for position, (_, number) in enumerate(sorted(lines, reverse=backwards)):
            spread[node, number] = (position + 1) / (len(lines) + 1)
    return spread


def _sides(ring: Sequence[int]) -> dict[int, tuple[int, int]]:
    """The way from each name to the middle: down, left, up or right."""
    head, right, foot, left = _slots(len(ring))
    ways = [(0, 1)] * head + [(-1, 0)] * right + [(0, -1)] * foot + [(1, 0)] * left
    return dict(zip(ring, ways, strict=True))


def _anchor(block: Block, side: tuple[int, int], share: float) -> Point:
    """A point on the side of a name that looks to the middle."""
    if side[0]:
        return (block.x + (block.width if side[0] > 0 else 0), block.y + 3 + share * (block.height - 6))
    return (block.x + 6 + share * (block.width - 12), block.y + (block.height if side[1] > 0 else 0))


def _arrow(tip: Point, side: tuple[int, int]) -> str:
    x, y = tip
    back = (x + side[0] * ARROW, y + side[1] * ARROW)
    across = (side[1] * ARROW * 0.42, side[0] * ARROW * 0.42)
    one, other = (back[0] + across[0], back[1] + across[1]), (back[0] - across[0], back[1] - across[1])
    return f"M{x:.2f} {y:.2f} L{one[0]:.2f} {one[1]:.2f} L{other[0]:.2f} {other[1]:.2f} Z"


def _along(a: float, b: float, c: float, d: float, share: float) -> float:
    """One axis of a point of a curve (de Casteljau)."""
    ab, bc, cd = a + (b - a) * share, b + (c - b) * share, c + (d - c) * share
    abc, bcd = ab + (bc - ab) * share, bc + (cd - bc) * share
    return abc + (bcd - abc) * share


# Words


def _worded(
    texts: Sequence[str], curves: Sequence[Curve], names: Sequence[Block], height: float, setting: Setting
) -> tuple[list[Block], int, int]:
    """The words of the lines in their places, how many found none that is free, and how many other lines they hide."""
    track = [[curve.at(step / STEPS) for step in range(STEPS + 1)] for curve in curves]
    spans = [tuple(f(axis) for axis in zip(*points, strict=True) for f in (min, max)) for points in track]
    tips = [curve.points[3] for curve in curves if curve.arrow]
    sizes = {n: _size(text, setting) for n, text in enumerate(texts) if text}
    placed: dict[int, Block] = {}
    costs: dict[int, tuple[int, int]] = {}
    order = sorted(sizes, key=lambda n: (-sizes[n][1] * sizes[n][2], n))
    for _ in range(SECOND_THOUGHTS):
        for number in order:
            if costs.get(number) == (0, 0):
                costs[number] = _cost_of(placed, number, names, tips, track, spans, height, setting)
            if costs.get(number) == (0, 0):
                continue
            lines, wide, high = sizes[number]
            ways: list[tuple[tuple[int, int], float, Block]] = []
            for share in ALONG:
                block = _block(curves[number].at(share), wide, high, lines, WORD_PITCH, setting, WORD_SIZE)
                cost = _cost_of({**placed, number: block}, number, names, tips, track, spans, height, setting)
                ways.append((cost, abs(share - 0.5), block))
            costs[number], _, placed[number] = min(ways, key=lambda way: way[:2])
        if not any(map(any, costs.values())):
            break
    hits = sum(cost[0] > 0 for cost in costs.values())
    return [placed[n] for n in sorted(placed)], hits, sum(cost[1] for cost in costs.values())


def _cost_of(
    placed: Mapping[int, Block], number: int, names: Sequence[Block], tips: Sequence[Point],
    track: Sequence[Sequence[Point]], spans: Sequence[tuple[float, ...]], height: float, setting: Setting,
) -> tuple[int, int]:  # fmt: skip
    """What the words of a line stand on, where they are placed now: other words, names and edges; other lines."""
    block = placed[number]
    right, foot = block.x + block.width, block.y + block.height
    if (
        block.x < 1 or block.y < 1 or right > setting.width - 1 or foot > height - 1
        or any(block.touches(name, 2.5) for name in names)
        or any(other.touches(block, 1.5) for n, other in placed.items() if n != number)
        or any(map(block.widened(ARROW).holds, tips))
    ):  # fmt: skip
        return 1, len(track)
    others = (
        track[other]
        for other, (x0, x1, y0, y1) in enumerate(spans)
        if other != number and x0 < right and block.x < x1 and y0 < foot and block.y < y1
    )
    left, top, right, foot = block.x - 1, block.y - 1, right + 1, foot + 1
    return 0, sum(any(left <= x <= right and top <= y <= foot for x, y in points) for points in others)


def _size(text: str, setting: Setting) -> tuple[list[str], float, float]:
    """The words of a line broken to lines, and their width and height."""
    lines = setting.letters.lines(text.replace(" / ", "\u00a0/ "), setting.width * 0.21, setting.word_family, WORD_SIZE)
    width = max(setting.letters.width(line, setting.word_family, WORD_SIZE) for line in lines)
    return lines, max(width, NUMBER_SIZE if text.isdigit() else 0) + 3, len(lines) * WORD_PITCH + 0.6


def connections_of(pairs: Mapping[tuple[int, int], Sequence[tuple[bool, str, bool]]]) -> Iterator[Connection]:
    """One line for each pair of names, with all that is said of it.

    What is said comes as whether the second says it of the first, in which words, and whether it comes out late. What
    both say alike is said once; what one of them says alone leads from that one to the other.
    """
    for (first, second), said in pairs.items():
        words = dict.fromkeys(text for _, text, _ in said if text)
        backwards = {back for back, _, _ in said}
        ends = (second, first) if backwards == {True} else (first, second)
        late = all(is_late for _, _, is_late in said)
        yield Connection(*ends, " / ".join(words), len(backwards) == 1, late)
