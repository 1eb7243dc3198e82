"""Fields of a form as PDF has them (ISO 32000-1 §12.5.6.19, §12.7): what they look like before anybody fills them in.

Each has an appearance of its own, so that nothing depends on a viewer that makes one. Text that is typed is set in a
face of the theme, of which every letter of Western Europe is in the file.
"""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from ...composition import ALL_WEIGHTS, Composition, Face
from .marks import Area

FACE = "BookletText"
PRINTED, HIDDEN = 4, 2  # flags of annotations (ISO 32000-1 table 165)
READ_ONLY, MULTILINE, NO_SCROLL, RADIO = 1 << 0, 1 << 12, 1 << 23, 1 << 15  # of fields (tables 221, 226, 228)
POINTS = 0.75  # a CSS px
LETTERS = range(32, 256)
NORMAL = 400
SMALLEST, LARGEST = 9.0, 14.0
CIRCLE = 0.5523  # how far a curve's handles reach that draws a quarter of a circle
NONSYMBOLIC, SERIF = 32, 2
INSET = 1.5
Box = tuple[float, float, float, float]


def box_of(area: Area, height: float) -> Box:
    """An area of a page in points from its lower left corner; ``height`` is that of the page."""
    left, top, right, bottom = (side * POINTS for side in area)
    return round(left, 2), round(height - bottom, 2), round(right, 2), round(height - top, 2)


def text(pdf: pikepdf.Pdf, box: Box, px: float, *, lines: bool, from_right: bool) -> Any:
    """What room to write in looks like, of several ``lines`` or of one.

    Letters are as large as those of the page (``px``); on one line they become smaller where much is typed, which the
    size 0 says (§12.7.3.3), for what does not fit is lost on paper.
    """
    size = min(max(px * POINTS, SMALLEST), LARGEST) if lines else 0
    look = Dictionary(DA=String(f"/{FACE} {size:.4g} Tf 0 g"), Q=2 if from_right else 0)
    return _with(_widget(box), look, AP=Dictionary(N=_drawing(pdf, box, b"/Tx BMC EMC")))


def flags(*, lines: bool) -> int:
    """The flags of a field for text: no more is typed than is seen."""
    return NO_SCROLL | (MULTILINE if lines else 0)


def tick(pdf: pikepdf.Pdf, box: Box, letter: str, *, round_one: bool) -> Any:
    """What a circle or a box to tick looks like, ticked and not, whose outline the page has; it stands for a letter."""
    width, height = box[2] - box[0], box[3] - box[1]
    side = min(width, height)
    if round_one:
        sign, mark = "l", b"q 0 g " + _ring(width / 2, height / 2, side * 0.29) + b" f Q"
    else:
        left, right = width / 2 - side * 0.32, width / 2 + side * 0.32
        low, high = height / 2 - side * 0.32, height / 2 + side * 0.32
        cross = f"{left:.2f} {low:.2f} m {right:.2f} {high:.2f} l {left:.2f} {high:.2f} m {right:.2f} {low:.2f} l"
        sign, mark = "8", f"q 0 G 1.3 w 1 J {cross} S Q".encode()
    states = Dictionary({f"/{letter}": _drawing(pdf, box, mark), "/Off": _drawing(pdf, box, b"")})
    return _with(_widget(box), Dictionary(MK=Dictionary(CA=String(sign))), AS=Name.Off, AP=Dictionary(N=states))


def hidden(pdf: pikepdf.Pdf, value: str, words: str) -> Any:
    """A field that nobody sees, with what the form says of itself."""
    fields = Dictionary(FT=Name.Tx, Ff=READ_ONLY, V=String(value), TU=String(words), F=HIDDEN)
    nothing = Dictionary(N=_drawing(pdf, (0, 0, 0, 0), b""))
    return _with(_widget((0, 0, 0, 0)), fields, DA=String(f"/{FACE} 8 Tf 0 g"), AP=nothing)


def _widget(box: Box) -> Any:
    return Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, Rect=Array(list(box)), F=PRINTED, BS=Dictionary(W=0, S=Name.S)
    )


