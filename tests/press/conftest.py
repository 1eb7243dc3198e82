"""A booklet of many colours, as it is and as a copier and two printing houses get it; built once."""

from __future__ import annotations

import io
import random
from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from PIL import Image

from booklet.problems import Problem
from booklet.settings import Print
from tests.conftest import Project
from tests.press import profiles

SETTINGS = "title: Colours\nlanguage: en-GB\nauthors: [{name: Ada Writer}]\nprint: {bleed: 3mm}\n"
SECTION = """\
A paragraph with *red* words, **green** words, [a link](https://example.org) and a note.[^n] Another
[link](#second).

[^n]: Its text.

## First

![A photograph](images/photo.jpg "Coarse."){credit="Me"}

::: aside {title="By the way"}
Some words in a box.
:::

- one
- two

> A quotation.

## Second {#second}

![Many pixels](images/fine.jpg)

![Half seen](images/alpha.png)

![In inks](images/inks.jpg)

![A palette](images/palette.png)

![Coarse line art](images/art.png)

![Drawn](images/drawn.svg)

::: workspace {kind=grid height=40mm}
:::
"""
STYLES = """\
@page { background: #fffbe8 }
h2 { color: oklch(0.5 0.2 30); background: linear-gradient(to right, #fee, rgba(0, 0, 255, 0.4)) }
.aside { opacity: 0.9; box-shadow: 1mm 1mm 0 #0a0 }
em { color: device-cmyk(0.1 0.9 0.2 0) }
strong { color: hsl(120 60% 30%) }
li::marker { color: lab(40% 60 -30) }
img { image-resolution: 96dpi }
blockquote { background: repeating-radial-gradient(#eef, #dde 4px); border: 2pt dashed purple }
"""
DRAWN = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 60"><defs>
<linearGradient id="g"><stop offset="0" stop-color="#f00"/><stop offset="1" stop-color="#00f" stop-opacity="0.3"/>
</linearGradient><pattern id="p" width="4" height="4" patternUnits="userSpaceOnUse">
<rect width="2" height="4" fill="#c06"/></pattern></defs><rect width="50" height="30" fill="url(#g)"/>
<rect y="32" width="40" height="25" fill="url(#p)"/>
<g opacity="0.5"><rect x="50" y="32" width="30" height="20" fill="teal"/></g></svg>
"""


def photograph(width: int, height: int) -> Image.Image:
    dice = random.Random(1)
    picture = Image.new("RGB", (width, height))
    rows = ((x, y) for y in range(height) for x in range(width))
    picture.putdata([(255 * x // width, 255 * y // height, (x * y + dice.randrange(40)) % 256) for x, y in rows])
    return picture


def packed(picture: Image.Image, kind: str) -> bytes:
    target = io.BytesIO()
    picture.save(target, kind)
    return target.getvalue()


def colourful(project: Project) -> Project:
    """A section that uses every way to have a colour that there is."""
    project.write("manuscript/booklet.yaml", SETTINGS).section("01-colours.md", SECTION)
    project.write("styles/print.css", STYLES).write("manuscript/images/drawn.svg", DRAWN)
    photo = photograph(80, 60)
    seen = photo.convert("RGBA")
    seen.putalpha(Image.linear_gradient("L").resize(seen.size))
    art = Image.new("RGB", (60, 40), "white")
    art.paste((20, 60, 160), (10, 10, 50, 30))
    pictures = {"photo.jpg": photo, "fine.jpg": photograph(500, 375), "alpha.png": seen, "art.png": art,
                "inks.jpg": photo.convert("CMYK"), "palette.png": photo.convert("P")}  # fmt: skip
    for name, picture in pictures.items():
        project.write(f"manuscript/images/{name}", packed(picture, "JPEG" if name.endswith("jpg") else "PNG"))
    return project.write("styles/house.icc", profiles.press()).write("styles/one-ink.icc", profiles.grey_press())


@dataclass(frozen=True)
class Pressed:
    """Files by the name of their job, and what was warned of the plain one."""

    files: Mapping[str, bytes]
    warnings: tuple[Problem, ...]


@pytest.fixture(scope="session")
def pressed(tmp_path_factory: pytest.TempPathFactory) -> Pressed:
    """The booklet as it is, in greys, in inks, and in black ink alone."""
    project = colourful(Project(tmp_path_factory.mktemp("press") / "colours"))
    jobs = {
        "plain": Print(),
        "grey": Print(bleed="0.125in", marks=True, grey=True),
        "inks": Print(pdfx="house", marks=True),
        "one ink": Print(bleed="0", pdfx="styles/one-ink.icc"),
    }
    made = {name: project.make("pdf", press=job) for name, job in jobs.items()}
    return Pressed({name: one.files[0].data for name, one in made.items()}, made["plain"].warnings)
