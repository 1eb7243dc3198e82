"""Pictures of every proportion with captions and credits: within the type area, undistorted, next to their words."""

from __future__ import annotations

import pytest

from tests.conftest import Project
from tests.pages import rules
from tests.pages.conftest import Press
from tests.pages.generated import (
    Shape,
    blocks,
    drawing,
    figure,
    note,
    paragraph,
    paragraphs,
    photograph,
    table,
    with_note,
)
from tests.pages.measuring import Box, Finished, Leaf

SIZES = {
    "land": (1200, 500), "port": (500, 1500), "tiny": (8, 8), "huge": (4000, 1500), "near": (900, 1200),
    "half": (1200, 800), "many1": (640, 480), "many2": (480, 640), "many3": (2000, 300), "credit": (300, 300),
}  # fmt: skip
DRAWN = {"flat": (800, 60), "pole": (60, 800)}
CREDIT = "Somebody with a very long name, of an institution whose address goes on and on, by whose kindness it is shown"


@pytest.fixture(scope="module")
def pictured(press: Press) -> Finished:
    """Pictures between paragraphs of different lengths, so that they meet the foot of a page in many ways."""
    pictures = {f"{key}.png": photograph(*size) for key, size in SIZES.items() if key != "huge"}
    pictures |= {"huge.jpg": photograph(*SIZES["huge"], "JPEG")}
    pictures |= {f"{key}.svg": drawing(*size) for key, size in DRAWN.items()}
    shown = []
    for number, name in enumerate([*pictures, *pictures], 1):
        key = name.partition(".")[0] + str(number)
        width = "50%" if "half" in name else ""
        shown.append(figure(f"f{number}", name, 8 + 3 * number, CREDIT if number % 3 == 0 else "", width))
        shown.append(paragraph(f"p{number}{key[:1]}", 30 + number * 29 % 90))
    shown.append(figure("f99", "port.png", 160))
    return press("pictures", Shape({"01-pictures.md": f"# Pictures\n\n{blocks(shown)}"}, pictures=pictures))


def figures(finished: Finished) -> list[tuple[Leaf, Box]]:
    return [(leaf, box) for leaf in finished.leaves[1:] for box in (*leaf.pictures, *leaf.drawings)]


def test_no_picture_is_lost(pictured: Finished) -> None:
    raster = sum(len(leaf.pictures) for leaf in pictured.leaves)
    assert raster == 2 * len(SIZES) + 1
    assert sum(bool(leaf.drawings) for leaf in pictured.leaves[1:]) >= 2


def test_pictures_captions_and_credits_keep_within_the_type_area(pictured: Finished) -> None:
    assert rules.off_the_page(pictured) == []
    assert rules.out_of_the_type_area(pictured) == []
    assert rules.below_the_type_area(pictured) == []
    assert rules.overprinted(pictured) == []


def test_pictures_keep_their_proportions(pictured: Finished) -> None:
    known = [width / height for width, height in (*SIZES.values(), *DRAWN.values())]
    for leaf, box in figures(pictured):
        off = min(min(abs(box.width - box.height * ratio), abs(box.height - box.width / ratio)) for ratio in known)
        assert off < 2, (leaf.label, box)


def test_small_pictures_are_not_blown_up_and_large_ones_fill_the_line(pictured: Finished) -> None:
    widths = sorted(box.width for leaf in pictured.leaves for box in leaf.pictures)
    assert widths[0] == pytest.approx(8 * 72 / 150, abs=0.5)
    assert widths[-1] == pytest.approx(pictured.areas[True].width, abs=1.5)
    assert sum(abs(width - pictured.areas[True].width / 2) < 1 for width in widths) == 2, "width=50% is half the line"


@pytest.mark.parametrize("number", range(1, 25))
def test_a_picture_stands_above_its_caption_on_the_same_page(pictured: Finished, number: int) -> None:
    first, last = pictured.line_of(f"f{number}a"), pictured.line_of(f"f{number}z")
    assert first.page == last.page
    leaf = pictured.leaves[first.page]
    above = [box for box in (*leaf.pictures, *leaf.drawings) if 0 < first.box.top - box.bottom < 15]
    assert len(above) == 1


def test_a_long_caption_begins_under_its_picture(pictured: Finished) -> None:
    first = pictured.line_of("f99a")
    assert any(0 < first.box.top - box.bottom < 15 for box in pictured.leaves[first.page].pictures)


def test_a_credit_follows_its_caption(pictured: Finished) -> None:
    thanks = [line for line in pictured.lines if "institution" in line.plain]
    assert len(thanks) == 8
    for number in range(3, 25, 3):
        caption = pictured.line_of(f"f{number}z")
        assert any(
            line.page == caption.page and -1 <= line.box.top - caption.box.top < 3 * line.box.height for line in thanks
        )


