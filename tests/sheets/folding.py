"""Printed sheets in software: read from the PDF, turned over as the printer does, folded, cut and gathered by hand.

Knows nothing of how the sheets were planned. A sheet lies with its front up; what is on its back is seen through it.
"""

from __future__ import annotations

import ctypes
import io
import math
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import zip_longest

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from PIL import ImageChops

Up = tuple[int, int]
UPRIGHT: Up = (0, 1)


def numbered(pages: int, size: tuple[float, float] = (419.5276, 595.2756), wide: Iterable[int] = ()) -> bytes:
    """A PDF whose pages have their number in the middle; those named lie on their side."""
    pdf = pikepdf.new()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Courier)
    font = pdf.make_indirect(font)
    for number in range(1, pages + 1):
        width, height = reversed(size) if number in wide else size
        page = pdf.add_blank_page(page_size=(width, height))
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        page.obj.Contents = pdf.make_stream(f"BT /F 20 Tf {width / 2} {height / 2} Td ({number}.) Tj ET".encode())
    target = io.BytesIO()
    pdf.save(target)
    return target.getvalue()


@dataclass(frozen=True)
class Mark:
    """A number on a side of a sheet: where it begins, from the lower left, and which way is up."""

    number: int
    x: float
    y: float
    up: Up


@dataclass(frozen=True)
class Side:
    width: float
    height: float
    marks: tuple[Mark, ...]


def sides(data: bytes) -> list[Side]:
    """Every page of a PDF of sheets, with the numbers on it."""
    with closing(pypdfium2.PdfDocument(data)) as pdf:
        return [Side(*page.get_size(), tuple(_marks(page))) for page in pdf]


def _marks(page: pypdfium2.PdfPage) -> Iterable[Mark]:
    text = page.get_textpage()
    x, y = ctypes.c_double(), ctypes.c_double()
    begun: tuple[float, float, Up] | None = None
    digits = ""
    for index in range(text.count_chars() + 1):
        letter = chr(pdfium.FPDFText_GetUnicode(text, index)) if index < text.count_chars() else " "
        if letter.isdigit():
            if begun is None:
                angle = pdfium.FPDFText_GetCharAngle(text, index)
                pdfium.FPDFText_GetCharOrigin(text, index, x, y)
                begun = (x.value, y.value, (round(math.sin(angle)), round(math.cos(angle))))
            digits += letter
        elif begun:
            yield Mark(int(digits), *begun)
            begun, digits = None, ""


@dataclass(frozen=True)
class Panel:
    """A part of a sheet between folds and cuts: where it is, its front and back, and whether its back is up."""

    column: int
    row: int
    front: Mark | None
    back: Mark | None


def panels(front: Side, back: Side | None, columns: int, rows: int, flip: str) -> dict[tuple[int, int], Panel]:
    """A sheet as it comes out of the printer, by column and row seen from its front."""
    found: dict[tuple[int, int], Panel] = {(c, r): Panel(c, r, None, None) for c in range(columns) for r in range(rows)}
    for mark in front.marks:
        cell = _cell(mark, front, columns, rows)
        assert found[cell].front is None, "two pages in one cell"
        found[cell] = replace(found[cell], front=mark)
    upright_axis = (flip == "short") == (front.width > front.height)
    for mark in back.marks if back else ():
        if upright_axis:
            seen = replace(mark, x=front.width - mark.x, up=(-mark.up[0], mark.up[1]))
        else:
            seen = replace(mark, y=front.height - mark.y, up=(mark.up[0], -mark.up[1]))
        cell = _cell(seen, front, columns, rows)
        assert found[cell].back is None, "two pages in one cell"
        found[cell] = replace(found[cell], back=seen)
    return found


def _cell(mark: Mark, side: Side, columns: int, rows: int) -> tuple[int, int]:
    return int(mark.x / side.width * columns), int((side.height - mark.y) / side.height * rows)


@dataclass(frozen=True)
class Leaf:
    """What one reads on it: the number on its first side and on its second, with what is up on each."""

    recto: tuple[int, Up]
    verso: tuple[int, Up]


def _read(mark: Mark | None) -> tuple[int, Up]:
    return (mark.number, mark.up) if mark else (0, UPRIGHT)


