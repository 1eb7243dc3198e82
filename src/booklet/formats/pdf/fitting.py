"""Words set smaller until they fit what they stand on, and brought to its middle: elements that say ``data-fit``, and
their size in points.

Such an element is a block without a height of its own in one that has, whose own size of letters is the smallest that a
theme takes; it begins with ``data-fit="ID:SIDE" style="font-size: 22pt"``. ID is that of the item that is told of where
even the smallest is too large.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ...composition import LEFT_OUT, Composition
from ...model import Place
from ...problems import Problem, warning
from . import weasy

POINTS = 0.75  # of a pixel (CSS Values 4 §6.2)
ROUNDS = 24
TAKEN_BACK = 0.96  # of the size that would fill the room: lines end where words do


def fitted(press: weasy.Press, document: Any, xhtml: str, composition: Composition) -> tuple[Any, str, list[Problem]]:
    """The document and its source in sizes that fit, and what fits in none."""
    for _ in range(ROUNDS):
        smaller: dict[str, float] = {}
        for key, size, share, least in _overflowing(document.pages):
            if size > least:
                smaller[key] = max(min(math.floor(size * share * TAKEN_BACK * 2) / 2, size - 0.5), least)
                xhtml = xhtml.replace(_token(key, size), _token(key, smaller[key]))
        if not smaller:
            break
        document = press.lay_out(xhtml)
    too_long = list(_too_long(document.pages, composition))
    if too_long:
        return document, xhtml, too_long  # it will be made again without them
    for key, size, around, box in _fitting(document.pages):
        down = max(around.height - box.margin_height(), 0) / 2
        token = _token(key, size)
        xhtml = xhtml.replace(token, f'{token[:-1]}; padding-top: {down:.2f}px"')
    return press.lay_out(xhtml), xhtml, too_long


def _token(key: str, size: float) -> str:
    return f'data-fit="{key}" style="font-size: {size:g}pt"'


def _overflowing(pages: Sequence[Any]) -> Iterator[tuple[str, float, float, float]]:
    """What is larger than its room: its key, its size, about what share of that would do, and the smallest size."""
    for key, size, around, box in _fitting(pages):
        share = _share(around, box)
        if share < 1:
            yield key, size, share, round(around.style["font_size"] * POINTS, 2)


def _fitting(pages: Sequence[Any]) -> Iterator[tuple[str, float, Any, Any]]:
    """Each block that says ``data-fit``: its key, its size, what it stands on, and itself."""
    from weasyprint.formatting_structure import boxes

    for page in pages:
        for around in page._page_box.descendants(placeholders=True):
            for box in getattr(around, "children", ()):
                if not isinstance(box, boxes.BlockBox) or box.element is None or box.element is around.element:
                    continue
                if key := box.element.get("data-fit"):
                    yield key, float(box.element.get("style").partition(":")[2].strip().removesuffix("pt")), around, box


def _share(around: Any, box: Any) -> float:
    """By how much the sides of letters must shrink for a block to fit: 1 where it does."""
    from weasyprint.formatting_structure import boxes

    high = around.height / box.margin_height() if box.margin_height() > around.height + 0.5 else 1.0
    right = box.content_box_x() + box.width
    wide = 1.0
    for line in (found for found in box.descendants() if isinstance(found, boxes.LineBox)):
        ends = [child.position_x + child.margin_width() for child in line.children]
        over = max([right, *ends]) - line.position_x
        if max([right, *ends]) > right + 0.5:
            wide = min(wide, (right - line.position_x) / over)
    return min(math.sqrt(high), wide)


def _too_long(pages: Sequence[Any], composition: Composition) -> Iterator[Problem]:
    places: Mapping[str, Place] = {i.id: i.place for section in composition.book.sections for i in section.items}
    for name, least in {key.rpartition(":")[0]: least for key, *_, least in _overflowing(pages)}.items():
        message = f"this does not fit on a card, even in letters of {least:g} pt: it gets none"
        yield warning(LEFT_OUT, places[name], message, "make it shorter")
