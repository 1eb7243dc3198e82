"""The choices of a build put against the book: its date, its look, how far it tells, whose page numbers it has."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from .model import Book, Edition, Place
from .problems import Problem, error
from .project import did_you_mean
from .settings import Settings, Work

if TYPE_CHECKING:
    from .styling import Dress


def settings_of(book: Book | None, up_to: int | None, copy: str | None) -> tuple[Settings, list[Problem]]:
    """A book's settings, with the date of SOURCE_DATE_EPOCH where none is written; and what of the chapter to go
    ``up_to`` and the ``copy`` of the studied book does not fit them."""
    settings = book.settings if book else Settings("")
    problems = list(_against_work(settings.work, up_to, copy)) if book else []
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if settings.date is None and epoch:
        try:
            day = datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
            settings = replace(settings, date=day.isoformat())
        except (ValueError, OverflowError, OSError):
            hint = "give seconds since 1970, as in SOURCE_DATE_EPOCH=1769817600, or a date: in booklet.yaml"
            problems.append(error("P006", Place("SOURCE_DATE_EPOCH"), f"“{epoch}” is not a time", hint))
    return settings, problems


def beyond_the_work(own: Sequence[Edition], work: Work | None, place: Place) -> Iterator[Problem]:
    """Editions of the project that tell more chapters than there are."""
    last = work.chapters if work else None
    for edition in own:
        if last and isinstance(edition.spoilers, int) and edition.spoilers > last:
            message = f"the edition “{edition.name}” goes up to chapter {edition.spoilers}; the studied book has {last}"
            yield error("P006", place, message, "mend it, or work.chapters in booklet.yaml")


def _against_work(work: Work | None, up_to: int | None, copy: str | None) -> Iterator[Problem]:
    """Chapters and copies that the studied book does not have."""
    if up_to and work and work.chapters and up_to > work.chapters:
        message = f"the studied book has {work.chapters} chapters, not {up_to}"
        yield error("P006", Place("--up-to"), message, "mend it, or work.chapters in booklet.yaml")
    copies = work.editions if work else {}
    if copy and copy not in copies:
        hint = did_you_mean(copy, copies) or "name the copies under work.editions in booklet.yaml"
        yield error("P006", Place("--class-copy"), f"there is no copy “{copy}”", hint)


def dressed(book: Book, dress: Dress, copy: str | None) -> Book:
    """The book in a theme and page size, with the copy of the studied book whose pages are meant: else the first."""
    work = book.settings.work
    settings = replace(book.settings, theme=dress.theme.name, page=dress.page)
    return replace(book, settings=settings, copy=copy or next(iter(work.editions), "") if work else "")
