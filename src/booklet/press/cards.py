"""Cards to cut out: a word with its meaning behind it, a passage with whose it is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace

from .. import editions
from ..composition import LEFT_OUT, Composition, PrintJob
from ..model import Book, Edition, Item, Place, Section
from ..problems import Problem, error, ordered, warning
from ..rewriting import relinked, without_notes
from ..themes import Theme
from .choosing import Choice
from .decks import GRIDS, Deck, laid
from .handouts import MEDIUM, Handout, Packer

KINDS = ("vocabulary", "quotations")
NOTHING = "P016"
STYLES = "cards.css"


def decks_of(whole: Book, student: Edition, choice: Choice, deck: Deck) -> tuple[list[Handout], list[Problem]]:
    """The cards of each section of words or quotations that students have, and what of them cannot be."""
    numbers = {section.id: number for number, section in enumerate(whole.sections, 1)}
    seen = editions.choose(whole, student)
    problems: list[Problem] = []
    found = []
    for section in seen.sections:
        wanted = section.kind in KINDS and section.front.audience == "all"
        wanted = wanted and (not choice.sections or section.id in choice.sections)
        if wanted and (not choice.kinds or section.kind in choice.kinds):
            cards = tuple(_cards(section, problems))
            section = relinked(replace(section, body=cards, key=()), frozenset())
            found += [Handout(numbers[section.id], section, "cards", seen, deck=deck)] if cards else []
    if not found:
        message = "there are no words and no quotations to make cards of"
        hint = "write a section of kind vocabulary or quotations, or name one with --section"
        problems.append(error(NOTHING, Place("--cards"), message, hint))
    return found, problems


def _cards(section: Section, problems: list[Problem]) -> Iterator[Item]:
    """A section's items without their notes, but for those that have nothing to stand on one of their sides."""
    for item in section.items:
        sides = item.heading, (*item.body, *item.parts)
        heading, body = (without_notes(side) for side in sides)
        if item.kind == "quotation" and not (heading or item.fields.get("chapter") or item.fields.get("page")):
            message = "this quotation does not say whose it is, so nothing can stand behind it: it gets no card"
            problems.append(warning(LEFT_OUT, item.place, message, "write as its last line  > — Who, where"))
        elif heading or item.kind == "quotation":
            yield replace(item, heading=heading, body=body, parts=())


def advised(problem: Problem, deck: Deck | None) -> Problem:
    """What fits on no card, with the larger ones named where there are any."""
    if problem.code != LEFT_OUT or deck is None or deck.cards == min(GRIDS):
        return problem
    return replace(problem, hint=f"make it shorter, or put fewer cards on a sheet: --cards {min(GRIDS)}")


def compose(
    handout: Handout, without: Collection[Place], theme: Theme, shown: Mapping[str, str], at: Callable[..., Place],
    job: PrintJob,
) -> tuple[Composition, tuple[Problem, ...]]:  # fmt: skip
    """A section's cards on sheets, but for those of some places; see :func:`booklet.compose.compose`."""
    section = handout.section
    section = replace(section, body=tuple(item for item in section.items if item.place not in without))
    book = replace(handout.book, sections=(section,), settings=replace(handout.book.settings, parts=()))
    packer = Packer(book, theme, replace(MEDIUM, styles=(*MEDIUM.styles, STYLES)), shown, at, job)
    sheets = laid(len(section.items), handout.deck or Deck(), packer.size)
    return packer.handout(replace(handout, section=section), sheets=sheets), ordered(packer.problems)
