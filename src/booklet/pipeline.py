"""The stages in order: load, read, choose, compose, make; and place, where what was made is wanted on disk."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from . import choices, inputs, naming, place
from .composition import Composition, FinishedFile, PrintJob, Wrap
from .model import Book, Edition, Manuscript, Place
from .problems import BookletError, FileError, ManuscriptError, Problem, error, ordered, stop_on_errors, warning
from .settings import Answers, Print, Settings

if TYPE_CHECKING:
    from .press.building import Sheets
    from .press.orders import Order
    from .stock import Stock
    from .styling import Wardrobe
    from .themes import Theme

Report = Callable[[str], None]
SECONDS = 120.0
MEGABYTES = 2048
WRAPPED = "cover"  # what the wrap of a PDF is called among formats, and behind its file's name
SHEETS, INSTRUCTIONS = "sheets", "instructions"  # what a PDF on sheets, and how to fold it, are called among formats


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be built: the project folder, as named by the author, and the choices made for it.

    Empty ``formats`` are those of booklet.yaml; ``theme``, ``page`` and ``press`` override it. ``editions`` may name
    ``all``.
    ``up_to`` is the last chapter of the studied book that may be told, ``answers`` where they stand in editions that
    have them, ``class_copy`` the copy in ``work.editions`` whose pages are named. ``wrap`` asks for covers in a file of
    their own, ``sheets`` for the pages of each PDF on sheets too. ``jobs`` is how many files are made at once.
    ``proof`` asks the official validators before anything is placed. ``seconds`` and ``megabytes`` are limits for the
    whole build, and for each process.
    """

    project: Path
    shown: str = ""
    output: Path | None = None
    formats: tuple[str, ...] = ()
    editions: tuple[str, ...] = ("student",)
    theme: str | None = None
    page: str | None = None
    press: Print = field(default_factory=Print)
    wrap: Wrap | None = None
    sheets: Order | None = None
    up_to: int | None = None
    answers: Answers | None = None
    class_copy: str | None = None
    jobs: int = 1
    drafts: bool = False
    strict: bool = False
    proof: bool = False
    cache: bool = True
    keep_composed: Path | None = None
    seconds: float = SECONDS
    megabytes: int = MEGABYTES

    @property
    def folder(self) -> Path:
        """Where finished files go."""
        return self.output or self.project / "output"

    @property
    def beside(self) -> tuple[str, ...]:
        """What else is made of each PDF, as the ledger calls it."""
        sheets = (SHEETS, *([INSTRUCTIONS] if self.sheets.instructions else [])) if self.sheets else ()
        return (*([WRAPPED] if self.wrap else []), *sheets)


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a build: the files (in output/), the warnings, whether anything was to be done, and what is to be
    told of sheets, or of files that lie beside these."""

    files: tuple[Path, ...]
    warnings: tuple[Problem, ...]
    fresh: bool
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """What the child process gives back: files, warnings, the formats of a plain build, what ``-e all`` means, what is
    kept of the composing, and what is told of sheets."""

    files: tuple[FinishedFile, ...]
    warnings: tuple[Problem, ...]
    formats: tuple[str, ...]
    editions: tuple[str, ...]
    composed: tuple[tuple[str, bytes], ...]
    told: tuple[str, ...] = ()


def build(request: Request, progress: Report | None = None) -> Result:
    """Build what is asked for, unless it is all there already, and place it.

    Raises a BookletError with every problem found; then nothing was placed.
    """
    asked = (
        request.theme, request.page, request.press, request.up_to, request.answers, request.class_copy, request.drafts,
        request.strict, request.proof, request.shown, request.wrap, request.sheets,
    )  # fmt: skip
    digest = inputs.digest_of(request.project, asked)
    if request.cache and request.keep_composed is None:
        ledger = place.read_ledger(request.folder)
        formats = (*request.formats, *request.beside) if request.formats else ()
        names = place.up_to_date(ledger, request.folder, digest, formats, request.editions)
        if names is not None:
            there = tuple(request.folder / name for name in names)
            return Result(there, tuple(ledger.warnings.get(digest, ())), False, tuple(ledger.told.get(digest, ())))
    found = tuple(place.hindrances(request.folder)) if request.project.is_dir() else ()
    from .confine import confined  # not paid for where nothing is to be done

    began = time.monotonic()
    work = partial(make, found=found)
    made = confined(work, request, seconds=request.seconds, megabytes=request.megabytes, progress=progress)
    if request.keep_composed:
        _keep(request.keep_composed, made.composed)
    warnings = made.warnings
    if request.proof:
        warnings = _proved(made, request, request.seconds - (time.monotonic() - began), progress)
    place.place(request.folder, made.files, digest, warnings, made.formats, made.editions, made.told)
    return Result(tuple(request.folder / file.name for file in made.files), warnings, True, made.told)


def _proved(made: Made, request: Request, seconds: float, progress: Report | None) -> tuple[Problem, ...]:
    """The warnings of a build with those of the official validators; their errors end it as any other's."""
    from .proof import official

    files = [(file.name, file.data) for file in made.files if file.format != SHEETS]  # which have no tags
    found = official.prove(files, max(seconds, 1.0), request.megabytes, progress)
    problems = ordered([*made.warnings, *found])
    stop_on(problems, request)
    return problems


