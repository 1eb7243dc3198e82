"""Paper by its weight, and how thick a book is of it."""

from __future__ import annotations

import math
from dataclasses import dataclass

BULK = 1.3  # cm³/g of uncoated book and copier paper; coated 0.8 to 1.0, novels up to 2.0
LEAST_BULK, MOST_BULK = 0.6, 3.0
LIGHTEST, HEAVIEST = 30.0, 400.0  # g/m²
POUND, INCH = 453.59237, 0.0254  # g, m
REAM = 500
SHEETS = {"text": 25 * 38, "book": 25 * 38, "offset": 25 * 38, "bond": 17 * 22, "writing": 17 * 22, "cover": 20 * 26}
METRIC = ("g/m2", "g/m²", "gsm", "g")
POUNDS = ("lbs", "lb", "#")


@dataclass(frozen=True, slots=True)
class Stock:
    """The paper of the block: its weight in g/m², and its bulk in cm³/g (ISO 534: thickness by weight)."""

    weight: float
    bulk: float = BULK

    def thickness(self, pages: int) -> float:
        """How thick a block of so many pages is, in mm.

        A leaf's caliper in µm is its weight × its bulk (ISO 534 §3), so in mm weight × bulk / 1000; a leaf has two
        pages. The trade's “pages × grammage × volume / 20 000” is the same, with a volume of ten times the bulk. The
        cover's own board comes on top: a printing house says how much, if any.
        """
        return math.ceil(pages / 2) * self.weight * self.bulk / 1000


def weight_of(text: str) -> float | None:
    """A paper's weight in g/m²: of ``90gsm``, ``90 g/m²``, ``60lb text``, ``20# bond``; None for what is none.

    American pounds are those of 500 sheets in the basis size of their kind (ASTM D646, TAPPI T 410), so the kind must
    be said: 60 lb of text are 89 g/m², 60 lb of cover 162.
    """
    words = text.lower().strip()
    unit = next((u for u in METRIC if words.endswith(u)), "")
    if unit:
        return _number(words.removesuffix(unit))
    kind = next((k for k in SHEETS if words.endswith(k)), "")
    words = words.removesuffix(kind).rstrip(" -")
    unit = next((u for u in POUNDS if words.endswith(u)), "")
    pounds = _number(words.removesuffix(unit)) if kind and unit else None
    return pounds * POUND / (SHEETS[kind] * INCH**2 * REAM) if pounds else None


def _number(text: str) -> float | None:
    digits = text.strip()
    whole, _, part = digits.partition(".")
    good = digits.isascii() and whole.isdigit() and (part.isdigit() or not part) and len(digits) < 9
    return float(digits) if good else None
