"""Room to write: of which kind and height each ``::: workspace`` is, by what it says and by where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from markupsafe import Markup

from .composition import Medium
from .model import Item, Node, Section
from .sections.marking import ANSWERS
from .sections.questions import USUAL

NOTHING = Markup("")
PITCH = 8.0  # mm from one ruled line to the next in classic
HIGH = 80  # mm: under a section's title no more has room on a page of A5
LEAST_LINES = 3  # of room that takes what is left of a page: no line stands alone


class Room(NamedTuple):
    """What room looks like, and how high it is: in ruled lines, or in mm where ``lines`` is 0."""

    kind: str
    lines: int = 0
    height: int = 0


class Asking(NamedTuple):
    """What an item asks, apart: its words, what is shown with them, and the room that stands under it all."""

    words: tuple[Node, ...]
    shown: tuple[Node, ...]
    rooms: tuple[Node, ...]


USUAL_ROOM = Room("lines", 6)
BY_KIND = {
    "questions": Room("lines", USUAL["infer"]),
    "quiz": Room("lines", 3),
    "essay": Room("lines", 12),
    "rubric": Room("lines", 4),
    "anticipation": Room("lines", 3),
    "vocabulary": Room("lines", 3),
    "quotations": Room("lines", 3),
    "activity": Room("box", 0, 60),
    "organizer": Room("box", 0, 40),
}


def furnished(section: Section) -> Section:
    """A section that is to be printed, with each workspace knowing its room: as it says itself, else as the level of
    its item or the kind of the section has it. Where an item's answers stand, they take the room's place."""

    def of(nodes: Sequence[Node], usual: Room, answered: bool) -> tuple[Node, ...]:
        return tuple(_furnished(node, usual, answered) for node in nodes)

    usual = BY_KIND.get(section.kind, USUAL_ROOM)
    body: list[Node | Item] = []
    for part in section.body:
        if isinstance(part, Node):
            body.append(_furnished(part, usual, answered=False))
            continue
        level = str(part.fields.get("level") or "")
        own = Room("lines", USUAL[level]) if level in USUAL else usual
        answered = any(node.get("name") in ANSWERS for node in part.parts)
        body.append(replace(part, body=of(part.body, own, answered), parts=of(part.parts, own, answered)))
    return replace(section, body=tuple(body))


def asking(item: Item) -> Asking:
    """An item's text up to the first picture, table or room; what follows up to the first room; the rest."""
    first = next((n for n, node in enumerate(item.body) if _is_room(node)), len(item.body))
    shown = next((n for n, node in enumerate(item.body[:first]) if node.name in ("figure", "table")), first)
    return Asking(item.body[:shown], item.body[shown:first], item.body[first:])


def _is_room(node: Node) -> bool:
    return node.name == "fence" and node.get("name") == "workspace"


def _furnished(node: Node, usual: Room, answered: bool) -> Node:
    if _is_room(node):
        if answered:
            return node
        found = _asked(node, usual)
        props = {"room": found.kind, "lines": str(found.lines), "height": str(found.height)}
        return replace(node, props={**node.props, **props})
    if not any(n.name == "fence" for child in node.children for n in child.walk()):
        return node
    return replace(node, children=tuple(_furnished(child, usual, answered) for child in node.children))


def _asked(node: Node, usual: Room) -> Room:
    """The room that a fence asks for; what it does not say is as usual."""
    lines, height = int(node.attrs.get("lines") or 0), int(node.attrs.get("height", "0mm").removesuffix("mm"))
    kind = node.attrs.get("kind") or ("lines" if lines else usual.kind)
    if lines or height:
        return Room(kind, lines, height)
    return usual if kind == usual.kind else Room(kind, usual.lines, usual.height)


def is_high(node: Node) -> bool:
    """Whether a workspace is so high that it may stand overleaf from what is to be done in it; ruled room goes on."""
    return node.get("room", "lines") != "lines" and int(node.get("height")) >= HIGH


def workspace(node: Node, medium: Medium, pitch: float, section: str) -> Markup:
    """The room of a workspace, whose lines are so many mm apart; on paper alone, and nothing where an answer stands.

    ``data-fill`` says that it takes what is left of its page, ``data-height`` in mm and
    ``data-place`` tell the layout how high it is asked to be, and in which section and line.
    """
    if medium.name != "print" or not node.get("room"):
        return NOTHING
    kind, lines, height = node.get("room"), int(node.get("lines")), int(node.get("height"))
    fills = node.attrs.get("fill") == "true"
    tall = height or round(lines * pitch)
    told = Markup(' data-fill="yes"') if fills else NOTHING
    if kind != "lines" or node.attrs.get("height"):
        told += Markup(' data-height="{}" data-place="{}:{}"').format(tall, section, node.place.line)
    if kind != "lines":
        return Markup('<div class="field {}" style="height: {}mm"{}></div>').format(kind, tall, told)
    if fills:
        asked = node.attrs.get("lines") or node.attrs.get("height")
        lines = (lines if asked else 0) or LEAST_LINES
    return room(lines or max(int(height / pitch), 1), medium, told)


def room(lines: int, medium: Medium, told: Markup = NOTHING) -> Markup:
    """Ruled lines to write on, on paper alone; screens have no room to offer. ``told`` is what else it says."""
    if medium.name != "print" or not lines:
        return NOTHING
    return Markup('<div class="room"{}>{}</div>').format(told, Markup('<div class="ruled"></div>') * lines)
