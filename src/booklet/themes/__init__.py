"""Themes: where templates, style sheets and fonts come from, in the order project, theme, the built-in ``classic``."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from ..composition import Face
from ..model import Place
from ..problems import ThemeError, error
from ..project import did_you_mean, read_record

BUILT_IN = Path(__file__).parent
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
    """theme.yaml. ``text_face`` and ``label_face`` are the families of running text and of labels, ``accent`` the
    colour of lines, labels and covers."""

    label: str
    description: str
    text_face: str
    label_face: str
    accent: str
    faces: tuple[FaceSettings, ...] = ()
    openings: Literal["plain", "capitals", "drop-capital"] = "plain"


@dataclass(frozen=True, slots=True)
class Own:
    """What a project's styles/ holds: templates and style sheets by name, the faces of its fonts, and other files."""

    templates: Mapping[str, str] = field(default_factory=dict)
    sheets: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, Callable[[], bytes]] = field(default_factory=dict)
    faces: tuple[Face, ...] = ()


@dataclass(frozen=True, slots=True)
class Tongue:
    """The families of running text and of labels in a language, by its tag, in the order in which they are asked."""

    tag: str
    text: tuple[str, ...]
    label: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme ready for use: ``folders`` to look in, nearest first, and the project's own files over them.

    ``text_face`` and ``label_face`` are the families of running text and of labels, ``accent`` is the colour of lines,
    labels and covers, ``openings`` how a section's text begins. ``variables`` are custom properties of CSS that the
    booklet's design sets over the theme's.
    What the text's scripts ask for is found by ``scripts.worn``: ``tongues`` are the families by language, where the
    theme's own lack letters; ``leading`` is what percentage of the theme's the booklet's own script needs; ``turning``
    says whether pages, or passages alone, run from right to left, ``upright`` that letters are there without italics,
    ``italics`` are then the families of stressed words that have them.
    """

    name: str
    folders: tuple[Path, ...]
    faces: tuple[Face, ...]
    own: Own
    text_face: str
    label_face: str
    accent: str
    openings: Literal["plain", "capitals", "drop-capital"]
    variables: Mapping[str, str] = field(default_factory=dict)
    tongues: tuple[Tongue, ...] = ()
    leading: int = 100
    turning: Literal["none", "passages", "pages"] = "none"
    upright: bool = False
    italics: tuple[str, ...] = ()

    @property
    def turns(self) -> bool:
        """Whether any of the text runs from right to left."""
        return self.turning != "none"

    def sheets(self, name: str) -> Iterator[tuple[str, str]]:
        """The theme's own style sheets of that name with their texts, the farthest first: the nearer add to them."""
        for folder in reversed(self.folders):
            path = folder / name
            if path.is_file():
                yield f"theme/{folder.name}/{name}", path.read_text(encoding="utf-8")


def names() -> tuple[str, ...]:
    """The built-in themes."""
    return tuple(sorted(p.name for p in BUILT_IN.iterdir() if (p / "theme.yaml").is_file()))


def find(name: str, place: Place, own: Own) -> Theme:
    """The theme of that name under the project's own files.

    Raises ThemeError where there is none; ``place`` is where it was asked for.
    """
    if name not in names():
        raise ThemeError(error("T001", place, f"there is no theme “{name}”", did_you_mean(name, names())))
    chain = (BUILT_IN / name,) if name == FALLBACK else (BUILT_IN / name, BUILT_IN / FALLBACK)
    settings = _settings(chain[0])
    faces = tuple(_face(face) for face in settings.faces)
    return Theme(
        name, chain, faces, own, settings.text_face, settings.label_face, settings.accent, settings.openings
    )  # fmt: skip


def packages() -> Mapping[str, str]:
    """The Python package of every font of the built-in themes, by family."""
    return {face.family: face.package for name in names() for face in _settings(BUILT_IN / name).faces}


def _settings(folder: Path) -> ThemeSettings:
    file = folder / "theme.yaml"
    settings, problems = read_record(ThemeSettings, file.read_text(encoding="utf-8"), Place(str(file)), "theme.yaml")
    if settings is None:
        raise ThemeError(*problems)
    return settings


def _face(face: FaceSettings) -> Face:
    """Where a font package keeps the file; found without importing it."""
    spec = importlib.util.find_spec(face.package)
    if spec is None or not spec.submodule_search_locations:
        place = Place(face.package)
        hint = f"pip install {face.package.replace('_', '-')}"
        raise ThemeError(error("T001", place, f"the font package of {face.family} is not installed", hint))
    path = Path(spec.submodule_search_locations[0], "files", face.file)
    return Face(face.family, face.weight, face.style, path)
