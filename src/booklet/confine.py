"""Work in a child process with limits on time and memory, so that no manuscript can hang or kill the command."""

from __future__ import annotations

import contextlib
import errno
import gc
import mmap
import os
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing import connection, get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar

from .model import Place
from .problems import BookletError, BugError, FileError, LimitError, error

DEEP_ENOUGH = 20_000
RARE_COLLECTION = (200_000, 20, 100)  # a layout makes millions of objects that live to its end: a fifth of its time
A = TypeVar("A")
T = TypeVar("T")
Report = Callable[[str], None]


def confined(
    work: Callable[..., T], *arguments: Any, seconds: float, megabytes: int, progress: Report | None = None
) -> T:
    """What ``work(*arguments, report)`` returns, run in a child process.

    ``report`` is given to the work to say what it is doing; ``progress`` is told. Raises what the work raised as
    BookletError, and LimitError where it took more than ``seconds`` or more than ``megabytes`` of memory (where the
    system can limit memory).
    """
    _keep_standard_streams_open()
    forks = sys.platform != "win32"
    context = get_context("fork") if forks else get_context("spawn")
    here, there = context.Pipe(duplex=False)
    limits = _Limits(seconds, megabytes)
    try:
        scratch = tempfile.TemporaryDirectory(prefix="booklet-", ignore_cleanup_errors=True)
    except OSError as reason:
        raise _no_scratch(reason) from reason
    others = here if forks else None
    child = context.Process(target=_child, args=(others, there, work, arguments, limits, scratch.name), daemon=False)
    _hold_signals(hold=True)
    child.start()
    _lead_group(child.pid)
    there.close()
    deadline = time.monotonic() + seconds
    doing = "starting"
    try:
        _hold_signals(hold=False)
        while True:
            if not here.poll(max(0.0, deadline - time.monotonic())):
                raise limits.time(doing)
            try:
                kind, value = here.recv()
            except (EOFError, OSError):
                child.join()
                raise _died(child.exitcode or 0, doing, limits) from None
            if kind == "doing":
                doing = value
                if progress:
                    progress(value)
            elif kind == "done":
                return value  # type: ignore[no-any-return]  # what work returned
            else:
                raise value
    finally:
        _kill_group(child)
        child.join()
        here.close()
        scratch.cleanup()


def _lead_group(pid: int | None) -> None:
    """Make a child the leader of a group of its own, so that its own children end with it."""
    if sys.platform != "win32" and pid:
        with contextlib.suppress(OSError):  # it may be gone already
            os.setpgid(pid, pid)


def _kill_group(child: Any) -> None:
    """End a child and all that it has started."""
    if sys.platform == "win32":
        child.kill()
        return
    for kill in (os.killpg, os.kill):
        with contextlib.suppress(OSError):
            kill(child.pid, signal.SIGKILL)


@dataclass(frozen=True, slots=True)
class _Limits:
    """What the child may use, and what is said when it wants more."""

    seconds: float
    megabytes: int

    def set(self) -> None:
        """Hold this process to the limits. Memory can be had again with ``lift``, to tell what happened.

        What the process was born with is its parent's (which may hold a whole Java machine) and is not counted.
        """
        try:
            import resource
        except ImportError:
            return
        size = _held() + self.megabytes * 2**20
        seconds = int(self.seconds) * 4 + 10  # a child whose parent is gone must end too
        for limit, value in ((resource.RLIMIT_AS, size), (resource.RLIMIT_CORE, 0), (resource.RLIMIT_CPU, seconds)):
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(limit, (value, resource.getrlimit(limit)[1]))

    def lift(self) -> None:
        """Give back the memory that was withheld."""
        with contextlib.suppress(ImportError, ValueError, OSError):
            import resource

            hard = resource.getrlimit(resource.RLIMIT_AS)[1]
            resource.setrlimit(resource.RLIMIT_AS, (hard, hard))

    def time(self, doing: str) -> LimitError:
        unit = "second" if self.seconds == 1 else "seconds"
        hint = "look at what is large or deeply nested there, or allow more with --time-limit"
        return LimitError(error("L001", Place("booklet"), f"{doing} took longer than {self.seconds:g} {unit}", hint))

    def memory(self, doing: str, more: str = "") -> LimitError:
        hint = "make pictures smaller and tables shorter, or allow more with --memory-limit"
        message = f"{doing} needed more than {self.megabytes} MB of memory{more}"
        return LimitError(error("L002", Place("booklet"), message, hint))


