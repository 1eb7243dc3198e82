"""What items name by id: that it is there, that it is of the right kind, and that relations of characters can be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set

from ..model import Item, Section
from ..problems import Problem, error, warning
from ..project import did_you_mean
from ..sections import KINDS
from ..sections.characters import Relation, related

MEANT: Mapping[str, tuple[str, ...]] = {
    "themes": ("theme", "symbol"),
    "characters": ("character",),
    "relations": ("character",),
    "rubric": ("rubric", "section"),
}
TO_WRITE = {
    "themes": "a ## heading in a section of themes or symbols",
    "characters": "a ## heading of characters",
    "rubric": "a rubric",
}
ONE_WAY = frozenset(
    """
    mother father parent son daughter child grandmother grandfather grandson granddaughter grandchild stepmother
    stepfather stepson stepdaughter uncle aunt nephew niece master mistress servant teacher pupil tutor guardian ward
    employer employee boss maker creator creature killer murderer victim heir owner slave jailer prisoner ancestor
    descendant follower disciple predecessor successor
    mutter vater sohn tochter kind großmutter großvater enkel enkelin onkel tante neffe nichte herr diener dienerin
    lehrer lehrerin schüler schülerin vormund mündel chef chefin schöpfer geschöpf mörder opfer erbe nachfolger
    mère père fils fille enfant oncle neveu nièce maître maîtresse serviteur servante professeur élève tuteur pupille
    patron créateur créature meurtrier victime héritier successeur
    madre padre hijo hija tío tía sobrino sobrina amo criado criada maestro maestra alumno alumna jefe creador criatura
    asesino víctima heredero sucesor
    """.split()
)
OF = (" of", " to", " de", " du", " von")


def check(
    sections: Sequence[Section], written: Set[str], hidden: Mapping[str, str], unread: tuple[str, ...]
) -> Iterator[Problem]:
    """Every id that an item names must be that of a thing of its kind, and relations must be possible.

    ``written`` are all ids that stand in the sections' files, ``hidden`` those of sections left out, with their files;
    of ids that begin like one of ``unread`` nothing is known.
    """
    things = {section.id: "section" for section in sections} | dict.fromkeys(written, "passage")
    things |= {item.id: item.kind for section in sections for item in section.items}
    for section in sections:
        named = [key for key, field in KINDS[section.kind].fields.items() if field.type == "ids"]
        for item in section.items:
            for key, names in _named(item, named):
                for name in names:
                    if not name.startswith(unread):
                        yield from _dangling(item, key, name, things, hidden)
    people = [item for section in sections for item in section.items if item.kind == "character"]
    for item in people:
        yield from _impossible(item)
    yield from _in_circles(people)


def _named(item: Item, fields: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The fields of an item that name others, and whom."""
    for key in fields:
        value = item.fields.get(key)
        if isinstance(value, tuple):
            yield key, value
    if item.kind == "character":
        yield "relations", tuple(dict.fromkeys(relation.target for relation in _relations(item)))


def _dangling(
    item: Item, key: str, name: str, things: Mapping[str, str], hidden: Mapping[str, str]
) -> Iterator[Problem]:
    meant = MEANT.get(key, ())
    if name in things and (not meant or things[name] in meant):
        return
    right = sorted(other for other, kind in things.items() if not meant or kind in meant)
    hint = did_you_mean(name, [other for other in right if other != item.id or key != "relations"])
    if name in hidden:
        hint = f"it is in {hidden[name]}, which is a draft and left out"
    hint = hint or f"write {TO_WRITE.get(key, TO_WRITE['characters'])} and give it the id {{#{name}}}"
    message = f"“{key}” names “{name}”, but there is none of that id"
    if name in things:
        article = "an" if things[name][0] in "aeiou" else "a"
        message = f"“{key}” names “{name}”, which is {article} {things[name]}, not a {' or '.join(meant)}"
    yield error("S021", item.place, message, hint)


def _relations(item: Item) -> tuple[Relation, ...]:
    return related(str(item.fields.get("relations") or ""))


def _impossible(item: Item) -> Iterator[Problem]:
    """Relations of a character to itself, and those that are written twice."""
    seen: set[Relation] = set()
    for relation in _relations(item):
        alike = Relation(relation.target, relation.label.casefold(), relation.chapter)
        if relation.target == item.id:
            hint = "name somebody else, or say it in the text"
            yield error("S022", item.place, f"“{relation.written}” is a relation to oneself", hint)
        elif alike in seen:
            yield warning("S022", item.place, f"the relation “{relation.written}” is written twice", "delete one")
        seen.add(alike)


def _in_circles(people: Sequence[Item]) -> Iterator[Problem]:
    """Words that go one way only, such as “mother of”, and yet come back to where they began."""
    ways: dict[str, dict[str, list[str]]] = {}
    for item in people:
        for relation in _relations(item):
            word = _one_way(relation.label)
            if word and relation.target != item.id:
                ways.setdefault(word, {}).setdefault(item.id, []).append(relation.target)
    found: set[frozenset[str]] = set()
    for item in people:
        for word, to in ways.items():
            circle = _circle(item.id, to)
            if circle and frozenset({word, *circle}) not in found:
                found.add(frozenset({word, *circle}))
                message = f"“{word}” goes round in a circle: {' → '.join([*circle, item.id])}"
                hint = "say what each is to the other, as in mother and daughter"
                yield warning("S022", item.place, message, hint)


def _one_way(label: str) -> str:
    """The word of a label that cannot be true both ways; none in most."""
    words = next((label.casefold().removesuffix(of) for of in OF if label.casefold().endswith(of)), label.casefold())
    pieces = words.split()
    if not pieces or pieces[0] in ("fellow", "former"):
        return ""
    return next((piece for piece in (pieces[-1], pieces[0]) if piece in ONE_WAY), "")


def _circle(start: str, to: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The shortest way from a character along such words back to it; empty where there is none."""
    queue: list[tuple[str, ...]] = [(start,)]
    reached: set[str] = set()
    while queue:
        way = queue.pop(0)
        for target in to.get(way[-1], ()):
            if target == start:
                return way
            if target not in reached:
                reached.add(target)
                queue.append((*way, target))
    return ()
