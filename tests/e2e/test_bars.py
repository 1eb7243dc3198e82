"""While building, nothing outside the project is read and no socket is opened: watched with Python's audit events."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.conftest import Project, run

WATCHED = """
import sys
log = open(sys.argv[1], "a", buffering=1)
def watch(event, arguments):
    if event.startswith("socket.") and event not in ("socket.__new__", "socket.gethostname"):
        log.write(f"{event}\\n")
    elif event == "open" and isinstance(arguments[0], str):
        log.write(f"open {arguments[0]}\\n")
sys.addaudithook(watch)
sys.argv[:] = ["booklet", *sys.argv[2:]]
from booklet.cli import run
run()
"""


def watched(project: Project, log: Path, *arguments: str) -> tuple[int, list[str]]:
    """Exit code of ``booklet`` in the project's folder, and what it opened."""
    done = run(sys.executable, "-c", WATCHED, str(log), *arguments, cwd=project.folder)
    return done.code, log.read_text().splitlines()


def test_a_build_opens_no_socket_and_no_file_beside_the_project(project: Project, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("a secret")
    project.section("01-a.md", "# A\n\nSome words.[^1]\n\n![A square](images/a.svg)\n\n[^1]: A note.\n")
    square = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
    project.write("manuscript/images/a.svg", square)
    code, seen = watched(project, tmp_path / "log", "build", "-f", "all")
    assert code == 0
    assert any(line.endswith("manuscript/01-a.md") for line in seen), "the watch sees nothing"
    assert [line for line in seen if line.startswith("socket.")] == []
    beside = [line for line in seen if str(tmp_path) in line and str(project.folder) not in line]
    assert beside == []


def test_a_file_that_is_refused_is_never_opened(project: Project, tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(b"a secret")
    project.section("01-a.md", "# A\n\n![A secret](../../secret.png)\n\n![Another](http://localhost/x.png)\n")
    code, seen = watched(project, tmp_path / "log", "build", "-f", "all")
    assert code == 4
    assert [line for line in seen if "secret.png" in line or line.startswith("socket.")] == []
