"""The rules of a page: each gives, in words, what breaks it in a finished PDF, and nothing where all is well."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from tests.pages.measuring import Box, Finished, Leaf, Line

NOTE = re.compile(r"n\d+")


def off_the_page(finished: Finished) -> list[str]:
    """Text, pictures and lines that leave their page."""
    return [
        f"page {leaf.label}: {kind} at {box}"
        for leaf in finished.leaves
        for kind, boxes in (("text", leaf.pieces), ("a picture", leaf.pictures), ("a line", leaf.strokes))
        for box in boxes
        if not leaf.whole.holds(box) and leaf.index > 0
    ]


def out_of_the_type_area(finished: Finished, slack: float = 1.0) -> list[str]:
    """Text, pictures and lines that stand beside the type area; running heads and page numbers keep its sides too."""
    return [
        f"page {leaf.label}: {kind} at {box}, but the type area is {area}"
        for leaf in finished.leaves[1:]
        for area in [finished.area_of(leaf)]
        for kind, boxes in (("text", leaf.pieces), ("a picture", leaf.pictures), ("a line", leaf.strokes))
        for box in boxes
        if box.left < area.left - slack or box.right > area.right + slack
    ]


def below_the_type_area(finished: Finished, slack: float = 3.0) -> list[str]:
    """Text, pictures and lines that stand lower than the type area, but for the page number."""
    return [
        f"page {leaf.label}: {box} ends below {finished.area_of(leaf).bottom}"
        for leaf in finished.leaves[1:]
        for box in (*leaf.pictures, *leaf.strokes, *(line.box for line in finished.body_of(leaf)))
        if box.bottom > finished.area_of(leaf).bottom + slack
    ]


def overprinted(finished: Finished) -> list[str]:
    """Lines that stand on top of each other; the number of a note may stand in a gap of the line that calls it."""
    return [
        f"page {leaf.label}: “{one.text}” on “{other.text}”"
        for leaf in finished.leaves
        for one, other in _pairs(
            line for line in leaf.lines if not (line.text.isdigit() and not finished.is_text(line))
        )
        if _middle(one.box).bottom > _middle(other.box).top
        and _middle(other.box).bottom > _middle(one.box).top
        and one.box.left < other.box.right - 1
        and other.box.left < one.box.right - 1
    ]


def _pairs(lines: Iterable[Line]) -> Iterator[tuple[Line, Line]]:
    """Lines with those that begin not much lower."""
    ordered = sorted(lines, key=lambda line: line.box.top)
    for index, one in enumerate(ordered):
        for other in ordered[index + 1 :]:
            if other.box.top > one.box.bottom:
                break
            yield one, other


def _middle(box: Box) -> Box:
    """The band of a line's box that small letters fill."""
    return Box(box.left, box.top + 0.4 * box.height, box.right, box.bottom - 0.35 * box.height)


def text_lines(finished: Finished, leaf: Leaf) -> list[Line]:
    """The lines of running text on a page, from the top; without notes, which begin with a mark such as ``n3a``."""
    notes = notes_begin(leaf)
    return [
        line for line in finished.body_of(leaf) if finished.is_text(line) and line.box.bottom <= notes + 1
    ]  # fmt: skip


def notes_begin(leaf: Leaf) -> float:
    """How far down the first note of a page stands; the page's height where it has none."""
    tops = [
        line.box.top for line in leaf.lines for word in line.plain if word.endswith("a") and NOTE.fullmatch(word[:-1])
    ]
    return min(tops, default=leaf.height)


def lonely_lines(finished: Finished, keys: Iterable[str]) -> list[str]:
    """Paragraphs that leave one line at the foot of a page, or bring one to the head of the next."""
    found = []
    for key in keys:
        first, last = finished.line_of(f"{key}a"), finished.line_of(f"{key}z")
        if first.page == last.page:
            continue
        left = [line for line in text_lines(finished, finished.leaves[first.page]) if line.box.top >= first.box.top - 2]
        brought = [
            line for line in text_lines(finished, finished.leaves[last.page]) if line.box.top <= last.box.top + 2
        ]
        if len(left) < 2:
            found.append(f"{key} leaves its first line alone on page {finished.leaves[first.page].label}")
        if len(brought) < 2:
            found.append(f"{key} ends with a line alone on page {finished.leaves[last.page].label}")
    return found


def lonely_headings(finished: Finished, marks: Iterable[str], least: int = 2) -> list[str]:
    """Headings with fewer than two lines of anything under them on their page."""
    found = []
    for mark in marks:
        heading = finished.line_of(mark)
        leaf = finished.leaves[heading.page]
        under = [
            line for line in finished.body_of(leaf)
            if line.box.top > heading.box.top + 2 and line.box.bottom <= notes_begin(leaf) + 1
        ]  # fmt: skip
        shown = [box for box in (*leaf.pictures, *leaf.drawings) if box.top > heading.box.top]
        if len({round(line.box.bottom) for line in under}) < least and not shown:
            found.append(f"{mark} stands alone at the foot of page {leaf.label}")
    return found


