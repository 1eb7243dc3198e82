"""Fonts by family name: of the project's styles/fonts/ first, then of the installed font packages."""

from __future__ import annotations

import importlib.util
import struct
import unicodedata
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from ..composition import Face
from ..model import Place
from ..problems import Problem, error
from ..project import did_you_mean

FOLDER = "styles/fonts/"
ENDINGS = (".ttf", ".otf")
READ = (*ENDINGS, ".woff")  # what can be judged before pages are made
PACKAGE = "fontpkg_"  # a family of a package: fontpkg_crimson_text holds files/CrimsonText-Regular.ttf and its like
UNREADABLE = (struct.error, OSError, LookupError, ValueError, TypeError, AssertionError, AttributeError, zlib.error)
RESTRICTED = 0x0002  # OpenType 1.9, OS/2 table, fsType: “Restricted License embedding”


def own_faces(fonts: Mapping[str, Path], place: Callable[[str], Place]) -> tuple[list[Face], list[Problem]]:
    """The faces in a project's styles/fonts/, and what is wrong with its files.

    ``fonts`` are the files by their names in the project, ``place`` tells how messages name one.
    """
    faces, problems = [], []
    for name, path in sorted(fonts.items()):
        face = _face(path)
        if isinstance(face, str):
            hint = "take the file of another font, or of another make of this one: static TrueType or OpenType"
            problems.append(error("T007", place(name), f"this font cannot be used: {face}", hint))
        else:
            faces.append(face)
    return faces, problems


def of_family(family: str, own: Iterable[Face], place: Place) -> tuple[tuple[Face, ...], Problem | None]:
    """The faces of a family (upright and italic, regular and bold) by its name in any case; or why there are none."""
    mine = [face for face in own if face.family.lower() == family.lower()]
    found = list(_best(mine or _packaged(family.lower())))
    if found:
        return tuple(found), None
    known = sorted({face.family for face in own} | set(installed()))
    package = (PACKAGE + family.lower()).replace(" ", "-").replace("_", "-")
    near = did_you_mean(family, known)
    other = f"put its files into {FOLDER}, or  pip install {package}  if there is such a package"
    hint = f"{near}{'' if near.endswith('?') else '.'} Else {other}" if near else other
    return (), error("T007", place, f"there is no font “{family}”", hint)


def _best(faces: Iterable[Face]) -> Iterator[Face]:
    """Of many weights the ones that a booklet uses: regular and semi-bold or bold, each upright and italic."""
    faces = list(faces)
    for style in ("normal", "italic"):
        of_style = [face for face in faces if face.style == style]
        regular = min(of_style, key=lambda face: abs(face.weight - 400), default=None)
        heavy = min(
            (f for f in of_style if 600 <= f.weight <= 800), key=lambda face: abs(face.weight - 650), default=None
        )
        yield from (face for face in (regular, heavy) if face)


@cache
def installed() -> Mapping[str, str]:
    """Every family that an installed font package holds, with the package's name."""
    found = {}
    for name in _packages():
        first = next(iter(_files(name)), None)
        face = _face(first) if first else "none"
        if isinstance(face, Face):
            found[face.family] = name
    return found


def _packages() -> Iterator[str]:
    import pkgutil

    yield from sorted(module.name for module in pkgutil.iter_modules() if module.name.startswith(PACKAGE))


def _packaged(family: str) -> list[Face]:
    name = PACKAGE + "".join(c if c.isalnum() else "_" for c in family)
    faces = [face for path in _files(name) if isinstance(face := _face(path), Face)]
    return [face for face in faces if face.family.lower() == family]


def _files(package: str) -> list[Path]:
    """The font files of a package, found without importing it; none where it is not installed."""
    spec = importlib.util.find_spec(package) if package.isidentifier() else None
    places = spec.submodule_search_locations if spec else None
    folder = Path(places[0], "files") if places else None
    return sorted(p for p in folder.iterdir() if p.suffix.lower() in ENDINGS) if folder and folder.is_dir() else []


def broken(path: Path) -> str:
    """Why a font file that a style sheet names cannot be used; "" where it can."""
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with TTFont(path) as font:
            if (
                font.flavor is None
                and max(e.offset + e.length for e in font.reader.tables.values()) > path.stat().st_size
            ):
                return "it is cut short"
            font.getBestCmap()
            return "its maker does not allow it to be embedded" if font["OS/2"].fsType & 0x000F == RESTRICTED else ""
    except (TTLibError, *UNREADABLE):
        return "it is damaged"


def _face(path: Path) -> Face | str:
    """What a font file says of itself; or, as a text, why no booklet can use it."""
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with TTFont(path, lazy=True) as font:
            end = max(entry.offset + entry.length for entry in font.reader.tables.values())
            if end > path.stat().st_size:
                return "it is cut short"
            if "fvar" in font:
                return "it is a variable font"
            table, names = font["OS/2"], font["name"]
            if table.fsType & 0x000F == RESTRICTED:
                return "its maker does not allow it to be embedded"
            family = names.getDebugName(16) or names.getDebugName(1)
            style: Literal["normal", "italic"] = "italic" if table.fsSelection & 1 else "normal"
            weight = table.usWeightClass
            font.getBestCmap()
    except (TTLibError, *UNREADABLE):
        return "it is damaged"
    return Face(str(family), int(weight), style, path) if family else "it has no name"


@cache
def has(face: Face, character: str) -> bool:
    """Whether a face holds a character."""
    from fontTools.ttLib import TTFont

    with TTFont(face.path, lazy=True) as font:
        return ord(character) in font.getBestCmap()


def measures(face: Face) -> tuple[float, float]:
    """How high a face's capitals are, and by how much it rises above the baseline more than it falls below, in em."""
    from fontTools.ttLib import TTFont

    with TTFont(face.path, lazy=True) as font:
        em, lines = font["head"].unitsPerEm, font["hhea"]
        capital = getattr(font["OS/2"], "sCapHeight", 0) or 0.68 * em  # tables before version 2 do not say
        return capital / em, (lines.ascent + lines.descent) / em


@cache
def depth(face: Face, letter: str) -> float:
    """How far a letter reaches below the baseline, in em; 0 where the face has it not."""
    from fontTools.pens.boundsPen import BoundsPen
    from fontTools.ttLib import TTFont

    with TTFont(face.path, lazy=True) as font:
        name = font.getBestCmap().get(ord(unicodedata.normalize("NFC", letter)[0]))
        glyphs = font.getGlyphSet()
        pen = BoundsPen(glyphs)
        if name:
            glyphs[name].draw(pen)
        return max(0.0, -pen.bounds[1] / font["head"].unitsPerEm) if pen.bounds else 0.0
