"""From the PDF that WeasyPrint has written to one that says what it holds: links, tags, and what standards it keeps."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence

import pikepdf

from . import archive, links, settling, tags, tree
from .weasy import Drawn

ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def finished(drawn: Drawn, labels: Sequence[tuple[int, str]], words: Mapping[str, str]) -> bytes:
    """The file with tags, as PDF/UA-1 and PDF/A-2a. ``labels`` say how pages are numbered, as in ``Press.write``."""
    with pikepdf.open(io.BytesIO(drawn.data)) as pdf:
        marks = links.joined(pdf, drawn.marks)
        links.describe(pdf, marks, drawn.parents, list(numbers(labels, len(pdf.pages))), words)
        tags.write(pdf, settling.settled(tree.grown(marks, drawn.parents), words["blank"]))
        archive.identify(pdf)
        return saved(pdf)


def numbers(labels: Sequence[tuple[int, str]], pages: int) -> Iterator[str]:
    """What is printed as the number of each page: in Roman figures in front, then in Arabic ones."""
    first, style = 0, "D"
    begins = dict(labels)
    for page in range(pages):
        if page in begins:
            first, style = page, begins[page]
        number = page - first + 1
        yield str(number) if style == "D" else roman(number)


def roman(number: int) -> str:
    """A number in small Roman figures."""
    written = ""
    for value, figure in ROMAN:
        count, number = divmod(number, value)
        written += figure * count
    return written


def saved(pdf: pikepdf.Pdf) -> bytes:
    """The bytes of a document, the same for the same document."""
    target = io.BytesIO()
    pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return target.getvalue()
