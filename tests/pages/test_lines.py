"""Lines are filled: none ends early because of white space that nobody sees."""

from __future__ import annotations

import pytest

from tests.conftest import Project
from tests.pages import generated as g
from tests.pages.measuring import Finished


def test_a_line_that_is_just_full_is_not_broken_after_its_first_word(project: Project) -> None:
    items = [
        f"- Item many words and letters many words and letters so {'i' * n}{e}" for n in range(8, 28) for e in "trfsj"
    ]
    project.section("01-list.md", "# A list\n\n" + "\n".join(items) + "\n")
    finished = Finished(project.build("pdf")["pdf"])
    begun = [line for line in finished.lines if any(word.startswith("Item") for word in line.words)]
    assert len(begun) == 100
    assert [line.text for line in begun if len(line.words) < 8] == []


def test_headings_at_the_head_of_a_page_stand_where_text_does(project: Project) -> None:
    words = "Some words of a text that goes on for a while and then ends in the middle of its last line. " * 4
    project.section("01-long.md", "# Long\n\n" + "".join(f"## Heading {n}\n\n{words}\n\n" for n in range(30)))
    finished = Finished(project.build("pdf", theme="modern")["pdf"])
    heads = []
    for leaf in finished.leaves[7:]:
        first, second, *_ = (line.box for line in leaf.lines if line.words[0] != "Long" and len(line.words) > 1)
        heads.append((leaf.lines[0].words[0] == "Heading", first.top + first.height / 2, second.top - first.top))
    assert {is_heading for is_heading, _, _ in heads} == {True, False}
    assert max(middle for _, middle, _ in heads) - min(middle for _, middle, _ in heads) < 4
    assert max(step for _, _, step in heads) < 20


def test_a_line_of_verse_that_turns_over_hangs_and_stanzas_stand_apart(project: Project) -> None:
    long = "versea is long and goes on and on until there is no room for it on any page of a small book verseb"
    stanza = f"{long}\\\nversec follows"
    project.section(
        "01-verse.md",
        f"# Verse\n\n> {stanza}\n>\n> versed ends it\\\n> *all* of it\n\nProse.\n".replace("\nv", "\n> v"),
    )
    finished = Finished(project.build("pdf")["pdf"])
    lines = {word: line for line in finished.lines for word in line.words if word.startswith("verse")}
    left = {word: line.box.left for word, line in lines.items()}
    assert left["versea"] == left["versec"] == left["versed"] < left["verseb"] - 10
    assert lines["verseb"] is not lines["versea"]
    pitch = lines["versec"].box.top - lines["verseb"].box.top
    assert lines["versed"].box.top - lines["versec"].box.top > 1.5 * pitch


def test_whose_verse_it_is_stands_on_the_page_of_its_last_line(project: Project) -> None:
    for count in range(17, 24):
        lines = "\n\n".join(f"Line {n}." for n in range(count))
        verse = "> one\\\n> two\\\n> three\\\n> lastr{0}\n>\n> — whoser{0}".replace("{0}", str(count))
        project.section(f"{count}-s{count}.md", f"# Up to {count}\n\n{lines}\n\n{verse}\n\nEnd.\n")
    finished = Finished(project.build("pdf")["pdf"])
    assert [n for n in range(17, 24) if finished.page_of(f"lastr{n}") != finished.page_of(f"whoser{n}")] == []


@pytest.mark.parametrize("theme", ["classic", "modern", "accessible"])
def test_columns_begin_and_go_on_level_and_text_follows_a_line_below(project: Project, theme: str) -> None:
    pieces = [g.paragraph(f"p{n}", length) for n, length in enumerate((47, 41, 52))]
    project.section("01-a.md", f"# A\n\n::: columns\n{g.blocks(pieces)}\n:::\n\n{g.paragraph('p9', 40)}\n")
    finished = Finished(project.make("pdf", theme=theme, page="A4").files[0].data)
    leaf = finished.leaves[finished.page_of("p0a")]
    end = finished.line_of("p9a").box.top
    text = [line.box for line in leaf.lines if finished.is_text(line) and line.box.width > 50 and line.box.top < end]
    middle = (min(box.left for box in text) + max(box.right for box in text)) / 2
    sides = [[box.top for box in text if (box.left > middle) == side] for side in (False, True)]
    assert min(sides[0]) == pytest.approx(min(sides[1]), abs=0.1)
    assert end - max(sides[0] + sides[1]) == pytest.approx(2 * finished.pitch, abs=0.2)
