"""The stages in order: load, read, choose, compose, make; and place, where what was made is wanted on disk."""

from __future__ import annotations

import datetime
import hashlib
import os
import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from . import place
from .confine import MEGABYTES, SECONDS, confined
from .model import Book, Composition, FinishedFile, Manuscript, Place, SourceFile
from .problems import BookletError, FileError, ManuscriptError, Problem, error, exit_code, ordered, stop_on_errors

if TYPE_CHECKING:
    from .themes import Own

Report = Callable[[str], None]
SETTINGS = "manuscript/booklet.yaml"
PACKAGES = ("weasyprint", "ebooklib", "jinja2", "markdown_it", "mdit_py_plugins", "pyphen", "tinycss2", "resvg_py",
            "fontpkg", "pydyf", "pillow", "babel", "fonttools")  # fmt: skip


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
    inputs = digest_of_inputs(request)
    if request.cache and request.keep_composed is None:
        ledger = place.read_ledger(request.folder)
        names = place.up_to_date(ledger, request.folder, inputs, request.formats, request.editions)
        if names is not None:
            return Result(tuple(request.folder / n for n in names), tuple(ledger.warnings.get(inputs, ())), False)
    made = confined(make, request, seconds=request.seconds, megabytes=request.megabytes, progress=progress)
    if request.keep_composed:
        _keep(request.keep_composed, made.composed)
    place.place(request.folder, made.files, inputs, made.warnings, made.defaults)
    return Result(tuple(request.folder / file.name for file in made.files), made.warnings, True)


def make(request: Request, report: Report) -> Made:
    """All stages but the last: the finished files of a request as bytes.

    Problems of all sections, editions and formats are gathered before the build stops for them.
    """
    from . import compose, editions, themes
    from .formats import FORMATS
    from .manuscript import load, reading

    report("reading the manuscript")
    manuscript, problems = load.find(request.project, request.shown)
    own, trouble = _own_styles(manuscript)
    problems += trouble
    book, trouble = reading.read(manuscript, request.drafts)
    problems += trouble
    stop_on_errors(ordered(problems))
    assert book is not None
    book = _chosen_settings(book, request)
    settings_place = manuscript.place(SETTINGS)
    theme = themes.find(book.settings.theme, settings_place, own)
    shown = {name: str(manuscript.place(f"styles/templates/{name}")) for name in own.templates}
    files: list[FinishedFile] = []
    composed: list[tuple[str, bytes]] = []
    for edition_name in request.editions:
        edition = editions.EDITIONS[edition_name]
        chosen = editions.choose(book, edition)
        if not chosen.sections:
            hint = "write a section that is not a draft and not for the teacher alone"
            problems.append(error("P011", settings_place, f"the {edition_name} edition has no sections", hint))
            continue
        for name in request.formats or book.settings.formats:
            report(f"composing the {edition_name} edition for {name.upper()}")
            composition = compose.compose(chosen, theme, FORMATS[name].medium, shown, settings_place)
            report(f"making the {name.upper()} of the {edition_name} edition")
            try:
                outcome = FORMATS[name].load()(composition)
            except BookletError as mistake:
                problems += mistake.problems
                continue
            problems += outcome.problems
            file = f"{slug_of(book.settings.title)}{edition.suffix}{FORMATS[name].suffix}"
            files.append(FinishedFile(file, outcome.data, name, edition_name))
            if request.keep_composed:
                composed += _composed(outcome.composition, f"{edition_name}-{name}")
    stop_on_errors(ordered(problems))
    if request.strict and problems:
        raise ManuscriptError(*ordered(problems))
    return Made(tuple(files), ordered(problems), tuple(book.settings.formats), tuple(composed))


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


def _chosen_settings(book: Book, request: Request) -> Book:
    """Settings with what the command line overrides, and the date of SOURCE_DATE_EPOCH where none is written."""
    settings = book.settings
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if settings.date is None and epoch.isdigit():
        day = datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
        settings = replace(settings, date=day.isoformat())
    settings = replace(settings, theme=request.theme or settings.theme, page=request.page or settings.page)
    return replace(book, settings=settings)


def slug_of(title: str) -> str:
    """A file name without its ending: letters and digits of any script joined by hyphens, at most 80 characters."""
    text = unicodedata.normalize("NFC", title).lower()
    kept = [c if c.isalnum() or unicodedata.combining(c) else " " for c in text if c not in "'’"]
    slug = "-".join("".join(kept).split())[:80].rstrip("-")
    return f"booklet-{slug}" if slug in RESERVED else slug or "booklet"


RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})


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


def digest_of_inputs(request: Request) -> str:
    """A digest of everything that goes into a build: the project's files, the choices, this program and its libraries.

    Formats and editions are left out, because each finished file is judged by itself.
    """
    digest = hashlib.sha256()

    def take(*pieces: str | bytes) -> None:
        for piece in pieces:
            data = piece.encode(errors="surrogateescape") if isinstance(piece, str) else piece
            digest.update(len(data).to_bytes(8, "big") + data)

    take(repr((request.theme, request.page, request.drafts, request.strict, request.shown)))
    take(os.environ.get("SOURCE_DATE_EPOCH", ""), *_versions())
    for root, folders in ((request.project, ("manuscript", "styles")), (Path(__file__).parent, (".",))):
        for folder in folders:
            for path in _files(root / folder):
                try:
                    take(str(path.relative_to(root)), path.read_bytes())
                except OSError as reason:
                    take(str(path), str(reason.errno))
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(f for f in folders if f != "__pycache__")
        for name in sorted(names):
            path = Path(parent, name)
            if path.is_file():
                yield path


def _versions() -> Iterator[str]:
    """Names and versions of the libraries that shape the output, from the names of their metadata folders."""
    found = set()
    for entry in sys.path:
        try:
            names = [path.name for path in Path(entry).iterdir()]
        except OSError:
            continue
        found |= {n for n in names if n.endswith(".dist-info") and n.lower().startswith(PACKAGES)}
    yield f"python {sys.version_info[0]}.{sys.version_info[1]}"
    yield from sorted(found)


def exit_code_of(mistake: BookletError) -> int:
    """What the shell sees of a failure: the exception's code, or that of its problems where there are several."""
    return exit_code(mistake.problems) or mistake.exit_code
