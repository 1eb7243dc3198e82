"""The sample booklet as those meet it who have it read to them, or take its text out: judged by programs of others.

`outloud` looks for what veraPDF cannot see: words that no tag announces, links without words, tables that do not close.
It takes the repeated head of a table for prose where that has eight words or more; those of the sample have fewer.

Pandoc reads the words of the manuscript, poppler those of the PDF. Running heads, page numbers, notes at the foot and
lines under pictures, which stand amid a paragraph that goes on beside them or over the page, are taken from their pages
first, and looked for by themselves. Room for answers has no words, and what templates add stands between the blocks of
the manuscript; but for the page that stands behind a link.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pypandoc
import pypdfium2
import pytest

from tests.conftest import ROOT

LINK = "\ue000"
PAGE = r"(?: page \d+)?"
WORD = re.compile(rf"[^\W\d_]+|\d+|{LINK}")
FENCE = re.compile(r"^(\s*:::+) ([\w-]+) ?\{", re.MULTILINE)
FRONT = re.compile(r"\A---\n(.*?)^---\n", re.DOTALL | re.MULTILINE)
ATTRIBUTES = re.compile(r"\s*\{[^{}]*\}\s*$")
NUMBER = re.compile(r"\d+|[ivxlc]+")
SIDE_BY_SIDE = frozenset({"quiz", "organizer"})
LONG = 8
KEPT_BACK = frozenset({"answer", "look-for", "teaching", "why"})


def test_outloud_finds_no_error(sample: Path, tmp_path: Path) -> None:
    files = [sample / f"never-let-me-go{edition}.pdf" for edition in ("", "-teacher", "-large")]
    report = tmp_path / "report.json"
    command = [Path(sys.executable).with_name("outloud"), *files, "--json", report]
    subprocess.run(command, capture_output=True, check=False)
    found = json.loads(report.read_text())["results"]
    assert len(found) == len(files)
    assert [finding for file in found for finding in file["findings"] if finding["severity"] == "error"] == []


@pytest.mark.parametrize(("edition", "withheld"), [("", KEPT_BACK), ("-teacher", frozenset()), ("-large", KEPT_BACK)])
def test_the_words_of_the_pdf_are_those_of_the_manuscript_in_order(
    sample: Path, edition: str, withheld: frozenset[str]
) -> None:
    path = sample / f"never-let-me-go{edition}.pdf"
    assert list(strayed(path, withheld)) == []


def strayed(path: Path, withheld: frozenset[str], beside: frozenset[str] = SIDE_BY_SIDE) -> Iterator[str]:
    """What a PDF of the sample has lost, has in another order, or has twice, section by section, as title and words.

    Each block of a section must stand whole on the section's pages, after the block before it. Taken from the pages
    before are what stands in the midst of a paragraph: running heads and feet, notes and lines under pictures, each of
    which must be there once. Where blocks stand side by side on purpose, in tables and in the kinds of section
    ``beside``, each must be there whole, in one of the two orders that poppler knows.
    """
    sections = list(written(withheld))
    titles = {"Never Let Me Go", *(section.title for section in sections)}
    for section, (first, last) in zip(sections, pages_of(path, [section.title for section in sections]), strict=True):
        apart = [*section.notes, *section.captions]
        (read, found), (drawn, _) = (printed(path, first, last, titles, apart, *mode) for mode in ((), ("-raw",)))
        yield from (f"{section.title}: {words} (apart)" for words in apart if found.count(words) != apart.count(words))
        cursor = 0
        for block in section.blocks:
            match = block_in(block, read, cursor)
            if match:
                cursor = match.end() - 1
            elif section.kind not in beside:
                yield f"{section.title}: {block}"
            elif not block_in(block, read) and not block_in(block, drawn):
                yield f"{section.title}: {block} (beside)"
            if len(block.split()) >= LONG and len(re.findall(block, read)) > section.blocks.count(block):
                yield f"{section.title}: {block} (twice)"
        for words in section.cells:
            if not block_in(words, read) and not block_in(words, drawn):
                yield f"{section.title}: {words} (table)"


def test_words_that_are_lost_or_stand_elsewhere_would_be_seen(sample: Path, tmp_path: Path) -> None:
    moved = tmp_path / "moved.pdf"
    with pikepdf.open(sample / "never-let-me-go.pdf") as pdf:
        first, _ = pages_of(sample / "never-let-me-go.pdf", ["Chapter by chapter"])[0]
        one, two = pdf.pages[first], pdf.pages[first + 1]
        one.obj.Contents, two.obj.Contents = two.obj.Contents, one.obj.Contents
        one.obj.Resources, two.obj.Resources = two.obj.Resources, one.obj.Resources
        pdf.save(moved)
    found = list(strayed(moved, KEPT_BACK))
    assert found
    assert all(words.startswith("Chapter by chapter: ") for words in found)


def block_in(block: str, text: str, start: int = 0) -> re.Match[str] | None:
    """Where a block stands in a text; as a pattern, since a link may have its page behind it."""
    return re.compile(block).search(text, start)


def pages_of(path: Path, titles: Sequence[str]) -> list[tuple[int, int]]:
    """The first and last page (from 1) of the sections with these titles, as the bookmarks tell."""
    with pypdfium2.PdfDocument(path) as document:
        marks = [(mark.get_title(), mark.get_dest()) for mark in document.get_toc() if mark.level == 0]
        starts = [(title, dest.get_index() + 1) for title, dest in marks if dest]
        ends = [page - 1 for _, page in starts[1:]] + [len(document)]
    found = {title: (page, max(page, end)) for (title, page), end in zip(starts, ends, strict=True)}
    return [found[title] for title in titles]


@dataclass
class Written:
    """A section of the manuscript: its kind, its title, the words of its blocks, its cells, its notes and the lines
    under its pictures, each as a line with a space before every word and one at the end."""

    kind: str
    title: str
    withheld: frozenset[str]
    blocks: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)


def line_of(words: Iterable[str]) -> str:
    return f" {' '.join(words)} ".replace(f" {LINK}", PAGE)


def written(withheld: frozenset[str]) -> Iterator[Written]:
    """The sections of the sample, in order, without the fences that an edition withholds."""
    for path in sorted((ROOT / "manuscript").glob("*.md")):
        text = path.read_text(encoding="utf-8")
        front = FRONT.match(text)
        settings = dict(re.findall(r"^([\w-]+): *(.*)$", front[1], re.MULTILINE)) if front else {}
        body = FENCE.sub(r"\1 {.\2 ", text[front.end() :] if front else text)
        section = Written(settings.get("kind", "page"), settings.get("title", ""), withheld)
        credit = re.search(r"^ +credit: *(.*)$", front[1], re.MULTILINE) if front else None
        section.captions += [line_of(WORD.findall(credit[1]))] if credit else []
        gather(parsed(body), section, section.blocks)
        yield section


@cache
def parsed(text: str) -> list[Any]:
    """What Pandoc makes of a text."""
    blocks: list[Any] = json.loads(pypandoc.convert_text(text, "json", "markdown"))["blocks"]
    return blocks


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
        elif kind == "Link":
            parts.append(said(content[1], section) + (LINK if content[2][0].startswith("#") else ""))
        elif kind == "Image":
            lines = [WORD.findall(line) for line in (content[2][1], dict(content[0][2]).get("credit", "")) if line]
            section.captions += [line_of([word for line in lines for word in line])] if lines else []
        elif kind in ("Span", "Quoted"):
            kept_back = kind == "Span" and "blank" in content[0][1] and section.withheld
            parts.append("" if kept_back else said(content[1], section))
        else:
            parts.append(said(content, section))
    return "".join(parts)


def printed(
    path: Path, first: int, last: int, titles: set[str], apart: Sequence[str], *mode: str
) -> tuple[str, list[str]]:
    """The words of pages as poppler takes them out, without running heads, page numbers and what stands apart in the
    midst of others; and that."""
    command = ["pdftotext", *mode, "-f", str(first), "-l", str(last), path, "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    words = ""
    found = []
    for page in text.split("\f"):
        lines = [line.strip() for line in page.splitlines() if line.strip()]
        for end in (0, -1):
            while lines and is_running(lines[end], titles):
                lines.pop(end)
        left = line_of(WORD.findall(" ".join(lines)))
        for line in apart:
            match = block_in(line, left)
            if match:
                found.append(line)
                left = f"{left[: match.start()]} {left[match.end() :]}"
        words += left.rstrip()
    return words + " ", found


def is_running(line: str, titles: set[str]) -> bool:
    """Whether a line is a running head, a page number, or both."""
    number, _, behind = line.partition(" ")
    before, _, last = line.rpartition(" ")
    together = (NUMBER.fullmatch(number) and behind in titles) or (NUMBER.fullmatch(last) and before in titles)
    return bool(line in titles or NUMBER.fullmatch(line) or together)
