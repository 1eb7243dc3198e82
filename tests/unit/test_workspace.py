"""Room to write: as many lines, or as high, and of the kind that a fence asks for; on paper alone."""

from __future__ import annotations

import pytest

from booklet.problems import ManuscriptError
from tests.conftest import Project


def room_of(project: Project, attributes: str) -> str:
    """What the page that is printed holds for a workspace with these attributes."""
    project.section("01-a.md", f"# A\n\n::: workspace {attributes}\n:::\n")
    composed = project.make("pdf", keep_composed=project.folder).composed
    (page,) = (data for name, data in composed if name.endswith(".xhtml"))
    return page.decode().partition('<div class="workspace">')[2].partition("</section>")[0]


def test_a_workspace_has_six_lines_or_as_many_as_it_asks_for(project: Project) -> None:
    assert room_of(project, "").count("ruled") == 6
    assert room_of(project, "{lines=9}").count("ruled") == 9
    assert room_of(project, "{height=40mm}").count("ruled") == 5


@pytest.mark.parametrize("kind", ["grid", "dots", "box"])
def test_a_workspace_can_be_a_field_of_some_height(project: Project, kind: str) -> None:
    assert f'class="field {kind}" style="height: 60mm"' in room_of(project, f"{{kind={kind} height=60mm}}")


def test_screens_have_no_room_to_write(project: Project) -> None:
    project.section("01-a.md", "# A\n\nB\n\n::: workspace {kind=grid}\n:::\n")
    page = project.build("html")["html"].decode()
    assert 'class="field' not in page
    assert 'class="ruled' not in page


@pytest.mark.parametrize("wrong", ["kind=girds", "height=60", "height=4mm", "lines=0", "lines=61", "fill=true"])
def test_what_a_workspace_cannot_be_is_named(project: Project, wrong: str) -> None:
    project.section("01-a.md", f"# A\n\n::: workspace {{{wrong}}}\n:::\n")
    with pytest.raises(ManuscriptError) as caught:
        project.build("html")
    (problem,) = caught.value.problems
    assert problem.code == "S010"
    assert problem.place.line == 3
    assert problem.hint
