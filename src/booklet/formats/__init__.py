"""The table of formats. What makes a format is imported when it is asked for."""

from __future__ import annotations

from ..composition import Medium
from .base import Format, Making


def _pdf() -> Making:
    from .pdf import make

    return make


def _epub() -> Making:
    from .epub import make

    return make


def _html() -> Making:
    from .html import make

    return make


PRINT = Medium("print", "print.xhtml", False, "foot", ("booklet.css", "print.css"))
EPUB = Medium("epub", "page.xhtml", True, "end", ("booklet.css", "epub.css"), ("cover.png", "cover.jpg"))
WEB = Medium("web", "web.xhtml", False, "end", ("booklet.css", "web.css"), covers=False)

FORMATS: dict[str, Format] = {
    f.name: f
    for f in (
        Format("pdf", ".pdf", PRINT, _pdf),
        Format("epub", ".epub", EPUB, _epub),
        Format("html", ".html", WEB, _html),
    )
}
