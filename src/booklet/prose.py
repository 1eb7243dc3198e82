"""Nodes to XHTML: the one place that knows how each element of prose is written, for every medium."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import unquote

from markupsafe import Markup, escape

from .characters import emphasis_of
from .composition import Medium
from .fences import heading_of
from .language import direction
from .model import Item, Node, Place, plain
from .rooms import PITCH, is_high, room, workspace
from .sections.marking import ANSWERS, marker, unmarked

Words = Callable[[str], str]
BETWEEN_NOTES = Markup('<span class="between">,</span>')
_NOWHERE = Place("")
LETTERS_A_LINE = 100  # of running text, in the height of a ruled line
LONGEST_BLANK = 24  # letters: a longer answer goes on over the line's end


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes the nodes of one section.

    ``href`` gives the address of an id as seen from this section's page, ``src`` that of a picture, ``where`` the words
    for a chapter and a page of the studied book; ``turns`` says that the booklet has text from right to left; ``pitch``
    is how many mm ruled lines are apart; ``told`` are the addresses whose page has been told.
    """

    medium: Medium
    section_id: str
    words: Words
    href: Callable[[str], str]
    src: Callable[[str], str]
    where: Callable[[object, object], str]
    turns: bool = False
    pitch: float = PITCH
    in_note: bool = False
    told: set[str] = field(default_factory=set)

    def blocks(self, nodes: Iterable[Node]) -> Markup:
        """Blocks, or parts of lines, one after the other."""
        written: list[Markup] = []
        before = ""
        for node in nodes:
            if node.name.startswith("note") and before.startswith("note"):
                written.append(BETWEEN_NOTES)
            written.append(self.write(node))
            before = node.name
        return Markup("").join(written)

    def write(self, node: Node) -> Markup:
        """One node with all that it holds."""
        method: Callable[[Node], Markup] = getattr(self, "_" + node.name.replace("-", "_"))
        return method(node)

    def element(self, tag: str, node: Node, content: str, own_class: str = "", **more: str) -> Markup:
        """An element with the node's id, classes and language, and attributes of its own."""
        attributes: dict[str, str] = {}
        if node.id:
            attributes["id"] = node.id
        classes = f"{own_class} {node.attrs.get('class', '')}".strip()
        if classes:
            attributes["class"] = classes
        if node.attrs.get("lang"):
            attributes |= language_attributes(node.attrs["lang"], self.medium, self.turns)
        attributes |= more
        return tag_of(tag, attributes, content)

    def marked(self, item: Item | Node, own_class: str = "") -> Markup:
        """The attributes ``class`` and ``lang`` of an item's element: its own, and those that the author wrote."""
        classes = f"{own_class} {item.attrs.get('class', '')}".strip()
        attributes = {"class": classes} if classes else {}
        if item.attrs.get("lang"):
            attributes |= language_attributes(item.attrs["lang"], self.medium, self.turns)
        return Markup("").join(Markup(' {}="{}"').format(key, value) for key, value in attributes.items())

    def _inner(self, node: Node) -> Markup:
        return self.blocks(node.children)

    def _block(self, tag: str, node: Node, content: str, own_class: str = "", **more: str) -> Markup:
        """A block element; within a note a span that stands as a block, because a note must stay within its line."""
        if not self.in_note:
            return self.element(tag, node, content, own_class, **more) + "\n"
        return " " + self.element("span", node, content, f"note-{tag} {own_class}".strip())

    # blocks

    def _paragraph(self, node: Node) -> Markup:
        if node.get("tight"):
            return self._inner(node) + "\n"
        lines = _lines_of_verse(node)
        if lines and not self.in_note:
            verse = Markup("<br />\n").join(tag_of("span", {"class": "line"}, self.blocks(line)) for line in lines)
            return self._block("p", node, verse, "verse")
        return self._block("p", node, self._inner(node))

    def _heading(self, node: Node) -> Markup:
        level = max(int(node.get("level", "2")), 2)
        return self._block(f"h{level}", node, self._inner(node), "", **{"data-title": plain(node.children)})

    def _list(self, node: Node) -> Markup:
        if node.get("style") == "bullet":
            return self._block("ul", node, self._inner(node))
        start = node.get("start", "1")
        more = {"start": start} if start != "1" else {}
        if more and self.medium.name == "print":  # WeasyPrint counts by CSS alone
            more["style"] = f"counter-reset: list-item {int(start) - 1}"
        return self._block("ol", node, self._inner(node), **more)

    def _list_item(self, node: Node) -> Markup:
        mark = marker(node)
        if not mark:
            return self._block("li", node, self._inner(node) + self._reference(node))
        first, *rest = node.children
        box = Node("span", first.place, props={"tick": mark[1:2]})
        line = (box, Node("text", first.place, (), " "), *unmarked(first.children))
        node = replace(node, children=(replace(first, children=line), *rest))
        return self._block("li", node, self._inner(node) + self._reference(node), "task")

    def _reference(self, node: Node) -> Markup:
        """The chapter and page that a piece of evidence names."""
        where = self.where(node.attrs.get("chapter"), node.attrs.get("page"))
        return Markup(' <span class="reference">{}</span>').format(where) if where else Markup("")

    def _quote(self, node: Node) -> Markup:
        return self._block("blockquote", node, self._inner(node))

    def _code(self, node: Node) -> Markup:
        text = escape("".join(line.text for line in node.children))
        return self._block("pre", node, text if self.in_note else tag_of("code", {}, text))

    def _rule(self, node: Node) -> Markup:
        return Markup('<span class="note-hr"></span>') if self.in_note else Markup("<hr />\n")

    def _table(self, node: Node) -> Markup:
        heads = [row for row in node.children if row.children[0].get("head") == "yes"]
        rows = [row for row in node.children if row.children[0].get("head") != "yes"]
        head = self._block("thead", node, self.blocks(heads)) if heads else Markup("")
        body = self._block("tbody", node, self.blocks(rows)) if rows else Markup("")
        return self._block("table", node, head + body, node.get("class"))

    def _row(self, node: Node) -> Markup:
        return self._block("tr", node, self._inner(node))

    def _cell(self, node: Node) -> Markup:
        align = f"align-{node.get('align')}" if node.get("align") else ""
        align = f"{align} {node.get('class')}".strip()
        if node.get("head"):
            scope = "row" if node.get("head") == "row" else "col"
            return self._block("th", node, self._inner(node), align, scope=scope)
        return self._block("td", node, self._inner(node), align)

    def _definitions(self, node: Node) -> Markup:
        return self._block("dl", node, self._inner(node))

    def _term(self, node: Node) -> Markup:
        return self._block("dt", node, self._inner(node))

    def _definition(self, node: Node) -> Markup:
        return self._block("dd", node, self._inner(node))

    def _figure(self, node: Node) -> Markup:
        lines = self._caption(node)
        caption = self._block("figcaption", Node("text", _NOWHERE), lines) if lines else Markup("")
        return self._block("figure", node, self._picture(node) + caption)

    def _caption(self, node: Node) -> Markup:
        """What stands under a picture, or behind one in a line: its caption and whose it is."""
        credit = node.attrs.get("credit", "")
        lines = [tag_of("span", {"class": "caption"}, self._inner(node))] if node.children else []
        lines += [tag_of("span", {"class": "credit"}, escape(credit))] if credit else []
        return Markup(" ").join(lines)

    def _picture(self, node: Node) -> Markup:
        attributes = {"src": self.src(node.get("file")), "alt": node.get("alt")}
        if node.attrs.get("width"):
            attributes["style"] = f"width: {node.attrs['width']}"
        return tag_of("img", attributes)

    def _fence(self, node: Node) -> Markup:
        name = node.get("name")
        if name == "pagebreak":  # a note that is broken loses what follows
            return self._inner(node) if self.in_note else self._block("div", node, self._inner(node), "pagebreak")
        if name == "workspace":
            space = Markup("") if self.in_note else workspace(node, self.medium, self.pitch, self.section_id)
            return self._block(
                "div", node, self._inner(node) + space, "workspace high" if is_high(node) else "workspace"
            )
        label = heading_of(node, self.words)
        tag = "aside" if name in ("aside", "pull-quote") else "div"
        more = {"role": "doc-pullquote"} if name == "pull-quote" and self.medium.name != "print" else {}
        if name == "spoiler" and self.medium.name == "web" and not self.in_note:
            summary = tag_of("summary", {"class": "label"}, escape(label))
            return self.element("details", node, summary + "\n" + self._inner(node), name) + "\n"
        return self._block(tag, node, self.labelled(label, self._inner(node)), name, **more)

    def labelled(self, label: str, content: str) -> Markup:
        """Content under a small heading of its own."""
        head = self._block("p", Node("text", _NOWHERE), escape(label), "label") if label else Markup("")
        return head + content

    def answering(self, item: Item) -> Markup:
        """An item's answers and notes for the teacher in the room that other copies leave for writing; that room and
        the notes, where there are no answers."""
        within = [part for part in item.parts if part.get("name") in (*ANSWERS, "teaching")]
        if all(part.get("name") == "teaching" for part in within):
            return room(item.room, self.medium) + self.blocks(within)
        left = max(item.room - sum(map(_lines_of, within)), 0) if self.medium.name == "print" else 0
        return self.blocks(within) + Markup('<div class="spare"></div>') * left

    # within a line

    def _text(self, node: Node) -> Markup:
        """Text; the end of a source line is a space in a note, where WeasyPrint would break the line."""
        return escape(" " if self.in_note and node.text == "\n" else node.text)

    def _emphasis(self, node: Node) -> Markup:
        """Stressed words; those of scripts without italics say by what else they are stressed."""
        means = emphasis_of(plain(node.children))
        return self.element("em", node, self._inner(node), f"by-{means}" if means else "")

    def _strong(self, node: Node) -> Markup:
        return self.element("strong", node, self._inner(node))

    def _strike(self, node: Node) -> Markup:
        return self.element("s", node, self._inner(node))

    def _code_span(self, node: Node) -> Markup:
        return self.element("code", node, self._inner(node))

    def _tick(self, mark: str) -> Markup:
        """A box to tick, in which what ticks it stands as text; on screens an empty one is said to be that."""
        if mark.strip():
            return tag_of("span", {"class": "tick done"}, escape(mark))
        said = {"role": "img", "aria-label": self.words("blank")} if self.medium.name != "print" else {}
        return tag_of("span", {"class": "tick", **said}, "")

    def _span(self, node: Node) -> Markup:
        if node.get("tick"):
            return self._tick(node.get("tick"))
        if node.get("blank"):
            return self.blank(int(node.get("blank")), self._inner(node), node)
        return self.element("span", node, self._inner(node))

    def blank(self, letters: int, content: str, node: Node | None = None) -> Markup:
        """Room for so many letters in a line, with what belongs there where the edition has it.

        On paper it is a ruled blank; on screens a gap of underscores that is read out as such.
        """
        node, letters = node or Node("span", _NOWHERE), min(letters, LONGEST_BLANK)
        own = "" if "blank" in node.attrs.get("class", "").split() else "blank"
        if content:
            own = f"filled {own}".strip()
        if self.medium.name == "print":
            return self.element("span", node, content, own, style=f"min-width: {letters * 0.6 + 1:.1f}em")
        if content:
            return self.element("span", node, content, own)
        return self.element("span", node, "_" * (letters + 1), own, role="img", **{"aria-label": self.words("blank")})

    def _break(self, node: Node) -> Markup:
        return Markup("<br />\n")

    def _image(self, node: Node) -> Markup:
        caption = self._caption(node)
        return self.element("span", node, self._picture(node) + (" " + caption if caption else ""), "picture")

    def _link(self, node: Node) -> Markup:
        """A link; the notes that its words call follow it, because their calls are links too."""
        notes: list[Node] = []
        node = _without_notes(node, notes)
        target = node.get("target")
        address = self.href(unquote(target[1:])) if target.startswith("#") else target
        more = {"href": address, **({"title": node.get("title")} if node.get("title") else {})}
        turn = target.startswith("#") and self._says_its_page(address, plain(node.children))
        own = "at-page" if turn else ""
        more |= {"data-page": self.words("page")} if turn else {}
        return self.element("a", node, self._inner(node), own, **more) + self.blocks(notes)

    def _says_its_page(self, address: str, words: str) -> bool:
        """Whether a link tells its page: on paper, the first time that a section leads there, if its words do not."""
        if self.medium.name != "print" or address in self.told or self.words("page") in words.casefold().split():
            return False
        self.told.add(address)
        return True

    def _note(self, node: Node) -> Markup:
        inner = replace(self, in_note=True)
        if node.get("nested"):
            return Markup(" [{}]").format(inner.note_text(node))
        number = node.get("number")
        if self.medium.notes == "foot":
            note = tag_of(
                "span",
                {"class": "footnote", "id": self.note_id(number), "data-number": number},
                inner.note_text(node),
            )
            return tag_of("span", {"class": "call", "id": self.call_id(number)}, note)
        return self._call(number, self.call_id(number))

    def _note_again(self, node: Node) -> Markup:
        return self._call(node.get("number"), "")

    def _call(self, number: str, name: str) -> Markup:
        more = {} if self.medium.name == "print" else {"role": "doc-noteref"}
        if self.medium.name == "epub":
            more = {"epub:type": "noteref", **more}
        attributes = {"class": "noteref", **({"id": name} if name else {}), "href": f"#{self.note_id(number)}", **more}
        return tag_of("a", attributes, escape(number))

    def note_text(self, note: Node) -> Markup:
        """A note's text as part of a line: its first paragraph plain, what follows as spans that stand as blocks."""
        if note.children and note.children[0].name == "paragraph":
            return self.blocks(note.children[0].children) + self.blocks(note.children[1:])
        return self.blocks(note.children)

    def note_id(self, number: str) -> str:
        """The id of a note's text."""
        return f"fn.{self.section_id}.{number}"

    def call_id(self, number: str) -> str:
        """The id of a note's first call."""
        return f"call.{self.section_id}.{number}"


