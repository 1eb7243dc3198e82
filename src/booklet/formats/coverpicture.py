"""The cover of an EPUB as a picture, drawn from the theme's drawing: a PNG, or a JPEG where it shows a photograph."""

from __future__ import annotations

import base64
import binascii
import functools
import io
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

if TYPE_CHECKING:
    from PIL import Image

WIDTH, HEIGHT = 1600, 2560
QUALITY = 88
SVG = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"
RASTER = ("data:image/jpeg;base64,", "data:image/png;base64,", "data:image/webp;base64,", "data:image/gif;base64,")


@functools.lru_cache(maxsize=4)  # editions of a booklet have the same cover
def png(drawing: str, fonts: tuple[Path, ...]) -> bytes:
    """A drawing as a PNG of 1600 × 2560 pixels, lettered in these fonts and no others."""
    import resvg_py

    drawn = resvg_py.svg_to_bytes(
        svg_string=drawing, width=WIDTH, height=HEIGHT, font_files=[str(font) for font in fonts], skip_system_fonts=True
    )
    return bytes(drawn)


def jpeg(drawing: str, fonts: tuple[Path, ...]) -> bytes:
    """A drawing as a JPEG of the same size.

    A photograph that fills its place is laid between what is drawn before it and what is drawn after it: to draw it
    and to pack it without loss would take many times as long.
    """
    root = ElementTree.fromstring(drawing)  # noqa: S314  # a template's, vouched for
    at = next((n for n, child in enumerate(root) if _is_photograph(child)), -1)
    whole = _layer(root, slice(0, at if at >= 0 else None), fonts)
    if at >= 0:
        _lay(whole, root[at], _box(root))
        whole.alpha_composite(_layer(root, slice(at + 1, None), fonts))
    target = io.BytesIO()
    whole.convert("RGB").save(target, "JPEG", quality=QUALITY, subsampling=0)
    return target.getvalue()


def _is_photograph(element: ElementTree.Element) -> bool:
    fills = "slice" in (element.get("preserveAspectRatio") or "") and not element.get("transform")
    return element.tag == f"{SVG}image" and fills and _address(element).startswith(RASTER)


def _address(element: ElementTree.Element) -> str:
    return element.get("href") or element.get(HREF) or ""


def _box(root: ElementTree.Element) -> tuple[float, ...]:
    return tuple(float(part) for part in (root.get("viewBox") or f"0 0 {WIDTH} {HEIGHT}").replace(",", " ").split())


def _layer(root: ElementTree.Element, part: slice, fonts: tuple[Path, ...]) -> Image.Image:
    """Some of a drawing's elements, drawn on nothing."""
    from PIL import Image

    layer = ElementTree.Element(root.tag, root.attrib)
    layer.extend(list(root)[part])
    drawn = png(ElementTree.tostring(layer, encoding="unicode"), fonts)
    return Image.open(io.BytesIO(drawn)).convert("RGBA")


def _lay(whole: Image.Image, element: ElementTree.Element, box: tuple[float, ...]) -> None:
    """Put a photograph on its place, so large that it fills it, its middle in the middle (SVG 2 §8.5, ``slice``)."""
    from PIL import Image, ImageOps

    left, top, width, height = box
    x, y, wide, high = (float(element.get(key) or 0) for key in ("x", "y", "width", "height"))
    across, down = WIDTH / width, HEIGHT / height
    place = round((x - left) * across), round((y - top) * down)
    size = max(round(wide * across), 1), max(round(high * down), 1)
    try:
        data = base64.b64decode(_address(element).partition(",")[2], validate=True)
    except binascii.Error:
        return
    with Image.open(io.BytesIO(data)) as picture:
        photograph = ImageOps.fit(ImageOps.exif_transpose(picture).convert("RGBA"), size, Image.Resampling.LANCZOS)
    whole.alpha_composite(photograph, (max(place[0], 0), max(place[1], 0)), (max(-place[0], 0), max(-place[1], 0)))
