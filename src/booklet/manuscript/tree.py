"""Tokens to nodes: pairs what opens and closes, gives every node its place, and gathers what is wrong on the way."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ..model import Node, NodeName, Place
from ..problems import Problem, error, warning
from .markdown import DEEPEST_TOKENS, Trailing

DEEPEST = 100
LEAF_FENCES = ("pagebreak", "workspace")
WITHIN: dict[str, NodeName] = {
    "em_open": "emphasis",
    "strong_open": "strong",
    "s_open": "strike",
    "link_open": "link",
    "span_open": "span",
}


def slug(text: str) -> str:
    """Text as an id: lower-case letters and digits of any script, joined by hyphens."""
    kept = [c if c.isalnum() or unicodedata.combining(c) else " " for c in unicodedata.normalize("NFC", text).lower()]
    return "-".join("".join(kept).split())


class Ids:
    """Gives out ids: written ones belong to their author, made ones make way with -2, -3 …"""

    def __init__(self) -> None:
        self.written: dict[str, Place] = {}
        self.taken: set[str] = set()

    def claim(self, name: str, place: Place) -> Problem | None:
        """Register a written id; the problem if it is somebody else's."""
        if name in self.written:
            hint = "give one of them another id"
            return error("S002", place, f"the id “{name}” is also written in {self.written[name]}", hint)
        self.written[name] = place
        return None

    def make(self, name: str) -> str:
        """A made id that nobody has: the wanted one, or with a number behind."""
        made, count = name, 1
        while made in self.taken or made in self.written:
            count += 1
            made = f"{name}-{count}"
        self.taken.add(made)
        return made


@dataclass(frozen=True, slots=True)
class Origin:
    """Maps offsets of an inline text to places: for each line of it, the offset where it starts and its place."""

    starts: tuple[tuple[int, Place], ...]
    shift: int = 0

    def place(self, offset: int) -> Place:
        """Where the character at that offset stands."""
        offset += self.shift
        start, place = next((s for s in reversed(self.starts) if s[0] <= offset), self.starts[0])
        return place.right(offset - start)


