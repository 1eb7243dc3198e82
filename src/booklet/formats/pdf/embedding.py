"""Fonts of Chinese, Japanese and Korean in a PDF: their glyphs under the numbers by which the pages call them.

In a CID-keyed font a number in the text names a glyph by the font's own list of numbers (ISO 32000-1 §9.7.4.2), which
after subsetting is not the order of the glyphs in the file. WeasyPrint calls glyphs by that order; so the list is made
the same.
"""

from __future__ import annotations

import functools
import io
from collections.abc import Callable
from typing import Any

from weasyprint.pdf.fonts import Font


def install() -> None:
    """Teach WeasyPrint CID-keyed fonts, for the whole process, once."""
    if Font.clean.__module__ != __name__:
        Font.clean = _renumbered(Font.clean)


def _renumbered(clean: Callable[..., None]) -> Callable[..., None]:
    """The cleaning of a font before it is embedded, with its glyphs numbered in order."""

    @functools.wraps(clean)
    def renumbered(self: Any, *rest: Any, **others: Any) -> None:
        clean(self, *rest, **others)
        if self.type == "otf":
            self.file_content = in_order(self.file_content)

    renumbered.__module__ = __name__
    return renumbered


def in_order(data: bytes) -> bytes:
    """An OpenType font with CFF outlines (Adobe Technical Note 5176) whose glyph of number n is the nth in the file."""
    from fontTools.ttLib import TTFont

    with TTFont(io.BytesIO(data), lazy=True, recalcTimestamp=False, recalcBBoxes=False) as font:
        top = font["CFF "].cff.topDictIndex[0]
        if not hasattr(top, "ROS"):
            return data
        before = list(top.charset)
        after = [".notdef", *(f"cid{number:05d}" for number in range(1, len(before)))]
        if before == after:
            return data
        outlines = top.CharStrings.charStrings
        top.CharStrings.charStrings = {new: outlines[old] for old, new in zip(before, after, strict=True)}
        top.charset = after
        font.setGlyphOrder(after)
        target = io.BytesIO()
        font.save(target, reorderTables=None)
    return target.getvalue()
