"""The spine of a cover: which way its words run, and how large they stand on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..characters import script_of
from ..themes.lettering import Lettering

NARROWEST = 5.0  # mm of a spine that has words: below, they would slip onto the front with the folding
LARGEST, SMALLEST = 6.2, 2.1  # mm: about 17.5 and 6 pt
SHARE = 0.55  # of the spine's thickness is the size of its words
ENDS = 9.0  # mm from the head and the foot to the words
APART = 6.0  # mm between title and author
UPWARDS = frozenset("bg ca cs de el es eu fr gl hr hu pl pt ro ru sk sl sr uk".split())
UPRIGHT = ("ja", "zh")


def turn(language: str, rtl: bool) -> str:
    """How a spine's line is turned: ``down`` reads from head to foot, ``up`` from foot to head.

    Down is usual in English, Dutch and the languages of Scandinavia, and what ISO 6357 advises: it reads when the book
    lies on its back. Up is the custom on most of the European continent and in Latin America. A book that is bound on
    the right is turned the other way, which lets Arabic and Hebrew begin at the head, too.
    """
    return "up" if rtl or language.lower().partition("-")[0] in UPWARDS else "down"


def is_upright(text: str, language: str) -> bool:
    """Whether letters stand one below the other: in Chinese and Japanese, if there are none that turn in a column."""
    scripts = {script_of(character) for character in text if not character.isspace()}
    turning = set("ー～（）「」『』、。：—…") & set(text)
    return language.lower().partition("-")[0] in UPRIGHT and scripts <= {"han", "kana"} and not turning


@dataclass(frozen=True, slots=True)
class Spine:
    """What stands on a spine: the title at its beginning, the author at its end, each with its size in mm; "" for what
    finds no room. ``upright`` letters stand one below the other."""

    title: str
    title_size: float
    author: str
    author_size: float
    upright: bool = False


def lettered(
    letters: Lettering, length: float, thickness: float, title: str, author: str, faces: Sequence[tuple[str, int]],
    upright: bool,
) -> Spine | None:  # fmt: skip
    """The words of a spine of so many mm; None for one that is too narrow for any.

    ``faces`` are family and weight of title and author. The author gives way first, then the title gets smaller.
    """
    if thickness < NARROWEST:
        return None
    size = min(thickness * SHARE, LARGEST)
    room = length - 2 * ENDS

    def long(text: str, face: tuple[str, int], height: float) -> float:
        return len(text.replace(" ", "")) * height * 1.1 if upright else letters.width(text, face[0], height, face[1])

    while size >= SMALLEST:
        small = max(size * 0.72, SMALLEST)
        named = long(author, faces[1], small) + APART if author else 0
        if long(title, faces[0], size) + named <= room:
            return Spine(title, size, author, small, upright)
        if size * 0.94 < SMALLEST and author:
            author, size = "", min(thickness * SHARE, LARGEST)
        else:
            size *= 0.94
    return Spine("", 0, "", 0)
