"""What an edition had to leave out and a finished file holds all the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

from ..model import Book, Item, Picture, Place
from ..problems import Problem, error
from ..sections.marking import points_of
from .expected import headings
from .losses import shortened
from .passages import Expected, Passage, Trace
from .reading import Block, Piece, Reading
from .rules import SETTING
from .spots import Spots
from .words import RUN, Runs, Stream, parted, times_said, words_of

TELLING = 4
BEFORE_IDS = ("section-", "nav-section-", "page-section-", "nav-", "page-")
OWN = "booklet."


@dataclass
class Search:
    """One file and what is known of it; ``vocabulary`` are the words that booklet prints of itself, ``messages`` the
    same as they stand together."""

    file: str
    book: Book
    expected: Expected
    reading: Reading
    spots: Spots
    vocabulary: Set[str]
    messages: str
    digests: Mapping[str, bytes]

    def leaks(self) -> Iterator[Problem]:
        """Every leak, one for each thing that was to be withheld."""
        told: set[tuple[int, str]] = set()
        for passage, where, shown in (*self._runs(), *self._phrases(), *self._in_items(), *self._in_overviews()):
            if (passage.unit, passage.what) not in told:
                told.add((passage.unit, passage.what))
                yield self._leak(passage.what, passage.place, where, passage.text, shown)
        for passage, where in self._titles():
            if (passage.unit, passage.what) not in told:
                told.add((passage.unit, passage.what))
                yield self._leak(passage.what, passage.place, where, passage.text)
        yield from self._names()
        yield from self._pictures()
        yield from self._unlisted()

    def _leak(self, what: str, place: Place, where: str, words: str, shown: Place | None = None) -> Problem:
        message = f"{what} leaks into {self.file}: {where}: “{shortened(words)}”"
        hint = "a template of styles/templates, or a style sheet, prints it: take it out there"
        if shown:
            message += f"; the same words stand in {shown}, which this edition shows"
            hint = "say it in other words in one of the two places, or leave it out of one"
        return error("E005", place, message, hint)

    # runs of eight words

    @cached_property
    def _shown(self) -> Stream:
        return Stream(passage.text for passage in self.expected.shown)

    @cached_property
    def _different(self) -> list[Piece]:
        """The words outside the running text, those that say the same in the same role once."""
        seen: dict[tuple[str, str], Piece] = {}
        for piece in self.reading.pieces:
            seen.setdefault((piece.text, piece.role), piece)
        return list(seen.values())

    @cached_property
    def _pieces(self) -> Stream:
        return Stream(piece.text for piece in self._different)

    def _runs(self) -> Iterator[tuple[Passage, str, Place | None]]:
        """Runs of eight withheld words anywhere in the file."""
        runs: Runs[Passage] = Runs()
        for unit in _units(self.expected.withheld):
            words = [(word, passage) for passage in unit for word in passage.words]
            runs.add([word for word, _ in words], [passage for _, passage in words])
        if not runs:
            return
        for at, letters, passage in runs.found_in(self.spots.stream):
            block = self.reading.blocks[self.spots.stream.piece_at(at)]
            yield passage, f"{block.where}, the text", self._also_shown(letters)
        for at, letters, passage in runs.found_in(self._pieces, within_pieces=True):
            where = self._different[self._pieces.piece_at(at)].where
            yield passage, where, self._also_shown(letters)

    def _also_shown(self, letters: str) -> Place | None:
        at = self._shown.letters.find(letters)
        return self.expected.shown[self._shown.piece_at(at)].place if at >= 0 else None

    # fewer words

    @cached_property
    def _names_of_ids(self) -> Mapping[str, str]:
        return headings(self.book)

    @cached_property
    def _said(self) -> str:
        """All that the edition says of itself, word by word."""
        settings = self.book.settings
        told = [settings.title, settings.subtitle, settings.dek, settings.publisher, settings.rights]
        told += [settings.cover.text, settings.cover.credit]
        told += [*settings.keywords, *(a.name for a in settings.authors), *(a.credentials for a in settings.authors)]
        if settings.work:
            told += [settings.work.title, settings.work.author, *(e.label for e in settings.work.editions.values())]
        return self._shown.spaced + Stream(text for text in told if text).spaced

    def _generated(self, words: Iterable[str]) -> bool:
        """Whether there is nothing in some words but numbers and what booklet prints of itself."""
        return all(word.isdigit() or word in self.vocabulary for word in words)

    def _is_printed(self, words: Sequence[str]) -> bool:
        """Whether booklet prints some words of itself, and several only as they stand together in what it prints."""
        if not self._generated(words):
            return False
        bare = [word for word in words if not word.isdigit()]
        return len(bare) < 2 or f" {' '.join(bare)} " in self.messages

    def _phrases(self) -> Iterator[tuple[Passage, str, Place | None]]:
        """Withheld texts of fewer words, where nothing that the edition shows says the same: whole blocks, entries,
        texts and values of attributes; and of four words and more also within others."""
        names = {word for name in self._names_of_ids.values() for word in words_of(name)}
        there = {*self.spots.stream.spaced.split(), *self._pieces.spaced.split()}
        looked_for: dict[str, Passage] = {}
        for unit in _units(self.expected.withheld):
            for run in ((passage,) for passage in unit):
                self._look(run, there, looked_for)
            if len(unit) > 1:
                self._look(unit, there, looked_for)
        for phrase, passage in looked_for.items():
            words = phrase.split()
            telling = len(words) >= TELLING and not all(w in names or w in self.vocabulary for w in words)
            yield from self._where(phrase, passage, telling)

    def _look(self, passages: Sequence[Passage], there: set[str], looked_for: dict[str, Passage]) -> None:
        phrase = parted(" ".join(p.text for p in passages))
        words = phrase.split()
        if not 0 < len(words) < RUN or not there.issuperset(words) or self._is_printed(words):
            return
        if len(phrase) == 1 and phrase.isascii():  # so are choices lettered
            return
        if f" {phrase} " not in self._said:
            looked_for.setdefault(phrase, passages[0])

    def _where(self, phrase: str, passage: Passage, telling: bool) -> Iterator[tuple[Passage, str, Place | None]]:
        blocks, pieces = self.reading.blocks, self._different
        for number in self._holding(self.spots.stream, phrase, telling):
            yield passage, f"{blocks[number].where}, the text", None
        for number in self._holding(self._pieces, phrase, telling):
            piece = pieces[number]
            often = piece.role == "attribute" and self._count[piece.text] > 1
            if piece.role != "style" and (telling or not often):
                yield passage, piece.where, None

    @cached_property
    def _count(self) -> Counter[str]:
        return Counter(piece.text for piece in self.reading.pieces)

    def _holding(self, stream: Stream, phrase: str, telling: bool) -> Iterator[int]:
        """The pieces of a stream that are a phrase, but for generated words, or that hold it, where it is telling."""
        sought = f" {phrase} "
        at = stream.spaced.find(sought)
        while at >= 0:
            number = stream.piece_of_spaced(at + 1)
            piece = f" {stream.pieces[number]} "
            if telling or self._generated(piece.replace(sought, " ", 1).split()):
                yield number
            at = stream.spaced.find(sought, at + 1)

    def _titles(self) -> Iterator[tuple[Passage, str]]:
        """Withheld lines that stand as a heading or in a list of contents, whatever the text says in passing."""
        hidden = {"".join(p.words): p for p in self.expected.withheld if len(p.words) < RUN}
        for passage in self.expected.shown:
            hidden.pop("".join(passage.words), None)
        hidden = {letters: p for letters, p in hidden.items() if not self._generated(p.words)}
        if not hidden:
            return
        own = {parted(text).replace(" ", "") for text in (self.book.settings.title, self.book.settings.subtitle or "")}
        heads = [
            (block.text, f"{block.where}, a heading") for block in self.reading.blocks if block.path and _heads(block)
        ]
        lists = [(piece.text, piece.where) for piece in self._different if piece.role == "listed"]
        for text, where in (*heads, *lists):
            letters = parted(text).replace(" ", "")
            if letters in hidden and letters not in own:
                yield hidden[letters], where

    # an item's own

    def _in_items(self) -> Iterator[tuple[Passage, str, Place | None]]:
        """Withheld words of an item that is shown, in the part of the file that is the item's."""
        secret = [p for p in self.expected.withheld if p.item and len(p.words) < RUN and p.channel != "alt"]
        if not secret:
            return
        extents = self.spots.items()
        shown = {item.id: (section, item) for section, item in self.expected.items}
        told = self._told_of_items() if any(p.item in shown for p in secret) else {}
        for passage in secret:
            if passage.item not in extents or passage.item not in shown:
                continue
            phrase = parted(passage.text)
            words = phrase.split()
            first, behind = extents[passage.item]
            item = shown[passage.item][1]
            if words and all(word.isdigit() for word in words):
                allowed = (str(item.number) == phrase) + told[passage.item].count(phrase)
                there = sum(piece == phrase for piece in self.spots.stream.pieces[first:behind])
            elif self._generated(words) and len(phrase) > 1:
                continue
            else:
                allowed = times_said(told[passage.item], words) + _letters(item, phrase)
                text = " ".join(self.spots.stream.pieces[first:behind]).split()
                there = times_said(text, words)
            if there > allowed:
                block = self.reading.blocks[first]
                yield passage, f"{block.where}, in the text of the item", None
            elif not allowed:
                yield from self._in_attributes(phrase, passage, first, behind)

    def _in_overviews(self) -> Iterator[tuple[Passage, str, Place | None]]:
        """Withheld roles and relations in what a section opens with, as a list of the cast or the words of a map:
        where nothing that the edition shows says the same."""
        for passage in self.expected.withheld:
            phrase = parted(passage.text)
            if passage.channel != "field" or passage.section not in self.spots.sections:
                continue
            if self._generated(phrase.split()) or f" {phrase} " in self._said:
                continue
            start, end = self.spots.sections[passage.section]
            first, last = self.spots.stream.piece_at(start), self.spots.stream.piece_at(end - 1)
            for number in range(first, last + 1):
                if f" {phrase} " in f" {self.spots.stream.pieces[number]} ":
                    yield passage, f"{self.reading.blocks[number].where}, the text", None
            for piece in self._by_block(first, last + 1):
                if f" {phrase} " in f" {parted(piece.text)} ":
                    yield passage, piece.where, None

    def _in_attributes(
        self, phrase: str, passage: Passage, first: int, behind: int
    ) -> Iterator[tuple[Passage, str, Place | None]]:
        here = [
            piece
            for piece in self._by_block(first, behind)
            if parted(piece.text) == phrase
        ]  # fmt: skip
        if here and self._count[here[0].text] == len(here):
            yield passage, here[0].where, None

    def _by_block(self, first: int, behind: int) -> Iterator[Piece]:
        return (p for p in self.reading.pieces if first <= p.at < behind and p.role in ("attribute", "alternative"))

    def _told_of_items(self) -> dict[str, list[str]]:
        """The words that may stand in the part of the file that is an item's, by the item's id."""
        told: dict[str, list[str]] = {item.id: [] for _, item in self.expected.items}
        current, section = "", ""
        for passage in self.expected.shown:
            if passage.section != section:
                current, section = "", passage.section
            current = passage.item or current
            if current in told:
                told[current] += parted(passage.text).split()
        names = self._names_of_ids
        referring: dict[str, list[str]] = {}
        for home, item in self.expected.items:
            for name in _references(item):
                referring.setdefault(name, []).extend([names.get(item.id, ""), names.get(home, "")])
        for _, item in self.expected.items:
            values = [str(value) for key, value in item.fields.items() if key in SETTING and value]
            own = [names.get(name, "") for name in _references(item)] + referring.get(item.id, [])
            told[item.id] += [w for text in (*values, *own) for w in parted(text).split()]
        for name in {section.id for section in self.expected.sections}:
            quiz = [item for home, item in self.expected.items if home == name and item.kind == "quiz-item"]
            if quiz:
                told[quiz[-1].id] += _marks(quiz)
        return told

    # ids, addresses, pictures, titles

    def _names(self) -> Iterator[Problem]:
        """Ids and addresses of what is left out."""
        gone, kept = self.expected.gone, self.expected.ids
        told: set[str] = set()
        for name, where in self.reading.names.items():
            for bare in _bare(name) if gone and name not in kept else ():
                trace = gone.get(bare)
                if trace and bare not in kept and bare not in told:
                    told.add(bare)
                    yield self._leak(f"the id of {trace.what}", trace.place, where, name)
        for address, where in self.reading.addresses.items():
            if address in self.expected.addresses:
                trace = self.expected.addresses[address]
                yield self._leak(f"an address in {trace.what}", trace.place, where, address)

    def _pictures(self) -> Iterator[Problem]:
        """Pictures that nothing shows, by their bytes and by their names."""
        pictures: Mapping[str, Picture] = self.book.pictures
        shown_names = {name.rpartition("/")[2] for name in set(pictures) - set(self.expected.pictures)}
        for address, trace in self.expected.pictures.items():
            yield from self._picture(address, trace, shown_names)

    def _picture(self, address: str, trace: Trace, shown_names: Set[str]) -> Iterator[Problem]:
        name = self.book.pictures[address].file.rpartition("/")[2]
        where = self.reading.digests.get(self.digests.get(address, b""))
        same = any(self.digests.get(other) == self.digests.get(address) for other in self.digests
                   if other not in self.expected.pictures)  # fmt: skip
        if where and not same:
            yield self._leak(f"a picture in {trace.what}", trace.place, where, name)
        elif name in self.reading.names and name not in shown_names:
            yield self._leak(f"the name of a picture in {trace.what}", trace.place, self.reading.names[name], name)

    def _unlisted(self) -> Iterator[Problem]:
        """Titles that must not stand in lists of contents and running heads, because a safe-title does."""
        listed = {"".join(words_of(s.listed_title)) for s in self.expected.sections}
        front = min((start for start, _ in self.spots.sections.values()), default=0)
        for passage in self.expected.unlisted:
            letters = "".join(passage.words)
            if letters in listed:
                continue
            for number, text in enumerate(self.spots.stream.pieces[: self.spots.stream.piece_at(front)]):
                if text.replace(" ", "").rstrip("0123456789ivxlc") == letters.rstrip("0123456789ivxlc"):
                    yield self._leak(passage.what, passage.place, f"{self.reading.blocks[number].where}, the contents",
                                     passage.text)  # fmt: skip
                    break
            for piece in self.reading.pieces:
                if piece.role == "listed" and "".join(words_of(piece.text)) == letters:
                    yield self._leak(passage.what, passage.place, piece.where, passage.text)
                    break


