"""YAML as a tree of strings with places: what booklet.yaml and front matter are read through.

YAML 1.2 by ruamel.yaml's event stream, with the house's own rules on top: scalars stay the text that was written
(``no`` is "no", ``012`` is "012"), no anchors, aliases or tags, no key twice, at most 64 KB and 20 levels. ruamel's own
loaders give typed values (and so lose the text), which is why the tree is built from its events here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from .characters import is_control
from .model import Place
from .problems import Problem, error

if TYPE_CHECKING:
    from ruamel.yaml.error import MarkedYAMLError

LARGEST = 64 * 1024
DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value as it was written, and whether in quotation marks."""

    text: str
    quoted: bool
    place: Place

    @property
    def empty(self) -> bool:
        """Nothing was written, or one of YAML's words for nothing."""
        return not self.quoted and self.text in ("", "~", "null", "Null", "NULL")


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple[Tree, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a table: key, where the key stands, value."""

    key: str
    place: Place
    value: Tree


@dataclass(frozen=True, slots=True)
class Mapping:
    """A table of keys and values, in the order written."""

    entries: tuple[Entry, ...]
    place: Place


Tree = Scalar | Sequence | Mapping


def parse(text: str, file: Place, first_line: int = 1) -> tuple[Tree | None, list[Problem]]:
    """Parse YAML text. ``first_line`` is the line of ``file`` on which the text begins.

    Gives the tree (None where the text is empty or cannot be read) and what is wrong with it.
    """
    tree, problems = _parsed(text, file, first_line)
    return tree, list(problems)


@lru_cache(maxsize=256)  # several stages look into the same settings
def _parsed(text: str, file: Place, first_line: int) -> tuple[Tree | None, Iterable[Problem]]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError
    from ruamel.yaml.reader import ReaderError

    if len(text.encode()) > LARGEST:
        what = "the front matter is" if first_line > 1 else "the settings are"
        hint = "text belongs into the sections, below their front matter"
        return None, [error("L003", file, f"{what} larger than {LARGEST // 1024} KB", hint)]
    builder = _Builder(file.file, first_line)
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            builder.take(event)
    except MarkedYAMLError as mistake:
        return None, [*builder.problems, _unreadable(mistake, builder, file)]
    except ReaderError as mistake:
        before = text[: mistake.position]
        place = Place(file.file, first_line + before.count("\n"), len(before) - (before.rfind("\n") + 1) + 1)
        message = f"a character that settings cannot hold, U+{ord(text[mistake.position]):04X}"
        return None, [error("F004", place, message, "delete it")]
    except _TooDeepError as deep:
        return None, [error("L004", deep.place, f"the settings nest deeper than {DEEPEST} levels", "flatten them")]
    return builder.tree, builder.problems


SPECIAL = "put text that begins with a sign, or holds ': ' or ' #', into quotation marks"
OPEN_QUOTE = ("a quotation mark that is never closed", "close it at the end of the text")
SIGN = ("a sign that cannot begin a text", SPECIAL)
REASONS: tuple[tuple[str, str, str], ...] = (
    ("mapping values are not allowed", "a colon that cannot stand here",
     "put text that holds ': ' into quotation marks, and begin the keys of one table in one column"),
    ("sequence entries are not allowed", "a list that begins within a line", "begin each '- ' on a line of its own"),
    ("found character '\\t'", "a tab", "indent with spaces"),
    ("quoted scalar|unexpected end of stream", *OPEN_QUOTE),
    ("quoted scalar|document separator", *OPEN_QUOTE),
    ("escape", "a backslash in double quotation marks", "write it twice, or use single marks: '…'"),
    ("parsing a flow sequence", "a bracket [ that is never closed", "close it with ], and put commas between entries"),
    ("parsing a flow mapping", "a brace { that is never closed", "close it with }, and put commas between entries"),
    ("scanning a block scalar", "something behind a '>' or '|'", "begin the text on the next line, indented"),
    ("that cannot start any token", *SIGN),
    ("scanning an anchor", *SIGN),
    ("scanning an alias", *SIGN),
    ("parsing a tag", *SIGN),
    ("expected <block end>", "something that does not belong here",
     "begin the keys of one table in one column, and write nothing behind a closing quotation mark or bracket"),
    ("could not find expected ':'", "a line without a colon", "write it as  key: value"),
)  # fmt: skip
FROM_THEIR_BEGINNING = ("while scanning a quoted scalar", "while parsing a flow", "while scanning a simple key")


def _unreadable(mistake: MarkedYAMLError, builder: _Builder, file: Place) -> Problem:
    """What the parser stumbled over, in the words of people who never heard of scalars and tokens."""
    words = f"{mistake.context or ''}|{mistake.problem or ''}"
    marks = [mistake.problem_mark, mistake.context_mark]
    if words.startswith(FROM_THEIR_BEGINNING) and "escape" not in words:
        marks.reverse()
    mark = marks[0] or marks[1]
    found = (row for row in REASONS if all(piece in words for piece in row[0].split("|")))
    _, what, hint = next(found, ("", f"something that is not YAML ({mistake.problem or mistake.context})", SPECIAL))
    return error("P004", builder.place(mark) if mark else file, f"this cannot be read: {what}", hint)


def scalar_at(tree: Tree | None, *path: str) -> Scalar | None:
    """The value at a path of keys, if it is written there as text."""
    for key in path:
        entries = tree.entries if isinstance(tree, Mapping) else ()
        tree = next((entry.value for entry in entries if entry.key == key), None)
    return tree if isinstance(tree, Scalar) and not tree.empty else None


class _TooDeepError(Exception):
    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place


class _Builder:
    """Takes parse events and builds the tree."""

    def __init__(self, file: str, first_line: int) -> None:
        self.file, self.first_line = file, first_line
        self.problems: list[Problem] = []
        self.tree: Tree | None = None
        self.stack: list[tuple[str, Place, list[Tree]]] = []
        self.documents = 0

    def place(self, mark: Any) -> Place:
        return Place(self.file, self.first_line + mark.line, mark.column + 1)

    def take(self, event: Any) -> None:
        name = type(event).__name__
        if name in ("AliasEvent", "ScalarEvent", "SequenceStartEvent", "MappingStartEvent"):
            place = self.place(event.start_mark)
            if name == "AliasEvent" or event.anchor or (event.tag and not isinstance(event.tag, bool)):
                self.problems.append(
                    error("P009", place, "anchors (&), aliases (*) and tags (!) are not allowed here",
                          "write the value out, or put it in quotation marks if it is meant as text")
                )  # fmt: skip
            if name == "AliasEvent":
                self.add(Scalar("", False, place))
            elif name == "ScalarEvent":
                self.check_characters(event.value, place)
                self.add(Scalar(event.value, event.style is not None, place))
            else:
                if len(self.stack) >= DEEPEST:
                    raise _TooDeepError(place)
                self.stack.append((name, place, []))
        elif name in ("SequenceEndEvent", "MappingEndEvent"):
            kind, place, children = self.stack.pop()
            self.add(Sequence(tuple(children), place) if kind.startswith("Seq") else self.mapping(children, place))
        elif name == "DocumentStartEvent":
            self.documents += 1
            if self.documents == 2:
                place = self.place(event.start_mark)
                self.problems.append(error("P004", place, "a second YAML document begins here", "delete the line ---"))

    def check_characters(self, text: str, place: Place) -> None:
        """Double quotation marks can spell characters that no text can hold: ``"\\x07"``."""
        control = next((c for c in text if is_control(c)), None)
        if control:
            message = f"a control character, U+{ord(control):04X}, that no page can show"
            self.problems.append(error("F004", place, message, "delete the backslash and what follows it"))

    def mapping(self, children: list[Tree], place: Place) -> Mapping:
        entries: dict[str, Entry] = {}
        for key, value in zip(children[::2], children[1::2], strict=True):
            if not isinstance(key, Scalar):
                self.problems.append(error("P006", key.place, "a key must be a word", "write it as  key: value"))
            elif key.text in entries:
                first = entries[key.text].place.line
                self.problems.append(
                    error("P008", key.place, f"“{key.text}” stands twice (first in line {first})", "keep one of them")
                )
            else:
                entries[key.text] = Entry(key.text, key.place, value)
        return Mapping(tuple(entries.values()), place)

    def add(self, tree: Tree) -> None:
        if self.stack:
            self.stack[-1][2].append(tree)
        elif self.documents == 1:
            self.tree = tree
