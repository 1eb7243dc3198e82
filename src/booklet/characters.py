"""What characters are: those that no text may hold, the scripts that letters belong to, and what is usual in each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

UNSPACED = ((0x0E00, 0x0EFF, 4), (0x1000, 0x109F, 4), (0x1780, 0x17FF, 4), (0x3040, 0x30FF, 2), (0x3400, 0x9FFF, 2),
            (0x20000, 0x3FFFF, 2))  # fmt: skip

# First and last of the blocks of a script (Unicode 16, Blocks.txt); punctuation of the Far East goes with Han.
BLOCKS: tuple[tuple[int, int, str], ...] = (
    (0x0041, 0x005A, "latin"), (0x0061, 0x007A, "latin"), (0x00AA, 0x00AA, "latin"), (0x00BA, 0x00BA, "latin"),
    (0x00C0, 0x00D6, "latin"), (0x00D8, 0x00F6, "latin"), (0x00F8, 0x02AF, "latin"),
    (0x0370, 0x03FF, "greek"), (0x0400, 0x052F, "cyrillic"),
    (0x0590, 0x05FF, "hebrew"), (0x0600, 0x06FF, "arabic"), (0x0750, 0x077F, "arabic"), (0x0870, 0x08FF, "arabic"),
    (0x0900, 0x097F, "devanagari"), (0x1100, 0x11FF, "hangul"),
    (0x1C80, 0x1C8F, "cyrillic"), (0x1E00, 0x1EFF, "latin"), (0x1F00, 0x1FFF, "greek"), (0x2C60, 0x2C7F, "latin"),
    (0x2DE0, 0x2DFF, "cyrillic"), (0x2E80, 0x2FDF, "han"), (0x3000, 0x3029, "han"), (0x3030, 0x303F, "han"),
    (0x3040, 0x30FF, "kana"), (0x3100, 0x312F, "bopomofo"), (0x3130, 0x318F, "hangul"), (0x31A0, 0x31BF, "bopomofo"),
    (0x31F0, 0x31FF, "kana"), (0x3400, 0x4DBF, "han"), (0x4E00, 0x9FFF, "han"), (0xA640, 0xA69F, "cyrillic"),
    (0xA720, 0xA7FF, "latin"), (0xA960, 0xA97F, "hangul"), (0xAC00, 0xD7FF, "hangul"), (0xF900, 0xFAFF, "han"),
    (0xFB1D, 0xFB4F, "hebrew"), (0xFB50, 0xFDFF, "arabic"), (0xFE30, 0xFE4F, "han"), (0xFE70, 0xFEFE, "arabic"),
    (0xFF01, 0xFF64, "han"), (0xFF65, 0xFF9F, "kana"), (0xFFA0, 0xFFDC, "hangul"), (0xFFE0, 0xFFE6, "han"),
    (0x20000, 0x3FFFF, "han"),
)  # fmt: skip
FIRSTS = [first for first, _, _ in BLOCKS]
BEYOND_EUROPE = 0x0590  # below it all scripts have italics and none runs from right to left
BY_WEIGHT = frozenset({"arabic", "hebrew", "devanagari"})
BY_FACE = frozenset({"han", "kana", "bopomofo", "hangul"})


def letters_a_word(letter: str) -> int:
    """How many letters stand for a word in the letter's script, if that puts no spaces between words; 0 of others."""
    code = ord(letter)
    return next((size for first, last, size in UNSPACED if first <= code <= last), 0) if code > 0x0DFF else 0


def script_of(character: str) -> str:
    """The script of a letter, as ``BLOCKS`` calls it; "" for signs that all share, and for scripts that it lacks."""
    code = ord(character)
    position = bisect_right(FIRSTS, code) - 1
    return BLOCKS[position][2] if position >= 0 and code <= BLOCKS[position][1] else ""


def scripts_of(text: Iterable[str]) -> frozenset[str]:
    """The scripts of a text's letters."""
    return frozenset(filter(None, map(script_of, set(text))))


def emphasis_of(text: str) -> str:
    """How the script of a text stresses words, if it has no italics: by ``weight``, or by another ``face``; else ""."""
    if text.isascii() or all(ord(character) < BEYOND_EUROPE for character in text):
        return ""
    scripts = scripts_of(text)
    return "weight" if scripts & BY_WEIGHT else "face" if scripts & BY_FACE else ""


def is_control(character: str) -> bool:
    """Whether a character is a control, half of a surrogate pair, or none at all; line ends and tabs are text.

    XML 1.0 §2.2; the C1 controls with them, which no font shows; and Unicode's 66 noncharacters (§23.7), which HTML's
    readers drop where they are spelt by number.
    """
    code = ord(character)
    if code < 0x20:
        return character not in "\t\n\r"
    noncharacter = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code < 0xFDF0
    return 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000 or noncharacter
