"""Nodes to plain text with line ends, for cells of a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ..fences import heading_of
from ..language import messages
from ..model import Book, Node, Section
from .asked import APART, notes_of

GAP = "_____"
LINES = ("paragraph", "heading", "row", "term", "definition", "rule")


@dataclass(frozen=True, slots=True)
class Plain:
    """Writes the text of one section: a line for each block, gaps as underscores, pictures and notes in brackets.

    Fences named in ``apart`` are passed over.
    """

    book: Book
    section: Section
    apart: Sequence[str] = APART
    in_note: bool = False

    def of(self, nodes: Iterable[Node]) -> str:
        """Some nodes as text."""
        lines = "".join(self._pieces(nodes)).split("\n")
        return "\n".join(kept for line in lines if (kept := " ".join(word for word in line.split(" ") if word)))

    def whole(self) -> Plain:
        """The same, passing over nothing."""
        return replace(self, apart=())

    def _pieces(self, nodes: Iterable[Node]) -> Iterator[str]:
        for node in nodes:
            match node.name:
                case "text":
                    yield node.text.replace("\n", " ")
                case "break":
                    yield "\n"
                case "note" | "note-again":
                    yield self._note(node)
                case "span" if node.get("blank"):
                    yield GAP
                case "image" | "figure":
                    yield from self._picture(node)
                case "list":
                    yield from self._list(node)
                case "fence":
                    yield from self._fence(node)
                case _:
                    yield from self._element(node)

    def _note(self, node: Node) -> str:
        """What a note says, on the line that calls it; one within another is not told again."""
        if self.in_note and not node.get("nested"):
            return ""
        note = notes_of(self.section).get(node.get("number"), node)
        return f" [{replace(self, in_note=True).of(note.children).replace(chr(10), ' ')}]"

    def _picture(self, node: Node) -> Iterator[str]:
        around = "\n" if node.name == "figure" else ""
        said = (" ".join(node.get("alt").split()), self.of(node.children), node.attrs.get("credit", ""))
        yield f"{around}[{' / '.join(filter(None, said))}]{around}"

    def _list(self, node: Node) -> Iterator[str]:
        start = int(node.get("start", "1"))
        for number, entry in enumerate(node.children, start):
            yield f"\n{number}. " if node.get("style") == "ordered" else "\n- "
            yield from self._pieces(entry.children)
        yield "\n"

    def _fence(self, node: Node) -> Iterator[str]:
        if node.get("name") in self.apart:
            return
        label = heading_of(node, messages(self.book.settings.language))
        yield f"\n{label}\n" if label else "\n"
        yield from self._pieces(node.children)
        yield "\n"

    def _element(self, node: Node) -> Iterator[str]:
        """A node with others in it, on a line of its own if it is a block."""
        inner = self._pieces(node.children)
        if node.name == "link" and not node.get("target").startswith("#"):
            yield from inner
            yield f" <{node.get('target')}>"
        elif node.name == "code":
            yield "\n" + "".join(line.text for line in node.children) + "\n"
        elif node.name == "cell":
            yield from inner
            yield " | "
        elif node.name in LINES and not (node.name == "paragraph" and node.get("tight")):
            yield "\n"
            yield "".join(inner).removesuffix(" | ")
            yield "\n"
        else:
            yield from inner
