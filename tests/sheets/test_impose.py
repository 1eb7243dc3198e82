"""``booklet impose`` from outside: what it says, what it makes, and what it refuses."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner
from pikepdf import Array, Dictionary, Name

from booklet.cli import main
from booklet.press.orders import Order, impose
from tests import conftest
from tests.conftest import Ran
from tests.sheets import folding


def run(*arguments: str | Path) -> Ran:
    return conftest.run("booklet", "impose", *map(str, arguments), cwd=Path.cwd())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "numbered.pdf"
    path.write_bytes(folding.numbered(10))
    return path


def test_by_itself_it_is_a_stapled_booklet_on_the_next_sheet_up(file: Path) -> None:
    done = run(file)
    assert done.code == 0
    assert done.out.strip().endswith("numbered-saddle.pdf")
    assert "3 sheets of A4 landscape, printed on both sides, flipped on the short edge, in actual size." in done.err
    assert "2 blank pages at the end." in done.err
    assert "no tags" in done.err
    with pikepdf.open(file.with_name("numbered-saddle.pdf")) as pdf:
        assert len(pdf.pages) == 6
        width, height = (float(side) / 72 * 25.4 for side in pdf.pages[0].mediabox[2:])
        assert (round(width), round(height)) == (297, 210)
        assert pdf.Root.ViewerPreferences.Duplex == Name.DuplexFlipShortEdge
        assert pdf.Root.ViewerPreferences.PrintScaling == Name("/None")


def test_american_pages_go_on_american_sheets(tmp_path: Path) -> None:
    path = tmp_path / "half.pdf"
    path.write_bytes(folding.numbered(4, (396, 612)))
    assert "1 sheet of Letter landscape" in run(path).err


def test_json_tells_what_was_made(file: Path) -> None:
    told = json.loads(run(file, "--json", "--layout", "perfect", "--signature", "8").out)
    assert {key: told[key] for key in ("sheets", "sheet", "pages", "blanks", "problems")} == {
        "sheets": 3, "sheet": "A4", "pages": 10, "blanks": 2, "problems": [],
    }  # fmt: skip
    assert told["scale"] < 1
    assert Path(told["files"][0]).name == "numbered-perfect.pdf"


def test_the_same_pages_give_the_same_bytes() -> None:
    data = folding.numbered(9)
    order = Order(marks=True, weight="80gsm")
    assert impose(data, "a.pdf", order).data == impose(data, "b.pdf", order).data


def test_colours_lie_beyond_the_cut_where_there_is_room() -> None:
    pdf = pikepdf.open(io.BytesIO(folding.numbered(1, (200, 100))))
    page = pdf.pages[0].obj
    page.MediaBox, page.TrimBox = Array([-20, -20, 220, 120]), Array([0, 0, 200, 100])
    page.BleedBox = Array([-9, -9, 209, 109])
    page.Contents = pdf.make_stream(b"1 0 0 rg -20 -20 240 140 re f")
    target = io.BytesIO()
    pdf.save(target)
    imposed = impose(target.getvalue(), "red.pdf", Order("repeat", cells=(1, 2), gap="30pt", sides=1))
    red = folding.painted(imposed.data)
    assert red == pytest.approx((595.28 / 2 - 109, 841.89 / 2 - 115 - 9, 595.28 / 2 + 109, 841.89 / 2 + 115 + 9), abs=1)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_pages_that_are_shown_turned_stand_as_they_are_shown(turn: int) -> None:
    pdf = pikepdf.open(io.BytesIO(folding.numbered(4, wide=(1, 2, 3, 4) if turn != 180 else ())))
    for page in pdf.pages:
        page.obj.Rotate = turn
    target = io.BytesIO()
    pdf.save(target)
    imposed = impose(target.getvalue(), "turned.pdf", Order())
    assert (imposed.frame.paper.name, imposed.frame.scale) == ("A4", 1)
    up = {90: (1, 0), 180: (0, -1), 270: (-1, 0)}[turn]
    assert {mark.up for side in folding.sides(imposed.data) for mark in side.marks} == {up}


def test_links_lead_to_the_sheet_that_has_their_page_and_out_of_the_file() -> None:
    pdf = pikepdf.open(io.BytesIO(folding.numbered(8)))
    rect = Array([100, 100, 150, 120])
    inner = Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=rect, Dest=Array([pdf.pages[4].obj, Name.XYZ, 0, 595, 0])
    )
    outer = Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=rect, A=Dictionary(S=Name.URI, URI=b"https://example.org")
    )
    named = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=rect, Dest=pikepdf.String("end"))
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(one) for one in (inner, outer, named)])
    tree = pikepdf.NameTree.new(pdf)
    tree["end"] = Array([pdf.pages[7].obj, Name.Fit])
    pdf.Root.Names = Dictionary(Dests=tree.obj)
    target = io.BytesIO()
    pdf.save(target)
    with pikepdf.open(io.BytesIO(impose(target.getvalue(), "links.pdf", Order()).data)) as made:
        # 8 | 1 on the first side; page 5 stands on the back of the second sheet, page 8 on the first side
        links = list(made.pages[0].obj.Annots)
        page = {p.obj.objgen: n for n, p in enumerate(made.pages)}
        assert page[links[0].Dest[0].objgen] == 3
        assert str(links[1].A.URI) == "https://example.org"
        assert page[links[2].Dest[0].objgen] == 0
        left = 841.89 / 2 + 100
        assert [float(side) for side in links[0].Rect] == pytest.approx([left, 100, left + 50, 120], abs=1)


def test_fields_of_a_form_are_printed_as_they_are_filled_in() -> None:
    pdf = pikepdf.open(io.BytesIO(folding.numbered(1)))
    look = pdf.make_stream(b"1 0 0 rg 0 0 50 20 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 50, 20]))
    field = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=pikepdf.String("name"), F=4,
                       Rect=Array([100, 100, 150, 120]), AP=Dictionary(N=look))  # fmt: skip
    field = pdf.make_indirect(field)
    pdf.pages[0].obj.Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))
    target = io.BytesIO()
    pdf.save(target)
    left = 841.89 / 2 + 100
    assert folding.painted(impose(target.getvalue(), "form.pdf", Order()).data) == pytest.approx(
        (left, 100, left + 50, 120), abs=1.5
    )


# what is refused


def test_pages_that_are_not_of_one_size(tmp_path: Path) -> None:
    pdf = pikepdf.open(io.BytesIO(folding.numbered(5)))
    pdf.pages[2].obj.MediaBox = Array([0, 0, 595.28, 841.89])
    pdf.save(tmp_path / "sizes.pdf")
    done = run(tmp_path / "sizes.pdf")
    assert done.code == 6
    expected = "error H001: the pages are not of one size: page 3 is of 210 × 297 mm, the others of 148 × 210 mm"
    assert expected in done.err
    assert not (tmp_path / "sizes-saddle.pdf").exists()


def test_401_pages_are_too_many_for_one_signature(tmp_path: Path) -> None:
    (tmp_path / "long.pdf").write_bytes(folding.numbered(401))
    done = run(tmp_path / "long.pdf")
    assert done.code == 6
    assert "error H002: 401 pages are 101 sheets: too thick to be folded as one" in done.err
    assert "booklet impose --signature 32" in done.err
    done = run(tmp_path / "long.pdf", "--signature", "401")
    assert (done.code, "P006" in done.err) == (3, True)
    assert run(tmp_path / "long.pdf", "--signature", "32").code == 0


def test_nine_pages_are_too_many_for_a_mini_book(tmp_path: Path) -> None:
    (tmp_path / "nine.pdf").write_bytes(folding.numbered(9))
    done = run(tmp_path / "nine.pdf", "--layout", "mini-book")
    assert done.code == 6
    assert "error H002: this PDF has 9 pages; a mini-book has 8" in done.err


def test_files_that_are_none(tmp_path: Path, file: Path) -> None:
    with pikepdf.open(file) as pdf:
        pdf.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(owner="a", user="b"))
    (tmp_path / "broken.pdf").write_bytes(file.read_bytes()[:300])
    (tmp_path / "text.pdf").write_text("no PDF at all")
    pikepdf.new().save(tmp_path / "empty.pdf")
    said = {
        "locked": "this PDF is locked with a password", "broken": "this file is no PDF, or a part of it is missing",
        "text": "this file is no PDF", "empty": "this PDF has no pages", "absent": "this file cannot be read",
    }  # fmt: skip
    for name, words in said.items():
        done = run(tmp_path / f"{name}.pdf")
        assert done.code == 6, name
        assert "error F002: " in done.err
        assert words in done.err
        assert "hint: " in done.err


def test_every_wrong_value_is_told_at_once(file: Path) -> None:
    done = run(
        file, "--sheet", "A9", "--edge", "3", "--gap", "9cm", "--spine", "x", "--paper", "8", "--signature", "18"
    )
    assert done.code == 3
    for option in ("--sheet", "--edge", "--gap", "--spine", "--paper", "--signature"):
        assert f"{option}: error P006: " in done.err
    assert not file.with_name("numbered-saddle.pdf").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("--one-sided --cells 3x3", ["--cells is for the layouts 2-up, 4-up, cut-and-stack and repeat, and not for sad",
                                     "; --one-sided is for the layouts 2-up"]),
        ("--layout 2-up --signature 8 --spine 3mm", ["--signature is for the layouts saddle and perfect", "; --spine"]),
        ("--layout 4-up --folds 2 --back-cover", ["--folds is for the layouts saddle and perfect", "; --back-cover"]),
        ("--layout 4-up --marks --paper 80gsm", ["--marks is for the layouts saddle", "--paper is for the layouts sa"]),
        ("--layout repeat --binding right", ["--binding is for the layouts saddle"]),
        ("--layout mini-book --flip long", ["--flip is for the layouts saddle"]),
        ("--layout repeat --one-sided --flip long", ["--flip is for sheets that are printed on both sides"]),
        ("--fit 4 --instructions -o out.pdf", ["--output and --instructions cannot stand beside --fit"]),
    ],
)  # fmt: skip
def test_an_option_that_means_nothing_for_the_layout_is_refused(file: Path, arguments: str, said: list[str]) -> None:
    done = CliRunner().invoke(main, ["impose", str(file), *arguments.split()])
    assert done.exit_code == 2
    assert [words for words in said if words not in done.stderr] == []
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_the_most_pages_of_a_side_are_told(file: Path) -> None:
    done = CliRunner().invoke(main, ["impose", str(file), "--layout", "repeat", "--cells", "9x9"])
    assert done.exit_code == 3
    assert "no sheet is parted into 9x9 pages\n  hint: take 2 to 64 pages on a side" in done.stderr


def test_sheets_never_take_the_place_of_the_pages(file: Path) -> None:
    before = file.read_bytes()
    done = run(file, "-o", file)
    assert done.code == 6
    assert file.read_bytes() == before
