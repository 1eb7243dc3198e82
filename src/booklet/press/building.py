"""What a build makes of its PDFs for the printer: the same pages on sheets."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from .. import covers
from ..composition import FinishedFile, Medium, PrintJob
from ..model import Book, Place
from ..pipeline import INSTRUCTIONS, SHEETS
from ..problems import Problem, error, warning
from ..themes import Theme
from . import instructions
from .orders import Imposed, Order, impose, wrong_order
from .sheets import NEAR, told


@dataclass(frozen=True, slots=True)
class Sheets:
    """What came of a PDF: the files for the printer, what is told of them, and what is not quite right with them."""

    files: tuple[FinishedFile, ...]
    told: tuple[str, ...]
    problems: tuple[Problem, ...]


def wrong(order: Order | None, formats: Collection[str]) -> Iterator[Problem]:
    """What is wrong with what is asked of sheets; ``formats`` are those that are made."""
    if order and "pdf" not in formats:
        message = "the pages of a PDF are put on sheets, and none is made"
        yield error("P006", Place("--impose"), message, "add  -f pdf")
    yield from wrong_order(order) if order else ()


def made(
    pdf: bytes, stem: str, order: Order, book: Book, theme: Theme, medium: Medium, shown: Mapping[str, str],
    at: Callable[..., Place], job: PrintJob,
) -> Sheets:  # fmt: skip
    """The pages of an edition on sheets, under its name with the layout's behind it.

    They are not compared with the book, as other files are: their pages are drawings of those that just were.
    Raises FileError where they are too many for the layout.
    """
    name = f"{stem}-{order.layout}.pdf"
    order = replace(order, marks=job.marks, back_cover=medium.covers and covers.has_back(book.settings))
    imposed = impose(pdf, name, order)
    edition = book.edition.name if book.edition else ""
    files = [FinishedFile(name, imposed.data, SHEETS, edition)]
    if order.instructions:
        page = instructions.of_build(imposed, book, theme, shown, at)
        files.append(FinishedFile(f"{stem}-{order.layout}-{INSTRUCTIONS}.pdf", page, INSTRUCTIONS, edition))
    return Sheets(tuple(files), tuple(f"{name}: {line}" for line in told(imposed)), tuple(_smaller(imposed, name)))


def _smaller(imposed: Imposed, name: str) -> Iterator[Problem]:
    """A word about pages that are not as large as they were made, which nobody asked for."""
    if imposed.frame.scale < 1 - NEAR and imposed.order.layout in ("saddle", "cut-and-stack", "repeat"):
        message = f"the pages stand at {imposed.frame.scale:.0%} of their size: a sheet of {imposed.frame.paper.name}"
        hint = "take a larger one with --sheet, or a smaller page, if the letters become too small"
        yield warning("H003", Place(name), f"{message} has no room for more", hint)
