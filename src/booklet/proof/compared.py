"""A finished file against what its edition must and must not hold: leaks and losses as problems."""

from __future__ import annotations

import hashlib

from .. import language
from ..model import Book, Edition, Place
from ..problems import Problem, error
from .expected import expected
from .indistinct import telling_choices
from .leaks import Search
from .losses import losses, lost_on_covers
from .reading import Reading, UnreadableError
from .spots import Spots
from .words import Stream


def compare(name: str, format_name: str, data: bytes, whole: Book, edition: Edition) -> tuple[Problem, ...]:
    """What leaked into a finished file, and what it lost.

    ``name`` is the file's for messages, ``whole`` the book as it was before anything was chosen for the edition. A
    ``cover`` is a PDF that holds the covers and nothing else.
    """
    digests = {address: hashlib.sha256(picture.data).digest() for address, picture in whole.pictures.items()}
    try:
        reading = _read(format_name, data, frozenset(digests.values()))
    except UnreadableError as reason:
        hint = "the file was cut short, spoilt on its way, or is something else: make it anew with booklet build"
        return (error("E007", Place(name), f"this file cannot be read back: {reason}", hint),)
    wanted = expected(whole, edition)
    spots = Spots(reading, wanted)
    losing = lost_on_covers if format_name == "cover" else losses
    lost = list(losing(name, format_name, whole, wanted, reading, spots))
    printed = Stream([*language.vocabulary(whole.settings.language), edition.label]).spaced
    search = Search(name, whole, wanted, reading, spots, set(printed.split()), printed, digests)
    told = () if format_name == "cover" else telling_choices(name, wanted, reading, spots)
    return (*search.leaks(), *told, *lost)


def _read(format_name: str, data: bytes, known: frozenset[bytes]) -> Reading:
    """The file read back, by the one reader that it needs; ``known`` are digests of the manuscript's pictures."""
    if format_name in ("pdf", "cover"):
        from . import reading_pdf

        return reading_pdf.read(data)
    if format_name == "epub":
        from . import reading_epub

        return reading_epub.read(data, known)
    from . import reading_html

    return reading_html.read(data, known)
