"""Cards as they come out of a printer: both sides of each sheet read back, the sheet turned over, cut apart."""

from __future__ import annotations

import ctypes
import math
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from booklet.press.decks import Deck, laid
from tests.conftest import SETTINGS, Project, Ran

WORDS = 13
LONG = "This passage goes on and on and on, and nobody can say when it will end. " * 30
VOCABULARY = "---\nkind: vocabulary\n---\n# Words\n\n" + "\n".join(
    f"qw{n}w{{pos=noun}}\n: It means qm{n}m{', at some length'.join([''] * (n * 2))}.\n".replace("w{", "w {")
    for n in range(1, WORDS + 1)
)
QUOTATIONS = f"""---
kind: quotations
---
# Passages

> Words that qw1w said.[^1]
> — Ada qm1m, ch. 2, p. 9

> {LONG}
> — Nobody

> Nobody said this.

> Words that qw2w said.
> — Bob qm2m

[^1]: Qnote.
"""


def run(project: Project, *arguments: str) -> Ran:
    return project.command("pack", "-j", "1", *arguments)


@dataclass(frozen=True)
class Said:
    """A word on a side of a sheet: where its middle is, in shares of the sheet, and whether it stands upright."""

    word: str
    across: float
    down: float
    upright: bool
    size: float


def said_on(page: pypdfium2.PdfPage) -> Iterator[Said]:
    """Words such as qw7w on a page; those on their heads are read as they are."""
    width, height = page.get_size()
    text = page.get_textpage()
    x, y = ctypes.c_double(), ctypes.c_double()
    letters = [chr(pdfium.FPDFText_GetUnicode(text, n)) for n in range(text.count_chars())]
    for begin, letter in enumerate(letters):
        if letter == "q" and letters[begin + 1] in "wm":
            end = letters.index(letters[begin + 1], begin + 2)
            pdfium.FPDFText_GetCharOrigin(text, begin, x, y)
            angle = round(math.degrees(pdfium.FPDFText_GetCharAngle(text, begin)))
            size = float(pdfium.FPDFText_GetFontSize(text, begin))
            yield Said("".join(letters[begin : end + 1]), x.value / width, 1 - y.value / height, angle % 360 == 0, size)


def cut(data: bytes, columns: int, rows: int, flip: str) -> list[tuple[str, str]]:
    """All cards: what is on the front, and what one reads behind it when the card is turned like a page."""
    cards = []
    with closing(pypdfium2.PdfDocument(data)) as pdf:
        assert len(pdf) % 2 == 0
        for number in range(0, len(pdf), 2):
            width, height = pdf[number].get_size()
            assert height > width
            fronts, backs = {}, {}
            for said in said_on(pdf[number]):
                assert said.upright
                fronts[int(said.across * columns), int(said.down * rows)] = said.word
            for said in said_on(pdf[number + 1]):
                # seen through the sheet, as it lies with its front up
                across, down = (1 - said.across, said.down) if flip == "long" else (said.across, 1 - said.down)
                assert said.upright == (flip == "long")  # over the short edge: on its head, which turns it upright
                backs[int(across * columns), int(down * rows)] = said.word
            assert fronts.keys() == backs.keys()
            cards += [(fronts[at], backs[at]) for at in sorted(fronts, key=lambda at: (at[1], at[0]))]
    return cards


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = Project(tmp_path_factory.mktemp("cards")).write("manuscript/booklet.yaml", SETTINGS)
    return project.section("01-words.md", VOCABULARY).section("02-passages.md", QUOTATIONS)


@pytest.fixture(scope="module")
def packed(project: Project) -> tuple[Path, Ran]:
    return project.folder / "output/handouts", run(project, "--cards", "8")


def test_each_word_has_its_meaning_behind_it(packed: tuple[Path, Ran]) -> None:
    folder, done = packed
    assert done.code == 0, done.err
    data = (folder / "cards-words.pdf").read_bytes()
    assert cut(data, 2, 4, "long") == [(f"qw{n}w", f"qm{n}m") for n in range(1, WORDS + 1)]


def test_twelve_accessible_cards_for_a_printer_that_turns_sheets_over_their_short_edge(project: Project) -> None:
    folder = project.folder / "twelve"
    asked = ("--cards", "12", "--flip", "short", "--page", "Letter", "--theme", "accessible", "--section", "words")
    done = run(project, *asked, "-o", str(folder))
    assert done.code == 0, done.err
    data = (folder / "cards-words.pdf").read_bytes()
    cards = cut(data, 3, 4, "short")
    assert cards == [(f"qw{n}w", f"qm{n}m") for n in range(1, len(cards) + 1)]
    assert 6 <= len(cards) < WORDS
    assert done.err.count("even in letters of 12 pt") == WORDS - len(cards)
    with closing(pypdfium2.PdfDocument(data)) as pdf:
        texts = [page.get_textpage() for page in pdf]
        sizes = [
            pdfium.FPDFText_GetFontSize(text, n)  # in pixels, of which four are three points
            for text in texts
            for n in range(text.count_chars())
            if chr(pdfium.FPDFText_GetUnicode(text, n)).isalnum()
        ]
    assert min(sizes) == 16


