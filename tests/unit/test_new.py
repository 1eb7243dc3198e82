"""A new project: complete, in the author's language, and built at once."""

from __future__ import annotations

import os
import pty
import sys
import zipfile
from pathlib import Path

import pytest

from booklet import pipeline
from booklet.cli.new import STARTER, TONGUES
from booklet.pipeline import Request
from booklet.sections import KINDS
from tests import validators
from tests.conftest import Project, run

WELCOMES = {"en-GB": "Welcome", "fr-CA": "Bienvenue", "de": "Willkommen", "es-MX": "Bienvenida", "it": "Welcome"}
CONTENTS = {"en-GB": "Contents", "fr-CA": "Sommaire", "de": "Inhalt", "es-MX": "Índice", "it": "Contents"}


def written(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def settings(folder: Path) -> list[str]:
    return (folder / "manuscript" / "booklet.yaml").read_text(encoding="utf-8").splitlines()


def test_a_new_project_builds_at_once_and_says_what_to_do_next(tmp_path: Path) -> None:
    made = run("booklet", "new", "my-booklet", cwd=tmp_path)
    assert (made.code, made.out) == (0, "my-booklet\n")
    assert "cd my-booklet\n  booklet build\n" in made.err
    built = run("booklet", "build", "my-booklet", "--strict", cwd=tmp_path)
    assert (built.code, built.err) == (0, "")
    assert built.out == "my-booklet/output/my-booklet.pdf\nmy-booklet/output/my-booklet.epub\n"


@pytest.mark.parametrize("language", WELCOMES)
def test_a_new_project_speaks_the_author_s_language_and_gives_no_warning(tmp_path: Path, language: str) -> None:
    made = run(
        "booklet", "new", "new", "--title", "A title", "--author", "Ada Writer", "--language", language, cwd=tmp_path
    )
    assert made.code == 0, made.err
    files = []
    for formats, editions in ((("pdf",), ("teacher",)), (("epub", "html"), ("student", "teacher"))):
        result = pipeline.make(Request(tmp_path / "new", formats=formats, editions=editions), lambda _: None)
        assert result.warnings == ()
        files += result.files
    page = next(file.data for file in files if file.name == "a-title.html").decode()
    assert f">{WELCOMES[language]}</h1>" in page
    assert f">{CONTENTS[language]}</h1>" in page
    assert f'<html xmlns="http://www.w3.org/1999/xhtml" lang="{language}"' in page


@pytest.mark.parametrize("language", ["en-GB", "fr", "de", "es"])
def test_what_a_new_project_gives_is_valid(tmp_path: Path, language: str) -> None:
    run("booklet", "new", "new", "--language", language, cwd=tmp_path)
    files = Project(tmp_path / "new").build("pdf", "epub")
    assert validators.epubcheck(files["epub"]) == []
    assert validators.pdfua(files["pdf"]) == []


RARER = {"context", "symbols", "quiz", "activity", "essay", "rubric", "schedule", "organizer", "anticipation"}


@pytest.mark.parametrize("tongue", TONGUES)
def test_a_new_project_shows_the_kinds_of_section_that_most_booklets_have(tongue: str) -> None:
    sections = [file.read_text(encoding="utf-8") for file in (STARTER / tongue / "manuscript").glob("*.md")]
    kinds = {
        line.removeprefix("kind: ") for text in sections for line in text.splitlines() if line.startswith("kind: ")
    }
    assert kinds == set(KINDS) - RARER
    everything = "\n".join(sections)
    for sign in ("scope: safe", "scope: chapters", "spoilers: full", "portrait:", "[^", "::: answer", "::: hint",
                 "::: teaching", "::: look-for", "::: aside", "](images/open-book.svg", "](#"):  # fmt: skip
        assert sign in everything, sign


def test_every_language_has_the_same_files() -> None:
    first = written(STARTER / "en")
    assert len(first) == 11
    assert {tongue: written(STARTER / tongue) for tongue in TONGUES} == dict.fromkeys(TONGUES, first)
    assert {path.name for path in STARTER.iterdir()} == {*TONGUES, "common"}


def test_what_was_made_is_all_in_the_folder(tmp_path: Path) -> None:
    run("booklet", "new", "a/b/new", cwd=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    names = written(tmp_path / "a" / "b" / "new")
    assert {".gitignore", "styles/booklet.css", "manuscript/booklet.yaml", "manuscript/images/open-book.svg"} <= set(
        names
    )
    assert len(names) == 14


def test_title_author_and_language_stand_in_the_settings_just_as_given(tmp_path: Path) -> None:
    title = 'He said: "No" # 1 – {it} \\n & <b>'
    made = run(
        "booklet", "new", "x", "--title", title, "--author", "O'Neil: {LANGUAGE}", "--language", "en-US", cwd=tmp_path
    )
    assert made.code == 0, made.err
    page = Project(tmp_path / "x").build("html")["html"].decode()
    assert "He said: “No” # 1 – {it} \\n &amp; &lt;b&gt;" in page
    assert '<meta name="author" content="O&#39;Neil: {LANGUAGE}" />' in page
    assert 'lang="en-US"' in page


def test_without_a_title_the_folder_gives_it_and_without_an_author_nobody_is_named(tmp_path: Path) -> None:
    run("booklet", "new", "jane_eyre-2", cwd=tmp_path)
    lines = settings(tmp_path / "jane_eyre-2")
    assert 'title: "Jane eyre 2"' in lines
    assert "# authors:" in lines
    assert not any(line.startswith("authors:") for line in lines)


def test_the_working_folder_can_become_the_project(tmp_path: Path) -> None:
    here = tmp_path / "here"
    here.mkdir()
    made = run("booklet", "new", ".", cwd=here)
    assert (made.code, made.out) == (0, ".\n")
    assert "cd " not in made.err
    assert 'title: "Here"' in settings(here)


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine", encoding="utf-8")
    made = run("booklet", "new", "mine", cwd=tmp_path)
    assert (made.code, made.out) == (6, "")
    assert made.err.startswith("mine: error F003: the folder holds something already; it was left alone\n  hint: ")
    assert written(tmp_path / "mine") == ["notes.txt"]


def test_a_file_of_that_name_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine", encoding="utf-8")
    made = run("booklet", "new", "mine", cwd=tmp_path)
    assert (made.code, made.out) == (6, "")
    assert "error F003: cannot be written" in made.err
    assert (tmp_path / "mine").read_text(encoding="utf-8") == "mine"


def test_what_cannot_be_written_whole_leaves_nothing_behind(tmp_path: Path) -> None:
    lines = (
        "import booklet.cli.new as new",
        "files = new._files",
        "new._files = lambda *all: [*files(*all), ('manuscript/' + 'x' * 300, b'')]",
        "new.command(['project'], prog_name='booklet')",
    )
    made = run(sys.executable, "-c", "\n".join(lines), cwd=tmp_path)
    assert made.code == 6
    assert "error F003: cannot be written: File name too long" in made.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--language", "english"], "--language: “english” is not a language tag"),
        (["--language", "../../../etc"], "--language: “../../../etc” is not a language tag"),
        (["--language", " "], "--language: is empty"),
        (["--title", "  "], "--title: is empty"),
        (["--title", "a\x07b"], "--title: holds a character that no text may hold"),
        (["--author", "\udcff"], "--author: holds a character that no text may hold"),
    ],
)
def test_what_no_booklet_can_be_called_is_refused_before_anything_is_written(
    tmp_path: Path, arguments: list[str], words: str
) -> None:
    made = run("booklet", "new", "x", *arguments, cwd=tmp_path)
    assert made.code == 2
    assert words in made.err
    assert list(tmp_path.iterdir()) == []


