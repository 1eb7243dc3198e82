"""Discussion questions: each item of a top-level ordered list is one, counted through the section."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..model import FieldValue, Item, Node, plain
from .base import Body, Field, Kind, Shaping, missing_items, split_parts

LEVELS = ("recall", "infer", "analyse", "evaluate", "create")
USUAL = {"recall": 3, "infer": 5, "analyse": 8, "evaluate": 8, "create": 10}  # ruled lines
LETTERS_A_LINE = 50  # of handwriting
MOST_LINES = 24
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
            lines = room_for(values, parts)
            item = Item("question", name, number, entry.place, heading, under, parts, values, entry.attrs, room=lines)
            body.append(item)
    if not number:
        missing_items(shaping, "no question", "write each question as an item of a numbered list: 1. …")
    return tuple(body)


def room_for(values: Mapping[str, FieldValue], parts: Sequence[Node]) -> int:
    """How many ruled lines an answer gets: as many as are asked for, else what its length wants, else its level."""
    if isinstance(values.get("lines"), int):
        return int(str(values["lines"]))
    answer = plain(part for part in parts if part.get("name") == "answer")
    if answer:
        return min(max(-(-len(answer) // LETTERS_A_LINE) + 1, 2), MOST_LINES)
    return USUAL[str(values.get("level") or "infer")]


KIND = Kind("questions", shape, FIELDS)
