"""Lengths that a theme's sheets compute from the page and the size of the text, worked out before any page is made."""

from __future__ import annotations

from typing import Any

import tinycss2

from . import Theme, paper
from .sheets import declared

PT_PER = {unit: mm / paper.MM_PER["pt"] for unit, mm in paper.MM_PER.items()} | {"px": 0.75, "pc": 12.0}
SIGNS = {"+": 1.0, "-": -1.0}


def points(theme: Theme, name: str, size: tuple[float, float], text_size: int) -> float | None:
    """A custom property of a theme's print.css in points (CSS Values 4 §10), on a page of so many mm; None where no
    sheet has it, or where it is no length that can be told before pages are made.

    ``text_size`` is the edition's in pt, 0 where it has none of its own.
    """
    told = {"page-width": f"{size[0]:g}mm", "page-height": f"{size[1]:g}mm", **theme.variables}
    if text_size:
        told["text-size"] = f"{text_size}pt"
    try:
        return _Worked(theme, told).of(name, ())
    except (ValueError, ZeroDivisionError):
        return None


def area(theme: Theme, size: tuple[float, float], text_size: int) -> tuple[float, float] | None:
    """How wide and high, in points, what the theme's margins leave of a page is; None where that cannot be told."""
    inside, outside, top, bottom = (
        points(theme, f"margin-{side}", size, text_size) for side in ("inside", "outside", "top", "bottom")
    )
    if inside is None or outside is None or top is None or bottom is None:
        return None
    width, height = (side * PT_PER["mm"] for side in size)
    return width - inside - outside, height - top - bottom


class _Worked:
    """Custom properties by name, and what they come to. Raises ValueError for what is no length or number."""

    def __init__(self, theme: Theme, told: dict[str, str]) -> None:
        self.own = theme.own.sheets.get("styles/print.css", "")
        self.told = told
        self.sheets = [css for _, css in theme.sheets("print.css")][::-1]

    def of(self, name: str, within: tuple[str, ...]) -> float:
        """A property's points; ``within`` are those that ask for it."""
        if name in within:
            raise ValueError(f"--{name} asks for itself")
        texts = [declared(self.own, f"--{name}"), self.told.get(name), *(declared(c, f"--{name}") for c in self.sheets)]
        text = next(filter(None, texts), "")
        return self._sum(tinycss2.parse_component_value_list(text, skip_comments=True), (*within, name))

    def _sum(self, tokens: list[Any], within: tuple[str, ...]) -> float:
        """Products, added and taken away."""
        total, sign, product = 0.0, 1.0, list[Any]()
        for token in tokens:
            if token.type == "literal" and token.value in SIGNS:
                total += sign * self._product(product, within)
                sign, product = SIGNS[token.value], []
            elif token.type != "whitespace":
                product.append(token)
        return total + sign * self._product(product, within)

    def _product(self, tokens: list[Any], within: tuple[str, ...]) -> float:
        values = [self._value(token, within) for token in tokens[::2]]
        if not values or len(tokens) % 2 == 0:
            raise ValueError(tinycss2.serialize(tokens))
        found = values[0]
        for sign, value in zip(tokens[1::2], values[1:], strict=True):
            if sign != "*" and sign != "/":
                raise ValueError(tinycss2.serialize(tokens))
            found = found * value if sign == "*" else found / value
        return found

    def _value(self, token: Any, within: tuple[str, ...]) -> float:
        if token.type == "number":
            return float(token.value)
        if token.type == "dimension" and token.lower_unit == "rem":
            return float(token.value) * self.of("text-size", within)
        if token.type == "dimension" and token.lower_unit in PT_PER:
            return float(token.value) * PT_PER[token.lower_unit]
        if token.type == "() block":
            return self._sum(token.content, within)
        if token.type == "function" and token.lower_name == "var":
            name = next(argument.value for argument in token.arguments if argument.type == "ident")
            return self.of(str(name).removeprefix("--"), within)
        if token.type == "function" and token.lower_name in ("calc", "min", "max", "clamp"):
            return self._function(token.lower_name, [self._sum(part, within) for part in _parts(token.arguments)])
        raise ValueError(token.serialize())

    @staticmethod
    def _function(name: str, values: list[float]) -> float:
        if name == "clamp":
            least, wanted, most = values
            return max(least, min(wanted, most))
        return max(values) if name == "max" else min(values)


def _parts(tokens: list[Any]) -> list[list[Any]]:
    """Arguments between commas."""
    parts: list[list[Any]] = [[]]
    for token in tokens:
        if token.type == "literal" and token.value == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return parts
