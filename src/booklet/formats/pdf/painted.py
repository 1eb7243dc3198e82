"""Pictures of a finished PDF in other colours: decoded, changed pixel by pixel, and packed as they were."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from pikepdf import Array, Name
from PIL import Image, ImageChops

from ... import printed

if TYPE_CHECKING:
    from .inks import Inks

QUALITY = 95
SPACES = {"L": Name.DeviceGray, "RGB": Name.DeviceRGB, "CMYK": Name.DeviceCMYK}


def repaint(image: Any, inks: Inks) -> None:
    """Change a picture (an image XObject) in place; one in grey stays as it is, and so do masks."""
    if image.get("/ImageMask") or _space(image) in ("/DeviceGray", "/CalGray"):
        return
    photograph = image.get("/Filter") == Name.DCTDecode
    picture = _pixels(image, photograph)
    changed = inks.of_picture(picture)
    if changed is picture:
        image.ColorSpace = SPACES[picture.mode]
    else:
        _pack(image, changed, photograph)


def _space(image: Any) -> str:
    space = image.get("/ColorSpace")
    return str(space[0] if isinstance(space, Array) else space)


def _pixels(image: Any, photograph: bool) -> Image.Image:
    if not photograph:
        return printed.pixels(image)
    with Image.open(io.BytesIO(image.read_raw_bytes())) as opened:
        opened.load()
    if opened.mode == "CMYK" and "/Decode" not in image:
        return ImageChops.invert(opened)  # Pillow takes for granted that inks stand inverted in a JPEG, as Adobe has it
    return opened


def _pack(image: Any, picture: Image.Image, photograph: bool) -> None:
    for key in ("/Decode", "/DecodeParms"):
        if key in image:
            del image[key]
    if photograph:
        target = io.BytesIO()
        picture.save(target, "JPEG", quality=QUALITY, subsampling=0, optimize=True)
        image.write(target.getvalue(), filter=Name.DCTDecode)
        if picture.mode == "CMYK":
            image.Decode = Array([1, 0] * 4)  # as Pillow writes them
    else:
        image.write(picture.tobytes())
    image.ColorSpace = SPACES[picture.mode]
    image.BitsPerComponent = 8
