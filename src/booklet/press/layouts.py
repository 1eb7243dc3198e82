"""Which page stands where on which sheet, so that folding, cutting and gathering brings them into order.

Nothing here has a size: sheets are cells in columns and rows. A back is written as one sees it when the sheet is turned
over like the page of a book, about an upright axis; what a printer makes of it is the measures' business.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal, TypeVar

Layout = Literal["saddle", "perfect", "2-up", "4-up", "cut-and-stack", "mini-book", "repeat"]
Binding = Literal["left", "right"]
T = TypeVar("T")
BLANK = 0
LEAF = 2  # pages


@dataclass(frozen=True, slots=True)
class Spot:
    """A page (from 1, or BLANK) in a cell of one side of a sheet, counted from the top left; on its head if ``turned``.

    ``spine`` is the side of the cell at which the leaf is bound, as one looks at that side of the sheet, ``depth`` how
    many leaves lie around it in its signature.
    """

    page: int
    column: int
    row: int
    turned: bool = False
    spine: Literal["left", "right", ""] = ""
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """Both sides of a sheet; ``back`` is empty where only one is printed. ``signature`` counts from 0; ``outer`` says
    that no other sheet of its signature lies around it."""

    front: tuple[Spot, ...]
    back: tuple[Spot, ...] = ()
    signature: int = 0
    outer: bool = True


@dataclass(frozen=True, slots=True)
class Plan:
    """All sheets in the order in which they are printed, and how each is parted: lines between columns or rows, by the
    number of the one before them, along which it is folded or cut. ``slit`` cuts the fold between two rows alone, from
    one column up to another."""

    columns: int
    rows: int
    sheets: tuple[Sheet, ...]
    folded_columns: tuple[int, ...] = ()
    folded_rows: tuple[int, ...] = ()
    cut_columns: tuple[int, ...] = ()
    cut_rows: tuple[int, ...] = ()
    slit: tuple[int, int] | None = None


def padded(pages: int, multiple: int, keep_last: bool) -> list[int]:
    """The pages 1…n with blanks up to a multiple: at the end, or before the last page where that is a back cover."""
    order = list(range(1, pages + 1))
    blanks = [BLANK] * (-pages % multiple)
    return [*order[:-1], *blanks, *order[-1:]] if keep_last and pages > 1 else order + blanks


def signatures(sheets: int, most: int) -> list[int]:
    """How many sheets each signature has: as few signatures as there can be, as even as they can be."""
    number = -(-sheets // most)
    each, more = divmod(sheets, number)
    return [each + (n < more) for n in range(number)]


def folded(pages: Sequence[int], folds: int, most: int, binding: Binding) -> Plan:
    """Signatures of at most so many sheets, each folded once (two leaves a sheet), twice (four) or three times (eight).

    Sheets of a signature are folded one by one and laid into each other; signatures are laid behind each other.
    ``pages`` are as many as their sheets have.
    """
    cells = _folded_cells(folds)
    columns, rows = max(c for c, _, _ in cells) + 1, max(r for _, r, _ in cells) + 1
    each = len(cells) * LEAF
    sheets: list[Sheet] = []
    begin = 0
    for number, size in enumerate(signatures(len(pages) // each, most)):
        own = pages[begin : begin + size * each]
        begin += size * each
        half = each // 2
        for inner in range(size):
            outside = [*own[inner * half : (inner + 1) * half], *own[len(own) - (inner + 1) * half :][:half]]
            sheets.append(_folded_sheet(cells, outside, columns, inner, number, binding))
    return Plan(columns, rows, tuple(sheets), folded_columns=_between(columns), folded_rows=_between(rows))


def _folded_cells(folds: int) -> list[tuple[int, int, bool]]:
    """The cells of a sheet in the order of its leaves once it is folded: column, row, and whether its back is on top.

    Halves go behind: the left one behind the right, the upper behind the lower, in turn, so that the last fold is the
    upright one at the back of the leaves.
    """
    columns, rows = {1: (2, 1), 2: (2, 2), 3: (4, 2)}[folds]
    stacks = {(c, r): [(c, r, False)] for c in range(columns) for r in range(rows)}
    for number in range(folds):
        is_upright = (folds - number) % 2 == 1
        columns, rows = (columns // 2, rows) if is_upright else (columns, rows // 2)
        stacks = {
            (c, r): stacks[(columns + c, r) if is_upright else (c, rows + r)]
            + _behind(stacks[(columns - 1 - c, r) if is_upright else (c, rows - 1 - r)])
            for c in range(columns)
            for r in range(rows)
        }
    return stacks[0, 0]


def _behind(stack: Sequence[tuple[int, int, bool]]) -> list[tuple[int, int, bool]]:
    return [(column, row, not back_up) for column, row, back_up in reversed(stack)]


def _folded_sheet(
    cells: Sequence[tuple[int, int, bool]], pages: Sequence[int], columns: int, inner: int, signature: int,
    binding: Binding,
) -> Sheet:  # fmt: skip
    """One sheet of a signature: its pages are dealt to the leaves in order, a leaf's first to the side that is up."""
    foot = max(row for _, row, _ in cells)
    front: list[Spot] = []
    back: list[Spot] = []
    for number, ((column, row, back_up), (recto, verso)) in enumerate(zip(cells, _batched(pages, LEAF), strict=True)):
        before = min(number, len(cells) - 1 - number)
        depth = inner * (len(cells) // 2) + before
        place = column if binding == "left" else columns - 1 - column
        turned = row != foot
        one, other = (verso, recto) if back_up else (recto, verso)
        for side, page, at in ((front, one, place), (back, other, columns - 1 - place)):
            side.append(Spot(page, at, row, turned, "right" if at % 2 == 0 else "left", depth))
    return Sheet(_in_order(front), _in_order(back), signature, outer=inner == 0)


def _in_order(spots: Sequence[Spot]) -> tuple[Spot, ...]:
    return tuple(sorted(spots, key=lambda spot: (spot.row, spot.column)))


def side_by_side(pages: Sequence[int], columns: int, rows: int, sides: int, binding: Binding) -> Plan:
    """Pages in reading order, as many on a side as there are cells: handouts that are neither folded nor cut."""
    faces = [_row_by_row(some, columns, binding) for some in _batched(pages, columns * rows)]
    return Plan(columns, rows, _on_sheets(faces, sides))


def cut_and_stacked(pages: Sequence[int], columns: int, rows: int, sides: int, binding: Binding) -> Plan:
    """Sheets that are cut as one pile, whose smaller piles are then laid on each other, row by row, the first on top.

    ``pages`` are as many as their sheets have.
    """
    cells = columns * rows
    leaves = list(_batched(pages, sides))
    height = len(leaves) // cells
    sheets = []
    for number in range(height):
        some = [leaves[cell * height + number] for cell in range(cells)]
        front = _row_by_row([leaf[0] for leaf in some], columns, binding)
        back = _mirrored(_row_by_row([leaf[1] for leaf in some], columns, binding), columns) if sides == LEAF else ()
        sheets.append(Sheet(front, back))
    return Plan(columns, rows, tuple(sheets), cut_columns=_between(columns), cut_rows=_between(rows))


def repeated(pages: Sequence[int], columns: int, rows: int, sides: int) -> Plan:
    """Each page in every cell of a side, its follower behind it where both sides are printed: slips to be cut."""
    faces = [tuple(Spot(p, n % columns, n // columns) for n in range(columns * rows)) for p in pages]
    return Plan(columns, rows, _on_sheets(faces, sides), cut_columns=_between(columns), cut_rows=_between(rows))


MINI_BOOK = ((8, 1, 2, 3), (7, 6, 5, 4))  # lower row, upper row on its head
MINI_PAGES = 8


def mini_book(pages: Sequence[int], binding: Binding) -> Plan:
    """One sheet, one side: eight pages in two rows, cut along the middle of the fold between them, folded to a book."""
    spots = []
    for row, numbers in ((1, MINI_BOOK[0]), (0, MINI_BOOK[1])):
        for column, number in enumerate(numbers):
            at, turned = (column if binding == "left" else 3 - column), row == 0
            is_left = ((number % 2 == 1) != turned) == (binding == "left")
            spots.append(Spot(pages[number - 1], at, row, turned, "left" if is_left else "right"))
    return Plan(4, 2, (Sheet(_in_order(spots)),), folded_columns=(0, 1, 2), folded_rows=(0,), slit=(1, 3))


def _row_by_row(pages: Sequence[int], columns: int, binding: Binding) -> tuple[Spot, ...]:
    """Cells filled along the rows, from the side where reading begins."""
    across = range(columns) if binding == "left" else range(columns - 1, -1, -1)
    return tuple(Spot(page, across[n % columns], n // columns) for n, page in enumerate(pages))


def _mirrored(spots: Sequence[Spot], columns: int) -> tuple[Spot, ...]:
    """The same cells as they lie behind those of a front."""
    return tuple(Spot(s.page, columns - 1 - s.column, s.row, s.turned) for s in spots)


def _on_sheets(faces: Sequence[tuple[Spot, ...]], sides: int) -> tuple[Sheet, ...]:
    return tuple(Sheet(some[0], some[1] if len(some) == LEAF else ()) for some in _batched(faces, sides))


def _between(cells: int) -> tuple[int, ...]:
    return tuple(range(cells - 1))


def _batched(items: Sequence[T], size: int) -> Iterator[tuple[T, ...]]:
    """Runs of so many items; the last may have fewer."""
    rest = iter(items)
    while some := tuple(islice(rest, size)):
        yield some
