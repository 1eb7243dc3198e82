"""booklet build"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from ..composition import Wrap
from ..pipeline import MEGABYTES, SECONDS, Request, build
from ..press.layouts import Layout
from ..press.measures import Flip
from ..settings import Answers, Print
from . import belonging, reporting

if TYPE_CHECKING:
    from ..press.orders import Order

FORMATS = ("pdf", "epub", "html")
ANSWERS = ("inline", "after", "key")


# The options stand as a table.
# fmt: off
@click.command("build")
@click.argument("project", default=".", type=click.Path(path_type=Path))
@click.option("-f", "--format", "formats", multiple=True, type=click.Choice([*FORMATS, "all"]),
              help="What to make; may be given more than once. Default: what booklet.yaml says.")
@click.option("-e", "--edition", "editions", multiple=True, metavar="NAME",
              help="For whom: student, teacher, safe, large, one of booklet.yaml, or all; may be given more than once. "
                   "Default: student.")
@click.option("--up-to", type=click.IntRange(1), metavar="N",
              help="Leave out what happens after chapter N of the studied book.")
@click.option("--answers", type=click.Choice(ANSWERS),
              help="Where copies with answers have them: in place, after each section, or in a key at the end.")
@click.option("--class-copy", metavar="NAME",
              help="The copy of the studied book whose pages are meant, as work.editions names it.")
@click.option("-o", "--output", type=click.Path(path_type=Path),
              help="Where to put the files. Default: PROJECT/output.")
@click.option("--theme", help="Another theme than booklet.yaml says.")
@click.option("--page", help="Another page size than booklet.yaml says: A4, A5, Letter, 140x216mm …")
@click.option("--bleed", metavar="LENGTH",
              help="How far colour runs beyond the page's edge, for printing: 3mm, 0.125in.")
@click.option("--marks/--no-marks", default=None, help="Draw lines around the page that show where to cut.")
@click.option("--grey/--no-grey", default=None, help="Make the PDF in black and greys alone, for copiers.")
@click.option("--pdfx", metavar="PROFILE",
              help="Make the PDF for a printing house: PDF/X-4 in the colours of this ICC profile in styles/; or none.")
@click.option("--cover-wrap", is_flag=True,
              help="Make the cover a PDF of its own, back, spine and front on one page; the booklet's then has none.")
@click.option("--impose", type=click.Choice(get_args(Layout)),
              help="Put the PDF's pages on sheets too, to fold, staple or cut, as booklet impose does.")
@click.option("--sheet", metavar="SIZE", help="What these are printed on. Default: the smallest that takes the pages.")
@click.option("--flip", type=click.Choice(get_args(Flip)), default="short", show_default=True,
              help="The edge about which the printer turns them.")
@click.option("--instructions", is_flag=True,
              help="Make a page too that says how the sheets are printed and folded, with a drawing.")
@click.option("--fit", type=click.IntRange(1), metavar="N",
              help="Build nothing: try the settings near the booklet's own, and say which take N sheets.")
@click.option("--paper", metavar="WEIGHT",
              help="The paper that spine and creep are measured by: 90gsm, \"60lb text\".")
@click.option("--bulk", type=float, metavar="NUMBER",
              help="That paper's thickness by its weight, in cm³/g. Default: 1.3.")
@click.option("--drafts", is_flag=True, help="Build drafts too.")
@click.option("--strict", is_flag=True, help="Let warnings fail the build.")
@click.option("--proof", is_flag=True, help="Let EPUBCheck and veraPDF prove the files before they are placed.")
@click.option("-j", "--jobs", type=click.IntRange(1, 256), help="How many files to make at once. Default: one a core.")
@click.option("--no-cache", is_flag=True, help="Build even if nothing has changed.")
@click.option("--keep-composed", type=click.Path(path_type=Path), metavar="DIR",
              help="Keep the XHTML, CSS and pictures that the files were made of.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of paths.")
@click.option("--open", "open_them", is_flag=True, help="Open the finished files.")
@click.option("--time-limit", "seconds", default=SECONDS, show_default=True, type=click.FloatRange(1, 86400),
              help="Seconds that a build may take.")
@click.option("--memory-limit", "megabytes", default=MEGABYTES, show_default=True, type=click.IntRange(64, 2**20),
              help="Megabytes that a build may use.")
def command(
    project: Path, formats: tuple[str, ...], editions: tuple[str, ...], up_to: int | None, answers: Answers | None,
    class_copy: str | None, output: Path | None, theme: str | None, page: str | None, bleed: str | None,
    marks: bool | None, grey: bool | None, pdfx: str | None, cover_wrap: bool, impose: Layout | None,
    sheet: str | None, flip: Flip, instructions: bool, fit: int | None, paper: str | None, bulk: float | None,
    drafts: bool, strict: bool, proof: bool, jobs: int | None,
    no_cache: bool, keep_composed: Path | None, as_json: bool, open_them: bool, seconds: float, megabytes: int,
) -> None:
    """Build the booklet in PROJECT, the working folder by default.

    The finished files go into output/, each whole or not at all; their paths are printed one a line.
    """
    if cover_wrap and paper is None:
        raise click.UsageError("--cover-wrap needs --paper, by which the spine is measured, as in --paper 90gsm")
    if not cover_wrap and not impose and (paper or bulk):
        raise click.UsageError("--paper and --bulk are for --cover-wrap and --impose")
    if bulk is not None and paper is None:
        raise click.UsageError("--bulk is for --paper, as in --paper 80gsm --bulk 1.2")
    if (sheet or instructions or belonging.is_given("flip")) and not impose:
        raise click.UsageError("--sheet, --flip and --instructions are for --impose, as in --impose saddle --sheet A3")
    if fit and (not impose or len(editions) > 1 or "all" in editions):
        raise click.UsageError("--fit is for one edition and --impose, as in --impose saddle --fit 4")
    if impose:
        of_layout = ("flip",) if cover_wrap else ("flip", "paper")
        belonging.stop_on_idle(impose, (*of_layout, *belonging.OF_FILES), fits=bool(fit))
    with reporting.ending(as_json):
        request = Request(
            project=project,
            shown=reporting.named(project),
            output=output,
            formats=FORMATS if "all" in formats else tuple(dict.fromkeys(formats)),
            editions=("all",) if "all" in editions else tuple(dict.fromkeys(editions)) or ("student",),
            up_to=up_to, answers=answers, class_copy=class_copy, jobs=jobs or cores(),
            theme=theme, page=page, press=Print(bleed, marks, grey, pdfx),
            wrap=Wrap(paper, bulk) if cover_wrap and paper else None,
            sheets=_order(impose, sheet, flip, paper, bulk, instructions) if impose else None,
            drafts=drafts, strict=strict, proof=proof, cache=not no_cache,
            keep_composed=keep_composed, seconds=seconds, megabytes=megabytes,
        )
        if fit:
            _tell_fit(request, fit, as_json)
            return
        result = build(request, reporting.progress)
        reporting.built(result, as_json)
        if open_them:
            for path in result.files:
                click.launch(str(path))
# fmt: on


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _order(
    layout: Layout, sheet: str | None, flip: Flip, paper: str | None, bulk: float | None, instructions: bool
) -> Order:
    """What is asked of sheets."""
    from ..press.orders import Order  # with all that pages on paper need, which builds without sheets do not pay for

    return Order(layout=layout, sheet=sheet, flip=flip, weight=paper, bulk=bulk, instructions=instructions)


def _tell_fit(request: Request, sheets: int, as_json: bool) -> None:
    """Which settings make a booklet fit on so many sheets."""
    from ..press import fitting  # which lays out, as a build with nothing to do does not

    found = fitting.fit(request, sheets, reporting.progress)
    reporting.clear()
    lines = list(fitting.table(found))
    data = {"files": [], "wanted": sheets, "tries": fitting.as_data(found), "told": lines, "problems": []}
    reporting.give(json.dumps(data, ensure_ascii=False) if as_json else "\n".join(lines))
