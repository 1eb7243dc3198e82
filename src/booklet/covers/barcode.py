"""The barcode of an ISBN, as shops read it: EAN-13 in its nominal size (ISO/IEC 15420; GS1 General Specifications §5).

python-barcode says which modules are dark; they are drawn here as one path, since its own SVG is a rectangle for each
bar in measures that scale badly.
"""

from __future__ import annotations

from collections.abc import Iterator

MODULE = 0.33  # mm
LIGHT_LEFT, LIGHT_RIGHT = 11, 7  # modules of light beside the bars
HEIGHT, BARS = 25.93, 22.85  # mm of the whole, and of the bars
GUARDS = 5 * MODULE  # how far the bars at the edges and in the middle go deeper
DIGITS = 95
WIDTH = (LIGHT_LEFT + DIGITS + LIGHT_RIGHT) * MODULE
GUARDED = frozenset((0, 2, 46, 48, 92, 94))
SIZE = 3.1  # mm of the digits


def drawing(isbn: str, family: str) -> str:
    """The barcode of an ISBN of 13 digits, which may be parted by hyphens or spaces, as an SVG whose unit is a mm; its
    digits are set in a family."""
    import barcode

    digits = "".join(c for c in isbn if c.isdigit())
    (modules,) = barcode.get("ean13", digits).build()
    bars = "".join(_bars(modules))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.2f} {HEIGHT}" width="{WIDTH * 10:.1f}" '
        f'height="{HEIGHT * 10:.1f}"><rect width="{WIDTH:.2f}" height="{HEIGHT}" fill="#ffffff" />'
        f'<path d="{bars}" fill="#000000" />{"".join(_digits(digits, family))}</svg>'
    )


def _bars(modules: str) -> Iterator[str]:
    """The dark modules, neighbours in one."""
    at = 0
    while at < len(modules):
        behind = at
        while behind < len(modules) and modules[behind] == modules[at]:
            behind += 1
        if modules[at] == "1":
            deep = BARS + (GUARDS if at in GUARDED else 0) - 1
            wide = f"{(behind - at) * MODULE:.2f}"
            yield f"M{(LIGHT_LEFT + at) * MODULE:.2f} 1h{wide}v{deep:.2f}h-{wide}z"
        at = behind


def _digits(digits: str, family: str) -> Iterator[str]:
    """The digits below the bars: the first beside them, six and six below."""
    places = [2.6 + LIGHT_LEFT - 8.2, *(LIGHT_LEFT + 3 + 7 * n + 3.5 for n in range(6))]
    places += [LIGHT_LEFT + 50 + 7 * n + 3.5 - 0.5 for n in range(6)]
    for digit, place in zip(digits, places, strict=True):
        yield (
            f'<text x="{place * MODULE:.2f}" y="{HEIGHT - 0.35:.2f}" text-anchor="middle" font-family="{family}" '
            f'font-size="{SIZE}" fill="#000000">{digit}</text>'
        )
