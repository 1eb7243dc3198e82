"""Where cards stand on both sides of their sheets, so that each back lies behind its front."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

GRIDS = {8: (2, 4), 12: (3, 4)}  # columns and rows of a sheet that stands upright
BESIDE, ABOVE = 10.0, 12.0  # mm from the edges of a sheet to its cards
TICK, APART = 4.0, 2.0  # mm: how long marks are, and how far from the cards
HAIRLINE = 0.15  # mm


@dataclass(frozen=True, slots=True)
class Deck:
    """How cards are printed: so many on a sheet, which the printer turns over its long or its short edge."""

    cards: Literal[8, 12] = 8
    flip: Literal["long", "short"] = "long"


class Cell(NamedTuple):
    """The place of a card, by its number from 0: mm from the upper left corner of the sheet."""

    card: int
    left: float
    top: float


class Side(NamedTuple):
    """One side of a sheet, by the sheet's number from 1. A ``turned`` one stands on its head."""

    sheet: int
    is_front: bool
    turned: bool
    cells: tuple[Cell, ...]


class Mark(NamedTuple):
    """A line to cut along, outside the cards: mm."""

    left: float
    top: float
    width: float
    height: float


class Sheets(NamedTuple):
    """All sides in the order in which they are printed, the size of a card in mm, and where cuts are, the same on each
    front."""

    sides: tuple[Side, ...]
    width: float
    height: float
    marks: tuple[Mark, ...]


def laid(cards: int, deck: Deck, size: tuple[float, float]) -> Sheets:
    """So many cards on sheets of so many mm: along the rows of the fronts, and on the backs where they are when the
    sheet is turned like the page of a book. A printer that turns sheets over their upper edge stands backs on their
    heads, so they are printed so."""
    across, down = size
    columns, rows = GRIDS[deck.cards] if down >= across else reversed(GRIDS[deck.cards])
    width, height = (across - 2 * BESIDE) / columns, (down - 2 * ABOVE) / rows
    turned = (deck.flip == "long") != (down >= across)
    sides = []
    for number, first in enumerate(range(0, cards, deck.cards), 1):
        places = [(n, *reversed(divmod(n - first, columns))) for n in range(first, min(first + deck.cards, cards))]
        front = tuple(Cell(n, BESIDE + c * width, ABOVE + r * height) for n, c, r in places)
        back = tuple(Cell(n, BESIDE + (columns - 1 - c) * width, ABOVE + r * height) for n, c, r in places)
        sides += [Side(number, True, False, front), Side(number, False, turned, back)]
    return Sheets(tuple(sides), width, height, tuple(_marks(columns, rows, size)))


def _marks(columns: int, rows: int, size: tuple[float, float]) -> Iterator[Mark]:
    across, down = size
    for column in range(columns + 1):
        x = BESIDE + column * (across - 2 * BESIDE) / columns - HAIRLINE / 2
        yield from (Mark(x, y, HAIRLINE, TICK) for y in (ABOVE - APART - TICK, down - ABOVE + APART))
    for row in range(rows + 1):
        y = ABOVE + row * (down - 2 * ABOVE) / rows - HAIRLINE / 2
        yield from (Mark(x, y, TICK, HAIRLINE) for x in (BESIDE - APART - TICK, across - BESIDE + APART))
