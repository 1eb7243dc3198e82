"""Style sheets for text that runs from right to left: themes are drawn from left to right, and turned here.

On paper and in browsers left and right become start and end (CSS Logical Properties 1), so that each passage follows
its own direction; for e-readers, of which many know none of these words, a sheet is mirrored as a whole. Pages are
mirrored in both: what a theme says of a right page is then said of a left one. A rule with ``transform`` is a drawing,
such as a tick, and stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import tinycss2

SIDES = ("top", "right", "bottom", "left")
QUADS = ("margin", "padding", "inset", "border-width", "border-style", "border-color")
CORNERS = ("top-left", "top-right", "bottom-right", "bottom-left")
SIDED = ("text-align", "text-align-last", "text-align-all", "float", "clear", "caption-side")
BREAKS = ("break-before", "break-after", "page-break-before", "page-break-after")
START_CORNERS = {
    "top-left": "start-start", "top-right": "start-end", "bottom-right": "end-end", "bottom-left": "end-start",
}  # fmt: skip
MIRROR = {"left": "right", "right": "left"}


@dataclass(frozen=True, slots=True)
class _Way:
    """A way to turn: how the sides of properties and corners are called, and what left and right as values become."""

    logical: bool
    sides: Mapping[str, str]
    aligned: Mapping[str, str]
    floated: Mapping[str, str]
    breaks: Mapping[str, str]


LOGICAL = _Way(
    True,
    {"left": "inline-start", "right": "inline-end"},
    {"left": "start", "right": "end"},
    {"left": "inline-start", "right": "inline-end"},
    {"left": "verso", "right": "recto"},
)
MIRRORED = _Way(False, MIRROR, MIRROR, MIRROR, MIRROR)


def logical(css: str, *, mirrored_pages: bool) -> str:
    """A sheet that says start and end for left and right, with its pages mirrored if the booklet is read so."""
    return _turned(css, LOGICAL, mirrored_pages)


def mirrored(css: str) -> str:
    """A sheet as seen in a looking glass."""
    return _turned(css, MIRRORED, True)


def _turned(css: str, way: _Way, pages: bool) -> str:
    return "".join(_rule(rule, way, pages) for rule in tinycss2.parse_stylesheet(css, skip_comments=True))


def _rule(rule: Any, way: _Way, pages: bool) -> str:
    if rule.type == "qualified-rule":
        return f"{tinycss2.serialize(rule.prelude)}{{{_declarations(rule.content, way)}}}"
    if rule.type != "at-rule" or rule.content is None:
        return str(rule.serialize())
    if rule.lower_at_keyword == "page":
        return _page(rule) if pages else str(rule.serialize())
    if rule.lower_at_keyword in ("media", "supports", "layer", "container"):
        inner = tinycss2.parse_rule_list(rule.content, skip_comments=True)
        body = "".join(_rule(piece, way, pages) for piece in inner)
        return f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{body}}}"
    return str(rule.serialize())


def _page(rule: Any) -> str:
    """An @page rule with its sides, its margins and its margin boxes changed over (CSS Paged Media 3 §4.2)."""
    prelude = []
    for token in rule.prelude:
        if token.type == "ident" and token.lower_value in MIRROR:
            token.value = MIRROR[token.lower_value]
        prelude.append(token)
    body = ""
    for piece in tinycss2.parse_blocks_contents(rule.content, skip_comments=True):
        if piece.type == "at-rule":
            name = "-".join(MIRROR.get(word, word) for word in piece.at_keyword.split("-"))
            body += f"@{name} {{{_declarations(piece.content, MIRRORED)}}}"
        elif piece.type == "declaration":
            body += _declaration(piece, MIRRORED)
    return f"@page {tinycss2.serialize(prelude).strip()} {{{body}}}"


def _declarations(content: list[Any], way: _Way) -> str:
    pieces = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    names = {piece.lower_name for piece in pieces if piece.type == "declaration"}
    drawn = "transform" in names
    written = []
    for piece in pieces:
        if piece.type == "declaration":
            written.append(piece.serialize() + ";" if drawn else _declaration(piece, way))
        elif piece.type == "qualified-rule":
            written.append(_rule(piece, way, False))
        else:
            written.append(piece.serialize())
    return "".join(written)


def _declaration(piece: Any, way: _Way) -> str:
    name, important = piece.lower_name, " !important" if piece.important else ""
    values = [token for token in piece.value if token.type != "comment"]
    if name in QUADS:
        return "".join(f"{key}:{value}{important};" for key, value in _quad(name, _words(values), way))
    if name == "border" and way.logical:
        value = tinycss2.serialize(piece.value).strip()
        return "".join(f"border-{side}:{value}{important};" for side in ("top", "bottom", "inline"))
    if name == "border-radius" and len(_words(values)) > 1 and "/" not in _words(values):
        return "".join(f"{key}:{value}{important};" for key, value in _radii(_words(values), way))
    if name in SIDED or name in BREAKS:
        turned = way.aligned if name.startswith("text") else way.floated if name in SIDED else way.breaks
        return f"{piece.name}:{_mapped(values, turned)}{important};"
    return f"{_name(name, way) or piece.name}:{tinycss2.serialize(piece.value).strip()}{important};"


def _name(name: str, way: _Way) -> str | None:
    """A property of a left or right side, or of a corner, under its turned name; None of any other."""
    words = name.split("-")
    if name.endswith("-radius"):
        corner = "-".join(words[1:-1])
        return f"border-{_corner(corner, way)}-radius" if corner in CORNERS else None
    side = next((word for word in words if word in MIRROR), "")
    if not side or words[0] not in ("margin", "padding", "border", "left", "right", "scroll"):
        return None
    if words == [side]:
        return f"inset-{way.sides[side]}" if way.logical else way.sides[side]
    return "-".join(way.sides.get(word, word) for word in words)


def _corner(corner: str, way: _Way) -> str:
    return START_CORNERS[corner] if way.logical else "-".join(MIRROR.get(word, word) for word in corner.split("-"))


def _quad(name: str, words: list[str], way: _Way) -> list[tuple[str, str]]:
    """A shorthand of up to four sides.

    Start and end are said by their names even where right and left are alike: WeasyPrint lets what is said of a start
    stand against a shorthand of the same weight that comes after it. Top and bottom stay top and bottom for the same
    reason.
    """
    if not 1 <= len(words) <= 4:
        return [(name, " ".join(words))]
    top, right, bottom, left = [*words, *words[:1] * 3] if len(words) == 1 else [*words, *words[-2:]][:4]
    if len(words) == 3:
        left = right
    if not way.logical:
        return [(name, f"{top} {left} {bottom} {right}" if right != left else " ".join(words))]
    first, _, rest = name.partition("-")
    tail = f"-{rest}" if rest else ""
    prefix = "" if first == "inset" else f"{first}-"
    upright = [(f"{prefix}{side}{tail}", value) for side, value in (("top", top), ("bottom", bottom))]
    return [*upright, (f"{first}-inline{tail}", f"{left} {right}" if left != right else left)]


def _radii(words: list[str], way: _Way) -> list[tuple[str, str]]:
    """Radii in the order of CORNERS, from two to four of them."""
    filled = [words[0], words[1], *(words[2:3] or words[:1]), *(words[3:4] or words[1:2])]
    return [(f"border-{_corner(corner, way)}-radius", radius) for corner, radius in zip(CORNERS, filled, strict=True)]


def _words(values: list[Any]) -> list[str]:
    """The values of a shorthand, each as it is written."""
    words = [""]
    for token in values:
        if token.type == "whitespace":
            words.append("")
        else:
            words[-1] += token.serialize()
    return [word for word in words if word]


def _mapped(values: list[Any], turned: Mapping[str, str]) -> str:
    words = (turned.get(t.lower_value, t.value) if t.type == "ident" else t.serialize() for t in values)
    return "".join(words).strip()
