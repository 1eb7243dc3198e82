"""A file that was made earlier, against the project that it was made of: what leaked into it, and what it has lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from booklet import checking
from booklet.problems import Problem, exit_code
from booklet.proof import official, preflight
from tests.conftest import SETTINGS, Project

WORK = "work: {title: The Long Book, author: Bea Novelist, chapters: 20}\n"
CLUB = "editions:\n  club: {teaching: yes, spoilers: 7}\n"
TALK = """\
---
kind: questions
title: To talk about
---

1. What became of the lantern? {#ask}

   ::: answer
   It sank with the boat, and nobody spoke of it.
   :::

   ::: teaching
   Wait a while here.
   :::
"""
QUIZ = "---\nkind: quiz\ntitle: A test\n---\n\n"
QUIZ += "1. Who held it? {#held}\n\n   - [ ] Agnes\n   - [x] Bertha\n   - [ ] Clara\n"
STORY = """\
---
title: What happens
spoilers: full
---

The whole of it is told here.

## Early {chapter=2}

Agnes waits by the water.

## Late {chapter=9}

Agnes drowns in the lake.
"""


@pytest.fixture
def told(project: Project) -> Project:
    """A project of which every edition is another."""
    project.write("manuscript/booklet.yaml", SETTINGS + WORK + CLUB)
    project.section("01-open.md", "# In the open\n\nThis may be read by all.\n").section("02-talk.md", TALK)
    return project.section("03-quiz.md", QUIZ).section("04-story.md", STORY)


@pytest.fixture(autouse=True)
def without_validators(monkeypatch: pytest.MonkeyPatch) -> None:
    """EPUBCheck, veraPDF and the preflight have tests of their own."""
    monkeypatch.setattr(official, "prove", lambda *_: ())
    monkeypatch.setattr(preflight, "check", lambda *_: ())


def made(project: Project, suffix: str, **choices: object) -> bytes:
    (file,) = project.make(suffix, **choices).files
    return file.data


def checked(project: Project, name: str, data: bytes, *editions: str, up_to: int | None = None) -> tuple[Problem, ...]:
    """What ``booklet check NAME --against PROJECT`` finds in a file."""
    project.write(name, data)
    file = project.folder / name
    request = checking.Request(project.folder, files=(file,), editions=editions, up_to=up_to)
    return checking.check_files(request).problems


def told_of(problems: tuple[Problem, ...], code: str) -> str:
    return "\n".join(f"{p.place}: {p.message}" for p in problems if p.code == code)


FORMATS = ("pdf", "epub", "html")
HONEST = {
    "student": ("a", {}, (), None),
    "student-by-name": ("a", {}, ("student",), None),
    "teacher": ("a-teacher", {"editions": ("teacher",)}, (), None),
    "teacher-of-another-name": ("x", {"editions": ("teacher",)}, ("teacher",), None),
    "answers-after": ("a-teacher", {"editions": ("teacher",), "answers": "after"}, (), None),
    "answers-in-a-key": ("a-teacher", {"editions": ("teacher",), "answers": "key"}, (), None),
    "safe": ("a-safe", {"editions": ("safe",)}, (), None),
    "large": ("a-large", {"editions": ("large",)}, (), None),
    "own": ("a-club", {"editions": ("club",)}, (), None),
    "up-to-a-chapter": ("a-up-to-4", {"up_to": 4}, (), None),
    "up-to-a-chapter-as-asked": ("x", {"up_to": 4}, ("student",), 4),
    "teacher-up-to-a-chapter": ("a-teacher-up-to-4", {"editions": ("teacher",), "up_to": 4}, (), None),
    "own-up-to-a-chapter": ("a-club-up-to-4", {"editions": ("club",), "up_to": 4}, (), None),
}


@pytest.mark.parametrize("format_name", FORMATS)
@pytest.mark.parametrize("honest", HONEST)
def test_an_honest_file_is_clean(told: Project, honest: str, format_name: str) -> None:
    name, choices, editions, up_to = HONEST[honest]
    assert checked(told, f"{name}.{format_name}", made(told, format_name, **choices), *editions, up_to=up_to) == ()


@pytest.mark.parametrize("format_name", FORMATS)
def test_a_teacher_s_file_under_the_name_of_a_student_s_gives_everything_away(told: Project, format_name: str) -> None:
    data = made(told, format_name, editions=("teacher",))
    problems = checked(told, f"a.{format_name}", data)
    assert exit_code(problems) == 8
    leaks = told_of(problems, "E005")
    for what in ("the answer to question 1", "the teacher’s note", "what is right in quiz question 1"):
        assert f"{what}" in leaks
    assert "manuscript/02-talk.md:" in leaks
    assert "manuscript/03-quiz.md:" in leaks
    assert problems == checked(told, f"a.{format_name}", data, "student")


@pytest.mark.parametrize("format_name", FORMATS)
@pytest.mark.parametrize(
    ("made_as", "read_as", "leaks", "losses"),
    [
        ({}, "teacher", (), ("the answer to question 1", "teacher’s note")),
        ({}, "safe", ("the section “What happens”",), ()),
        ({"editions": ("safe",)}, "student", (), ("the section “What happens”",)),
        ({}, "student-up-to-4", ("the section “What happens”", "04-story.md:12:"), ()),
        ({"up_to": 4}, "student", (), ("Agnes drowns",)),
        ({"up_to": 9}, "student-up-to-8", ("04-story.md:12:", "“Late”"), ()),
        ({"editions": ("club",)}, "student-up-to-7", ("the teacher’s note",), ()),
    ],
    ids=str,
)
def test_a_file_of_another_edition_is_told_from_this_one(
    told: Project, format_name: str, made_as: dict[str, object], read_as: str, leaks: tuple[str, ...],
    losses: tuple[str, ...],
) -> None:  # fmt: skip
    edition, _, up_to = read_as.partition("-up-to-")
    data = made(told, format_name, **made_as)
    problems = checked(told, f"x.{format_name}", data, edition, up_to=int(up_to) if up_to else None)
    assert exit_code(problems) == 8
    assert bool(told_of(problems, "E005")) is bool(leaks)
    assert bool(told_of(problems, "E006")) is bool(losses)
    for what in leaks:
        assert what in told_of(problems, "E005")
    for what in losses:
        assert what in told_of(problems, "E006")


@pytest.mark.parametrize("format_name", FORMATS)
def test_a_file_of_an_older_manuscript_has_lost_what_was_written_since(told: Project, format_name: str) -> None:
    data = made(told, format_name)
    told.section("01-open.md", "# In the open\n\nThis may be read by all.\n\nA later thought stands here now.\n")
    problems = checked(told, f"a.{format_name}", data)
    (lost,) = problems
    assert (lost.code, lost.place.line) == ("E006", 5)
    assert "A later thought stands here now." in lost.message
    assert exit_code(problems) == 8


@pytest.mark.parametrize("format_name", FORMATS)
@pytest.mark.parametrize("how", ["empty", "cut-short", "something-else"])
def test_a_broken_file_is_told_as_that(told: Project, format_name: str, how: str) -> None:
    data = made(told, format_name)
    spoilt = {"empty": b"", "cut-short": data[: len(data) // 3], "something-else": b"\x89PNG\r\n\x1a\n" * 40}[how]
    (problem,) = checked(told, f"a.{format_name}", spoilt)
    assert (problem.code, problem.exit_code) == ("E007", 8)
    assert problem.place.file.endswith(f"a.{format_name}")
    assert problem.hint


def test_several_files_are_each_seen_as_what_their_names_say(told: Project) -> None:
    paths = []
    for name, choices in (("a", {}), ("a-teacher", {"editions": ("teacher",)}), ("b", {"editions": ("teacher",)})):
        told.write(f"{name}.html", made(told, "html", **choices))
        paths.append(told.folder / f"{name}.html")
    problems = checking.check_files(checking.Request(told.folder, files=tuple(paths))).problems
    assert {p.code for p in problems} == {"E005"}
    assert all(str(told.folder / "b.html") in p.message for p in problems)


def test_a_manuscript_with_errors_is_told_first(told: Project) -> None:
    data = made(told, "html")
    told.section("02-talk.md", TALK.replace("::: answer", "::: anser"))
    problems = checked(told, "a.html", data)
    assert {p.code for p in problems} == {"S011"}


def test_an_edition_that_is_none_is_told(told: Project) -> None:
    (problem,) = checked(told, "a.html", made(told, "html"), "techer")
    assert problem.code == "P012"
    assert "teacher" in problem.hint


def test_the_command_tells_leaks_on_the_screen_and_as_json(told: Project, tmp_path: Path) -> None:
    (tmp_path / "renamed.html").write_bytes(made(told, "html", editions=("teacher",)))
    words = ("check", "renamed.html", "--against", "project", "-e", "student")
    ran = told.command(*words, cwd=tmp_path)
    assert ran.code == 8
    assert (
        "project/manuscript/02-talk.md:9:4: error E005: the answer to question 1 leaks into renamed.html: " in ran.err
    )
    data = json.loads(told.command(*words, "--json", cwd=tmp_path).out)
    assert {p["code"] for p in data["problems"]} == {"E005"}
    (tmp_path / "renamed.html").write_bytes(made(told, "html", up_to=4))
    honest = told.command(
        "check", "renamed.html", "--against", "project", "-e", "student", "--up-to", "4", cwd=tmp_path
    )
    assert (honest.code, honest.err.splitlines()[-1]) == (0, "no problems.")
