"""What a safe section gives away: late names, words that tell the story, links to what the safe copy lacks."""

from __future__ import annotations

import pytest

from tests.conftest import Project
from tests.unit.judged import WORK, found, said, settings

STORY = """\
---
kind: summary
scope: chapters
spoilers: full
---
## The arrival {chapter=1}

Ada comes to the house with her aunt Berta, past the Red Gate.

## The clock {chapter=11}

Behind the clock she finds Corlett's letters. All that the Blue Room hides is told by Corlett.

## The attic {chapter=17}

In the attic sits Edmund, who was thought dead. Then Edmund speaks, in the Blue Room.
"""
PEOPLE = """\
---
kind: characters
spoilers: full
---
## Ada {first-seen=1}

A writer.

## Miss Trelawny {first-seen=15}

She knew.
"""


@pytest.fixture
def told(project: Project) -> Project:
    """A project that tells a story of twenty chapters."""
    return settings(project, WORK).section("05-story.md", STORY).section("06-people.md", PEOPLE)


def safe(project: Project, text: str, front: str = "") -> list[str]:
    """What is found in a safe section that stands first, by line and column; its text begins in line 4 of the file."""
    project.section("01-text.md", f"---\ntitle: Text\n{front}---\n{text}\n")
    return [line.replace("01-text.md:", "") for line in found(project) if " 01-text.md:" in line]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("They whisper of Edmund.", "4:17"),
        ("Trelawny is whispered of.", "4:1"),
        ("They whisper of a *Corlett*.", "4:20"),
        ("Of Miss Trelawny nobody speaks.", "4:9"),
        ("Nobody enters the Blue Room at night.", "4:19"),
        ("## Who is Edmund?", "4:11"),
        ("Words.[^n]\n\n[^n]: Or Edmund.", "6:10"),
    ],
)
def test_a_name_that_comes_up_late_is_found_in_a_safe_section(told: Project, text: str, where: str) -> None:
    assert safe(told, text) == [f"N001 {where}"]


def test_both_places_are_named(told: Project) -> None:
    safe(told, "They whisper of Edmund.")
    (message,) = said(told)
    assert message.startswith("“Edmund” comes up in chapter 17 (")
    assert "manuscript/05-story.md:16:19)" in message


@pytest.mark.parametrize(
    "text",
    [
        "Blue rooms were the fashion. Corlett is a village, too.",
        "Ada and Berta come to the house by the Red Gate.",
        "B. Author wrote The Long House in Cornwall. Blue rooms were the fashion.",
        "We speak of Edmund Spenser, not of Edmund Burke.\n\nOur Edmund is here.",
        "::: spoiler {chapter=17}\nIt is Edmund.\n:::",
        "1. Who?\n\n   ::: answer\n   Edmund.\n   :::",
    ],
)
def test_early_names_covers_and_what_is_marked_itself_give_nothing_away(told: Project, text: str) -> None:
    kind = "kind: questions\n" if text.startswith("1.") else ""
    assert safe(told, text, kind) == []


def test_what_several_safe_sections_name_is_no_secret(told: Project) -> None:
    told.section("02-more.md", "# More\n\nThey say that Edmund is away.\n")
    assert safe(told, "They whisper of Edmund.") == []


def test_nouns_of_a_language_that_gives_all_of_them_capitals_are_no_names(project: Project) -> None:
    project.write("manuscript/booklet.yaml", f"title: Das Haus\nlanguage: de\n{WORK}")
    text = "---\nspoilers: full\n---\n## Das Ende {chapter=18}\n\nSie sieht die Uhr. Dann sieht sie eine Uhr.\n"
    project.section("02-ende.md", text).section("06-people.md", PEOPLE)
    assert safe(project, "Im Haus steht eine Uhr.") == []
    assert safe(project, "Im Dorf wohnt Miss Trelawny.") == ["N001 4:20"]


def test_a_title_is_not_accused_of_itself_but_of_what_is_told_elsewhere(told: Project) -> None:
    front = "---\nkind: questions\ntitle: How well do you know the island?\nspoilers: full\n---\n"
    told.section("07-island.md", f"{front}\n1. Who rules there?\n")
    assert not [line for line in found(told) if line.startswith("N004")]
    told.section("08-end.md", "---\nspoilers: full\n---\nHow well do you know the island? He asks it.\n")
    assert [line for line in found(told) if line.startswith("N004")] == ["N004 07-island.md:3:8"]


def test_without_chapters_only_what_stands_in_a_fence_is_a_secret(project: Project) -> None:
    project.section("02-story.md", "---\nspoilers: full\n---\nIt was Edmund. Indeed, Edmund did it.\n")
    project.section("03-b.md", "# B\n\n::: spoiler\nThe case is that of Corlett.\n:::\n")
    assert safe(project, "They whisper of Edmund and of Corlett.") == ["N001 4:31"]


def test_lists_name_nobody_who_comes_up_late(told: Project) -> None:
    settings(
        told,
        "dek: The end of Edmund.\nkeywords: [houses, Edmund]\nparts:\n- {title: After Edmund, sections: [05-story]}\n"
        "cover: {text: All about Edmund.}\n",
    )
    told.section("07-return.md", "---\ntitle: The return of Edmund\nspoilers: full\n---\nWords.\n")
    told.section("08-secret.md", "---\ntitle: Edmund\nsafe-title: A return\nspoilers: full\n---\nWords.\n")
    assert [line for line in found(told) if line.startswith("N")] == [
        "N002 07-return.md:2:8",
        "N002 booklet.yaml:7:6",
        "N002 booklet.yaml:8:20",
        "N002 booklet.yaml:10:11",
        "N002 booklet.yaml:11:15",
    ]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("She finds it: behind the clock she finds Corlett's.", ["N004 4:15", "N001 4:42"]),
        ("Where in the attic sits a cat who was thought dead.", []),
        ("In the attic sits someone who was thought dead. Then he left.", []),
    ],
)
def test_six_words_in_common_with_the_story_are_too_many(told: Project, text: str, where: list[str]) -> None:
    assert safe(told, text) == where


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("See [the end](#end).", ["N003 4:6"]),
        ("See [the section](#told).", ["N003 4:6"]),
        ("See [it](#hidden).\n\n::: spoiler\n[It]{#hidden} is this.\n:::", ["N003 4:6"]),
        ("See [the notes](#notes).", ["N003 4:6"]),
        ("See [here](#here).\n\n## Here {#here}\n\nAnd [there](#fine), [out](https://example.org).", []),
        ("::: spoiler\nSee [the end](#end).\n:::", []),
    ],
)
def test_a_link_out_of_the_safe_copy_is_warned_of(project: Project, text: str, where: list[str]) -> None:
    project.section("02-told.md", "---\nspoilers: full\n---\n## The end {#end}\n\nSee [it](#fine).\n")
    project.section("03-notes.md", "---\naudience: teacher\n---\nNotes. See [it](#end).\n")
    project.section("04-fine.md", "# Fine\n\nFine.\n")
    assert safe(project, text) == where
