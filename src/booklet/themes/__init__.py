"""Themes: where templates, style sheets and fonts come from, in the order project, theme, the built-in ``classic``."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache, partial
from pathlib import Path
from typing import Any, Literal

from ..composition import Face
from ..model import Place
from ..problems import ThemeError, error
from ..project import did_you_mean, read_record
from .look import CoverLook

BUILT_IN = Path(__file__).parent
SETTINGS = "theme.yaml"
TEMPLATES = "templates"
FALLBACK = "classic"


@dataclass(frozen=True, slots=True)
class FaceSettings:
    """A font file of a Python package, as theme.yaml names it."""

    family: str
    package: str
    file: str
    weight: int = 400
    style: Literal["normal", "italic"] = "normal"


@dataclass(frozen=True, slots=True)
class ThemeSettings:
    """theme.yaml. ``parent`` is the theme that this one adds to, ``pages`` are sizes that suit it, ``text_face`` and
    ``label_face`` the families of running text and of labels, ``accent`` is the colour of lines, labels and covers,
    ``cover`` what covers look like.

    What is not said is as the parent has it, or ``classic`` where there is none.
    """

    label: str
    description: str = ""
    parent: str | None = None
    pages: tuple[str, ...] = ()
    text_face: str = ""
    label_face: str = ""
    accent: str = ""
    faces: tuple[FaceSettings, ...] = ()
    openings: Literal["plain", "capitals", "drop-capital"] | None = None
    cover: CoverLook | None = None

    def over(self, other: ThemeSettings) -> ThemeSettings:
        """These settings, and the other's where these say nothing."""
        merged = replace(other, **_said(self))
        cover = replace(other.cover, **_said(self.cover)) if self.cover and other.cover else merged.cover
        return replace(merged, cover=cover)


@dataclass(frozen=True, slots=True)
class Local:
    """A theme that lies in a folder below a project's styles/: its theme.yaml with its place, its templates by name."""

    text: str
    place: Place
    templates: Mapping[str, str] = field(default_factory=dict)
    shown: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Own:
    """What a project's styles/ holds: templates and style sheets by name, the faces of its fonts, themes by the names
    of their folders, and other files. ``shown`` are the templates' names in messages."""

    templates: Mapping[str, str] = field(default_factory=dict)
    sheets: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, Callable[[], bytes]] = field(default_factory=dict)
    faces: tuple[Face, ...] = ()
    themes: Mapping[str, Local] = field(default_factory=dict)
    shown: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tongue:
    """The families of running text and of labels in a language, by its tag, in the order in which they are asked."""

    tag: str
    text: tuple[str, ...]
    label: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme ready for use: ``folders`` to look in, nearest first, and the project's own files over them.

    ``settings`` are those of its theme.yaml and its parents'. ``styled`` are the folders whose style sheets and files
    are in use: of a project's theme that stands alone none. ``local`` is the folder of a project's theme, else "".
    ``text_face`` and ``label_face`` are the families of running text and of labels, ``accent`` is the colour of lines,
    labels and covers, ``openings`` how a section's text begins, ``look`` that of the covers. ``variables`` are custom
    properties of CSS that the booklet's design sets over the theme's.
    What the text's scripts ask for is found by ``scripts.worn``: ``tongues`` are the families by language, where the
    theme's own lack letters; ``turning`` says whether pages, or passages alone, run from right to left, ``upright``
    that letters are there without italics; ``italics`` are then the families of stressed words that have them.
    """

    name: str
    folders: tuple[Path, ...]
    faces: tuple[Face, ...]
    own: Own
    text_face: str
    label_face: str
    accent: str
    openings: Literal["plain", "capitals", "drop-capital"]
    settings: ThemeSettings
    styled: tuple[Path, ...]
    look: CoverLook = field(default_factory=CoverLook)
    local: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)
    tongues: tuple[Tongue, ...] = ()
    turning: Literal["none", "passages", "pages"] = "none"
    upright: bool = False
    italics: tuple[str, ...] = ()

    @property
    def turns(self) -> bool:
        """Whether any of the text runs from right to left."""
        return self.turning != "none"

    def sheets(self, name: str) -> Iterator[tuple[str, str]]:
        """The theme's own style sheets of that name with their texts, the farthest first: the nearer add to them."""
        for folder in reversed(self.styled):
            path = folder / name
            if path.is_file():
                yield f"theme/{folder.name}/{name}", path.read_text(encoding="utf-8")
        local = f"{self.local}/{name}"
        if self.local and local in self.own.sheets:
            yield local, self.own.sheets[local]

    def files(self) -> Mapping[str, Callable[[], bytes]]:
        """The pictures and other files beside the theme's style sheets, by the names that pages ask for them with."""
        return {
            f"theme/{folder.name}/{path.relative_to(folder).as_posix()}": partial(Path.read_bytes, path)
            for folder in self.styled
            for path in beside(folder)
        }


