"""What goes from composing to the formats, XHTML with the sheets and files it asks for, and what they give."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from .model import Book, Section


@dataclass(frozen=True, slots=True)
class Medium:
    """How a format wants its pages: one page for the whole or one for each section, and where notes stand.

    ``styles`` are the names of the style sheets it reads, weakest first; ``adds`` what files the format makes itself;
    ``covers`` says that covers are among its pages.
    """

    name: Literal["print", "epub", "web"]
    wrapper: str
    split: bool
    notes: Literal["foot", "end"]
    styles: tuple[str, ...]
    adds: tuple[str, ...] = ()
    covers: bool = True


@dataclass(frozen=True, slots=True)
class Page:
    """One composed XHTML document: a file stem, its title for lists of contents, its role in the book."""

    name: str
    role: str
    title: str
    xhtml: str = field(repr=False)
    part: str | None = None


ALL_WEIGHTS = 0  # of a variable font
LEFT_OUT = "C006"  # the problem of what fits on no card


@dataclass(frozen=True, slots=True)
class Face:
    """One font file of a theme: family, weight (100 to 900, or ``ALL_WEIGHTS``), style, where the file lies.

    ``without`` are letters that are taken from other fonts though it has some of their script: first and last of each
    range.
    """

    family: str
    weight: int
    style: Literal["normal", "italic"]
    path: Path
    without: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class PrintJob:
    """What the press asks of a PDF: mm of bleed around the page, marks to cut by, greys alone, and the file of styles/
    with the ICC profile of the inks, which makes it PDF/X-4. Marks at the ``folds`` of a wrap are so many mm from its
    left edge."""

    bleed: float = 0.0
    marks: bool = False
    grey: bool = False
    profile: str | None = None
    folds: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Wrap:
    """What is asked of a cover to be wrapped around a printed block: the weight of the block's paper, as 90gsm or as
    60lb text, and its bulk in cm³/g, None for the usual."""

    paper: str
    bulk: float | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a form says of an item to those who do not see it: its question and its choices, in words. Of a rubric also
    what ticking each level of each of its tables says, nothing where that is its number."""

    words: str
    choices: tuple[str, ...] = ()
    levels: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """That a page is to be filled in on a screen: the id of its section, what its items ask, by id, what the fields of
    its head are called, by name, and what the form says of itself, for the day when it comes back."""

    section: str
    asked: Mapping[str, Asked]
    head: Mapping[str, str]
    identity: str


@dataclass(frozen=True, slots=True)
class Composition:
    """One edition of the book, composed for one medium.

    ``files`` answers every address the pages and style sheets may ask for, by name under ``booklet:///``.
    ``title`` is the whole title with the edition's name; ``words`` are messages that formats print themselves. Pages
    that are to be filled in on a screen have a ``form``.
    """

    book: Book
    title: str
    pages: tuple[Page, ...]
    styles: tuple[tuple[str, str], ...]
    files: Mapping[str, Callable[[], bytes]]
    faces: tuple[Face, ...]
    cover: str = field(repr=False)
    words: Mapping[str, str] = field(default_factory=dict)
    job: PrintJob = PrintJob()
    form: Form | None = None


@dataclass(frozen=True, slots=True)
class FinishedFile:
    """A file ready to be placed: its name in output/ and its bytes."""

    name: str
    data: bytes = field(repr=False)
    format: str
    edition: str


def page_names(sections: Sequence[Section]) -> dict[str, str]:
    """A file stem for each section's own page, by id: the id where every system can tell it apart, else a number."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for number, section in enumerate(sections, 1):
        plain_id = section.id.isascii() and section.id.lower() not in taken
        names[section.id] = f"section-{section.id}" if plain_id else f"section-{number:02d}"
        taken.add(section.id.lower())
    return names
