"""booklet check"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from ..checking import Request, check_files, check_project
from ..pipeline import MEGABYTES, SECONDS
from ..problems import exit_code
from . import reporting

FINISHED = (".pdf", ".epub", ".html")


# The options stand as a table.
# fmt: off
@click.command("check")
@click.argument("things", nargs=-1, metavar="[PROJECT | FILE...]", type=click.Path(path_type=Path))
@click.option("--against", type=click.Path(path_type=Path), metavar="PROJECT",
              help="Of files: the project that they were made of.")
@click.option("-e", "--edition", help="Of files, with --against: the edition that they are. Default: student.")
@click.option("--up-to", type=click.IntRange(1), metavar="CHAPTER",
              help="Of files, with --against: the chapter up to which they may tell the story.")
@click.option("--drafts", is_flag=True, help="Check drafts too.")
@click.option("--strict", is_flag=True, help="Let warnings fail the check.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--time-limit", "seconds", default=SECONDS, show_default=True, type=click.FloatRange(1, 86400),
              help="Seconds that a check may take.")
@click.option("--memory-limit", "megabytes", default=MEGABYTES, show_default=True, type=click.IntRange(64, 2**20),
              help="Megabytes that a check may use.")
def command(
    things: tuple[Path, ...], against: Path | None, edition: str | None, up_to: int | None, drafts: bool,
    strict: bool, as_json: bool, seconds: float, megabytes: int,
) -> None:
    """Look for mistakes in the manuscript of PROJECT, the working folder by default, or proof finished files.

    Every problem is told with its place and a hint. Nothing is made.
    """
    files = tuple(thing for thing in things if thing.suffix.lower() in FINISHED and not thing.is_dir())
    if (files and len(files) < len(things)) or (not files and len(things) > 1):
        raise click.UsageError("Name one project folder, or finished files that end in .pdf, .epub or .html.")
    if against is None and (edition or up_to):
        raise click.UsageError("-e and --up-to go with --against PROJECT, which says what the files should hold.")
    if against is not None and not files:
        raise click.UsageError("--against goes with finished files: booklet check FILE --against PROJECT.")
    project = against if files else things[0] if things else Path()
    with reporting.ending(as_json):
        request = Request(
            project=project, shown=reporting.named(project) if project else "", files=files,
            editions=(edition or "student",), up_to=up_to, drafts=drafts, seconds=seconds, megabytes=megabytes,
        )
        checked = (check_files if files else check_project)(request, reporting.progress)
        reporting.clear()
        reporting.show(checked.problems)
        if as_json:
            reporting.give(json.dumps({"problems": reporting.as_data(checked.problems)}, ensure_ascii=False))
    code = exit_code(checked.problems)
    sys.exit(code or (3 if strict and checked.problems else 0))
# fmt: on
