"""A layout mended: blocks begin on new pages where notes or headings ask for it, and nowhere else.

What one block's turning over moves may make that of a later one needless, and leave a hole before it. So what left one
is laid out without it, and stays so if nothing becomes worse.
"""

from __future__ import annotations

from typing import Any

from . import breaks, footnotes, relayout, weasy
from .source import Source

ROUNDS = 4
TRIES = 8


def mended(press: weasy.Press, source: Source, document: Any) -> Any:
    """The document in which as few notes as can be stand on another page than their calls, and no heading stands alone
    at the foot of a page; ``source`` says what is turned over for it."""
    document = _turned(press, source, document)
    tried: set[int] = set()
    for _ in range(TRIES):
        part, block = next((f for f in breaks.loose(source, document.pages) if f[1] not in tried), ("", 0))
        if not block:
            break
        tried.add(block)
        before = set(source.turned)
        source.turned.discard(block)
        other = _turned(press, source, relayout.again(press, document, source.mended(), [part]))
        if _faults(source, other) < _faults(source, document):
            document = other
        else:
            source.turned = before
    return document


def _turned(press: weasy.Press, source: Source, document: Any) -> Any:
    """The document laid out anew as long as something is to be turned over, for some rounds."""
    for _ in range(ROUNDS):
        sections = dict.fromkeys((*footnotes.turn(source, document.pages), *breaks.mend(source, document.pages)))
        if not sections:
            break
        document = relayout.again(press, document, source.mended(), sections)
    return document


def _faults(source: Source, document: Any) -> tuple[int, int, int, int]:
    """What is wrong with a layout, the worst first: notes on other pages, lone headings, holes, and how long it is."""
    ids = weasy.pages_of_ids(document.pages)
    astray = sum(1 for _ in footnotes.astray(source, ids))
    lonely = sum(1 for _ in breaks.lonely(source, document.pages))
    return astray, lonely, sum(1 for _ in breaks.loose(source, document.pages)), len(document.pages)
