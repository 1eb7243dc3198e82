"""Page breaks that no style sheet can prevent: a heading with less than two lines under it at the foot of a page, and a
picture that leaves more than a third of the page before it empty."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from weasyprint.formatting_structure import boxes

from .source import Source

LEAST_LINES = 2
HOLE = 1 / 3  # of the height of the type area
HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
SAFETY = 12.0  # px that a fitted picture stays below the room that was found, for edges of what stands before it
STEP = 0.9  # by which it is made smaller again where that was not enough


def mend(source: Source, pages: Sequence[Any]) -> tuple[str, ...]:
    """Turn over headings, and fit pictures into the room before them; the sections that this changes."""
    flows = [list(_flow(page)) for page in pages]
    changed = []
    for index, (here, behind) in enumerate(pairwise(flows)):
        part = _part(pages[index], last=True)
        if not here or not behind or not part or part != _part(pages[index + 1], last=False):
            continue
        heading = _alone_at_the_foot(here)
        turn = _element(source, pages[index], part, heading).turn if heading is not None else 0
        if turn and turn not in source.turned:
            source.turned.add(turn)
            changed.append(part)
            continue
        figure = next((box for box in behind[0] if box.element_tag == "figure"), None)
        room = _room_for(figure, pages[index], here) if figure is not None else 0.0
        if figure is not None and room:
            own = _element(source, pages[index + 1], part, figure.element).own
            source.fitted[own] = min(room, STEP * source.fitted.get(own, room / STEP))
            changed.append(part)
    return tuple(dict.fromkeys(changed))


def _flow(page: Any) -> Iterator[tuple[Any, ...]]:
    """What stands in the flow of a page, line by line and picture by picture, each behind the blocks around it."""

    def walk(box: Any, around: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
        for child in getattr(box, "children", ()):
            if not child.is_in_normal_flow():
                continue
            if isinstance(child, (boxes.LineBox, boxes.ReplacedBox)) or not getattr(child, "children", ()):
                if child.height:
                    yield (*around, child)
            else:
                yield from walk(child, (*around, child))

    yield from walk(page._page_box.children[0], ())


def _part(page: Any, *, last: bool) -> str:
    """The id of the first or last part of the booklet that stands on a page."""
    body = page._page_box.children[0].children
    parts = body[0].children if body else ()
    return str(parts[-1 if last else 0].element.get("id", "")) if parts else ""


def _alone_at_the_foot(flow: Sequence[tuple[Any, ...]]) -> Any:
    """The element of a page's last heading, if it has fewer than two lines under it and no picture."""
    lines = 0
    for *around, box in reversed(flow):
        heading = next((block for block in around if block.element_tag in HEADINGS), None)
        if heading is not None:
            return heading.element
        lines += LEAST_LINES if isinstance(box, boxes.ReplacedBox) else 1
        if lines >= LEAST_LINES:
            return None
    return None


def _room_for(figure: Any, page: Any, flow: Sequence[tuple[Any, ...]]) -> float:
    """How high, in px, a figure's picture may be to stand on the page before; 0 where it leaves no hole there."""
    area = page._page_box
    notes = [child for child in area.children if isinstance(child, boxes.FootnoteAreaBox) and child.children]
    bottom = min([area.content_box_y() + area.height, *(note.position_y for note in notes)])
    end = max(box.position_y + box.margin_height() for *_, box in flow)
    pictures = [box for box in figure.descendants() if isinstance(box, boxes.ReplacedBox)]
    if bottom - end <= HOLE * area.height or len(pictures) != 1:
        return 0.0
    room = bottom - end - (figure.margin_height() - pictures[0].height) - SAFETY
    return float(room) if 0 < room < pictures[0].height else 0.0


def _element(source: Source, page: Any, part: str, element: Any) -> Any:
    """Where an element of a part begins in the source; its page may come of a layout of that part alone."""
    root = page._page_box.children[0].element
    top = next(found for found in root.iter() if found.get("id") == part)
    position = next(number for number, found in enumerate(top.iter()) if found is element)
    return source.elements[part][position]
