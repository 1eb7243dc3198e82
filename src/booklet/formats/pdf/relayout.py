"""Laying out one section again, alone, and putting its new pages into the place of the old ones.

A mended footnote changes a page or two of its section; laying out the whole booklet again for that would double the
time of a build. The section keeps its neighbours as empty, hidden elements, so that style sheets match as before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from xml.parsers import expat

from . import weasy

FIRST_NAME = "first-section"


@dataclass(frozen=True, slots=True)
class Part:
    """An element directly under body: its id, and the byte offsets of its start, of its content's start, of its end."""

    id: str
    start: int
    inner: int
    end: int


def parts_of(source: bytes) -> tuple[list[Part], int, int]:
    """The parts of a composed page, and the byte offsets of the end of its head and of its html start tag's name."""
    parts: list[Part] = []
    depth = head = root = begin = 0
    name = ""
    parser = expat.ParserCreate()

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        nonlocal depth, root, begin, name
        depth += 1
        if depth == 1:
            root = parser.CurrentByteIndex + 1 + len(tag)
        elif depth == 3 and head:
            begin, name = parser.CurrentByteIndex, attributes.get("id", "")

    def end(tag: str) -> None:
        nonlocal depth, head
        if tag == "head":
            head = parser.CurrentByteIndex
        elif depth == 3 and head:
            close = source.index(b">", parser.CurrentByteIndex) + 1
            parts.append(Part(name, begin, _after_tag(source, begin), close))
        depth -= 1

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.Parse(source, True)
    return parts, head, root


def _after_tag(source: bytes, start: int) -> int:
    """The offset behind a start tag; a ``>`` within quotation marks is part of it."""
    quote = 0
    for offset in range(start, len(source)):
        byte = source[offset]
        if quote:
            quote = 0 if byte == quote else quote
        elif byte in b"\"'":
            quote = byte
        elif byte == ord(">"):
            return offset + 1
    return len(source)


def alone(source: bytes, names: Collection[str], side: str, page_name: str, number: int) -> bytes:
    """The page with nothing but some parts to lay out, beginning on that side with that page number."""
    parts, head, root = parts_of(source)
    rule = f"<style>@page :nth(1 of {page_name}) {{ counter-reset: page {number} }}</style>".encode()
    turn = f' style="break-before: {side}"'.encode()
    pieces = [source[:root], turn, source[root:head], rule, source[head : parts[0].start]]
    for part in parts:
        if part.id in names:
            pieces.append(source[part.start : part.end])
        else:
            tag = source[part.start : part.inner]
            word = tag[1:].split(None, 1)[0].rstrip(b"/>")
            shut = b" hidden='' style='display: none'></" + word + b">"
            pieces.append(tag.rstrip(b">").rstrip(b"/").rstrip() + shut)
    pieces.append(source[parts[-1].end :])
    return b"".join(pieces)


def again(press: weasy.Press, document: Any, source: bytes, sections: Iterable[str]) -> Any:
    """The document with these sections laid out anew from ``source``.

    The whole is laid out where a section cannot be parted from its neighbours, takes another number of pages than
    before, prints the page number of something elsewhere, or moves something that the rest of the booklet may point to.
    """
    pages = list(document.pages)
    order = [part.id for part in parts_of(source)[0] if part.id]
    for name in sections:
        found = _section_again(press, pages, source, name, order)
        if found is None:
            return press.lay_out(source.decode())
        first, last, new = found
        pages[first:last] = new
    return document.copy(pages)


def _section_again(
    press: weasy.Press, pages: Sequence[Any], source: bytes, name: str, order: Sequence[str]
) -> tuple[int, int, list[Any]] | None:
    """The first of a section's pages and the one behind them, and its new pages; None where the whole must be laid out.

    The last part may take another number of pages than before, for nothing follows it.
    """
    places = weasy.pages_of_ids(pages)
    if name not in order or name not in places:
        return None
    first = places[name]
    later = [places[other] for other in order[order.index(name) + 1 :] if other in places]
    last = min(later, default=len(pages))
    if last <= first or not all(_opens(pages[index]) for index in (first, last) if index < len(pages)):
        return None
    kind = pages[first]._page_box.page_type
    blank = last > first + 1 and pages[last - 1]._page_box.page_type.blank
    text = alone(source, (name,), kind.side, kind.name, number_of(pages, first))
    missed = press.missed_targets()
    new = list(press.lay_out(text.decode(), is_whole=False).pages)
    before, after = weasy.pages_of_ids(pages[first:last]), weasy.pages_of_ids(new)
    moved = {key for key, page in before.items() if after.get(key) != page}
    if last < len(pages) and len(new) != last - first - blank:
        return None
    if press.missed_targets() > missed or _pointed_to(source, name, moved):
        return None
    return first, last - blank, new


def _pointed_to(source: bytes, name: str, ids: Iterable[str]) -> bool:
    """Whether a link outside of a part leads to one of these ids: its page number may be printed there."""
    part = next(p for p in parts_of(source)[0] if p.id == name)
    elsewhere = source[: part.start] + source[part.end :]
    return any(f'href="#{quote(key)}"'.encode() in elsewhere for key in ids)


def _opens(page: Any) -> bool:
    """Whether a page begins something: the first of a group of named pages (CSS GCPM 3 §5)."""
    kind = page._page_box.page_type
    return bool(kind.name and kind.groups and kind.groups[-1] == (kind.name, 0))


def body_start(pages: Sequence[Any]) -> int:
    """The index of the page on which numbering begins with 1; 0 where no page is named for it."""
    names = [page._page_box.page_type.name for page in pages]
    return names.index(FIRST_NAME) if FIRST_NAME in names else 0


def number_of(pages: Sequence[Any], index: int) -> int:
    """The printed number of a page."""
    return index - body_start(pages) + 1