def folded(sheet: dict[tuple[int, int], Panel], folds: str, binding: str) -> list[Leaf]:
    """The leaves of a sheet from the first on: ``V`` folds the far half behind along an upright line, ``H`` the upper
    half behind along a line across. The far half is the left one of a book bound on the left."""
    columns, rows = max(c for c, _ in sheet) + 1, max(r for _, r in sheet) + 1
    # a stack at each place, the top first; each: the panel's two faces as they lie, with what is up on them
    stacks = {cell: [(_read(panel.front), _read(panel.back))] for cell, panel in sheet.items()}
    for fold in folds:
        if fold == "V":
            half = columns // 2
            pairs = {
                (c, r): ((half + c, r), (half - 1 - c, r)) if binding == "left" else ((c, r), (columns - 1 - c, r))
                for c in range(half)
                for r in range(rows)
            }
            columns = half
        else:
            half = rows // 2
            pairs = {(c, r): ((c, half + r), (c, half - 1 - r)) for c in range(columns) for r in range(half)}
            rows = half
        stacks = {at: stacks[near] + _turned(stacks[far], fold) for at, (near, far) in pairs.items()}
    (stack,) = stacks.values()
    return [Leaf(*faces) for faces in stack]


def _turned(
    stack: list[tuple[tuple[int, Up], tuple[int, Up]]], fold: str
) -> list[tuple[tuple[int, Up], tuple[int, Up]]]:
    across, along = (-1, 1) if fold == "V" else (1, -1)

    def turned(face: tuple[int, Up]) -> tuple[int, Up]:
        number, up = face
        return number, (across * up[0], along * up[1])

    return [(turned(under), turned(over)) for over, under in reversed(stack)]


def nested(sheets: Sequence[list[Leaf]]) -> list[Leaf]:
    """Folded sheets laid into each other, the first outside."""
    first = [leaf for leaves in sheets for leaf in leaves[: len(leaves) // 2]]
    last = [leaf for leaves in reversed(sheets) for leaf in leaves[len(leaves) // 2 :]]
    return first + last


def printed(
    data: bytes, columns: int, rows: int, flip: str, two_sided: bool = True
) -> list[dict[tuple[int, int], Panel]]:
    """All sheets of a PDF, fronts and backs in turn."""
    pages = sides(data)
    pairs = zip_longest(pages[::2], pages[1::2]) if two_sided else ((page, None) for page in pages)
    return [panels(front, back, columns, rows, flip) for front, back in pairs]


def piled(sheets: Sequence[dict[tuple[int, int], Panel]], binding: str) -> list[Leaf]:
    """All sheets cut as one pile; the small piles on each other, row by row from where reading begins."""
    cells = sorted(sheets[0], key=lambda cell: (cell[1], cell[0] if binding == "left" else -cell[0]))
    return [Leaf(_read(sheet[cell].front), _read(sheet[cell].back)) for cell in cells for sheet in sheets]


def mini_book(sheet: dict[tuple[int, int], Panel], binding: str) -> list[Leaf]:
    """One sheet folded to eight, slit between the two middle columns: its four arms, laid around each other.

    The upper row goes behind: what is up there is down.
    """
    across = (lambda c: c) if binding == "left" else (lambda c: 3 - c)
    arms = (((1, 1), (2, 1)), ((3, 1), (3, 0)), ((2, 0), (1, 0)), ((0, 0), (0, 1)))

    def read(cell: tuple[int, int]) -> tuple[int, Up]:
        number, up = _read(sheet[across(cell[0]), cell[1]].front)
        return number, (up if cell[1] == 1 or not number else (up[0], -up[1]))

    return [Leaf(read(recto), read(verso)) for recto, verso in arms]


def pages(leaves: Iterable[Leaf]) -> list[tuple[int, Up]]:
    """What one reads, page after page."""
    return [face for leaf in leaves for face in (leaf.recto, leaf.verso)]


def painted(data: bytes) -> tuple[float, float, float, float]:
    """Around what is red on the first page, in points from the lower left."""
    scale = 4
    with closing(pypdfium2.PdfDocument(data)) as pdf:
        picture = pdf[0].render(scale=scale).to_pil().convert("RGB")
        height = pdf[0].get_height()
    red, green, _ = picture.split()
    strong = ImageChops.subtract(red, green).point(lambda value: 255 if value > 128 else 0)
    box = strong.getbbox()
    assert box is not None
    left, top, right, bottom = (side / scale for side in box)
    return left, height - bottom, right, height - top
