"""What ``booklet check`` finds in a project, here and without a child process."""

from __future__ import annotations

from booklet import lint
from booklet.manuscript import load, reading
from booklet.problems import Problem, ordered
from tests.conftest import Project

WORK = "work: {title: The Long House, author: B. Author, chapters: 20}\n"


def problems_of(project: Project) -> list[Problem]:
    """Every problem of reading and of the lint, by place."""
    manuscript, problems = load.find(project.folder)
    book, more = reading.read(manuscript)
    return list(ordered(lint.check(book, [*problems, *more], load.settings_places(manuscript))))


def found(project: Project) -> list[str]:
    """Each problem as ``CODE file:line:column``, the file without its folder."""
    return [f"{p.code} {p.place.file.rpartition('/')[2]}:{p.place.line}:{p.place.column}" for p in problems_of(project)]


def said(project: Project) -> list[str]:
    """The messages of the problems."""
    return [problem.message for problem in problems_of(project)]


def settings(project: Project, more: str) -> Project:
    """The project with further lines in booklet.yaml."""
    path = project.folder / "manuscript" / "booklet.yaml"
    return project.write("manuscript/booklet.yaml", path.read_text(encoding="utf-8") + more)


def question(*answer: str, asked: str = "Who comes home?") -> str:
    """A section with one question and the blocks that stand under it."""
    under = "".join(f"\n   {line}" if line else "\n" for block in answer for line in ("", *block.split("\n")))
    return f"---\nkind: questions\n---\n1. {asked}{under}\n"
