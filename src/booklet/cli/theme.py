"""booklet theme list, booklet theme copy"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path, PurePosixPath
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import click

from . import reporting, writing

if TYPE_CHECKING:
    from ..gallery import Card

STYLES = "styles"
WIDE = 100


@click.group("theme")
def command() -> None:
    """Say which themes there are, or copy one to begin a theme of your own."""


@command.command("list")
@click.argument("project", required=False, type=click.Path(path_type=Path))
@click.option(
    "--pictures",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Make pictures of real pages of each theme, with a page index.html that shows them.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of the table.")
def list_themes(project: Path | None, pictures: Path | None, as_json: bool) -> None:
    """Say which themes there are: the built-in ones, and those in the styles/ of PROJECT.

    With --pictures each is tried on: on PROJECT, or on a small specimen. The paths of the pictures are printed.
    """  # fmt: skip
    from .. import gallery  # not paid for by those who ask for help

    with reporting.ending(as_json):
        shown = reporting.named(project) if project else ""
        cards = gallery.listed(project, shown, reporting.progress)
        shots: dict[str, list[str]] = {}
        if pictures:
            drawn = gallery.drawn(project, shown, [card.name for card in cards], reporting.progress)
            files = {picture.name: picture.data for _, found in drawn for picture in found}
            page = gallery.page_of([(c, found) for c, (_, found) in zip(cards, drawn, strict=True)])
            writing.write_over(pictures, {**files, "index.html": page.encode()})
            shots = {name: [str(pictures / p.name) for p in found] for name, found in drawn}
        reporting.clear()
        if as_json:
            told = {"themes": [_as_data(card, shots.get(card.name, [])) for card in cards]}
            reporting.give(json.dumps(told, ensure_ascii=False))
        elif pictures:
            for path in (pictures / "index.html", *(path for paths in shots.values() for path in paths)):
                reporting.give(str(path))
        else:
            reporting.give("\n".join(_table(cards)))


def _as_data(card: Card, pictures: Sequence[str]) -> dict[str, Any]:
    return {key.replace("_", "-"): value for key, value in {**asdict(card), "pictures": pictures}.items()}


def _table(cards: Sequence[Card]) -> Iterator[str]:
    """A few lines for each theme, one column for names."""
    width = max(len(card.name) for card in cards)
    for number, card in enumerate(cards):
        fonts = " and ".join(dict.fromkeys((card.text_face, card.label_face)))
        facts = [f"pages {', '.join(card.pages)}" if card.pages else "", f"accent {card.accent}", f"fonts {fonts}"]
        lines = [*wrap(f"{card.label}. {card.description}", WIDE - width), "; ".join(fact for fact in facts if fact)]
        if number:
            yield ""
        for begin, line in zip([card.name, *[""] * len(lines)], lines, strict=False):
            yield f"{begin:<{width}}  {line}"


@command.command("copy")
@click.argument("name")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--force", is_flag=True, help="Write into a folder that holds something already, over files of the same names."
)
def copy(name: str, folder: Path, force: bool) -> None:
    """Copy the built-in theme NAME into FOLDER, such as styles/mine, to begin a theme of your own.

    Its style sheets, templates and drawings are all there, with comments. A folder that is not empty is left alone.
    """
    from ..themes.copying import files_of

    with reporting.ending(as_json=False):
        called = _called(folder)
        files = dict(files_of(name, called or f"{STYLES}/{folder.name}"))
        if force:
            writing.write_over(folder, files)
        else:
            writing.write_new(folder, files, ", or say --force to write over files of the same names")
        reporting.give(str(folder))
    if called:
        reporting.tell(f"\nTo wear it, say in manuscript/booklet.yaml:\n\n  theme: {called}\n")
    else:
        reporting.tell(
            f"\nA booklet can wear it once it lies in the {STYLES}/ of its project, as in {STYLES}/{folder.name}."
        )


def _called(folder: Path) -> str:
    """How booklet.yaml calls a folder below the styles/ of a project; "" for one that lies elsewhere."""
    parts = folder.resolve().parts
    below = [number for number, part in enumerate(parts[:-1]) if part == STYLES]
    return str(PurePosixPath(*parts[below[-1] :])) if below else ""
