"""Which sections of a book have something to do, what of them is asked for, and in how many versions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from .. import versions
from ..model import Book, Item, Place, Section
from ..problems import Problem, error
from ..project import did_you_mean
from ..sections import KINDS

TO_DO = frozenset({"questions", "quiz", "activity", "essay", "organizer", "anticipation", "rubric"})


@dataclass(frozen=True, slots=True)
class Choice:
    """What is asked for: sections by id, kinds, numbers of questions as in ``3,5-7``, levels; nothing is all."""

    sections: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    questions: str = ""
    levels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tests:
    """In how many versions tests are printed, and the number that their orders hang on."""

    count: int = 1
    seed: int = 0

    @property
    def letters(self) -> tuple[str, ...]:
        """What the versions are called: nothing where there is one."""
        return versions.letters(self.count) if self.count > 1 else ("",)


def has_something_to_do(section: Section) -> bool:
    """Whether a section asks its readers for something on paper: by its kind, or for room to write in."""
    room = any(node.name == "fence" and node.get("name") == "workspace" for node in section.walk())
    return section.kind in TO_DO or room or any(item.room for item in section.items)


def chosen(book: Book, choice: Choice) -> tuple[tuple[Section, ...], list[Problem]]:
    """The sections to hand out, with the items that are asked for, and what of the choice means nothing.

    Sections that are named are handed out whatever is in them.
    """
    numbers, problems = numbered(choice.questions)
    ids = {section.id for section in book.sections}
    for name in choice.sections:
        if name not in ids:
            problems.append(error("P017", Place("--section"), f"there is no section “{name}”", did_you_mean(name, ids)))
    for name in choice.kinds:
        if name not in KINDS:
            hint = did_you_mean(name, KINDS)
            problems.append(error("P017", Place("--kind"), f"there is no kind “{name}”", hint))
    found = []
    for section in book.sections:
        named = section.id in choice.sections if choice.sections else has_something_to_do(section)
        if named and (not choice.kinds or section.kind in choice.kinds):
            kept = _with_items(section, numbers, choice.levels)
            found += [kept] if kept else []
    if not found and not problems:
        hint = "leave out --section, --kind, --questions or --level, or write questions, a quiz, activities, essays"
        problems.append(error("P016", Place("booklet pack"), "there is nothing to hand out", hint))
    return tuple(found), problems


def _with_items(section: Section, numbers: frozenset[int], levels: Sequence[str]) -> Section | None:
    """The section with those items alone, and with what stands around them; None where none of them is in it."""
    if not numbers and not levels:
        return section

    def wanted(item: Item) -> bool:
        return (not numbers or item.number in numbers) and (not levels or item.fields.get("level") in levels)

    if not any(wanted(item) for item in section.items):
        return None
    body = tuple(part for part in section.body if not isinstance(part, Item) or wanted(part))
    kept = {item.id for item in section.items if wanted(item)}
    return replace(section, body=body, key=tuple(item for item in section.key if item.fields.get("of") in kept))


def numbered(text: str) -> tuple[frozenset[int], list[Problem]]:
    """The numbers of a list such as ``3,5-7``, and what of it is none."""
    found: set[int] = set()
    for piece in _pieces(text):
        first, sign, last = piece.replace("–", "-").partition("-")
        last = last if sign else first
        if not (_is_number(first) and _is_number(last) and 0 < int(first) <= int(last)):
            hint = "write numbers and spans of them, as in 3,5-7"
            return frozenset(), [error("P006", Place("--questions"), f"“{piece}” is no question's number", hint)]
        found |= set(range(int(first), int(last) + 1))
    return frozenset(found), []


def _pieces(text: str) -> Iterator[str]:
    yield from (piece.strip() for piece in text.split(",") if piece.strip())


def _is_number(text: str) -> bool:
    return text.strip().isascii() and text.strip().isdigit() and len(text.strip()) < 5
