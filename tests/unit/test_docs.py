"""The documentation tells of the code as it is: every command, setting and kind is in it, and its examples work.

What stands behind a fence's language says how its example is tried:

- ``markdown section`` builds as a section of its own, ``markdown section S003`` with just these problems;
- ``yaml booklet.yaml`` is read as settings;
- ``css styles/…`` and ``jinja styles/templates/…`` are files of a project that builds in every format;
- ``console`` holds commands that must exist; in the tutorial what is marked ``run`` is typed, and must print what is
  shown, or is a file that the reader writes.
"""

from __future__ import annotations

import importlib
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from functools import cache
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

import click
import pytest
import tinycss2
from lxml import etree
from markdown_it import MarkdownIt
from markdown_it.token import Token
from PIL import Image

import booklet
from booklet import settings, themes
from booklet.cli import COMMANDS, main
from booklet.fences import FENCES
from booklet.manuscript.allowed import ATTRIBUTES
from booklet.meanings import MEANINGS
from booklet.model import Place
from booklet.problems import EXIT_BY_LETTER, BookletError
from booklet.project import read_settings
from booklet.sections import KINDS
from tests.conftest import ROOT, Project

DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
SETTINGS = """\
title: A Small Book
subtitle: A booklet
language: en-GB
dek: One sentence.
authors: [{name: Ada Writer, credentials: Teacher, role: editor}]
work: {title: The Book, author: B. Author, chapters: 23}
publisher: A Press
rights: Shared.
date: 2026-01-31
parts: [{title: One, sections: [01-example]}]
"""
EVERYTHING = """\
In a line ![a lane](images/lane.svg), a note.[^n] It is [called](#spare) again.[^n]

[^n]: Its text.

- [ ] To tick

::: workspace {lines=2}
:::

::: columns
Two columns.
:::

::: pagebreak
:::

::: teaching
For teachers.
:::

::: why
Because.
:::

::: warning
Take care.
:::

::: aside {title="Aside"}
By the way.
:::

::: spoiler {chapter=2}
She did it.
:::

- [ ] To do
- [x] Done

## Spare {#spare}

| a | b | c |
|:--|:-:|--:|
| 1 | 2 | 3 |

![A lane](images/lane.svg "A lane."){credit="Me"}
"""
PICTURED = """\
---
kind: quiz
title: Looked at
---

1. Which is it? {type=choice}

   | a |
   |---|
   | b |

   - [x] ![A lane](images/lane.svg)
   - [ ] none
"""
RECORDS = {
    "booklet.yaml": settings.Settings,
    "authors": settings.Author,
    "work": settings.Work,
    "editions of the work": settings.WorkEdition,
    "editions": settings.EditionSettings,
    "ignore": settings.Ignored,
    "parts": settings.PartSettings,
    "design": settings.Design,
    "margins": settings.Margins,
    "cover": settings.Cover,
    "print": settings.Print,
    "isbn": settings.Isbn,
    "Front matter": settings.FrontMatter,
    "portrait": settings.Portrait,
}


@dataclass(frozen=True)
class Example:
    """A fenced block of a page: the words of its info, its text, and where it stands."""

    page: Path
    line: int
    words: tuple[str, ...]
    text: str

    @property
    def id(self) -> str:
        return f"{name_of(self.page)}:{self.line}"


@dataclass(frozen=True)
class Row:
    """A row of a table: under which heading, its cells as text, and the code in each."""

    heading: str
    cells: tuple[str, ...]
    codes: tuple[tuple[str, ...], ...]


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@cache
def tokens_of(page: Path) -> tuple[Token, ...]:
    return tuple(MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(page.read_text(encoding="utf-8")))


def examples(*words: str) -> list[Example]:
    """Every fenced block whose info begins with these words."""
    found = []
    for page in PAGES:
        for token in tokens_of(page):
            info = tuple(token.info.split())
            if token.type == "fence" and info[: len(words)] == words:
                found.append(Example(page, token.map[0] + 1 if token.map else 0, info, token.content))
    return found


