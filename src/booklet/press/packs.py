"""The work behind ``booklet pack``: handouts are made and placed, unless they are all there already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from .. import inputs, pipeline, place
from ..pipeline import Made, Report, Result
from ..problems import Problem
from . import rosters
from .choosing import Choice, Tests
from .decks import Deck
from .rosters import Pupil, Roster

FOLDER = "handouts"
MOST_TOLD = 6  # files


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be packed: a project and how it is built, what of it is handed out, in which versions, the roster of
    the class that gets copies with names, exports for other programs, whether there are forms to fill in on a screen
    too, and how cards are printed, if they are."""

    build: pipeline.Request
    choice: Choice = field(default_factory=Choice)
    tests: Tests = field(default_factory=Tests)
    roster: Path | None = None
    exports: tuple[str, ...] = ()
    fillable: bool = False
    deck: Deck | None = None

    @property
    def folder(self) -> Path:
        """Where handouts go."""
        return self.build.output or self.build.project / "output" / FOLDER


def pack(request: Request, progress: Report | None = None) -> Result:
    """Make all handouts and place them, unless they are all there already.

    Raises a BookletError with every problem found; then nothing was placed.
    """
    build = request.build
    roster = rosters.read(request.roster, request.tests.letters) if request.roster else Roster()
    choices = ("pack", build.theme, build.page, build.press, build.up_to, build.class_copy, build.drafts, build.strict,
               build.shown, request.choice, request.tests, request.exports, request.fillable, request.deck,
               roster)  # fmt: skip
    digest = inputs.digest_of(build.project, choices)
    if build.cache:
        ledger = place.read_ledger(request.folder)
        names = place.up_to_date(ledger, request.folder, digest, (), ("all",))
        if names is not None:
            return _result(request.folder, names, ledger.warnings.get(digest, ()), fresh=False)
    found = (*roster.problems, *(place.hindrances(request.folder) if build.project.is_dir() else ()))
    from ..confine import confined  # not paid for where nothing is to be done

    work = partial(_made, found=found)
    made = confined(work, request, roster.pupils, seconds=build.seconds, megabytes=build.megabytes, progress=progress)
    place.place(request.folder, made.files, digest, made.warnings, made.formats, made.editions)
    return _result(request.folder, [file.name for file in made.files], made.warnings, fresh=True)


def _result(folder: Path, names: Sequence[str], warnings: Sequence[Problem], *, fresh: bool) -> Result:
    """What came of a pack. Files of earlier ones stay, since they may be for another lesson, but are told of: they are
    in no list, and some may be of a state that is past."""
    others = place.left_over(folder, names)
    told: tuple[str, ...] = ()
    if others:
        more = f" and {len(others) - MOST_TOLD} more" if len(others) > MOST_TOLD else ""
        told = (
            f"Of earlier packs there {'are' if len(others) > 1 else 'is'} also {', '.join(others[:MOST_TOLD])}{more}.",
            "They are not in the list and the zip: delete what is no longer meant.",
        )
    return Result(tuple(folder / name for name in names), tuple(warnings), fresh, told)


def _made(request: Request, pupils: Sequence[Pupil], report: Report, found: Sequence[Problem]) -> Made:
    from .packing import make  # with all that pages on paper need

    return make(request, pupils, report, found)
