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


def worth_of(grid: Node) -> tuple[str, ...]:
    """What each level of a rubric's grid is worth, “3” or, of a span, “3-4”; nothing unless its head gives every level
    points that are no other's."""
    heads = [row for row in grid.children[:2] if row is grid.children[0] or row.children[0].get("head") == "yes"]
    head = heads[-1]
    found = tuple("-".join(map(str, span)) for cell in head.children[1:] if (span := _span(cell)))
    return found if len(set(found)) == len(head.children) - 1 else ()


def _with_head(row: Node) -> Node:
    first, *others = row.children
    return replace(row, children=(replace(first, props={**first.props, "head": "row"}), *others))


def _is_number(cell: Node) -> bool:
    return plain([cell]).translate(DASHES).replace("-", "").isdecimal()


def _points(cell: Node) -> int | None:
    """What a level is worth by its head, at best; None for nothing."""
    span = _span(cell)
    return span[-1] if span else None


def _span(cell: Node) -> tuple[int, ...]:
    """The points that a head gives, “Excellent (4)”, “4–5” or “4 points”: one number, or the ends of a span."""
    words = (_in_brackets(cell) or plain([cell])).translate(DASHES).split()
    ends = words[0].split("-") if words else []
    best = ends[-1:]
    if not all(end.isdecimal() and len(end) < 6 for end in best):
        return ()
    return tuple(int(end) for end in ends if end.isdecimal() and len(end) < 6)[-2:]


def _weight(cell: Node) -> int:
    """How often a criterion counts: twice where “(×2)” ends its name."""
    sign, number = _in_brackets(cell)[:1], _in_brackets(cell)[1:].strip()
    return int(number) if sign in ("×", "x") and number.isdecimal() and len(number) < 3 else 1


def _in_brackets(cell: Node) -> str:
    """What stands in the brackets that end a cell."""
    text = plain([cell])
    return text[text.rfind("(") + 1 : -1].strip() if text.endswith(")") and "(" in text else ""


KIND = Kind("rubric", shape, FIELDS)
