"""A finished PDF read back: text in the order of its structure, and every string that any of its objects holds."""

from __future__ import annotations

import ctypes
import io
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from .reading import Block, Element, Reading, Role, UnreadableError
from .words import from_the_right, joined, runs_to_the_left

INLINE = frozenset({"/Span", "/Link", "/Em", "/Strong", "/Quote", "/Code", "/Reference", "/Annot", "/Ruby", "/RB",
                    "/RT", "/RP", "/Warichu", "/Sub", "/NonStruct", "/Lbl", "/BibEntry"})  # fmt: skip
WHERE = {"/Alt": "a text alternative", "/ActualText": "a replacement text", "/E": "an expansion", "/URI": "a link",
         "/Contents": "the description of a link", "/TU": "the description of a form field", "/V": "a form field",
         "/DV": "a form field", "/T": "the name of a form field", "/Opt": "a form field", "/CA": "a form field",
         "/MK": "a form field", "/F": "the name of an attachment", "/UF": "the name of an attachment",
         "/Desc": "the description of an attachment", "/JS": "a script"}  # fmt: skip
NO_WORDS = ("/Font", "/FontDescriptor", "/Page", "/Pages", "/StructTreeRoot")
NAMED = ("/ID", "/Headers", "/Dest", "/D")
TEXT_OBJECT, FORM_OBJECT = 1, 5
DEEPEST = 8
DEEPEST_TREE = 4000
Objects = Mapping[str, Any]
Texts = dict[tuple[int, int], list[str]]


def read(data: bytes) -> Reading:
    """What the file says. Raises UnreadableError where it is no PDF."""
    import pikepdf

    found = Reading()
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            objects, streams = _objects(pdf)
            data = _from_the_left(pdf, data)
            for where, words in streams:
                found.say(words, where, "metadata" if where.startswith("metadata") else "attachment")
    except (pikepdf.PdfError, pikepdf.PasswordError) as reason:
        raise UnreadableError(f"it is no PDF that can be read ({reason})") from None
    catalog: Any = next((o for o in objects.values() if isinstance(o, dict) and o.get("/Type") == "/Catalog"), {})
    pages = {reference: number for number, reference in enumerate(_pages(objects, catalog.get("/Pages", "")), 1)}
    text = _Pages(data)
    try:
        text.read()
    finally:
        text.close()
    _structure(objects, catalog, pages, text, found)
    _other_strings(objects, found)
    _anchors(objects, catalog, pages, found)
    return found


def _objects(pdf: Any) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """Every object that is no stream, as JSON has it (strings begin with ``u:``), and the words of some streams."""
    import pikepdf

    names, parts, streams = [], [], []
    for number, thing in enumerate(pdf.objects):
        if isinstance(thing, pikepdf.Stream):
            kind = str(thing.get("/Type", ""))
            if kind in ("/Metadata", "/EmbeddedFile"):
                what = "metadata (XMP)" if kind == "/Metadata" else f"attachment (object {number + 1})"
                streams.append((what, _without_tags(thing.read_bytes().decode(errors="replace"))))
        else:
            names.append("{} {} R".format(*thing.objgen))
            parts.append(thing.to_json(dereference=True, schema_version=2))
    objects = dict(zip(names, json.loads(b"[" + b",".join(parts) + b"]"), strict=True))
    objects["trailer"] = json.loads(pdf.trailer.to_json(dereference=True, schema_version=2))
    return objects, streams


def _from_the_left(pdf: Any, data: bytes) -> bytes:
    """The file as one whose pages go on to the right: in others PDFium turns the words of every line round."""
    preferences = pdf.Root.get("/ViewerPreferences", {})
    if "/Direction" not in preferences:
        return data
    del preferences["/Direction"]
    target = io.BytesIO()
    pdf.save(target)
    return target.getvalue()


def _without_tags(text: str) -> str:
    """The words of XML that need not be well-formed, its attributes among them."""
    return text.replace("<", " ").replace(">", " ").replace("&amp;", " ")


def _pages(objects: Objects, reference: str, depth: int = 0) -> Iterator[str]:
    node = objects.get(reference, {})
    if node.get("/Type") == "/Page" or depth > 50:
        yield reference
    else:
        for kid in node.get("/Kids", ()):
            yield from _pages(objects, kid, depth + 1)