def stop_on(problems: Sequence[Problem], request: Request) -> None:
    """Raise what fits the errors, or the warnings where they count as errors."""
    stop_on_errors(problems)
    if request.strict and any(problem.severity == "warning" for problem in problems):
        raise ManuscriptError(*problems)


def make(request: Request, report: Report, found: Sequence[Problem] = ()) -> Made:
    """All stages but the last: the finished files of a request as bytes.

    Problems of all sections, editions and formats are gathered, with those ``found`` before, until the build stops
    for them: once before anything is composed, once at the end.
    """
    from . import binding, editions, lint, machine
    from .confine import in_parallel
    from .formats import FORMATS
    from .press import building
    from .pressing import print_job

    manuscript, book, settings, wardrobe, problems = opened(request, report, found)
    wanted, unknown = editions.wanted(request.editions, settings, request.up_to, request.answers)
    for name, hint in unknown.items():
        problems.append(error("P012", Place("--edition"), f"there is no edition “{name}”", hint))
    own = [edition for name, edition in editions.known(settings).items() if name in settings.editions]
    dresses = {edition.name: wardrobe.dress(edition, settings) for edition in (*own, *wanted)}
    problems += choices.beyond_the_work(own, settings.work, manuscript.settings_place)
    job, trouble = print_job(request.press, request.page, settings, wardrobe)
    problems += wardrobe.problems + trouble
    formats = request.formats or settings.formats
    bound, trouble = binding.stock_of(request.wrap, formats) if request.wrap else (None, [])
    problems += [*trouble, *building.wrong(request.sheets, formats)]
    missing = machine.validators_missing() if request.proof and set(formats) != {"html"} else None
    problems += [missing] if missing else []
    stop_on_errors(ordered(problems))
    assert book is not None
    book = replace(book, settings=settings)
    tasks: list[_Task] = []
    for edition in wanted:
        dress = dresses[edition.name]
        assert dress is not None
        whole = choices.dressed(book, dress, request.class_copy)
        chosen = editions.choose(whole, edition)
        if chosen.sections:
            common = (whole, chosen, edition, dress.theme, job, dress.theme.own.shown, manuscript, request, bound)
            tasks += [_Task(*common, format=name) for name in formats]
        else:
            asked_for = edition.name in request.editions or edition.name == "student"
            problems.append(_nothing_left(edition, manuscript.settings_place, asked_for))
    stop_on_errors(ordered(problems) if not tasks else ())
    for name in formats if tasks else ():
        FORMATS[name].load()  # imported once, before processes part
    outcomes = in_parallel(
        _press, tasks, jobs=request.jobs, seconds=request.seconds, megabytes=request.megabytes, report=report
    )
    problems += lint.kept(book, [problem for outcome in outcomes for problem in outcome.warnings])
    stop_on(ordered(problems), request)
    return Made(
        tuple(file for outcome in outcomes for file in outcome.files),
        ordered(problems),
        (*settings.formats, *request.beside),
        tuple(dict.fromkeys(task.edition.name for task in tasks)) if "all" in request.editions else (),
        tuple(file for outcome in outcomes for file in outcome.composed),
        tuple(line for outcome in outcomes for line in outcome.told),
    )


class Opened(NamedTuple):
    """A project as it was read: its files, the book where there is one, settings with what a request says otherwise,
    what it may be dressed in, and what is wrong so far."""

    manuscript: Manuscript
    book: Book | None
    settings: Settings
    wardrobe: Wardrobe
    problems: list[Problem]


def opened(request: Request, report: Report, found: Sequence[Problem] = ()) -> Opened:
    """Read a project and judge it as before any build; nothing is raised but limits."""
    from . import lint
    from .manuscript import load, reading
    from .styling import Wardrobe

    report("reading the manuscript")
    manuscript, problems = load.find(request.project, request.shown)
    problems += found
    wardrobe = Wardrobe(manuscript, request.theme, request.page)
    book, trouble = reading.read(manuscript, request.drafts)
    problems = lint.before_building(book, [*problems, *trouble], load.settings_places(manuscript))
    settings, trouble = choices.settings_of(book, request.up_to, request.class_copy)
    return Opened(manuscript, book, settings, wardrobe, problems + trouble)


