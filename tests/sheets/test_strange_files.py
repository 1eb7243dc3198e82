"""PDFs that other programs make: what they say in odd places is seen, and what they hold twice is not held thrice."""

from __future__ import annotations

import io
import time
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from booklet.press.orders import Order, impose
from booklet.problems import FileError, ManuscriptError
from tests.sheets import folding

RED = b"1 0 0 rg 100 100 50 20 re f"
MIDDLE = 841.89 / 2


def changed(pages: int, change: Callable[[pikepdf.Pdf], object], **saving: object) -> bytes:
    pdf = pikepdf.open(io.BytesIO(folding.numbered(pages)))
    change(pdf)
    target = io.BytesIO()
    pdf.save(target, **saving)  # type: ignore[arg-type]
    return target.getvalue()


def test_pages_turned_by_the_tree_above_them_stand_as_they_are_shown() -> None:
    def turn(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            page.obj.MediaBox = Array([0, 0, 595.28, 419.53])
        pdf.Root.Pages.Rotate = 90

    imposed = impose(changed(4, turn), "turned.pdf", Order())
    assert (imposed.frame.paper.name, imposed.frame.scale) == ("A4", 1)
    assert {mark.up for side in folding.sides(imposed.data) for mark in side.marks} == {(1, 0)}


def test_a_page_that_shows_a_part_of_itself_shows_no_more_on_the_sheet() -> None:
    def crop(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0].obj
        page.MediaBox, page.CropBox = Array([-50, -50, 500, 650]), Array([0, 0, 419.53, 595.28])
        page.Contents = pdf.make_stream(b"1 0 0 rg -50 -50 550 700 re f")

    data = impose(changed(1, crop), "cropped.pdf", Order()).data
    assert folding.painted(data) == pytest.approx((MIDDLE, 0, 841.89, 595.28), abs=1.5)


def test_a_trim_beyond_the_page_is_the_page() -> None:
    def widen(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            page.obj.TrimBox = Array([-100, -100, 900, 900])

    assert impose(changed(2, widen), "wide.pdf", Order()).frame.paper.name == "A4"


def test_pages_measured_in_larger_units_are_as_large_as_they_are_shown() -> None:
    def enlarge(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            page.obj.MediaBox = Array([0, 0, 419.53 / 2, 595.28 / 2])
            page.obj.UserUnit = 2
            page.obj.Contents = pdf.make_stream(b"1 0 0 rg 50 50 25 10 re f")

    imposed = impose(changed(1, enlarge), "units.pdf", Order())
    assert (imposed.frame.paper.name, imposed.frame.scale) == ("A4", 1)
    assert folding.painted(imposed.data) == pytest.approx((MIDDLE + 100, 100, MIDDLE + 150, 120), abs=1)


def test_names_of_places_as_old_files_have_them_are_links() -> None:
    def link(pdf: pikepdf.Pdf) -> None:
        common = {"Type": Name.Annot, "Subtype": Name.Link, "Rect": Array([100, 100, 150, 120])}
        pdf.pages[0].obj.Annots = Array([
            Dictionary(**common, Dest=Name.end), Dictionary(**common, A=Dictionary(S=Name.GoTo, D=Name.end)),
            Dictionary(**common, Dest=Name.nowhere), pikepdf.Object.parse(b"null"),
        ])  # fmt: skip
        pdf.Root.Dests = Dictionary(end=Dictionary(D=Array([pdf.pages[7].obj, Name.Fit])))

    with pikepdf.open(io.BytesIO(impose(changed(8, link), "old.pdf", Order()).data)) as made:
        links = list(made.pages[0].obj.Annots)
        assert [one.Dest[0].objgen for one in links] == [made.pages[0].obj.objgen] * 2


def test_an_address_brings_nothing_else_along() -> None:
    def link(pdf: pikepdf.Pdf) -> None:
        script = pdf.make_indirect(Dictionary(S=Name.JavaScript, JS=pikepdf.String("app.alert(1)")))
        action = Dictionary(S=Name.URI, URI=pikepdf.String("https://example.org"), Next=script)
        pdf.pages[0].obj.Annots = Array(
            [Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=action)]
        )

    data = impose(changed(1, link), "script.pdf", Order()).data
    with pikepdf.open(io.BytesIO(data)) as made:
        assert set(made.pages[0].obj.Annots[0].A.keys()) == {"/S", "/URI"}
        assert not any("/JS" in one for one in made.objects if isinstance(one, Dictionary))


def test_layers_that_are_off_stay_off() -> None:
    def hide(pdf: pikepdf.Pdf) -> None:
        layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=pikepdf.String("answers")))
        pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
        page = pdf.pages[0].obj
        page.Resources.Properties = Dictionary(L=layer)
        hidden = b"/OC /L BDC 1 0 0 rg 0 0 400 400 re f EMC " + RED
        page.Contents = pdf.make_stream(hidden)

    data = impose(changed(1, hide), "layers.pdf", Order()).data
    assert folding.painted(data) == pytest.approx((MIDDLE + 100, 100, MIDDLE + 150, 120), abs=1)