class _Pages:
    """The text of every page, by page from 1 and number of marked content; -1 for what is outside of the structure."""

    def __init__(self, data: bytes) -> None:
        import pypdfium2.raw as pdfium

        self.pdfium = pdfium
        pdfium.FPDF_InitLibrary()
        self.data = data
        self.document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
        if not self.document:
            raise UnreadableError("it is no PDF that can be read")
        self.texts: Texts = defaultdict(list)
        self.corners: dict[tuple[int, int], tuple[float, float]] = {}
        self.buffer = (ctypes.c_ushort * 4096)()
        self.sides = tuple(ctypes.c_float() for _ in range(4))

    def read(self) -> None:
        """Read all pages."""
        pdfium = self.pdfium
        for index in range(pdfium.FPDF_GetPageCount(self.document)):
            page = pdfium.FPDF_LoadPage(self.document, index)
            text = pdfium.FPDFText_LoadPage(page)
            self.shows: dict[int, list[int]] = {}
            for number in range(pdfium.FPDFPage_CountObjects(page)):
                self._object(pdfium.FPDFPage_GetObject(page, number), text, index + 1, -1, 0)
            self._put_right(text, index + 1)
            pdfium.FPDFText_ClosePage(text)
            pdfium.FPDF_ClosePage(page)

    def _object(self, thing: Any, text: Any, page: int, outer: int, depth: int) -> None:
        pdfium = self.pdfium
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == TEXT_OBJECT:
            content = pdfium.FPDFPageObj_GetMarkedContentID(thing) if outer < 0 else outer
            words = self._words(thing, text)
            key = (page, content)
            if key not in self.texts:
                left, bottom, right, top = self.sides
                pdfium.FPDFPageObj_GetBounds(thing, left, bottom, right, top)
                self.corners[key] = top.value, left.value
            self.texts[key].append(words)
            self.shows.setdefault(content, []).append(_address(thing))
        elif kind == FORM_OBJECT and depth < DEEPEST:
            content = pdfium.FPDFPageObj_GetMarkedContentID(thing) if outer < 0 else outer
            for number in range(pdfium.FPDFFormObj_CountObjects(thing)):
                self._object(pdfium.FPDFFormObj_GetObject(thing, number), text, page, content, depth + 1)

    def _put_right(self, text: Any, page: int) -> None:
        """Read text that runs from right to left again, letter by letter.

        It is shown from the left, in several pieces where marks stand above letters, between which PDFium sees spaces
        that are not there.
        """
        turned = [content for content in self.shows if runs_to_the_left("".join(self.texts[page, content]))]
        pieces: dict[int, list[str]] = {thing: [] for content in turned for thing in self.shows[content]}
        for number in range(self.pdfium.FPDFText_CountChars(text) if turned else 0):
            letters = pieces.get(_address(self.pdfium.FPDFText_GetTextObject(text, number)))
            if letters is not None and self.pdfium.FPDFText_IsGenerated(text, number) != 1:
                letters.append(chr(self.pdfium.FPDFText_GetUnicode(text, number)))
        for content in turned:
            self.texts[page, content] = from_the_right(["".join(pieces[thing]) for thing in self.shows[content]])

    def _words(self, thing: Any, text: Any) -> str:
        size = self.pdfium.FPDFTextObj_GetText(thing, text, self.buffer, 8192)
        if size > 8192:
            self.buffer = (ctypes.c_ushort * size)()
            self.pdfium.FPDFTextObj_GetText(thing, text, self.buffer, size)
        words = bytes(memoryview(self.buffer).cast("B")[: max(size - 2, 0)]).decode("utf-16-le", errors="replace")
        if len(self.buffer) > 4096:
            self.buffer = (ctypes.c_ushort * 4096)()
        return words

    def close(self) -> None:
        """Let the document go."""
        self.pdfium.FPDF_CloseDocument(self.document)


def _address(thing: Any) -> int:
    """What tells two objects of a page apart."""
    return ctypes.cast(thing, ctypes.c_void_p).value or 0


def _structure(
    objects: Objects, catalog: Mapping[str, Any], pages: Mapping[str, int], text: _Pages, found: Reading
) -> None:
    """Blocks in the order of the structure tree; text that stands outside of it, page by page, behind them."""
    walk = _Walk(objects, pages, text, found)
    tree = objects.get(str(catalog.get("/StructTreeRoot")), {})
    walk.kids(tree, 0, ())
    walk.flush(())
    for (page, content), lines in text.texts.items():
        if (page, content) in walk.taken:
            continue
        where = f"page {page}, outside of the running text"
        for line in lines:
            found.say(line, where, "listed")
        found.say(joined(lines), where, "attribute")


