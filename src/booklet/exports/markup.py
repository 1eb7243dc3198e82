"""Nodes to small pieces of XHTML for other programs, which have none of the booklet's style sheets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import PurePosixPath
from unicodedata import normalize

from markupsafe import Markup, escape

from ..fences import heading_of
from ..language import direction, messages
from ..model import Book, Node, Place, Section, plain
from .asked import APART, PICTURES, loses, notes_of

SAME = {
    "paragraph": "p", "quote": "blockquote", "list-item": "li", "row": "tr", "definitions": "dl",
    "emphasis": "em", "strong": "strong", "code-span": "code",
}  # fmt: skip
WITHIN_LINES = ("emphasis", "strong", "code-span")
SILENT = ("workspace", "pagebreak", "columns")
ISOLATES = {"ltr": "\N{LEFT-TO-RIGHT ISOLATE}", "rtl": "\N{RIGHT-TO-LEFT ISOLATE}"}
END = "\N{POP DIRECTIONAL ISOLATE}"


@dataclass(frozen=True, slots=True)
class Dialect:
    """What a program understands: ``folder`` stands before the names of pictures, None where it takes none.

    ``old`` is the XHTML of QTI 2.1 (Information Model §6), which has no direction of text (its isolates are characters
    then, UAX #9 §2.4), no lists that begin elsewhere than at 1, and nothing struck out. In its schema (imsqti_v2p1.xsd,
    DT and DD) a term must say its language, and neither it nor what it means has text of its own.
    """

    folder: str | None
    old: bool = False


HTML = Dialect("")


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of markup, the pictures in it by name under manuscript/, and what of it could not be kept, by place."""

    text: Markup
    pictures: tuple[str, ...] = ()
    lost: tuple[tuple[Place, str], ...] = ()


def element(name: str, content: str | None = None, attributes: Mapping[str, str] | None = None) -> Markup:
    """One element as markup; void without content. Content is markup already, or is escaped."""
    written = "".join(f' {key}="{escape(value)}"' for key, value in (attributes or {}).items())
    if content is None:
        return Markup(f"<{name}{written} />")
    return Markup(f"<{name}{written}>{escape(content)}</{name}>")


def file_name(name: str, data: bytes) -> str:
    """A picture's name where all lie in one folder: letters that every program takes, and a mark of what is in it."""
    path = PurePosixPath(name)
    stem = "".join(c if c.isascii() and c.isalnum() else "-" for c in normalize("NFKD", path.stem)).strip("-")
    return f"{stem[:40] or 'picture'}-{sha256(data).hexdigest()[:8]}{path.suffix.lower()}"


