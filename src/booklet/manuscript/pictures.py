"""Pictures of the manuscript, judged from their bytes: of a known kind, whole, not too large, asking for nothing."""

from __future__ import annotations

import contextlib
import io
import struct
import warnings
import zlib
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree import ElementTree
from xml.parsers import expat

from ..model import Picture, Place
from ..problems import Problem, error

MOST_PIXELS = 40_000_000
RASTER_TYPES: Mapping[str, str] = {
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "GIF": "image/gif",
    "WEBP": "image/webp",
}
FORMATS = tuple(RASTER_TYPES)
TYPES_FOUND = {**RASTER_TYPES, "MPO": "image/jpeg"}  # a camera's JPEG with a second picture in it
SVG = "{http://www.w3.org/2000/svg}"
HTML = "{http://www.w3.org/1999/xhtml}"
EMBEDDED = ("#", "data:font/", "data:application/x-font-", *(f"data:{kind}" for kind in RASTER_TYPES.values()))
ELEMENTS_OF_MOTION = ("animate", "animateMotion", "animateTransform", "set")
SMALLER = "save it smaller: 2000 pixels across are enough for a page"
BROKEN = (OSError, SyntaxError, ValueError, EOFError, LookupError, TypeError, ArithmeticError, struct.error, zlib.error)
Found = tuple[Picture | None, Problem | None]


def judged(name: str, data: bytes, place: Place) -> Found:
    """A picture of the project by its name and bytes, or what is wrong with it, at the place that shows it."""
    if not data:
        hint = "copy or save it again: the file holds nothing"
        return None, error("I002", place, f"“{_shown(name)}” is empty", hint)
    return _drawing(name, data, place) if name.lower().endswith(".svg") else _raster(name, data, place)


def _shown(name: str) -> str:
    return name.removeprefix("manuscript/")


def _raster(name: str, data: bytes, place: Place) -> Found:
    from PIL import Image, ImageFile, UnidentifiedImageError

    ImageFile.LOAD_TRUNCATED_IMAGES = False
    Image.MAX_IMAGE_PIXELS = None
    shown = _shown(name)
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(data), formats=FORMATS) as image:
            width, height = image.size
            if width * height > MOST_PIXELS:
                message = f"“{shown}” has {width} × {height} pixels, more than {MOST_PIXELS // 10**6} megapixels"
                return None, error("I003", place, message, SMALLER)
            media_type = TYPES_FOUND[image.format or "PNG"]
            image.load()
    except UnidentifiedImageError:
        hint = "use PNG, JPEG, GIF, WebP or SVG; a picture renamed from another kind must be saved anew"
        return None, error("I002", place, f"“{shown}” is not a picture of a kind that can be used", hint)
    except BROKEN:
        hint = "open it in a picture program and save it again; if that fails, copy it anew from where it came from"
        return None, error("I002", place, f"“{shown}” is damaged or cut short", hint)
    return Picture(name, media_type, data, width, height), None


def _drawing(name: str, data: bytes, place: Place) -> Found:
    """An SVG: well-formed, with a size, without scripts, and asking for nothing from elsewhere."""
    shown = _shown(name)

    def wrong(code: str, message: str, hint: str) -> Found:
        return None, error(code, place, f"“{shown}” {message}", hint)

    try:
        prologue = _prologue(data)
        if "entity" in prologue:
            return wrong("I005", "declares entities, which are not read", "save it from your program as plain SVG")
        tree = ElementTree.fromstring(data)  # noqa: S314  # what could grow or reach out, entities, is refused above
    except (expat.ExpatError, ElementTree.ParseError, ValueError, LookupError) as reason:
        return wrong("I002", f"is a broken drawing: {reason}", "open it in a drawing program and save it again as SVG")
    if tree.tag != SVG + "svg":
        return wrong("I002", "is not an SVG drawing", "save it as SVG, or use PNG")
    if any(_is_active(element) for element in tree.iter()):
        return wrong("I005", "holds a script, an animation or a page of HTML", "save it as plain SVG")
    outside = next((a for element in tree.iter() for a in _asked_for(element)), "a style sheet" if prologue else "")
    if outside:
        hint = "embed the picture in the drawing, or delete the reference"
        return wrong("R002", f"asks for a file from elsewhere: {outside}", hint)
    box = (tree.get("viewBox") or "").replace(",", " ").split()
    width, height = _length(tree.get("width")), _length(tree.get("height"))
    if len(box) == 4 and not (width and height):
        width, height = _length(box[2]), _length(box[3])
    if not (width and height):
        return wrong("I002", "does not say how large it is", "give its <svg> a viewBox, or width and height")
    return Picture(name, "image/svg+xml", data, max(round(width), 1), max(round(height), 1)), None


