"""The contract of a section kind: a name, the fields its items may carry, and how its prose is cut into items."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..language import lowered
from ..model import FieldValue, Item, Node, Place, plain
from ..problems import Problem, error, warning
from ..project import did_you_mean
from ..settings import FrontMatter, Settings
from .measures import MEASURES, chapters_in

ITEM_FENCES = ("answer", "hint", "look-for", "teaching", "why")
Body = tuple[Node | Item, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """An attribute of an item: what it may hold, and for whole numbers the most that it may be.

    ``text``, ``whole`` (a number above 0), ``chapter``, ``words`` (a list), ``ids`` (a list of what must be there),
    ``span`` (a number or two, “600–800”), ``height`` (millimetres), ``chapters`` (“1–4, 7”), ``points`` (in
    quarters at the finest), or a choice.
    """

    type: str | tuple[str, ...] = "text"
    most: int = 0


@dataclass(frozen=True, slots=True)
class Shaping:
    """What a kind needs to cut a section into items: the settings, a source of ids, and where problems go."""

    section_id: str
    front: FrontMatter
    settings: Settings
    make_id: Callable[[str], str]
    problems: list[Problem]
    place: Place

    def item_id(self, written: str, words: str) -> str:
        """The written id, or the section's id with the first words of the item."""
        from unicodedata import normalize

        kept = [c if c.isalnum() else " " for c in lowered(normalize("NFC", words), self.settings.language)]
        short = "-".join("".join(kept).split()[:6])
        return written or self.make_id(f"{self.section_id}-{short or 'item'}")

    def read_fields(self, kind: str, known: Mapping[str, Field], node: Node) -> dict[str, FieldValue]:
        """An item's attributes against the fields of its kind, "" for those not written; mistakes become problems."""
        values: dict[str, FieldValue] = dict.fromkeys(known, "")
        for key, text in node.attrs.items():
            if key in ("id", "class", "lang"):
                continue
            if key not in known:
                article = "an" if kind[0] in "aeiou" else "a"
                message = f"“{key}” is not an attribute of {article} {kind}"
                self.problems.append(error("S010", node.place, message, did_you_mean(key, known)))
                continue
            value = self._value(key, known[key], text, node.place)
            if value is not None:
                values[key] = value
        return values

    def _value(self, key: str, wanted: Field, text: str, place: Place) -> FieldValue | None:
        if isinstance(wanted.type, tuple):
            if text in wanted.type:
                return text
            hint = did_you_mean(text, wanted.type)
            self.problems.append(error("S010", place, f"“{key}” cannot be “{text}”", hint))
            return None
        if wanted.type in ("whole", "chapter"):
            number = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
            last = self.settings.work.chapters if self.settings.work else None
            if number < 1:
                message = f"“{key}” must be a whole number above 0, not “{text}”"
                self.problems.append(error("S010", place, message, f"write for instance {key}=3"))
                return None
            if wanted.type == "chapter" and last and number > last:
                message = f"“{key}” is {number}, but the studied book has {last} chapters"
                self.problems.append(error("S010", place, message, "mend it, or work.chapters in booklet.yaml"))
                return None
            if wanted.most and number > wanted.most:
                message = f"“{key}” is {number}, more than {wanted.most}"
                self.problems.append(error("S010", place, message, f"write a number from 1 to {wanted.most}"))
                return None
            return number
        if wanted.type == "words":
            return tuple(word for word in text.replace(",", " ").split() if word)
        if wanted.type == "ids":
            return tuple(dict.fromkeys(word.removeprefix("#") for word in text.replace(",", " ").split()))
        if wanted.type in MEASURES:
            measure, hint = MEASURES[wanted.type]
            value = measure(text)
            if value is None:
                message = f"“{key}” cannot be “{text}”"
                self.problems.append(error("S010", place, message, hint.format(key=key)))
            elif wanted.type == "chapters":
                self.check_chapters(text, place)
            return value
        return text

    def check_chapters(self, text: str, place: Place) -> None:
        """Warn of chapters that the studied book does not have."""
        last = self.settings.work.chapters if self.settings.work else None
        beyond = [number for number in chapters_in(text) or () if last and int(number) > last]
        if beyond:
            message = f"chapter {beyond[-1]} is named here, but the studied book has {last} chapters"
            self.problems.append(warning("S030", place, message, "mend it, or work.chapters in booklet.yaml"))


