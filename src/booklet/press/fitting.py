"""How many sheets a booklet takes, and which settings near its own make it take as many as are asked for.

Nothing is guessed: each setting is laid out. There are so many of them that one can wait for it.
"""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from .. import binding, choices, covers, editions, wrapping
from ..compose import compose
from ..confine import confined, in_parallel
from ..formats import FORMATS
from ..manuscript import load
from ..model import Edition, Place
from ..pipeline import Opened, Request, opened
from ..pressing import print_job
from ..problems import BookletError, error, ordered, stop_on_errors
from ..styling import Wardrobe
from ..themes import paper
from .measures import MM
from .orders import needed, wrong_order

Report = Callable[[str], None]
SPACINGS = ("compact", "normal", "airy")
STEP, LEAST, MOST = 0.5, 8.0, 14.0  # of the size of text, in pt
PAGES = (("A5", "A4"), ("Half-letter", "6x9in", "Letter"))  # that one size up or down is looked for in
MOST_TRIES = 7


@dataclass(frozen=True, slots=True)
class Setting:
    """A change of booklet.yaml: keys under ``design:`` with their values, a page size; nothing is as it is."""

    design: tuple[tuple[str, str], ...] = ()
    page: str = ""

    @property
    def words(self) -> str:
        """The change on one line."""
        keys = [("page", self.page)] if self.page else []
        return ", ".join(f"{key}: {value}" for key, value in (*keys, *self.design)) or "as it is"

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines that say so in booklet.yaml."""
        design = ("design:", *(f"  {key}: {value}" for key, value in self.design)) if self.design else ()
        return (*([f"page: {self.page}"] if self.page else []), *design)


@dataclass(frozen=True, slots=True)
class Trial:
    """A setting as it was laid out: how many pages it has, and how many sheets they take."""

    setting: Setting
    pages: int
    sheets: int
    sheet: str


@dataclass(frozen=True, slots=True)
class Fit:
    """What was tried for so many sheets, the booklet as it is first. Those that take no more than it fit, or, where a
    booklet takes fewer by itself, those that take just as many."""

    wanted: int
    trials: tuple[Trial, ...]

    def fits(self, trial: Trial) -> bool:
        """Whether a setting gives what was asked for."""
        return trial.sheets == self.wanted or trial.sheets < self.wanted < self.trials[0].sheets

    @property
    def best(self) -> Trial | None:
        """The setting that is nearest to the booklet's own among those that fit."""
        return next(filter(self.fits, self.trials), None)


def fit(request: Request, sheets: int, progress: Report | None = None) -> Fit:
    """Lay a booklet out in the settings near its own. Each layout may take as long as a build.

    Raises a BookletError with every problem of the booklet itself.
    """
    seconds = request.seconds * MOST_TRIES
    return confined(_fit, request, sheets, seconds=seconds, megabytes=request.megabytes, progress=progress)


@dataclass(frozen=True, slots=True)
class _Try:
    """A setting to be laid out."""

    project: Opened
    edition: Edition
    request: Request
    setting: Setting = field(default_factory=Setting)


def _fit(request: Request, sheets: int, report: Report) -> Fit:
    assert request.sheets is not None
    project = opened(request, report)
    found = [*project.problems, *wrong_order(request.sheets)]
    wanted, unknown = editions.wanted(request.editions, project.settings, request.up_to, request.answers)
    for name, hint in unknown.items():
        found.append(error("P012", Place("--edition"), f"there is no edition “{name}”", hint))
    stop_on_errors(ordered([*found, *project.wardrobe.problems]))
    assert project.book is not None
    FORMATS["pdf"].load()  # imported once, before processes part
    first = _Try(project, wanted[0], request)
    base, size, page = _laid_out(first, report)
    settings = _near(base, sheets, size, page, first) if base.sheets != sheets else []
    tried = partial(_tried, report=report)
    tasks = [replace(first, setting=setting) for setting in settings]
    trials = in_parallel(
        lambda task, _: tried(task), tasks, jobs=request.jobs, seconds=request.seconds, megabytes=request.megabytes,
        report=report,
    )  # fmt: skip
    return Fit(sheets, (base, *(trial for trial in trials if trial)))


def _tried(task: _Try, report: Report) -> Trial | None:
    """A setting laid out; None where it cannot be."""
    try:
        return _laid_out(task, report)[0]
    except BookletError:
        return None


