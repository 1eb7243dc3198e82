"""Pages of all sizes: the text grows with the page, its lines stay of a length that reads well, and all rules hold."""

from __future__ import annotations

import pytest

from tests.pages import generated as g
from tests.pages import rules
from tests.pages.conftest import Press
from tests.pages.measuring import Finished

SIZES = {
    "A5": (148, 210),
    "A4": (210, 297),
    "Letter": (215.9, 279.4),
    "6x9in": (152.4, 228.6),
    "Half-letter": (139.7, 215.9),
    "100x150mm": (100, 150),
}
NOTES = [f"n{number}" for number in range(12)]
HEADINGS = [f"h{number}" for number in range(12)]
KEYS = [f"p{number}" for number in range(12)] + [f"p90x{number}" for number in range(1, 13)]


def shape(page: str) -> g.Shape:
    """Prose with headings and notes, a wide table, pictures, questions."""
    pieces = []
    for number in range(12):
        pieces.append(f"## {HEADINGS[number]} of some words")
        pieces.append(g.with_note(g.paragraph(f"p{number}", 50 + 17 * number % 60), f"n{number}", number / 12))
    wide, tall = g.figure("f1", "land.png", 12, "Somebody"), g.figure("f2", "port.png", 12)
    pieces[9:9] = [g.table("wide", 15, 7), wide, tall]
    pieces += [g.note(key, 9 + number * 7) for number, key in enumerate(NOTES)]
    sections = {
        "01-all.md": f"# All of it\n\n{g.blocks(pieces)}",
        "02-prose.md": f"# P\n\n{g.paragraphs('p90', [90] * 12)}",
        "03-q.md": "---\nkind: questions\n---\n# Q\n\n" + g.blocks(g.question(f"q{number}", 40) for number in range(4)),
    }
    pictures = {"land.png": g.photograph(2000, 900), "port.png": g.photograph(600, 1500)}
    return g.Shape(sections, page=page, pictures=pictures)


def of_size(press: Press, page: str) -> Finished:
    return press(f"size-{page}", shape(page))


@pytest.fixture(scope="module", params=SIZES)
def page(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def sized(press: Press, page: str) -> Finished:
    return of_size(press, page)


def test_every_page_has_the_size_that_was_asked_for(sized: Finished, page: str) -> None:
    for leaf in sized.leaves:
        assert (leaf.width / 72 * 25.4, leaf.height / 72 * 25.4) == pytest.approx(SIZES[page], abs=0.1)


def test_a_line_has_as_many_letters_as_read_well(sized: Finished, page: str) -> None:
    """Some 55 to 78 letters and spaces on a full line; on a page as small as a hand somewhat fewer."""
    full = [line for line in sized.prose if line.box.width > 0.97 * sized.areas[True].width]
    middle = sorted(len(line.text) for line in full)[len(full) // 2]
    assert (45 if page == "100x150mm" else 55) <= middle <= 78


def test_margins_are_a_tenth_of_the_width_and_wider_at_the_fold(sized: Finished) -> None:
    right, left, width = sized.areas[True], sized.areas[False], sized.leaves[0].width
    outer, inner = width - right.right, right.left
    assert min(outer, inner) > 0.09 * width
    assert inner > outer
    assert left.left == pytest.approx(outer, abs=1)
    assert width - left.right == pytest.approx(inner, abs=1)


def test_text_grows_with_the_page_but_less(press: Press) -> None:
    heights = {page: of_size(press, page).text_height for page in SIZES}
    assert heights["100x150mm"] < heights["A5"] < heights["6x9in"] < heights["A4"] < heights["Letter"]
    assert heights["A4"] / heights["A5"] < 210 / 148


def test_all_rules_hold_on_every_size(sized: Finished) -> None:
    assert rules.off_the_page(sized) == []
    assert rules.out_of_the_type_area(sized) == []
    assert rules.below_the_type_area(sized) == []
    assert rules.overprinted(sized) == []
    assert rules.wrong_page_numbers(sized) == []
    assert rules.lonely_lines(sized, KEYS) == []
    assert rules.lonely_headings(sized, HEADINGS) == []
    assert rules.notes_astray(sized, NOTES) == []
    assert rules.rows_of(sized, "wide", 15)
    assert sized.warnings == ()


def test_a_wide_picture_fills_the_line_and_a_tall_one_leaves_room_for_its_caption(sized: Finished) -> None:
    wide, tall = (box for leaf in sized.leaves for box in leaf.pictures)
    height = sized.leaves[0].height
    line = sized.areas[True].width
    assert 0.9 * line < wide.width < line + 1.5  # a little smaller where it fills what is left of a page
    assert 0.33 * height < tall.height < 0.65 * height  # smaller where it fills what is left of a page
