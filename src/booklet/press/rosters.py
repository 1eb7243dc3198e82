"""A class from a CSV file: names, and what else is printed on each copy."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from .. import given
from ..model import Place
from ..problems import ManuscriptError, Problem, error, ordered, stop_on_errors
from ..project import did_you_mean

COLUMNS = ("name", "class", "version")
SIGNS = ",;\t"  # what parts columns: Excel takes the semicolon where the comma is for decimals
LONGEST = 60
MOST = 1000
MOST_MEGABYTES = 1


@dataclass(frozen=True, slots=True)
class Pupil:
    """One row: the name, the class, and the letter of the version that is theirs; "" where nothing is said of it."""

    name: str
    group: str
    version: str
    place: Place


def read(path: Path, letters: Sequence[str] = ("",)) -> tuple[Pupil, ...]:
    """The pupils of a roster in its order. ``letters`` are those of the versions that there are.

    The file is a CSV in UTF-8 whose first row names its columns: ``name``, and if there are such ``class`` and
    ``version``. Raises FileError where it cannot be read, ManuscriptError with every row that is wrong.
    """
    shown = str(path)
    text = _text(path, shown)
    rows = list(_rows(text, shown))
    if not rows:
        hint = "write a first row with  name  in it, and a row for each pupil"
        raise ManuscriptError(error("C001", Place(shown), "this roster is empty", hint))
    line, head = rows[0]
    columns = [column.strip().lower() for column in head]
    stop_on_errors(ordered(_wrong_columns(columns, Place(shown, line))))
    pupils, problems = [], []
    for number, cells in rows[1:]:
        place = Place(shown, number)
        if len(cells) > len(columns):
            hint = "put names that hold a comma into quotation marks"
            message = f"this row has {len(cells)} cells, and there are {len(columns)} columns"
            problems.append(error("C002", place, message, hint))
            continue
        values = dict(zip(columns, (" ".join(cell.split()) for cell in cells), strict=False))
        pupil = Pupil(values.get("name", ""), values.get("class", ""), values.get("version", "").upper(), place)
        problems += _wrong_row(pupil, letters)
        pupils.append(pupil)
    if not pupils and not problems:
        problems.append(error("C001", Place(shown), "this roster names nobody", "write a row for each pupil"))
    if len(pupils) > MOST:
        problems.append(error("C001", Place(shown), f"no class has {len(pupils)} pupils", f"at most {MOST} at once"))
    stop_on_errors(ordered(problems))
    return tuple(pupils)


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


def _wrong_columns(columns: Sequence[str], place: Place) -> Iterator[Problem]:
    for column in columns:
        if column and column not in COLUMNS:
            hint = did_you_mean(column, COLUMNS)
            yield error("C001", place, f"“{column}” is not a column of a roster", hint)
    if "name" not in columns:
        hint = "write  name  over the column with the names, in the first row"
        yield error("C001", place, "no column is called “name”", hint)
    if len(set(columns)) < len(columns):
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
