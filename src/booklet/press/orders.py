"""What is asked of sheets, judged against the file that goes onto them, and carried out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from .. import stock
from ..language import direction
from ..model import Place
from ..problems import FileError, ManuscriptError, Problem, ThemeError, error, ordered, stop_on_errors
from ..project import did_you_mean
from ..themes import paper as lengths
from . import layouts, marks, measures
from .layouts import Binding, Layout, Plan
from .measures import MM, Flip, Frame, Paper, Size
from .opening import opened

LAYOUTS: dict[Layout, str] = {
    "saddle": "folded in the middle and stapled through the fold",
    "perfect": "folded in thin signatures, which are glued or sewn to a spine",
    "2-up": "two pages side by side, neither folded nor cut",
    "4-up": "four pages on a side, neither folded nor cut",
    "cut-and-stack": "cut as one pile; the smaller piles are laid on each other",
    "mini-book": "eight pages from one sheet that is printed on one side, slit and folded",
    "repeat": "each page as often as it goes on a sheet, to be cut into slips",
}
FOLDED = ("saddle", "perfect")
CUT = ("cut-and-stack", "repeat")
MOST_SHEETS = 25  # in one fold: thicker ones spring open, and no stapler goes through them
PERFECT_SIGNATURE = 16  # pages
THIN = 32  # pages of a signature that can always be folded
MOST_CELLS = 8
LEAST_SCALE = 0.1  # of pages that anybody can read
LEAST_SIDE = 10.0  # of a page, in points
SPINE = "3mm"  # what binders mill off before they glue
ANEW = "make it anew, or open it in a viewer and print it to a PDF"
LEAVES_A_SHEET = {1: 2, 2: 4, 3: 8}


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for, as it was written; what is None is chosen by the layout and the file.

    ``signature`` is the most pages that one may have, ``folds`` how often a sheet is folded, ``cells`` the columns and
    rows of pages on a side, ``weight`` and ``bulk`` the paper that creep is reckoned by, ``edge`` the strip that the
    printer leaves white, ``spine`` what is milled off, ``gap`` the room between cells. ``back_cover`` says that the
    last page stays the last, so that blanks come before it. ``instructions`` asks for a page that says how to do it.
    """

    layout: Layout = "saddle"
    sheet: str | None = None
    binding: Binding | None = None
    flip: Flip = "short"
    folds: int = 1
    signature: int | None = None
    cells: tuple[int, int] | None = None
    sides: int = 2
    weight: str | None = None
    bulk: float | None = None
    edge: str = "0mm"
    spine: str | None = None
    gap: str = "0mm"
    marks: bool = False
    back_cover: bool = False
    instructions: bool = False


@dataclass(frozen=True, slots=True)
class Imposed:
    """The sheets as a PDF, and what they are: how they were planned and measured, the pages that went onto them, and
    what the file calls itself and its language."""

    data: bytes
    order: Order
    plan: Plan
    frame: Frame
    pages: int
    title: str = ""
    language: str = ""

    @property
    def blanks(self) -> int:
        """How many pages have nothing on them."""
        spots = [s for sheet in self.plan.sheets for side in (sheet.front, sheet.back) for s in side]
        return sum(spot.page == layouts.BLANK for spot in spots)


def impose(data: bytes, shown: str, order: Order) -> Imposed:
    """The pages of a PDF on sheets as they were asked for. ``shown`` is its name for messages.

    Raises FileError where the file cannot be imposed, ManuscriptError where what is asked for makes no sense.
    """
    from . import imposing

    place = Place(shown)
    with opened(data, place, "F002", ANEW) as pdf:
        order, sizes = _judged(pdf, order, place)
        plan, frame = planned(sizes, order, place)
        made = imposing.impose(pdf, plan, frame, order.flip, _marks(order))
        title, tongue = imposing.title_of(pdf), str(pdf.Root.get("/Lang", ""))
    return Imposed(made, order, plan, frame, len(sizes), title, tongue)


@dataclass(frozen=True, slots=True)
class Needed:
    """What pages take: how many sheets, which, and how many pages go on each."""

    pages: int
    sheets: int
    name: str
    each: int


