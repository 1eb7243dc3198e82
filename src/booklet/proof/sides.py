"""The boxes of a page, as a printing house reads them (ISO 32000-1 §14.11.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

POINTS_PER_MM = 72 / 25.4
NEAR = 0.05
DEEPEST = 50
Box = tuple[float, float, float, float]
A4: Box = (0, 0, 595, 842)


@dataclass(frozen=True, slots=True)
class Boxes:
    """A page's boxes in points, each with what stands in for it where the page says nothing; and what it turns by."""

    media: Box
    bleed: Box
    trim: Box
    says_trim: bool
    turned: bool = False
    unit: float = 1.0
    readable: bool = True

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the trimmed page in mm, to a tenth, as it is looked at."""
        left, bottom, right, top = self.trim
        sides = [round(side * self.unit / POINTS_PER_MM, 1) for side in (right - left, top - bottom)]
        width, height = reversed(sides) if self.turned else sides
        return width, height

    @property
    def nested(self) -> bool:
        """Whether the trimmed page lies within the bleed, and that within the sheet."""
        return self.readable and _within(self.trim, self.bleed) and _within(self.bleed, self.media)

    @property
    def beyond(self) -> tuple[float, float]:
        """How far the bleed, and the sheet, reach beyond the trimmed page where they do least, in mm."""
        return _least(self.trim, self.bleed, self.unit), _least(self.trim, self.media, self.unit)


def boxes(page: Any) -> Boxes:
    """The boxes of a page (of pikepdf); of one whose own cannot be read, those of a sheet of A4."""
    try:
        return _boxes(page)
    except (TypeError, ValueError, AttributeError):
        return Boxes(A4, A4, A4, says_trim=True, readable=False)


def _boxes(page: Any) -> Boxes:
    media = _box(_inherited(page.obj, "/MediaBox") or A4)
    crop = _box(_inherited(page.obj, "/CropBox") or media)
    says = next((key for key in ("/TrimBox", "/ArtBox") if key in page.obj), None)
    trim = _box(page.obj[says]) if says else crop
    bleed = _box(page.obj["/BleedBox"]) if "/BleedBox" in page.obj else crop
    turned = int(_inherited(page.obj, "/Rotate") or 0) % 180 == 90
    return Boxes(media, bleed, trim, says is not None, turned, float(page.obj.get("/UserUnit", 1)))


def measure(found: Boxes) -> str:
    """A page in words, as “148 × 210 mm with 3 mm of bleed and marks around it”."""
    bleed, sheet = found.beyond
    told = millimetres(found.size)
    if found.says_trim and bleed > NEAR:
        told += f" with {_number(bleed)} mm of bleed"
    if found.says_trim and sheet > bleed + 1:
        told += " on a larger sheet"
    return told


def millimetres(size: tuple[float, float]) -> str:
    """A size as “148 × 210 mm”."""
    return f"{_number(size[0])} × {_number(size[1])} mm"


def _number(value: float) -> str:
    """Millimetres with as many digits as matter: 3, 3.175."""
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _inherited(node: Any, key: str) -> Any:
    for _ in range(DEEPEST):
        if key in node:
            return node[key]
        if "/Parent" not in node:
            return None
        node = node["/Parent"]
    return None


def _box(array: Any) -> Box:
    """Left, bottom, right and top, whichever corners the array names."""
    x, y, u, v = (float(side) for side in array)
    return min(x, u), min(y, v), max(x, u), max(y, v)


def _within(inner: Box, outer: Box) -> bool:
    return all(a >= b - NEAR for a, b in zip(inner[:2], outer[:2], strict=True)) and all(
        a <= b + NEAR for a, b in zip(inner[2:], outer[2:], strict=True)
    )


def _least(inner: Box, outer: Box, unit: float) -> float:
    gaps = [inner[0] - outer[0], inner[1] - outer[1], outer[2] - inner[2], outer[3] - inner[3]]
    return min(gaps) * unit / POINTS_PER_MM
