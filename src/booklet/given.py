"""Files that a command is given by name, read whole and with a limit."""

from __future__ import annotations

from pathlib import Path

from .model import Place
from .problems import FileError, LimitError, error

MEGABYTE = 2**20  # bytes


def read(path: Path, megabytes: int, hint: str, name: str = "file") -> bytes:
    """The bytes of a file of at most so many megabytes; ``hint`` says what to do about a larger one, ``name`` what it
    is called there. Raises LimitError (L003) where it is larger, FileError (F002) where it cannot be read."""
    data = beginning(path, megabytes * MEGABYTE + 1)
    if len(data) > megabytes * MEGABYTE:
        raise LimitError(error("L003", Place(str(path)), f"this {name} is larger than {megabytes} MB", hint))
    return data


def beginning(path: Path, size: int) -> bytes:
    """The first so many bytes of a file, or all that it has. Raises FileError (F002) where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(size)
    except OSError as reason:
        hint = "check its name, and that you may read it"
        message = f"this file cannot be read: {reason.strerror}"
        raise FileError(error("F002", Place(str(path)), message, hint)) from reason
