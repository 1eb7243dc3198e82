"""Page numbers that are printed behind links, and are those of the pages at last.

WeasyPrint prints the numbers that it found in its first round; where they make a line longer, and so send what is
linked to on to the next page, the number is not printed anew. So a layout in which that happened is made once more,
with the numbers known from the beginning. What is not known is as wide as two digits, so that little moves.

Where a section is laid out again alone, its links lead to what is not laid out with it; these numbers are those of the
whole layout before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote

from weasyprint.css import targets
from weasyprint.css.targets import TargetCollector

ROUNDS = 3
GUESS: Mapping[str, list[int]] = {"page": [88]}

_known: dict[str, dict[str, list[int]]] = {}  # of the layout before
_found: dict[str, dict[str, list[int]]] = {}  # of this one
_moved: set[str] = set()
_elsewhere: dict[str, dict[str, list[int]]] = {}  # of the whole document, as last laid out


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

    check = TargetCollector.check_pending_targets

    def check_pending_targets(self: Any) -> None:
        for name, item in self.target_lookup_items.items():
            if item.state == "pending" and name in _elsewhere:
                item.state, item.target_box = "up-to-date", SimpleNamespace(cached_counter_values={})
                item.cached_page_counter_values = dict(_elsewhere[name])
        check(self)

    TargetCollector.check_pending_targets = check_pending_targets
    collect_anchor.__module__ = __name__
    TargetCollector.collect_anchor = collect_anchor
    TargetCollector.cache_target_page_counters = cache_target_page_counters


def settled(lay_out: Callable[[], Any], is_whole: bool) -> Any:
    """What ``lay_out`` gives, laid out again with what is known by then as long as numbers change while it is made.

    ``is_whole`` says that it is the whole document, and not a section of the one that was laid out before.
    """
    _known.clear()
    if is_whole:
        _elsewhere.clear()
    for _ in range(ROUNDS):
        _found.clear()
        _moved.clear()
        document = lay_out()
        if not _moved:
            break
        _known.update(_found)
    _elsewhere.update(_found)
    return document
