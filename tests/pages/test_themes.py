"""Every theme dresses every kind of section: nothing is lost, printed twice, on top of other words or hard to read."""

from __future__ import annotations

import ctypes
import io
import re
import shutil
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import tinycss2

from booklet import gallery, themes
from booklet.model import Place
from booklet.sections import KINDS
from booklet.themes import Own, design
from booklet.themes.colour import WHITE, Colour, colour_of, contrast
from tests import validators
from tests.conftest import SETTINGS, Project
from tests.pages.measuring import Box, Finished
from tests.unit.made_manuscripts import DOT

GOLDEN = Path(__file__).parent.parent / "golden"
WORK = "work: {title: Never Let Me Go, author: Kazuo Ishiguro, year: 2005, chapters: 23}\n"
LEAST_WHITE = 17.0  # pt, 6 mm: what no printer reaches
READABLE = {"accessible": 7.0}  # WCAG 2.2, success criterion 1.4.6; 1.4.3 for the others
CAST = [
    ("Anna", "a glass-blower by trade", 1), ("Bela", "harbour-master until the flood", 2),
    ("Cem", "her younger half-brother", 3), ("Dora", "keeps the lighthouse alone", 4),
]  # fmt: skip


@dataclass(frozen=True)
class Dressed:
    """A booklet with every kind of section in a theme: the finished files by format, and what was warned of."""

    theme: str
    files: dict[str, bytes]
    warnings: tuple[str, ...]
    pdf: Finished


def write_everything(project: Project) -> Project:
    """Every kind of section, and people enough to fill some pages."""
    project.write("manuscript/booklet.yaml", SETTINGS + WORK).write("manuscript/images/dot.svg", DOT)
    seen: set[str] = set()
    for path in sorted(path for kind in KINDS for path in (GOLDEN / kind).glob("*.md")):
        text = path.read_text(encoding="utf-8")
        ids = set(re.findall(r"\{#([\w-]+)", text))
        for known in seen & ids:  # they were written for booklets of their own
            text = text.replace(f"{{#{known}", f"{{#{known}-of-{path.parent.name}")
        seen |= ids
        name = path.parent.name if path.stem == "section" else f"{path.parent.name}-{path.stem}"
        project.section(f"01-{name}.md", text)
    people = [
        f'## {name}{n} {{role="{role} {n}" first-seen={n}}}\n\n' + f"Sentences about {name}{n} go on for a while. " * n
        for n in range(1, 4)
        for name, role, _ in CAST
    ]
    text = "---\nkind: characters\noverview: none\n---\n\n# A crowd\n\n" + "\n\n".join(people)
    return project.section("03-crowd.md", text)


@pytest.fixture(scope="module", params=["modern", "workbook"])
def dressed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Dressed:
    project = write_everything(Project(tmp_path_factory.mktemp(request.param)))
    made = project.make("pdf", "epub", "html", theme=request.param, editions=("teacher",))
    files = {file.format: file.data for file in made.files}
    warnings = tuple(str(problem) for problem in made.warnings if problem.code[0] in "TE")
    return Dressed(request.param, files, warnings, Finished(files["pdf"]))


def test_no_theme_warns_of_its_own_sheets(dressed: Dressed) -> None:
    assert dressed.warnings == ()


def test_the_fonts_of_a_theme_are_its_own_and_embedded(dressed: Dressed) -> None:
    things = [thing for thing in dressed.pdf.pdf.objects if isinstance(thing, pikepdf.Dictionary)]
    fonts = [thing for thing in things if thing.get("/Type") == "/FontDescriptor"]
    assert fonts
    assert all("/FontFile2" in font or "/FontFile3" in font for font in fonts)
    theme = themes.find(dressed.theme, Place(""), Own())
    families = {"".join(c for c in face.family if c.isalnum()) for face in theme.faces}
    there = {str(font.FontName).partition("+")[2].replace("-", "") for font in fonts}
    assert {name for name in there if not name.startswith(tuple(families))} == set()
    assert dressed.pdf.fonts_with_holes == set()


def overlapping(finished: Finished) -> list[str]:
    """Runs of text that stand on each other."""
    found = []
    for leaf in finished.leaves[1:]:
        words = [piece for piece in leaf.pieces if piece.width > piece.height / 2]  # signs in grids are drawn small
        for one, other in combinations(words, 2):
            width = min(one.right, other.right) - max(one.left, other.left)
            height = min(one.bottom, other.bottom) - max(one.top, other.top)
            smaller = min(one.width * one.height, other.width * other.height)
            if width > 1 and height > 1.5 and width * height > 0.25 * smaller:
                found.append(f"page {leaf.label}: {one} and {other}")
    return found


def beyond_the_paper(finished: Finished) -> list[str]:
    """Text that stands where no printer reaches; covers apart."""
    found = []
    for leaf in finished.leaves[1:-1]:
        paper = Box(LEAST_WHITE, LEAST_WHITE, leaf.width - LEAST_WHITE, leaf.height - LEAST_WHITE)
        found += [f"page {leaf.label}: {piece}" for piece in leaf.pieces if not paper.holds(piece)]
    return found


