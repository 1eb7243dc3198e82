"""What a printing house or a copier asks of the PDF: ``print:`` of booklet.yaml and the command line, checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from . import icc
from .composition import PrintJob
from .model import Place
from .problems import BookletError, Problem, error
from .project import did_you_mean
from .settings import Print, Settings
from .styling import Wardrobe
from .themes import paper
from .yamltree import scalar_at

MOST_BLEED = 20.0
USUAL, USUAL_IN_AMERICA = "3mm", "0.125in"
NONE = ("0", "none")
ENDINGS = (".icc", ".icm")
ASK = "ask the printing house for its profile (CMYK, for printing), and put the file into styles/"


def print_job(asked: Print, page: str | None, settings: Settings, wardrobe: Wardrobe) -> tuple[PrintJob, list[Problem]]:
    """The job of a build: what the command line asks for, else booklet.yaml; and what is wrong with it.

    ``page`` is the page size of the command line. Marks without a bleed get the usual one: 3 mm, or 0.125 in for an
    American page. Lengths and names are read where they stand, so that they are judged whatever else is wrong there.
    """

    def wanted(key: str) -> tuple[str, Place]:
        given, written = getattr(asked, key), scalar_at(wardrobe.tree, "print", key)
        if given is not None or written is None:
            return given or "", Place(f"--{key}")
        return written.text, written.place

    marks = settings.print.marks if asked.marks is None else asked.marks
    grey = settings.print.grey if asked.grey is None else asked.grey
    usual = USUAL_IN_AMERICA if paper.american(page or settings.page) else USUAL
    length, place = wanted("bleed")
    bleed, problems = _bleed(length or (usual if marks else NONE[0]), place)
    name, place = wanted("pdfx")
    profile, trouble = _profile(name, place, wardrobe.own.files) if name.lower() not in ("", *NONE) else (None, [])
    return PrintJob(bleed, bool(marks), bool(grey), profile), problems + trouble


def _bleed(written: str, place: Place) -> tuple[float, list[Problem]]:
    """A bleed in mm; 0, with a problem, for what is none."""
    if written.lower() in NONE:
        return 0.0, []
    points = paper.points_of(written)
    if points is None:
        hint = f"write a length, as in {USUAL} or {USUAL_IN_AMERICA}; 0 for none"
        return 0.0, [error("X001", place, f"“{written}” is not a length of bleed", hint)]
    bleed = points * paper.MM_PER["pt"]
    if bleed > MOST_BLEED + 1e-6:
        hint = f"at most {MOST_BLEED:.0f} mm; printing houses ask for {USUAL} or {USUAL_IN_AMERICA}"
        return 0.0, [error("X001", place, f"a bleed of {written} is too much", hint)]
    return bleed, []


def _profile(name: str, place: Place, files: Mapping[str, Callable[[], bytes]]) -> tuple[str | None, list[Problem]]:
    """The file of styles/ with a profile of that name that can be printed with; None, with a problem, without one."""
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in name:
        hint = "copy the profile into styles/ and give its name alone"
        return None, [error("R001", place, f"“{name}” is outside the project", hint)]
    file = str(path if path.parts[0] == "styles" else PurePosixPath("styles", path))
    found = next((f for f in (file, *(file + ending for ending in ENDINGS)) if f in files), None)
    if found is None:
        there = [f.removeprefix("styles/") for f in files if f.lower().endswith(ENDINGS)]
        return None, [
            error("X002", place, f"there is no profile “{name}” in styles/", did_you_mean(name, there) or ASK)
        ]
    try:
        profile = icc.read(files[found]())
        icc.mixer(profile)
    except BookletError as mistake:
        return None, list(mistake.problems)
    except icc.UnfitError as reason:
        return None, [error("X002", place, f"“{name}” {reason}", ASK)]
    return found, []