def files_in_examples() -> list[Example]:
    """The examples that are files of styles/."""
    return [e for kind in ("css", "jinja") for e in examples(kind) if e.words[1:] and e.words[1].startswith("styles/")]


def headings(page: Path) -> Iterator[str]:
    tokens = tokens_of(page)
    for token, inline in pairwise(tokens):
        if token.type == "heading_open":
            yield "".join(t.content for t in inline.children or [])


def rows(page: Path) -> list[Row]:
    """The rows of every table of a page, without heads."""
    found, heading, tokens = [], "", tokens_of(page)
    cells: list[Token] = []
    for position, token in enumerate(tokens):
        if token.type == "heading_open":
            heading = "".join(t.content for t in tokens[position + 1].children or [])
        elif token.type == "tr_open":
            cells = []
        elif token.type == "td_open":
            cells.append(tokens[position + 1])
        elif token.type == "tr_close" and cells:
            texts = tuple("".join(t.content for t in c.children or []) for c in cells)
            codes = tuple(tuple(t.content for t in c.children or [] if t.type == "code_inline") for c in cells)
            found.append(Row(heading, texts, codes))
    return found


def rows_under(page: Path, heading: str) -> dict[str, Row]:
    """The rows under a heading, by the first piece of code in them."""
    return {r.codes[0][0]: r for r in rows(page) if r.heading == heading and r.codes[0]}


def codes_of(build: Callable[[], object]) -> set[str]:
    """The codes of all problems of a build."""
    try:
        made = build()
    except BookletError as mistake:
        return {p.code for p in mistake.problems}
    return {p.code for p in made.warnings}  # type: ignore[attr-defined]  # Made


@pytest.fixture
def illustrated(project: Project) -> Project:
    """A project with settings, the sample's pictures, and a font of its own."""
    shutil.copytree(ROOT / "manuscript" / "images", project.folder / "manuscript" / "images")
    face = themes.find("classic", Place(""), themes.Own()).faces[0]
    project.write("styles/mine.ttf", face.path.read_bytes())
    return project.write("manuscript/booklet.yaml", SETTINGS)


# the command line


def commands() -> dict[str, click.Command]:
    """Every command by its words, groups before what is in them."""
    found: dict[str, click.Command] = {}
    for name in COMMANDS:
        found[name] = importlib.import_module(f"booklet.cli.{name}").command
        if isinstance(found[name], click.Group):
            found |= {f"{name} {word}": inner for word, inner in found[name].commands.items()}  # type: ignore[attr-defined]
    return found


def test_the_manual_has_every_command_and_no_others() -> None:
    told = [
        h.removeprefix("booklet ") for h in headings(DOCS / "reference/command-line.md") if h.startswith("booklet ")
    ]
    assert told == list(commands())


@pytest.mark.parametrize("name", commands())
def test_the_manual_has_every_option_with_its_choices_and_no_others(name: str) -> None:
    command = commands()[name]
    options = [p for p in command.params if isinstance(p, click.Option)]
    told = {r.codes[0]: r for r in rows_under(DOCS / "reference/command-line.md", f"booklet {name}").values()}
    assert {tuple(w for w in codes if w.startswith("-")) for codes in told if codes[0].startswith("-")} == {
        (*option.opts, *option.secondary_opts) for option in options
    }
    for option in options:
        if isinstance(option.type, click.Choice):
            row = told[(*option.opts, *option.secondary_opts)]
            assert set(option.type.choices) <= {word for codes in row.codes for word in codes}


def test_the_manual_has_every_exit_code() -> None:
    told = {r.cells[0] for r in rows(DOCS / "reference/exit-codes.md")}
    assert told == {str(code) for code in {0, 2, 70, *EXIT_BY_LETTER.values()}}


