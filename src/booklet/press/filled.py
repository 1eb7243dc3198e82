"""A filled form read back: what it says of itself, who filled it in, and what stands in its fields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf

from ..model import Place
from ..problems import FileError, error
from .blanks import CHOICE, CRITERION, IDENTITY, PERSON, Identity, identity_from
from .opening import opened

RADIO = 1 << 15  # a flag of fields (ISO 32000-1 table 226)
DEEPEST = 16
MOST_FIELDS = 20_000
LONGEST = 100_000
PIECE = "+"
AGAIN = "ask for the file again: it broke off on its way"
_Step = tuple[Any, tuple[str, ...], dict[str, Any], int]


@dataclass(frozen=True, slots=True)
class Field:
    """One field: the parts of its name, its value ("" for none), and whether it is a box to tick among others."""

    path: tuple[str, ...]
    value: str
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class Filled:
    """One filled form: its file, what it says of itself, name, class and date, and what was answered, by column."""

    file: str
    identity: Identity
    person: dict[str, str]
    answers: dict[str, str]


def read(data: bytes, shown: str) -> Filled:
    """A filled form. Raises FileError for what is none."""
    place = Place(shown)
    with opened(data, place, "C004", AGAIN) as pdf:
        fields = list(_fields(pdf))
    if _breaks_off(data):
        raise FileError(error("C004", place, "the end of this file is missing", AGAIN))
    if not fields:
        hint = "ask for the file that was saved after it was filled in: what is printed to a PDF has no fields any more"
        raise FileError(error("C004", place, "no form is in it: it may have been printed to a PDF", hint))
    told = next((one.value for one in fields if one.path == (IDENTITY,)), "")
    identity = identity_from(told)
    if identity is None:
        hint = "give forms that  booklet pack --fillable  made, and this version of booklet can read"
        raise FileError(error("C004", place, "the form in it is not one of a handout", hint))
    person = {one.path[0]: one.value for one in fields if one.path[0] in PERSON and len(one.path) == 1}
    return Filled(shown, identity, person, _answers([one for one in fields if len(one.path) > 1]))


def _breaks_off(data: bytes) -> bool:
    """Whether what a PDF ends with is missing (ISO 32000-1 §7.5.5), or that of what was saved behind it last: then an
    earlier state of the form would be read, or none."""
    _, sign, rest = data.rpartition(b"%%EOF")
    return not sign or b" obj" in rest


def _fields(pdf: pikepdf.Pdf) -> Iterator[Field]:
    """Every field with a name of its own, in the order of the form."""
    form: Any = pdf.Root.get("/AcroForm")
    roots = list(form.get("/Fields", ())) if form is not None else []
    queue: list[_Step] = [(node, (), {}, 0) for node in reversed(roots)]
    count = 0
    while queue and count < MOST_FIELDS:
        node, above, inherited, depth = queue.pop()
        count += 1
        own = {key: node[key] for key in ("/FT", "/Ff", "/V") if key in node}
        known = {**inherited, **own}
        path = (*above, str(node["/T"])) if "/T" in node else above
        kids = [kid for kid in node.get("/Kids", ()) if "/T" in kid]
        if kids and depth < DEEPEST:
            queue += [(kid, path, known, depth + 1) for kid in reversed(kids)]
        elif path and "/FT" in known:
            is_button = known["/FT"] == pikepdf.Name.Btn
            value = _value(known.get("/V"))
            if is_button:  # some programs write the name of a state as text
                value = value.removeprefix("/").removeprefix("Off")
            yield Field(path, value, is_button and not int(known.get("/Ff", 0)) & RADIO)


def _value(value: Any) -> str:
    """What a field holds, as text with plain ends of lines."""
    if isinstance(value, pikepdf.Stream):
        data = value.read_bytes()
        value = data.decode("utf-16" if data[:2] in (b"\xfe\xff", b"\xff\xfe") else "latin-1", errors="replace")
    if isinstance(value, pikepdf.Name):
        name = str(value)[1:]
        return "" if name == "Off" else name
    if isinstance(value, pikepdf.Array):
        return ", ".join(map(_value, value))
    text = "" if value is None else str(value)[:LONGEST]
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _answers(fields: list[Field]) -> dict[str, str]:
    """Values by column: the boxes ticked of one question together, and room that goes over a page."""
    found: dict[str, str] = {}
    for one in fields:
        path, value = one.path, one.value
        between = "\n"
        if one.ticked:
            path, value, between = path[:-1], path[-1] if value else "", ", "
        elif path[-1] == CHOICE:
            path = path[:-1]
        elif len(path) > 2 and path[-1].startswith(CRITERION):
            value = value.replace("-", " to ")  # the points of a level, of which a spreadsheet would make a date
        elif len(path) > 2 and PIECE in path[-1]:
            path = (*path[:-1], path[-1].partition(PIECE)[0])
        column = ".".join(path)
        found[column] = between.join(filter(None, (found.get(column, ""), value)))
    alone = [column for column in found if column.endswith(".1") and f"{column[:-1]}2" not in found]
    names = {column: column[:-2] for column in alone if column[:-2] not in found}
    return {names.get(column, column): value for column, value in found.items()}
