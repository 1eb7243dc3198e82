"""Discussion questions: each item of a top-level ordered list is one, counted through the section."""

from __future__ import annotations

from collections.abc import Sequence

from ..model import Item, Node, plain
from .base import Body, Field, Kind, Shaping, missing_items, split_parts

LEVELS = ("recall", "infer", "analyse", "evaluate", "create")
FIELDS = {
    "level": Field(LEVELS),
    "lines": Field("whole"),
    "pages": Field(),
    "page": Field(),
    "chapter": Field("chapter"),
    "themes": Field("ids"),
}


def shape(blocks: Sequence[Node], shaping: Shaping) -> Body:
    """Ordered lists to questions, by position and never by the typed number; the rest stays prose."""
    body: list[Node | Item] = []
    number = 0
    for node in blocks:
        if node.name != "list" or node.get("style") != "ordered":
            body.append(node)
            continue
        for entry in node.children:
            number += 1
            values = shaping.read_fields("question", FIELDS, entry)
            rest, parts = split_parts(entry.children, shaping)
            leads = bool(rest) and rest[0].name == "paragraph"
            heading, under = (rest[0].children, rest[1:]) if leads else ((), rest)
            name = shaping.item_id(entry.id, plain(heading))
            body.append(Item("question", name, number, entry.place, heading, under, parts, values, entry.attrs))
    if not number:
        missing_items(shaping, "no question", "write each question as an item of a numbered list: 1. …")
    return tuple(body)


KIND = Kind("questions", shape, FIELDS)
