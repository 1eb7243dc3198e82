"""A side of a sheet as a small drawing: its pages by number, on their heads where they are, and where it is folded,
cut and stapled."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from .layouts import Spot
from .measures import Frame
from .orders import Imposed

WIDTH = 300.0  # of the drawing, in units of its own
MARGIN = 6.0
STAPLE = 20.0
LETTER = 0.34  # of a page's shorter side: how high its number is
INK, PALE, PAPER = "#111", "#999", "#fff"


def drawn(imposed: Imposed, is_front: bool, face: str) -> str:
    """The drawing of the first sheet as SVG; its back as one sees it when it is turned over like a page of a book."""
    plan, frame = imposed.plan, imposed.frame
    sheet = plan.sheets[0]
    scale = WIDTH / frame.paper.width
    height = frame.paper.height * scale
    box = f"{-MARGIN:g} {-MARGIN:g} {WIDTH + 2 * MARGIN:g} {height + 2 * MARGIN:.2f}"
    size = f'width="{WIDTH + 2 * MARGIN:g}" height="{height + 2 * MARGIN:.2f}"'
    edge = f'<rect width="{WIDTH:g}" height="{height:.2f}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" {size}>',
        f'{edge} fill="{PAPER}" />',
        *(_page(frame, spot, scale, face) for spot in (sheet.front if is_front else sheet.back)),
        f'{edge} fill="none" stroke="{INK}" stroke-width="1.2" />',  # over the pale sides of the pages
        *_lines(imposed, scale),
        *(_staples(imposed, scale) if is_front else ()),
        "</svg>",
    ]
    return "\n".join(parts)


def _page(frame: Frame, spot: Spot, scale: float, face: str) -> str:
    """A cell with the number of its page, which stands on a line, so that one sees where its foot is."""
    left, foot = (value * scale for value in frame.corner(spot.column, spot.row))
    width, height = (value * scale for value in frame.cell)
    top = frame.paper.height * scale - foot - height
    x, y = left + width / 2, top + height / 2
    edge = f'<rect x="{left:.2f}" y="{top:.2f}" width="{width:.2f}" height="{height:.2f}" fill="none" '
    edge += f'stroke="{PALE}" stroke-width="0.5" />'
    if not spot.page:
        return edge
    size = LETTER * min(width, height)
    turned = f' transform="rotate(180 {x:.2f} {y:.2f})"' if spot.turned else ""
    number = (
        f'<text x="{x:.2f}" y="{y + 0.35 * size:.2f}" font-family="{escape(face)}" font-size="{size:.2f}" '
        f'text-anchor="middle" fill="{INK}">{spot.page}</text>'
    )
    line = f'<path d="M{x - 0.6 * size:.2f} {y + 0.52 * size:.2f}h{1.2 * size:.2f}" stroke="{INK}" stroke-width="1" />'
    return f"{edge}\n<g{turned}>{number}{line}</g>"


def _lines(imposed: Imposed, scale: float) -> Iterator[str]:
    """Folds dashed, cuts solid."""
    plan, frame = imposed.plan, imposed.frame
    height = frame.paper.height

    def across(row: int) -> float:
        return (height - frame.corner(0, row)[1] + frame.gap / 2) * scale

    def upright(column: int) -> float:
        return (frame.corner(column + 1, 0)[0] - frame.gap / 2) * scale

    dashed = f'stroke="{INK}" stroke-width="0.9" stroke-dasharray="5 3.5"'
    solid = f'stroke="{INK}" stroke-width="1.4"'
    for columns, rows, style in (
        (plan.folded_columns, plan.folded_rows, dashed), (plan.cut_columns, plan.cut_rows, solid),
    ):  # fmt: skip
        for column in columns:
            yield f'<path d="M{upright(column):.2f} 0V{height * scale:.2f}" {style} />'
        for row in rows:
            yield f'<path d="M0 {across(row):.2f}H{WIDTH:g}" {style} />'
    if plan.slit:
        first, last = (frame.corner(column, 0)[0] * scale for column in plan.slit)
        yield f'<path d="M{first:.2f} {across(0):.2f}H{last:.2f}" stroke="{INK}" stroke-width="2.4" />'


def has_staples(imposed: Imposed) -> bool:
    """Whether the sheets are stapled through their fold."""
    return imposed.order.layout == "saddle"


def _staples(imposed: Imposed, scale: float) -> Iterator[str]:
    """Short and thick, where the fold leaves off for them, so that they are seen in a drawing as small as this."""
    if not has_staples(imposed):
        return
    plan, frame = imposed.plan, imposed.frame
    x = (frame.corner(plan.columns // 2, 0)[0] - frame.gap / 2) * scale
    foot, tall = frame.corner(0, plan.rows - 1)[1], frame.cell[1]
    for share in (0.25, 0.75):
        y = (frame.paper.height - foot - share * tall) * scale
        room = STAPLE / 2 + 5
        yield f'<rect x="{x - 4:.2f}" y="{y - room:.2f}" width="8" height="{2 * room:.2f}" fill="{PAPER}" />'
        half = STAPLE / 2
        yield f'<path d="M{x:.2f} {y - half:.2f}V{y + half:.2f}" stroke="{INK}" stroke-width="5" />'
