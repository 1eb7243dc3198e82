"""Editions: what each reader gets, chapter by chapter, from the same source and under the same numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import SETTINGS, Project
from tests.unit.finished import everything_in, text_of

WORK = "work:\n  title: A Novel\n  author: A. Novelist\n  chapters: 20\n"
COPIES = "  editions:\n    faber: {label: Faber paperback, isbn: 978-0-571-22411-3}\n    vintage: {label: Vintage}\n"
TOLD = """\
---
title: The story
spoilers: full
---
Qundated

- Qlist3 {chapter=3}
- Qlist9 {chapter=9}

## Qheading4 {chapter=4}

Qunder4

### Qsub8 {chapter=8}

Qunder8

### Qsub

Qunder4again

## Qheading9 {chapter=9}

Qunder9

::: aside
Qaside
:::

::: spoiler {chapter=2}
Qspoiler2
:::
"""
SAFE = """\
---
title: Before reading
spoilers: none
---
Qsafe and [the story](#story).

::: spoiler {chapter=5}
Qspoiler5
:::

::: spoiler
Qspoiler
:::

## Qheading12 {chapter=12}

Qunder12
"""
QUESTIONS = """\
---
kind: questions
title: Questions
---
1. Qone {chapter=2 #one}

   ::: answer
   Qanswer1 [^a]
   :::

2. Qtwo {chapter=15 lines=4}

   ::: answer
   Qanswer2
   :::

3. Qthree

   ::: look-for
   Qlook3 [^a]
   :::

[^a]: Qnote
"""


@pytest.fixture
def told(project: Project) -> Project:
    project.write("manuscript/booklet.yaml", SETTINGS + WORK + COPIES)
    project.section("01-before.md", SAFE).section("02-story.md", TOLD).section("03-questions.md", QUESTIONS)
    return project


def marks(text: str) -> set[str]:
    return {word.strip(".,:[]()") for word in text.split() if word.startswith("Q") and word not in ("Q", "Questions")}


def shown(project: Project, kind: str = "html", **choices: object) -> set[str]:
    (data,) = project.build(kind, **choices).values()
    return marks(text_of(data))


EVERYONE = {"Qsafe", "Qone", "Qtwo", "Qthree"}
STORY = {"Qundated", "Qlist3", "Qlist9", "Qheading4", "Qunder4", "Qsub8", "Qunder8", "Qsub", "Qunder4again"}
STORY |= {"Qheading9", "Qunder9", "Qaside", "Qspoiler2"}
SPOILERS = {"Qspoiler5", "Qspoiler", "Qheading12", "Qunder12"}


@pytest.mark.parametrize("kind", ["html", "epub", "pdf"])
def test_the_student_reads_the_whole_story_and_no_answer(told: Project, kind: str) -> None:
    assert shown(told, kind) == EVERYONE | STORY | SPOILERS


@pytest.mark.parametrize("kind", ["html", "epub", "pdf"])
def test_the_safe_copy_holds_safe_sections_without_their_spoilers(told: Project, kind: str) -> None:
    assert shown(told, kind, editions=("safe",)) == EVERYONE | {"Qheading12", "Qunder12"}


@pytest.mark.parametrize("kind", ["html", "epub", "pdf"])
def test_up_to_a_chapter_the_nearest_chapter_decides(told: Project, kind: str) -> None:
    wanted = {"Qsafe", "Qspoiler5", "Qone", "Qthree", "Qlist3", "Qheading4", "Qunder4", "Qsub", "Qunder4again"}
    assert shown(told, kind, up_to=5) == wanted | {"Qspoiler2"}


def test_a_spoiler_of_an_earlier_chapter_stays_where_its_heading_goes(told: Project) -> None:
    found = shown(told, up_to=2)
    assert found == {"Qsafe", "Qone", "Qthree", "Qspoiler2"}


def test_what_is_not_dated_in_a_safe_section_is_always_shown_and_a_spoiler_without_chapter_never(told: Project) -> None:
    found = shown(told, up_to=20)
    assert {"Qsafe", "Qspoiler5", "Qheading12", "Qunder9"} <= found
    assert not {"Qundated", "Qspoiler"} & found


def test_up_to_leaves_the_safe_copy_as_it_is(told: Project) -> None:
    one, other = told.make("epub", editions=("safe",)), told.make("epub", editions=("safe",), up_to=3)
    assert one.files == other.files


def test_files_are_named_by_edition_and_chapter(told: Project) -> None:
    made = told.make("html", editions=("all",), up_to=4)
    assert [file.name for file in made.files] == [
        "a-small-book-up-to-4.html",
        "a-small-book-teacher-up-to-4.html",
        "a-small-book-safe.html",
        "a-small-book-large-up-to-4.html",
    ]


def test_a_section_that_gives_away_a_chapter_is_shown_from_there_on(told: Project) -> None:
    told.section("04-seven.md", "---\nspoilers: 7\n---\n# Seven\n\nQseven\n\n::: spoiler\nQseventh\n:::\n")
    assert not {"Qseven", "Qseventh"} & shown(told, up_to=6)
    assert {"Qseven", "Qseventh"} <= shown(told, up_to=7)
    assert "Qseven" not in shown(told, editions=("safe",))


def test_a_section_wholly_left_out_leaves_no_trace(told: Project) -> None:
    told.section("04-end.md", "---\ntitle: Qtitle\nid: qid\nspoilers: full\n---\nQend\n\n![Qalt](images/qfile.svg)\n")
    told.section("05-links.md", "# Links\n\n[words](#qid)\n")
    told.write("manuscript/images/qfile.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    told.write("manuscript/booklet.yaml", SETTINGS + WORK + "parts:\n  - title: Qpart\n    sections: [04-end]\n")
    for kind in ("html", "epub", "pdf"):
        (data,) = told.build(kind, up_to=5).values()
        found = everything_in(data)
        assert "words" in found
        for secret in ("Qtitle", "qid", "Qend", "Qalt", "qfile", "Qpart"):
            assert secret not in found


@pytest.mark.parametrize("kind", ["html", "epub", "pdf"])
@pytest.mark.parametrize("where", ["inline", "after", "key"])
def test_the_teacher_has_every_answer_wherever_it_is_printed(told: Project, kind: str, where: str) -> None:
    found = shown(told, kind, editions=("teacher",), answers=where)
    assert {"Qanswer1", "Qanswer2", "Qlook3", "Qnote"} <= found


def test_answers_after_a_section_stand_at_its_end_under_the_same_numbers(told: Project) -> None:
    text = text_of(told.build("html", editions=("teacher",), answers="after")["html"])
    assert text.index("Qthree") < text.index("Qanswer1") < text.index("Qanswer2") < text.index("Qlook3")
    behind = text[text.index("Qthree") :].split()
    assert behind[behind.index("Qanswer2") - 2] == "2" or "2" in behind[: behind.index("Qanswer2")]


def test_a_key_is_the_last_section_and_calls_each_note_once(told: Project) -> None:
    told.section("09-last.md", "# Last\n\nQlast[^n]\n\n[^n]: Own note.\n")
    text = text_of(told.build("html", editions=("teacher",), answers="key")["html"])
    assert text.index("Qlast") < text.index("Qanswer1")
    assert text.count("Qnote") == 1
    contents = text[: text.index("Qsafe")]
    assert "Answers" in contents


def test_students_have_no_key_whatever_is_asked_for(told: Project) -> None:
    assert shown(told, answers="key") == EVERYONE | STORY | SPOILERS


def test_a_project_has_editions_of_its_own(told: Project) -> None:
    own = "editions:\n  exam: {answers: key, teaching: no, spoilers: 4, label: Exam copy}\n"
    told.write("manuscript/booklet.yaml", SETTINGS + WORK + own)
    made = told.make("html", editions=("exam",))
    (file,) = made.files
    assert file.name == "a-small-book-exam.html"
    text = text_of(file.data)
    assert {"Qanswer1", "Qunder4", "Qlook3"} <= marks(text)
    assert not {"Qunder8", "Qtwo", "Qanswer2"} & marks(text)
    assert "Exam copy, up to chapter 4" in text


def test_a_project_may_change_a_built_in_edition(told: Project) -> None:
    told.write("manuscript/booklet.yaml", SETTINGS + WORK + "editions:\n  student: {spoilers: none}\n")
    assert shown(told) == EVERYONE | {"Qheading12", "Qunder12"}


def test_large_print_is_on_a4_or_letter_and_in_a_large_face(told: Project) -> None:
    import pypdfium2

    for page, size in (("A5", (595, 842)), ("6x9in", (612, 792))):
        (data,) = told.build("pdf", editions=("large",), page=None).values() if page == "A5" else [None]
        if data is None:
            told.write("manuscript/booklet.yaml", SETTINGS + WORK + f"page: {page}\n")
            (data,) = told.build("pdf", editions=("large",)).values()
        document = pypdfium2.PdfDocument(data)
        assert tuple(round(side) for side in document[0].get_size()) == size
        document.close()


def test_pages_are_those_of_the_class_s_copy_and_say_so_where_they_are_not(told: Project) -> None:
    told.section(
        "04-where.md", "---\nkind: questions\n---\n1. Where? {page='faber:72 vintage:80'}\n2. There? {page=5}\n"
    )
    first, other = (text_of(told.build("html", class_copy=copy)["html"]) for copy in (None, "vintage"))
    assert "p. 72" in first
    assert "p. 5" in first
    assert "(Faber paperback)" not in first
    assert "Page numbers are those of the Faber paperback." in first
    assert "p. 80" in other
    assert "p. 5 (Faber paperback)" in other


def test_all_files_are_the_same_however_many_are_made_at_once(told: Project, tmp_path: Path) -> None:
    for jobs in ("1", "3"):
        done = told.command("build", "-f", "all", "-e", "all", "-j", jobs, "-o", str(tmp_path / jobs))
        assert done.code == 0, done.err
    names = sorted(path.name for path in (tmp_path / "1").iterdir() if not path.name.startswith("."))
    assert len(names) == 12
    for name in names:
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "3" / name).read_bytes()


def test_nothing_is_done_twice_when_all_is_asked_for_again(told: Project) -> None:
    first = told.command("build", "-f", "html", "-e", "all")
    again = told.command("build", "-f", "html", "-e", "all")
    assert (again.code, again.out) == (0, first.out)
    assert "up to date" in again.err


def test_a_title_that_would_spoil_has_another_in_lists(told: Project) -> None:
    told.section("05-end.md", "---\ntitle: Qdeath\nsafe-title: The last part\nspoilers: full\n---\nQend\n")
    for kind in ("epub", "pdf", "html"):
        text = text_of(told.build(kind)[kind])
        assert text.count("Qdeath") == 1
        assert "The last part" in text


def test_on_the_web_what_spoils_is_folded_away(told: Project) -> None:
    page = told.build("html")["html"].decode()
    assert page.count("<details") == 4
    assert page.index("<summary>Show what happens in the story</summary>") < page.index("Qundated")


@pytest.mark.parametrize("where", ["after", "key"])
def test_answers_within_other_blocks_are_in_the_key_too(project: Project, where: str) -> None:
    text = (
        "---\nkind: questions\n---\n1. Qask\n\n   ::: aside\n   Qbeside\n\n   ::: answer\n   Qright\n   :::\n   :::\n"
    )
    text += "\n   - Qpoint\n\n     ::: why\n     Qwhy\n     :::\n\n::: why\nQoutside\n:::\n"
    project.section("01-q.md", text)
    found = shown(project, editions=("teacher",), answers=where)
    assert found == {"Qask", "Qbeside", "Qright", "Qpoint", "Qwhy", "Qoutside"}
