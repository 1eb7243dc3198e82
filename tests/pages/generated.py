"""Manuscripts of many shapes, made by plain functions from nothing but a key: the same key gives the same text.

What a test wants to find again carries a mark, a word that occurs once: a block with the key ``p12`` begins with
``p12a`` and ends with ``p12z``, the call of the note ``n3`` stands right behind ``n3c``. Marks are too short to break.
Keys with p are for paragraphs of plain prose, from which the type area is measured, those with n for notes.
"""

from __future__ import annotations

import io
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tests.conftest import Project

ENGLISH = """
    a a a the the the the of of of and and in in to to it is was that he she they we one who not all but had
    have with for from when then there here what more time years house school lane field window letter morning
    evening garden carer donor friend guardian teacher memory remember quiet quietly hidden nothing something
    everything together afterwards conversation understanding photograph particular responsible extraordinary
    imagination disappointment belonging collection possibility ordinary generation information remembered
    circumstances independent gallery sale tape boat tree fence road north south wind light dark water stone
    bridge river station journey supper table chair
""".split()


def words(key: str, count: int, vocabulary: Sequence[str] = tuple(ENGLISH)) -> list[str]:
    """So many words, set as sentences, always the same for the same key."""
    chance = random.Random(key)
    found: list[str] = []
    while len(found) < count:
        length = chance.randint(5, 18)
        sentence = [chance.choice(vocabulary) for _ in range(length)]
        if length > 9:
            sentence[length // 2] += ","
        sentence[0] = sentence[0][:1].upper() + sentence[0][1:]
        sentence[-1] += "."
        found += sentence
    return found[:count]


def paragraph(key: str, count: int = 70, vocabulary: Sequence[str] = tuple(ENGLISH)) -> str:
    """A marked paragraph of so many words."""
    return " ".join([f"{key}a", *words(key, count, vocabulary), f"{key}z."])


def paragraphs(key: str, lengths: Iterable[int]) -> str:
    """Marked paragraphs ``key-1``… of these lengths in words."""
    return blocks(paragraph(f"{key}x{number}", length) for number, length in enumerate(lengths, 1))


def blocks(pieces: Iterable[str]) -> str:
    """Blocks with an empty line between them."""
    return "\n\n".join(pieces) + "\n"


def with_note(text: str, key: str, at: float = 1.0) -> str:
    """A paragraph with the call of the note ``key`` at this share of its words; at its end on the line of its last."""
    pieces = text.split(" ")
    position = min(round(at * len(pieces)), len(pieces))
    call = f"{key}c[^{key}]"
    return (
        " ".join([*pieces[:position], call, *pieces[position:]])
        if position < len(pieces)
        else f"{text}\N{NO-BREAK SPACE}{call}"
    )


def note(key: str, *lengths: int) -> str:
    """A note's text, a paragraph for each length; the whole is marked, and each paragraph after the first too."""
    parts = [words(f"{key}-{number}", length) for number, length in enumerate(lengths)]
    parts[0].insert(0, f"{key}a")
    parts[-1].append(f"{key}z.")
    first, *others = [" ".join(part) for part in parts]
    return "\n\n".join([f"[^{key}]: {first}", *(f"    {other}" for other in others)])


def table(key: str, rows: int, columns: int, cell_words: int = 2) -> str:
    """A table whose rows begin with the marks ``keyr1`` …, end with ``keye1`` …, and whose head is ``keyh1`` …"""
    head = [f"{key}h{column}" for column in range(1, columns + 1)]
    lines = [head, ["---"] * columns]
    for row in range(1, rows + 1):
        cells = [" ".join(words(f"{key}-{row}-{column}", cell_words)) for column in range(columns)]
        cells[0] = f"{key}r{row} {cells[0]}"
        cells[-1] = f"{cells[-1]} {key}e{row}"
        lines.append(cells)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def nested_list(key: str, depth: int) -> str:
    """A list so many levels deep, one item a level, each marked ``keyd1`` …"""
    return "\n".join(
        f"{'  ' * level}- {key}d{level + 1} {' '.join(words(f'{key}{level}', 12))}" for level in range(depth)
    )


def question(key: str, count: int, answer: int = 0, attributes: str = "") -> str:
    """A marked question of so many words, with an answer of so many words."""
    text = f"1. {paragraph(key, count)}{f' {attributes}' if attributes else ''}"
    if answer:
        text += f"\n\n   ::: answer\n   {paragraph(f'{key}w', answer)}\n   :::"
    return text


def photograph(width: int, height: int, kind: str = "PNG") -> bytes:
    """A picture of so many pixels: a gradient in a frame, so that its edges can be seen on the page."""
    from PIL import Image, ImageDraw

    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    ImageDraw.Draw(image).rectangle((0, 0, width - 1, height - 1), outline=(160, 20, 20), width=max(1, width // 60))
    target = io.BytesIO()
    image.save(target, kind)
    return target.getvalue()


def drawing(width: int, height: int) -> bytes:
    """An SVG of this size."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<rect x="1" y="1" width="{width - 2}" height="{height - 2}" fill="#9ab" stroke="#a22" stroke-width="2"/>'
        "</svg>"
    ).encode()


def figure(key: str, file: str, caption: int = 0, credit: str = "", width: str = "") -> str:
    """A picture as a paragraph of its own, with a marked caption of so many words."""
    title = f' "{paragraph(key, caption)}"' if caption else ""
    attributes = [f'{name}="{value}"' for name, value in (("credit", credit), ("width", width)) if value]
    return (
        f"![{key} as a picture](images/{file}{title}){{{' '.join(attributes)}}}"
        if attributes
        else (f"![{key} as a picture](images/{file}{title})")
    )


@dataclass(frozen=True)
class Shape:
    """A whole manuscript: settings as YAML lines, sections by file name, pictures by file name."""

    sections: Mapping[str, str]
    settings: str = ""
    title: str = "A Generated Book"
    language: str = "en-GB"
    page: str = "A5"
    pictures: Mapping[str, bytes] = field(default_factory=dict)

    def __repr__(self) -> str:
        """Short: a whole manuscript says nothing in a report."""
        return f"a shape of {len(self.sections)} sections on {self.page}"

    def write(self, project: Project) -> Project:
        """Put it into a project's folder; without a back cover, so that its pages end with the text."""
        lines = [f'title: "{self.title}"', f"language: {self.language}", f"page: {self.page}", "date: 2026-01-31"]
        lines.append("cover: {back: none}")
        project.write("manuscript/booklet.yaml", "\n".join([*lines, self.settings, ""]))
        for name, text in self.sections.items():
            project.section(name, text)
        for name, data in self.pictures.items():
            project.write(f"manuscript/images/{name}", data)
        return project
