"""Which colours a PDF uses, read from every object of the file and not from pages: nothing is missed, used or not."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

SETTING = {"g": "grey", "G": "grey", "rg": "RGB", "RG": "RGB", "k": "CMYK", "K": "CMYK"}


@dataclass
class Inked:
    """Names of colour spaces by where they stand: operators in content, pictures, gradients, groups, named spaces; and
    the colours that each page sets, in order; () is one in a named space."""

    operators: set[str] = field(default_factory=set)
    pictures: set[str] = field(default_factory=set)
    gradients: set[str] = field(default_factory=set)
    groups: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)
    colours: list[list[tuple[float, ...]]] = field(default_factory=list)

    @property
    def all(self) -> set[str]:
        return self.operators | self.pictures | self.gradients | self.groups | self.named


def of(data: bytes) -> Inked:
    """All colours of a file."""
    found = Inked()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            found.colours.append([])
            content(pikepdf.parse_content_stream(page), found)
            group(page.obj, found)
        found.colours.append([])  # of forms and patterns
        for thing in pdf.objects:
            walk(thing, found, 0)
    return found


def walk(thing: Any, found: Inked, depth: int) -> None:
    """What an object says of colour, with what it holds itself."""
    if isinstance(thing, Stream):
        if thing.get("/Subtype") == Name.Image:
            if not thing.get("/ImageMask"):
                found.pictures.add(space(thing.ColorSpace))
        elif thing.get("/Subtype") == Name.Form or thing.get("/PatternType") == 1:
            content(pikepdf.parse_content_stream(thing), found)
            group(thing, found)
    if isinstance(thing, Stream | Dictionary):
        if thing.get("/Subtype") == Name.Type3:
            for letter in dict(thing.CharProcs).values():
                content(pikepdf.parse_content_stream(letter), found)
        if "/ShadingType" in thing:
            found.gradients.add(space(thing.ColorSpace))
            parts = 4 if thing.ColorSpace == Name.DeviceCMYK else 1
            assert {len(c) for c in stops(thing.Function)} == {parts} or thing.ColorSpace == Name.DeviceRGB
        for name, named in dict(thing.get("/ColorSpace", {}) if not is_image(thing) else {}).items():
            found.named.add(f"{name} {space(named)}")
        assert "/BC" not in thing or thing.get("/S") not in (Name.Luminosity, Name.Alpha)
    for child in children(thing):
        if not child.is_indirect and depth < 20:
            walk(child, found, depth + 1)


def is_image(thing: Any) -> bool:
    return bool(thing.get("/Subtype") == Name.Image or "/ShadingType" in thing)


def children(thing: Any) -> Iterator[Any]:
    if isinstance(thing, Array):
        yield from (child for child in thing if isinstance(child, Array | Dictionary | Stream))
    elif isinstance(thing, Dictionary | Stream):
        yield from (child for _, child in thing.items() if isinstance(child, Array | Dictionary | Stream))


def stops(function: Any) -> Iterator[Any]:
    if function.FunctionType == 3:
        for part in function.Functions:
            yield from stops(part)
    else:
        yield from (function.C0, function.C1)


def group(thing: Any, found: Inked) -> None:
    if "/Group" in thing and "/CS" in thing.Group:
        found.groups.add(space(thing.Group.CS))


def space(named: Any) -> str:
    return str(named if isinstance(named, Name) else named[0])


def content(instructions: Any, found: Inked) -> None:
    for instruction in instructions:
        operator = str(instruction.operator)
        if operator in SETTING:
            found.operators.add(SETTING[operator])
            found.colours[-1].append(tuple(float(operand) for operand in instruction.operands))
        elif operator in ("cs", "CS") and instruction.operands[0] != Name.Pattern:
            found.operators.add(str(instruction.operands[0]))
        elif operator in ("scn", "SCN") and not isinstance(instruction.operands[-1], Name):
            found.colours[-1].append(())
        assert operator != "INLINE IMAGE" or instruction.operands[0].obj.get(
            "/IM", instruction.operands[0].obj.get("/ImageMask")
        )
