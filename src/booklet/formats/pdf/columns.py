"""How wide the columns of a table are: as few words as may be are hyphenated, and nothing stands outside the table.

WeasyPrint shares out width by how much text columns hold (CSS Tables 3 §4.4), so that figures wrap beside columns that
have room, and a table whose longest words are wider than the page stands beyond its edge. Here columns that need little
have it first. Where not all words find room, long ones are hyphenated by their language, then broken between letters.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Any

from weasyprint.css.properties import Dimension
from weasyprint.formatting_structure import boxes
from weasyprint.layout import preferred, table

SHORT = 14  # letters: figures of no more keep to one line, as “24,00 Mark”
FEWEST = 2.4  # em: a column is not narrower, before all are
LIMITS = (5, 2, 2)  # letters of a word that is hyphenated, before and behind the hyphen
EXACT = 0.01  # px, and lines
BROKEN, PARTED = 9.0, 2.5  # in lines: what a word costs that is broken anywhere, and a figure on two lines
HYPHENATED = {
    "auto": 1.5,
    "manual": 3.0,
    "none": 9.0,
}  # a hyphen, where the theme hyphenates words and where it does not
RAGGED = 1.08  # how much longer a text is in lines than in one
STEPS = (0.12, 0.06, 0.03, 0.015)  # of a table's width, that columns give each other
ROUNDS = 6
MOST_ROWS = 40


@dataclass(frozen=True, slots=True)
class Cell:
    """How wide a cell is: its ``frame``, with a few letters, with hyphenated words, with whole ones, and on one line;
    and what is paid for each place where a word of it is parted."""

    frame: float
    few: float
    hyphenated: float
    whole: float
    longest: float
    price: float

    def lines(self, width: float) -> float:
        """About how many lines it has in a column of that width."""
        if width >= self.longest - EXACT:
            return 1.0
        return 0.3 + RAGGED * (self.longest - self.frame) / max(width - self.frame, 1.0)

    def harm(self, width: float) -> float:
        """What is paid for what that width does to its words."""
        if width >= self.whole - EXACT:
            return 0.0
        parts = math.ceil((self.whole - self.frame) / max(width - self.frame, 1.0))
        return (BROKEN if width < self.hyphenated - EXACT else self.price) * max(parts - 1, 1)


NOTHING = Cell(0, 0, 0, 0, 0, 0)


def install() -> None:
    """Teach WeasyPrint these widths, for the whole process, once."""
    if table.auto_table_layout.__module__ != __name__:
        table.auto_table_layout = _shared(table.auto_table_layout)


def _shared(lay_out: Callable[..., None]) -> Callable[..., None]:
    """The widths of a table's columns, which are never wider together than there is room for.

    ``lay_out`` is WeasyPrint's ``auto_table_layout``; tables whose columns have widths of their own are left to it.
    """

    @functools.wraps(lay_out)
    def laid_out(context: Any, box: Any, containing_block: tuple[float, float]) -> None:
        inner = box.get_wrapped_table()
        room = _room(box, inner, containing_block)
        lay_out(context, box, containing_block)
        *_, most, shares, fixed, spacing, grid = preferred.table_and_columns_preferred_widths(context, box, False)
        narrow = sum(most) + spacing > room + EXACT
        if not grid or any(shares) or not narrow or (any(fixed) and inner.width <= room + EXACT):
            return
        known = vars(context).setdefault("columns", {})
        if inner not in known:
            known[inner] = _cells(context, grid)
        cells = known[inner]
        inner.column_widths, inner.width = shared(cells, room - spacing), room
        if harm(cells, inner.column_widths):
            inner.measured = cells, room - spacing, spacing  # as ``lying`` reads it
            _hyphenate(context, grid, cells, inner.column_widths)

    laid_out.__module__ = __name__
    return laid_out


def _room(box: Any, inner: Any, containing_block: tuple[float, float]) -> float:
    """How wide, in px, a table may be: its own width, or what is left of the block around it."""
    margins = sum(side for side in (box.margin_left, box.margin_right) if side != "auto")
    frame = inner.padding_left + inner.padding_right + inner.border_left_width + inner.border_right_width
    left = containing_block[0] - margins - frame
    return float(left if inner.width == "auto" else inner.width)


def shared(columns: Sequence[Sequence[Cell]], room: float) -> list[float]:
    """The widths of columns, in px, that have so much room together: those with which the table is low and few words
    are hyphenated. Every column has as many cells as the others, from the first row on."""
    least = [max(cell.few for cell in column) for column in columns]
    if sum(least) >= room:
        return [width * room / sum(least) for width in least]
    hyphenated = [max(cell.hyphenated for cell in column) for column in columns]
    least = hyphenated if sum(hyphenated) <= room else least
    whole = [max(cell.whole for cell in column) for column in columns]
    longest = [max(cell.longest for cell in column) for column in columns]
    lower, upper = (whole, longest) if sum(whole) <= room else (least, whole)
    rows = _sample(list(zip(*columns, strict=True)))
    even, by_text = [1.0] * len(whole), [math.sqrt(width) for width in longest]
    found = [_bettered(rows, _filled(lower, upper, weights, room), least, room) for weights in (even, by_text)]
    return min(found, key=lambda way: way[1])[0]


def harm(columns: Sequence[Sequence[Cell]], widths: Sequence[float]) -> float:
    """What is paid for words that are not whole in columns of those widths, in lines."""
    return sum(cell.harm(width) for column, width in zip(columns, widths, strict=True) for cell in column)


def _bettered(
    rows: Sequence[Sequence[Cell]], widths: Sequence[float], least: Sequence[float], room: float
) -> tuple[list[float], float]:
    """Widths after columns gave each other what lowers the cost of the table, and that cost."""
    widths, cost = list(widths), _cost(rows, widths)
    for share in STEPS:
        for _ in range(ROUNDS):
            before = cost
            for giver, taker in permutations(range(len(widths)), 2):
                tried = list(widths)
                tried[giver] -= share * room
                tried[taker] += share * room
                if tried[giver] >= least[giver] and (found := _cost(rows, tried)) < cost - EXACT:
                    widths, cost = tried, found
            if cost == before:
                break
    return widths, cost


def _sample(rows: Sequence[Sequence[Cell]]) -> Sequence[Sequence[Cell]]:
    """Some of many rows, the first among them."""
    return rows[:: -(-len(rows) // MOST_ROWS)]


def _cost(rows: Sequence[Sequence[Cell]], widths: Sequence[float]) -> float:
    """How many lines a table has, about, and what is paid for words that are not whole."""
    return sum(
        max(cell.lines(width) for cell, width in zip(row, widths, strict=True))
        + sum(cell.harm(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    )


def _filled(least: Sequence[float], most: Sequence[float], weights: Sequence[float], room: float) -> list[float]:
    """Widths between two for each column: those that want little have all of it, the others as much as each other,
    by their weights."""

    def at(height: float) -> list[float]:
        return [max(low, min(high, height * by)) for low, high, by in zip(least, most, weights, strict=True)]

    low, high = 0.0, max((width / by for width, by in zip(most, weights, strict=True) if by), default=0.0)
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if sum(at(middle)) <= room else (low, middle)
    found = at(low)
    return [width + max(room - sum(found), 0) / len(found) for width in found]


def _cells(context: Any, grid: Sequence[Sequence[Any]]) -> list[list[Cell]]:
    """The cells of each column, measured."""
    return [[_cell(context, box) if box and box.colspan == 1 else NOTHING for box in column] for column in grid]


def _cell(context: Any, box: Any) -> Cell:
    """A cell, whose figures stand on one line with what they count."""
    text = "".join(part.text for part in _texts(box)).strip()
    longest = float(preferred.max_content_width(context, box))
    is_figure = len(text) <= SHORT and any(letter.isdecimal() for letter in text)
    hyphenated = min(_least(context, box, "auto"), longest)
    whole = longest if is_figure else min(max(_least(context, box, "manual"), hyphenated), longest)
    frame = float(preferred.margin_width(box, 0))
    few = min(FEWEST * box.style["font_size"] + frame, hyphenated)
    price = PARTED if is_figure else HYPHENATED[box.style["hyphens"]]
    return Cell(frame, few, hyphenated, whole, longest, price)


def _least(context: Any, cell: Any, hyphens: str) -> float:
    """How wide, in px, a cell is at least, with words hyphenated or not."""
    texts = list(_texts(cell))
    before = [text.style for text in texts]
    for text in texts:
        text.style = _hyphenated(context, text, hyphens)
    try:
        return float(preferred.min_content_width(context, cell))
    finally:
        for text, style in zip(texts, before, strict=True):
            text.style = style


def _hyphenate(
    context: Any, grid: Sequence[Sequence[Any]], cells: Sequence[Sequence[Cell]], widths: Sequence[float]
) -> None:
    """Have the texts hyphenated that have words which are wider than their column."""
    for column, measured, width in zip(grid, cells, widths, strict=True):
        for box, cell in zip(column, measured, strict=True):
            if box and box.colspan == 1 and cell.whole > width + EXACT:
                for text in _texts(box):
                    text.style = _hyphenated(context, text, "auto")


def _hyphenated(context: Any, text: Any, hyphens: str) -> Any:
    """The style of a text whose words are hyphenated, or are not; code never is, nor what its style sheet forbids.

    Where the theme hyphenates no words, only those that no line has room for are: the zone in which a line may end
    without (CSS Text 4 §6.3.2) is then the whole line.
    """
    style = text.style
    if style["hyphens"] == "none" or text.element_tag in ("code", "pre"):
        return style
    if style["hyphens"] == hyphens == "manual":
        return style
    known = vars(context).setdefault("hyphenated", {})
    key = (id(style), hyphens)
    if key not in known:
        changed = style.copy()
        if hyphens == "auto":
            changed["hyphenate_limit_chars"] = LIMITS
            if style["hyphens"] == "manual":
                changed["hyphenate_limit_zone"] = Dimension(100, "%")
        changed["hyphens"] = hyphens
        known[key] = (style, changed)  # a style that is kept has an id of its own
    return known[key][1]


def _texts(box: Any) -> Iterator[Any]:
    """The texts of a cell; what stands in tables within it is theirs."""
    for child in getattr(box, "children", ()):
        if isinstance(child, boxes.TextBox):
            yield child
        elif not getattr(child, "is_table_wrapper", False):
            yield from _texts(child)
