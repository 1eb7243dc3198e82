"""Sections rewritten for an edition: links whose target is gone, notes whose first call is gone, notes counted anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from operator import is_
from typing import Any
from urllib.parse import unquote

from .model import FieldValue, Item, Node, Section
from .sections import KINDS
from .sections.characters import related

Rewrite = Callable[[Sequence[Node]], Iterator[Node]]


def holding(node: Node, children: Sequence[Node]) -> Node:
    """A node with these children; itself, where they are its own."""
    same = len(children) == len(node.children) and all(map(is_, children, node.children))
    return node if same else replace(node, children=tuple(children))


def relinked(section: Section, there: Set[str]) -> Section:
    """A section whose links and fields name only the ids that are there; the words of other links are kept."""

    def mended(nodes: Sequence[Node]) -> Iterator[Node]:
        for node in nodes:
            target = unquote(node.get("target"))
            children = tuple(mended(node.children))
            if node.name == "link" and target.startswith("#") and target[1:] not in there:
                yield Node("span", node.place, children)
            else:
                yield holding(node, children)

    named = {key for key, field in KINDS[section.kind].fields.items() if field.type == "ids"}

    def of_item(item: Item) -> Item:
        return replace(item, fields={key: _there(key, value, named, there) for key, value in item.fields.items()})

    section = _rewritten(section, mended)
    return replace(section, body=tuple(of_item(p) if isinstance(p, Item) else p for p in section.body))


def _there(key: str, value: FieldValue, named: Set[str], there: Set[str]) -> FieldValue:
    """A field without the ids that are not there."""
    if key in named and isinstance(value, tuple):
        return tuple(name for name in value if name in there)
    if key == "relations" and isinstance(value, str):
        return ", ".join(r.written for r in related(value) if r.target in there)
    return value


def renoted(section: Section, texts: Mapping[str, Node]) -> Section:
    """A section in which each note stands at its first call that is left. ``texts`` are all its notes by number."""
    there = {n.get("number") for n in section.walk() if n.name == "note"}

    def called(nodes: Sequence[Node], in_note: bool = False) -> Iterator[Node]:
        for node in nodes:
            number = node.get("number")
            if node.name == "note-again" and number not in there:
                node = replace(texts[number], props={"nested": "yes"}) if in_note else texts[number]
                there.update([] if in_note else [number])
            inner = tuple(called(node.children, in_note or node.name == "note"))
            yield holding(node, inner)

    return _rewritten(section, called)


class Renumbered:
    """Notes of several sections as those of one: counted anew, each with its text where it is called first."""

    def __init__(self) -> None:
        self.numbers: dict[tuple[str, str], str] = {}

    def of(self, section: str, nodes: Sequence[Node], texts: Mapping[str, Node]) -> tuple[Node, ...]:
        """Nodes of a section, named by its id, with the new numbers; ``texts`` are its notes by their old ones."""
        return tuple(self._numbered(node, section, texts) for node in nodes)

    def _numbered(self, node: Node, section: str, texts: Mapping[str, Node]) -> Node:
        old = node.get("number") if node.name in ("note", "note-again") else ""
        if old:
            again = (section, old) in self.numbers
            number = self.numbers.setdefault((section, old), str(len(self.numbers) + 1))
            node = Node("note-again", node.place) if again else texts[old]
            node = replace(node, props={**node.props, "number": number})
        return replace(node, children=self.of(section, node.children, texts)) if node.children else node


def recounted(section: Section) -> Section:
    """A section with its notes counted in the order in which they are called now, each at its first call."""
    texts = {node.get("number"): node for node in section.walk() if node.name == "note" and node.get("number")}
    notes = Renumbered()
    return _rewritten(section, lambda nodes: iter(notes.of(section.id, nodes, texts)))


def without_notes(nodes: Sequence[Node]) -> tuple[Node, ...]:
    """Parts of a line without the notes that they call, and without ids, so that they can stand in two places."""
    kept = (node for node in nodes if node.name not in ("note", "note-again"))
    return tuple(replace(node, id="", children=without_notes(node.children)) for node in kept)


def _rewritten(section: Section, rewrite: Rewrite) -> Section:
    """A section with all its runs of nodes rewritten, in reading order."""

    def of(nodes: Sequence[Node]) -> tuple[Node, ...]:
        return tuple(rewrite(nodes))

    def of_item(item: Item) -> Item:
        changed: dict[str, Any] = {"heading": of(item.heading), "body": of(item.body)}
        changed["prompts"] = tuple(of(prompt) for prompt in item.prompts)
        changed["choices"] = tuple(replace(c, body=of(c.body), parts=of(c.parts)) for c in item.choices)
        return replace(item, **changed, parts=of(item.parts))

    title = of(section.title)
    body: list[Node | Item] = []
    for part in section.body:
        body.extend([of_item(part)] if isinstance(part, Item) else of([part]))
    return replace(section, title=title, body=tuple(body), key=tuple(of_item(item) for item in section.key))
