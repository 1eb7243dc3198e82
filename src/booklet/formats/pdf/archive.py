"""PDF/A-2a beside PDF/UA-1: what a file that is to be kept says of itself, and of its colours (ISO 19005-2)."""

from __future__ import annotations

from functools import cache

import pikepdf
from pikepdf import Array, Dictionary, Name, String

END = b"</rdf:RDF>"
DATED = slice(24, 36)  # where an ICC profile has the time it was made at (ICC.1:2010 §7.2)
A_DAY = bytes.fromhex("07d0 0001 0001 0000 0000 0000")
CLAIM = b"""\
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" pdfaid:part="2" pdfaid:conformance="A"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 that the file keeps to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""


def identify(pdf: pikepdf.Pdf) -> None:
    """Make a PDF/UA-1 a PDF/A-2a as well, in place.

    Its metadata name both, and describe the schema that PDF/A does not know (§6.6.2.3, §6.6.4); its colours are those
    of sRGB (§6.2.3); pictures are shown as they are, without a reader's smoothing (§6.2.8).
    """
    metadata = pdf.Root.Metadata.read_bytes()
    assert END in metadata
    pdf.Root.Metadata.write(metadata.replace(END, CLAIM + END))
    say_colours(pdf)


def say_colours(pdf: pikepdf.Pdf) -> None:
    """Say that colours are those of sRGB, and let readers show pictures as they are, in place."""
    profile = pdf.make_stream(srgb(), N=3, Alternate=Name.DeviceRGB)
    intent = Dictionary(
        Type=Name.OutputIntent, S=Name.GTS_PDFA1, OutputConditionIdentifier=String("sRGB"), Info=String("sRGB"),
        DestOutputProfile=profile,
    )  # fmt: skip
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == Name.Image and "/Interpolate" in thing:
            del thing["/Interpolate"]


@cache
def srgb() -> bytes:
    """The profile of sRGB that Pillow's littlecms makes, without the time at which it was made."""
    from PIL import ImageCms

    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[DATED] = A_DAY
    return bytes(profile)