def needed_by(data: bytes, shown: str, order: Order) -> Needed:
    """How many sheets a PDF takes. Raises as :func:`impose` does."""
    place = Place(shown)
    with opened(data, place, "F002", ANEW) as pdf:
        order, sizes = _judged(pdf, order, place)
    return needed(sizes, order, place)


def needed(sizes: Sequence[Size], order: Order, place: Place) -> Needed:
    """How many sheets pages take, even if they are too many for one fold or one mini-book."""
    pages = len(sizes)
    if order.layout == "saddle":
        order = replace(order, signature=order.signature or THIN)  # any gives as many sheets
    most = layouts.MINI_PAGES if order.layout == "mini-book" else pages
    plan, frame = planned(sizes[:most], order, place)
    sides = {"mini-book": 1, "saddle": 2, "perfect": 2}.get(order.layout, order.sides)
    cells = 1 if order.layout == "repeat" else plan.columns * plan.rows
    return Needed(pages, len(plan.sheets) * -(-pages // most), frame.paper.name, sides * cells)


def _judged(pdf: Any, order: Order, place: Place) -> tuple[Order, list[Size]]:
    """The order for a file, bound as that says, and the sizes of its pages; raises what is wrong with either."""
    from . import imposing

    sizes = [leaf.size for leaf in imposing.leaves(pdf)]
    stop_on_errors(ordered([*_wrong_pages(sizes, place), *wrong_order(order)]))
    cover = order.back_cover or imposing.ends_in_cover(pdf)
    return replace(order, binding=order.binding or _binding(pdf), back_cover=cover), sizes


def _binding(pdf: Any) -> Binding:
    """The side that a file says it is read from; where it says nothing, that of its language."""
    said = str(pdf.Root.get("/ViewerPreferences", {}).get("/Direction", ""))
    written = direction(str(pdf.Root.get("/Lang", "")) or "en")
    return "right" if said == "/R2L" or (not said and written == "rtl") else "left"


def planned(sizes: Sequence[Size], order: Order, place: Place) -> tuple[Plan, Frame]:
    """Which page goes where, on which paper; ``sizes`` are those of the pages in points.

    Raises FileError where there are more pages than the layout takes.
    """
    page = _upright(sizes)
    gap, spine = _points(order.gap), _spine(order)
    binding = order.binding or "left"
    columns, rows = order.cells or _cells(page, order, gap)
    plan = _plan(len(sizes), order, (columns, rows), binding, place)
    name, (width, height) = _sheet(plan, page, order, gap)
    paper = Paper(name, width, height, _points(order.edge), _leaf(order), spine)
    frame = measures.framed(plan, page, paper, gap)
    if frame.scale < LEAST_SCALE:
        message = f"{plan.columns}x{plan.rows} pages of {_mm(page)} have no room on a sheet of {name}"
        hint = "take a larger sheet, fewer pages a side, a smaller --gap or --edge"
        raise ManuscriptError(error("P006", Place("--sheet"), message, hint))
    return plan, frame


def _plan(pages: int, order: Order, cells: tuple[int, int], binding: Binding, place: Place) -> Plan:
    """The plan of a layout for so many pages."""
    columns, rows = cells
    if order.layout in FOLDED:
        each = LEAVES_A_SHEET[order.folds] * layouts.LEAF
        numbers = layouts.padded(pages, each, order.back_cover)
        sheets = len(numbers) // each
        most = min(_most_sheets(order, each, sheets), sheets)
        if most * LEAVES_A_SHEET[order.folds] > MOST_SHEETS * LEAVES_A_SHEET[1]:
            raise FileError(_too_thick(pages, sheets, order, place))
        return layouts.folded(numbers, order.folds, most, binding)
    if order.layout == "mini-book":
        if pages > layouts.MINI_PAGES:
            message = f"this PDF has {pages} pages; a mini-book has {layouts.MINI_PAGES}"
            hint = "leave sections out, or fold it with  --layout saddle"
            raise FileError(error("H002", place, message, hint))
        return layouts.mini_book(layouts.padded(pages, layouts.MINI_PAGES, order.back_cover), binding)
    numbers = list(range(1, pages + 1))
    if order.layout == "cut-and-stack":
        numbers = layouts.padded(pages, columns * rows * order.sides, order.back_cover)
        return layouts.cut_and_stacked(numbers, columns, rows, order.sides, binding)
    if order.layout == "repeat":
        return layouts.repeated(numbers, columns, rows, order.sides)
    return layouts.side_by_side(numbers, columns, rows, order.sides, binding)


def _most_sheets(order: Order, each: int, sheets: int) -> int:
    """The most sheets of a signature: all of a stapled one, where none is asked for."""
    if order.signature is not None:
        return max(order.signature // each, 1)
    return max(PERFECT_SIGNATURE // each, 1) if order.layout == "perfect" else max(sheets, 1)


def _too_thick(pages: int, sheets: int, order: Order, place: Place) -> Problem:
    message = f"{pages} pages are {sheets} sheets: too thick to be folded as one"
    if order.signature:
        message = f"a signature of {order.signature} pages is too thick to be folded"
    hint = "fold it in several signatures, with  booklet impose --signature 32  , or glue it, with the layout  perfect"
    return error("H002", place, message, hint)


def _cells(page: Size, order: Order, gap: float) -> tuple[int, int]:
    """Columns and rows where none are asked for: as many as go on a sheet, where it is cut."""
    if order.layout in FOLDED or order.layout == "mini-book":
        return 2, 1
    if order.layout in ("2-up", "4-up"):
        return (2, 1) if order.layout == "2-up" else (2, 2)
    near = measures.NEAR
    name = order.sheet if order.sheet in measures.SHEETS else _sheets(page)[0]
    wide, high = measures.SHEETS[name]
    gap /= MM
    counts = [
        (int((side + near + gap) // (page[0] / MM + gap)), int((other + near + gap) // (page[1] / MM + gap)))
        for side, other in ((wide, high), (high, wide))
    ]
    best = max(counts, key=lambda count: count[0] * count[1])
    return best if best[0] * best[1] > 1 else (2, 1) if page[0] <= page[1] else (1, 2)


def _sheet(plan: Plan, page: Size, order: Order, gap: float) -> tuple[str, Size]:
    """The sheet's name and its size in points, turned as the cells want it."""
    if order.sheet:
        name, size = _named(order.sheet)
        wide, high = measures.lying(size, (plan.columns * page[0], plan.rows * page[1]))
        return name, (wide * MM, high * MM)
    names = _sheets(page)
    if order.layout in ("2-up", "4-up", "mini-book"):
        names = names[:1]
    return measures.sheet_for(plan, page, names, gap)


def _sheets(page: Size) -> Sequence[str]:
    """What offices have for pages of a size."""
    return tuple(measures.AMERICAN if measures.is_american(page) else measures.ISO)


def _named(sheet: str) -> tuple[str, Size]:
    """A sheet's name as it is spelt, and its size in mm; for one that has none as it was written."""
    known = {name.lower(): name for name in measures.SHEETS}
    if sheet.lower() in known:
        name = known[sheet.lower()]
        return name, measures.SHEETS[name]
    return sheet, lengths.size_of(sheet, Place("--sheet"))


def _upright(sizes: Sequence[Size]) -> Size:
    """The size of the pages: of those that stand as most do."""
    standing = [size for size in sizes if size[0] <= size[1]]
    return standing[0] if 2 * len(standing) >= len(sizes) else next(s for s in sizes if s[0] > s[1])


def _wrong_pages(sizes: Sequence[Size], place: Place) -> Iterator[Problem]:
    """Pages that cannot stand beside each other, none at all."""
    if not sizes:
        yield error("F002", place, "this PDF has no pages", "make it anew")
        return
    if any(min(size) < LEAST_SIDE for size in sizes):
        yield error("F002", place, "this PDF has pages without a size", "make it anew")
        return
    usual = sorted(_upright(sizes))
    odd = [number for number, size in enumerate(sizes, 1) if not _alike(sorted(size), usual)]
    if odd:
        others = sizes[odd[0] - 1]
        message = f"the pages are not of one size: {_pages(odd)} of {_mm(others)}, the others of {_mm(usual)}"
        hint = "build it anew with one page size, or take those pages out and print them apart"
        yield error("H001", place, message, hint)


def _alike(size: Sequence[float], other: Sequence[float]) -> bool:
    return all(abs(a - b) <= measures.NEAR * MM for a, b in zip(size, other, strict=True))


def _pages(numbers: Sequence[int]) -> str:
    told = ", ".join(str(number) for number in numbers[:6])
    more = f" and {len(numbers) - 6} more" if len(numbers) > 6 else ""
    return f"page {told} is" if len(numbers) == 1 else f"pages {told}{more} are"


def _mm(size: Sequence[float]) -> str:
    return f"{size[0] / MM:.0f} × {size[1] / MM:.0f} mm"


def wrong_order(order: Order) -> Iterator[Problem]:
    """What was written and means nothing."""
    for option, text in (("--edge", order.edge), ("--gap", order.gap), ("--spine", order.spine)):
        points = lengths.points_of(text) if text is not None else 0.0
        if points is None or points > 50 * MM:
            hint = "write a number with mm, cm, in or pt behind it, at most 50mm, as in 4mm"
            yield error("P006", Place(option), f"“{text}” is not a length for this", hint)
    if order.sheet:
        yield from _wrong_sheet(order.sheet)
    yield from _wrong_paper(order)
    each = LEAVES_A_SHEET[order.folds] * layouts.LEAF
    if order.signature is not None and (order.signature < each or order.signature % each):
        near = max(each, order.signature // each * each)
        message = f"no signature has {order.signature} pages: a sheet that is folded so has {each}"
        yield error("P006", Place("--signature"), message, f"take {near}, or another multiple of {each}")
    if order.cells and not (1 < order.cells[0] * order.cells[1] <= MOST_CELLS * MOST_CELLS):
        hint = f"take 2 to {MOST_CELLS * MOST_CELLS} pages on a side, as in 2x2, 3x4 or {MOST_CELLS}x{MOST_CELLS}"
        yield error("P006", Place("--cells"), f"no sheet is parted into {order.cells[0]}x{order.cells[1]} pages", hint)


def _wrong_paper(order: Order) -> Iterator[Problem]:
    weight = stock.weight_of(order.weight) if order.weight is not None else stock.LIGHTEST
    if weight is None or not stock.LIGHTEST <= weight <= stock.HEAVIEST:
        hint = f"write it as 80gsm, as 60lb text or as 20lb bond, of {stock.LIGHTEST:.0f} to {stock.HEAVIEST:.0f} g/m²"
        yield error("P006", Place("--paper"), f"“{order.weight}” is not a weight of paper to print on", hint)
    if order.bulk is not None and not stock.LEAST_BULK <= order.bulk <= stock.MOST_BULK:
        hint = f"give its thickness by its weight in cm³/g, from {stock.LEAST_BULK} to {stock.MOST_BULK:g}"
        yield error("P006", Place("--bulk"), f"no paper has a bulk of {order.bulk:g}", hint)


def _wrong_sheet(sheet: str) -> Iterator[Problem]:
    try:
        _named(sheet)
    except ThemeError:
        hint = did_you_mean(sheet, [*measures.SHEETS, "330x480mm"])
        yield error("P006", Place("--sheet"), f"“{sheet}” is not a sheet to print on", hint)


def _points(length: str) -> float:
    return lengths.points_of(length) or 0.0


def _spine(order: Order) -> float:
    """What is milled off at the spine: of glued books alone, unless it is asked for."""
    return _points(order.spine or (SPINE if order.layout == "perfect" else "0mm"))


def _leaf(order: Order) -> float:
    """The thickness of a leaf in points; none where no paper is told."""
    weight = stock.weight_of(order.weight) if order.weight else None
    if weight is None:
        return 0.0
    return stock.Stock(weight, stock.BULK if order.bulk is None else order.bulk).thickness(1) * MM


def _marks(order: Order) -> marks.Wanted:
    """Which marks a layout has, where they are asked for."""
    folds = order.layout in FOLDED or order.layout == "mini-book"
    cuts = order.layout in CUT or folds
    return marks.Wanted(folds and order.marks, cuts and order.marks, order.layout == "saddle" and order.marks)
