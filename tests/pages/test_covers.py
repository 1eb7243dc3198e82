"""Covers as they are printed: front and back, the wrap to be bound, the picture of an EPUB."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from pikepdf import Name
from PIL import Image, ImageChops, ImageOps

from booklet import pipeline, themes
from booklet.composition import Wrap
from booklet.covers import patterns, spine
from booklet.covers.canvas import Canvas
from booklet.model import Place
from booklet.pipeline import Made, Request
from booklet.problems import ManuscriptError, ProofError
from booklet.proof import preflight
from booklet.settings import Print, Settings
from booklet.stock import Stock, weight_of
from booklet.themes import Own
from booklet.themes.colour import colour_of, contrast
from tests.conftest import Project
from tests.press import inked, profiles

MM = 72 / 25.4
BLURB = "A school in the country, three friends, and what nobody told them in so many words."
ISBN = "978-0-571-25809-3"
DRAWN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 40"><path d="M0 0h60v40H0z" fill="#24435a"/></svg>'
DESIGNS = ("typographic", "pattern", "picture", "plain")
LONG = "The Strange and Surprising Adventures of Robinson Crusoe, of York, Mariner: Read Again by Four Classes"
TITLES = {
    "Emma": "en-GB",
    LONG: "en-GB",
    "Donaudampfschifffahrtsgesellschaftskapitänswitwe": "de",
    "אל תיתן לי ללכת: חוברת לימוד לכיתות הגבוהות": "he",
    "わたしを離さないで　学習ノートと読書計画": "ja",
}
SETTINGS = f"""\
title: The Lane
subtitle: A study booklet
language: en-GB
authors: [{{name: Ada Writer}}, {{name: Ben Example}}]
work: {{title: The Lane, author: Carla Maker}}
publisher: Lane Press
rights: Shared by all.
isbn: {{pdf: {ISBN}}}
date: 2026-01-31
design: {{logo: images/logo.svg, accent: darkgreen}}
cover:
  image: images/hills.jpg
  credit: Dora Light
  text: {BLURB}
"""


def photograph(width: int = 1400, height: int = 2000) -> bytes:
    """A picture that is dark at its left and light at its right."""
    target = io.BytesIO()
    shade = ImageOps.mirror(Image.linear_gradient("L").rotate(90)).resize((width, height))
    Image.merge("RGB", (shade, shade.point(lambda v: v // 2 + 60), ImageOps.invert(shade))).save(target, "JPEG")
    return target.getvalue()


def project_in(folder: Path, settings: str = SETTINGS) -> Project:
    project = Project(folder).write("manuscript/booklet.yaml", settings)
    project.write("manuscript/images/logo.svg", DRAWN).write("manuscript/images/hills.jpg", photograph())
    for number in range(1, 9):
        project.section(f"{number:02}-s{number}.md", f"# Part {number}\n\nWords of part {number}.\n")
    return project


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A booklet with a picture on its cover, a logo, words and an ISBN."""
    return project_in(tmp_path_factory.mktemp("covers")).build("pdf", "epub")


