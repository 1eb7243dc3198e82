"""Sheets for teachers beside the versions of a test: the key of each, and the table from the booklet to all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from ..composition import Composition, PrintJob
from ..model import Book, Place
from ..problems import Problem, ordered
from ..themes import Theme
from ..versions import cross_table, key
from .handouts import MEDIUM, Packer

STYLES = "pack.css"


def key_sheet(
    book: Book, letter: str, code: str, theme: Theme, shown: Mapping[str, str], at: Callable[..., Place], job: PrintJob
) -> tuple[Composition, tuple[Problem, ...]]:
    """What is right in the version of that letter. ``book`` is the version, and knows what is right; ``code`` is that
    of its sheets. See :func:`booklet.compose.compose` for the rest."""
    return _sheet(book, "pack/key.xhtml", {"keys": key(book), "letter": letter, "code": code}, theme, shown, at, job)


def cross_sheet(
    book: Book, versions: Mapping[str, Book], code: str, theme: Theme, shown: Mapping[str, str],
    at: Callable[..., Place], job: PrintJob,
) -> tuple[Composition, tuple[Problem, ...]]:  # fmt: skip
    """Where each question of the book stands in its versions, by letter, and what is right there."""
    return _sheet(
        book, "pack/cross.xhtml", {"crosses": cross_table(book, versions), "code": code}, theme, shown, at, job
    )


def _sheet(
    book: Book, template: str, values: Mapping[str, Any], theme: Theme, shown: Mapping[str, str],
    at: Callable[..., Place], job: PrintJob,
) -> tuple[Composition, tuple[Problem, ...]]:  # fmt: skip
    medium = replace(MEDIUM, styles=(*MEDIUM.styles, STYLES))
    quizzes = tuple(
        section for section in book.sections if section.kind == "quiz"
    )  # fonts are looked up for their words
    packer = Packer(replace(book, sections=quizzes), theme, medium, shown, at, job)
    return packer.sheet(template, values), ordered(packer.problems)
