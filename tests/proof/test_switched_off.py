"""With the choosing switched off the proof fails: for every kind of item and every block that can be withheld."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from booklet import editions
from booklet.model import Book, Edition
from booklet.problems import ProofError
from booklet.sections import KINDS
from tests.conftest import SETTINGS, Project

WORK = "work: {title: The Long Book, author: Bea Novelist, chapters: 20}\n"
DOT = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><path d="M0 0h40v20z"/></svg>'
OPEN = "# Open\n\nThis may be read by all.\n"
FORMATS = ("html", "epub", "pdf")

BLOCKS = {
    "a paragraph": "Vumi zorta.",
    "a paragraph of nine words": "One tells of a lane and of two coats.",
    "emphasis": "Vumi *zorta*.",
    "code within a line": "`vumi`",
    "a heading": "Words.\n\n## Vumi\n\nMore.",
    "a small heading": "Words.\n\n#### Vumi\n\nMore.",
    "a list": "- vumi\n- zorta",
    "a numbered list": "1. vumi\n2. zorta",
    "a list in a list": "- so\n\n  - vumi",
    "a loose list": "- vumi\n\n- zorta",
    "a table": "| Who | What |\n|---|---|\n| vumi | zorta |",
    "the head of a table": "| vumi | zorta |\n|---|---|\n| a | b |",
    "a quotation": "> Vumi zorta.",
    "code": "```\nvumi zorta\n```",
    "a definition": "This\n:   vumi",
    "a term": "Vumi\n:   this",
    "a footnote": "Read this.[^n]\n\n[^n]: Vumi zorta.",
    "a picture": "![A dot](images/dot.svg)",
    "a text alternative": "![Vumi zorta](images/dot.svg)",
    "a caption": '![A dot](images/dot.svg "Vumi zorta")',
    "a credit": '![A dot](images/dot.svg){credit="Vumi Zorta"}',
    "a picture in a line": "Look: ![vumi](images/dot.svg) here.",
    "the words of a link": "[vumi](https://example.org)",
    "the title of a link": '[here](https://example.org "vumi zorta")',
    "the address of a link": "[here](https://example.org/vumi-zorta)",
    "an id": "[here]{#vumi} it is",
    "the title of an aside": '::: aside {title="Vumi"}\nWords.\n:::',
    "an aside": "::: aside\nVumi.\n:::",
    "a warning": "::: warning\nVumi zorta.\n:::",
    "columns": "::: columns\nVumi zorta.\n:::",
}
FENCES = {
    "teaching": ("teaching", {}),
    "a spoiler in the safe copy": ("spoiler", {"editions": ("safe",)}),
    "a spoiler of a later chapter": ("spoiler {chapter=7}", {"up_to": 6}),
    "a spoiler that does not say its chapter": ("spoiler", {"up_to": 6}),
}


def switch_off(monkeypatch: pytest.MonkeyPatch) -> None:
    def unchosen(book: Book, edition: Edition) -> Book:
        return replace(book, edition=edition)

    monkeypatch.setattr(editions, "choose", unchosen)


def leaks(project: Project, formats: tuple[str, ...], **choices: Any) -> str:
    """The messages of all leaks, with their places."""
    with pytest.raises(ProofError) as failed:
        project.make(*formats, **choices)
    assert failed.value.exit_code == 8
    assert {problem.code for problem in failed.value.problems if problem.severity == "error"} == {"E005"}
    return "\n".join(f"{p.place}: {p.message}" for p in failed.value.problems if p.code == "E005")


def check(project: Project, monkeypatch: pytest.MonkeyPatch, formats: tuple[str, ...], **choices: Any) -> str:
    """The leaks with the choosing switched off; with the choosing there are none."""
    assert len(project.build(*formats, **choices)) == len(formats)
    switch_off(monkeypatch)
    found = leaks(project, formats, **choices)
    for name in formats:
        assert f".{name}: " in found, f"nothing is found in the {name}:\n{found}"
    return found


@pytest.mark.parametrize("block", BLOCKS)
def test_every_block_of_a_teacher_s_note_is_missed_by_the_student(
    block: str, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.write("manuscript/images/dot.svg", DOT)
    project.section("01-open.md", f"{OPEN}\n::: teaching\n{BLOCKS[block]}\n:::\n")
    paper = {"a picture", "the title of a link", "an id"}  # WeasyPrint writes neither titles nor files' names
    found = check(project, monkeypatch, FORMATS[: 2 if block in paper else 3])
    assert "manuscript/01-open.md:" in found
    assert "the teacher’s note" in found


@pytest.mark.parametrize("fence", FENCES)
@pytest.mark.parametrize("block", ["a paragraph", "a table", "a caption", "a footnote", "an aside", "a list"])
def test_blocks_are_missed_whatever_withholds_them(
    fence: str, block: str, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, choices = FENCES[fence]
    project.write("manuscript/booklet.yaml", SETTINGS + WORK).write("manuscript/images/dot.svg", DOT)
    project.section("01-open.md", f"{OPEN}\n::: {name}\n{BLOCKS[block]}\n:::\n")
    check(project, monkeypatch, FORMATS, **choices)


UNDER_HEADINGS = "## {word} {{#one {attributes}}}\n\n{body}\n"
ITEMS: Mapping[str, str] = {
    "activity": UNDER_HEADINGS,
    "anticipation": "1. {word} {{#one {attributes}}}\n\n   {body}\n",
    "author-note": "## {word} {{{attributes}}}\n\n{body}\n",
    "characters": UNDER_HEADINGS,
    "context": "## {word} {{{attributes}}}\n\n{body}\n",
    "essay": UNDER_HEADINGS,
    "organizer": "## {word} {{#one layout=columns {attributes}}}\n\n{body}\n\n- left\n- right\n",
    "page": "## {word} {{{attributes}}}\n\n{body}\n",
    "questions": "1. {word} {{#one {attributes}}}\n\n   {body}\n",
    "quiz": "1. {word} {{#one {attributes}}}\n\n   {body}\n\n   - [ ] so\n   - [x] no\n",
    "quotations": "> {body}\n> — {word} {{#one {attributes}}}\n",
    "rubric": "## {word}\n\n::: spoiler {{{attributes}}}\n{body}\n:::\n\n| C | Good |\n|---|---|\n| a | b |\n",
    "schedule": "## {word}\n\n::: spoiler {{{attributes}}}\n{body}\n:::\n",
    "summary": UNDER_HEADINGS,
    "symbols": UNDER_HEADINGS,
    "themes": UNDER_HEADINGS,
    "timeline": "{word} {{#one {attributes}}}\n:   {body}\n",
    "vocabulary": "{word} {{#one {attributes}}}\n:   {body}\n",
}


def test_an_item_of_every_kind_is_withheld_here() -> None:
    assert set(ITEMS) == set(KINDS)


@pytest.mark.parametrize("kind", ITEMS)
def test_an_item_of_a_later_chapter_is_missed_by_those_who_read_less_far(
    kind: str, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.write("manuscript/booklet.yaml", SETTINGS + WORK).section("01-open.md", OPEN)
    item = ITEMS[kind].format(word="Vumi", attributes="chapter=9", body="Zorta is gone.")
    scope = "scope: chapters\n" if kind == "summary" else ""
    again = item.replace("Vumi", "Early").replace("chapter=9", "chapter=1").replace("Zorta is gone", "Nothing yet")
    again = again.replace("#one", "#two")
    project.section("02-kind.md", f"---\nkind: {kind}\n{scope}title: Things\n---\n\n{again}\n{item}")
    found = check(project, monkeypatch, FORMATS, up_to=4)
    assert "Vumi" in found or "Zorta" in found


@pytest.mark.parametrize("kind", ["questions", "anticipation", "essay", "activity", "organizer", "quiz"])
@pytest.mark.parametrize("fence", ["answer", "look-for", "teaching", "why"])
@pytest.mark.parametrize("words", ["Zorta.", "One tells of a lane and of two coats."])
def test_the_fences_of_an_item_are_missed_by_the_student(
    kind: str, fence: str, words: str, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = ITEMS[kind].format(word="Vumi", attributes="lines=2" if kind != "organizer" else "", body="What is it?")
    if kind == "quiz":
        item = item.replace("lines=2", "")
    indent = "   " if item.startswith("1.") else ""
    item += f"\n{indent}::: {fence}\n{indent}{words}\n{indent}:::\n"
    project.section("01-kind.md", f"---\nkind: {kind}\ntitle: Things\n---\n\n{item}")
    found = check(project, monkeypatch, ("html", "epub"))
    assert "manuscript/01-kind.md:" in found
    assert " “Vumi”" in found or "question 1" in found


def quiz(item: str) -> str:
    return f"---\nkind: quiz\ntitle: A test\n---\n\n{item}"


SHORT = {
    "an accepted answer": '1. Who? {type=short answer="Vumi|Zorta"}\n',
    "a blank": "1. It is [vumi]{.blank} and that.\n",
    "an answer that others say too": '1. Who? {type=short answer="Hailsham"}\n\n'
    '2. Where is Hailsham? {type=short answer="x|y"}\n',
    "an answer of one letter": '1. Which? {type=short answer="B"}\n',
    "an answer that is a number": '1. How many? {type=short answer="12"}\n\n2. And the 12? {type=short answer="ten"}\n',
    "what is right of a choice": "1. Who?\n\n   - [ ] Tom\n   - [x] Ruth\n   - [ ] Lucy\n",
    "what is right of several": "1. Who?\n\n   - [x] Tom\n   - [x] Ruth\n   - [ ] Lucy\n",
    "whether it is true": "1. It is so. {type=true-false answer=false}\n",
    "why a choice is right": "1. Who?\n\n   - [ ] Tom\n   - [x] Ruth\n\n     ::: why\n     She was.\n     :::\n",
    "a match": "1. Who is it?\n\n   | Who | What |\n   |---|---|\n"
    "   | Tom | runner |\n   | Ruth | friend |\n   | Lu | guide |\n",
    "an order": "1. In which order?\n\n   1. Tom\n   2. Ruth\n   3. Lucy\n",
}


@pytest.mark.parametrize("hidden", SHORT)
def test_what_is_right_in_a_quiz_is_missed_by_the_student(
    hidden: str, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.section("01-quiz.md", quiz(SHORT[hidden]))
    found = check(project, monkeypatch, ("html", "epub"))
    assert "quiz question 1" in found


def test_a_short_answer_is_found_on_paper_too(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = "   ::: answer\n   {}\n   :::\n"
    items = f"1. Where did they grow up?\n\n{answer.format('Hailsham')}\n2. What is Hailsham?\n\n{answer.format('B')}"
    project.section("01-ask.md", f"---\nkind: questions\ntitle: To ask\n---\n\n{items}")
    found = check(project, monkeypatch, FORMATS)
    for name in FORMATS:
        assert f"the answer to question 1 leaks into a-small-book.{name}" in found
        assert f"the answer to question 2 leaks into a-small-book.{name}" in found


WHOLE = {
    "a section for teachers": ({}, "audience: teacher"),
    "a section that tells everything": ({"editions": ("safe",)}, "spoilers: full"),
    "a section that gives away a later chapter": ({"up_to": 6}, "spoilers: 8"),
    "a section that tells everything and dates nothing": ({"up_to": 6}, "spoilers: full"),
}


@pytest.mark.parametrize("whole", WHOLE)
def test_a_whole_section_is_missed_with_its_title_id_and_portrait(
    whole: str, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    choices, line = WHOLE[whole]
    portrait = "portrait: {file: images/secret.svg, alt: A lane at night, credit: Drawn by Vumi}"
    project.write("manuscript/booklet.yaml", SETTINGS + WORK).write("manuscript/images/secret.svg", DOT)
    project.section("01-open.md", OPEN)
    project.section("02-hidden.md", f"---\ntitle: Zorta\nid: vumi-zorta\n{line}\n{portrait}\n---\n\nGone.\n")
    found = check(project, monkeypatch, FORMATS, **choices)
    assert "the section “Zorta” leaks into" in found
    assert "the id of the section “Zorta” leaks into" in found
    assert "a picture in the section “Zorta” leaks into a-small-book" in found


def test_a_relation_that_comes_out_later_is_missed(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.write("manuscript/booklet.yaml", SETTINGS + WORK)
    people = '## Tom {#tom relations="ruth:friend, ruth:vumi@9"}\n\nHe runs.\n\n## Ruth {#ruth}\n\nShe talks.\n'
    project.section("01-people.md", f"---\nkind: characters\ntitle: People\noverview: none\n---\n\n{people}")
    assert "a relation of the character “Tom” leaks" in check(project, monkeypatch, FORMATS, up_to=4)


def test_evidence_of_a_later_chapter_is_missed(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.write("manuscript/booklet.yaml", SETTINGS + WORK)
    theme = "## Memory\n\nIt matters.\n\n- a tape {chapter=2}\n- vumi is gone {chapter=19}\n"
    project.section("01-ideas.md", f"---\nkind: themes\ntitle: Ideas\noverview: none\n---\n\n{theme}")
    assert "what chapter 19 gives away leaks" in check(project, monkeypatch, FORMATS, up_to=4)


def test_a_title_that_spoils_is_missed_where_a_safe_one_should_stand(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.section("01-open.md", OPEN)
    project.section("02-end.md", "---\ntitle: Vumi dies\nsafe-title: The end\nspoilers: full\n---\n\nGone.\n")
    assert project.build(*FORMATS)
    monkeypatch.setattr("booklet.model.Section.listed_title", property(lambda section: section.plain_title))
    found = leaks_or_losses(project)
    for name in FORMATS:
        assert f"a-small-book.{name}" in found


def leaks_or_losses(project: Project) -> str:
    with pytest.raises(ProofError) as failed:
        project.make(*FORMATS)
    return str(failed.value)
