"""Booklets that several tests measure are built once, whatever number of processes run the tests."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.conftest import Project, only_once
from tests.pages.generated import Shape
from tests.pages.measuring import Finished

Press = Callable[..., Finished]


@pytest.fixture(scope="session")
def press(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Press:
    """Builds the PDF of a shape, once under each name."""
    base = tmp_path_factory.getbasetemp()
    shared = (base if worker_id == "master" else base.parent) / "pages"

    def build(name: str, shape: Shape, edition: str = "student") -> Finished:
        folder = shared / name
        folder.mkdir(parents=True, exist_ok=True)
        with only_once(folder) as first:
            if first:
                made = shape.write(Project(folder / "project")).make("pdf", editions=(edition,))
                (folder / "booklet.pdf").write_bytes(made.files[0].data)
                (folder / "warnings.txt").write_text("\n".join(f"{p.code} {p.place}" for p in made.warnings))
        return Finished((folder / "booklet.pdf").read_bytes(), (folder / "warnings.txt").read_text().splitlines())

    return build
