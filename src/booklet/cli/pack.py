"""booklet pack"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from .. import pipeline
from ..press.choosing import Choice, Tests
from ..press.decks import Deck
from ..press.packs import Request, pack
from ..settings import Print
from . import belonging, reporting
from .build import cores

LEVELS = ("recall", "infer", "analyse", "evaluate", "create")
EXPORTS = ("qti", "moodle", "gift", "csv", "anki")


# The options stand as a table.
# fmt: off
@click.command("pack")
@click.argument("project", default=".", type=click.Path(path_type=Path))
@click.option("--section", "sections", multiple=True, metavar="ID",
              help="Hand out this section, whatever is in it; may be given more than once.")
@click.option("--kind", "kinds", multiple=True, metavar="KIND",
              help="Hand out sections of this kind: quiz, questions, essay …; may be given more than once.")
@click.option("--questions", default="", metavar="NUMBERS", help="Hand out these questions alone: 3,5-7.")
@click.option("--level", "levels", multiple=True, type=click.Choice(LEVELS),
              help="Hand out questions of this level alone; may be given more than once.")
@click.option("--up-to", type=click.IntRange(1), metavar="N",
              help="Leave out what happens after chapter N of the studied book.")
@click.option("--class-copy", metavar="NAME",
              help="The copy of the studied book whose pages are meant, as work.editions names it.")
@click.option("--versions", type=click.IntRange(1, 26), default=1, metavar="NUMBER",
              help="Print each quiz in so many versions, A, B, C …, with their keys and a table of all of them.")
@click.option("--seed", type=click.IntRange(0), default=0, metavar="NUMBER",
              help="What the order of questions in versions hangs on: the same number, the same order. Default: 0.")
@click.option("--export", "exports", multiple=True, type=click.Choice(EXPORTS),
              help="Make a file for other programs too; may be given more than once.")
@click.option("--roster", type=click.Path(path_type=Path), metavar="CLASS.csv",
              help="Make a copy for each pupil too, with their names: a CSV with a column  name.")
@click.option("--fillable", is_flag=True,
              help="Make a form of each student's sheet too, to fill in on a screen.")
@click.option("--cards", type=click.Choice(("8", "12")),
              help="Make cards of words and quotations too, to be cut out: so many on a sheet.")
@click.option("--flip", type=click.Choice(("long", "short")), default="long", show_default=True,
              help="Over which edge the printer turns the sheets of cards.")
@click.option("-o", "--output", type=click.Path(path_type=Path),
              help="Where to put the files. Default: PROJECT/output/handouts.")
@click.option("--theme", help="Another theme than booklet.yaml says.")
@click.option("--page", help="Another page size than A4 (Letter for a booklet of an American size).")
@click.option("--grey/--no-grey", default=None, help="Make them in black and greys alone, for copiers.")
@click.option("--drafts", is_flag=True, help="Hand out drafts too.")
@click.option("--strict", is_flag=True, help="Let warnings fail it.")
@click.option("-j", "--jobs", type=click.IntRange(1, 256), help="How many files to make at once. Default: one a core.")
@click.option("--no-cache", is_flag=True, help="Make them even if nothing has changed.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of paths.")
@click.option("--open", "open_it", is_flag=True, help="Open the folder of the finished files.")
@click.option("--time-limit", "seconds", default=pipeline.SECONDS, show_default=True, type=click.FloatRange(1, 86400),
              help="Seconds that it may take.")
@click.option("--memory-limit", "megabytes", default=pipeline.MEGABYTES, show_default=True,
              type=click.IntRange(64, 2**20), help="Megabytes that it may use.")
def command(
    project: Path, sections: tuple[str, ...], kinds: tuple[str, ...], questions: str, levels: tuple[str, ...],
    up_to: int | None, class_copy: str | None, versions: int, seed: int, exports: tuple[str, ...],
    roster: Path | None, fillable: bool, cards: str | None, flip: Literal["long", "short"],
    output: Path | None, theme: str | None, page: str | None, grey: bool | None, drafts: bool, strict: bool,
    jobs: int | None, no_cache: bool, as_json: bool, open_it: bool, seconds: float, megabytes: int,
) -> None:
    """Make handouts of PROJECT, the working folder by default: one for each section that has something to do.

    Students' sheets, teachers' sheets and answer keys go into output/handouts/, with one zip of them all.
    """
    if belonging.is_given("seed") and versions == 1:
        raise click.UsageError("--seed is for --versions, as in --versions 4 --seed 2026")
    if belonging.is_given("flip") and not cards:
        raise click.UsageError("--flip is for --cards, as in --cards 8 --flip short")
    with reporting.ending(as_json):
        build = pipeline.Request(
            project=project, shown=reporting.named(project), output=output, theme=theme, page=page,
            press=Print(None, None, grey, None), up_to=up_to, class_copy=class_copy, jobs=jobs or cores(),
            drafts=drafts, strict=strict, cache=not no_cache, seconds=seconds, megabytes=megabytes,
        )
        choice = Choice(sections, kinds, questions, levels)
        deck = Deck(12 if cards == "12" else 8, flip) if cards else None
        request = Request(build, choice, Tests(versions, seed), roster, tuple(dict.fromkeys(exports)), fillable, deck)
        result = pack(request, reporting.progress)
        reporting.built(result, as_json)
        if open_it:
            click.launch(str(request.folder))
# fmt: on
