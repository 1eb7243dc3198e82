"""What those hear who have a PDF read to them, and what programs take out of it: tags, links, and whole words."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pikepdf
import pymupdf
import pypdfium2
import pytest

from booklet.formats.pdf import finish
from booklet.formats.pdf.weasy import Label
from tests.conftest import Project
from tests.pages.generated import blocks, drawing, paragraph, photograph, words
from tests.pages.structure import Element, shown_by_kind, structure_of

LONG_LINK = "a rather long name for a link that goes over the end of one line and then over that of the next as well"
BROKEN = """Extraordinarily beautiful hyphenation demonstrates understanding throughout documentation, notwithstanding
well-known self-contradictory counterexamples of typographical infelicities."""
ROWS, ITEMS = 60, 70
STYLES = """
.small { font-variant-caps: all-small-caps }
.pale { opacity: 0.5 }
.narrow { width: 34mm }
.narrow p { text-align: left }
"""
FIRST = blocks([
    "# The first section",
    "Words with *emphasis*, **weight** and ~~what was struck out~~; a [mot en français]{lang=fr} and more.",
    "> Ein Absatz auf Deutsch.\n{lang=de}",
    "## A table",
    "| The head of the rows | How many of them there are | What is said of them |\n|---|---|---|\n"
    + "\n".join(f"| row {number} | {number * 7} | {' '.join(words(f'r{number}', 6))} |" for number in range(ROWS)),
    "### A list",
    "\n".join(f"1. item {number} {' '.join(words(f'i{number}', 20))}" for number in range(ITEMS)),
    "- outer one\n  - inner one\n  - inner two\n- outer two",
    "#### Skipping a level is mended",
    f"See [{LONG_LINK}](#second) and then [the table](#first-a-table) or [a site](https://www.example.org/a/page).",
    "Term of art\n:   What it means.",
])  # fmt: skip
PROSE = blocks([
    *(paragraph(f"p{number}", 200) for number in range(4)),
    f"Called in a paragraph[^n1] that {' '.join(words('long', 300))} goes on over a page.",
    "- A point with a note[^n2]\n- Another\n\n[^n1]: The first note.\n[^n2]: The second note.\n\n    Of two parts.",
])  # fmt: skip
SECOND = f"""---
id: second
spoilers: full
safe-title: What comes later
title: How it ends
---
## The end of Tommy {{#end}}

{PROSE}
"""
THIRD = blocks([
    "# The third section",
    "![A house by the sea](images/house.png \"The house\")",
    "In a line ![a sign](images/sign.svg) of text. What is told [elsewhere](#end).",
    "::: aside {.narrow}\n" + blocks([
        BROKEN,
        "Soft hyphens: extra\u00adordi\u00adnarily unbe\u00adlievably circum\u00adstantial words, typed co‐operation.",
        "An address https://example.org/with/a/very/long/path/that/does/not/fit/into/the/line is one word.",
    ]) + ":::",
    "::: aside {.pale}\nWords that the page shows through.\n:::",
    "The office is difficult, the fluffy waffles are efficient. [Kathy H. and Tommy D.]{.small} in small capitals.",
])  # fmt: skip
QUIZ = """---
kind: quiz
title: A quiz
---
1. The capital is [Paris]{.blank}, they say. {type=cloze}
2. Which of them? {type=choice}
   - [ ] This one
   - [x] That one
3. Who did it? {type=match}

   | Who | What |
   |---|---|
   | Somebody | went away |
   | Another | stayed |
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    project = Project(tmp_path_factory.mktemp("tags"))
    project.write("manuscript/booklet.yaml", "title: Tags\nlanguage: en-GB\ndate: 2026-01-31\n")
    project.write("styles/print.css", STYLES)
    project.write("manuscript/images/house.png", photograph(300, 200))
    project.write("manuscript/images/sign.svg", drawing(20, 20))
    for name, text in (("01-first", FIRST), ("02-second", SECOND), ("03-third", THIRD), ("04-quiz", QUIZ)):
        project.section(f"{name}.md", text)
    return project.build("pdf")["pdf"]


