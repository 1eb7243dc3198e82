"""The tags written into a PDF: its structure tree, and the way back from the pages' content into it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from ...language import direction
from .marks import Area, Mark
from .roles import MAPPED
from .tree import Tag

POINTS = 0.75  # a CSS px


def write(pdf: pikepdf.Pdf, document: Tag) -> Mapping[Tag, Any]:
    """Make these tags the document's (ISO 32000-1 §14.7.2); gives the structure element of each. Links are those of
    annotations that the file has."""
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    writer = _Writer(pdf)
    root.K = Array([writer.written(document, root)])
    root.ParentTree = pdf.make_indirect(writer.parent_tree())
    root.ParentTreeNextKey = writer.next_key
    root.RoleMap = Dictionary({f"/{role}": Name(f"/{known}") for role, known in MAPPED.items()})
    if writer.ids:
        names = [part for name, tag in sorted(writer.ids.items()) for part in (String(name), tag)]
        ends = Array([names[0], names[-2]])
        root.IDTree = Dictionary(Kids=Array([pdf.make_indirect(Dictionary(Limits=ends, Names=Array(names)))]))
    pdf.Root.StructTreeRoot = root
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    if direction(str(pdf.Root.get("/Lang", ""))) == "rtl":  # pages that lie side by side begin at the right
        pdf.Root.ViewerPreferences.Direction = Name.R2L
    return writer.elements


class _Writer:
    """``content`` are the tags that marked content belongs to: by the object that holds it, and by its number."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf = pdf
        self.pages = [page.obj for page in pdf.pages]
        self.heights = [float(page.TrimBox[3]) for page in self.pages]
        self.content: dict[tuple[int, int], dict[int, Any]] = defaultdict(dict)
        self.annotations: list[tuple[Any, Any]] = []
        self.ids: dict[str, Any] = {}
        self.elements: dict[Tag, Any] = {}
        self.next_key = 0

    def written(self, tag: Tag, parent: Any) -> Any:
        """The structure element of a tag, with all below it."""
        element = self.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name(f"/{tag.role}"), P=parent))
        self.elements[tag] = element
        page = next((kid.page for kid in tag.kids if isinstance(kid, Mark)), -1)
        if page >= 0:
            element.Pg = self.pages[page]
        if tag.lang:
            element.Lang = String(tag.lang)
        if tag.alt:
            element.Alt = String(tag.alt)
        if tag.id:
            element.ID = String(tag.id)
            self.ids[tag.id] = element
        attributes = dict(tag.attributes)
        if tag.role == "Figure":
            attributes["Layout"] = attributes.get("Layout", {}) | self._bounds(tag)
        if attributes:
            element.A = Array([_attribute(owner, values) for owner, values in attributes.items()])
        kids = [self.written(k, element) if isinstance(k, Tag) else self._content(k, element, page) for k in tag.kids]
        if kids:
            element.K = Array(kids)
        if page < 0 and kids and "/Pg" in kids[0]:
            element.Pg = kids[0].Pg
        return element

    def _content(self, mark: Mark, element: Any, page: int) -> Any:
        """How a tag refers to its content (§14.7.4), and the note of it for the way back."""
        if mark.link:
            annotation = self.pdf.get_object(mark.link, 0)
            self.annotations.append((annotation, element))
            return Dictionary(Type=Name.OBJR, Obj=annotation, Pg=self.pages[mark.page])
        form = mark.spot.form if mark.spot else 0
        self.content[mark.page, form][mark.number] = element
        if mark.page == page and not form:
            return mark.number
        reference = Dictionary(Type=Name.MCR, Pg=self.pages[mark.page], MCID=mark.number)
        if form:
            reference.Stm = self.pdf.get_object(form, 0)
        return reference

    def _bounds(self, tag: Tag) -> dict[str, Any]:
        """Where a picture stands on its page (§14.8.5.4.5), in pt from the lower left corner."""
        for kid in tag.kids:
            if isinstance(kid, Mark) and kid.area:
                return {"BBox": _box(kid.area, self.heights[kid.page])}
        return {}

    def parent_tree(self) -> Any:
        """The tags that each page's content, each form's and each annotation belongs to (§14.7.4.4)."""
        numbers: list[Any] = []
        forms = sorted(form for page, form in self.content if form)
        for number, page in enumerate(self.pages):
            page.StructParents = number
            numbers += [number, self._tags_of(number, 0)]
        key = len(self.pages)
        for form in forms:
            holder = self.pdf.get_object(form, 0)
            page_number = next(page for page, other in self.content if other == form)
            holder.StructParents = key
            numbers += [key, self._tags_of(page_number, form)]
            key += 1
        for annotation, element in self.annotations:
            annotation.StructParent = key
            numbers += [key, element]
            key += 1
        self.next_key = key
        return Dictionary(Nums=Array(numbers))

    def _tags_of(self, page: int, form: int) -> Any:
        tags = self.content.get((page, form), {})
        return self.pdf.make_indirect(Array([tags.get(number) for number in range(max(tags, default=-1) + 1)]))


def _box(area: Area, height: float) -> list[float]:
    left, top, right, bottom = (side * POINTS for side in area)
    return [round(left, 3), round(height - bottom, 3), round(right, 3), round(height - top, 3)]


def _attribute(owner: str, values: Mapping[str, Any]) -> Any:
    """An attribute object (§14.7.5)."""
    said: dict[str, Any] = {"/O": Name(f"/{owner}")}
    for key, value in values.items():
        said[f"/{key}"] = Name(value) if isinstance(value, str) else Array(value) if isinstance(value, list) else value
    return Dictionary(said)
