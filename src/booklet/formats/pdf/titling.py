"""The title page on one page: where what it says takes more, or a word of its title breaks, all is set smaller.

White goes first, then what is larger than running text; letters shrink to six sevenths of running text, so that those
of 14 pt are still of 12. Sizes are read from the laid-out page, so any theme's title page will do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import Any

from ...characters import letters_a_word
from . import weasy
from .relayout import parts_of
from .roles import classes_of

NAME = "title-page"
STEPS = 12
FIRST_STEPS = 8  # in which running text keeps its size
LEAST = 6 / 7  # of running text
WHITE = ("margin-top", "margin-bottom", "padding-top", "padding-bottom")


def fitted(press: weasy.Press, document: Any, xhtml: str) -> tuple[Any, str]:
    """The document and its source with the title page on one page; as they are where it is, or there is none."""
    if _fits(document.pages):
        return document, xhtml
    source = xhtml.encode()
    parts, head, _ = parts_of(source)
    own = [part for part in parts if NAME in source[part.start : part.inner].decode()]
    if not own:
        return document, xhtml
    alone = source[: parts[0].start] + source[own[0].start : own[0].end] + source[parts[-1].end :]
    low, high = 1, STEPS
    while low < high:
        step = (low + high) // 2
        tried = _styled(alone, head, _rules(document.pages, step))
        if _fits(press.lay_out(tried, is_whole=False).pages):
            high = step
        else:
            low = step + 1
    xhtml = _styled(source, head, _rules(document.pages, high))
    return press.lay_out(xhtml), xhtml


def _styled(source: bytes, head: int, rules: str) -> str:
    return (source[:head] + f"<style>{rules}</style>\n".encode() + source[head:]).decode()


def _fits(pages: Sequence[Any]) -> bool:
    """Whether the title page is one page at most, with a title of whole words."""
    found = list(_tops(pages))
    return len(found) < 2 and not any(_breaks(box) for top in found for box in top.descendants())


def _tops(pages: Sequence[Any]) -> Iterator[Any]:
    """What stands for the title page, once for each page that it takes."""
    from weasyprint.formatting_structure import boxes

    for page in pages:
        blocks = (box for box in page._page_box.descendants() if isinstance(box, boxes.BlockBox) and _is_own(box))
        yield from islice((box for box in blocks if NAME in classes_of(box.element)), 1)


def _is_own(box: Any) -> bool:
    """Whether a box stands for its whole element, not for what a style sheet adds to it or for a line of it."""
    return box.element is not None and box.element_tag == box.element.tag


def _breaks(box: Any) -> bool:
    """Whether a line of the title ends within a word."""
    from weasyprint.formatting_structure import boxes

    if not isinstance(box, boxes.BlockBox) or not _is_own(box) or "title" not in classes_of(box.element):
        return False
    whole = "".join(box.element.itertext()).split()
    lines = [_words(line) for line in box.children if isinstance(line, boxes.LineBox)]
    return any(
        above and below and _is_letter(above[-1][-1]) and any(above[-1] + below[0] in word for word in whole)
        for above, below in pairwise(lines)
    )


def _words(line: Any) -> list[str]:
    return "".join(getattr(box, "text", "") for box in line.descendants()).split()


def _is_letter(character: str) -> bool:
    """Whether a word goes on behind it: no hyphen, and of a script that has words."""
    return character.isalnum() and not letters_a_word(character)


def _rules(pages: Sequence[Any], step: int) -> str:
    """What a step towards the smallest says of each element of the title page."""
    text = pages[0]._page_box.children[0].style["font_size"]
    early, late = min(step / FIRST_STEPS, 1), max(0, (step - FIRST_STEPS) / (STEPS - FIRST_STEPS))
    white, large, letters = 1 - 0.7 * early - 0.2 * late, 1 - 0.7 * early - 0.3 * late, 1 - (1 - LEAST) * late
    top = next(_tops(pages))
    paths = dict(_paths(top.element, f".{NAME}"))
    rules: dict[str, str] = {}
    for box in (top, *(box for other in _tops(pages) for box in other.descendants())):
        path = paths.get(box.element) if _is_own(box) else None
        if path is None or path in rules:
            continue
        size = box.style["font_size"]
        size = (text + (size - text) * large if size > text else size) * letters
        said = {"font-size": max(size, min(box.style["font_size"], text * LEAST))}
        for name in WHITE:
            length = box.style[name.replace("-", "_")]
            if getattr(length, "unit", "") == "px" and length.value > 0:
                said[name] = length.value * white
        if "object_fit" in box.style and hasattr(box, "replacement"):
            said["height"] = box.height * letters
        rules[path] = "; ".join(f"{name}: {value:.2f}px !important" for name, value in said.items())
    return "\n".join(f"{path} {{ {said} }}" for path, said in rules.items())


def _paths(element: Any, path: str) -> Iterator[tuple[Any, str]]:
    """Selectors of an element and of all in it."""
    yield element, path
    for number, child in enumerate((child for child in element if isinstance(child.tag, str)), 1):
        yield from _paths(child, f"{path} > :nth-child({number})")
