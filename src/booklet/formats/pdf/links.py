"""The links of a PDF: one annotation for each link and page, however many boxes it has, that says where it goes.

A screen reader reads the description of a link (``Contents``) where one asks for the links of a page, and PDF/UA wants
it (ISO 14289-1 §7.18.5). It is the title of what the link leads to, as lists of contents have it, and its page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import unquote, urlsplit

import pikepdf
from pikepdf import Array, String

from .marks import Mark
from .roles import classes_of, name_of

Words = Mapping[str, str]
Box = tuple[float, float, float, float]
PRINTED = 4  # the flag of annotations that are not hidden on paper (ISO 32000-1 table 165)
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
MOST_LETTERS = 100


def joined(pdf: pikepdf.Pdf, marks: Sequence[Mark]) -> list[Mark]:
    """The marks without those of annotations that are taken out, in place, because others cover their areas now."""
    links: dict[tuple[Any, int], list[Mark]] = {}
    for mark in marks:
        if mark.link:
            links.setdefault((mark.source, mark.page), []).append(mark)
    dropped = {mark.link for same in links.values() for mark in same[1:]}
    for same in links.values():
        annotations = [pdf.get_object(mark.link, 0) for mark in same]
        lines = _lines(_box(annotation.Rect) for annotation in annotations)
        annotations[0].F = PRINTED
        annotations[0].Rect = Array(_round(lines))
        if len(lines) > 1:
            annotations[0].QuadPoints = Array([side for line in lines for side in _corners(line)])
    for page in pdf.pages:
        if "/Annots" in page.obj:
            page.obj.Annots = Array([a for a in page.obj.Annots if a.objgen[0] not in dropped])
    return [mark for mark in marks if mark.link not in dropped]


def _box(rectangle: Any) -> Box:
    x, y, right, top = (float(side) for side in rectangle)
    return min(x, right), min(y, top), max(x, right), max(y, top)


def _lines(boxes: Iterable[Box]) -> list[Box]:
    """The areas of a link, one for each line: those side by side are one."""
    lines: list[Box] = []
    for box in boxes:
        height = min(box[3] - box[1], lines[-1][3] - lines[-1][1]) if lines else 0
        if lines and min(box[3], lines[-1][3]) - max(box[1], lines[-1][1]) > height / 2:
            lines[-1] = _around([lines[-1], box])
        else:
            lines.append(box)
    return lines


def _around(boxes: Sequence[Box]) -> Box:
    left, bottom, right, top = zip(*boxes, strict=True)
    return min(left), min(bottom), max(right), max(top)


def _round(boxes: Sequence[Box]) -> list[float]:
    return [round(side, 3) for side in _around(boxes)]


def _corners(box: Box) -> list[float]:
    """The corners of an area as readers want them: two above, then two below, each from the left (not as the standard
    has it, which no reader follows)."""
    left, bottom, right, top = (round(side, 3) for side in box)
    return [left, top, right, top, left, bottom, right, bottom]


def describe(
    pdf: pikepdf.Pdf,
    marks: Iterable[Mark],
    parents: Mapping[Any, Any],
    numbers: Sequence[str],
    words: Words,
) -> None:
    """Say of every link where it goes, in place. ``numbers`` are those printed on the pages."""
    titles = _Titles(parents, words)
    pages = _pages_of_names(pdf)
    for mark in marks:
        if mark.link:
            annotation = pdf.get_object(mark.link, 0)
            if "/Dest" in annotation:
                name = str(annotation.Dest)
                page = f"{words['page']} {numbers[pages[name]]}" if name in pages else ""
                said = ", ".join(filter(None, (titles.of(name, mark.source), page)))
            else:
                said = mark.source.get("title") or _address(str(annotation.A.URI))
            annotation.Contents = String(said)


def _pages_of_names(pdf: pikepdf.Pdf) -> dict[str, int]:
    """The index of the page that each named destination is on."""
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    if "/Names" not in pdf.Root or "/Dests" not in pdf.Root.Names:
        return {}
    names = list(pdf.Root.Names.Dests.Names)
    return {str(name): pages[where[0].objgen] for name, where in zip(names[::2], names[1::2], strict=True)}


def named(parents: Mapping[Any, Any]) -> dict[str, Any]:
    """The elements that have ids; a hidden neighbour of a section that was laid out alone has one but holds nothing."""
    found: dict[str, Any] = {}
    for element in parents:
        name = element.get("id")
        if name and (len(element) or name not in found):
            found[name] = element
    return found


def _address(address: str) -> str:
    """An address as one would say it."""
    parts = urlsplit(address)
    if parts.scheme in ("http", "https"):
        return unquote(parts.netloc.removeprefix("www.") + parts.path.rstrip("/"))
    return unquote(parts.path or address)


class _Titles:
    """What the things that links lead to are called; never in words that a list of contents would not show."""

    def __init__(self, parents: Mapping[Any, Any], words: Words) -> None:
        self.parents, self.words = parents, words
        self.elements = named(parents)
        self.known: dict[tuple[str, Any], str] = {}

    def of(self, name: str, link: Any) -> str:
        """The title of the element with an id, for a reader of the section that holds the link."""
        target = self.elements.get(unquote(name))
        if target is None:
            return ""
        here = self.section(link)
        key = (name, here)
        if key not in self.known:
            self.known[key] = self.title(target, here)
        return self.known[key]

    def section(self, element: Any) -> Any:
        """The section of the booklet that an element stands in; None where it is in none."""
        return self.up(element, lambda other: other.get("data-title") and name_of(other) == "section")

    def up(self, element: Any, wanted: Callable[[Any], Any]) -> Any:
        """The nearest element that is wanted, from an element outwards."""
        while element is not None and not wanted(element):
            element = self.parents.get(element)
        return element

    def title(self, target: Any, here: Any) -> str:
        """The title of an element; of what gives the story away, for those who read elsewhere, its section's alone."""
        section = self.section(target)
        whole = str(section.get("data-title")) if section is not None else ""
        if target is section:
            return whole
        if "footnote" in classes_of(target):
            return self.words["Note {number}"].format(number=target.get("data-number") or "").strip()
        told = section is None or section is here or "spoils" not in classes_of(section)
        named = self.up(target, lambda other: other is section or name_of(other) in (*HEADINGS, "dt", "tr"))
        if told and named is not None and named is not section:
            return _said(next((e for e in named.iter() if e.tag == "th"), named))
        item = self.up(target, lambda other: other is section or "item" in classes_of(other))
        if item is None or item is section:
            return whole
        heading = next((e for e in item if name_of(e) in HEADINGS), None)
        if heading is not None:
            return _said(heading) if told else whole
        number = next((e for e in item.iter() if "number" in classes_of(e)), None)
        return f"{whole} {_said(number)}".strip() if number is not None else whole


def _said(element: Any) -> str:
    """The words of a heading or a term, without notes, on one line."""
    title = element.get("data-title")
    if title:
        return str(title)
    term = next((e for e in element.iter() if {"term", "date"} & set(classes_of(e))), element)
    said = " ".join("".join(_texts(term)).split())
    return said if len(said) <= MOST_LETTERS else said[:MOST_LETTERS].rpartition(" ")[0] + " …"


def _texts(element: Any) -> Iterable[str]:
    yield element.text or ""
    for kid in element:
        if "call" not in classes_of(kid):
            yield from _texts(kid)
        yield kid.tail or ""