@pytest.mark.parametrize("example", examples("console"), ids=lambda e: e.id)
def test_commands_on_the_pages_exist(example: Example) -> None:
    typed = [line.removeprefix("$ ") for line in example.text.splitlines() if line.startswith("$ ")]
    assert typed
    for line in typed:
        words = shlex.split(line)
        if words[0] == "booklet" and words[1:] not in (["--version"], ["--help"]):
            with main.make_context("booklet", words[1:]) as context:
                name, command, rest = main.resolve_command(context, words[1:])
                assert command is not None
                command.make_context(name, list(rest), parent=context)
        elif words[0].startswith("script/"):
            assert (ROOT / words[0]).is_file(), line


def test_who_follows_the_tutorial_sees_what_it_shows(tmp_path: Path) -> None:
    page, folder = DOCS / "tutorial/first-booklet.md", tmp_path
    for token in tokens_of(page):
        language, _, rest = token.info.partition(" run")
        if token.type != "fence" or not _:
            continue
        if language != "console":
            (folder / rest.strip()).write_text(token.content, encoding="utf-8")
            continue
        for typed, shown in _typed(token.content):
            words = shlex.split(typed)
            if words[0] == "cd":
                folder = folder / words[1]
            else:
                assert words[0] == "booklet"
                command = [sys.executable, "-m", *words]
                done = subprocess.run(
                    command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
                )
                assert (typed, done.stdout) == (typed, shown)
    assert folder != tmp_path


def _typed(text: str) -> Iterator[tuple[str, str]]:
    """The commands of a console, each with what stands under it."""
    lines = text.splitlines(keepends=True)
    begins = [n for n, line in enumerate(lines) if line.startswith("$ ")]
    for begin, end in zip(begins, [*begins[1:], len(lines)], strict=True):
        yield lines[begin].removeprefix("$ ").strip(), "".join(lines[begin + 1 : end])


# settings and kinds


@pytest.mark.parametrize("heading", RECORDS)
def test_the_manual_has_every_setting_with_its_meaning_and_no_others(heading: str) -> None:
    record = RECORDS[heading]
    told = {key: row.cells[-1] for key, row in rows_under(DOCS / "reference/settings.md", heading).items()}
    keys = [f.name.replace("_", "-") for f in fields(record)]
    assert told == {key: MEANINGS[f"{record.__name__}.{key}"].replace("`", "") for key in keys}


def test_no_record_of_the_settings_is_forgotten() -> None:
    assert {r.__name__ for r in RECORDS.values()} == {key.partition(".")[0] for key in MEANINGS}


def test_the_manual_has_every_key_of_a_theme() -> None:
    told = rows_under(DOCS / "reference/themes.md", "A theme of your own")
    assert list(told) == [f.name for f in fields(themes.ThemeSettings)]
    assert {f.name for f in fields(themes.FaceSettings)} <= set(told["faces"].codes[1])


