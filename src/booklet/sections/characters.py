"""Characters: each ``##`` is one, with role, first chapter and relations to others by id."""

from __future__ import annotations

from dataclasses import dataclass

from .base import Field, Kind, under_headings

FIELDS = {
    "role": Field(),
    "first-seen": Field("chapter"),
    "chapter": Field("chapter"),
    "relations": Field(),
}
KIND = Kind("characters", under_headings("character", FIELDS), FIELDS)


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


def related(text: str) -> tuple[Relation, ...]:
    """The relations of an attribute such as ``tommy:friend, ruth:rival@16``."""
    found = []
    for entry in filter(None, (piece.strip() for piece in text.split(","))):
        target, _, label = entry.partition(":")
        words, at, number = (label or target).rpartition("@")
        chapter = int(number) if at and number.strip().isdigit() else 0
        if chapter and label:
            label = words
        elif chapter:
            target = words
        found.append(Relation(target.strip(), label.strip(), chapter))
    return tuple(found)
