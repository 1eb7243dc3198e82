"""Where each run of text stands in the source: what markdown-it-py forgets of it is kept in its tokens here."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import MD_TRIM_CHARS
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock, fence, heading, table
from markdown_it.rules_inline import StateInline, image
from markdown_it.token import Token

from ..model import Place


@dataclass(frozen=True, slots=True)
class Origin:
    """Maps offsets of an inline text to places: for each stretch of it, the offset where it starts and its place."""

    starts: tuple[tuple[int, Place], ...]
    shift: int = 0

    def place(self, offset: int) -> Place:
        """Where the character at that offset stands."""
        offset += self.shift
        start, place = self.starts[max(0, bisect_right(self.starts, offset, key=_offset) - 1)]
        return place.right(offset - start)

    def pieces(self, offset: int, text: str) -> Iterator[tuple[str, Place]]:
        """A text that begins at that offset, cut where its source is not in one piece."""
        begin = offset + self.shift
        first = bisect_right(self.starts, begin, key=_offset)
        last = bisect_left(self.starts, begin + len(text), first, key=_offset)
        bounds = [start - begin for start, _ in self.starts[first:last]]
        for begin, end in pairwise([0, *bounds, len(text)]):
            yield text[begin:end], self.place(offset + begin)

    def within(self, offset: int) -> Origin:
        """The origin of a text that begins at that offset."""
        return Origin(self.starts, self.shift + offset)


def _offset(stretch: tuple[int, Place]) -> int:
    return stretch[0]


class Source:
    """The text of one section. ``first_line`` is the line of the file on which it begins; lines count from 0 here."""

    def __init__(self, text: str, file: Place, first_line: int) -> None:
        self.file, self.first_line = file.file, first_line
        self.lines = text.split("\n")
        self.origins: dict[int, Origin] = {}

    def place(self, line: int, column: int = 1) -> Place:
        """A place by its line in the text, from 0, and its column, from 1."""
        return Place(self.file, self.first_line + line, column)

    def start_of_line(self, number: int) -> Place:
        """Where the ink of a line begins."""
        line = self.lines[number] if number < len(self.lines) else ""
        return self.place(number, len(line) - len(line.lstrip()) + 1)

    def start(self, token: Token) -> Place:
        """Where a block's token begins."""
        if token.map and "column" in token.meta:
            return self.place(token.map[0], token.meta["column"] + 1)
        return self.start_of_line(token.map[0]) if token.map else self.place(0)

    def origin(self, token: Token) -> Origin:
        """Where an inline token's text stands in the file."""
        if id(token) not in self.origins:
            first = token.map[0] if token.map else 0
            if "starts" in token.meta:
                starts = [(offset, self.place(first, column + 1)) for offset, column in token.meta["starts"]]
            else:
                starts = list(self._tails(str(token.meta.get("source", token.content)), first))
            self.origins[id(token)] = Origin(tuple(starts) or ((0, self.start(token)),))
        return self.origins[id(token)]

    def _tails(self, content: str, first: int) -> Iterator[tuple[int, Place]]:
        """The lines of a paragraph, each of which is the tail of its source line."""
        offset = 0
        for number, line in enumerate(content.split("\n"), first):
            source = self.lines[number] if number < len(self.lines) else ""
            column = len(source.rstrip()) - len(line.strip())
            lead = len(line) - len(line.lstrip())
            yield offset, self.place(number, column - lead + 1)
            offset += len(line) + 1

    def code(self, token: Token) -> Iterator[tuple[str, Place]]:
        """The lines of a block of code; each is found from its end, because tabs before it have been spread."""
        first = (token.map[0] if token.map else 0) + (token.type == "fence")
        for number, line in enumerate(token.content.removesuffix("\n").split("\n"), first):
            text = line.lstrip()
            lead = len(line) - len(text)
            column = (len(self.lines[number]) if number < len(self.lines) else 0) - len(text) + 1
            if lead:
                yield line[:lead], self.place(number, max(column - lead, 1))
            yield f"{text}\n", self.place(number, column)

    def title(self, title: str, definition: Mapping[str, Any]) -> Origin:
        """Where the title stands that a link definition gives."""
        first, end = definition["map"]
        for number in range(first, end):
            column = self.lines[number].rfind(title)
            if column >= 0:
                return Origin(((0, self.place(number, column + 1)),))
        return Origin(((0, self.start_of_line(first)),))


class Definitions(dict[str, Any]):
    """Link definitions of a section, which know when they are used."""

    def __init__(self) -> None:
        super().__init__()
        self.used: set[str] = set()

    def get(self, key: str, default: Any = None) -> Any:
        """What a label stands for; asked for where the text uses it."""
        self.used.add(key)
        return super().get(key, default)


