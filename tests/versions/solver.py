"""Reads a printed test and its key as somebody with the two sheets would: by where the words stand on paper."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from lxml import etree

SAME_LINE = 4.0  # pt between the middles of words of one line
NEXT_LINE = 1.9  # how many times as high as its words a line is, at most
POINTS = ("point", "points")


@dataclass(frozen=True)
class Word:
    """A word on paper, in pt from the upper left corner of its page."""

    text: str
    page: int
    left: float
    right: float
    top: float
    foot: float

    @property
    def middle(self) -> float:
        """How far down it stands, whatever its size."""
        return (self.top + self.foot) / 2


Line = list[Word]


@dataclass
class Asked:
    """A question of a sheet: its words, its points, its choices by letter, and what is asked of a match by number."""

    words: str
    points: int
    choices: dict[str, str] = field(default_factory=dict)
    prompts: dict[int, str] = field(default_factory=dict)


def lines_of(pdf: bytes, folder: Path) -> list[Line]:
    """The lines of a PDF in reading order, as poppler's pdftotext finds them."""
    file = folder / "read.pdf"
    file.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-bbox", str(file), "-"], capture_output=True, check=True)
    pages = etree.fromstring(done.stdout).iter("{*}page")
    return [line for number, page in enumerate(pages) for line in _lines(page, number)]


def _lines(page: etree._Element, number: int) -> Iterator[Line]:
    sides = ("xMin", "xMax", "yMin", "yMax")
    words = [Word(w.text, number, *(float(w.get(side)) for side in sides)) for w in page.iter("{*}word") if w.text]
    line: Line = []
    for word in sorted(words, key=lambda word: word.middle):
        if line and word.middle - line[0].middle > SAME_LINE:
            yield sorted(line, key=lambda w: w.left)
            line = []
        line.append(word)
    yield sorted(line, key=lambda w: w.left)


def text_of(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def sheet(pdf: bytes, folder: Path) -> dict[int, Asked]:
    """The questions of a printed test by their numbers, from 1; each has its points at the end of a line."""
    lines = lines_of(pdf, folder)
    starts = []
    for at, line in enumerate(lines):
        if len(line) > 3 and line[0].text == str(len(starts) + 1) and line[-1].text in POINTS:
            starts.append(at)
    end = next(at for at, line in enumerate(lines) if at > starts[-1] and line[0].text == "Marks")
    found = {}
    for number, (start, behind) in enumerate(pairwise([*starts, end]), 1):
        found[number] = _asked(lines[start:behind])
    return found


def _asked(lines: Sequence[Line]) -> Asked:
    first, *others = lines
    question = first[1:-2]
    labels = [word for line in others for word in line if len(word.text) == 2 and word.text[1] == ")"]
    asked = Asked(text_of(question), int(first[-2].text))
    for label in labels:
        asked.choices[label.text[0]] = text_of(_behind(label, labels, others))
    if labels and labels[0].left > 2 * question[0].left:  # a second column: numbers stand in the first
        left = min(word.left for line in others for word in line if word.text.isdigit())
        numbers = [w for line in others for w in line if w.text.isdigit() and w.left < left + SAME_LINE]
        for number in numbers:
            edge = labels[0].left - SAME_LINE
            words = [w for line in others for w in line if number.left < w.left < edge and _level(w, number)]
            asked.prompts[int(number.text)] = text_of(words)
    return asked


def _level(one: Word, other: Word) -> bool:
    return one.page == other.page and abs(one.middle - other.middle) < SAME_LINE


def _behind(label: Word, labels: Sequence[Word], lines: Sequence[Line]) -> list[Word]:
    """The words to the right of a label, down to the next one or to where a line is left free."""
    below = [other.middle for other in labels if other.page == label.page and other.middle > label.middle + SAME_LINE]
    end = min(below, default=float("inf")) - SAME_LINE
    found: list[Word] = []
    down = label.middle
    for line in lines:
        words = [w for w in line if w.page == label.page and w.left > label.right and down - SAME_LINE < w.middle < end]
        if words and words[0].middle - down < NEXT_LINE * (label.foot - label.top):
            found += words
            down = words[0].middle
    return found


def key(pdf: bytes, folder: Path) -> dict[int, tuple[str, int]]:
    """What a printed key says of each question, by number, and how many points it gives."""
    found: dict[int, tuple[str, int]] = {}
    rows: list[Line] = []
    for line in lines_of(pdf, folder):
        if line[0].text == str(len(rows) + 1) and line[-1].text.isdigit() and len(line) > 2:
            rows.append(line)
            found[len(rows)] = (text_of(line[1:-1]), int(line[-1].text))
        elif line[0].text == "Total":
            assert int(line[-1].text) == sum(points for _, points in found.values())
            return found
        elif rows and rows[-1][1].left - SAME_LINE < line[0].left:
            text, points = found[len(rows)]
            found[len(rows)] = (f"{text} {text_of(line)}", points)
    raise AssertionError("the key has no total")
