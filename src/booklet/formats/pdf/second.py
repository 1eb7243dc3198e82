"""PDF/UA-2 and PDF/A-4 instead of PDF/UA-1 and PDF/A-2a: what PDF 2.0 says in other words, or more exactly.

Types are of the namespace of PDF 2.0 where that has them, links and bookmarks lead to structure elements as well as to
places on pages, and notes, their calls and the entries of the contents name each other (ISO 14289-2, ISO 19005-4).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from . import archive, links
from .tree import Tag

VERSION = "2.0"
NAMESPACE = "http://iso.org/pdf2/ssn"
OLDER = frozenset(("Art", "BlockQuote", "TOC", "TOCI", "Index", "Reference", "Code", "Quote"))  # of PDF 1.7 alone
UA_1 = b'pdfuaid:part="1"'
UA_2 = b'pdfuaid:part="2" pdfuaid:rev="2024"'
A_4 = b"""<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 pdfaid:part="4" pdfaid:rev="2020"/>
"""


def upgrade(pdf: pikepdf.Pdf, document: Tag, elements: Mapping[Tag, Any], parents: Mapping[Any, Any]) -> None:
    """Make a document with tags a PDF/UA-2, in place. ``elements`` are the structure elements of its tags."""
    _say_in_words_of_second(pdf, document, elements)
    _join_notes(document, elements)
    targets = _Targets(document, elements, parents)
    _lead_to_tags(pdf, targets)
    _join_contents(document, elements, targets)
    del pdf.trailer.Info  # of which PDF/A-4 wants nothing; the metadata say the same


def identify(pdf: pikepdf.Pdf) -> None:
    """Say that a file is PDF/UA-2 and PDF/A-4, and of what its colours are, in place."""
    metadata = pdf.Root.Metadata.read_bytes()
    assert UA_1 in metadata
    pdf.Root.Metadata.write(metadata.replace(UA_1, UA_2).replace(archive.END, A_4 + archive.END))
    archive.say_colours(pdf)


def _say_in_words_of_second(pdf: pikepdf.Pdf, document: Tag, elements: Mapping[Tag, Any]) -> None:
    """Name the namespace of each type (ISO 32000-2 §14.8.6), and types that have another name there."""
    namespace = pdf.make_indirect(Dictionary(Type=Name.Namespace, NS=String(NAMESPACE)))
    root = pdf.Root.StructTreeRoot
    root.Namespaces = Array([namespace])
    del root.RoleMap
    for tag in document.walk():
        element = elements[tag]
        if tag.role == "Note":
            element.S = Name.FENote
        elif tag.role == "Div" and any(isinstance(kid, Tag) and kid.role == "Caption" for kid in tag.kids):
            element.S = Name.Aside
        elif tag.role == "L" and tag.source is not None and tag.source.tag == "dl":
            element.A = Array([Dictionary(O=Name.List, ListNumbering=Name.Description)])
        if tag.role not in OLDER:
            element.NS = namespace


def _join_notes(document: Tag, elements: Mapping[Tag, Any]) -> None:
    """Let notes and their calls refer to each other (ISO 14289-2 §8.2.5.14)."""
    notes = {tag.source: tag for tag in document.walk() if tag.role == "Note"}
    for tag in document.walk():
        if tag.role == "Reference" and tag.source in notes:
            note = elements[notes[tag.source]]
            elements[tag].Ref = Array([note])
            note.Ref = Array([elements[tag]])


def _lead_to_tags(pdf: pikepdf.Pdf, targets: _Targets) -> None:
    """Let named destinations and bookmarks lead to structure elements (ISO 32000-2 §12.3.2.3)."""
    names = pdf.Root.Names.Dests.Names
    places: dict[tuple[int, float], Any] = {}
    for position in range(0, len(names), 2):
        place, target = names[position + 1], targets.of(str(names[position]))
        names[position + 1] = Dictionary(D=place, SD=_to(target, place))
        places.setdefault((place[0].objgen[0], float(place[3])), target)
    for bookmark in _bookmarks(pdf.Root.get("/Outlines")):
        place = bookmark.Dest
        target = places.get((place[0].objgen[0], float(place[3])), targets.document)
        bookmark.A = Dictionary(Type=Name.Action, S=Name.GoTo, D=place, SD=_to(target, place))
        del bookmark.Dest


def _to(target: Any, place: Any) -> Any:
    return Array([target, *list(place)[1:]])


def _bookmarks(outline: Any) -> Iterator[Any]:
    following = outline.get("/First") if outline is not None else None
    while following is not None:
        yield following
        yield from _bookmarks(following)
        following = following.get("/Next")


def _join_contents(document: Tag, elements: Mapping[Tag, Any], targets: _Targets) -> None:
    """Let each entry of the contents refer to what it names (§8.2.5.8); the title of a part to its first section."""
    for contents in (tag for tag in document.walk() if tag.role == "TOC"):
        target = None
        for entry in reversed([kid for kid in contents.kids if isinstance(kid, Tag)]):
            link = next((tag for tag in entry.walk() if tag.role == "Link"), None)
            target = targets.of((link.source.get("href") or "").removeprefix("#")) if link else target
            elements[entry].Ref = Array([target or targets.document])


class _Targets:
    """The structure elements that ids stand for."""

    def __init__(self, document: Tag, elements: Mapping[Tag, Any], parents: Mapping[Any, Any]) -> None:
        self.document = elements[document]
        self.parents = parents
        self.named = links.named(parents)
        self.known: dict[Any, Any] = {}
        for tag in document.walk():
            if tag.source is not None:
                self.known.setdefault(tag.source, elements[tag])

    def of(self, name: str) -> Any:
        """The structure element of an id: its element's own, or the first within it, or that which holds it."""
        element = self.named.get(unquote(name))
        inner = next((kid for kid in element.iter() if kid in self.known), None) if element is not None else None
        if inner is not None:
            return self.known[inner]
        while element is not None and element not in self.known:
            element = self.parents.get(element)
        return self.known.get(element, self.document)
