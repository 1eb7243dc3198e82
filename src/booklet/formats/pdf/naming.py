"""What the fields of a form are called, and what is said of each to those who do not see the page.

A name is a path, as ``quick-check.check-work``: the section's id, the item's, and a number where an item has several
fields. So it stays the same when a question is added or moved, and in every version of a test.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...composition import Composition, Form
from ...language import letter_of
from ...model import Place
from ...problems import Problem, error
from .fields import HEAD, LINE, MARKED, ONE, SOME, TOTAL, is_level, is_step
from .labels import BLANK, label_of, level_of, words_of
from .marks import Mark
from .roles import classes_of

IDENTITY = "booklet"
ROOM = "room"
CHOICE = "choice"
CRITERION = "criterion"
STEPS = "steps"
SIDES = ("before", "after")
OPINIONS = ("agree", "disagree")
LONGEST, SHORT = 200, 90
Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A field at a mark: its path, the item that it belongs to (or ""), and what it asks.

    A circle or box to tick stands for a ``letter`` and ``says`` something; it is crossed, unless it is ``round``.
    """

    mark: Mark
    path: Path
    item: str
    asks: str
    letter: str = ""
    says: str = ""
    round: bool = False


def named(marks: Sequence[Mark], parents: Mapping[Any, Any], form: Form) -> list[Named]:
    """Every field with its name, in the order of the marks."""
    namer = _Namer(marks, parents, form)
    return [namer.named(mark) for mark in marks if mark.field]


def collisions(fields: Sequence[Named], composition: Composition) -> Iterator[Problem]:
    """Names that two fields would have, or a field and what holds others."""
    places = {"": Place("booklet pack --fillable")}
    for section in composition.book.sections:
        places |= {"": section.place} | {item.id: item.place for item in section.items}
    owners: dict[Path, str] = {(IDENTITY,): ""}
    for one in fields:
        owners.setdefault(one.path, one.item)
    told: set[Path] = set()
    for one in fields:
        wrong = [path for path in _above(one.path) if path in owners]
        wrong += [one.path] if owners[one.path] != one.item else []
        for path in wrong:
            if path not in told:
                told.add(path)
                place = places["" if len(path) == 1 else one.item]
                message = f"two fields of the form would be called “{'.'.join(path)}”"
                hint = "give one of both another {#id}; in the name of a field a full stop counts as a hyphen"
                if len(path) == 1:
                    hint = "give the section another id in its front matter: a field of the head is called so"
                yield error("C003", place, message, hint)


def _above(path: Path) -> Iterator[Path]:
    return (path[:length] for length in range(1, len(path)))


