"""Footnotes and their numbers, text that could be lost, and where each character stands."""

from __future__ import annotations

import pytest

from booklet.model import plain
from tests.conftest import Project
from tests.unit.made_manuscripts import DOT
from tests.unit.readings import Reads, read

IN_ALTERNATIVE = "a footnote is called in a picture's text alternative"
TOO_MANY_CELLS = "this row has more cells than the table's head; from here on nothing would be shown"
UNUSED = "this line is read as a link definition that nothing uses, and is not shown"


def notes(found: Reads) -> list[tuple[str, str]]:
    """The notes with their numbers, in the order of their calls; further calls have no words."""
    return [(node.get("number"), plain(node.children)) for node in found.section.walk() if node.name.startswith("note")]


def test_notes_count_in_the_order_of_their_calls(project: Project) -> None:
    text = "A[^b] b^[inline] c[^a] d[^b].\n\n[^a]: first written\n\n[^b]: called first"
    found = read(project, text)
    assert found.problems == []
    assert notes(found) == [("1", "called first"), ("2", "inline"), ("3", "first written"), ("1", "")]


def test_a_note_in_the_title_is_the_first(project: Project) -> None:
    found = read(project, "---\ntitle: Hope[^a]\n---\n\nText.[^b]\n\n[^a]: one\n\n[^b]: two")
    assert found.problems == []
    assert found.section.plain_title == "Hope"
    assert notes(found) == [("1", "one"), ("2", "two")]


@pytest.mark.parametrize(
    "text",
    [
        "## Head[^a]",
        "- Item[^a]",
        "> Quotation[^a]",
        "Term[^a]\n: Meaning",
        "Term\n: Meaning[^a]",
        "| Cell[^a] |\n|---|\n| b |",
        "| a |\n|---|\n| Cell[^a] |",
        "*Emphasis[^a]*",
        "[Link[^a]](https://example.org)",
        "[Span[^a]]{.x}",
        '![A dot](images/dot.svg "Caption[^a]")',
        "::: aside\nText[^a]\n:::",
        '"Quoted[^a]"',
    ],
)
def test_a_note_may_be_called_wherever_words_may_stand(project: Project, text: str) -> None:
    project.write("manuscript/images/dot.svg", DOT)
    found = read(project, f"{text}\n\n[^a]: The note's *words*.")
    assert found.problems == []
    assert notes(found) == [("1", "The note’s words.")]


def test_a_note_in_a_note_is_said_in_brackets_with_a_warning(project: Project) -> None:
    project.section("01-text.md", "A[^a].\n\n[^a]: outer[^b]\n\n[^b]: inner\n")
    assert [p.partition(": ")[2][:12] for p in Reads(project).problems] == ["warning S007"]
    html = project.build("html")["html"].decode()
    assert "<p>outer [inner]</p>" in html


