"""booklet new"""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from ..characters import is_control
from ..model import Place, unbroken
from ..project import read_settings
from . import reporting, writing

STARTER = Path(__file__).parent.parent / "starter"
TONGUES = ("de", "en", "es", "fr")
LANGUAGE = "en-GB"
SETTINGS = "manuscript/booklet.yaml"
NO_AUTHOR = "authors:\n  - name: AUTHOR\n"


@click.command("new")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--title", help="The booklet's title. Default: made of the folder's name.")
@click.option("--author", help="Who writes it. Default: nobody is named.")
@click.option("--language", help=f"Its language, such as en-US, fr, de or es. Default: {LANGUAGE}.")
def command(path: Path, title: str | None, author: str | None, language: str | None) -> None:
    """Make a small project in the folder PATH, which builds at once.

    Every section in it says what it is for. At a terminal, what is not given is asked for.
    """
    if sys.stdin.isatty() and sys.stderr.isatty():
        title = title or click.prompt("Title", default=_title_of(path), err=True)
        author = author or click.prompt("Author", default="", show_default=False, err=True)
        language = language or click.prompt("Language", default=LANGUAGE, err=True)
    title = _text(title, "--title", _title_of(path))
    author = _text(author, "--author", "")
    language = _text(language, "--language", LANGUAGE)
    files = dict(_files(title, author, language))
    _, problems = read_settings(files[SETTINGS].decode(), Place(SETTINGS))
    if problems:
        raise click.BadParameter(f"{problems[0].message}: {problems[0].hint}", param_hint="--language")
    with reporting.ending(as_json=False):
        writing.write_new(path, files)
        reporting.give(str(path))
    enter = "" if path.resolve() == Path.cwd() else f"  cd {shlex.quote(str(path))}\n"
    reporting.tell(f"\nWhat to do next:\n\n{enter}  booklet build\n")
    reporting.tell("Then write over the sections in manuscript/, and look at booklet.yaml there.")


def _title_of(path: Path) -> str:
    """A title out of the folder's name: “my-booklet” becomes “My booklet”."""
    words = path.resolve().name.replace("-", " ").replace("_", " ").split()
    kept = " ".join("".join(c for c in word if not is_control(c)) for word in words)
    return kept[:1].upper() + kept[1:] or "A study booklet"


def _text(given: str | None, option: str, otherwise: str) -> str:
    """What was given, on one line; raises BadParameter for what no text may hold, or nothing."""
    if given is None:
        return otherwise
    if any(is_control(c) for c in given):
        raise click.BadParameter("holds a character that no text may hold", param_hint=option)
    text = " ".join(unbroken(given))
    if not text and otherwise:
        raise click.BadParameter("is empty", param_hint=option)
    return text


def _files(title: str, author: str, language: str) -> Iterator[tuple[str, bytes]]:
    """The files of a new project by name, in the words of its language if there are any, else in English."""
    tongue = language.lower().partition("-")[0]
    own = STARTER / (tongue if tongue in TONGUES else "en")
    for folder in (STARTER / "common", own):
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            name = file.relative_to(folder).as_posix()
            yield (".gitignore" if name == "gitignore" else name), file.read_bytes()
    text = (own / SETTINGS).read_text(encoding="utf-8")
    if not author:
        text = text.replace(NO_AUTHOR, "".join(f"# {line}\n" for line in NO_AUTHOR.splitlines()))
    for word, value in (("LANGUAGE", language), ("AUTHOR", author or "Your name"), ("TITLE", title)):
        text = text.replace(f": {word}\n", f": {json.dumps(value, ensure_ascii=False)}\n")
    yield SETTINGS, text.encode()
