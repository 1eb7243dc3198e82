"""What WeasyPrint drew and linked, each piece with the element of the source that it comes from, in order of reading.

WeasyPrint would make tags of its boxes, of which an element that goes over a page has several. From marks the tags are
made by element instead (``tree.py``), and the text of the streams is mended (``wording.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from . import fields

Area = tuple[float, float, float, float]
SVG = "{http://www.w3.org/2000/svg}"


class Spot(NamedTuple):
    """Where marked content begins: in a stream of WeasyPrint's, with its property list at a position; ``form`` is the
    number of the object that holds the stream, 0 for a page."""

    stream: Any
    position: int
    form: int


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """One piece of marked content, or one area that links.

    ``page`` counts from 0. ``source`` is the element, ``tag`` its name with that of a pseudo-element ("li::marker").
    Of content: its ``number`` (ISO 32000-1 §14.7.4.2) and ``spot``; its ``text`` as the layout has it and the ``line``
    that it stands on (a number that no other line has), or the ``area`` of a picture (left, top, right, bottom, in CSS
    px from the page's upper left corner). ``link`` is the number of a link's annotation among the file's objects.
    ``artefact`` says what kind of artefact it is (§14.8.2.2), "" for what is content. ``field`` is the kind of room to
    write or tick in that an ``area`` is (``fields.py``), whose letters are of a ``size`` in CSS px.
    """

    page: int
    source: Any
    tag: str
    number: int = -1
    spot: Spot | None = None
    text: str = ""
    line: int = 0
    area: Area | None = None
    link: int = 0
    artefact: str = ""
    field: str = ""
    size: float = 0.0


def parents_of(pages: Sequence[Any]) -> dict[Any, Any]:
    """The element that holds each element of the pages' sources, of which there are several after ``relayout.py``."""
    roots = {id(root): root for page in pages if (root := page._page_box.children[0].element) is not None}
    return {kid: parent for root in roots.values() for parent in root.iter() for kid in parent}


def gathered(
    pages: Sequence[Any], streams: Sequence[Any], objects: Sequence[Any], kind_of: Callable[[Any], str] = lambda _: ""
) -> list[Mark]:
    """All marks of the laid-out pages, once they are drawn into their streams. ``kind_of`` says which kind of field an
    element is, "" for none."""
    found: list[Mark] = []
    spots = _spots(streams, objects)
    heads: set[int] = set()
    for number, (page, stream) in enumerate(zip(pages, streams, strict=True)):
        contents = {box: mark["mcid"] for box, mark in stream._tags.items()}
        found += _Page(number, contents, spots[number], heads, kind_of).marks(page._page_box, "", 0)
    return found


def _spots(streams: Sequence[Any], objects: Sequence[Any]) -> list[dict[int, Spot]]:
    """Where each piece of marked content begins, by page and number; some begin in forms, which opacity makes."""
    pages = {id(stream._tags): number for number, stream in enumerate(streams)}
    found: list[dict[int, Spot]] = [{} for _ in streams]
    for thing in objects:
        page = pages.get(id(getattr(thing, "_tags", None)))
        if page is not None:
            form = 0 if thing is streams[page] else thing.number
            for position, item in enumerate(thing.stream):
                if isinstance(item, dict) and "MCID" in item:
                    found[page][item["MCID"]] = Spot(thing, position, form)
    return found


@dataclass(frozen=True, slots=True)
class _Page:
    """One page: its index, the numbers of its content by box, and where that begins. ``heads`` are the heads of tables
    that have been on a page already, of all pages."""

    index: int
    contents: Mapping[Any, int]
    spots: Mapping[int, Spot]
    heads: set[int] = field(default_factory=set)
    kind_of: Callable[[Any], str] = lambda _: ""

    def marks(self, box: Any, artefact: str, line: int) -> Iterator[Mark]:
        """The marks of a box, and of all in it."""
        box = getattr(box, "_box", box)  # what is positioned absolutely stands behind a placeholder
        artefact = artefact or self.artefact(box)
        line = line or (id(box) if _is_line(box) else 0)
        source, tag = box.element, box.element_tag or ""
        if box.link_annotation:
            yield Mark(self.index, source, tag, link=box.link_annotation.number, artefact=artefact)
        if box in self.contents:
            number = self.contents[box]
            text = getattr(box, "text", "")
            area = None if text else _area(box)
            kind = artefact or ("Layout" if text.isspace() or (area and not words_for(source, tag)) else "")
            yield Mark(self.index, source, tag, number, self.spots[number], text, line, area, 0, kind)
        apart = sum(map(_is_line, box.children)) > 1 or box.is_floated() or box.is_absolutely_positioned()
        for child in box.children:
            yield from self.marks(child, artefact, 0 if apart else line)
        kind = self.kind_of(box) if source is not None else ""
        if kind:
            yield Mark(self.index, source, tag, area=fields.area_of(box, kind), field=kind, size=fields.size_of(box))

    def artefact(self, box: Any) -> str:
        """What kind of artefact begins with a box: page margins, leaders, a table's head once more on its next page."""
        keyword = getattr(box, "at_keyword", "")
        if keyword:
            return {"@top": "Header", "@bottom": "Footer"}.get(keyword.partition("-")[0], "Pagination")
        if box.is_leader:
            return "Layout"
        if getattr(box, "is_header", False) or getattr(box, "is_footer", False):
            if id(box.element) in self.heads:
                return "Pagination"
            self.heads.add(id(box.element))
        return ""


def _is_line(box: Any) -> bool:
    return hasattr(box, "text_overflow")


def _area(box: Any) -> Area:
    left, top = box.content_box_x(), box.content_box_y()
    return left, top, left + box.width, top + box.height


def words_for(picture: Any, tag: str) -> str:
    """What a picture shows, in words; "" where a style sheet shows it, which is an ornament."""
    if tag == "img":
        return picture.get("alt") or ""
    return (picture.findtext(f"{SVG}title") or "") if tag == f"{SVG}svg" else ""


def wordless(marks: Iterable[Mark]) -> list[str]:
    """The addresses of pictures of the pages that no words stand for, each once."""
    pictures = [mark.source for mark in marks if mark.area and mark.tag == "img" and not mark.source.get("alt")]
    return list(dict.fromkeys(picture.get("src", "") for picture in pictures))
