"""Classroom sections: what is read of activities, essays, rubrics, plans, organizers and guides, and what they show."""

from __future__ import annotations

import pytest
from lxml import etree

from booklet.model import plain
from tests.conftest import SETTINGS, Project
from tests.unit.finished import pages_of, text_of
from tests.unit.readings import read

WORK = "work: {title: A Book, author: B. Author, chapters: 23}\n"
FORMATS = ("pdf", "epub", "html")


def section(kind: str, text: str) -> str:
    return f"---\nkind: {kind}\ntitle: A Section\n---\n\n{text}\n"


def page(project: Project, edition: str = "student") -> etree._Element:
    """The HTML page of a project."""
    return etree.fromstring(project.build("html", editions=(edition,))["html"])


def words(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())


def by_class(tree: etree._Element, name: str) -> list[etree._Element]:
    return [element for element in tree.iter() if name in (element.get("class") or "").split()]


def test_an_activity_knows_its_time_its_grouping_and_its_chapter(project: Project) -> None:
    (item,) = read(
        project, "## Sale {minutes=40 group=pairs chapter=4 materials=pens lines=5}\n\n1. Go.", "activity"
    ).items
    assert (item.kind, item.room) == ("activity", 5)
    assert {key: value for key, value in item.fields.items() if value} == {
        "minutes": 40, "group": "pairs", "chapter": 4, "materials": "pens", "lines": 5,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("written", "kept"), [("800", "800"), ("600-800", "600–800"), ("600–800", "600–800"), ('"600 -- 800"', "600–800")]
)
def test_the_length_of_an_essay_is_a_number_or_two(project: Project, written: str, kept: str) -> None:
    (item,) = read(project, f"## Task {{words={written}}}\n\nWrite.", "essay").items
    assert item.fields["words"] == kept


@pytest.mark.parametrize("written", ["800-600", "600-", "-600", "0", "1-2-3", "600–", "٣", "123456", "6e2"])
def test_what_is_no_length_is_an_error(project: Project, written: str) -> None:
    assert read(project, f'## Task {{words="{written}"}}\n\nWrite.', "essay").problems == [
        f"manuscript/01-text.md:4:4: error S010: “words” cannot be “{written}”"
    ]


@pytest.mark.parametrize(
    ("head", "rows", "total"),
    [
        ("| C | Good (4) | Fair (2) |", ["| One | | |", "| Two | | |"], 8),
        ("| C | Good (5–6) | Fair (0) |", ["| One | | |"], 6),
        ("| C | Good (4 points) | Fair (2 points) |", ["| One | | |"], 4),
        ("| C | 4 – good | 2 – fair |", ["| One | | |"], 4),
        ("| C | Fair (2) | Good (4) |", ["| One (×3) | | |", "| Two (x2) | | |"], 20),
        ("| C | Good | Fair |", ["| Points | 3 | 1–2 |", "| One | | |"], 3),
        ("| C | Good | Fair |", ["| One | 3 | 1 |"], 0),
        ("| C | Good | Fair |", ["| One | | |"], 0),
        ("| C | Good (4) | Fair |", ["| One | | |"], 0),
        ("| C | Good (mostly) | Fair (rarely) |", ["| One | | |"], 0),
    ],
)
def test_the_points_of_a_rubric_are_added_up_where_every_level_has_them(
    project: Project, head: str, rows: list[str], total: int
) -> None:
    (item,) = read(project, "\n".join([head, "|---|---|---|", *rows]), "rubric").items
    assert item.fields["total"] == total


def test_the_criteria_of_a_rubric_head_its_rows(project: Project) -> None:
    project.section("01-r.md", section("rubric", "| C | Good (4) | Fair (2) |\n|--|--|--|\n| One | a | b |"))
    (table,) = by_class(page(project), "levels")
    assert [(th.get("scope"), words(th)) for th in table.iter("{*}th")] == [
        ("col", "C"), ("col", "Good (4)"), ("col", "Fair (2)"), ("row", "One"),
    ]  # fmt: skip
    assert "Total of 4 points" in text_of(project.build("html")["html"])


