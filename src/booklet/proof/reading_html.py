"""A finished HTML page read back."""

from __future__ import annotations

from .reading import Reading
from .reading_markup import read_markup


def read(data: bytes) -> Reading:
    """What the page says. Raises UnreadableError where it is not well-formed."""
    found = Reading()
    read_markup(data, "the page", found)
    return found
