"""What the official validators say of finished files, a line for each problem: no lines for good files."""

from __future__ import annotations

from booklet.proof import official


def epubcheck(data: bytes) -> list[str]:
    """What EPUBCheck finds wrong with an EPUB: errors and warnings."""
    return [str(problem) for problem in official.check_epub(data, "book.epub")]


def pdfua(data: bytes) -> list[str]:
    """The rules that a PDF breaks of PDF/UA, as veraPDF sees them; one that does not claim PDF/UA has a line too."""
    return [str(problem) for problem in official.check_pdf(data, "book.pdf")]
