"""Where pages end: no line and no heading alone, sections from one word to exactly one page, parts on right pages."""

from __future__ import annotations

import random

import pytest

from tests.conftest import Project
from tests.pages import rules
from tests.pages.conftest import Press
from tests.pages.generated import Shape, blocks, figure, note, paragraph, paragraphs, photograph, table
from tests.pages.measuring import Finished

SECTIONS = 14


def changing(number: int) -> tuple[str, list[str], list[str]]:
    """Paragraphs of all lengths with headings between: the text, the keys of paragraphs, the marks of headings."""
    chance = random.Random(number)
    pieces, keys, headings = [], [], []
    for index in range(22):
        if index and chance.random() < 0.45:
            mark = f"h{number}x{index}"
            level = chance.choice(["##", "##", "###"])
            pieces.append(f"{level} {mark} {' '.join(['A heading of several words'] * chance.choice([1, 1, 3]))}")
            headings.append(mark)
            if chance.random() < 0.2:
                pieces.append(f"### {mark}under right below")
                headings.append(f"{mark}under")
        key = f"p{number}x{index}"
        keys.append(key)
        pieces.append(paragraph(key, chance.choice([3, 8, 14, 20, 25, 31, 40, 60, 90, 130])))
    return blocks(pieces), keys, headings


CHANGING = [changing(number) for number in range(SECTIONS)]


@pytest.fixture(scope="module")
def broken(press: Press) -> Finished:
    sections = {f"{number:02}-s{number}.md": f"# S{number}\n\n{text}" for number, (text, _, _) in enumerate(CHANGING)}
    return press("breaks", Shape(sections))


@pytest.fixture(scope="module")
def mixed(press: Press) -> Finished:
    """Headings before everything that can follow one, at many heights of the page."""
    pieces = []
    for number in range(36):
        pieces += [paragraph(f"p{number}", 40 + number * 53 % 120), f"## g{number} before a block"]
        match number % 6:
            case 0:
                pieces.append(figure(f"f{number}", "land.png", 9))
            case 1:
                pieces.append(table(f"t{number}", 8, 3))
            case 2:
                pieces.append("\n".join(f"- {paragraph(f'li{number}x{item}', 12)}" for item in range(6)))
            case 3:
                pieces.append(f"> {paragraph(f'bq{number}', 50)}")
            case 4:
                pieces.append(f"::: warning\n{paragraph(f'wa{number}', 40)}\n:::")
            case 5:
                pieces.append("```\n" + "\n".join(f"code{number} line {line}" for line in range(8)) + "\n```")
    return press("mixed", Shape({"01-m.md": f"# M\n\n{blocks(pieces)}"}, pictures={"land.png": photograph(900, 400)}))


def test_no_paragraph_leaves_or_brings_a_line_alone(broken: Finished) -> None:
    keys = [key for _, keys, _ in CHANGING for key in keys]
    across = [key for key in keys if broken.page_of(f"{key}a") != broken.page_of(f"{key}z")]
    assert len(across) > 15, "too few paragraphs cross a page's end to prove anything"
    assert rules.lonely_lines(broken, keys) == []


def test_no_heading_stands_at_the_foot_without_two_lines_under_it(broken: Finished) -> None:
    headings = [mark for _, _, marks in CHANGING for mark in marks]
    assert len(headings) > 100
    assert rules.lonely_headings(broken, headings, least=1) == []
    follows = [mark for mark in headings if len(lines_after(broken, mark)) < 2]
    assert [mark for mark in follows if not ends_there(broken, mark)] == []


def lines_after(finished: Finished, mark: str) -> list[str]:
    heading = finished.line_of(mark)
    return [
        line.text for line in finished.body_of(finished.leaves[heading.page])
        if line.box.top > heading.box.top + 2 and finished.is_text(line)
    ]  # fmt: skip


def ends_there(finished: Finished, mark: str) -> bool:
    """Whether what follows a heading is a paragraph of one line, so that one line is all there is."""
    after = lines_after(finished, mark)
    return len(after) == 1 and after[0].rstrip(".").endswith("z")


def test_a_heading_stays_with_what_follows_whatever_it_is(mixed: Finished) -> None:
    assert rules.lonely_headings(mixed, [f"g{number}" for number in range(36)]) == []
    assert rules.lonely_lines(mixed, [f"p{number}" for number in range(36)]) == []
    feet = [mixed.line_of(f"g{number}").box.top / mixed.leaves[0].height for number in range(36)]
    assert max(feet) > 0.7, "no heading came near the foot: the test proves nothing"


def test_pages_end_near_the_foot(broken: Finished) -> None:
    """Keeping lines and headings together costs a few lines of a page, never half of it."""
    for _, keys, _ in CHANGING:
        first, last = broken.page_of(f"{keys[0]}a"), broken.page_of(f"{keys[-1]}z")
        for leaf in broken.leaves[first:last]:
            area = broken.area_of(leaf)
            assert area.bottom - rules.text_lines(broken, leaf)[-1].box.bottom < 0.3 * area.height, leaf.label


