"""booklet.yaml and front matter: YAML trees into typed settings, every mistake with its place, and their JSON Schema.

The types in :mod:`booklet.settings` are the only description of the settings: the check, the "did you mean" and the
schema are all read from them. (Validation libraries stop at the first mistake or lose the places; neither will do.)
"""

from __future__ import annotations

import calendar
import difflib
import types
import typing
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any, TypeVar

from . import yamltree
from .meanings import MEANINGS
from .model import Place, unbroken
from .problems import CATALOGUE, Problem, error, warning
from .settings import FrontMatter, Ignored, Isbn, Settings
from .yamltree import Scalar, Sequence, Tree

T = TypeVar("T")
MOST_LISTED = 12
LONGEST_NAME = 40
SWITCHES = {"yes": True, "true": True, "no": False, "false": False}


def read_settings(text: str, file: Place) -> tuple[Settings | None, list[Problem]]:
    """booklet.yaml's text to settings; None if anything in it is wrong."""
    tree, problems = yamltree.parse(text, file)
    if tree is None and not problems:
        return None, [error("P007", file, "booklet.yaml is empty", "it needs at least a line  title: …")]
    if tree is None:
        return None, problems
    settings = _Reader(problems).whole(Settings, tree, "booklet.yaml")
    if problems or settings is None:
        return None, problems
    return settings, list(_against_each_other(settings, tree))


def _against_each_other(settings: Settings, tree: Tree) -> Iterator[Problem]:
    """Values that are right by themselves and do not go together."""
    design, image = settings.cover.design, settings.cover.image
    if design == "picture" and not image:
        place = place_of(tree, "cover", "design") or tree.place
        hint = "add a line  image: images/…  under cover:, or take another design"
        yield error("P015", place, "the design of the cover is “picture”, and there is no picture", hint)
    elif image and design not in (None, "picture"):
        place = place_of(tree, "cover", "image") or tree.place
        hint = "write  design: picture , or delete the line"
        yield warning("P015", place, f"a cover of the design “{design}” does not show this picture", hint)


def read_front_matter(text: str, file: Place, first_line: int) -> tuple[FrontMatter, list[Problem]]:
    """A section's front matter: what is right in it, and the defaults for the rest."""
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
    """A hint for a misspelt word: the nearest known one, or the first dozen of them."""
    names = list(known)
    near = _nearest(word, names)
    if near or not names:
        return f"did you mean “{near}”?" if near else ""
    return f"known are: {', '.join(names[:MOST_LISTED])}{', …' if len(names) > MOST_LISTED else ''}"


