"""What attributes belong to, and how they are written."""

from __future__ import annotations

import pytest

from booklet.model import plain
from tests.conftest import Project
from tests.unit.made_manuscripts import DOT
from tests.unit.readings import read


@pytest.mark.parametrize(
    "text",
    [
        "1. Why? {#why level=infer}",
        "1. Why? {#why level=infer}\n\n   Because.",
        "1. Why? {#why level=infer}\n\n   - One\n   - Two",
        "1. Why? {#why level=infer}\n   - One\n   - Two",
        "1. Why? {#why level=infer}\n\n       code",
        "1. Why? {#why level=infer}\n\n   > Quotation\n\n   ::: answer\n   So.\n   :::",
        "1. First line,\n   then why? {#why level=infer}\n\n2. Other",
        "1.   Why?   {#why level=infer}   ",
        "1. Why?\t{#why level=infer}",
        "1. Why? {  #why   level='infer'  }",
        "1. *Why?* {#why level=infer}",
        "1. {#why level=infer}\n\n   Why?",
    ],
)
def test_attributes_that_end_an_items_first_paragraph_are_the_items_whatever_follows(
    project: Project, text: str
) -> None:
    found = read(project, text, "questions")
    assert found.problems == []
    assert (found.items[0].id, found.items[0].fields["level"]) == ("why", "infer")
    assert "{" not in plain([*found.items[0].heading, *found.items[0].body])


@pytest.mark.parametrize(
    "text",
    ["A paragraph. {.x}", "- First.\n\n  Second. {.x}", "> First. {.x}\n>\n> Second.", "First {.x}\nline."],
)
def test_attributes_on_any_other_paragraph_stay_text_with_a_warning(project: Project, text: str) -> None:
    found = read(project, text)
    assert "{.x}" in found.words()
    assert [p.partition(": ")[2] for p in found.problems] == [
        "warning S005: these attributes belong to nothing and are shown as text: {.x}"
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("## Kathy {#k .c}", "heading"),
        ("## Kathy ## {#k .c}", "heading"),
        ("## Kathy {#k .c} ##", "heading"),
        ("Kathy {#k .c}\n---", "heading"),
        ("- Kathy {#k .c}", "list-item"),
        ("- Kathy {#k .c}\n- Tommy", "list-item"),
        ("Kathy {#k .c}\n: A carer.", "term"),
        ("> Words.\n> — Kathy {#k .c}", "quote"),
        ("> Words.\n>\n> — Kathy {#k .c}", "quote"),
        ("[Kathy]{#k .c}", "span"),
        ("![Kathy](images/dot.svg){#k .c}", "figure"),
        ("A ![Kathy](images/dot.svg){#k .c} b", "image"),
        ("::: aside {#k .c}\nKathy\n:::", "fence"),
        ("::: {#k .aside .c}\nKathy\n:::", "fence"),
    ],
)
def test_attributes_belong_to_what_they_end(project: Project, text: str, name: str) -> None:
    project.write("manuscript/images/dot.svg", DOT)
    found = read(project, text)
    assert found.problems == []
    (owner,) = [node for node in found.section.walk() if node.id == "k"]
    assert (owner.name, owner.attrs["class"]) == (name, "c")
    assert "{" not in found.words()
    assert "#" not in found.words()


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("title=Plain", "Plain"),
        ('title="Two words"', "Two words"),
        ("title='Two words'", "Two words"),
        (r'title="She said \"no\""', 'She said "no"'),
        (r"title='It\'s so'", "It's so"),
        ('title="{braces}"', "{braces}"),
        ('title="a=b #c .d"', "a=b #c .d"),
        ("title=80%", "80%"),
        ("title=3–5", "3–5"),
        ('title="Größe 大"', "Größe 大"),
    ],
)
def test_a_value_needs_quotation_marks_only_for_spaces_and_signs(project: Project, written: str, value: str) -> None:
    found = read(project, f"::: aside {{{written}}}\nWords.\n:::")
    assert found.problems == []
    (fence,) = found.nodes("fence")
    assert fence.attrs["title"] == value


@pytest.mark.parametrize("text", ["- The empty set {}", "- {x, y}", "- {1, 2}", "- $e^{x}$", "- a {b} c", "- {", "- }"])
def test_other_braces_are_text(project: Project, text: str) -> None:
    found = read(project, text)
    assert found.problems == []
    assert found.words() == text[2:]


@pytest.mark.parametrize("written", ["{#}", "{.}", "{#a=b}", '{title="open}', "{title=}", "{#a junk}"])
def test_attributes_that_cannot_be_read_are_an_error_that_shows_them(project: Project, written: str) -> None:
    found = read(project, f"## Heading {written}")
    assert [p for p in found.problems if p.endswith(f"S005: these attributes cannot be read: {written}")]


@pytest.mark.parametrize(
    ("text", "place", "severity", "shown"),
    [
        ("1. Why? {level=infer", "1:9", "error", "{level=infer"),
        ('## Heading {#here page="72', "1:12", "error", '{#here page="72'),
        ("1. Why? {level=infer\n   points=2}", "1:9", "warning", "{level=infer"),
        ("Prose {lines=4", "1:7", "warning", "{lines=4"),
        ("A [word]{.small, so", "1:9", "warning", "{.small"),
        ("A **word**{.small", "1:11", "warning", "{.small"),
    ],
)
def test_attributes_that_are_never_closed_are_told(
    project: Project, text: str, place: str, severity: str, shown: str
) -> None:
    (told,) = [p for p in read(project, text).problems if "S005" in p]
    begun = "and are shown as text: " if severity == "warning" else ""
    found = f"{severity} S005: these attributes are never closed{' ' if begun else ': '}{begun}{shown}"
    assert told == f"manuscript/01-text.md:{place}: {found}"


@pytest.mark.parametrize(
    "text", ["a {b = c", "`x {level=infer` y", "\\{level=infer", "f(x) {a=b and c", "- {1, 2", "x{#a"]
)
def test_other_braces_that_are_open_are_text(project: Project, text: str) -> None:
    assert read(project, text).problems == []


def test_attributes_behind_a_picture_that_cannot_be_read_are_warned_of(project: Project) -> None:
    project.write("manuscript/images/dot.svg", DOT)
    found = read(project, "![A dot](images/dot.svg){width=80 %}")
    assert found.problems == [
        "manuscript/01-text.md:1:25: warning S005: these attributes cannot be read and are shown as text: {width=80 %}"
    ]
