"""Lines in other scripts than Latin, where WeasyPrint's layout falls short of them.

From right to left a first line is indented at its right, floats stand at the side that they say, and what is justified
keeps to its width though fonts kern letters with spaces. In Chinese and Japanese, which have no spaces, lines are
justified between letters (JLREQ §3.8). Words in another font do not move their line. Lettering of drawings is shaped as
words, not letter by letter.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

from weasyprint import svg
from weasyprint.css.computed_values import COMPUTER_FUNCTIONS
from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.svg.text import Style
from weasyprint.text import line_break
from weasyprint.text.ffi import TO_UNITS, ffi, pango
from weasyprint.text.line_break import Layout, line_size

from ...characters import BEYOND_EUROPE, script_of

FOREIGN = 0x0250  # what is below every text face has
SPREAD = frozenset({"han", "kana", "bopomofo"})
WIDEST = 0.12  # em between letters: where more is needed the line stays short
SLIGHT = 1e-3  # px: enough to part a line at its spaces, as justification does


def install() -> None:
    """Teach WeasyPrint these scripts, for the whole process, once."""
    if inline.text_align.__module__ == __name__:
        return
    inline.text_align = _indented(inline.text_align)
    inline.justify_line = _justified(inline.justify_line)
    inline.remove_last_whitespace = _ended(inline.remove_last_whitespace)
    line_break.first_line_metrics = _steady(line_break.first_line_metrics)
    Layout.spread = 0.0
    Layout.set_text = _spread_out(Layout.set_text)
    COMPUTER_FUNCTIONS["float"] = _sided(COMPUTER_FUNCTIONS["float"])
    drawn = _whole(svg.text)
    svg.TAGS.update({tag: drawn for tag, draw in svg.TAGS.items() if draw is svg.text})
    svg.text = drawn


def _sided(compute: Callable[..., Any]) -> Callable[..., Any]:
    """The side of a float that is said as a start or an end, which the layout of lines does not know everywhere."""

    @functools.wraps(compute)
    def sided(style: Any, name: str, value: Any) -> Any:
        found = compute(style, name, value)
        if found not in ("inline-start", "inline-end"):
            return found
        parent = style.parent_style
        backwards = parent is not None and parent["direction"] == "rtl"
        return "left" if (found == "inline-start") != backwards else "right"

    return sided


def _has_letters(text: str, first: int) -> bool:
    """Whether a text has letters from a code on."""
    return not text.isascii() and any(ord(character) >= first and script_of(character) for character in text)


def _text_boxes(box: Any) -> Iterator[Any]:
    """The text of a line, in the order in which it was written."""
    if isinstance(box, boxes.TextBox):
        yield box
    elif isinstance(box, boxes.LineBox | boxes.InlineBox):
        for child in box.children:
            yield from _text_boxes(child)


def _indented(align: Callable[..., float]) -> Callable[..., float]:
    """The alignment of a line, with the white before its first word on the side where it begins.

    A line from right to left is then moved as a whole; floats in parts of it stand already where they belong.
    """

    @functools.wraps(align)
    def aligned(context: Any, line: Any, available_width: float, last: bool) -> float:
        offset = align(context, line, available_width, last)
        if line.style["direction"] == "rtl":
            if getattr(line, "text_indent", 0):
                for child in line.children:
                    child.translate(dx=-line.text_indent, ignore_floats=True)
            for box in _inner_floats(line):
                box.translate(dx=offset + line.width)
        return offset

    aligned.__module__ = __name__
    return aligned


def _ended(strip: Callable[..., None]) -> Callable[..., None]:
    """The end of a line, without its last space: from right to left what is written before closes up to what is left.

    WeasyPrint moves the whole line and goes on to draw the space, but justifies and measures the text without it.
    """

    @functools.wraps(strip)
    def ended(context: Any, line: Any) -> None:
        if line.style["direction"] != "rtl":
            strip(context, line)
            return
        above, box = [], line
        while isinstance(box, boxes.LineBox | boxes.InlineBox) and box.children:
            above.append(box)
            box = box.children[-1]
        before, stood = getattr(box, "width", 0), [child.position_x for child in line.children]
        strip(context, line)
        if not isinstance(box, boxes.TextBox) or box.width == before:
            return
        for child, x in zip(line.children, stood, strict=True):
            child.translate(dx=x - child.position_x, ignore_floats=True)
        if box.text:
            box.pango_layout = inline.split_text_box(context, box, None, 0)[0].pango_layout
        for outer in above:
            for child in outer.children[:-1] if outer.style["direction"] == "rtl" else ():
                child.translate(dx=box.width - before, ignore_floats=True)

    return ended


def _inner_floats(line: Any) -> Iterator[Any]:
    """Floats in inline boxes of a line."""
    for child in line.children:
        if isinstance(child, boxes.InlineBox):
            yield from (box for box in child.children if box.is_floated())
            yield from _inner_floats(child)


def _justified(justify: Callable[..., None]) -> Callable[..., None]:
    """The justification of a line: between letters where they stand for themselves, else between words."""

    @functools.wraps(justify)
    def justified(context: Any, line: Any, extra_width: float) -> None:
        texts = list(_text_boxes(line))
        if not any(_has_letters(box.text, BEYOND_EUROPE) for box in texts):
            justify(context, line, extra_width)
            return
        letters = {id(box): sum(script_of(letter) in SPREAD for letter in box.text) for box in texts}
        spaces = {id(box): inline.count_expandable_spaces(box) for box in texts}
        if sum(letters.values()) > sum(spaces.values()):
            each = extra_width / sum(letters.values())
            if each <= WIDEST * line.style["font_size"]:
                _widen(line, {id(box): each * letters[id(box)] for box in texts}, each, 0, context)
        elif sum(spaces.values()):
            parted = {id(box): _parted_width(box, context) - box.width if spaces[id(box)] else 0 for box in texts}
            each = (extra_width - sum(parted.values())) / sum(spaces.values())
            gains = {name: parted[name] + each * spaces[name] for name in parted}
            _widen(line, gains, 0, each, context)

    return justified


def _parted_width(box: Any, context: Any) -> float:
    """How wide a text is once its words are set one by one, with no kerning over the spaces between them."""
    layout = line_break.create_layout(box.text, box.style, context, None, SLIGHT)
    layout.set_text(box.text, justify=True)
    width, _ = line_size(layout.get_first_line()[0], box.style)
    layout.deactivate()
    return float(width)


def _widen(box: Any, gains: dict[int, float], spread: float, spacing: float, context: Any, moved: float = 0) -> float:
    """Give each text its share, and move what stands behind it; how far, is the answer."""
    if isinstance(box, boxes.TextBox):
        box.position_x += moved
        box.justification_spacing = spacing
        if gains[id(box)]:
            layout = line_break.create_layout(box.text, box.style, context, None, spacing)
            layout.spread = spread
            layout.deactivate()
            box.width += gains[id(box)]
            box.pango_layout = layout
        return moved + gains[id(box)]
    if isinstance(box, boxes.LineBox | boxes.InlineBox):
        box.position_x += moved
        before = moved
        for child in box.children[::-1] if box.style["direction"] == "rtl" else box.children:
            if child.is_in_normal_flow():
                moved = _widen(child, gains, spread, spacing, context, moved)
        box.width += moved - before
        return moved
    box.translate(moved, 0)
    return moved


def _spread_out(set_text: Callable[..., None]) -> Callable[..., None]:
    """The setting of a text, with white between letters where a justified line asks for it (``Layout.spread``)."""

    @functools.wraps(set_text)
    def spread_out(self: Any, text: str, justify: bool = False) -> None:
        set_text(self, text, justify)
        if not (justify and self.spread):
            return
        attributes = pango.pango_layout_get_attributes(self.layout)
        if attributes == ffi.NULL:
            attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
        start = 0
        for alone, run in groupby(self.text, lambda letter: script_of(letter) in SPREAD):
            end = start + len("".join(run).encode())
            if alone:
                attribute = pango.pango_attr_letter_spacing_new(int(self.spread * TO_UNITS))
                attribute.start_index, attribute.end_index = start, end
                pango.pango_attr_list_change(attributes, attribute)
            start = end
        pango.pango_layout_set_attributes(self.layout, attributes)

    return spread_out


def _steady(measure: Callable[..., Any]) -> Callable[..., Any]:
    """The measures of a line of text, of which height and baseline are those of its first font, whatever it holds."""

    @functools.wraps(measure)
    def steady(first_line: Any, text: str, layout: Any, resume_at: Any, space_collapse: bool, style: Any,
               *rest: Any, **others: Any) -> Any:  # fmt: skip
        found = measure(first_line, text, layout, resume_at, space_collapse, style, *rest, **others)
        if isinstance(style, Style) or not _has_letters(text, FOREIGN):
            return found
        return (*found[:4], *_height(measure, style))

    return steady


def _height(measure: Callable[..., Any], style: Any) -> tuple[float, float]:
    """Height and baseline of a space in the first font of a style."""
    known: dict[str, tuple[float, float]] = style.font_config.strut_layouts
    key = f"steady {line_break._font_style_cache_key(style, include_size=True)}"
    if key not in known:
        layout = Layout(style)
        layout.set_text(" ")
        line, _ = layout.get_first_line()
        *_, height, baseline = measure(line, "", layout, None, False, style)
        known[key] = height, baseline
    return known[key]


class _Whole(str):
    """A text that is taken letter by letter as a single one."""

    __slots__ = ()

    def __iter__(self) -> Iterator[str]:
        return iter((str(self),))


def _whole(draw: Callable[..., None]) -> Callable[..., None]:
    """The drawing of a text, which letters that join or run from right to left need as a whole."""

    @functools.wraps(draw)
    def drawn(image: Any, node: Any, font_size: float) -> None:
        if node.text and _has_letters(node.text, BEYOND_EUROPE):
            node._etree_node.text = _Whole(node.text)
        draw(image, node, font_size)

    return drawn
