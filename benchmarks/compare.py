"""Booklet beside what a user would pick instead: processor time of whole processes, as ratios within one run.

Run it with ``.venv/bin/python benchmarks/compare.py``. Each pair runs in turns, so that both see the same machine; the
smallest of several runs counts. Processor time is user and system time of the process and its children.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
PYTHON = sys.executable
FORMATS = ("pdf", "epub", "html")
THEMES = ("classic", "modern", "workbook", "accessible")
EDITIONS = ("student", "teacher", "safe", "large")
BOOKLET = (str(Path(PYTHON).with_name("booklet")),)


@dataclass(frozen=True)
class Pair:
    """Our command, the one or the several ones that it is measured against, and the ratio that is aimed at."""

    name: str
    ours: tuple[str, ...]
    theirs: tuple[tuple[str, ...], ...]
    aim: float
    folder: Path = ROOT


def seconds(command: tuple[str, ...], folder: Path) -> float:
    """User and system time of a command with its children, in seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=folder, check=True, capture_output=True, env={**os.environ, "LC_ALL": "C.UTF-8"})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def measured(pair: Pair, rounds: int) -> tuple[float, float]:
    """The best time of each side over some rounds in turns, after one round to warm the disk."""
    ours, theirs = [], []
    for number in range(rounds + 1):
        first, second = seconds(pair.ours, pair.folder), sum(seconds(other, pair.folder) for other in pair.theirs)
        if number:
            ours.append(first)
            theirs.append(second)
    return min(ours), min(theirs)


def pairs(work: Path) -> list[Pair]:
    """What is compared, with everything that it needs built once in ``work``."""
    import pypandoc

    output, composed = work / "output", work / "composed"
    build = (*BOOKLET, "build", str(ROOT), "-o", str(output))
    keep = ("-f", "pdf", "--no-cache", "--keep-composed", str(composed))
    subprocess.run((*build, *keep), check=True, capture_output=True)
    subprocess.run(build, check=True, capture_output=True)
    weasyprint = str(Path(PYTHON).with_name("weasyprint"))
    sections = sorted(str(path) for path in (ROOT / "manuscript").glob("*.md"))
    pandoc = (
        pypandoc.get_pandoc_path(), "--from", "markdown", "--to", "epub3", "--metadata", "title=Never Let Me Go",
        "--resource-path", str(ROOT / "manuscript"), "--output", str(work / "pandoc.epub"), *sections,
    )  # fmt: skip
    nothing = (PYTHON, "-c", "pass")
    return [
        Pair("PDF of the sample / bare weasyprint", (*build, "-f", "pdf", "--no-cache"),
             ((weasyprint, "--pdf-variant", "pdf/ua-1", "booklet.xhtml", str(work / "bare.pdf")),), 1.15,
             composed / "student-pdf"),
        Pair("EPUB of the sample / pandoc", (*build, "-f", "epub", "--no-cache"), (pandoc,), 1.5),
        Pair("build with nothing to do / python -c pass", build, (nothing,), 12),
        Pair("booklet --version / python -c pass", (*BOOKLET, "--version"), (nothing,), 5),
        Pair("all editions and formats / each by itself", (*build, "-f", "all", "-e", "all", "--no-cache"),
             tuple((*build, "-f", form, "-e", edition, "--no-cache") for form in FORMATS for edition in EDITIONS), 1.0),
        Pair("all handouts of the sample / its PDF",
             (*BOOKLET, "pack", str(ROOT), "-o", str(work / "handouts"), "--no-cache"),
             ((*build, "-f", "pdf", "--no-cache"),), 1.5),
        *(Pair(f"PDF in the theme {theme} / in classic", (*build, "-f", "pdf", "--no-cache", "--theme", theme),
               ((*build, "-f", "pdf", "--no-cache", "--theme", "classic"),), 1.2)
          for theme in THEMES[1:]),
    ]  # fmt: skip


def within(script: str, *arguments: str, rounds: int) -> tuple[float, float]:
    """The seconds that a build spends on a part of its work, and on what it is set against, in its best round."""
    command = (PYTHON, str(ROOT / "benchmarks" / script), *arguments)
    runs = [subprocess.run(command, check=True, capture_output=True, text=True).stdout.split() for _ in range(rounds)]
    return min((float(spent), float(whole)) for spent, whole in runs)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        print(f"{'what':44} {'ours':>8} {'theirs':>8} {'ratio':>7} {'aim':>6}")
        for pair in pairs(work):
            ours, theirs = measured(pair, rounds)
            print(f"{pair.name:44} {ours:7.3f}s {theirs:7.3f}s {ours / theirs:7.2f} {pair.aim:6.2f}")
        parts = [
            *((f"choosing and proving / the whole {form.upper()}", 0.1, "proving.py", (form,)) for form in FORMATS),
            *((f"finishing a PDF in {theme} / its layout", 0.15, "finishing.py", (theme,)) for theme in THEMES),
            ("thirty named copies of 24 pages / one copy", 1.5, "handing_out.py", ()),
        ]
        for name, aim, script, arguments in parts:
            spent, whole = within(script, *arguments, rounds=rounds)
            print(f"{name:44} {spent:7.3f}s {whole:7.3f}s {spent / whole:7.2f} {aim:6.2f}")
        for name, most in (("never-let-me-go.pdf", 1_000_000), ("never-let-me-go.epub", 500_000)):
            size = (work / "output" / name).stat().st_size
            print(f"{name:44} {size / 1000:6.0f} KB {'':17} {most / 1000:4.0f} KB")


if __name__ == "__main__":
    main()
