"""Running heads and page numbers in margins of any height: whole on the sheet, and clear of the text."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from booklet.problems import ThemeError
from tests.conftest import SETTINGS, Project
from tests.pages import generated as g
from tests.pages.measuring import Box, Finished, Leaf

MM = 72 / 25.4
THEMES = ("classic", "modern", "workbook", "accessible")
EDGE = 2.5 * MM  # at least 3 mm; boxes of words are as high as their fonts say, which is more than their letters are


def lowest(project: Project, edition: str = "student", **choices: object) -> str:
    """The margins that messages about lower ones tell, as a design has them."""
    project.write("manuscript/booklet.yaml", f"{SETTINGS}design: {{margins: {{top: 1mm, bottom: 1mm}}}}\n")
    with pytest.raises(ThemeError) as stopped:
        project.make("pdf", editions=(edition,), **choices)
    assert {(p.code, p.place.line) for p in stopped.value.problems} == {("T005", 6)}
    found = [(p.message, re.findall(r"write ([\d.]+mm) or more", p.hint or "")) for p in stopped.value.problems]
    sides = {"top" if "heads" in message else "bottom": length for message, (length,) in found}
    return "design: {margins: {" + ", ".join(f"{side}: {length}" for side, length in sides.items()) + "}}\n"


def around(leaf: Leaf, text: Sequence[Box]) -> list[Box]:
    """Words above and below the text."""
    top, bottom = min(box.top for box in text), max(box.bottom for box in text)
    return [box for box in leaf.pieces if box.bottom <= top + 1 or box.top >= bottom - 1]


@pytest.mark.parametrize("theme", THEMES)
def test_in_the_least_margins_that_a_message_tells_all_is_whole_and_apart(project: Project, theme: str) -> None:
    project.section("01-a.md", f"# A\n\n{g.paragraphs('p1', [110] * 12)}")
    margins = lowest(project, theme=theme)
    project.write("manuscript/booklet.yaml", SETTINGS + margins)
    finished = Finished(project.make("pdf", theme=theme).files[0].data)
    running = [leaf for leaf in finished.leaves if "p1x" in leaf.text][1:3]
    assert len(running) == 2, "a left and a right page"
    for leaf in running:
        text = [line.box for line in leaf.lines if finished.is_text(line) and len(line.words) > 3]
        heads = around(leaf, text)
        assert any(box.top > leaf.height / 2 for box in heads), "its number"
        assert all(box.top > EDGE and box.bottom < leaf.height - EDGE for box in heads)


def test_editions_are_judged_by_the_text_that_they_have(project: Project) -> None:
    project.section("01-a.md", "# A\n\nWords.\n")
    project.write(
        "manuscript/booklet.yaml",
        f"{SETTINGS}design: {{margins: {{bottom: 12mm}}}}\neditions:\n  big: {{theme: accessible}}\n",
    )
    with pytest.raises(ThemeError) as stopped:
        project.make("pdf", editions=("student", "big"))
    (problem,) = stopped.value.problems
    assert problem.hint == "write 12.4mm or more: text is 14 pt large here"


def test_small_pages_and_large_text_have_margins_for_their_heads(project: Project) -> None:
    project.write("manuscript/booklet.yaml", f"{SETTINGS}page: 120x75mm\ndesign: {{text-size: 14pt}}\n")
    project.section("01-a.md", f"# A\n\n{g.paragraphs('p1', [90] * 6)}")
    finished = Finished(project.make("pdf").files[0].data)
    running = [leaf for leaf in finished.leaves if "p1x" in leaf.text][1:]
    assert len(running) > 1
    for leaf in running:
        assert leaf.lines[0].text in ("A", "A Small Book"), "its head"
        assert all(box.top > EDGE and box.bottom < leaf.height - EDGE for box in leaf.pieces)
