"""Themes that lie in a project: over a built-in one or by themselves, with sheets, templates, fonts and pictures."""

from __future__ import annotations

import io
import zipfile

import pikepdf
import pytest

from booklet import themes
from booklet.model import Place
from booklet.themes import Own
from tests.conftest import SETTINGS, Project

LEAF = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><path d="M1 9L9 1" stroke="#000"/></svg>'


@pytest.fixture
def themed(project: Project) -> Project:
    """A project with a theme of its own over modern."""
    project.write("manuscript/booklet.yaml", f"{SETTINGS}theme: styles/mine\npublisher: A Press\n")
    project.section("01-hello.md", "# Hello\n\nWords.\n\n## More\n\nOther words.\n")
    return project.write(
        "styles/mine/theme.yaml", 'label: Mine\nparent: modern\ntext-face: Spectral\naccent: "#7a1f2b"\n'
    )


def fonts_of(pdf: bytes) -> set[str]:
    """The families that a PDF has fonts of."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        found = [o for o in opened.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"]
        return {str(font.FontName).partition("+")[2].split("-")[0] for font in found}


def page_of(project: Project) -> str:
    return project.build("html")["html"].decode()


def test_what_a_theme_does_not_say_is_as_its_parent_has_it(themed: Project) -> None:
    themed.write("styles/mine/web.css", "h2 { letter-spacing: 0.01em }\n")
    page = page_of(themed)
    assert "Modern in a browser" in page
    assert "Classic in a browser" in page
    assert page.index("Modern in a browser") < page.index("letter-spacing: 0.01em")
    assert "--accent: #7a1f2b" in page
    families = fonts_of(themed.build("pdf")["pdf"])
    assert families >= {"Spectral", "Fira"}
    assert not any("Plex" in family for family in families)


def test_a_theme_without_a_parent_has_its_own_sheets_alone(themed: Project) -> None:
    themed.write("styles/mine/theme.yaml", "label: Mine\n").write("styles/mine/web.css", "h2 { color: teal }\n")
    page = page_of(themed)
    assert "h2 { color: teal }" in page
    assert "in a browser" not in page
    assert "<h1" in page


def test_the_project_s_own_styles_come_after_its_theme(themed: Project) -> None:
    themed.write("styles/mine/web.css", "h2 { color: teal }\n").write("styles/web.css", "h2 { color: olive }\n")
    themed.write("styles/mine/templates/imprint.xhtml", '<section class="imprint"><p>Of the theme.</p></section>')
    page = page_of(themed)
    assert page.index("color: teal") < page.index("color: olive")
    assert "Of the theme." in page
    themed.write("styles/templates/imprint.xhtml", '<section class="imprint"><p>Of the project.</p></section>')
    assert "Of the project." in page_of(themed)


def test_pictures_of_a_theme_are_in_every_format_that_shows_them(themed: Project) -> None:
    rule = 'h2 { background: url("signs/leaf.svg") }\n'
    for name in ("print.css", "epub.css", "web.css"):
        themed.write(f"styles/mine/{name}", rule)
    themed.write("styles/mine/signs/leaf.svg", LEAF).write("styles/mine/signs/unused.svg", LEAF)
    made = themed.make("pdf", "epub", "html")
    assert made.warnings == ()
    data = {file.format: file.data for file in made.files}
    assert b'url("data:image/svg+xml;base64,' in data["html"]
    with zipfile.ZipFile(io.BytesIO(data["epub"])) as archive:
        assert "EPUB/styles/mine/signs/leaf.svg" in archive.namelist()
        assert "EPUB/styles/mine/signs/unused.svg" not in archive.namelist()


def test_a_font_in_the_theme_s_folder_is_found_by_its_family(themed: Project) -> None:
    face = themes.find("accessible", Place(""), Own()).faces[0]
    themed.write("styles/mine/fonts/any-name.ttf", face.path.read_bytes())
    themed.write("styles/mine/theme.yaml", "label: Mine\nparent: classic\ntext-face: Atkinson Hyperlegible\n")
    assert any("Atkinson" in family for family in fonts_of(themed.build("pdf")["pdf"]))


def test_the_booklet_s_design_stands_over_its_own_theme(themed: Project) -> None:
    settings = f"{SETTINGS}theme: styles/mine\ndesign: {{accent: darkgreen, label-font: Alegreya Sans}}\n"
    themed.write("manuscript/booklet.yaml", settings)
    assert "--accent: #006400" in page_of(themed)
    assert "Fira" not in str(fonts_of(themed.build("pdf")["pdf"]))


def test_an_edition_may_wear_a_theme_of_the_project(themed: Project) -> None:
    themed.write("manuscript/booklet.yaml", f"{SETTINGS}editions:\n  teacher: {{theme: styles/mine}}\n")
    assert "Modern in a browser" not in page_of(themed)
    assert "Modern in a browser" in themed.build("html", editions=("teacher",))["html"].decode()


def test_a_theme_of_the_project_can_be_asked_for_on_the_command_line(themed: Project) -> None:
    themed.write("manuscript/booklet.yaml", SETTINGS)
    assert "Modern in a browser" in themed.build("html", theme="styles/mine")["html"].decode()


def test_all_templates_of_a_theme_are_checked_whichever_edition_wears_it(themed: Project) -> None:
    themed.write("manuscript/booklet.yaml", f"{SETTINGS}editions:\n  teacher: {{theme: styles/mine}}\n")
    themed.write("styles/mine/templates/imprint.xhtml", "{% if %}")
    done = themed.command("build", "-f", "html")
    assert done.code == 7
    assert done.err.startswith("styles/mine/templates/imprint.xhtml:1: error T002")
