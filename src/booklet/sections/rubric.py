"""Rubrics: each table is one, a criterion in every row and a level in every column, under its ``##`` if it has one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..model import Item, Node, plain
from ..problems import error
from .base import Body, Field, Kind, Shaping, headed, missing_items
from .measures import DASHES

FIELDS = {"lines": Field("whole", 60)}


def shape(blocks: Sequence[Node], shaping: Shaping) -> Body:
    """Tables to rubrics; prose around them stays."""
    body: list[Node | Item] = []
    for part in headed("rubric", FIELDS, blocks, shaping):
        number = sum(isinstance(b, Item) for b in body) + 1
        if isinstance(part, Item):
            if not any(node.name == "table" for node in part.body):
                hint = "write its table: criteria in the first column, a further column for each level"
                shaping.problems.append(error("S031", part.place, "this rubric has no table", hint))
            body.append(_graded(replace(part, number=number), shaping))
        elif part.name == "table":
            name = shaping.make_id(f"{shaping.section_id}-rubric")
            values = dict.fromkeys(FIELDS, "")
            body.append(_graded(Item("rubric", name, number, part.place, body=(part,), fields=values), shaping))
        else:
            body.append(part)
    if not any(isinstance(b, Item) for b in body):
        missing_items(shaping, "no rubric", "write a table: criteria in the first column, a further one for each level")
    return tuple(body)


def _graded(item: Item, shaping: Shaping) -> Item:
    """A rubric with its tables as grids, and in the field ``total`` how many points they give at most, or 0."""
    body, totals = [], []
    for node in item.body:
        if node.name != "table":
            body.append(node)
            continue
        if len(node.children[0].children) < 2:
            hint = "write the criteria into the first column, and a further one for each level"
            shaping.problems.append(error("S032", node.place, "a rubric needs two columns or more", hint))
        if len(node.children) < 2:
            hint = "write a row for each criterion"
            shaping.problems.append(error("S032", node.place, "this rubric has a head but no criteria", hint))
        grid, total = _grid(node)
        body.append(grid)
        totals.append(total)
    return replace(item, body=tuple(body), fields={**item.fields, "total": sum(totals) if all(totals) else 0})


def _grid(table: Node) -> tuple[Node, int]:
    """A table with heads to its rows, and the most points that it gives; 0 where its levels have none.

    A first row of nothing but numbers says what the levels are worth, and joins the head.
    """
    head, *rows = table.children
    points = [_points(cell) for cell in head.children[1:]]
    heads = [head]
    if len(rows) > 1 and all(_is_number(cell) for cell in rows[0].children[1:]):
        points = [_points(cell) for cell in rows[0].children[1:]]
        cells = (replace(cell, props={**cell.props, "head": "yes"}) for cell in rows[0].children)
        heads.append(replace(rows.pop(0), children=tuple(cells)))
    known = [p for p in points if p is not None]
    total = max(known) * sum(_weight(row.children[0]) for row in rows) if known and len(known) == len(points) else 0
    grid = (*heads, *(_with_head(row) for row in rows))
    return replace(table, children=grid, props={**table.props, "class": "levels"}), total


def _with_head(row: Node) -> Node:
    first, *others = row.children
    return replace(row, children=(replace(first, props={**first.props, "head": "row"}), *others))


def _is_number(cell: Node) -> bool:
    return plain([cell]).translate(DASHES).replace("-", "").isdecimal()


def _points(cell: Node) -> int | None:
    """What a level is worth by its head, “Excellent (4)”, “4–5” or “4 points”; the best of a span; None for nothing."""
    words = (_in_brackets(cell) or plain([cell])).translate(DASHES).split()
    best = words[0].split("-")[-1] if words else ""
    return int(best) if best.isdecimal() and len(best) < 6 else None


def _weight(cell: Node) -> int:
    """How often a criterion counts: twice where “(×2)” ends its name."""
    sign, number = _in_brackets(cell)[:1], _in_brackets(cell)[1:].strip()
    return int(number) if sign in ("×", "x") and number.isdecimal() and len(number) < 3 else 1


def _in_brackets(cell: Node) -> str:
    """What stands in the brackets that end a cell."""
    text = plain([cell])
    return text[text.rfind("(") + 1 : -1].strip() if text.endswith(")") and "(" in text else ""


KIND = Kind("rubric", shape, FIELDS)