def _said(settings: ThemeSettings | CoverLook) -> dict[str, Any]:
    """What settings say that is not meant anyway."""
    return {f.name: getattr(settings, f.name) for f in fields(settings) if getattr(settings, f.name) != f.default}


def beside(folder: Path) -> list[Path]:
    """The files of a theme's folder that are neither its settings nor a style sheet nor a template, in order."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file()
        and path.name != SETTINGS
        and path.suffix != ".css"
        and path.relative_to(folder).parts[0] != TEMPLATES
    )


def names() -> tuple[str, ...]:
    """The built-in themes."""
    return tuple(sorted(p.name for p in BUILT_IN.iterdir() if (p / SETTINGS).is_file()))


def find(name: str, place: Place, own: Own) -> Theme:
    """The theme of that name under the project's own files: a built-in one, or a folder below the project's styles/.

    Raises ThemeError where there is none, or where it cannot be used; ``place`` is where it was asked for.
    """
    if name in own.themes:
        from .local import find as find_local  # which is built upon this

        return find_local(name, own)
    if name not in names():
        hint = did_you_mean(name, [*names(), *own.themes])
        if name.startswith("styles/") and hint.startswith("known"):
            hint = f"make one with:  booklet theme copy {FALLBACK} {name}"
        raise ThemeError(error("T001", place, f"there is no theme “{name}”", hint))
    chain = _chain(name)
    settings = settings_of(name)
    faces = tuple(packaged(face) for face in settings.faces)
    return Theme(
        name, chain, faces, own, settings.text_face, settings.label_face, settings.accent,
        settings.openings or "plain", settings, chain,
        settings.cover or CoverLook(),
    )  # fmt: skip


def _chain(name: str) -> tuple[Path, ...]:
    """The folders of a built-in theme and of those that it adds to, nearest first."""
    parent = _settings(BUILT_IN / name).parent
    return (BUILT_IN / name, *(_chain(parent) if parent else ()))


def settings_of(name: str) -> ThemeSettings:
    """The settings of a built-in theme, with its parents'."""
    settings = _settings(BUILT_IN / name)
    return settings.over(settings_of(settings.parent)) if settings.parent else settings


def packages() -> Mapping[str, str]:
    """The Python package of every font of the built-in themes, by family."""
    return {face.family: face.package for name in names() for face in _settings(BUILT_IN / name).faces}


@cache
def _settings(folder: Path) -> ThemeSettings:
    file = folder / SETTINGS
    settings, problems = read_record(ThemeSettings, file.read_text(encoding="utf-8"), Place(str(file)), SETTINGS)
    if settings is None:
        raise ThemeError(*problems)
    return settings


def packaged(face: FaceSettings) -> Face:
    """Where a font package keeps the file; found without importing it. Raises ThemeError where it is not installed."""
    spec = importlib.util.find_spec(face.package)
    if spec is None or not spec.submodule_search_locations:
        place = Place(face.package)
        hint = f"pip install {face.package.replace('_', '-')}"
        raise ThemeError(error("T001", place, f"the font package of {face.family} is not installed", hint))
    path = Path(spec.submodule_search_locations[0], "files", face.file)
    return Face(face.family, face.weight, face.style, path)
