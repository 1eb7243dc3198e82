"""What a build is dressed in: the project's own styles/ and, for each edition, its theme and page size, checked."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TypeVar

from . import themes, yamltree
from .manuscript import load
from .model import Edition, Manuscript, Place, SourceFile
from .problems import BookletError, FileError, Problem, error
from .project import place_of
from .settings import Design, Margins, Settings
from .themes import Local, Own, Theme, design, environment, heads, paper, sheets, writing
from .themes import fonts as fonts_by_name

T = TypeVar("T")
STYLES, FONTS = "styles", "fonts"


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
        self.found: dict[str, Theme | None] = {}
        usual = self._theme(Edition("student"))
        if usual is None:
            self._check(themes.find(themes.FALLBACK, manuscript.settings_place, self.own))

    def dress(self, edition: Edition, settings: Settings) -> Dress | None:
        """What an edition wears; None, with problems, where there is no such theme or page, or a design cannot be."""
        found = len(self.problems)
        theme = self._theme(edition)
        page = self._wanted("page", edition)
        if page[0] == paper.LARGE:
            page = (paper.large(self._wanted("page", Edition(""))[0]), page[1])
        size = self._tried(lambda: paper.size_of(*page))
        if theme and size:
            look = _for_edition(settings.design, edition)
            theme, problems = design.dressed(theme, look, size, self._designed)
            theme = writing.ruled(theme, settings.writing)
            if not problems:
                problems = list(heads.cut(theme, look.margins, size, edition.text_size, self._designed))
            self.problems += [problem for problem in problems if problem not in self.problems]
        return Dress(theme, page[0]) if theme and len(self.problems) == found else None

    def _theme(self, edition: Edition) -> Theme | None:
        """The theme of an edition, with its templates checked; None, with problems, where there is none."""
        name, place = self._wanted("theme", edition)
        if name not in self.found:
            self.found[name] = self._tried(lambda: themes.find(name, place, self.own))
            self._check(self.found[name])
        return self.found[name]

    def _check(self, theme: Theme | None) -> None:
        if theme:
            found = environment.Templates(theme, theme.own.shown).broken()
            self.problems += [problem for problem in found if problem not in self.problems]

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
    """The project's styles/: templates, sheets and settings of themes as text, the rest by name, everything checked."""
    problems: list[Problem] = []
    texts: dict[str, str] = {}
    files: dict[str, Callable[[], bytes]] = {}
    fonts: dict[str, Path] = {}
    folders = (STYLES, *sorted(PurePosixPath(f.name).parent.as_posix() for f in manuscript.styles if _is_theme(f.name)))
    for file in manuscript.styles:
        refusal = load.outside(manuscript, file)
        if refusal:
            problems.append(refusal)
        elif file.name.endswith(".css") or _is_theme(file.name) or _lies_in(file.name, folders, themes.TEMPLATES):
            texts[file.name], trouble = load.read_text(manuscript, file)
            problems += trouble
        else:
            files[file.name] = partial(_read, manuscript, file)
            if _lies_in(file.name, folders, FONTS) and file.name.lower().endswith(fonts_by_name.ENDINGS):
                fonts[file.name] = file.path
    css = {name: text for name, text in texts.items() if name.endswith(".css")}
    for name, text in css.items():
        problems += sheets.check(text, name, manuscript.place(name), files.__contains__)
        problems += _broken_fonts(manuscript, name, text, fonts)
    faces, trouble = fonts_by_name.own_faces(fonts, manuscript.place)
    found = {
        folder: Local(texts[name], manuscript.place(name), *_templates(manuscript, folder, texts))
        for folder in folders[1:]
        if (name := f"{folder}/{themes.SETTINGS}") in texts
    }
    templates, shown = _templates(manuscript, STYLES, texts)
    return Own(templates, css, files, tuple(faces), found, shown), [*problems, *trouble]


def _broken_fonts(manuscript: Manuscript, name: str, css: str, judged: Container[str]) -> Iterator[Problem]:
    """The fonts that a style sheet asks for and cannot have; those of styles/fonts/ are ``judged`` by themselves."""
    paths = {file.name: file.path for file in manuscript.styles if file.name.endswith(fonts_by_name.READ)}
    place = manuscript.place(name)
    for line, column, font in sheets.fonts_of(css, name):
        reason = fonts_by_name.broken(paths[font]) if font in paths and font not in judged else ""
        if reason:
            where = Place(place.file, line, column)
            yield error("T007", where, f"“{font}” cannot be used: {reason}", "take another file of it, or another font")


def _lies_in(name: str, folders: Sequence[str], within: str) -> bool:
    return any(name.startswith(f"{folder}/{within}/") for folder in folders)


def _templates(manuscript: Manuscript, folder: str, texts: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """The templates of a folder by their names in it, and how messages call them."""
    home = f"{folder}/{themes.TEMPLATES}/"
    own = {name.removeprefix(home): text for name, text in texts.items() if name.startswith(home)}
    return own, {name: str(manuscript.place(home + name)) for name in own}


def _is_theme(name: str) -> bool:
    """Whether a file of styles/ is the settings of a theme; those of styles/ itself would be of none."""
    path = PurePosixPath(name)
    return path.name == themes.SETTINGS and path.parent.as_posix() != STYLES


def _read(manuscript: Manuscript, file: SourceFile) -> bytes:
    data, problem = load.read_bytes(manuscript, file)
    if problem:
        raise FileError(problem)
    return data
