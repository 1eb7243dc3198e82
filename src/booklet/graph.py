"""The literary graph: who is who, what they are to each other, and where characters, themes, symbols and terms appear.

It is made from a book as an edition has it, so that it cannot know of what the edition leaves out. Within one copy it
still minds who reads what: :meth:`Graph.seen_from` keeps from a section what only later warnings give away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from .model import Book, Item, Node, Section, plain
from .sections import KINDS
from .sections.characters import related

NAMED = ("character", "theme", "symbol", "term")
NUMBERED = ("question", "quotation", "quiz-item", "statement")
ALL = 1_000_000


@dataclass(frozen=True, slots=True)
class Member:
    """One of the cast: ``first_seen`` is a chapter, 0 where it is not said; ``section`` the id of its section."""

    id: str
    name: str
    role: str
    first_seen: int
    section: str


@dataclass(frozen=True, slots=True)
class Tie:
    """What ``who`` is to ``whom``, by ids, and the chapter in which it comes out (0: it is no secret)."""

    who: str
    whom: str
    label: str
    chapter: int


@dataclass(frozen=True, slots=True)
class Appearance:
    """A theme, symbol or character in a chapter of the studied book; ``source`` is the section that says so."""

    what: str
    chapter: int
    page: str
    source: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the booklet that treats of something: ``id`` to link to, the section, and how the place is known.

    An item is known by its ``number`` in the section, where that is printed, or by its ``name``; prose by the heading
    over it, if any, and else by its section.
    """

    id: str
    section: str
    kind: str = ""
    number: int = 0
    name: str = ""
    chapter: int = 0


@dataclass(frozen=True, slots=True)
class Term:
    """An entry of the index: what it is called, the item that it is, and where it is treated, that item among them."""

    id: str
    name: str
    kind: str
    section: str
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Graph:
    """All of it. ``depths`` says of each section how much of the story it gives away: nothing (0), the chapters up to
    a number, or all."""

    cast: tuple[Member, ...]
    ties: tuple[Tie, ...]
    appearances: tuple[Appearance, ...]
    spots: Mapping[str, tuple[Spot, ...]]
    terms: tuple[Term, ...]
    depths: Mapping[str, int]

    def open_to(self, here: str, there: str) -> bool:
        """Whether readers of one section may be told what another says."""
        return self.depths[there] <= self.depths[here]

    def seen_from(self, section: str) -> Graph:
        """The graph as far as a section may show it: nothing that only a section with more of the story says."""
        homes = {member.id: member.section for member in self.cast}
        return Graph(
            tuple(m for m in self.cast if self.open_to(section, m.section)),
            tuple(t for t in self.ties if all(self.open_to(section, homes[end]) for end in (t.who, t.whom))),
            tuple(a for a in self.appearances if self.open_to(section, a.source)),
            self.spots,
            self.terms,
            self.depths,
        )


def graph_of(book: Book) -> Graph:
    """The graph of a book."""
    items = [(section, item) for section in book.sections for item in section.items]
    cast = tuple(_member(section, item) for section, item in items if item.kind == "character")
    people = {member.id for member in cast}
    named = {item.id for _, item in items if item.kind in NAMED}
    appearances = tuple(_appearances(items, named))
    spots = _spots(book, named, appearances)
    return Graph(
        cast,
        tuple(tie for _, item in items if item.kind == "character" for tie in _ties(item, people)),
        appearances,
        spots,
        tuple(_term(section, item, spots) for section, item in items if item.kind in NAMED and plain(item.heading)),
        {section.id: _depth(section) for section in book.sections},
    )


def _depth(section: Section) -> int:
    spoilers = section.front.spoilers
    return spoilers if isinstance(spoilers, int) else {"none": 0, "full": ALL}[spoilers]


def _member(section: Section, item: Item) -> Member:
    return Member(
        item.id, plain(item.heading), str(item.fields.get("role") or ""), _whole(item, "first-seen"), section.id
    )


def _ties(item: Item, people: set[str]) -> Iterator[Tie]:
    for relation in dict.fromkeys(related(str(item.fields.get("relations") or ""))):
        if relation.target in people and relation.target != item.id:
            yield Tie(item.id, relation.target, relation.label, relation.chapter)


def _whole(item: Item, key: str) -> int:
    value = item.fields.get(key)
    return value if isinstance(value, int) else 0


def names_in(section: Section, item: Item) -> Iterator[str]:
    """The ids that an item names in its fields."""
    for key, field in KINDS[section.kind].fields.items():
        value = item.fields.get(key)
        if field.type == "ids" and isinstance(value, tuple):
            yield from value


def _appearances(items: Sequence[tuple[Section, Item]], named: set[str]) -> Iterator[Appearance]:
    """Chapters by evidence, by the fields of the thing itself, and by items that name it and say their chapter."""
    for section, item in items:
        if item.id in named:
            for node in (n for n in item.walk() if n.name == "list-item" and n.attrs.get("chapter")):
                yield Appearance(item.id, int(node.attrs["chapter"]), node.attrs.get("page", ""), section.id)
            for chapter in {_whole(item, "chapter"), _whole(item, "first-seen")} - {0}:
                yield Appearance(item.id, chapter, str(item.fields.get("page") or ""), section.id)
        if _whole(item, "chapter"):
            for name in names_in(section, item):
                if name in named:
                    page = str(item.fields.get("page") or "")
                    yield Appearance(name, _whole(item, "chapter"), page, section.id)


def _spots(book: Book, named: set[str], appearances: Sequence[Appearance]) -> dict[str, tuple[Spot, ...]]:
    """Where each thing is treated, in the order of the booklet: by itself, by fields, by links, and in the notes on a
    chapter that its evidence names."""
    chapters: dict[int, set[str]] = {}
    for appearance in appearances:
        chapters.setdefault(appearance.chapter, set()).add(appearance.what)
    found: dict[str, dict[str, Spot]] = {name: {} for name in named}
    for section in book.sections:
        here = Spot(section.id, section.id)
        for part in (*section.title, *section.body):
            if isinstance(part, Item):
                spot = _spot(section, part)
                names = {*names_in(section, part), *_linked(part.walk())}
                if part.kind == "chapter":
                    names |= chapters.get(_whole(part, "chapter"), set())
            else:
                if part.name == "heading" and part.id:
                    here = Spot(part.id, section.id, "heading", name=plain(part.children))
                spot, names = here, set(_linked(part.walk()))
            for name in (names | {spot.id}) & named:
                found[name].setdefault(spot.id, spot)
    return {name: tuple(spots.values()) for name, spots in found.items()}


def _spot(section: Section, item: Item) -> Spot:
    """An item as a place: those that print a number are known by it, the others by their name."""
    name = "" if item.kind in NUMBERED else plain(item.heading)
    return Spot(item.id, section.id, item.kind, item.number, name, _whole(item, "chapter"))


def _linked(nodes: Iterator[Node]) -> Iterator[str]:
    """The ids that links lead to."""
    for node in nodes:
        target = node.get("target") if node.name == "link" else ""
        if target.startswith("#"):
            yield unquote(target[1:])


def _term(section: Section, item: Item, spots: Mapping[str, tuple[Spot, ...]]) -> Term:
    return Term(item.id, plain(item.heading), item.kind, section.id, spots[item.id])