def test_no_words_stand_on_others_or_beyond_the_paper(dressed: Dressed) -> None:
    assert overlapping(dressed.pdf) == []
    assert beyond_the_paper(dressed.pdf) == []


def test_facts_are_printed_once_on_the_page_of_what_they_are_about(dressed: Dressed) -> None:
    words = Counter(word for line in dressed.pdf.lines for word in line.plain)
    for n in range(1, 4):
        for name, role, _ in CAST:
            heading = next(line for line in dressed.pdf.lines if line.text == f"{name}{n}")
            page = " ".join(dressed.pdf.leaves[heading.page].text.split())
            first, *_, last = role.split()
            assert first in page
            assert last in page, f"{role} {n} is not with {name}{n} in {dressed.theme}"
    assert words["glass-blower".replace("-", "")] == 3
    assert words["lighthouse"] == 3


def colours_of_text(pdf: bytes) -> Iterator[Colour]:
    """The colour of every run of text, covers apart."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for index in range(1, len(document) - 1):
            for thing in document[index].get_objects(max_depth=4):
                if thing.type == pdfium.FPDF_PAGEOBJ_TEXT:
                    parts = [ctypes.c_uint() for _ in range(4)]
                    assert pdfium.FPDFPageObj_GetFillColor(thing, *parts)
                    yield Colour(*(part.value / 255 for part in parts[:3]))
    finally:
        document.close()


def pale(pdf: bytes, theme: str) -> dict[str, float]:
    """The colours of words that do not stand out from the paper as they should."""
    found = {str(colour): contrast(colour, WHITE) for colour in set(colours_of_text(pdf))}
    return {colour: ratio for colour, ratio in found.items() if ratio < READABLE.get(theme, 4.5)}


def test_words_on_paper_can_be_read(dressed: Dressed) -> None:
    assert pale(dressed.files["pdf"], dressed.theme) == {}


def custom_properties(css: str, dark: bool) -> dict[str, str]:
    """The custom properties of :root in a style sheet, by day or at night, the last said of each."""
    found: dict[str, str] = {}
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        inner = [rule]
        if rule.type == "at-rule" and rule.lower_at_keyword == "media" and "dark" in tinycss2.serialize(rule.prelude):
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True) if dark else []
        for piece in inner:
            if piece.type == "qualified-rule" and tinycss2.serialize(piece.prelude).strip() == ":root":
                for said in tinycss2.parse_blocks_contents(piece.content, skip_comments=True, skip_whitespace=True):
                    if said.type == "declaration" and said.name.startswith("--"):
                        found[said.name] = tinycss2.serialize(said.value).strip()
    return found


@pytest.mark.parametrize("dark", [False, True], ids=["day", "night"])
@pytest.mark.parametrize("name", themes.names())
def test_words_on_screens_can_be_read_by_day_and_at_night(name: str, dark: bool) -> None:
    theme = themes.find(name, Place(""), Own())
    worn, problems = design.dressed(theme, design.Design(), (148, 210), lambda *_: Place(""))
    assert problems == []
    said: dict[str, str] = {}
    for _, css in theme.sheets("web.css"):
        said |= custom_properties(css, dark)
    said |= {f"--{key}": value for key, value in worn.variables.items()}

    def colour(key: str) -> Colour:
        value = said[key]
        while value.startswith("var("):
            value = said[value[4:-1]]
        found = colour_of(value)
        assert found is not None, f"{key}: {value}"
        return found

    least = READABLE.get(name, 4.5)
    assert contrast(colour("--ink"), colour("--paper")) >= 7
    assert contrast(colour("--quiet"), colour("--paper")) >= least
    if "--key" in said:
        assert contrast(colour("--key"), colour("--paper")) >= least
        assert contrast(colour("--ink"), colour("--field")) >= 7


def test_the_web_page_holds_all_that_it_shows(dressed: Dressed) -> None:
    page = dressed.files["html"].decode()
    assert 'url("icons/' not in page
    assert ("data:image/svg+xml" in page.partition("</head>")[0]) == (dressed.theme == "workbook")


def test_what_a_theme_makes_is_valid(dressed: Dressed) -> None:
    assert validators.epubcheck(dressed.files["epub"]) == []
    assert validators.pdfua(dressed.files["pdf"]) == []
    with zipfile.ZipFile(io.BytesIO(dressed.files["epub"])) as archive:
        sheets = [archive.read(n).decode() for n in archive.namelist() if n.endswith(".css")]
    assert not any("var(--" in sheet for sheet in sheets)  # most e-readers know no custom properties


@pytest.mark.parametrize(("theme", "page"), [("modern", "105x148mm"), ("workbook", "A4"), ("accessible", "6x9in")])
def test_themes_suit_pages_of_all_sizes(theme: str, page: str, tmp_path: Path) -> None:
    shutil.copytree(gallery.SPECIMEN, tmp_path / "specimen")
    finished = Finished(Project(tmp_path / "specimen").build("pdf", theme=theme, page=page)["pdf"])
    assert overlapping(finished) == []
    assert beyond_the_paper(finished) == []
    assert pale(finished.data, theme) == {}
