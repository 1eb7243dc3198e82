"""What the pages of a finished PDF show, as a press sees it: pictures at their printed size, fonts, colour spaces.

Any PDF is read, not ours alone; what is broken or beyond the rules is passed over.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

if TYPE_CHECKING:
    from PIL.Image import Image as PillowImage

DEEPEST = 20
FEW_COLOURS = 16
SAMPLED = 400
HAIR = 1.0  # pt
POINTS_PER_INCH = 72.0
PHOTOGRAPHIC = ("/DCTDecode", "/JPXDecode")
SETTING = {"g": "grey", "G": "grey", "rg": "RGB", "RG": "RGB", "k": "CMYK", "K": "CMYK"}
NAMED = {"/DeviceGray": "grey", "/CalGray": "grey", "/DeviceRGB": "RGB", "/CalRGB": "calibrated RGB",
         "/DeviceCMYK": "CMYK", "/Lab": "Lab", "/G": "grey", "/RGB": "RGB", "/CMYK": "CMYK"}  # fmt: skip
BY_PARTS = {1: "grey", 3: "calibrated RGB", 4: "CMYK"}
ON_NO_PLATE_OF_ITS_OWN = ("/All", "/None")
Matrix = tuple[float, float, float, float, float, float]
UPRIGHT: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture of pixels where a page shows it: the page from 1, its name there, its width and height in pixels and in
    inches on paper."""

    page: int
    name: str
    pixels: tuple[int, int]
    inches: tuple[float, float]
    image: Any = field(repr=False, compare=False)

    @property
    def dpi(self) -> float:
        """Pixels to the inch, in the direction in which they are fewest."""
        return min(pixels / max(inches, 1e-6) for pixels, inches in zip(self.pixels, self.inches, strict=True))


@dataclass(frozen=True, slots=True)
class Font:
    """A font that a page draws with: its name without the mark of a subset, and whether the file holds it."""

    name: str
    embedded: bool
    subset: bool


@dataclass
class Printed:
    """All that is shown. ``spaces`` are the pages of each colour space, ``broken`` the pages that cannot be read;
    ``endless`` says that something draws itself."""

    pictures: list[Shown] = field(default_factory=list)
    fonts: set[Font] = field(default_factory=set)
    spaces: dict[str, set[int]] = field(default_factory=dict)
    broken: list[int] = field(default_factory=list)
    endless: bool = False


def read(pdf: pikepdf.Pdf) -> Printed:
    """What all pages of a document show."""
    found = Printed()
    for number, page in enumerate(pdf.pages, 1):
        walk = _Walk(number, found)
        unit = float(page.obj.get("/UserUnit", 1))
        try:
            walk.content(page.obj, _resources(page), (unit, 0, 0, unit, 0, 0), 0)
        except (pikepdf.PdfError, TypeError, ValueError, AttributeError, IndexError, KeyError):
            found.broken.append(number)
    return found


def _resources(page: Any) -> Any:
    """A page's resources, its own or inherited (ISO 32000-1 §7.7.3.4)."""
    node = page.obj
    for _ in range(DEEPEST):
        if "/Resources" in node or "/Parent" not in node:
            break
        node = node.Parent
    return node.get("/Resources", Dictionary())