@pytest.fixture(scope="module")
def wrapped(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The same for binding, on paper so thick that the spine has room for words."""
    return project_in(tmp_path_factory.mktemp("wrap")).make("pdf", wrap=Wrap("300gsm", 3.0))


def texts(data: bytes) -> list[str]:
    """The words of each page, on one line."""
    with pypdfium2.PdfDocument(data) as document:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


def picture_of(data: bytes, index: int, scale: float = 1.0) -> Image.Image:
    with pypdfium2.PdfDocument(data) as document:
        picture: Image.Image = document[index % len(document)].render(scale=scale).to_pil().convert("RGB")
    return picture


def alternatives(data: bytes) -> list[str]:
    """The text alternatives of a PDF's figures."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        things = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary)]
        return [str(thing.Alt) for thing in things if thing.get("/S") == "/Figure" and "/Alt" in thing]


# front and back


def test_the_words_of_the_covers_are_text_that_can_be_read_and_searched(made: Mapping[str, bytes]) -> None:
    pages = texts(made["pdf"])
    for words in ("The Lane", "A study booklet", "Carla Maker", "Ada Writer, Ben Example", "Lane Press"):
        assert words in pages[0]
    for words in ("The Lane", BLURB, "Lane Press", "Shared by all.", f"ISBN {ISBN}"):
        assert words in pages[-1]


@pytest.mark.parametrize("theme", ["classic", "modern"])
def test_lines_of_covers_end_between_names_and_keep_their_spaces(project: Project, theme: str) -> None:
    names = "authors: [{name: Friederike Obermeier-Schwarzenbach}, {name: Jörg Weiß}]\n"
    rights = "rights: Alle Rechte vorbehalten, in jedem Land und jeder Zeit bei © 2026 Verlag\ncover: {text: Worte.}\n"
    project.write("manuscript/booklet.yaml", f"title: « Carnet »\nlanguage: fr\n{names}{rights}")
    data = project.section("01-a.md", "# A\n\nMots.\n").build("pdf", theme=theme)["pdf"]
    with pypdfium2.PdfDocument(data) as document:
        front, back = (document[n].get_textpage().get_text_range() for n in (0, len(document) - 1))
    lines = front.split("\r\n")
    assert lines[0] == "«\u202fCarnet\u202f»"
    assert any(line.startswith("Friederike Obermeier-Schwarzenbach,") for line in lines)
    assert "© 2026" in back


def test_the_back_cover_is_the_outside_of_the_last_leaf(made: Mapping[str, bytes]) -> None:
    pages = texts(made["pdf"])
    assert len(pages) % 4 == 0
    assert BLURB not in " ".join(pages[:-1])


def test_blank_pages_before_the_back_cover_fill_folded_sheets(tmp_path: Path) -> None:
    settings = f'title: Emma\ntheme: workbook\nprint: {{bleed: 3mm}}\ncover: {{text: "{BLURB}"}}\n'
    project = Project(tmp_path / "p").write("manuscript/booklet.yaml", settings)
    data = project.section("01-a.md", "# A\n\nB.\n").section("02-b.md", "# C\n\nD.\n").build("pdf")["pdf"]
    pages = texts(data)
    assert len(pages) == 12
    assert "D." in pages[7]
    assert pages[8:11] == ["", "", ""]
    assert BLURB in pages[11]
    assert all(picture_of(data, index).getextrema() == ((255, 255),) * 3 for index in (8, 9, 10))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        roman, arabic, back = list(pdf.Root.PageLabels.Nums)[1::2]
        assert (roman.S, arabic.S, str(back.P), "/S" in back) == ("/r", "/D", "Back cover", False)
        held = {thing.Pg.objgen for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and "/Pg" in thing}
        assert not held & {pdf.pages[index].obj.objgen for index in (8, 9, 10)}, "a tag on a blank page"


def test_logo_and_barcode_say_what_they_are(made: Mapping[str, bytes]) -> None:
    assert sorted(alternatives(made["pdf"])) == ["Barcode of the ISBN", "Lane Press", "Lane Press"]


def test_who_took_the_picture_stands_in_the_imprint(made: Mapping[str, bytes]) -> None:
    assert "Picture on the cover: Dora Light" in texts(made["pdf"])[3]


def test_the_barcode_is_that_of_the_isbn(made: Mapping[str, bytes]) -> None:
    page = picture_of(made["pdf"], -1, 8).convert("L").point(lambda v: 255 * (v > 100))
    rows = [page.crop((page.width // 2, y, page.width, y + 1)) for y in range(page.height // 2, page.height, 16)]
    assert "".join(c for c in ISBN if c.isdigit()) in {ean13(list(row.tobytes())) for row in rows}


def ean13(pixels: list[int]) -> str:
    """The digits of a row of pixels across a barcode (ISO/IEC 15420); "" where there is none."""
    dark = [n for n, pixel in enumerate(pixels) if not pixel]
    if not dark or dark[-1] - dark[0] < 300:
        return ""
    module = (dark[-1] + 1 - dark[0]) / 95
    bits = "".join("01"[not pixels[min(int(dark[0] + (n + 0.5) * module), len(pixels) - 1)]] for n in range(95))
    odd = ["0001101", "0011001", "0010011", "0111101", "0100011", "0110001", "0101111", "0111011", "0110111", "0001011"]
    even = ["".join("10"[int(bit)] for bit in code)[::-1] for code in odd]
    right = ["".join("10"[int(bit)] for bit in code) for code in odd]
    first = ["OOOOOO", "OOEOEE", "OOEEOE", "OOEEEO", "OEOOEE", "OEEOOE", "OEEEOO", "OEOEOE", "OEOEEO", "OEEOEO"]
    left, behind = [bits[3 + 7 * n : 10 + 7 * n] for n in range(6)], [bits[50 + 7 * n : 57 + 7 * n] for n in range(6)]
    if not all(code in odd or code in even for code in left) or not all(code in right for code in behind):
        return ""
    parity = "".join("O" if code in odd else "E" for code in left)
    digits = "".join(str((odd if code in odd else even).index(code)) for code in left)
    return f"{first.index(parity)}{digits}{''.join(str(right.index(code)) for code in behind)}"


def test_the_cover_of_the_epub_is_of_the_same_design(made: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(made["epub"])) as archive:
        assert [n for n in archive.namelist() if "hills" in n] == []
        epub = Image.open(io.BytesIO(archive.read("EPUB/cover.jpg"))).convert("RGB")
    assert epub.size == (1600, 2560)
    paper = picture_of(made["pdf"], 0, 2)
    middle = [picture.getpixel((round(picture.width * x), picture.height * 6 // 10)) for picture in (epub, paper)
              for x in (0.02, 0.2, 0.5, 0.8, 0.98)]  # fmt: skip
    for one, other in zip(middle[:5], middle[5:], strict=True):
        assert isinstance(one, tuple)
        assert isinstance(other, tuple)
        assert all(abs(a - b) < 12 for a, b in zip(one, other, strict=True))


def test_without_words_or_number_there_is_no_back_cover_and_one_can_do_without_it(project: Project) -> None:
    project.section("01-one.md", "# One\n\nWords.\n")
    bare = texts(project.build("pdf")["pdf"])
    assert len(bare) == 7
    plain = "title: A Small Book\nlanguage: en-GB\ndate: 2026-01-31\ndek: What it says.\n"
    project.write("manuscript/booklet.yaml", plain)
    assert [page.count("What it says.") for page in texts(project.build("pdf")["pdf"])] == [0, 0, 1, 0, 0, 0, 0, 1]
    project.write("manuscript/booklet.yaml", plain + "cover: {back: none}\n")
    assert [page.count("What it says.") for page in texts(project.build("pdf")["pdf"])] == [0, 0, 1, 0, 0, 0, 0]


def test_a_back_cover_that_a_template_leaves_out_is_told(project: Project) -> None:
    project.section("01-one.md", "# One\n\nWords.\n")
    project.write("manuscript/booklet.yaml", "title: A Small Book\ncover: {text: Words for the back of it.}\n")
    project.write("styles/templates/back.xhtml", '<div class="back-cover"></div>\n')
    with pytest.raises(ProofError, match="text on the back cover is not in"):
        project.make("pdf")


@pytest.mark.parametrize(("width", "severity"), [(300, "error"), (500, "warning"), (1000, None)])
def test_a_picture_with_too_few_pixels_for_the_cover_is_told(
    project: Project, width: int, severity: str | None
) -> None:
    project.section("01-one.md", "# One\n\nWords.\n").write(
        "manuscript/images/p.jpg", photograph(width, width * 3 // 2)
    )
    project.write("manuscript/booklet.yaml", "title: A Small Book\ncover:\n  image: images/p.jpg\n")
    if severity == "error":
        with pytest.raises(ManuscriptError, match=r"booklet\.yaml:3:10: error I007: .*too few pixels for the cover"):
            project.make("pdf")
        return
    warnings = project.make("pdf").warnings
    assert [(p.code, p.severity) for p in warnings] == ([("I007", severity)] if severity else [])


# designs


def canvas(theme: str, design: str, title: str, size: tuple[float, float], **others: Any) -> Canvas:
    settings = replace(Settings(title, TITLES.get(title, "en-GB")), **others)
    texts = {"title": title, "subtitle": "Chapters, questions, a plan for ten weeks", "work": "Carla Maker",
             "edition": "Teacher’s edition", "authors": "Ada Writer, Ben Example, Clara Third, Dan Fourth",
             "publisher": "The Press of the Reading Society"}  # fmt: skip
    found = themes.find(theme, Place(""), Own())
    return Canvas(size[0] * 10, size[1] * 10, 30, design, found, settings, texts, False, {}, str)


@pytest.mark.parametrize("theme", themes.names())
@pytest.mark.parametrize("size", [(148, 210), (215.9, 279.4), (297, 210), (120, 250)], ids=str)
def test_titles_of_any_length_and_script_stand_in_their_room(theme: str, size: tuple[float, float]) -> None:
    for title in TITLES:
        drawn = canvas(theme, "typographic", title, size)
        width, height = 58 * drawn.unit, 60 * drawn.unit
        stack = drawn.stack(["work", "title", "subtitle", "edition", "authors", "publisher"], width, height)
        assert stack.height <= height + 0.01
        sizes = {block.role: block.size for block in stack.blocks}
        assert sizes["title"] > sizes["subtitle"]
        for block in stack.blocks:
            assert block.bottom > block.top >= -0.01
            letters = drawn.stacker.letters
            for line in block.lines:
                style = block.style
                wide = letters.width(line.text, style.family, block.size, style.weight, style.slant)
                assert wide <= width + 0.01, line.text
        said = "".join(line.text for line in stack.blocks[1].lines).replace(" ", "")
        assert said == title.replace(" ", "").replace("\N{IDEOGRAPHIC SPACE}", "")


@pytest.mark.parametrize("theme", themes.names())
def test_all_words_of_covers_can_be_read_on_their_ground(theme: str) -> None:
    for accent in ("#7a1f2b", "black", "#00505a", "#5a5a00", "navy"):
        dressed = replace(themes.find(theme, Place(""), Own()), accent=accent)
        drawn = replace(canvas(theme, "pattern", "Emma", (148, 210)), theme=dressed)
        for name in ("", "accent", "#ffffff"):
            inks = drawn.inks(name)
            ground = colour_of(inks.ground)
            assert ground is not None
            for ink in (inks.ink, inks.quiet, inks.accent):
                colour = colour_of(ink)
                assert colour is not None
                assert contrast(colour, ground) >= 4.5
        for ground_of_pattern in ("accent", "tint", "white"):
            greys = [colour.luminance for tone in drawn.tones(ground_of_pattern) if (colour := colour_of(tone))]
            assert abs(greys[0] - greys[2]) > 0.2, "a copier would lose the pattern"


def test_a_pattern_is_told_by_the_title_alone_and_stays_few_paths() -> None:
    area = (-30.0, -30.0, 1540.0, 2160.0)
    digests, families = {}, set()
    for number in range(40):
        title = f"Title {number}"
        found = patterns.pattern(title, area, 14.8)
        assert found == patterns.pattern(title, area, 14.8)
        assert len(found) < 100
        digests[title] = hashlib.sha256(repr(found).encode()).hexdigest()
        families.add(patterns.FAMILIES[patterns.Dice(title).below(len(patterns.FAMILIES))])
    assert len(set(digests.values())) == len(digests)
    assert len(families) == len(patterns.FAMILIES)


@pytest.mark.parametrize("design", DESIGNS)
def test_on_every_design_words_stand_on_a_calm_ground(design: str, tmp_path: Path) -> None:
    project = project_in(tmp_path / "p", SETTINGS.replace("cover:\n", f"cover:\n  design: {design}\n"))
    data = project.build("pdf")["pdf"]
    cover = picture_of(data, 0, 2)
    with pypdfium2.PdfDocument(data) as document:
        page = document[0].get_textpage()
        boxes = [page.get_rect(n) for n in range(page.count_rects())]
    assert len(boxes) >= 5
    for left, bottom, right, top in boxes:
        edge = [(round(2 * x), round(cover.height - 2 * y)) for x in (left - 2, right + 2) for y in (bottom, top)]
        assert len({cover.getpixel(spot) for spot in edge}) == 1, "something stands behind the words"


# the wrap


def test_the_wrap_is_back_spine_and_front_as_wide_as_the_paper_makes_it(wrapped: Made) -> None:
    block, cover = (file.data for file in wrapped.files)
    assert [file.name for file in wrapped.files] == ["the-lane.pdf", "the-lane-cover.pdf"]
    count = len(texts(block))
    thickness = Stock(300, 3.0).thickness(count)
    assert thickness == pytest.approx((count + 1) // 2 * 0.9)
    with pikepdf.open(io.BytesIO(cover)) as pdf:
        (page,) = pdf.pages
        trim, bled, media = ([float(n) for n in page.obj[box]] for box in ("/TrimBox", "/BleedBox", "/MediaBox"))
    assert trim[2] - trim[0] == pytest.approx((2 * 148 + thickness) * MM, abs=0.01)
    assert trim[3] - trim[1] == pytest.approx(210 * MM, abs=0.01)
    assert [abs(b - t) for b, t in zip(bled, trim, strict=True)] == pytest.approx([3 * MM] * 4, abs=0.01)
    assert media[0] < bled[0] - 5
    assert media[2] > bled[2] + 5


def test_the_block_has_no_covers_where_these_are_a_file_of_their_own(wrapped: Made) -> None:
    pages = texts(wrapped.files[0].data)
    assert "Ada Writer" in pages[0]
    assert "Made with Booklet" in pages[1]
    assert BLURB not in " ".join(pages)
    assert "Words of part 8." in pages[-1]


def test_the_wrap_says_title_and_author_on_the_spine_turned_to_be_read_from_the_head(wrapped: Made) -> None:
    with pypdfium2.PdfDocument(wrapped.files[1].data) as document:
        page = document[0].get_textpage()
        text = " ".join(page.get_text_bounded().split())
        boxes = [page.get_rect(n) for n in range(page.count_rects())]
        middle = (document[0].get_trimbox()[0] + document[0].get_trimbox()[2]) / 2
        height = document[0].get_trimbox()[3]
    assert text.count("The Lane") == 3
    upright = [box for box in boxes if box[0] < middle < box[2] and box[3] - box[1] > box[2] - box[0]]
    assert len(upright) == 2
    assert max(box[3] for box in upright) > 0.9 * height
    for words in (BLURB, "Lane Press", f"ISBN {ISBN}"):
        assert words in text


def test_a_wrap_is_up_to_date_until_another_paper_is_asked_for(tmp_path: Path) -> None:
    project = (
        Project(tmp_path / "p").write("manuscript/booklet.yaml", "title: The Lane\n").section("01-a.md", "# A\n\nB.\n")
    )
    asked = Request(project.folder, formats=("pdf",), wrap=Wrap("90gsm"))
    first, again = pipeline.build(asked), pipeline.build(asked)
    assert [path.name for path in first.files] == ["the-lane.pdf", "the-lane-cover.pdf"]
    assert (first.fresh, again.fresh, again.files) == (True, False, first.files)
    assert pipeline.build(replace(asked, wrap=Wrap("120gsm"))).fresh
    plain = pipeline.build(replace(asked, wrap=None))
    assert (plain.fresh, [path.name for path in plain.files]) == (True, ["the-lane.pdf"])


@pytest.fixture(scope="module")
def pressed_and_thin(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """Block and wrap for a printing house, in its inks and on thin paper."""
    project = project_in(tmp_path_factory.mktemp("thin")).write("styles/house.icc", profiles.press())
    return [file.data for file in project.make("pdf", wrap=Wrap("90gsm"), press=Print(pdfx="house")).files]


def test_a_spine_of_less_than_5_mm_has_no_words(pressed_and_thin: list[bytes]) -> None:
    assert texts(pressed_and_thin[1])[0].count("The Lane") == 2


def test_block_and_wrap_go_to_a_printing_house_in_its_inks(pressed_and_thin: list[bytes]) -> None:
    inks = {"CMYK", "/DeviceCMYK", "/registration", "/registration /Separation"}
    for data, pictures in zip(pressed_and_thin, (set(), {"/DeviceCMYK"}), strict=True):
        found = inked.of(data)
        assert (found.pictures, found.all - inks) == (pictures, set())
        wrong = [str(problem) for problem in preflight.check(data, "a.pdf") if problem.severity != "information"]
        assert wrong == []
        with pikepdf.open(io.BytesIO(data)) as pdf:
            assert Name.GTS_PDFX in [intent.S for intent in pdf.Root.OutputIntents]
            assert b"PDF/X-4" in pdf.Root.Metadata.read_bytes()


@pytest.mark.parametrize(
    ("language", "rtl", "turned"),
    [("en-GB", False, "down"), ("nl", False, "down"), ("sv", False, "down"), ("fr", False, "up"), ("es", False, "up"),
     ("de-AT", False, "up"), ("ar", True, "up"), ("he", True, "up")],
)  # fmt: skip
def test_spines_are_turned_as_is_the_custom(language: str, rtl: bool, turned: str) -> None:
    assert spine.turn(language, rtl) == turned


def test_a_booklet_that_is_bound_on_the_right_has_its_front_on_the_left(tmp_path: Path) -> None:
    settings = 'title: "אל תיתן לי ללכת"\nlanguage: he\ncover: {design: plain, text: "קתי נוסעת ונזכרת"}\n'
    project = Project(tmp_path / "p").write("manuscript/booklet.yaml", settings).section("01-a.md", "# 1\n\n123.\n")
    made = project.make("pdf", wrap=Wrap("90gsm"))
    page = picture_of(made.files[1].data, 0).convert("L")
    margin = round(12 * MM)
    left, right = page.crop((margin, 0, page.width // 2, page.height)), page.crop(
        (page.width // 2, 0, page.width - margin, page.height))  # fmt: skip
    heights = [ImageChops.invert(half).point(lambda v: 255 * (v > 128)).getbbox() for half in (left, right)]
    assert all(heights)
    ink = [sum(half.histogram()[:100]) for half in (left, right)]
    assert ink[0] > 1.5 * ink[1], "the large title is on the left half"


@pytest.mark.parametrize(
    ("written", "weight"),
    [("90gsm", 90), ("90 g/m²", 90), ("115g", 115), ("60lb text", 88.8), ("60lb-text", 88.8), ("20lb bond", 75.2),
     ("80# cover", 216.3), ("50 lbs offset", 74.0), ("60lb", None), ("thick", None), ("-90gsm", None)],
)  # fmt: skip
def test_papers_are_weighed_in_grams_and_in_pounds(written: str, weight: float | None) -> None:
    found = weight_of(written)
    assert found == (None if weight is None else pytest.approx(weight, abs=0.1))


def test_covers_are_the_same_bytes_again(made: Mapping[str, bytes], tmp_path: Path) -> None:
    again = project_in(tmp_path / "elsewhere").build("pdf", "epub")
    assert again == made
