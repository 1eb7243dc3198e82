"""Book and seed and letter to Book: a version of its quizzes, with questions and choices in an order of their own.

Orders come from digests of the seed, the version's letter and the words themselves, never from a run of random numbers:
so they are the same on every machine, and what changes in one question changes no other.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, permutations
from string import ascii_uppercase

from .model import Book, Item, Node, Section, plain
from .rewriting import recounted
from .sections.marking import BETWEEN_ACCEPTED, BETWEEN_WORDS, accepted, blanks, letters_for, points_of, said_by
from .sections.shuffling import mixes, moves, stays

LETTERS = ascii_uppercase
TRIES = 48
ALL_TRIED = 4  # of so many choices, every order is tried
KEPT = 10_000
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


_Body = tuple[Node | Item, ...]


def _version(section: Section, seed: int, last: int, shown: Collection[str] | None, language: str) -> Section:
    """A section in the version of that position, 0 for A; one that is no quiz stays as it is."""
    if section.kind != "quiz":
        return section
    choices = {item.id: _Choices.of(item, section, language) for item in section.items}
    body = section.body
    seen: list[object] = []
    for number in range(last + 1):
        said = {name: of_it.said(_order(of_it, seed, name, number)) for name, of_it in choices.items()}
        # Questions are moved anew only where a whole quiz would come out twice, which hangs on all of them.
        tries = ((one, [(part.id, said[part.id]) for part in one if isinstance(part, Item)])
                 for one in _bodies(section, seed, number))  # fmt: skip
        first = next(tries)
        body, sight = next((one for one in chain([first], tries) if one[1] not in seen), first)
        seen.append(sight)
    orders = {name: _order(of_it, seed, name, last) for name, of_it in choices.items()}
    mixed = (
        replace(part, choices=tuple(part.choices[at] for at in orders[part.id])) if isinstance(part, Item) else part
        for part in body
    )
    return recounted(replace(section, body=tuple(_numbered(mixed, shown))))


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


def _bodies(section: Section, seed: int, number: int) -> Iterator[_Body]:
    """Orders of a quiz's questions for a version, the best first: each question among those that it stands with.

    Whether one stands before another hangs on these two alone: each comes where a digest of its own puts it.
    """
    if not number:
        yield section.body
        return
    free = {at for at, part in enumerate(section.body) if isinstance(part, Item) and moves(part, section)}
    runs = [[at for at in run if at in free] for run in _runs(section.body)]
    for turn in range(TRIES):
        moved = list(section.body)
        for run in runs:
            in_order = sorted(run, key=lambda at: _digest(str(seed), LETTERS[number], str(turn), section.body[at].id))
            for at, source in zip(run, in_order, strict=True):
                moved[at] = section.body[source]
        yield tuple(moved)


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
    def of(cls, item: Item, section: Section, language: str) -> _Choices:
        """The choices of a question of a section."""
        words = tuple(said_by(choice) for choice in item.choices)
        marks = tuple(choice.mark for choice in item.choices)
        mixed = enumerate(item.choices if mixes(item, section, language) else ())
        counted = all(mark.isdigit() for mark in marks)  # as in a match or an order
        in_order = sorted(range(len(words)), key=lambda at: int(marks[at])) if counted else ()
        free = tuple(at for at, choice in mixed if not stays(choice, language))
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
            if self.said(mixed) != self.telling:
                yield tuple(mixed)

    def right(self, order: Sequence[int]) -> tuple[str, ...]:
        """What is right at each letter of an order: a choice, one half of a pair, nothing."""
        return tuple(self.marks[at] if self.marks[at] in ("", "x") else self.words[at] for at in order)

    def said(self, order: Sequence[int]) -> tuple[str, ...]:
        """The words of an order."""
        return tuple(self.words[at] for at in order)


def _order(choices: _Choices, seed: int, name: str, number: int) -> _Order:
    """The choices of a question, named by its id, in a version: in an order that no earlier one has, with what is right
    in other places than in the last and than in all, as far as there are such."""
    if not choices.free:
        return tuple(range(len(choices.words)))
    return _orders(choices, seed, name, number)[number]


@lru_cache(maxsize=KEPT)
def _orders(choices: _Choices, seed: int, name: str, last: int) -> tuple[_Order, ...]:
    """The choices of a question in each version up to the last."""
    if not last:
        return (tuple(range(len(choices.words))),)
    before = _orders(choices, seed, name, last - 1)
    said = Counter(map(choices.said, before))
    places = [Counter(letter) for letter in zip(*map(choices.right, before), strict=True)]
    final = choices.right(before[-1])

    def sameness(order: _Order) -> tuple[int, int, int]:
        right = choices.right(order)
        as_last = sum(bool(a) and a == b for a, b in zip(right, final, strict=True))
        return said[choices.said(order)], as_last, sum(places[at][a] for at, a in enumerate(right) if a)

    tried = choices.orders(_digest(str(seed), LETTERS[last], name))
    return (*before, min(tried, key=sameness, default=before[0]))


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
    points: int | float


@dataclass(frozen=True, slots=True)
class Key:
    """The key of one quiz: its section's id and title, what is right question by question, and all its points."""

    id: str
    title: str
    rights: tuple[Right, ...]
    points: int | float


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


def points(book: Book) -> Mapping[str, int | float]:
    """How many points each quiz of a book has, by the section's id."""
    return {section.id: sum(points_of(item) for item in section.items) for section in _quizzes(book)}


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
    return Right(item.id, item.number, kind, found, tuple(said), points_of(item))


def _shortened(text: str) -> str:
    """The beginning of a text."""
    if len(text) <= LONGEST:
        return text
    return f"{text[:LONGEST].rpartition(' ')[0] or text[:LONGEST]}\N{NO-BREAK SPACE}…"
