"""Pages of a finished PDF onto sheets: each page becomes a drawing that is placed as often as the plan says.

Content, fonts and colours stay as they are. Links stay, internal ones lead to the sheet that has their page. Tags,
bookmarks and attachments are for reading on a screen, and are left behind; fields of a form are printed as filled in.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from . import marks
from .layouts import BLANK, Plan, Spot
from .measures import Box, Flip, Frame, Matrix, Size, after, applied, placed, turned_over

DIGITS = 4
MOST_LEVELS = 64  # of a tree of pages
TURNS = {
    0: (1.0, 0.0, 0.0, 1.0),
    90: (0.0, -1.0, 1.0, 0.0),
    180: (-1.0, 0.0, 0.0, -1.0),
    270: (0.0, 1.0, -1.0, 0.0),
}  # of a page that is shown turned clockwise (ISO 32000-1, table 30, Rotate)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of the source as it is read: how its own coordinates become those of its trim, whose lower left is the
    origin; the size of that, and how far beyond it the page bleeds, in points."""

    matrix: Matrix
    size: Size
    bleed: float


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a page: where, and where it goes: an address, or a page (from 0) and a place on it."""

    box: Box
    words: str
    address: bytes = b""
    page: int = -1
    point: tuple[float, float] = (0.0, 0.0)


def leaves(pdf: Pdf) -> list[Leaf]:
    """Every page as it is read."""
    return [_leaf(page) for page in pdf.pages]


def _leaf(page: pikepdf.Page) -> Leaf:
    unit = float(page.obj.get("/UserUnit", 1))
    turn = TURNS[int(_own_or_inherited(page, "/Rotate", 0)) % 360]
    whole = _box(page.mediabox)
    trim = _within(_box(page.trimbox), whole)
    bleed = _within(_box(page.obj.get("/BleedBox", page.trimbox)), whole)
    a, b, c, d = (unit * part for part in turn)
    flat = applied((a, b, c, d, 0.0, 0.0), trim)
    beyond = max(0.0, min(trim[0] - bleed[0], trim[1] - bleed[1], bleed[2] - trim[2], bleed[3] - trim[3]))
    return Leaf((a, b, c, d, -flat[0], -flat[1]), (flat[2] - flat[0], flat[3] - flat[1]), beyond * unit)


def _own_or_inherited(page: pikepdf.Page, key: str, usual: int) -> Any:
    """What a page says, or the tree of pages above it (ISO 32000-1 §7.7.3.4)."""
    node: Any = page.obj
    for _ in range(MOST_LEVELS):
        if key in node:
            return node[key]
        if "/Parent" not in node:
            break
        node = node.Parent
    return usual


def _within(box: Box, whole: Box) -> Box:
    """The part of a box that a page has; the whole page where that is nothing (ISO 32000-1 §14.11.2)."""
    left, bottom = max(box[0], whole[0]), max(box[1], whole[1])
    right, top = min(box[2], whole[2]), min(box[3], whole[3])
    return (left, bottom, right, top) if left < right and bottom < top else whole


def _box(array: Any) -> Box:
    x, y, z, w = (float(side) for side in array)
    return min(x, z), min(y, w), max(x, z), max(y, w)


def ends_in_cover(pdf: Pdf) -> bool:
    """Whether the last page has a name instead of a number, as a back cover has (ISO 32000-1 §12.4.2)."""
    labels = pdf.Root.get("/PageLabels")
    if not isinstance(labels, Dictionary):
        return False
    try:
        last = pikepdf.NumberTree(labels)[len(pdf.pages) - 1]
    except (LookupError, TypeError, ValueError):  # none is there, or what is there is no tree
        return False
    return isinstance(last, Dictionary) and "/P" in last and "/S" not in last


def impose(source: Pdf, plan: Plan, frame: Frame, flip: Flip, drawn: marks.Wanted) -> bytes:
    """The sheets of a plan as a PDF: a page for each printed side, front and back in turn."""
    sheets = Pdf.new()
    known = leaves(source)
    named = _Named(source)
    links = [list(_links(page, named)) for page in source.pages]
    if any(not _is_link(annotation) for page in source.pages for annotation in _annotations(page)):
        if source.Root.get("/AcroForm", Dictionary()).get("/NeedAppearances", False):
            source.generate_appearance_streams()
        source.flatten_annotations("print")
    forms: dict[int, Any] = {}
    is_turned = turned_over(frame.paper, flip)
    sides = [
        (side, number % 2 == 1 and is_turned, sheet)
        for sheet in plan.sheets
        for number, side in enumerate((sheet.front, sheet.back))
        if side
    ]
    where: dict[int, tuple[int, Matrix]] = {}
    for number, (spots, turned, sheet) in enumerate(sides):
        page = sheets.add_blank_page(page_size=(frame.paper.width, frame.paper.height))
        content, shown = [], Dictionary()
        for spot in spots:
            if spot.page == BLANK:
                continue
            leaf = known[spot.page - 1]
            matrix, kept = _placed(leaf, frame, spot, turned)
            if spot.page not in forms:
                forms[spot.page] = _form(source, sheets, spot.page - 1)
            name = f"/P{spot.page}"
            shown[name] = forms[spot.page]
            content.append(_shown(name, matrix, kept))
            where.setdefault(spot.page - 1, (number, matrix))
        content.append(marks.drawn(plan, frame, drawn, sheet, spots is sheet.front, turned))
        page.obj.Contents = sheets.make_stream("\n".join(part for part in content if part).encode())
        page.obj.Resources = Dictionary(XObject=shown)
    _link(sheets, source, sides, links, where, known, frame)
    _describe(sheets, source, flip, two_sided=any(sheet.back for sheet in plan.sheets))
    target = io.BytesIO()
    sheets.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue()


def _placed(leaf: Leaf, frame: Frame, spot: Spot, turned: bool) -> tuple[Matrix, Box]:
    """How a page's own coordinates become those of its sheet, and what of the sheet is the page's."""
    matrix, kept = placed(frame, spot, (0.0, 0.0, *leaf.size), leaf.bleed, turned)
    return after(leaf.matrix, matrix), kept


def _form(source: Pdf, sheets: Pdf, index: int) -> Any:
    """A page as a drawing, with all that it shows beyond its trim."""
    page = source.pages[index]
    form = page.as_form_xobject(handle_transformations=False)
    form.BBox = Array([float(side) for side in page.mediabox])
    return sheets.copy_foreign(form)


def _shown(name: str, matrix: Matrix, kept: Box) -> str:
    left, bottom, right, top = kept
    clip = " ".join(_number(value) for value in (left, bottom, right - left, top - bottom))
    return f"q {clip} re W n {' '.join(_number(value) for value in matrix)} cm {name} Do Q"


def _number(value: float) -> str:
    return f"{round(value, DIGITS) + 0.0:.{DIGITS}f}".rstrip("0").rstrip(".")


def _annotations(page: pikepdf.Page) -> Iterator[Any]:
    """What lies on a page; what is none is passed over."""
    found = page.obj.get("/Annots")
    yield from (one for one in found if isinstance(one, Dictionary)) if isinstance(found, Array) else ()


def _is_link(annotation: Any) -> bool:
    return bool(annotation.get("/Subtype") == Name.Link)


def _links(page: pikepdf.Page, named: _Named) -> Iterator[Link]:
    """The links of a page that lead to another place of the file, or out of it."""
    for annotation in _annotations(page):
        if not _is_link(annotation) or "/Rect" not in annotation:
            continue
        box, words = _box(annotation.Rect), str(annotation.get("/Contents", ""))
        action = annotation.get("/A", Dictionary())
        if action.get("/S") == Name.URI and "/URI" in action:
            yield Link(box, words, bytes(action.URI))
        else:
            found = named.place(annotation.get("/Dest", action.get("/D")))
            if found:
                yield Link(box, words, b"", *found)


class _Named:
    """The places of a file that links lead to, by name (ISO 32000-1 §12.3.2)."""

    def __init__(self, pdf: Pdf) -> None:
        self.pages = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
        names = pdf.Root.get("/Names", Dictionary()).get("/Dests")
        self.tree = pikepdf.NameTree(names) if names is not None else {}
        self.old = pdf.Root.get("/Dests", Dictionary())

    def place(self, target: Any) -> tuple[int, tuple[float, float]] | None:
        """The page and the point of a destination, whether written out or a name; None where there is none."""
        if isinstance(target, pikepdf.String | Name):
            name = str(target)
            target = self.tree.get(name.removeprefix("/")) or self.old.get(f"/{name.removeprefix('/')}")
        if isinstance(target, Dictionary):
            target = target.get("/D")
        if not isinstance(target, Array) or len(target) < 1 or not isinstance(target[0], Dictionary):
            return None
        index = self.pages.get(target[0].objgen)
        if index is None:
            return None
        return index, _point(target)


def _point(target: Any) -> tuple[float, float]:
    """The upper left corner of what a destination shows; the lower left of the page, where it says none."""
    try:
        return float(target[2]), float(target[3])
    except (IndexError, TypeError, ValueError):
        return 0.0, 0.0


def _link(
    sheets: Pdf, source: Pdf, sides: Sequence[tuple[tuple[Spot, ...], bool, Any]], links: Sequence[Sequence[Link]],
    where: dict[int, tuple[int, Matrix]], known: Sequence[Leaf], frame: Frame,
) -> None:  # fmt: skip
    """Put the links of all pages on the sheets that show them."""
    for number, (spots, turned, _) in enumerate(sides):
        found = []
        for spot in spots:
            if spot.page == BLANK:
                continue
            leaf = known[spot.page - 1]
            matrix, _ = _placed(leaf, frame, spot, turned)
            found += [_annotation(sheets, link, applied(matrix, link.box), where) for link in links[spot.page - 1]]
        if found:
            sheets.pages[number].obj.Annots = Array([sheets.make_indirect(one) for one in found])


def _annotation(sheets: Pdf, link: Link, box: Box, where: dict[int, tuple[int, Matrix]]) -> Dictionary:
    made = Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=[round(side, DIGITS) for side in box], F=4, Border=[0, 0, 0]
    )
    if link.words:
        made.Contents = pikepdf.String(link.words)
    if link.address:
        made.A = Dictionary(S=Name.URI, URI=pikepdf.String(link.address))
    else:
        sheet, matrix = where[link.page]
        left, _, _, top = applied(matrix, (*link.point, *link.point))
        made.Dest = Array([sheets.pages[sheet].obj, Name.XYZ, round(left, DIGITS), round(top, DIGITS), None])
    return made


def _describe(sheets: Pdf, source: Pdf, flip: Flip, two_sided: bool) -> None:
    """Title, language and colours of the source; and what a printer is to do, where it asks the file (§12.2)."""
    duplex = Name.Simplex if not two_sided else Name.DuplexFlipShortEdge if flip == "short" else Name.DuplexFlipLongEdge
    sheets.Root.ViewerPreferences = Dictionary(
        PrintScaling=Name("/None"), Duplex=duplex, PickTrayByPDFSize=True, DisplayDocTitle=True
    )
    for key in ("/Lang", "/OutputIntents", "/OCProperties"):
        if key in source.Root:
            value = source.Root[key]
            sheets.Root[key] = sheets.copy_foreign(source.make_indirect(value))
    title = title_of(source)
    if title:
        sheets.docinfo.Title = pikepdf.String(title)


def title_of(pdf: Pdf) -> str:
    """What a PDF calls itself; "" where it does not."""
    with pdf.open_metadata(set_pikepdf_as_editor=False) as told:
        return str(told.get("dc:title", "") or pdf.docinfo.get("/Title", ""))
