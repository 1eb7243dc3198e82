"""The work behind ``booklet pack``: each section that has something to do as handouts, an index of them, one zip."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from .. import editions, inputs, pipeline, place
from ..composition import FinishedFile, PrintJob
from ..confine import confined, in_parallel
from ..model import Book, Edition, Item, Manuscript, Place, Section
from ..pipeline import Made, Report, Result
from ..problems import BookletError, Problem, ordered, stop_on_errors
from ..rewriting import relinked
from ..settings import Settings
from ..styling import Dress
from ..themes import Theme
from ..wrapping import pages_of
from . import choosing, handouts, rosters, stamping
from .choosing import Choice
from .handouts import Handout, Role
from .rosters import Pupil

FOLDER = "handouts"
FORMAT = "handout"
ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say
PAGE = "large"  # A4, or Letter for a booklet of an American size
ROLES: tuple[Role, ...] = ("student", "teacher", "key")


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be packed: a project and how it is built, what of it is handed out, and the roster of the class that
    gets copies with names."""

    build: pipeline.Request
    choice: Choice = field(default_factory=Choice)
    roster: Path | None = None

    @property
    def folder(self) -> Path:
        """Where handouts go."""
        return self.build.output or self.build.project / "output" / FOLDER


def pack(request: Request, progress: Report | None = None) -> Result:
    """Make all handouts and place them, unless they are all there already.

    Raises a BookletError with every problem found; then nothing was placed.
    """
    build = request.build
    pupils = rosters.read(request.roster) if request.roster else ()
    choices = ("pack", build.theme, build.page, build.press, build.up_to, build.class_copy, build.drafts, build.strict,
               build.shown, request.choice, pupils)  # fmt: skip
    digest = inputs.digest_of(build.project, choices)
    if build.cache:
        ledger = place.read_ledger(request.folder)
        names = place.up_to_date(ledger, request.folder, digest, (FORMAT,), ("all",))
        if names is not None:
            return Result(tuple(request.folder / n for n in names), tuple(ledger.warnings.get(digest, ())), False)
    found = tuple(place.hindrances(request.folder)) if build.project.is_dir() else ()
    work = partial(make, found=found)
    made = confined(work, request, pupils, seconds=build.seconds, megabytes=build.megabytes, progress=progress)
    place.place(request.folder, made.files, digest, made.warnings, made.formats, made.editions)
    return Result(tuple(request.folder / file.name for file in made.files), made.warnings, True)


def make(request: Request, pupils: Sequence[Pupil], report: Report, found: Sequence[Problem] = ()) -> Made:
    """All handouts as bytes, their index, and the zip of them all."""
    from ..formats import FORMATS
    from ..pressing import print_job

    build = request.build
    manuscript, book, settings, wardrobe, problems = pipeline.opened(build, report, found)
    dresses = {name: wardrobe.dress(_edition(name, build, settings), settings) for name in ("student", "teacher")}
    job, trouble = print_job(build.press, build.page or "", settings, wardrobe)
    problems += wardrobe.problems + trouble
    stop_on_errors(ordered(problems))
    assert book is not None
    tasks: list[_Task] = []
    for role in ROLES:
        edition = _edition(role, build, settings)
        dress = dresses[edition.name]
        assert dress is not None
        whole = pipeline.dressed(replace(book, settings=settings), dress, build.class_copy)
        wanted, trouble = _handouts(whole, edition, role, request.choice)
        problems += trouble if role == "student" else ()
        tasks += [_Task(handout, whole, edition, dress, job, manuscript, request) for handout in wanted]
    stop_on_errors(ordered(problems))
    FORMATS["pdf"].load()
    done = in_parallel(_press, tasks, jobs=build.jobs, seconds=build.seconds, megabytes=build.megabytes, report=report)
    problems += [problem for outcome in done for problem in outcome.problems]
    pipeline.stop_on(ordered(problems), build)
    files = [outcome.file for outcome in done if outcome.file]
    if pupils:
        made, trouble = _for_class(tasks, files, pupils, report)
        files += made
        problems += trouble
        pipeline.stop_on(ordered(problems), build)
    report("listing the handouts")
    rows = [(task.handout, outcome.pages) for task, outcome in zip(tasks, done, strict=True)]
    first = tasks[0]
    listed, wrong = handouts.index(first.handout.book, sorted(rows, key=_in_order), *_dressing(first))
    files.append(FinishedFile("handouts.pdf", FORMATS["pdf"].load()(listed).data, FORMAT, "all"))
    problems += wrong
    stem = pipeline.slug_of(settings.title, settings.language)
    files.append(FinishedFile(f"{stem}-{FOLDER}.zip", zipped(files), FORMAT, "all"))
    return Made(tuple(files), ordered(problems), (FORMAT,), ("all",), ())


