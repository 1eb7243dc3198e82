"""From a book to its handouts: the sections that are asked for, in a role, tests in all their versions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from .. import editions, versions
from ..model import Book, Edition, Item, Node, Place, Section
from ..problems import Problem, warning
from ..rewriting import relinked
from .choosing import Choice, Tests, chosen
from .handouts import Handout, Role

ROLES: tuple[Role, ...] = ("student", "teacher", "key", "versions")
TESTS = "quiz"


def handouts_of(
    whole: Book, edition: Edition, student: Edition, role: Role, choice: Choice, tests: Tests
) -> tuple[list[tuple[Handout, Book]], list[Problem]]:
    """Every handout of a role, each with the book that it is of before anything is chosen; and what is wrong with the
    choice.

    Sections for teachers alone are no handouts. What students are given decides what the others hold.
    """
    numbers = {section.id: number for number, section in enumerate(whole.sections, 1)}
    seen = editions.choose(whole, student)
    for_all = tuple(section for section in seen.sections if section.front.audience == "all")
    sections, problems = chosen(replace(seen, sections=for_all), choice)
    if sections and tests.count > 1 and not any(section.kind == TESTS for section in sections):
        hint = "leave it out, or hand out a section of kind quiz too"
        message = "no quiz is handed out, and of nothing else are there versions"
        problems.append(warning("P016", Place("--versions"), message, hint))
    kept = {section.id: frozenset(item.id for item in section.items) for section in sections}
    shown = frozenset().union(*kept.values())
    editions_of = {letter: (_version(whole, tests, letter, shown)) for letter in tests.letters}
    books = {letter: editions.choose(book, _as(edition, role, letter)) for letter, book in editions_of.items()}
    found: list[tuple[Handout, Book]] = []
    for position, letter in enumerate(tests.letters):
        for section in books[letter].sections:
            has_versions = section.kind == TESTS and bool(letter)
            if section.id not in kept or (position and not has_versions) or (role == "versions" and not has_versions):
                continue
            if role == "versions" and position:
                continue
            own = _alone(section, kept[section.id])
            if role == "key" and not has_versions and not own.key:
                continue
            handout = Handout(numbers[section.id], own, role, books[letter], letter if has_versions else "")
            if role in ("key", "versions") and has_versions:
                handout = replace(handout, book=_of(books[letter], own))
            if role == "versions":
                others = {at: _of(book, _of_id(book, section.id, kept[section.id])) for at, book in books.items()}
                handout = replace(
                    handout,
                    book=_of(replace(whole, edition=edition), _of_id(whole, section.id, kept[section.id])),
                    versions=others,
                    version="",
                )
            found.append((handout, editions_of[letter]))
    return found, problems


def _version(whole: Book, tests: Tests, letter: str, shown: Collection[str]) -> Book:
    return versions.version(whole, tests.seed, letter, shown) if letter else whole


def _as(edition: Edition, role: Role, letter: str) -> Edition:
    """The edition of a role: a key has the answers apart, that of a version is made of those in place."""
    return replace(edition, answers="after") if role == "key" and not letter else edition


def _alone(section: Section, kept: Collection[str]) -> Section:
    """A section with the items that are asked for, and without links to what is not on its sheets."""
    body = with_items(section.body, kept)
    key = tuple(replace(item, heading=()) for item in section.key if item.fields.get("of") in kept)
    section = replace(section, body=body, key=key)
    there = {section.id} | {item.id for item in section.items} | {node.id for node in section.walk() if node.id}
    return relinked(section, there)


def with_items(body: Sequence[Node | Item], kept: Collection[str]) -> tuple[Node | Item, ...]:
    """What stands in a section, with no other items; headings under which none is left go with all under them."""
    dropped: set[int] = set()
    for first, heading in enumerate(body):
        level = _level(heading)
        end = next((n for n, part in enumerate(body) if n > first and 0 < _level(part) <= level), len(body))
        items = [part.id for part in body[first:end] if isinstance(part, Item)]
        if level and items and not any(name in kept for name in items):
            dropped |= set(range(first, end))
    left = [part for n, part in enumerate(body) if n not in dropped]
    return tuple(part for part in left if not isinstance(part, Item) or part.id in kept)


def _level(part: Node | Item) -> int:
    """The level of a heading, 0 for what is none."""
    return int(part.get("level", "2")) if isinstance(part, Node) and part.name == "heading" else 0


def _of_id(book: Book, name: str, kept: Collection[str]) -> Section:
    return _alone(next(section for section in book.sections if section.id == name), kept)


def _of(book: Book, section: Section) -> Book:
    return replace(book, sections=(section,), settings=replace(book.settings, parts=()))
