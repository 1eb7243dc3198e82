"""What the student's copy leaves out is nowhere in it; what the teacher's copy holds is all there."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pikepdf
import pypdfium2
import pytest

from tests.conftest import Project
from tests.unit.finished import everything_in, links_of_epub, links_of_html, text_of
from tests.unit.made_manuscripts import DOT

FORMATS = ("pdf", "epub", "html")
ANYWHERE = """\
Open Qopen.

::: teaching
Qteach and a [link](#qteachid), a note[^t], ![Qalt](images/secret.svg "Qcaption"){credit="Qcredit"}

## Qheading

- [Qspan]{#qteachid}
:::

> Quoted
>
> ::: teaching
> Qinquote
> :::

Term
: Meaning

  ::: why
  Qwhy
  :::

::: aside
::: teaching
Qnested
:::
Open Qaside.
:::

Again[^t2].

[^t]: Qnote

[^t2]: Open Qnote2.

    ::: teaching
    Qinnote
    :::
"""
QUESTIONS = """\
---
kind: questions
---
1. Qask {level=recall}

   ::: hint
   Qhint
   :::

   ::: answer {#qanswerid}
   Qanswer

   | Qcell |
   |---|
   | Qcell2 |
   :::

   ::: look-for
   Qlook
   :::

   ::: teaching
   Qteach2
   :::

   ::: why
   Qwhy2
   :::

2. Qask2

   - Qitem

     ::: answer
     Qdeep
     :::
"""
TEACHER_SECTION = "---\naudience: teacher\ntitle: Qsection\n---\nQkey and Qkey2.\n"
DRAFT = "---\nstatus: draft\ntitle: Qdraft\n---\nQdrafted.\n"
FOR_ALL = {"Qopen", "Qaside", "Qnote2", "Qask", "Qhint", "Qask2", "Qitem"}
FOR_TEACHERS = {
    "Qteach", "Qalt", "Qcaption", "Qcredit", "Qheading", "Qspan", "Qinquote", "Qwhy", "Qnested", "Qnote", "Qinnote",
    "Qanswer", "Qcell", "Qcell2", "Qlook", "Qteach2", "Qwhy2", "Qdeep", "Qsection", "Qkey", "Qkey2",
}  # fmt: skip


@pytest.fixture
def taught(project: Project) -> Project:
    project.write("manuscript/images/secret.svg", DOT)
    project.section("01-open.md", ANYWHERE).section("02-ask.md", QUESTIONS)
    return project.section("03-hidden.md", TEACHER_SECTION).section("04-draft.md", DRAFT)


def words_in(text: str, words: set[str]) -> set[str]:
    """Those of the words that stand in a text, not as the beginning of longer ones."""
    bare = "".join(c if c.isalnum() else " " for c in text).split()
    return {word for word in words if word in bare}


@pytest.mark.parametrize("name", FORMATS)
def test_the_students_copy_holds_nothing_of_the_teachers(taught: Project, name: str) -> None:
    data = taught.build(name)[name]
    assert words_in(text_of(data), FOR_ALL) == FOR_ALL
    inside = everything_in(data).lower()
    assert [word for word in FOR_TEACHERS - {"Qteach", "Qnote"} if word.lower() in inside.replace("qnote2", "")] == []
    assert words_in(inside, {"qteach", "qnote", "qdraft", "qdrafted", "audience"}) == set()


@pytest.mark.parametrize("name", FORMATS)
def test_the_teachers_copy_holds_everything_but_drafts(taught: Project, name: str) -> None:
    data = taught.build(name, editions=("teacher",))[name]
    seen = text_of(data) + (everything_in(data) if name != "pdf" else " Qalt")
    assert words_in(seen, FOR_ALL | FOR_TEACHERS) == FOR_ALL | FOR_TEACHERS
    assert "qdraft" not in everything_in(data).lower()


@pytest.mark.parametrize("name", FORMATS)
def test_drafts_are_in_the_file_when_asked_for(taught: Project, name: str) -> None:
    assert "Qdrafted" in text_of(taught.build(name, drafts=True)[name])


def test_every_page_of_a_draft_says_so_and_no_other(project: Project) -> None:
    project.section("01-done.md", "Text.\n").section("03-last.md", "---\nspoilers: full\n---\nText.\n")
    project.section("02-now.md", "---\nstatus: draft\n---\n" + "Words that go on. " * 400)
    files = project.build("pdf", "html", drafts=True)
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(files["pdf"])]
    marked = [number for number, page in enumerate(pages) if "Draft" in page]
    assert marked == [number for number, page in enumerate(pages) if "Words that go on." in page]
    assert len(marked) > 2
    assert text_of(files["html"]).count("Draft") == 1


def test_a_picture_that_only_teachers_see_is_not_packed_for_students(taught: Project) -> None:
    for edition, packed in {"student": False, "teacher": True}.items():
        with zipfile.ZipFile(BytesIO(taught.build("epub", editions=(edition,))["epub"])) as archive:
            assert any("secret.svg" in name for name in archive.namelist()) == packed


def test_a_section_left_out_leaves_no_line_in_contents_or_bookmarks(taught: Project) -> None:
    files = taught.build(*FORMATS)
    assert "Qsection" not in {words for words, _ in links_of_html(files["html"])}
    assert "Qsection" not in {words for words, _, _ in links_of_epub(files["epub"])}
    with pikepdf.open(BytesIO(files["pdf"])) as pdf, pdf.open_outline() as outline:
        assert [entry.title for entry in outline.root] == ["Contents", "Open", "Ask"]


@pytest.mark.parametrize("name", ["epub", "html"])
def test_numbers_are_the_same_in_both_copies(project: Project, name: str) -> None:
    project.section(
        "01-ask.md",
        "---\nkind: questions\n---\n1. One[^a]\n\n   ::: answer\n   So[^b]\n   :::\n\n2. Two[^c]\n\n3. Three[^b]\n\n"
        "[^a]: Qa\n\n[^b]: Qb\n\n[^c]: Qc\n",
    )
    student, teacher = (text_of(project.build(name, editions=(e,))[name]) for e in ("student", "teacher"))
    assert "1 One1 2 Two3 3 Three2 " in student
    assert "1 One1 Answer So2 2 Two3 3 Three2 " in teacher
    assert student.endswith("Notes 1 Qa 3 Qc 2 Qb")
    assert teacher.endswith("Notes 1 Qa 2 Qb 3 Qc")


@pytest.mark.parametrize("name", FORMATS)
def test_a_note_whose_first_call_is_left_out_stands_at_the_next_one(project: Project, name: str) -> None:
    text = "::: teaching\nHidden[^n].\n:::\n\nShown[^n] and again[^n].\n\n[^n]: Qnote.\n"
    data = project.section("01-a.md", text).build(name)[name]
    assert text_of(data).count("Qnote.") == 1
    if name == "html":
        assert [target for words, target in links_of_html(data) if words == "1"] == ["fn.a.1", "fn.a.1", "call.a.1"]


def test_a_note_that_only_a_note_calls_once_the_rest_is_left_out_is_said_there_in_brackets(project: Project) -> None:
    text = "Shown[^a].\n\n::: teaching\nHidden[^b].\n:::\n\n[^a]: Qa, see[^b].\n\n[^b]: Qb.\n"
    project.section("01-a.md", text)
    assert text_of(project.build("html")["html"]).endswith("Notes 1 Qa, see [Qb.].")
    teachers = text_of(project.build("html", editions=("teacher",))["html"])
    assert teachers.endswith("Notes 1 Qa, see2. 2 Qb.")


def test_a_student_has_room_to_write_where_the_teacher_has_the_answer(project: Project) -> None:
    project.section("01-ask.md", "---\nkind: questions\n---\n1. Why? {lines=7}\n\n   ::: answer\n   So.\n   :::\n")
    composed = {
        edition: dict(project.make("pdf", editions=(edition,), keep_composed=project.folder).composed)
        for edition in ("student", "teacher")
    }
    student = composed["student"]["student-pdf/booklet.xhtml"].decode()
    teacher = composed["teacher"]["teacher-pdf/booklet.xhtml"].decode()
    assert (student.count('class="ruled"'), "So." in student) == (7, False)
    assert (teacher.count('class="ruled"'), "So." in teacher) == (0, True)


def test_the_teachers_copy_says_that_it_is_one(project: Project) -> None:
    project.section("01-a.md", "Text.\n")
    for edition, says in {"student": False, "teacher": True}.items():
        for data in project.build("pdf", "epub", "html", editions=(edition,)).values():
            assert ("Teacher’s edition" in text_of(data)) == says
