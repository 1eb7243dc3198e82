"""Where a reader writes or ticks: which elements of a laid-out page those are, and where they stand on it.

Elements are known by the classes that templates give them, which themes share: ruled room, blanks of a cloze, boxes of
choices, boxes of an organizer, steps of an activity, levels of a rubric and the line for their sum, and the lines for
name, class and date at the head of a sheet.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from .labels import around
from .roles import classes_of

PAGE = "page"  # not a field, but the type area of a page
TEXT, LINE, LETTER, ONE, SOME = "text", "line", "letter", "one", "some"
CIRCLE = "circle"  # room of several lines within circles that overlap
HEAD = {"of-name": "name", "of-class": "class", "of-date": "date"}
ROOMS = frozenset({"room", "field", "space"})
TABLES = {"boxes": TEXT, "regions": CIRCLE}
LETTERED = frozenset({"type-match", "type-order"})
MARKED, LEVELS, TOTAL = "mark", "levels", "total"
ACTIVITY, CRITERION = "activity", "criterion"
LEVEL_DEPTH = 3  # elements between a level and the table or the list that it is of
TICKED = {"type-choice": ONE, "type-true-false": ONE, "type-multi": SOME}
APART = 3.0  # px between a label and what is written behind it
CURVED = 0.2  # of the height of a region of circles, that their lines take at either end
INSIDE = 4.0  # px between the frame of some room and what is typed
LINES_HIGH = 1.6  # a line to write on, by the size of its letters
LINE_HIGH = 1.3  # one within a text


@dataclass(frozen=True, slots=True)
class Kinds:
    """Tells which boxes of a layout are fields. An element has several boxes within each other: the outermost is it."""

    parents: Mapping[Any, Any]
    known: dict[Any, str] = field(default_factory=dict)

    def of_box(self, box: Any) -> str:
        """The kind of field that a box is, "" for none."""
        if box.element_tag != box.element.tag or getattr(box, "at_keyword", ""):
            return ""
        if box.is_for_root_element:
            return PAGE
        if box.element not in self.known:
            self.known[box.element] = self.of(box.element)
        kind = self.known[box.element]
        if kind == SOME and is_step(box.element) and _drawn_in(box) is None:
            return ""  # what goes on overleaf
        return kind if kind and not _is_within_its_own(box) else ""

    def of(self, element: Any) -> str:
        """The kind of field that an element is, "" for none."""
        classes = frozenset(classes_of(element))
        for name, kind in HEAD.items():
            if name in classes:
                return kind
        if is_level(element, self.parents):
            return ONE
        if "box" in classes and "field" not in classes:
            return next((TICKED[name] for name in self.around(element) if name in TICKED), "")
        if is_step(element) and self.parents[element].tag == "ol":
            return SOME if ACTIVITY in classes_of(self.parents[self.parents[element]]) else ""
        if "rule" in classes and TOTAL in classes_of(self.parents.get(element)):
            return LINE
        if "".join(element.itertext()).strip() or next(element.iter("img"), None) is not None:
            return ""
        if "blank" in classes:
            return LETTER if any(name in LETTERED for name in self.around(element)) else LINE
        if element.tag == "td":
            if MARKED in classes and "statement-row" in classes_of(self.parents.get(element)):
                return ONE
            return next((TABLES[name] for name in self.table_of(element) if name in TABLES), "")
        return TEXT if classes & ROOMS else ""

    def table_of(self, cell: Any) -> Collection[str]:
        """The classes of the table that a cell is of."""
        table = self.parents.get(self.parents.get(self.parents.get(cell)))
        return classes_of(table) if table is not None else ()

    def around(self, element: Any) -> Iterator[str]:
        """The classes of all that an element stands in, the nearest first."""
        while (element := self.parents.get(element)) is not None:
            yield from classes_of(element)


def _is_within_its_own(box: Any) -> bool:
    """Whether a box is one of those that the layout puts into that of an element without its author's asking."""
    from weasyprint.css import AnonymousStyle

    return isinstance(box.style, AnonymousStyle)


def is_level(element: Any, parents: Mapping[Any, Any]) -> bool:
    """Whether what is ticked is a level of a rubric: a cell of its table, or a box in a list of levels."""
    above = list(islice(around(element, parents), LEVEL_DEPTH))
    if element.tag == "td":
        return any(part.tag == "table" and LEVELS in classes_of(part) for part in above)
    return "box" in classes_of(element) and any(CRITERION in classes_of(part) for part in above)


def is_step(element: Any) -> bool:
    """Whether what is ticked is an entry of a list."""
    return str(element.tag) == "li"


def _drawn_in(box: Any) -> Any:
    """The box to tick that a style sheet puts into another."""
    return next((child for child in box.descendants() if child.element_tag == f"{box.element_tag}::before"), None)


def area_of(box: Any, kind: str) -> tuple[float, float, float, float]:
    """Where one writes: left, top, right, bottom in CSS px from the page's upper left corner.

    On a line with a label that is what is left beside it, one line high; of a cell that a style sheet puts a box into,
    that box; of a region of circles, what is clear of their lines.
    """
    if kind == PAGE:
        left, top = box.content_box_x(), box.content_box_y()
        return left, top, left + box.width, top + box.height
    if kind in (ONE, SOME):
        box = _drawn_in(box) or box
    left, top = box.border_box_x(), box.border_box_y()
    right, bottom = left + box.border_width(), top + box.border_height()
    if kind == CIRCLE:
        high, left = CURVED * (bottom - top), box.content_box_x()
        return left, top + high, left + box.width, bottom - high
    if kind == TEXT:
        left, right = left + INSIDE, right - INSIDE
    if kind == LINE:
        top = min(top, bottom - LINE_HIGH * size_of(box))
    if kind not in HEAD.values():
        return left, top, right, bottom
    words = [child for child in box.descendants() if getattr(child, "text", "").strip()]
    if words and box.style["direction"] == "rtl":
        right = min(word.position_x for word in words) - APART
    elif words:
        left = max(word.position_x + word.width for word in words) + APART
    bottom -= box.border_bottom_width
    return left, max(top, bottom - LINES_HIGH * size_of(box)), right, bottom


def size_of(box: Any) -> float:
    """The size of the letters in a box, in px."""
    return float(box.style["font_size"])
