"""What sections and their parts are called, counted and ordered by."""

from __future__ import annotations

import pytest

from booklet.model import plain
from tests.conftest import SETTINGS, Project
from tests.unit.readings import Reads, read


@pytest.mark.parametrize(
    ("text", "name", "title", "body"),
    [
        ("# Of hope\n\nText.", "01-text.md", "Of hope", "Text."),
        ("---\ntitle: Of hope\n---\n\nText.", "01-text.md", "Of hope", "Text."),
        ("---\ntitle: Of hope\n---\n\n# Of hope\n\nText.", "01-text.md", "Of hope", "Text."),
        ("Of hope\n=======\n\nText.", "01-text.md", "Of hope", "Text."),
        ("Text.", "01-of-hope.md", "Of hope", "Text."),
        ("Text.", "of_hope.md", "Of hope", "Text."),
        ("Text.", "1984.md", "1984", "Text."),
        ("Text.", "03 Über Mut.md", "Über Mut", "Text."),
        ("\n\n\n# Of *hope*\n\nText.", "01-text.md", "Of hope", "Text."),
        ("---\ntitle: Of *hope*\n---\nText.", "01-text.md", "Of hope", "Text."),
        ("---\nkind: page\n---\n\n# Of hope {#hope}\n\nText.", "01-text.md", "Of hope", "Text."),
    ],
)
def test_a_title_is_the_written_one_else_a_leading_heading_else_the_files_name(
    project: Project, text: str, name: str, title: str, body: str
) -> None:
    found = read(project, text, name=name)
    assert found.problems == []
    assert (found.section.plain_title, found.words()) == (title, body)


def test_two_titles_that_differ_are_warned_of_and_the_front_matters_is_used(project: Project) -> None:
    found = read(project, "---\ntitle: Hope\n---\n\n# Despair\n\nText.")
    assert found.section.plain_title == "Hope"
    assert found.words() == "Text."
    assert found.problems == [
        "manuscript/01-text.md:5:3: warning S008: the title is given twice: “Hope” above and “Despair” here"
    ]


def test_a_later_heading_of_the_first_level_is_a_heading_of_the_second_with_a_warning(project: Project) -> None:
    found = read(project, "# Hope\n\nText.\n\n# Despair")
    assert found.section.plain_title == "Hope"
    assert [node.get("level") for node in found.nodes("heading")] == ["2"]
    assert [p.partition(": ")[2][:12] for p in found.problems] == ["warning S015"]


@pytest.mark.parametrize(
    ("name", "front", "section_id"),
    [
        ("01-first-look.md", "", "first-look"),
        ("12_Words_we_need.md", "", "words-we-need"),
        ("2. Über Mut.md", "", "über-mut"),
        ("1984.md", "", "1984"),
        ("99 🙂.md", "", "section"),
        ("01-first-look.md", "---\nid: look\n---\n", "look"),
    ],
)
def test_a_sections_id_is_the_written_one_else_the_files_name_without_its_number(
    project: Project, name: str, front: str, section_id: str
) -> None:
    assert read(project, f"{front}Text.", name=name).section.id == section_id


def test_made_ids_are_section_and_words_and_a_repeat_gets_a_number(project: Project) -> None:
    found = read(project, "## Hope\n\n## The End!\n\n## Hope\n\n### Hope\n\n## Ça va\n\n## 希望\n\n## ?!")
    assert [node.id for node in found.nodes("heading")] == [
        "text-hope",
        "text-the-end",
        "text-hope-2",
        "text-hope-3",
        "text-ça-va",
        "text-希望",
        "text-heading",
    ]
    assert [p.partition(": ")[2] for p in found.problems] == [
        "warning S009: the heading “Hope” stands already in line 1",
        "warning S009: the heading “Hope” stands already in line 1",
    ]


def test_a_made_id_makes_way_for_a_written_one_wherever_that_stands(project: Project) -> None:
    project.section("01-text.md", "## Hope\n\nText.\n").section("02-more.md", "[Word]{#text-hope} and more.\n")
    found = Reads(project)
    assert found.problems == []
    assert [node.id for node in found.book.sections[0].walk() if node.name == "heading"] == ["text-hope-2"]