def test_an_essay_leads_to_its_rubric_by_name_and_on_paper_by_page(project: Project) -> None:
    project.section("01-e.md", section("essay", "## Task {rubric=#marks}\n\nWrite."))
    project.section("02-r.md", section("rubric", "## How it counts {#marks}\n\n| C | Good |\n|--|--|\n| One | a |"))
    (line,) = by_class(page(project), "marked-by")
    (link,) = line.iter("{*}a")
    assert (words(line), link.get("href")) == ("Rubric How it counts", "#marks")
    assert "Rubric How it counts (page 2)" in text_of(project.build("pdf")["pdf"])


def test_an_essay_does_not_name_a_rubric_that_only_teachers_have(project: Project) -> None:
    project.section("01-e.md", section("essay", "## Task {rubric=marks}\n\nWrite."))
    rubric = section("rubric", "## Secret rubric {#marks}\n\n| C | Good |\n|--|--|\n| One | a |")
    project.section("02-r.md", rubric.replace("kind:", "audience: teacher\nkind:"))
    assert by_class(page(project), "marked-by") == []
    assert [words(line) for line in by_class(page(project, "teacher"), "marked-by")] == ["Rubric Secret rubric"]


def test_each_row_of_a_plan_is_an_item_with_its_chapters(project: Project) -> None:
    plan = "| Week | Chapters | Task |\n|--|--|--|\n| One | 1--4, 6 | Read. |\n| Two | the rest | Write. |"
    items = read(project, plan, "schedule").items
    assert [(i.kind, i.number, plain(i.heading), i.fields["chapters"]) for i in items] == [
        ("stretch", 1, "One", "1–4, 6"),
        ("stretch", 2, "Two", ""),
    ]
    assert [i.id for i in items] == ["text-one", "text-two"]


@pytest.mark.parametrize("title", ["Chapter", "Chapters to read", "Ch.", "Kapitel", "Chapitres", "Capítulos"])
def test_a_chapter_that_the_book_has_not_is_warned_of_whatever_language_heads_its_column(
    project: Project, title: str
) -> None:
    project.write("manuscript/booklet.yaml", SETTINGS + WORK)
    found = read(project, f"| Week | {title} |\n|--|--|\n| 1 | 22--24 |", "schedule")
    assert found.problems == [
        "manuscript/01-text.md:6:7: warning S030: chapter 24 is named here, but the studied book has 23 chapters"
    ]


def test_other_columns_of_a_plan_may_hold_any_numbers(project: Project) -> None:
    project.write("manuscript/booklet.yaml", SETTINGS + WORK)
    assert read(project, "| Week | Pages |\n|--|--|\n| 1 | 22--240 |", "schedule").problems == []


def test_headings_make_a_plan_where_there_is_no_table(project: Project) -> None:
    text = '## Week 1 {chapters="1-4" pages="3–48" date="7 September"}\n\nRead.'
    (item,) = read(project, text, "schedule").items
    assert (plain(item.heading), item.fields["chapters"]) == ("Week 1", "1–4")
    assert "7 September · ch. 1–4, p. 3–48" in text_of(project.build("html")["html"])


@pytest.mark.parametrize("layout", ["t-chart", "venn", "web", "columns", "sequence", "grid"])
def test_the_labels_of_an_organizer_are_in_every_format(project: Project, layout: str) -> None:
    labels = ["Firstling", "Seconder", *(["Thirdling"] if layout not in ("t-chart", "venn") else [])]
    listed = "\n".join(f"- {label}" for label in labels)
    project.section("01-o.md", section("organizer", f"## Draw {{layout={layout}}}\n\nBefore.\n\n{listed}\n\nAfter."))
    for made in project.build(*FORMATS).values():
        text = text_of(made)
        assert [text.count(word) for word in (*labels, "Before.", "After.")] == [1] * (len(labels) + 2)


