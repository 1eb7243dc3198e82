"""The sample booklet as those meet it who have it read to them, or take its text out: judged by programs of others.

`outloud` looks for what veraPDF cannot see: words that no tag announces, links without words, tables that do not close.
It takes the repeated head of a table for prose where that has eight words or more; those of the sample have fewer.

Pandoc reads the words of the manuscript, poppler those of the PDF. Running heads, page numbers and notes at the foot,
which stand amid a paragraph that goes on over the page, are taken from their pages first; a note is looked for by
itself. Room for answers has no words, and what templates add stands between the blocks of the manuscript.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pypandoc
import pytest

from tests.conftest import ROOT

WORD = re.compile(r"[^\W\d_]+|\d+")
FENCE = re.compile(r"^(\s*:::+) ([\w-]+) ?\{", re.MULTILINE)
FRONT = re.compile(r"\A---\n(.*?)^---\n", re.DOTALL | re.MULTILINE)
ATTRIBUTES = re.compile(r"\s*\{[^{}]*\}\s*$")
NUMBER = re.compile(r"\d+|[ivxlc]+")
SIDE_BY_SIDE = frozenset({"quiz", "organizer"})
KEPT_BACK = frozenset({"answer", "look-for", "teaching", "why"})


def test_outloud_finds_no_error(sample: Path, tmp_path: Path) -> None:
    files = [sample / f"never-let-me-go{edition}.pdf" for edition in ("", "-teacher", "-large")]
    report = tmp_path / "report.json"
    command = [Path(sys.executable).with_name("outloud"), *files, "--json", report]
    subprocess.run(command, capture_output=True, check=False)
    found = json.loads(report.read_text())["results"]
    assert len(found) == len(files)
    assert [finding for file in found for finding in file["findings"] if finding["severity"] == "error"] == []


@pytest.mark.parametrize(("edition", "withheld"), [("", KEPT_BACK), ("-teacher", frozenset())])
def test_the_words_of_the_pdf_are_those_of_the_manuscript_in_order(
    sample: Path, edition: str, withheld: frozenset[str]
) -> None:
    sections = list(written(withheld))
    titles = {"Never Let Me Go", *(section.title for section in sections)}
    notes = [note for section in sections for note in section.notes]
    path = sample / f"never-let-me-go{edition}.pdf"
    read, found = printed(path, titles, notes)
    drawn, _ = printed(path, titles, notes, "-raw")
    assert sorted(found) == sorted(notes), "each note stands on one page, whole"
    cursor = 0
    beside = []
    for section in sections:
        for block in section.blocks:
            at = read.find(block, cursor)
            if at >= 0:
                cursor = at + len(block) - 1
            elif section.kind not in SIDE_BY_SIDE:
                beside.append(block)
        for words in [*section.cells, *(section.blocks if section.kind in SIDE_BY_SIDE else ())]:
            assert words in read or words in drawn, "in tables, quizzes and organizers words stand side by side"
    assert [words for words in beside if words not in drawn] == []
    assert len(beside) <= 2, "poppler reads the line under a picture into the paragraph beside it"


@dataclass
class Written:
    """A section of the manuscript: its kind, its title, the words of its blocks, its cells, and its notes, each as a
    line with a space before every word and one at the end."""

    kind: str
    title: str
    withheld: frozenset[str]
    blocks: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def line_of(words: Iterable[str]) -> str:
    return f" {' '.join(words)} "


def written(withheld: frozenset[str]) -> Iterator[Written]:
    """The sections of the sample, in order, without the fences that an edition withholds."""
    for path in sorted((ROOT / "manuscript").glob("*.md")):
        text = path.read_text(encoding="utf-8")
        front = FRONT.match(text)
        settings = dict(re.findall(r"^([\w-]+): *(.*)$", front[1], re.MULTILINE)) if front else {}
        body = FENCE.sub(r"\1 {.\2 ", text[front.end() :] if front else text)
        section = Written(settings.get("kind", "page"), settings.get("title", ""), withheld)
        gather(json.loads(pypandoc.convert_text(body, "json", "markdown"))["blocks"], section, section.blocks)
        yield section


def gather(blocks: Sequence[Any], section: Written, into: list[str]) -> None:
    """Put the words of Pandoc's blocks to those of a section."""
    for block in blocks:
        kind, content = block["t"], block.get("c")
        if kind in ("Para", "Plain", "Header"):
            put(content[2] if kind == "Header" else content, section, into)
        elif kind in ("BulletList", "OrderedList"):
            for item in content if kind == "BulletList" else content[1]:
                gather(item, section, into)
        elif kind == "DefinitionList":
            for term, definitions in content:
                put(term, section, into)
                for definition in definitions:
                    gather(definition, section, into)
        elif kind == "BlockQuote":
            gather(content, section, into)
        elif kind == "Div" and section.withheld.isdisjoint(content[0][1]):
            gather(content[1], section, into)
        elif kind == "Figure":
            gather(content[2], section, section.cells)
        elif kind == "Table":
            for row in content[3][1] + [row for body in content[4] for row in body[3]]:
                for cell in row[1]:
                    gather(cell[4], section, section.cells)


def put(inlines: Sequence[Any], section: Written, into: list[str]) -> None:
    """Put the words of a line to others, without the attributes at its end."""
    words = WORD.findall(ATTRIBUTES.sub("", said(inlines, section)))
    into += [line_of(words)] if words else []


def said(inlines: Sequence[Any], section: Written) -> str:
    """The text of a line; where it calls a note, the note's number."""
    parts = []
    for inline in inlines:
        kind, content = inline["t"], inline.get("c")
        if kind == "Str":
            parts.append(content)
        elif kind in ("Space", "SoftBreak", "LineBreak"):
            parts.append(" ")
        elif kind == "Note":
            lines: list[str] = []
            number = len(section.notes) + 1
            gather(content, section, lines)
            section.notes.append(line_of([str(number), *"".join(lines).split()]))
            parts.append(f" {number} ")
        elif kind == "Code":
            parts.append(content[1])
        elif kind in ("Link", "Span", "Quoted"):
            kept_back = kind == "Span" and "blank" in content[0][1] and section.withheld
            parts.append("" if kept_back else said(content[1], section))
        elif kind != "Image":
            parts.append(said(content, section))
    return "".join(parts)


def printed(path: Path, titles: set[str], notes: Sequence[str], *mode: str) -> tuple[str, list[str]]:
    """The words of a PDF as poppler takes them out, without running heads, page numbers and notes; and these notes."""
    text = subprocess.run(["pdftotext", *mode, path, "-"], capture_output=True, text=True, check=True).stdout
    words = ""
    found = []
    for page in text.split("\f"):
        lines = [line.strip() for line in page.splitlines() if line.strip()]
        for end in (0, -1):
            while lines and (lines[end] in titles or NUMBER.fullmatch(lines[end])):
                lines.pop(end)
        left = line_of(WORD.findall(" ".join(lines)))
        for note in notes:
            if note in left:
                found.append(note)
                left = left.replace(note, " ", 1)
        words += left.rstrip()
    return words + " ", found