def _for_class(
    tasks: Sequence[_Task], files: Sequence[FinishedFile], pupils: Sequence[Pupil], report: Report
) -> tuple[list[FinishedFile], list[Problem]]:
    """Each of the students' handouts as copies with names, in the order of the roster."""
    from ..formats import FORMATS

    named: list[FinishedFile] = []
    problems: list[Problem] = []
    stamps: dict[int, bytes] = {}
    for task, file in zip(tasks, files, strict=True):
        handout = task.handout
        if handout.role != "student":
            continue
        report(f"making the class's copies of {handout.stem}.pdf")
        if handout.points not in stamps:
            rows = [(pupil, pupil.version) for pupil in pupils]
            composition, trouble = handouts.names(handout.book, rows, handout.points, *_dressing(task))
            problems += trouble
            stamps[handout.points] = FORMATS["pdf"].load()(composition).data
        data = stamping.copies({"": file.data}, stamps[handout.points], [""] * len(pupils))
        named.append(FinishedFile(f"{handout.stem}-class.pdf", data, FORMAT, "all"))
    return named, problems


def _in_order(row: tuple[Handout, int]) -> tuple[int, int]:
    handout, _ = row
    return handout.number, ROLES.index(handout.role)


def _edition(role: str, build: pipeline.Request, settings: Settings) -> Edition:
    """The edition that a handout of a role is: on paper to be copied, a key with the answers alone."""
    name = "student" if role == "student" else "teacher"
    (edition,), _ = editions.wanted((name,), settings, build.up_to, "after" if role == "key" else None)
    return replace(edition, page=edition.page or (None if build.page else PAGE), label="")


def _handouts(whole: Book, edition: Edition, role: Role, choice: Choice) -> tuple[list[Handout], list[Problem]]:
    """What is handed out in a role; sections for teachers alone are no handouts."""
    numbers = {section.id: number for number, section in enumerate(whole.sections, 1)}
    book = editions.choose(whole, edition)
    for_all = tuple(section for section in book.sections if section.front.audience == "all")
    sections, problems = choosing.chosen(replace(book, sections=for_all), choice)
    found = [Handout(numbers[section.id], _alone(section), role, book) for section in sections]
    return [handout for handout in found if role != "key" or handout.section.key], problems


def _alone(section: Section) -> Section:
    """A section without links to what is not on its sheets; its key apart from what it answers, without a title."""
    there = {section.id} | {item.id for item in section.items} | {node.id for node in section.walk() if node.id}
    return relinked(section, there)


@dataclass(frozen=True, slots=True)
class _Task:
    """One handout to make. ``whole`` is the book before choosing."""

    handout: Handout
    whole: Book
    edition: Edition
    dress: Dress
    job: PrintJob
    manuscript: Manuscript
    request: Request


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What came of a task: the file, where there is one, its pages, and every problem."""

    file: FinishedFile | None = None
    pages: int = 0
    problems: tuple[Problem, ...] = ()


def _dressing(task: _Task) -> tuple[Theme, Mapping[str, str], Callable[..., Place], PrintJob]:
    """What a handout is composed in."""
    from ..manuscript import load

    theme = task.dress.theme
    return theme, theme.own.shown, load.settings_places(task.manuscript), task.job


def _press(task: _Task, report: Report) -> _Outcome:
    """Compose and make one handout, and prove that it holds what it should."""
    from ..formats import FORMATS

    handout = task.handout
    report(f"making {handout.stem}.pdf")
    try:
        composition, warnings = handouts.compose(handout, *_dressing(task))
        outcome = FORMATS["pdf"].load()(composition)
    except BookletError as mistake:
        return _Outcome(problems=mistake.problems)
    name = f"{handout.stem}.pdf"
    file = FinishedFile(name, outcome.data, FORMAT, "all")
    found = tuple(_proved(task, name, outcome.data))
    return _Outcome(file, pages_of(outcome.data), (*warnings, *outcome.problems, *found))


def _proved(task: _Task, name: str, data: bytes) -> Iterator[Problem]:
    """What a student's or a teacher's handout holds that it should not, and what it lost; keys are for teachers and
    hold nothing else."""
    from ..proof import compared

    if task.handout.role == "key":
        return
    own = next(s for s in task.whole.sections if s.id == task.handout.section.id)
    kept = {item.id for item in task.handout.section.items}
    body = tuple(part for part in own.body if not isinstance(part, Item) or part.id in kept)
    settings = replace(task.whole.settings, parts=())
    whole = replace(task.whole, sections=(replace(own, body=body),), settings=settings)
    yield from compared.compare(name, "pdf", data, whole, task.edition)


def zipped(files: Sequence[FinishedFile]) -> bytes:
    """Files in a zip, the same for the same files."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for file in files:
            entry = zipfile.ZipInfo(file.name, ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, file.data)
    return target.getvalue()
