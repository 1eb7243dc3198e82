"""The work behind ``booklet collect``: filled forms as a table, marked against the booklet that they are of."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from .. import editions, given, pipeline, place, versions
from ..confine import confined
from ..exports.table import defused
from ..language import letter_of
from ..model import Book, Item, Place, Section
from ..problems import BookletError, FileError, Problem, error, ordered, stop_on_errors, warning
from ..sections.marking import letters_for, points_of
from .blanks import LETTERED, PERSON, choices_of, digest_of

if TYPE_CHECKING:
    from .filled import Filled

MOST_MEGABYTES = 64
SIGNS = ".)( "
HINT = "collect it without --against, or against the project as it was when the form was made"
OTHER = (
    "name its own project instead of {}; or if only the title or the authors have changed since, put the earlier ones "
    "back for as long as you collect: with  identifier:  in booklet.yaml the next forms do without"
)
Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be collected: filled forms, where the table goes, and the project whose key they are marked by; how
    its author named that, and limits."""

    files: tuple[Path, ...]
    output: Path
    against: Path | None = None
    shown: str = ""
    seconds: float = pipeline.SECONDS
    megabytes: int = pipeline.MEGABYTES


@dataclass(frozen=True, slots=True)
class Collected:
    """What came of it: the table, how many forms are in it, and what is not quite right."""

    data: bytes
    forms: int
    problems: tuple[Problem, ...] = ()


def collect(request: Request, progress: Report | None = None) -> Collected:
    """Read filled forms and place the table of what is in them.

    Raises a BookletError with every problem found; then nothing was placed.
    """
    target = request.output
    if target.resolve() in [path.resolve() for path in request.files]:
        hint = "say behind -o what the table is to be called"
        raise FileError(error("F003", Place(str(target)), "the table would take the place of a form", hint))
    made = confined(_made, request, seconds=request.seconds, megabytes=request.megabytes, progress=progress)
    place.put_alone(target.parent, [(target.name, made.data)])
    return made


def _made(request: Request, report: Report) -> Collected:
    """The table as bytes."""
    from .filled import read  # with what reads PDFs

    problems: list[Problem] = []
    forms: list[Filled] = []
    for path in dict.fromkeys(request.files):
        report(f"reading {path.name}")
        try:
            forms.append(read(given.read(path, MOST_MEGABYTES, "a form is not: give the right file"), str(path)))
        except BookletError as mistake:
            problems += mistake.problems
    book: Book | None = None
    if request.against:
        build = pipeline.Request(project=request.against, shown=request.shown)
        book, trouble = _book(build, report)
        problems += trouble
    judges: dict[tuple[str, str, int], Judge] = {}
    foreign = list(_foreign(forms, book, request.shown or str(request.against or "")))
    problems += foreign
    if book and not foreign:
        for form in forms:
            if _key(form) not in judges:
                judges[_key(form)] = Judge.of(book, *_key(form))
            problems += judges[_key(form)].older(form)
    stop_on_errors(ordered(problems))
    problems += _twice(forms)
    of_each = [judges[_key(form)] for form in forms] if book else []
    return Collected(table(forms, of_each), len(forms), ordered(problems))


def _key(form: Filled) -> tuple[str, str, int]:
    return form.identity.section, form.identity.version, form.identity.seed


def _book(build: pipeline.Request, report: Report) -> tuple[Book | None, list[Problem]]:
    """The booklet that forms are marked by, with all that it knows, and its errors."""
    try:
        _, book, _, _, problems = pipeline.opened(build, report)
    except BookletError as mistake:
        return None, list(mistake.problems)
    return book, [problem for problem in problems if problem.severity == "error"]


def _foreign(forms: Sequence[Filled], book: Book | None, project: str) -> Iterator[Problem]:
    """Forms of another booklet than the one, or than that of the first."""
    if not forms:
        return
    wanted = digest_of(book.identifier) if book else forms[0].identity.booklet
    title = book.settings.title if book else forms[0].identity.title
    for form in forms:
        if form.identity.booklet != wanted:
            message = f"this form is of “{form.identity.title}”, and not of “{title}”"
            hint = OTHER.format(project) if book else "collect the forms of each booklet apart"
            yield error("C005", Place(form.file), message, hint)


def _twice(forms: Sequence[Filled]) -> Iterator[Problem]:
    """Forms of one section that one name and class stand in."""
    seen: dict[tuple[str, ...], Filled] = {}
    for form in forms:
        name, group = (" ".join(form.person.get(part, "").split()) for part in PERSON[:2])
        first = seen.setdefault((form.identity.section, name.casefold(), group.casefold()), form)
        if name and first is not form:
            message = f"“{name}” handed in {Path(first.file).name} too"
            hint = "both are in the table: take the row away that does not count"
            yield warning("C007", Place(form.file), message, hint)


