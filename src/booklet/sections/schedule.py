"""Schedules: each row of a table is a stretch of reading; where there is no table, each ``##`` is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..model import FieldValue, Item, Node, plain
from .base import Body, Field, Kind, Shaping, headed, missing_items
from .measures import run_in

FIELDS = {
    "chapters": Field("chapters"),
    "pages": Field(),
    "date": Field(),
}
SHORT = 20  # letters
CHAPTERS = ("chapter", "ch.", "chapitre", "kapitel", "kap.", "capítulo", "cap.")


def shape(blocks: Sequence[Node], shaping: Shaping) -> Body:
    """Rows to items behind the head of their table, which stays a table of one row; or headings to items."""
    tables = [node for node in blocks if node.name == "table"]
    body = _from_rows(blocks, shaping) if tables else headed("stretch", FIELDS, blocks, shaping)
    if not any(isinstance(b, Item) for b in body):
        hint = "write a table with a row for each week, or a line  ## Week 1  for each"
        missing_items(shaping, "no week or other stretch of reading", hint)
    return tuple(body)


def _from_rows(blocks: Sequence[Node], shaping: Shaping) -> list[Node | Item]:
    found: list[Node | Item] = []
    for node in blocks:
        if node.name != "table":
            found.append(node)
            continue
        head, *rows = _with_short_columns(node).children
        column = _column_of_chapters(head)
        found.append(replace(node, children=(head,), props={**node.props, "class": "plan"}))
        for row in rows:
            number = sum(isinstance(b, Item) for b in found) + 1
            found.append(_stretch(row, number, column, shaping))
    return found


def _stretch(row: Node, number: int, column: int, shaping: Shaping) -> Item:
    """A row as an item: its first cell is its name, the others its body."""
    first, *cells = row.children
    values: dict[str, FieldValue] = dict.fromkeys(FIELDS, "")
    if column >= 0:
        chapters = row.children[column]
        values["chapters"] = run_in(plain([chapters])) or ""
        shaping.check_chapters(plain([chapters]), chapters.place)
    name = shaping.item_id("", plain([first]))
    return Item("stretch", name, number, row.place, first.children, tuple(cells), (), values)


def _with_short_columns(table: Node) -> Node:
    """A table whose columns of a few words each, such as dates and pages, are marked so that they stay on one line."""
    columns = zip(*(row.children for row in table.children), strict=True)
    widths = [max(len(plain([cell])) for cell in column) for column in columns]
    short = {n for n, width in enumerate(widths) if width <= SHORT and sum(widths[: n + 1]) <= 2 * SHORT}

    def marked(row: Node) -> Node:
        return replace(row, children=tuple(_short(c) if n in short else c for n, c in enumerate(row.children)))

    return replace(table, children=tuple(marked(row) for row in table.children))


def _short(cell: Node) -> Node:
    return replace(cell, props={**cell.props, "class": "short"})


def _column_of_chapters(head: Node) -> int:
    """Which column is titled as one of chapters, from 0; -1 where none is."""
    titles = [plain([cell]).lower() for cell in head.children]
    return next((n for n, title in enumerate(titles) if title.startswith(CHAPTERS)), -1)


KIND = Kind("schedule", shape, FIELDS)