def traced(md: MarkdownIt) -> None:
    """Let a parser note where its text comes from.

    Inline tokens get ``meta["at"]`` or ``map``, the offset of their source in the inline text; code spans and images
    also ``meta["src"]``, that text, and images ``meta["caption"]``, their title and the stretches of it. Headings and
    cells get ``meta["starts"]``: offsets in their text and columns, from 0; code gets ``meta["column"]``. Tables get
    ``meta["dropped"]``: line and column of each cell that no column of the head takes.
    """
    md.inline = _TracedInline()
    md.options["store_labels"] = True
    md.block.ruler.at("fence", _fence, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    md.block.ruler.at("heading", _heading, {"alt": ["paragraph", "reference", "blockquote"]})
    md.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    md.inline.ruler.at("image", _image)


class _TracedState(StateInline):
    start = 0

    def append_pending(self, text: str) -> None:
        if not self.pending:
            self.start = self.pos
        super().append_pending(text)

    def pushPending(self) -> Token:  # noqa: N802  # markdown-it's own name
        token = super().pushPending()
        token.meta["at"] = self.start
        return token

    def push(self, ttype: str, tag: str, nesting: Any) -> Token:
        after = self.tokens[-1] if self.tokens and not self.pending else None
        if ttype == "text" and after and after.type == "link_open" and after.markup == "autolink":
            ttype = "address"
        token = super().push(ttype, tag, nesting)
        at = self.pos + (ttype == "address")
        token.meta["at"] = at
        token.map = [at, at]  # the footnote plugin replaces meta
        if ttype in ("code_inline", "image"):
            token.meta["src"] = self.src
        return token


class _TracedInline(ParserInline):
    def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:
        state = _TracedState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def code_start(token: Token) -> int:
    """The offset in ``meta["src"]`` where a code span's text begins, behind its marks and a space that is dropped."""
    at: int = token.meta["at"] + len(token.markup)
    raw = token.meta["src"][at : at + len(token.content) + len(token.markup)].replace("\n", " ")
    return at if raw == token.content + token.markup else at + 1


def _column(state: StateBlock, position: int) -> int:
    return position - (state.src.rfind("\n", 0, position) + 1)


def _fence(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    found = fence(state, start, end, silent)
    if found and not silent:
        state.tokens[-1].meta["column"] = _column(state, state.bMarks[start] + state.tShift[start])
    return found


def _heading(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    begin = state.bMarks[start] + state.tShift[start]
    found = heading(state, start, end, silent)
    if found and not silent:
        behind = state.src[begin : state.eMarks[start]].lstrip("#")
        column = _column(state, state.eMarks[start] - len(behind.lstrip(MD_TRIM_CHARS)))
        state.tokens[-2].meta["starts"] = [(0, column)]
    return found


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    opening = len(state.tokens)
    found = table(state, start, end, silent)
    line = start
    cells: list[list[tuple[int, int]]] = []
    for token in state.tokens[opening:] if found and not silent else ():
        if token.type == "tr_open":
            line = token.map[0] if token.map else line
            cells = _cells(state, line)
        elif token.type == "inline":
            token.meta["starts"] = cells.pop(0) if cells else []
        elif token.type == "tr_close":
            dropped = [(line, starts[0][1]) for starts in cells if starts]
            state.tokens[opening].meta.setdefault("dropped", []).extend(dropped)
    return found


def _cells(state: StateBlock, line: int) -> list[list[tuple[int, int]]]:
    """For each cell of a table's line the stretches of its text; each escaped bar begins one, as its backslash goes."""
    begin = state.bMarks[line] + state.tShift[line]
    text = state.src[begin : state.eMarks[line]].rstrip(MD_TRIM_CHARS)
    column = _column(state, begin)
    bars = [i for i, c in enumerate(text) if c == "|" and text[i - 1 : i] != "\\"]
    bounds = list(zip([-1, *bars], [*bars, len(text)], strict=True))
    bounds = [b for b in bounds if b[0] + 1 < b[1] or b not in (bounds[0], bounds[-1])]
    cells = []
    for before, after in bounds:
        raw = text[before + 1 : after]
        lead = len(raw) - len(raw.lstrip(MD_TRIM_CHARS))
        starts, offset = [(0, column + before + 1 + lead)], 0
        for index in range(lead, len(raw)):
            if raw[index : index + 2] == "\\|":
                starts.append((offset, column + before + 2 + index))
            else:
                offset += 1
        cells.append(starts if lead < len(raw) else [])
    return cells


def _image(state: StateInline, silent: bool) -> bool:
    """Keep an image's title as it is written, because it is a caption: a line of Markdown with a place."""
    start = state.pos
    found = image(state, silent)
    if not found or silent or "label" in state.tokens[-1].meta or "title" not in state.tokens[-1].attrs:
        return found
    helpers, src = state.md.helpers, state.src
    position = helpers.parseLinkLabel(state, start + 1, False) + 2
    position += len(src[position:]) - len(src[position:].lstrip())
    position = helpers.parseLinkDestination(src, position, state.posMax).pos
    position += len(src[position:]) - len(src[position:].lstrip())
    title = helpers.parseLinkTitle(src, position, state.posMax, None)
    state.tokens[-1].meta["caption"] = _unquoted(src, position + 1, title.pos - 1)
    return found


def _unquoted(src: str, start: int, end: int) -> tuple[str, list[tuple[int, int]]]:
    """A title without the backslashes that keep quotation marks from ending it, and where its stretches begin.

    Each stretch is an offset in the title and one in the source; further backslashes belong to the Markdown of it.
    """
    text, stretches, position = "", [(0, start)], start
    while position < end:
        if src[position] == "\\" and src[position + 1] == src[end]:
            stretches.append((len(text), position + 1))
            position += 1
        step = 2 if src[position] == "\\" else 1
        text += src[position : position + step]
        if src[position] == "\n":
            stretches.append((len(text), position + 1))
        position += step
    return text, stretches
