"""PDF/X-4 (ISO 15930-7): the output intent, the metadata that claim it, and no links on pages that are ink on paper."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from ...icc import CUSTOM, Profile

VERSION = "1.6"
CLAIM = "PDF/X-4"
REGISTRY = "http://www.color.org"
NO_DATE = ("D:19800101000000Z", "1980-01-01T00:00:00Z")
XML = {
    "x": "adobe:ns:meta/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfxid": "http://www.npes.org/pdfx/ns/id/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
}
SCHEMAS = (
    ("pdfxid", "PDF/X identification schema", "GTS_PDFXVersion", "The version of PDF/X that the file keeps to"),
    (
        "pdf",
        "Adobe PDF schema",
        "Trapped",
        "Whether it allows for plates that are out of register",
    ),
)
PACKET = b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>\n%s\n<?xpacket end="w"?>'


def claim(pdf: pikepdf.Pdf, profile: Profile) -> None:
    """Make a document PDF/X-4, in place; its colours and boxes are right already.

    It stays PDF/UA-1, and PDF/A-2a where it is: the two output intents share one profile (ISO 19005-2 §6.2.3).
    """
    _intend(pdf, profile)
    _without_links(pdf)
    pdf.docinfo[Name.Trapped] = Name.false
    for key in ("/CreationDate", "/ModDate"):
        if key not in pdf.docinfo:
            pdf.docinfo[key] = String(NO_DATE[0])
    identifier = bytes(pdf.trailer.ID[0])[:16].ljust(16, b"\0")
    metadata = pdf.Root.Metadata
    metadata.write(_claimed(metadata.read_bytes(), uuid.UUID(bytes=identifier)))


def _intend(pdf: pikepdf.Pdf, profile: Profile) -> None:
    """The printing condition that all colours are meant for (ISO 15930-7 §6.2.1)."""
    stream = Stream(pdf, profile.data, N=4 if profile.space == "CMYK" else 1)
    kinds = [Name.GTS_PDFX]
    kinds += [Name.GTS_PDFA1] if any(i.S == Name.GTS_PDFA1 for i in pdf.Root.get("/OutputIntents", [])) else []
    intents = []
    for kind in kinds:
        intent = Dictionary(Type=Name.OutputIntent, S=kind, Info=String(profile.name), DestOutputProfile=stream)
        intent.OutputConditionIdentifier = String(profile.condition)
        if profile.condition != CUSTOM:
            intent.RegistryName = String(REGISTRY)
        intents.append(pdf.make_indirect(intent))
    pdf.Root.OutputIntents = Array(intents)


def _without_links(pdf: pikepdf.Pdf) -> None:
    """Take the links off the pages: nothing but ink may lie within the bleed (ISO 15930-7 §6.17).

    Their words stay where they are in the structure, as spans.
    """
    gone = set()
    for page in pdf.pages:
        for annotation in page.obj.get("/Annots", []):
            if "/StructParent" in annotation:
                gone.add(int(annotation.StructParent))
        if "/Annots" in page.obj:
            del page.obj["/Annots"]
    if "/StructTreeRoot" not in pdf.Root:
        return
    for element in pdf.objects:
        if isinstance(element, Dictionary) and element.get("/S") == Name.Link and "/K" in element:
            element.S = Name.Span
            kids = list(element.K) if isinstance(element.K, Array) else [element.K]
            kept = [kid for kid in kids if not (isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR)]
            element.K = Array(kept)
    tree = pdf.Root.StructTreeRoot.ParentTree
    numbers = list(tree.Nums)
    pairs = [pair for pair in zip(numbers[::2], numbers[1::2], strict=True) if int(pair[0]) not in gone]
    tree.Nums = Array([entry for pair in pairs for entry in pair])


def _claimed(packet: bytes, identifier: uuid.UUID) -> bytes:
    """The metadata (XMP) with what PDF/X-4 wants said in them (ISO 15930-7 §6.3)."""
    for prefix, uri in XML.items():
        ElementTree.register_namespace(prefix, uri)
    root = ElementTree.fromstring(packet)  # noqa: S314  # made a moment ago
    rdf = root if root.tag == _named("rdf:RDF") else root.find(_named("rdf:RDF"))
    assert rdf is not None
    said: dict[str, str | None] = {element.tag: element.text for element in rdf.iterfind("*/*")}
    said |= {name: value for description in rdf for name, value in description.attrib.items()}
    for name, value in _properties(identifier, said):
        if _named(name) not in said:
            description = SubElement(rdf, _named("rdf:Description"), {_named("rdf:about"): ""})
            SubElement(description, _named(name)).text = value
    if _named("pdfaid:part") in said:
        for schema in SCHEMAS:
            _describe(rdf, *schema)
    written: bytes = ElementTree.tostring(root, encoding="utf-8")
    return PACKET % written


def _properties(identifier: uuid.UUID, said: Mapping[str, str | None]) -> Iterator[tuple[str, str]]:
    yield "pdfxid:GTS_PDFXVersion", CLAIM
    yield "pdf:Trapped", "False"
    yield "xmpMM:DocumentID", identifier.urn
    yield "xmpMM:VersionID", "1"
    yield "xmpMM:RenditionClass", "default"
    changed = said.get(_named("xmp:ModifyDate")) or NO_DATE[1]
    for name in ("CreateDate", "ModifyDate", "MetadataDate"):
        yield f"xmp:{name}", changed


def _describe(rdf: Element, prefix: str, schema: str, name: str, meaning: str) -> None:
    """Describe a property that PDF/A does not know (ISO 19005-2 §6.6.2.3.3), beside those that are described."""
    schemas = rdf.find(f".//{_named('pdfaExtension:schemas')}/{_named('rdf:Bag')}")
    if schemas is None:
        description = SubElement(rdf, _named("rdf:Description"), {_named("rdf:about"): ""})
        schemas = SubElement(SubElement(description, _named("pdfaExtension:schemas")), _named("rdf:Bag"))
    described = _resource(schemas)
    SubElement(described, _named("pdfaSchema:schema")).text = schema
    SubElement(described, _named("pdfaSchema:namespaceURI")).text = XML[prefix]
    SubElement(described, _named("pdfaSchema:prefix")).text = prefix
    one = _resource(SubElement(SubElement(described, _named("pdfaSchema:property")), _named("rdf:Seq")))
    SubElement(one, _named("pdfaProperty:name")).text = name
    SubElement(one, _named("pdfaProperty:valueType")).text = "Text"
    SubElement(one, _named("pdfaProperty:category")).text = "internal"
    SubElement(one, _named("pdfaProperty:description")).text = meaning


def _resource(parent: Element) -> Element:
    return SubElement(parent, _named("rdf:li"), {_named("rdf:parseType"): "Resource"})


def _named(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{XML[prefix]}}}{local}"
