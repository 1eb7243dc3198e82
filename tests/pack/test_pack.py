"""``booklet pack`` from outside: which sheets come of a project, what is on them and what is not."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pymupdf
import pytest
from click.testing import CliRunner, Result

from booklet.cli import main
from booklet.press import rosters
from tests.conftest import Project, Ran

MM = 72 / 25.4
SETTINGS = """\
title: A small book
language: en-GB
date: 2026-01-31
identifier: urn:uuid:00000000-0000-4000-8000-000000000001
link: https://example.org/small.html#{section}
work: {title: A novel, author: Somebody, chapters: 9}
"""
QUIZ = """\
---
kind: quiz
---
# A short test

Ten minutes.

1. Who lives by the sea? {type=choice points=2 level=recall}
   - [ ] Nobody at all
   - [x] The lighthouse keeper
     ::: why
     His lamp is lit in the first line.
     :::
   - [ ] The postmaster
2. It rains all the time. {type=true-false level=infer}
   - [ ] True
   - [x] False
3. What is in the drawer? {type=short answer="a broken compass" points=3 level=infer}
4. Which of these are ships? {type=multi points=2 level=recall}
   - [x] The Petrel
   - [ ] The Walrus
   - [x] The Gannet
"""
QUESTIONS = """\
---
kind: questions
---
# To talk about

1. Why does she leave? See [the test](#test). {level=analyse lines=4}
   ::: answer
   Because nobody asked her to stay.
   :::
   ::: teaching
   Leave a silence here.
   :::
2. What would you have taken along? {level=create}
"""


def run(*arguments: str | Path) -> Result:
    """What is told before anything is made; making takes a process that has not been a Java machine's."""
    return CliRunner().invoke(main, ["pack", "-j", "1", *map(str, arguments)])


def pack(project: Project, *arguments: str | Path) -> Ran:
    done = project.command("pack", "-j", "1", *map(str, arguments))
    assert done.code == 0, done.err
    return done


def words_of(path: Path) -> str:
    found = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True)
    return " ".join(found.stdout.split())


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = Project(tmp_path_factory.mktemp("pack"))
    project.write("manuscript/booklet.yaml", SETTINGS)
    project.section("01-story.md", "# The story\n\nNothing to do here, only to read.\n")
    project.section("02-test.md", QUIZ).section("03-talk.md", QUESTIONS)
    project.section("04-notes.md", "---\nkind: questions\naudience: teacher\n---\n# For me\n\n1. Ask this? {lines=3}\n")
    return project


@pytest.fixture(scope="module")
def packed(project: Project) -> Path:
    pack(project)
    return project.folder / "output" / "handouts"


@pytest.fixture(scope="module")
def text(packed: Path) -> Callable[[str], str]:
    return lambda name: words_of(packed / f"{name}.pdf")


def test_sections_with_something_to_do_are_handouts_for_students_and_teachers_with_a_key(packed: Path) -> None:
    names = {path.name for path in packed.glob("*.*") if not path.name.startswith(".")}
    assert names == {
        "02-test.pdf", "02-test-teacher.pdf", "02-test-key.pdf",
        "03-talk.pdf", "03-talk-teacher.pdf", "03-talk-key.pdf",
        "handouts.pdf", "a-small-book-handouts.zip",
    }  # fmt: skip
    with zipfile.ZipFile(packed / "a-small-book-handouts.zip") as archive:
        assert set(archive.namelist()) == names - {"a-small-book-handouts.zip"}
        assert archive.read("02-test.pdf") == (packed / "02-test.pdf").read_bytes()


def test_they_are_on_large_paper_with_pages_of_their_own(packed: Path, text: Callable[[str], str]) -> None:
    with pikepdf.open(packed / "02-test.pdf") as pdf:
        width, height = (float(side) / 72 * 25.4 for side in pdf.pages[0].trimbox[2:])
        pages = len(pdf.pages)
    assert (round(width), round(height)) == (210, 297)
    assert f"Page 1 of {pages}" in text("02-test")
    assert "A small book · " in text("02-test")


def test_the_head_asks_for_name_class_date_and_tells_the_points(text: Callable[[str], str]) -> None:
    for word in ("Name", "Class", "Date", "Points", "/8"):
        assert word in text("02-test").partition("A short test")[0]
    assert "For teachers" in text("02-test-teacher")
    assert "Points" not in text("03-talk")


def test_students_get_no_answer_and_teachers_all(text: Callable[[str], str]) -> None:
    secrets = ["His lamp is lit", "a broken compass", "Because nobody asked", "Leave a silence"]
    students = text("02-test") + text("03-talk")
    teachers = text("02-test-teacher") + text("03-talk-teacher")
    assert [secret for secret in secrets if secret in students] == []
    assert [secret for secret in secrets if secret not in teachers] == []