class _Namer:
    """Knows how many fields each item has, before any is named."""

    def __init__(self, marks: Sequence[Mark], parents: Mapping[Any, Any], form: Form) -> None:
        self.parents, self.form = parents, form
        self.rooms: dict[str, list[Any]] = defaultdict(list)
        self.pieces: dict[Any, list[Mark]] = defaultdict(list)
        self.ticks: dict[str, list[Any]] = defaultdict(list)
        for mark in marks:
            if mark.field in HEAD.values() or not mark.field:
                continue
            item = self.item_of(mark.source)
            found = self.ticks[item] if mark.field in (ONE, SOME) else self.rooms[item]
            if mark.source not in found:
                found.append(mark.source)
            self.pieces[mark.source].append(mark)

    def item_of(self, element: Any) -> str:
        """The id of the item that an element stands in, "" for none."""
        while (element := self.parents.get(element)) is not None:
            if "item" in classes_of(element):
                ids = (part.get("id") for part in element.iter())
                return next((name for name in ids if name in self.form.asked), "")
        return ""

    def named(self, mark: Mark) -> Named:
        """The name of one field, and what it asks."""
        if mark.field in HEAD.values():
            return Named(mark, (mark.field,), "", self.form.head[mark.field])
        item = self.item_of(mark.source)
        asked = self.form.asked.get(item)
        asks = shortened(asked.words if asked else self.form.asked[""].words)
        base = (_part(self.form.section), _part(item or ROOM))
        if mark.field == ONE and is_level(mark.source, self.parents):
            return self.level(mark, base, item)
        if TOTAL in classes_of(self.parents[mark.source]):
            return Named(mark, (*base, TOTAL), item, self.form.head[TOTAL])
        if mark.field not in (ONE, SOME):
            return self.room(mark, base, item, asks)
        position = self.ticks[item].index(mark.source)
        if MARKED in classes_of(mark.source):
            side, opinion = SIDES[position // 2 % 2], OPINIONS[position % 2]
            words = self.form.head
            return Named(mark, (*base, side), item, f"{words[side]}: {asks}", opinion, words[opinion])
        if is_step(mark.source):
            return self.step(mark, base, item)
        letter = letter_of(position + 1).upper()
        says = asked.choices[position] if asked and position < len(asked.choices) else letter
        if mark.field == SOME:
            return Named(mark, (*base, letter), item, f"{asks} – {says}", letter, says)
        path = (*base, CHOICE) if self.rooms[item] else base
        return Named(mark, path, item, asks, letter, says, round=True)

    def level(self, mark: Mark, base: Path, item: str) -> Named:
        """A level of a rubric: the criterion asks, and what is ticked are the points of the level, or its number, from
        the side where one begins to read, where it has none of its own."""
        own = level_of(mark.source, self.parents)
        all_levels = [level_of(source, self.parents) for source in self.ticks[item]]
        rows = list(dict.fromkeys(level.row for level in all_levels))
        tables = list(dict.fromkeys(level.table for level in all_levels))
        asked = self.form.asked.get(item)
        points = dict(zip(tables, asked.levels if asked else (), strict=False)).get(own.table)
        worth = points[own.number] if points else str(own.number + 1)
        path = (*base, f"{CRITERION}-{rows.index(own.row) + 1}")
        return Named(mark, path, item, shortened(own.criterion), worth, shortened(own.says))

    def step(self, mark: Mark, base: Path, item: str) -> Named:
        """A step of an activity, which is done when it is ticked: what it asks is what it says."""
        number = str(self.ticks[item].index(mark.source) + 1)
        says = shortened(f"{number}. {words_of(mark.source)}")
        return Named(mark, (*base, STEPS, number), item, says, number, says)

    def room(self, mark: Mark, base: Path, item: str, asks: str) -> Named:
        """Room to write in; what goes over a page has a field on each. One of several of an item asks what stands
        beside it, and then what the item does."""
        rooms, pieces = self.rooms[item], self.pieces[mark.source]
        number, piece = rooms.index(mark.source) + 1, pieces.index(mark) + 1
        if len(rooms) == len(pieces) == 1 and not self.ticks[item]:
            return Named(mark, base, item, asks)
        name = f"{number}+{piece}" if piece > 1 else f"{number}"
        label = self.label(mark.source)
        if mark.field == LINE and BLANK in classes_of(mark.source):
            return Named(mark, (*base, name), item, shortened(f"{asks.partition(' ')[0]} {label}"))
        if not label:
            return Named(mark, (*base, name), item, f"{asks} ({name})")
        alike = [room for room in rooms if self.label(room) == label]
        again = f" ({alike.index(mark.source) + 1})" if len(alike) > 1 else ""
        more = f" +{piece}" if piece > 1 else ""
        own = f"{shortened(label, LONGEST - SHORT)}{again}{more}"
        return Named(mark, (*base, name), item, f"{own} – {shortened(asks, SHORT)}")

    def label(self, source: Any) -> str:
        """What stands beside some room, or around it."""
        return label_of(source, self.parents, self.form.head[BLANK])


def _part(name: str) -> str:
    """A part of a field's name, which may hold no full stop (ISO 32000-1 §12.7.3.2)."""
    return name.replace(".", "-")


def shortened(text: str, longest: int = LONGEST) -> str:
    """A text that is not too long to be listened to at every field."""
    text = " ".join(text.split())
    return text if len(text) <= longest else f"{text[: longest - 1].rpartition(' ')[0]}…"
