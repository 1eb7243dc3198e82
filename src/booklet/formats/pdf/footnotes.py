"""Footnotes that WeasyPrint loses or puts on a later page: found after the layout, mended by laying out again.

WeasyPrint sends notes away from a page to win room for one more line of a paragraph that crosses the page's end, or
because a note does not fit under the line that calls it. So the paragraph that crosses begins on a new page in the next
round, or else the one that calls the note (see docs/architecture.md, "Footnotes").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

from ...composition import Composition
from ...model import Place
from ...problems import Problem, error, warning
from . import weasy

INLINE = frozenset(("span", "em", "strong", "a", "code", "s", "br", "img", "i", "b", "sup", "sub"))
KEPT_TAGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "header", "dt", "thead"))
KEPT_CLASSES = frozenset(("label", "facts", "number", "part-label"))
CELLS = ("td", "th")  # a row breaks as a whole
PART_DEPTH = 3
TURNED = b' data-turned="yes"'


@dataclass(slots=True)
class _Block:
    """An open block: where its start tag can be added to, and what stands before its next child.

    ``lead`` is the beginning of the headings and labels right before this block, which turn over with it; ``first``
    says that nothing else stands before it in its parent. ``kept`` and ``filled`` say the same of its next child.
    """

    depth: int
    offset: int
    stays: bool
    lead: int | None
    first: bool
    kept: int | None = None
    filled: bool = False


class Notes:
    """The notes of one composed page.

    ``blocks`` gives for each note's id the block to turn over, as the byte offset where its start tag can be added to;
    0 where the note is called at the very top of its section. ``elements`` gives the same for every element of a part,
    in document order.
    """

    def __init__(self, xhtml: str) -> None:
        self.source = xhtml.encode()
        self.blocks: dict[str, int] = {}
        self.elements: dict[str, list[int]] = {}
        self.part = ""
        self.turned: set[int] = set()
        self.depth = 0
        self.open: list[_Block] = []
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.Parse(self.source, True)

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.depth += 1
        if self.depth == PART_DEPTH:
            self.part = attributes.get("id", "")
        classes = attributes.get("class", "").split()
        if "footnote" in classes:
            self.blocks[attributes["id"]] = self._to_turn()
        if tag in INLINE:
            self.elements.setdefault(self.part, []).append(0)
            return
        offset = self.parser.CurrentByteIndex + 1 + len(tag)
        stays = tag in KEPT_TAGS or not KEPT_CLASSES.isdisjoint(classes)
        above = self.open[-1] if self.open else None
        lead, first = (above.kept, not above.filled or tag in CELLS) if above else (None, True)
        self.open.append(_Block(self.depth, offset, stays, lead, first))
        self.elements.setdefault(self.part, []).append(self._to_turn())

    def _end(self, tag: str) -> None:
        self.depth -= 1
        if tag in INLINE:
            return
        block = self.open.pop()
        if self.open and block.stays:
            self.open[-1].kept = self.open[-1].kept or block.offset
        elif self.open:
            self.open[-1].kept, self.open[-1].filled = None, True

    def _text(self, text: str) -> None:
        if self.open and not text.isspace():
            self.open[-1].filled = True

    def _to_turn(self) -> int:
        """The outermost block that begins with the call's block, with the headings and labels before it."""
        for block in reversed(self.open):
            if block.depth <= PART_DEPTH:
                break
            if not block.first:
                return block.lead or block.offset
        return 0

    def astray(self, pages: Mapping[str, int]) -> Iterator[tuple[str, bool]]:
        """Notes that are not on the page of their call, by id, and whether they are nowhere at all."""
        for name in self.blocks:
            call = pages.get(name.replace("fn.", "call.", 1))
            note = pages.get(name)
            if note is None:
                yield name, True
            elif call is not None and note != call:
                yield name, False

    def turn(self, pages: Sequence[Any]) -> tuple[str, ...]:
        """Turn over what sent notes away; the sections that this changes, none where nothing can be done."""
        ids = weasy.pages_of_ids(pages)
        sections = []
        for name, _ in self.astray(ids):
            section = name.removeprefix("fn.").rpartition(".")[0]
            call = ids.get(name.replace("fn.", "call.", 1))
            crossing = weasy.crossing_element(pages, call, section) if call is not None else None
            candidates = [self.elements[section][crossing]] if crossing is not None else []
            block = next((b for b in [*candidates, self.blocks[name]] if b and b not in self.turned), 0)
            if block:
                self.turned.add(block)
                sections.append(section)
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
