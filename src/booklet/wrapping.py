"""The wrap of a printed booklet, on one page: its back cover, its spine, its front cover."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import pikepdf
from markupsafe import Markup

from . import cascade, covers, naming
from .compose import Composer
from .composition import Composition, Medium, PrintJob
from .covers import spine
from .language import direction
from .model import Book, Place
from .problems import Problem, ordered, stop_on_errors
from .themes import Theme
from .themes.lettering import Lettering


def compose(
    book: Book, theme: Theme, medium: Medium, shown: Mapping[str, str], at: Callable[..., Place], job: PrintJob,
    thickness: float,
) -> tuple[Composition, tuple[Problem, ...]]:  # fmt: skip
    """The wrap of an edition as a page for paper; ``thickness`` is that of its block in mm, the rest as in
    :func:`booklet.compose.compose`.

    Raises what is wrong with the covers and with their templates.
    """
    wrapper = _Wrapper(replace(book, sections=()), theme, medium, shown, at, job)
    return wrapper.wrap(thickness), ordered(wrapper.problems)


def pages_of(pdf: bytes) -> int:
    """How many pages a finished PDF has."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return len(file.pages)


@dataclass(frozen=True, slots=True)
class Face:
    """A part of the wrap: its name, where it lies, how what is in it is placed and turned, and its panel."""

    name: str
    style: str
    inner: str
    panel: Markup


@dataclass(frozen=True, slots=True)
class Back:
    """What the template of the spine is told: its words, how far they stand from its ends, whether upright."""

    words: spine.Spine | None
    ends: float
    upright: bool


class _Wrapper(Composer):
    def wrap(self, thickness: float) -> Composition:
        """Back, spine and front side by side, the outside up; for a booklet bound on the right the other way round."""
        width, height = self.size
        rtl = direction(self.book.settings.language) == "rtl"
        front = self.panel(self.drawn("cover.svg", self.canvas), "cover-art.svg")
        back = self.panel(self.drawn("back.svg", self.canvas), "back-art.svg")
        left, right = (("front", front), ("back", back)) if rtl else (("back", back), ("front", front))
        faces = [self._outer(*left, 0), self._outer(*right, width + thickness), self._spine(thickness, rtl)]
        self.problems += covers.problems(self.canvas, self.at)
        stop_on_errors(ordered(self.problems))
        whole = (2 * width + thickness, height)
        rules = cascade.page_rules(self.book, self.theme, whole, self.job)
        self.sheets = tuple((name, rules if name == cascade.PAGE else css) for name, css in self.sheets)
        title = naming.full_title(self.book.settings, self.book.edition, self.words)
        self.job = replace(self.job, folds=(width, width + thickness))
        page = self.page("wrap", "wrap", title, "wrap.xhtml", faces=faces)
        page = replace(page, xhtml=self.wrapped("wrap", Markup(page.xhtml), title))
        stop_on_errors(ordered(self.problems))
        return self.composed(title, (page,))

    def _outer(self, name: str, panel: Markup, left: float) -> Face:
        """A cover, which reaches into the bleed on three sides, and ends at the spine."""
        width, height = self.size
        bleed = self.job.bleed
        outside = bleed if left == 0 else 0
        style = _box(left - outside, -bleed, width + bleed, height + 2 * bleed)
        return Face(name, style, f"left: {outside:.3f}mm; top: {bleed:.3f}mm", panel)

    def _spine(self, thickness: float, rtl: bool) -> Face:
        """The spine, drawn lying and turned; of letters that stand upright drawn as it stands."""
        settings, bleed = self.book.settings, self.job.bleed
        width, height = self.size
        label = naming.edition_label(self.book.edition, self.words)
        title = f"{settings.title} · {label}" if label else settings.title
        names = self.words(", ").join(author.name for author in settings.authors)
        upright = spine.is_upright(title + names, settings.language)
        look = self.theme.look
        faces = ((self.canvas.display, look.title_weight), (self.theme.label_face, 400))
        words = spine.lettered(Lettering(self.theme.faces), height, thickness, title, names, faces, upright)
        size = (thickness, height) if upright else (height, thickness)
        canvas = replace(
            self.canvas, width=size[0] * covers.TENTHS, height=size[1] * covers.TENTHS, crowded=set(), printed=[]
        )
        told = Back(words, spine.ENDS * covers.TENTHS, upright)
        panel = self.panel(self.drawn("spine.svg", canvas, spine=told), "spine-art.svg", size)
        style = _box(width, -bleed, thickness, height + 2 * bleed)
        # turned about its middle: WeasyPrint cuts off what would lie beyond the page if it were not turned
        inner = _box((thickness - size[0]) / 2, bleed + (height - size[1]) / 2, *size)
        if not upright:
            degrees = 90 if spine.turn(settings.language, rtl) == "down" else -90
            inner += f"; transform: rotate({degrees}deg)"
        return Face("spine", style, inner, panel)


def _box(left: float, top: float, width: float, height: float) -> str:
    return f"left: {left:.3f}mm; top: {top:.3f}mm; width: {width:.3f}mm; height: {height:.3f}mm"
