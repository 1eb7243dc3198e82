"""Nodes to plain text with line ends, for cells of a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..model import Node
from .asked import APART

GAP = "_____"
LINES = ("paragraph", "heading", "code", "row", "term", "definition", "figure", "rule")


def text_of(nodes: Iterable[Node], notes: Mapping[str, Node], apart: Sequence[str] = APART) -> str:
    """The words of some nodes, a line for each block: gaps as underscores, pictures and notes in brackets.

    ``notes`` are the notes of the section by number. Fences named in ``apart`` are passed over.
    """
    lines = "".join(_pieces(nodes, notes, apart)).split("\n")
    return "\n".join(kept for line in lines if (kept := " ".join(word for word in line.split(" ") if word)))


def _pieces(nodes: Iterable[Node], notes: Mapping[str, Node], apart: Sequence[str]) -> Iterator[str]:
    for node in nodes:
        match node.name:
            case "text":
                yield node.text.replace("\n", " ")
            case "break":
                yield "\n"
            case "note" | "note-again":
                note = notes.get(node.get("number"), node)
                yield f" [{text_of(note.children, {}, apart).replace(chr(10), ' ')}]"
            case "fence" if node.get("name") in apart:
                pass
            case "code":
                yield "\n" + "".join(line.text for line in node.children) + "\n"
            case "span" if node.get("blank"):
                yield GAP
            case _:
                yield from _element(node, notes, apart)


def _element(node: Node, notes: Mapping[str, Node], apart: Sequence[str]) -> Iterator[str]:
    """A node with others in it, on a line of its own if it is a block."""
    inner = _pieces(node.children, notes, apart)
    if node.name in ("image", "figure"):
        caption = "".join(inner).strip()
        credit = node.attrs.get("credit", "")
        yield f"[{'. '.join(filter(None, (' '.join(node.get('alt').split()), caption, credit)))}]"
    elif node.name == "link" and not node.get("target").startswith("#"):
        yield from inner
        yield f" <{node.get('target')}>"
    elif node.name == "list":
        start = int(node.get("start", "1")) if node.get("style") == "ordered" else 0
        for number, entry in enumerate(node.children, start):
            yield f"\n{number}. " if start else "\n- "
            yield from _pieces(entry.children, notes, apart)
        yield "\n"
    elif node.name == "cell":
        yield from inner
        yield " | "
    elif node.name in LINES:
        yield "\n"
        yield "".join(inner).removesuffix(" | ")
        yield "\n"
    else:
        yield from inner
