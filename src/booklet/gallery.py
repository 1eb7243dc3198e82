"""The themes that a booklet can wear, as they describe themselves, and pictures of real pages of each."""

from __future__ import annotations

import html
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from . import pipeline, themes
from .manuscript import load
from .model import Place
from .pipeline import Request
from .problems import ThemeError, ordered, stop_on_errors
from .styling import own_styles
from .themes import Own

SPECIMEN = Path(__file__).parent / "specimen"
MOST_PAGES = 8
DOTS_PER_INCH = 100
COLOURS = 48
EDGE = (200, 200, 200)
SECONDS = 600.0

Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Card:
    """What is told of a theme: its name for booklet.yaml, for people and in one line, page sizes that suit it, its
    colour, and the families of running text and of labels. ``parent`` is the built-in theme that it adds to, or ""."""

    name: str
    label: str
    description: str
    parent: str
    pages: tuple[str, ...]
    accent: str
    text_face: str
    label_face: str


@dataclass(frozen=True, slots=True)
class Picture:
    """One page of a theme: a file's name, its PNG, and what it shows."""

    name: str
    data: bytes
    words: str


def cards(project: Path | None, shown: str, report: Report) -> list[Card]:
    """The built-in themes, and those in the styles/ of a project.

    Raises a BookletError with all that is wrong where there is no project, or where a theme of it cannot be used.
    """
    report("looking at the themes")
    own, problems = Own(), []
    if project:
        manuscript, trouble = load.find(project, shown)
        own, _ = own_styles(manuscript)
        problems = [problem for problem in trouble if problem.code == "P001"]
    found: list[Card] = []
    for name in (themes.FALLBACK, *sorted(set(themes.names()) - {themes.FALLBACK}), *own.themes):
        try:
            found.append(_card(name, own))
        except ThemeError as mistake:
            problems += mistake.problems
    stop_on_errors(ordered(problems))
    return found


def _card(name: str, own: Own) -> Card:
    theme = themes.find(name, Place("booklet theme list"), own)
    said = theme.settings
    faces = theme.text_face, theme.label_face
    return Card(name, said.label, said.description, said.parent or "", said.pages, theme.accent, *faces)


def pictures(project: Path | None, shown: str, names: Sequence[str], report: Report) -> list[tuple[str, list[Picture]]]:
    """Pages of a booklet in each of some themes: of the project, or else of a small specimen.

    A theme of the project's own needs its project. Raises BookletError where a build fails.
    """
    found = []
    for name in names:
        request = Request(project or SPECIMEN, shown, formats=("pdf",), theme=name)
        (file,) = pipeline.make(request, partial(_said_of, name, report)).files
        stem = name.replace("/", "-")
        found.append((name, [Picture(f"{stem}-{n}.png", *page) for n, page in enumerate(_drawn(file.data), 1)]))
    return found


def _said_of(name: str, report: Report, words: str) -> None:
    report(f"{name}: {words}")


def _drawn(pdf: bytes) -> Iterator[tuple[bytes, str]]:
    """The cover, the contents and the pages on which sections begin, as PNGs with words for them."""
    import pypdfium2

    document: Any = pypdfium2.PdfDocument(pdf)
    try:
        begun = {0: "the cover"}
        for mark in document.get_toc(max_depth=1):
            target = mark.get_dest()
            if target is not None:
                begun.setdefault(target.get_index(), mark.get_title())
        for index in sorted(begun)[:MOST_PAGES]:
            yield _png(document[index].render(scale=DOTS_PER_INCH / 72).to_pil()), begun[index]
    finally:
        document.close()


def _png(page: Any) -> bytes:
    """A page with a thin edge around it, in a palette, so that it stays small."""
    from PIL import Image

    sheet = Image.new("RGB", (page.width + 2, page.height + 2), EDGE)
    sheet.paste(page.convert("RGB"), (1, 1))
    target = io.BytesIO()
    sheet.quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(target, "PNG", optimize=True)
    return target.getvalue()


def page_of(found: Sequence[tuple[Card, Sequence[Picture]]]) -> str:
    """A page of HTML that shows the pictures, theme by theme."""
    sections = "\n".join(_section(card, pictures) for card, pictures in found)
    return PAGE.format(sections=sections)


def _section(card: Card, pictures: Sequence[Picture]) -> str:
    e = html.escape
    facts = [f"for {', '.join(card.pages)}"] if card.pages else []
    facts += [", ".join(dict.fromkeys((card.text_face, card.label_face)))]
    images = "\n".join(f'<img src="{e(p.name)}" alt="{e(f"{card.label}: {p.words}")}">' for p in pictures)
    return (
        f"<section>\n<h2>{e(card.label)}</h2>\n<p>{e(card.description)}</p>\n"
        f"<p><code>theme: {e(card.name)}</code> · {e(' · '.join(facts))} · "
        f'<span class="colour" style="background: {e(card.accent)}"></span> {e(card.accent)}</p>\n'
        f'<div class="pages">\n{images}\n</div>\n</section>'
    )


PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Themes</title>
<style>
body {{ margin: 2rem auto; max-width: 72rem; padding: 0 1rem; font: 100%/1.5 system-ui, sans-serif }}
body {{ color: #111; background: #eee }}
section {{ margin: 3rem 0 }}
h2 {{ margin-bottom: 0 }}
.pages {{ display: flex; flex-wrap: wrap; gap: 1rem }}
.pages img {{ width: 16rem; height: auto; align-self: start; background: #fff }}
.colour {{ display: inline-block; width: 0.9em; height: 0.9em; vertical-align: -0.1em }}
</style>
</head>
<body>
<h1>Themes</h1>
{sections}
</body>
</html>
"""


def listed(project: Path | None, shown: str, report: Report) -> list[Card]:
    """``cards`` in a child process, so that no project can hang the command or fill its memory."""
    from .confine import confined

    return confined(
        partial(cards, project, shown), seconds=pipeline.SECONDS, megabytes=pipeline.MEGABYTES, progress=report
    )


def drawn(project: Path | None, shown: str, names: Sequence[str], report: Report) -> list[tuple[str, list[Picture]]]:
    """``pictures`` in a child process."""
    from .confine import confined

    work = partial(pictures, project, shown, names)
    return confined(work, seconds=SECONDS, megabytes=pipeline.MEGABYTES, progress=report)
