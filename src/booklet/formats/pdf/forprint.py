"""A finished PDF for a printing house or a copier: its colours, its boxes, and what PDF/X-4 asks for."""

from __future__ import annotations

import io

import pikepdf

from ... import icc
from ...composition import Composition, PrintJob
from . import boxes, colour, inks, pdfx


def made(data: bytes, composition: Composition) -> bytes:
    """The PDF as the composition's print job wants it; as it is, where it wants nothing."""
    job = composition.job
    if job == PrintJob():
        return data
    profile = icc.read(composition.files[job.profile]()) if job.profile else None
    printed = inks.inks_of(None if job.grey else profile)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        if job.grey or profile:
            colour.convert(pdf, printed)
        boxes.mend(pdf, job, plates=bool(profile and profile.space == "CMYK" and not job.grey))
        if profile:
            pdfx.claim(pdf, profile)
        target = io.BytesIO()
        pdf.save(
            target, fix_metadata_version=False, deterministic_id=True, force_version=pdfx.VERSION if profile else ""
        )
    return target.getvalue()