def _units(passages: Iterable[Passage]) -> Iterator[list[Passage]]:
    """Passages that are withheld together."""
    units: dict[tuple[int, str], list[Passage]] = {}
    for passage in passages:
        units.setdefault((passage.unit, passage.what), []).append(passage)
    yield from units.values()


def _heads(block: Block) -> bool:
    tag = block.path[-1][0].lstrip("/").lower()
    return len(tag) == 2 and tag[0] == "h" and tag[1].isdigit()


def _letters(item: Item, phrase: str) -> int:
    """How often a single letter stands before the choices of an item."""
    return sum(phrase == chr(ord("a") + n) for n in range(max(len(item.choices), len(item.prompts))))


def _marks(quiz: Sequence[Item]) -> list[str]:
    """The numbers in the table of marks, which stands behind the last item of a quiz."""
    points = [points_of(item) for item in quiz]
    numbers = (*(item.number for item in quiz), *points, sum(points))
    return [word for number in numbers for word in parted(f"{number:.9g}").split()]


def _references(item: Item) -> Iterator[str]:
    """The ids that an item names."""
    for key, value in item.fields.items():
        if isinstance(value, tuple):
            yield from value
        elif key == "relations" and isinstance(value, str):
            yield from (piece.partition(":")[0].partition("@")[0].strip() for piece in value.split(","))


def _bare(name: str) -> Iterator[str]:
    """The ids that an id, a fragment or a file's name may be made of."""
    if name.startswith(OWN):
        return
    yield name
    base = name
    for before in BEFORE_IDS:
        base = base.removeprefix(before)
    base = base.removesuffix("-warning")
    yield base
    parts = base.split(".")
    yield parts[-1]
    if len(parts) > 1:
        yield parts[1]
