"""booklet collect"""

from __future__ import annotations

from pathlib import Path

import click

from ..pipeline import MEGABYTES, SECONDS
from ..press.collecting import Request, collect
from . import reporting


# The options stand as a table.
# fmt: off
@click.command("collect")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), default=Path("answers.csv"), metavar="ANSWERS.csv",
              show_default=True, help="Where to put the table.")
@click.option("--against", type=click.Path(path_type=Path), metavar="PROJECT",
              help="Mark what can be marked by the key of this project.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of the path.")
@click.option("--open", "open_it", is_flag=True, help="Open the table.")
@click.option("--time-limit", "seconds", default=SECONDS, show_default=True, type=click.FloatRange(1, 86400),
              help="Seconds that it may take.")
@click.option("--memory-limit", "megabytes", default=MEGABYTES, show_default=True, type=click.IntRange(64, 2**20),
              help="Megabytes that it may use.")
def command(
    files: tuple[Path, ...], output: Path, against: Path | None, as_json: bool, open_it: bool, seconds: float,
    megabytes: int,
) -> None:
    """Read FILES, forms that pupils filled in and saved, and make a table of what is in them: a row for each.

    The forms are those that booklet pack --fillable makes.
    """
    with reporting.ending(as_json):
        shown = reporting.named(against) if against else ""
        result = collect(Request(files, output, against, shown, seconds, megabytes), reporting.progress)
        reporting.finish([output], result.problems, as_json, forms=result.forms)
        if open_it:
            click.launch(str(output))
# fmt: on
