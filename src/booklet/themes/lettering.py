"""Lines of lettering for drawings: breaks a text to a width by measuring it in the theme's own fonts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, NamedTuple

from ..characters import letters_a_word
from ..composition import Face
from ..model import unbroken

COMMON = 0x0250  # every face has the letters below
NOT_FIRST = frozenset("、。，．・：；？！）］｝」』】〉》〕”’…ー々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ")
NOT_LAST = frozenset("（［｛「『【〈《〔“‘")


class _Piece(NamedTuple):
    """What stands on one line together, and whether a space parts it from what is before."""

    text: str
    spaced: bool


@dataclass
class Lettering:
    """Measures text in the faces of a theme; sizes and widths share one unit.

    A family may be a list of families, asked in turn for each letter.
    """

    faces: Sequence[Face]
    fonts: dict[tuple[str, int, str], Any] = field(default_factory=dict)
    letters: dict[str, frozenset[int]] = field(default_factory=dict)

    def width(self, text: str, family: str, size: float, weight: int = 400, style: str = "normal") -> float:
        """How wide a text is when set at that size."""
        names = [name.strip().strip("\"'") for name in family.split(",")]
        if all(ord(character) < COMMON for character in text):
            return self._width(text, names[0], size, weight, style)
        runs = groupby(text, lambda character: self._family_of(character, names))
        return sum(self._width("".join(run), name, size, weight, style) for name, run in runs)

    def _width(self, text: str, family: str, size: float, weight: int, style: str) -> float:
        from PIL import ImageFont

        key = (family, weight, style)
        if key not in self.fonts:
            face = min(self.faces, key=lambda f: (f.family != family, f.style != style, abs(f.weight - weight)))
            self.fonts[key] = ImageFont.truetype(face.path, 1000, layout_engine=ImageFont.Layout.BASIC)
        return float(self.fonts[key].getlength(text) * size / 1000)

    def _family_of(self, character: str, names: Sequence[str]) -> str:
        """The first of some families, else of all, that has a letter; the first where none has."""
        if ord(character) < COMMON:
            return names[0]
        every = [*names, *(face.family for face in self.faces)]
        return next((name for name in every if ord(character) in self._letters_of(name)), names[0])

    def _letters_of(self, family: str) -> frozenset[int]:
        from fontTools.ttLib import TTFont

        if family not in self.letters:
            face = next((f for f in self.faces if f.family == family), None)
            self.letters[family] = frozenset()
            if face:
                with TTFont(face.path, lazy=True) as font:
                    self.letters[family] = frozenset(font.getBestCmap())
        return self.letters[family]

    def parted(self, text: str, width: float, family: str, size: float, tongue: str) -> str:
        """A text whose words that are wider than ``width`` are parted by their own hyphens or those of their language,
        each part as long as there is room. What has no hyphens stays as it is."""
        from pyphen import Pyphen, language_fallback

        known = language_fallback(tongue) if tongue else None
        if known is None:
            return text
        hyphens, found = Pyphen(lang=known, left=3, right=3), []
        for word in unbroken(text):
            rest = word
            while self.width(rest, family, size) > width:
                ways = [p for p in hyphens.positions(rest) if self.width(f"{rest[:p]}-", family, size) <= width]
                own = rest.rfind("-", 1, -1) + 1
                if own and self.width(rest[:own], family, size) <= width:
                    ways = [own]
                if not ways:
                    break
                found.append(rest[: ways[-1]].removesuffix("-") + "-")
                rest = rest[ways[-1] :]
            found.append(rest)
        return " ".join(found)

    def lines(
        self, text: str, width: float, family: str, size: float, weight: int = 400, style: str = "normal"
    ) -> list[str]:
        """Break a text into lines no wider than ``width``, as even as they can be; a long word stands alone."""
        pieces = list(_pieces(text))
        if not pieces:
            return []
        count = len(self._filled(pieces, width, family, size, weight, style))
        if any(not piece.spaced for piece in pieces):
            whole = [_Piece(word, True) for word in unbroken(text)]
            filled = self._filled(whole, width, family, size, weight, style)
            if len(filled) <= count and all(self.width(w.text, family, size, weight, style) <= width for w in whole):
                pieces = whole
        narrow, wide = 0.0, width
        for _ in range(12):
            middle = (narrow + wide) / 2
            fits = len(self._filled(pieces, middle, family, size, weight, style)) <= count
            narrow, wide = (narrow, middle) if fits else (middle, wide)
        return self._filled(pieces, wide, family, size, weight, style)

    def _filled(
        self, pieces: Sequence[_Piece], width: float, family: str, size: float, weight: int, style: str
    ) -> list[str]:
        lines = [pieces[0].text]
        for piece in pieces[1:]:
            longer = lines[-1] + (" " if piece.spaced else "") + piece.text
            if self.width(longer, family, size, weight, style) <= width:
                lines[-1] = longer
            else:
                lines.append(piece.text)
        return lines

    def fitted(
        self,
        text: str,
        width: float,
        most: int,
        sizes: Sequence[float],
        family: str,
        weight: int = 400,
        style: str = "normal",
    ) -> tuple[float, list[str]]:
        """The largest of some sizes at which a text stands in at most so many lines, and these lines."""
        for size in sizes:
            lines = self.lines(text, width, family, size, weight, style)
            widest = max((self.width(line, family, size, weight, style) for line in lines), default=0)
            if len(lines) <= most and widest <= width:
                return size, lines
        size = sizes[-1]
        lines = self.lines(text, width, family, size, weight, style)
        widest = max((self.width(line, family, size, weight, style) for line in lines), default=0)
        return (size * min(1.0, width / widest) if widest else size), lines


def _pieces(text: str) -> Iterator[_Piece]:
    """What a line may end between: words, and the letters of scripts that put no spaces between them, but not before
    closing signs and behind opening ones (JIS X 4051)."""
    for word in unbroken(text):
        spaced, held = True, ""
        for character in word:
            if held and _parts(held[-1], character):
                yield _Piece(held, spaced)
                spaced, held = False, ""
            held += character
        yield _Piece(held, spaced)


def _parts(before: str, behind: str) -> bool:
    """Whether a line may end between two letters of a word."""
    if behind in NOT_FIRST or before in NOT_LAST or before.isdigit() or behind.isdigit():
        return False
    return _alone(before) or (_alone(behind) and not before.isalnum())


def _alone(character: str) -> bool:
    """Whether a letter stands for itself, as in Chinese and Japanese; scripts such as Thai need a dictionary."""
    return letters_a_word(character) == 2
