"""The stages in order: load, read, choose, compose, make; and place, where what was made is wanted on disk."""

from __future__ import annotations

import datetime
import os
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from . import inputs, place
from .model import Book, Composition, FinishedFile, Manuscript, Place, Settings, SourceFile
from .problems import BookletError, FileError, ManuscriptError, Problem, error, ordered, stop_on_errors

if TYPE_CHECKING:
    from .themes import Own, Theme

Report = Callable[[str], None]
SETTINGS = "manuscript/booklet.yaml"
SECONDS = 120.0
MEGABYTES = 2048


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be built: the project folder, as named by the author, and the choices made for it.

    Empty ``formats`` are those of booklet.yaml; ``theme`` and ``page`` override it. ``seconds`` and ``megabytes`` are
    limits for the whole build.
    """

    project: Path
    shown: str = ""
    output: Path | None = None
    formats: tuple[str, ...] = ()
    editions: tuple[str, ...] = ("student",)
    theme: str | None = None
    page: str | None = None
    drafts: bool = False
    strict: bool = False
    cache: bool = True
    keep_composed: Path | None = None
    seconds: float = SECONDS
    megabytes: int = MEGABYTES

    @property
    def folder(self) -> Path:
        """Where finished files go."""
        return self.output or self.project / "output"


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a build: the files (in output/), the warnings, and whether anything was to be done."""

    files: tuple[Path, ...]
    warnings: tuple[Problem, ...]
    fresh: bool


@dataclass(frozen=True, slots=True)
class Made:
    """What the child process gives back."""

    files: tuple[FinishedFile, ...]
    warnings: tuple[Problem, ...]
    defaults: tuple[str, ...]
    composed: tuple[tuple[str, bytes], ...]


def build(request: Request, progress: Report | None = None) -> Result:
    """Build what is asked for, unless it is all there already, and place it.

    Raises a BookletError with every problem found; then nothing was placed.
    """
    choices = (request.theme, request.page, request.drafts, request.strict, request.shown)
    digest = inputs.digest_of(request.project, choices)
    if request.cache and request.keep_composed is None:
        ledger = place.read_ledger(request.folder)
        names = place.up_to_date(ledger, request.folder, digest, request.formats, request.editions)
        if names is not None:
            return Result(tuple(request.folder / n for n in names), tuple(ledger.warnings.get(digest, ())), False)
    found = tuple(place.hindrances(request.folder)) if request.project.is_dir() else ()
    from .confine import confined  # not paid for where nothing is to be done

    work = partial(make, found=found)
    made = confined(work, request, seconds=request.seconds, megabytes=request.megabytes, progress=progress)
    if request.keep_composed:
        _keep(request.keep_composed, made.composed)
    place.place(request.folder, made.files, digest, made.warnings, made.defaults)
    return Result(tuple(request.folder / file.name for file in made.files), made.warnings, True)


def make(request: Request, report: Report, found: Sequence[Problem] = ()) -> Made:
    """All stages but the last: the finished files of a request as bytes.

    Problems of all sections, editions and formats are gathered, with those ``found`` before, until the build stops
    for them: once before anything is composed, once at the end.
    """
    from . import compose, editions
    from .formats import FORMATS
    from .manuscript import load, reading

    report("reading the manuscript")
    manuscript, problems = load.find(request.project, request.shown)
    problems += found
    own, trouble = _own_styles(manuscript)
    problems += trouble
    theme, trouble = _theme(manuscript, request, own)
    problems += trouble
    book, trouble = reading.read(manuscript, request.drafts)
    problems += trouble
    settings, trouble = _chosen_settings(book, request)
    problems += trouble
    stop_on_errors(ordered(problems))
    assert book is not None
    assert theme is not None
    book = replace(book, settings=settings)
    settings_place, shown = manuscript.place(SETTINGS), _shown(manuscript, own)
    files: list[FinishedFile] = []
    composed: list[tuple[str, bytes]] = []
    for edition_name in request.editions:
        edition = editions.EDITIONS[edition_name]
        chosen = editions.choose(book, edition)
        if not chosen.sections:
            hint = "write a section that is not a draft and not for the teacher alone"
            problems.append(error("P011", settings_place, f"the {edition_name} edition has no sections", hint))
            continue
        for name in request.formats or settings.formats:
            try:
                report(f"composing the {edition_name} edition for {name.upper()}")
                composition = compose.compose(chosen, theme, FORMATS[name].medium, shown, settings_place)
                report(f"making the {name.upper()} of the {edition_name} edition")
                outcome = FORMATS[name].load()(composition)
            except BookletError as mistake:
                problems += mistake.problems
                continue
            problems += outcome.problems
            file = f"{slug_of(settings.title)}{edition.suffix}{FORMATS[name].suffix}"
            files.append(FinishedFile(file, outcome.data, name, edition_name))
            if request.keep_composed:
                composed += _composed(outcome.composition, f"{edition_name}-{name}")
    stop_on_errors(ordered(problems))
    if request.strict and problems:
        raise ManuscriptError(*ordered(problems))
    return Made(tuple(files), ordered(problems), tuple(settings.formats), tuple(composed))


