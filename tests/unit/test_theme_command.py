"""``booklet theme``: which themes there are, with pictures, and a copy to begin one's own with."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image

from booklet import themes
from tests.conftest import SETTINGS, Project, run
from tests.pages.measuring import Finished


def written(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_the_list_says_what_each_theme_is_like_and_its_fonts(tmp_path: Path) -> None:
    done = run("booklet", "theme", "list", cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    names = [line.split()[0] for line in done.out.splitlines() if line and not line.startswith(" ")]
    assert names == ["classic", *sorted(set(themes.names()) - {"classic"})]
    assert "fonts IBM Plex Serif and Fira Sans" in done.out
    assert max(map(len, done.out.splitlines())) <= 110


def test_programs_read_the_list_as_json(tmp_path: Path) -> None:
    told = json.loads(run("booklet", "theme", "list", "--json", cwd=tmp_path).out)["themes"]
    (modern,) = [theme for theme in told if theme["name"] == "modern"]
    assert modern["parent"] == "classic"
    assert modern["accent"] == "#0b6470"
    assert "A4" in modern["pages"]
    assert modern["pictures"] == []


def test_the_list_of_a_project_has_its_own_themes(project: Project) -> None:
    project.write("styles/mine/theme.yaml", "label: Mine\ndescription: Quiet.\nparent: modern\n")
    project.section("01-one.md", "# One\n\nWords.\n")
    done = run("booklet", "theme", "list", project.folder.name, cwd=project.folder.parent)
    assert done.code == 0
    assert "styles/mine  Mine. Quiet." in done.out
    project.write("styles/mine/theme.yaml", "label: Mine\nparent: modem\n")
    done = project.command("theme", "list", ".")
    assert (done.code, done.out) == (7, "")
    assert done.err.startswith("styles/mine/theme.yaml:2:9: error T001")


def test_a_project_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = run("booklet", "theme", "list", "nowhere", cwd=tmp_path)
    assert (done.code, done.out) == (3, "")
    assert "nowhere: error P001" in done.err


def test_pictures_are_of_the_booklet_in_every_theme(project: Project) -> None:
    project.section("01-one.md", "# One\n\nWords.\n").write("styles/mine/theme.yaml", "label: Mine\nparent: modern\n")
    done = project.command("theme", "list", ".", "--pictures", "themes", "--json")
    assert done.code == 0, done.err
    told = json.loads(done.out)["themes"]
    assert {theme["name"] for theme in told} == {*themes.names(), "styles/mine"}
    for theme in told:
        assert len(theme["pictures"]) >= 3  # the cover, the contents, the section
        for name in theme["pictures"]:
            with Image.open(project.folder / name) as picture:
                assert picture.width == pytest.approx(148 / 25.4 * 100, abs=5)
    page = etree.fromstring((project.folder / "themes/index.html").read_bytes(), etree.HTMLParser())
    assert {f"themes/{name}" for name in page.xpath("//img/@src")} == {p for t in told for p in t["pictures"]}
    assert all(page.xpath("//img/@alt"))
    assert not (project.folder / "output").exists()


@pytest.mark.parametrize("name", themes.names())
def test_a_copy_looks_as_what_it_was_copied_from_and_needs_it_no_more(name: str, project: Project) -> None:
    project.section(
        "01-one.md", "# One\n\nWords.[^n]\n\n[^n]: A note.\n\n::: warning\nLook.\n:::\n\n## Two\n\nMore words.\n"
    )
    done = project.command("theme", "copy", name, "styles/mine")
    assert (done.code, done.out) == (0, "styles/mine\n")
    assert "theme: styles/mine" in done.err
    files = written(project.folder / "styles/mine")
    assert {"theme.yaml", "print.css", "epub.css", "web.css", "templates/section.xhtml"} <= files
    project.write("manuscript/booklet.yaml", f"{SETTINGS}theme: styles/mine\n")
    made = project.make("pdf", "epub", "html")
    assert made.warnings == ()
    data = {file.format: file.data for file in made.files}
    assert f"{name.capitalize()} in a browser".encode() in data["html"]
    project.write("manuscript/booklet.yaml", f"{SETTINGS}theme: {name}\n")
    other = Finished(project.build("pdf")["pdf"])
    mine = Finished(data["pdf"])
    assert [[(line.text, line.box) for line in leaf.lines] for leaf in mine.leaves] == [
        [(line.text, line.box) for line in leaf.lines] for leaf in other.leaves
    ]


def test_a_rule_taken_out_of_a_copy_is_gone(project: Project) -> None:
    project.section("01-one.md", "# One\n\nWords.\n")
    project.command("theme", "copy", "modern", "styles/mine")
    project.write("manuscript/booklet.yaml", f"{SETTINGS}theme: styles/mine\n")
    project.write("styles/mine/web.css", "/* nothing */\n")
    assert b"in a browser" not in project.build("html")["html"]


def test_a_copy_leaves_alone_what_is_there(project: Project) -> None:
    project.write("styles/mine/print.css", "h1 { color: teal }\n").write("styles/mine/leaf.txt", "mine")
    done = project.command("theme", "copy", "classic", "styles/mine")
    assert (done.code, done.out) == (6, "")
    assert "--force" in done.err
    assert written(project.folder / "styles/mine") == {"print.css", "leaf.txt"}
    done = project.command("theme", "copy", "classic", "styles/mine", "--force")
    assert done.code == 0
    assert "teal" not in (project.folder / "styles/mine/print.css").read_text(encoding="utf-8")
    assert (project.folder / "styles/mine/leaf.txt").read_text(encoding="utf-8") == "mine"


def test_a_misspelt_theme_gets_a_suggestion_and_nothing_is_written(tmp_path: Path) -> None:
    done = run("booklet", "theme", "copy", "modem", "styles/mine", cwd=tmp_path)
    assert (done.code, done.out) == (7, "")
    assert "did you mean “modern”?" in done.err
    assert list(tmp_path.iterdir()) == []


def test_a_copy_elsewhere_is_told_where_it_belongs(tmp_path: Path) -> None:
    done = run("booklet", "theme", "copy", "classic", "mine", cwd=tmp_path)
    assert done.code == 0
    assert "styles/mine" in done.err
    assert io.StringIO(done.out).readline() == "mine\n"
