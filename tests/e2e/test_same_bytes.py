"""The same input gives the same bytes, whatever the folder, time zone, locale or hash seed; nothing is done twice."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from tests.conftest import ROOT, Project, Ran, run

SECTION = "# Title\n\nSome -- words.[^1]\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[^1]: A note.\n"


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of every finished file, by name."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("[!.]*"))}


def built(source: Path, folder: Path, env: dict[str, str]) -> dict[str, str]:
    """Digests of the sample built from a copy in ``folder``."""
    for name in ("manuscript", "styles"):
        shutil.copytree(source / name, folder / name)
    done = run("booklet", "build", "-f", "all", cwd=folder, env=env)
    assert done.code == 0, done.err
    return digests(folder / "output")


def test_another_folder_time_zone_locale_and_hash_seed_give_the_same_files(tmp_path: Path, sample: Path) -> None:
    env = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "4711", "SOURCE_DATE_EPOCH": "99"}
    there = built(ROOT, tmp_path / "Ein Ordner" / "mit Leerzeichen", env)
    here = digests(sample)
    assert len(there) == 3
    assert there == {name: here[name] for name in there}


def build(project: Project, *arguments: str, **env: str) -> Ran:
    """``booklet build`` that must end well."""
    done = project.command("build", *arguments, env=env)
    assert done.code == 0, done.err
    return done


def test_source_date_epoch_dates_a_booklet_without_a_date(project: Project) -> None:
    project.write("manuscript/booklet.yaml", "title: A\n").section("01-a.md", SECTION)
    build(project, "-f", "html", SOURCE_DATE_EPOCH="86400")
    assert "2 January 1970" in (project.folder / "output/a.html").read_text()


def test_a_second_build_does_nothing_and_says_so(project: Project) -> None:
    project.section("01-a.md", SECTION)
    first = build(project, "-f", "epub")
    path = project.folder / "output/a-small-book.epub"
    before = path.stat().st_mtime_ns
    second = build(project, "-f", "epub")
    assert "nothing to do" in second.err
    assert second.out == first.out
    assert path.stat().st_mtime_ns == before


def test_what_was_warned_of_is_warned_of_again_when_nothing_is_done(project: Project) -> None:
    project.section("01-a.md", "# Title\n\nSome <b>bold</b> words.\n")
    first = build(project, "-f", "epub")
    assert "S006" in first.err
    assert "S006" in build(project, "-f", "epub").err


def test_a_changed_source_a_changed_output_and_another_choice_are_built_anew(project: Project) -> None:
    project.section("01-a.md", SECTION)
    path = project.folder / "output/a-small-book.epub"
    build(project, "-f", "epub")
    whole = path.read_bytes()
    path.write_bytes(b"broken")
    assert "nothing to do" not in build(project, "-f", "epub").err
    assert path.read_bytes() == whole
    project.section("01-a.md", SECTION + "\nMore.\n")
    assert "nothing to do" not in build(project, "-f", "epub").err
    assert path.read_bytes() != whole
    assert "nothing to do" not in build(project, "-f", "epub", "-e", "teacher").err
    assert "nothing to do" in build(project, "-f", "epub", "-e", "student", "-e", "teacher").err
    assert "nothing to do" not in build(project, "-f", "epub", "-e", "all").err
    assert "nothing to do" in build(project, "-f", "epub", "-e", "all").err
