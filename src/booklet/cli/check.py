"""booklet check"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from unicodedata import combining, east_asian_width

import click

from ..checking import Checked, Request, check_files, check_project
from ..pipeline import MEGABYTES, SECONDS
from ..problems import Problem, exit_code
from . import reporting

LONGEST = 48
FINISHED = (".pdf", ".epub", ".html")


# The options stand as a table.
# fmt: off
@click.command("check")
@click.argument("things", nargs=-1, metavar="[PROJECT | FILE...]", type=click.Path(path_type=Path))
@click.option("--against", type=click.Path(path_type=Path), metavar="PROJECT",
              help="Of files: the project that they were made of.")
@click.option("-e", "--edition",
              help="Of files, with --against: the edition that they are. Default: what their names say.")
@click.option("--up-to", type=click.IntRange(1), metavar="CHAPTER",
              help="Of files, with --against: the chapter up to which they may tell the story.")
@click.option("--drafts", is_flag=True, help="Check drafts too.")
@click.option("--strict", is_flag=True, help="Let warnings fail the check.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--sarif", "as_sarif", is_flag=True, help="Print a SARIF log, for build servers and editors.")
@click.option("--time-limit", "seconds", default=SECONDS, show_default=True, type=click.FloatRange(1, 86400),
              help="Seconds that a check may take.")
@click.option("--memory-limit", "megabytes", default=MEGABYTES, show_default=True, type=click.IntRange(64, 2**20),
              help="Megabytes that a check may use.")
def command(
    things: tuple[Path, ...], against: Path | None, edition: str | None, up_to: int | None, drafts: bool,
    strict: bool, as_json: bool, as_sarif: bool, seconds: float, megabytes: int,
) -> None:
    """Look for mistakes in the manuscript of PROJECT, the working folder by default, or proof finished files.

    Every problem is told with its place and a hint. Of a manuscript a table is printed: how long each section is, and
    how hard to read. Nothing is made.
    """
    files = tuple(thing for thing in things if thing.suffix.lower() in FINISHED and not thing.is_dir())
    if (files and len(files) < len(things)) or (not files and len(things) > 1):
        raise click.UsageError("Name one project folder, or finished files that end in .pdf, .epub or .html.")
    if against is None and (edition or up_to):
        raise click.UsageError("-e and --up-to go with --against PROJECT, which says what the files should hold.")
    if against is not None and not files:
        raise click.UsageError("--against goes with finished files: booklet check FILE --against PROJECT.")
    if as_json and as_sarif:
        raise click.UsageError("Take one of --json and --sarif.")
    project = against if files else things[0] if things else Path()
    with reporting.ending(as_json):
        request = Request(
            project=project, shown=reporting.named(project) if project else "", files=files,
            editions=(edition,) if edition else (), up_to=up_to, drafts=drafts, seconds=seconds, megabytes=megabytes,
        )
        checked = (check_files if files else check_project)(request, reporting.progress)
        reporting.clear()
        reporting.show(checked.problems)
        reporting.tell(_counted(checked.problems))
        if as_sarif:
            from . import sarif

            reporting.give(json.dumps(sarif.log(checked.problems), ensure_ascii=False))
        elif as_json:
            sections = [asdict(reading) for reading in checked.readings]
            data = {"problems": reporting.as_data(checked.problems), "sections": sections}
            reporting.give(json.dumps(data, ensure_ascii=False))
        elif checked.readings:
            reporting.give("\n".join(_table(checked)))
    code = exit_code(checked.problems)
    sys.exit(code or (3 if strict and any(p.severity == "warning" for p in checked.problems) else 0))
# fmt: on


def _counted(problems: Sequence[Problem]) -> str:
    """How many there are of each severity."""
    counts = []
    for severity in ("error", "warning"):
        count = sum(problem.severity == severity for problem in problems)
        if count:
            counts.append(f"{count} {severity}{'s' if count > 1 else ''}")
    return f"{' and '.join(counts) or 'no problems'}."


def _table(checked: Checked) -> Iterator[str]:
    """What each section asks of readers, in columns."""
    rows = [("section", "words", "minutes", "reading ease")]
    for reading in checked.readings:
        ease = "–" if reading.ease is None else f"{reading.ease} {reading.level}"
        rows.append((_short(reading.title), _number(reading.words), _number(reading.minutes), ease))
    counts = [(reading.words or 0, reading.minutes or 0) for reading in checked.readings]
    words, minutes = (sum(column) for column in zip(*counts, strict=True))
    rows.append(("in all", _number(words or None), _number(minutes or None), ""))
    widths = [max(_width(row[column]) for row in rows) for column in range(3)]
    for title, count, length, ease in rows:
        room = " " * (widths[0] - _width(title))
        yield f"{title}{room}  {count:>{widths[1]}}  {length:>{widths[2]}}  {ease}".rstrip()


def _width(text: str) -> int:
    """How many columns of a terminal a text takes (Unicode Standard Annex 11)."""
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def _number(count: int | None) -> str:
    return "–" if count is None else f"{count:,}"


def _short(title: str) -> str:
    return title if len(title) <= LONGEST else f"{title[: LONGEST - 1].rstrip()}…"
