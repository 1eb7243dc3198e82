"""The composed page as bytes: where each element begins, and what is added to start tags to mend the layout."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from xml.parsers import expat

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


class Source:
    """One composed page.

    ``notes`` gives for each note's id the block to turn over, as the byte offset where its start tag can be added to;
    0 where the note is called at the very top of its section. ``parts`` gives the id of the part of each note,
    ``elements`` such offsets for every element of a part, in document order. ``turned`` are the blocks that begin a new
    page.
    """

    def __init__(self, xhtml: str) -> None:
        self.source = xhtml.encode()
        self.notes: dict[str, int] = {}
        self.parts: dict[str, str] = {}
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
            self.notes[attributes["id"]] = self._to_turn()
            self.parts[attributes["id"]] = self.part
        offset = self.parser.CurrentByteIndex + 1 + len(tag.encode())
        if tag in INLINE:
            self.elements.setdefault(self.part, []).append(0)
            return
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

    def mended(self) -> bytes:
        """The page with every block turned over that has to be."""
        text = self.source
        for offset in sorted(self.turned, reverse=True):
            text = text[:offset] + TURNED + text[offset:]
        return text
