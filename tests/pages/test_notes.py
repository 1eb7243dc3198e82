"""Footnotes: each stands whole on the page that calls it, or the build says so; none is ever lost."""

from __future__ import annotations

import pytest

from booklet.problems import ProofError
from tests.conftest import Project
from tests.pages import rules
from tests.pages.conftest import Press
from tests.pages.generated import Shape, blocks, note, paragraph, paragraphs, with_note
from tests.pages.measuring import Finished

SIXTY = [f"n{number}" for number in range(1, 61)]
SIXTY_LENGTHS = {key: 6 + number * number * 7 % 75 for number, key in enumerate(SIXTY)}
KINDS = {
    "n61": "two in one line, the first", "n62": "two in one line, the second", "n63": "in a list item",
    "n64": "in a cell of a table", "n65": "of two paragraphs", "n66": "half a page long", "n67": "in a quotation",
    "n68": "in a heading", "n69": "in a definition", "n70": "at the end of the last paragraph", "n71": "in an aside",
    "n73": "with a list", "n74": "in a nested list", "n75": "in a hint",
}  # fmt: skip


@pytest.fixture(scope="module")
def noted(press: Press) -> Finished:
    """Sixty notes at all heights of the page, and notes called from every kind of block."""
    prose = [
        with_note(paragraph(f"p{number}", 40 + number * 13 % 70), key, number * 37 % 100 / 100)
        for number, key in enumerate(SIXTY, 1)
    ]
    many = blocks([*prose, *(note(key, length) for key, length in SIXTY_LENGTHS.items())])
    kinds = [
        with_note(with_note(paragraph("k1"), "n62", 0.54), "n61", 0.5),
        f"- {with_note(paragraph('k2', 20), 'n63')}\n- {paragraph('k3', 20)}",
        "| one | other |\n|---|---|\n| cell n64c[^n64] | word |",
        with_note(paragraph("k4"), "n65", 0.9),
        paragraphs("k5", [80] * 3),
        with_note(paragraph("k6"), "n66", 0.4),
        paragraphs("k7", [90] * 4),
        f"> {with_note(paragraph('k8', 30), 'n67', 0.5)}",
        "## A heading n68c[^n68]",
        paragraph("k9"),
        f"Term\n:   {with_note(paragraph('k10', 30), 'n69', 0.5)}",
        f"::: aside\n{with_note(paragraph('k11', 30), 'n71', 0.5)}\n:::",
        f"- {paragraph('k13', 9)}\n    - {with_note(paragraph('k14', 9), 'n74')}\n",
        with_note(paragraph("k15"), "n73", 0.2),
        with_note(paragraph("k12"), "n70"),
        *(note(key, 20) for key in KINDS if key not in ("n65", "n66", "n73", "n75")),
        note("n65", 25, 30),
        note("n66", 230),
        "[^n73]: n73a begins\n\n    - one thing\n    - another n73z",
    ]
    hint = f"   ::: hint\n   {with_note(paragraph('k17', 20), 'n75')}\n   :::"
    questions = blocks([f"1. {paragraph('k16', 20)}", hint, note("n75", 9)])
    sections = {
        "01-many.md": f"# Many\n\n{many}",
        "02-kinds.md": f"# Kinds\n\n{blocks(kinds)}",
        "03-questions.md": f"---\nkind: questions\n---\n# Questions\n\n{questions}",
    }
    return press("notes", Shape(sections))


def test_sixty_notes_stand_whole_on_the_pages_that_call_them(noted: Finished) -> None:
    assert rules.notes_astray(noted, SIXTY) == []
    assert [warning for warning in noted.warnings if warning.startswith("E")] == []


@pytest.mark.parametrize("key", KINDS, ids=lambda key: KINDS[key].replace(" ", "-"))
def test_a_note_stands_on_its_page_wherever_it_is_called(noted: Finished, key: str) -> None:
    assert rules.notes_astray(noted, [key]) == []


def test_notes_are_numbered_anew_in_each_section_and_stand_in_that_order(noted: Finished) -> None:
    for section, keys in (("many", SIXTY), ("kinds", ["n61", "n62", "n63", "n64", "n65"])):
        printed = [noted.line_of(f"{key}a").words[0].rstrip(".") for key in keys]
        assert printed == [str(number) for number in range(1, len(keys) + 1)], section
        places = [(noted.line_of(f"{key}a").page, noted.line_of(f"{key}a").box.top) for key in keys]
        assert places == sorted(places)


def test_notes_stand_at_the_foot_under_the_text_in_smaller_type(noted: Finished) -> None:
    for key in SIXTY:
        line = noted.line_of(f"{key}a")
        assert line.box.height < 0.9 * noted.text_height
        leaf = noted.leaves[line.page]
        below = [other for other in noted.body_of(leaf) if other.box.top > line.box.bottom]
        assert [other.text for other in below if noted.is_text(other)] == []