def test_a_file_that_anybody_may_open_is_no_locked_file() -> None:
    data = changed(4, lambda _: None, encryption=pikepdf.Encryption(owner="secret", user=""))
    assert len(folding.sides(impose(data, "owned.pdf", Order()).data)) == 2


def test_two_thousand_pages_take_seconds_and_share_their_font() -> None:
    pdf = pikepdf.open(io.BytesIO(folding.numbered(1)))
    font = pdf.make_stream(b"x" * 50_000)
    pdf.pages[0].obj.Resources.Font.F.FontFile = font  # as large as a real one; its letters are not looked at
    for _ in range(1999):
        pdf.pages.append(pdf.pages[0])
    target = io.BytesIO()
    pdf.save(target, compress_streams=False)
    began = time.process_time()
    imposed = impose(target.getvalue(), "long.pdf", Order(signature=64))
    assert time.process_time() - began < 8
    assert len(imposed.plan.sheets) == 500
    with pikepdf.open(io.BytesIO(imposed.data)) as made:
        fonts = {page.Resources.XObject[name].Resources.Font.F.objgen for page in made.pages
                 for name in page.Resources.XObject}  # fmt: skip
        assert len(fonts) == 1


def test_a_hundred_pages_are_one_booklet_and_more_are_not() -> None:
    assert len(impose(folding.numbered(100), "a.pdf", Order()).plan.sheets) == 25
    with pytest.raises(FileError, match="too thick"):
        impose(folding.numbered(101), "b.pdf", Order())
    assert len(impose(folding.numbered(8), "c.pdf", Order(signature=400)).plan.sheets) == 2


@pytest.mark.parametrize("box", [[0, 0, 0, 0], [0, 0, 3, 600]])
def test_pages_without_a_size_are_told(box: list[int]) -> None:
    def flatten(pdf: pikepdf.Pdf) -> None:
        pdf.pages[1].obj.MediaBox = Array(box)

    with pytest.raises(FileError, match="without a size"):
        impose(changed(2, flatten), "flat.pdf", Order())


def test_pages_that_the_sheet_has_no_room_for_are_told() -> None:
    with pytest.raises(ManuscriptError, match="no room on a sheet"):
        impose(folding.numbered(2), "a.pdf", Order("repeat", cells=(8, 8), gap="40mm"))
    with pytest.raises(ManuscriptError, match="no paper has a bulk"):
        impose(folding.numbered(2), "a.pdf", Order(weight="80gsm", bulk=90))
    with pytest.raises(ManuscriptError, match="not a weight of paper"):
        impose(folding.numbered(2), "a.pdf", Order(weight="8000gsm"))


# marks


def lines(data: bytes, number: int = 0) -> str:
    with pikepdf.open(io.BytesIO(data)) as made:
        content = made.pages[number].obj.Contents.read_bytes().decode()
        return content.rpartition("0 G")[2] if "0 G" in content else ""


def test_nothing_is_marked_to_be_cut_at_the_edge_of_the_sheet() -> None:
    plain, _, dashed = lines(impose(folding.numbered(8), "a.pdf", Order(marks=True)).data, 1).partition("[3 2]")
    assert plain.split() == []
    assert dashed.count(" l S") == 2


def test_marks_stand_where_the_printer_prints() -> None:
    imposed = impose(folding.numbered(8), "a.pdf", Order(marks=True, edge="6mm"))
    edge = 6 * 72 / 25.4
    words = lines(imposed.data, 1).replace("[3 2] 0 d", "").replace("Q", "").split()
    numbers = [float(word) for word in words if word not in ("m", "l", "S")]
    assert numbers
    for x, y in zip(numbers[::2], numbers[1::2], strict=True):
        assert edge - 0.01 <= x <= imposed.frame.paper.width - edge + 0.01
        assert edge - 0.01 <= y <= imposed.frame.paper.height - edge + 0.01
