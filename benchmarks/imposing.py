"""How much processor time it takes to put a hundred pages on sheets, beside pdfimpose on the same file.

By itself: ``.venv/bin/python benchmarks/imposing.py [PDFIMPOSE]``, where PDFIMPOSE is that program's command, as
``pip install pdfimpose`` in an environment of its own gives it. Both are whole processes, in turns; the best counts.
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

import pikepdf
from compare import BOOKLET, seconds

from booklet import pipeline

ROOT = Path(__file__).parent.parent
PAGES = 100
ROUNDS = 3


def hundred(folder: Path) -> Path:
    """The sample's pages, and so many of them once more that there are a hundred."""
    made = pipeline.make(pipeline.Request(ROOT, formats=("pdf",)), lambda _: None)
    path = folder / "hundred.pdf"
    with pikepdf.open(io.BytesIO(made.files[0].data)) as pdf:
        del pdf.pages[PAGES:]
        count = len(pdf.pages)
        for number in range(PAGES - count):
            pdf.pages.append(pdf.pages[number % count])
        pdf.save(path)
    return path


def main() -> None:
    """Print our seconds, and theirs where their command is given."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = hundred(folder)
        ours = (*BOOKLET, "impose", str(file), "-o", str(folder / "ours.pdf"))
        theirs = (*sys.argv[1:2], "saddle", str(file), "-o", str(folder / "theirs.pdf")) if sys.argv[1:] else ()
        times = [(seconds(ours, folder), seconds(theirs, folder) if theirs else 0.0) for _ in range(ROUNDS)]
        print(*(f"{min(side):.4f}" for side in zip(*times, strict=True)))


if __name__ == "__main__":
    main()
