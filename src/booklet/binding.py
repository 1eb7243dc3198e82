"""A cover to be bound around the printed pages: the paper that it is measured by, and the file that is made of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from . import pressing, stock, wrapping
from .composition import Composition, Medium, PrintJob, Wrap
from .model import Book, Place
from .problems import Problem, error
from .stock import Stock
from .themes import Theme, paper

EXAMPLES = "write it as 90gsm, as 60lb text or as 20lb bond"


def stock_of(wrap: Wrap, formats: Collection[str]) -> tuple[Stock | None, list[Problem]]:
    """The paper of a block, and what is wrong with what was said of it; ``formats`` are those that are made."""
    problems = []
    weight, bulk = stock.weight_of(wrap.paper), stock.BULK if wrap.bulk is None else wrap.bulk
    place = Place("--paper")
    if weight is None:
        kinds = "text, bond or cover" if wrap.paper.lower().rstrip(" s").endswith(("lb", "#")) else ""
        hint = f"say of which kind, because pounds differ: {kinds}, as in 60lb text" if kinds else EXAMPLES
        problems.append(error("P006", place, f"“{wrap.paper}” is not a weight of paper", hint))
    elif not stock.LIGHTEST <= weight <= stock.HEAVIEST:
        hint = f"books are printed on {stock.LIGHTEST:.0f} to {stock.HEAVIEST:.0f} g/m²; {EXAMPLES}"
        problems.append(error("P006", place, f"no book is printed on paper of {weight:.0f} g/m²", hint))
    if not stock.LEAST_BULK <= bulk <= stock.MOST_BULK:
        hint = f"give the paper's thickness by its weight in cm³/g, from {stock.LEAST_BULK} to {stock.MOST_BULK:g}"
        hint += f"; usual is {stock.BULK}"
        problems.append(error("P006", Place("--bulk"), f"no paper has a bulk of {bulk:g}", hint))
    if "pdf" not in formats:
        hint = "add  -f pdf"
        problems.append(error("P006", Place("--cover-wrap"), "a cover is wrapped around a PDF, and none is made", hint))
    return (None if problems or weight is None else Stock(weight, bulk)), problems


def block(medium: Medium, bound: Stock | None) -> Medium:
    """A medium on paper without covers, where these are a file of their own."""
    return replace(medium, covers=False) if bound and medium.name == "print" else medium


def composed(
    book: Book, theme: Theme, medium: Medium, shown: Mapping[str, str], at: Callable[..., Place], job: PrintJob,
    bound: Stock, pdf: bytes,
) -> tuple[Composition, tuple[Problem, ...]]:  # fmt: skip
    """The wrap of a block that is finished: with marks to cut by, and with the usual bleed where none is asked for."""
    usual = pressing.USUAL_IN_AMERICA if paper.american(book.settings.page) else pressing.USUAL
    bleed = job.bleed or (paper.points_of(usual) or 0.0) * paper.MM_PER["pt"]
    thickness = bound.thickness(wrapping.pages_of(pdf))
    return wrapping.compose(book, theme, medium, shown, at, replace(job, bleed=bleed, marks=True), thickness)
