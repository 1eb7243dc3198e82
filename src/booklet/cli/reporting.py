"""How problems, progress and results reach the terminal: files to standard output, all else to standard error."""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

import click

from ..model import Place
from ..problems import BookletError, BugError, FileError, Problem, error, exit_code, ordered

if TYPE_CHECKING:
    from ..pipeline import Result

STOPPED = 128
LONGEST = 80


def progress(words: str) -> None:
    """What is being done, on one line that the next one replaces; only at a terminal."""
    if sys.stderr is not None and sys.stderr.isatty():
        tell(f"\r\x1b[K{words} …", end="")


def clear() -> None:
    """Take the line of progress away."""
    if sys.stderr is not None and sys.stderr.isatty():
        tell("\r\x1b[K", end="")


def tell(words: str, end: str = "\n") -> None:
    """Words to standard error; lost where nobody listens."""
    try:
        click.echo(words + end, nl=False, err=True)
    except OSError:
        _mute(sys.stderr)


def give(words: str) -> None:
    """A line of results to standard output. Whoever stops listening may; a full disk behind it is a FileError."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="surrogateescape" if sys.stdout.encoding == "utf-8" else "backslashreplace")
    try:
        click.echo(words)
    except BrokenPipeError:
        _mute(sys.stdout)
    except OSError as reason:
        _mute(sys.stdout)
        message = f"the result cannot be written there: {reason.strerror}"
        hint = "the files themselves are finished"
        raise FileError(error("F003", Place("standard output"), message, hint)) from reason


def _mute(stream: TextIO) -> None:
    """Send what a stream still holds to nowhere, so that Python does not stumble over it at the end."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def show(problems: Iterable[Problem]) -> None:
    """Every problem, sorted by place."""
    for problem in ordered(problems):
        tell(str(problem))


def built(result: Result, as_json: bool) -> None:
    """What came of a build, or of a pack."""
    idle = [] if result.fresh or as_json else ["nothing to do: up to date"]
    finish(result.files, result.warnings, as_json, (*result.told, *idle), built=result.fresh)


def finish(
    files: Iterable[Path], problems: Sequence[Problem], as_json: bool, words: Iterable[str] = (), **facts: object
) -> None:
    """The end of a command that made files: problems and words are told, and the files given a path a line; or with the
    facts and the problems as one object of JSON."""
    clear()
    show(problems)
    for line in words:
        tell(line)
    paths = [shown(path) for path in files]
    data = {"files": paths, **facts, "problems": as_data(problems)}
    give(json.dumps(data, ensure_ascii=False) if as_json else "\n".join(paths))


@contextlib.contextmanager
def ending(as_json: bool) -> Iterator[None]:
    """Around a command's work: failures are shown and end with their exit code, Ctrl-C and the like with 128 + N.

    However it ends, what was begun is cleared away.
    """

    def stop(number: int, _: object) -> NoReturn:
        signal.signal(number, signal.SIG_IGN)
        clear()
        tell("stopped.")
        sys.exit(STOPPED + number)

    for number in signal.Signals:
        if number.name in ("SIGINT", "SIGTERM", "SIGHUP") and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, stop)
    try:
        yield
    except BookletError as mistake:
        clear()
        fail(mistake, as_json)


def fail(mistake: BookletError, as_json: bool) -> NoReturn:
    """Show what went wrong and leave with the exit code that it asks for."""
    show(mistake.problems)
    if isinstance(mistake, BugError):
        tell(f"booklet: this is a bug in booklet: {mistake.words}")
        tell("  hint: please report it with the command you gave, booklet --version, and this line")
    errors = sum(p.severity == "error" for p in mistake.problems)
    if errors > 1:
        tell(f"{errors} errors; nothing was built.")
    elif mistake.problems and not errors:
        tell("With --strict warnings count as errors; nothing was built.")
    if as_json:
        with contextlib.suppress(FileError):
            give(json.dumps({"files": [], "problems": as_data(mistake.problems)}, ensure_ascii=False))
    sys.exit(exit_code(mistake.problems) or mistake.exit_code)


def as_data(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """Problems for --json."""
    return [asdict(problem) for problem in ordered(problems)]


def shown(path: Path) -> str:
    """A path as short as it can be: from the working folder where it lies below it."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def named(project: Path) -> str:
    """The project folder as messages put it before file names: not at all where it is the working folder.

    Raises FileError where the system will not even look for it.
    """
    try:
        here = Path.cwd()
        project.exists()
        if project.resolve() == here:
            return ""
        return str(project) if project.is_absolute() else os.path.relpath(project)
    except OSError as reason:
        name = str(project)
        place = Place(name if len(name) < LONGEST else f"{name[:LONGEST]}…")
        hint = "check its name, that you may open it, and that the folder you work in is still there"
        raise FileError(error("F002", place, f"this folder cannot be opened: {reason.strerror}", hint)) from reason
