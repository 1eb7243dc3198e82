"""Discussion questions: each item of a top-level ordered list is one, counted through the section."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..model import FieldValue, Item, Node, plain
from .base import Body, Field, Kind, Shaping, missing_items, numbered

LEVELS = ("recall", "infer", "analyse", "evaluate", "create")
USUAL = {"recall": 3, "infer": 5, "analyse": 8, "evaluate": 8, "create": 10}  # ruled lines
LETTERS_A_LINE = 50  # of handwriting
MOST_LINES = 24
FIELDS = {
    "level": Field(LEVELS),
    "lines": Field("whole", 60),
    "pages": Field(),
    "page": Field(),
    "chapter": Field("chapter"),
    "themes": Field("ids"),
}


def shape(blocks: Sequence[Node], shaping: Shaping) -> Body:
    """Ordered lists to questions; the rest stays prose."""
    body = numbered("question", FIELDS, blocks, shaping)
    if not any(isinstance(b, Item) for b in body):
        missing_items(shaping, "no question", "write each question as an item of a numbered list: 1. …")
    return tuple(replace(b, room=room_for(b.fields, b.parts, b.body)) if isinstance(b, Item) else b for b in body)


def room_for(values: Mapping[str, FieldValue], parts: Sequence[Node], body: Sequence[Node] = ()) -> int:
    """How many ruled lines an answer gets: as many as are asked for, else what its length or level wants; none where
    the item brings room of its own."""
    if isinstance(values.get("lines"), int):
        return int(str(values["lines"]))
    if any(node.get("name") == "workspace" for part in body for node in part.walk()):
        return 0
    level = str(values.get("level") or "")
    answer = plain(part for part in parts if part.get("name") == "answer")
    by_length = min(max(-(-len(answer) // LETTERS_A_LINE) + 1, 2), MOST_LINES) if answer else 0
    return max(by_length, USUAL.get(level, 0)) or USUAL["infer"]


KIND = Kind("questions", shape, FIELDS)
