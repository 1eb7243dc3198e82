"""Quotations: each block quote whose last line begins with a dash is one, numbered, cited, linked to themes."""

from __future__ import annotations

from collections.abc import Sequence

from ..model import Item, Node, plain
from .base import Body, Field, Kind, Shaping, missing_items

FIELDS = {
    "themes": Field("ids"),
    "characters": Field("ids"),
    "chapter": Field("chapter"),
    "page": Field(),
}
SIGNS = ("—", "–", "― ")


def shape(blocks: Sequence[Node], shaping: Shaping) -> Body:
    """Block quotes to items; everything between them stays prose."""
    body: list[Node | Item] = []
    for node in blocks:
        if node.name != "quote":
            body.append(node)
            continue
        number = sum(isinstance(b, Item) for b in body) + 1
        passage, source = cited(node)
        values = shaping.read_fields("quotation", FIELDS, node)
        name = shaping.item_id(node.id, plain(passage))
        body.append(Item("quotation", name, number, node.place, source, passage, (), values, node.attrs))
    if not any(isinstance(b, Item) for b in body):
        missing_items(shaping, "no quotation", "write the passage as lines that begin with > ")
    return tuple(body)


def cited(quote: Node) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    """A quotation's passage, and the line that says whose it is (without its dash); the latter may be empty."""
    if not quote.children or quote.children[-1].name != "paragraph":
        return quote.children, ()
    last = quote.children[-1]
    line = list(last.children)
    begin = next((i + 1 for i in reversed(range(len(line))) if _ends_line(line[i])), 0)
    source = line[begin:]
    if not source or source[0].name != "text" or not source[0].text.startswith(SIGNS):
        return quote.children, ()
    first = source[0]
    stripped = first.text[1:].lstrip()
    shift = len(first.text) - len(stripped)
    if stripped:
        source[0] = Node("text", first.place.right(shift), (), stripped)
    else:
        del source[0]
        if source and source[0].name == "text":
            source[0] = Node("text", source[0].place, (), source[0].text.lstrip(" "))
    passage = line[: max(begin - 1, 0)]
    before = quote.children[:-1]
    return (*before, Node("paragraph", last.place, tuple(passage))) if passage else before, tuple(source)


def _ends_line(node: Node) -> bool:
    return node.name == "break" or (node.name == "text" and node.text == "\n")


KIND = Kind("quotations", shape, FIELDS)
