"""Every folder here is a project with one defect; expected.txt beside it is all that booklet says of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conftest import Project, run

HERE = Path(__file__).parent
FOLDERS = sorted(path.parent for path in HERE.glob("*/expected.txt"))
OLD = {"a-small-book.pdf": b"an old PDF", "a-small-book.epub": b"an old EPUB", "a-small-book.html": b"an old page"}


def words_of(folder: Path) -> list[str]:
    """What is put behind ``booklet`` for a folder: ``check``, ``pack`` or else ``build``, and the words of its arguments.txt."""
    path = folder / "arguments.txt"
    words = path.read_text(encoding="utf-8").split() if path.is_file() else []
    return words if words[:1] in (["check"], ["pack"]) else ["build", *words]


def with_old_files(folder: Path) -> dict[str, bytes]:
    """Put files of an earlier build into output/, and give what lies there then."""
    project = Project(folder)
    for name, data in OLD.items():
        project.write(f"output/{name}", data)
    return contents(folder / "output")


def contents(folder: Path) -> dict[str, bytes]:
    """All files below a folder by name, hidden ones too."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_defect_is_named_with_its_place_and_cure_and_output_stays_as_it_was(
    folder: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    copy = tmp_path / "project"
    shutil.copytree(folder, copy, symlinks=True)
    before = with_old_files(copy)
    around = set(tmp_path.iterdir())
    ran = run("booklet", *words_of(folder), cwd=copy)
    said = f"{ran.err}exit: {ran.code}\n"
    if request.config.getoption("refresh"):
        (folder / "expected.txt").write_text(said, encoding="utf-8")
    assert said == (folder / "expected.txt").read_text(encoding="utf-8")
    assert set(tmp_path.iterdir()) == around
    if ran.code or words_of(folder)[0] == "check":
        assert ran.out == "" or words_of(folder)[0] == "check"
        assert contents(copy / "output") == before
    else:
        assert contents(copy / "output") != before
        assert ran.out.startswith("output/")
