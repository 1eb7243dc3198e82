"""Finished PDFs, measured: pages with their labels, lines, pictures and links, in points from a page's top left corner.

Lines and words are poppler's (``pdftotext -bbox-layout``), boxes of all that is drawn are PDFium's, and what a reader's
program is told (bookmarks, labels, links, metadata) is read with pikepdf.
"""

from __future__ import annotations

import ctypes
import io
import re
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from xml.etree import ElementTree

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

PROSE = re.compile(r"p\d\w*a")
ENDS = re.compile(r"\bp\d\w*[az]\b")
TOP_MARGIN, BOTTOM_MARGIN = 0.09, 0.1  # of the page's height, in the theme classic


@dataclass(frozen=True)
class Box:
    """A rectangle on a page."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def width(self) -> float:
        return self.right - self.left

    def holds(self, other: Box, slack: float = 0.6) -> bool:
        """Whether the other stands within this one, but for so many points."""
        return (
            other.left >= self.left - slack
            and other.right <= self.right + slack
            and other.top >= self.top - slack
            and other.bottom <= self.bottom + slack
        )


@dataclass(frozen=True)
class Line:
    """Words that stand on one line."""

    page: int
    box: Box
    words: tuple[str, ...]

    @property
    def text(self) -> str:
        return " ".join(self.words)

    @property
    def plain(self) -> tuple[str, ...]:
        """The words without signs around them."""
        return tuple(re.sub(r"\W+", "", word) for word in self.words)


@dataclass(frozen=True)
class Leaf:
    """One page: its index from 0, its label, its size, and what stands on it.

    ``pieces`` are the boxes of words, ``strokes`` those of rules, frames and other drawn lines.
    """

    index: int
    label: str
    width: float
    height: float
    lines: tuple[Line, ...]
    pieces: tuple[Box, ...]
    pictures: tuple[Box, ...]
    strokes: tuple[Box, ...]

    @property
    def is_right(self) -> bool:
        return self.index % 2 == 0

    @property
    def whole(self) -> Box:
        return Box(0, 0, self.width, self.height)

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    @property
    def drawings(self) -> tuple[Box, ...]:
        """Drawn rectangles large enough to be a drawing and not a rule."""
        return tuple(box for box in self.strokes if box.height > 8 and box.width > 8)


@dataclass(frozen=True)
class Bookmark:
    """A line of the outline: how deep from 1, its words, the index of the page it leads to, and how far down that."""

    level: int
    title: str
    page: int
    down: float


@dataclass(frozen=True)
class Jump:
    """A link within the booklet: where it can be clicked, and the page and height it leads to."""

    page: int
    box: Box
    target: int
    down: float


def as_drawn(data: bytes) -> bytes:
    """A PDF without the words that it says for parts of its lines, so that broken words come out of it in two."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Stream) and "/ActualText" not in thing:
                content = thing.read_bytes() if thing.get("/Type") is None else b""
                if b"/ActualText" in content:
                    thing.write(content.replace(b"/ActualText", b"/MeantToSay"))
        target = io.BytesIO()
        pdf.save(target)
    return target.getvalue()


