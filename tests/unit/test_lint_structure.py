"""Questions that say nothing, answers to nothing, pictures said twice, and answers that everybody can read."""

from __future__ import annotations

import pytest

from booklet.problems import BookletError
from tests.conftest import Project
from tests.unit.judged import WORK, found, problems_of, question, said, settings
from tests.unit.made_manuscripts import DOT

SECRET = "her brother had hidden all of the letters behind the clock"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("questions", "1. Who?\n2.\n"),
        ("questions", "1. Who?\n2. ::: answer\n   Ada.\n   :::\n"),
        ("anticipation", "1. Houses remember.\n2.\n"),
    ],
)
def test_a_question_or_statement_without_words_is_named_by_its_number(project: Project, kind: str, text: str) -> None:
    project.section("01-text.md", f"---\nkind: {kind}\n---\n{text}")
    (line,) = [line for line in found(project) if line.startswith("Q001")]
    assert line == "Q001 01-text.md:5:1"
    assert [f"{words} 2 says nothing" in said(project) for words in ("question", "statement")].count(True) == 1


@pytest.mark.parametrize(
    "text",
    [
        "1. ![A lane](images/dot.svg)\n",
        "1. `code`\n",
        "1. *Who?*\n",
        "1. > A passage to explain.\n",
        "1. | a | b |\n   |---|---|\n   | 1 | 2 |\n",
    ],
)
def test_a_picture_code_or_a_table_can_be_a_question(project: Project, text: str) -> None:
    project.write("manuscript/images/dot.svg", DOT)
    assert found(project.section("01-text.md", f"---\nkind: questions\n---\n{text}")) == []


def test_an_answer_that_belongs_to_a_character_is_warned_of_and_a_teacher_s_note_is_not(project: Project) -> None:
    fences = "".join(f"::: {name}\nWords.\n:::\n\n" for name in ("answer", "look-for", "teaching", "hint"))
    project.section("01-text.md", f"---\nkind: characters\n---\n## Ada\n\nA writer.\n\n{fences}")
    assert found(project) == ["Q002 01-text.md:8:1", "Q002 01-text.md:12:1"]


@pytest.mark.parametrize(
    ("caption", "repeats"),
    [
        ("A lane in autumn", True),
        ("a *lane* in “autumn”.", True),
        ("A lane in autumn, as Ada saw it", False),
        ("Where it ends", False),
    ],
)
def test_a_text_alternative_that_repeats_the_caption_is_warned_of(
    project: Project, caption: str, repeats: bool
) -> None:
    project.write("manuscript/images/dot.svg", DOT)
    project.section("01-text.md", f'# Text\n\n![A lane in autumn](images/dot.svg "{caption}")\n')
    assert found(project) == (["I006 01-text.md:3:1"] if repeats else [])


FENCES = ("answer", "look-for", "teaching")


@pytest.mark.parametrize("fence", FENCES)
@pytest.mark.parametrize(
    "shown",
    [
        f"Ada found that {SECRET}.",
        f"## {SECRET}",
        "She found that *her brother* had\nhidden all of the “letters” behind the clock.",
        "Her brother had hid\u00adden all of the letters, behind the clock",
        f"- One\n- {SECRET}",
        f"A note.[^n]\n\n[^n]: {SECRET}",
        f"::: aside {{title='{SECRET}'}}\nWords.\n:::",
        f"![{SECRET}](images/dot.svg)",
        f'![A dot](images/dot.svg "{SECRET}")',
        f"::: spoiler\n{SECRET}\n:::",
    ],
)
def test_eight_words_of_an_answer_that_a_student_can_read_are_an_error_with_both_places(
    project: Project, fence: str, shown: str
) -> None:
    project.write("manuscript/images/dot.svg", DOT)
    project.section("01-ask.md", question(f"::: {fence}\nIt is that {SECRET}.\n:::"))
    project.section("02-text.md", f"# Text\n\nWords.\n\n{shown}\n")
    (problem,) = [p for p in problems_of(project) if p.code == "Q003"]
    assert problem.severity == "error"
    assert (problem.place.file.rpartition("/")[2], problem.place.line) == ("01-ask.md", 7)
    assert "02-text.md:" in problem.message


@pytest.mark.parametrize(
    "shown",
    [
        "Her brother had hidden all of the",
        f"::: teaching\n{SECRET}\n:::",
        "her brother had hidden\n\n## Other\n\nall of these letters behind the clock",
    ],
)
def test_fewer_words_or_words_that_students_never_see_are_no_leak(project: Project, shown: str) -> None:
    project.section("01-ask.md", question(f"::: answer\n{SECRET}\n:::")).section("02-text.md", f"# Text\n\n{shown}\n")
    assert found(project) == []


def test_an_answer_may_not_say_the_question_again(project: Project) -> None:
    asked = "Why does nobody in the village ever speak of the long house?"
    project.section("01-ask.md", question(f"::: answer\n{asked}\nThey fear it.\n:::", asked=asked))
    assert found(project) == ["Q003 01-ask.md:7:4"]


def test_the_title_page_shows_no_answer(project: Project) -> None:
    settings(project, f"subtitle: A booklet\ndek: How {SECRET}.\n")
    project.section("01-ask.md", question(f"::: answer\n{SECRET}\n:::"))
    assert "booklet.yaml:7:6" in said(project)[0]


def test_a_section_for_teachers_is_withheld_like_an_answer(project: Project) -> None:
    project.section("01-notes.md", f"---\naudience: teacher\n---\nWe hold that {SECRET}.\n")
    project.section("02-text.md", f"Ada found that {SECRET}.\n")
    assert found(project) == ["Q003 01-notes.md:4:9"]


def test_the_words_of_a_blank_do_not_make_the_rest_of_its_sentence_an_answer(project: Project) -> None:
    text = "---\nkind: quiz\n---\n1. Her brother had hidden all of the [letters]{.blank} behind the clock.\n"
    assert found(project.section("01-quiz.md", f"{text}   {{type=cloze}}\n")) == []


def test_runs_of_a_script_without_spaces_are_found_by_their_letters(project: Project) -> None:
    secret = "彼女の兄は時計の後ろに手紙を全部隠していたのだ"
    settings(project, "").write("manuscript/booklet.yaml", "title: 本\nlanguage: ja\n")
    project.section("01-ask.md", question(f"::: answer\nつまり{secret}。\n:::")).section(
        "02-text.md", f"彼は言う{secret}と。\n"
    )
    assert [line for line in found(project) if line.startswith("Q003")] == ["Q003 01-ask.md:7:7"]


def test_errors_of_the_lint_stop_a_build_and_its_warnings_do_not(project: Project) -> None:
    settings(project, WORK).section("01-text.md", "# Text\n\nThe the house.\n")
    assert {problem.code for problem in project.make("html").warnings} == set()
    project.section("02-ask.md", "---\nkind: questions\n---\n1. Who?\n2.\n")
    with pytest.raises(BookletError) as stopped:
        project.make("html")
    assert [problem.code for problem in stopped.value.problems] == ["Q001"]


def test_an_error_of_the_lint_that_is_ignored_does_not_stop_a_build(project: Project) -> None:
    settings(project, "ignore:\n  - {code: Q001, reason: They think of the questions themselves.}\n")
    project.section("01-ask.md", "---\nkind: questions\n---\n1. Who?\n2.\n")
    assert project.build("html")
