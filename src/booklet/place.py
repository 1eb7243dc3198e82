"""Finished files into output/: whole or absent, with a note of what went into them."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from .composition import FinishedFile
from .model import Place
from .problems import FileError, Problem, error

LEDGER = ".booklet.json"


@dataclass(frozen=True, slots=True)
class Placed:
    """What the ledger knows of one finished file."""

    format: str
    edition: str
    inputs: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """What was built last: finished files by name, and for each digest of inputs the problems that were warned of, the
    formats of a plain build, the names of all editions, and what was told of sheets."""

    files: Mapping[str, Placed] = field(default_factory=dict)
    warnings: Mapping[str, Sequence[Problem]] = field(default_factory=dict)
    formats: Mapping[str, Sequence[str]] = field(default_factory=dict)
    editions: Mapping[str, Sequence[str]] = field(default_factory=dict)
    told: Mapping[str, Sequence[str]] = field(default_factory=dict)


def read_ledger(folder: Path) -> Ledger:
    """The ledger of an output folder; an empty one where there is none that can be read."""
    try:
        data = json.loads((folder / LEDGER).read_text(encoding="utf-8"))
        return Ledger(
            {name: Placed(**entry) for name, entry in data["files"].items()},
            {key: tuple(_problem(p) for p in found) for key, found in data["warnings"].items()},
            {key: tuple(found) for key, found in data["formats"].items()},
            {key: tuple(found) for key, found in data["editions"].items()},
            {key: tuple(lines) for key, lines in data["told"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Ledger()


def _problem(data: Mapping[str, Any]) -> Problem:
    return Problem(**{**data, "place": Place(**data["place"])})


def up_to_date(
    ledger: Ledger, folder: Path, inputs: str, formats: Sequence[str], editions: Sequence[str]
) -> tuple[str, ...] | None:
    """The names of the wanted files, if all of them are there just as they were placed from these inputs.

    Without ``formats`` those of a plain build are wanted; ``all`` stands for all editions.
    """
    formats = formats or ledger.formats.get(inputs, ())
    if "all" in editions:
        editions = ledger.editions.get(inputs, ())
    names = []
    for edition in editions:
        for format_name in formats:
            wanted = (format_name, edition, inputs)
            name = next((n for n, f in ledger.files.items() if (f.format, f.edition, f.inputs) == wanted), None)
            if name is None or _digest_of(folder / name) != ledger.files[name].sha256:
                return None
            names.append(name)
    return tuple(names) or None


def _digest_of(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def left_over(folder: Path, names: Collection[str]) -> tuple[str, ...]:
    """The names of files in an output folder that were placed there and are none of these."""
    known = read_ledger(folder).files
    return tuple(sorted(name for name in known if name not in names and (folder / name).is_file()))


def hindrances(folder: Path) -> Iterator[Problem]:
    """What can be said beforehand against writing into an output folder, which need not be there yet."""
    there = next(path for path in (folder, *folder.absolute().parents) if os.path.lexists(path))
    if not there.is_dir():
        yield from _cannot(folder, NotADirectoryError(errno.ENOTDIR, "")).problems
    elif not os.access(there, os.W_OK | os.X_OK):
        yield from _cannot(folder, PermissionError(errno.EACCES, "")).problems


def place(
    folder: Path,
    files: Sequence[FinishedFile],
    inputs: str,
    warnings: Sequence[Problem],
    formats: Sequence[str],
    editions: Sequence[str],
    told: Sequence[str] = (),
) -> None:
    """Write every file beside its place, then move all of them there; nothing moves if one cannot be written.

    ``formats`` are those of a plain build, ``editions`` all that there are, where all were asked for,
    ``told`` what is said of sheets.

    Raises FileError.
    """
    _make(folder)
    ledger = read_ledger(folder)
    known = {name: placed for name, placed in ledger.files.items() if (folder / name).exists()}
    for file in files:
        known[file.name] = Placed(file.format, file.edition, inputs, hashlib.sha256(file.data).hexdigest())
    kept = {placed.inputs for placed in known.values()}
    warned = {key: found for key, found in ledger.warnings.items() if key in kept} | {inputs: tuple(warnings)}
    plain = {key: found for key, found in ledger.formats.items() if key in kept} | {inputs: tuple(formats)}
    everyone = {key: found for key, found in ledger.editions.items() if key in kept}
    everyone |= {inputs: tuple(editions)} if editions else {}
    said = {key: lines for key, lines in ledger.told.items() if key in kept} | ({inputs: tuple(told)} if told else {})
    text = json.dumps(
        asdict(Ledger(known, warned, plain, everyone, said)), indent=1, sort_keys=True, ensure_ascii=False
    )
    put(folder, [*((file.name, file.data) for file in files), (LEDGER, text.encode())])


def put_alone(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Files by name into a folder of which no ledger is kept, and which need not be there yet.

    Raises FileError; then nothing was placed.
    """
    hindrance = next(hindrances(folder), None)
    if hindrance:
        raise FileError(hindrance)
    _make(folder)
    put(folder, files)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as reason:
        raise _cannot(folder, reason) from reason


def put(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Files by name into a folder that is there: all are written beside their places before the first is moved.

    Raises FileError.
    """
    with _beside(folder, files) as written:
        for temporary, name in written:
            try:
                temporary.replace(folder / name)
            except OSError as reason:
                raise _cannot(folder / name, reason) from reason


@contextlib.contextmanager
def _beside(folder: Path, files: Iterable[tuple[str, bytes]]) -> Iterator[list[tuple[Path, str]]]:
    """Temporary files with these bytes, flushed to disk; gone afterwards unless they were moved."""
    written: list[tuple[Path, str]] = []
    try:
        for name, data in files:
            target = folder / name
            temporary = folder / f".booklet-{secrets.token_hex(8)}"
            written.append((temporary, name))
            try:
                if target.is_dir():
                    raise IsADirectoryError(errno.EISDIR, "")
                with temporary.open("xb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                temporary.chmod(0o644)
            except OSError as reason:
                raise _cannot(target, reason) from reason
        yield written
    finally:
        for path, _ in written:
            path.unlink(missing_ok=True)


IN_THE_WAY = "move it away, or give another folder with -o"
NOT_ALLOWED = "ask who looks after this computer, or give another folder with -o"
MAKE_ROOM = "delete what is no longer needed there, and build again"
WORDS = {
    errno.ENOSPC: ("there is no room left on the disk", MAKE_ROOM),
    errno.EDQUOT: ("there is no room left for you on the disk", MAKE_ROOM),
    errno.EFBIG: ("a file of this size is not allowed here", NOT_ALLOWED),
    errno.EEXIST: ("a file stands where the folder should be", IN_THE_WAY),
    errno.ENOTDIR: ("a file stands where the folder should be", IN_THE_WAY),
    errno.EISDIR: ("a folder of that name is in the way", IN_THE_WAY),
    errno.EACCES: ("you may not write here", NOT_ALLOWED),
    errno.EPERM: ("you may not write here", NOT_ALLOWED),
    errno.EROFS: ("nothing can be written on this disk", NOT_ALLOWED),
}


def _cannot(path: Path, reason: OSError) -> FileError:
    hint = "check that you may write there, or give another folder with -o"
    message, hint = WORDS.get(reason.errno or 0, (f"this cannot be written: {reason.strerror}", hint))
    return FileError(error("F003", Place(str(path)), message, hint))
