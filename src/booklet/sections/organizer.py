"""Graphic organizers: each ``##`` is one; a list or a table under it labels the boxes to write in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..model import Item, Node, plain
from ..problems import error
from .base import Body, Field, Kind, Shaping, headed, missing_items

LABELS = {
    "t-chart": (2, 2),
    "venn": (2, 3),
    "web": (3, 9),
    "columns": (2, 6),
    "sequence": (2, 12),
    "grid": (1, 6),
}
WITH_TABLES = ("grid", "columns", "t-chart")
FIELDS = {
    "layout": Field(tuple(LABELS)),
    "columns": Field("whole", 4),
    "rows": Field("whole", 20),
    "height": Field("height"),
    "chapter": Field("chapter"),
}


def shape(blocks: Sequence[Node], shaping: Shaping) -> Body:
    """Headings to organizers, each with its labels marked and a layout that they suit."""
    body = headed("organizer", FIELDS, blocks, shaping)
    if not any(isinstance(b, Item) for b in body):
        missing_items(
            shaping, "no organizer", "write a line  ## Name  for each organizer, and a list of labels under it"
        )
    return tuple(_laid_out(part, shaping) if isinstance(part, Item) else part for part in body)


def _laid_out(item: Item, shaping: Shaping) -> Item:
    """An organizer whose labels, the first table or bullet list under it, have ``boxes`` in their props."""
    position = next((n for n, node in enumerate(item.body) if _can_label(node)), None)
    if position is None:
        hint = "write them as a list with hyphens, or as a table"
        shaping.problems.append(error("S031", item.place, "this organizer has no labels for its boxes", hint))
        return item
    labels = item.body[position]
    table = labels.name == "table"
    layout = str(item.fields["layout"] or ("grid" if table else "columns"))
    _check(labels, layout, shaping)
    props = {**labels.props, "boxes": "yes"}
    marked = replace(labels, props={**props, "class": "boxes"}, children=_rows(labels)) if table else labels
    marked = marked if table else replace(labels, props=props)
    body = (*item.body[:position], marked, *item.body[position + 1 :])
    return replace(item, body=body, fields={**item.fields, "layout": layout})


def _can_label(node: Node) -> bool:
    return node.name == "table" or (node.name == "list" and node.get("style") == "bullet")


def _check(labels: Node, layout: str, shaping: Shaping) -> None:
    if labels.name == "table" and layout not in WITH_TABLES:
        hint = "write the labels as a list with hyphens, or take layout=grid"
        message = f"layout={layout} cannot be made of a table"
        shaping.problems.append(error("S032", labels.place, message, hint))
        return
    least, most = LABELS[layout]
    count = len(labels.children[0].children if labels.name == "table" else labels.children)
    if layout == "grid" and labels.name == "table":
        most = 8
    if not least <= count <= most:
        bound = f"{least} to {most}" if least != most else str(least)
        message = f"layout={layout} wants {bound} labels and has {count}"
        hint = "add or take away labels, or take another layout"
        shaping.problems.append(error("S032", labels.place, message, hint))


def _rows(table: Node) -> tuple[Node, ...]:
    """The rows of a table; where its first column holds words they are the heads of the rows."""
    head, *rows = table.children
    if not any(plain([row.children[0]]) for row in rows):
        return table.children
    named = []
    for row in rows:
        first, *others = row.children
        named.append(replace(row, children=(replace(first, props={**first.props, "head": "row"}), *others)))
    return (head, *named)


KIND = Kind("organizer", shape, FIELDS)
