"""From the PDF that WeasyPrint has written to one that says what it holds: links, tags, and what standards it keeps."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

import pikepdf

from ...composition import Composition
from . import archive, forms, links, second, settling, tags, tree
from .weasy import Drawn, Label

ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def finished(drawn: Drawn, labels: Sequence[Label], composition: Composition) -> bytes:
    """The file with tags, as PDF/UA-1 and PDF/A-2a, or as PDF/UA-2 and PDF/A-4 if the settings say so.

    ``labels`` say how pages are numbered, as in ``Press.write``. What is PDF/X-4 cannot be PDF 2.0. A form is PDF/UA-1
    alone: it is there to be changed, and PDF/A is not.
    """
    words = composition.words
    form = composition.form
    is_second = composition.book.settings.accessibility == "ua-2" and not composition.job.profile and not form
    with pikepdf.open(io.BytesIO(drawn.data)) as pdf:
        marks = links.joined(pdf, drawn.marks)
        links.describe(pdf, marks, drawn.parents, list(numbers(labels, len(pdf.pages))), words)
        if form:
            marks = forms.made(pdf, marks, drawn.parents, composition, form)
        document = settling.settled(tree.grown(marks, drawn.parents), words["blank"])
        elements = tags.write(pdf, document)
        if is_second:
            second.upgrade(pdf, document, elements, drawn.parents)
            second.identify(pdf)
            return saved(pdf, second.VERSION)
        if not form:
            archive.identify(pdf)
        return saved(pdf)


def numbers(labels: Sequence[Label], pages: int) -> Iterator[str]:
    """What is printed as the number of each page: in Roman figures in front, then in Arabic ones; or its name."""
    label = Label(0, "D")
    begins = {each.page: each for each in labels}
    for page in range(pages):
        label = begins.get(page, label)
        number = page - label.page + 1
        yield label.name or (str(number) if label.style == "D" else roman(number))


def roman(number: int) -> str:
    """A number in small Roman figures."""
    written = ""
    for value, figure in ROMAN:
        count, number = divmod(number, value)
        written += figure * count
    return written


def saved(pdf: pikepdf.Pdf, version: str = "") -> bytes:
    """The bytes of a document, the same for the same document; of a version of PDF, if one is given."""
    target = io.BytesIO()
    mode = pikepdf.ObjectStreamMode.generate
    pdf.save(target, object_stream_mode=mode, deterministic_id=True, force_version=version)
    return target.getvalue()
