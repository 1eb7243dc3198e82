"""ICC profiles, as far as a printing house needs them: for what they are, and what they are called (ICC.1:2010)."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from PIL.Image import Image

HEADER = 128
SIGNATURE = slice(36, 40)
ENTRY = struct.Struct(">4sII")
MOST_TAGS = 200
SPACES: dict[bytes, Literal["CMYK", "Gray"]] = {b"CMYK": "CMYK", b"GRAY": "Gray"}
CLASSES = {
    b"mntr": "screens", b"scnr": "scanners and cameras", b"spac": "exchanging pictures", b"link": "linking two devices",
    b"abst": "effects", b"nmcl": "named colours",
}  # fmt: skip
OUTPUT = b"prtr"
CUSTOM = "Custom"
CONDITIONS = (
    ("PSO Coated v3", "FOGRA51"), ("PSO Uncoated v3", "FOGRA52"), ("ISO Coated v2", "FOGRA39"),
    ("Coated FOGRA39", "FOGRA39"), ("PSO LWC Improved", "FOGRA45"), ("PSO LWC Standard", "FOGRA46"),
    ("PSO Uncoated ISO12647", "FOGRA47"), ("ISO Uncoated Yellowish", "FOGRA30"), ("ISO Uncoated", "FOGRA29"),
    ("Uncoated FOGRA29", "FOGRA29"), ("GRACoL2013 CRPC6", "CGATS21_CRPC6"), ("GRACoL2013_CRPC6", "CGATS21_CRPC6"),
    ("SWOP2013 CRPC5", "CGATS21_CRPC5"), ("SWOP2013C3-CRPC5", "CGATS21_CRPC5"), ("GRACoL2006", "CGATS TR 006"),
    ("SWOP2006_Coated3", "CGATS TR 003"), ("SWOP2006_Coated5", "CGATS TR 005"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile of printing: its bytes, what it calls itself, and the inks it describes."""

    data: bytes = field(repr=False)
    name: str
    space: Literal["CMYK", "Gray"]

    @property
    def condition(self) -> str:
        """The printing condition by its name in the registry of the ICC; "Custom" where none is known."""
        told = self.name.lower().replace("(", "").replace(")", "")
        for beginning, condition in CONDITIONS:
            if told.startswith(beginning.lower()):
                return condition
        words = self.name.replace("_", " ").replace("-", " ").upper().split()
        return next((word for word in words if word.startswith("FOGRA") and word[5:7].isdigit()), CUSTOM)


class UnfitError(Exception):
    """A file that is no profile, or none that can be printed with: why, in words that end a sentence."""


def read(data: bytes) -> Profile:
    """A profile of printing, of its bytes.

    Raises UnfitError for what is no ICC profile, or not of an output device in CMYK or grey (ISO 15930-7 §6.2.1), or
    does not say how colours become ink.
    """
    if len(data) < HEADER + 4 or data[SIGNATURE] != b"acsp":
        raise UnfitError("is no ICC profile")
    if int.from_bytes(data[:4]) > len(data):
        raise UnfitError("is cut short")
    if data[12:16] != OUTPUT:
        raise UnfitError(f"is a profile for {CLASSES.get(data[12:16], 'something else')}, not for printing")
    if data[16:20] not in SPACES:
        colours = data[16:20].decode("latin-1").strip()
        raise UnfitError(f"is for printing in {colours}, where CMYK or grey is wanted")
    if data[8] not in (2, 4):
        raise UnfitError(f"is of version {data[8]} of the standard, where 2 or 4 is wanted")
    tags = _tags(data)
    space = SPACES[data[16:20]]
    if (b"B2A0" if space == "CMYK" else b"kTRC") not in tags:
        raise UnfitError("does not say how colours become ink")
    return Profile(data, _text(tags.get(b"desc", b"")) or "a profile without a name", space)


def mixer(profile: Profile) -> Callable[[Image], Image] | None:
    """What turns a picture in sRGB into the inks of a profile (mode CMYK); None for one of a single ink.

    Colours are kept as they are seen on that paper, blacks as black as it can be (relative colorimetric, with
    compensation of the black point). Raises UnfitError where littlecms cannot read the profile.
    """
    from PIL import ImageCms

    try:
        target = ImageCms.ImageCmsProfile(io.BytesIO(profile.data))
        if profile.space == "Gray":
            return None
        transform = ImageCms.buildTransform(
            ImageCms.createProfile("sRGB"), target, "RGB", "CMYK",
            ImageCms.Intent.RELATIVE_COLORIMETRIC, ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )  # fmt: skip
    except (ImageCms.PyCMSError, OSError) as reason:
        raise UnfitError("is broken") from reason

    def mixed(picture: Image) -> Image:
        changed = ImageCms.applyTransform(picture, transform)
        assert changed is not None
        return changed

    return mixed


def _tags(data: bytes) -> dict[bytes, bytes]:
    """Every tag's bytes by its signature (ICC.1:2010 §7.3)."""
    count = int.from_bytes(data[HEADER : HEADER + 4])
    table = data[HEADER + 4 : HEADER + 4 + count * ENTRY.size]
    if count > MOST_TAGS or len(table) < count * ENTRY.size:
        raise UnfitError("is broken")
    found = {}
    for signature, offset, size in ENTRY.iter_unpack(table):
        if offset + size > len(data):
            raise UnfitError("is cut short")
        found[signature] = data[offset : offset + size]
    return found


def _text(tag: bytes) -> str:
    """The words of a tag of text: as version 2 writes it, or the first language of version 4's."""
    if tag[:4] == b"desc":
        length = int.from_bytes(tag[8:12])
        return tag[12 : 12 + length].split(b"\0")[0].decode("latin-1").strip()
    if tag[:4] == b"mluc" and len(tag) >= 28:
        length, offset = struct.unpack(">II", tag[20:28])
        return tag[offset : offset + length].decode("utf-16-be", errors="replace").split("\0")[0].strip()
    return ""
