"""Definition lists as items: what vocabulary and timelines share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..model import Item, Node, plain
from .base import Body, Field, Shape, Shaping, missing_items, split_parts


def entries(kind: str, fields: Mapping[str, Field]) -> Shape:
    """Every term of a definition list opens an item that holds its definitions; the rest stays prose."""

    def shape(blocks: Sequence[Node], shaping: Shaping) -> Body:
        body: list[Node | Item] = []
        number = 0
        for node in blocks:
            if node.name != "definitions":
                body.append(node)
                continue
            for term, under in _pairs(node.children):
                number += 1
                values = shaping.read_fields(kind, fields, term)
                rest, parts = split_parts(under, shaping)
                name = shaping.item_id(term.id, plain(term.children))
                body.append(Item(kind, name, number, term.place, term.children, rest, parts, values, term.attrs))
        if not number:
            hint = "write a line with the word, and under it a line that begins with ': '"
            missing_items(shaping, f"no {kind}", hint)
        return tuple(body)

    return shape


def _pairs(children: Sequence[Node]) -> list[tuple[Node, list[Node]]]:
    """Each term with the blocks of its definitions; lines of several definitions are paragraphs, to stay apart."""
    pairs: list[tuple[Node, list[Node]]] = []
    for position, node in enumerate(children):
        if node.name == "term":
            pairs.append((node, []))
            continue
        neighbours = (*children[position - 1 : position], *children[position + 1 : position + 2])
        alone = all(neighbour.name == "term" for neighbour in neighbours)
        pairs[-1][1].extend(b if alone or not b.get("tight") else replace(b, props={}) for b in node.children)
    return pairs
