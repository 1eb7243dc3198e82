"""A class from a CSV file: names, and what else is printed on each copy."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .. import given
from ..model import Place
from ..problems import ManuscriptError, Problem, error, ordered, stop_on_errors, warning

COLUMNS = {
    "name": ("name", "full name"),
    "given": ("first name", "firstname", "forename", "given name", "given names"),
    "family": ("surname", "last name", "lastname", "family name"),
    "class": ("class",),
    "version": ("version",),
}
READ = "read are  name  (or  first name  and  surname),  class  and  version"
SIGNS = ",;\t"  # what parts columns: Excel takes the semicolon where the comma is for decimals
LONGEST = 60
MOST = 1000
MOST_TOLD = 20  # columns
MOST_MEGABYTES = 1


@dataclass(frozen=True, slots=True)
class Pupil:
    """One row: the name, the class, and the letter of the version that is theirs; "" where nothing is said of it."""

    name: str
    group: str
    version: str
    place: Place


@dataclass(frozen=True, slots=True)
class Roster:
    """A class in the order of its file, and what is left aside of that."""

    pupils: tuple[Pupil, ...] = ()
    problems: tuple[Problem, ...] = ()


def read(path: Path, letters: Sequence[str] = ("",)) -> Roster:
    """The pupils of a roster. ``letters`` are those of the versions that there are.

    The file is a CSV in UTF-8 whose first row names its columns: ``name``, or what stands before and behind in names,
    and if there are such ``class`` and ``version``; other columns are left aside. Raises FileError where it cannot be
    read, ManuscriptError with every row that is wrong.
    """
    shown = str(path)
    text = _text(path, shown)
    rows = list(_rows(text, shown))
    if not rows:
        hint = "write a first row with  name  in it, and a row for each pupil"
        raise ManuscriptError(error("C001", Place(shown), "this roster is empty", hint))
    line, head = rows[0]
    columns = [_column(cell) for cell in head]
    strange = tuple(_wrong_columns(head, columns, Place(shown, line)))
    stop_on_errors(ordered(strange))
    pupils: list[Pupil] = []
    problems: list[Problem] = []
    for number, cells in rows[1:]:
        place = Place(shown, number)
        if len(cells) > len(columns):
            hint = "put names that hold a comma into quotation marks"
            message = f"this row has {len(cells)} cells, and there are {len(columns)} columns"
            problems.append(error("C002", place, message, hint))
            continue
        values = dict(zip(columns, (" ".join(cell.split()) for cell in cells), strict=False))
        pupil = Pupil(_name(values), values.get("class", ""), values.get("version", "").upper(), place)
        problems += _wrong_row(pupil, letters)
        pupils.append(pupil)
    if not pupils and not problems:
        problems.append(error("C001", Place(shown), "this roster names nobody", "write a row for each pupil"))
    if len(pupils) > MOST:
        problems.append(error("C001", Place(shown), f"no class has {len(pupils)} pupils", f"at most {MOST} at once"))
    stop_on_errors(ordered(problems))
    if not letters[0] and any(pupil.version for pupil in pupils):
        message = "left aside: the column “version”, for tests are printed in one"
        strange = (*strange, warning("C001", Place(shown, line), message, "say in how many: --versions 2"))
    return Roster(tuple(pupils), strange)


def _column(head: str) -> str:
    """What a column holds, by its head; "" for what no copy has."""
    words = " ".join(head.replace("_", " ").replace("-", " ").lower().split())
    return next((name for name, heads in COLUMNS.items() if words in heads), "")


def _name(values: Mapping[str, str]) -> str:
    """A whole name: what the column  name  lacks of a given name and a surname stands before and behind it."""
    name = values.get("name", "")
    given, family = (values.get(part, "") for part in ("given", "family"))
    words = set(name.replace(",", " ").casefold().split())
    parts = [
        "" if words.issuperset(given.casefold().split()) else given,
        name,
        "" if words.issuperset(family.casefold().split()) else family,
    ]
    return " ".join(filter(None, parts))


def _text(path: Path, shown: str) -> str:
    data = given.read(path, MOST_MEGABYTES, "give one class at a time", "roster")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as reason:
        line = data.count(b"\n", 0, reason.start) + 1
        byte = data[reason.start]
        hint = "save it as “CSV UTF-8”: in Excel that is one of the file types"
        message = f"this file is not UTF-8: byte {reason.start + 1} is 0x{byte:02X}"
        raise ManuscriptError(error("F001", Place(shown, line), message, hint)) from reason


def _rows(text: str, shown: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not empty, each with the line it ends on, which for names is that it stands on."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    sign = max(SIGNS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield reader.line_num, row
    except csv.Error as reason:
        hint = "check that quotation marks are closed; or save it anew as CSV UTF-8"
        place = Place(shown, reader.line_num)
        raise ManuscriptError(error("C001", place, "this roster cannot be read on from here", hint)) from reason


def _wrong_columns(heads: Sequence[str], columns: Sequence[str], place: Place) -> Iterator[Problem]:
    names = (" ".join(head.split()) for head, column in zip(heads, columns, strict=True) if not column)
    others = list(dict.fromkeys(f"“{name[:LONGEST]}”" for name in names if name))
    if others:
        more = f" and {len(others) - MOST_TOLD} more" if len(others) > MOST_TOLD else ""
        message = f"left aside: the column{'s' if len(others) > 1 else ''} {', '.join(others[:MOST_TOLD])}{more}"
        yield warning("C001", place, message, READ)
    if not {"name", "given"} & set(columns):
        hint = "write  name  over the column with the names, in the first row"
        if "family" in columns:
            hint = f"{hint}, or  first name  over that with given names"
        yield error("C001", place, "no column is called “name”", hint)
    known = [column for column in columns if column]
    if len(set(known)) < len(known):
        yield error("C001", place, "a column stands in it twice", "take one of them away")


def _wrong_row(pupil: Pupil, letters: Sequence[str]) -> Iterator[Problem]:
    if not pupil.name:
        yield error("C002", pupil.place, "this row has no name", "write one, or take the row away")
    for what, text in (("name", pupil.name), ("class", pupil.group)):
        if len(text) > LONGEST:
            hint = "check that quotation marks are closed, or shorten it"
            yield error("C002", pupil.place, f"this {what} is longer than {LONGEST} letters", hint)
        strange = next((c for c in text if unicodedata.category(c) in ("Cc", "Cs", "Co", "Cn")), "")
        if strange:
            message = f"this {what} holds a character that no page can show, U+{ord(strange):04X}"
            yield error("C002", pupil.place, message, "type it anew")
    if pupil.version and letters[0] and pupil.version not in letters:
        hint = f"write one from {letters[0]} to {letters[-1]}, or make more with --versions"
        yield error("C002", pupil.place, f"there is no version “{pupil.version}”", hint)
