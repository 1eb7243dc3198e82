"""Questions, words and passages for other programs: learning platforms, spreadsheets, cards to learn from.

What makes an export is imported when it is asked for. Each takes a book as :func:`booklet.editions.choose` gives it, so
that nothing goes out which its readers are not to see.
"""

from __future__ import annotations

from ..model import Book, Place
from ..problems import ManuscriptError, Problem, error, ordered
from .base import Export, Exporting


def _qti() -> Exporting:
    from .qti import make

    return make


def _moodle() -> Exporting:
    from .moodle import make

    return make


def _gift() -> Exporting:
    from .gift import make

    return make


def _csv() -> Exporting:
    from .table import make

    return make


def _anki() -> Exporting:
    from .anki import make

    return make


EXPORTS: dict[str, Export] = {
    e.name: e
    for e in (
        Export(
            "qti", "-qti.zip", "QTI 2.1, for Canvas, OpenOLAT, ILIAS, TAO, Blackboard, Brightspace and others", _qti
        ),
        Export("moodle", "-moodle.xml", "Moodle XML", _moodle),
        Export("gift", "-gift.txt", "GIFT, for Moodle and others: text without pictures", _gift),
        Export("csv", ".csv", "a table for spreadsheets, a row for each item", _csv),
        Export("anki", ".apkg", "a deck of Anki cards, of words and quotations", _anki),
    )
}


def export(book: Book, name: str) -> tuple[bytes, tuple[Problem, ...]]:
    """The file of an export by its name in ``EXPORTS``, and warnings of what it cannot hold, by place.

    ``book`` is one edition, with the answers that are to be in the file. Raises ManuscriptError (G003) where there is
    nothing in it that this export could hold, FileError (M003) where a library of the extra ``classroom`` is missing.
    """
    wanted = EXPORTS[name]
    data, problems = wanted.load()(book)
    if not data:
        message = f"there is nothing in this booklet for {name}"
        hint = (
            "write a section of the kind vocabulary or quotations"
            if name == "anki"
            else "write a section of the kind quiz, questions or essay"
        )
        raise ManuscriptError(*problems, error("G003", Place("--export"), message, hint))
    return data, ordered(problems)
