"""What the templates of covers draw with: measures, colours, words that fit, patterns, and the booklet's picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from ..model import Picture
from ..settings import Settings
from ..themes import Theme
from ..themes.colour import BLACK, READABLE, WHITE, Colour, colour_of, contrast, readable_on
from ..themes.lettering import Lettering
from .lettering import Stack, Stacker, Style
from .patterns import Stroke, pattern

DRAWING = "image/svg+xml"
AS_TEXT = 2.5  # of the sizes of a blurb, the one that stands for running text
LARGEST_TEXT = 16.5  # tenths of a mm: the words of a back cover grow with the page up to this unit


@dataclass(frozen=True, slots=True)
class Inks:
    """A ground, and what can be read on it: the ink of titles, a quieter one, the accent, and a line's tint."""

    ground: str
    ink: str
    quiet: str
    accent: str
    line: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture on the cover: its address, and how large the whole of it is drawn."""

    href: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Barcode:
    """The barcode of the booklet's ISBN: its address and its size on the cover."""

    href: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Printed:
    """How large a picture is printed: its address in booklet.yaml, and its pixels to an inch of paper."""

    file: str
    density: float


@dataclass
class Canvas:
    """A cover to draw on, ``width`` by ``height`` in tenths of a mm of paper, or in pixels of an e-reader's cover.

    ``unit`` is a hundredth of the width, or less on a page that is broad. ``design`` is the one that is drawn, ``look``
    what the theme says of its covers. ``address`` gives a picture's address; ``printed`` gathers how large pictures
    are printed, ``text_size`` is the least size of running text of the edition, ``crowded`` are the roles whose words
    had to be made smaller than they should be. ``display`` is the family of titles.
    """

    width: float
    height: float
    bleed: float
    design: str
    theme: Theme
    settings: Settings
    texts: Mapping[str, str]
    rtl: bool
    pictures: Mapping[str, Picture]
    address: Callable[[str], str]
    paper: bool = True
    text_size: float = 0
    barcode: Barcode | None = None
    crowded: set[str] = field(default_factory=set)
    printed: list[Printed] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.look = self.theme.look
        self.display = self.theme.text_face if self.look.title_face == "text" else self.theme.label_face
        self.unit = min(self.width, self.height / 1.4) / 100
        self.stacker = Stacker(Lettering(self.theme.faces), self.unit, self._styles(), self.texts)

    @property
    def file(self) -> str:
        """The name of an e-reader's cover: photographs are packed as such."""
        picture = self.pictures.get(self.settings.cover.image or "")
        photograph = self.design == "picture" and picture and picture.media_type != DRAWING
        return "cover.jpg" if photograph else "cover.png"

    # lettering

    def _styles(self) -> dict[str, Style]:
        look, text, label, display = self.look, self.theme.text_face, self.theme.label_face, self.display
        slanted = "italic" if look.title_face == "text" else "normal"
        part = look.small_size / 100
        small = min(part, LARGEST_TEXT / self.unit) if self.paper else part
        small = max(small, self.text_size / (AS_TEXT * self.unit))
        return {
            "work": Style(label, _times(part, 3.6, 3.1, 2.7), 0),
            "title": Style(display, _ladder(look.title_size, 4.4), 4.2, 5, 1.1, look.title_weight),
            "subtitle": Style(display, _times(part, 4.9, 4.3, 3.8, 3.3, 2.9), 4.4, 3, 1.28, 400, slanted),
            "edition": Style(label, _times(part, 3.5, 3.1), 3.8, 2, 1.25, 700),
            "authors": Style(label, _times(part, 3.9, 3.3, 2.9, 2.5, 2.2), 5.6, 3, 1.3),
            "publisher": Style(label, _times(part, 2.8, 2.4), 2.6, 2, 1.3),
            "heading": Style(display, _ladder(6.2, 3.2), 0, 3, 1.15, look.title_weight),
            "blurb": Style(text, _times(small, 3.1, 2.9, 2.7, 2.5, 2.35, 2.2, 2.05), 4.5, 99, 1.42),
            "house": Style(label, _times(small, 2.5, 2.2), 2.0, 2, 1.3, 700),
            "rights": Style(label, _times(small, 1.95, 1.8, 1.65), 1.4, 5, 1.35),
            "isbn": Style(label, _times(small, 2.0), 0, 1),
        }

    def stack(self, roles: Sequence[str], width: float, height: float, apart: float = 0) -> Stack:
        """The words of some roles in a room, as large as they fit, with so much more air below the title."""
        stack = self.stacker.stack(roles, width, height, apart)
        self.crowded |= set() if stack.whole else {block.role for block in stack.blocks}
        return stack

    def directed(self, line: str) -> str:
        """A line as drawings show it: from right to left where the language runs so (Unicode's embedding marks, since
        what draws pictures knows no direction); pages of paper have theirs."""
        return (
            f"\N{RIGHT-TO-LEFT EMBEDDING}{line}\N{POP DIRECTIONAL FORMATTING}" if self.rtl and not self.paper else line
        )

    # colours

    def _colour(self, name: str) -> Colour:
        return colour_of(self.theme.accent if name == "accent" else name) or BLACK

    def inks(self, ground: str = "") -> Inks:
        """A ground by its colour (``accent`` for the booklet's own, nothing for the theme's paper) with its inks."""
        below, accent = self._colour(ground or self.look.ground), self._colour("accent")
        dark = contrast(WHITE, below) > contrast(BLACK, below)
        ink = WHITE if dark else BLACK.mixed(accent, 0.35)
        ink = ink if contrast(ink, below) >= 7 else (WHITE if dark else BLACK)
        quiet = readable_on(below, ink.mixed(below, 0.2))
        shown = accent if contrast(accent, below) >= READABLE else ink
        return Inks(str(below), str(ink), str(quiet), str(shown), str(shown.mixed(below, 0.45)))

    def tones(self, ground: str = "") -> tuple[str, str, str]:
        """Three tones of the accent for a pattern on a ground (``accent``, ``tint`` or ``white``), the ground first."""
        accent = self._colour("accent")
        light = accent.luminance > 0.03  # a nearly black accent needs lighter tints to be seen on it
        if (ground or self.look.pattern_ground) == "accent":
            first, second = (0.2, 0.58) if light else (0.3, 0.66)
            return str(accent), str(accent.mixed(WHITE, first)), str(accent.mixed(WHITE, second))
        below = WHITE if (ground or self.look.pattern_ground) == "white" else accent.mixed(WHITE, 0.9)
        return str(below), str(accent.mixed(WHITE, 0.62)), str(accent)

    # art

    def pattern(self, x: float, y: float, width: float, height: float) -> tuple[Stroke, ...]:
        """The booklet's own pattern over a place."""
        return pattern(self.settings.title, (x, y, width, height), self.unit)

    def picture(self, width: float, height: float) -> Shown | None:
        """The booklet's picture, so large that it fills a place; None where there is none."""
        return self._shown(self.settings.cover.image, width, height, max)

    def logo(self, width: float, height: float) -> Shown | None:
        """The whole logo, as large as it stands in a place; None where there is none."""
        return self._shown(self.settings.design.logo, width, height, min)

    def _shown(
        self, name: str | None, width: float, height: float, chosen: Callable[[float, float], float]
    ) -> Shown | None:
        picture = self.pictures.get(name or "")
        if picture is None or not name:
            return None
        scale = chosen(width / picture.width, height / picture.height)
        if self.paper and picture.media_type != DRAWING:
            self.printed.append(Printed(name, 254 / scale))
        return Shown(self.address(name), picture.width * scale, picture.height * scale)


def _times(share: float, *sizes: float) -> tuple[float, ...]:
    return tuple(size * share for size in sizes)


def _ladder(largest: float, smallest: float) -> tuple[float, ...]:
    """Sizes from the largest down, each about an eighth smaller than the one before."""
    sizes = [float(largest)]
    while sizes[-1] * 0.88 > smallest:
        sizes.append(round(sizes[-1] * 0.88, 2))
    return (*sizes, smallest)
