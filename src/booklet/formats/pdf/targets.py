"""Page numbers that are printed behind links, and are those of the pages at last.

WeasyPrint prints the numbers that it found in its first round; where they make a line longer, and so send what is
linked to on to the next page, the number is not printed anew. So a layout in which that happened is made once more,
with the numbers known from the beginning. What is not known is as wide as two digits, so that little moves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import unquote

from weasyprint.css import targets
from weasyprint.css.targets import TargetCollector

ROUNDS = 3
GUESS: Mapping[str, list[int]] = {"page": [88]}

_known: dict[str, dict[str, list[int]]] = {}  # of the layout before
_found: dict[str, dict[str, list[int]]] = {}  # of this one
_moved: set[str] = set()


def install() -> None:
    """Teach WeasyPrint to begin with numbers that are known, to say which have changed, and to find what addresses with
    letters beyond ASCII name (RFC 3986 §2.5), as its links do; once for the process."""
    if TargetCollector.collect_anchor.__module__ == __name__:
        return
    named = targets.anchor_name_from_token
    targets.anchor_name_from_token = lambda token: unquote(named(token) or "")
    collect, cache = TargetCollector.collect_anchor, TargetCollector.cache_target_page_counters

    def collect_anchor(self: Any, anchor_name: Any) -> None:
        collect(self, anchor_name)
        item = self.target_lookup_items.get(anchor_name)
        if item and not item.cached_page_counter_values:
            item.cached_page_counter_values = dict(_known.get(anchor_name, GUESS))

    def cache_target_page_counters(self: Any, name: Any, values: Any, index: int, page_maker: Any) -> None:
        cache(self, name, values, index, page_maker)
        page = {"page": list(values.get("page", []))}
        if _found.get(name, page) != page:
            _moved.add(name)
        _found[name] = page

    collect_anchor.__module__ = __name__
    TargetCollector.collect_anchor = collect_anchor
    TargetCollector.cache_target_page_counters = cache_target_page_counters


def settled(lay_out: Callable[[], Any]) -> Any:
    """What ``lay_out`` gives, laid out again with what is known by then as long as numbers change while it is made."""
    _known.clear()
    for _ in range(ROUNDS):
        _found.clear()
        _moved.clear()
        document = lay_out()
        if not _moved:
            break
        _known.update(_found)
    return document
