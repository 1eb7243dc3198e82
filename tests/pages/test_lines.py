"""Lines are filled: none ends early because of white space that nobody sees."""

from __future__ import annotations

from tests.conftest import Project
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
