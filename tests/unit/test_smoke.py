"""A first look at the whole: one small project, every format."""

from __future__ import annotations

from tests.conftest import Project


def test_a_section_becomes_a_pdf_an_epub_and_a_page(project: Project) -> None:
    project.section("01-hello.md", "# Hello\n\nA first paragraph.\n")
    files = project.build("pdf", "epub", "html")
    assert files["pdf"].startswith(b"%PDF-1.7")
    assert files["epub"].startswith(b"PK")
    assert b"A first paragraph." in files["html"]
