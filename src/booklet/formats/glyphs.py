"""Which characters the fonts at hand can show, so that no box stands on a page where a letter should be."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..characters import scripts_of
from ..composition import Composition
from ..model import Place
from ..problems import Problem, error
from ..themes import scripts
from ..themes.scripts import Writing

WITHOUT_INK = ("Zs", "Zl", "Zp", "Cf", "Cc")


def missing(texts: Iterable[tuple[str, Place]], composition: Composition) -> Iterator[Problem]:
    """A problem for each character that no font of the composition has, at its first place; where the fonts of a whole
    script are not installed, one for the script.

    Texts come with the place of their first character. Fonts are opened one by one, until all characters are found.
    """
    first: dict[str, Place] = {}
    for text, place in texts:
        for offset, character in enumerate(text):
            if character not in first:
                first[character] = place.right(offset) if place.column else place
    wanted = {c for c in first if unicodedata.category(c) not in WITHOUT_INK and not _is_selector(c)}
    for characters in _coverage(composition):
        wanted -= characters
        if not wanted:
            return
    yield from _of_scripts(wanted, first, composition)
    for character in sorted(wanted):
        message = f"no font has the character {character} ({described(character)})"
        hint = "write it differently, or add a font that has it with @font-face in styles/print.css"
        yield error("E001", first[character], message, hint)


def _of_scripts(wanted: set[str], first: Mapping[str, Place], composition: Composition) -> Iterator[Problem]:
    """A problem for each script with fonts that can be installed; its letters are taken from the wanted."""
    language, beside = composition.book.settings.language, scripts_of(first)
    lacking: dict[Writing, list[str]] = {}
    for character in wanted:
        writing = scripts.writing_for(character, language, beside)
        if writing and writing.extra and scripts.absent(writing):
            lacking.setdefault(writing, []).append(character)
    for writing, characters in sorted(lacking.items(), key=lambda row: row[0].name):
        wanted.difference_update(characters)
        sample = min(characters, key=lambda character: (first[character], character))
        message = f"no font has {writing.letters}, such as {sample} ({described(sample)})"
        yield error("E001", first[sample], message, f'pip install "{scripts.EXTRA.format(writing.extra)}"')


def described(character: str) -> str:
    """A character by number and name."""
    return f"U+{ord(character):04X}, {unicodedata.name(character, 'without a name').lower()}"


def of_book(composition: Composition) -> Iterator[tuple[str, Place]]:
    """Every text of the book that goes onto pages, with its place."""
    yield from of_cover(composition)
    cover = composition.book.settings.cover
    yield from ((text, Place("manuscript/booklet.yaml")) for text in (cover.text, cover.credit) if text)
    for section in composition.book.sections:
        for node in section.walk():
            if node.text:
                yield node.text, node.place
            for key in ("credit", "title"):
                if key in node.attrs:
                    yield node.attrs[key], node.place
        for item in section.items:
            yield from ((item.attrs[key], line_of(item.place)) for key in ("role", "relations") if key in item.attrs)


def line_of(place: Place) -> Place:
    """The whole line of a place: where in it an attribute stands is not known."""
    return Place(place.file, place.line)


def of_cover(composition: Composition) -> Iterator[tuple[str, Place]]:
    """The texts of booklet.yaml that are drawn on the cover and the title page."""
    settings = composition.book.settings
    place = Place("manuscript/booklet.yaml")
    texts: Sequence[str | None] = (
        settings.title, settings.subtitle, settings.dek, settings.publisher, settings.rights,
        *(text for author in settings.authors for text in (author.name, author.credentials)),
        *(part.title for part in settings.parts),
    )  # fmt: skip
    yield from ((text, place) for text in texts if text)


def _coverage(composition: Composition) -> Iterator[frozenset[str]]:
    from fontTools.ttLib import TTFont, TTLibError

    for face in composition.faces:
        with TTFont(face.path, lazy=True) as font:
            yield frozenset(map(chr, font.getBestCmap()))
    for name, read in composition.files.items():
        if name.startswith("styles/") and name.lower().endswith((".ttf", ".otf", ".woff", ".woff2")):
            try:
                with TTFont(io.BytesIO(read()), lazy=True) as font:
                    yield frozenset(map(chr, font.getBestCmap() or ()))
            except (TTLibError, OSError):
                continue


def _is_selector(character: str) -> bool:
    """Variation selectors have no ink of their own."""
    return 0xFE00 <= ord(character) <= 0xFE0F
