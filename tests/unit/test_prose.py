"""How prose is written for each medium: what could be lost between a manuscript and its pages."""

from __future__ import annotations

from collections import Counter

import pytest
from lxml import etree

from tests.conftest import Project
from tests.unit.finished import pages_of, text_of
from tests.unit.made_manuscripts import DOT


def composed_for_print(project: Project, text: str) -> etree._Element:
    """The section as WeasyPrint is given it."""
    project.write("manuscript/images/dot.svg", DOT).section("01-a.md", f"# A\n\n{text}\n")
    made = project.make("pdf", keep_composed=project.folder)
    page = dict(made.composed)["student-pdf/booklet.xhtml"]
    (section,) = etree.fromstring(page).iterfind(".//{*}section[@id='a']")
    return section


def test_a_note_on_paper_is_part_of_the_line_that_calls_it_whatever_it_holds(project: Project) -> None:
    note = (
        "[^n]: First\n    line.\n\n    Second.\n\n    - item\n\n    > quoted\n\n    | a |\n    |---|\n    | b |\n\n"
        "    term\n    : meaning\n\n    ## heading\n\n    ```\n    code\n    ```\n\n    ***\n\n"
        '    ::: aside\n    fence\n    :::\n\n    ::: workspace\n    :::\n\n    ![Dot](images/dot.svg "caption")'
    )
    section = composed_for_print(project, f"Before[^n] after.\n\n{note}")
    (footnote,) = section.iterfind(".//{*}span[@class='footnote']")
    inside = {etree.QName(element).localname for element in footnote.iterdescendants()}
    assert inside <= {"span", "img", "code", "em"}
    assert " ".join("".join(footnote.itertext()).split()) == (
        "First line. Second. item quoted a b term meaning heading code fence caption"
    )
    (paragraph,) = (p for p in section.iter("{*}p") if "Before" in "".join(p.itertext()))
    assert "".join(paragraph.itertext()).endswith("after.")


@pytest.mark.parametrize("name", ["pdf", "epub", "html"])
def test_the_words_around_a_note_stay_apart_from_it(project: Project, name: str) -> None:
    text = "Alpha[^n] beta.\n\n[^n]: Gamma\n\n    delta\n\n    - epsilon\n    - zeta"
    found = Counter(text_of(project.section("01-a.md", f"# A\n\n{text}\n").build(name)[name]).replace(".", " ").split())
    assert [found[word] for word in ("beta", "Gamma", "delta", "epsilon", "zeta")] == [1, 1, 1, 1, 1]


@pytest.mark.parametrize("name", ["pdf", "epub", "html"])
@pytest.mark.parametrize(
    "text",
    [
        'Words ![Dot](images/dot.svg "Qcaption"){credit="Qcredit"} around.',
        '- ![Dot](images/dot.svg "Qcaption"){credit="Qcredit"}',
        '| Head |\n|---|\n| ![Dot](images/dot.svg "Qcaption"){credit="Qcredit"} |',
        '> ![Dot](images/dot.svg "Qcaption"){credit="Qcredit"}',
        'Note[^n].\n\n[^n]: ![Dot](images/dot.svg "Qcaption"){credit="Qcredit"}',
        'Term\n: ![Dot](images/dot.svg "Qcaption"){credit="Qcredit"}',
        '![Dot][d]{credit="Qcredit"}\n\n[d]: images/dot.svg "Qcaption"',
        "![Dot](images/dot.svg 'Qcaption'){credit=\"Qcredit\"}",
        '![Dot](images/dot.svg (Qcaption)){credit="Qcredit"}',
        '![Dot](<images/dot.svg>\n"Qcaption"){credit="Qcredit"}',
    ],
)
def test_a_caption_and_its_credit_are_seen_wherever_the_picture_stands(project: Project, text: str, name: str) -> None:
    project.write("manuscript/images/dot.svg", DOT).section("01-a.md", f"# A\n\n{text}\n")
    found = text_of(project.build(name)[name])
    assert (found.count("Qcaption"), found.count("Qcredit")) == (1, 1)


def test_a_caption_is_a_line_of_markdown(project: Project) -> None:
    text = r'![Dot](images/dot.svg "A \"dot\" of *ink* \*here\* &amp; [there](#a)[^n].")' + "\n\n[^n]: Note."
    project.write("manuscript/images/dot.svg", DOT).section("01-a.md", f"# A\n\n{text}\n")
    html = project.build("html")["html"].decode()
    assert (
        '<span class="caption">A “dot” of <em>ink</em> *here* &amp; <a href="#a">there</a>'
        '<a class="noteref" id="call.a.1" href="#fn.a.1" role="doc-noteref">1</a>.</span>'
    ) in html