@pytest.fixture(scope="module")
def pdf(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


@pytest.fixture(scope="module")
def document(pdf: pikepdf.Pdf) -> Element:
    return structure_of(pdf)


@pytest.fixture(scope="module")
def texts(data: bytes, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What programs take out of the file, with single spaces."""
    path = tmp_path_factory.mktemp("texts") / "tags.pdf"
    path.write_bytes(data)
    found = {
        "poppler": by("pdftotext", path, "-"),
        "poppler as it stands": by("pdftotext", "-layout", path, "-"),
        "pdfium": "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)),
        "mupdf": "".join(page.get_text() for page in pymupdf.open(path)),
    }
    if shutil.which("mutool"):
        found["mutool"] = by("mutool", "draw", "-q", "-F", "txt", path)
    return {name: " ".join(text.split()) for name, text in found.items()}


def by(*command: str | Path) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def pages_of(element: Element, pdf: pikepdf.Pdf) -> set[int]:
    """The pages that an element has content on."""
    pages = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
    found = set()
    for inner in element.walk():
        kids = inner.dictionary.get("/K", ())
        found |= {pages[inner.dictionary.Pg.objgen] for kid in kids if isinstance(kid, int)}
        found |= {pages[kid.Pg.objgen] for kid in kids if not isinstance(kid, int) and kid.get("/Type") == "/MCR"}
    return found


# one element of the source, one tag


def test_a_table_over_several_pages_is_one_with_one_head(document: Element, pdf: pikepdf.Pdf) -> None:
    table = document.one("Table", "row 0")
    assert len(pages_of(table, pdf)) >= 2
    assert table.roles == ["THead", "TBody"]
    head, body = table.elements
    assert [len(row.elements) for row in head.elements + body.elements] == [3] * (ROWS + 1)
    assert [row.elements[0].text.strip() for row in body.elements] == [f"row {number}" for number in range(ROWS)]
    assert [cell.attribute("Table", "Scope") for cell in head.all("TH")] == ["/Column"] * 3


def test_a_list_over_several_pages_is_one_and_each_item_has_label_and_body(document: Element, pdf: pikepdf.Pdf) -> None:
    found = document.one("L", "item 0")
    assert len(pages_of(found, pdf)) >= 2
    assert [item.roles for item in found.elements] == [["Lbl", "LBody"]] * ITEMS
    assert [item.elements[0].text.strip() for item in found.elements] == [f"{n}." for n in range(1, ITEMS + 1)]
    assert found.attribute("List", "ListNumbering") == "/Decimal"


def test_a_list_in_a_list_stands_in_the_body_of_its_item(document: Element) -> None:
    outer = next(found for found in document.all("L") if found.text.startswith("• outer"))
    assert [item.roles for item in outer.elements] == [["Lbl", "LBody"]] * 2
    (inner,) = outer.elements[0].elements[1].all("L")
    assert [item.elements[1].text.strip() for item in inner.elements] == ["inner one", "inner two"]
    assert outer.attribute("List", "ListNumbering") == "/Disc"


def test_terms_and_what_they_mean_are_entries_of_a_list(document: Element) -> None:
    (entry,) = document.one("L", "Term of art").elements
    assert [(part.role, part.text.strip()) for part in entry.elements] == [
        ("Lbl", "Term of art"), ("LBody", "What it means."),
    ]  # fmt: skip


def test_a_paragraph_over_two_pages_is_one_and_its_note_is_read_behind_it(document: Element, pdf: pikepdf.Pdf) -> None:
    section = document.one("Sect", "Called in a paragraph")
    (position,) = [n for n, kid in enumerate(section.elements) if kid.text.startswith("Called in")]
    called, note = section.elements[position : position + 2]
    assert (called.role, called.roles) == ("P", ["Reference"])
    assert len(pages_of(called, pdf)) == 2
    assert called.elements[0].text.strip() == "1"
    assert called.text.strip().endswith("goes on over a page.")
    assert (note.role, note.roles) == ("Note", ["Lbl", "P"])
    assert note.text.replace(" ", "") == "1.Thefirstnote."


def test_each_note_has_an_id_of_its_own_by_which_it_is_found(document: Element, pdf: pikepdf.Pdf) -> None:
    notes = document.all("Note")
    ids = [str(note.dictionary.ID) for note in notes]
    assert ids == ["fn.second.1", "fn.second.2"]
    (names,) = pdf.Root.StructTreeRoot.IDTree.Kids
    assert [str(name) for name in list(names.Names)[::2]] == ids
    assert [names.Names[1].objgen, names.Names[3].objgen] == [note.dictionary.objgen for note in notes]


def test_a_note_called_in_an_item_stands_in_its_body_with_both_of_its_paragraphs(document: Element) -> None:
    body = document.one("LBody", "A point with a note")
    assert body.roles == ["P", "Note"]
    assert body.elements[1].roles == ["Lbl", "P", "P"]


def test_the_contents_are_tagged_as_such(document: Element) -> None:
    (contents,) = document.all("TOC")
    assert contents.roles == ["TOCI"] * 4
    first = contents.elements[0]
    assert first.roles == ["Reference"]
    assert first.elements[0].roles == ["Link"]
    assert first.text.split() == ["The", "first", "section", "1"], "and no leaders"


def test_headings_go_down_by_one_level_at_a_time(document: Element) -> None:
    section = next(section for section in document.all("Sect") if section.text.startswith("The first section"))
    assert [(h.role, h.text.strip()) for h in section.all("H1", "H2", "H3", "H4", "H5")] == [
        ("H1", "The first section"), ("H2", "A table"), ("H3", "A list"), ("H4", "Skipping a level is mended"),
    ]  # fmt: skip
    assert [kid.role for kid in document.elements if kid.role != "Sect"] in ([], ["Div"], ["P"]), "the cover alone"


def test_what_is_stressed_stays_so_and_older_readers_know_it_as_part_of_a_line(
    document: Element, pdf: pikepdf.Pdf
) -> None:
    line = document.one("P", "Words with")
    assert [(part.role, part.text.strip()) for part in line.elements] == [
        ("Em", "emphasis"), ("Strong", "weight"), ("Span", "what was struck out"), ("Span", "mot en français"),
    ]  # fmt: skip
    assert line.elements[2].attribute("Layout", "TextDecorationType") == "/LineThrough"
    assert dict(pdf.Root.StructTreeRoot.RoleMap.items()) == {"/Em": "/Span", "/Strong": "/Span"}


def test_words_in_another_language_say_so(document: Element) -> None:
    said = {str(e.dictionary.Lang): (e.role, e.text.strip()) for e in document.walk() if "/Lang" in e.dictionary}
    assert said == {"fr": ("Span", "mot en français"), "de": ("BlockQuote", "Ein Absatz auf Deutsch.")}


def test_pictures_have_words_and_say_where_they_stand(document: Element, pdf: pikepdf.Pdf, data: bytes) -> None:
    figures = {str(figure.dictionary.Alt): figure for figure in document.all("Figure")}
    assert {"A house by the sea", "a sign"} <= set(figures)
    house = figures["A house by the sea"]
    index = next(n for n, page in enumerate(pdf.pages) if page.obj.objgen == house.dictionary.Pg.objgen)
    drawn = pypdfium2.PdfDocument(data)[index].get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])
    (box,) = [thing.get_bounds() for thing in drawn]
    assert [float(side) for side in house.attribute("Layout", "BBox")] == pytest.approx(box, abs=0.5)
    assert document.one("Caption", "The house").role == "Caption"


def test_a_blank_to_write_in_is_read_out(document: Element) -> None:
    (blank,) = [e for e in document.one("P", "The capital is").elements if "/Alt" in e.dictionary]
    assert (blank.role, str(blank.dictionary.Alt)) == ("Span", "blank")


def test_a_blank_does_not_swallow_the_words_beside_it(texts: dict[str, str]) -> None:
    for text in texts.values():
        assert "The capital is" in text
        assert ", they say." in text
        assert "Somebody" in text


def test_the_letters_of_choices_are_labels(document: Element) -> None:
    choices = document.one("L", "This one")
    assert [item.elements[0].text.strip() for item in choices.elements] == ["a)", "b)"]
    assert choices.attribute("List", "ListNumbering") == "/LowerAlpha"


def test_poppler_sees_the_same_tags(document: Element, data: bytes, tmp_path: Path) -> None:
    (tmp_path / "tags.pdf").write_bytes(data)
    lines = by("pdfinfo", "-struct", tmp_path / "tags.pdf").splitlines()
    seen = Counter(line.split()[0].rstrip(":") for line in lines if line.split())
    known = {"Em": "Span", "Strong": "Span"}
    tags = Counter(known.get(element.role, element.role) for element in document.walk())
    assert {role: seen[role] for role in tags} == tags


def test_text_that_a_style_sheet_makes_pale_is_tagged_too(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "tags.pdf").write_bytes(data)
    assert '"Words that the page shows through."' in by("pdfinfo", "-struct-text", tmp_path / "tags.pdf")


# what is no content


def test_all_that_is_shown_has_a_tag_or_is_an_artefact(pdf: pikepdf.Pdf) -> None:
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    tags = {int(key): value for key, value in zip(numbers[::2], numbers[1::2], strict=True)}
    for index, kind, number, _ in shown_by_kind(pdf):
        owner = None if number < 0 else tags[int(pdf.pages[index].StructParents)][number]
        assert kind == "Artifact" or (owner is not None and owner.Type == "/StructElem"), (index, kind, number)


def test_page_margins_leaders_and_repeated_heads_are_artefacts(document: Element, pdf: pikepdf.Pdf) -> None:
    said = document.text
    assert said.count("The head of the rows") == 1
    assert said.count("Tags") <= 3, "on the cover, the title page and the imprint, and in no running head"
    assert " . " not in document.all("TOC")[0].text
    kinds = Counter(kind for _, kind, _, _ in shown_by_kind(pdf))
    assert kinds["Artifact"] > len(pdf.pages)


# links


def links_of(pdf: pikepdf.Pdf) -> list[tuple[int, object]]:
    return [(index, link) for index, page in enumerate(pdf.pages) for link in page.obj.get("/Annots", ())]


def test_a_link_over_lines_is_one_annotation_with_an_area_on_each(document: Element) -> None:
    (link,) = [found for found in document.all("Link") if LONG_LINK[:20] in found.text]
    (annotation,) = link.annotations
    areas = [float(side) for side in annotation.QuadPoints]
    lines = [areas[start : start + 8] for start in range(0, len(areas), 8)]
    assert len(lines) in (2, 3)
    left, bottom, right, top = (float(side) for side in annotation.Rect)
    for x1, y1, x2, y2, x3, y3, x4, y4 in lines:
        assert (x1, x2, y1, y3) == (x3, x4, y2, y4), "above from the left, then below from the left"
        assert left <= x1 < x2 <= right
        assert bottom <= y3 < y1 <= top
    assert [line[1] for line in lines] == sorted((line[1] for line in lines), reverse=True)


def test_a_line_of_the_contents_is_one_annotation_as_wide_as_the_line(document: Element) -> None:
    (contents,) = document.all("TOC")
    for entry in contents.elements:
        ((annotation,),) = [link.annotations for link in entry.all("Link")]
        assert float(annotation.Rect[2]) - float(annotation.Rect[0]) > 200
        assert "/QuadPoints" not in annotation


def test_each_annotation_belongs_to_one_link_and_is_printed(document: Element, pdf: pikepdf.Pdf) -> None:
    of_tags = [annotation.objgen for link in document.all("Link") for annotation in link.annotations]
    of_pages = [link.objgen for _, link in links_of(pdf)]
    assert sorted(of_tags) == sorted(set(of_pages))
    assert {int(link.F) for _, link in links_of(pdf)} == {4}


def test_a_link_says_where_it_goes_and_gives_nothing_away(pdf: pikepdf.Pdf) -> None:
    titles = [str(link.Contents) for _, link in links_of(pdf)]
    assert "The first section, page 1" in titles
    assert any(title.startswith("What comes later, page ") for title in titles)
    assert any(title.startswith("A table, page ") for title in titles)
    assert "example.org/a/page" in titles
    assert not any("Tommy" in title or "How it ends" in title for title in titles)


# words


READERS = ["poppler", "poppler as it stands", "pdfium", "mupdf"]


@pytest.mark.parametrize("reader", READERS)
def test_words_that_are_broken_at_the_end_of_a_line_come_out_whole(texts: dict[str, str], reader: str) -> None:
    text = texts[reader]
    for word in ("beautiful", "hyphenation", "understanding", "notwithstanding", "self-contradictory", "well-known",
                 "counterexamples", "infelicities", "extraordinarily", "unbelievably", "circumstantial"):  # fmt: skip
        assert word in text, word
    assert "https://example.org/with/a/very/long/path/that/does/not/fit/into/the/line" in text
    assert "\N{SOFT HYPHEN}" not in text


def test_a_hyphen_that_the_layout_adds_is_a_soft_one_and_a_typed_one_stays(texts: dict[str, str]) -> None:
    assert "co‐operation" in texts["poppler"]
    assert texts["poppler"].count("\N{HYPHEN}") == 1
    if "mutool" in texts:
        assert texts["mutool"].count("\N{SOFT HYPHEN}") >= 3, "it knows no text but that of glyphs"


@pytest.mark.parametrize("reader", READERS)
def test_ligatures_and_small_capitals_come_out_as_typed(texts: dict[str, str], reader: str) -> None:
    assert "The office is difficult, the fluffy waffles are efficient." in texts[reader]
    assert "Kathy H. and Tommy D." in texts[reader]


def texts_of(project: Project, path: Path) -> dict[str, str]:
    """What three programs take out of a project's PDF, with single spaces."""
    data = project.build("pdf")["pdf"]
    path.write_bytes(data)
    found = {
        "poppler": by("pdftotext", path, "-"),
        "pdfium": "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)),
        "mupdf": "".join(page.get_text() for page in pymupdf.open(path)),
    }
    return {reader: " ".join(text.split()) for reader, text in found.items()}


def test_a_word_with_a_drop_capital_is_one_word_at_its_place(project: Project, tmp_path: Path) -> None:
    settings = "title: Drop\nlanguage: en-GB\ndate: 2026-01-31\ndesign: {openings: drop-capital}\n"
    project.write("manuscript/booklet.yaml", settings)
    project.section("01-a.md", f"# One\n\nExtraordinarily long {' '.join(words('drop', 90))}\n")
    for reader, text in texts_of(project, tmp_path / "drop.pdf").items():
        assert "Extraordinarily long" in text, reader


def test_words_are_whole_too_in_fonts_without_a_hyphen_of_typesetters(project: Project, tmp_path: Path) -> None:
    fonts = "design: {text-font: IBM Plex Serif, label-font: Fira Sans}"
    project.write("manuscript/booklet.yaml", f"title: Hyphens\nlanguage: en-GB\ndate: 2026-01-31\n{fonts}\n")
    project.write("styles/print.css", STYLES).section("01-a.md", f"# One\n\n::: aside {{.narrow}}\n{BROKEN}\n:::\n")
    for reader, text in texts_of(project, tmp_path / "hyphens.pdf").items():
        broken = [word for word in re.findall(r"[\w-]+", BROKEN) if word not in text]
        assert broken == [], reader


def test_lines_that_follow_each_other_have_a_space_between_them(document: Element) -> None:
    expected = "Extraordinarily beautiful hyphenation demonstrates understanding throughout documentation"
    assert expected in document.one("P", "Extraordinarily").text.replace("  ", " ")


# the whole file


def test_every_pdf_claims_both_standards_and_says_what_its_colours_are(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata() as metadata:
        claims = [metadata[key] for key in ("pdfuaid:part", "pdfaid:part", "pdfaid:conformance")]
    assert claims == ["1", "2", "A"]
    (intent,) = pdf.Root.OutputIntents
    assert intent.S == "/GTS_PDFA1"
    assert intent.DestOutputProfile.read_bytes()[12:20] == b"mntrRGB "
    assert intent.DestOutputProfile.read_bytes()[24:28] == bytes.fromhex("07d00001"), "not the time of the build"
    images = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image"]
    assert not any("/Interpolate" in image for image in images)


def test_numbers_of_pages_are_told_as_they_are_printed() -> None:
    assert list(finish.numbers([Label(0, "r"), Label(4, "D"), Label(6, "", "Back cover")], 7)) == [
        "i", "ii", "iii", "iv", "1", "2", "Back cover",
    ]  # fmt: skip
    assert [finish.roman(number) for number in (9, 14, 40, 99)] == ["ix", "xiv", "xl", "xcix"]
