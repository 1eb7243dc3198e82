"""Which sections of a book have something to do, what of them is asked for, and in how many versions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from .. import versions
from ..model import Book, Item, Place, Section
from ..problems import Problem, error, warning
from ..project import did_you_mean
from ..sections import KINDS
from ..sections.questions import LEVELS

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
    spans, problems = numbered(choice.questions)
    ids = [section.id for section in book.sections]
    for name in choice.sections:
        if name not in ids:
            problems.append(error("P017", Place("--section"), f"there is no section “{name}”", did_you_mean(name, ids)))
    for name in choice.kinds:
        if name not in KINDS:
            hint = did_you_mean(name, KINDS)
            problems.append(error("P017", Place("--kind"), f"there is no kind “{name}”", hint))
    if problems:
        return (), problems
    asked = [section for section in book.sections if _is_asked(section, choice)]
    numbers = frozenset(number for span in spans for number in span)
    found = tuple(kept for section in asked if (kept := _with_items(section, numbers, choice.levels)))
    problems += _nothing(book, choice) if not asked else _without(book, asked, found, choice, spans)
    return found, problems


def _is_asked(section: Section, choice: Choice) -> bool:
    named = section.id in choice.sections if choice.sections else has_something_to_do(section)
    return named and (not choice.kinds or section.kind in choice.kinds)


def _nothing(book: Book, choice: Choice) -> Iterator[Problem]:
    """Why none of the sections is one to hand out."""
    message = "there is nothing to hand out"
    if not choice.kinds:
        hint = "write questions, a quiz, activities, essays, or name a section with --section"
        yield error("P016", Place("booklet pack"), message, hint)
    for kind in dict.fromkeys(choice.kinds):
        yield error("P016", Place("--kind"), *_none_of(kind, book, choice))


def _none_of(kind: str, book: Book, choice: Choice) -> tuple[str, str]:
    """That no section of a kind is handed out, and what to do about it."""
    if choice.sections:
        kinds = [f"“{s.id}” is of kind {s.kind}" for s in book.sections if s.id in choice.sections]
        return f"none of these sections is of kind {kind}", f"{'; '.join(kinds)}: leave out --kind"
    idle = [section.id for section in book.sections if section.kind == kind]
    if idle:
        names = " ".join(f"--section {name}" for name in idle)
        hint = f"a section that is named is handed out whatever is in it: say  {names}  instead"
        return f"there is nothing to do in a section of kind {kind}", hint
    kinds = sorted({section.kind for section in book.sections if has_something_to_do(section)})
    hint = f"kinds to hand out here are: {', '.join(kinds)}" if kinds else "write one, or leave out --kind"
    return f"the booklet has no section of kind {kind}", hint


def _without(
    book: Book, asked: Sequence[Section], found: Sequence[Section], choice: Choice, spans: Sequence[range]
) -> Iterator[Problem]:
    """What is asked of sections that are there and is not in them: what is handed out besides it is no error, but for
    questions, whose numbers are mistyped."""
    items = [item for section in asked for item in section.items]
    missing = [span for span in spans if not any(item.number in span for item in items)]
    for span in missing:
        which = f"question {span[0]}" if len(span) == 1 else f"question from {span[0]} to {span[-1]}"
        yield error("P017", Place("--questions"), f"there is no {which}", _numbers_of(asked, items))
    problem = warning if found else error
    known = [level for level in LEVELS if any(item.fields.get("level") == level for item in items)]
    for level in dict.fromkeys(choice.levels):
        if level not in known:
            hint = f"levels here are: {', '.join(known)}" if known else f"write  {{level={level}}}  behind a question"
            yield problem("P016", Place("--level"), f"no question here is of the level {level}", hint)
    if not found and not missing and set(choice.levels) & set(known):
        message = f"no question among {choice.questions} is of this level"
        yield error("P016", Place("--level"), message, "leave out one of --questions and --level")
    for kind in dict.fromkeys(choice.kinds):
        if found and not any(section.kind == kind for section in asked):
            yield warning("P016", Place("--kind"), *_none_of(kind, book, choice))
    kept = {section.id for section in found}
    for section in asked if kept else ():
        if section.id in choice.sections and section.id not in kept:
            message = f"“{section.plain_title}” has none of these questions, and is not handed out"
            yield warning("P016", Place("--section"), message, "name it in a command of its own")


def _numbers_of(sections: Sequence[Section], items: Iterable[Item]) -> str:
    """Which questions there are, as a hint."""
    numbers = sorted({item.number for item in items})
    if not numbers:
        return "there are no questions in what is asked for: leave out --questions"
    runs = [list(run) for _, run in groupby(numbers, key=lambda n: n - numbers.index(n))]
    told = ", ".join(f"{run[0]}" if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs)
    return f"“{sections[0].plain_title}” has {told}" if len(sections) == 1 else f"there are {told}"


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


def numbered(text: str) -> tuple[tuple[range, ...], list[Problem]]:
    """The numbers and spans of a list such as ``3,5-7``, and what of it is none."""
    found: list[range] = []
    for piece in _pieces(text):
        first, sign, last = piece.replace("–", "-").partition("-")
        last = last if sign else first
        if not (_is_number(first) and _is_number(last) and 0 < int(first) <= int(last)):
            hint = "write numbers and spans of them, as in 3,5-7"
            return (), [error("P006", Place("--questions"), f"“{piece}” is no question's number", hint)]
        found.append(range(int(first), int(last) + 1))
    return tuple(found), []


def _pieces(text: str) -> Iterator[str]:
    yield from (piece.strip() for piece in text.split(",") if piece.strip())


def _is_number(text: str) -> bool:
    return text.strip().isascii() and text.strip().isdigit() and len(text.strip()) < 5
