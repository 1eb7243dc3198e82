"""What a finished file must hold and what it must not: the whole book, read for an edition."""

from __future__ import annotations

from collections.abc import Mapping

from ..model import Book, Edition, Place, plain
from .passages import Expected, Passage, Trace
from .rules import Reader
from .words import words_of


def expected(book: Book, edition: Edition) -> Expected:
    """What must and what must not be in a file of this edition. ``book`` is the whole one."""
    found = Expected()
    keep = {name for name in (book.settings.cover.image, book.settings.design.logo) if name}
    seen: dict[str, Trace] = {}
    targets: dict[str, Trace] = {}
    addresses: set[str] = set()
    units = 0
    for section in book.sections:
        reader = Reader(edition, section, units)
        reader.read()
        units = reader.unit + 1
        found.shown += reader.shown
        found.withheld += reader.withheld
        found.choices += reader.choices
        found.ids |= reader.ids
        found.gone |= reader.gone
        found.items += [(section.id, item) for item in reader.items]
        found.unlisted += reader.unlisted
        keep |= reader.files
        seen |= reader.lost_files
        targets |= reader.lost_addresses
        addresses |= reader.addresses
        if reader.things:
            found.sections.append(section)
    for name in found.ids:
        found.gone.pop(name, None)
    found.addresses = {target: trace for target, trace in targets.items() if target not in addresses}
    found.pictures = {name: trace for name, trace in seen.items() if name not in keep}
    _parts(book, found)
    return found


def _parts(book: Book, found: Expected) -> None:
    """The titles of parts: withheld where all of their sections are."""
    there = {section.id for section in found.sections}
    for number, part in enumerate(book.settings.parts, 2):
        words = tuple(words_of(part.title))
        shown = bool(there & set(part.sections))
        what = f"the part “{part.title}”"
        here = Passage(part.title, words, Place("manuscript/booklet.yaml"), what, -number, "", "", "text", apart=True)
        (found.shown if shown else found.withheld).append(here)


def headings(book: Book) -> Mapping[str, str]:
    """What each section and item is called, by id."""
    found = {section.id: section.plain_title for section in book.sections}
    return found | {item.id: plain(item.heading) for section in book.sections for item in section.items}