def off_the_grid(finished: Finished, pitch: float, slack: float = 0.1) -> list[str]:
    """Paragraphs that do not stand on the grid of lines, which is the same on all pages; ``pitch`` is in points."""
    places = {mark: down % pitch for mark, down in finished.baselines.items()}
    usual = Counter(round(place, 2) for place in places.values()).most_common(1)[0][0]
    apart = {mark: abs((place - usual + pitch / 2) % pitch - pitch / 2) for mark, place in places.items()}
    return [f"{mark} stands {off:.2f} pt beside its line" for mark, off in apart.items() if off > slack]


def holes(finished: Finished, keys: Iterable[str], most: float = 1 / 3) -> list[str]:
    """Pictures that have left more than a third of the page before theirs empty, by the keys of their captions."""
    found = []
    for key in keys:
        caption = finished.line_of(f"{key}a")
        leaf, before = finished.leaves[caption.page], finished.leaves[caption.page - 1]
        shown = [box for box in (*leaf.pictures, *leaf.drawings) if 0 < caption.box.top - box.bottom < 30]
        first = min(box.top for box in shown)
        if any(line.box.top < first for line in finished.body_of(leaf)) or not finished.body_of(before):
            continue  # something stands above it, or the page before is a blank
        area = finished.area_of(before)
        filled = max(
            box.bottom for box in (*before.pictures, *before.strokes, *(line.box for line in finished.body_of(before)))
        )
        if area.bottom - filled > most * area.height:
            found.append(f"{key} leaves {(area.bottom - filled) / area.height:.0%} of page {before.label} empty")
    return found


def wrong_contents(finished: Finished, firsts: Mapping[str, str]) -> list[str]:
    """Lines of the contents whose number is not the label of the page on which their section begins.

    ``firsts`` gives for each title a mark of its section's first paragraph.
    """
    found = []
    for title, mark in firsts.items():
        label = finished.leaves[finished.page_of(mark)].label
        lines = [
            line.text for leaf in finished.leaves[:12] for line in leaf.lines if line.text.startswith(f"{title} .")
        ]
        if [line.rpartition(" ")[2] for line in lines] != [label]:
            found.append(f"{title} begins on page {label}, and the contents say {lines}")
    return found


def notes_astray(finished: Finished, keys: Iterable[str]) -> list[str]:
    """Notes that are not whole on the page of their call."""
    found = []
    for key in keys:
        call = finished.page_of_call(key)
        pages = {finished.page_of(f"{key}a"), finished.page_of(f"{key}z")}
        if pages != {call}:
            found.append(f"{key} is called on page {call} and stands on {sorted(pages)}")
    return found


def wrong_page_numbers(finished: Finished) -> list[str]:
    """Pages whose printed number is not the label that a reader's program shows, or that print nothing else."""
    found = []
    for leaf in finished.leaves[1:]:
        printed = finished.folio_of(leaf)
        empty = len(leaf.lines) == 1 and not leaf.strokes and not leaf.pictures
        if printed not in ("", leaf.label) or (printed and empty):
            found.append(f"page {leaf.index} prints “{printed}”, its label is {leaf.label}")
    return found


def wrong_heads(finished: Finished, booklet: str, sections: dict[int, str]) -> list[str]:
    """Running heads that are not the booklet's title on left pages and the section's on right ones, cut to one line.

    ``sections`` gives the title of each section by the index of its first page, which has no head.
    """
    found = []
    body = min(sections)
    for leaf in finished.leaves:
        head = finished.head_of(leaf)
        starts = [index for index in sections if index <= leaf.index]
        wanted = (sections[max(starts)] if leaf.is_right else booklet) if starts else ""
        is_blank = not (finished.body_of(leaf) or leaf.pictures or leaf.strokes)
        empty = leaf.index < body or leaf.index in sections or is_blank
        text = " ".join(line.text for line in head)
        if empty and text:
            found.append(f"page {leaf.label} has the head “{text}”, but opens a section or is blank")
        elif not empty and (len(head) != 1 or not says(text, wanted)):
            found.append(f"page {leaf.label} has the head “{text}”, not “{wanted}”")
    return found


def says(printed: str, whole: str) -> bool:
    """Whether a line prints a text, or its beginning and an ellipsis."""
    return printed == whole or (printed.endswith("…") and whole.startswith(printed.removesuffix("…").rstrip()))


def rows_of(finished: Finished, key: str, rows: int) -> list[int]:
    """The pages, in order, on which the rows of a table begin; every row must be there once."""
    pages = [finished.page_of(f"{key}r{row}") for row in range(1, rows + 1)]
    assert all(one <= other for one, other in pairwise(pages)), f"the rows of {key} are out of order: {pages}"
    return pages