@dataclass
class _Walk:
    """Reads the content of one page, and of what it draws, with the matrix that brings it onto paper."""

    page: int
    found: Printed
    within: set[tuple[int, int]] = field(default_factory=set)
    drawn_letters: set[tuple[int, int]] = field(default_factory=set)

    def content(self, content: Any, resources: Any, matrix: Matrix, depth: int) -> None:
        """Everything that a page, form or pattern draws."""
        saved: list[Matrix] = []
        for instruction in pikepdf.parse_content_stream(content):
            operator, operands = str(instruction.operator), instruction.operands
            if operator == "q":
                saved.append(matrix)
            elif operator == "Q":
                matrix = saved.pop() if saved else matrix
            elif operator == "cm":
                matrix = _times(_matrix(operands), matrix)
            elif operator == "Do":
                self.drawn(str(operands[0]), resources, matrix, depth)
            elif operator == "INLINE IMAGE":
                self.inline(operands[0].obj, resources, matrix)
            elif operator == "Tf":
                self.font(_of(resources, "/Font", operands[0]), resources, depth)
            else:
                self.coloured(operator, operands, resources, matrix, depth)

    def coloured(self, operator: str, operands: Any, resources: Any, matrix: Matrix, depth: int) -> None:
        """What an operator says of colour."""
        if operator in SETTING:
            self.space(SETTING[operator])
        elif operator in ("cs", "CS"):
            self.space(_meaning(operands[0], resources))
        elif operator == "sh":
            self.shading(_of(resources, "/Shading", operands[0]), resources)
        elif operator in ("scn", "SCN") and operands and isinstance(operands[-1], Name):
            pattern = _of(resources, "/Pattern", operands[-1])
            if isinstance(pattern, Stream):
                self.form(pattern, resources, UPRIGHT, depth)
            elif pattern is not None:
                self.shading(pattern.get("/Shading"), resources)
        elif operator == "gs":
            mask = (_of(resources, "/ExtGState", operands[0]) or {}).get("/SMask")
            if isinstance(mask, Dictionary) and isinstance(mask.get("/G"), Stream):
                quiet = _Walk(self.page, Printed(self.found.pictures, self.found.fonts), self.within)
                quiet.form(mask.G, resources, matrix, depth)  # its greys say what is seen, and are no ink

    def drawn(self, name: str, resources: Any, matrix: Matrix, depth: int) -> None:
        """A form or a picture."""
        thing = _of(resources, "/XObject", name)
        if thing is None:
            return
        if thing.get("/Subtype") == Name.Form:
            self.form(thing, resources, matrix, depth)
        elif thing.get("/Subtype") == Name.Image:
            self.picture(name, thing, resources, matrix)

    def form(self, form: Any, resources: Any, matrix: Matrix, depth: int) -> None:
        """What stands in a form, a pattern of tiles, or the group of a mask; none may draw itself."""
        self.found.endless |= form.objgen in self.within
        if depth < DEEPEST and form.objgen not in self.within:
            self.within.add(form.objgen)
            inner = _times(_matrix(form.get("/Matrix", UPRIGHT)), matrix)
            self.content(form, form.get("/Resources", resources), inner, depth + 1)
            self.within.remove(form.objgen)

    def picture(self, name: str, image: Any, resources: Any, matrix: Matrix) -> None:
        """A picture of pixels; stencils have no colours of their own, but are pixels too."""
        pixels = int(image.Width), int(image.Height)
        self.found.pictures.append(Shown(self.page, name, pixels, _size(matrix), image))
        if not image.get("/ImageMask") and "/ColorSpace" in image:
            self.space(_meaning(image.ColorSpace, resources))

    def inline(self, image: Any, resources: Any, matrix: Matrix) -> None:
        """A picture that stands in the content itself: too small to matter but for its colours."""
        space = image.get("/CS", image.get("/ColorSpace"))
        if space is not None:
            self.space(_meaning(space, resources))

    def shading(self, shading: Any, resources: Any) -> None:
        """A gradient."""
        if shading is not None and "/ColorSpace" in shading:
            self.space(_meaning(shading.ColorSpace, resources))

    def space(self, name: str) -> None:
        """Note a colour space; "" is none that prints."""
        if name:
            self.found.spaces.setdefault(name, set()).add(self.page)

    def font(self, font: Any, resources: Any, depth: int) -> None:
        """Note a font, and what its letters show where each is a drawing (Type 3)."""
        if font is None:
            return
        if font.get("/Subtype") == Name.Type3 and font.objgen not in self.drawn_letters and depth < DEEPEST:
            self.drawn_letters.add(font.objgen)
            for letter in font.get("/CharProcs", Dictionary()).as_dict().values():
                self.content(letter, font.get("/Resources", resources), UPRIGHT, depth + 1)
        name = str(font.get("/BaseFont", "/")).removeprefix("/")
        inner = font.get("/DescendantFonts", [font])[0]
        descriptor = inner.get("/FontDescriptor", Dictionary())
        files = any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
        subset = name[6:7] == "+"
        kind = font.get("/Subtype")
        self.found.fonts.add(Font(name[7:] if subset else name, files or kind == Name.Type3, subset))


def _of(resources: Any, kind: str, name: Any) -> Any:
    """A resource by its kind and name; None where there is none."""
    return resources.get(kind, Dictionary()).get(str(name))


def _meaning(space: Any, resources: Any, depth: int = 0) -> str:
    """A colour space in a reader's words; "" for patterns, and for what prints on no plate of its own."""
    if isinstance(space, Name):
        named = _of(resources, "/ColorSpace", space)
        if str(space) in NAMED or named is None or depth > DEEPEST:
            return NAMED.get(str(space), "")
        return _meaning(named, resources, depth + 1)
    if not isinstance(space, Array) or not len(space):
        return ""
    kind = str(space[0])
    if kind == "/ICCBased":
        return BY_PARTS.get(int(space[1].get("/N", 0)), "")
    if kind in ("/Indexed", "/I"):
        return _meaning(space[1], resources, depth + 1)
    if kind == "/Separation":
        name = str(space[1])
        return "" if name in ON_NO_PLATE_OF_ITS_OWN else f"the spot colour {name[1:]}"
    return "spot colours" if kind == "/DeviceN" else NAMED.get(kind, "")


