"""HTML: one self-contained page, styles and pictures within it, for the web and for people who only have a browser."""

from __future__ import annotations

from ..composition import Composition
from .base import Outcome


def make(composition: Composition) -> Outcome:
    """The page as UTF-8. The template has put everything into it."""
    (page,) = composition.pages
    return Outcome(page.xhtml.encode(), (), composition)
