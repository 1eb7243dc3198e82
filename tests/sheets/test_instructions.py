"""The page that goes with the sheets: in the language of the file, and true of the sheets."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from tests.conftest import SETTINGS, Project
from tests.sheets import folding
from tests.sheets.test_impose import run


def test_it_is_a_tagged_page_of_its_own_in_the_language_of_the_file(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(folding.numbered(8))) as pdf:
        pdf.Root.Lang = pikepdf.String("de")
        pdf.save(tmp_path / "heft.pdf")
    done = run(tmp_path / "heft.pdf", "--instructions", "--flip", "long")
    assert done.code == 0, done.err
    assert [Path(line).name for line in done.out.split()] == ["heft-saddle.pdf", "heft-saddle-instructions.pdf"]
    with pikepdf.open(tmp_path / "heft-saddle-instructions.pdf") as page:
        assert len(page.pages) == 1
        assert bool(page.Root.MarkInfo.Marked)
        assert str(page.Root.Lang) == "de"
    with pypdfium2.PdfDocument(tmp_path / "heft-saddle-instructions.pdf") as page:
        words = " ".join(page[0].get_textpage().get_text_range().split())
    assert "über die lange Kante gewendet" in words
    assert "2 × A4" in words
    with pikepdf.open(tmp_path / "heft-saddle.pdf") as sheets:
        assert len(sheets.pages) == 4


def thick_strokes(file: Path) -> int:
    """How many lines are drawn that are four times as thick as any fold."""
    with pikepdf.open(file) as pdf:
        widths = [
            float(operands[0]) for operands, name in pikepdf.parse_content_stream(pdf.pages[0]) if str(name) == "w"
        ]
    return sum(width >= 4 for width in widths)


@pytest.mark.parametrize(("layout", "staples"), [("saddle", 2), ("4-up", 0)])
def test_staples_are_drawn_where_there_are_some_and_no_line_is_explained_that_is_not_there(
    tmp_path: Path, layout: str, staples: int
) -> None:
    (tmp_path / "eight.pdf").write_bytes(folding.numbered(8))
    assert run(tmp_path / "eight.pdf", "--layout", layout, "--instructions").code == 0
    page = tmp_path / f"eight-{layout}-instructions.pdf"
    assert thick_strokes(page) == staples
    with pypdfium2.PdfDocument(page) as pdf:
        assert len(pdf) == 1
        words = pdf[0].get_textpage().get_text_range()
    assert ("staples" in words) == ("Dashed" in words) == bool(staples)
    assert "Solid" not in words


def test_a_build_makes_it_in_the_language_and_direction_of_the_booklet(project: Project) -> None:
    project.write("manuscript/booklet.yaml", SETTINGS.replace("en-GB", "he").replace("A Small Book", "ספר קטן"))
    project.section("01-note.md", "# הערה\n\nמילים.\n")
    ran = project.command("build", "-f", "pdf", "--impose", "saddle", "--instructions")
    assert ran.code == 0, ran.err
    (file,) = (project.folder / "output").glob("*-saddle-instructions.pdf")
    with pypdfium2.PdfDocument(file) as pdf:
        text = pdf[0].get_textpage()
        words = text.get_text_range()
        front, back = (text.get_charbox(words.index(caption))[2] for caption in ("חזית", "גב,"))
    assert front > back  # what is read first is on the right
