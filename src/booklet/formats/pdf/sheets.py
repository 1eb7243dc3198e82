"""Sheets of themes, understood once: a booklet is laid out several times, and so are its editions and handouts.

Kept are those of which all that matters is their rules, and of which WeasyPrint does not complain. What declares fonts,
counters, layers or colour profiles, or asks for other sheets, is told to each document anew.
"""

from __future__ import annotations

import functools
import logging
import re
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, NamedTuple

from weasyprint import CSS, LOGGER

MOST = 64
TOLD_ANEW = re.compile(r"@(?:font-face|counter-style|layer|color-profile|import|namespace|charset)", re.IGNORECASE)


class _Understood(NamedTuple):
    """What WeasyPrint makes of a sheet: rules for elements, by their selectors, and rules for pages."""

    base_url: str
    matcher: Any
    page_rules: tuple[Any, ...]


_kept: OrderedDict[tuple[str, str, str], _Understood] = OrderedDict()


def install() -> None:
    """Teach WeasyPrint to remember sheets, for the whole process, once."""
    if CSS.__init__.__module__ != __name__:
        CSS.__init__ = _remembered(CSS.__init__)


def _remembered(understand: Callable[..., None]) -> Callable[..., None]:
    """The reading of a sheet that a document links to."""

    @functools.wraps(understand)
    def remembered(self: Any, *rest: Any, **named: Any) -> None:
        url, fetcher, of_pages = named.get("url", ""), named.get("url_fetcher"), named.get("page_rules")
        of_theme = getattr(fetcher, "of_theme", None)  # of a Press
        css = of_theme(url) if of_theme else None
        if css is None or of_pages is None or named.get("matcher") or TOLD_ANEW.search(css):
            understand(self, *rest, **named)
            return
        key = url, named.get("media_type", ""), css
        if key not in _kept:
            before, complaints = len(of_pages), _Complaints()
            LOGGER.addHandler(complaints)
            try:
                understand(self, **named)
            finally:
                LOGGER.removeHandler(complaints)
            if not complaints.count:
                _kept[key] = _Understood(self.base_url, self.matcher, tuple(of_pages[before:]))
            if len(_kept) > MOST:
                _kept.popitem(last=False)
            return
        _kept.move_to_end(key)
        self.base_url, self.matcher = _kept[key].base_url, _kept[key].matcher
        self.page_rules, self.layers = of_pages, named.get("layers")
        of_pages.extend(_kept[key].page_rules)

    remembered.__module__ = __name__
    return remembered


class _Complaints(logging.Handler):
    """Counts what WeasyPrint does not understand."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.count += 1
