"""What no style sheet can prevent: headings with less than two lines under them at the foot of a page, which are turned
over, and holes before what was turned over without need."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from . import rooms
from .source import Source

LEAST_LINES = 2
LARGEST_HOLE = 1 / 3  # of a page
HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))


def mend(source: Source, pages: Sequence[Any]) -> tuple[str, ...]:
    """Turn over headings that stand nearly alone; the sections that this changes."""
    found = list(lonely(source, pages))
    source.turned |= {block for _, block in found}
    return tuple(dict.fromkeys(part for part, _ in found))


def lonely(source: Source, pages: Sequence[Any]) -> Iterator[tuple[str, int]]:
    """Headings that stand nearly alone and can be turned over: their part, and the block that turns with them."""
    for page, after in pairwise(pages):
        part = _part(page, last=True)
        heading = _alone_at_the_foot(list(_flow(page))) if part and part == _part(after, last=False) else None
        turn = _to_turn(source, page, part, heading) if heading is not None else 0
        if turn and turn not in source.turned:
            yield part, turn


def loose(source: Source, pages: Sequence[Any]) -> Iterator[tuple[str, int]]:
    """Blocks that were turned over and have left more than a third of the page before them empty: their part, and
    where they begin in the source."""
    for page, after in pairwise(pages):
        part = _part(page, last=True)
        if not part or part != _part(after, last=False):
            continue
        box = page._page_box
        if rooms.end_of(box) - rooms.bottom_of(box) < LARGEST_HOLE * box.height:
            continue
        around = next(_flow(after), ())
        turned = next((b.element for b in around if b.element is not None and b.element.get("data-turned")), None)
        block = _to_turn(source, after, part, turned) if turned is not None else 0
        if block in source.turned:
            yield part, block


def _flow(page: Any) -> Iterator[tuple[Any, ...]]:
    """What stands in the flow of a page, line by line and picture by picture, each behind the blocks around it."""

    from weasyprint.formatting_structure import boxes

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
    from weasyprint.formatting_structure import boxes

    lines = 0
    for *around, box in reversed(flow):
        heading = next((block for block in around if block.element_tag in HEADINGS), None)
        if heading is not None:
            return heading.element
        lines += LEAST_LINES if isinstance(box, boxes.ReplacedBox) else 1
        if lines >= LEAST_LINES:
            return None
    return None


def _to_turn(source: Source, page: Any, part: str, element: Any) -> int:
    """Where the block that turns over with an element begins in the source; 0 where nothing stands before it.

    The page may come of a layout of that part alone.
    """
    root = page._page_box.children[0].element
    top = next(found for found in root.iter() if found.get("id") == part)
    position = next(number for number, found in enumerate(top.iter()) if found is element)
    return source.elements[part][position]