def _held() -> int:
    """The bytes of address space that this process holds; 0 where the system does not say."""
    try:
        pages = Path("/proc/self/statm").read_text("ascii").split()[0]
    except OSError:
        return 0
    return int(pages) * mmap.PAGESIZE


def in_parallel(
    work: Callable[[A, Report], T],
    tasks: Sequence[A],
    *,
    jobs: int,
    seconds: float,
    megabytes: int,
    report: Report,
) -> list[T]:
    """What ``work(task, report)`` returns for each task, in their order, worked on by so many processes at once.

    A process takes one task after another, so that what it has loaded and remembers serves them all. Each has the
    limits of its own. Where the system cannot fork, or where one process is enough, there are none. Raises what the
    work raised, as :func:`confined` does.
    """
    if jobs < 2 or len(tasks) < 2 or sys.platform == "win32":
        return [work(task, report) for task in tasks]
    context, limits = get_context("fork"), _Limits(seconds, megabytes)
    results: dict[int, T] = {}
    running: dict[Connection, Any] = {}
    waiting = iter(range(len(tasks)))
    doing: dict[Connection, str] = {}
    try:
        for _ in range(min(jobs, len(tasks))):
            here, there = context.Pipe()
            arguments = (here, there, _one_by_one, (there, work, tasks), limits, tempfile.gettempdir())
            running[here] = worker = context.Process(target=_child, args=arguments, daemon=True)
            worker.start()
            there.close()
            with contextlib.suppress(BrokenPipeError):
                here.send(next(waiting, None))
        while running:
            for pipe in connection.wait(list(running)):
                assert isinstance(pipe, Connection)
                try:
                    kind, value = pipe.recv()
                except (EOFError, OSError):
                    running[pipe].join()
                    raise _died(running[pipe].exitcode or 0, doing.get(pipe, "starting"), limits) from None
                if kind == "doing":
                    doing[pipe] = value
                    report(value)
                elif kind == "result":
                    number, result = value
                    results[number] = result
                    with contextlib.suppress(BrokenPipeError):  # its end is heard of when it is listened to
                        pipe.send(next(waiting, None))
                elif kind == "raise":
                    raise value
                else:
                    running.pop(pipe).join()
                    pipe.close()
    finally:
        for pipe, worker in running.items():
            worker.kill()
            worker.join()
            pipe.close()
    return [results[number] for number in range(len(tasks))]


def _one_by_one(pipe: Connection, work: Callable[[A, Report], T], tasks: Sequence[A], report: Report) -> None:
    """Work on the tasks whose numbers come, until there are no more."""
    while (number := pipe.recv()) is not None:
        pipe.send(("result", (number, work(tasks[number], report))))


def _keep_standard_streams_open() -> None:
    """Fill the places of streams that the shell has closed, so that no pipe gets the number of one."""
    handle = os.open(os.devnull, os.O_RDWR)
    while handle <= 2:
        handle = os.open(os.devnull, os.O_RDWR)
    os.close(handle)


def _died(code: int, doing: str, limits: _Limits) -> BookletError:
    """The child ended without a word: by a signal, as C libraries do when they get no memory, or by a bug."""
    name = next((s.name for s in signal.Signals if s == -code), "")
    if name == "SIGXCPU":
        return limits.time(doing)
    if name == "SIGKILL":
        message = f"the system ended the build while {doing}: most often it does so when memory is short"
        hint = "close other programs, or make pictures smaller and tables shorter"
        return LimitError(error("L002", Place("booklet"), message, hint))
    if name in ("SIGABRT", "SIGTRAP", "SIGBUS", "SIGSEGV"):
        return limits.memory(doing, " or nests too deep" if name == "SIGSEGV" else "")
    return BugError(f"a child process ended with {name or f'code {code}'}, while {doing}")


