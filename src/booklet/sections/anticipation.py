"""Anticipation guides: each item of a numbered list is a statement, to agree with or not before reading and after."""

from __future__ import annotations

from collections.abc import Sequence

from ..model import Item, Node
from .base import Body, Field, Kind, Shaping, missing_items, numbered

FIELDS = {
    "chapter": Field("chapter"),
    "themes": Field("ids"),
    "lines": Field("whole", 20),
}


def shape(blocks: Sequence[Node], shaping: Shaping) -> Body:
    """Ordered lists to statements; the rest stays prose."""
    body = numbered("statement", FIELDS, blocks, shaping)
    if not any(isinstance(b, Item) for b in body):
        missing_items(shaping, "no statement", "write each statement as an item of a numbered list: 1. …")
    return tuple(body)


KIND = Kind("anticipation", shape, FIELDS)
