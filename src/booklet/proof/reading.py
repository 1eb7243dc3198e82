"""A finished file as the proof reads it back: its text in order, and every other place in it that can carry words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

Role = Literal["listed", "alternative", "attribute", "metadata", "style", "attachment"]
Element = tuple[str, Any]


class Piece(NamedTuple):
    """Words outside the running text: what says them, where, and how many blocks of text stand before them.

    ``listed`` are bookmarks, entries of contents, running heads and titles of documents.
    """

    text: str
    where: str
    role: Role
    at: int = 0


@dataclass(slots=True)
class Block:
    """A paragraph, heading, cell or other block of text, in the order of reading.

    ``path`` are the elements that it stands in, the outermost first, ``inner`` those that stand in its line, each by
    its name and attributes. ``top`` and ``left`` say where it begins on its page, in pt, where there are pages.
    """

    text: str
    where: str
    path: tuple[Element, ...] = ()
    inner: tuple[Element, ...] = ()
    page: int = 0
    top: float = 0
    left: float = 0


@dataclass(slots=True)
class Reading:
    """What was read in a file. ``names`` are ids, fragments and file names, ``anchors`` the block that an id begins
    at, ``digests`` those of its pictures; each with where it stands."""

    blocks: list[Block] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    anchors: dict[str, int] = field(default_factory=dict)
    digests: dict[bytes, str] = field(default_factory=dict)

    def say(self, text: str, where: str, role: Role) -> None:
        """Note words outside the running text."""
        if text and not text.isspace():
            self.pieces.append(Piece(text, where, role, len(self.blocks)))

    def name(self, name: str, where: str) -> None:
        """Note an id, a fragment or a file's name."""
        if name:
            self.names.setdefault(name, where)


class UnreadableError(Exception):
    """The file is not what its name says; carries the reason."""
