"""What glyphs stand for where several of them make up a letter, as letters and their marks do in Arabic and Hebrew.

WeasyPrint gives all of such letters to whichever glyph comes first, and nothing to the others, once for each font; so
words would lose letters when programs take them out. Here each glyph is given the letter that it is by itself.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from weasyprint.draw import text as drawing
from weasyprint.text.ffi import ffi, harfbuzz, pango

from ...characters import script_of

BEYOND_LATIN = 0x0300  # of what is below a glyph stands for one letter, or for several of its own
SILENT = "\N{ZERO WIDTH JOINER}"
# A ligature is mapped to the sign that Unicode has for it (Arabic Presentation Forms), because programs put the letters
# of a line that runs from right to left in order glyph by glyph, and so would turn those of a ligature round.
LIGATURES = {unicodedata.normalize("NFKC", sign): sign for sign in "\ufef5\ufef7\ufef9\ufefb\ufdf2"}
ffi.cdef("int hb_font_get_nominal_glyph(hb_font_t *font, hb_codepoint_t letter, hb_codepoint_t *glyph);")


def install() -> None:
    """Teach WeasyPrint letters of several glyphs, for the whole process, once."""
    if drawing.draw_first_line.__module__ != __name__:
        drawing.draw_first_line = _spelt(drawing.draw_first_line)


def _spelt(draw: Callable[..., Any]) -> Callable[..., Any]:
    """The drawing of a line, before which its fonts learn what the glyphs of its letters stand for."""

    @functools.wraps(draw)
    def spelt(stream: Any, textbox: Any, *rest: Any, **others: Any) -> Any:
        text = textbox.text
        if not text.isascii() and any(ord(letter) >= BEYOND_LATIN and script_of(letter) for letter in text):
            _learn(stream, textbox.pango_layout)
        return draw(stream, textbox, *rest, **others)

    spelt.__module__ = __name__
    return spelt


def _learn(stream: Any, layout: Any) -> None:
    line, _ = layout.get_first_line()
    text = layout.text.encode()
    run = line.runs[0]
    while run != ffi.NULL:
        item = run.data
        run = run.next
        font, _ = stream.add_font(item.item.analysis.font)
        backwards = item.item.analysis.level % 2
        for start, end, glyphs in _clusters(item):
            letters = text[item.item.offset + start : item.item.offset + end].decode()
            if len(glyphs) == 1:
                font.to_unicode.setdefault(glyphs[0], LIGATURES.get(letters, letters) if backwards else letters)
                continue
            for glyph, meant in _meant(font, glyphs[::-1] if backwards else glyphs, letters):
                font.to_unicode.setdefault(glyph, meant)


def _clusters(item: Any) -> Iterator[tuple[int, int, list[int]]]:
    """The glyphs of a run that belong together, with the bytes of the text that they stand for."""
    string = item.glyphs
    found: dict[int, list[int]] = {}
    for number in range(string.num_glyphs):
        glyph = string.glyphs[number].glyph
        if glyph != pango.PANGO_GLYPH_EMPTY and not glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG:
            found.setdefault(string.log_clusters[number], []).append(glyph)
    starts = sorted(found)
    for start, end in zip(starts, [*starts[1:], item.item.length][: len(starts)], strict=True):
        yield start, end, found[start]


def _meant(font: Any, glyphs: Sequence[int], letters: str) -> Iterator[tuple[int, str]]:
    """Each glyph with what it stands for: the letter that the font shows by it, what is left for the first other."""
    left = list(glyphs)
    for form in ("NFC", "NFD"):
        rest = list(unicodedata.normalize(form, letters))
        for letter in list(rest):
            glyph = _glyph_of(font, letter)
            if glyph in left:
                yield glyph, letter
                left.remove(glyph)
                rest.remove(letter)
        letters = "".join(rest)
    for position, glyph in enumerate(left):
        yield glyph, letters if letters and not position else SILENT


def _glyph_of(font: Any, letter: str) -> int:
    """The glyph that a font shows a letter by, if nothing stands around it; -1 where it has none."""
    found = ffi.new("hb_codepoint_t *")
    has = harfbuzz.hb_font_get_nominal_glyph(font.hb_font, ord(letter), found)
    return int(found[0]) if has else -1
