"""What colours become in print: greys, or the inks of a profile, where black and grey are black ink alone; and what
inks become on screens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageChops

from ... import icc

Tint = tuple[float, ...]
GREY, INKS, LIGHT = "/DeviceGray", "/DeviceCMYK", "/DeviceRGB"
NEARLY_BLACK = 0x22 / 255
SAME = 1.5 / 255
WEIGHTS = (0.3, 0.59, 0.11)


@dataclass(frozen=True)
class Inks:
    """How colours are printed: ``mix`` gives the four inks of a picture in red, green and blue; without it all is grey.

    ``solid`` says that greys nearly black are printed black: the dots of a screen would only roughen letters and lines.
    """

    mix: Callable[[Image.Image], Image.Image] | None = None
    solid: bool = True

    @property
    def space(self) -> str:
        """The colour space of all that these inks print, as PDF names it."""
        return INKS if self.mix else GREY

    def of_grey(self, grey: float) -> Tint:
        """A grey, from 0 (black) to 1."""
        grey = 0.0 if self.solid and grey <= NEARLY_BLACK else grey
        return (0.0, 0.0, 0.0, 1 - grey) if self.mix else (grey,)

    def of_rgb(self, colour: Sequence[float]) -> Tint:
        """A colour of red, green and blue, each from 0 to 1."""
        if max(colour) - min(colour) < SAME:
            return self.of_grey(sum(colour) / 3)
        if self.mix is None:
            return (luminance(colour),)
        return _mixed(self.mix, *(round(255 * min(max(part, 0.0), 1.0)) for part in colour))

    def of_inks(self, inks: Sequence[float]) -> Tint:
        """A colour that is given in cyan, magenta, yellow and black."""
        if self.mix:
            return tuple(inks)
        cyan_magenta_yellow, black = inks[:3], inks[3]
        return (1 - min(1.0, luminance(cyan_magenta_yellow) + black),)  # ISO 32000-1 §10.3.3

    def of_picture(self, picture: Image.Image) -> Image.Image:
        """A picture: in grey where it is, or where all is, else in inks; the same one, where it is in inks already."""
        if self.mix is None:
            return picture.convert("RGB").convert("L")
        if picture.mode == "CMYK":
            return picture
        picture = picture.convert("RGB")
        return picture.convert("L") if _is_grey(picture) else self.mix(picture)


@dataclass(frozen=True)
class Screen(Inks):
    """Colours as screens have them, which is what files for reading keep to: inks become light."""

    @property
    def space(self) -> str:
        """The colour space of screens."""
        return LIGHT

    def of_grey(self, grey: float) -> Tint:
        """A grey, as it is."""
        return grey, grey, grey

    def of_rgb(self, colour: Sequence[float]) -> Tint:
        """A colour, as it is."""
        return tuple(colour)

    def of_inks(self, inks: Sequence[float]) -> Tint:
        """The light that is left by inks, as Pillow has it for pictures."""
        return tuple((1 - ink) * (1 - inks[3]) for ink in inks[:3])

    def of_picture(self, picture: Image.Image) -> Image.Image:
        """The same picture, unless it is in inks."""
        return picture.convert("RGB") if picture.mode == "CMYK" else picture


def luminance(colour: Sequence[float]) -> float:
    """How bright a colour is, from 0 to 1 (ISO 32000-1 §10.3.2)."""
    return sum(part * weight for part, weight in zip(colour, WEIGHTS, strict=True))


def inks_of(profile: icc.Profile | None) -> Inks:
    """The inks of a profile; grey for one of a single ink, or for none."""
    return Inks(icc.mixer(profile) if profile else None)


@lru_cache(maxsize=4096)
def _mixed(mix: Callable[[Image.Image], Image.Image], red: int, green: int, blue: int) -> Tint:
    pixel = mix(Image.new("RGB", (1, 1), (red, green, blue))).getpixel((0, 0))
    assert isinstance(pixel, tuple)
    return tuple(round(part / 255, 4) for part in pixel)


def _is_grey(picture: Image.Image) -> bool:
    red, green, blue = picture.split()
    return not (ImageChops.difference(red, green).getbbox() or ImageChops.difference(green, blue).getbbox())
