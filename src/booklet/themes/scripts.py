"""Fonts for scripts that a theme's own have no letters of: which a book needs, and in what order they are asked.

What a theme's fonts can show stays in them: a booklet that needs no others is not changed, and hardly slowed, by this.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal

from ..characters import BLOCKS, emphasis_of, script_of, scripts_of
from ..composition import ALL_WEIGHTS, Face
from ..language import direction, label_of, vocabulary
from ..model import Book, Item, Node, Place
from ..problems import ThemeError
from ..project import read_record
from . import Theme, Tongue
from .sheets import declared

TABLE = Path(__file__).with_name("scripts.yaml")
PLAIN = 0x0100  # every face has the letters below
SANS = ("sans", "hyperlegible", "gothic", "grotesk", "kufi", "tajawal", "almarai", "heebo", "inter", "lato", "roboto")
HAN_BESIDE = {"kana": "japanese", "hangul": "korean", "bopomofo": "traditional"}
SIMPLIFIED = "simplified"
EXTRA = "study-booklet[{}]"


@dataclass(frozen=True, slots=True)
class Writing:
    """How one script, or Han in one country, is set: the families with serifs and without, and the pip extra that has
    them ("" for what booklet itself depends on). ``size`` and ``leading`` are in percent of the theme's."""

    name: str
    letters: str
    scripts: tuple[str, ...]
    languages: tuple[str, ...]
    serif: str
    sans: str
    extra: str = ""
    size: int = 100
    leading: int = 100


@dataclass(frozen=True, slots=True)
class FontFile:
    """A font file of a Python package; ``all`` weights are those of a variable font."""

    family: str
    package: str
    file: str
    weight: Literal["all"] | int = 400
    style: Literal["normal", "italic"] = "normal"


@dataclass(frozen=True, slots=True)
class Scripts:
    """scripts.yaml."""

    writings: tuple[Writing, ...]
    faces: tuple[FontFile, ...]


@cache
def table() -> Scripts:
    """The writings and faces that booklet knows."""
    place = Place(str(TABLE))
    found, problems = read_record(Scripts, TABLE.read_text(encoding="utf-8"), place, TABLE.name)
    if found is None:
        raise ThemeError(*problems)
    return found


def worn(theme: Theme, book: Book) -> Theme:
    """The theme with the faces that the book's letters need and its own have not, and with what else they ask for.

    ``text_face`` and ``label_face`` become lists of families, those of the booklet's language; ``tongues`` has the
    lists of other languages that the text is marked with.
    """
    own = book.settings.language
    written = letters_of(book)
    if direction(own) == "rtl":
        theme = replace(theme, turning="pages")
    elif any(direction(tag) == "rtl" for tag in written):
        theme = replace(theme, turning="passages")
    if not any(ord(character) >= PLAIN and script_of(character) for character in set().union(*written.values())):
        return theme
    theme = replace(theme, upright=any(emphasis_of("".join(letters)) for letters in written.values()))
    covered = {role: _covered(theme, family) for role, family in _roles(theme).items()}
    wanted = {role: _wanted(written, covered[role]) for role in covered}
    if not any(found for by_language in wanted.values() for found in by_language.values()):
        return theme
    theme = replace(theme, faces=tuple(_whole_scripts(theme.faces, written, covered, wanted)))
    chains = {role: _chains(by_language, _roles(theme)[role]) for role, by_language in wanted.items()}
    tongues = [Tongue(tag, chains["text"][tag], chains["label"][tag]) for tag in written]
    first = tongues[0]
    others = [tongue for tongue in tongues if (tongue.text, tongue.label) != (first.text, first.label)]
    families = {family for tongue in tongues for family in (*tongue.text, *tongue.label)}
    return replace(
        theme,
        faces=(*theme.faces, *_faces(families - {face.family for face in theme.faces})),
        text_face=", ".join(first.text),
        label_face=", ".join(first.label),
        tongues=(first, *others),
        italics=tuple(dict.fromkeys((theme.text_face, *first.text))) if theme.upright else (),
        variables={**theme.variables, **_measures(theme, [w for w, _ in wanted["text"][own] if is_of(own, w)])},
    )


def _measures(theme: Theme, own: Sequence[Writing]) -> dict[str, str]:
    """Size and leading of running text, where the booklet's own script wants others than the theme has."""
    found = {}
    for name in ("text-size", "leading"):
        factor = max((getattr(writing, name.removeprefix("text-")) for writing in own), default=100) / 100
        of_theme = [value for _, css in theme.sheets("print.css") if (value := declared(css, f"--{name}"))]
        usual = theme.variables.get(name) or (of_theme[-1] if of_theme else "")
        if factor != 1 and usual:
            found[name] = f"calc({usual} * {factor:g})"
    return found


def letters_of(book: Book) -> dict[str, set[str]]:
    """Every character that a book prints, by the language that it is marked with, the booklet's own first."""
    settings = book.settings
    printed = (*vocabulary(settings.language), *(label_of(n, settings.language) for n in range(1, 10)))
    found: dict[str, set[str]] = {settings.language: set().union(*printed)}
    work = settings.work
    texts: Iterable[str | None] = (
        settings.title, settings.subtitle, settings.dek, settings.publisher, settings.rights,
        settings.cover.text, settings.cover.credit,
        *(text for author in settings.authors for text in (author.name, author.credentials)),
        *(part.title for part in settings.parts),
        *((work.title, work.author, *(copy.label for copy in work.editions.values())) if work else ()),
        *(section.front.safe_title for section in book.sections),
    )  # fmt: skip
    for text in texts:
        found[settings.language].update(text or "")
    for section in book.sections:
        _gather((*section.title, *section.body, *section.key), settings.language, found)
    return found