class _Walk:
    def __init__(self, objects: Objects, pages: Mapping[str, int], text: _Pages, found: Reading) -> None:
        self.objects, self.pages, self.text, self.found = objects, pages, text, found
        self.lines: list[str] = []
        self.inner: list[Element] = []
        self.spot: tuple[int, float, float] | None = None
        self.taken: set[tuple[int, int]] = set()

    def kids(self, node: Mapping[str, Any], page: int, path: tuple[Element, ...]) -> None:
        """What an element of the structure holds."""
        kids = node.get("/K", ())
        for kid in kids if isinstance(kids, list) else (kids,):
            if isinstance(kid, int):
                self._content(page, kid)
                continue
            child = self.objects.get(kid) if isinstance(kid, str) else kid
            if not isinstance(child, dict):
                continue
            here = self.pages.get(str(child.get("/Pg")), page)
            if child.get("/Type") == "/MCR":
                self._content(here, child.get("/MCID", -1))
            elif "/S" in child and len(path) < DEEPEST_TREE:
                self._element(child, here, path)

    def _element(self, node: Mapping[str, Any], page: int, path: tuple[Element, ...]) -> None:
        tag = node["/S"]
        for key in ("/Alt", "/ActualText", "/E", "/T"):
            if isinstance(node.get(key), str):
                role: Role = "alternative" if key == "/Alt" else "attribute"
                self.found.say(_string(node[key]), f"page {page}, {WHERE[key]}", role)
        if tag in INLINE:
            self.inner.append((tag, node.get("/A")))
            self.kids(node, page, path)
            return
        self.flush(path)
        path = (*path, (tag, None))
        self.kids(node, page, path)
        self.flush(path)

    def _content(self, page: int, number: int) -> None:
        key = (page, number)
        if key in self.text.texts:
            self.taken.add(key)
            self.lines += self.text.texts[key]
            self.spot = self.spot or (page, *self.text.corners[key])

    def flush(self, path: tuple[Element, ...]) -> None:
        """The end of a block."""
        if self.spot:
            page, top, left = self.spot
            text = joined(self.lines)
            self.found.blocks.append(Block(text, f"page {page}", path, tuple(self.inner), page, top, left))
            self.lines, self.inner, self.spot = [], [], None


def _string(value: str) -> str:
    if value.startswith("u:"):
        return value[2:]
    return bytes.fromhex(value[2:]).decode("latin-1") if value.startswith("b:") else ""


def _other_strings(objects: Objects, found: Reading) -> None:
    """Every string of every object but those of the structure, which are read with the text."""
    info = objects["trailer"].get("/Info")
    for reference, thing in objects.items():
        if not isinstance(thing, dict):
            thing = {"": thing}
        kind = thing.get("/Type")
        if kind in NO_WORDS or (kind == "/StructElem" and "/ID" not in thing):
            continue
        if reference == info:
            for key, value in thing.items():
                found.say(_string(str(value)), f"metadata “{key[1:]}”", "metadata")
        elif "/Title" in thing and "/Parent" in thing:
            found.say(_string(thing["/Title"]), "a bookmark", "listed")
            _strings({key: value for key, value in thing.items() if key != "/Title"}, "", found)
        elif reference != "trailer":
            _strings(thing, "", found)


def _strings(value: Any, key: str, found: Reading) -> None:
    if isinstance(value, dict):
        if key == "/AP" and isinstance(value.get("/N"), dict):  # the states of a box: what ticking it stands for
            for state in value["/N"]:
                found.say(state[1:], "a form field", "attribute")
        for name, inner in value.items():
            _strings(inner, name, found)
    elif isinstance(value, list):
        if key == "/Names":
            for name in value[::2]:
                if isinstance(name, str) and name.startswith("u:"):
                    found.name(unquote(name[2:]), "a named destination")
                    found.say(name[2:], "a named destination", "attribute")
            value = value[1::2]
        for inner in value:
            _strings(inner, key, found)
    elif isinstance(value, str) and value.startswith(("u:", "b:")):
        text = _string(value)
        if key in NAMED or key == "/Contents":
            found.name(unquote(text.removeprefix("#")), WHERE.get(key, "a link"))
        if key == "/URI":
            found.addresses.setdefault(text, "a link")
            text = unquote(text)
        if key not in ("/Lang", "/Registry", "/Ordering", "/FontFamily", "/ID"):
            found.say(text, WHERE.get(key, "a string of the file"), "attribute")


def _anchors(objects: Objects, catalog: Mapping[str, Any], pages: Mapping[str, int], found: Reading) -> None:
    """For each named destination the block that stands next below it on its page."""
    by_page: dict[int, list[int]] = defaultdict(list)
    for index, block in enumerate(found.blocks):
        by_page[block.page].append(index)
    for name, target in _destinations(objects, catalog):
        if not isinstance(target, list) or len(target) < 4 or target[1] != "/XYZ":
            continue
        left, top = (float(side or 0) for side in target[2:4])
        below = [n for n in by_page[pages.get(target[0], 0)]
                 if found.blocks[n].top <= top + 4 and found.blocks[n].left >= left - 40]  # fmt: skip
        if below:
            highest = max(found.blocks[n].top for n in below)
            found.anchors[name] = min(n for n in below if found.blocks[n].top >= highest - 6)


def _destinations(objects: Objects, catalog: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    queue = [_at(objects, _at(objects, catalog.get("/Names")).get("/Dests"))]
    while queue:
        node = queue.pop()
        queue += [_at(objects, kid) for kid in node.get("/Kids", ())]
        names = node.get("/Names", ())
        for name, target in zip(names[::2], names[1::2], strict=False):
            target = objects.get(target) if isinstance(target, str) else target
            yield _string(name), target.get("/D") if isinstance(target, dict) else target


def _at(objects: Objects, value: Any) -> Mapping[str, Any]:
    found = objects.get(value) if isinstance(value, str) else value
    return found if isinstance(found, dict) else {}
