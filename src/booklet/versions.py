"""Book and seed and letter to Book: a version of its quizzes, with questions and choices in an order of their own.

Orders come from digests of the seed, the version's letter and the words themselves, never from a run of random numbers:
so they are the same on every machine, and what changes in one question changes no other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, permutations
from string import ascii_uppercase

from .model import Book, Choice, Item, Node, Section, plain
from .rewriting import recounted
from .sections.marking import BETWEEN_ACCEPTED, BETWEEN_WORDS, accepted, blanks, letters_for, said_by
from .sections.shuffling import mixes, moves, stays

LETTERS = ascii_uppercase
TRIES = 48
ALL_TRIED = 4  # of so many choices, every order is tried
WORDY = ("cloze", "short")
LONGEST = 48


def version(book: Book, seed: int, letter: str, shown: Collection[str] | None = None) -> Book:
    """The book with its quizzes as this version has them. A is as it was written; ``letter`` is one from A to Z.

    ``book`` is the whole one, before anything is chosen for an edition: so students and teachers get the same order,
    and the proof the same book. Questions count from 1 in each section, those first whose ids are in ``shown`` where an
    edition leaves some out.
    """
    last = LETTERS.index(letter)
    sections = (_version(s, seed, last, shown, book.settings.language) for s in book.sections)
    return replace(book, sections=tuple(sections))


def letters(count: int) -> tuple[str, ...]:
    """The letters of so many versions, 26 at most."""
    return tuple(LETTERS[:count])


def _version(section: Section, seed: int, last: int, shown: Collection[str] | None, language: str) -> Section:
    """A section in the version of that position, 0 for A; one that is no quiz stays as it is."""
    if section.kind != "quiz":
        return section
    mixed = {item.id: _mixed(item, section, seed, last, language) for item in section.items}
    found = [section.body]
    for number in range(1, last + 1):
        of_it = [
            replace(part, choices=mixed[part.id][number]) if isinstance(part, Item) else part for part in section.body
        ]
        known = [_seen(body) for body in found]
        # Questions are moved anew only where a whole quiz would come out twice, which hangs on all of them.
        tries = (_moved(of_it, section, _digest(str(seed), LETTERS[number], str(turn))) for turn in range(TRIES))
        first = next(tries)
        others = chain([first], tries)
        found.append(next((body for body in others if _seen(body) not in known), first))
    return recounted(replace(section, body=tuple(_numbered(found[last], shown))))


def _seen(body: Iterable[Node | Item]) -> list[tuple[str, list[str]]]:
    """What a reader sees of the order of a quiz."""
    return [(part.id, [said_by(choice) for choice in part.choices]) for part in body if isinstance(part, Item)]


def _numbered(body: Iterable[Node | Item], shown: Collection[str] | None) -> Iterator[Node | Item]:
    """The questions counted anew; those that are not shown behind all others."""
    parts = list(body)
    items = [part for part in parts if isinstance(part, Item)]
    if shown is not None:
        items.sort(key=lambda item: item.id not in shown)
    numbers = {item.id: number for number, item in enumerate(items, 1)}
    for part in parts:
        yield replace(part, number=numbers[part.id]) if isinstance(part, Item) else part


# questions


def _moved(body: Sequence[Node | Item], section: Section, of: bytes) -> tuple[Node | Item, ...]:
    """The body with its questions in the order of a version, each among those that it stands with.

    Whether one stands before another hangs on these two alone: each comes where its own digest with ``of`` puts it.
    """
    moved = list(body)
    for run in _runs(body):
        free = [(at, part) for at in run if isinstance(part := body[at], Item) and moves(part, section)]
        in_order = sorted((part for _, part in free), key=lambda part: _digest(of.hex(), part.id))
        for (at, _), part in zip(free, in_order, strict=True):
            moved[at] = part
    return tuple(moved)


def _runs(body: Sequence[Node | Item]) -> Iterator[list[int]]:
    """The positions of questions with nothing between them."""
    run: list[int] = []
    for position, part in enumerate(body):
        if isinstance(part, Item):
            run.append(position)
        else:
            yield run
            run = []
    yield run


# choices


def _mixed(item: Item, section: Section, seed: int, last: int, language: str) -> list[tuple[Choice, ...]]:
    """The choices of a question in each version up to the last: no order twice, and what is right in other places,
    as far as there are so many."""
    if len(item.choices) < 2 or not mixes(item, section, language):
        return [item.choices] * (last + 1)
    choices = _Choices.of(item, language)
    orders: list[_Order] = [tuple(range(len(item.choices)))]
    for number in range(1, last + 1):
        tried = choices.orders(_digest(str(seed), LETTERS[number], item.id))
        orders.append(min(tried, key=partial(choices.sameness, orders), default=orders[0]))
    return [tuple(item.choices[at] for at in order) for order in orders]


_Order = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Choices:
    """Choices to put in order, by their positions as they are written: the words and the mark of each, the positions
    of those that may move, and the words in the order that would give an answer away."""

    words: tuple[str, ...]
    marks: tuple[str, ...]
    free: _Order
    telling: tuple[str, ...]

    @classmethod
    def of(cls, item: Item, language: str) -> _Choices:
        """The choices of a question."""
        words = tuple(said_by(choice) for choice in item.choices)
        marks = tuple(choice.mark for choice in item.choices)
        free = tuple(at for at, choice in enumerate(item.choices) if not stays(choice, language))
        counted = all(mark.isdigit() for mark in marks)  # as in a match or an order
        in_order = sorted(range(len(words)), key=lambda at: int(marks[at])) if counted else ()
        return cls(words, marks, free, tuple(words[at] for at in in_order))

    def orders(self, of: bytes) -> Iterator[_Order]:
        """Orders as a digest ranks them, all or many; none that gives an answer away."""
        names = [f"{self.words[at]}\n{self.words[:at].count(self.words[at])}" for at in self.free]
        turns = range(len(names))
        if len(names) <= ALL_TRIED:
            ranked = sorted(permutations(turns), key=lambda order: _digest(of.hex(), *(names[n] for n in order)))
        else:
            ranked = [tuple(sorted(turns, key=lambda n: _digest(of.hex(), str(turn), names[n])))
                      for turn in range(TRIES)]  # fmt: skip
        for order in ranked:
            mixed = list(range(len(self.words)))
            for at, n in zip(self.free, order, strict=True):
                mixed[at] = self.free[n]
            if self._said(mixed) != self.telling:
                yield tuple(mixed)

    def sameness(self, before: Sequence[_Order], order: _Order) -> tuple[int, int, int]:
        """How like earlier versions an order is: as a whole, in what is right where in the last one, and in all."""
        alike = [self._alike(order, other) for other in before]
        return sum(self._said(order) == self._said(other) for other in before), alike[-1], sum(alike)

    def _alike(self, one: _Order, other: _Order) -> int:
        """At how many letters of two orders the same is right: a right choice, or one half of a pair."""
        marks, words = self.marks, self.words
        pairs = [(a, b) for a, b in zip(one, other, strict=True) if marks[a] and marks[b]]
        return sum(marks[a] == marks[b] == "x" or words[a] == words[b] for a, b in pairs)

    def _said(self, order: Sequence[int]) -> tuple[str, ...]:
        return tuple(self.words[at] for at in order)


def _digest(*words: str) -> bytes:
    return hashlib.sha256("\n".join(words).encode()).digest()


# what is right in versions


@dataclass(frozen=True, slots=True)
class Right:
    """What is right about a question: letters, of a match in the order of what is asked, of an order in that of steps.

    ``said`` are the words of what is right, in the same order; alone where a question has no letters.
    """

    id: str
    number: int
    type: str
    letters: tuple[str, ...]
    said: tuple[str, ...]
    points: int


@dataclass(frozen=True, slots=True)
class Key:
    """The key of one quiz: its section's id and title, what is right question by question, and all its points."""

    id: str
    title: str
    rights: tuple[Right, ...]
    points: int


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a version has a question, and which letters are right there; none where words are."""

    number: int
    letters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A question in all versions: its number in the booklet, its type, its first words, what is right where that is
    words, and a cell for each version, in the order of their letters."""

    number: int
    type: str
    question: str
    words: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Cross:
    """The table of one quiz from the booklet to its versions."""

    id: str
    title: str
    letters: tuple[str, ...]
    rows: tuple[Row, ...]


