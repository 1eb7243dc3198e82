"""What an edition should hold and a finished file has lost."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Book
from ..problems import Problem, error
from .passages import SEAM, Expected, Passage
from .reading import Reading
from .spots import Spots
from .words import is_reordered, parted, words_of

MOST = 60
COVERS = {"booklet.cover", "booklet.wrap"}


def losses(
    file: str, format_name: str, book: Book, expected: Expected, reading: Reading, spots: Spots
) -> Iterator[Problem]:
    """Every passage that is nowhere in the file, as a problem at its place in the manuscript."""
    for passage in spots.place_all():
        yield _lost(passage, passage.what, file)
    alternatives = {parted(piece.text).replace(" ", "") for piece in reading.pieces if piece.role == "alternative"}
    for passage in expected.shown:
        letters = "".join(passage.words) if passage.channel in ("alt", "title") else ""
        if passage.channel == "alt" and letters not in alternatives:
            yield _lost(passage, f"the text alternative of a picture in {passage.what}", file)
        if passage.channel == "title" and format_name != "pdf" and not _says(reading, letters):
            yield _lost(passage, f"the title of a link in {passage.what}", file)
    yield from _front(file, book, expected, reading, spots)


def lost_on_covers(
    file: str, format_name: str, book: Book, expected: Expected, reading: Reading, spots: Spots
) -> Iterator[Problem]:
    """What must stand on covers that are a file of their own, and does not."""
    del format_name
    yield from _front(file, book, expected, reading, spots)


def _lost(passage: Passage, what: str, file: str) -> Problem:
    message = f"text is lost: {what} is not in {file}: “{shortened(passage.text)}”"
    hint = "a template leaves it out, or a style sheet hides it: compare your own with the theme's"
    return error("E006", passage.place, message, hint)


def _front(file: str, book: Book, expected: Expected, reading: Reading, spots: Spots) -> Iterator[Problem]:
    """The booklet's title and its authors, wherever they stand; and in a PDF with covers the words on the back."""
    settings = book.settings
    told = [("title", settings.title), *(("author", author.name) for author in settings.authors)]
    if not COVERS.isdisjoint(reading.anchors) and settings.cover.back != "none":
        told.append(("text on the back cover", settings.cover.text or settings.dek or ""))
    for what, text in told:
        letters = parted(text).replace(" ", "")
        there = letters in spots.stream.letters or _says(reading, letters) or _in_any_order(text, spots)
        if expected.sections and not there:
            message = f"text is lost: the booklet's {what} is not in {file}: “{shortened(text)}”"
            yield error("E006", expected.sections[0].place, message, "a template of the front pages leaves it out")


def _in_any_order(text: str, spots: Spots) -> bool:
    """Whether every word of a text that may come out in another order is there, forwards or backwards."""
    letters = spots.stream.letters
    return is_reordered(text) and all(w in letters or w[::-1] in letters for w in words_of(text))


def _says(reading: Reading, letters: str) -> bool:
    """Whether letters stand in anything outside the running text."""
    return any(letters in parted(piece.text).replace(" ", "") for piece in reading.pieces)


def shortened(text: str) -> str:
    """The beginning of a text on one line."""
    line = " ".join(text.replace(SEAM, "").split())
    return line if len(line) <= MOST else line[:MOST].rpartition(" ")[0] + " …"