def test_each_section_begins_on_a_page_of_its_own_with_its_title_lower_down(broken: Finished) -> None:
    openings = [broken.page_of(f"p{number}x0a") for number in range(SECTIONS)]
    assert len(set(openings)) == SECTIONS
    for page in openings:
        leaf = broken.leaves[page]
        assert broken.body_of(leaf)[0].box.top > broken.area_of(leaf).top + 20
        assert broken.head_of(leaf) == ()


def page_count_of(project: Project, lines: int) -> int:
    """How many pages a section of so many lines of code takes."""
    code = "\n".join(f"line{number}" for number in range(lines))
    project.section("01-a.md", f"# A\n\n{paragraph('p1', 30)}\n\n```\n{code}\n```\n")
    project.section("02-b.md", "# B\n\nLastword.\n")
    finished = Finished(project.build("pdf")["pdf"])
    return finished.page_of("Lastword") - finished.page_of("p1a")


def test_a_section_of_exactly_one_page_has_no_second_one(project: Project) -> None:
    few, many = 20, 52
    while many - few > 1:
        middle = (few + many) // 2
        few, many = (middle, many) if page_count_of(project, middle) == 1 else (few, middle)
    assert page_count_of(project, few) == 1
    assert page_count_of(project, few + 1) == 2


@pytest.fixture(scope="module")
def parted(press: Press) -> Finished:
    """Parts whose sections have from one word to three pages."""
    sections = {f"{number:02}-w{number}.md": f"# W{number}\n\nOnlyword{number}.\n" for number in range(8)}
    for number in (2, 5):
        sections[f"{number:02}-w{number}.md"] = f"# W{number}\n\n{paragraphs(f'p{number}', [90] * 9)}"
    parts = "".join(
        f"  - title: Part {letter}\n    sections: [{', '.join(f'{n:02}-w{n}' for n in numbers)}]\n"
        for letter, numbers in (("One", (0, 1)), ("Two", (2, 3, 4)), ("Three", (5,)), ("Four", (6, 7)))
    )
    return press("parts", Shape(sections, f"parts:\n{parts}"))


def test_parts_open_on_right_pages_after_a_blank_page_where_one_is_needed(parted: Finished) -> None:
    openings = {number: next(b.page for b in parted.bookmarks if b.title == f"W{number}") for number in range(8)}
    assert [openings[number] % 2 for number in (0, 2, 5, 6)] == [0, 0, 0, 0]
    assert openings[1] == openings[0] + 1
    assert any(openings[number] % 2 for number in (1, 3, 4, 7)), "within a part a section takes the next page"
    blank = [leaf for leaf in parted.leaves[6:] if not leaf.lines]
    assert blank
    assert all(not (leaf.pieces or leaf.pictures or leaf.strokes) and not leaf.is_right for leaf in blank)


def test_a_section_of_one_word_is_a_page_with_title_word_and_number(parted: Finished) -> None:
    leaf = parted.leaves[parted.page_of("Onlyword1")]
    assert [line.text for line in parted.body_of(leaf)] == ["W1", "Onlyword1."]
    assert parted.folio_of(leaf) == leaf.label


def test_a_part_is_named_above_its_first_section_alone(parted: Finished) -> None:
    for letter, number in (("One", 0), ("Two", 2), ("Three", 5), ("Four", 6)):
        page = next(b.page for b in parted.bookmarks if b.title == f"W{number}")
        named = [leaf.index for leaf in parted.leaves if f"Part {letter}" in leaf.text.splitlines()]
        assert named == [4, page], letter


def called(text: str, *notes: tuple[int, str]) -> str:
    """A text with calls of notes before its words of these numbers."""
    for at, key in notes:
        words = text.split(" ")
        text = " ".join([*words[:at], f"{key}c[^{key}]", *words[at:]])
    return text


def test_what_had_to_be_turned_over_stays_where_that_is_no_longer_needed(press: Press) -> None:
    """Two blocks ask for the next page because of their notes; once the first is there, the second fits under it."""
    notes = {"n240": (32,), "n241": (20,), "n245": (23,), "n249": (45, 63), "n250": (21,), "n251": (22,),
             "n258": (44, 20), "n259": (3,), "n261": (25, 19)}  # fmt: skip
    text = blocks([
        "# Section", called(paragraph("p239", 200), (121, "n240"), (156, "n241")), paragraph("p242", 220),
        "## h243 of a part", called(paragraph("p244", 56), (44, "n245")), paragraph("p246", 5), paragraph("p247", 8),
        called(paragraph("p248", 41), (15, "n249"), (25, "n251"), (40, "n250")), f"> {paragraph('bq252', 60)}",
        paragraph("p253", 182), f"::: aside\n{paragraph('as254', 3)}\n:::", figure("f255", "land.png"),
        "## h256 of a part", called(paragraph("p257", 3), (0, "n259"), (1, "n258")),
        called(paragraph("p260", 114), (103, "n261")), *(note(key, *lengths) for key, lengths in notes.items()),
    ])  # fmt: skip
    measured = f"# Measure\n\n{paragraphs('p0', [90] * 8)}"
    shape = Shape({"01-s.md": text, "02-m.md": measured}, pictures={"land.png": photograph(800, 300)})
    finished = press("needless", shape)
    assert finished.page_of("h256") == finished.page_of("p260a")
    assert rules.notes_astray(finished, notes) == []
