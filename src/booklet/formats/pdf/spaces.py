"""White space at the ends of lines, which is nothing to CSS (CSS Text 3 §4.1.2), but which WeasyPrint lets count.

Where what is left of a text fits into a line but for the space behind it, WeasyPrint breaks it after its first word.
At the ends of blocks, where templates leave white space before closing tags, it is taken away before the layout; within
them, as before words in italics, such a line is mended when it is made.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from itertools import pairwise
from typing import Any

BLOCKS = frozenset(
    "aside blockquote caption dd div dl dt figcaption figure h1 h2 h3 h4 h5 h6 header hr li ol p section table td th "
    "ul".split()
)
SPACE = " \t\n\r\f"


def without_last(root: Any) -> None:
    """Take the white space from the end of every block of a tree, and from before each block in another."""
    for element in root.iter():
        if _name(element) not in BLOCKS:
            continue
        _trim(element)
        children = list(element)
        if children and _name(children[0]) in BLOCKS:
            element.text = _trimmed(element.text)
        for child, after in pairwise(children):
            if _name(after) in BLOCKS:
                child.tail = _trimmed(child.tail)


def _trim(element: Any) -> None:
    """Take the white space from the end of an element, and from the ends of those within a line that end with it."""
    if not len(element):
        element.text = _trimmed(element.text)
        return
    last = element[-1]
    last.tail = _trimmed(last.tail)
    if last.tail is None and _name(last) not in BLOCKS:
        _trim(last)


def _trimmed(text: str | None) -> str | None:
    return (text or "").rstrip(SPACE) or None


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def hung(split: Callable[..., Any]) -> Callable[..., Any]:
    """WeasyPrint's ``split_first_line``, where a text of several words that fits but for its last space is one line."""

    @functools.wraps(split)
    def split_first_line(
        text: str, style: Any, context: Any, max_width: float | None, justification_spacing: float,
        is_line_start: bool = True, minimum: bool = False,
    ) -> Any:  # fmt: skip
        found = split(text, style, context, max_width, justification_spacing, is_line_start, minimum)
        _, length, resume_index, *_ = found
        if resume_index is None or minimum or max_width is None or max_width == math.inf or text[-1:] != " ":
            return found
        encoded = text.encode()
        if b" " in encoded[:length].strip() or resume_index >= len(encoded):
            return found
        layout, length, rest, width, *measures = split(
            text.rstrip(" "), style, context, max_width, justification_spacing, is_line_start, minimum
        )
        fits = rest is None and width <= max_width
        return (layout, length, len(encoded), width, *measures) if fits else found

    return split_first_line
