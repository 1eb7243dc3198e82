"""Room to write on finished pages: what fills a page, what is shared, what stands where answers do."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.conftest import SETTINGS, Project
from tests.pages.measuring import BOTTOM_MARGIN, Box, Finished

PT_PER_MM = 72 / 25.4
ROOMS = """# Rooms

Begin here.[^1]

[^1]: A note at the foot.

::: workspace {kind=box fill=true height=30mm}
:::

Middlepart leads to [the last](#last).

::: workspace {kind=box fill=true height=30mm}
:::

Finished here.

::: pagebreak
:::

## Lines

::: workspace {fill=true}
:::

Thereafter.

::: pagebreak
:::

## Many {#many}

::: workspace {lines=50}
:::

::: pagebreak
:::

::: columns
Narrow.

::: workspace {kind=box height=20mm fill=true}
:::
:::

## Last {#last}
"""
QUESTIONS = """---
kind: questions
---
# Questions

1. Drawing?

   ::: workspace {kind=box height=50mm}
   Draw here.
   :::

   ::: answer
   Ahouse.
   :::

2. Afterwards?
"""


def of_text(finished: Finished, word: str) -> tuple[int, Box]:
    """The page on which a word stands in the text, and its line."""
    line = next(line for line in finished.lines if word in line.text and line.page > 4)
    return line.page, line.box


def frames(finished: Finished, page: int) -> list[Box]:
    """Boxes to write in on a page, from the top."""
    high = (box for box in finished.leaves[page].strokes if box.height > 15 * PT_PER_MM)
    return sorted(high, key=lambda box: box.top)


def rules(finished: Finished, page: int) -> list[float]:
    """How far down the ruled lines of a page are."""
    wide = (s for s in finished.leaves[page].strokes if s.width > 200 and 7 < s.height / PT_PER_MM < 9)
    return sorted(s.bottom for s in wide)


@pytest.fixture(scope="module")
def student(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    project = Project(tmp_path_factory.mktemp("rooms")).write("manuscript/booklet.yaml", SETTINGS)
    project.section("01-rooms.md", ROOMS)
    return Finished(project.build("pdf")["pdf"])


def test_room_takes_what_is_left_of_its_page_above_the_notes_and_shares_it(student: Finished) -> None:
    page, begun = of_text(student, "egin here")
    _, middle = of_text(student, "Middlepart")
    _, end = of_text(student, "Finished here")
    _, note = of_text(student, "A note at the foot")
    first, second = middle.top - begun.bottom, end.top - middle.bottom
    assert first == pytest.approx(second, abs=8)
    assert first > 35 * PT_PER_MM
    assert 0 < note.top - end.bottom < 18
    upper, lower = frames(student, page)
    assert begun.bottom - 3 < upper.top < upper.bottom < middle.top + 3
    assert middle.bottom - 3 < lower.top < lower.bottom < end.top + 3


def test_links_and_their_words_move_together(student: Finished) -> None:
    page, words = of_text(student, "Middlepart")
    (link,) = (jump for jump in student.jumps if jump.page == page and jump.target > page)
    assert words.holds(link.box, slack=4)


def test_ruled_room_grows_by_whole_lines(student: Finished) -> None:
    page, after = of_text(student, "Thereafter")
    lines = rules(student, page)
    assert len(lines) > 12
    steps = {round(low - high) for high, low in pairwise(lines)}
    assert steps == {round(8 * PT_PER_MM)}
    height = student.leaves[page].height
    assert 0 <= height * (1 - BOTTOM_MARGIN) - after.bottom < 8 * PT_PER_MM + 6


def test_no_line_to_write_on_is_alone_on_its_page(student: Finished) -> None:
    first = of_text(student, "Many")[0]
    counts = [len(rules(student, page)) for page in range(first, first + 3)]
    assert sum(counts) == 50
    assert all(count >= 3 for count in counts)


def test_room_in_columns_stays_as_high_as_it_asks_for(student: Finished) -> None:
    page, _ = of_text(student, "Narrow")
    assert max(box.bottom for box in frames(student, page)) < student.leaves[page].height / 2


def test_an_answer_stands_where_the_room_was_and_its_words_stay(project: Project) -> None:
    project.section("01-questions.md", QUESTIONS)
    between = {}
    for edition in ("student", "teacher"):
        finished = Finished(project.build("pdf", editions=(edition,))["pdf"])
        text = " ".join(line.text for line in finished.lines)
        assert "Draw here" in text
        assert ("Ahouse" in text) == (edition == "teacher")
        between[edition] = of_text(finished, "Afterwards?")[1].top - of_text(finished, "Drawing?")[1].top
    assert between["student"] > 50 * PT_PER_MM > between["teacher"]


@pytest.mark.parametrize("theme", ["classic", "modern", "workbook", "accessible"])
def test_a_box_to_draw_in_is_as_wide_as_the_text(project: Project, theme: str) -> None:
    project.section("01-draw.md", "# Boxes\n\nDrawhere first.\n\n::: workspace {kind=box height=40mm}\n:::\n")
    finished = Finished(project.build("pdf", theme=theme)["pdf"])
    leaf = finished.leaves[finished.page_of("Drawhere")]
    high = [box for box in leaf.strokes if box.height > 35 * PT_PER_MM]
    left, right = min(box.left for box in high), max(box.right for box in high)
    assert right - left > 65 * PT_PER_MM
    assert left > 10 * PT_PER_MM
    assert right < leaf.width - 8 * PT_PER_MM


def test_room_that_takes_what_is_left_leaves_none_for_notes_in_workbook(project: Project) -> None:
    asks = "1. Draw.\n\n   ::: workspace {kind=box fill=true}\n   :::\n"
    for name, text in (("01-fills.md", asks), ("02-asks.md", "1. Write. {lines=4}\n")):
        project.section(name, f"---\nkind: questions\n---\n# Section {name[:2]}\n\n{text}")
    finished = Finished(project.build("pdf", theme="workbook")["pdf"])
    noted = [leaf.label for leaf in finished.leaves if any(line.text == "Your notes" for line in leaf.lines)]
    assert noted == ["2"]


def test_notes_on_the_last_chapter_go_on_to_the_foot_of_the_page_in_workbook(project: Project) -> None:
    told = "## One {chapter=1}\n\nIt begins.\n\n## Two {chapter=2}\n\nIt goes on, and endshere.\n"
    project.section("01-told.md", f"---\nkind: summary\nscope: chapters\n---\n# Told\n\n{told}")
    finished = Finished(project.build("pdf", theme="workbook")["pdf"])
    leaf = finished.leaves[finished.page_of("endshere")]
    assert [line.text for line in leaf.lines].count("Your notes") == 2
    below = finished.line_of("endshere").box.bottom
    lines = sorted(box.bottom for box in leaf.strokes if box.width > 200 and box.bottom > below + 10)
    steps = {round(other - one, 1) for one, other in pairwise(lines) if other - one > 1}
    assert len(lines) > 5
    assert max(steps) - min(steps) < 0.3, "the lines are one pitch apart, with no second label between them"
