"""A finished PDF that is given, opened; or why it cannot be."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..model import Place
from ..problems import FileError, error

if TYPE_CHECKING:
    import pikepdf


@contextlib.contextmanager
def opened(data: bytes, place: Place, code: str, hint: str) -> Iterator[pikepdf.Pdf]:
    """A PDF for as long as it is read. Raises FileError: F002 for a locked one, and with ``code`` and ``hint`` for what
    is none, or turns out to be none while it is read."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            yield pdf
    except pikepdf.PasswordError:
        take_away = "take the password away in the program that locked it"
        raise FileError(error("F002", place, "this PDF is locked with a password", take_away)) from None
    except (pikepdf.PdfError, TypeError, ValueError, LookupError, AttributeError) as reason:
        raise FileError(error(code, place, "this file is no PDF, or a part of it is missing", hint)) from reason
