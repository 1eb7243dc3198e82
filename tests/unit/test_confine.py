"""The limits of a child process, beside what its parent holds already."""

from __future__ import annotations

import mmap
import sys

import pytest

from booklet.confine import Report, confined
from booklet.problems import LimitError

MUCH = 4 * 2**30  # bytes, of address space only: nothing is written there


def taken(megabytes: int, report: Report) -> int:
    """Hold so much memory for a moment."""
    report("taking memory")
    return len(bytearray(megabytes * 2**20))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says how much a process holds")
def test_what_the_parent_holds_is_not_counted() -> None:
    with mmap.mmap(-1, MUCH):  # as a Java machine in the same process does
        assert confined(taken, 50, seconds=20, megabytes=500) == 50 * 2**20
        with pytest.raises(LimitError, match="taking memory needed more than 500 MB"):
            confined(taken, 600, seconds=20, megabytes=500)
