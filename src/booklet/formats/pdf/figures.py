"""Pictures made smaller where they would leave a hole: a figure that does not fit under what stands on its page.

Set smaller, it may; else it goes to the next page in its full size. That is tried only where more than a third of the
page would stay empty, and in the layout itself, so that no second one is paid for.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from weasyprint.css.properties import Dimension
from weasyprint.formatting_structure import boxes

HOLE = 1 / 3  # of the height of the type area
STEPS = tuple(share / 100 for share in range(95, 30, -5))  # of the room that is left, for the picture
WHOLE = ("map",)  # is drawn in the smallest letters that may be
SMALLEST = 0.35  # of the height that it has on a page of its own


def fitted(lay_out: Callable[..., Any]) -> Callable[..., Any]:
    """The layout of a block, which if it is a figure of one picture may set that smaller.

    ``lay_out`` is WeasyPrint's ``block_container_layout``.
    """

    @functools.wraps(lay_out)
    def laid_out(
        context: Any, box: Any, bottom_space: float, skip_stack: Any, page_is_empty: bool, absolute_boxes: Any,
        fixed_boxes: Any, adjoining_margins: list[float] | None, *rest: Any, **others: Any,
    ) -> Any:  # fmt: skip
        def attempt(margins: list[float] | None) -> Any:
            return lay_out(
                context, box, bottom_space, skip_stack, page_is_empty, absolute_boxes, fixed_boxes, margins,
                *rest, **others,
            )  # fmt: skip

        is_figure = skip_stack is None and box.element_tag == "figure" and box.element.get("class") not in WHOLE
        picture = _picture(box) if is_figure else None
        if picture is None:
            return attempt(adjoining_margins)
        before, place, margins = picture.style, box.position_y, list(adjoining_margins or ())
        found = attempt(adjoining_margins)
        room = context.page_bottom - bottom_space - place
        if found[0] is not None or page_is_empty or room <= HOLE * (context.page_bottom - context.grid[0]):
            return found
        least = SMALLEST * _height(picture, box)
        for share in STEPS:
            if share * room < least:
                break
            picture.style = before.copy()
            picture.style["max_height"] = Dimension(share * room, "px")
            box.position_y = place
            smaller = attempt(list(margins))
            picture.style = before
            if smaller[0] is not None:
                return smaller
        box.position_y = place
        return found

    return laid_out


def _picture(box: Any) -> Any:
    """The one picture of a figure; None where it has several, or notes, which cannot be laid out twice."""
    below = list(box.descendants())
    pictures = [child for child in below if isinstance(child, boxes.ReplacedBox)]
    return pictures[0] if len(pictures) == 1 and not any(getattr(child, "footnote", None) for child in below) else None


def _height(picture: Any, figure: Any) -> float:
    """How high, in px, a picture would be in the width of its figure."""
    width, height, ratio = picture.replacement.get_intrinsic_size(
        picture.style["image_resolution"], picture.style["font_size"]
    )
    wide = min(width or figure.width, figure.width)
    return float(wide / ratio if ratio else height or 0)