def test_the_manual_has_every_kind_and_no_others() -> None:
    page = DOCS / "reference/section-kinds.md"
    assert [h for h in headings(page) if h != "Section kinds"] == list(KINDS)
    assert list(rows_under(page, "Section kinds")) == list(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_the_manual_has_every_field_of_a_kind_with_its_choices_and_an_example(kind: str) -> None:
    page = DOCS / "reference/section-kinds.md"
    told = {k: r for k, r in rows_under(page, kind).items() if len(r.cells) == 3}
    assert set(told) == set(KINDS[kind].fields)
    for name, field in KINDS[kind].fields.items():
        if isinstance(field.type, tuple):
            assert set(field.type) == set(told[name].codes[1])
    assert any(e.page == page and f"\nkind: {kind}\n" in e.text for e in examples("markdown", "section"))


# examples


@pytest.mark.parametrize("example", examples("markdown", "section"), ids=lambda e: e.id)
def test_examples_of_sections_build_as_the_page_says(example: Example, illustrated: Project) -> None:
    illustrated.section("01-example.md", example.text)
    problems = codes_of(lambda: illustrated.make("html", editions=("teacher",)))
    assert problems == set(example.words[2:])


@pytest.mark.parametrize("example", examples("yaml", "booklet.yaml"), ids=lambda e: e.id)
def test_examples_of_settings_are_read(example: Example) -> None:
    settings, problems = read_settings(example.text, Place("booklet.yaml"))
    assert not problems
    assert settings is not None


@pytest.mark.parametrize("page", sorted({e.page for e in files_in_examples()}), ids=name_of)
def test_examples_of_styles_build_in_every_format(page: Path, illustrated: Project) -> None:
    illustrated.section("01-example.md", EVERYTHING)
    files: dict[str, str] = {}
    for example in files_in_examples():
        if example.page == page:
            files[example.words[1]] = files.get(example.words[1], "") + example.text
    for name, text in files.items():
        illustrated.write(name, text)
    assert codes_of(lambda: illustrated.make("pdf", "epub", "html")) == set()


def test_the_manual_has_every_block_with_its_attributes_and_no_others() -> None:
    told = {
        name.removeprefix("::: "): set(row.codes[-1])
        for name, row in rows_under(DOCS / "reference/writing-format.md", "Fenced blocks").items()
    }
    assert told == {name: set(attributes) for name, attributes in FENCES.items()}


def test_the_manual_has_every_attribute_and_no_others() -> None:
    told = rows_under(DOCS / "reference/writing-format.md", "Attributes")
    named = {code for row in told.values() for code in row.codes[0]} - {"#name", ".name", "lang"}
    assert named == {key for keys in ATTRIBUTES.values() for key in keys} | {
        key for keys in FENCES.values() for key in keys
    }


# themes


@pytest.fixture
def composed(illustrated: Project, tmp_path: Path) -> dict[str, bytes]:
    """A booklet with everything in it, as the formats are given it."""
    illustrated.section("01-example.md", EVERYTHING)
    page = DOCS / "reference/section-kinds.md"
    for number, example in enumerate(e for e in examples("markdown", "section") if e.page == page):
        illustrated.section(f"{number + 2:02}-kind-{number}.md", example.text)
    illustrated.section("90-looked-at.md", PICTURED)
    folder = tmp_path / "composed"
    made = illustrated.make("pdf", "epub", "html", editions=("student", "teacher"), keep_composed=folder)
    keyed = illustrated.make("html", editions=("teacher",), answers="after", keep_composed=folder)
    return dict(made.composed) | {f"keyed/{name}": data for name, data in keyed.composed}


def test_the_classes_of_the_manual_are_on_the_pages(composed: dict[str, bytes]) -> None:
    told = {word for r in rows(DOCS / "reference/themes.md") if r.heading == "Classes" for word in r.codes[0]}
    told |= {"chapter", "character", "theme", "quotation", "question", "first", "opens-part"}
    found = set()
    for name, data in composed.items():
        if name.endswith((".xhtml", ".html")):
            tree = etree.fromstring(data, etree.HTMLParser())
            found |= {word for classes in tree.xpath("//@class") for word in classes.split()}
    assert told - found == set()


def test_the_page_names_of_the_manual_are_those_of_the_theme() -> None:
    told = [r.codes[0][0] for r in rows(DOCS / "reference/themes.md") if r.heading == "Page names"]
    used = set()
    css = (themes.BUILT_IN / "classic/print.css").read_text(encoding="utf-8")
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        for declaration in tinycss2.parse_blocks_contents(rule.content) if rule.type == "qualified-rule" else ():
            if declaration.type == "declaration" and declaration.name == "page":
                used |= {token.value for token in declaration.value if token.type == "ident"}
    assert set(told) == used


def test_the_variables_of_the_manual_are_there_for_templates(illustrated: Project) -> None:
    everywhere = [
        r.codes[0][0] for r in rows(DOCS / "reference/themes.md") if r.heading == "Variables of every template"
    ]
    wanted: dict[str, list[str]] = {}
    names: tuple[str, ...] = ()
    for row in (r for r in rows(DOCS / "reference/themes.md") if r.heading == "Variables of one template"):
        names = tuple(n.replace("kinds/…", "kinds/page.xhtml") for n in row.codes[0]) or names
        for name in names:
            wanted.setdefault(name, [*everywhere]).extend(row.codes[1])
    assert wanted
    templates = themes.BUILT_IN / "classic/templates"
    for name, variables in wanted.items():
        guards = "".join(f"{{% if {v} is not defined %}}{{{{ {v} }}}}{{% endif %}}" for v in variables)
        text = (templates / name).read_text(encoding="utf-8")
        at = text.index("\n", text.index("?>")) if text.startswith("<?xml") else 0
        illustrated.write(f"styles/templates/{name}", text[:at] + guards + text[at:])
    illustrated.section("01-example.md", f"---\nspoilers: full\n---\n\n{EVERYTHING}")
    assert codes_of(lambda: illustrated.make("pdf", "epub", "html")) == set()


def test_every_template_of_the_theme_is_in_the_manual() -> None:
    told = {word for r in rows(DOCS / "reference/themes.md") if r.heading == "Templates" for word in r.codes[0]}
    templates = themes.BUILT_IN / "classic/templates"
    names = {p.relative_to(templates).as_posix() for p in templates.rglob("*.*")}
    assert {n for n in names if n.removeprefix("kinds/").partition(".")[0] not in KINDS} <= told
    assert {f"kinds/{kind}.xhtml" for kind in KINDS} <= names


# pages


def slug(heading: str) -> str:
    """A heading's anchor as GitHub makes it: lower case, letters, digits, hyphens and underlines."""
    return "".join(c for c in heading.lower().replace(" ", "-") if c.isalnum() or c in "-_")


def addresses() -> list[tuple[Path, str]]:
    """Every address of a link or picture that is not on the web, with its page."""
    found = []
    for page in PAGES:
        for token in (t for block in tokens_of(page) for t in block.children or []):
            address = str(token.attrs.get("href") or token.attrs.get("src") or "")
            if address and not urlsplit(address).scheme:
                found.append((page, address))
    return found


@pytest.mark.parametrize(("page", "address"), addresses(), ids=lambda v: name_of(v) if isinstance(v, Path) else v)
def test_links_between_pages_lead_somewhere(page: Path, address: str) -> None:
    path, _, anchor = unquote(address).partition("#")
    target = (page.parent / path).resolve() if path else page
    assert target.exists()
    assert target.is_relative_to(ROOT)
    if anchor:
        assert anchor in {slug(h) for h in headings(target)}


def test_every_page_is_linked_from_another() -> None:
    linked = {(page.parent / unquote(a).partition("#")[0]).resolve() for page, a in addresses() if page.name != a}
    assert {name_of(p) for p in PAGES if p.name != "README.md"} <= {name_of(p) for p in linked if p.is_file()}


def test_pictures_are_small_and_shown() -> None:
    pictures = sorted((DOCS / "pictures").rglob("*.png"))
    shown = {(page.parent / a).resolve() for page, a in addresses() if a.endswith(".png")}
    assert shown == set(pictures)
    for path in pictures:
        assert path.stat().st_size < 150 * 1024
        with Image.open(path) as picture:
            assert picture.mode == "P"


def test_the_files_that_the_architecture_names_are_there() -> None:
    named = set()
    for token in (t for block in tokens_of(DOCS / "architecture.md") for t in block.children or []):
        if token.type == "code_inline" and token.content.startswith(("src/", "tests/", "script/", "docs/")):
            named.add(token.content.partition("<")[0])
    assert len(named) > 30
    assert [n for n in sorted(named) if not (ROOT / n).exists()] == []


def test_the_changelog_tells_of_this_version() -> None:
    assert any(booklet.__version__ in h for h in headings(ROOT / "CHANGELOG.md"))
