"""Book and edition to Book: what this reader may see. What is left out here never reaches a template."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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

    A link whose target is left out becomes plain text. Numbers and ids stay as they are.
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
    body: list[Node | Item] = []
    for part in section.body:
        if isinstance(part, Item):
            body.append(
                replace(
                    part,
                    heading=tuple(_pruned(part.heading, withheld)),
                    body=tuple(_pruned(part.body, withheld)),
                    parts=tuple((n, tuple(_pruned(b, withheld))) for n, b in part.parts if n not in withheld),
                )
            )
        else:
            body.extend(_pruned([part], withheld))
    return replace(section, title=tuple(_pruned(section.title, withheld)), body=tuple(body))


def _pruned(nodes: Sequence[Node], withheld: frozenset[str]) -> Iterator[Node]:
    for node in nodes:
        if node.name == "fence" and node.get("name") in withheld:
            continue
        yield replace(node, children=tuple(_pruned(node.children, withheld))) if node.children else node


def _relinked(section: Section, known: set[str]) -> Section:
    def mended(nodes: Sequence[Node]) -> Iterator[Node]:
        for node in nodes:
            target = unquote(node.get("target"))
            children = tuple(mended(node.children))
            if node.name == "link" and target.startswith("#") and target[1:] not in known:
                yield Node("span", node.place, children)
            else:
                yield replace(node, children=children) if node.children else node

    body: list[Node | Item] = []
    for part in section.body:
        if isinstance(part, Item):
            parts = tuple((name, tuple(mended(blocks))) for name, blocks in part.parts)
            body.append(replace(part, heading=tuple(mended(part.heading)), body=tuple(mended(part.body)), parts=parts))
        else:
            body.extend(mended([part]))
    return replace(section, body=tuple(body))