class Finished:
    """A finished PDF, and what its build warned of."""

    def __init__(self, data: bytes, warnings: Sequence[str] = ()) -> None:
        self.data = data
        self.warnings = tuple(warnings)

    @cached_property
    def pdf(self) -> pikepdf.Pdf:
        return pikepdf.open(io.BytesIO(self.data))

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """All pages."""
        drawn = pypdfium2.PdfDocument(self.data)
        try:
            return tuple(
                Leaf(
                    index, drawn.get_page_label(index), *drawn[index].get_size(), lines, words, *_drawn_on(drawn[index])
                )
                for index, (lines, words) in enumerate(_lines(self.data))
            )
        finally:
            drawn.close()

    @property
    def lines(self) -> Iterator[Line]:
        for leaf in self.leaves:
            yield from leaf.lines

    @cached_property
    def marks(self) -> dict[str, list[Line]]:
        """Every word, without signs, with the lines it stands on."""
        found: dict[str, list[Line]] = {}
        for line in self.lines:
            for word in line.plain:
                found.setdefault(word, []).append(line)
        return found

    def line_of(self, mark: str) -> Line:
        """The one line of a mark."""
        (line,) = self.marks[mark]
        return line

    def page_of(self, mark: str) -> int:
        """The index of the one page of a mark."""
        return self.line_of(mark).page

    def page_of_call(self, key: str) -> int:
        """The index of the page on which the note with this key is called, behind the mark ``keyc``."""
        (page,) = {line.page for word, lines in self.marks.items() if is_call(word, key) for line in lines}
        return page

    @cached_property
    def prose(self) -> tuple[Line, ...]:
        """The lines of the marked paragraphs of plain prose (their keys begin with p) that stand on one page."""
        found = []
        for word, lines in self.marks.items():
            if PROSE.fullmatch(word) and f"{word[:-1]}z" in self.marks:
                first, last = lines[0], self.line_of(f"{word[:-1]}z")
                leaf = self.leaves[first.page]
                if first.page == last.page:
                    found += [line for line in leaf.lines if first.box.top <= line.box.top <= last.box.top]
        return tuple(found)

    @cached_property
    def text_height(self) -> float:
        """How high the box of a line of running text is."""
        return Counter(round(line.box.height, 1) for line in self.prose).most_common(1)[0][0]

    def is_text(self, line: Line) -> bool:
        """Whether a line is set in the size of running text."""
        return abs(line.box.height - self.text_height) < 0.3

    @cached_property
    def baselines(self) -> dict[str, float]:
        """How far down its page, in points, the line of each mark at either end of a paragraph of prose stands."""
        found: dict[str, float] = {}
        with closing(pypdfium2.PdfDocument(self.data)) as drawn:
            for page in drawn:
                text = page.get_textpage()
                for mark in ENDS.finditer(text.get_text_range()):
                    x, y = ctypes.c_double(), ctypes.c_double()
                    pdfium.FPDFText_GetCharOrigin(text, mark.start(), x, y)
                    found[mark[0]] = page.get_height() - y.value
        return found

    @cached_property
    def pitch(self) -> float:
        """From one line of running text to the next, in points."""
        tops = sorted({(line.page, round(line.box.top, 2)) for line in self.prose})
        steps = [round(low - high, 1) for (page, high), (same, low) in pairwise(tops) if page == same]
        usual = Counter(steps).most_common(1)[0][0]
        whole = [down - self.baselines[f"{mark[:-1]}a"] for mark, down in self.baselines.items()
                 if mark.endswith("z") and self.page_of(mark) == self.page_of(f"{mark[:-1]}a")]  # fmt: skip
        longest = max(whole)
        return longest / round(longest / usual)

    @cached_property
    def areas(self) -> dict[bool, Box]:
        """The type area of right and left pages: as wide as prose fills it, as high as the theme's margins leave it.

        A side without prose mirrors the other.
        """
        width, height = self.leaves[0].width, self.leaves[0].height
        top, bottom = TOP_MARGIN * height, (1 - BOTTOM_MARGIN) * height
        areas = {}
        for is_right in (True, False):
            boxes = [line.box for line in self.prose if self.leaves[line.page].is_right == is_right]
            widest = max((box.width for box in boxes), default=0)
            boxes = [box for box in boxes if box.width > 0.6 * widest > 0.3 * width]  # short lines may all be indented
            if boxes:
                (left, _), *_ = Counter(round(box.left, 1) for box in boxes).most_common(1)
                (right, _), *_ = Counter(round(box.right, 1) for box in boxes).most_common(1)
                areas[is_right] = Box(left, top, right, bottom)
        for is_right in {True, False} - set(areas):
            other = areas[not is_right]
            areas[is_right] = Box(width - other.right, top, width - other.left, bottom)
        return areas

    def area_of(self, leaf: Leaf) -> Box:
        """The type area of a page; one that lies on its side has the margins of an upright one, turned with it."""
        if leaf.width > leaf.height:
            side, end = self.areas[True].left, TOP_MARGIN * leaf.width
            return Box(end, side, leaf.width - end, leaf.height - side)
        return self.areas[leaf.is_right]

    def head_of(self, leaf: Leaf) -> tuple[Line, ...]:
        """The lines above the type area: the running head."""
        top = self.area_of(leaf).top
        return tuple(line for line in leaf.lines if _centre(line.box) < top)

    def folio_of(self, leaf: Leaf) -> str:
        """The page number that is printed under the type area, or nothing."""
        bottom = self.area_of(leaf).bottom
        return " ".join(line.text for line in leaf.lines if _centre(line.box) > bottom)

    def body_of(self, leaf: Leaf) -> tuple[Line, ...]:
        """The lines between running head and page number, from the top."""
        area = self.area_of(leaf)
        lines = [line for line in leaf.lines if area.top <= _centre(line.box) <= area.bottom]
        return tuple(sorted(lines, key=lambda line: (line.box.bottom, line.box.left)))

    @cached_property
    def bookmarks(self) -> tuple[Bookmark, ...]:
        """The outline in order."""
        found: list[Bookmark] = []

        def gather(items: Sequence[pikepdf.OutlineItem], level: int) -> None:
            for item in items:
                page, down = self._destination(item.destination)
                found.append(Bookmark(level, str(item.title), page, down))
                gather(item.children, level + 1)

        with self.pdf.open_outline() as outline:
            gather(outline.root, 1)
        return tuple(found)

    @cached_property
    def jumps(self) -> tuple[Jump, ...]:
        """All links that lead to a place in the booklet."""
        found = []
        for index, page in enumerate(self.pdf.pages):
            for note in page.get("/Annots", ()):
                target = note.get("/Dest") or (note.get("/A") or {}).get("/D")
                if target is not None:
                    left, low, right, high = map(float, note.Rect)
                    height = float(page.mediabox[3])
                    box = Box(min(left, right), height - max(low, high), max(left, right), height - min(low, high))
                    found.append(Jump(index, box, *self._destination(target)))
        return tuple(found)

    @cached_property
    def _page_numbers(self) -> dict[tuple[int, int], int]:
        return {page.objgen: index for index, page in enumerate(self.pdf.pages)}

    @cached_property
    def _names(self) -> dict[str, pikepdf.Object]:
        if "/Names" not in self.pdf.Root or "/Dests" not in self.pdf.Root.Names:
            return {}
        return {str(name): place for name, place in pikepdf.NameTree(self.pdf.Root.Names.Dests).items()}

    def _destination(self, target: object) -> tuple[int, float]:
        if isinstance(target, pikepdf.String):
            target = self._names[str(target)]
        place = target.D if isinstance(target, pikepdf.Dictionary) else target
        assert isinstance(place, pikepdf.Array), f"a link that leads nowhere: {target}"
        index = self._page_numbers[place[0].objgen]
        return index, float(self.pdf.pages[index].mediabox[3]) - float(place[3])

    @cached_property
    def fonts_with_holes(self) -> set[str]:
        """Fonts that show a box for some character: WeasyPrint then gives them an encoding of their own."""
        fonts = [thing for thing in self.pdf.objects if isinstance(thing, pikepdf.Dictionary)]
        return {
            str(font.BaseFont)
            for font in fonts
            if font.get("/Subtype") == "/Type0" and font.get("/Encoding") != "/Identity-H"
        }