def test_the_same_id_written_twice_is_an_error_that_names_both_places(project: Project) -> None:
    project.section("01-text.md", "## Hope {#hope}\n").section("02-more.md", "Text.\n\n- Hope {#hope}\n")
    assert Reads(project).problems == [
        "manuscript/02-more.md:3:8: error S002: the id “hope” is also written in manuscript/01-text.md:1:9"
    ]


def test_made_ids_never_collide_across_sections(project: Project) -> None:
    project.section("01-a.md", "## B c\n").section("02-a-b.md", "## C\n").section(
        "03-a.md", "---\nid: other\n---\n## A\n"
    )
    found = Reads(project)
    assert found.problems == []
    ids = [node.id for section in found.book.sections for node in section.walk() if node.id]
    assert ids == ["a-b-c", "a-b-c-2", "other-a"]


def test_questions_count_by_position_through_the_section_and_never_by_the_typed_number(project: Project) -> None:
    found = read(
        project, "## One\n\n7. A\n7. B\n\nWords between.\n\n## Two\n\n1. C\n9) D\n\n- no question\n\n3. E", "questions"
    )
    assert found.problems == []
    assert [(item.number, plain(item.heading)) for item in found.items] == [
        (1, "A"), (2, "B"), (3, "C"), (4, "D"), (5, "E"),
    ]  # fmt: skip


def test_an_ordered_list_of_a_page_begins_with_the_typed_number(project: Project) -> None:
    found = read(project, "7. A\n9. B")
    assert [node.get("start") for node in found.nodes("list")] == ["7"]


def test_two_answers_in_one_item_are_an_error(project: Project) -> None:
    text = "1. Why?\n\n   ::: answer\n   A\n   :::\n\n   ::: answer\n   B\n   :::"
    assert read(project, text, "questions").problems == [
        "manuscript/01-text.md:10:4: error S013: this item has two answers"
    ]


def test_drafts_are_left_out_with_a_warning_unless_asked_for(project: Project) -> None:
    project.section("01-done.md", "Text.\n").section("02-draft.md", "---\nstatus: draft\n---\nDraft.\n")
    found = Reads(project)
    assert [section.id for section in found.book.sections] == ["done"]
    assert found.problems == ["manuscript/02-draft.md: warning S016: a draft, left out"]
    whole = Reads(project, drafts=True)
    assert [section.id for section in whole.book.sections] == ["done", "draft"]
    assert whole.problems == []


def test_sections_stand_in_the_order_of_their_numbers_not_of_their_digits(project: Project) -> None:
    for name in ("10-j.md", "9-i.md", "02-b.md", "1-a.md", "appendix.md", "003-c.md"):
        project.section(name, "Text.\n")
    assert [section.id for section in Reads(project).book.sections] == ["a", "b", "c", "i", "j", "appendix"]


def test_parts_give_the_order_and_what_they_leave_out_follows_with_a_warning(project: Project) -> None:
    parts = "parts:\n  - title: After\n    sections: [c.md, 01-a]\n  - title: Before\n    sections: [bee]\n"
    project.write("manuscript/booklet.yaml", SETTINGS + parts)
    project.section("01-a.md", "A.\n").section("02-b.md", "---\nid: bee\n---\nB.\n")
    project.section("c.md", "C.\n").section("04-d.md", "D.\n")
    found = Reads(project)
    assert [section.id for section in found.book.sections] == ["c", "a", "bee", "d"]
    assert [part.sections for part in found.book.settings.parts] == [("c", "a"), ("bee",)]
    assert found.problems == ["manuscript/04-d.md: warning P010: “d” is in no part of booklet.yaml"]


@pytest.mark.parametrize(
    "front", ["---\n---\n", "---\n\n---\n", "---\nkind: page\n...\n", "\ufeff---\nkind: page\n---\n"]
)
def test_front_matter_may_be_empty_and_is_no_text(project: Project, front: str) -> None:
    found = read(project, f"{front}Text.")
    assert found.problems == []
    assert found.words() == "Text."


def test_a_rule_at_the_beginning_is_no_front_matter(project: Project) -> None:
    found = read(project, "***\n\nText.\n\n---\n\nMore.")
    assert found.problems == []
    assert [node.name for node in found.section.walk() if node.name in ("rule", "paragraph")] == [
        "rule", "paragraph", "rule", "paragraph",
    ]  # fmt: skip
