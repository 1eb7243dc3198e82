"""A mended section is laid out alone: the file must be the same as if the whole had been laid out."""

from __future__ import annotations

import random
from contextlib import closing
from typing import Any

import pypdfium2
import pytest

from booklet.formats.pdf import relayout
from tests.conftest import Project

WORDS = ["the", "lane", "ran", "down", "between", "hedges", "to", "a", "gate", "that", "nobody", "had", "closed"]


def noted_section(title: str, seed: int) -> str:
    """Two pages or so of prose with a note in every other paragraph."""
    chance = random.Random(seed)
    blocks = [f"# {title}"]
    for number in range(14):
        words = chance.choices(WORDS, k=chance.randrange(30, 110))
        if number % 2:
            words.insert(chance.randrange(len(words)), f"end[^{number}]")
            blocks.append(f"[^{number}]: {' '.join(chance.choices(WORDS, k=chance.randrange(8, 60)))}")
        blocks.append(" ".join(words))
    return "\n\n".join(blocks) + "\n"


@pytest.fixture
def noted(project: Project) -> Project:
    """Eight sections with many notes, of which some go astray in the first layout."""
    for number in range(8):
        project.section(f"{number:02}-part-{number}.md", noted_section(f"Part {number}", number))
    return project


def test_a_section_laid_out_alone_gives_the_same_file_as_the_whole(
    noted: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone: list[str] = []
    section_again = relayout._section_again

    def watched(press: Any, pages: Any, source: bytes, name: str, order: Any) -> Any:
        found = section_again(press, pages, source, name, order)
        alone.extend([name] if found else [])
        return found

    monkeypatch.setattr(relayout, "_section_again", watched)
    in_parts = noted.build("pdf")["pdf"]
    monkeypatch.setattr(relayout, "again", lambda press, _, source, __: press.lay_out(source.decode()))
    assert alone, "no section was laid out alone: the test proves nothing"
    assert noted.build("pdf")["pdf"] == in_parts


def test_a_section_that_prints_the_pages_of_others_prints_the_true_ones(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(8):
        _, _, prose = noted_section("", number).partition("\n\n")
        others = f"See [one](#t{(number + 3) % 8}) and [another](#t{(number + 5) % 8})."
        head = f"---\nkind: themes\ntitle: Part {number}\n---\n\n## Theme {number} {{#t{number}}}\n\n{others}\n\n"
        project.section(f"{number:02}-part-{number}.md", head + prose)
    mended: list[str] = []
    again = relayout.again

    def watched(press: Any, document: Any, source: bytes, sections: Any) -> Any:
        mended.extend(sections := list(sections))
        return again(press, document, source, sections)

    monkeypatch.setattr(relayout, "again", watched)
    in_parts = project.build("pdf")["pdf"]
    monkeypatch.setattr(relayout, "again", lambda press, _, source, __: press.lay_out(source.decode()))
    assert [name for name in mended if name != "booklet.index"], "no note went astray: the test proves nothing"
    assert project.build("pdf")["pdf"] == in_parts


@pytest.mark.parametrize("lines", range(23, 28))
def test_a_section_that_is_laid_out_again_alone_still_says_where_its_links_lead(project: Project, lines: int) -> None:
    """With 25 lines the heading stands last on its page, and is turned over."""
    text = "\n\n".join(f"Line {number}." for number in range(lines))
    needed = "## Needed\n\n- one\n- two\n\n::: aside\nSee [people](#people) there.\n:::\n"
    project.write("manuscript/booklet.yaml", "title: Links\nlanguage: en-GB\ndate: 2026-01-31\ntheme: modern\n")
    project.section("01-a.md", f"# A\n\n{text}\n\n{needed}")
    project.section("02-people.md", "---\nkind: characters\n---\n# People\n\n## Anna\n\nShe is.\n")
    with closing(pypdfium2.PdfDocument(project.build("pdf")["pdf"])) as pdf:
        said = " ".join(" ".join(page.get_textpage().get_text_range() for page in pdf).split())
    assert "See people (page 3) there." in said
