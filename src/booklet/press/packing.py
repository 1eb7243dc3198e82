"""A project's handouts as bytes: each section that has something to do, an index of them, one zip."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from .. import choices, editions, naming, pipeline
from ..composition import LEFT_OUT, Composition, FinishedFile, PrintJob
from ..confine import in_parallel
from ..exports import EXPORTS, export
from ..exports.base import zipped
from ..formats import FORMATS
from ..manuscript import load
from ..model import Book, Edition, Place
from ..pipeline import Made, Report
from ..pressing import print_job
from ..problems import BookletError, Problem, ordered, stop_on_errors
from ..proof import compared
from ..settings import Settings
from ..themes import Theme
from ..wrapping import pages_of
from . import cards, handouts, keys, stamping
from .handouts import Handout
from .packs import FOLDER, Request
from .rosters import Pupil
from .sets import ROLES, handouts_of, with_items

IN_ORDER = (*ROLES, "cards")
PAGE = "large"  # A4, or Letter for a booklet of an American size


class Dressing(NamedTuple):
    """What sheets are composed in: a theme, names of the project's templates, places of settings, and the press."""

    theme: Theme
    shown: Mapping[str, str]
    at: Callable[..., Place]
    job: PrintJob


def make(request: Request, pupils: Sequence[Pupil], report: Report, found: Sequence[Problem] = ()) -> Made:
    """All handouts as bytes, the class's copies, the exports, the index, and the zip of them all."""
    build = request.build
    manuscript, book, settings, wardrobe, problems = pipeline.opened(build, report, found)
    student, teacher = (_edition(name, build, settings) for name in ("student", "teacher"))
    dresses = [wardrobe.dress(edition, settings) for edition in (student, teacher)]
    job, trouble = print_job(build.press, build.page or "", settings, wardrobe)
    problems += wardrobe.problems + trouble
    stop_on_errors(ordered(problems))
    assert book is not None
    at = load.settings_places(manuscript)
    tasks: list[_Task] = []
    for role in ROLES:
        edition, dress = (student, dresses[0]) if role == "student" else (teacher, dresses[1])
        assert dress is not None
        whole = choices.dressed(replace(book, settings=settings), dress, build.class_copy)
        wanted, trouble = handouts_of(whole, edition, student, role, request.choice, request.tests)
        problems += trouble if role == "student" else ()
        dressing = Dressing(dress.theme, dress.theme.own.shown, at, job)
        tasks += [_Task(handout, of, edition, dressing) for handout, of in wanted]
        if role == "student" and request.fillable:
            on_screen = dressing._replace(job=PrintJob())
            forms = [(replace(handout, fillable=True, seed=request.tests.seed), of) for handout, of in wanted]
            tasks += [_Task(handout, of, edition, on_screen) for handout, of in forms]
        if role == "student" and request.deck:
            wanted_cards, trouble = cards.decks_of(whole, student, request.choice, request.deck)
            problems = [p for p in problems if p.code != cards.NOTHING or not wanted_cards] + trouble
            tasks += [_Task(handout, whole, student, dressing) for handout in wanted_cards]
    stop_on_errors(ordered(problems))
    FORMATS["pdf"].load()
    done = in_parallel(_press, tasks, jobs=build.jobs, seconds=build.seconds, megabytes=build.megabytes, report=report)
    problems += [problem for outcome in done for problem in outcome.problems]
    pipeline.stop_on(ordered(problems), build)
    files = [outcome.file for outcome in done if outcome.file]
    stem = naming.slug_of(settings.title, settings.language)
    try:
        named, trouble = _for_class(tasks, files, pupils, report) if pupils else ([], [])
        exported, more = _exported(whole, request, teacher, stem, report)
        report("listing the handouts")
        rows = sorted(((t.handout, o.pages) for t, o in zip(tasks, done, strict=True)), key=_in_order)
        index, wrong = handouts.index(tasks[0].handout.book, rows, *tasks[0].dressing)
        listed = finished("handouts.pdf", FORMATS["pdf"].load()(index).data)
    except BookletError as mistake:
        stop_on_errors(ordered([*problems, *mistake.problems]))
        raise
    problems += [*trouble, *more, *wrong]
    pipeline.stop_on(ordered(problems), build)
    files = [*files, *named, *exported, listed]
    files.append(finished(f"{stem}-{FOLDER}.zip", zipped((file.name, file.data) for file in files)))
    return Made(tuple(files), ordered(problems), tuple(file.format for file in files), ("all",), ())


def _edition(name: str, build: pipeline.Request, settings: Settings) -> Edition:
    """An edition on paper to be copied."""
    (edition,), _ = editions.wanted((name,), settings, build.up_to, "inline")
    return replace(edition, page=edition.page or (None if build.page else PAGE), label="")


def _in_order(row: tuple[Handout, int]) -> tuple[int, int, str, bool]:
    handout, _ = row
    return handout.number, IN_ORDER.index(handout.role), handout.version, handout.fillable


