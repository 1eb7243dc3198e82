"""Tokens to nodes: pairs what opens and closes, gives every node its place, and gathers what is wrong on the way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ..model import Node, Place
from ..problems import Problem, error, warning
from .lines import DEEPEST, Lines, too_deep, unreadable
from .markdown import DEEPEST_TOKENS
from .places import Source

LEAF_FENCES = ("pagebreak", "workspace")


class Tree:
    """One section's Markdown, parsed. ``first_line`` is the line of the file on which ``text`` begins."""

    def __init__(self, md: MarkdownIt, text: str, file: Place, first_line: int) -> None:
        self.source = Source(text, file, first_line)
        self.problems: list[Problem] = []
        self.notes: dict[str, list[Token]] = {}
        self.note_places: dict[str, Place] = {}
        self.lines = Lines(md, self.source, self.problems, lambda label: self.blocks(self.notes[label], 0))
        self.tokens = self._without_notes(md.parse(text, self.lines.env))
        calls = [c for token in self.tokens for c in token.children or [] if c.type == "footnote_ref"]
        self.lines.direct = {int(call.meta["id"]) for call in calls}

    def written_ids(self) -> Iterator[tuple[str, Place]]:
        """Every id that the author wrote, in order."""
        bodies = [self.tokens, *self.notes.values()]
        for token in (t for body in bodies for t in body):
            place = self._attrs_place(token)
            if token.attrs.get("id"):
                yield str(token.attrs["id"]), place
            for child in token.children or []:
                if child.attrs.get("id"):
                    origin = self.source.origin(token)
                    yield str(child.attrs["id"]), origin.place(child.map[0] if child.map else 0)

    def _attrs_place(self, token: Token) -> Place:
        if "attrs_at" in token.meta:
            inline, at = token.meta["attrs_at"]
            return self.source.origin(inline).place(at)
        return self.source.start(token)

    def _without_notes(self, tokens: list[Token]) -> list[Token]:
        """Take the footnotes' texts out of the stream; they are read where they are called."""
        kept: list[Token] = []
        inside: list[list[Token]] = []
        for token in tokens:
            if token.type == "footnote_reference_open":
                body: list[Token] = []
                label, place = token.meta["label"], self.source.start(token)
                if label in self.notes:
                    first = self.note_places[label].line
                    message = f"the footnote [^{label}] has a text already, in line {first}"
                    self.problems.append(error("S007", place, message, "give one of the two another name"))
                else:
                    self.notes[label], self.note_places[label] = body, place
                inside.append(body)
            elif token.type == "footnote_reference_close":
                inside.pop()
            else:
                (inside[-1] if inside else kept).append(token)
        return kept

    # blocks

    def read(self) -> tuple[Node, ...]:
        """The section's blocks."""
        bodies = (self.tokens, *self.notes.values())
        deepest = next((t for body in bodies for t in body if t.level >= DEEPEST_TOKENS - 1), None)
        if deepest is not None:
            self._too_deep(self.source.start(deepest))
            return ()
        blocks = self.blocks(self.tokens, 0)
        for label, place in self.note_places.items():
            if label not in self.lines.called:
                hint = f"write [^{label}] where it belongs, or delete it"
                self.problems.append(error("S007", place, f"nothing calls the footnote [^{label}]", hint))
        self._check_definitions()
        return blocks

    def _check_definitions(self) -> None:
        """Link definitions print nothing, so a line that only looks like one must not vanish in silence."""
        links = self.lines.links
        unused = [d["map"][0] for label, d in links.items() if label not in links.used]
        for line in sorted(unused + [d["map"][0] for d in self.lines.env.get("duplicate_refs", [])]):
            hint = "write \\[ at its beginning if it is text; delete it if not"
            message = "this line is read as a link definition that nothing uses, and is not shown"
            self.problems.append(warning("S018", self.source.start_of_line(line), message, hint))

    def _too_deep(self, place: Place) -> None:
        if not any(p.code == "L004" for p in self.problems):
            self.problems.append(too_deep(place))

    def blocks(self, tokens: Sequence[Token], depth: int) -> tuple[Node, ...]:
        """Read a run of sibling tokens, pairing fences among them."""
        if depth > DEEPEST:
            self._too_deep(self.source.start(tokens[0]) if tokens else self.source.place(0))
            return ()
        closed = self._closed_leaves(tokens)
        frames: list[tuple[Token | None, list[Node]]] = [(None, [])]
        index = 0
        while index < len(tokens):
            token = tokens[index]
            end = _closing(tokens, index)
            fenced = len(frames) > 1
            if depth + len(frames) - 1 > DEEPEST:
                self._too_deep(self.source.start(token))
                return ()
            if token.type == "div_open":
                frames.append((token, []))
                if token.info in LEAF_FENCES and id(token) not in closed:
                    self._close(frames)
            elif token.type == "div_close":
                if fenced:
                    self._close(frames)
                else:
                    hint = "delete it, or check the fence that it should close: a fence closes in its own list item"
                    self.problems.append(error("S004", self.source.start(token), "these colons close nothing", hint))
            else:
                frames[-1][1].extend(self.block(tokens[index : end + 1], depth + len(frames) - 1, fenced))
            index = end + 1
        while len(frames) > 1:
            opener = frames[-1][0]
            assert opener is not None
            hint = "close it with a line ::: indented like its opening line"
            message = f"the fence ::: {opener.info} is never closed"
            self.problems.append(error("S004", self.source.start(opener), message, hint))
            self._close(frames)
        return _joined_definitions(frames[0][1])

    def _closed_leaves(self, tokens: Sequence[Token]) -> set[int]:
        """Which ::: pagebreak and ::: workspace have closing lines of their own here, by ``id()``.

        As many as there are colons to spare: first those that are closed at once, then workspaces, in order.
        """
        flat, level = [], 0
        for token in tokens:
            if level == 0:
                flat.append(token)
            level += token.nesting
        leaves = [
            (after.type != "div_close", token.info == "pagebreak", position, id(token))
            for position, (token, after) in enumerate(pairwise([*flat, Token("", "", 0)]))
            if token.type == "div_open" and token.info in LEAF_FENCES
        ]
        holders = sum(t.type == "div_open" for t in flat) - len(leaves)
        spare = sum(t.type == "div_close" for t in flat) - holders
        return {leaf for *_, leaf in sorted(leaves)[: max(spare, 0)]}

    def _close(self, frames: list[tuple[Token | None, list[Node]]]) -> None:
        token, children = frames.pop()
        assert token is not None
        place = self.source.start(token)
        if "broken" in token.meta:
            self.problems.append(unreadable(place, token.meta["broken"]))
        attrs = {k: str(v) for k, v in token.attrs.items()}
        props = {"name": token.info}
        fence = Node("fence", place, _joined_definitions(children), "", attrs, props, attrs.get("id", ""))
        frames[-1][1].append(fence)

    def block(self, tokens: Sequence[Token], depth: int, fenced: bool) -> list[Node]:
        """One block: its opening token, what it holds, its closing token."""
        token, inner = tokens[0], tokens[1:-1]
        place = self.source.start(token)
        attrs = {k: str(v) for k, v in token.attrs.items() if k != "start" and k != "style"}
        name = attrs.get("id", "")
        match token.type:
            case "paragraph_open":
                return [self._paragraph(token, tokens[1], token.hidden and not fenced)]
            case "heading_open":
                children = self.lines.inline(tokens[1])
                props = {"level": token.tag[1:]}
                return [Node("heading", _first(children, place), children, "", attrs, props, name)]
            case "bullet_list_open":
                return [Node("list", place, self._children(inner, depth), props={"style": "bullet"})]
            case "ordered_list_open":
                props = {"style": "ordered", "start": str(token.attrs.get("start", 1))}
                return [Node("list", place, self._children(inner, depth), props=props)]
            case "list_item_open":
                return [Node("list-item", place, self.blocks(inner, depth + 1), "", attrs, {}, name)]
            case "blockquote_open":
                return [Node("quote", place, self.blocks(inner, depth + 1), "", attrs, {}, name)]
            case "dl_open":
                return [Node("definitions", place, self._children(inner, depth))]
            case "dt_open":
                children = self.lines.inline(tokens[1])
                return [Node("term", _first(children, place), children, "", attrs, {}, name)]
            case "dd_open":
                return [Node("definition", place, self.blocks(inner, depth + 1))]
            case "fence" | "code_block":
                self._check_code(token)
                lines = self.source.code(token)
                return [Node("code", place, tuple(Node("text", where, (), text) for text, where in lines))]
            case "hr":
                return [Node("rule", place)]
            case "table_open":
                return [self._table(tokens)]
        raise AssertionError(f"a token that no rule makes: {token.type}")

    def _check_code(self, token: Token) -> None:
        """Code that goes on to the end for want of a closing line, and words that stand where none are shown."""
        first, end = token.map or (0, 0)
        closing = self.source.lines[end - 1].strip("> \t") if end - 1 > first else ""
        if token.type == "fence" and set(closing) != {token.markup[0]}:
            message = f"these {token.markup} are never closed: all that follows is set as code"
            self.problems.append(warning("S004", self.source.start(token), message, f"add a line  {token.markup}"))
        words = token.info.strip()
        if " " in words and not words.startswith("{"):
            message = f"words behind {token.markup} are not shown: {words}"
            hint = "put them into the next line; only the name of a language may stand there"
            self.problems.append(warning("S020", self.source.start(token), message, hint))

    def _children(self, tokens: Sequence[Token], depth: int) -> tuple[Node, ...]:
        found: list[Node] = []
        index = 0
        while index < len(tokens):
            end = _closing(tokens, index)
            found += self.block(tokens[index : end + 1], depth, False)
            index = end + 1
        return tuple(found)

    def _paragraph(self, token: Token, inline: Token, tight: bool) -> Node:
        children = self.lines.inline(inline)
        if len(children) == 1 and children[0].name == "image":
            return replace(children[0], name="figure")
        props = {"tight": "yes"} if tight else {}
        return Node("paragraph", _first(children, self.source.start(token)), children, props=props)

    def _table(self, tokens: Sequence[Token]) -> Node:
        rows: list[Node] = []
        cells: list[Node] = []
        for index, token in enumerate(tokens):
            if token.type == "tr_open":
                cells = []
            elif token.type in ("th_open", "td_open"):
                align = str(token.attrs.get("style", "")).removeprefix("text-align:")
                props = {"head": "yes"} if token.type == "th_open" else {}
                children = self.lines.inline(tokens[index + 1])
                place = _first(children, self.source.start(tokens[index + 1]))
                cells.append(Node("cell", place, children, props={**props, "align": align}))
            elif token.type == "tr_close":
                rows.append(Node("row", cells[0].place, tuple(cells)))
        for line, column in tokens[0].meta.get("dropped", ()):
            hint = "give the head one more cell, or write \\| for a bar that is text"
            message = "this row has more cells than the table's head; from here on nothing would be shown"
            self.problems.append(error("S017", self.source.place(line, column + 1), message, hint))
        return Node("table", self.source.start(tokens[0]), tuple(rows))


def _closing(tokens: Sequence[Token], index: int) -> int:
    """The position of the token that closes the one at ``index``: itself, where it opens nothing."""
    level = 0
    for position in range(index, len(tokens)):
        level += tokens[position].nesting
        if level == 0:
            return position
    return len(tokens) - 1


def _first(children: Sequence[Node], other: Place) -> Place:
    return children[0].place if children else other


def _joined_definitions(nodes: Sequence[Node]) -> tuple[Node, ...]:
    """Definition lists that only blank lines part are one list."""
    joined: list[Node] = []
    for node in nodes:
        if node.name == "definitions" and joined and joined[-1].name == "definitions":
            joined[-1] = Node("definitions", joined[-1].place, (*joined[-1].children, *node.children))
        else:
            joined.append(node)
    return tuple(joined)
