"""Links that readers of the spoiler-free copy cannot follow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from ..model import Item, Node
from ..problems import Problem, warning
from .passages import WITHHELD, is_blank
from .subject import Subject


def links_out_of_safety(subject: Subject) -> Iterator[Problem]:
    """Links in what the spoiler-free copy shows to what it leaves out: they become plain text there."""
    safe: set[str] = set()
    known: set[str] = set()
    for section in subject.book.sections:
        known.update([section.id, *(i.id for i in section.items), *(n.id for n in section.walk() if n.id)])
        if not section.spoils and section.front.audience == "all":
            safe.add(section.id)
            safe.update(_shown((*section.title, *section.body)))
    for passage in subject.passages:
        for target, place in passage.links if passage.sight.safe else ():
            name = unquote(target.removeprefix("#"))
            if target.startswith("#") and name in known and name not in safe:
                message = f"the safe copy leaves out “#{name}”: this link becomes plain text there"
                hint = "link to something safe, or see that the sentence reads well without the link"
                yield warning("N003", place, message, hint)


def _shown(parts: Sequence[Node | Item]) -> Iterator[str]:
    """The ids of what the spoiler-free copy shows of a safe section."""
    for part in parts:
        if isinstance(part, Item):
            yield part.id
            for nodes in (part.heading, part.body, part.parts, *part.prompts, *(c.body for c in part.choices)):
                yield from _shown(nodes)
        elif not (part.name == "fence" and part.get("name") in (*WITHHELD, "spoiler")):
            if part.id:
                yield part.id
            if not is_blank(part):
                yield from _shown(part.children)