class Tree:
    """One section's Markdown, parsed. ``first_line`` is the line of the file on which ``text`` begins."""

    def __init__(self, md: MarkdownIt, text: str, file: Place, first_line: int) -> None:
        self.file, self.first_line = file.file, first_line
        self.lines = text.split("\n")
        self.md = md
        self.env: dict[str, Any] = {}
        self.problems: list[Problem] = []
        self.notes: dict[str, list[Token]] = {}
        self.note_places: dict[str, Place] = {}
        self.numbers: dict[int, int] = {}
        self.open_notes: list[int] = []
        self.inline_origins: dict[int, Origin] = {}
        self.cells: dict[int, int] = {}
        self.tokens = self._without_notes(md.parse(text, self.env))

    def place(self, line: int, column: int = 1) -> Place:
        """A place by its line in the text, from 0."""
        return Place(self.file, self.first_line + line, column)

    def written_ids(self) -> Iterator[tuple[str, Place]]:
        """Every id that the author wrote, in order."""
        bodies = [self.tokens, *self.notes.values()]
        for token in (t for body in bodies for t in body):
            place = self._attrs_place(token)
            if token.attrs.get("id"):
                yield str(token.attrs["id"]), place
            for child in token.children or []:
                if child.attrs.get("id"):
                    origin = self.origin(token)
                    yield str(child.attrs["id"]), origin.place(child.map[0] if child.map else 0)

    def _attrs_place(self, token: Token) -> Place:
        if "attrs_at" in token.meta:
            inline, at = token.meta["attrs_at"]
            return self.origin(inline).place(at)
        return self._start(token)

    def _start(self, token: Token) -> Place:
        if not token.map:
            return self.place(0)
        line = self.lines[token.map[0]] if token.map[0] < len(self.lines) else ""
        return self.place(token.map[0], len(line) - len(line.lstrip()) + 1)

    def _without_notes(self, tokens: list[Token]) -> list[Token]:
        """Take the footnotes' texts out of the stream; they are read where they are called."""
        kept: list[Token] = []
        inside: list[list[Token]] = []
        for token in tokens:
            if token.type == "footnote_reference_open":
                body: list[Token] = []
                label, place = token.meta["label"], self._start(token)
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
        deepest = next((t for t in self.tokens if t.level >= DEEPEST_TOKENS - 1), None)
        if deepest is not None:
            self._too_deep(self._start(deepest))
            return ()
        blocks = self.blocks(self.tokens, 0)
        called = {note.get("label") for note in self.env.get("footnotes", {}).get("list", {}).values()}
        for label, place in self.note_places.items():
            if label not in called:
                hint = f"write [^{label}] where it belongs, or delete it"
                self.problems.append(error("S007", place, f"nothing calls the footnote [^{label}]", hint))
        return blocks

    def _too_deep(self, place: Place) -> None:
        message = f"lists, quotations and fences nest deeper than {DEEPEST} levels here"
        if not any(p.code == "L004" for p in self.problems):
            self.problems.append(error("L004", place, message, "flatten the outer ones"))

    def blocks(self, tokens: Sequence[Token], depth: int) -> tuple[Node, ...]:
        """Read a run of sibling tokens, pairing fences among them."""
        if depth > DEEPEST:
            self._too_deep(self._start(tokens[0]) if tokens else self.place(0))
            return ()
        strict = self._leaves_are_closed(tokens)
        frames: list[tuple[Token | None, list[Node]]] = [(None, [])]
        index = 0
        while index < len(tokens):
            token = tokens[index]
            end = _closing(tokens, index)
            fenced = len(frames) > 1
            if depth + len(frames) - 1 > DEEPEST:
                self._too_deep(self._start(token))
                return ()
            if token.type == "div_open":
                frames.append((token, []))
                if token.info in LEAF_FENCES and not strict:
                    self._close(frames)
            elif token.type == "div_close":
                if fenced:
                    self._close(frames)
                else:
                    hint = "delete it, or check the fence that it should close: a fence closes in its own list item"
                    self.problems.append(error("S004", self._start(token), "these colons close nothing", hint))
            else:
                frames[-1][1].extend(self.block(tokens[index : end + 1], depth + len(frames) - 1, fenced))
            index = end + 1
        while len(frames) > 1:
            opener = frames[-1][0]
            assert opener is not None
            hint = "close it with a line ::: indented like its opening line"
            message = f"the fence ::: {opener.info} is never closed"
            self.problems.append(error("S004", self._start(opener), message, hint))
            self._close(frames)
        return _joined_definitions(frames[0][1])

    def _leaves_are_closed(self, tokens: Sequence[Token]) -> bool:
        """Whether ::: pagebreak and ::: workspace have closing lines of their own here: by counting colons."""
        flat, level = [], 0
        for token in tokens:
            if level == 0:
                flat.append(token)
            level += token.nesting
        opened = sum(t.type == "div_open" for t in flat)
        return sum(t.type == "div_close" for t in flat) >= opened

    def _close(self, frames: list[tuple[Token | None, list[Node]]]) -> None:
        token, children = frames.pop()
        assert token is not None
        place = self._start(token)
        if "broken" in token.meta:
            self._broken(place, token.meta["broken"])
        attrs = {k: str(v) for k, v in token.attrs.items()}
        props = {"name": token.info}
        fence = Node("fence", place, _joined_definitions(children), "", attrs, props, attrs.get("id", ""))
        frames[-1][1].append(fence)

    def _broken(self, place: Place, text: str) -> None:
        hint = 'write them as {#id .class key=value}; a value with spaces or signs wants quotation marks: key="a b"'
        self.problems.append(error("S005", place, f"these attributes cannot be read: {text}", hint))

    def block(self, tokens: Sequence[Token], depth: int, fenced: bool) -> list[Node]:
        """One block: its opening token, what it holds, its closing token."""
        token, inner = tokens[0], tokens[1:-1]
        place = self._start(token)
        attrs = {k: str(v) for k, v in token.attrs.items() if k != "start" and k != "style"}
        name = attrs.get("id", "")
        match token.type:
            case "paragraph_open":
                return [self._paragraph(token, tokens[1], token.hidden and not fenced)]
            case "heading_open":
                children = self.inline(tokens[1])
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
                children = self.inline(tokens[1])
                return [Node("term", _first(children, place), children, "", attrs, {}, name)]
            case "dd_open":
                return [Node("definition", place, self.blocks(inner, depth + 1))]
            case "fence" | "code_block":
                props = {"language": token.info.strip().partition(" ")[0]}
                return [Node("code", place, (), token.content, {}, props)]
            case "hr":
                return [Node("rule", place)]
            case "table_open":
                return [self._table(tokens)]
        raise AssertionError(f"a token that no rule makes: {token.type}")

    def _children(self, tokens: Sequence[Token], depth: int) -> tuple[Node, ...]:
        found: list[Node] = []
        index = 0
        while index < len(tokens):
            end = _closing(tokens, index)
            found += self.block(tokens[index : end + 1], depth, False)
            index = end + 1
        return tuple(found)

    def _paragraph(self, token: Token, inline: Token, tight: bool) -> Node:
        children = self.inline(inline)
        if len(children) == 1 and children[0].name == "image" and not tight:
            image = children[0]
            return Node("figure", image.place, self._caption(image), "", image.attrs, image.props, image.id)
        props = {"tight": "yes"} if tight else {}
        return Node("paragraph", _first(children, self._start(token)), children, props=props)

    def _caption(self, image: Node) -> tuple[Node, ...]:
        """An image's caption, which is its title in Markdown, as a line of prose."""
        return self.line(image.get("caption"), image.place) if image.get("caption") else ()

    def line(self, text: str, place: Place) -> tuple[Node, ...]:
        """A line of Markdown that stands in no block: a title, a caption."""
        (token,) = self.md.parseInline(text, {})
        return self._inline(token.children or [], Origin(((0, place),)))

    def _table(self, tokens: Sequence[Token]) -> Node:
        rows: list[Node] = []
        cells: list[Node] = []
        for index, token in enumerate(tokens):
            if token.type == "tr_open":
                cells = []
            elif token.type in ("th_open", "td_open"):
                align = str(token.attrs.get("style", "")).removeprefix("text-align:")
                props = {"head": "yes"} if token.type == "th_open" else {}
                children = self.inline(tokens[index + 1])
                place = _first(children, self._start(tokens[index + 1]))
                cells.append(Node("cell", place, children, props={**props, "align": align}))
            elif token.type == "tr_close":
                rows.append(Node("row", cells[0].place, tuple(cells)))
        return Node("table", self._start(tokens[0]), tuple(rows))

    # within a line

    def origin(self, token: Token) -> Origin:
        """Where each line of an inline token's text stands in the file: the text is the tail of its source lines."""
        if id(token) in self.inline_origins:
            return self.inline_origins[id(token)]
        content = str(token.meta.get("source", token.content))
        first = token.map[0] if token.map else 0
        starts, offset = [], 0
        for number, line in enumerate(content.split("\n")):
            source = self.lines[first + number] if first + number < len(self.lines) else ""
            text = line.strip()
            tail = source.rstrip()
            column = len(tail) - len(text) if tail.endswith(text) else self._find(source, text, first + number)
            lead = len(line) - len(line.lstrip())
            starts.append((offset, self.place(first + number, column - lead + 1)))
            offset += len(line) + 1
        self.inline_origins[id(token)] = Origin(tuple(starts))
        return self.inline_origins[id(token)]

    def _find(self, source: str, text: str, line: int) -> int:
        """The column of a table's cell or of a heading with closing marks: cells are asked for in order."""
        begin = self.cells.get(line, 0)
        at = source.find(text, begin)
        if at < 0:
            at = source.find(text.partition("|")[0], begin)
        self.cells[line] = at + len(text)
        return max(at, 0)

    def inline(self, token: Token) -> tuple[Node, ...]:
        """The nodes of one inline token."""
        origin = self.origin(token)
        for key, code in (("broken", "S005"), ("stray", "S005")):
            found: Trailing | None = token.meta.get(key)
            if found and key == "broken":
                self._broken(origin.place(found.at), found.text)
            elif found:
                hint = "attributes end a heading, an item's first paragraph, a term or a quotation's closing line"
                message = f"these attributes belong to nothing and are shown as text: {found.text}"
                self.problems.append(warning(code, origin.place(found.at), message, hint))
        return self._inline(token.children or [], origin)

    def _inline(self, tokens: Sequence[Token], origin: Origin) -> tuple[Node, ...]:
        frames: list[tuple[Node | None, list[Node]]] = [(None, [])]
        for token in tokens:
            place = origin.place(token.map[0] if token.map else token.meta.get("at", 0))
            attrs = {k: str(v) for k, v in token.attrs.items()}
            if token.type in WITHIN:
                props = {"target": attrs.pop("href", ""), "title": attrs.pop("title", "")} if token.tag == "a" else {}
                frames.append((Node(WITHIN[token.type], place, (), "", attrs, props, attrs.get("id", "")), []))
            elif token.nesting < 0:
                node, children = frames.pop()
                assert node is not None
                closed = Node(node.name, node.place, tuple(children), "", node.attrs, node.props, node.id)
                frames[-1][1].append(closed)
            else:
                frames[-1][1].extend(self._leaf(token, attrs, place, origin))
        return tuple(frames[0][1])

    def _leaf(self, token: Token, attrs: dict[str, str], place: Place, origin: Origin) -> list[Node]:
        match token.type:
            case "text" | "text_special":
                self._check_text(token, place)
                return [Node("text", place, (), token.content)] if token.content else []
            case "softbreak":
                return [Node("text", place, (), "\n")]
            case "hardbreak":
                return [Node("break", place)]
            case "code_inline":
                return [Node("code-span", place, (), token.content, attrs, {}, attrs.get("id", ""))]
            case "image":
                props = {"file": attrs.pop("src"), "caption": attrs.pop("title", "")}
                attrs.pop("alt")
                props["alt"] = " ".join("".join(t.content or " " for t in token.children or []).split())
                return [Node("image", place, (), "", attrs, props, attrs.get("id", ""))]
            case "footnote_ref":
                return [self._note(token, place, origin)]
        raise AssertionError(f"a token that no rule makes: {token.type}")

    def _check_text(self, token: Token, place: Place) -> None:
        text = token.content
        at = text.find("[^")
        if token.type == "text" and at >= 0 and "]" in text[at:]:
            label = text[at + 2 : text.index("]", at)]
            if label and " " not in label:
                hint = f"add a line  [^{label}]: …  to the section"
                self.problems.append(error("S007", place.right(at), f"the footnote [^{label}] has no text", hint))
        for at in (i for i, sign in enumerate(text) if sign == "<" and (text[i + 1 :] + " ")[0] in _TAG_STARTS):
            comment = text.startswith("<!", at)  # its dashes are text of their own by now
            if token.type == "text" and (comment or ">" in text[at:]):
                tag = "<!--" if comment else text[at : text.index(">", at) + 1]
                hint = "HTML is not read here; use Markdown, or write \\< to show the sign without this warning"
                self.problems.append(warning("S006", place.right(at), f"{tag} is shown as text", hint))
                break

    def _note(self, token: Token, place: Place, origin: Origin) -> Node:
        key = int(token.meta["id"])
        if key in self.numbers:
            return Node("note-again", place, props={"number": str(self.numbers[key])})
        if key in self.open_notes:
            self.problems.append(error("S007", place, "this footnote calls itself", "delete the call inside its text"))
            return Node("note", place)
        nested = bool(self.open_notes)
        if nested:
            hint = "its text is put in brackets; better say it within the outer note"
            self.problems.append(warning("S007", place, "a footnote is called inside a footnote", hint))
        else:
            self.numbers[key] = len(self.numbers) + 1
        self.open_notes.append(key)
        label = token.meta.get("label")
        if len(self.open_notes) > DEEPEST:
            self._too_deep(place)
            body: tuple[Node, ...] = ()
        elif label is None:
            at = token.map[0] if token.map else 0
            inner = self.env["footnotes"]["list"][key]["tokens"]
            body = (Node("paragraph", place, self._inline(inner, Origin(origin.starts, origin.shift + at + 2))),)
        else:
            body = self.blocks(self.notes[label], 0)
        self.open_notes.pop()
        props = {"nested": "yes"} if nested else {"number": str(self.numbers[key])}
        return Node("note", place, body, props=props)


_TAG_STARTS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ/!?")


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
