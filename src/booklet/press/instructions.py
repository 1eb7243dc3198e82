"""The page that goes to the copier with the sheets: how to print them, what the first one looks like, how to fold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from markupsafe import Markup

from .. import language, naming
from ..compose import Composer
from ..composition import Composition, Medium, PrintJob
from ..formats import FORMATS
from ..model import Book, Edition, Place
from ..problems import BookletError, ordered, stop_on_errors
from ..settings import Design, Settings
from ..themes import FALLBACK, Own, Theme, design, find, paper
from . import diagram, measures
from .orders import Imposed

MEDIUM = Medium("print", "print.xhtml", False, "foot", ("booklet.css", "print.css", "instructions.css"), covers=False)
FEW = 8  # piles whose sizes stand on one line
NO_BREAK = "\N{NO-BREAK SPACE}"
Words = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Face:
    """A side of the first sheet as it is drawn: its caption, its file, and for who cannot see it its pages in rows."""

    caption: str
    file: str
    pages: str


def of_build(imposed: Imposed, book: Book, theme: Theme, shown: Mapping[str, str], at: Callable[..., Place]) -> bytes:
    """The page for the sheets of a build as a PDF, in the theme and language of the booklet."""
    title = naming.full_title(book.settings, book.edition, language.messages(book.settings.language))
    return _made(imposed, book, theme, shown, at, title)


def of_file(imposed: Imposed, title: str, tongue: str) -> bytes:
    """The page for the sheets of any PDF, in its language; in English where there are no fonts for that."""
    settings = Settings(title, language=tongue if language.is_tag(tongue) else "en")
    try:
        return _alone(imposed, settings)
    except BookletError:
        return _alone(imposed, replace(settings, language="en", title=title if title.isascii() else "PDF"))


def _alone(imposed: Imposed, settings: Settings) -> bytes:
    """The page without a booklet: in the first of the built-in themes."""
    here = Place("booklet impose")
    plain = find(FALLBACK, here, Own())
    theme, _ = design.dressed(plain, Design(), paper.size_of(_page(imposed), here), lambda *_: here)
    return _made(imposed, Book(settings, "", (), {}), theme, {}, lambda *_: here, settings.title)


def _made(
    imposed: Imposed, book: Book, theme: Theme, shown: Mapping[str, str], at: Callable[..., Place], title: str
) -> bytes:
    settings = replace(book.settings, page=_page(imposed), parts=())
    book = replace(book, sections=(), settings=settings, edition=book.edition or Edition(""))
    instructor = _Instructor(book, theme, MEDIUM, shown, at, PrintJob())
    outcome = FORMATS["pdf"].load()(instructor.instructions(imposed, title))
    stop_on_errors(outcome.problems)
    return outcome.data


def _page(imposed: Imposed) -> str:
    """What offices print letters on where the sheets come from."""
    american = imposed.frame.paper.name in (*measures.AMERICAN, "Legal")
    return "Letter" if american else "A4"


class _Instructor(Composer):
    def instructions(self, imposed: Imposed, title: str) -> Composition:
        """The composed page; raises what is wrong with its template."""
        heading = self.words("Printing and folding")
        sheet = imposed.plan.sheets[0]
        faces = [self._face("front", self.words("Front"), imposed)]
        if sheet.back:
            faces.append(self._face("back", self.words("Back, turned over like a page"), imposed))
        stack = f"{len(imposed.plan.sheets)} × {imposed.frame.paper.name}"
        page = self.page(
            "instructions", "instructions", heading, "instructions.xhtml", heading=heading, named=title, stack=stack,
            steps=list(steps(imposed, self.words)), faces=faces, legend=list(legend(imposed, self.words)),
        )  # fmt: skip
        page = replace(page, xhtml=self.wrapped("instructions", Markup(page.xhtml), f"{heading} – {title}"))
        stop_on_errors(ordered(self.problems))
        return self.composed(f"{heading} – {title}", (page,))

    def _face(self, side: str, caption: str, imposed: Imposed) -> Face:
        """A side of the first sheet, drawn into a file."""
        name = f"drawn/{side}.svg"
        drawing = diagram.drawn(imposed, side == "front", self.theme.label_face)
        self.files[name] = partial(bytes, drawing.encode())
        self.there.add(name)
        sheet = imposed.plan.sheets[0]
        spots = sheet.front if side == "front" else sheet.back
        blank = self.words("blank")
        pages = self.words(", ").join(str(spot.page) if spot.page else blank for spot in spots)
        return Face(caption, name, f"{caption} ({pages})")


def steps(imposed: Imposed, words: Words) -> Iterator[str]:
    """What is to be done, one thing after the other, in the language of ``words``."""
    order, plan = imposed.order, imposed.plan
    if not any(sheet.back for sheet in plan.sheets):
        yield words("Print on one side.")
    elif order.flip == "short":
        yield words("Print on both sides, turned on the short edge.")
    else:
        yield words("Print on both sides, turned on the long edge.")
    yield words("Print in actual size, not fitted to the paper.")
    if len(plan.sheets) > 1:
        yield words("Print one sheet first, and compare it with the drawing.")
    if order.layout in ("saddle", "perfect"):
        yield from _bound(imposed, words)
    elif order.layout == "mini-book":
        yield words("Fold along all lines, open again, and cut the solid line in the middle.")
        yield words("Fold lengthwise, push the ends together until a cross stands up, and wrap the pages around it.")
    elif order.layout in ("cut-and-stack", "repeat"):
        yield words("Cut the whole pile along the solid lines.")
        if order.layout == "cut-and-stack":
            yield words("Lay the piles on each other, row by row, the first on top.")
    else:
        yield words("Read row by row.")


def legend(imposed: Imposed, words: Words) -> Iterator[str]:
    """What the numbers and lines of the drawing mean, of those that are in it."""
    plan = imposed.plan
    yield words("Numbers count the pages of the file.")
    if plan.folded_columns or plan.folded_rows:
        yield words("Dashed lines are folded.")
    if plan.cut_columns or plan.cut_rows or plan.slit:
        yield words("Solid lines are cut.")
    if diagram.has_staples(imposed):
        yield words("Short thick lines are staples.")


def _bound(imposed: Imposed, words: Words) -> Iterator[str]:
    """How folded sheets become a book: those that are folded once as one pile, others each by itself."""
    order, plan = imposed.order, imposed.plan
    sizes: dict[int, int] = {}
    for sheet in plan.sheets:
        sizes[sheet.signature] = sizes.get(sheet.signature, 0) + 1
    folds = [words("Fold in the middle, with the first page outside.")]
    if order.folds > 1:
        folds = [words("Fold the upper half behind the lower."), *folds]
    if order.folds > 2:
        folds = [folds[-1], *folds]
    gathered = []
    if len(sizes) > 1:
        counts = words(", ").join(str(size) for size in sizes.values())
        if len(sizes) <= FEW:
            counts = counts.replace(" ", NO_BREAK)
        gathered = [words("Make piles of so many sheets, and lay those of a pile into each other: {counts}.").format(
            counts=counts
        )]  # fmt: skip
    elif len(plan.sheets) > 1:
        gathered = [words("Lay all sheets into each other, the first outside.")]
    yield from (*folds, *gathered) if order.folds > 1 else (*gathered, *folds)
    if order.layout == "saddle":
        yield words("Staple twice through the fold.")
    if len(sizes) > 1 or order.layout == "perfect":
        yield words("Lay the folded piles behind each other, and glue or sew the back.")
    if order.folds > 1:
        yield words("Cut the folded edges open.")
