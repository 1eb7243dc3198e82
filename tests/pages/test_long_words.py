"""What does not break as words do, addresses, words of 200 letters, code, deep lists: nothing leaves the page."""

from __future__ import annotations

from collections import Counter

import pytest

from booklet.problems import ManuscriptError
from tests.conftest import Project
from tests.pages import rules
from tests.pages.conftest import Press
from tests.pages.generated import Shape, blocks, nested_list, note, paragraph, paragraphs, words
from tests.pages.measuring import Finished

ADDRESS = "https://example.org/" + "folder/" * 30 + "page.html"
CODE = ["alpha = " + "beta + " * 27 + "gamma", "w" * 200, "    indented = True"]


@pytest.fixture(scope="module")
def stretched(press: Press) -> Finished:
    deep = "\n\n".join("> " * level + f"Level {level} {' '.join(words(str(level), 8))}" for level in range(1, 12))
    pieces = [
        paragraph("p1", 80), "x" * 200, f"Before {'y' * 150} behind.", ADDRESS, f"See <{ADDRESS}> and more words here.",
        "```\n" + "\n".join(CODE) + "\n```", f"In a line `{'z' * 200}` of code.", nested_list("deep", 12),
        f"- {'k' * 150}\n- word", f"1. {'j' * 150}\n2. word", deep, f"> {'q' * 150}", f"## {'H' * 90}",
        paragraph("p2", 80), f"Term{'m' * 150}\n:   {'g' * 150}", f"::: aside\n{'v' * 150}\n:::",
        f"::: warning\n{'u' * 150}\n:::", f"**{'B' * 150}**", "Noted[^n1]", paragraphs("p3", [90] * 5),
        f"{note('n1', 9)} {'o' * 120}",
    ]  # fmt: skip
    sections = {"01-long.md": f"# {'T' * 90}\n\n{blocks(pieces)}"}
    return press("stretched", Shape(sections, f"subtitle: {'S' * 90}\n", "N" * 90))


def test_nothing_leaves_the_page_or_the_type_area(stretched: Finished) -> None:
    assert rules.off_the_page(stretched) == []
    assert rules.out_of_the_type_area(stretched, slack=5) == [], "more than an ellipsis behind a cut word hangs out"
    assert rules.overprinted(stretched) == []


@pytest.mark.parametrize(
    ("letter", "count"),
    [("x", 200), ("y", 150), ("z", 200), ("w", 200), ("k", 150), ("j", 150), ("q", 150), ("H", 90), ("m", 150),
     ("g", 150), ("v", 150), ("u", 150), ("B", 150), ("o", 120), ("T", 180)],
)  # fmt: skip
def test_no_letter_of_a_long_word_is_lost(stretched: Finished, letter: str, count: int) -> None:
    assert Counter("".join(line.text for line in stretched.lines))[letter] >= count


def test_addresses_are_whole_without_a_hyphen_put_in(stretched: Finished) -> None:
    text = "".join("".join(line.text.split()) for line in stretched.lines)
    assert text.count(ADDRESS) == 2


def test_code_keeps_its_lines_and_its_indent_and_no_hyphen_is_put_in(stretched: Finished) -> None:
    text = "".join("".join(line.text.split()) for line in stretched.lines)
    assert "".join(CODE[0].split()) in text
    assert CODE[1] in text
    (indented,) = [line for line in stretched.lines if line.text.startswith("indented")]
    (first,) = [line for line in stretched.lines if line.text.startswith("alpha")]
    assert indented.box.left > first.box.left + 4


def test_each_level_of_a_list_is_there_with_a_mark_that_its_font_has(stretched: Finished) -> None:
    tops = [(stretched.page_of(f"deepd{level}"), stretched.line_of(f"deepd{level}").box.top) for level in range(1, 13)]
    assert tops == sorted(tops)
    lefts = [stretched.line_of(f"deepd{level}").box.left for level in range(1, 5)]
    assert lefts == sorted(set(lefts))
    assert stretched.fonts_with_holes == set()


def test_deep_levels_still_have_half_the_line_for_their_text(stretched: Finished) -> None:
    area = stretched.areas[True]
    for level in range(1, 13):
        line = stretched.line_of(f"deepd{level}")
        left = line.box.left - stretched.area_of(stretched.leaves[line.page]).left
        assert left < area.width / 2, level


def test_a_sign_that_a_style_sheet_shows_and_no_font_has_is_refused(project: Project) -> None:
    project.section("01-one.md", "# One\n\nWord.\n").write("styles/print.css", 'p::before { content: "\\25e6" }')
    with pytest.raises(ManuscriptError) as refused:
        project.make("pdf")
    assert [(problem.code, "U+25E6" in problem.message) for problem in refused.value.problems] == [("E001", True)]
