"""Templates of the theme's, with something put into them that they should not say."""

from __future__ import annotations

from pathlib import Path

import pytest

import booklet
from booklet.model import Place
from booklet.problems import Problem, ProofError
from tests.conftest import Project

TEMPLATES = Path(booklet.__file__).parent / "themes" / "classic" / "templates"


def planted(project: Project, template: str, old: str, new: str) -> None:
    """Copy a template of the theme's into the project, with some of its words replaced."""
    there = (TEMPLATES / template).read_text(encoding="utf-8")
    assert old in there, (template, old)
    project.write(f"styles/templates/{template}", there.replace(old, new))


def found_in(project: Project, *formats: str, **choices: object) -> list[Problem]:
    """The errors of a build that its proof stops."""
    with pytest.raises(ProofError) as caught:
        project.make(*formats, **choices)
    assert caught.value.exit_code == 8
    return [problem for problem in caught.value.problems if problem.severity == "error"]


def line_of(project: Project, name: str, words: str) -> int:
    """The line of a manuscript's file that holds some words."""
    lines = (project.folder / "manuscript" / name).read_text(encoding="utf-8").split("\n")
    (number,) = [n for n, line in enumerate(lines, 1) if words in line]
    return number


def at(problem: Problem) -> tuple[str, int]:
    """The file and the line that a problem names."""
    place: Place = problem.place
    return place.file.rpartition("/")[2], place.line
