"""Lines of lettering for drawings: breaks a text to a width by measuring it in the theme's own fonts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..composition import Face
from ..model import unbroken


@dataclass
class Lettering:
    """Measures text in the faces of a theme; sizes and widths share one unit."""

    faces: Sequence[Face]
    fonts: dict[tuple[str, int, str], object] = field(default_factory=dict)

    def width(self, text: str, family: str, size: float, weight: int = 400, style: str = "normal") -> float:
        """How wide a text is when set at that size."""
        from PIL import ImageFont

        key = (family, weight, style)
        if key not in self.fonts:
            face = min(
                self.faces,
                key=lambda f: (f.family != family, f.style != style, abs(f.weight - weight)),
            )
            self.fonts[key] = ImageFont.truetype(face.path, 1000, layout_engine=ImageFont.Layout.BASIC)
        font = self.fonts[key]
        assert isinstance(font, ImageFont.FreeTypeFont)
        return font.getlength(text) * size / 1000

    def lines(
        self, text: str, width: float, family: str, size: float, weight: int = 400, style: str = "normal"
    ) -> list[str]:
        """Break a text into lines no wider than ``width``, as even as they can be; a long word stands alone."""
        words = unbroken(text)
        if not words:
            return []
        count = len(self._filled(words, width, family, size, weight, style))
        narrow, wide = 0.0, width
        for _ in range(12):
            middle = (narrow + wide) / 2
            fits = len(self._filled(words, middle, family, size, weight, style)) <= count
            narrow, wide = (narrow, middle) if fits else (middle, wide)
        return self._filled(words, wide, family, size, weight, style)

    def _filled(
        self, words: Sequence[str], width: float, family: str, size: float, weight: int, style: str
    ) -> list[str]:
        lines = [words[0]]
        for word in words[1:]:
            longer = f"{lines[-1]} {word}"
            if self.width(longer, family, size, weight, style) <= width:
                lines[-1] = longer
            else:
                lines.append(word)
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