def _shown(manuscript: Manuscript, own: Own) -> dict[str, str]:
    """The project's own templates, with the names that messages give them."""
    return {name: str(manuscript.place(f"styles/templates/{name}")) for name in own.templates}


def _theme(manuscript: Manuscript, request: Request, own: Own) -> tuple[Theme | None, list[Problem]]:
    """The theme that is asked for, and what can be said of it, of the page size and of templates before composing.

    Settings need not be right for that: theme and page are looked up in booklet.yaml as it stands.
    """
    from . import themes, yamltree
    from .manuscript import load
    from .themes import environment, paper

    text = load.read_text(manuscript, manuscript.settings)[0] if manuscript.settings else ""
    tree = yamltree.parse(text, manuscript.place(SETTINGS))[0]
    problems: list[Problem] = []

    def asked(name: str, choice: str | None) -> tuple[str, Place]:
        written = yamltree.scalar_at(tree, name)
        if choice is not None or written is None:
            return choice or str(getattr(Settings(""), name)), Place(f"--{name}")
        return written.text, written.place

    theme = None
    try:
        theme = themes.find(*asked("theme", request.theme), own)
    except BookletError as mistake:
        problems += mistake.problems
    try:
        paper.size_of(*asked("page", request.page))
    except BookletError as mistake:
        problems += mistake.problems
    known = theme or themes.find(themes.FALLBACK, manuscript.place(SETTINGS), own)
    problems += environment.Templates(known, _shown(manuscript, own)).broken()
    return theme, problems


def _own_styles(manuscript: Manuscript) -> tuple[Own, list[Problem]]:
    """The project's styles/: templates and sheets as text, the rest by name, everything checked."""
    from .manuscript import load
    from .themes import Own, sheets

    problems: list[Problem] = []
    templates: dict[str, str] = {}
    css: dict[str, str] = {}
    files: dict[str, Callable[[], bytes]] = {}
    for file in manuscript.styles:
        refusal = load.outside(manuscript, file)
        if refusal:
            problems.append(refusal)
        elif file.name.startswith("styles/templates/"):
            text, trouble = load.read_text(manuscript, file)
            templates[file.name.removeprefix("styles/templates/")] = text
            problems += trouble
        elif file.name.endswith(".css"):
            css[file.name], trouble = load.read_text(manuscript, file)
            problems += trouble
        else:
            files[file.name] = partial(_read, manuscript, file)
    for name, text in css.items():
        problems += sheets.check(text, name, manuscript.place(name), files.__contains__)
    return Own(templates, css, files), problems


def _read(manuscript: Manuscript, file: SourceFile) -> bytes:
    from .manuscript import load

    data, problem = load.read_bytes(manuscript, file)
    if problem:
        raise FileError(problem)
    return data


def _chosen_settings(book: Book | None, request: Request) -> tuple[Settings, list[Problem]]:
    """Settings with what the command line overrides, and the date of SOURCE_DATE_EPOCH where none is written."""
    settings = book.settings if book else Settings("")
    problems = []
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if settings.date is None and epoch:
        try:
            day = datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
            settings = replace(settings, date=day.isoformat())
        except (ValueError, OverflowError, OSError):
            hint = "give seconds since 1970, as in SOURCE_DATE_EPOCH=1769817600, or a date: in booklet.yaml"
            problems.append(error("P006", Place("SOURCE_DATE_EPOCH"), f"“{epoch}” is not a time", hint))
    theme, page = request.theme or settings.theme, request.page or settings.page
    return replace(settings, theme=theme, page=page), problems


def slug_of(title: str) -> str:
    """A file name without its ending: letters and digits of any script joined by hyphens.

    At most 80 characters, and no more bytes than file systems take with an ending behind.
    """
    text = unicodedata.normalize("NFC", title).lower()
    kept = [c if c.isalnum() or unicodedata.combining(c) else " " for c in text if c not in "'’"]
    slug = "-".join("".join(kept).split())[:80]
    slug = slug.encode()[:MOST_BYTES].decode(errors="ignore").rstrip("-")
    return f"booklet-{slug}" if slug in RESERVED else slug or "booklet"


MOST_BYTES = 200
RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in "123456789¹²³")})


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
