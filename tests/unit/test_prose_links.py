"""Links by id lead to the right place in every format, across sections and however the id was made."""

from __future__ import annotations

import re

import pytest

from tests.conftest import Project
from tests.unit.finished import links_of_epub, links_of_html, links_of_pdf, pages_of, text_of
from tests.unit.made_manuscripts import DOT

FIRST = """\
# First

- [the second section](#second)
- [a heading](#second-a-heading)
- [its own id](#mine)
- [an item](#item)
- [a question](#why)
- [its answer](#answer)
- [a term](#carer)
- [a made term](#words-guardian)
- [a character](#kathy)
- [a fence](#box)
- [a picture](#dot)
- [a span](#span)
- [a quotation](#passage)
- [an event](#year)
- [a title](#title)
- [another alphabet](#намерение)
- [a percent](#50%25)
- [itself](#first)
"""
SECOND = """\
# Second {#title}

## A heading

Text.

## Another {#mine}

- One
- Two {#item}

::: aside {#box}
In a box, [a word]{#span}.
:::

![A dot](images/dot.svg){#dot}

> Words of somebody {#passage}

## Намерение {#намерение}

Text with [a sign]{#50%}.
"""
OTHERS = {
    "03-questions.md": "---\nkind: questions\n---\n1. Why? {#why}\n\n   ::: answer {#answer}\n   So.\n   :::\n",
    "04-words.md": "---\nkind: vocabulary\n---\ncarer {#carer}\n: One who cares.\n\nguardian\n: A teacher.\n",
    "05-people.md": "---\nkind: characters\n---\n## Kathy {#kathy}\n\nThe narrator.\n",
    "06-years.md": "---\nkind: timeline\n---\n1996 {#year}\n: The end.\n",
}
TARGETS = {
    "the second section": "second",
    "a heading": "second-a-heading",
    "its own id": "mine",
    "an item": "item",
    "a question": "why",
    "its answer": "answer",
    "a term": "carer",
    "a made term": "words-guardian",
    "a character": "kathy",
    "a fence": "box",
    "a picture": "dot",
    "a span": "span",
    "a quotation": "passage",
    "an event": "year",
    "a title": "title",
    "another alphabet": "намерение",
    "a percent": "50%",
    "itself": "first",
}
HOMES = {"why": "questions", "answer": "questions", "carer": "words", "words-guardian": "words", "kathy": "people"}
HOMES |= {"year": "years", "first": "first"}


@pytest.fixture
def linked(project: Project) -> Project:
    project.write("manuscript/images/dot.svg", DOT).section("01-first.md", FIRST).section("02-second.md", SECOND)
    for name, text in OTHERS.items():
        project.section(name, text)
    return project


def test_links_of_the_web_page_lead_to_the_ids(linked: Project) -> None:
    found = dict(links_of_html(linked.build("html", editions=("teacher",))["html"]))
    assert {words: found[words] for words in TARGETS} == TARGETS


def test_links_of_the_epub_lead_to_the_page_of_the_section_and_the_id(linked: Project) -> None:
    links = list(links_of_epub(linked.build("epub", editions=("teacher",))["epub"]))
    found = {words: (page, fragment) for words, page, fragment in links}
    expected = {
        words: (f"section-{HOMES.get(target, 'second')}.xhtml", "" if words == "the second section" else target)
        for words, target in TARGETS.items()
    }
    assert {words: found[words] for words in TARGETS} == expected


def test_links_of_the_pdf_lead_to_the_page_where_the_target_stands(linked: Project) -> None:
    pdf = linked.build("pdf", editions=("teacher",))["pdf"]
    found = {words.partition(" (page")[0]: number for words, number in links_of_pdf(pdf)}
    pages = {title: number for title, number in links_of_pdf(pdf) if title.split(" .")[0] in ("First", "Second")}
    assert len(pages) == 2
    first = found["itself"]
    starts = {"first": first}
    for step, name in enumerate(("second", "questions", "words", "people", "years"), 1):
        starts[name] = first + step
    expected = {words: starts[HOMES.get(target, "second")] for words, target in TARGETS.items()}
    assert {words: found[words] for words in TARGETS} == expected


@pytest.mark.parametrize("name", ["epub", "html"])
def test_a_note_and_its_call_lead_to_each_other(project: Project, name: str) -> None:
    project.section("01-a.md", "Text[^n] and again[^n].\n\n[^n]: Note.\n").section(
        "02-b.md", "Text[^n].\n\n[^n]: Other.\n"
    )
    data = project.build(name)[name]
    if name == "epub":
        found = [(words, page, target) for words, page, target in links_of_epub(data) if words == "1"]
        assert found == [
            ("1", "section-a.xhtml", "fn.a.1"),
            ("1", "section-a.xhtml", "fn.a.1"),
            ("1", "section-a.xhtml", "call.a.1"),
            ("1", "section-b.xhtml", "fn.b.1"),
            ("1", "section-b.xhtml", "call.b.1"),
        ]
    else:
        found = [target for words, target in links_of_html(data) if words == "1"]
        assert found == ["fn.a.1", "fn.a.1", "call.a.1", "fn.b.1", "call.b.1"]


def test_links_to_what_an_edition_leaves_out_become_plain_text(project: Project) -> None:
    project.section("01-a.md", "See [the answer](#so), [the key](#key), [a note](#aim) and [Kathy](#kathy).\n")
    project.section("02-q.md", "---\nkind: questions\n---\n1. Why?\n\n   ::: answer {#so}\n   So.\n   :::\n")
    project.section("03-key.md", "---\naudience: teacher\n---\nThe key.\n")
    project.section("04-k.md", "## Kathy {#kathy}\n\n::: teaching {#aim}\nAim.\n:::\n")
    for edition, kept in {"student": {"Kathy"}, "teacher": {"the answer", "the key", "a note", "Kathy"}}.items():
        files = project.build("epub", "html", "pdf", editions=(edition,))
        words = {"the answer", "the key", "a note", "Kathy"}
        assert {w for w, _ in links_of_html(files["html"])} & words == kept
        assert {w for w, _, _ in links_of_epub(files["epub"])} & words == kept
        assert {w.partition(" (page")[0] for w, _ in links_of_pdf(files["pdf"])} & words == kept
        for data in files.values():
            told = re.sub(r" \(page.\d+\)", "", text_of(data))
            assert "See the answer, the key, a note and Kathy." in told


def test_a_link_holds_no_link(project: Project) -> None:
    text = "[a <https://example.org> b](#a) and [c[^n] d](#a) and [e^[f] *g^[h]*](#a).\n\n[^n]: Note.\n"
    project.section("01-a.md", text)
    page = pages_of(project.build("epub")["epub"])["section-a.xhtml"]
    assert [link for link in page.iter("{*}a") if next(link.iterdescendants("{*}a"), None) is not None] == []
    assert "a https://example.org b and c d1 and e g2,3." in "".join(page.itertext())


def test_themes_and_relations_are_called_by_their_headings(project: Project) -> None:
    project.section("01-themes.md", "---\nkind: themes\n---\n## Memory *and* loss {#memory}\n\nText.\n")
    project.section("02-more.md", "---\nkind: symbols\n---\n## The *tape* {#tape}\n\nText.\n")
    project.section("03-words.md", '---\nkind: quotations\n---\n> Words. {themes="memory tape"}\n')
    found = dict(links_of_html(project.build("html")["html"]))
    assert (found["Memory and loss"], found["The tape"]) == ("memory", "tape")
    assert "Themes Memory and loss, The tape" in text_of(project.build("html")["html"])
