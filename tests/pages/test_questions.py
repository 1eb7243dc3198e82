"""Questions on paper: the prompt in one piece, room to write that begins under it, answers that stay with it."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.pages import rules
from tests.pages.conftest import Press
from tests.pages.generated import Shape, blocks, paragraph, paragraphs, question
from tests.pages.measuring import Box, Finished, Leaf

LENGTHS = [12, 40, 90, 150, 25, 210, 60, 8, 120, 33, 75, 180, 20, 50, 100]
LINES = [3, 12, 6, 20, 1, 8, 2, 40, 5, 10, 4, 7, 60, 9, 15]
USUAL = {"recall": 3, "infer": 5, "analyse": 8, "evaluate": 8, "create": 10}
MORE = 40
LINE_HEIGHT = 8 * 72 / 25.4


def shape() -> Shape:
    """Questions of all lengths with room of all heights, one longer than a page, and one of each level."""
    asked = [
        question(f"q{number}", length, 30, f"{{lines={lines}}}")
        for number, (length, lines) in enumerate(zip(LENGTHS, LINES, strict=True))
    ]
    asked += [question(f"level{number}", 15, 10, f"{{level={level}}}") for number, level in enumerate(USUAL)]
    asked += [question("long1", 700, 400, "{lines=5}")]
    asked += [question(f"more{number}", 9 + number * 7 % 30, 9, "{lines=4}") for number in range(MORE)]
    prose = f"# P\n\n{paragraphs('p2', [80] * 9)}"
    return Shape(
        {"01-q.md": f"---\nkind: questions\n---\n# Q\n\n{blocks([paragraph('p1'), *asked])}", "02-p.md": prose}
    )


@pytest.fixture(scope="module")
def asked(press: Press) -> Finished:
    return press("questions", shape())


@pytest.fixture(scope="module")
def answered(press: Press) -> Finished:
    return press("answers", shape(), "teacher")


def room(leaf: Leaf) -> list[Box]:
    """The lines to write on: boxes of 8 mm with a rule at the bottom."""
    return sorted(
        (box for box in leaf.strokes if abs(box.height - LINE_HEIGHT) < 1), key=lambda box: box.top
    )  # fmt: skip


WANTED = {f"q{number}": lines for number, lines in enumerate(LINES)}
WANTED |= {f"level{number}": lines for number, lines in enumerate(USUAL.values())}
WANTED |= {f"more{number}": 4 for number in range(MORE)}


@pytest.mark.parametrize("key", WANTED)
def test_a_prompt_is_on_one_page_with_the_beginning_of_its_room(asked: Finished, key: str) -> None:
    first, last = asked.line_of(f"{key}a"), asked.line_of(f"{key}z")
    assert first.page == last.page
    below = [box for box in room(asked.leaves[last.page]) if box.bottom > last.box.bottom]
    assert len(below) >= min(2, WANTED[key])


def test_every_line_that_was_asked_for_is_there(asked: Finished) -> None:
    assert sum(len(room(leaf)) for leaf in asked.leaves) == sum(LINES) + sum(USUAL.values()) + 5 + 4 * MORE


def test_a_page_never_holds_one_line_of_room_alone(asked: Finished) -> None:
    for leaf in asked.leaves:
        if room(leaf) and not rules.text_lines(asked, leaf):
            assert len(room(leaf)) > 1, leaf.label


def test_lines_to_write_on_are_8_mm_apart_and_end_at_the_type_area(asked: Finished) -> None:
    for leaf in asked.leaves:
        lines = room(leaf)
        for box in lines:
            assert box.right == pytest.approx(asked.area_of(leaf).right, abs=1)
        for one, other in pairwise(lines):
            assert other.top - one.top >= LINE_HEIGHT - 0.1


def test_no_answer_shows_in_the_students_copy_and_no_room_in_the_teachers(asked: Finished, answered: Finished) -> None:
    assert [mark for mark in asked.marks if mark.endswith(("wa", "wz"))] == []
    assert [leaf.label for leaf in answered.leaves if room(leaf)] == []


@pytest.mark.parametrize("key", WANTED)
def test_an_answer_begins_on_the_page_of_its_prompt(answered: Finished, key: str) -> None:
    assert answered.page_of(f"{key}z") == answered.page_of(f"{key}wa")


def test_a_question_longer_than_a_page_goes_on_whole(asked: Finished, answered: Finished) -> None:
    for finished in (asked, answered):
        assert 1 <= finished.page_of("long1z") - finished.page_of("long1a") <= 2
    assert answered.page_of("long1wz") >= answered.page_of("long1z")


def test_questions_run_into_nothing(asked: Finished, answered: Finished) -> None:
    for finished in (asked, answered):
        assert rules.overprinted(finished) == []
        assert rules.out_of_the_type_area(finished) == []
        assert rules.below_the_type_area(finished) == []
        assert rules.wrong_page_numbers(finished) == []


def test_numbers_stand_beside_their_prompts_and_count_through(asked: Finished) -> None:
    for number in range(1, len(LENGTHS) + 1):
        line = asked.line_of(f"q{number - 1}a")
        leaf = asked.leaves[line.page]
        beside = [
            other for other in leaf.lines
            if other.words[0] == str(number) and abs(other.box.bottom - line.box.bottom) < 6
        ]  # fmt: skip
        assert beside, number
        assert min(other.box.left for other in beside) < asked.area_of(leaf).left + 3
