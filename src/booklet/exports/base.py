"""The contract of an export: a name, a file ending, and one call that makes the file of a book."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ..model import Book
from ..problems import Problem

EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip file knows: exports depend on no clock
PLAIN_FILE = 0o644 << 16
Exporting = Callable[[Book], tuple[bytes, tuple[Problem, ...]]]


@dataclass(frozen=True, slots=True)
class Export:
    """A row of the table of exports.

    ``load`` gives the function that makes the file, importing what it needs. It gives the file's bytes, and warnings of
    what the format cannot hold; it raises a BookletError where nothing can be made.
    """

    name: str
    suffix: str
    label: str
    load: Callable[[], Exporting]


def zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Files by name as a zip that is the same in every build."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in files:
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.create_system, entry.external_attr = 3, PLAIN_FILE
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return target.getvalue()
