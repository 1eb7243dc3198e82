"""Text that a template or a style sheet loses stops the build: no words go in silence."""

from __future__ import annotations

import pytest

from booklet.problems import Problem, ProofError
from booklet.sections import KINDS
from tests.conftest import SETTINGS, Project
from tests.proof.planting import planted
from tests.proof.test_switched_off import DOT, ITEMS, WORK

FORMATS = ("html", "epub", "pdf")
PAGE = """\
---
title: To read
portrait: {file: images/dot.svg, alt: A dot on white, credit: Drawn by Ada}
---

A first paragraph with a note.[^n] It goes on.

- one
- two

![Another dot](images/dot.svg "What it shows"){credit="By Bea"}

[^n]: Said at the foot.
"""


def lost(project: Project, *formats: str, **choices: object) -> list[Problem]:
    """What a build is stopped for."""
    with pytest.raises(ProofError) as failed:
        project.make(*formats, **choices)
    assert failed.value.exit_code == 8
    found = [problem for problem in failed.value.problems if problem.severity == "error"]
    assert {problem.code for problem in found} == {"E006"}
    return found


def words(problems: list[Problem]) -> str:
    return "\n".join(f"{problem.place}: {problem.message}" for problem in problems)


@pytest.fixture
def read(project: Project) -> Project:
    """A project with a page that holds a little of everything."""
    project.write("manuscript/booklet.yaml", SETTINGS + WORK).write("manuscript/images/dot.svg", DOT)
    return project.section("01-read.md", PAGE)


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_that_drops_the_body_of_a_kind_is_caught(kind: str, project: Project) -> None:
    scope = "scope: chapters\n" if kind == "summary" else ""
    item = ITEMS[kind].format(word="Vumi", attributes="", body="Zorta is gone.").replace("{}", "").replace(" }", "}")
    item = item.replace("::: spoiler", "::: warning")
    project.section("01-kind.md", f"---\nkind: {kind}\n{scope}title: Things\n---\n\n{item}")
    assert len(project.build(*FORMATS)) == 3
    project.write(f"styles/templates/kinds/{kind}.xhtml", "<p></p>")
    found = words(lost(project, *FORMATS))
    for name in FORMATS:
        assert f"is not in a-small-book.{name}: “Vumi" in found
        assert f"is not in a-small-book.{name}: “Zorta is gone.”" in found
    assert "manuscript/01-kind.md:" in found


CUT = {
    "the title": ("section.xhtml", "{{ prose(section.title) }}", "", "“To read”"),
    "the portrait": ("section.xhtml", "{% if section.front.portrait %}", "{% if false %}", "“A dot on white”"),
    "the credit of a portrait": ("section.xhtml", "{{ portrait.credit }}", "", "“Drawn by Ada”"),
    "the text alternative of a portrait": ("section.xhtml", "{{ portrait.alt }}", "", "“A dot on white”"),
}


@pytest.mark.parametrize("cut", CUT)
def test_what_a_template_cuts_is_told_with_its_place(cut: str, read: Project) -> None:
    template, old, new, said = CUT[cut]
    planted(read, template, old, new)
    found = words(lost(read, "html", "epub"))
    for name in ("html", "epub"):
        assert any(f"a-small-book.{name}: " in line and said in line for line in found.splitlines()), found


@pytest.mark.parametrize("format_name", ["html", "epub"])
def test_notes_that_a_template_drops_are_told(format_name: str, read: Project) -> None:
    planted(read, "section.xhtml", "{{ note.text }}", "")
    (problem,) = lost(read, format_name)
    assert (problem.place.line, "“Said at the foot.”" in problem.message) == (13, True)


@pytest.mark.parametrize("selector", ["p", "li", "figcaption", "figure"])
def test_what_a_style_sheet_hides_on_paper_is_told(selector: str, read: Project) -> None:
    read.section("01-read.md", PAGE.replace("[^n]", "").replace("\n: Said at the foot.\n", ""))
    read.write("styles/print.css", f".section {selector} {{ display: none }}")
    assert "is not in a-small-book.pdf" in words(lost(read, "pdf"))


def test_choices_that_a_template_drops_are_told(project: Project) -> None:
    project.section("01-quiz.md", "---\nkind: quiz\ntitle: A test\n---\n\n1. Who?\n\n   - [ ] Tom\n   - [x] Ruth\n")
    planted(project, "kinds/quiz.xhtml", "for choice in part.choices", "for choice in part.choices[:1]")
    assert "“Ruth”" in words(lost(project, *FORMATS))


@pytest.mark.parametrize("answers", ["inline", "after", "key"])
@pytest.mark.parametrize("format_name", FORMATS)
def test_the_teacher_s_copy_without_an_answer_is_caught(answers: str, format_name: str, project: Project) -> None:
    ask = "1. Why?\n\n   ::: answer\n   Because of the lane.\n   :::\n"
    project.section("01-ask.md", f"---\nkind: questions\ntitle: To ask\n---\n\n{ask}")
    choices = {"editions": ("teacher",), "answers": answers}
    assert project.build(format_name, **choices)
    planted(project, "kinds/questions.xhtml", "{{ answering(part) }}", "")
    planted(project, "section.xhtml", "{% if section.key %}", "{% if false %}")
    (problem,) = lost(project, format_name, **choices)
    assert problem.message.startswith("text is lost: the answer to question 1 is not in")
    assert problem.place.line == 9


def test_the_front_pages_must_say_who_made_the_booklet(read: Project) -> None:
    read.write("styles/templates/title-page.xhtml", "<section></section>")
    read.write("styles/templates/imprint.xhtml", "<section></section>")
    planted(read, "web.xhtml", "<title>{{ full_title }}</title>", "<title>x</title>")
    planted(read, "web.xhtml", '<meta name="author" content="{{ author.name }}" />', "")
    assert "the booklet's author is not in a-small-book.html: “Ada Writer”" in words(lost(read, "html"))


def test_words_that_a_style_sheet_prints_between_are_no_loss(project: Project) -> None:
    project.section("01-a.md", "# A\n\nGo on to [the other side](#b-side) of it, where more is told about this.\n")
    project.section("02-b.md", "---\nid: b-side\n---\n\n# B\n\nMore.\n")
    project.write("styles/print.css", 'a[href^="#"]::after { content: " (page " target-counter(attr(href), page) ")" }')
    assert project.build("pdf")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "كانت الفتاة تجلس في الحديقة وتقرأ كتابا طويلا عن البحر."),
        ("he", "הילדה ישבה בגן וקראה ספר ארוך על הים."),
        ("hi", "लड़की बगीचे में बैठी थी और समुद्र के बारे में एक किताब पढ़ रही थी।"),
        ("ja", "少女は庭に座って海についての長い本を読んでいた。"),
        ("tr", "Işıklı İstanbul'da kız bahçede oturup denizi anlatan uzun bir kitap okuyordu."),
        ("de", "Die Straße führte groß und mühselig zum Meer; Öfen, Äpfel, Füße."),
    ],
)
def test_every_script_is_found_again(language: str, text: str, project: Project) -> None:
    project.write("manuscript/booklet.yaml", SETTINGS.replace("en-GB", language))
    project.section("01-a.md", f"# A\n\n{text}\n\n::: teaching\n{text[::-1]}\n:::\n")
    assert len(project.build("html", "epub")) == 2
