"""Preflight: what a printing house looks for in a PDF before it prints. Any PDF, not ours alone."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Name

from .. import printed
from ..model import Place
from ..problems import Problem, error, information, warning
from . import ink, sides
from .verapdf import SPOILT

GOOD, POOR = 150, 100
PAGES_PER_SHEET = 4
LONGEST = 50  # letters of words that are told
SCREEN = "RGB"
LOCKED = "take the password away, or check the file before it is locked"
UNLOCK = "save it without protection: printing houses cannot open it otherwise"
EMBED = "make the file anew in a program that embeds fonts, as booklet build does"
LARGER = "take a picture with more pixels, or show it smaller"
INKS = "make it with booklet build --pdfx PROFILE, or change its colours in the program that made it"
FOR_SCREENS = "RGB is for screens and office printers; for a press: booklet build --pdfx PROFILE, for a copier: --grey"
CLAIM = b"GTS_PDFXVersion"


@dataclass(frozen=True, slots=True)
class Subject:
    """A PDF under inspection: its name for messages, the document, what its pages show, the words that are cut, and
    whether it says PDF/X."""

    place: Place
    pdf: pikepdf.Pdf
    shown: printed.Printed
    beyond: Sequence[printed.Beyond]
    claims: bool


def check(data: bytes, shown: str) -> list[Problem]:
    """What a printing house would say of a PDF: errors, warnings, and as information what the file is.

    ``shown`` is the file's name for messages.
    """
    place = Place(shown)
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return [*_inspected(pdf, place, data), *ink.coverage(data, place, len(pdf.pages))]
    except pikepdf.PasswordError:
        return [error("E015", place, "this file cannot be proved: it is locked with a password", LOCKED)]
    except (pikepdf.PdfError, TypeError, ValueError, AttributeError, LookupError):
        return [error("E015", place, "this file cannot be proved: it is not a PDF, or a part of it is missing", SPOILT)]


def _inspected(pdf: pikepdf.Pdf, place: Place, data: bytes) -> list[Problem]:
    """What all rules find; whatever is no PDF after all makes pikepdf raise errors of many kinds."""
    if not len(pdf.pages):
        return [error("E015", place, "this file cannot be proved: it has no pages", SPOILT)]
    shown = printed.read(pdf)
    subject = Subject(place, pdf, shown, () if shown.endless else printed.beyond(data), _claims(pdf))
    return [problem for rule in RULES for problem in rule(subject)]


def _claims(pdf: pikepdf.Pdf) -> bool:
    """Whether the file says that it is PDF/X, in its metadata or, as older versions do, in its information."""
    metadata = pdf.Root.get("/Metadata")
    said = metadata.read_bytes() if isinstance(metadata, pikepdf.Stream) else b""
    return CLAIM in said or "/GTS_PDFXVersion" in pdf.trailer.get("/Info", pikepdf.Dictionary())


def _pages(subject: Subject) -> Iterator[Problem]:
    """What the file is, in one line; boxes that are missing or contradict each other; sizes that differ."""
    pages = [sides.boxes(page) for page in subject.pdf.pages]
    sizes = {boxes.size for boxes in pages}
    measure = sides.measure(pages[0]) if len(sizes) == 1 else f"{len(sizes)} sizes"
    count = "1 page" if len(pages) == 1 else f"{len(pages)} pages"
    yield information("X010", subject.place, f"{count} of {measure}; {_told(subject.shown.fonts)}")
    wrong = [number for number, boxes in enumerate(pages, 1) if not boxes.nested]
    if wrong:
        hint = "the trimmed page must lie within the bleed, and the bleed within the sheet"
        yield error("X011", subject.place, f"the boxes {_on(wrong)} contradict each other", hint)
    without = [number for number, boxes in enumerate(pages, 1) if not boxes.says_trim]
    if without:
        found = error if subject.claims else warning
        hint = "make it with booklet build, or set the trimmed size in the program that made it"
        yield found("X011", subject.place, f"nothing says where to cut {_on(without)} (no TrimBox)", hint)
    if len(sizes) > 1:
        usual = max(sorted(sizes), key=lambda size: sum(boxes.size == size for boxes in pages))
        odd = [number for number, boxes in enumerate(pages, 1) if boxes.size != usual]
        words = f"the pages are not of one size: most are {sides.millimetres(usual)}, not so {_on(odd)}"
        yield warning("X012", subject.place, words, "ask the printing house whether it can bind them")


def _told(fonts: Iterable[printed.Font]) -> str:
    names = {font.name for font in fonts}
    return "no fonts" if not names else "1 font" if len(names) == 1 else f"{len(names)} fonts"


def _folding(subject: Subject) -> Iterator[Problem]:
    """Sheets that are folded once have four pages."""
    count = len(subject.pdf.pages)
    blank = -count % PAGES_PER_SHEET
    if blank and count > 1:
        pages = "1 page stays" if blank == 1 else f"{blank} pages stay"
        words = f"{count} pages are not divisible by 4: printed as a folded booklet, {pages} blank at the end"
        yield information("X013", subject.place, words, "nothing is wrong with that; fill them if you like")


def _fonts(subject: Subject) -> Iterator[Problem]:
    """Fonts that are not in the file, or are in it whole."""
    fonts = subject.shown.fonts
    for font in sorted({font.name for font in fonts if not font.embedded}):
        yield error("X014", subject.place, f"the font {font} is not in the file", EMBED)
    whole = sorted({font.name for font in fonts if font.embedded and not font.subset and font.name})
    if whole:
        words = f"in the file with all their letters, not just those that it needs: {', '.join(whole)}"
        yield information("X015", subject.place, words, "that makes it larger, and may break a font's licence")


def _pictures(subject: Subject) -> Iterator[Problem]:
    """Photographs that have too few pixels for the size at which they are printed; each once, where it is coarsest."""
    worst: dict[Any, printed.Shown] = {}
    for shown in printed.coarse(subject.shown.pictures, GOOD):
        if shown.dpi < worst.get(shown.image.objgen, shown).dpi or shown.image.objgen not in worst:
            worst[shown.image.objgen] = shown
    for shown in sorted(worst.values(), key=lambda shown: shown.page):
        found, least = (error, POOR) if shown.dpi < POOR else (warning, GOOD)
        width, height = (round(25.4 * side) for side in shown.inches)
        words = f"a photograph on page {shown.page} is printed at {shown.dpi:.0f} dots an inch ({width} × {height} mm)"
        hint = f"{least} is the least, 300 is good; {LARGER}"
        yield found("X016", subject.place, words, hint)


def _words(subject: Subject) -> Iterator[Problem]:
    """Words beyond the edge where the pages are cut."""
    for found, wholly, words in (
        (error, True, "words stand outside the page, and are not printed"),
        (warning, False, "words reach over the edge where the page is cut"),
    ):
        there = [beyond for beyond in subject.beyond if beyond.wholly == wholly]
        if there:
            pages = sorted({beyond.page for beyond in there})
            more = f" and {len(there) - 1} more" if len(there) > 1 else ""
            hint = "give them more room: shorter words in tables, wider margins, or a larger page"
            yield found("X023", subject.place, f"{words}, {_on(pages)}: “{_short(there[0].text)}”{more}", hint)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()} …"


def _colours(subject: Subject) -> Iterator[Problem]:
    """Which colour spaces there are; in PDF/X there is none of screens."""
    spaces, count = subject.shown.spaces, len(subject.pdf.pages)
    told = [f"{name} {_on_of(sorted(pages), count)}" for name, pages in sorted(spaces.items())]
    if told:
        hint = FOR_SCREENS if SCREEN in spaces and not subject.claims else ""
        yield information("X017", subject.place, f"colours: {'; '.join(told)}", hint)
    if subject.claims:
        if SCREEN in spaces:
            words = f"the file says PDF/X, but has colours of screens (RGB) {_on(sorted(spaces[SCREEN]))}"
            yield error("X018", subject.place, words, INKS)
        intents: Any = subject.pdf.Root.get("/OutputIntents", [])
        if not any(intent.get("/S") == Name.GTS_PDFX for intent in intents):
            words = "the file says PDF/X, but not for which press (no output intent)"
            yield error("X018", subject.place, words, INKS)
        linked = [number for number, page in enumerate(subject.pdf.pages, 1) if _links(page)]
        if linked:
            words = f"the file says PDF/X, but has links or notes {_on(linked)}"
            yield error("X018", subject.place, words, "take them off the pages, or make it with booklet build --pdfx")


def _links(page: Any) -> bool:
    kinds = (Name.PrinterMark, Name.TrapNet)
    return any(annotation.get("/Subtype") not in kinds for annotation in page.obj.get("/Annots", []))


def _access(subject: Subject) -> Iterator[Problem]:
    """What keeps others from opening or reading it."""
    if subject.pdf.is_encrypted:
        yield warning("X021", subject.place, "the file is protected against changes or printing", UNLOCK)
    if subject.shown.broken:
        words = f"what is drawn {_on(subject.shown.broken)} cannot be read to the end"
        yield error("X022", subject.place, words, SPOILT)


RULES: tuple[Callable[[Subject], Iterator[Problem]], ...] = (
    _pages, _folding, _fonts, _pictures, _words, _colours, _access,
)  # fmt: skip


def _on(pages: Sequence[int]) -> str:
    """Pages as in “on page 3” or “on pages 1, 4–7 and 9 more”."""
    return f"on page {pages[0]}" if len(pages) == 1 else f"on pages {_ranges(pages)}"


def _on_of(pages: Sequence[int], count: int) -> str:
    return ("on all pages" if count > 1 else "on the page") if len(pages) == count else _on(pages)


def _ranges(pages: Sequence[int], most: int = 6) -> str:
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1][1:] = [page]
        else:
            runs.append([page])
    told = ["–".join(map(str, run)) for run in runs[:most]]
    return ", ".join(told) + (" …" if len(runs) > most else "")
