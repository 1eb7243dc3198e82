"""Every layout, folded and cut in software: pages 1…n come out in order and upright."""

from __future__ import annotations

import io
from functools import cache

import pikepdf
import pytest

from booklet.press.orders import Imposed, Order, impose
from booklet.press.sheets import told
from tests.sheets import folding
from tests.sheets.folding import UPRIGHT

COUNTS = range(1, 65)
WIDTH = 419.5276  # of a page, in points
WAYS = [(flip, binding) for flip in ("short", "long") for binding in ("left", "right")]
ways = pytest.mark.parametrize(("flip", "binding"), WAYS)
source = cache(folding.numbered)


def made(pages: int, layout: str, flip: str, binding: str, **more: object) -> Imposed:
    order = Order(layout=layout, flip=flip, binding=binding, **more)  # type: ignore[arg-type]
    return impose(source(pages), "numbered.pdf", order)


def by_signature(imposed: Imposed, leaves: list[list[folding.Leaf]]) -> list[folding.Leaf]:
    """Folded sheets gathered as the user is told: so many to each signature."""
    found: dict[int, list[list[folding.Leaf]]] = {}
    for sheet, own in zip(imposed.plan.sheets, leaves, strict=True):
        found.setdefault(sheet.signature, []).append(own)
    return [leaf for sheets in found.values() for leaf in folding.nested(sheets)]


def in_order(faces: list[tuple[int, folding.Up]], pages: int) -> None:
    """1…n in order and upright, then nothing but blanks."""
    assert [number for number, _ in faces] == [*range(1, pages + 1), *[0] * (len(faces) - pages)]
    assert {up for number, up in faces if number} == {UPRIGHT}


@ways
@pytest.mark.parametrize(("folds", "grid"), [("V", (2, 1)), ("HV", (2, 2)), ("VHV", (4, 2))])
@pytest.mark.parametrize("layout", ["saddle", "perfect"])
def test_folded_sheets_are_a_book(layout: str, folds: str, grid: tuple[int, int], flip: str, binding: str) -> None:
    for pages in COUNTS if layout == "saddle" else COUNTS[:: 7 if flip == "short" else 5]:
        imposed = made(pages, layout, flip, binding, folds=len(folds), sheet="A3")
        sheets = folding.printed(imposed.data, *grid, flip)
        faces = folding.pages(by_signature(imposed, [folding.folded(sheet, folds, binding) for sheet in sheets]))
        in_order(faces, pages)
        assert len(faces) - pages < 2 ** (len(folds) + 1)


@ways
def test_sheets_that_are_cut_and_stacked_are_in_order(flip: str, binding: str) -> None:
    for pages in COUNTS:
        columns, rows = ((2, 1), (1, 2), (2, 2), (3, 2))[pages % 4]
        imposed = made(pages, "cut-and-stack", flip, binding, cells=(columns, rows), sheet="A3")
        sheets = folding.printed(imposed.data, columns, rows, flip)
        in_order(folding.pages(folding.piled(sheets, binding)), pages)


@ways
def test_sheets_that_are_cut_and_stacked_are_in_order_when_printed_on_one_side(flip: str, binding: str) -> None:
    for pages in COUNTS:
        imposed = made(pages, "cut-and-stack", flip, binding, cells=(2, 2), sides=1)
        sheets = folding.printed(imposed.data, 2, 2, flip, two_sided=False)
        in_order([leaf.recto for leaf in folding.piled(sheets, binding)], pages)


@ways
@pytest.mark.parametrize(("layout", "columns", "rows"), [("2-up", 2, 1), ("4-up", 2, 2)])
def test_handouts_are_read_row_by_row(layout: str, columns: int, rows: int, flip: str, binding: str) -> None:
    for pages in COUNTS:
        imposed = made(pages, layout, flip, binding)
        faces = []
        for sheet in folding.printed(imposed.data, columns, rows, flip):
            fronts = {cell: panel.front for cell, panel in sheet.items()}
            backs = {(columns - 1 - c, r): panel.back for (c, r), panel in sheet.items()}
            for side in (fronts, backs):
                cells = sorted(side, key=lambda cell: (cell[1], cell[0] if binding == "left" else -cell[0]))
                faces += [(mark.number, mark.up) if (mark := side[cell]) else (0, UPRIGHT) for cell in cells]
        in_order(faces, pages)


@ways
def test_slips_are_all_alike(flip: str, binding: str) -> None:
    for pages in COUNTS:
        imposed = made(pages, "repeat", flip, binding, cells=(2, 2))
        found = []
        for sheet in folding.printed(imposed.data, 2, 2, flip):
            slips = set(folding.piled([sheet], binding))
            assert len(slips) == 1
            found += [*slips]
        in_order(folding.pages(found), pages)