def _laid_out(task: _Try, report: Report) -> tuple[Trial, float, str]:
    """A booklet in a setting, the size of its text in pt and its page."""
    request, project, order = task.request, task.project, task.request.sheets
    assert project.book is not None
    assert order is not None
    report(f"laying out with {task.setting.words}")
    changes: dict[str, Any] = {key.replace("-", "_"): value for key, value in task.setting.design}
    settings = replace(project.settings, design=replace(project.settings.design, **changes))
    wardrobe = Wardrobe(project.manuscript, request.theme, task.setting.page or request.page)
    dress = wardrobe.dress(task.edition, settings)
    job, problems = print_job(request.press, task.setting.page or request.page, settings, wardrobe)
    bound, trouble = binding.stock_of(request.wrap, ("pdf",)) if request.wrap else (None, [])
    stop_on_errors(ordered([*wardrobe.problems, *problems, *trouble]))
    assert dress is not None
    book = editions.choose(
        choices.dressed(replace(project.book, settings=settings), dress, request.class_copy), task.edition
    )
    medium = binding.block(FORMATS["pdf"].medium, bound)
    at = load.settings_places(project.manuscript)
    composition, _ = compose(book, dress.theme, medium, dress.theme.own.shown, at, job)
    pdf = FORMATS["pdf"].load()(composition).data
    pages = wrapping.pages_of(pdf)
    order = replace(order, back_cover=medium.covers and covers.has_back(settings))
    width, height = (side * MM for side in paper.size_of(dress.page, Place("--page")))
    takes = needed([(width, height)] * pages, order, Place("the sheets"))
    return Trial(task.setting, pages, takes.sheets, takes.name), _text_size(pdf), dress.page


def _near(base: Trial, sheets: int, size: float, page: str, task: _Try) -> list[Setting]:
    """The settings to be tried, the nearest first: tighter ones where there are too many sheets, else wider ones.

    An edition with a theme of its own keeps its type, so that only its page can be another.
    """
    way = -1 if base.sheets > sheets else 1
    found: list[tuple[tuple[str, str], ...]] = []
    if not task.edition.theme and not task.edition.text_size:
        spacings = list(_stepped(SPACINGS, task.project.settings.design.spacing, way))
        sizes = [f"{one:.4g}pt" for one in (size + way * STEP, size + 2 * way * STEP) if LEAST <= one <= MOST]
        found += [(("spacing", name),) for name in spacings[:1]]
        found += [(("text-size", one),) for one in sizes[:1]]
        found += [(("spacing", name), ("text-size", one)) for name in spacings[-1:] for one in sizes]
    pages = [next(_stepped(row, page, -way), "") for row in PAGES]
    other = next(filter(None, pages), "")
    settings = [Setting(keys) for keys in found]
    settings += [Setting(page=other), *(Setting(keys, other) for keys in found[:1])] if other else []
    return settings[: MOST_TRIES - 1]


def _stepped(row: Sequence[str], name: str, way: int) -> Iterator[str]:
    """What follows on a name in a row, one way or the other."""
    lower = [one.lower() for one in row]
    if name.lower() in lower:
        at = lower.index(name.lower())
        yield from row[at + 1 :] if way > 0 else reversed(row[:at])


def _text_size(pdf: bytes) -> float:
    """The size in pt of most letters of a PDF, to a tenth."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    sizes: Counter[float] = Counter()
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        for page in document:
            text, matrix = page.get_textpage(), pdfium.FS_MATRIX()
            for index in range(0, text.count_chars(), 5):  # of one letter in five
                pdfium.FPDFText_GetMatrix(text, index, ctypes.byref(matrix))
                size = pdfium.FPDFText_GetFontSize(text, index) * abs(matrix.d)
                sizes[round(size, 1)] += 1
    return sizes.most_common(1)[0][0] if sizes else 0.0


def table(found: Fit) -> Iterator[str]:
    """What was tried as lines of a table, and which lines to write into booklet.yaml for the best of it."""
    width = max(len(trial.setting.words) for trial in found.trials)
    yield f"  {'setting':{width}}  pages  sheets"
    for trial in found.trials:
        mark = "*" if found.fits(trial) else " "
        yield f"{mark} {trial.setting.words:{width}}  {trial.pages:5}  {trial.sheets:6} of {trial.sheet}"
    best = found.best
    if best is None:
        near = min(found.trials, key=lambda trial: abs(trial.sheets - found.wanted))
        yield f"None of these takes {found.wanted} sheets; nearest is {near.setting.words}, with {near.sheets}."
    elif best.setting.lines:
        yield f"For {found.wanted} sheets write in manuscript/booklet.yaml:"
        yield from (f"  {line}" for line in best.setting.lines)
    else:
        yield f"The booklet takes {found.wanted} sheets as it is."


def as_data(found: Fit) -> list[dict[str, Any]]:
    """The same for programs."""
    return [
        {"page": t.setting.page or None, "design": dict(t.setting.design), "pages": t.pages, "sheets": t.sheets,
         "sheet": t.sheet, "fits": found.fits(t)}
        for t in found.trials
    ]  # fmt: skip
