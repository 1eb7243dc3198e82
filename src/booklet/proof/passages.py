"""What the proof knows of a book: passages of text that a file must or must not hold, and what must leave no trace."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from ..model import Item, Place, Section

SEAM = "\x1f"  # where a part of a line begins or ends, which may be a word's end or none
Channel = Literal["text", "alt", "title", "field", "address"]


@dataclass(slots=True, eq=False)
class Passage:
    """Words that stand together in the manuscript: a line without the notes in it, a text alternative, a field.

    ``what`` names in a message what it is, ``unit`` counts what is withheld together, ``apart`` passages may stand in
    another place of the file than their section.
    """

    text: str
    words: tuple[str, ...]
    place: Place
    what: str
    unit: int
    section: str
    item: str
    channel: Channel = "text"
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Trace:
    """An id, an address or a picture that must leave no trace: what it belongs to, and where that stands."""

    what: str
    place: Place


@dataclass(slots=True)
class Choices:
    """The choices of a quiz item that must not tell which is right: their words in order, and those of its prompts."""

    item: Item
    what: str
    words: list[tuple[str, ...]]
    prompts: list[tuple[str, ...]]


@dataclass(slots=True)
class Expected:
    """What an edition holds and what it leaves out. ``items`` are the ids of items that it shows, in order."""

    shown: list[Passage] = field(default_factory=list)
    withheld: list[Passage] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    items: list[tuple[str, Item]] = field(default_factory=list)
    choices: list[Choices] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    gone: dict[str, Trace] = field(default_factory=dict)
    addresses: dict[str, Trace] = field(default_factory=dict)
    pictures: dict[str, Trace] = field(default_factory=dict)
    unlisted: list[Passage] = field(default_factory=list)
