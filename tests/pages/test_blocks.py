"""Marks, links, steps and entries on paper: what stands beside what, and what is not torn apart."""

from __future__ import annotations

from collections.abc import Callable

import pypdfium2
import pytest

from tests.conftest import SETTINGS, Project

QUIZ = "---\nkind: quiz\ntitle: Check\n---\n\n" + "\n".join(
    f"{n}. Is this sentence number {n} true? {{type=true-false answer=true points={n % 3 + 1}}}\n" for n in range(1, 13)
)
PROSE = """# Elsewhere

Read [what was said](#told) before, and [that again](#told), and [page 2 of it](#more).

## A heading to [the rest](#more) {#x}

Behind.
"""
ACTIVITY = "---\nkind: activity\ntitle: Do\nid: do\n---\n\n## It {#it}\n\n" + "\n".join(
    f"{n}. Step number {n} is one that takes two lines of a page as small as this one is, and so it does."
    for n in range(1, 28)
)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The text of each page of a booklet on A5."""
    project = Project(tmp_path_factory.mktemp("blocks")).write("manuscript/booklet.yaml", SETTINGS)
    project.section("01-quiz.md", QUIZ).section("02-prose.md", PROSE).section("03-do.md", ACTIVITY)
    project.section("04-told.md", "---\ntitle: Told\nid: told\n---\n\nIt was.\n\n## More {#more}\n\nAnd so on.\n")
    data = project.make("pdf", page="A5").files[0].data
    return [page.get_textpage().get_text_range().replace("\r\n", " ") for page in pypdfium2.PdfDocument(data)]


def page_with(pages: list[str], words: str) -> str:
    return next(page for page in reversed(pages) if words in page)


def test_marks_are_strips_under_the_last_question(pages: list[str]) -> None:
    text = page_with(pages, "Marks")
    assert "number 12 true" in text
    assert "Question 1 2 3 4 5 6 Points 2 3 1 2 3 1 Mark Question 7 8 9 10 11 12 Total" in " ".join(text.split())
    assert "Points 2 3 1 2 3 1 24 Mark" in " ".join(text.split())


def test_a_link_in_prose_says_its_page_once_and_in_no_heading(pages: list[str]) -> None:
    text = page_with(pages, "Read what was said")
    number = page_with(pages, "It was.").split()[-1]
    assert f"what was said (page {number}) before, and that again, and page 2 of it." in " ".join(text.split())
    assert "A heading to the rest Behind" in " ".join(text.split())


def test_no_step_stands_alone_on_a_page(pages: list[str]) -> None:
    steps = [page.count("Step number") for page in pages]
    assert sum(steps) == 27
    assert 1 not in steps


def test_marks_are_never_alone_on_a_page_and_lines_behind_a_letter_begin_alike(
    new_project: Callable[[str], Project],
) -> None:
    project = new_project("modern")
    for count in range(5, 10):  # at least one of them ends where the marks have no room
        said = "\n".join(f"{n}. Asked for the {n} th time? {{type=short answer=yes}}\n" for n in range(1, count + 1))
        project.section(f"0{count}-quiz-{count}.md", f"---\nkind: quiz\ntitle: Quiz {count}\n---\n\n{said}")
    wrapped = f"1. What? {{type=choice}}\n\n   - [ ] wfirst {'was and ' * 20}\n   - [x] No\n"
    project.section("10-long.md", f"---\nkind: quiz\ntitle: Long\n---\n\n{wrapped}")
    data = project.make("pdf", theme="modern", page="A5").files[0].data
    with pypdfium2.PdfDocument(data) as pdf:
        texts = [page.get_textpage() for page in pdf]
        marked = [text.get_text_range() for text in texts if "Marks" in text.get_text_range()]
        assert len(marked) == 6
        assert all("?" in words.partition("Marks")[0] for words in marked)
        page = next(text for text in texts if "wfirst" in text.get_text_range())
        lines = page.get_text_range().split("\r\n")
        at = next(n for n, line in enumerate(lines) if "wfirst" in line)
        words = page.get_text_range()
        first = page.get_charbox(words.index("wfirst"))[0]
        second = page.get_charbox(words.index(lines[at + 1]))[0]
    assert abs(first - second) < 1.5
