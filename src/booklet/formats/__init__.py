"""The table of formats. What makes a format is imported when it is asked for."""

from __future__ import annotations

from ..model import Medium
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


FORMATS: dict[str, Format] = {
    f.name: f
    for f in (
        Format("pdf", ".pdf", Medium("print", "print.xhtml", False, "foot", ("booklet.css", "print.css")), _pdf),
        Format("epub", ".epub", Medium("epub", "page.xhtml", True, "end", ("booklet.css", "epub.css"), ("cover.png",)), _epub),
        Format("html", ".html", Medium("web", "web.xhtml", False, "end", ("booklet.css", "web.css")), _html),
    )
}
