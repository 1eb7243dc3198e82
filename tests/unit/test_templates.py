"""A project's own templates: pictures that suit every format, and pages that every system can tell apart."""

from __future__ import annotations

import io
import zipfile

import pytest

from booklet.problems import ThemeError
from tests.conftest import Project

LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'


@pytest.fixture
def with_logo(project: Project) -> Project:
    """A project with a picture in styles/."""
    return project.section("01-a.md", "# A\n\nWords.\n").write("styles/logo.svg", LOGO)


def test_a_template_shows_a_picture_of_styles_in_every_format(with_logo: Project) -> None:
    page = '<p><img src="{{ file("styles/logo.svg") }}" alt="A square" /></p>\n{{ prose(section.body) }}'
    with_logo.write("styles/templates/kinds/page.xhtml", page)
    files = with_logo.build("pdf", "epub", "html")
    with zipfile.ZipFile(io.BytesIO(files["epub"])) as archive:
        assert archive.read("EPUB/styles/logo.svg").decode() == LOGO
    assert b'src="data:image/svg+xml;base64,' in files["html"]
    assert b"styles/logo.svg" not in files["html"]


def test_a_picture_beside_a_web_page_is_refused_with_the_cure(with_logo: Project) -> None:
    with_logo.write("styles/templates/kinds/page.xhtml", '<p><img src="styles/logo.svg" alt="A square" /></p>')
    with pytest.raises(ThemeError) as caught:
        with_logo.build("html")
    (problem,) = caught.value.problems
    assert 'file("styles/logo.svg")' in problem.hint


def test_sections_whose_ids_differ_by_case_alone_have_files_of_their_own(project: Project) -> None:
    project.section("01-kathy.md", "# One\n\nFirst.\n")
    project.section("02-her.md", "---\nid: Kathy\n---\n# Two\n\nSecond.\n")
    with zipfile.ZipFile(io.BytesIO(project.build("epub")["epub"])) as archive:
        names = [name.casefold() for name in archive.namelist()]
    assert len(names) == len(set(names))