def _nearest(word: str, known: Iterable[str]) -> str:
    by_lower = {name.lower(): name for name in known}
    near = difflib.get_close_matches(word.lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[near[0]] if near else ""


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
        if kind is bool:
            return self.switch(tree, what)
        return self.text(tree, what)

    def switch(self, tree: Tree, what: str) -> bool | None:
        written = tree.text if isinstance(tree, Scalar) else ""
        if written in SWITCHES:
            return SWITCHES[written]
        self.wrong(tree, what, "yes or no", "write one of the two words")
        return None

    def union(self, kinds: list[Any], tree: Tree, what: str) -> Any:
        return self.value(kinds[0], tree, what) if len(kinds) == 1 else self.choice(kinds, tree, what)

    def text(self, tree: Tree, what: str) -> str | None:
        if isinstance(tree, Scalar) and not tree.empty and tree.text.strip():
            return " ".join(unbroken(tree.text))
        self.wrong(tree, what, "text", "put it on one line after the colon, in quotation marks if it holds ': '")
        return None

    def number(self, tree: Tree, what: str) -> int | None:
        if isinstance(tree, Scalar) and tree.text.isascii() and tree.text.isdigit() and len(tree.text) < 10:
            value = int(tree.text)
            if value:
                return value
        self.wrong(tree, what, "a whole number above 0", "write it in digits, as in 23")
        return None

    def choice(self, kinds: list[Any], tree: Tree, what: str) -> Any:
        words = [word for kind in kinds for word in typing.get_args(kind)]
        written = tree.text if isinstance(tree, Scalar) else ""
        if written in words:
            return written
        if int in kinds and written.isascii() and written.isdigit():
            return self.number(tree, what)
        near = _nearest(written, words)
        hint = f"did you mean “{near}”?" if near else "write one of these, without anything else"
        self.wrong(tree, what, _either([*words, *(["a number"] if int in kinds else [])]), hint)
        return None

    def items(self, kind: Any, tree: Tree, what: str) -> tuple[Any, ...] | None:
        if isinstance(tree, Sequence):
            values = [self.value(kind, item, f"an entry of {what}") for item in tree.items]
            return tuple(value for value in values if value is not None)
        hint = "write it as  [one, two]  or as lines that begin with '- '"
        if is_dataclass(kind):
            hint = f"write lines that begin with  - {_key(fields(kind)[0].name)}: …  under it"
        self.wrong(tree, what, "a list", hint)
        return None

    def table(self, kind: Any, tree: Tree, what: str) -> dict[str, Any] | None:
        if isinstance(tree, yamltree.Mapping):
            return {e.key: self.value(kind, e.value, f"“{e.key}” of {what}") for e in tree.entries}
        self.wrong(tree, what, "a table of names and values", "indent lines of  name: value  under it")
        return None

    def record(self, kind: type, tree: Tree, what: str) -> Any:
        """A dataclass of what is right in a table; None where something that is needed is missing or wrong."""
        known = {_key(f.name): f for f in fields(kind)}
        if not isinstance(tree, yamltree.Mapping):
            lines = "  ".join(f"{key}: …" for key in list(known)[:2])
            self.wrong(tree, what, "lines of  key: value", f"write them one under the other, as in  {lines}")
            return None
        hints = typing.get_type_hints(kind)
        values: dict[str, Any] = {}
        meant = set()
        for entry in tree.entries:
            if entry.key not in known:
                message = f"“{entry.key}” is not a key of {what}"
                self.problems.append(error("P005", entry.place, message, did_you_mean(entry.key, known)))
                meant.add(_nearest(entry.key, known))
                continue
            field = known[entry.key]
            if isinstance(entry.value, Scalar) and entry.value.empty and _has_default(field):
                continue
            value = self.value(hints[field.name], entry.value, f"“{entry.key}”")
            if value is not None:
                values[field.name] = value
                self.problems += _against_rules(kind, field.name, value, entry.value)
        needed = [key for key, field in known.items() if not _has_default(field)]
        written = {entry.key for entry in tree.entries} | meant
        for key in needed:
            if key not in written:
                self.problems.append(error("P007", tree.place, f"{what} needs “{key}”", f"add a line  {key}: …"))
        return kind(**values) if all(known[key].name in values for key in needed) else None


def _has_default(field: Field[Any]) -> bool:
    return field.default is not MISSING or field.default_factory is not MISSING


def _either(words: typing.Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}" if len(words) > 1 else words[0]


def _against_rules(kind: type, name: str, value: Any, tree: Tree) -> Iterator[Problem]:
    """Rules that a type cannot say: languages, dates, ISBNs, lists that must hold something, each thing once."""
    if (kind, name) == (Settings, "language") and not _is_language(value):
        hint = "use one such as en-GB, en-US, fr, de or es"
        yield error("P006", tree.place, f"“{value}” is not a language tag", hint)
    elif (kind, name) == (Settings, "date") and not _is_date(value):
        yield error("P006", tree.place, f"“{value}” is not a date", "write year-month-day, as in 2026-01-31")
    elif kind is Isbn and not _is_isbn(value):
        hint = "13 digits that begin with 978 or 979; the last one is a check digit, so look for a mistyped one"
        yield error("P006", tree.place, f"“{value}” is not an ISBN", hint)
    elif (kind, name) == (Ignored, "code") and value not in CATALOGUE:
        hint = did_you_mean(value, (code for code, rule in CATALOGUE.items() if rule.optional))
        yield error("P013", tree.place, f"there is no rule “{value}”", hint)
    elif (kind, name) == (Ignored, "code") and not CATALOGUE[value].optional:
        hint = "delete these lines, and mend what is wrong where it is told"
        yield error("P013", tree.place, f"{value} is an error of reading or making, which cannot be ignored", hint)
    elif (kind, name) == (Settings, "formats") and not value:
        yield error("P006", tree.place, "“formats” is an empty list", "leave the key out, or name pdf, epub or html")
    if (kind, name) == (Settings, "editions") and isinstance(tree, yamltree.Mapping):
        for entry in tree.entries:
            letters = entry.key.replace("-", "").replace("_", "")
            if entry.key in ("all", "cover") or not letters.isalnum() or len(entry.key) > LONGEST_NAME:
                hint = "use letters, digits and hyphens, as in  exam:"
                yield error("P006", entry.place, f"“{entry.key}” cannot be the name of an edition", hint)
    if (kind, name) in ((Settings, "authors"), (Settings, "formats")) and isinstance(tree, Sequence):
        names = [getattr(entry, "name", entry) for entry in value]
        for position, entry in enumerate(names):
            if entry in names[:position] and len(names) == len(tree.items):
                place = tree.items[position].place
                yield error("P006", place, f"“{entry}” stands twice in “{name}”", "keep one of them")


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
    if kind is bool:
        return {"enum": [*SWITCHES, True, False]}
    return {"type": "integer", "minimum": 1} if kind is int else {"type": ["string", "number", "boolean"]}
