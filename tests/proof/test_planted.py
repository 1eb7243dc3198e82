"""A template or a style sheet of the project's own says an answer: the build stops and names it, wherever it is."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest

from booklet.editions import EDITIONS
from booklet.manuscript import load, reading
from booklet.proof import compared
from tests.bad.test_bad import contents, with_old_files
from tests.conftest import Project
from tests.proof.planting import at, found_in, line_of, planted

LONG = "Because nobody else remembered where the silver door once stood."
SECTION = f"""\
---
kind: questions
title: To talk about
---

Hailsham is far away. Choose A or B.

1. Why does the gardener keep the key? {{#ask-key}}

   ::: answer
   {LONG}
   :::

2. Where do they grow up? {{#ask-where}}

   ::: answer
   Hailsham
   :::

3. Which of the two roads is shorter? {{#ask-road}}

   ::: answer
   B
   :::
"""
MORE = "".join(f"\n{n}. And what do you make of that? {{lines=16}}\n" for n in range(4, 8))  # to fill some pages
HYPHENATED = (
    "Because the incomprehensible misrepresentations of internationalisation notwithstanding, "
    "counterrevolutionaries institutionalised extraordinarily disproportionate responsibilities."
)
LETTERS = "".join(f"<span>{letter}</span>" for letter in LONG)
SMALL_CAPITALS = "".join(f'<span style="font-variant-caps: all-small-caps">{word}</span> ' for word in LONG.split())
LIGATURES = "Officers find five fluffy waffles affordable after difficult offshore flights."


@pytest.fixture
def asked(project: Project) -> Project:
    """A project with three questions whose answers students must not see."""
    return project.section("01-talk.md", SECTION)


@dataclass(frozen=True)
class Plant:
    """Where the answer is put: a format, a template, what stands there, what takes its place, where it is found."""

    name: str
    format: str
    template: str
    old: str
    new: str
    where: str


def page(name: str, new: str, where: str, *formats: str) -> list[Plant]:
    """Something put before a section's text, in each of some formats."""
    old = "{% include kind_template %}"
    return [Plant(f"{name}-{f}", f, "section.xhtml", old, f"{new}{old}", where) for f in formats or ("epub", "html")]


QUOTED = LONG.removesuffix(".")
SLUG = QUOTED.replace(" ", "-")
PLANTS = [
    Plant("metadata-pdf", "pdf", "print.xhtml", '<meta name="generator"',
          f'<meta name="description" content="{LONG}" /><meta name="generator"', "metadata"),
    Plant("metadata-html", "html", "web.xhtml", '<meta name="generator"',
          f'<meta name="description" content="{LONG}" /><meta name="generator"', "metadata “description”"),
    Plant("metadata-epub", "epub", "page.xhtml", "<title>",
          f'<meta name="description" content="{LONG}" /><title>', "metadata “description”"),
    Plant("keywords-pdf", "pdf", "print.xhtml", '<meta name="generator"',
          f'<meta name="keywords" content="{LONG}" /><meta name="generator"', "metadata"),
    Plant("title-of-the-document-pdf", "pdf", "print.xhtml", "{{ full_title }}",
          f"{{{{ full_title }}}} {LONG}", "metadata"),
    Plant("title-of-the-page-epub", "epub", "page.xhtml", "{{ title }}", f"{{{{ title }}}}: {LONG}", "xhtml"),
    Plant("title-of-the-page-html", "html", "web.xhtml", "{{ full_title }}", f"{LONG}", "the page"),
    Plant("bookmark-pdf", "pdf", "section.xhtml", '<h1 id="title.{{ section.id }}" data-title="{{ section.listed_title',
          f'<h1 id="title.{{{{ section.id }}}}" data-title="{LONG}{{{{ ""', "a bookmark"),
    Plant("running-head-pdf", "pdf", "section.xhtml", 'data-title="{{ section.listed_title }}"{% if section.front',
          f'data-title="{LONG}"{{% if section.front', "page "),
    Plant("contents-epub", "epub", "nav.xhtml", "{{ entry.title }}", f"{{{{ entry.title }}}} ({LONG})", "nav.xhtml"),
    Plant("contents-html", "html", "contents.xhtml", "{{ entry.title }}", f"{{{{ entry.title }}}} ({LONG})", "text"),
    Plant("drawn-on-the-cover-pdf", "pdf", "covers/parts.svg", "{{ caller() }}",
          f'{{{{ caller() }}}}<text x="20" y="20" font-family="{{{{ text_face }}}}" font-size="4">{LONG}</text>',
          "page 1"),
    Plant("alternative-on-the-cover-pdf", "pdf", "cover.xhtml", "{{ front }}",
          f'{{{{ front }}}}<img src="cover.svg" alt="{LONG}" />', "alternative"),
    Plant("alternative-of-the-cover-epub", "epub", "cover.xhtml", "{{ cover_alt }}", LONG, "alternative"),
    *page("text", f"<p>{LONG}</p>", "text", "pdf", "epub", "html"),
    *page("text-without-its-full-stop", f"<p>“{QUOTED}”</p>", "text", "pdf", "epub", "html"),
    *page("within-other-words", f"<p>Of course: {LONG} So it was.</p>", "text", "pdf", "epub", "html"),
    *page("large-letters", f"<p>{LONG.upper()}</p>", "text", "pdf", "epub", "html"),
    *page("white-on-white", f'<p style="color: white">{LONG}</p>', "text", "pdf", "epub", "html"),
    *page("tiny", f'<p style="font-size: 0.1pt">{LONG}</p>', "text", "pdf", "html"),
    *page("off-the-page", f'<p style="position: absolute; left: -300mm">{LONG}</p>', "page", "pdf"),
    *page("not-displayed", f'<p style="display: none">{LONG}</p>', "text"),
    *page("folded-away", f"<details><summary>More</summary><p>{LONG}</p></details>", "text", "html"),
    *page("letter-by-letter", f"<p>{LETTERS}</p>", "text", "pdf", "epub", "html"),
    *page("small-capitals", f"<p>{SMALL_CAPITALS}</p>", "text", "pdf", "epub", "html"),
    *page("soft-hyphens", f"<p>{LONG.replace('e', 'e&#173;')}</p>", "text", "pdf", "epub", "html"),
    *page("joiners-of-no-width", f"<p>{LONG.replace('o', 'o&#8205;')}</p>", "text"),
    *page("letters-of-full-width",
          "<p>" + "".join(chr(ord(c) + 0xFEE0) if c.isalpha() else c for c in LONG) + "</p>", "text"),
    *page("a-word-a-paragraph", "".join(f"<p>{word}</p>" for word in LONG.split()), "text", "pdf", "epub", "html"),
    *page("comment", f"<!-- {LONG} -->", "a comment"),
    *page("instruction", f"<?note {LONG}?>", "an instruction"),
    *page("attribute-title", f'<p title="{LONG}">More.</p>', "the attribute title"),
    *page("attribute-aria-label", f'<p role="note" aria-label="{LONG}">More.</p>', "the attribute aria-label"),
    *page("attribute-data", f'<p data-answer="{LONG}">More.</p>', "the attribute data-answer"),
    *page("class", f'<p class="{LONG.replace(" ", "-")}">More.</p>', "a class"),
    *page("classes", f'<p class="{LONG.lower()}">More.</p>', "class"),
    *page("id", f'<p id="{SLUG}">More.</p>', "id"),
    *page("anchor-pdf", f'<p id="{SLUG}">More.</p><p><a href="#{SLUG}">Up</a></p>',
          "destination", "pdf"),
    *page("address-of-a-link", f'<p><a href="https://example.org/{SLUG}">More</a></p>', "link",
          "pdf"),
    *page("address-of-a-link", f'<p><a href="https://example.org/{QUOTED.replace(" ", "%20")}">More</a></p>',
          "the address of <a>"),
    *page("query-of-a-link", f'<p><a href="https://example.org/?q={QUOTED.replace(" ", "+")}">More</a></p>',
          "the address of <a>"),
    *page("fragment-of-a-link", f'<p><a href="https://example.org/#{SLUG}">More</a></p>',
          "the address of <a>"),
    *page("title-of-a-link", f'<p><a href="https://example.org/" title="{LONG}">More</a></p>', "the attribute title"),
    *page("alternative", f'<p><img src="{{{{ file("styles/dot.svg") }}}}" alt="{LONG}" /></p>', "text alternative",
          "pdf", "epub", "html"),
    *page("name-of-a-picture-file", f'<p><img src="{{{{ file("styles/{SLUG}.svg") }}}}" alt="A dot" /></p>',
          "the package document, href of <item>", "epub"),
    *page("words-in-a-picture", '<p><img src="{{ file("styles/telling.svg") }}" alt="A dot" /></p>', "page 7", "pdf"),
    *page("words-in-a-picture", '<p><img src="{{ file("styles/telling.svg") }}" alt="A dot" /></p>', "a drawing"),
    *page("form-field", f'<form><input type="text" value="{LONG}" /></form>', "the attribute value of <input>", "html"),
]  # fmt: skip
DOT = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9"><path d="M0 0h9v9z"/></svg>'


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.name)
def test_an_answer_that_a_template_says_stops_the_build(asked: Project, plant: Plant) -> None:
    asked.section("01-talk.md", SECTION + MORE)
    asked.write("styles/dot.svg", DOT).write(f"styles/{SLUG}.svg", DOT)
    asked.write("styles/telling.svg", DOT.replace("<path", f'<text x="0" y="5" font-size="1">{LONG}</text><path'))
    planted(asked, plant.template, plant.old, plant.new)
    leaks = [problem for problem in found_in(asked, plant.format) if problem.code == "E005"]
    (leak,) = leaks
    assert at(leak) == ("01-talk.md", line_of(asked, "01-talk.md", LONG))
    assert "the answer to question 1" in leak.message
    assert f"a-small-book.{plant.format}" in leak.message
    assert plant.where in leak.message
    assert "Because nobody else remembered" in leak.message


@pytest.mark.parametrize(
    ("sheet", "format_name", "rule", "where"),
    [
        ("print.css", "pdf", f'.opening::after {{ content: "{LONG}"; display: block }}', "page "),
        ("print.css", "pdf", f'@page {{ @bottom-center {{ content: "{LONG}" }} }}', "page "),
        ("print.css", "pdf", f'h1 {{ bookmark-label: "{LONG}" }}', "a bookmark"),
        ("print.css", "pdf", f'.section {{ string-set: section "{LONG}" }}', "page "),
        ("booklet.css", "pdf", f'.opening::before {{ content: "{LONG}" }}', "page "),
        ("epub.css", "epub", f'h1::after {{ content: "{LONG}" }}', "a style sheet"),
        ("epub.css", "epub", f"/* {LONG} */", "a style sheet"),
        ("booklet.css", "epub", f".x {{ --answer: '{LONG}' }}", "a style sheet"),
        ("web.css", "html", f'h1::after {{ content: "{LONG}" }}', "a style sheet"),
        ("web.css", "html", f"/* {LONG} */", "a style sheet"),
        ("web.css", "html", f".{SLUG} {{ color: black }}", "a style sheet"),
    ],
)
def test_an_answer_that_a_style_sheet_says_stops_the_build(
    asked: Project, sheet: str, format_name: str, rule: str, where: str
) -> None:
    asked.section("01-talk.md", SECTION + MORE).write(f"styles/{sheet}", rule)
    (leak,) = found_in(asked, format_name)
    assert leak.code == "E005"
    assert at(leak) == ("01-talk.md", line_of(asked, "01-talk.md", LONG))
    assert where in leak.message


def test_nothing_is_placed_and_the_old_files_stay(asked: Project) -> None:
    planted(asked, "section.xhtml", "{% include kind_template %}", f"<p>{LONG}</p>{{% include kind_template %}}")
    before = with_old_files(asked.folder)
    ran = asked.command("build", "-f", "all")
    assert ran.code == 8
    assert ran.out == ""
    assert contents(asked.folder / "output") == before
    line = line_of(asked, "01-talk.md", LONG)
    for suffix in ("pdf", "epub", "html"):
        assert (
            f"manuscript/01-talk.md:{line}:4: error E005: the answer to question 1 leaks into a-small-book.{suffix}: "
            in ran.err
        )
    assert ran.err.count("  hint: ") == 3


def test_teachers_may_read_what_students_may_not(asked: Project) -> None:
    planted(asked, "section.xhtml", "{% include kind_template %}", f"<p>{LONG}</p>{{% include kind_template %}}")
    assert asked.build("html", editions=("teacher",))
    assert [problem.code for problem in found_in(asked, "html", editions=("teacher", "student"))] == ["E005"]


@pytest.mark.parametrize("format_name", ["pdf", "epub", "html"])
def test_ligatures_hide_nothing(asked: Project, format_name: str) -> None:
    asked.section("01-talk.md", SECTION.replace(LONG, LIGATURES))
    joined = LIGATURES.replace("ffi", "ﬃ").replace("ffl", "ﬄ").replace("ff", "ﬀ").replace("fi", "ﬁ").replace("fl", "ﬂ")
    assert {"ﬁ", "ﬀ", "ﬃ"} <= set(joined)
    said = joined if format_name != "pdf" else LIGATURES  # the face of the PDF makes its own
    planted(asked, "section.xhtml", "{% include kind_template %}", f"<p>{said}</p>{{% include kind_template %}}")
    (leak,) = found_in(asked, format_name)
    assert (leak.code, "question 1" in leak.message) == ("E005", True)


# across two pages


def text_of(path: Path) -> list[str]:
    """The text of a PDF page by page, by poppler."""
    done = subprocess.run([shutil.which("pdftotext") or "", str(path), "-"], capture_output=True, text=True, check=True)
    return done.stdout.split("\f")


def crossing(words: str, filler: int) -> str:
    """A paragraph of some words behind so many others that a page ends within it."""
    return f"<p lang='en-GB'>{'Filler goes on and on. ' * filler}{words} {'It goes on. ' * 40}</p>"


def test_an_answer_hyphenated_across_two_pages_is_found(asked: Project, tmp_path: Path) -> None:
    css = ".long { hyphens: auto; orphans: 1; widows: 1; text-align: left; width: 40mm }"
    asked.write("styles/print.css", css)
    for filler in range(195, 290, 5):
        new = f'<div class="long">{crossing(HYPHENATED, filler)}</div>{{% include kind_template %}}'
        planted(asked, "section.xhtml", "{% include kind_template %}", new)
        if crosses(asked, tmp_path):
            break
    else:
        raise AssertionError("no filler made the words cross a page")
    asked.section("01-talk.md", SECTION.replace(LONG, HYPHENATED))
    (leak,) = found_in(asked, "pdf")
    assert leak.code == "E005"
    assert "the answer to question 1 leaks" in leak.message


def crosses(project: Project, folder: Path) -> bool:
    """Whether the words, where nothing withholds them, begin on one page and end on the next, and a word is broken
    between the two."""
    project.section("01-talk.md", "---\nkind: questions\ntitle: To talk about\n---\n\n1. What now?\n")
    path = folder / "seen.pdf"
    path.write_bytes(project.build("pdf")["pdf"])
    with pikepdf.open(path) as pdf:
        replaced = [replacements(page) for page in pdf.pages]
    for number, (before, after) in enumerate(pairwise(text_of(path))):
        if "Because the" in before and replaced[number + 1][:1] == [" "]:
            return "responsibilities" in after.replace("\n", "")
    return False


def replacements(page: pikepdf.Page) -> list[str]:
    """What pieces of a page's text stand for: the first part of a broken word for the word, the other for a space."""
    told = [i.operands[1] for i in pikepdf.parse_content_stream(page) if str(i.operator) == "BDC"]
    return [str(properties.ActualText) for properties in told if "/ActualText" in properties]


# few words, in the item's own place


SHORT = {"in-the-question": ("{{ prose(part.heading) }}", "{{ prose(part.heading) }} %s"),
         "in-the-lines": ("{{ answering(part) }}", '<p class="key">%s</p>{{ answering(part) }}'),
         "among-other-words": ("{{ answering(part) }}", "<p>Think of %s, of course.</p>{{ answering(part) }}"),
         "letter-by-letter": ("{{ answering(part) }}", "<p>%s</p>{{ answering(part) }}")}  # fmt: skip


@pytest.mark.parametrize("format_name", ["pdf", "epub", "html"])
@pytest.mark.parametrize("place", SHORT)
@pytest.mark.parametrize(("item", "answer"), [("ask-where", "Hailsham"), ("ask-road", "B")])
def test_an_answer_of_one_word_is_found_in_the_place_of_its_question(
    asked: Project, format_name: str, place: str, item: str, answer: str
) -> None:
    old, new = SHORT[place]
    said = "".join(f"<b>{letter}</b>" for letter in answer) if place == "letter-by-letter" else answer
    only = f'{{% if part.id == "{item}" %}}{new % said}{{% else %}}{old}{{% endif %}}'
    planted(asked, "kinds/questions.xhtml", old, only)
    (leak,) = found_in(asked, format_name)
    number = "2" if item == "ask-where" else "3"
    assert leak.code == "E005"
    assert f"the answer to question {number} leaks" in leak.message
    assert leak.message.endswith(f"“{answer}”")


@pytest.mark.parametrize("format_name", ["epub", "html"])
@pytest.mark.parametrize("attribute", ["title", "aria-label", "data-answer"])
def test_an_answer_of_one_word_is_found_in_an_attribute_of_its_question(
    asked: Project, format_name: str, attribute: str
) -> None:
    only = '<p {{ "role=note" if false }}%s>More.</p>{{ answering(part) }}' % (
        '{% if part.id == "ask-road" %}' + f'{attribute}="B"' + "{% endif %}"
    )
    planted(asked, "kinds/questions.xhtml", "{{ answering(part) }}", only)
    (leak,) = found_in(asked, format_name)
    assert "the answer to question 3 leaks" in leak.message


@pytest.mark.parametrize("format_name", ["pdf", "epub", "html"])
def test_the_same_word_elsewhere_tells_nothing(asked: Project, format_name: str) -> None:
    planted(
        asked,
        "kinds/questions.xhtml",
        "{{ answering(part) }}",
        '{{ answering(part) }}{% if part.id == "ask-key" %}<p>They speak of Hailsham, plan B, and of B.</p>{% endif %}',
    )
    assert asked.build(format_name)


# what the author has said elsewhere


def test_words_that_the_author_says_elsewhere_too_are_told_with_both_places(asked: Project) -> None:
    asked.section("02-open.md", f"# In the open\n\nA word before.\n\nAnd then, we know: {LONG} That is all.\n")
    asked.write(
        "manuscript/booklet.yaml",
        (asked.folder / "manuscript/booklet.yaml").read_text() + "ignore:\n  - {code: Q003, reason: looked at}\n",
    )
    errors = found_in(asked, "pdf", "epub", "html")
    assert {problem.code for problem in errors} <= {"E005", "Q003"}
    for suffix in ("pdf", "epub", "html"):
        (leak,) = [p for p in errors if f"a-small-book.{suffix}" in p.message]
        assert at(leak) == ("01-talk.md", line_of(asked, "01-talk.md", LONG))
        assert f"02-open.md:{line_of(asked, '02-open.md', LONG)}" in leak.message
        assert "which this edition shows" in leak.message
        assert leak.hint.startswith("say it in other words")


def test_a_file_that_is_no_book_is_an_error_of_its_own(asked: Project) -> None:
    book, _ = reading.read(load.find(asked.folder, "")[0])
    assert book
    files = asked.build("pdf", "epub", "html")
    for name, data in files.items():
        assert compared.compare(f"a.{name}", name, data, book, EDITIONS["student"]) == ()
        for spoilt in (b"", b"nothing", data[: len(data) // 2]):
            (problem,) = compared.compare(f"a.{name}", name, spoilt, book, EDITIONS["student"])
            assert (problem.code, problem.exit_code) == ("E007", 8)
