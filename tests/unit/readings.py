"""Sections as they are read: their items, nodes and words, and what is said of them."""

from __future__ import annotations

from collections.abc import Iterator

from booklet.manuscript import load, reading
from booklet.model import Book, Item, Node, Section, plain
from tests.conftest import Project


class Reads:
    """Reads a project's sections: the book, and its problems as lines without their hints."""

    def __init__(self, project: Project, drafts: bool = False) -> None:
        manuscript, problems = load.find(project.folder)
        book, more = reading.read(manuscript, drafts)
        assert isinstance(book, Book)
        self.book = book
        self.problems = [str(problem).partition("\n")[0] for problem in (*problems, *more)]

    @property
    def section(self) -> Section:
        (section,) = self.book.sections
        return section

    @property
    def items(self) -> tuple[Item, ...]:
        return self.section.items

    def nodes(self, name: str) -> Iterator[Node]:
        """The section's nodes of that name."""
        return (node for node in self.section.walk() if node.name == name)

    def words(self) -> str:
        """The body's words."""
        return plain(node for node in self.section.body if isinstance(node, Node))


def read(project: Project, text: str, kind: str = "page", name: str = "01-text.md") -> Reads:
    """One section of a kind."""
    return Reads(project.section(name, f"---\nkind: {kind}\n---\n{text}\n" if kind != "page" else f"{text}\n"))