@pytest.mark.parametrize(
    ("typed", "alternative"),
    [
        ("A *dot* of **ink**", "A dot of ink"),
        ("half*way*", "halfway"),
        ("`code` and\na line", "code and a line"),
        ("a [link](#a) and \\*", "a link and *"),
        ("&quot;a&quot; < b", '"a" < b'),
        ("an ![inner](images/dot.svg) dot", "an inner dot"),
    ],
)
def test_an_alternative_is_plain_words(project: Project, typed: str, alternative: str) -> None:
    project.write("manuscript/images/dot.svg", DOT).section("01-a.md", f"# A\n\n![{typed}](images/dot.svg)\n")
    (page,) = (page for name, page in pages_of(project.build("epub")["epub"]).items() if name == "section-a.xhtml")
    assert [picture.get("alt") for picture in page.iter("{*}img")] == [alternative]


@pytest.mark.parametrize("name", ["pdf", "epub", "html"])
def test_what_is_written_in_leaves_is_not_lost(project: Project, name: str) -> None:
    text = "::: workspace {lines=2}\nQone\n:::\n\n::: pagebreak\nQtwo\n:::\n\n## Three\n\n::: aside\n:::\n"
    found = text_of(project.section("01-a.md", f"# A\n\n{text}").build(name)[name])
    assert [found.count(word) for word in ("Qone", "Qtwo", "Three")] == [1, 1, 1]


@pytest.mark.parametrize("name", ["epub", "html"])
def test_code_keeps_its_spaces_and_lines(project: Project, name: str) -> None:
    text = "```\n\n  two  spaces\n\ttab\n\nend\n```\n\n- item\n\n  ```\n  in\n    deeper\n  ```\n\n`a  b`"
    data = project.section("01-a.md", f"# A\n\n{text}\n").build(name)[name]
    page = pages_of(data)["section-a.xhtml"] if name == "epub" else etree.fromstring(data)
    code = ["".join(element.itertext()) for element in page.iter("{*}code")]
    assert code == ["\n  two  spaces\n\ttab\n\nend\n", "in\n  deeper\n", "a  b"]


def test_levels_classes_and_languages_are_written(project: Project) -> None:
    text = "## Two {.a lang=fr}\n\n### Three\n\n[mot]{.b lang=de}\n\n> Zitat {.c lang=de}\n\n- item {.d lang=es}"
    page = pages_of(project.section("01-a.md", f"# A\n\n{text}\n").build("epub")["epub"])["section-a.xhtml"]
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    found = [
        (etree.QName(e).localname, e.get("class"), e.get("lang"), e.get(lang))
        for e in page.iter()
        if e.get("class") in set("abcd")
    ]
    assert found == [
        ("h2", "a", "fr", "fr"),
        ("span", "b", "de", "de"),
        ("blockquote", "c", "de", "de"),
        ("li", "d", "es", "es"),
    ]


def test_ids_of_the_author_never_meet_those_of_the_pages(project: Project) -> None:
    text = "# A\n\n## Start {#start-of-text}\n\n[x]{#toc} [y]{#contents} [z]{#cover}[^n]\n\n[^n]: Note.\n"
    project.section("01-a.md", text).section("02-notes.md", "Text[^n].\n\n[^n]: Note.\n")
    page = etree.fromstring(project.build("html")["html"])
    counted = Counter(element.get("id") for element in page.iter() if element.get("id"))
    assert [name for name, times in counted.items() if times > 1] == []


def test_a_list_to_tick_has_boxes_in_every_format_and_says_what_is_ticked(project: Project) -> None:
    text = "- [ ] The rope is *tied*\n- [x] The ledge\n- No [ ] task\n\n1. Then\n   - [X] Nested\n\n     More.\n"
    project.section("01-a.md", f"# A\n\n{text}\n")
    files = project.build("pdf", "epub", "html")
    for data in files.values():
        said = text_of(data)
        assert "x The ledge" in said
        assert "X Nested" in said
        assert said.count("[ ]") == 1
        assert "[x]" not in said.lower()
    pages = [etree.fromstring(files["html"]), *pages_of(files["epub"]).values()]
    boxes = [(box.get("class"), box.get("aria-label")) for page in pages for box in page.iter("{*}span")
             if "tick" in (box.get("class") or "").split()]  # fmt: skip
    assert boxes == [("tick", "blank"), ("tick done", None), ("tick done", None)] * 2
