"""Room to write that takes what is left of its page, and room that no page can hold.

What is left is known once a page is laid out. So what asks for it grows then, and what follows on the page moves down;
nothing comes to stand on another page, and nothing is laid out again.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from ...composition import Composition
from ...model import Place
from ...problems import Problem, error

PX_PER_MM = 96 / 25.4
SLACK = 0.5  # px


def shared(finish: Callable[..., None]) -> Callable[..., None]:
    """What ends the layout of a page, with what is left of it shared among the room on it that asks for it.

    ``finish`` is WeasyPrint's ``layout_backgrounds``, by which a page has all but its backgrounds.
    """

    @functools.wraps(finish)
    def finished(page: Any, *rest: Any) -> None:
        asking = list(_asking(page.children[0], ()))
        if asking:
            _grow(page, asking)
        finish(page, *rest)

    return finished


def _asking(box: Any, around: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """Room that asks for more, behind the blocks around it: what stands in tables and columns has places of its own."""
    from weasyprint.formatting_structure import boxes

    for child in box.children:
        if type(child) is not boxes.BlockBox or not child.is_in_normal_flow() or child.is_table_wrapper:
            continue
        if child.element is not None and child.element.get("data-fill"):
            yield (*around, box, child)
        elif child.style["column_count"] == "auto" and child.style["column_width"] == "auto":
            yield from _asking(child, (*around, box))


def _grow(page: Any, asking: Sequence[tuple[Any, ...]]) -> None:
    """Let room on a page grow, each by an equal share, by whole lines where it is ruled."""
    end = end_of(page)
    left = end - bottom_of(page) - SLACK
    for number, (*around, box) in enumerate(asking):
        share = left / (len(asking) - number)
        if box.children:
            pitch = box.children[-1].border_height()
            share = max(int(share / pitch), 0) * pitch
            _rule(box, round(share / pitch), pitch)
        if share > 0:
            _lengthen(box, around, share, end)
            left -= share


def end_of(page: Any) -> float:
    """Where a page has room for text no more: at its foot, or at its notes, in px from its upper edge."""
    from weasyprint.formatting_structure import boxes

    foot = page.content_box_y() + page.height
    notes = (c.position_y for c in page.children if isinstance(c, boxes.FootnoteAreaBox) and c.children)
    return float(min([foot, *notes]))


def bottom_of(page: Any) -> float:
    """Where the last thing on a page ends, in px from its upper edge."""
    return _bottom(page.children[0], 0.0)


def _bottom(box: Any, under: float) -> float:
    """Where the last thing on a page ends; blocks that go on overleaf are as long as the page, so what is in them
    counts. ``under`` is how much white and border of the blocks around a thing is under it."""
    children = [c for c in getattr(box, "children", ()) if c.is_in_normal_flow() or c.is_floated()]
    if not children or not hasattr(box, "margin_top") or not _is_block(box):
        return float(box.position_y + box.margin_height() - _margin(box) + under)
    under += box.padding_bottom + box.border_bottom_width
    return max(_bottom(child, under) for child in children)


def _is_block(box: Any) -> bool:
    from weasyprint.formatting_structure import boxes

    return type(box) is boxes.BlockBox and not any(isinstance(child, boxes.LineBox) for child in box.children)


def _margin(box: Any) -> float:
    margin = getattr(box, "margin_bottom", 0.0)
    return float(margin) if isinstance(margin, (int, float)) else 0.0


def _rule(room: Any, lines: int, pitch: float) -> None:
    """More lines under the last of some room."""
    more = []
    for number in range(1, lines + 1):
        line = room.children[-1].deepcopy()
        line.translate(0, number * pitch)
        more.append(line)
    room.children = [*room.children, *more]


def _lengthen(box: Any, around: Sequence[Any], by: float, end: float) -> None:
    """Make a block longer, and all around it; move down what follows."""
    box.height += by
    for parent in reversed(around):
        position = next(number for number, child in enumerate(parent.children) if child is box)
        for later in parent.children[position + 1 :]:
            later.translate(0, by)
        parent.height = max(min(parent.height + by, end - parent.content_box_y()), parent.height)
        box = parent


def too_high(pages: Sequence[Any], composition: Composition) -> Iterator[Problem]:
    """Room that is asked to be higher than the text of its page, where its author asked for it."""
    seen = set()
    for page in pages:
        most = int((page._page_box.height + SLACK) / PX_PER_MM)
        for box in page._page_box.descendants():
            asked = box.element.get("data-place") if getattr(box, "element", None) is not None else None
            if asked and asked not in seen and int(box.element.get("data-height")) > most:
                seen.add(asked)
                name, _, line = asked.rpartition(":")
                section = next(section for section in composition.book.sections if section.id == name)
                message = f"room {box.element.get('data-height')} mm high, on a page that has {most} mm for text"
                hint = f"write height={most}mm or less, or fill=true for what is left of a page"
                yield error("E008", Place(section.place.file, int(line), 1), message, hint)