@dataclass(frozen=True, slots=True)
class _Task:
    """One file to make: an edition of the book in a theme and a format. ``whole`` is the book before choosing."""

    whole: Book
    book: Book
    edition: Edition
    theme: Theme
    job: PrintJob
    shown: Mapping[str, str]
    manuscript: Manuscript
    request: Request
    bound: Stock | None
    format: str


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What came of a task: the file, where there is one, every problem, and what is told of sheets."""

    files: tuple[FinishedFile, ...] = ()
    warnings: tuple[Problem, ...] = ()
    composed: tuple[tuple[str, bytes], ...] = ()
    told: tuple[str, ...] = ()


def _press(task: _Task, report: Report) -> _Outcome:
    """Compose and make one file, and the wrap around it, and prove that they hold what their edition holds."""
    from . import binding, compose
    from .formats import FORMATS
    from .manuscript import load
    from .press import building
    from .proof import compared

    name, wanted = task.edition.name, FORMATS[task.format]
    stem = f"{naming.slug_of(task.book.settings.title, task.book.settings.language)}{task.edition.suffix}"
    try:
        report(f"composing the {name} edition for {task.format.upper()}")
        at = load.settings_places(task.manuscript)
        medium = binding.block(wanted.medium, task.bound)
        composition, warnings = compose.compose(task.book, task.theme, medium, task.shown, at, task.job)
        report(f"making the {task.format.upper()} of the {name} edition")
        outcome = wanted.load()(composition)
        wrap = None
        if task.bound and task.format == "pdf":
            report(f"wrapping a cover around the {name} edition")
            common = (task.book, task.theme, medium, task.shown, at, task.job)
            composition, trouble = binding.composed(*common, task.bound, outcome.data)
            wrap = wanted.load()(composition)
            warnings += (*trouble, *wrap.problems)
        sheets: Sheets | None = None
        if task.request.sheets and task.format == "pdf":
            report(f"putting the {name} edition on sheets")
            common = (task.book, task.theme, medium, task.shown, at, task.job)
            sheets = building.made(outcome.data, stem, task.request.sheets, *common)
            warnings += sheets.problems
    except BookletError as mistake:
        return _Outcome(warnings=mistake.problems)
    made = [FinishedFile(stem + wanted.suffix, outcome.data, task.format, name)]
    made += [FinishedFile(f"{stem}-{WRAPPED}{wanted.suffix}", wrap.data, WRAPPED, name)] if wrap else []
    kept = list(_composed(outcome.composition, f"{name}-{task.format}")) if task.request.keep_composed else []
    kept += _composed(wrap.composition, f"{name}-{WRAPPED}") if wrap and task.request.keep_composed else []
    report(f"proving the {task.format.upper()} of the {name} edition")
    found = [p for f in made for p in compared.compare(f.name, f.format, f.data, task.whole, task.edition)]
    made += sheets.files if sheets else ()
    told = sheets.told if sheets else ()
    return _Outcome(tuple(made), (*warnings, *outcome.problems, *found), tuple(kept), told)


def _nothing_left(edition: Edition, place: Place, asked_for: bool) -> Problem:
    """The problem of an edition without a single section: an error where it was asked for by name."""
    hint = "write a section that is not a draft and not for the teacher alone"
    if edition.spoilers == "none":
        hint = "write a section with  spoilers: none  that is not a draft and not for the teacher alone"
    elif edition.spoilers != "full":
        hint = f"say chapter=… of what may be read up to chapter {edition.spoilers}, or spoilers: none of a section"
    kind = error if asked_for else warning
    return kind("P011", place, f"the {edition.name} edition has no sections", hint)


def _composed(composition: Composition, folder: str) -> Iterator[tuple[str, bytes]]:
    """Pages, style sheets and pictures as a format was given them, with addresses that work from a folder."""
    for page in composition.pages:
        yield f"{folder}/{page.name}.xhtml", page.xhtml.encode()
    for name, css in composition.styles:
        up = "../" * name.count("/")
        yield f"{folder}/{name}", css.replace("booklet:///", up).encode()
    for name, read in composition.files.items():
        yield f"{folder}/{name}", read()


def _keep(folder: Path, composed: Sequence[tuple[str, bytes]]) -> None:
    for name, data in composed:
        path = folder / PurePosixPath(name)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        except OSError as reason:
            message = f"cannot be written: {reason.strerror}"
            raise FileError(error("F003", Place(str(path)), message, "give another folder")) from reason