Shape = Callable[[Sequence[Node], Shaping], Body]


def as_it_stands(blocks: Sequence[Node], shaping: Shaping) -> Body:
    """Free prose: no items."""
    return tuple(blocks)


@dataclass(frozen=True, slots=True)
class Kind:
    """A row of the table of kinds. Its template is ``kinds/<name>.xhtml`` of the theme."""

    name: str
    shape: Shape = as_it_stands
    fields: Mapping[str, Field] = field(default_factory=dict)


def under_headings(kind: str, fields: Mapping[str, Field]) -> Shape:
    """Every ``##`` opens an item that reaches to the next one; what stands before the first is free prose."""

    def shape(blocks: Sequence[Node], shaping: Shaping) -> Body:
        body = headed(kind, fields, blocks, shaping)
        if not any(isinstance(b, Item) for b in body):
            missing_items(shaping, f"no {kind}", f"write a line  ## Name  for each {kind}")
        return tuple(body)

    return shape


def headed(kind: str, fields: Mapping[str, Field], blocks: Sequence[Node], shaping: Shaping) -> list[Node | Item]:
    """Blocks with every ``##`` as an item that reaches to the next one."""
    body: list[Node | Item] = []
    position = 0
    while position < len(blocks):
        node = blocks[position]
        position += 1
        if node.name != "heading" or node.get("level") != "2":
            body.append(node)
            continue
        under: list[Node] = []
        while position < len(blocks) and not (
            blocks[position].name == "heading" and blocks[position].get("level") == "2"
        ):
            under.append(blocks[position])
            position += 1
        number = sum(isinstance(b, Item) for b in body) + 1
        values = shaping.read_fields(kind, fields, node)
        rest, parts = split_parts(under, shaping)
        item = Item(kind, node.id, number, node.place, node.children, rest, parts, values, node.attrs)
        body.append(replace(item, room=room_of(values)))
    return body


def numbered(kind: str, fields: Mapping[str, Field], blocks: Sequence[Node], shaping: Shaping) -> list[Node | Item]:
    """Blocks with each entry of an ordered list as an item."""

    def item(entry: Node, number: int) -> Item:
        values = shaping.read_fields(kind, fields, entry)
        rest, parts = split_parts(entry.children, shaping)
        leads = bool(rest) and rest[0].name == "paragraph"
        heading, under = (rest[0].children, rest[1:]) if leads else ((), rest)
        name = shaping.item_id(entry.id, plain(heading))
        found = Item(kind, name, number, entry.place, heading, under, parts, values, entry.attrs)
        return replace(found, room=room_of(values))

    return by_position(blocks, item)


def by_position(blocks: Sequence[Node], item: Callable[[Node, int], Item]) -> list[Node | Item]:
    """Blocks with what ``item`` makes of each entry of an ordered list and of its number, which goes through the whole
    section and is never the typed one."""
    body: list[Node | Item] = []
    number = 0
    for node in blocks:
        if node.name != "list" or node.get("style") != "ordered":
            body.append(node)
            continue
        for entry in node.children:
            number += 1
            body.append(item(entry, number))
    return body


def room_of(values: Mapping[str, FieldValue]) -> int:
    """How many lines to write on an item's fields ask for."""
    lines = values.get("lines")
    return lines if isinstance(lines, int) else 0


def missing_items(shaping: Shaping, what: str, hint: str) -> None:
    """Warn of a section of items that holds none."""
    shaping.problems.append(warning("S014", shaping.place, f"this section holds {what}", hint))


def split_parts(blocks: Sequence[Node], shaping: Shaping) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    """Part an item's blocks from its fences ``answer``, ``hint``, ``look-for``, ``teaching`` and ``why``."""
    parts = tuple(node for node in blocks if node.name == "fence" and node.get("name") in ITEM_FENCES)
    for second in [node for node in parts if node.get("name") == "answer"][1:]:
        message = "this item has two answers"
        shaping.problems.append(error("S013", second.place, message, "put both into one ::: answer"))
    return tuple(node for node in blocks if node not in parts), parts
