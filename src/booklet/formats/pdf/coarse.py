"""Photographs that have too few pixels for the size at which the pages show them, told where the author put them."""

from __future__ import annotations

import hashlib
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote

import pikepdf

from ... import printed
from ...composition import Composition
from ...model import Book, Place
from ...problems import Problem, warning

LEAST, GOOD = 100, 300
DRAWN = ".svg"
PIXELS = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".tif", ".tiff", ".bmp")


def pictures(data: bytes, composition: Composition, root: str) -> Iterator[Problem]:
    """A warning for each photograph below 100 dots an inch in a finished PDF, as WeasyPrint names them there.

    ``root`` is what stands before a file's name in its address.
    """
    judged = _judged(composition.book)
    files = [name for name in composition.files if name.lower().endswith(PIXELS) and name not in judged]
    if not files:
        return
    with pikepdf.open(io.BytesIO(data)) as pdf:
        names = {f"/i{hashlib.md5((root + quote(name)).encode(), usedforsecurity=False).hexdigest()}": name
                 for name in files}  # fmt: skip
        by_file: Mapping[str, list[printed.Shown]] = defaultdict(list)
        found = printed.read(pdf).pictures
        coarse = {id(shown) for shown in printed.coarse(found, LEAST)}
        for shown in found:
            by_file[names.get(shown.name[:-1], "")].append(shown)
        for file in files:
            poor = [shown for shown in by_file[file] if id(shown) in coarse]
            for place, shown in _placed(poor, by_file[file], _places(composition.book, file)):
                yield _told(file, shown, place)


def _judged(book: Book) -> frozenset[str]:
    """The files of pictures that the settings ask for: covers are judged before they are drawn."""
    asked = (book.settings.cover.image, book.settings.design.logo)
    return frozenset(picture.file for name, picture in book.pictures.items() if name in asked)


def _places(book: Book, file: str) -> Sequence[Place]:
    """Where a picture is asked for in the text, as it is read."""
    files = {name: picture.file for name, picture in book.pictures.items()}
    places: list[Place] = []
    for section in book.sections:
        portrait = section.front.portrait
        if portrait and files.get(portrait.file) == file:
            places.append(section.place)
        nodes = (node for node in section.walk() if node.name in ("image", "figure"))
        places += [node.place for node in nodes if files[node.get("file")] == file]
    return places


def _placed(
    poor: Sequence[printed.Shown], shown: Sequence[printed.Shown], places: Sequence[Place]
) -> Iterator[tuple[Place, printed.Shown]]:
    """Each coarse picture with its place, if there are as many places as pictures; else the coarsest at the first."""
    if len(shown) == len(places):
        yield from ((place, picture) for place, picture in zip(places, shown, strict=True) if picture in poor)
    elif poor:
        yield places[0] if places else Place(""), min(poor, key=lambda picture: picture.dpi)


def _told(file: str, shown: printed.Shown, place: Place) -> Problem:
    width, height = (round(25.4 * side) for side in shown.inches)
    words = f"“{file.removeprefix('manuscript/')}” has too few pixels for its size on paper"
    dots = f"{shown.dpi:.0f} dots an inch at {width} × {height} mm, page {shown.page}"
    across = round(GOOD * shown.inches[0])
    hint = f"take one that is {across} pixels wide ({LEAST * across // GOOD} at least), or print it smaller"
    return warning("X003", place if place.file else Place(file), f"{words}: {dots}", hint)