def test_a_note_that_the_text_calls_too_stands_once_wherever_notes_call_it(project: Project) -> None:
    text = "A[^a] b[^b] c^[see [^b] and [^c]] d[^c].\n\n[^a]: as in [^b]\n\n[^b]: two\n\n[^c]: three"
    found = read(project, text)
    assert found.problems == []
    assert notes(found) == [
        ("1", "as in"), ("2", ""), ("2", "two"), ("3", "see and"), ("2", ""), ("4", ""), ("4", "three"),
    ]  # fmt: skip
    html = project.build("html")["html"].decode()
    assert [html.count(f'id="fn.text.{number}"') for number in (1, 2, 3, 4)] == [1, 1, 1, 1]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("A[^x].", "1:2: error S007: the footnote [^x] has no text"),
        ("A[^my_note].", "1:2: error S007: the footnote [^my_note] has no text"),
        ("A.\n\n[^x]: text", "3:1: error S007: nothing calls the footnote [^x]"),
        ("A[^x].\n\n[^x]: one\n\n[^x]: two", "5:1: error S007: the footnote [^x] has a text already, in line 3"),
        ("A[^x].\n\n[^x]: one[^x]", "3:10: error S007: this footnote calls itself"),
        ("![Dot[^x]](images/dot.svg)\n\n[^x]: one", f"1:1: error S007: {IN_ALTERNATIVE}"),
    ],
)
def test_notes_without_text_or_call_and_in_circles_are_errors(project: Project, text: str, message: str) -> None:
    project.write("manuscript/images/dot.svg", DOT)
    assert f"manuscript/01-text.md:{message}" in read(project, text).problems


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("| a | b |\n|---|---|\n| 1 | 2 | 3 |", f"3:11: error S017: {TOO_MANY_CELLS}"),
        ("[Kathy]: she\n\nText.", f"1:1: warning S018: {UNUSED}"),
        ("Text [a].\n\n[a]: #text\n[a]: #more", f"4:1: warning S018: {UNUSED}"),
        ("<div>Text</div>", "1:1: warning S006: <div> is shown as text"),
        ("A <b>bold</b> word", "1:3: warning S006: <b> is shown as text"),
        ("<!-- a comment -->", "1:1: warning S006: <!-- is shown as text"),
        ("``` python and more\ncode\n```", "1:1: warning S020: words behind ``` are not shown: python and more"),
        ("~~~\ncode\n\nText.", "1:1: warning S004: these ~~~ are never closed: all that follows is set as code"),
        ("- ```\n  code\n\nText.", "1:3: warning S004: these ``` are never closed: all that follows is set as code"),
        ("## One\n\n#### Three", "3:6: warning S019: a heading of level 4 below one of level 2"),
        ("[Link](#text){.x}", "1:14: warning S005: these attributes cannot be read and are shown as text: {.x}"),
    ],
)  # fmt: skip
def test_what_would_not_come_out_as_it_looks_is_said(project: Project, text: str, message: str) -> None:
    assert read(project, text).problems == [f"manuscript/01-text.md:{message}"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a < b > c", "a < b > c"),
        ("```python\na\n```", "a"),
        ("``` {.python .wide}\na\n`````", "a"),
        ("> ~~~\n> a\n> ~~~", "a"),
        ("```\n```", ""),
        ("1 <2 and 3> 2", "1 <2 and 3> 2"),
        ("\\<b>", "<b>"),
        ("`<b>`", "<b>"),
        ("&lt;b&gt; &copy; &#x41;", "<b> © A"),
        ("<https://example.org>", "https://example.org"),
        ("Text [a].\n\n[a]: #text", "Text a."),
        ("Text [b][A].\n\n[a]: #text", "Text b."),
        ("| a |\n|---|\n| b | |", "a b"),
        ("| a |\n|---|\n| x \\| y |", "a x | y"),
        ("[^not a note]", "[^not a note]"),
    ],
)
def test_what_only_looks_like_a_mistake_is_read_without_a_word(project: Project, text: str, words: str) -> None:
    found = read(project, text)
    assert found.problems == []
    assert found.words() == words


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("€ is first", 1, 1),
        ("Word\nword € here", 2, 6),
        ("## Cost: €", 1, 10),
        ("1. One\n2. cost €", 2, 9),
        ("> > quoted €", 1, 12),
        ("| a | b |\n|---|---|\n| a | a € |", 3, 9),
        ("| a \\| a € |\n|---|", 1, 10),
        ("`code €`", 1, 7),
        ("``` \nfirst\n  second €\n```", 3, 10),
        ("    indented €", 1, 14),
        ("-\ttab €", 1, 7),
        ("a[^n]\n\n[^n]: note €", 3, 12),
        ("a^[note €]", 1, 9),
        ("Term\n: means €", 2, 9),
        ('![Dot](images/dot.svg "Cost €")', 1, 29),
        ('![Dot](images/dot.svg "A \\"b\\" €")', 1, 32),
        ('![Dot](images/dot.svg "A\nb €")', 2, 3),
        ('![Dot][d]\n\n[d]: images/dot.svg "A €"', 3, 24),
        ("&amp; *a* **b** \\* €", 1, 20),
        ("a -- b... €", 1, 11),
        ("line\\\nbreak €", 2, 7),
        ("<https://example.org/€>", 1, 22),
        ("::: aside\ntext €\n:::", 2, 6),
        ("---\ntitle: Cost €\n---\ntext", 2, 13),
        ("---\ntitle: 'Cost €'\n---\ntext", 2, 14),
        ("---\nkind: page\n---\n\n# Cost €\n\ntext", 5, 8),
    ],
)
def test_a_character_is_found_by_line_and_column_wherever_it_stands(
    project: Project, text: str, line: int, column: int
) -> None:
    project.write("manuscript/images/dot.svg", DOT)
    for line_end in ("\n", "\r\n", "\r"):
        found = Reads(project.section("01-text.md", text.replace("\n", line_end)))
        (place,) = [node.place.right(node.text.index("€")) for node in found.section.walk() if "€" in node.text]
        assert (place.line, place.column) == (line, column)