def _too_deep(doing: str) -> LimitError:
    hint = "flatten lists, quotations and tables, and in templates what includes itself"
    return LimitError(error("L004", Place("booklet"), f"something nests too deep while {doing}", hint))


def _no_scratch(reason: OSError) -> FileError:
    hint = "make room there, or name another folder in the environment variable TMPDIR"
    folder = os.environ.get("TMPDIR", "the folder for temporary files")
    return FileError(error("F003", Place(folder), f"nothing can be written there: {reason.strerror or reason}", hint))


def _hold_signals(*, hold: bool) -> None:
    """Keep Ctrl-C and its like waiting while a child is born, so that it never meets them with its parent's habits."""
    if sys.platform != "win32":
        how = signal.SIG_BLOCK if hold else signal.SIG_UNBLOCK
        signal.pthread_sigmask(how, (signal.SIGINT, signal.SIGTERM, signal.SIGHUP))


def _child(
    others: Connection | None,
    pipe: Connection,
    work: Callable[..., Any],
    arguments: tuple[Any, ...],
    limits: _Limits,
    scratch: str,
) -> None:
    """The child's life: it does the work and says what came of it. Ctrl-C is its parent's business."""
    if others:
        others.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _hold_signals(hold=False)
    tempfile.tempdir = scratch
    if not os.environ.get("BOOKLET_DEBUG"):
        _silence()
    doing = "starting"

    def report(words: str) -> None:
        nonlocal doing
        doing = words
        pipe.send(("doing", words))

    with contextlib.suppress(BrokenPipeError):
        limits.set()
        sys.setrecursionlimit(DEEP_ENOUGH)
        gc.set_threshold(*RARE_COLLECTION)
        try:
            pipe.send(("done", work(*arguments, report)))
        except BrokenPipeError:
            raise
        except BaseException as mistake:  # noqa: BLE001  # the edge of the process; panics of Rust are no Exceptions
            limits.lift()
            pipe.send(("raise", _told(mistake, doing, limits)))


def _silence() -> None:
    """Send what C libraries write past Python to nowhere: what they complain of comes back as their failure."""
    handle = os.open(os.devnull, os.O_WRONLY)
    os.dup2(handle, 2)
    os.close(handle)


def _told(mistake: BaseException, doing: str, limits: _Limits) -> BookletError:
    """What the parent is to raise for whatever the work raised."""
    if isinstance(mistake, BookletError):
        return mistake
    if _wants_memory(mistake):
        return limits.memory(doing)
    if isinstance(mistake, RecursionError):
        return _too_deep(doing)
    if isinstance(mistake, OSError) and mistake.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS):
        return _no_scratch(mistake)
    frame = traceback.extract_tb(mistake.__traceback__)[-1]
    if os.environ.get("BOOKLET_DEBUG"):
        traceback.print_exception(mistake)
    where = f"{frame.filename.rpartition('/')[2]}:{frame.lineno}"
    return BugError(f"{type(mistake).__name__}: {mistake} ({where}), while {doing}")


def _wants_memory(mistake: BaseException) -> bool:
    """Whether this is how a library or the loader of libraries says that it got no memory."""
    if isinstance(mistake, MemoryError) or (isinstance(mistake, OSError) and mistake.errno == errno.ENOMEM):
        return True
    words = str(mistake).lower()
    return isinstance(mistake, (ImportError, OSError, RuntimeError)) and any(w in words for w in SHORT_OF_MEMORY)


SHORT_OF_MEMORY = ("cannot allocate memory", "failed to map segment", "can't start new thread", "out of memory")
