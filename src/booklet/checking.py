"""The work behind ``booklet check``: a manuscript is read and judged, or finished files are proofed."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .model import Place
from .pipeline import MEGABYTES, SECONDS
from .problems import BookletError, BugError, Problem, error, ordered

if TYPE_CHECKING:
    from .lint.reading_level import Reading

Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be checked: a project folder, as named by the author, or finished files, against a project or not.

    ``editions`` and ``up_to`` say what the finished files are meant to hold. ``seconds`` and ``megabytes`` are limits.
    """

    project: Path | None = None
    shown: str = ""
    files: tuple[Path, ...] = ()
    editions: tuple[str, ...] = ("student",)
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
    """Proof finished files: with the official validators, and with a project for what leaked and what was lost.

    Problems of every kind are gathered, limits too; raises a BookletError for nothing but a bug.
    """
    from .proof import official

    began = time.monotonic()
    found = _confined(_proof, request, progress).problems
    left = max(request.seconds - (time.monotonic() - began), 1.0)
    files = [(str(path), path) for path in request.files]
    proved = official.prove(files, left, request.megabytes, progress)
    return Checked(ordered([*found, *proved]))


def _confined(work: Callable[[Request, Report], Checked], request: Request, progress: Report | None) -> Checked:
    from .confine import confined

    try:
        return confined(work, request, seconds=request.seconds, megabytes=request.megabytes, progress=progress)
    except BugError:
        raise
    except BookletError as mistake:
        return Checked(ordered(mistake.problems))


def _judge(request: Request, report: Report) -> Checked:
    from . import lint
    from .lint.reading_level import readings
    from .manuscript import load, reading

    assert request.project is not None
    report("reading the manuscript")
    manuscript, problems = load.find(request.project, request.shown)
    book, trouble = reading.read(manuscript, request.drafts)
    report("judging the manuscript")
    found = lint.check(book, [*problems, *trouble], load.settings_places(manuscript))
    return Checked(ordered(found), readings(book) if book else ())


def _proof(request: Request, report: Report) -> Checked:
    problems: list[Problem] = []
    for path in request.files:
        report(f"proofing {path.name}")
        try:
            path.read_bytes()
        except OSError as reason:
            hint = "check its name, and that you may read it"
            problems.append(error("F002", Place(str(path)), f"this file cannot be read: {reason.strerror}", hint))
    return Checked(ordered(problems))