@dataclass(frozen=True, slots=True)
class Judge:
    """Marks the forms of a section in a version: its questions by id as pupils saw them, and with what is right."""

    title: str
    seen: Mapping[str, Item]
    known: Mapping[str, Item]
    language: str

    @classmethod
    def of(cls, whole: Book, section: str, version: str, seed: int) -> Judge:
        """That of a section, which has no questions where the booklet does not have it any more."""
        book = versions.version(whole, seed, version) if version else whole
        (student,), _ = editions.wanted(("student",), book.settings, None, None)
        shown, known = (_section(one, section) for one in (editions.choose(book, student), book))
        if shown is None or known is None:
            return cls(section, {}, {}, book.settings.language)
        seen, all_of_it = ({item.id: item for item in one.items} for one in (shown, known))
        return cls(known.plain_title, seen, all_of_it, book.settings.language)

    def older(self, form: Filled) -> Iterator[Problem]:
        """Questions that have changed since a form was made, so that its letters mean something else."""
        gone = [f"“{name}”" for name in form.identity.items if name not in self.seen]
        if gone:
            message = f"the booklet has no question {', '.join(gone)} any more"
            yield error("C005", Place(form.file), message, HINT)
        for name, digest in form.identity.items.items():
            item = self.seen.get(name)
            if item and choices_of(item) != digest:
                message = f"the choices of question {item.number} in “{self.title}” are not those of the form"
                yield error("C005", Place(form.file), message, HINT)

    def points(self, form: Filled, name: str) -> Fraction:
        """What a pupil reached in one question."""
        item = self.known[name]
        column = ".".join((_part(form.identity.section), _part(name)))
        worth = Fraction(points_of(item))
        if item.fields.get("type") in LETTERED:
            return worth * self._matched(item, form.answers, column)
        letters = {letter for letter in form.answers.get(column, "").split(", ") if letter}
        right = {letter_of(n).upper() for n, choice in enumerate(item.choices, 1) if choice.mark}
        if item.fields.get("type") == "multi" and right:
            return worth * max(Fraction(len(letters & right) - len(letters - right), len(right)), Fraction(0))
        return worth if letters == right else Fraction(0)

    def _matched(self, item: Item, answers: Mapping[str, str], column: str) -> Fraction:
        """Which part of the letters, or of the positions in an order, is right."""
        if item.fields.get("type") == "order":
            right: list[tuple[str, ...]] = [(choice.mark,) for choice in item.choices]
        else:
            right = [letters_for(item, str(n), self.language) for n in range(1, len(item.prompts) + 1)]
        said = [answers.get(f"{column}.{n}", "").strip(SIGNS).casefold() for n in range(1, len(right) + 1)]
        hits = sum(word in [letter.casefold() for letter in some] for word, some in zip(said, right, strict=True))
        return Fraction(hits, max(len(right), 1))


def _section(book: Book, name: str) -> Section | None:
    return next((section for section in book.sections if section.id == name), None)


def _part(name: str) -> str:
    return name.replace(".", "-")


def table(forms: Sequence[Filled], judges: Sequence[Judge]) -> bytes:
    """A CSV (RFC 4180, UTF-8 with a mark at its beginning): a row for each form. With a judge for each, what was
    reached stands behind every answer that can be marked."""
    answers = dict.fromkeys(column for form in forms for column in form.answers)
    marked = {}
    for form in forms:
        for name in form.identity.items if judges else ():
            marked[".".join((_part(form.identity.section), _part(name)))] = name
    heads = ["file", *PERSON, *(["version"] if any(form.identity.version for form in forms) else [])]
    columns: list[str] = [*heads]
    for column in answers:
        columns.append(column)
        owner = column if column in marked else column.rpartition(".")[0]
        rest = [c for c in answers if c == owner or c.rpartition(".")[0] == owner]
        if owner in marked and column == rest[-1]:
            columns.append(f"{owner} (points)")
    columns += ["points", "of"] if judges else []
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(map(defused, columns))
    for number, form in enumerate(forms):
        row = {"file": Path(form.file).name, **form.person, "version": form.identity.version, **form.answers}
        row |= _reached(form, judges[number]) if judges else {}
        writer.writerow([defused(row.get(column, "")) for column in columns])
    return text.getvalue().encode("utf-8-sig")


def _reached(form: Filled, judge: Judge) -> dict[str, str]:
    """Points by column, their sum, and what can be reached in these questions."""
    found = {name: judge.points(form, name) for name in form.identity.items}
    section = _part(form.identity.section)
    row = {f"{section}.{_part(name)} (points)": _number(points) for name, points in found.items()}
    worth = sum(points_of(judge.known[name]) for name in found)
    return {**row, "points": _number(sum(found.values(), Fraction(0))), "of": _number(Fraction(worth))}


def _number(points: Fraction) -> str:
    """Points with at most two decimals."""
    return f"{float(points):.2f}".rstrip("0").rstrip(".")
