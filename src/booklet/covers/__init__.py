"""Covers drawn from what a booklet says of itself: the front, the back, and the whole wrap with its spine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from .. import language
from ..composition import Medium, PrintJob
from ..model import Book, Place
from ..naming import Words, edition_label
from ..problems import Problem, error, warning
from ..settings import Settings
from ..themes import Theme
from ..themes.lettering import Lettering
from . import barcode
from .canvas import Barcode
from .canvas import Canvas as Canvas
from .lettering import HELD
from .parting import parted

SCREEN = (1600.0, 2560.0)  # px of an e-reader's cover
DRAWN = ("cover.svg", "back.svg", "spine.svg")
BARCODE = "cover-barcode.svg"
LEAST, GOOD, BEST = 100, 150, 300  # pixels to an inch: what is not printed, what is warned of, what is right
POINT = 25.4 / 72  # mm
TENTHS = 10  # to a mm: covers on paper are drawn in tenths of a millimetre


def design_of(settings: Settings, theme: Theme) -> str:
    """The design of a booklet's covers: the one that it names, else that for its picture, else its theme's usual, which
    cannot be that for a picture."""
    usual = theme.look.usual if theme.look.usual != "picture" else "typographic"
    return settings.cover.design or ("picture" if settings.cover.image else usual)


def blurb(settings: Settings) -> str:
    """What the back says of the booklet."""
    return settings.cover.text or settings.dek or ""


def has_back(settings: Settings) -> bool:
    """Whether there is a back cover: where there is something to say on it, or a number for shops."""
    return settings.cover.back == "auto" and bool(blurb(settings) or settings.isbn.pdf)


def canvas(
    book: Book, theme: Theme, medium: Medium, size: tuple[float, float], job: PrintJob, words: Words,
    address: Callable[[str], str],
) -> Canvas:  # fmt: skip
    """A canvas for the covers of an edition: for a page of so many mm on paper, else for an e-reader.

    ``address`` gives the address of a picture of the manuscript, as the drawing can ask for it.
    """
    settings = book.settings
    paper, isbn = medium.name == "print", settings.isbn.pdf
    width, height = (size[0] * TENTHS, size[1] * TENTHS) if paper else SCREEN
    texts = {
        "work": settings.work.author if settings.work else "",
        "title": settings.title,
        "subtitle": settings.subtitle or "",
        "edition": edition_label(book.edition, words),
        "authors": words(", ").join(author.name.replace(" ", HELD) for author in settings.authors),
        "publisher": settings.publisher or "",
        "heading": settings.title,
        "blurb": blurb(settings),
        "house": settings.publisher or "",
        "rights": (settings.rights or "").replace("© ", f"©{HELD}"),
        "isbn": f"ISBN {isbn}" if isbn else "",
    }
    return Canvas(
        width, height, job.bleed * TENTHS if paper else 0, design_of(settings, theme), theme, settings, texts,
        language.direction(settings.language) == "rtl", book.pictures, address, paper,
        TENTHS * POINT * book.edition.text_size if paper and book.edition else 0,
        Barcode(BARCODE, barcode.WIDTH * TENTHS, barcode.HEIGHT * TENTHS) if paper and isbn else None,
    )  # fmt: skip


def values(drawn: Canvas) -> dict[str, Any]:
    """What a template of a cover is given: the canvas, and what projects' own templates may ask for by itself."""
    letters = Lettering(drawn.theme.faces)
    return {
        "cover": drawn, "width": drawn.width, "height": drawn.height, "bleed": drawn.bleed, "fitted": letters.fitted,
        "lines": letters.lines,
    }  # fmt: skip


def sheet() -> str:
    """The style sheet that puts the words of covers on their places on paper."""
    return Path(__file__).with_name("paper.css").read_text(encoding="utf-8")


def files(drawn: Canvas) -> dict[str, bytes]:
    """What the drawings of covers may ask for beside the manuscript's pictures."""
    isbn = drawn.settings.isbn.pdf
    return {BARCODE: barcode.drawing(isbn, drawn.theme.label_face).encode()} if drawn.barcode and isbn else {}


def problems(drawn: Canvas, at: Callable[..., Place]) -> Iterator[Problem]:
    """What cannot be printed of covers that are drawn: words that find no room, pictures with too few pixels.

    ``at`` tells where a value of booklet.yaml stands, by its keys.
    """
    if "blurb" in drawn.crowded:
        key = ("cover", "text") if drawn.settings.cover.text else ("dek",)
        message = f"the words on the back cover are too many for its page: {len(drawn.texts['blurb'])} characters"
        yield error("P015", at(*key), message, "say less in  text:  under cover:, or take a larger page")
    for shown in dict.fromkeys(drawn.printed):
        key = ("design", "logo") if shown.file == drawn.settings.design.logo else ("cover", "image")
        if shown.density < GOOD:
            words = f"“{shown.file}” has too few pixels for the cover: {shown.density:.0f} to an inch of paper"
            across = round(drawn.pictures[shown.file].width * BEST / shown.density)
            hint = f"take one that is {across} pixels wide; below {LEAST} to an inch it is not printed"
            yield (error if shown.density < LEAST else warning)("I007", at(*key), words, hint)


def panel(svg: str, art: str, size: tuple[float, float], bleed: float) -> tuple[bytes, str]:
    """A cover on paper of so many mm: its drawing without words, to be had under the name ``art``, and its XHTML.

    A drawing that ends at the edge of the page, as a project's own may, is drawn larger by the ``bleed`` (mm).
    """
    found = parted(svg, 1 / TENTHS, size[0])
    left, top, width, height = found.box
    if width and height and top > 0.01 - bleed:
        larger = max(2 * bleed / width, 2 * bleed / height)
        left, top = left - larger * width / 2, top - larger * height / 2
        width, height = width + larger * width, height + larger * height
    place = f"left: {left:.3f}mm; top: {top:.3f}mm; width: {width:.3f}mm; height: {height:.3f}mm"
    markup = (
        f'<div class="panel" style="width: {size[0]:g}mm; height: {size[1]:g}mm">\n'
        f'<div class="art" style="{place}; background-image: url({art})"></div>\n{found.xhtml}\n</div>'
    )
    return found.drawing.encode(), markup
