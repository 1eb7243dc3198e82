"""A copy of a built-in theme to begin one's own with: everything that shapes it, in one folder, by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from .. import __version__
from ..model import Place
from . import SETTINGS, TEMPLATES, Own, beside, find

SHEETS = {
    "booklet.css": "Rules for the PDF, the EPUB and the web page alike.",
    "covers.css": "Covers on paper: how drawings and words get to where the templates under covers/ put them.",
    "print.css": "The PDF. It is laid out by WeasyPrint, which knows CSS for paper: @page, footnotes, named pages.",
    "epub.css": "The EPUB. Be sparing: most readers choose their own fonts and colours.",
    "web.css": "The web page. The design's values are custom properties here, as in var(--accent).",
}
STUB = "h1 { letter-spacing: 0.01em }"
ABOUT = """\
# A theme of your own, begun as a copy of “{name}” of Booklet {version}. To wear it, say in manuscript/booklet.yaml:
#
#   theme: {folder}
#
# Its style sheets and templates are whole: change or take out what you like. What you do not want to look after, you
# can leave to the theme it came from. Take the # from the next line, and the sheets here only add to that theme's: keep
# in them what is new, and delete the templates that you do not change.
# parent: {name}
"""


def files_of(name: str, folder: str) -> Iterator[tuple[str, bytes]]:
    """The files of a copy of a built-in theme, by name; ``folder`` is how booklet.yaml will call it.

    Raises ThemeError where there is no such theme.
    """
    theme = find(name, Place("booklet theme copy"), Own())
    chain = theme.folders
    settings = (chain[0] / SETTINGS).read_text(encoding="utf-8").splitlines(keepends=True)
    kept = "".join(line for line in settings if not line.startswith(("label:", "description:", "parent:")))
    label = f"label: {_label(folder)}\ndescription: Made of {name}.\n"
    about = ABOUT.format(name=name, version=__version__, folder=folder)
    yield SETTINGS, (about + label + kept).encode()
    for sheet, words in SHEETS.items():
        yield sheet, _sheet(sheet, words, chain).encode()
    for path, inside in _nearest(chain):
        yield inside, path.read_bytes()


def _label(folder: str) -> str:
    """A name for people out of the folder's: “my-theme” becomes “My theme”."""
    words = " ".join("".join(c if c.isalnum() else " " for c in folder.rstrip("/").rpartition("/")[2]).split())
    return f'"{words[:1].upper()}{words[1:]}"'


def _sheet(sheet: str, words: str, chain: Sequence[Path]) -> str:
    """One sheet of all in the chain: each begins with a comment that says which theme it was of."""
    pieces = [f"/* {words} */\n"]
    for folder in reversed(chain):
        if (folder / sheet).is_file():
            text = (folder / sheet).read_text(encoding="utf-8")
            pieces.append(f"/* ---- what was of {folder.name} ---- */\n\n{text}")
    if len(pieces) == 1:
        pieces.append(f"/* No theme has any yet. For instance:\n\n{STUB}\n*/\n")
    return "\n".join(pieces)


def _nearest(chain: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    """Templates and other files of a chain, each the nearest of its name, with that name."""
    found: dict[str, Path] = {}
    for folder in reversed(chain):
        templates = (path for path in (folder / TEMPLATES).rglob("*") if path.is_file())
        for path in (*templates, *beside(folder)):
            found[path.relative_to(folder).as_posix()] = path
    yield from ((path, name) for name, path in sorted(found.items()))
