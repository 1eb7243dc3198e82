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


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("page", "::: workspace\n:::\n", 6),
        ("essay", "## Write {level=create}\n\n::: workspace\n:::\n", 10),
        ("essay", "## Write\n\n::: workspace\n:::\n", 12),
        ("questions", "1. Why? {level=recall}\n\n   ::: workspace\n   :::\n", 3),
        ("questions", "1. Why?\n\n   ::: workspace {lines=7}\n   :::\n", 7),
        ("questions", "1. Why? {lines=2}\n\n   ::: workspace {lines=7}\n   :::\n", 9),
        ("questions", "1. Why?\n\n   ::: workspace {kind=dots}\n   :::\n", 0),
        ("quiz", '1. Why? {type=short answer="so"}\n\n   ::: workspace\n   :::\n', 3),
        ("quiz", '1. Why? {type=short answer="so"}\n\n   ::: workspace {kind=grid}\n   :::\n', 0),
    ],
)
def test_room_is_as_its_section_and_level_want_it(project: Project, kind: str, text: str, expected: int) -> None:
    project.section("01-a.md", f"---\nkind: {kind}\n---\n# A\n\n{text}")
    composed = project.make("pdf", keep_composed=project.folder).composed
    (page,) = (data for name, data in composed if name.endswith(".xhtml"))
    assert page.count(b'class="ruled"') == expected


@pytest.mark.parametrize(
    ("writing", "theme", "expected"),
    [("primary", "classic", 5), ("secondary", "classic", 7), ("adult", "classic", 8), ("primary", "accessible", 3)],
)
def test_lines_are_as_far_apart_as_hands_want_them(project: Project, writing: str, theme: str, expected: int) -> None:
    settings = (project.folder / "manuscript/booklet.yaml").read_text()
    project.write("manuscript/booklet.yaml", f"{settings}writing: {writing}\ntheme: {theme}\n")
    assert room_of(project, "{height=60mm}").count("ruled") == expected


def test_the_sheet_of_a_project_says_last_how_far_lines_are_apart(project: Project) -> None:
    project.write("styles/print.css", ":root { --line-pitch: 1cm }")
    assert room_of(project, "{height=60mm}").count("ruled") == 6


def test_screens_have_no_room_to_write(project: Project) -> None:
    project.section("01-a.md", "# A\n\nB\n\n::: workspace {kind=grid}\n:::\n")
    page = project.build("html")["html"].decode()
    assert 'class="field' not in page
    assert 'class="ruled' not in page


@pytest.mark.parametrize("wrong", ["kind=girds", "height=60", "height=4mm", "lines=0", "lines=61", "fill=yes"])
def test_what_a_workspace_cannot_be_is_named(project: Project, wrong: str) -> None:
    project.section("01-a.md", f"# A\n\n::: workspace {{{wrong}}}\n:::\n")
    with pytest.raises(ManuscriptError) as caught:
        project.build("html")
    (problem,) = caught.value.problems
    assert problem.code == "S010"
    assert problem.place.line == 3
    assert problem.hint