def test_a_key_has_what_is_right_and_no_questions(text: Callable[[str], str]) -> None:
    key = text("02-test-key")
    assert "Answers: A short test" in key
    for right in ("The lighthouse keeper", "a broken compass", "The Petrel", "The Gannet"):
        assert right in key
    assert "Who lives by the sea?" not in key


def test_a_link_to_another_section_is_plain_text_and_the_code_leads_to_the_web(packed: Path) -> None:
    with pikepdf.open(packed / "03-talk.pdf") as pdf:
        links = [annotation for page in pdf.pages for annotation in page.obj.get("/Annots", ())]
        assert [str(link.A.URI) for link in links] == ["https://example.org/small.html#talk"]


@pytest.mark.parametrize("name", ["02-test", "02-test-teacher", "03-talk"])
def test_the_code_that_leads_to_the_web_stands_at_the_foot_of_the_first_page_over_nothing(
    packed: Path, name: str
) -> None:
    with pymupdf.open(packed / f"{name}.pdf") as pdf:
        page = pdf[0]
        (link,) = page.get_links()
        code, foot = link["from"], page.rect.height - 22 * MM
        assert foot < code.y0 < code.y1 < page.rect.height - 4 * MM
        assert round(code.width / MM) == round(code.height / MM) == 14
        assert [word[4] for word in page.get_text("words") if code.intersects(word[:4])] == []
        inked = page.get_pixmap(clip=code, colorspace="gray").samples
        assert 0.3 < sum(dot < 128 for dot in inked) / len(inked) < 0.7


def drawing(number: int, room: str) -> str:
    return f"{number}. Draw{number}. {{level=create}}\n\n   ::: workspace {{{room}}}\n   :::\n"


@pytest.mark.parametrize("theme", ["classic", "workbook"])
def test_no_page_of_a_handout_is_left_without_questions(tmp_path: Path, theme: str) -> None:
    project = Project(tmp_path / "project").write("manuscript/booklet.yaml", SETTINGS)
    ending = "## On the ending\n\n3. Who? {level=infer lines=5}\n"
    fills = drawing(1, "kind=grid fill=true") + drawing(2, "kind=dots fill=true height=40mm") + ending
    texts = {
        "01-boxes.md": "".join(drawing(n, "kind=box height=60mm") for n in range(1, 5)),
        "02-high.md": drawing(1, "kind=box height=225mm") + drawing(2, "kind=box height=60mm"),
        "03-fills.md": fills,
    }
    for name, text in texts.items():
        project.section(name, f"---\nkind: questions\n---\n# Draw\n\n{text}")
    pack(project, "--theme", theme)
    folder = project.folder / "output" / "handouts"
    pages = {}
    for name in ("01-boxes", "02-high", "03-fills"):
        with pymupdf.open(folder / f"{name}.pdf") as pdf:
            pages[name] = [page.get_text() for page in pdf]
    assert "Draw2" in pages["01-boxes"][0]
    assert "Draw1" in pages["02-high"][0]
    (ending,) = [text for text in pages["03-fills"] if "On the ending" in text]
    assert "Who?" in ending
    text = pages["01-boxes"][0]
    assert text.index("Draw1") < text.index("create") < text.index("Draw2")
    pack(project, "--section", "fills", "--level", "create", "-o", tmp_path / "created")
    assert "On the ending" not in words_of(tmp_path / "created" / "03-fills.pdf")  # which has no question then


def test_the_index_lists_every_sheet(packed: Path, text: Callable[[str], str]) -> None:
    index = text("handouts")
    for name in ("02-test.pdf", "02-test-teacher.pdf", "02-test-key.pdf", "03-talk.pdf"):
        assert name in index


def test_handouts_are_tagged_as_every_pdf(packed: Path) -> None:
    with pikepdf.open(packed / "02-test.pdf") as pdf:
        assert pdf.Root.MarkInfo.Marked
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"


def test_what_is_there_is_not_made_again(project: Project, packed: Path) -> None:
    before = (packed / "02-test.pdf").stat().st_mtime_ns
    again = project.command("pack", "-j", "1", "--json", env={"PYTHONPROFILEIMPORTTIME": "1"})
    assert not {"jinja2", "pikepdf", "ruamel.yaml", "weasyprint"} & set(re.findall(r"\| +([\w.]+)\n", again.err))
    told = json.loads(again.out)
    assert told["built"] is False
    assert {Path(name).name for name in told["files"]} == {p.name for p in packed.iterdir() if p.name[0] != "."}
    assert (packed / "02-test.pdf").stat().st_mtime_ns == before


def test_a_handout_that_is_gone_is_made_again(project: Project, packed: Path) -> None:
    (packed / "03-talk.pdf").unlink()
    pack(project)
    assert (packed / "03-talk.pdf").is_file()