@dataclass
class Pen:
    """Writes pieces of one section in a dialect. ``gap`` writes a blank; ``within`` the language around a piece.

    Fences named in ``apart`` are passed over: they hold what is told elsewhere. What a piece calls for is gathered in
    ``notes``, ``pictures`` and ``lost``.
    """

    book: Book
    section: Section
    dialect: Dialect = HTML
    gap: Callable[[Node], Markup] = lambda _: Markup("_____")
    character: Callable[[str], Markup] = escape
    apart: Sequence[str] = APART
    language: str = ""
    notes: list[Markup] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    lost: list[tuple[Place, str]] = field(default_factory=list)

    def piece(self, nodes: Iterable[Node], *, loose: bool = True) -> Fragment:
        """Some nodes with the notes that they call. ``loose`` pieces may be parts of a line; others are blocks."""
        pen = replace(self, language=self.language or self.book.settings.language, notes=[], pictures=[], lost=[])
        text = pen.flow(nodes) if loose else pen.blocks(nodes)
        text = text + Markup("").join(pen.notes)
        return Fragment(text, tuple(dict.fromkeys(pen.pictures)), tuple(dict.fromkeys(pen.lost)))

    def flow(self, nodes: Iterable[Node]) -> Markup:
        """Blocks and parts of lines as they come."""
        return Markup("").join(map(self.write, nodes))

    def blocks(self, nodes: Iterable[Node]) -> Markup:
        """Blocks alone: lines that stand free become paragraphs."""
        return Markup("").join(self._standing(node) for node in nodes)

    def write(self, node: Node) -> Markup:
        """One node with all that it holds."""
        if node.name in SAME:
            return self._same(node)
        method: Callable[[Node], Markup] = getattr(self, "_" + node.name.replace("-", "_"))
        return method(node)

    def _standing(self, node: Node) -> Markup:
        return self.write(replace(node, props={**node.props, "tight": ""}) if node.name == "paragraph" else node)

    def _same(self, node: Node) -> Markup:
        if node.name == "paragraph":
            line = self._line(node)
            return line if node.get("tight") else self._element("p", node, line)
        if node.name == "quote":
            inner = self._inner(node, self.blocks)
            return self._element("blockquote", node, inner) if inner else inner
        if node.name in WITHIN_LINES:
            return self._word(SAME[node.name], node)
        return self._element(SAME[node.name], node, self._inner(node))

    def _element(self, tag: str, node: Node, content: Markup, more: Mapping[str, str] | None = None) -> Markup:
        """An element in the language of its node."""
        attributes = dict(more or {})
        lang = node.attrs.get("lang")
        if lang:
            attributes |= {"xml:lang": lang} if self.dialect.old else {"lang": lang, "dir": direction(lang)}
        return element(tag, content, attributes)

    def _word(self, tag: str, node: Node, more: Mapping[str, str] | None = None) -> Markup:
        """An element within a line."""
        lang = node.attrs.get("lang", self.language)
        return self._element(tag, node, self._isolated(self._inner(node), lang, self.language), more)

    def _isolated(self, content: Markup, lang: str, around: str) -> Markup:
        """Words that run the other way than those around them, held together by characters where no attribute does."""
        way = direction(lang)
        if not self.dialect.old or way == (direction(around) if around else "ltr") or not content:
            return content
        return ISOLATES[way] + content + END

    def _inner(self, node: Node, write: Callable[[Iterable[Node]], Markup] | None = None) -> Markup:
        """What a node holds, in the language of the node."""
        before, self.language = self.language, node.attrs.get("lang", self.language)
        try:
            return (write or self.flow)(node.children)
        finally:
            self.language = before

    def _line(self, node: Node) -> Markup:
        """What stands in a block, which no attribute tells to begin at the right."""
        return self._isolated(self._inner(node), node.attrs.get("lang", self.language), "")

    # blocks

    def _heading(self, node: Node) -> Markup:
        level = min(max(int(node.get("level", "3")), 3), 6)
        return self._element(f"h{level}", node, self._line(node))

    def _list(self, node: Node) -> Markup:
        if node.get("style") == "bullet":
            return self._element("ul", node, self._inner(node))
        start = node.get("start", "1")
        if start != "1" and self.dialect.old:
            items = enumerate(node.children, int(start))
            lines = (element("div", escape(f"{n}. ") + self._inner(item)) for n, item in items)
            return self._element("div", node, Markup("").join(lines))
        return self._element("ol", node, self._inner(node), {} if start == "1" else {"start": start})

    def _term(self, node: Node) -> Markup:
        line = self._line(node)
        if not self.dialect.old:
            return self._element("dt", node, line)
        return element("dt", element("span", line), {"xml:lang": node.attrs.get("lang", self.language)})

    def _definition(self, node: Node) -> Markup:
        return self._element("dd", node, self._inner(node, self.blocks if self.dialect.old else None))

    def _code(self, node: Node) -> Markup:
        return element("pre", self._text_of("".join(line.text for line in node.children)))

    def _rule(self, node: Node) -> Markup:
        return element("hr")

    def _table(self, node: Node) -> Markup:
        if node.get("holds") == "match":  # the names of two columns that stand elsewhere
            names = Markup(" – ").join(self._inner(cell) for cell in node.children[0].children)
            return element("p", element("strong", names))
        heads = [row for row in node.children if row.children[0].get("head") == "yes"]
        rows = [row for row in node.children if row.children[0].get("head") != "yes"]
        head = element("thead", self.flow(heads)) if heads and rows else Markup("")
        return self._element("table", node, head + element("tbody", self.flow(rows or heads)))

    def _cell(self, node: Node) -> Markup:
        align = node.get("align")
        if self.dialect.old:
            more = {"class": f"align-{align}"} if align else {}
        else:
            more = {"style": f"text-align: {align}"} if align else {}
        if node.get("head"):
            return self._element(
                "th", node, self._line(node), {"scope": "row" if node.get("head") == "row" else "col", **more}
            )
        return self._element("td", node, self._line(node), more)

    def _figure(self, node: Node) -> Markup:
        caption = self._caption(node)
        below = element("p", caption) if caption else Markup("")
        return element("div", element("p", self._picture(node)) + below)

    def _caption(self, node: Node) -> Markup:
        lines = [self._inner(node)] if node.children else []
        lines += [self._text_of(node.attrs["credit"])] if node.attrs.get("credit") else []
        return Markup(" ").join(lines)

    def _picture(self, node: Node) -> Markup:
        """A picture, or its description in brackets where there can be none."""
        name = node.get("file")
        alt = " ".join(node.get("alt").split())
        if self.dialect.folder is None:
            self.lost.append((node.place, "a picture, which is told by its description"))
            return self._text_of(f"[{alt}]")
        self.pictures.append(name)
        src = self.dialect.folder + file_name(name, self.book.pictures[name].data)
        attributes = {"src": src, "alt": alt}
        if node.attrs.get("width"):
            attributes |= {} if self.dialect.old else {"style": f"width: {node.attrs['width']}"}
        return element("img", None, attributes)

    def _fence(self, node: Node) -> Markup:
        name = node.get("name")
        if name in self.apart:
            return Markup("")
        if name in SILENT:
            return self.blocks(node.children)
        label = heading_of(node, messages(self.book.settings.language))
        head = element("p", element("strong", self._text_of(label))) if label else Markup("")
        return self._element("div", node, head + self._inner(node, self.blocks), {"class": name})

    # within a line

    def _text(self, node: Node) -> Markup:
        return self._text_of(node.text)

    def _text_of(self, text: str) -> Markup:
        return self.character(text)

    def _strike(self, node: Node) -> Markup:
        if not self.dialect.old:
            return self._word("s", node)
        self.lost.append((node.place, "that words are struck out"))
        return self._word("span", node)

    def _span(self, node: Node) -> Markup:
        if node.get("blank"):
            return self.gap(node)
        return self._word("span", node) if node.attrs.get("lang") else self._inner(node)

    def _break(self, node: Node) -> Markup:
        return element("br")

    def _image(self, node: Node) -> Markup:
        caption = self._caption(node)
        return self._picture(node) + (Markup(" ") + caption if caption else Markup(""))

    def _link(self, node: Node) -> Markup:
        """A link to an address; one to another place of the booklet is its words alone."""
        target = node.get("target")
        if target.startswith("#"):
            return self._inner(node)
        return self._word("a", node, {"href": target})

    def _note(self, node: Node) -> Markup:
        if node.get("nested"):
            return self._text_of(" [") + self._note_text(node) + self._text_of("]")
        return self._call(node)

    def _note_again(self, node: Node) -> Markup:
        found = notes_of(self.section).get(node.get("number"))
        return self._call(found) if found else Markup("")

    def _call(self, note: Node) -> Markup:
        number = element("sup", self._text_of(note.get("number")))
        told = element("p", number + self._text_of(" ") + self._note_text(note))
        if told not in self.notes:
            self.notes.append(told)
        return number

    def _note_text(self, note: Node) -> Markup:
        """A note's text as one line: its paragraphs one after the other, the words alone of other blocks."""
        others = (block for block in note.children if block.name != "paragraph")
        if loses(others, PICTURES):
            self.lost.append((note.place, "a picture in a note, which is told by its description"))
        lines = (
            self._inner(block) if block.name == "paragraph" else self._text_of(plain([block]))
            for block in note.children
        )
        return Markup(" ").join(lines)
