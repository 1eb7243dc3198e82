"""Colours: what CSS calls them, how well they can be read on each other, and what is mixed of them."""

from __future__ import annotations

from dataclasses import dataclass

import tinycss2.color4

READABLE = 4.5  # WCAG 2.2, success criterion 1.4.3, level AA


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour of the sRGB space; each part from 0 to 1."""

    red: float
    green: float
    blue: float

    def __str__(self) -> str:
        return "#" + "".join(f"{round(part * 255):02x}" for part in (self.red, self.green, self.blue))

    @property
    def luminance(self) -> float:
        """Relative luminance (WCAG 2.2, “relative luminance”)."""

        def linear(part: float) -> float:
            return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)

        return 0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)

    def mixed(self, other: Colour, share: float) -> Colour:
        """This colour with so much, from 0 to 1, of another in it."""
        parts = ((self.red, other.red), (self.green, other.green), (self.blue, other.blue))
        return Colour(*(mine + (theirs - mine) * share for mine, theirs in parts))


WHITE = Colour(1, 1, 1)
BLACK = Colour(0, 0, 0)


def colour_of(text: str) -> Colour | None:
    """The colour that CSS calls so, as in ``#7a1f2b``, ``darkred``, ``rgb(122 31 43)``; None for none."""
    found = tinycss2.color4.parse_color(text)
    if found is None or found == "currentcolor" or found.alpha < 1:
        return None
    try:
        red, green, blue = found.to("srgb").coordinates
    except (NotImplementedError, ValueError):
        return None
    return Colour(*(min(max(part, 0.0), 1.0) for part in (red, green, blue)))


def contrast(one: Colour, other: Colour) -> float:
    """How far two colours stand apart, from 1 to 21 (WCAG 2.2, “contrast ratio”)."""
    light, dark = sorted((one.luminance, other.luminance), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def readable_on(ground: Colour, colour: Colour) -> Colour:
    """The colour, brought so far towards white or black that words in it can be read on a ground."""
    towards = WHITE if ground.luminance < 0.18 else BLACK
    mixed = colour
    for step in range(1, 21):
        if contrast(mixed, ground) >= READABLE:
            break
        mixed = colour.mixed(towards, step / 20)
    return mixed