def test_questions_can_be_chosen_and_keep_their_numbers(project: Project, tmp_path: Path) -> None:
    pack(project, "-o", tmp_path, "--section", "test", "--questions", "2,4-9", "--level", "infer")
    assert {path.name for path in tmp_path.glob("0*.pdf")} == {"02-test.pdf", "02-test-teacher.pdf", "02-test-key.pdf"}
    text = words_of(tmp_path / "02-test.pdf")
    assert "2 1 point It rains" in text or "2 It rains" in text
    assert "Who lives" not in text
    assert "Which of these" not in text
    assert "Points /1" in text


def test_what_of_a_choice_is_not_there_is_told_with_what_there_is(project: Project, tmp_path: Path) -> None:
    for arguments, said, hint in (
        (
            "--section test --questions 99",
            "error P017: there is no question 99",
            "“A short test” has 1 to 4",
        ),
        ("--kind quiz --questions 3,7-9", "there is no question from 7 to 9", "“A short test” has 1 to 4"),
        ("--section story --questions 1", "there is no question 1", "there are no questions in what is asked for"),
        (
            "--level evaluate",
            "error P016: no question here is of the level evaluate",
            "levels here are: recall,",
        ),
        ("--section test --questions 1 --level infer", "no question among 1 is of this level", "leave out one of"),
        (
            "--kind page",
            "P016: there is nothing to do in a section of kind page",
            "say  --section story  in",
        ),
        (
            "--kind timeline",
            "the booklet has no section of kind timeline",
            "kinds to hand out here are: questions, quiz",
        ),
        ("--kind page --section test", "none of these sections is of kind page", "“test” is of kind quiz: leave out"),
    ):
        done = run(project.folder, "-o", tmp_path / "out", *arguments.split())
        assert done.exit_code == 3
        assert said in done.stderr
        assert hint in done.stderr.partition("  hint: ")[2]
    assert not (tmp_path / "out").exists()


def test_what_else_is_asked_for_is_handed_out_and_the_rest_is_a_warning(project: Project, tmp_path: Path) -> None:
    asked = ("--section", "talk", "--section", "story", "--questions", "1", "--level", "analyse", "--level", "infer")
    done = project.command("pack", "-j", "1", "-o", tmp_path, *asked, "--versions", "2", "--kind", "questions",
                           "--kind", "page", "--kind", "quiz")  # fmt: skip
    assert done.code == 0, done.err
    assert (tmp_path / "03-talk.pdf").exists()
    assert not list(tmp_path.glob("01-*"))
    for said in (
        "--level: warning P016: no question here is of the level infer\n  hint: levels here are: analyse, create",
        "--section: warning P016: “The story” has none of these questions, and is not handed out",
        "--kind: warning P016: none of these sections is of kind quiz",
        "--versions: warning P016: no quiz is handed out",
    ):
        assert said in done.err


# the class


ROSTER = "First name;Surname;e-mail;class;version\nZoë;Ångström;z@school.example;7a;\nАда;Ж;;7a;\n Li ; Wei;;7a;\n"


@pytest.fixture(scope="module")
def versions(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("versions")
    roster = folder / "class.csv"
    roster.write_text(ROSTER, encoding="utf-8")
    asked = ("--kind", "quiz", "--versions", "3", "--seed", "7", "--roster", roster, "--export", "csv")
    pack(project, "-o", folder, *asked)
    return folder


def test_versions_have_the_same_questions_in_other_orders(versions: Path) -> None:
    asked = ["Who lives by the sea", "It rains all the time", "What is in the drawer", "Which of these are ships"]
    orders = set()
    for letter in "abc":
        text = words_of(versions / f"02-test-{letter}.pdf")
        assert f"Version {letter.upper()}" in text
        orders.add(tuple(sorted(asked, key=text.index)))
    assert len(orders) > 1
    for name in ("02-test-a-key.pdf", "02-test-c-teacher.pdf", "02-test-versions.pdf", "a-small-book.csv"):
        assert (versions / name).exists(), name


def test_copies_of_a_class_have_names_on_every_page_and_versions_in_turn(versions: Path) -> None:
    with pikepdf.open(versions / "02-test-class.pdf") as copies:
        pages = {}
        for letter in "abc":
            with pikepdf.open(versions / f"02-test-{letter}.pdf") as pdf:
                pages[letter] = len(pdf.pages)
        assert len(copies.pages) == sum(count + count % 2 for count in pages.values())
    text = words_of(versions / "02-test-class.pdf")
    for name, letter in (("Zoë Ångström", "a"), ("Ада Ж", "b"), ("Li Wei", "c")):
        assert text.count(name) == pages[letter], name
    assert text.index("Version A") < text.index("Version B") < text.index("Version C")


def test_wrong_rows_of_a_roster_are_named_by_their_lines(project: Project, tmp_path: Path) -> None:
    roster = tmp_path / "class.csv"
    roster.write_text('name,class,version\n"",7a,A\nAda,7a,Q\nGrace,7a,A,x\n', encoding="utf-8")
    done = run(project.folder, "-o", tmp_path / "out", "--versions", "2", "--roster", roster)
    assert done.exit_code == 3
    for line, words in ((2, "this row has no name"), (3, "there is no version “Q”"), (4, "this row has 4 cells")):
        assert f"{roster}:{line}: error C002: {words}" in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("heads", "row", "name"),
    [
        ("name,surname", "Ada,Lovelace", "Ada Lovelace"),
        ("Name,Forename", "Lovelace,Ada", "Ada Lovelace"),
        ("Surname,First_Name,Name", 'Lovelace,Ada,"Lovelace, Ada"', "Lovelace, Ada"),
        ("given-name,year,class", "Ada,9,9b", "Ada"),
    ],
)
def test_names_are_joined_and_columns_that_are_not_known_are_left_aside(
    tmp_path: Path, heads: str, row: str, name: str
) -> None:
    path = tmp_path / "class.csv"
    path.write_text(f"{heads},E-mail\n{row},a@b\n")
    roster = rosters.read(path)
    assert [pupil.name for pupil in roster.pupils] == [name]
    others = "s “year”, “E-mail”" if "year" in heads else " “E-mail”"
    assert [problem.message for problem in roster.problems] == [f"left aside: the column{others}"]


