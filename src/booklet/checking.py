"""The work behind ``booklet check``: a manuscript is read and judged, or finished files are proofed."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from .given import MEGABYTE
from .model import Book, Edition, Manuscript, Place
from .pipeline import MEGABYTES, SECONDS, WRAPPED
from .problems import BookletError, BugError, Problem, error, ordered
from .settings import Answers, Print, Settings

if TYPE_CHECKING:
    from .lint.reading_level import Reading

Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be checked: a project folder, as named by the author, or finished files, against a project or not.

    ``editions`` and ``up_to`` say what the finished files are meant to hold; without editions their names say it.
    ``seconds`` and ``megabytes`` are limits.
    """

    project: Path | None = None
    shown: str = ""
    files: tuple[Path, ...] = ()
    editions: tuple[str, ...] = ()
    up_to: int | None = None
    drafts: bool = False
    seconds: float = SECONDS
    megabytes: int = MEGABYTES


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of a check: every problem, by place, and of a manuscript what its sections ask of readers."""

    problems: tuple[Problem, ...]
    readings: tuple[Reading, ...] = ()


def check_project(request: Request, progress: Report | None = None) -> Checked:
    """Read a project's manuscript and judge it by all rules of the lint.

    Problems of every kind are gathered, limits too; raises a BookletError for nothing but a bug.
    """
    return _confined(_judge, request, progress)


def check_files(request: Request, progress: Report | None = None) -> Checked:
    """Proof finished files: with the official validators, PDFs also as a printing house does before it prints, and with
    a project for what leaked and what was lost.

    Problems of every kind are gathered, limits too; raises a BookletError for nothing but a bug.
    """
    from .proof import official

    began = time.monotonic()
    found = _confined(_against, request, progress).problems if request.project else ()
    files = [(str(path), path) for path in request.files]
    inspected: tuple[Problem, ...] = ()
    if any(path.suffix.lower() == ".pdf" for path in request.files):
        inspected = _confined(_inspected, _with_what_is_left(request, began), progress).problems
    left = _with_what_is_left(request, began).seconds
    proved = official.prove(files, left, request.megabytes, progress)
    unreadable = {problem.place for problem in proved if problem.code == "E015"}
    told = [problem for problem in inspected if problem.code != "E015" or problem.place not in unreadable]
    return Checked(ordered([*found, *told, *proved]))


def _with_what_is_left(request: Request, began: float) -> Request:
    """The request with the seconds that are left of its limit."""
    return replace(request, seconds=max(request.seconds - (time.monotonic() - began), 1.0))


def _inspected(request: Request, report: Report) -> Checked:
    """What a printing house would say of the PDFs; files that cannot be read are told of elsewhere."""
    from .proof import official, preflight

    found: list[Problem] = []
    for path in request.files:
        data = official.bytes_of(path) if path.suffix.lower() == ".pdf" else None
        if isinstance(data, bytes) and len(data) <= official.MOST_MEGABYTES * MEGABYTE:
            report(f"looking at {path.name} as a printing house does")
            found += preflight.check(data, str(path))
    return Checked(ordered(found))


def _confined(work: Callable[[Request, Report], Checked], request: Request, progress: Report | None) -> Checked:
    from .confine import confined

    try:
        return confined(work, request, seconds=request.seconds, megabytes=request.megabytes, progress=progress)
    except BugError:
        raise
    except BookletError as mistake:
        return Checked(ordered(mistake.problems))


def _read(request: Request, report: Report) -> tuple[Manuscript, Book | None, list[Problem]]:
    """The project of a request, and what is wrong with it so far."""
    from .manuscript import load, reading

    assert request.project is not None
    report("reading the manuscript")
    manuscript, problems = load.find(request.project, request.shown)
    book, trouble = reading.read(manuscript, request.drafts)
    return manuscript, book, [*problems, *trouble]


def _judge(request: Request, report: Report) -> Checked:
    from . import lint
    from .lint.reading_level import readings
    from .manuscript import load

    manuscript, book, problems = _read(request, report)
    report("judging the manuscript")
    found = lint.check(book, problems, load.settings_places(manuscript))
    found += _dressed(manuscript, book.settings if book else Settings(""))
    return Checked(ordered(found), readings(book) if book else ())


def _dressed(manuscript: Manuscript, settings: Settings) -> Sequence[Problem]:
    """What a build would say of styles/, of how the booklet and its own editions are to look, and of its printing."""
    from . import choices, editions
    from .pressing import print_job
    from .styling import Wardrobe

    wardrobe = Wardrobe(manuscript, None, None)
    known = editions.known(settings)
    for name in dict.fromkeys((*settings.editions, "student")):
        wardrobe.dress(known[name], settings)
    _, unprintable = print_job(Print(), None, settings, wardrobe)
    own = [known[name] for name in settings.editions]
    beyond = choices.beyond_the_work(own, settings.work, manuscript.settings_place)
    return *wardrobe.problems, *unprintable, *beyond


def _against(request: Request, report: Report) -> Checked:
    """What leaked into finished files, and what they lost, seen from the project that they were made of."""
    from . import editions
    from .proof import official

    _, book, problems = _read(request, report)
    wrong = [problem for problem in problems if problem.severity == "error"]
    if book is None or wrong:
        return Checked(ordered(wrong))
    known = editions.known(book.settings)
    found: list[Problem] = []
    for path in request.files:
        report(f"proofing {path.name}")
        data = official.bytes_of(path)
        if isinstance(data, Problem):
            found.append(data)
            continue
        name, up_to = named_edition(_named(path)[0], {e.suffix: e.name for e in known.values() if e.suffix})
        wanted, unknown = editions.wanted(request.editions or (name,), book.settings, request.up_to or up_to)
        for asked, hint in unknown.items():
            found.append(error("P012", Place("--edition"), f"there is no edition “{asked}”", hint))
        for edition in wanted:
            found += _held(path, data, book, edition)
    return Checked(ordered(found))


def _named(path: Path) -> tuple[str, str]:
    """A file's name without its ending, and its format; of a wrap without the word that tells it apart."""
    kind = path.suffix.lower().lstrip(".")
    stem = path.stem.removesuffix(f"-{WRAPPED}") if kind == "pdf" else path.stem
    return stem, kind if stem == path.stem else WRAPPED


def named_edition(stem: str, by_suffix: Mapping[str, str]) -> tuple[str, int | None]:
    """The edition that a file's name tells, and the chapter up to which it goes."""
    before, sign, number = stem.rpartition("-up-to-")
    bounded = bool(sign) and number.isascii() and number.isdigit()
    stem, up_to = (before, int(number)) if bounded else (stem, None)
    suffixes = sorted((suffix for suffix in by_suffix if stem.endswith(suffix)), key=len)
    return by_suffix[suffixes[-1]] if suffixes else "student", up_to


def _held(path: Path, data: bytes, book: Book, edition: Edition) -> tuple[Problem, ...]:
    """The problems of a file with an edition: where that has answers, wherever these are printed."""
    from .proof.compared import compare

    first: tuple[Problem, ...] = ()
    ways: tuple[Answers, ...] = (edition.answers, "after", "key") if edition.answers != "none" else ("none",)
    for printed in ways:
        found = compare(str(path), _named(path)[1], data, book, replace(edition, answers=printed))
        if not found:
            return ()
        first = first or found
    hint = f"make it anew with booklet build -e {edition.name}, or say with -e which edition it is"
    return tuple(replace(problem, hint=hint) if problem.code in ("E005", "E006") else problem for problem in first)
