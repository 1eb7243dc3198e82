"""The tags of a PDF, read with pikepdf, and the text that PDFium finds in the content that they name."""

from __future__ import annotations

import ctypes
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pikepdf
import pypdfium2.raw as pdfium

Texts = Mapping[tuple[int, int], list[str]]


@dataclass
class Element:
    """A structure element: its type as the file has it, its dictionary, and what it holds, text as strings."""

    role: str
    dictionary: Any
    kids: list[Element | str] = field(default_factory=list)
    annotations: list[Any] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.walk()

    def all(self, *roles: str) -> list[Element]:
        return [element for element in self.walk() if element.role in roles]

    def one(self, role: str, holds: str) -> Element:
        """The one element of a type that holds some text."""
        (found,) = [element for element in self.all(role) if holds in element.text]
        return found

    @property
    def elements(self) -> list[Element]:
        return [kid for kid in self.kids if isinstance(kid, Element)]

    @property
    def roles(self) -> list[str]:
        return [kid.role for kid in self.elements]

    @property
    def text(self) -> str:
        return "".join(kid if isinstance(kid, str) else kid.text for kid in self.kids)

    def attribute(self, owner: str, name: str) -> Any:
        """An attribute, as Scope of the owner Table; None where there is none."""
        for attributes in self.dictionary.get("/A", ()):
            if str(attributes.O) == f"/{owner}" and f"/{name}" in attributes:
                return attributes[f"/{name}"]
        return None


def structure_of(pdf: pikepdf.Pdf) -> Element:
    """The element of the whole document."""
    texts = _texts(pdf)
    pages = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
    (document,) = pdf.Root.StructTreeRoot.K
    return _element(document, pages, texts)


def _element(dictionary: Any, pages: Mapping[tuple[int, int], int], texts: Texts) -> Element:
    element = Element(str(dictionary.S)[1:], dictionary)
    for kid in dictionary.get("/K", ()):
        if isinstance(kid, int):
            element.kids.append("".join(texts.get((pages[dictionary.Pg.objgen], kid), [])))
        elif kid.get("/Type") == "/MCR":
            element.kids.append("".join(texts.get((pages[kid.Pg.objgen], int(kid.MCID)), [])))
        elif kid.get("/Type") == "/OBJR":
            element.annotations.append(kid.Obj)
        else:
            element.kids.append(_element(kid, pages, texts))
    return element


def _texts(pdf: pikepdf.Pdf) -> Texts:
    """What stands in each piece of marked content, by the index of its page and by its number."""
    target = io.BytesIO()
    pdf.save(target)
    data = target.getvalue()
    found: dict[tuple[int, int], list[str]] = defaultdict(list)
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    for index in range(pdfium.FPDF_GetPageCount(document)):
        page = pdfium.FPDF_LoadPage(document, index)
        text = pdfium.FPDFText_LoadPage(page)
        for number in range(pdfium.FPDFPage_CountObjects(page)):
            thing = pdfium.FPDFPage_GetObject(page, number)
            if pdfium.FPDFPageObj_GetType(thing) == pdfium.FPDF_PAGEOBJ_TEXT:
                size = pdfium.FPDFTextObj_GetText(thing, text, None, 0)
                buffer = (ctypes.c_ushort * size)()
                pdfium.FPDFTextObj_GetText(thing, text, buffer, size)
                words = bytes(buffer).decode("utf-16-le").partition("\0")[0]
                found[index, pdfium.FPDFPageObj_GetMarkedContentID(thing)].append(words)
        pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(page)
    pdfium.FPDF_CloseDocument(document)
    return found


def shown_by_kind(pdf: pikepdf.Pdf) -> Iterator[tuple[int, str, int, int]]:
    """Every operator that shows text: the index of its page, the tag of the outermost marked content that it stands in,
    its number (-1 for none), and how many glyphs it shows."""
    for index, page in enumerate(pdf.pages):
        opened: list[tuple[str, int]] = []
        for instruction in pikepdf.parse_content_stream(page):
            operator, operands = str(instruction.operator), instruction.operands
            if operator in ("BMC", "BDC"):
                number = int(operands[1].get("/MCID", -1)) if operator == "BDC" else -1
                opened.append((str(operands[0])[1:], number))
            elif operator == "EMC":
                opened.pop()
            elif operator == "TJ":
                glyphs = sum(len(bytes(part)) // 2 for part in operands[0] if isinstance(part, pikepdf.String))
                yield index, opened[0][0] if opened else "", opened[0][1] if opened else -1, glyphs
