"""What characters are: those that no text may hold, and the scripts that put no spaces between words."""

from __future__ import annotations

UNSPACED = ((0x0E00, 0x0EFF, 4), (0x1000, 0x109F, 4), (0x1780, 0x17FF, 4), (0x3040, 0x30FF, 2), (0x3400, 0x9FFF, 2),
            (0x20000, 0x3FFFF, 2))  # fmt: skip


def letters_a_word(letter: str) -> int:
    """How many letters stand for a word in the letter's script, if that puts no spaces between words; 0 of others."""
    code = ord(letter)
    return next((size for first, last, size in UNSPACED if first <= code <= last), 0) if code > 0x0DFF else 0


def is_control(character: str) -> bool:
    """Whether a character is a control, half of a surrogate pair, or none at all; line ends and tabs are text.

    XML 1.0 §2.2, and the C1 controls with them, which no font shows.
    """
    code = ord(character)
    if code < 0x20:
        return character not in "\t\n\r"
    return 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000 or code in (0xFFFE, 0xFFFF)
