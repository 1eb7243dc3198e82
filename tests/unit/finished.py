"""Finished files, read back as their readers would: their text, their pages, where their links lead."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from urllib.parse import unquote

import pikepdf
import pypdfium2
from lxml import etree


def text_of(data: bytes) -> str:
    """All text of a PDF, an EPUB or a page, with every run of spaces as one, and hyphenated words joined."""
    if data.startswith(b"%PDF"):
        return text_of_pdf(data)
    pages = pages_of(data).values() if data.startswith(b"PK") else [etree.fromstring(data)]
    return " ".join(" ".join("".join(page.find("{*}body").itertext()) for page in pages).split())


def text_of_pdf(data: bytes) -> str:
    """All text of a PDF, on one line."""
    text = "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))
    text = text.replace("\r", "").replace("\ufffe", "").replace("\u2010\n", "").replace("-\n", "")
    return " ".join(text.split())


def pages_of(epub: bytes) -> dict[str, etree._Element]:
    """The pages of an EPUB by name, in the order of its spine."""
    with zipfile.ZipFile(io.BytesIO(epub)) as archive:
        (package,) = [name for name in archive.namelist() if name.endswith(".opf")]
        tree = etree.fromstring(archive.read(package))
        names = {item.get("id"): item.get("href") for item in tree.iter("{*}item")}
        spine = [names[ref.get("idref")] for ref in tree.iter("{*}itemref")]
        return {name: etree.fromstring(archive.read(f"EPUB/{name}")) for name in spine}


def everything_in(data: bytes) -> str:
    """All that a file holds and a curious reader could dig out: every file of an archive, every object of a PDF."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "\n".join(f"{name}\n{archive.read(name).decode(errors='replace')}" for name in archive.namelist())
    if data.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(data)) as pdf:
            objects = "\n".join(str(o) for o in pdf.objects)
        return f"{objects}\n{text_of_pdf(data)}"
    return data.decode()


def links_of_pdf(data: bytes) -> Iterator[tuple[str, int]]:
    """For each link within a PDF the words that it covers and the number of the page that it leads to, from 1."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        names = _destinations(pdf)
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        texts = [page.get_textpage() for page in pypdfium2.PdfDocument(data)]
        for number, page in enumerate(pdf.pages):
            for link in page.get("/Annots", []):
                target = link.get("/Dest") or link.get("/A", {}).get("/D")
                if link.Subtype == "/Link" and target is not None:
                    array = names[str(target)] if isinstance(target, pikepdf.String) else target
                    words = texts[number].get_text_bounded(*(float(side) for side in link.Rect))
                    yield " ".join(words.split()), numbers[array[0].objgen]


def _destinations(pdf: pikepdf.Pdf) -> dict[str, pikepdf.Object]:
    found = {}
    queue = [pdf.Root.Names.Dests] if "/Names" in pdf.Root else []
    while queue:
        node = queue.pop()
        queue += list(node.get("/Kids", []))
        pairs = list(node.get("/Names", []))
        for name, value in zip(pairs[::2], pairs[1::2], strict=True):
            found[str(name)] = value.D if isinstance(value, pikepdf.Dictionary) else value
    return found


def links_of_epub(data: bytes) -> Iterator[tuple[str, str, str]]:
    """For each link within an EPUB its words, and the page and the id that it leads to; both are there."""
    pages = pages_of(data)
    for name, page in pages.items():
        for link in page.iter("{*}a"):
            target, _, fragment = link.get("href", "").partition("#")
            if "://" not in target and not target.startswith("mailto:"):
                target, fragment = unquote(target) or name, unquote(fragment)
                ids = {element.get("id") for element in pages[target].iter() if element.get("id")}
                assert not fragment or fragment in ids, (name, link.get("href"))
                yield " ".join("".join(link.itertext()).split()), target, fragment


def links_of_html(data: bytes) -> Iterator[tuple[str, str]]:
    """For each link within a page its words, and the id that it leads to, which is there."""
    page = etree.fromstring(data)
    ids = {element.get("id") for element in page.iter() if element.get("id")}
    for link in page.iter("{*}a"):
        if link.get("href", "").startswith("#"):
            target = unquote(link.get("href")[1:])
            assert target in ids, target
            yield " ".join("".join(link.itertext()).split()), target