@dataclass(frozen=True, slots=True)
class _Task:
    """One handout to make. ``whole`` is the book before choosing."""

    handout: Handout
    whole: Book
    edition: Edition
    dressing: Dressing


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What came of a task: the file, where there is one, its pages, and every problem."""

    file: FinishedFile | None = None
    pages: int = 0
    problems: tuple[Problem, ...] = ()


def _press(task: _Task, report: Report) -> _Outcome:
    """Compose and make one handout, and prove that it holds what it should."""
    name = f"{task.handout.stem}.pdf"
    report(f"making {name}")
    try:
        composition, warnings = _composed(task)
        outcome = FORMATS["pdf"].load()(composition)
        if without := {problem.place for problem in outcome.problems if problem.code == LEFT_OUT}:
            composition, _ = cards.compose(task.handout, without, *task.dressing)
            told = tuple(cards.advised(problem, task.handout.deck) for problem in outcome.problems)
            outcome = replace(FORMATS["pdf"].load()(composition), problems=told)
    except BookletError as mistake:
        return _Outcome(problems=mistake.problems)
    found = tuple(_proved(task, name, outcome.data))
    file = finished(name, outcome.data)
    return _Outcome(file, pages_of(outcome.data), (*warnings, *outcome.problems, *found))


def _composed(task: _Task) -> tuple[Composition, tuple[Problem, ...]]:
    """A handout, cards, the key of a version of a test, or the table of all its versions."""
    handout = task.handout
    if handout.role == "cards":
        return cards.compose(handout, (), *task.dressing)
    if handout.role == "versions":
        return keys.cross_sheet(handout.book, handout.versions, handout.code, *task.dressing)
    if handout.role == "key" and handout.version:
        return keys.key_sheet(handout.book, handout.version, handout.code, *task.dressing)
    return handouts.compose(handout, *task.dressing)


def _proved(task: _Task, name: str, data: bytes) -> Iterator[Problem]:
    """What a student's or a teacher's handout holds that it should not, and what it lost; other sheets are for teachers
    and hold nothing else."""
    if task.handout.role not in ("student", "teacher"):
        return
    own = next(s for s in task.whole.sections if s.id == task.handout.section.id)
    kept = {item.id for item in task.handout.section.items}
    body = with_items(own.body, kept)
    settings = replace(task.whole.settings, parts=())
    whole = replace(task.whole, sections=(replace(own, body=body),), settings=settings)
    yield from compared.compare(name, "pdf", data, whole, task.edition)


def _for_class(
    tasks: Sequence[_Task], files: Sequence[FinishedFile], pupils: Sequence[Pupil], report: Report
) -> tuple[list[FinishedFile], list[Problem]]:
    """Each of the students' handouts as copies with names, in the order of the roster: of a test in the version that is
    theirs, or in each version in turn."""
    named: list[FinishedFile] = []
    problems: list[Problem] = []
    stamps: dict[tuple[float, tuple[str, ...]], bytes] = {}
    of_section: dict[str, list[tuple[_Task, FinishedFile]]] = {}
    for task, file in zip(tasks, files, strict=True):
        if task.handout.role == "student" and not task.handout.fillable:
            of_section.setdefault(task.handout.section.id, []).append((task, file))
    for versions in of_section.values():
        first = versions[0][0]
        report(f"making the class's copies of {first.handout.plain_stem}.pdf")
        letters = [task.handout.version for task, _ in versions]
        theirs = tuple(
            (pupil.version or letters[number % len(letters)]) if letters[0] else ""
            for number, pupil in enumerate(pupils)
        )
        look = (first.handout.points, theirs)
        if look not in stamps:
            rows = list(zip(pupils, theirs, strict=True))
            composition, trouble = handouts.names(
                first.handout.book, rows, first.handout.points, bool(letters[0]), *first.dressing
            )
            problems += trouble
            stamps[look] = FORMATS["pdf"].load()(composition).data
        data = stamping.copies({task.handout.version: file.data for task, file in versions}, stamps[look], theirs)
        named.append(finished(f"{first.handout.plain_stem}-class.pdf", data))
    return named, problems


def _exported(
    whole: Book, request: Request, teacher: Edition, stem: str, report: Report
) -> tuple[list[FinishedFile], list[Problem]]:
    """What other programs get of the whole booklet."""
    book = editions.choose(whole, teacher)
    files: list[FinishedFile] = []
    problems: list[Problem] = []
    for name in request.exports:
        report(f"exporting for {EXPORTS[name].label}")
        data, trouble = export(book, name)
        problems += trouble
        files.append(finished(f"{stem}{EXPORTS[name].suffix}", data))
    return files, problems


def finished(name: str, data: bytes) -> FinishedFile:
    """A file of the pack: for the ledger each is a format by itself, of which the whole pack asks for all."""
    return FinishedFile(name, data, name, "all")