def test_notes_keep_within_the_type_area_and_run_into_nothing(noted: Finished) -> None:
    assert rules.out_of_the_type_area(noted) == []
    assert rules.below_the_type_area(noted) == []
    assert rules.overprinted(noted) == []
    assert rules.wrong_page_numbers(noted) == []
    for leaf in noted.leaves[1:]:
        area = noted.area_of(leaf)
        assert [line.text for line in noted.body_of(leaf) if line.box.bottom > area.bottom + 8] == []


def test_paragraphs_with_notes_leave_no_line_alone(noted: Finished) -> None:
    assert rules.lonely_lines(noted, [f"p{number}" for number in range(1, 61)]) == []


def test_pages_with_notes_are_well_filled(noted: Finished) -> None:
    """A paragraph may turn over for its note, but then not much of the page stays white."""
    first, last = noted.page_of("p1a"), noted.page_of("p60z")
    white = []
    for leaf in noted.leaves[first:last]:
        text, area = rules.text_lines(noted, leaf), noted.area_of(leaf)
        white.append((min(rules.notes_begin(leaf), area.bottom) - text[-1].box.bottom) / area.height)
    assert max(white) < 0.45
    assert sum(white) / len(white) < 0.12


def test_a_note_of_two_paragraphs_begins_the_second_on_a_line_of_its_own(noted: Finished) -> None:
    lines = [noted.line_of("n65a"), noted.line_of("n65z")]
    assert lines[0].page == lines[1].page
    assert lines[1].box.top > lines[0].box.bottom


def with_a_note_of(project: Project, length: int) -> Project:
    text = [paragraph("p1", 50), with_note(paragraph("p2"), "n1", 0.5), paragraph("p3", 300), note("n1", length)]
    return project.section("01-long.md", f"# Long\n\n{blocks(text)}")


def test_a_note_that_fills_nearly_a_page_stands_whole_with_its_call(project: Project) -> None:
    made = with_a_note_of(project, 450).make("pdf")
    finished = Finished(made.files[0].data)
    assert made.warnings == ()
    assert rules.notes_astray(finished, ["n1"]) == []
    assert rules.below_the_type_area(finished) == []
    assert rules.overprinted(finished) == []


def test_a_note_longer_than_a_page_is_refused_at_its_place_and_never_cut(project: Project) -> None:
    with pytest.raises(ProofError) as refused:
        with_a_note_of(project, 900).make("pdf")
    (problem,) = refused.value.problems
    assert (problem.code, problem.place.line) == ("E002", 5)


def test_a_note_stays_where_a_block_that_does_not_fit_goes_to_the_next_page_as_a_whole(press: Press) -> None:
    """Its second line would fit but for the note; kept together, it goes all the same."""
    answer = f"   ::: answer\n   {paragraph('a1', 48)}\n   :::"
    sections = {
        f"{lines}-up-to-{lines}.md": f"---\nkind: questions\n---\n# Up to {lines}\n\n" + blocks(
            [
                with_note(paragraph(f"q{lines}", 10), f"n{lines}"), note(f"n{lines}", 18),
                *(paragraph(f"l{lines}-{line}", 3) for line in range(lines)),
                "1. Why?", "   ::: hint\n   Look at it.\n   :::", "   ::: teaching\n   Take a vote.\n   :::", answer,
            ]
        )
        for lines in (13, 14, 15, 16, 17)
    }  # fmt: skip
    finished = press("notes-and-answers", Shape(sections, settings="theme: workbook\n"), "teacher")
    assert not finished.warnings
    assert rules.notes_astray(finished, [f"n{lines}" for lines in (13, 14, 15, 16, 17)]) == []


def test_a_note_of_a_table_whose_next_row_does_not_fit_stays_with_its_row(press: Press) -> None:
    """What begins the next page is that row, and not the head of the table, which stands there once more."""

    def table(noted: int) -> str:
        rows = [
            f"| {paragraph(f'r{noted}-{n}', 20)} | {paragraph(f's{noted}-{n}', 9)}"
            f"{f' n{noted}c[^n{noted}]' if n == noted else ''} |"
            for n in range(8)
        ]
        return blocks(["\n".join(["| one | other |", "|---|---|", *rows]), note(f"n{noted}", 20)])

    sections = {f"{noted}-up-to-{noted}.md": f"# Up to {noted}\n\n{table(noted)}" for noted in (1, 2, 3)}
    finished = press("notes-in-tables", Shape(sections, settings="theme: accessible\n"))
    assert not finished.warnings
    assert rules.notes_astray(finished, ["n1", "n2", "n3"]) == []
