"""A finished PDF in other colours: every operator, shading, pattern, group and picture into grey, or into inks.

Written for what WeasyPrint draws. What it never uses (separations, mesh shadings, sampled functions) is not here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator, Stream

from . import painted
from .inks import GREY, INKS, LIGHT, Inks, Tint

Colour = Callable[[Sequence[float]], Tint]
FILLS = {"g": "/DeviceGray", "rg": "/DeviceRGB", "k": "/DeviceCMYK"}
STROKES = {"G": "/DeviceGray", "RG": "/DeviceRGB", "K": "/DeviceCMYK"}
SAYING = {(GREY, False): Operator("g"), (GREY, True): Operator("G"),
          (INKS, False): Operator("k"), (INKS, True): Operator("K"),
          (LIGHT, False): Operator("rg"), (LIGHT, True): Operator("RG")}  # fmt: skip
PLACES = 4
WHITE_OF_LAB = (0.9505, 1.0, 1.089)


def convert(pdf: pikepdf.Pdf, inks: Inks) -> None:
    """Repaint all pages of a document, in place."""
    painter = _Painter(pdf, inks)
    for page in pdf.pages:
        spaces = painter.resources(page.obj.Resources)
        content = painter.repainted(page.obj, spaces)
        page.obj.Contents = pdf.make_stream(content)


@dataclass
class _Painter:
    """Repaints each thing once, however many pages show it. ``masks`` are the greys that soft masks are made of."""

    pdf: pikepdf.Pdf
    inks: Inks
    done: set[tuple[int, int]] = field(default_factory=set)
    spaces: dict[tuple[int, int], dict[str, Colour]] = field(default_factory=dict)

    @property
    def masks(self) -> _Painter:
        """A painter of soft masks: these are no ink, but say by their grey what is seen."""
        return replace(self, inks=Inks(solid=False))

    def resources(self, resources: Any) -> dict[str, Colour]:
        """Repaint what a page or form draws with; gives what its named colour spaces mean."""
        key = resources.objgen
        if key in self.spaces:
            return self.spaces[key]
        spaces = {name: self.meaning(space) for name, space in resources.get("/ColorSpace", {}).items()}
        if key[0]:
            self.spaces[key] = spaces
        for state in _each(resources, "/ExtGState"):
            self.state(state)
        for shading in _each(resources, "/Shading"):
            self.shading(shading, spaces)
        for pattern in _each(resources, "/Pattern"):
            if isinstance(pattern, Stream):
                self.form(pattern)
            elif self.first(pattern):
                self.shading(pattern.Shading, spaces)
        for drawn in _each(resources, "/XObject"):
            if drawn.Subtype == Name.Form:
                self.form(drawn)
            elif self.first(drawn):
                painted.repaint(drawn, self.inks)
        if "/ColorSpace" in resources:
            del resources["/ColorSpace"]
        return spaces

    def first(self, thing: Any) -> bool:
        """Whether an object is met for the first time."""
        met = thing.objgen in self.done
        if thing.objgen[0]:
            self.done.add(thing.objgen)
        return not met

    def form(self, form: Any) -> None:
        """Repaint a form or a pattern of tiles."""
        if not self.first(form):
            return
        spaces = self.resources(form.Resources) if "/Resources" in form else {}
        if "/Group" in form and "/CS" in form.Group:
            form.Group.CS = Name(self.inks.space)
        form.write(self.repainted(form, spaces))

    def state(self, state: Any) -> None:
        """Repaint the soft mask of a graphics state, if it has one."""
        mask = state.get("/SMask")
        if isinstance(mask, Dictionary) and self.first(state):
            if "/BC" in mask:
                del mask["/BC"]  # in the group's old colours; black, which it says, is meant without it
            self.masks.form(mask.G)

    def shading(self, shading: Any, spaces: dict[str, Colour]) -> None:
        """Repaint a gradient: the colours of its stops."""
        if not self.first(shading):
            return
        space = shading.ColorSpace
        colour = spaces.get(str(space)) if isinstance(space, Name) else None
        _recolour(shading.Function, colour or self.meaning(space))
        shading.ColorSpace = Name(self.inks.space)

    def meaning(self, space: Any) -> Colour:
        """What the numbers of a colour space become (ISO 32000-1 §8.6)."""
        kind = str(space[0]) if isinstance(space, Array) else str(space)
        if kind == "/ICCBased":
            kind = {1: "/DeviceGray", 3: "/DeviceRGB", 4: "/DeviceCMYK"}[int(space[1].N)]
        if kind in ("/DeviceGray", "/CalGray"):
            return lambda parts: self.inks.of_grey(parts[0])
        if kind == "/DeviceCMYK":
            return self.inks.of_inks
        if kind == "/Lab":
            return lambda parts: self.inks.of_rgb(_rgb_of_lab(parts))
        return self.inks.of_rgb

    def repainted(self, content: Any, spaces: dict[str, Colour]) -> bytes:
        """The content of a page, form or pattern with other colours."""
        instructions = pikepdf.parse_content_stream(content)
        return pikepdf.unparse_content_stream(list(self._instructions(instructions, spaces)))

    def _instructions(self, instructions: Sequence[Any], spaces: dict[str, Colour]) -> Iterator[Any]:
        """The instructions, where all that set a colour set it in the inks' own space.

        Which space ``sc`` and ``scn`` mean is part of the graphics state, which ``q`` saves and ``Q`` brings back.
        """
        meant: tuple[Colour, Colour] = (self.meaning(Name(GREY)), self.meaning(Name(GREY)))
        saved = []
        for instruction in instructions:
            operator, operands = str(instruction.operator), instruction.operands
            stroke = operator in STROKES or operator in ("SC", "SCN", "CS")
            if operator == "q":
                saved.append(meant)
            elif operator == "Q" and saved:
                meant = saved.pop()
            if operator in FILLS or operator in STROKES:
                colour = self.meaning(Name({**FILLS, **STROKES}[operator]))
                meant = (meant[0], colour) if stroke else (colour, meant[1])
                yield self._said(colour(_numbers(operands)), stroke)
            elif operator in ("cs", "CS") and operands[0] != Name.Pattern:
                colour = spaces.get(str(operands[0])) or self.meaning(operands[0])
                meant = (meant[0], colour) if stroke else (colour, meant[1])
            elif operator in ("sc", "scn", "SC", "SCN") and not isinstance(operands[-1], Name):
                yield self._said(meant[stroke](_numbers(operands)), stroke)
            else:
                yield instruction

    def _said(self, colour: Tint, stroke: bool) -> Any:
        return pikepdf.ContentStreamInstruction(_tidy(colour), SAYING[self.inks.space, stroke])


def _each(resources: Any, kind: str) -> Iterator[Any]:
    yield from dict(resources.get(kind, {})).values()


def _numbers(operands: Any) -> list[float]:
    return [float(operand) for operand in operands]


def _tidy(colour: Tint) -> list[Any]:
    """Numbers with as many digits as matter."""
    return [round(part, PLACES) if part % 1 else int(part) for part in colour]


def _recolour(function: Any, colour: Colour) -> None:
    """Give a function of interpolation, or the ones that it is stitched of, other colours at its ends."""
    if function.FunctionType == 3:
        for part in function.Functions:
            _recolour(part, colour)
        return
    assert function.FunctionType == 2
    for end in ("/C0", "/C1"):
        function[end] = Array(_tidy(colour(_numbers(function[end]))))


def _rgb_of_lab(lab: Sequence[float]) -> tuple[float, ...]:
    """CIE L*a*b* as sRGB (CSS Color 4 §10, IEC 61966-2-1), without a change of the white point.

    WeasyPrint writes colours of the D65 and of the D50 white alike as L*a*b* of their own white; so white is white.
    """
    middle = (lab[0] + 16) / 116
    roots = (middle + lab[1] / 500, middle, middle - lab[2] / 200)
    x, y, z = (
        white * (root**3 if root > 6 / 29 else 3 * (6 / 29) ** 2 * (root - 4 / 29))
        for white, root in zip(WHITE_OF_LAB, roots, strict=True)
    )
    linear = (
        3.2406 * x - 1.5372 * y - 0.4986 * z,
        -0.9689 * x + 1.8758 * y + 0.0415 * z,
        0.0557 * x - 0.2040 * y + 1.0570 * z,
    )
    clipped = (min(max(part, 0.0), 1.0) for part in linear)
    return tuple(12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055 for part in clipped)
