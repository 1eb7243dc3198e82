"""What stands within a line: inline tokens to nodes, each with its place, and the footnotes that lines call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ..model import Node, NodeName, Place, unbroken
from ..problems import Problem, error, warning
from .attributes import Trailing, is_unclosed, meant_as_attributes
from .places import Definitions, Origin, Source, code_start

DEEPEST = 100
CLOSE = "write } at their end, in the line that they begin in; or \\{ at their beginning if they are text"
WITHIN: dict[str, NodeName] = {
    "em_open": "emphasis",
    "strong_open": "strong",
    "s_open": "strike",
    "link_open": "link",
    "span_open": "span",
}


BEFORE_BRACES = ("_close", "image", "code_inline")


class Lines:
    """Reads the lines of one section.

    ``text_of_note`` gives the blocks of the footnote with that label; ``direct`` are the notes that the text itself
    calls, not only other notes.
    """

    def __init__(
        self, md: MarkdownIt, source: Source, problems: list[Problem], text_of_note: Callable[[str], tuple[Node, ...]]
    ) -> None:
        self.md, self.source, self.problems, self.text_of_note = md, source, problems, text_of_note
        self.links = Definitions()
        self.env: dict[str, Any] = {"references": self.links}
        self.numbers: dict[int, int] = {}
        self.direct: set[int] = set()
        self.written: set[int] = set()
        self.open_notes: list[int] = []
        self.called: set[str] = set()

    def inline(self, token: Token) -> tuple[Node, ...]:
        """The nodes of one inline token."""
        origin = self.source.origin(token)
        self._check_attributes(token, origin)
        return self._inline(token.children or [], origin)

    def line(self, text: str, origin: Origin) -> tuple[Node, ...]:
        """A line of Markdown that stands in no block: a title, a caption. Its notes are the section's."""
        (token,) = self.md.parseInline(text, self.env)
        self._check_attributes(token, origin)
        return self._inline(token.children or [], origin)

    def _check_attributes(self, token: Token, origin: Origin) -> None:
        broken: Trailing | None = token.meta.get("broken")
        if broken:
            self.problems.append(unreadable(origin.place(broken.at), broken.text, broken.closed))
        strays: list[Trailing] = token.meta.get("stray", [])
        for stray in strays:
            hint = "attributes end a heading, an item's first paragraph, a term or a quotation's closing line"
            message = f"these attributes belong to nothing and are shown as text: {stray.text}"
            if not stray.closed:
                message, hint = f"these attributes are never closed and are shown as text: {stray.text}", CLOSE
            self.problems.append(warning("S005", origin.place(stray.at), message, hint))

    def _inline(self, tokens: Sequence[Token], origin: Origin) -> tuple[Node, ...]:
        before = ""
        for is_text, run in groupby(tokens, lambda t: t.type == "text"):
            group = list(run)
            if is_text:
                self._check_text(group, before, origin)
            before = group[-1].type
        frames: list[tuple[Node | None, list[Node]]] = [(None, [])]
        for token in tokens:
            place = origin.place(token.map[0] if token.map else token.meta.get("at", 0))
            attrs = {k: str(v) for k, v in token.attrs.items()}
            if token.type == "link_open" and any(node and node.name == "link" for node, _ in frames):
                frames.append((Node("span", place), []))  # an address in a link's text: links hold no links
            elif token.type in WITHIN:
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
            case "text" | "text_special" | "address":
                at = token.map[0] if token.map else token.meta.get("at", 0)
                return _texts(origin, at, token.content)
            case "softbreak":
                return [Node("text", place, (), "\n")]
            case "hardbreak":
                return [Node("break", place)]
            case "code_inline":
                text = tuple(_texts(origin, code_start(token), token.content))
                return [Node("code-span", place, text, "", attrs, {}, attrs.get("id", ""))]
            case "image":
                return [self._image(token, attrs, place, origin)]
            case "footnote_ref":
                return [self._note(token, place, origin)]
        raise AssertionError(f"a token that no rule makes: {token.type}")

    def _image(self, token: Token, attrs: dict[str, str], place: Place, origin: Origin) -> Node:
        """A picture; its title in Markdown is its caption, a line of prose."""
        props = {"file": attrs.pop("src"), "alt": " ".join(unbroken(_alternative(token)))}
        if any(t.type == "footnote_ref" for t in token.children or []):
            hint = "call it in the caption, or in the text"
            self.problems.append(error("S007", place, "a footnote is called in a picture's text alternative", hint))
        attrs.pop("alt")
        title = attrs.pop("title", "")
        caption: tuple[Node, ...] = ()
        if "caption" in token.meta:
            text, stretches = token.meta["caption"]
            caption = self.line(text, Origin(tuple((offset, origin.place(at)) for offset, at in stretches)))
        elif title:
            caption = self.line(title, self.source.title(title, self.links[token.meta["label"]]))
        return Node("image", place, caption, "", attrs, props, attrs.get("id", ""))

    def _check_text(self, tokens: Sequence[Token], before: str, origin: Origin) -> None:
        """Warn of what looks like a call, a tag or attributes in a run of text, and is none.

        ``before`` is the type of the token before the run.
        """
        text = "".join(t.content for t in tokens)

        def place(at: int) -> Place:
            for token in tokens:
                if at < len(token.content):
                    return origin.place(token.map[0] if token.map else token.meta.get("at", 0)).right(at)
                at -= len(token.content)
            return origin.place(0)

        if before.endswith(BEFORE_BRACES) and "}" in text and meant_as_attributes(text):
            message = f"these attributes cannot be read and are shown as text: {text[: text.index('}') + 1]}"
            hint = "write them as {#id .class key=value}, behind a picture or a span [text]{…}"
            self.problems.append(warning("S005", place(0), message, hint))
        at = max(text.find("]{") + 1, 0)
        behind = text[at:].split("\n")[0] if at or before.endswith(BEFORE_BRACES) else ""
        word = behind.partition(" ")[0].rstrip(".,;:!?")
        if word.startswith("{") and "}" not in behind and is_unclosed(word):
            message = f"these attributes are never closed and are shown as text: {word}"
            self.problems.append(warning("S005", place(at), message, CLOSE))
        at = text.find("[^")
        if at >= 0 and "]" in text[at:]:
            label = text[at + 2 : text.index("]", at)]
            if label and " " not in label:
                hint = f"add a line  [^{label}]: …  to the section"
                self.problems.append(error("S007", place(at), f"the footnote [^{label}] has no text", hint))
        for at in (i for i, sign in enumerate(text) if sign == "<" and (text[i + 1 :] + " ")[0] in _TAG_STARTS):
            comment = text.startswith("<!", at)  # its dashes have become signs by now
            if comment or ">" in text[at:]:
                tag = "<!--" if comment else text[at : text.index(">", at) + 1]
                name, _, attributes = tag.partition(" ")
                tag = f"{name} …>" if attributes else name  # whose quotation marks have become typographic
                hint = "HTML is not read here; use Markdown, or write \\< to show the sign without this warning"
                self.problems.append(warning("S006", place(at), f"{tag} is shown as text", hint))
                break

    def _note(self, token: Token, place: Place, origin: Origin) -> Node:
        """A footnote with its number at its first call in the text; one that only notes call is said in brackets."""
        key = int(token.meta["id"])
        if key in self.open_notes:
            self.problems.append(error("S007", place, "this footnote calls itself", "delete the call inside its text"))
            return Node("note", place)
        nested = bool(self.open_notes)
        if not nested or key in self.direct:
            self.numbers.setdefault(key, len(self.numbers) + 1)
        if key in self.written or (nested and key in self.direct):
            return Node("note-again", place, props={"number": str(self.numbers[key])})
        if nested:
            hint = "its text is put in brackets; better say it within the outer note"
            self.problems.append(warning("S007", place, "a footnote is called inside a footnote", hint))
        else:
            self.written.add(key)
        self.open_notes.append(key)
        label = token.meta.get("label")
        if len(self.open_notes) > DEEPEST:
            self.problems.append(too_deep(place))
            body: tuple[Node, ...] = ()
        elif label is None:
            at = token.map[0] if token.map else 0
            inner = self.env["footnotes"]["list"][key]["tokens"]
            body = (Node("paragraph", place, self._inline(inner, origin.within(at + 2))),)
        else:
            self.called.add(label)
            body = self.text_of_note(label)
        self.open_notes.pop()
        props = {"nested": "yes"} if nested else {"number": str(self.numbers[key])}
        return Node("note", place, body, props=props)


_TAG_STARTS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ/!?")


def _texts(origin: Origin, offset: int, text: str) -> list[Node]:
    return [Node("text", place, (), piece) for piece, place in origin.pieces(offset, text) if piece]


def _alternative(image: Token) -> str:
    """The words between an image's square brackets, without their signs."""
    words = []
    for token in image.children or []:
        if token.type == "image":
            words.append(_alternative(token))
        else:
            words.append(" " if token.type.endswith("break") else token.content)
    return "".join(words)


def unreadable(place: Place, text: str, closed: bool = True) -> Problem:
    """The problem with what looks like attributes."""
    if not closed:
        return error("S005", place, f"these attributes are never closed: {text}", CLOSE)
    hint = 'write them as {#id .class key=value}; a value with spaces or signs wants quotation marks: key="a b"'
    return error("S005", place, f"these attributes cannot be read: {text}", hint)


def too_deep(place: Place) -> Problem:
    """The problem with a block that nests deeper than is read."""
    message = f"lists, quotations and fences nest deeper than {DEEPEST} levels here"
    return error("L004", place, message, "flatten the outer ones")
