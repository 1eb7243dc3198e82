"""The map, the grid and the index on paper: within the type area, on pages of any size, with true page numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import SETTINGS, Project
from tests.pages import rules
from tests.pages.generated import blocks, paragraph
from tests.pages.measuring import Finished

SIZES = ["A5", "A4", "90x140mm"]
WORK = "work: {title: The Book, author: B. Author, chapters: 86}\n"
NAMES = [f"{first} {last}" for last in ("Bennet", "Lucas", "de Bourgh", "Vincy") for first in
         ("Elizabeth", "Charlotte", "Catherine", "Rosamond", "Ann")]  # fmt: skip


def people() -> str:
    ties = {n: [f"p{n + 1}:friend and adviser"] for n in range(19)}
    for n in range(0, 15, 4):
        ties[n].append(f"p{n + 5}:rival@{n + 20}")
    items = [
        f'## {name} {{#p{n} role="somebody" first-seen={n + 1} relations="{", ".join(ties.get(n, ["p3:enemy"]))}"}}\n\n'
        "A person.\n"
        for n, name in enumerate(NAMES)
    ]
    return "---\nkind: characters\ntitle: People\n---\n\n" + "\n".join(items)


def themes(kind: str, page: str, chapters: int = 86) -> str:
    items = [
        f"## {name} {{#{kind}{n}}}\n\n"
        + "\n".join(f"- It is so. {{chapter={c}{page}}}" for c in range(n + 1, chapters + 1, 9))
        for n, name in enumerate(("Memory", "The making of a provincial nation", "Love and money"))
    ]
    return f"---\nkind: {kind}\ntitle: {kind.capitalize()}\n---\n\nBefore.\n\n" + "\n\n".join(items) + "\n"


def terms() -> str:
    words = "\n".join(f"word{n:02}\n: Something. See [the last](#words-word59).\n" for n in range(60))
    return f"---\nkind: vocabulary\nid: words\ntitle: Words\n---\n\n{words}"


@pytest.fixture(scope="module", params=SIZES)
def finished(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    folder: Path = tmp_path_factory.mktemp("overviews")
    project = Project(folder).write("manuscript/booklet.yaml", SETTINGS + WORK)
    project.section("00-prose.md", "# Prose\n\n" + blocks(paragraph(f"p{n}", 150) for n in range(6)))
    project.section("01-people.md", people()).section("02-themes.md", themes("themes", ""))
    project.section("03-symbols.md", themes("symbols", ' page="103, 105"')).section("04-words.md", terms())
    made = project.make("pdf", page=request.param)
    return Finished(made.files[0].data, [str(p) for p in made.warnings])


def test_nothing_leaves_the_type_area(finished: Finished) -> None:
    assert rules.out_of_the_type_area(finished) == []
    assert rules.below_the_type_area(finished) == []
    assert rules.overprinted(finished) == []


def test_a_grid_has_every_chapter_once(finished: Finished) -> None:
    numbers = []
    for leaf in finished.leaves:
        for head in [line for line in leaf.lines if line.words[0] == "Chapter"]:
            beside = [line for line in leaf.lines if abs(line.box.bottom - head.box.bottom) < 3]
            beside.sort(key=lambda line: line.box.left)
            numbers += [word for line in beside for word in line.words if word.isdigit()]
    assert numbers[:86] == [str(n) for n in range(1, 87)]
    assert len(numbers) == 2 * 86


def test_the_index_prints_the_page_of_every_entry_and_each_page_once(finished: Finished) -> None:
    begin = next(leaf.index for leaf in finished.leaves if any(line.text == "Index" for line in leaf.lines))
    printed = " ".join(word for leaf in finished.leaves[begin:] for line in leaf.lines for word in line.words)
    for word in ("word00", "word31", "word58"):
        page = next(leaf.label for leaf in finished.leaves if any(line.text == word for line in leaf.lines))
        assert f"{word}, {page} " in f"{printed} ", word
    last = printed.partition("word59, ")[2].split()
    numbers = [int(word.rstrip(",")) for word in last if word.rstrip(",").isdigit()]
    assert numbers == sorted(set(numbers))


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    """A grid of 34 chapters: too many for an upright page, and few enough for one that lies on its side."""
    project = Project(tmp_path_factory.mktemp("wide"))
    project.write("manuscript/booklet.yaml", SETTINGS + WORK.replace("86", "34"))
    project.section("01-themes.md", themes("themes", "", 34))
    project.section("02-prose.md", "# Prose\n\n" + blocks(paragraph(f"p{n}", 150) for n in range(6)))
    return Finished(project.make("pdf").files[0].data)


def test_a_grid_too_wide_for_the_page_stands_behind_its_section_on_a_page_on_its_side(wide: Finished) -> None:
    (lying,) = [leaf for leaf in wide.leaves if leaf.width > leaf.height]
    assert lying.index > min(line.page for line in wide.marks["Before"])
    assert lying.text.count("Memory") == 1
    assert [word for line in wide.body_of(lying) for word in line.words if word.isdigit()][:34] == [
        str(n) for n in range(1, 35)
    ]
    assert {(leaf.width, leaf.height) for leaf in wide.leaves if leaf is not lying} == {(lying.height, lying.width)}


def test_pages_are_numbered_on_behind_a_page_on_its_side(wide: Finished) -> None:
    assert rules.wrong_page_numbers(wide) == []
    assert wide.leaves[wide.page_of("p0a")].label == str(wide.page_of("p0a") - 5)


def test_a_long_word_that_heads_a_row_of_a_grid_is_parted_and_runs_into_no_column(project: Project) -> None:
    project.write("manuscript/booklet.yaml", SETTINGS.replace("en-GB", "de") + WORK.replace("86", "12"))
    text = themes("themes", "", 12).replace("Memory", "Verordnungsgläubigkeitsgebote")
    project.section("01-themes.md", text)
    finished = Finished(project.build("pdf", theme="accessible")["pdf"])
    (grid,) = [leaf for leaf in finished.leaves if leaf.text.count("Verordnungsgl") and leaf.text.count(" 12")]
    first = next(line.box.top for line in grid.lines if line.words[0] == "Kapitel")
    heads = [line.box for line in grid.lines if line.words[0].startswith("Verordnungs") and line.box.top > first]
    edges = [stroke.left for stroke in grid.strokes if stroke.height > 10 > stroke.right - stroke.left]
    assert max(head.right for head in heads if head.height < 16) < min(edges)
