"""What a booklet's ``design:`` changes in its theme: fonts, and the custom properties that the theme's sheets read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from ..composition import Face
from ..model import Place
from ..problems import Problem, error
from ..settings import Design
from . import Theme, fonts, lengths, paper
from .colour import BLACK, READABLE, WHITE, Colour, colour_of, contrast, readable_on

LEADING = {"compact": 1.32, "normal": 1.43, "airy": 1.6}
TEXT_SIZES = 7.0, 28.0  # pt
COLUMNS = 1, 3
LEAST_WIDTH, LEAST_HEIGHT = 45.0, 60.0  # mm of a page between its margins
SIDES = {"top": 1, "bottom": 1, "inside": 0, "outside": 0}  # which way of a page a margin takes room from
ASCENT = 0.78  # em that tall letters rise above their baseline, with a little white
HYPHEN = "\N{HYPHEN}"  # the typesetter's, which the hyphens that an author types are told from
DARK_PAPER = Colour(0.106, 0.110, 0.118)

Where = Callable[..., Place]


def dressed(theme: Theme, design: Design, size: tuple[float, float], where: Where) -> tuple[Theme, list[Problem]]:
    """The theme as a booklet wears it on a page of so many mm, and what of its design cannot be.

    ``where`` tells the place of a key under ``design:``, as in ``where("margins", "top")``.
    """
    problems = [*_wrong_numbers(design, where), *_wrong_margins(design, size, where)]
    theme, trouble = _with_fonts(theme, design, where)
    problems += trouble
    accent = colour_of(design.accent or theme.accent)
    if accent is None:
        hint = "write it as #7a1f2b, as rgb(122 31 43), or by a name of CSS such as darkred"
        problems.append(error("T006", where("accent"), f"“{design.accent}” is not a colour", hint))
    elif contrast(accent, WHITE) < READABLE:
        message = f"“{design.accent}” is too pale: words in it stand {contrast(accent, WHITE):.1f} to 1 from the paper"
        hint = f"{READABLE} to 1 is the least (WCAG AA); take {readable_on(WHITE, accent)} or a darker one"
        problems.append(error("T006", where("accent"), message, hint))
    if problems or accent is None:
        return theme, problems
    openings = design.openings or theme.openings
    variables = dict(_variables(theme, design, accent))
    theme = replace(theme, accent=str(accent), openings=openings, variables=variables)
    if openings == "drop-capital":
        theme = replace(theme, variables=variables | _drop_capital(theme))
    return theme, []


def _leading(theme: Theme) -> float:
    """How far lines of running text are apart, in rem: as the booklet's design has it, or the theme's sheets."""
    return lengths.points(theme, "leading", (0, 0), 0) or LEADING["normal"]


def _drop_capital(theme: Theme) -> dict[str, str]:
    """The size of a capital that reaches from the head of a first line to the foot of the third, and how far it is to
    be moved down onto that foot; both in rem. The lines of its box are as high as three of the text."""
    leading = _leading(theme)
    capital, above = fonts.measures(next(face for face in theme.faces if face.family == theme.text_face))
    size = (2 * leading + capital) / capital
    return {"drop-size": f"{size:.4f}rem", "drop-shift": f"{leading - above * (size - 1) / 2:.4f}rem"}


def falls(theme: Theme, letter: str) -> bool:
    """Whether a drop capital of a dressed theme would reach into the letters of the line below its foot."""
    face = next((face for face in theme.faces if face.family == theme.text_face), None)
    size = float(theme.variables.get("drop-size", "0").removesuffix("rem"))
    return face is not None and fonts.depth(face, letter) * size > _leading(theme) - ASCENT


def _variables(theme: Theme, design: Design, accent: Colour) -> Iterator[tuple[str, str]]:
    """Custom properties over those of the theme's sheets: what is not said is left as the theme has it."""
    yield from theme.variables.items()
    yield "accent", str(accent)
    yield "on-accent", str(max((WHITE, BLACK), key=lambda colour: contrast(colour, accent)))
    yield "accent-on-dark", str(readable_on(DARK_PAPER, accent))
    yield "tint", str(accent.mixed(WHITE, 0.9))
    if design.text_font:
        yield "text-face", f'"{theme.text_face}"'
    if design.label_font:
        yield "label-face", f'"{theme.label_face}"'
    if not all(fonts.has(face, HYPHEN) for face in theme.faces if face.family in (theme.text_face, theme.label_face)):
        yield "hyphen", '"-"'
    if design.text_size:
        yield "text-size", design.text_size
    if design.spacing != "normal":
        yield "leading", str(LEADING[design.spacing])
    if design.columns:
        yield "list-columns", str(design.columns)
        yield "word-columns", str(design.columns)
        yield "word-flow", str(design.columns) if design.columns > 1 else "auto"
    for side in SIDES:
        length = getattr(design.margins, side)
        if length:
            yield f"margin-{side}", length


def _with_fonts(theme: Theme, design: Design, where: Where) -> tuple[Theme, list[Problem]]:
    """The theme with other families for running text and labels, spelt as the fonts spell themselves."""
    problems: list[Problem] = []
    for key, role in (("text-font", "text_face"), ("label-font", "label_face")):
        wanted = getattr(design, key.replace("-", "_"))
        if not wanted:
            continue
        faces, problem = fonts.of_family(wanted, theme.own.faces, where(key))
        if problem:
            problems.append(problem)
            continue
        others = tuple(f for f in theme.faces if f.family != faces[0].family and _needed(theme, role, f))
        family = faces[0].family
        theme = replace(
            theme,
            faces=(*faces, *others),
            text_face=family if role == "text_face" else theme.text_face,
            label_face=family if role == "label_face" else theme.label_face,
        )
    return theme, problems


def _needed(theme: Theme, role: str, face: Face) -> bool:
    """Whether a face is of any use once another family has its role; faces of neither role always are."""
    other = theme.label_face if role == "text_face" else theme.text_face
    return face.family == other or face.family != getattr(theme, role)


def _wrong_numbers(design: Design, where: Where) -> Iterator[Problem]:
    if design.text_size:
        points = paper.points_of(design.text_size)
        if points is None or not TEXT_SIZES[0] <= points <= TEXT_SIZES[1]:
            hint = f"write points from {TEXT_SIZES[0]:g} to {TEXT_SIZES[1]:g}, as in 11pt"
            yield error("P006", where("text-size"), f"“{design.text_size}” is not a size for text", hint)
    if design.columns and not COLUMNS[0] <= design.columns <= COLUMNS[1]:
        hint = f"write a number from {COLUMNS[0]} to {COLUMNS[1]}"
        yield error("P006", where("columns"), f"no page has room for {design.columns} columns", hint)


def _wrong_margins(design: Design, size: tuple[float, float], where: Where) -> Iterator[Problem]:
    """Margins that are no lengths, or that leave too little of the page."""
    taken = [0.0, 0.0]
    for side, way in SIDES.items():
        written = getattr(design.margins, side)
        points = paper.points_of(written) if written else 0.0
        if points is None:
            hint = "write a number with mm, cm, in or pt behind it, as in 18mm"
            yield error("P006", where("margins", side), f"“{written}” is not a length", hint)
        else:
            taken[way] += points * paper.MM_PER["pt"]
    for way, least, words in ((0, LEAST_WIDTH, "wide"), (1, LEAST_HEIGHT, "high")):
        if size[way] - taken[way] < least:
            message = f"the margins leave {max(size[way] - taken[way], 0):.0f} mm of a page {size[way]:g} mm {words}"
            hint = f"make them smaller: text needs {least:g} mm, or take a larger page"
            yield error("T005", where("margins"), message, hint)