def _with(thing: Any, others: Any, **more: Any) -> Any:
    for key, value in (*others.items(), *((f"/{name}", value) for name, value in more.items())):
        thing[key] = value
    return thing


def _drawing(pdf: pikepdf.Pdf, box: Box, content: bytes) -> Any:
    """An appearance (§12.5.5)."""
    bounds = Array([0, 0, round(box[2] - box[0], 2), round(box[3] - box[1], 2)])
    form = Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=bounds, Resources=Dictionary())
    return pikepdf.Stream(pdf, content or b"q Q", form)  # readers stumble over a stream of no bytes that is packed


def _ring(x: float, y: float, radius: float) -> bytes:
    """The path of a circle."""
    k = radius * CIRCLE
    r = radius
    steps = [(x + r, y + k, x + k, y + r, x, y + r), (x - k, y + r, x - r, y + k, x - r, y),
             (x - r, y - k, x - k, y - r, x, y - r), (x + k, y - r, x + r, y - k, x + r, y)]  # fmt: skip
    curves = " ".join(" ".join(f"{n:.2f}" for n in step) + " c" for step in steps)
    return f"{x + r:.2f} {y:.2f} m {curves} h".encode()


def face_of(composition: Composition) -> Face | None:
    """The face that is typed in: the theme's first upright one with all letters of Western Europe."""
    upright = [face for face in composition.faces if face.style == "normal" and face.weight in (NORMAL, ALL_WEIGHTS)]
    return next((face for face in upright if _font(face.path) is not None), None)


def font(pdf: pikepdf.Pdf, composition: Composition) -> Any:
    """The face that is typed in, as fonts of forms are: letters by their numbers in Windows (WinAnsiEncoding)."""
    face = face_of(composition)
    made = _font(face.path) if face else None
    if made is None:  # no theme of ours is without one
        return pdf.make_indirect(
            Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
        )
    data, name, widths, measures = made
    file = pdf.make_stream(data, Length1=len(data))
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=Name(f"/{name}"), Flags=NONSYMBOLIC | SERIF, ItalicAngle=0, StemV=80,
        FontBBox=Array(list(measures[:4])), Ascent=measures[4], Descent=measures[5], CapHeight=measures[6],
        FontFile2=file,
    )  # fmt: skip
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name(f"/{name}"), Encoding=Name.WinAnsiEncoding,
            FirstChar=LETTERS.start, LastChar=LETTERS.stop - 1, Widths=Array(list(widths)),
            FontDescriptor=pdf.make_indirect(descriptor),
        )
    )  # fmt: skip


@cache
def _font(path: Path) -> tuple[bytes, str, tuple[int, ...], tuple[int, ...]] | None:
    """A font cut to the letters of Windows-1252: its file, name, widths by letter, and box, ascent, descent and height
    of capitals, in thousandths of the size; None for one that lacks some, varies, or has no TrueType outlines."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    wanted = {number: bytes([number]).decode("cp1252", errors="ignore") for number in LETTERS}
    letters = {ord(letter) for letter in wanted.values() if letter and letter.isprintable()} - {0xAD}
    with TTFont(path, lazy=True, recalcTimestamp=False) as face:
        known = face.getBestCmap()
        if "glyf" not in face or "fvar" in face or not letters <= known.keys():
            return None
        options = subset.Options(
            layout_features=[], hinting=False, notdef_outline=True, drop_tables=["GDEF", "GPOS", "GSUB"]
        )
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=letters)
        cutter.subset(face)
        target = io.BytesIO()
        face.save(target)
        scale = 1000 / face["head"].unitsPerEm
        advances = face["hmtx"].metrics
        widths = [
            round(advances[known[ord(letter)] if letter and ord(letter) in letters else ".notdef"][0] * scale)
            for letter in wanted.values()
        ]
        head, hhea, os2 = face["head"], face["hhea"], face["OS/2"]
        measures = [head.xMin, head.yMin, head.xMax, head.yMax, hhea.ascent, hhea.descent]
        measures.append(getattr(os2, "sCapHeight", 0) or hhea.ascent)
        name = str(face["name"].getDebugName(6) or "Text").replace(" ", "")
    return target.getvalue(), name, tuple(widths), tuple(round(side * scale) for side in measures)