def _matrix(numbers: Any) -> Matrix:
    a, b, c, d, e, f = (float(number) for number in numbers)
    return a, b, c, d, e, f


def _times(first: Matrix, then: Matrix) -> Matrix:
    """The matrix of one after the other (ISO 32000-1 §8.3.4)."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _size(matrix: Matrix) -> tuple[float, float]:
    """Width and height in inches of the unit square, in which a picture is drawn."""
    a, b, c, d, _, _ = matrix
    return math.hypot(a, b) / POINTS_PER_INCH, math.hypot(c, d) / POINTS_PER_INCH


def is_photograph(image: Any) -> bool:
    """Whether a picture is a photograph, which wants many pixels: packed as one, or without colours that prevail.

    In line art few colours fill most of the picture; it is as coarse as it is meant to be.
    """
    if image.get("/ImageMask") or int(image.get("/BitsPerComponent", 8)) == 1:
        return False
    filters = image.get("/Filter", Name("/None"))
    names: Sequence[str] = [str(f) for f in filters] if isinstance(filters, Array) else [str(filters)]
    return any(name in PHOTOGRAPHIC for name in names) or not _prevailing(image)


def _prevailing(image: Any) -> bool:
    """Whether few colours fill most of a picture, judged by a part of its pixels."""
    try:
        picture = pixels(image)
    except (pikepdf.PdfError, NotImplementedError, ValueError, TypeError, OSError):
        return False  # of a kind that drawings do not have
    picture = picture.convert("RGB").resize((min(picture.width, SAMPLED), min(picture.height, SAMPLED)), 0)
    counts = sorted((count for count, _ in picture.getcolors(SAMPLED**2) or ()), reverse=True)
    return 2 * sum(counts[:FEW_COLOURS]) >= sum(counts)


def pixels(image: Any) -> PillowImage:
    """The pixels of a picture, without the mask that says what of it is seen."""
    mask = image.get("/SMask")
    if mask is None:
        return pikepdf.PdfImage(image).as_pil_image()
    del image["/SMask"]
    try:
        return pikepdf.PdfImage(image).as_pil_image()
    finally:
        image["/SMask"] = mask


@dataclass(frozen=True, slots=True)
class Beyond:
    """Words that stand beyond the edge where a page is cut, wholly or in part: the page from 1, and the words."""

    page: int
    text: str
    wholly: bool


def beyond(data: bytes) -> list[Beyond]:
    """The words of a PDF that are lost, or cut through, when its pages are trimmed, from left to right and down.

    What stands wholly in the margin of a larger sheet, beyond the bleed, is for the printer. Nothing is found in what
    PDFium cannot read; what draws itself it would read until there is no memory left, so it must not be given that.
    """
    import pypdfium2

    found: list[Beyond] = []
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return found
    with closing(document):
        for number, page in enumerate(document, 1):
            try:
                found += _beyond(page, number)
            except (pypdfium2.PdfiumError, ValueError):
                continue
    return found


def _beyond(page: Any, number: int) -> Iterator[Beyond]:
    trim, bleed, media = (_upright(box) for box in (page.get_trimbox(), page.get_bleedbox(), page.get_mediabox()))
    text = page.get_textpage()
    for index in range(text.count_rects()):
        box = text.get_rect(index)
        if _holds(trim, box) or (_apart(bleed, box) and _holds(media, box)):
            continue
        words = " ".join(text.get_text_bounded(*box).split())
        if any(character.isalnum() for character in words):
            yield Beyond(number, words, _apart(trim, box))


def _upright(box: Sequence[float]) -> tuple[float, float, float, float]:
    left, bottom, right, top = box
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)


def _holds(box: Sequence[float], other: Sequence[float]) -> bool:
    """Whether a box holds another, but for a hair."""
    return all(low >= edge - HAIR for low, edge in zip(other[:2], box[:2], strict=True)) and all(
        high <= edge + HAIR for high, edge in zip(other[2:], box[2:], strict=True)
    )


def _apart(box: Sequence[float], other: Sequence[float]) -> bool:
    """Whether two boxes have nothing in common."""
    return other[0] >= box[2] or other[2] <= box[0] or other[1] >= box[3] or other[3] <= box[1]


def coarse(pictures: Sequence[Shown], below: float) -> Iterator[Shown]:
    """The photographs among pictures that have fewer pixels to the inch."""
    known: dict[tuple[int, int], bool] = {}
    for shown in pictures:
        if shown.dpi < below:
            key = shown.image.objgen
            if key not in known:
                known[key] = is_photograph(shown.image)
            if known[key]:
                yield shown