@ways
def test_a_mini_book_is_a_book(flip: str, binding: str) -> None:
    for pages in range(1, 9):
        imposed = made(pages, "mini-book", flip, binding)
        (sheet,) = folding.printed(imposed.data, 4, 2, flip, two_sided=False)
        in_order(folding.pages(folding.mini_book(sheet, binding)), pages)


# where pages stand


@pytest.mark.parametrize("binding", ["left", "right"])
def test_inner_pages_are_nearer_to_the_fold_by_the_paper_that_lies_around_them(binding: str) -> None:
    imposed = made(24, "saddle", "short", binding, weight="100gsm", bulk=1.5)
    leaf = 100 * 1.5 / 1000 * 72 / 25.4
    for number, side in enumerate(folding.sides(imposed.data)):
        inner = number // 2
        for mark in side.marks:
            middle = side.width / 2 + (-WIDTH / 2 if mark.x < side.width / 2 else WIDTH / 2)
            towards = 1 if mark.x < side.width / 2 else -1
            assert mark.x - middle == pytest.approx(towards * inner * leaf, abs=0.01)


def test_what_is_milled_off_is_kept_free_at_the_spine() -> None:
    imposed = made(8, "perfect", "short", "left", spine="5mm", sheet="A3")
    five = 5 * 72 / 25.4
    for side in folding.sides(imposed.data):
        for mark in side.marks:
            is_left = mark.x < side.width / 2
            page = side.width / 2 + (-five - WIDTH / 2 if is_left else five + WIDTH / 2)
            assert mark.x == pytest.approx(page, abs=0.01)


def test_a_printer_s_white_edge_makes_pages_smaller_and_that_is_told() -> None:
    imposed = made(8, "saddle", "short", "left", edge="10mm")
    assert imposed.frame.scale == pytest.approx((210 - 20) / 210, abs=0.001)
    assert any("90%" in line for line in told(imposed))
    for side in folding.sides(imposed.data):
        across = sorted(mark.x for mark in side.marks)
        assert across[1] - across[0] == pytest.approx(WIDTH * imposed.frame.scale, abs=0.01)


def test_wide_pages_are_turned_with_their_heads_to_the_left() -> None:
    data = folding.numbered(8, wide=(3, 6))
    imposed = impose(data, "wide.pdf", Order())
    ups = {mark.number: mark.up for side in folding.sides(imposed.data) for mark in side.marks}
    assert {number for number, up in ups.items() if up == (-1, 0)} == {3, 6}
    assert {up for number, up in ups.items() if number not in (3, 6)} == {UPRIGHT}


def test_blanks_come_before_a_back_cover() -> None:
    imposed = made(6, "saddle", "short", "left", back_cover=True)
    leaves = [folding.folded(s, "V", "left") for s in folding.printed(imposed.data, 2, 1, "short")]
    assert [number for number, _ in folding.pages(by_signature(imposed, leaves))] == [1, 2, 3, 4, 5, 0, 0, 6]


def test_a_last_page_that_has_a_name_instead_of_a_number_is_a_back_cover() -> None:
    with pikepdf.open(io.BytesIO(source(6))) as pdf:
        numbers = [0, pikepdf.Dictionary(S=pikepdf.Name.D), 5, pikepdf.Dictionary(P=pikepdf.String("Back cover"))]
        pdf.Root.PageLabels = pikepdf.Dictionary(Nums=pikepdf.Array(numbers))
        target = io.BytesIO()
        pdf.save(target)
    imposed = impose(target.getvalue(), "covered.pdf", Order())
    leaves = [folding.folded(s, "V", "left") for s in folding.printed(imposed.data, 2, 1, "short")]
    assert [number for number, _ in folding.pages(by_signature(imposed, leaves))] == [1, 2, 3, 4, 5, 0, 0, 6]


def test_a_last_page_with_a_number_is_none() -> None:
    with pikepdf.open(io.BytesIO(source(6))) as pdf:
        pdf.Root.PageLabels = pikepdf.Dictionary(Nums=pikepdf.Array([0, pikepdf.Dictionary(S=pikepdf.Name.D)]))
        target = io.BytesIO()
        pdf.save(target)
    assert not impose(target.getvalue(), "numbered.pdf", Order()).order.back_cover


def test_signatures_are_as_even_as_they_can_be() -> None:
    imposed = made(60, "saddle", "short", "left", signature=16)
    sizes = [sum(sheet.signature == n for sheet in imposed.plan.sheets) for n in range(4)]
    assert sizes == [4, 4, 4, 3]
