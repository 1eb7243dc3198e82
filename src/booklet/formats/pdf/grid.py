"""Running text on a baseline grid, and WeasyPrint's layout mended where it falls short.

WeasyPrint knows no grid (CSS Line Grid 1, ``block-step`` are ignored), so paragraphs and headings are put on it while
they are laid out: the white above one grows by the fraction of a line that it stands off. That costs no second layout,
and holds wherever a page begins.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from weasyprint import layout
from weasyprint.layout import block, column, inline
from weasyprint.text.line_break import strut

from . import figures, floats, rooms, spaces

HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
APART = frozenset({"li", "dd", "dt", "td", "th", "blockquote", "figure", "aside", "header"})
TURNED = "data-turned"  # an attribute of what was turned over
NEAR = 0.01  # px
SLIGHT = 0.1  # of a line: what stands so little below its line is drawn up to it

_inside: list[str] = []  # the blocks apart from running text that are being laid out, the outermost first


def install() -> None:
    """Teach WeasyPrint the grid, notes under columns, floats in one piece, pictures that fit and room that fills its
    page; for the whole process, once."""
    if block.block_container_layout.__module__ == __name__:
        return
    layout.layout_backgrounds = rooms.shared(layout.layout_backgrounds)
    column._report_footnotes = _report_footnotes
    inline.split_first_line = spaces.hung(inline.split_first_line)
    block.float_layout = floats.whole(block.float_layout, block.remove_placeholders)
    for name in ("table_layout", "flex_layout", "grid_layout"):
        setattr(block, name, _apart(getattr(block, name)))
    block.block_container_layout = _on_grid(figures.fitted(block.block_container_layout))


def _on_grid(lay_out: Callable[..., Any]) -> Callable[..., Any]:
    """The layout of a block, which if it is running text begins on a line of the page's grid."""

    @functools.wraps(lay_out)
    def laid_out(
        context: Any, box: Any, bottom_space: float, skip_stack: Any, page_is_empty: bool, absolute_boxes: Any,
        fixed_boxes: Any, adjoining_margins: list[float] | None, *rest: Any, **others: Any,
    ) -> Any:  # fmt: skip
        tag = (box.element_tag or "").rpartition("}")[2]
        if box.element is not None and box.element.get(TURNED):
            context.turned = context.current_page
        if box.is_for_root_element:
            context.grid = (box.content_box_y(), box.style["font_size"], _pitch(box))
        elif skip_stack is None and page_is_empty and _goes_on(context) and _at_the_head(context, box):
            box.margin_top = 0  # CSS Fragmentation 3 §5.2; WeasyPrint does so for the outermost blocks alone
            box.margin_bottom = 0 if tag in HEADINGS else box.margin_bottom  # else its text is a line farther down
        elif skip_stack is None and not _inside and (tag in HEADINGS or (tag == "p" and _is_text(context, box))):
            box.margin_top = _white_above(context, box, adjoining_margins or ())
        with _within(tag) if tag in APART else contextlib.nullcontext():
            return lay_out(
                context, box, bottom_space, skip_stack, page_is_empty, absolute_boxes, fixed_boxes, adjoining_margins,
                *rest, **others,
            )  # fmt: skip

    laid_out.__module__ = __name__
    return laid_out


def _goes_on(context: Any) -> bool:
    """Whether a page goes on with what the page before had no room for.

    WeasyPrint's own ``forced_break`` is true of every page with a name, also where the name is that of the page before.
    What is turned over for want of room only looks as if its author had wanted it so.
    """
    _, how, *_ = context.page_maker[context.current_page - 1]
    return bool(how["break"] == "any" or getattr(context, "turned", None) == context.current_page)


def _at_the_head(context: Any, box: Any) -> bool:
    """Whether a block is the first thing of a page's text."""
    return hasattr(context, "grid") and bool(abs(box.position_y - context.grid[0]) < NEAR)


def _white_above(context: Any, box: Any, adjoining_margins: Sequence[float]) -> float:
    """The upper margin, in px, that lets a block begin on a line of the grid.

    A heading's lower margin lifts it off its line, so that the text under it stands on one; not at the head of a page.
    """
    top, _, pitch = context.grid
    white = block.collapse_margin([*adjoining_margins, box.margin_top])
    begins = box.position_y + white + box.border_top_width + box.padding_top
    is_heading = box.element_tag.rpartition("}")[2] in HEADINGS
    over = (begins + (box.margin_bottom if is_heading else 0) - top) % pitch
    white += -over if over <= SLIGHT * pitch else pitch - over
    above, below = max([0, *adjoining_margins]), min([0, *adjoining_margins])
    return float(white - below if white - below >= above else white - above)  # the margin that collapses to so much


@contextlib.contextmanager
def _within(what: str) -> Iterator[None]:
    """While something is laid out that has places of its own for what is in it."""
    _inside.append(what)
    try:
        yield
    finally:
        _inside.pop()


def _pitch(box: Any) -> float:
    """From one line to the next, in px, of what a block holds."""
    return float(strut(box.style)[0])


def _is_text(context: Any, box: Any) -> bool:
    """Whether a paragraph is set in the size and leading of the page."""
    _, size, pitch = context.grid
    return bool(abs(box.style["font_size"] - size) < NEAR and abs(_pitch(box) - pitch) < NEAR)


def _apart(lay_out: Callable[..., Any]) -> Callable[..., Any]:
    """The layout of what has places of its own for what is in it."""

    @functools.wraps(lay_out)
    def laid_out(*arguments: Any, **others: Any) -> Any:
        with _within(lay_out.__name__):
            return lay_out(*arguments, **others)

    return laid_out


def _report_footnotes(context: Any, height: float) -> None:
    """Send notes of columns that do not fit under them to the next page, the first of them first.

    In place of WeasyPrint's own, which fails where the notes' area has not been laid out yet or has no notes left.
    """
    sent = []
    if context.current_page_footnotes and context.current_footnote_area.height == "auto":
        context._update_footnote_area()
    while context.current_page_footnotes and context.current_footnote_area.margin_height() > height:
        sent.append(context.current_page_footnotes[-1])
        context.report_footnote(sent[-1])
    if sent:
        context.reported_footnotes[-len(sent) :] = sent[::-1]
