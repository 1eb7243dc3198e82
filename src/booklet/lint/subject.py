"""What the rules look at: a book, its passages, and where its settings stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..model import Book, Place
from .passages import Passage, Sight, aside, of_sections

LISTED = "booklet.yaml"
TITLE = "the title of "
BACK = ("cover", "text")


@dataclass(frozen=True, slots=True)
class Subject:
    """A book under judgement: its passages, and what stands in every copy beside the sections.

    ``language`` is the booklet's without its country; ``covers`` are the words on the covers of the booklet and of the
    studied book, which are no secret.
    """

    book: Book
    passages: tuple[Passage, ...]
    listed: tuple[Passage, ...]
    language: str
    covers: str


def subject_of(book: Book, at: Callable[..., Place]) -> Subject:
    """A book made ready for the rules. ``at`` gives the place of a value of booklet.yaml by its keys and positions."""
    passages = tuple(of_sections(book.sections))
    settings, work = book.settings, book.settings.work
    covers = " ".join(
        [settings.title, *(a.name for a in settings.authors), *([work.title, work.author] if work else [])]
    )
    return Subject(book, passages, tuple(_listed(book, at)), settings.language.lower().partition("-")[0], covers)


def _listed(book: Book, at: Callable[..., Place]) -> Iterator[Passage]:
    """What stands in every copy beside the sections: on the title page, in the contents, in the metadata."""
    settings = book.settings
    for keys, text in ((("subtitle",), settings.subtitle), (("dek",), settings.dek), (BACK, settings.cover.text)):
        if text:
            yield aside(text, at(*keys), Sight(LISTED))
    for number, word in enumerate(settings.keywords):
        yield aside(word, at("keywords", number), Sight(LISTED))
    for number, part in enumerate(settings.parts):
        yield aside(part.title, at("parts", number, "title"), Sight(LISTED))
    for section in book.sections:
        if section.spoils and section.front.audience == "all":
            yield aside(section.listed_title, section.place, Sight(f"{TITLE}{section.id}"))
