"""Tables of many columns on pages that lie on their side, as wide grids do, in themes that hyphenate no words.

A theme asks for it by ``--wide-tables: turn`` at the root of its print.css. Such a table has many of its words parted
on an upright page, and far fewer on one that lies.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from ...composition import Composition
from ...themes.sheets import declared
from .roles import classes_of

ASKED = "--wide-tables"
PAGE = "wide"
FEWEST = 5  # columns
ENOUGH = 0.6  # of what is paid for parted words on an upright page
BESIDE = 24 / 25.4 * 96  # px that margins take of the width of a page that lies
AROUND = frozenset({"section", "item"})
TAGS = ("table", "header")
START = re.compile(r"<(?:table|header)\b[^>]*>")


def turned(press: Any, document: Any, xhtml: str, composition: Composition) -> tuple[Any, str]:
    """The document and its source with such tables turned; as they are where the theme or no table asks for it."""
    if not any(declared(css, ASKED) == "turn" for _, css in composition.styles):
        return document, xhtml
    root = document.pages[0]._page_box.children[0].element
    around = {child: above for above in root.iter() for child in above}
    found = {table for table in _cramped(document.pages) if AROUND & set(classes_of(around[table]))}
    openings = {table: _opening(table, around[table]) for table in found}
    found = {table for table in found if openings[table] is None or "first" not in classes_of(around[table])}
    if not found:
        return document, xhtml
    found |= {openings[table] for table in found} - {None}
    elements = iter([element for element in root.iter() if str(element.tag).rpartition("}")[2] in TAGS])

    def start(match: re.Match[str]) -> str:
        turns = next(elements) in found and " style=" not in match[0]
        return f'{match[0][:-1]} style="page: {PAGE}">' if turns else match[0]

    xhtml = START.sub(start, xhtml)
    return press.lay_out(xhtml), xhtml


def _opening(table: Any, section: Any) -> Any:
    """The head of a section right before a table, which would stand on a page alone; None where there is none."""
    before = list(section)[: list(section).index(table)][-1:]
    return before[0] if before and "opening" in classes_of(before[0]) else None


def _cramped(pages: Sequence[Any]) -> Iterator[Any]:
    """The elements of tables on upright pages that would be better turned."""
    from weasyprint.formatting_structure import boxes

    for box in (page._page_box for page in pages if page._page_box.page_type.name != PAGE):
        for table in box.descendants():
            measured = getattr(table, "measured", None)
            if isinstance(table, boxes.TableBox) and measured and _gains(measured, box.margin_height()):
                yield table.element


def _gains(measured: tuple[Any, float, float], height: float) -> bool:
    """Whether many of the words that are parted would be whole on a page that lies."""
    from . import columns  # it needs libraries of the system, which are asked for first

    cells, room, spacing = measured
    wide = height - BESIDE - spacing
    if len(cells) < FEWEST or wide <= room:
        return False
    now, then = (columns.harm(cells, columns.shared(cells, width)) for width in (room, wide))
    return then < ENOUGH * now
