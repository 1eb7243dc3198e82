"""Titles of any length: on the cover, the title page, in running heads, in the contents."""

from __future__ import annotations

from contextlib import closing

import pypdfium2
import pytest
from pypdfium2.raw import FPDF_PAGEOBJ_TEXT

from tests.conftest import Project
from tests.pages import rules
from tests.pages.conftest import Press
from tests.pages.generated import Shape, paragraphs, words
from tests.pages.measuring import Finished


def long_title(key: str, length: int = 200) -> str:
    """A title of so many characters that ends with a whole word."""
    text = " ".join(words(key, length)).replace(".", "").replace(",", "")
    return text[: text.rindex(" ", 0, length - 9)] + f" {key}end"


BOOKLET = long_title("booklet")
TITLES = [
    long_title("opening"),
    "Short",
    long_title("second", 120),
    long_title("third", 75),
    *(long_title(f"more{number}", 40 + 12 * number) for number in range(9)),
]


@pytest.fixture(scope="module")
def titled(press: Press) -> Finished:
    sections = {
        f"{number:02}-part{number}.md": f"---\ntitle: {title}\n---\n{paragraphs(f'p{number}', [80] * 11)}"
        for number, title in enumerate(TITLES, 1)
    }
    settings = f"subtitle: {long_title('sub', 150)}\ndek: {long_title('dek', 300)}\n"
    people = "".join(
        f"  - name: Author number {n} of the Long Names\n    credentials: Reader of {n}\n" for n in (1, 2, 3)
    )
    return press("titles", Shape(sections, f"{settings}authors:\n{people}", title=BOOKLET))


SMALL = {
    "classic": "100x80mm",
    "modern": "120x90mm",
    "workbook": "300x100mm",
    "accessible": "A5",
}
SAID = """\
subtitle: A Workbook on the Tragedy in Five Acts
dek: Twelve hours, a bridge and nineteen people, none of whom lets another end a sentence.
publisher: The Press by the River
authors:
  - {name: Friederike Obermeier-Schwarzenbach, credentials: Teacher in Fürstenfeldbruck}
  - {name: Jörg Weiß, role: illustrator}
"""


@pytest.mark.parametrize("theme", SMALL)
def test_what_a_title_page_says_shrinks_until_it_is_one_page(project: Project, theme: str) -> None:
    title = "The Bridgekeeper of Niederwinkelhausenbergen"
    project.write("manuscript/booklet.yaml", f"title: {title}\nlanguage: en-GB\npage: {SMALL[theme]}\n{SAID}")
    project.section("01-a.md", "# A\n\nWords.\n")
    finished = Finished(project.make("pdf", theme=theme).files[0].data)
    said = finished.leaves[2].text.split()
    assert said[: len(title.split())] == title.split(), "every word whole"
    assert said[-5:] == ["The", "Press", "by", "the", "River"]
    assert "Booklet" in finished.leaves[3].text, "the imprint is behind it"
    if theme == "accessible":
        with closing(pypdfium2.PdfDocument(finished.data)) as drawn:
            sizes = [shown.get_font_size() for shown in drawn[2].get_objects(filter=(FPDF_PAGEOBJ_TEXT,))]
        assert min(sizes) >= 12


def openings(finished: Finished) -> dict[int, str]:
    """The index of the first page of each section, with the section's title."""
    return {finished.page_of(f"p{number}x1a"): title for number, title in enumerate(TITLES, 1)}


def test_a_title_of_200_characters_is_whole_on_cover_and_title_page_and_within_them(titled: Finished) -> None:
    cover, title_page = titled.leaves[0], titled.leaves[2]
    for leaf in (cover, title_page):
        assert " ".join(leaf.text.split()).find(BOOKLET) >= 0
        margin = 0.05 * leaf.width
        assert all(margin < box.left and box.right < leaf.width - margin for box in leaf.pieces)
        assert all(margin < box.top and box.bottom < leaf.height - margin for box in leaf.pieces)


def test_nothing_that_the_title_page_says_runs_into_anything_else(titled: Finished) -> None:
    assert rules.overprinted(titled) == []
    assert titled.leaves[3].text.find("Made with Booklet") >= 0, "the title page takes more than its page"


def test_a_long_running_head_is_cut_to_one_line_with_an_ellipsis(titled: Finished) -> None:
    assert rules.wrong_heads(titled, BOOKLET, openings(titled)) == []
    cut = [leaf for leaf in titled.leaves if titled.head_of(leaf) and titled.head_of(leaf)[0].text.endswith("…")]
    assert {leaf.is_right for leaf in cut} == {True, False}


def test_a_running_head_stands_clear_of_the_text_and_within_the_type_area(titled: Finished) -> None:
    heads = [(leaf, line) for leaf in titled.leaves for line in titled.head_of(leaf)]
    assert len(heads) > 20
    for leaf, head in heads:
        area = titled.area_of(leaf)
        assert head.box.left >= area.left - 1
        assert head.box.right <= area.right + 1
        assert titled.body_of(leaf)[0].box.top - head.box.bottom > 6
        assert head.box.top > 0.03 * leaf.height


def test_long_lines_of_the_contents_wrap_and_end_with_the_page_that_is_found(titled: Finished) -> None:
    (leaf,) = [leaf for leaf in titled.leaves if titled.body_of(leaf) and leaf.text.startswith("Contents")]
    entries = " ".join(line.text for line in sorted(leaf.lines, key=lambda line: line.box.top))
    area = titled.area_of(leaf)
    for page, title in openings(titled).items():
        _, title_found, rest = entries.partition(title)
        assert title_found, f"the contents do not have “{title}” whole"
        assert rest.strip(" .").split()[0] == titled.leaves[page].label
    numbers = [line for line in leaf.lines if line.words[-1].isdigit() and line.words[0] != "Contents"]
    assert len(numbers) == len(TITLES)
    assert all(abs(line.box.right - area.right) < 7 for line in numbers), [
        (line.box.right, line.text) for line in numbers
    ]


def test_titles_are_never_hyphenated(titled: Finished) -> None:
    bold = [line for line in titled.lines if not titled.is_text(line)]
    assert [line.text for line in bold if line.text.endswith(("-", "\N{HYPHEN}"))] == []


def test_on_the_cover_no_text_stands_on_the_drawing(titled: Finished, press: Press) -> None:
    short = press(
        "short-title", Shape({"01-one.md": "# One\n\nWord.\n"}, "subtitle: A study booklet\n", "Brief"), "teacher"
    )
    drawn = []
    for finished in (titled, short):
        cover = finished.leaves[0]
        drawing = [box for box in cover.strokes if box.width < 0.8 * cover.width and box.height > 5]
        drawn.append(len(drawing))
        for text in cover.pieces:
            assert [box for box in drawing if box.top < text.bottom and text.top < box.bottom] == []
    assert drawn[-1] == 1, "a short title leaves room for the drawing"
