"""ICC profiles made by the tests: a press in four inks or in one, a screen, a scanner, and broken ones.

The press is a simple one: inks take away light in proportion, and grey is made of all four, as presses do it; so black
that goes through the profile is never black ink alone.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import product

from PIL import ImageCms

WHITE = (0.9642, 1.0, 0.8249)
TO_XYZ = ((0.4361, 0.3851, 0.1431), (0.2225, 0.7169, 0.0606), (0.0139, 0.0971, 0.7141))
FROM_XYZ = ((3.1339, -1.6169, -0.4906), (-0.9788, 1.9161, 0.0335), (0.0719, -0.2290, 1.4052))
CORNERS, STEPS = 3, 11
BLACK_SHARE = 0.6


def profile(
    tags: Sequence[tuple[bytes, bytes]], kind: bytes = b"prtr", space: bytes = b"CMYK", version: int = 2
) -> bytes:
    """A profile of these tags (ICC.1:2010 §7)."""
    offset = 128 + 4 + 12 * len(tags)
    table, body = struct.pack(">I", len(tags)), b""
    for name, data in tags:
        data = data.ljust(-(-len(data) // 4) * 4, b"\0")
        table += struct.pack(">4sII", name, offset + len(body), len(data))
        body += data
    date = struct.pack(">6H", 2026, 1, 31, 0, 0, 0)
    head = struct.pack(
        ">I4sB3x4s4s4s12s4s", offset + len(body), b"", version, kind, space, b"Lab ", date, b"acsp"
    ).ljust(68, b"\0")
    return (head + struct.pack(">3i", *(round(part * 65536) for part in WHITE))).ljust(128, b"\0") + table + body


def named(name: str) -> bytes:
    text = name.encode() + b"\0"
    return b"desc\0\0\0\0" + struct.pack(">I", len(text)) + text + bytes(8 + 3 + 67)


def plain_tags(name: str) -> list[tuple[bytes, bytes]]:
    white = b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(part * 65536) for part in WHITE))
    return [(b"desc", named(name)), (b"cprt", b"text\0\0\0\0none\0"), (b"wtpt", white)]


@cache
def press(name: str = "PSO Coated v3") -> bytes:
    """A press in four inks, by the name that it tells."""
    inks = list(product((0.0, 0.5, 1.0), repeat=4))
    labs = [
        tuple(part for part in coded(lab_of(inks_seen))) for inks_seen in (tuple(map(float, mixed)) for mixed in inks)
    ]
    grid = [step / (STEPS - 1) for step in range(STEPS)]
    mixes = [mix_for((100 * light, 255 * a - 128, 255 * b - 128)) for light, a, b in product(grid, repeat=3)]
    forth = table(4, 3, CORNERS, (number for lab in labs for number in lab))
    back = table(3, 4, STEPS, (round(65535 * ink) for mix in mixes for ink in mix))
    return profile([*plain_tags(name), (b"A2B0", forth), (b"B2A0", back)])


def table(inputs: int, outputs: int, steps: int, numbers: Iterable[int]) -> bytes:
    """A table of 16 bits (lut16Type, §10.10) between straight curves."""
    straight = struct.pack(">2H", 0, 65535)
    matrix = struct.pack(">9i", *(65536 * (n % 4 == 0) for n in range(9)))
    values = list(numbers)
    head = b"mft2\0\0\0\0" + bytes((inputs, outputs, steps, 0)) + matrix + struct.pack(">2H", 2, 2)
    return head + straight * inputs + struct.pack(f">{len(values)}H", *values) + straight * outputs


def coded(lab: tuple[float, float, float]) -> tuple[int, ...]:
    """L*a*b* in the 16 bits of version 2 (§10.10, table 42)."""
    light, a, b = lab
    return tuple(min(max(round(part), 0), 65535) for part in (light / 100 * 0xFF00, (a + 128) * 256, (b + 128) * 256))


def lab_of(inks: Sequence[float]) -> tuple[float, float, float]:
    *colours, black = inks
    linear = [((1 - ink) * (1 - black)) ** 2.2 for ink in colours]
    roots = [
        root(sum(weight * part for weight, part in zip(row, linear, strict=True)) / white)
        for row, white in zip(TO_XYZ, WHITE, strict=True)
    ]
    return 116 * roots[1] - 16, 500 * (roots[0] - roots[1]), 200 * (roots[1] - roots[2])


def root(share: float) -> float:
    return share ** (1 / 3) if share > 0.008856 else 7.787 * share + 16 / 116


def cube(part: float) -> float:
    return part**3 if part > 6 / 29 else 3 * (6 / 29) ** 2 * (part - 4 / 29)


def mix_for(lab: tuple[float, float, float]) -> tuple[float, ...]:
    """The four inks of a colour: some of the grey in it is black ink."""
    middle = (lab[0] + 16) / 116
    parts = (middle + lab[1] / 500, middle, middle - lab[2] / 200)
    xyz = [white * cube(part) for white, part in zip(WHITE, parts, strict=True)]
    light = [sum(weight * part for weight, part in zip(row, xyz, strict=True)) for row in FROM_XYZ]
    inks = [1 - min(max(part, 0.0), 1.0) ** (1 / 2.2) for part in light]
    black = BLACK_SHARE * min(inks)
    return (*((ink - black) / (1 - black) for ink in inks), black)


def grey_press() -> bytes:
    """A press with black ink alone."""
    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(2.2 * 256)) + b"\0\0"
    return profile([*plain_tags("A press with one ink"), (b"kTRC", curve)], space=b"GRAY")


def screen() -> bytes:
    """sRGB, which is no press."""
    target = io.BytesIO(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    return target.getvalue()