def test_letters_of_versions_mean_nothing_where_there_is_one(tmp_path: Path) -> None:
    path = tmp_path / "class.csv"
    path.write_text("name,version\nAda,A\nGrace,\n")
    assert rosters.read(path, ("A", "B")).problems == ()
    (problem,) = rosters.read(path).problems
    assert str(problem).startswith(f"{path}:1: warning C001: left aside: the column “version”")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"name\nJos\xe9\n", ":2: error F001: this file is not UTF-8: byte 9 is 0xE9"),
        (b"", ": error C001: this roster is empty"),
        (b"name\n", ": error C001: this roster names nobody"),
        (b"pupil,class\nA,b\n", ":1: error C001: no column is called “name”"),
        (b"surname,class\nA,b\n", "in the first row, or  first name  over that with given names"),
        (b"last name,first_name,Surname\nA,b,c\n", ":1: error C001: a column stands in it twice"),
    ],
)
def test_rosters_that_cannot_be_read(project: Project, tmp_path: Path, data: bytes, words: str) -> None:
    (tmp_path / "class.csv").write_bytes(data)
    done = run(project.folder, "-o", tmp_path / "out", "--roster", tmp_path / "class.csv")
    assert done.exit_code == 3
    assert words in done.stderr
    assert "hint: " in done.stderr


def test_a_roster_that_is_too_large_meets_a_limit(project: Project, tmp_path: Path) -> None:
    (tmp_path / "class.csv").write_bytes(b"name\n" + b"A Name\n" * 160_000)
    done = run(project.folder, "-o", tmp_path / "out", "--roster", tmp_path / "class.csv")
    assert done.exit_code == 5
    assert "class.csv: error L003: this roster is larger than 1 MB" in done.stderr


def test_a_seed_that_is_no_number(project: Project) -> None:
    done = run(project.folder, "--seed", "spring")
    assert done.exit_code == 2
    assert "'spring' is not a valid integer" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--seed", "5"), "--seed is for --versions, as in --versions 4 --seed 2026"),
        (("--flip", "short"), "--flip is for --cards, as in --cards 8 --flip short"),
    ],
)
def test_an_option_that_means_nothing_beside_the_others_is_refused(
    project: Project, arguments: tuple[str, ...], said: str
) -> None:
    done = run(project.folder, *arguments)
    assert (done.exit_code, said in done.stderr) == (2, True)


def test_the_same_project_gives_the_same_sheet_beside_which_those_of_earlier_packs_are_named(
    project: Project, packed: Path, tmp_path: Path
) -> None:
    copy = Project(tmp_path / "elsewhere")
    for path in (project.folder / "manuscript").iterdir():
        copy.write(f"manuscript/{path.name}", path.read_bytes())
    folder = copy.folder / "output" / "handouts"
    shutil.copytree(packed, folder)
    (folder / "03-talk.pdf").unlink()
    (folder / "my-own.pdf").write_bytes(b"%PDF-")
    done = pack(copy, "--section", "talk")
    assert (folder / "03-talk.pdf").read_bytes() == (packed / "03-talk.pdf").read_bytes()
    assert "Of earlier packs there are also 02-test-key.pdf, 02-test-teacher.pdf, 02-test.pdf." in done.err
    assert (folder / "02-test.pdf").exists()
    again = pack(copy, "--section", "talk")
    assert "02-test.pdf.\nThey are not in the list and the zip: delete what is no longer meant." in again.err
