"""The cascade of an edition: which style sheets its pages have, weakest first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from . import covers
from .composition import Medium, PrintJob
from .model import Book
from .naming import Words
from .themes import Theme, paper, sheets, tongues

PAGE = "theme/page.css"


def of_edition(
    book: Book, theme: Theme, medium: Medium, size: tuple[float, float], job: PrintJob, words: Words,
    files: Mapping[str, Callable[[], bytes]],
) -> Iterator[tuple[str, str]]:  # fmt: skip
    """Names of style sheets and their text: the theme's, the page's measures of so many mm, the project's own.

    For a page that stands alone the ``files`` that they ask for are in them.
    """
    values = theme.variables

    def whole(sheet: str, css: str) -> str:
        return sheets.standing_alone(css, sheet, files) if medium.name == "web" else css

    if medium.name == "print":
        yield "theme/covers.css", covers.sheet()
    for name in medium.styles:
        for sheet, css in tongues.of_theme(theme, name, medium.name):
            css = sheets.with_values(css, values) if medium.name == "epub" else css
            yield sheet, whole(sheet, css)
    if medium.name == "web":
        yield "theme/design.css", paper.properties(values) + "\n"
    if medium.name == "print":
        yield PAGE, page_rules(book, theme, size, job)
    yield from tongues.sheet(theme, medium.name, words(", "))
    for name in medium.styles:
        own = f"styles/{name}"
        if own in theme.own.sheets:
            yield own, whole(own, theme.own.sheets[own])


def page_rules(book: Book, theme: Theme, size: tuple[float, float], job: PrintJob) -> str:
    """The style sheet of a page of so many mm."""
    return paper.rules(size, job.bleed, text_size_of(book), theme.faces, theme.variables)


def text_size_of(book: Book) -> int:
    """How large the text of an edition is, in points; 0 where it is the theme's."""
    return book.edition.text_size if book.edition else 0