@pytest.mark.parametrize("layout", ["t-chart", "venn", "columns", "sequence", "grid"])
def test_an_answer_with_an_entry_for_each_label_is_written_into_the_boxes(project: Project, layout: str) -> None:
    text = f"## Draw {{layout={layout}}}\n\n- Left\n- Right\n\n::: answer\n- leftish\n- rightish\n:::"
    project.section("01-o.md", section("organizer", text))
    made = text_of(project.build("pdf", editions=("teacher",))["pdf"])
    assert (made.count("leftish"), made.count("rightish"), made.count("Answer")) == (1, 1, 0)
    made = text_of(project.build("pdf")["pdf"])
    assert ("leftish" in made, "Left" in made) == (False, True)


def test_an_answer_of_another_shape_stands_under_the_boxes(project: Project) -> None:
    text = "## Draw {layout=venn}\n\n- Left\n- Right\n\n::: answer\n- only one\n:::"
    project.section("01-o.md", section("organizer", text))
    made = text_of(project.build("pdf", editions=("teacher",))["pdf"])
    assert made.index("Right") < made.index("Answer") < made.index("only one")


def test_an_organizer_of_a_table_keeps_what_is_written_in_its_cells(project: Project) -> None:
    text = "## Draw {rows=2}\n\n| Who | What |\n|--|--|\n| Kathy | |\n| Tommy | a deferral |"
    project.section("01-o.md", section("organizer", text))
    for made in project.build(*FORMATS).values():
        assert all(text_of(made).count(word) == 1 for word in ("Who", "What", "Kathy", "Tommy", "a deferral"))


def test_statements_count_on_through_the_section_in_every_copy(project: Project) -> None:
    text = "3. One.\n\n   ::: answer\n   Because.\n   :::\n\n3. Two.\n\nMore.\n\n1. Three."
    project.section("01-a.md", section("anticipation", text))
    for edition in ("student", "teacher"):
        items = by_class(page(project, edition), "statement-row")
        assert [item.get("value") for item in items] == ["1", "2", "3"]
    epub = pages_of(project.build("epub")["epub"])["section-a.xhtml"]
    assert [item.get("value") for item in by_class(epub, "statement-row")] == ["1", "2", "3"]


def test_statements_on_paper_stand_between_words_for_before_and_after(project: Project) -> None:
    project.section("01-a.md", section("anticipation", "1. Memory can be trusted."))
    made = text_of(project.build("pdf")["pdf"])
    heads = ("Before reading", "After reading", "agree", "disagree", "Statement")
    assert all(word in made for word in heads)
    assert "1 Memory can be trusted." in made


def test_answers_of_classroom_pages_are_for_teachers(project: Project) -> None:
    fences = "::: answer\nSecret A.\n:::\n\n::: look-for\nSecret L.\n:::\n\n::: teaching\nSecret T.\n:::"
    for kind in ("activity", "essay", "symbols"):
        project.section(f"01-{kind}.md", section(kind, f"## Thing of {kind}\n\nDo it.\n\n{fences}"))
    indented = fences.replace("\n", "\n   ").replace("   \n", "\n")
    project.section("02-a.md", section("anticipation", f"1. So it is.\n\n   {indented}"))
    for name, made in project.build(*FORMATS).items():
        assert "Secret" not in text_of(made), name
    for made in project.build(*FORMATS, editions=("teacher",)).values():
        assert [text_of(made).count(f"Secret {letter}.") for letter in "ALT"] == [4, 4, 4]


def test_an_activity_or_a_wait_of_a_thousand_pages_cannot_be_asked_for(project: Project) -> None:
    found = read(project, "## Big {lines=100000 minutes=100000}\n\nDo it.", "activity")
    assert [problem.partition(": ")[2] for problem in found.problems] == [
        "error S010: “lines” is 100000, more than 60",
        "error S010: “minutes” is 100000, more than 999",
    ]
    assert found.items[0].room == 0
