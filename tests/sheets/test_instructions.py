"""The page that goes with the sheets: in the language of the file, and true of the sheets."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pypdfium2

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