def _prologue(data: bytes) -> set[str]:
    """What an XML file declares beside its elements: ``entity`` and ``xml-stylesheet``, in whatever encoding.

    Raises ExpatError where it is not well-formed.
    """
    found: set[str] = set()

    def declared(*_: Any) -> None:
        found.add("entity")
        raise _EntityError

    def instructed(target: str, _: str) -> None:
        if target == "xml-stylesheet":
            found.add(target)

    parser = expat.ParserCreate()
    parser.EntityDeclHandler = declared
    parser.ProcessingInstructionHandler = instructed
    with contextlib.suppress(_EntityError):
        parser.Parse(data, True)
    return found


class _EntityError(Exception):
    """Stops the reading at the first entity, before any is expanded."""


def _is_active(element: ElementTree.Element) -> bool:
    tag = str(element.tag)
    if tag.startswith(HTML) or tag.removeprefix(SVG) in ("script", "foreignObject", "handler"):
        return True
    if any(key.lower().startswith("on") for key in element.attrib):
        return True
    return tag.removeprefix(SVG) in ELEMENTS_OF_MOTION and "href" in element.get("attributeName", "").lower()


def _asked_for(element: ElementTree.Element) -> Iterator[str]:
    """Addresses outside the drawing that an element names: in a reference, in CSS, in an attribute that CSS reads."""
    tag = str(element.tag).removeprefix(SVG)
    for key, value in element.attrib.items():
        local = key.rpartition("}")[2]
        if local in ("href", "src", "base") and tag != "a" and not value.strip().startswith(EMBEDDED):
            yield _short(value)
        elif "(" in value or local == "style":
            yield from _asked_by_css(value)
    if tag == "style":
        yield from _asked_by_css("".join(element.itertext()))


def _asked_by_css(style: str) -> Iterator[str]:
    """What CSS text imports, and every url() in it that is neither a part of the drawing nor a picture held in it."""
    import tinycss2

    queue = list(tinycss2.parse_component_value_list(style))
    while queue:
        token = queue.pop(0)
        if token.type == "url" or (token.type == "function" and token.lower_name in ("url", "src", "image-set")):
            words = [token] if token.type == "url" else [a for a in token.arguments if a.type in ("string", "url")]
            yield from (_short(w.value) for w in words if not w.value.strip().startswith(EMBEDDED))
        elif token.type == "at-keyword" and token.lower_value == "import":
            yield "@import"
        queue.extend(getattr(token, "content", None) or getattr(token, "arguments", None) or [])


def _short(address: str) -> str:
    return address if len(address) <= 60 else f"{address[:57]}…"


def _length(text: str | None) -> float:
    """An SVG length in px; 0 for none and for percentages (SVG 2 §8.3, CSS Values §6.2)."""
    units = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
    text = (text or "").strip()
    digits = text.rstrip("abcdefghijklmnopqrstuvwxyz%")
    try:
        length = float(digits) * units.get(text[len(digits) :], 0.0)
    except ValueError:
        return 0.0
    return length if 0 < length < 1_000_000 else 0.0
