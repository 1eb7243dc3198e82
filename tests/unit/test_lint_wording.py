"""Slips of the keyboard are found where they are, and nothing is made of what is meant."""

from __future__ import annotations

import pytest

from tests.conftest import Project
from tests.unit.judged import found, settings
from tests.unit.made_manuscripts import DOT


def words(project: Project, text: str, language: str = "en-GB") -> list[str]:
    """What is found in one paragraph that begins in line 3."""
    settings(project, "").write(
        "manuscript/booklet.yaml", f"title: A Small Book\nlanguage: {language}\ndate: 2026-01-31\n"
    )
    return [line.replace("01-text.md:", "") for line in found(project.section("01-text.md", f"# Text\n\n{text}\n"))]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("She saw the the house.", "3:13"),
        ("She saw the\nthe house.", "4:1"),
        ("The the house.", "3:5"),
        ("She saw *the* the house.", "3:15"),
        ("> She saw it.\n\nShe saw it it.", "5:12"),
        ("- An item with with a list.", "3:16"),
        ("| a | b |\n|---|---|\n| one | of of it |", "5:12"),
        ("A call.[^n]\n\n[^n]: Its its text.", "5:11"),
    ],
)
def test_a_word_typed_twice_is_found_in_every_kind_of_line(project: Project, text: str, where: str) -> None:
    assert words(project, text) == [f"W001 {where}"]


@pytest.mark.parametrize(
    "text",
    [
        "She had had enough, and knew that that was all. He gave her her book.",
        "Never, never. The end. End of it. It was — was it?",
        "Humbert Humbert met Miss Miss.",
        "In 10 10 cases.",
        "The well-well, `if if`, and <https://example.org/the/the>.",
        "O wild\\\nwild wind",
        "> Alone alone, all all alone.\n",
        "It was [très très]{lang=fr} French.",
    ],
)
def test_words_that_are_meant_twice_are_let_be(project: Project, text: str) -> None:
    assert words(project, text) == []


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [
        ("fr", "Nous nous taisons, et nous ne ne savons pas.", 1),
        ("de", "Er sagt, dass die die Tür öffnen, und und geht.", 1),
        ("es", "Ya ya viene y y se va.", 1),
        ("vi", "Trời xanh xanh.", 0),
        ("tr", "Yavaş yavaş geldi.", 0),
    ],
)
def test_every_language_has_its_own_words_that_may_stand_twice(
    project: Project, language: str, text: str, count: int
) -> None:
    assert len(words(project, text, language)) == count


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ('A board 5" wide.', [10]),
        ("'Tis so.", []),
        ("'Lo so.", [1]),
        ('"Open, and never closed.', [1]),
        ('He said \\"so\\" and meant it.', []),
        ('"So," she said, "it\'s right."', []),
        ('In `"code"` and {"braces"}.', []),
        ('**Bold**" here.', [9]),
    ],
)
def test_marks_that_smart_punctuation_cannot_judge_are_found(project: Project, text: str, columns: list[int]) -> None:
    assert [line for line in words(project, text) if line.startswith("W002")] == [f"W002 3:{at}" for at in columns]


def test_two_spaces_are_told_once_for_each_line(project: Project) -> None:
    assert words(project, "One  here and  two,\nnone here,\nhere  one.") == ["W003 3:4", "W003 5:5"]


@pytest.mark.parametrize(
    "text",
    [
        "A line  \nwith a break.",
        "   Indented by three.",
        "| a   | b |\n|-----|---|\n|  one | two   |",
        "    code  stays",
        "Two `in  code` stay.",
        "## A heading  {.x}",
    ],
)
def test_spaces_that_are_no_slip_are_let_be(project: Project, text: str) -> None:
    assert [line for line in words(project, text) if line.startswith("W003")] == []


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("She came - late.", ["3:10"]),
        ("It was dark -\nvery dark.", ["3:13"]),
        ("Well-known, pre- and post-war, -5, a--b, a -- b.", []),
        ("- One\n- Two", []),
        ("`a - b` and <https://example.org/a-b>", []),
        ("| a | b |\n|---|---|\n| - | x |", []),
    ],
)
def test_a_hyphen_between_spaces_stands_for_a_dash(project: Project, text: str, where: list[str]) -> None:
    assert words(project, text) == [f"W004 {place}" for place in where]


def test_titles_headings_and_captions_are_judged_too(project: Project) -> None:
    project.write("manuscript/images/dot.svg", DOT)
    text = '---\ntitle: The the title\n---\n## A  heading\n\n![Dot](images/dot.svg "A dot - here.")\n'
    assert found(project.section("01-text.md", text)) == [
        "W001 01-text.md:2:12",
        "W003 01-text.md:4:5",
        "W004 01-text.md:6:30",
    ]
