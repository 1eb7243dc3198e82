"""What is right about an item: in words for a key, and taken away for copies that keep it back."""

from __future__ import annotations

from dataclasses import replace

from ..model import Item, Node

ANSWERS = ("answer", "look-for", "why")


def key_of(item: Item) -> tuple[Node, ...]:
    """What is right about an item, as nodes to print apart from it."""
    return tuple(part for part in item.parts if part.get("name") in ANSWERS)


def without_answers(item: Item) -> Item:
    """The item without what is right about it."""
    return replace(item, fields={key: value for key, value in item.fields.items() if key != "answer"})
