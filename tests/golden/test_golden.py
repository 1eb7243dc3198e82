"""Each kind of section: a folder with a section and what comes of it in both copies, to be read in the diff.

A ``beside.md`` is another section of the same booklet, which the first one names things of.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from booklet.sections import KINDS
from tests.conftest import SETTINGS, Project
from tests.unit.made_manuscripts import DOT

HERE = Path(__file__).parent
WORK = "work: {title: Never Let Me Go, author: Kazuo Ishiguro, year: 2005, chapters: 23}\n"


def section_of(page: str) -> str:
    """The first section of a web page, with a short name for each picture."""
    begin = page.index('<section class="section')
    ends = ('<section class="section', '<section class="warning-page', '<section class="index', "</body>")
    end = min(place for name in ends if (place := page.find(name, begin + 1)) > 0)
    return re.sub('src="data:[^"]*"', 'src="data:…"', page[begin:end].strip()) + "\n"


def test_every_kind_has_a_folder() -> None:
    assert {path.parent.name for path in HERE.glob("*/section.md")} == set(KINDS)


@pytest.mark.parametrize("edition", ["student", "teacher"])
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_section_of_each_kind_is_set_as_it_was(
    kind: str, edition: str, project: Project, request: pytest.FixtureRequest
) -> None:
    text = (HERE / kind / "section.md").read_text(encoding="utf-8")
    assert kind == "page" or f"kind: {kind}\n" in text
    project.write("manuscript/booklet.yaml", SETTINGS + WORK).write("manuscript/images/dot.svg", DOT)
    project.section(f"01-{kind}.md", text)
    if (HERE / kind / "beside.md").is_file():
        project.section("02-beside.md", (HERE / kind / "beside.md").read_text(encoding="utf-8"))
    made = section_of(project.build("html", editions=(edition,))["html"].decode())
    golden = HERE / kind / f"{edition}.html"
    if request.config.getoption("refresh"):
        golden.write_text(made, encoding="utf-8")
    assert made == golden.read_text(encoding="utf-8")
