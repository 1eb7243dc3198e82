"""Writing the files of a new project or theme: all of them, or none."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path

from ..model import Place
from ..problems import FileError, error


def write_new(folder: Path, files: Mapping[str, bytes], otherwise: str = "") -> None:
    """Write the files into a folder that is empty or not there; what was written goes again if one cannot be.

    Raises FileError; ``otherwise`` is put to the hint for a folder that holds something.
    """
    try:
        empty = not folder.is_dir() or not any(folder.iterdir())
    except OSError as reason:
        raise _unwritable(reason, folder) from reason
    if not empty:
        hint = f"name a folder that is empty or not there yet{otherwise}"
        message = "the folder holds something already; it was left alone"
        raise FileError(error("F003", Place(str(folder)), message, hint))
    write_over(folder, files)


def write_over(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files into a folder, over those of their names; files that were not there go again if one cannot be.

    Raises FileError.
    """
    made: list[Path] = []
    try:
        for name, data in files.items():
            path = folder / name
            for parent in reversed(path.parents):
                if not parent.exists():
                    parent.mkdir()
                    made.append(parent)
            if not path.exists():
                made.append(path)
            path.write_bytes(data)
    except BaseException as reason:
        for path in reversed(made):
            with contextlib.suppress(OSError):
                path.rmdir() if path.is_dir() else path.unlink()
        if not isinstance(reason, OSError):
            raise
        raise _unwritable(reason, folder) from reason


def _unwritable(reason: OSError, folder: Path) -> FileError:
    hint = "check that you may write there, or name another folder"
    return FileError(
        error("F003", Place(str(reason.filename or folder)), f"cannot be written: {reason.strerror}", hint)
    )
