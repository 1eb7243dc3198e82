"""Where a page is cut, how far its colour runs beyond that, and the marks around it."""

from __future__ import annotations

import io
from decimal import Decimal
from functools import cache

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from booklet import pipeline
from booklet.pipeline import Request
from booklet.settings import Print
from tests.conftest import Project
from tests.press.conftest import Pressed

MM = Decimal(72) / Decimal("25.4")
NEAR = Decimal("0.0001")
SCALE = 4
WHITE = (255, 255, 255)


def boxes(data: bytes, page: int = 0) -> dict[str, list[Decimal]]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        names = ("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox")
        found = pdf.pages[page].obj
        return {name: [Decimal(str(side)) for side in found[name]] for name in names if name in found}


def near(box: list[Decimal], sides: list[Decimal]) -> bool:
    return all(abs(a - b) <= NEAR for a, b in zip(box, sides, strict=True))


def seen(data: bytes, page: int, x: float, y: float) -> tuple[int, ...]:
    """The colour at a point (pt from the lower left corner of the trimmed page) of a page."""
    picture, left, top = rendered(data, page)
    pixel = picture.getpixel((round((x - left) * SCALE), round((top - y) * SCALE)))
    assert isinstance(pixel, tuple)
    return pixel


@cache
def rendered(data: bytes, page: int) -> tuple[Image.Image, float, float]:
    with pypdfium2.PdfDocument(data) as document:
        left, _, _, top = document[page].get_mediabox()
        return document[page].render(scale=SCALE).to_pil().convert("RGB"), left, top


@pytest.mark.parametrize(("job", "bleed"), [("plain", 3 * MM), ("grey", Decimal(9)), ("inks", 3 * MM), ("one ink", 0)])
def test_the_boxes_say_where_to_cut_and_how_far_colour_runs(pressed: Pressed, job: str, bleed: Decimal) -> None:
    width, height = 148 * MM, 210 * MM
    with pikepdf.open(io.BytesIO(pressed.files[job])) as pdf:
        count = len(pdf.pages)
    for page in range(count):
        found = boxes(pressed.files[job], page)
        assert set(found) == {"/MediaBox", "/BleedBox", "/TrimBox"}
        assert near(found["/TrimBox"], [Decimal(0), Decimal(0), width, height])
        assert near(found["/BleedBox"], [-bleed, -bleed, width + bleed, height + bleed])
        if job in ("plain", "one ink"):
            assert found["/MediaBox"] == found["/BleedBox"]
        else:
            assert all(side < -bleed - 4 * MM for side in found["/MediaBox"][:2])


def test_the_cover_and_the_ground_of_pages_run_into_the_bleed_and_no_further(pressed: Pressed) -> None:
    for page in (0, 4):
        edge = seen(pressed.files["plain"], page, -8, 300)
        assert edge == seen(pressed.files["plain"], page, 5, 300) != WHITE
        assert edge == seen(pressed.files["plain"], page, -8, -8)
        outside = seen(pressed.files["inks"], page, -12, 300)
        assert outside == WHITE


def test_marks_stand_at_the_corners_and_do_not_touch_the_bleed(pressed: Pressed) -> None:
    for job in ("grey", "inks"):
        width, height = 148 * float(MM), 210 * float(MM)
        for x in (-15.0, width + 15):
            for y in (0, height):
                assert max(seen(pressed.files[job], 2, x, y)) < 200
        for x in (0, width):
            for y in (-15.0, height + 15):
                assert max(seen(pressed.files[job], 2, x, y)) < 200
        assert seen(pressed.files[job], 2, -15, 20) == WHITE


def test_marks_are_no_part_of_the_text(pressed: Pressed) -> None:
    with pikepdf.open(io.BytesIO(pressed.files["inks"])) as pdf:
        marks = pdf.pages[2].obj.Contents[2].read_bytes()
    assert marks.split()[:3] == [b"Q", b"/Artifact", b"BMC"]
    assert marks.split()[-1] == b"EMC"


@pytest.fixture
def short(project: Project) -> Project:
    return project.section("01-hello.md", "Words.\n")


def bleed_of(data: bytes) -> Decimal:
    found = boxes(data)
    return found["/TrimBox"][0] - found["/BleedBox"][0]


def test_marks_without_a_bleed_come_with_the_usual_one(short: Project) -> None:
    assert near([bleed_of(short.build("pdf", press=Print(marks=True))["pdf"])], [3 * MM])
    american = short.build("pdf", press=Print(marks=True), page="6x9in")["pdf"]
    assert bleed_of(american) == 9
    assert boxes(american)["/TrimBox"] == [0, 0, 432, 648]


def test_the_command_line_wins_over_the_settings(short: Project) -> None:
    settings = (short.folder / "manuscript/booklet.yaml").read_text(encoding="utf-8")
    short.write("manuscript/booklet.yaml", settings + "print: {bleed: 5mm, marks: yes, grey: yes}\n")
    usual = boxes(short.build("pdf")["pdf"])
    assert near([usual["/TrimBox"][0] - usual["/BleedBox"][0]], [5 * MM])
    assert usual["/MediaBox"] != usual["/BleedBox"]
    plain = boxes(short.build("pdf", press=Print(bleed="0", marks=False, grey=False, pdfx="none"))["pdf"])
    assert plain["/MediaBox"] == plain["/BleedBox"] == plain["/TrimBox"]


def test_a_plain_build_after_one_for_print_makes_the_plain_file_again(short: Project) -> None:
    file = short.folder / "output/a-small-book.pdf"

    def built(press: Print, fresh: bool) -> bytes:
        result = pipeline.build(Request(short.folder, formats=("pdf",), press=press))
        assert (result.files, result.fresh) == ((file,), fresh)
        return file.read_bytes()

    for_print = Print(bleed="3mm", grey=True)
    plain = built(Print(), fresh=True)
    grey = built(for_print, fresh=True)
    assert grey != plain
    assert built(for_print, fresh=False) == grey
    assert built(Print(), fresh=True) == plain


def test_a_cover_of_the_projects_own_that_knows_no_bleed_still_reaches_its_edge(short: Project) -> None:
    short.write(
        "styles/templates/cover.svg",
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{ width }} {{ height }}" width="{{ width }}" '
        'height="{{ height }}"><rect width="{{ width }}" height="{{ height }}" fill="#0000ff"/></svg>',
    )
    made = short.build("pdf", press=Print(bleed="3mm"))["pdf"]
    for x, y in ((-8.0, -8.0), (425.0, 600.0), (-8.0, 600.0), (200.0, 300.0)):
        assert seen(made, 0, x, y) == (0, 0, 255)