def test_long_texts_are_smaller_but_not_below_7_points(packed: tuple[Path, Ran]) -> None:
    sizes = {}
    with closing(pypdfium2.PdfDocument((packed[0] / "cards-words.pdf").read_bytes())) as pdf:
        for page in pdf:
            sizes |= {said.word: said.size for said in said_on(page)}
    assert sizes["qm1m"] > sizes[f"qm{WORDS}m"] >= 7


def test_the_name_of_a_sheet_stands_beside_the_marks(packed: tuple[Path, Ran]) -> None:
    with closing(pypdfium2.PdfDocument(packed[0] / "cards-words.pdf")) as pdf:
        text = pdf[0].get_textpage()
        name = text.get_text_range().index("Cards: ")
        boxes = [text.get_charbox(n) for n in range(name, name + len("Cards: Words · Sheet 1, front"))]
        assert max(right for _, _, right, _ in boxes) < pdf[0].get_width() / 2 - 2


def test_what_gets_no_card_is_told_by_its_place_and_the_others_are_made(packed: tuple[Path, Ran]) -> None:
    folder, done = packed
    told = [line for line in done.err.splitlines() if "C006" in line]
    assert [line.partition(": ")[0].rpartition("/")[2] for line in told] == [
        "02-passages.md:9:1",
        "02-passages.md:12:1",
    ]
    assert "7 pt" in done.err
    assert "hint: make it shorter\n" in done.err  # there are no larger cards than these
    assert cut((folder / "cards-passages.pdf").read_bytes(), 2, 4, "long") == [("qw1w", "qm1m"), ("qw2w", "qm2m")]
    with closing(pypdfium2.PdfDocument(folder / "cards-passages.pdf")) as pdf:
        text = " ".join(" ".join(page.get_textpage().get_text_range() for page in pdf).split())
    assert "ch. 2, p. 9" in text
    assert "Qnote" not in text
    assert "Nobody" not in text


def test_cards_are_listed_and_zipped(packed: tuple[Path, Ran]) -> None:
    folder, _ = packed
    with zipfile.ZipFile(folder / "a-small-book-handouts.zip") as archive:
        assert {"cards-words.pdf", "cards-passages.pdf", "handouts.pdf"} <= set(archive.namelist())
    with closing(pypdfium2.PdfDocument(folder / "handouts.pdf")) as pdf:
        assert "cards-words.pdf" in pdf[0].get_textpage().get_text_range()


def test_cards_are_the_same_each_time(project: Project, packed: tuple[Path, Ran]) -> None:
    again = project.folder / "again"
    run(project, "--cards", "8", "--section", "passages", "-o", str(again))
    assert (again / "cards-passages.pdf").read_bytes() == (packed[0] / "cards-passages.pdf").read_bytes()


def test_where_there_is_nothing_to_make_cards_of_it_is_said(project: Project) -> None:
    (project.folder / "quiz").mkdir(exist_ok=True)
    done = run(project, "--cards", "8", "--kind", "quiz", "-o", str(project.folder / "quiz"))
    assert done.code == 3
    assert "P016" in done.err
    assert "no words and no quotations" in done.err


@pytest.mark.parametrize("size", [(210.0, 297.0), (297.0, 210.0)])
@pytest.mark.parametrize("cards", [8, 12])
def test_cards_do_not_touch_each_other_or_the_edges(cards: int, size: tuple[float, float]) -> None:
    sheets = laid(40, Deck(12 if cards == 12 else 8), size)
    for side in sheets.sides:
        assert len({(cell.left, cell.top) for cell in side.cells}) == len(side.cells) <= cards
        for cell in side.cells:
            assert 10 <= round(cell.left, 6) <= round(size[0] - 10 - sheets.width, 6)
            assert 12 <= round(cell.top, 6) <= round(size[1] - 12 - sheets.height, 6)
    assert min(sheets.width, sheets.height) > 45
    for mark in sheets.marks:
        inside = 10 < mark.left < size[0] - 10 - mark.width and 12 < mark.top < size[1] - 12 - mark.height
        assert not inside
