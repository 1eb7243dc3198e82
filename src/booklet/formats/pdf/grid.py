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
from weasyprint.formatting_structure import boxes
from weasyprint.layout import block, column, inline
from weasyprint.text.line_break import strut

from . import figures, floats, rooms, spaces

HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
APART = frozenset({"li", "dd", "dt", "td", "th", "blockquote", "figure", "aside", "header"})
TURNED = "data-turned"  # an attribute of what was turned over
NEAR = 0.01  # px
SLIGHT = 0.1  # of a line: what stands so little below its line is drawn up to it

_columns: list[float] = []  # those being laid out: how far down they begin
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
    block.columns_layout = _level(block.columns_layout)
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
        elif skip_stack is None and _columns and abs(box.position_y - _columns[-1]) < NEAR:
            box.margin_top = 0
        elif skip_stack is None and not _inside and (tag in HEADINGS or (tag == "p" and _is_text(context, box))):
            box.margin_top = _white_above(context, box, adjoining_margins or ())
        with _within(tag) if tag in APART else _in_column(box):
            return lay_out(
                context, box, bottom_space, skip_stack, page_is_empty, absolute_boxes, fixed_boxes, adjoining_margins,
                *rest, **others,
            )  # fmt: skip

    laid_out.__module__ = __name__
    return laid_out


def _level(lay_out: Callable[..., Any]) -> Callable[..., Any]:
    """The layout of columns, which if they are of running text begin on a line of the page's grid, all of them."""

    @functools.wraps(lay_out)
    def laid_out(
        context: Any, box: Any, bottom_space: float, skip_stack: Any, containing_block: Any, page_is_empty: bool,
        absolute_boxes: Any, fixed_boxes: Any, adjoining_margins: list[float], *rest: Any,
    ) -> Any:  # fmt: skip
        if skip_stack is None and not _inside and hasattr(context, "grid") and _is_text(context, box):
            box.margin_top += _to_line(context, box.content_box_y() + block.collapse_margin(adjoining_margins))
        result = lay_out(
            context, box, bottom_space, skip_stack, containing_block, page_is_empty, absolute_boxes, fixed_boxes,
            adjoining_margins, *rest,
        )  # fmt: skip
        if result[0] is not None and result[1] is None and box.style["height"] == "auto":
            _end_with_text(result[0])
        return result

    return laid_out


def _end_with_text(box: Any) -> None:
    """Let columns end where the longest of them does: WeasyPrint keeps the height at which it tried them."""
    columns = [child for child in box.children if child.is_column]
    if columns and len(columns) == len(box.children):
        spare = columns[0].height - max(_foot(column) - column.content_box_y() for column in columns)
        for grown in (box, *columns):
            grown.height -= max(spare, 0)


def _foot(box: Any) -> float:
    """How far down what is in a box ends."""
    foot = float(box.position_y + box.margin_height())
    flowing = [child for child in getattr(box, "children", ()) if child.is_in_normal_flow()]
    if isinstance(box, boxes.BlockContainerBox) and flowing:
        foot = min(foot, _foot(flowing[-1]) + box.padding_bottom + box.border_bottom_width)
    return foot


@contextlib.contextmanager
def _in_column(box: Any) -> Iterator[None]:
    """While a column is laid out, if the box is one."""
    if not box.is_column:
        yield
        return
    _columns.append(box.content_box_y())
    try:
        yield
    finally:
        _columns.pop()


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
    white = block.collapse_margin([*adjoining_margins, box.margin_top])
    begins = box.position_y + white + box.border_top_width + box.padding_top
    is_heading = box.element_tag.rpartition("}")[2] in HEADINGS
    white += _to_line(context, begins + (box.margin_bottom if is_heading else 0))
    above, below = max([0, *adjoining_margins]), min([0, *adjoining_margins])
    return float(white - below if white - below >= above else white - above)  # the margin that collapses to so much


def _to_line(context: Any, y: float) -> float:
    """How far it is from so far down the page to the next line of its grid, or back to one that is hardly passed."""
    top, _, pitch = context.grid
    over = (y - top) % pitch
    return float(-over if over <= SLIGHT * pitch else pitch - over)


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
