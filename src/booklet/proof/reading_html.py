"""A finished HTML page read back."""

from __future__ import annotations

from .reading import Reading
from .reading_markup import read_markup


def read(data: bytes, known: frozenset[bytes] = frozenset()) -> Reading:
    """What the page says; ``known`` are digests of pictures that need no reading.

    Raises UnreadableError where it is not well-formed.
    """
    found = Reading()
    read_markup(data, "the page", found, known)
    return found
