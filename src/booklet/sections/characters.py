"""Characters: each ``##`` is one, with role, first chapter and relations to others by id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..model import Item, Node, Place
from ..problems import Problem, error
from .base import Body, Field, Kind, Shaping, under_headings

FIELDS = {
    "role": Field(),
    "first-seen": Field("chapter"),
    "chapter": Field("chapter"),
    "relations": Field(),
}
HINT = 'write it as in relations="tommy:friend, ruth:rival@16"'
by_heading = under_headings("character", FIELDS)


@dataclass(frozen=True, slots=True)
class Relation:
    """What a character is to another, named by id; ``chapter`` is where it comes out, 0 where it is no secret."""

    target: str
    label: str = ""
    chapter: int = 0

    @property
    def written(self) -> str:
        """The relation as authors write it."""
        return self.target + (f":{self.label}" if self.label else "") + (f"@{self.chapter}" if self.chapter else "")


def related(written: str) -> tuple[Relation, ...]:
    """The relations of a field such as ``tommy:friend, ruth:rival@16``; those that cannot be read are passed over."""
    return tuple(found for piece in written.split(",") if isinstance(found := _read(piece), Relation))


def misread(written: str, place: Place, chapters: int | None) -> list[Problem]:
    """What is wrong with the writing of a field of relations. ``chapters`` is how many the studied book has."""
    problems = []
    for piece in written.split(",") if written.strip() else ():
        found = _read(piece)
        if isinstance(found, str):
            problems.append(error("S010", place, found, HINT))
        elif found.chapter and chapters and found.chapter > chapters:
            message = f"“{piece.strip()}” comes out in chapter {found.chapter}, but the studied book has {chapters}"
            problems.append(error("S010", place, message, "mend it, or work.chapters in booklet.yaml"))
    return problems


def _read(piece: str) -> Relation | str:
    """One relation, or what is wrong with it."""
    shown = piece.strip()
    body, at, number = shown.rpartition("@")
    if at and not (number.isascii() and number.isdigit() and int(number[:7]) > 0 and len(number) < 7):
        return f"behind the @ of the relation “{shown}” stands no chapter"
    target, colon, label = (part.strip() for part in (body if at else shown).partition(":"))
    if not shown:
        return "one of the relations is empty"
    if not target or (colon and not label) or " " in target:
        return f"the relation “{shown}” is not an id, a colon and a word or two"
    return Relation(target, label, int(number) if at else 0)


def shape(blocks: Sequence[Node], shaping: Shaping) -> Body:
    """Every ``##`` a character; their relations are read to see whether they can be."""
    body = by_heading(blocks, shaping)
    last = shaping.settings.work.chapters if shaping.settings.work else None
    for item in body:
        if isinstance(item, Item):
            shaping.problems.extend(misread(str(item.fields["relations"]), item.place, last))
    return body


KIND = Kind("characters", shape, FIELDS)
