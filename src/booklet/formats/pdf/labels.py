"""What tells one field of an item from the others, in words that stand around it on the page: the heads of its row and
column, the line that it is to be matched with, the sentence that it is a gap of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from .roles import BLOCKS, classes_of, role_of

LABEL, BLANK = "label", "blank"
MATCHED = frozenset({"prompts", "choices"})  # lists whose entries are given a letter or a number
UNSAID = frozenset({"number", "points", "facts", "footnote"})
GAP = "…"
AROUND = 7  # words of a sentence on either side of a gap
Parents = Mapping[Any, Any]


def label_of(field: Any, parents: Parents, blank: str) -> str:
    """The words for a field, which are no others' of its item as far as its author made them so; "" where none stand
    there. ``blank`` is what a gap is called."""
    if field.tag == "td":
        return ", ".join(filter(None, (row_of(field, parents), column_of(field, parents))))
    if BLANK in classes_of(field):
        entries = (one for one in around(field, parents) if one.tag == "li")
        entry = next((one for one in entries if MATCHED & set(classes_of(parents[one]))), None)
        return words_of(entry) if entry is not None else _sentence(field, parents, blank)
    labels = [kid for kid in parents[field] if LABEL in classes_of(kid)] if field in parents else []
    return words_of(labels[0]) if labels else ""


def around(element: Any, parents: Parents) -> Iterator[Any]:
    """What an element stands in, the nearest first."""
    while (element := parents.get(element)) is not None:
        yield element


def table_of(cell: Any, parents: Parents) -> Any:
    """The table of a cell."""
    return next(one for one in around(cell, parents) if one.tag == "table")


def row_of(cell: Any, parents: Parents) -> str:
    """What a cell's row is called: by the first of its cells, if that has words."""
    first = parents[cell][0]
    return words_of(first) if first is not cell else ""


def column_of(cell: Any, parents: Parents) -> str:
    """What a cell's column is called: by all its heads."""
    column = list(parents[cell]).index(cell)
    rows = [row for part in table_of(cell, parents) if part.tag == "thead" for row in part]
    return " ".join(filter(None, (words_of(row[column]) for row in rows if len(row) > column)))


class Level(NamedTuple):
    """A level of a rubric to tick, in a cell of a table or an entry of a list: the ``table`` and the ``row`` that it is
    of, its ``number`` from 0, what the row is called, and what the level says."""

    table: Any
    row: Any
    number: int
    criterion: str
    says: str


def level_of(field: Any, parents: Parents) -> Level:
    """The level that a cell, or the box in an entry of a list, stands for."""
    if field.tag == "td":
        row = parents[field]
        number = list(row)[1:].index(field)
        head = column_of(field, parents) or str(number + 1)
        says = f"{head}: {words_of(field)}".removesuffix(": ")
        return Level(table_of(field, parents), row, number, row_of(field, parents), says)
    entry = parents[field]
    entries = list(parents[entry])
    row = parents[parents[entry]]
    criterion = next((words_of(kid) for kid in row if LABEL in classes_of(kid)), "")
    return Level(parents[row], row, entries.index(entry), criterion, words_of(entry))


def words_of(element: Any) -> str:
    """The words of an element on one line, a space between its blocks."""
    return " ".join("".join(_pieces(element, None, "")).split())


def _pieces(element: Any, gap: Any, blank: str) -> Iterator[str]:
    """The words of an element, with ``blank`` for one gap and a sign for each other one."""
    apart = " " if role_of(element) in BLOCKS else ""
    yield f"{apart}{element.text or ''}"
    for kid in element:
        if gap is not None and BLANK in classes_of(kid):
            yield blank if kid is gap else GAP
        elif gap is None or UNSAID.isdisjoint(classes_of(kid)):
            yield from _pieces(kid, gap, blank)
        yield kid.tail or ""
    yield apart


def _sentence(gap: Any, parents: Parents, blank: str) -> str:
    """The words around a gap, no more of them than can be listened to."""
    block = next((one for one in around(gap, parents) if role_of(one) in BLOCKS), parents[gap])
    before, _, after = "".join(_pieces(block, gap, "\0")).partition("\0")
    first, last = before.split(), after.split()
    lead = [GAP, *first[-AROUND:]] if len(first) > AROUND else first
    rest = [*last[:AROUND], GAP] if len(last) > AROUND else last
    joined = "" if after[:1].strip() else " "
    return f"{' '.join(lead)} [{blank}]{joined}{' '.join(rest)}".strip()
