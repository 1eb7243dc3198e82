"""Floats that stay in one piece: ``break-inside: avoid`` on a float, which WeasyPrint does not heed.

It parts a float that begins near the foot of a page, and where what stands beside it then moves to the next page, the
float's second half is printed there twice. Kept whole, it is in the way of the page's end as any block is.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from typing import Any

WHOLE = ("avoid", "avoid-page")


def whole(lay_out: Callable[..., Any], take_back: Callable[..., None]) -> Callable[..., Any]:
    """The layout of a float, in one piece where it asks for that and is no higher than a page.

    ``take_back`` is WeasyPrint's ``remove_placeholders``, which forgets what was laid out.
    """

    @functools.wraps(lay_out)
    def laid_out(
        context: Any, box: Any, containing_block: Any, absolute_boxes: list[Any], fixed_boxes: list[Any],
        bottom_space: float, skip_stack: Any,
    ) -> Any:  # fmt: skip
        def attempt(space: float) -> Any:
            return lay_out(context, box, containing_block, absolute_boxes, fixed_boxes, space, skip_stack)

        found, rest = attempt(bottom_space)
        if rest is None or skip_stack is not None or box.style["break_inside"] not in WHOLE:
            return found, rest
        take_back(context, [found], absolute_boxes, fixed_boxes)
        found, _ = attempt(-math.inf)
        if found.margin_height() <= context.page_bottom:
            return found, None
        take_back(context, [found], absolute_boxes, fixed_boxes)
        return attempt(bottom_space)

    return laid_out
