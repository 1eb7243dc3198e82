"""Many copies of one handout: its pages as drawings that all copies share, with names drawn over them.

Thirty copies of twenty-four pages are one layout of the handout and one of the names. Copies are for printing: each
begins on the front of a sheet, and there are no tags.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Pdf

PT_PER_PX = 0.75


def copies(sources: Mapping[str, bytes], names: bytes, versions: Sequence[str]) -> bytes:
    """A copy for each pupil, one behind the other: of the version that is theirs, with their page of names over it.

    ``sources`` are handouts by version; ``names`` has a page for each pupil, ``versions`` the letter of each.
    """
    made = Pdf.new()
    with pikepdf.open(io.BytesIO(names)) as stamps:
        opened = {letter: pikepdf.open(io.BytesIO(data)) for letter, data in sources.items()}
        forms = {letter: [_form(made, page) for page in pdf.pages] for letter, pdf in opened.items()}
        for number, letter in enumerate(versions):
            first, other = _halves(made, stamps.pages[number])
            for index, form in enumerate(forms[letter]):
                _page(made, form, other if index else first)
            if len(forms[letter]) % 2:
                made.add_blank_page(page_size=_size(opened[letter].pages[0]))
        source = next(iter(opened.values()))
        for key in ("/Lang", "/OutputIntents"):
            if key in source.Root:
                made.Root[key] = made.copy_foreign(source.make_indirect(source.Root[key]))
        made.Root.ViewerPreferences = Dictionary(PrintScaling=Name("/None"), DisplayDocTitle=True)
        with source.open_metadata() as told:
            made.docinfo.Title = pikepdf.String(str(told.get("dc:title", "")))
        target = io.BytesIO()
        made.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        for pdf in opened.values():
            pdf.close()
    return target.getvalue()


def _form(made: Pdf, page: pikepdf.Page) -> Any:
    return made.copy_foreign(page.as_form_xobject(handle_transformations=False))


def _size(page: pikepdf.Page) -> tuple[float, float]:
    left, bottom, right, top = (float(side) for side in page.mediabox)
    return right - left, top - bottom


def _halves(made: Pdf, page: pikepdf.Page) -> tuple[Any, Any]:
    """What a page of names has in its upper half, and in its lower half, which is moved up, as drawings.

    Only their texts are taken apart. In a file of WeasyPrint's they are placed in px from the head of the page.
    """
    _, high = _size(page)
    upper: list[Any] = []
    lower: list[Any] = []
    text: list[Any] | None = None
    down = 0.0
    for instruction in pikepdf.parse_content_stream(page):
        name = str(instruction.operator)
        if name == "BT":
            text, down = [], 0.0
        if text is None:
            upper.append(instruction)
            lower.append(instruction)
            continue
        text.append(instruction)
        if name == "Tm":
            down = float(instruction.operands[5]) * PT_PER_PX
        elif name == "ET":
            (lower if down > high / 2 else upper).extend(text)
            text = None
    first, other = _form(made, page), _form(made, page)
    first.write(pikepdf.unparse_content_stream(upper))
    other.write(pikepdf.unparse_content_stream(lower))
    other.Matrix = [1, 0, 0, 1, 0, high / 2]
    return first, other


def _page(made: Pdf, form: Any, stamp: Any) -> None:
    left, bottom, right, top = (float(side) for side in form.BBox)
    page = made.add_blank_page(page_size=(right - left, top - bottom))
    page.obj.MediaBox = form.BBox
    page.obj.Resources = Dictionary(XObject=Dictionary(P=form, N=stamp))
    page.obj.Contents = made.make_stream(b"/P Do /N Do")
