"""Work in a child process with limits on time and memory, so that no manuscript can hang or kill the command."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, NoReturn, TypeVar

from .model import Place
from .problems import BookletError, BugError, LimitError, error

SECONDS = 120.0
MEGABYTES = 2048
DEEP_ENOUGH = 20_000
RARE_COLLECTION = (200_000, 20, 100)  # a layout makes millions of objects that live to its end: a fifth of its time
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
    context = get_context("fork") if sys.platform != "win32" else get_context("spawn")
    here, there = context.Pipe(duplex=False)
    scratch = tempfile.TemporaryDirectory(prefix="booklet-", ignore_cleanup_errors=True)
    child = context.Process(target=_child, args=(there, work, arguments, megabytes, scratch.name), daemon=True)
    child.start()
    there.close()
    deadline = time.monotonic() + seconds
    doing = "starting"
    try:
        while True:
            if not here.poll(max(0.0, deadline - time.monotonic())):
                raise LimitError(
                    error("L001", Place("booklet"), f"{doing} took longer than {seconds:g} seconds",
                          "look at what is large or deeply nested there, or allow more with --time-limit")
                )  # fmt: skip
            try:
                kind, value = here.recv()
            except EOFError:
                child.join()
                _died(child.exitcode or 0, doing, megabytes)
            if kind == "doing":
                doing = value
                if progress:
                    progress(value)
            elif kind == "done":
                return value  # type: ignore[no-any-return]  # what work returned
            else:
                raise value
    finally:
        if child.is_alive():
            child.kill()
        child.join()
        here.close()
        scratch.cleanup()


def _died(code: int, doing: str, megabytes: int) -> NoReturn:
    """The child ended without a word: by a signal, as C libraries do when they get no memory, or by a bug."""
    if -code in (signal.SIGABRT, getattr(signal, "SIGKILL", 9), signal.SIGSEGV, getattr(signal, "SIGTRAP", 5)):
        raise _out_of_memory(doing, megabytes)
    raise BugError(f"a child process ended with code {code}, while {doing}")


def _out_of_memory(doing: str, megabytes: int) -> LimitError:
    hint = "make pictures smaller and tables shorter, or allow more with --memory-limit"
    return LimitError(error("L002", Place("booklet"), f"{doing} needed more than {megabytes} MB of memory", hint))


def _child(
    pipe: Connection, work: Callable[..., Any], arguments: tuple[Any, ...], megabytes: int, scratch: str
) -> None:
    tempfile.tempdir = scratch
    doing = "starting"

    def report(words: str) -> None:
        nonlocal doing
        doing = words
        pipe.send(("doing", words))

    with contextlib.suppress(KeyboardInterrupt, BrokenPipeError):
        _limit_memory(megabytes)
        sys.setrecursionlimit(DEEP_ENOUGH)
        gc.set_threshold(*RARE_COLLECTION)
        try:
            pipe.send(("done", work(*arguments, report)))
        except BookletError as mistake:
            pipe.send(("raise", mistake))
        except MemoryError:
            pipe.send(("raise", _out_of_memory(doing, megabytes)))
        except RecursionError:
            message = f"something nests too deep while {doing}"
            hint = "flatten lists, quotations and tables"
            pipe.send(("raise", LimitError(error("L004", Place("booklet"), message, hint))))
        except Exception as mistake:  # noqa: BLE001  # the edge of the process: what no one foresaw is a bug to report
            frame = traceback.extract_tb(mistake.__traceback__)[-1]
            words = f"{type(mistake).__name__}: {mistake} ({frame.filename.rpartition('/')[2]}:{frame.lineno})"
            if os.environ.get("BOOKLET_DEBUG"):
                traceback.print_exc()
            pipe.send(("raise", BugError(f"{words}, while {doing}")))


def _limit_memory(megabytes: int) -> None:
    try:
        import resource
    except ImportError:
        return
    size = megabytes * 1024 * 1024
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (size, size))
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
