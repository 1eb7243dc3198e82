"""How much ink the pages of a PDF take, as Ghostscript counts it, where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..model import Place
from ..problems import Problem, information, warning

PROGRAMS = ("gs", "gswin64c", "gswin32c")
DPI = 36
MOST_INK = 240.0
SECONDS = 60


def coverage(data: bytes, place: Place, pages: int) -> Iterator[Problem]:
    """The ink that the pages take, in hundredths of a page covered; all inks together. Nothing without Ghostscript."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    counted = _counted(program, data) if program else []
    if len(counted) != pages:
        return
    most = max(range(pages), key=lambda index: counted[index])
    mean = sum(counted) / pages
    yield information(
        "X019", place, f"ink: {mean:.0f} % of a page on average, most on page {most + 1} with {counted[most]:.0f} %"
    )
    for number, ink in enumerate(counted, 1):
        if ink > MOST_INK:
            hint = "it dries slowly and may smear; make large grounds lighter, or ask the printing house"
            yield warning("X020", place, f"page {number} takes {ink:.0f} % of ink all over", hint)


def _counted(program: str, data: bytes) -> Sequence[float]:
    """The sum of all inks for each page; nothing where Ghostscript cannot say."""
    with tempfile.TemporaryDirectory(prefix="booklet-", ignore_cleanup_errors=True) as folder:
        file = Path(folder, "finished.pdf")
        file.write_bytes(data)
        command = [program, "-q", "-dSAFER", f"-r{DPI}", "-sDEVICE=ink_cov", "-o", "-", str(file)]
        try:
            done = subprocess.run(  # noqa: S603  # found on the path, and no word of the command is given by anybody
                command, capture_output=True, text=True, timeout=SECONDS, check=False
            )
        except (OSError, subprocess.TimeoutExpired):
            return []
    lines = [line.split() for line in done.stdout.splitlines() if line.rstrip().endswith("CMYK OK")]
    return [sum(map(float, line[:4])) for line in lines]
