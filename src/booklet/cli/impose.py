"""booklet impose"""

from __future__ import annotations

import json
from pathlib import Path
from typing import cast

import click

from ..pipeline import MEGABYTES, SECONDS
from ..press.layouts import Binding, Layout
from ..press.measures import SHEETS, Flip
from ..press.orders import LAYOUTS, Order
from ..press.sheets import Request, fitting, make, need, told
from . import belonging, reporting


class Cells(click.ParamType[tuple[int, int]]):
    """Columns and rows, as in 2x2."""

    name = "COLUMNSxROWS"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        """Both numbers of what was written."""
        columns, _, rows = str(value).lower().partition("x")
        if not (columns.isdecimal() and rows.isdecimal()):
            self.fail(f"“{value}” is not columns and rows, as in 2x2", param, ctx)
        return int(columns), int(rows)


# The options stand as a table.
# fmt: off
@click.command("impose")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="OUT.pdf",
              help="Where to put the sheets. Default: beside FILE, with the layout behind its name.")
@click.option("--layout", type=click.Choice(list(LAYOUTS)), default="saddle", show_default=True,
              help=f"What becomes of the sheets: {'; '.join(f'{name} ({words})' for name, words in LAYOUTS.items())}.")
@click.option("--sheet", metavar="SIZE",
              help=f"What is printed on: {', '.join(SHEETS)}, 330x480mm … Default: the smallest that takes the pages.")
@click.option("--binding", type=click.Choice(["left", "right"]),
              help="The side at which the pages are bound. Default: that of the file's language.")
@click.option("--flip", type=click.Choice(["short", "long"]), default="short", show_default=True,
              help="The edge about which the printer turns the sheets: as in its dialog.")
@click.option("--folds", type=click.IntRange(1, 3), default=1, show_default=True,
              help="Of saddle and perfect: how often a sheet is folded: 4, 8 or 16 pages.")
@click.option("--signature", type=click.IntRange(1), metavar="PAGES",
              help="The most pages of sheets that are folded as one. Default: all (saddle), 16 (perfect).")
@click.option("--cells", type=Cells(),
              help="Of layouts that are not folded: how many pages stand on a side. Default if cut: as many as fit.")
@click.option("--one-sided", is_flag=True, help="Of layouts that are not folded: print on one side alone.")
@click.option("--paper", metavar="WEIGHT", help="The paper that creep is reckoned by: 80gsm, \"20lb bond\".")
@click.option("--bulk", type=float, metavar="NUMBER",
              help="That paper's thickness by its weight, in cm³/g. Default: 1.3.")
@click.option("--edge", default="0mm", metavar="LENGTH",
              help="The strip that the printer leaves white: pages are made smaller to stay off it. Default: 0mm.")
@click.option("--spine", metavar="LENGTH", help="What a binder mills off. Default: 3mm (perfect), 0mm (saddle).")
@click.option("--gap", default="0mm", metavar="LENGTH", help="The room between pages. Default: 0mm.")
@click.option("--marks", is_flag=True, help="Draw lines that show where to fold, cut and staple.")
@click.option("--back-cover", is_flag=True, help="The last page is the back cover: blank pages come before it.")
@click.option("--fit", type=click.IntRange(1), metavar="N",
              help="Say how many pages are too many for N sheets, and make none.")
@click.option("--instructions", is_flag=True,
              help="Make a page too that says how the sheets are printed and folded, with a drawing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of the path.")
@click.option("--open", "open_it", is_flag=True, help="Open the sheets.")
@click.option("--time-limit", "seconds", default=SECONDS, show_default=True, type=click.FloatRange(1, 86400),
              help="Seconds that it may take.")
@click.option("--memory-limit", "megabytes", default=MEGABYTES, show_default=True, type=click.IntRange(64, 2**20),
              help="Megabytes that it may use.")
def command(
    file: Path, output: Path | None, layout: str, sheet: str | None, binding: str | None, flip: str, folds: int,
    signature: int | None, cells: tuple[int, int] | None, one_sided: bool, paper: str | None, bulk: float | None,
    edge: str, spine: str | None, gap: str, marks: bool, back_cover: bool, fit: int | None,
    instructions: bool, as_json: bool, open_it: bool, seconds: float, megabytes: int,
) -> None:
    """Put the pages of FILE, a finished PDF, on sheets to fold, staple or cut.

    By itself a booklet that is stapled through its fold, on the next sheet size up: A5 on A4.
    """
    if bulk is not None and paper is None:
        raise click.UsageError("--bulk is for --paper, as in --paper 80gsm --bulk 1.2")
    belonging.stop_on_idle(
        cast("Layout", layout), (*belonging.OF_LAYOUTS, *belonging.OF_FILES), is_one_sided=one_sided, fits=bool(fit)
    )
    with reporting.ending(as_json):
        order = Order(
            layout=cast("Layout", layout), sheet=sheet, binding=cast("Binding | None", binding),
            flip=cast("Flip", flip), folds=folds, signature=signature, cells=cells, sides=1 if one_sided else 2,
            weight=paper, bulk=bulk, edge=edge, spine=spine, gap=gap, marks=marks, back_cover=back_cover,
            instructions=instructions,
        )
        request = Request(file, order, output, seconds, megabytes)
        if fit:
            _tell_fit(request, fit, as_json)
            return
        result = make(request, reporting.progress)
        files = [path for path in (result.file, result.instructions) if path]
        imposed, words = result.imposed, list(told(result.imposed))
        reporting.finish(
            files, (), as_json, () if as_json else words, sheets=len(imposed.plan.sheets),
            sheet=imposed.frame.paper.name, scale=round(imposed.frame.scale, 4), pages=imposed.pages,
            blanks=imposed.blanks, told=words,
        )
        if open_it:
            click.launch(str(result.file))
# fmt: on


def _tell_fit(request: Request, sheets: int, as_json: bool) -> None:
    """Whether a file fits on so many sheets."""
    takes = need(request, reporting.progress)
    reporting.clear()
    words = list(fitting(takes, sheets, request.order.layout))
    facts = {"pages": takes.pages, "sheets": takes.sheets, "sheet": takes.name, "wanted": sheets}
    data = {"files": [], **facts, "told": words, "problems": []}
    reporting.give(json.dumps(data, ensure_ascii=False) if as_json else "\n".join(words))