def _lines_of(answer: Node) -> int:
    """About how many ruled lines a printed answer is as high as, its label and margins included."""
    blocks = sum(node.name in ("paragraph", "list-item", "heading", "row") for node in answer.walk())
    return -(-len(plain([answer])) // LETTERS_A_LINE) + (blocks + 3) // 4


def _without_notes(node: Node, notes: list[Node]) -> Node:
    """A part of a line without its notes, which are put to the others."""
    notes += [child for child in node.children if child.name.startswith("note")]
    kept = [_without_notes(child, notes) for child in node.children if not child.name.startswith("note")]
    return replace(node, children=tuple(kept))


def language_attributes(tag: str, medium: Medium, turns: bool) -> dict[str, str]:
    """The language of an element; XHTML wants it twice (EPUB 3.3 §5.2, XHTML5 §3.2.6.2). Where text ``turns``, its
    direction too, which no reader knows from the language alone (HTML §3.2.6.4)."""
    attributes = {"lang": tag, "xml:lang": tag} if medium.name == "epub" else {"lang": tag}
    return attributes | {"dir": direction(tag)} if turns else attributes


def tag_of(name: str, attributes: Mapping[str, str], content: str | None = None) -> Markup:
    """One element as markup; void without content."""
    written = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    if content is None:
        return Markup(f"<{name}{written} />")
    return Markup(f"<{name}{written}>{content}</{name}>")


def _lines_of_verse(paragraph: Node) -> list[tuple[Node, ...]]:
    """The lines of a paragraph that is broken by hand, of which each can turn over by itself; none of one that is not,
    or is broken within stressed words."""
    lines: list[list[Node]] = [[]]
    for node in paragraph.children:
        if any(part.name == "break" for child in node.children for part in child.walk()):
            return []
        if node.name == "break":
            lines.append([])
        else:
            lines[-1].append(node)
    return [tuple(line) for line in lines] if len(lines) > 1 and all(lines) else []
