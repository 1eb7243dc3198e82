"""Which characters no text may hold, because neither XML nor the text of a PDF can."""

from __future__ import annotations


def is_control(character: str) -> bool:
    """Whether a character is a control, half of a surrogate pair, or none at all; line ends and tabs are text.

    XML 1.0 §2.2, and the C1 controls with them, which no font shows.
    """
    code = ord(character)
    if code < 0x20:
        return character not in "\t\n\r"
    return 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000 or code in (0xFFFE, 0xFFFF)
