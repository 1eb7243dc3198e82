"""A drawn cover parted into art and words: on paper the words are text, shaped and read as such, over a drawing.

WeasyPrint draws the text of an SVG letter by letter: without kerning, Arabic unjoined, Hebrew from the wrong side. So
``<text>`` leaves the drawing and becomes paragraphs that stand on the same baselines, and an ``<image>`` with an
``aria-label`` becomes a picture with that text alternative. What is turned, moved or cut stays in the drawing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from xml.etree import ElementTree

from ..model import unbroken

SVG = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"
NEAR = 0.02
Element = ElementTree.Element


@dataclass(frozen=True, slots=True)
class Parted:
    """A drawing without its words, and the XHTML of the words in the order of the drawing, within a page or a part of
    one: both are placed from its upper left corner. ``box`` is the drawing's: left, top, width, height in mm."""

    drawing: str
    xhtml: str
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of words: its baseline, where it begins, ends or has its middle, and how it is set; lengths in mm."""

    text: str
    x: float
    y: float
    size: float
    anchor: str
    role: str
    style: str


def parted(svg: str, scale: float, width: float) -> Parted:
    """Part a well-formed drawing of which one unit is ``scale`` mm; the page is ``width`` mm wide."""
    ElementTree.register_namespace("", "http://www.w3.org/2000/svg")
    ElementTree.register_namespace("xlink", "http://www.w3.org/1999/xlink")
    root = ElementTree.fromstring(svg)  # noqa: S314  # a template's, vouched for
    box = [float(part) * scale for part in (root.get("viewBox") or "0 0 0 0").replace(",", " ").split()]
    found: list[_Line | str] = []
    _take(root, "", scale, found)
    lines = "\n".join(_paragraphs(found, width))
    left, top, wide, high = box
    return Parted(ElementTree.tostring(root, encoding="unicode"), lines, (left, top, wide, high))


def _take(parent: Element, role: str, scale: float, found: list[_Line | str]) -> None:
    """Take words and named pictures out of an element; what is turned, moved or cut stays as it is."""
    for child in list(parent):
        tag = str(child.tag).removeprefix(SVG)
        if child.get("transform") or (tag == "svg"):
            continue
        if tag == "text" and len(child) == 0 and (child.text or "").strip():
            found.append(_line(child, child.get("class") or role, scale))
            parent.remove(child)
        elif tag == "image" and child.get("aria-label"):
            found.append(_picture(child, scale))
            parent.remove(child)
        elif tag in ("g", "a"):
            _take(child, child.get("class") or role, scale, found)


def _number(element: Element, name: str, default: float = 0.0) -> float:
    try:
        return float((element.get(name) or "").split()[0].removesuffix("px"))
    except (ValueError, IndexError):
        return default


def _line(element: Element, role: str, scale: float) -> _Line:
    told = []
    for name, usual in (("font-family", ""), ("font-weight", "400"), ("font-style", "normal"), ("fill", "#000000")):
        value = element.get(name) or usual
        value = _families(value) if name == "font-family" else value
        told += [f"{'color' if name == 'fill' else name}: {value}"] if value else []
    size = _number(element, "font-size", 16) * scale
    x, y = _number(element, "x") * scale, _number(element, "y") * scale
    text = " ".join(unbroken(element.text or ""))
    return _Line(text, x, y, size, element.get("text-anchor") or "start", role, "; ".join(told))


def _families(value: str) -> str:
    """Families as CSS has them."""
    return ", ".join("'" + name.strip().strip("\"'") + "'" for name in value.split(","))


def _picture(element: Element, scale: float) -> str:
    left, top, width, height = (_number(element, name) * scale for name in ("x", "y", "width", "height"))
    place = f"left: {left:.3f}mm; top: {top:.3f}mm; width: {width:.3f}mm; height: {height:.3f}mm"
    source = element.get("href") or element.get(HREF) or ""
    alternative = escape(element.get("aria-label") or "")
    return f'<img src="{escape(source)}" alt="{alternative}" style="{place}" />'


def _paragraphs(found: Sequence[_Line | str], width: float) -> Iterator[str]:
    """Lines of one role that follow each other evenly as one paragraph; pictures as they are."""
    run: list[_Line] = []
    for thing in [*found, ""]:
        if isinstance(thing, _Line) and (not run or _goes_on(run, thing)):
            run.append(thing)
            continue
        if run:
            yield _paragraph(run, width)
        run = [thing] if isinstance(thing, _Line) else []
        if thing and isinstance(thing, str):
            yield thing


def _goes_on(run: Sequence[_Line], line: _Line) -> bool:
    last = run[-1]
    alike = (last.role, last.style, last.size, last.anchor, last.x) == (
        line.role, line.style, line.size, line.anchor, line.x)  # fmt: skip
    pitch = line.y - last.y
    even = len(run) == 1 or abs(pitch - (last.y - run[-2].y)) < NEAR
    return bool(line.role) and alike and pitch > 0 and even


def _paragraph(run: Sequence[_Line], width: float) -> str:
    """Lines that each stand on the foot of a strut, whose height is from one baseline to the next (CSS 2.2 §10.8.1)."""
    first = run[0]
    pitch = run[1].y - first.y if len(run) > 1 else first.size
    if first.anchor == "middle":
        reach = max(min(first.x, width - first.x), 0.0)
        left, wide, align = first.x - reach, 2 * reach, "center"
    elif first.anchor == "end":
        left, wide, align = 0.0, first.x, "right"
    else:
        left, wide, align = first.x, width - first.x, "left"
    style = (
        f"left: {left:.3f}mm; top: {first.y - pitch:.3f}mm; width: {wide:.3f}mm; text-align: {align}; "
        f"font-size: {first.size:.3f}mm; --pitch: {pitch:.3f}mm; {first.style}"
    )
    lines = "".join(f'<span class="line">{escape(line.text, quote=False)}</span>' for line in run)
    name = f' class="{escape(first.role)}"' if first.role else ""
    return f'<p{name} style="{escape(style)}">{lines}</p>'
