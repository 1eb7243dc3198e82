"""Colours of a PDF for a copier and for a printing house, read from the file and seen on the pages."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

import pikepdf
import pypdfium2
import pytest
from pikepdf import Dictionary, Name
from PIL import Image, ImageChops, ImageStat

from booklet import printed
from tests.press import inked
from tests.press.conftest import Pressed

NEARLY_BLACK = 0x22
MOST = 64  # of 255: what is nearly black becomes black, and readers see inks otherwise than the standard


def pages(data: bytes, trimmed: bool = True) -> Iterator[Image.Image]:
    """The pages as pictures, without what is cut off."""
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            if trimmed:
                page.set_mediabox(*page.get_trimbox())
                page.set_cropbox(*page.get_trimbox())
            yield page.render(scale=0.8).to_pil().convert("RGB")


def words(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(data) as document:
        return [page.get_textpage().get_text_range() for page in document]


RED = b"1 0 0 rg 0 0 9 9 re f"


def in_a_form(pdf: pikepdf.Pdf) -> tuple[bytes, Dictionary]:
    form = pdf.make_stream(RED, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
    return b"/F Do", Dictionary(XObject=Dictionary(F=form))


def in_a_letter(pdf: pikepdf.Pdf) -> tuple[bytes, Dictionary]:
    letters = Dictionary(a=pdf.make_stream(b"9 0 d0 " + RED))
    encoding = Dictionary(Differences=[97, Name.a])
    font = Dictionary(Type=Name.Font, Subtype=Name.Type3, FontBBox=[0, 0, 9, 9], FontMatrix=[0.1, 0, 0, 0.1, 0, 0],
                      FirstChar=97, LastChar=97, Widths=[9], Encoding=encoding, CharProcs=letters)  # fmt: skip
    return b"BT /T 9 Tf (a) Tj ET", Dictionary(Font=Dictionary(T=pdf.make_indirect(font)))


def in_tiles(pdf: pikepdf.Pdf) -> tuple[bytes, Dictionary]:
    tile = pdf.make_stream(RED, PatternType=1, PaintType=1, BBox=[0, 0, 9, 9], XStep=9, YStep=9)
    return b"/Pattern cs /P scn 0 0 9 9 re f", Dictionary(Pattern=Dictionary(P=tile))


def in_a_gradient(pdf: pikepdf.Pdf) -> tuple[bytes, Dictionary]:
    function = Dictionary(FunctionType=2, Domain=[0, 1], C0=[1, 0, 0], C1=[0, 0, 1], N=1)
    gradient = Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=[0, 0, 9, 9], Function=function)
    return b"/S sh", Dictionary(Shading=Dictionary(S=pdf.make_indirect(gradient)))


def in_a_picture(pdf: pikepdf.Pdf) -> tuple[bytes, Dictionary]:
    picture = pdf.make_stream(b"abc", Subtype=Name.Image, Width=1, Height=1, BitsPerComponent=8)
    picture.ColorSpace = Name.DeviceRGB
    return b"/I Do", Dictionary(XObject=Dictionary(I=picture))


def in_a_named_space(_: pikepdf.Pdf) -> tuple[bytes, Dictionary]:
    return b"/DeviceRGB cs 1 0 0 sc 0 0 9 9 re f", Dictionary()


@pytest.mark.parametrize(
    "way",
    [in_a_form, in_a_letter, in_tiles, in_a_gradient, in_a_picture, in_a_named_space, lambda _: (RED, Dictionary())],
)
def test_red_of_a_screen_is_seen_wherever_it_stands(way: Callable[[pikepdf.Pdf], tuple[bytes, Dictionary]]) -> None:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(90, 90))
    words, resources = way(pdf)
    page.obj.Resources = resources
    page.contents_add(b"0 0 0 1 k 0 0 9 9 re f " + words)
    target = io.BytesIO()
    pdf.save(target)
    assert inked.of(target.getvalue()).all & {"RGB", "/DeviceRGB"}
    assert "RGB" in printed.read(pdf).spaces


def test_on_screens_there_is_nothing_of_inks(pressed: Pressed) -> None:
    plain = inked.of(pressed.files["plain"])
    assert plain.operators == {"RGB"}
    assert plain.pictures == plain.gradients == plain.groups | {"/DeviceGray"} == {"/DeviceRGB", "/DeviceGray"}


@pytest.mark.parametrize("job", ["grey", "one ink"])
def test_in_greys_there_is_nothing_but_grey(pressed: Pressed, job: str) -> None:
    found = inked.of(pressed.files[job])
    assert found.operators == {"grey"}
    assert found.pictures == found.gradients == found.groups == {"/DeviceGray"}
    assert found.named == set()


def test_in_inks_there_is_nothing_of_screens(pressed: Pressed) -> None:
    found = inked.of(pressed.files["inks"])
    assert found.operators == {"CMYK", "/registration"}
    assert found.pictures == {"/DeviceCMYK", "/DeviceGray"}
    assert found.gradients == {"/DeviceCMYK", "/DeviceGray"}
    assert found.groups == {"/DeviceCMYK", "/DeviceGray"}
    assert found.named == {"/registration /Separation"}


def test_black_and_grey_are_black_ink_alone_and_colours_are_mixed(pressed: Pressed) -> None:
    before, after = (inked.of(pressed.files[job]).colours[:-1] for job in ("plain", "inks"))
    greys = mixed = 0
    for colour, inks in (pair for page in zip(before, after, strict=True) for pair in zip(*page, strict=False)):
        if colour and max(colour) == min(colour):
            assert inks[:3] == (0, 0, 0)
            dark = colour[0] <= NEARLY_BLACK / 255
            assert inks[3] == pytest.approx(1 if dark else 1 - colour[0], abs=0.001)
            greys += 1
        elif colour:
            assert sum(ink > 0.005 for ink in inks) > 1
            mixed += 1
    assert greys > 15
    assert mixed > 10


def test_pages_in_grey_are_as_bright_as_those_in_colour(pressed: Pressed) -> None:
    compared = zip(pages(pressed.files["plain"]), pages(pressed.files["grey"]), strict=True)
    for number, (colour, grey) in enumerate(compared, 1):
        assert colour.size == grey.size
        difference = ImageChops.difference(colour.convert("L"), grey.convert("L"))
        assert ImageStat.Stat(difference).mean[0] < 2, number
        assert max(difference.tobytes()) <= MOST, number
        assert all(low == high for low, high in differences_of_bands(grey)), number


def differences_of_bands(picture: Image.Image) -> Iterator[tuple[int, int]]:
    red, green, blue = picture.split()
    for other in (green, blue):
        low, high = ImageChops.difference(red, other).getextrema()
        yield int(low), int(high)  # type: ignore[arg-type]


def test_pages_in_inks_look_like_those_in_colour(pressed: Pressed) -> None:
    for number, (colour, inks) in enumerate(
        zip(pages(pressed.files["plain"]), pages(pressed.files["inks"]), strict=True), 1
    ):
        difference = ImageChops.difference(colour.convert("L"), inks.convert("L"))
        assert ImageStat.Stat(difference).mean[0] < 20, number


@pytest.mark.parametrize("job", ["grey", "inks", "one ink"])
def test_the_words_are_the_same_in_any_colour(pressed: Pressed, job: str) -> None:
    assert words(pressed.files[job]) == words(pressed.files["plain"])


@pytest.mark.parametrize("job", ["plain", "grey", "inks", "one ink"])
def test_the_files_are_sound(pressed: Pressed, job: str) -> None:
    with pikepdf.open(io.BytesIO(pressed.files[job])) as pdf:
        assert pdf.check_pdf_syntax() == []


def test_a_photograph_stays_packed_as_one_and_a_drawing_keeps_every_pixel(pressed: Pressed) -> None:
    packed = {}
    for job in ("plain", "grey", "inks"):
        with pikepdf.open(io.BytesIO(pressed.files[job])) as pdf:
            images = [o for o in pdf.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Image"]
            packed[job] = sorted((int(i.Width), int(i.Height), str(i.Filter)) for i in images)
    assert packed["plain"] == packed["grey"] == packed["inks"]


def test_photographs_that_are_too_coarse_for_paper_are_told_where_they_stand(pressed: Pressed) -> None:
    found = [problem for problem in pressed.warnings if problem.code == "X003"]
    assert [(problem.place.line, problem.severity) for problem in found] == [
        (8, "warning"),
        (23, "warning"),
        (25, "warning"),
        (27, "warning"),
    ]
    assert all(problem.place.file == "manuscript/01-colours.md" for problem in found)
    words = "“images/photo.jpg” has too few pixels for its size on paper: 96 dots an inch at 21 × 16 mm, page "
    assert found[0].message.startswith(words)
    assert "pixels wide" in found[0].hint
