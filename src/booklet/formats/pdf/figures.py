"""Pictures made smaller where they would leave a hole: a figure that does not fit under what stands on its page.

Set smaller, it may; else it goes to the next page in its full size. That is tried only where more than a third of the
page would stay empty, and in the layout itself, so that no second one is paid for. Of a picture that ends an entry of
people, themes or symbols, the places where that appears are kept on its page in the same way.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from itertools import pairwise
from math import inf
from typing import Any

from weasyprint.css.properties import Dimension
from weasyprint.formatting_structure import boxes
from weasyprint.layout import block

HOLE = 1 / 3  # of the height of the type area
STEPS = tuple(share / 100 for share in range(95, 30, -5))  # of the room that is left, for the picture
WHOLE = ("map",)  # is drawn in the smallest letters that may be
SMALLEST = 0.35  # of the height that it has on a page of its own
SMALL = 0.5  # of that height, for the sake of what stands under it
ENTRIES = frozenset(("character", "theme", "symbol"))


def fitted(lay_out: Callable[..., Any]) -> Callable[..., Any]:
    """The layout of a block, which if it is a figure of one picture may set that smaller.

    ``lay_out`` is WeasyPrint's ``block_container_layout``.
    """

    @functools.wraps(lay_out)
    def laid_out(
        context: Any, box: Any, bottom_space: float, skip_stack: Any, page_is_empty: bool, absolute_boxes: Any,
        fixed_boxes: Any, adjoining_margins: list[float] | None, *rest: Any, **others: Any,
    ) -> Any:  # fmt: skip
        def attempt(margins: list[float] | None, kept: float = 0) -> Any:
            box.position_y = place
            return lay_out(
                context, box, bottom_space + kept, skip_stack, page_is_empty, absolute_boxes, fixed_boxes, margins,
                *rest, **others,
            )  # fmt: skip

        def smaller(picture: Any, least: float, kept: float = 0) -> Any:
            before = picture.style
            for share in STEPS:
                if share * (room - kept) < least:
                    return None
                picture.style = before.copy()
                picture.style["max_height"] = Dimension(min(share * (room - kept), _most(picture)), "px")
                found = attempt(list(margins), kept)
                picture.style = before
                if found[0] is not None:
                    return found
            return None

        place = box.position_y
        is_figure = skip_stack is None and box.element_tag == "figure" and box.element.get("class") not in WHOLE
        picture = _picture(box) if is_figure else None
        if picture is None:
            if not ENTRIES.isdisjoint(_classes(box)):
                _keep_places(context, box)
            return attempt(adjoining_margins)
        margins = list(adjoining_margins or ())
        room = context.page_bottom - bottom_space - place
        kept = 0 if page_is_empty else getattr(box, "kept", 0)
        if kept:
            found = attempt(list(margins), kept)
            if found[0] is None:
                found = smaller(picture, SMALL * _height(picture, box), kept)
            if found is not None:
                return found
        found = attempt(adjoining_margins)
        if found[0] is not None or page_is_empty or room <= HOLE * (context.page_bottom - context.grid[0]):
            return found
        less = smaller(picture, SMALLEST * _height(picture, box))
        box.position_y = place
        return less or found

    return laid_out


def _keep_places(context: Any, entry: Any) -> None:
    """Tell the picture that ends an entry how high, in px, the places under it are, which end the entry."""
    below = [child for child in entry.children if not (child.element_tag or "").endswith("::after")]
    for figure, places in [*pairwise(below)][-1:]:
        if figure.element_tag == "figure" and "where" in _classes(places):
            tried = places.deepcopy()
            tried.position_x, tried.position_y = entry.content_box_x(), entry.position_y
            context.create_block_formatting_context(object())
            try:
                laid_out, *_ = block.block_level_layout(context, tried, -inf, None, entry)
            finally:
                context.finish_block_formatting_context()
            figure.kept = laid_out.border_height() + max(_margin(figure, "bottom"), _margin(places, "top"))


def _margin(box: Any, side: str) -> float:
    wide = box.style[f"margin_{side}"]
    return float(wide.value) if wide != "auto" and wide.unit == "px" else 0


def _classes(box: Any) -> Iterable[str]:
    return (box.element.get("class") or "").split() if box.element is not None else ()


def _picture(box: Any) -> Any:
    """The one picture of a figure; None where it has several, or notes, which cannot be laid out twice."""
    below = list(box.descendants())
    pictures = [child for child in below if isinstance(child, boxes.ReplacedBox)]
    return pictures[0] if len(pictures) == 1 and not any(getattr(child, "footnote", None) for child in below) else None


def _height(picture: Any, figure: Any) -> float:
    """How high, in px, a picture would be in the width of its figure, on a page of its own."""
    width, height, ratio = picture.replacement.get_intrinsic_size(
        picture.style["image_resolution"], picture.style["font_size"]
    )
    wide = min(width or figure.width, figure.width)
    return min(float(wide / ratio if ratio else height or 0), _most(picture))


def _most(picture: Any) -> float:
    """How high, in px, a picture may be by its style sheet."""
    most = picture.style["max_height"]
    return float(most.value) if most.unit == "px" else inf
