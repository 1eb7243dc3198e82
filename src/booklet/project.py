"""booklet.yaml and front matter: YAML trees into typed settings, every mistake with its place, and their JSON Schema.

The types in :mod:`booklet.model` are the only description of the settings: the check, the "did you mean" and the schema
are all read from them. (Validation libraries stop at the first mistake or lose the places; neither will do here.)
"""

from __future__ import annotations

import calendar
import difflib
import types
import typing
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from typing import Any, TypeVar

from . import yamltree
from .meanings import MEANINGS
from .model import FrontMatter, Place, Settings
from .problems import Problem, error
from .yamltree import Scalar, Sequence, Tree

T = TypeVar("T")


def read_settings(text: str, file: Place) -> tuple[Settings | None, list[Problem]]:
    """booklet.yaml's text to settings; None if anything in it is wrong."""
    tree, problems = yamltree.parse(text, file)
    if tree is None and not problems:
        return None, [error("P007", file, "booklet.yaml is empty", "it needs at least a line  title: …")]
    if tree is None:
        return None, problems
    settings = _Reader(problems).whole(Settings, tree, "booklet.yaml")
    if settings is not None:
        problems += _check_settings(settings, tree)
    return (None if problems else settings), problems


def read_front_matter(text: str, file: Place, first_line: int) -> tuple[FrontMatter, list[Problem]]:
    """A section's front matter; the defaults where it is empty or wrong."""
    tree, problems = yamltree.parse(text, file, first_line)
    if tree is None or (isinstance(tree, Scalar) and tree.empty):
        return FrontMatter(), problems
    front = _Reader(problems).whole(FrontMatter, tree, "the front matter")
    return front or FrontMatter(), problems


def read_record(kind: type[T], text: str, file: Place, name: str) -> tuple[T | None, list[Problem]]:
    """Any YAML of a project or theme against a dataclass; ``name`` is what messages call it."""
    tree, problems = yamltree.parse(text, file)
    if tree is None:
        return None, problems or [error("P007", file, f"{name} is empty")]
    record = _Reader(problems).whole(kind, tree, name)
    return (None if problems else record), problems


def place_of(tree: Tree | None, *path: str | int) -> Place | None:
    """Where the value at this path of keys and positions stands."""
    for step in path:
        if isinstance(tree, yamltree.Mapping):
            tree = next((e.value for e in tree.entries if e.key == step), None)
        elif isinstance(tree, Sequence) and isinstance(step, int):
            tree = tree.items[step]
    return tree.place if tree else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint for a misspelt word: the nearest known one, or all of them."""
    known = list(known)
    near = difflib.get_close_matches(word.lower(), known, n=1, cutoff=0.6)
    return f"did you mean “{near[0]}”?" if near else f"known are: {', '.join(known)}"


def _key(name: str) -> str:
    return name.replace("_", "-")


class _Reader:
    """Reads a tree against a type, gathering problems."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems

    def whole(self, kind: type[T], tree: Tree, name: str) -> T | None:
        value = self.record(kind, tree, name)
        return value if isinstance(value, kind) else None

    def wrong(self, tree: Tree, what: str, wanted: str, hint: str = "") -> None:
        self.problems.append(error("P006", tree.place, f"{what} must be {wanted}", hint))

    def value(self, kind: Any, tree: Tree, what: str) -> Any:
        origin, arguments = typing.get_origin(kind), typing.get_args(kind)
        if origin in (types.UnionType, typing.Union):
            return self.union([a for a in arguments if a is not type(None)], tree, what)
        if origin is typing.Literal:
            return self.choice([kind], tree, what)
        if origin is tuple:
            return self.items(arguments[0], tree, what)
        if origin is Mapping:
            return self.table(arguments[1], tree, what)
        if is_dataclass(kind):
            return self.record(typing.cast(type, kind), tree, what)
        if kind is int:
            return self.number(tree, what)
        return self.text(tree, what)

    def union(self, kinds: list[Any], tree: Tree, what: str) -> Any:
        return self.value(kinds[0], tree, what) if len(kinds) == 1 else self.choice(kinds, tree, what)

    def text(self, tree: Tree, what: str) -> str | None:
        if isinstance(tree, Scalar) and not tree.empty and tree.text.strip():
            return " ".join(tree.text.split())
        self.wrong(tree, what, "text", "put it on one line after the colon, in quotation marks if it holds ': '")
        return None

    def number(self, tree: Tree, what: str) -> int | None:
        if isinstance(tree, Scalar) and tree.text.isascii() and tree.text.isdigit() and int(tree.text[:9]) > 0:
            return int(tree.text)
        self.wrong(tree, what, "a whole number above 0", "digits only, as in 23")
        return None

    def choice(self, kinds: list[Any], tree: Tree, what: str) -> Any:
        words = [word for kind in kinds for word in typing.get_args(kind)]
        if isinstance(tree, Scalar):
            if tree.text in words:
                return tree.text
            if int in kinds and tree.text.isascii() and tree.text.isdigit():
                return self.number(tree, what)
        wanted = " or ".join([*words, *(["a number"] if int in kinds else [])])
        written = tree.text if isinstance(tree, Scalar) else ""
        self.wrong(tree, what, wanted, did_you_mean(written, words) if written else "")
        return None

    def items(self, kind: Any, tree: Tree, what: str) -> tuple[Any, ...] | None:
        if isinstance(tree, Sequence):
            return tuple(self.value(kind, item, f"each of {what}") for item in tree.items)
        self.wrong(tree, what, "a list", "write it as  [one, two]  or as lines that begin with '- '")
        return None

    def table(self, kind: Any, tree: Tree, what: str) -> dict[str, Any] | None:
        if isinstance(tree, yamltree.Mapping):
            return {e.key: self.value(kind, e.value, f"“{e.key}” of {what}") for e in tree.entries}
        self.wrong(tree, what, "a table of names and values", "indent lines of  name: value  under it")
        return None

    def record(self, kind: type, tree: Tree, what: str) -> Any:
        if not isinstance(tree, yamltree.Mapping):
            self.wrong(tree, what, "lines of  key: value", "write a colon and a space after each key")
            return None
        hints = typing.get_type_hints(kind)
        known = {_key(f.name): f for f in fields(kind)}
        values: dict[str, Any] = {}
        complete = True
        for entry in tree.entries:
            if entry.key not in known:
                message = f"“{entry.key}” is not a key of {what}"
                self.problems.append(error("P005", entry.place, message, did_you_mean(entry.key, known)))
                continue
            field = known[entry.key]
            optional = field.default is not MISSING or field.default_factory is not MISSING
            if isinstance(entry.value, Scalar) and entry.value.empty and optional:
                continue
            value = self.value(hints[field.name], entry.value, f"“{entry.key}”")
            values[field.name] = value
            complete = complete and value is not None
        for key, field in known.items():
            missing = field.default is MISSING and field.default_factory is MISSING
            if missing and all(e.key != key for e in tree.entries):
                self.problems.append(error("P007", tree.place, f"{what} needs “{key}”", f"add a line  {key}: …"))
                complete = False
        return kind(**values) if complete else None


