"""Accessible prints no small or broken words; workbook fills its pages with lines and adds none for them."""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from tests.conftest import SETTINGS, Project
from tests.pages.measuring import Finished

WORK = "work: {title: The Sea Wall, author: Ada Writer, chapters: 23}\n"
LEAST = 12.0  # pt
RUBRIC = """---
kind: rubric
---

# How it is marked

| What counts | Not yet (1) | Getting there (2) | Good (3) | Outstanding (4) |
|---|---|---|---|---|
| Argumentation | Retells the story | States a view and repeats it | Builds a view | Changes its mind and shows why |
| Understanding | None, or in general terms | Scenes are named | Details are explained | Details surprise |
"""
THEMES = """---
kind: themes
---

# Themes

## Water

It comes and goes.[^tide]

[^tide]: Twice a day.

- It comes. {chapter=2}
- It goes. {chapter=23}

## Stone

It stays.

- It is laid. {chapter=11}
- It stands. {chapter=19}
"""
ASKED = """---
kind: questions
---

# Asked

1. Who built it? {lines=3}
"""


@pytest.fixture(scope="module", params=["accessible", "workbook"])
def theme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def found(theme: str, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    project = Project(tmp_path_factory.mktemp(theme)).write("manuscript/booklet.yaml", SETTINGS + WORK)
    project.section("01-marks.md", RUBRIC).section("02-themes.md", THEMES).section("03-asked.md", ASKED)
    return Finished(project.build("pdf", theme=theme)["pdf"])


def sizes(finished: Finished) -> Iterator[tuple[float, str]]:
    """The letters of all pages but the cover, with their sizes in pt as they are printed."""
    document = pypdfium2.PdfDocument(finished.data)
    for number in range(1, len(document)):
        text = document[number].get_textpage()
        for at in range(text.count_chars()):
            matrix = pdfium.FS_MATRIX()
            pdfium.FPDFText_GetMatrix(text.raw, at, ctypes.byref(matrix))
            letter = chr(pdfium.FPDFText_GetUnicode(text.raw, at))
            if letter.strip():
                yield pdfium.FPDFText_GetFontSize(text.raw, at) * abs(matrix.d or 1), letter


def test_accessible_prints_no_letter_below_twelve_points(theme: str, found: Finished) -> None:
    if theme == "accessible":
        small = Counter(letter for size, letter in sizes(found) if size < LEAST)
        assert small == {}


def test_words_of_a_rubric_and_numbers_of_a_grid_are_whole(theme: str, found: Finished) -> None:
    words = {word for line in found.lines for word in line.words}
    assert {"Argumentation", "Understanding", *map(str, range(1, 24))} <= words
    if theme == "accessible":
        assert "Outstanding" in words
        text = " ".join(" ".join(leaf.text.split()) for leaf in found.leaves)
        assert "Argumentation Not yet (1) Retells the story Getting there (2)" in text


def test_workbook_fills_the_last_page_of_a_section_with_lines(theme: str, found: Finished) -> None:
    (asked,) = [leaf for leaf in found.leaves if "Who built it?" in leaf.text]
    notes = [line for line in asked.lines if line.text == "Your notes"]
    if theme == "accessible":
        assert not notes
        return
    below = sorted(stroke.bottom for stroke in asked.strokes if stroke.top > notes[0].box.bottom)
    assert len(below) > 8
    assert asked.height - below[-1] < 0.2 * asked.height
    assert not [leaf for leaf in found.leaves if leaf.text.split()[:2] == ["Your", "notes"]]
