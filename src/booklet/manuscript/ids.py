"""Ids: how they are made of words, and who has which."""

from __future__ import annotations

import unicodedata

from ..language import lowered
from ..model import Place
from ..problems import Problem, error


def slug(text: str, language: str = "") -> str:
    """Text as an id: lower-case letters and digits of any script, joined by hyphens."""
    small = lowered(unicodedata.normalize("NFC", text), language)
    kept = [c if c.isalnum() or unicodedata.combining(c) else " " for c in small]
    return "-".join("".join(kept).split())


class Ids:
    """Gives out ids: written ones belong to their author, made ones make way with -2, -3 …"""

    def __init__(self, language: str = "") -> None:
        self.language = language
        self.written: dict[str, Place] = {}
        self.taken: set[str] = set()

    def claim(self, name: str, place: Place) -> Problem | None:
        """Register a written id; the problem if it is somebody else's."""
        if name in self.written:
            hint = "give one of them another id"
            if not place.line:
                hint = "give it one of its own between two lines --- at its beginning, as in  id: another-name"
            first = self.written[name]
            which = f"is also written in {first}" if first.line else f"is that of {first} too"
            return error("S002", place, f"the id “{name}” {which}", hint)
        self.written[name] = place
        return None

    def make(self, name: str) -> str:
        """A made id that nobody has: the wanted one, or with a number behind."""
        made, count = name, 1
        while made in self.taken or made in self.written:
            count += 1
            made = f"{name}-{count}"
        self.taken.add(made)
        return made
