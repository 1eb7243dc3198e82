"""A finished PDF for a printing house or a copier: its colours, its boxes, and what PDF/X-4 asks for."""

from __future__ import annotations

import io

import pikepdf
from PIL import Image

from ... import icc
from ...composition import Composition, PrintJob
from . import boxes, colour, inks, pdfx

PICTURES = (".jpg", ".jpeg")
IN_INKS = "device-cmyk"


def made(data: bytes, composition: Composition) -> bytes:
    """The PDF as the composition's print job wants it; as it is, where it wants nothing.

    A file that is not for a press has the colours of screens, which are what it says of itself (PDF/A-2a, ISO 19005-2
    §6.2.4.3): pictures and style sheets in inks are turned into these.
    """
    job = composition.job
    profile = icc.read(composition.files[job.profile]()) if job.profile else None
    printed = inks.inks_of(None if job.grey else profile) if job.grey or profile else None
    printed = printed or (inks.Screen() if _inked(composition) else None)
    if job == PrintJob() and printed is None:
        return data
    with pikepdf.open(io.BytesIO(data)) as pdf:
        if printed:
            colour.convert(pdf, printed)
        boxes.mend(pdf, job, plates=bool(printed and printed.space == inks.INKS))
        if profile:
            pdfx.claim(pdf, profile)
        target = io.BytesIO()
        version = pdfx.VERSION if profile else ""
        pdf.save(target, fix_metadata_version=False, deterministic_id=True, force_version=version)
    return target.getvalue()


def _inked(composition: Composition) -> bool:
    """Whether pictures or style sheets are in inks."""
    if any(IN_INKS in css.lower() for _, css in composition.styles):
        return True
    return any(_mode(read()) == "CMYK" for name, read in composition.files.items() if name.lower().endswith(PICTURES))


def _mode(data: bytes) -> str:
    """The mode of a picture, as Pillow names it; "" where it cannot be read, which is told elsewhere."""
    try:
        with Image.open(io.BytesIO(data)) as picture:
            return picture.mode
    except OSError:
        return ""
