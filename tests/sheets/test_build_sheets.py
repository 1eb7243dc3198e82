"""``booklet build --impose``: the pages that a build makes, on sheets beside them."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from booklet.press.orders import Order
from tests.conftest import SETTINGS, Project


@pytest.fixture(scope="module")
def booklet(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A booklet of four pages and a back cover."""
    project = Project(tmp_path_factory.mktemp("sheets"))
    project.write("manuscript/booklet.yaml", SETTINGS + "dek: One sentence.\n")
    project.section("01-note.md", "# A note\n\nWords of a note.\n")
    project.section("02-teacher.md", "---\naudience: teacher\n---\n# For you\n\nWords for teachers.\n")
    return project


def words(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(data) as pdf:
        return [page.get_textpage().get_text_range() for page in pdf]


def test_every_edition_comes_on_sheets_too(booklet: Project) -> None:
    ran = booklet.command(
        "build", "-f", "pdf", "-e", "student", "-e", "teacher", "--impose", "saddle", "--paper", "80gsm", "--json"
    )
    assert ran.code == 0, ran.err
    names = [Path(file).name for file in json.loads(ran.out)["files"]]
    assert names == [
        "a-small-book.pdf", "a-small-book-saddle.pdf", "a-small-book-teacher.pdf", "a-small-book-teacher-saddle.pdf"
    ]  # fmt: skip
    assert "a-small-book-saddle.pdf: 2 sheets of A4 landscape, printed on both sides" in ran.err
    teacher = " ".join(words((booklet.folder / "output/a-small-book-teacher-saddle.pdf").read_bytes()))
    student = words((booklet.folder / "output/a-small-book-saddle.pdf").read_bytes())
    assert "Words for teachers" in teacher
    assert "Words for teachers" not in " ".join(student)
    assert "One sentence." in student[0]  # the back cover stands beside the front


def test_nothing_is_to_be_done_until_sheets_are_asked_for_otherwise(booklet: Project) -> None:
    asked = ("build", "-f", "pdf", "--impose", "2-up", "--flip", "long")
    assert booklet.command(*asked).code == 0
    idle = booklet.command(*asked).err
    assert "up to date" in idle
    assert "printed on both sides" in idle  # how they are printed is said again
    (booklet.folder / "output/a-small-book-2-up.pdf").unlink()
    again = booklet.command(*asked)
    assert "up to date" not in again.err
    assert (booklet.folder / "output/a-small-book-2-up.pdf").exists()


def test_pages_that_become_smaller_are_told_as_a_warning(booklet: Project) -> None:
    made = booklet.make("pdf", sheets=Order(), page="A4")
    assert "H003" not in {problem.code for problem in made.warnings}  # they stand on A3
    made = booklet.make("pdf", sheets=Order(sheet="A4"), page="A4")
    (problem,) = (problem for problem in made.warnings if problem.code == "H003")
    assert "the pages stand at 71% of their size: a sheet of A4" in problem.message


def test_marks_and_bleed_of_the_print_settings_are_those_of_sheets(booklet: Project) -> None:
    from booklet.settings import Print

    made = booklet.make("pdf", sheets=Order(sheet="A3"), press=Print(marks=True))
    (sheets,) = (file for file in made.files if file.format == "sheets")
    with pikepdf.open(io.BytesIO(sheets.data)) as pdf:
        assert b"[3 2] 0 d" in pdf.pages[0].obj.Contents.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("-f", "epub", "--impose", "saddle"), 3, "the pages of a PDF are put on sheets, and none is made"),
        (("--impose", "saddle", "--sheet", "A9"), 3, "“A9” is not a sheet to print on"),
        (("--sheet", "A3"), 2, "--sheet, --flip and --instructions are for --impose"),
        (("--flip", "long"), 2, "--sheet, --flip and --instructions are for --impose"),
        (
            ("--impose", "2-up", "--paper", "80gsm"),
            2,
            "--paper is for the layouts saddle and perfect, and not for 2-up",
        ),
        (("--paper", "80gsm"), 2, "--paper and --bulk are for --cover-wrap and --impose"),
    ],
)
def test_what_cannot_be_is_told(booklet: Project, arguments: tuple[str, ...], code: int, said: str) -> None:
    ran = booklet.command("build", *arguments)
    assert (ran.code, said in ran.err) == (code, True), ran.err
