"""Classroom pages on paper: nothing beside the type area or on top of another, heads repeated, boxes in one piece."""

from __future__ import annotations

import pytest

from tests.pages import rules
from tests.pages.conftest import Press
from tests.pages.generated import Shape, blocks, note, paragraph, with_note, words
from tests.pages.measuring import Finished
from tests.unit.finished import text_of_pdf

SIZES = ("A5", "A4", "Letter", "120x190mm")
LEVELS = ("Outstanding", "Accomplished", "Developing", "Beginning", "Insufficient")
LAYOUTS = {
    "tchart": ("t-chart", 2),
    "vennr": ("venn", 3),
    "spider": ("web", 8),
    "columnr": ("columns", 6),
    "chainr": ("sequence columns=3", 5),
    "gridr": ("grid rows=3", 4),
}
CRITERIA = 14
STATEMENTS = 20
WEEKS = 25


def head(kind: str, title: str) -> str:
    return f"---\nkind: {kind}\ntitle: {title}\n---\n\n"


def rubric() -> str:
    heads = " | ".join(f"{level} ({5 - number})" for number, level in enumerate(LEVELS))
    rows = [
        f"| critr{row} {' '.join(words(f'crit{row}', 3))} | "
        + " | ".join(" ".join(words(f"cell{row}x{level}", 9)) for level in range(5))
        + " |"
        for row in range(1, CRITERIA + 1)
    ]
    return "\n".join([f"| crithead | {heads} |", "|---|---|---|---|---|---|", *rows])


def guide() -> str:
    counted = range(1, STATEMENTS + 1)
    return blocks(f"{n}. stater{n} {' '.join(words(f'st{n}', 5 + n % 14))} {{lines={1 + n % 3}}}" for n in counted)


def plan() -> str:
    rows = [f"| planr{n} | {n} | {' '.join(words(f'task{n}', n % 30 + 3))} |" for n in range(1, WEEKS + 1)]
    return "\n".join(["| planhead | Chapters | Task |", "|---|---|---|", *rows])


def organizer(key: str) -> str:
    layout, count = LAYOUTS[key]
    labels = "\n".join(f"- {key}{n} of several words" for n in range(1, count + 1))
    return f"## A heading {key}h {{layout={layout}}}\n\n{labels}"


def activity(key: str, steps: int) -> str:
    listed = "\n".join(f"{n}. {key}s{n} {' '.join(words(f'{key}{n}', 12 + n * 9 % 40))}" for n in range(1, steps + 1))
    return f'## A heading {key}h {{minutes=40 group=groups materials="{" ".join(words("mats", 20))}"}}\n\n{listed}'


def shape(page: str) -> Shape:
    noted = with_note(paragraph("p1", 120), "n1")
    return Shape(
        {
            "01-p.md": f"# Prose\n\n{blocks([noted, paragraph('p2', 150), note('n1', 20)])}",
            "02-r.md": head("rubric", "Rubric") + rubric(),
            "03-g.md": head("anticipation", "Guide") + guide(),
            "04-s.md": head("schedule", "Plan") + plan(),
            "05-o.md": head("organizer", "Boxes") + blocks(organizer(key) for key in LAYOUTS),
            "06-a.md": head("activity", "To do") + blocks(activity(f"act{n}", n) for n in (3, 9, 5)),
            "07-q.md": f"# Prose again\n\n{blocks([paragraph('p3', 150), paragraph('p4', 150)])}",
        },
        page=page,
    )


@pytest.fixture(scope="module", params=SIZES)
def made(request: pytest.FixtureRequest, press: Press) -> Finished:
    return press(f"classroom-{request.param}", shape(request.param))


def test_nothing_leaves_the_type_area(made: Finished) -> None:
    assert rules.off_the_page(made) == []
    assert rules.out_of_the_type_area(made) == []
    assert rules.below_the_type_area(made) == []


def test_nothing_is_printed_over_anything(made: Finished) -> None:
    assert rules.overprinted(made) == []


@pytest.mark.parametrize(("key", "rows"), [("crit", CRITERIA), ("plan", WEEKS)])
def test_long_tables_repeat_their_heads(made: Finished, key: str, rows: int) -> None:
    pages = {made.page_of(f"{key}r{row}") for row in range(1, rows + 1)}
    assert {line.page for line in made.marks[f"{key}head"]} == pages
    assert len(pages) > 1 or made.leaves[0].width > 500


def test_statements_stand_in_order_under_words_for_before_and_after(made: Finished) -> None:
    pages = [made.page_of(f"stater{n}") for n in range(1, STATEMENTS + 1)]
    assert pages == sorted(pages)
    for page in set(pages):
        assert {"Before", "After"} <= {word for line in made.leaves[page].lines for word in line.words}


@pytest.mark.parametrize("key", LAYOUTS)
def test_an_organizer_is_on_one_page_with_its_heading(made: Finished, key: str) -> None:
    labels = [made.page_of(f"{key}{n}") for n in range(1, LAYOUTS[key][1] + 1)]
    assert {made.page_of(f"{key}h"), *labels} == {labels[0]}


def test_a_heading_of_an_activity_stays_with_its_first_step(made: Finished) -> None:
    for n in (3, 9, 5):
        assert made.page_of(f"act{n}h") == made.page_of(f"act{n}s1")


def test_what_is_read_out_comes_in_the_order_of_the_manuscript(made: Finished) -> None:
    text = text_of_pdf(made.data)
    places = [text.index(f"{key}{n}") for key in LAYOUTS for n in range(1, LAYOUTS[key][1] + 1)]
    assert places == sorted(places)


HIGH = {"tchart": 120, "vennr": 120, "spider": 16, "columnr": 120, "chainr": 60, "gridr": 40}  # mm


def two_of(key: str, answer: str) -> str:
    """A section of two organizers that have one answer and take more than half a page each."""
    return blocks(
        organizer(f"{key}").replace(f"{key}h {{", f"{key}h{n} {{height={HIGH[key]}mm ")
        + f"\n\n::: answer\n{answer}\n:::"
        for n in (1, 2)
    )


def test_boxes_whose_answer_stands_below_are_smaller_for_the_teacher(press: Press) -> None:
    below = {
        f"{n}-{key}.md": head("organizer", f"On {key}") + two_of(key, "In a few words.")
        for n, key in enumerate(HIGH, 1)
    }
    answers = "- first\n- second"
    within = {"9-t.md": head("organizer", "Within") + two_of("tchart", answers).replace("tcharth", "inh")}
    student, teacher = (
        press(f"organizers-{edition}", Shape({**below, **within}, page="A4"), edition)
        for edition in ("student", "teacher")
    )
    for key in HIGH:
        assert student.page_of(f"{key}h1") < student.page_of(f"{key}h2")
        assert teacher.page_of(f"{key}h1") == teacher.page_of(f"{key}h2"), f"a {key} for the teacher is high"
    assert teacher.page_of("inh1") < teacher.page_of("inh2")