def test_away_from_a_terminal_nothing_is_asked(tmp_path: Path) -> None:
    made = run("booklet", "new", "x", cwd=tmp_path)
    assert made.code == 0
    assert "Title" not in made.err


def test_at_a_terminal_what_is_not_given_is_asked_for(tmp_path: Path) -> None:
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(tmp_path)
        os.execv(sys.executable, [sys.executable, "-m", "booklet", "new", "dracula", "--author", "Ada Writer"])
    asked = b""
    for question, answer in ((b"Title [Dracula]", b"Dracula: a booklet\n"), (b"Language [en-GB]", b"de\n")):
        while question not in asked:
            asked += os.read(terminal, 1024)
        os.write(terminal, answer)
    while b"booklet build" not in asked:
        asked += os.read(terminal, 1024)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    os.close(terminal)
    lines = settings(tmp_path / "dracula")
    assert 'title: "Dracula: a booklet"' in lines
    assert 'language: "de"' in lines
    assert b"Author" not in asked


def test_the_package_that_users_install_holds_the_starter_the_themes_and_the_words(tmp_path: Path) -> None:
    done = run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path), cwd=STARTER.parents[2])
    assert done.code == 0, done.err
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    package = STARTER.parent
    there = {f"booklet/{name}" for name in written(package) if "__pycache__" not in name}
    assert {name for name in held if name.startswith("booklet/")} == there
    assert "booklet/starter/common/gitignore" in there
