"""The last leaf: a back cover is its outside, so blank pages fill the sheets before it, four pages to each."""

from __future__ import annotations

from typing import Any

from . import relayout, weasy

BACK = "booklet.back"
BLANK = '<div class="between" id="booklet.blank.{}"></div>\n'
PAGES_PER_SHEET = 4  # folded in the middle


def filled(press: weasy.Press, document: Any, source: bytes) -> tuple[Any, bytes]:
    """The document and its source with so many blank pages before the back cover that all its pages are divisible by
    four; as they were where there is no back cover, or it is not the last page."""
    pages = list(document.pages)
    spare = -len(pages) % PAGES_PER_SHEET
    if not spare or weasy.pages_of_ids(pages).get(BACK) != len(pages) - 1:
        return document, source
    blanks = "".join(BLANK.format(number + 1) for number in range(spare)).encode()
    start = next(part.start for part in relayout.parts_of(source)[0] if part.id == BACK)
    source = source[:start] + blanks + source[start:]
    kind = pages[-1]._page_box.page_type
    number = relayout.number_of(pages, len(pages) - 1)
    names = [part.id for part in relayout.parts_of(source)[0] if part.start >= start]
    text = relayout.alone(source, names, kind.side, kind.name, number)
    return document.copy([*pages[:-1], *press.lay_out(text.decode(), is_whole=False).pages]), source