def test_the_text_between_pictures_leaves_no_line_alone(pictured: Finished) -> None:
    keys = [word[:-1] for word in pictured.marks if word.startswith("p") and word.endswith("a") and word[1:2].isdigit()]
    assert len(keys) == 24
    assert rules.lonely_lines(pictured, keys) == []


def test_a_picture_does_not_leave_its_page_with_the_list_behind_it(press: Press) -> None:
    """The list's first note has no room under the picture, so it begins on the next page, alone."""
    listed = [f"- {with_note(paragraph('li1', 8), 'n1', 0.3)}", f"- {paragraph('li2', 40)}", note("n1", 90)]
    before = [paragraph("p1", 170), paragraph("p2", 80), table("t1", 2, 2)]
    text = blocks(["# Section", *before, figure("f1", "port.png", 5), *listed])
    measured = f"# Measure\n\n{paragraphs('p0', [90] * 8)}"
    pictures = {"port.png": photograph(300, 800)}
    finished = press("picture-before-a-list", Shape({"01-s.md": text, "02-m.md": measured}, pictures=pictures))
    assert rules.holes(finished, ["f1"]) == []
    assert finished.page_of("f1a") == finished.page_of("t1r1") == finished.page_of("li1a") - 1


def test_a_picture_does_not_leave_its_page_with_the_quotation_behind_it(press: Press) -> None:
    """Of several lengths of text, one at least leaves room for the picture and for no more."""
    keys = [f"f{n}" for n in range(9)]
    drafts = [
        (f"# S{n}", paragraph(f"p{n}", 40 + 20 * n), figure(key, "half.svg", 9), f"> {paragraph(f'q{n}', 60)}")
        for n, key in enumerate(keys)
    ]
    files = {f"{n:02}-s{n}.md": blocks(draft) for n, draft in enumerate(drafts)}
    finished = press("before-quotations", Shape(files, pictures={"half.svg": drawing(1200, 800)}))
    assert rules.holes(finished, keys) == []
    assert any(finished.page_of(f"q{n}a") > finished.page_of(f"f{n}a") == finished.page_of(f"p{n}a") for n in range(9))


@pytest.mark.parametrize("file", ["high.png", "high.svg"])
def test_a_high_picture_grows_smaller_where_it_would_leave_a_hole(press: Press, file: str) -> None:
    """In the width of the line it would be higher than the page, so it is never as high as that."""
    drafts = ((f"# S{n}", paragraph(f"p{n}", 40 + 60 * n), figure(f"f{n}", file, 9)) for n in range(3))
    files = {f"{n:02}-s{n}.md": blocks(draft) for n, draft in enumerate(drafts)}
    pictures = {"high.png": photograph(900, 2400), "high.svg": drawing(300, 800)}
    finished = press(f"high-{file[5:]}", Shape(files, pictures={file: pictures[file]}))
    assert rules.holes(finished, ["f0", "f1", "f2"]) == []
    assert [finished.page_of(f"f{n}a") - finished.page_of(f"p{n}a") for n in range(2)] == [0, 0]


@pytest.mark.parametrize("theme", ["classic", "modern", "workbook", "accessible"])
def test_a_picture_stays_on_its_page_where_the_places_of_its_entry_have_no_room_there(press: Press, theme: str) -> None:
    """Some texts of these lengths end where there is room for the picture and not for "Where it appears" too."""
    keys = [f"f{n}" for n in range(9)]
    links = " ".join(f"[Thing](#thing{n})" for n in range(len(keys)))
    told = "".join(f"## Part {n} {{chapter={n}}}\n\nIt is told there: {links}\n\n" for n in range(1, 6))
    files = {"01-chapters.md": f"---\nkind: summary\nscope: chapters\n---\n# Chapters\n\n{told}"}
    for n, key in enumerate(keys):
        entry = [f"## Thing {{#thing{n}}}", paragraph(f"p{n}", 30 + 20 * n), figure(key, "half.svg", 9)]
        files[f"{n + 2:02}-things{n}.md"] = f"---\nkind: symbols\n---\n# Things {n}\n\n{blocks(entry)}"
    shape = Shape(files, settings=f"theme: {theme}\n", pictures={"half.svg": drawing(1200, 800)})
    finished = press(f"entries-{theme}", shape)
    assert sum("Where it appears" in line.text for line in finished.lines) == len(keys)
    assert rules.holes(finished, keys) == []


def test_a_picture_that_is_a_choice_can_be_looked_at(project: Project) -> None:
    quiz = (
        "1. Which is it? {type=choice}\n   - [x] ![Land](images/land.png)\n   - [ ] In words ![Land](images/land.png)\n"
    )
    project.write("manuscript/images/land.png", photograph(1200, 800))
    project.section("01-quiz.md", f"---\nkind: quiz\n---\n# Quiz\n\n{quiz}")
    finished = Finished(project.build("pdf")["pdf"])
    heights = sorted(round(box.height / 72 * 25.4) for leaf in finished.leaves[1:] for box in leaf.pictures)
    assert heights[0] < 6
    assert 20 < heights[1] <= 30