def key(book: Book) -> tuple[Key, ...]:
    """The key of each quiz of a book that knows what is right: a whole one, or that of an edition with answers."""
    language = book.settings.language
    found = []
    for section in _quizzes(book):
        rights = tuple(sorted((_right(item, language) for item in section.items), key=lambda right: right.number))
        found.append(Key(section.id, section.plain_title, rights, sum(right.points for right in rights)))
    return tuple(found)


def cross_table(book: Book, versions: Mapping[str, Book]) -> tuple[Cross, ...]:
    """For each quiz of the booklet, where each question stands in each version and what is right there.

    ``book`` has the numbers of the booklet, ``versions`` are books by letter; all still know what is right.
    """
    known = {letter: {right.id: right for k in key(one) for right in k.rights} for letter, one in versions.items()}
    found = []
    for section in _quizzes(book):
        rows = []
        for item in section.items:
            of_it = [known[letter].get(item.id) for letter in versions]
            cells = (Cell(right.number, right.letters) if right else None for right in of_it)
            said = _right(item, book.settings.language).said
            words = BETWEEN_WORDS.join(said) if item.fields.get("type") in WORDY else ""
            rows.append(
                Row(item.number, str(item.fields.get("type")), _shortened(plain(item.heading)), words, tuple(cells))
            )
        found.append(Cross(section.id, section.plain_title, tuple(versions), tuple(rows)))
    return tuple(found)


def points(book: Book) -> Mapping[str, int]:
    """How many points each quiz of a book has, by the section's id."""
    return {section.id: sum(_points(item) for item in section.items) for section in _quizzes(book)}


def _quizzes(book: Book) -> Iterator[Section]:
    return (section for section in book.sections if section.kind == "quiz" and section.items)


def _right(item: Item, language: str) -> Right:
    kind = str(item.fields.get("type"))
    found: tuple[str, ...] = ()
    said: Iterable[str] = ()
    if kind in ("match", "order"):
        marks = range(1, len(item.prompts or item.choices) + 1)
        found = tuple("/".join(letters_for(item, str(n), language)) for n in marks)
        said = (plain(choice.body) for choice in sorted(item.choices, key=lambda choice: int(choice.mark or 0)))
    elif kind == "cloze":
        said = (plain(blank.children) for blank in blanks((*item.heading, *item.body)))
    elif kind == "short":
        answers = (part.children for part in item.parts if part.get("name") == "answer")
        said = [BETWEEN_ACCEPTED.join(accepted(item))] if accepted(item) else [plain(nodes) for nodes in answers]
    else:
        found = letters_for(item, "x", language)
        said = (plain(choice.body) for choice in item.choices if choice.mark)
    return Right(item.id, item.number, kind, found, tuple(said), _points(item))


def _points(item: Item) -> int:
    return int(item.fields.get("points") or 1)  # type: ignore[arg-type]


def _shortened(text: str) -> str:
    """The beginning of a text."""
    if len(text) <= LONGEST:
        return text
    return f"{text[:LONGEST].rpartition(' ')[0] or text[:LONGEST]}\N{NO-BREAK SPACE}…"
