"""Booklets that nobody has drawn up: whatever stands in them, no note is lost and every rule of the page holds."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.conftest import Project
from tests.pages import generated as g
from tests.pages import rules
from tests.pages.measuring import Finished

PICTURES = {"land.png": g.photograph(800, 300), "port.png": g.photograph(300, 800), "tiny.png": g.photograph(8, 8)}
PICTURES |= {"flat.svg": g.drawing(800, 300), "high.svg": g.drawing(300, 800)}
LENGTHS = st.integers(3, 60) | st.integers(60, 220)


@dataclass(repr=False)
class Draft:
    """A booklet on its way: sections as blocks, with the keys of what is measured afterwards."""

    draw: st.DrawFn
    count: int = 0
    paragraphs: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)
    firsts: dict[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"a draft of {self.count} things"

    def key(self, letter: str) -> str:
        self.count += 1
        return f"{letter}{self.count}"

    def noted(self, text: str, most: int = 3) -> str:
        """A text with up to so many calls of notes anywhere in it."""
        for at in self.draw(st.lists(st.floats(0.02, 1), max_size=most)):
            key = self.key("n")
            text = g.with_note(text, key, at)
            self.notes.append(key)
            self.texts.append(g.note(key, *self.draw(st.lists(st.integers(3, 70), min_size=1, max_size=2))))
        return text

    def prose(self) -> str:
        key = self.key("p")
        self.paragraphs.append(key)
        return self.noted(g.paragraph(key, self.draw(LENGTHS)))

    def heading(self) -> str:
        """A heading with the paragraph that follows it."""
        mark = self.key("h")
        self.headings.append(mark)
        return f"{self.draw(st.sampled_from(['##', '###']))} {mark} of a part\n\n{self.prose()}"

    def items(self) -> str:
        return "\n".join(
            f"- {self.noted(g.paragraph(self.key('li'), length), 1)}"
            for length in self.draw(st.lists(st.integers(2, 50), min_size=1, max_size=9))
        )

    def quotation(self) -> str:
        return f"> {self.noted(g.paragraph(self.key('bq'), self.draw(LENGTHS)), 1)}"

    def aside(self) -> str:
        name = self.draw(st.sampled_from(["aside", "warning", "hint"]))
        name = "spoiler" if name == "hint" else name
        return f"::: {name}\n{self.noted(g.paragraph(self.key('as'), self.draw(LENGTHS)), 1)}\n:::"

    def table(self) -> str:
        rows, columns, words = (self.draw(st.integers(1, most)) for most in (30, 8, 6))
        return g.table(self.key("t"), rows, columns, words)

    def figure(self) -> str:
        key, file, caption = self.key("f"), self.draw(st.sampled_from(sorted(PICTURES))), self.draw(st.integers(0, 40))
        self.figures += [key] if caption else []
        return g.figure(key, file, caption, self.draw(st.sampled_from(["", "A Credit"])))

    def section(self, number: int) -> str:
        """A section of all that can stand in one, between paragraphs."""
        self.texts = []
        others = (self.items, self.quotation, self.aside, self.table, self.figure)
        kinds = st.sampled_from((*[self.prose] * 3, *[self.heading] * 2, *others))
        first = self.prose()
        self.firsts[f"Section {number}"] = f"{self.paragraphs[-1]}a"
        blocks = [first, *(make() for make in self.draw(st.lists(kinds, min_size=6, max_size=22))), self.prose()]
        return f"# Section {number}\n\n{g.blocks([*blocks, *self.texts])}"


@st.composite
def drafts(draw: st.DrawFn) -> tuple[g.Shape, Draft]:
    draft = Draft(draw)
    sections = {f"{number:02}-s{number}.md": draft.section(number) for number in range(6)}
    sections["99-measure.md"] = f"# Measure\n\n{g.paragraphs('p0', [90] * 8)}"
    page = draw(st.sampled_from(["A5", "A5", "A4", "6x9in", "Letter"]))
    return g.Shape(sections, page=page, pictures=PICTURES), draft


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("generated")


@pytest.mark.filterwarnings("ignore:Generating overly large repr")  # of a booklet that breaks a rule
@settings(
    derandomize=True,
    max_examples=int(os.environ.get("BOOKLET_SHAPES", "2")),  # 200 before a release
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
@given(drafts())
def test_no_note_is_lost_and_all_rules_hold_in_any_booklet(folder: Path, made: tuple[g.Shape, Draft]) -> None:
    shape, draft = made
    outcome = shape.write(Project(folder)).make("pdf")
    finished = Finished(outcome.files[0].data)
    late = sum(problem.code == "E003" for problem in outcome.warnings)
    assert len(rules.notes_astray(finished, draft.notes)) == late, "a note on another page that nobody was warned of"
    assert late <= max(1, 0.01 * len(draft.notes))
    assert rules.off_the_page(finished) == []
    assert rules.out_of_the_type_area(finished) == []
    assert rules.below_the_type_area(finished) == []
    assert rules.overprinted(finished) == []
    assert rules.wrong_page_numbers(finished) == []
    assert rules.lonely_lines(finished, draft.paragraphs) == []
    assert rules.lonely_headings(finished, draft.headings) == []
    assert rules.off_the_grid(finished, finished.pitch) == []
    assert rules.holes(finished, draft.figures) == []
    assert rules.wrong_contents(finished, draft.firsts) == []
    assert finished.fonts_with_holes == set()
