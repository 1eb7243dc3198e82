"""What a build is dressed in: the project's own styles/ and, for each edition, its theme and page size, checked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from . import themes, yamltree
from .manuscript import load
from .model import Edition, Manuscript, Place, SourceFile
from .problems import BookletError, FileError, Problem
from .project import place_of
from .settings import Design, Margins, Settings
from .themes import Own, Theme, design, environment, paper, sheets
from .themes import fonts as fonts_by_name

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Dress:
    """A theme over the project's own files, and a page size by name."""

    theme: Theme
    page: str


class Wardrobe:
    """The project's own styles, and booklet.yaml as it stands, which need not be right for looking up a theme.

    ``theme`` and ``page`` are what the command line asks for, None where it does not.
    """

    def __init__(self, manuscript: Manuscript, theme: str | None, page: str | None) -> None:
        self.manuscript = manuscript
        self.asked = {"theme": theme, "page": page}
        self.own, self.problems = own_styles(manuscript)
        text = load.read_text(manuscript, manuscript.settings)[0] if manuscript.settings else ""
        self.tree = yamltree.parse(text, manuscript.settings_place)[0]
        self.shown = {name: str(manuscript.place(f"styles/templates/{name}")) for name in self.own.templates}
        usual = self._tried(lambda: themes.find(*self._wanted("theme", Edition("student")), self.own))
        known = usual or themes.find(themes.FALLBACK, manuscript.settings_place, self.own)
        self.problems += environment.Templates(known, self.shown).broken()

    def dress(self, edition: Edition, settings: Settings) -> Dress | None:
        """What an edition wears; None, with problems, where there is no such theme or page, or a design cannot be."""
        found = len(self.problems)
        theme = self._tried(lambda: themes.find(*self._wanted("theme", edition), self.own))
        page = self._wanted("page", edition)
        if page[0] == paper.LARGE:
            page = (paper.large(self._wanted("page", Edition(""))[0]), page[1])
        size = self._tried(lambda: paper.size_of(*page))
        if theme and size:
            theme, problems = design.dressed(theme, _for_edition(settings.design, edition), size, self._designed)
            self.problems += [problem for problem in problems if problem not in self.problems]
        return Dress(theme, page[0]) if theme and len(self.problems) == found else None

    def _designed(self, *keys: str) -> Place:
        """Where a key under ``design:`` stands in booklet.yaml."""
        return place_of(self.tree, "design", *keys) or self.manuscript.settings_place

    def _tried(self, look_up: Callable[[], T]) -> T | None:
        try:
            return look_up()
        except BookletError as mistake:
            self.problems += mistake.problems
            return None

    def _wanted(self, key: str, edition: Edition) -> tuple[str, Place]:
        """A theme or page size: the command line's, the edition's, the booklet's, the usual one; and who says so."""
        asked, written = self.asked[key], yamltree.scalar_at(self.tree, key)
        if asked is not None:
            return asked, Place(f"--{key}")
        of_edition = getattr(edition, key)
        if of_edition:
            there = yamltree.scalar_at(self.tree, "editions", edition.name, key)
            return of_edition, there.place if there else self.manuscript.settings_place
        if written is None:
            return str(getattr(Settings(""), key)), self.manuscript.settings_place
        return written.text, written.place


def _for_edition(design: Design, edition: Edition) -> Design:
    """The booklet's design as far as it suits an edition: one with a theme of its own has its own type, and one with a
    page of its own its own margins."""
    if edition.theme:
        design = replace(design, text_font=None, label_font=None, text_size=None, spacing="normal")
    return replace(design, margins=Margins()) if edition.page else design


def own_styles(manuscript: Manuscript) -> tuple[Own, list[Problem]]:
    """The project's styles/: templates and sheets as text, the rest by name, everything checked."""
    problems: list[Problem] = []
    templates: dict[str, str] = {}
    css: dict[str, str] = {}
    files: dict[str, Callable[[], bytes]] = {}
    fonts: dict[str, Path] = {}
    for file in manuscript.styles:
        refusal = load.outside(manuscript, file)
        if refusal:
            problems.append(refusal)
        elif file.name.startswith("styles/templates/"):
            text, trouble = load.read_text(manuscript, file)
            templates[file.name.removeprefix("styles/templates/")] = text
            problems += trouble
        elif file.name.endswith(".css"):
            css[file.name], trouble = load.read_text(manuscript, file)
            problems += trouble
        else:
            files[file.name] = partial(_read, manuscript, file)
            if file.name.startswith(fonts_by_name.FOLDER) and file.name.lower().endswith(fonts_by_name.ENDINGS):
                fonts[file.name] = file.path
    for name, text in css.items():
        problems += sheets.check(text, name, manuscript.place(name), files.__contains__)
    faces, trouble = fonts_by_name.own_faces(fonts, manuscript.place)
    return Own(templates, css, files, tuple(faces)), [*problems, *trouble]


def _read(manuscript: Manuscript, file: SourceFile) -> bytes:
    data, problem = load.read_bytes(manuscript, file)
    if problem:
        raise FileError(problem)
    return data
