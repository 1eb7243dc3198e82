"""What the scripts that make the manual's pictures share: running booklet, pages as pictures, small files of them.

Wants Poppler (pdftoppm, pdftotext, pdfinfo).
"""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
EDGE = (205, 205, 205)
LARGEST = 150 * 1024

Row = Sequence[Image.Image]


@dataclass(frozen=True, slots=True)
class Album:
    """Pictures in a folder of docs/pictures, all drawn alike: dots per inch, pixels between pages, colours."""

    folder: str
    dots: int
    gap: int
    colours: int
    largest: int = LARGEST

    def page(self, file: Path, number: int) -> Image.Image:
        """One page, counted from the end below 0, with a thin edge so that white paper shows on a white screen."""
        number = pages(file) + 1 + number if number < 0 else number
        options = ["-png", "-r", str(self.dots), "-f", str(number), "-l", str(number)]
        drawn = subprocess.run(["pdftoppm", *options, file], check=True, capture_output=True).stdout
        with Image.open(io.BytesIO(drawn)) as picture:
            sheet = Image.new("RGB", (picture.width + 2, picture.height + 2), EDGE)
            sheet.paste(picture.convert("RGB"), (1, 1))
        return sheet

    def save(self, name: str, *rows: Row, gap: int | None = None) -> None:
        """Pages side by side, and rows of them below each other, in a palette."""
        gap = self.gap if gap is None else gap
        width = max(sum(p.width + gap for p in row) - gap for row in rows)
        height = sum(max(p.height for p in row) + gap for row in rows) - gap
        sheet = Image.new("RGB", (width, height), "white")
        y = 0
        for row in rows:
            x = 0
            for picture in row:
                sheet.paste(picture, (x, y))
                x += picture.width + gap
            y += max(p.height for p in row) + gap
        path = PICTURES / self.folder / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        sheet.quantize(self.colours, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(path, optimize=True)
        size = path.stat().st_size
        print(f"{path.relative_to(ROOT)}: {sheet.width} × {sheet.height}, {size // 1024} KB")
        if size > self.largest:
            sys.exit(f"{path.relative_to(ROOT)} is larger than {self.largest // 1024} KB")


def booklet(*words: str | Path) -> None:
    """Run booklet; what it says of finished files is not shown."""
    subprocess.run([sys.executable, "-m", "booklet", *words], check=True, stdout=subprocess.DEVNULL)


def pages(file: Path) -> int:
    """How many pages a PDF has."""
    told = subprocess.run(["pdfinfo", file], check=True, capture_output=True, text=True).stdout
    return int(next(line.split()[1] for line in told.splitlines() if line.startswith("Pages:")))


def texts(file: Path) -> list[str]:
    """The words of each page as they stand on it."""
    told = subprocess.run(["pdftotext", "-layout", file, "-"], check=True, capture_output=True, text=True).stdout
    return told.split("\f")


def opening(file: Path, title: str) -> int:
    """The page on which a section opens, from 1: the first that has its title near its head, after the contents if it
    is in them."""
    heads = [[line.strip() for line in words.splitlines() if line.strip()][:3] for words in texts(file)]
    contents = next(n for n, lines in enumerate(heads) if "Contents" in lines)
    return next(n + 1 for n, lines in enumerate(heads) if n >= contents + (title != "Contents") and title in lines)