def _gather(parts: Iterable[Node | Item], outer: str, found: dict[str, set[str]]) -> None:
    for part in parts:
        language = part.attrs.get("lang") or outer
        letters = found.setdefault(language, set())
        letters.update(*(part.attrs[key] for key in ("credit", "title", "role", "relations") if key in part.attrs))
        if isinstance(part, Item):
            _gather((*part.heading, *part.body, *part.parts), language, found)
            _gather((node for prompt in part.prompts for node in prompt), language, found)
            _gather((node for choice in part.choices for node in (*choice.body, *choice.parts)), language, found)
        else:
            letters.update(part.text)
            _gather(part.children, language, found)


def _roles(theme: Theme) -> dict[str, str]:
    return {"text": theme.text_face, "label": theme.label_face}


def _covered(theme: Theme, family: str) -> tuple[str, frozenset[str]]:
    """A family of the theme, and what its upright face has."""
    from fontTools.ttLib import TTFont

    face = next((f for f in theme.faces if f.family == family and f.style == "normal"), None)
    if face is None:
        return family, frozenset()
    with TTFont(face.path, lazy=True) as font:
        return family, frozenset(map(chr, font.getBestCmap()))


def _wanted(written: Mapping[str, set[str]], role: tuple[str, frozenset[str]]) -> dict[str, list[tuple[Writing, str]]]:
    """For each language the writings, with the family that suits a role, that its family has not all letters of."""
    family, covered = role
    sans = is_sans(family)
    found = {}
    for language, letters in written.items():
        missing, there = scripts_of(letters - covered), scripts_of(letters)
        names = {writing.name for script in missing if (writing := writing_of(script, language, there))}
        writings = [writing for writing in table().writings if writing.name in names] if names else []
        found[language] = [(writing, writing.sans if sans else writing.serif) for writing in writings]
    return found


def _whole_scripts(
    faces: Iterable[Face],
    written: Mapping[str, set[str]],
    covered: Mapping[str, tuple[str, frozenset[str]]],
    wanted: Mapping[str, Mapping[str, Sequence[tuple[Writing, str]]]],
) -> Iterator[Face]:
    """The theme's faces without the few letters that they have of a script which comes from another font, so that no
    word is set in two."""
    letters = set().union(*written.values())
    without: dict[str, set[str]] = {}
    for role, (family, had) in covered.items():
        others = {script for found in wanted[role].values() for writing, _ in found for script in writing.scripts}
        without.setdefault(family, set()).update((others - {"latin"}) & scripts_of(letters & had))
    for face in faces:
        scripts = without.get(face.family, ())
        yield replace(face, without=tuple((first, last) for first, last, script in BLOCKS if script in scripts))


def writing_of(script: str, language: str, beside: frozenset[str]) -> Writing | None:
    """How a script is set in a language; of Han in any other, as in that whose own signs stand ``beside`` it."""
    writings = [writing for writing in table().writings if script in writing.scripts]
    own = next((writing for writing in writings if is_of(language, writing)), None)
    if own or script != "han":
        return own or next(iter(writings), None)
    name = next((name for other, name in HAN_BESIDE.items() if other in beside), SIMPLIFIED)
    return next(writing for writing in writings if writing.name == name)


def is_of(language: str, writing: Writing) -> bool:
    """Whether a language is one that a writing is for; that of Hong Kong is nearer to ``zh-HK`` than to ``zh``."""
    tag = language.lower()
    return any(tag == known.lower() or tag.startswith(f"{known.lower()}-") for known in writing.languages)


def is_sans(family: str) -> bool:
    """Whether a family has no serifs, as far as its name tells."""
    return any(word in family.lower() for word in SANS)


def _chains(wanted: Mapping[str, Sequence[tuple[Writing, str]]], own: str) -> dict[str, tuple[str, ...]]:
    """The families of each language in the order in which they are asked: of its own writing, the theme's, all others.

    Signs that several have, as digits and full stops, so come from the font of the letters around them.
    """
    every = {family: None for writings in wanted.values() for _, family in writings}
    chains = {}
    for language, writings in wanted.items():
        first = [family for writing, family in writings if is_of(language, writing)]
        rest = [family for _, family in writings]
        chains[language] = tuple(dict.fromkeys((*first, own, *rest, *every)))
    return chains


def _faces(families: Iterable[str]) -> Iterator[Face]:
    """The installed faces of some families, in the order of the table."""
    wanted = set(families)
    for file in table().faces:
        path = _path(file) if file.family in wanted else None
        if path:
            weight = ALL_WEIGHTS if file.weight == "all" else file.weight
            yield Face(file.family, weight, file.style, path)


def _path(file: FontFile) -> Path | None:
    """Where a font package keeps a file, found without importing it; None where it is not installed."""
    spec = importlib.util.find_spec(file.package)
    places = list(spec.submodule_search_locations or ()) if spec else []
    found = (path for place in places for path in (Path(place, "files", file.file), Path(place, file.file)))
    return next((path for path in found if path.is_file()), None)


def absent(writing: Writing) -> tuple[str, ...]:
    """The font packages of a writing that are not installed."""
    families = (writing.serif, writing.sans)
    packages = {file.package for file in table().faces if file.family in families and _path(file) is None}
    return tuple(sorted(packages))


def writing_for(character: str, language: str, beside: frozenset[str]) -> Writing | None:
    """How the script of a letter is set in a language."""
    script = script_of(character)
    return writing_of(script, language, beside) if script else None
