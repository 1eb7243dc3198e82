"""The page numbers of the index: known once all pages before it are laid out, and each printed once in its entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote
from xml.parsers import expat

from . import relayout, weasy

INDEX = "booklet.index"
EMPTY = b'data-page="00,"'
PART_DEPTH = 3


@dataclass(frozen=True, slots=True)
class _Number:
    """A page number to print: the byte offset of its start tag, its entry, the id it leads to, whether it is chief."""

    offset: int
    entry: int
    target: str
    chief: bool


def with_index(press: weasy.Press, document: Any, source: bytes) -> tuple[Any, bytes]:
    """The document and its source with the numbers of the index in place; as they were where there is none."""
    numbers = _numbers(source)
    if not numbers:
        return document, source
    pages = {
        name: relayout.number_of(document.pages, page) for name, page in weasy.pages_of_ids(document.pages).items()
    }
    source = _filled(source, numbers, pages)
    return relayout.again(press, document, source, [INDEX]), source


def _numbers(source: bytes) -> list[_Number]:
    found: list[_Number] = []
    entries = depth = 0
    part = ""
    parser = expat.ParserCreate()

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        nonlocal depth, entries, part
        depth += 1
        if depth == PART_DEPTH:
            part = attributes.get("id", "")
        entries += tag == "li"
        if part == INDEX and tag == "a" and attributes.get("data-page") == "00,":
            chief = "chief" in attributes.get("class", "").split()
            target = unquote(attributes.get("href", "").removeprefix("#"))
            found.append(_Number(parser.CurrentByteIndex, entries, target, chief))

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.Parse(source, True)
    return found


def _filled(source: bytes, numbers: list[_Number], pages: Mapping[str, int]) -> bytes:
    """The source with every number, a comma behind all but an entry's last; those that it has already are marked."""
    chiefs = {(n.entry, pages.get(n.target)) for n in numbers if n.chief}
    shown: dict[tuple[int, int], int] = {}
    for position, number in enumerate(numbers):
        page = pages.get(number.target)
        if page is not None and (number.chief or (number.entry, page) not in chiefs):
            shown.setdefault((number.entry, page), position)
    printed = {position: page for (_, page), position in shown.items()}
    last = {entry: position for (entry, _), position in shown.items()}
    pieces: list[bytes] = []
    done = 0
    for position, number in enumerate(numbers):
        at = source.find(EMPTY, number.offset)
        comma = "" if last.get(number.entry) == position else ","
        told = f'data-page="{printed[position]}{comma}"' if position in printed else 'data-page="" data-again="yes"'
        pieces += [source[done:at], told.encode()]
        done = at + len(EMPTY)
    return b"".join([*pieces, source[done:]])