def _check_settings(settings: Settings, tree: Tree) -> list[Problem]:
    """Rules that a type cannot say: languages, dates, ISBNs, lists that must hold something."""
    problems: list[Problem] = []

    def wrong(message: str, hint: str, *path: str | int) -> None:
        place = place_of(tree, *path) or tree.place
        problems.append(error("P006", place, message, hint))

    if not _is_language(settings.language):
        wrong(f"“{settings.language}” is not a language tag", "use one such as en-GB, en-US, fr, de or es", "language")
    if settings.date is not None and not _is_date(settings.date):
        wrong(f"“{settings.date}” is not a date", "write year-month-day, as in 2026-01-31", "date")
    for name in ("pdf", "epub"):
        isbn = getattr(settings.isbn, name)
        if isbn is not None and not _is_isbn(isbn):
            hint = "13 digits that begin with 978 or 979, the last of them the check digit"
            wrong(f"“{isbn}” is not an ISBN", hint, "isbn", name)
    if not settings.formats:
        wrong("“formats” is an empty list", "leave the key out, or name pdf, epub or html", "formats")
    for label in ("authors", "formats"):
        values = [getattr(v, "name", v) for v in getattr(settings, label)]
        for position, value in enumerate(values):
            if value in values[:position]:
                wrong(f"“{value}” stands twice in “{label}”", "keep one of them", label, position)
    return problems


def _is_language(tag: str) -> bool:
    from babel import Locale, UnknownLocaleError

    try:
        Locale.parse(tag, sep="-")
    except (ValueError, UnknownLocaleError):
        return False
    return True


def _is_date(text: str) -> bool:
    pieces = text.split("-")
    if [len(p) for p in pieces] != [4, 2, 2] or not all(p.isascii() and p.isdigit() for p in pieces):
        return False
    year, month, day = map(int, pieces)
    return year > 0 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def _is_isbn(text: str) -> bool:
    """ISBN-13 with its check digit (ISO 2108)."""
    digits = text.replace("-", "").replace(" ", "")
    if len(digits) != 13 or not (digits.isascii() and digits.isdigit()) or digits[:3] not in ("978", "979"):
        return False
    return sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(digits)) % 10 == 0


def json_schema(kinds: Iterable[str]) -> dict[str, Any]:
    """JSON Schema (2020-12) of booklet.yaml, with that of the front matter under ``$defs/front-matter``.

    ``kinds`` are the names of the section kinds.
    """
    schema = _schema_of(Settings)
    front = _schema_of(FrontMatter)
    front["properties"]["kind"] = {"enum": sorted(kinds), **_described(FrontMatter, "kind")}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "booklet.yaml",
        **schema,
        "$defs": {"front-matter": front},
    }


def _described(kind: type, name: str) -> dict[str, str]:
    return {"description": MEANINGS[f"{kind.__name__}.{_key(name)}"]}


def _schema_of(kind: Any) -> dict[str, Any]:
    origin, arguments = typing.get_origin(kind), [a for a in typing.get_args(kind) if a is not type(None)]
    if origin in (types.UnionType, typing.Union):
        return _schema_of(arguments[0]) if len(arguments) == 1 else {"anyOf": [_schema_of(a) for a in arguments]}
    if origin is typing.Literal:
        return {"enum": arguments}
    if origin is tuple:
        return {"type": "array", "items": _schema_of(arguments[0])}
    if origin is Mapping:
        return {"type": "object", "additionalProperties": _schema_of(arguments[1])}
    if is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        needed = [_key(f.name) for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING]
        properties = {
            _key(f.name): {**_schema_of(hints[f.name]), **_described(typing.cast(type, kind), f.name)}
            for f in fields(kind)
        }
        record = {"type": "object", "properties": properties, "additionalProperties": False}
        return {**record, "required": needed} if needed else record
    return {"type": "integer", "minimum": 1} if kind is int else {"type": ["string", "number", "boolean"]}