def is_call(word: str, key: str) -> bool:
    """Whether a word is the mark before a note's call, with the note's number or without."""
    begin, _, number = word.partition(f"{key}c")
    return not begin and word.startswith(f"{key}c") and (not number or number.isdigit())


def _lines(data: bytes) -> Iterator[tuple[tuple[Line, ...], tuple[Box, ...]]]:
    """The lines of each page, and the boxes of its words."""
    done = subprocess.run(["pdftotext", "-bbox-layout", "-", "-"], input=data, capture_output=True, check=True)
    tree = ElementTree.fromstring(done.stdout)
    space = tree.tag.partition("}")[0] + "}"
    for number, page in enumerate(tree.iter(f"{space}page")):
        lines = tuple(
            Line(number, _box(line), tuple(word.text or "" for word in line.iter(f"{space}word")))
            for line in page.iter(f"{space}line")
        )
        yield lines, tuple(_box(word) for word in page.iter(f"{space}word") if (word.text or "").strip())


def _centre(box: Box) -> float:
    """How far down the middle of a box is."""
    return (box.top + box.bottom) / 2


def _box(element: ElementTree.Element) -> Box:
    return Box(*(float(element.get(key, "nan")) for key in ("xMin", "yMin", "xMax", "yMax")))


def _drawn_on(page: pypdfium2.PdfPage) -> tuple[tuple[Box, ...], tuple[Box, ...]]:
    """The boxes of pictures, and of lines."""
    height = page.get_height()

    def boxes(kind: int) -> tuple[Box, ...]:
        found = (thing.get_bounds() for thing in page.get_objects([kind]))
        return tuple(Box(left, height - high, right, height - low) for left, low, right, high in found)

    return boxes(pdfium.FPDF_PAGEOBJ_IMAGE), boxes(pdfium.FPDF_PAGEOBJ_PATH)
