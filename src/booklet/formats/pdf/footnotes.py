"""Footnotes that WeasyPrint loses or puts on a later page: found after the layout, mended by laying out again.

WeasyPrint sends notes away from a page to win room for one more line of a paragraph that crosses the page's end, or for
a block that then goes to the next page as a whole, or because a note does not fit under the line that calls it. So what
follows on the next page begins there in the next round, or else what calls the note (see docs/architecture.md,
"Footnotes").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ...composition import Composition
from ...model import Place
from ...problems import Problem, error, warning
from . import weasy
from .source import Source


def astray(source: Source, pages: Mapping[str, int]) -> Iterator[tuple[str, bool]]:
    """Notes that are not on the page of their call, by id, and whether they are nowhere at all."""
    for name in source.notes:
        call = pages.get(name.replace("fn.", "call.", 1))
        note = pages.get(name)
        if note is None:
            yield name, True
        elif call is not None and note != call:
            yield name, False


def turn(source: Source, pages: Sequence[Any]) -> tuple[str, ...]:
    """Turn over what sent notes away; the parts that this changes, none where nothing can be done."""
    ids = weasy.pages_of_ids(pages)
    parts = []
    for name, _ in astray(source, ids):
        part = source.parts[name]
        call = ids.get(name.replace("fn.", "call.", 1))
        after = weasy.block_after(pages, call, part) if call is not None else None
        candidates = [source.elements[part][after]] if after is not None else []
        block = next((b for b in [*candidates, source.notes[name]] if b and b not in source.turned), 0)
        if block:
            source.turned.add(block)
            parts.append(part)
    return tuple(dict.fromkeys(parts))


def problems(source: Source, pages: Mapping[str, int], composition: Composition) -> Iterator[Problem]:
    """What is still wrong: a lost note is an error, a late one a warning, both at the place of their call."""
    places = {
        f"fn.{section.id}.{node.get('number')}": node.place
        for section in composition.book.sections
        for node in section.walk()
        if node.name == "note" and node.get("number")
    }
    for name, lost in astray(source, pages):
        place = places.get(name, Place(name))
        if lost:
            hint = "shorten the note, or move its call to another sentence"
            yield error("E002", place, "this footnote does not fit on any page and would be lost", hint)
        else:
            message = "this footnote stands on the page after its call"
            yield warning("E003", place, message, "shorten the note if that disturbs")
