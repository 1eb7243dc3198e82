"""Book and edition to Book: what this reader may see. What is left out here never reaches a template."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from urllib.parse import unquote

from .model import Book, Edition, Item, Node, Section

EDITIONS: Mapping[str, Edition] = {
    "student": Edition("student", answers="none", teaching=False, suffix=""),
    "teacher": Edition("teacher", answers="inline", teaching=True, suffix="-teacher"),
}
ANSWERS = ("answer", "look-for", "why")


def choose(book: Book, edition: Edition) -> Book:
    """The book as readers of this edition get it: sections, items, fences, links and pictures that they may see.

    A link whose target is left out becomes plain text; a note whose first call is left out moves to the next one.
    Numbers and ids stay as they are.
    """
    withheld = _withheld(edition)
    kept = [
        _without(section, withheld) for section in book.sections if edition.teaching or section.front.audience == "all"
    ]
    known = {s.id for s in kept} | {i.id for s in kept for i in s.items}
    known |= {n.id for s in kept for n in s.walk() if n.id}
    sections = tuple(_relinked(section, known) for section in kept)
    shown = {n.get("file") for s in sections for n in s.walk() if n.name in ("image", "figure")}
    shown |= {s.front.portrait.file for s in sections if s.front.portrait}
    pictures = {name: picture for name, picture in book.pictures.items() if name in shown}
    return replace(book, sections=sections, pictures=pictures, edition=edition)


def _withheld(edition: Edition) -> frozenset[str]:
    names = set() if edition.answers != "none" else set(ANSWERS)
    return frozenset(names if edition.teaching else {*names, "teaching"})


def _without(section: Section, withheld: frozenset[str]) -> Section:
    def shown(nodes: Sequence[Node]) -> Iterator[Node]:
        for node in nodes:
            if node.name != "fence" or node.get("name") not in withheld:
                yield replace(node, children=tuple(shown(node.children))) if node.children else node

    return _renoted(_rewritten(section, shown), section)


def _renoted(section: Section, whole: Section) -> Section:
    """A section in which each note stands at its first call that is left; ``whole`` has the notes' texts."""
    notes = {n.get("number"): n for n in whole.walk() if n.name == "note" and n.get("number")}
    there = {n.get("number") for n in section.walk() if n.name == "note"}

    def called(nodes: Sequence[Node], in_note: bool = False) -> Iterator[Node]:
        for node in nodes:
            number = node.get("number")
            if node.name == "note-again" and number not in there:
                node = replace(notes[number], props={"nested": "yes"}) if in_note else notes[number]
                there.update([] if in_note else [number])
            inner = tuple(called(node.children, in_note or node.name == "note"))
            yield replace(node, children=inner) if inner else node

    return _rewritten(section, called)


def _relinked(section: Section, known: set[str]) -> Section:
    def mended(nodes: Sequence[Node]) -> Iterator[Node]:
        for node in nodes:
            target = unquote(node.get("target"))
            children = tuple(mended(node.children))
            if node.name == "link" and target.startswith("#") and target[1:] not in known:
                yield Node("span", node.place, children)
            else:
                yield replace(node, children=children) if node.children else node

    return _rewritten(section, mended)


def _rewritten(section: Section, rewrite: Callable[[Sequence[Node]], Iterator[Node]]) -> Section:
    """A section with all its runs of nodes rewritten, in reading order."""
    title = tuple(rewrite(section.title))
    body: list[Node | Item] = []
    for part in section.body:
        if isinstance(part, Item):
            heading, under = tuple(rewrite(part.heading)), tuple(rewrite(part.body))
            body.append(replace(part, heading=heading, body=under, parts=tuple(rewrite(part.parts))))
        else:
            body.extend(rewrite([part]))
    return replace(section, title=title, body=tuple(body))
