"""What is printed of the literary graph, ready for templates: cast list, map, grid, lists of places, index.

A list of places names a section by its listed title, and what stands in it by number or chapter. Names of things are
told only where the reader's own section gives away as much of the story.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import ceil

from .alphabet import filed, initial
from .copies import pages_by_copy
from .drawing import Connection, Drawing, Setting, connections_of, drawn
from .graph import Appearance, Graph, Spot, Term, Tie, graph_of
from .model import Book, Section
from .themes import Theme
from .themes.lettering import Lettering

Words = Callable[[str], str]
LEAST_NAMED = 8
MOST_ON_MAP, FEWER = 24, 2  # people, and how many of them are left out at a time until a page has room for the others
LONG_INDEX = 45
PT_PER_MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Told:
    """What a character is to another, in words that say the chapter in which it comes out, if any."""

    id: str
    name: str
    label: str


@dataclass(frozen=True, slots=True)
class CastRow:
    """A line of a cast list."""

    id: str
    name: str
    role: str
    first_seen: int
    relations: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Map:
    """A drawn map of relations, and what it says: its lines in words, which ``numbered`` ones are not part of.

    A ``tall`` one has no room under the section's title and comes behind the cast list.
    """

    drawing: Drawing
    told: tuple[str, ...]
    numbered: bool
    tall: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """A chapter in a row of a grid: how many places there are, and the pages that they name."""

    chapter: int
    count: int
    pages: str


@dataclass(frozen=True, slots=True)
class GridRow:
    """A theme or symbol in a grid."""

    id: str
    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A piece of a grid: some chapters side by side, and a row for each theme or symbol.

    A ``wide`` one has more columns than an upright page, and stands on a page of its own that lies on its side.
    """

    chapters: tuple[int, ...]
    rows: tuple[GridRow, ...]
    paged: bool
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Places in one section: its listed title, the id it is linked by ("" if its places have words), the places."""

    title: str
    id: str
    places: tuple[tuple[str, str], ...]
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the index: what it is called, the item that treats of it, the ids of its places, and these in words."""

    id: str
    name: str
    ids: tuple[str, ...]
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """The entries of the index that begin with a letter; ``letter`` is "" where the index is too short to show it."""

    letter: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """What a section's template is given: all of it empty where there is nothing to show.

    ``relations`` and ``places`` tell of each item by its id, whether there is a cast list or not.
    """

    cast: tuple[CastRow, ...] = ()
    map: Map | None = None
    grids: tuple[Grid, ...] = ()
    relations: Mapping[str, tuple[Told, ...]] = field(default_factory=dict)
    places: Mapping[str, tuple[Group, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Room:
    """How much there is room for: a map's width, its height under a title and alone on a page, all in its units; a
    grid's columns without and with pages; the columns and rows of one on a page that lies on its side, 0 for none."""

    width: float
    height: float
    most: float
    columns: int
    paged_columns: int
    wide_columns: int = 0
    wide_paged_columns: int = 0
    wide_rows: int = 0
    wide_paged_rows: int = 0


SCREEN = Room(350, 400, 520, 12, 8)


def room_on_paper(size: tuple[float, float], text_size: float, area: tuple[float, float] | None = None) -> Room:
    """What a page of so many mm has room for, in text of so many pt (0: text that grows with the page).

    ``area`` is what the theme's margins leave of it, in pt, where that is known.
    """
    width, height = (side * PT_PER_MM for side in size)
    em = text_size or min(max(5.74 + 0.00968 * min(width, height), 8), 13)
    across = min((area[0] if area else 0.78 * width) / em, 33.3)
    down = min(height, area[1] / 0.76 if area else height) / em * 10.5
    wide, low = 0.82 * height / em, 0.68 * width / em
    return Room(
        across * 10.5, 0.48 * down, 0.74 * down, max(int(across - 9.3), 4), max(int((across - 9) / 2), 3),
        int(wide - 9.3), int((wide - 9) / 2), int(low / 1.6), int(low / 2.2),
    )  # fmt: skip


class Overviews:
    """The overviews of one edition for one medium."""

    def __init__(self, book: Book, theme: Theme, room: Room, words: Words) -> None:
        self.book, self.theme, self.room, self.words = book, theme, room, words
        self.graph = graph_of(book)
        self.titles = {section.id: section.listed_title for section in book.sections}
        self.names = {member.id: member.name for member in self.graph.cast}

    def of(self, section: Section) -> Overview:
        """What a section opens with, and where its things appear."""
        if section.kind not in ("characters", "themes", "symbols"):
            return Overview()
        spots = self.graph.spots
        places = {item.id: self._groups(item.id, spots.get(item.id, ()), section.id) for item in section.items}
        seen = self.graph.seen_from(section.id)
        relations = {item.id: self._relations(item.id, seen) for item in section.items}
        if section.front.overview == "none":
            return Overview(relations=relations, places=places)
        if section.kind == "characters":
            cast = self._cast(section, seen, relations)
            return Overview(cast, self._map(section, seen), relations=relations, places=places)
        return Overview(grids=tuple(self._grids(section, seen)), places=places)

    # characters

    def _relations(self, name: str, seen: Graph) -> tuple[Told, ...]:
        """A character's relations, all those to one person together."""
        labels: dict[str, list[str]] = {}
        for tie in seen.ties:
            if tie.who == name:
                labels.setdefault(tie.whom, []).append(self._dated(tie.label, tie.chapter))
        return tuple(Told(whom, self.names[whom], "; ".join(filter(None, said))) for whom, said in labels.items())

    def _cast(self, section: Section, seen: Graph, relations: Mapping[str, tuple[Told, ...]]) -> tuple[CastRow, ...]:
        members = [member for member in seen.cast if member.section == section.id]
        rows = [CastRow(m.id, m.name, m.role, m.first_seen, relations[m.id]) for m in members]
        facts = any(row.role or row.first_seen or row.relations for row in rows)
        return tuple(rows) if facts and len(rows) > 1 else ()

    def _map(self, section: Section, seen: Graph) -> Map | None:
        homes = {member.id: member.section for member in seen.cast}
        ties = [t for t in seen.ties if section.id in (homes[t.who], homes[t.whom])]
        degree = {name: sum(name in (t.who, t.whom) for t in ties) for name in homes}
        ranked = [name for name in sorted(degree, key=lambda n: -degree[n]) if degree[name]]
        room = self.room
        setting = Setting(
            Lettering(self.theme.faces), self.theme.text_face, self.theme.label_face, room.width, room.height,
            room.most, self.book.settings.language,
        )  # fmt: skip
        for most in range(min(len(ranked), MOST_ON_MAP), 1, -FEWER):
            people = [member for member in seen.cast if member.id in ranked[:most]]
            at = {member.id: position for position, member in enumerate(people)}
            connections = self._connections([t for t in ties if t.who in at and t.whom in at], at)
            names = [member.name for member in people]
            drawing = drawn(names, connections, setting)
            if not drawing.crowded:
                told = tuple(self._told(c, names) for c in connections)
                return Map(drawing, told, bool(drawing.key), drawing.height > room.height)
        return None

    def _connections(self, ties: Sequence[Tie], at: Mapping[str, int]) -> list[Connection]:
        pairs: dict[tuple[int, int], list[tuple[bool, str, bool]]] = {}
        for tie in ties:
            first, second = sorted((at[tie.who], at[tie.whom]))
            label = self._dated(tie.label, tie.chapter)
            pairs.setdefault((first, second), []).append((at[tie.who] == second, label, bool(tie.chapter)))
        return list(connections_of(pairs))

    def _dated(self, label: str, chapter: int) -> str:
        if not chapter:
            return label
        when = self.words("ch. {number}").format(number=chapter)
        return f"{label}, {when}" if label else when

    def _told(self, connection: Connection, names: Sequence[str]) -> str:
        ends = f"{names[connection.first]} – {names[connection.second]}"
        return f"{ends}: {connection.words}" if connection.words else ends

    # themes and symbols

    def _grids(self, section: Section, seen: Graph) -> Iterator[Grid]:
        mine = {item.id for item in section.items}
        shown = [a for a in seen.appearances if a.what in mine]
        if len({(a.what, a.chapter) for a in shown}) < 2:
            return
        paged = any(a.page for a in shown)
        chapters = list(range(1, self._last_chapter(shown) + 1))
        room = self.room
        pieces = ceil(len(chapters) / (room.paged_columns if paged else room.columns))
        wide_columns = room.wide_paged_columns if paged else room.wide_columns
        wide_rows = room.wide_paged_rows if paged else room.wide_rows
        wide = len(section.items) <= wide_rows and ceil(len(chapters) / wide_columns) < pieces
        pieces = ceil(len(chapters) / wide_columns) if wide else pieces
        length = ceil(len(chapters) / pieces)
        for begin in range(0, len(chapters), length):
            piece = tuple(chapters[begin : begin + length])
            rows = (
                GridRow(item.id, self._name_of(item.id, section), tuple(self._cell(item.id, c, shown) for c in piece))
                for item in section.items
            )
            yield Grid(piece, tuple(rows), paged, wide)

    def _cell(self, name: str, chapter: int, shown: Sequence[Appearance]) -> Cell:
        """How often a thing is in a chapter, and on which pages of the class's copy."""
        here = [a for a in shown if a.what == name and a.chapter == chapter]
        known = self.book.settings.work.editions if self.book.settings.work else {}
        pages = (pages_by_copy(a.page, known).get(self.book.copy, "") for a in here)
        return Cell(chapter, len(here), ", ".join(dict.fromkeys(filter(None, pages))))

    def _name_of(self, name: str, section: Section) -> str:
        return next((t.name for t in self.graph.terms if t.id == name), section.listed_title)

    def _last_chapter(self, shown: Iterable[Appearance]) -> int:
        """The last column: of the studied book, or the last that this copy tells of."""
        last = max(a.chapter for a in shown)
        if self.book.settings.work and self.book.settings.work.chapters:
            last = max(last, self.book.settings.work.chapters)
        bound = self.book.edition.spoilers if self.book.edition else "full"
        return min(last, bound) if isinstance(bound, int) else last

    # places

    def _groups(self, name: str, spots: Iterable[Spot], here: str = "") -> tuple[Group, ...]:
        """Where else a thing is treated, by section, as readers of section ``here``, or of the index, may be told."""
        by_section: dict[str, list[Spot]] = {}
        for spot in spots:
            if spot.id == name:
                continue
            by_section.setdefault(spot.section, []).append(spot)
        return tuple(self._group(section, found, here) for section, found in by_section.items())

    def _group(self, section: str, spots: Sequence[Spot], here: str) -> Group:
        open_ = bool(here) and self.graph.open_to(here, section)
        labels = {spot.id: self._label(spot, open_) for spot in spots}
        bare = next((spot.id for spot in spots if not labels[spot.id]), "")
        places = tuple((spot.id, labels[spot.id]) for spot in spots if labels[spot.id])
        return Group(self.titles[section], bare, places, tuple(spot.id for spot in spots))

    def _label(self, spot: Spot, open_: bool) -> str:
        chapter = self.words("ch. {number}").format(number=spot.chapter) if spot.chapter else ""
        if spot.kind == "chapter" and chapter:
            return chapter
        name = spot.name if open_ else ""
        if spot.number and spot.kind and not spot.name:
            name = self.words("no. {number}").format(number=spot.number)
        return f"{name} ({chapter})" if name and chapter else name

    # the index

    @cached_property
    def index(self) -> tuple[Letter, ...]:
        """The index of terms by letter; empty where the settings or the booklet have none."""
        terms = self.graph.terms
        wanted = any(t.kind == "term" for t in terms) or len(terms) >= LEAST_NAMED
        if self.book.settings.index == "none" or not wanted:
            return ()
        tongue = self.book.settings.language.partition("-")[0]
        ordered = sorted(terms, key=lambda t: (filed(t.name, tongue), t.name))
        entries = [(initial(t.name, tongue), self._entry(t)) for t in ordered]
        letters = dict.fromkeys(letter for letter, _ in entries)
        shown = len(entries) >= LONG_INDEX
        return tuple(
            Letter(letter if shown else "", tuple(entry for its, entry in entries if its == letter))
            for letter in letters
        )

    def _entry(self, term: Term) -> Entry:
        return Entry(term.id, term.name, tuple(spot.id for spot in term.spots), self._groups(term.id, term.spots))
