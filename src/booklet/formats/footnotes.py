"""Footnotes that WeasyPrint loses or puts on a later page: found after the layout, mended by laying out again.

A paragraph whose note went astray begins on a new page in the next round, which gives the note room (see
docs/architecture.md, "Footnotes").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.parsers import expat

from ..model import Composition, Place
from ..problems import Problem, error, warning

BLOCKS = frozenset(("p", "li", "dt", "dd", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "figure"))
TURNED = b' data-turned="yes"'


class Notes:
    """The notes of one composed page, by id, each with the block that calls it: where its start tag can be added to."""

    def __init__(self, xhtml: str) -> None:
        self.source = xhtml.encode()
        self.blocks: dict[str, int] = {}
        self.turned: set[int] = set()
        open_blocks: list[int | None] = []
        parser = expat.ParserCreate()

        def start(tag: str, attributes: Mapping[str, str]) -> None:
            if tag in BLOCKS:
                open_blocks.append(parser.CurrentByteIndex + 1 + len(tag))
            else:
                open_blocks.append(open_blocks[-1] if open_blocks else None)
            if attributes.get("class") == "footnote":
                self.blocks[attributes["id"]] = open_blocks[-1] or 0

        parser.StartElementHandler = start
        parser.EndElementHandler = lambda _: open_blocks.pop()
        parser.Parse(self.source, True)

    def astray(self, pages: Mapping[str, int]) -> Iterator[tuple[str, bool]]:
        """Notes that are not on the page of their call, by id, and whether they are nowhere at all."""
        for name in self.blocks:
            call = pages.get(name.replace("fn.", "call.", 1))
            note = pages.get(name)
            if note is None:
                yield name, True
            elif call is not None and note != call:
                yield name, False

    def turn(self, pages: Mapping[str, int]) -> tuple[str, ...]:
        """Turn over the blocks whose notes went astray; the sections that this changes, none where nothing can be done."""
        sections = []
        for name, _ in self.astray(pages):
            block = self.blocks[name]
            if block and block not in self.turned:
                self.turned.add(block)
                sections.append(name.removeprefix("fn.").rpartition(".")[0])
        return tuple(dict.fromkeys(sections))

    def mended(self) -> bytes:
        """The page with every block turned over that has to be."""
        text = self.source
        for offset in sorted(self.turned, reverse=True):
            text = text[:offset] + TURNED + text[offset:]
        return text

    def problems(self, pages: Mapping[str, int], composition: Composition) -> Iterator[Problem]:
        """What is still wrong: a lost note is an error, a late one a warning, both at the place of their call."""
        places = {
            f"fn.{section.id}.{node.get('number')}": node.place
            for section in composition.book.sections
            for node in section.walk()
            if node.name == "note" and node.get("number")
        }
        for name, lost in self.astray(pages):
            place = places.get(name, Place(name))
            if lost:
                hint = "shorten the note, or move its call to another sentence"
                yield error("E002", place, "this footnote does not fit on any page and would be lost", hint)
            else:
                message = "this footnote stands on the page after its call"
                yield warning("E003", place, message, "shorten the note if that disturbs")
