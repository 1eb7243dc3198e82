"""What all tests share: small projects in a temporary folder, builds here, the command in a process, one sample."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from booklet import pipeline
from booklet.pipeline import Made, Request

ROOT = Path(__file__).parent.parent
SETTINGS = "title: A Small Book\nlanguage: en-GB\nauthors:\n  - name: Ada Writer\ndate: 2026-01-31\n"
sys.setrecursionlimit(20_000)


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--refresh`` writes what tests expect anew from what booklet does now, to be read in the diff."""
    parser.addoption("--refresh", action="store_true", help="write expected files anew")


@dataclass
class Project:
    """A project folder under test. ``build`` runs the stages in this process and gives the finished files' bytes."""

    folder: Path
    files: dict[str, bytes] = field(default_factory=dict)

    def write(self, name: str, content: str | bytes) -> Project:
        """Put a file into the project; names are seen from its folder."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return self

    def section(self, name: str, content: str) -> Project:
        """Put a section into manuscript/."""
        return self.write(f"manuscript/{name}", content)

    def make(self, *formats: str, **choices: object) -> Made:
        """Files and warnings of a build in this process; problems are raised."""
        request = Request(self.folder, formats=formats, **choices)  # type: ignore[arg-type]
        return pipeline.make(request, lambda _: None)

    def build(self, *formats: str, **choices: object) -> dict[str, bytes]:
        """The finished files by format (of one edition)."""
        return {file.format: file.data for file in self.make(*formats, **choices).files}

    def command(self, *arguments: str, env: Mapping[str, str] | None = None, cwd: Path | None = None) -> Ran:
        """``booklet`` with these arguments, in the project's folder."""
        return run("booklet", *arguments, cwd=cwd or self.folder, env=env)


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str


def run(*command: str, cwd: Path, env: Mapping[str, str] | None = None) -> Ran:
    """Run a command of this project in another process; ``booklet`` is ours."""
    words = [sys.executable, "-m", "booklet", *command[1:]] if command[0] == "booklet" else list(command)
    done = subprocess.run(
        words, cwd=cwd, env={**os.environ, **(env or {})}, capture_output=True, text=True, timeout=180, check=False
    )
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with settings and no sections."""
    return Project(tmp_path / "project").write("manuscript/booklet.yaml", SETTINGS)


@pytest.fixture
def new_project(tmp_path: Path) -> Callable[[str], Project]:
    """Makes further projects, by name."""
    return lambda name: Project(tmp_path / name).write("manuscript/booklet.yaml", SETTINGS)


@contextmanager
def only_once(folder: Path) -> Iterator[bool]:
    """Whether this process is the first to come here among parallel ones; the others wait until it is done."""
    import fcntl

    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = folder / "done"
        yield not done.exists()
        done.touch()


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The sample built once for all processes, both editions in every format: the folder of the finished files."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "sample"
    folder.mkdir(exist_ok=True)
    with only_once(folder) as first:
        if first:
            done = run("booklet", "build", str(ROOT), "-f", "all", "-e", "all", "-o", str(folder / "output"), cwd=ROOT)
            assert done.code == 0, done.err
    return folder / "output"
