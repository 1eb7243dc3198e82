"""What an author says under ``design:``, measured on the finished pages."""

from __future__ import annotations

import io
import re
from contextlib import closing
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pypdfium2.raw import FPDF_PAGEOBJ_TEXT

from booklet.problems import ThemeError
from tests.conftest import SETTINGS, Project
from tests.pages import generated as g
from tests.pages import rules
from tests.pages.conftest import Press
from tests.pages.measuring import Finished

MM = 72 / 25.4
DESIGN = """\
design:
  accent: "#8a1c2b"
  text-font: ibm plex serif
  label-font: Fira Sans
  text-size: 11pt
  margins: {top: 22mm, bottom: 26mm, inside: 24mm, outside: 15mm}
  spacing: airy
  columns: 2
  openings: drop-capital
"""
WORDS = "---\nkind: vocabulary\n---\n# Words\n\n" + "\n\n".join(f"word{n}\n: What it means is this." for n in range(10))


def shape(design: str) -> g.Shape:
    pieces = [g.paragraph("p0", 90), "## h1 of it", *(g.paragraph(f"p{n}", 110) for n in range(1, 9))]
    pieces[4:4] = [
        "::: pull-quote\nA sentence that is worth to be read twice.\n:::",
        '::: aside {title="Beside"}\nThis.\n:::',
    ]
    return g.Shape({"01-prose.md": f"# Prose\n\n{g.blocks(pieces)}", "02-words.md": WORDS}, settings=design)


@pytest.fixture(scope="module")
def plain(press: Press) -> Finished:
    return press("design-none", shape(""))


@pytest.fixture(scope="module")
def designed(press: Press) -> Finished:
    return press("design", shape(DESIGN))


FAMILIES = ("IBM-Plex-Serif", "Fira-Sans", "Spectral", "Alegreya-Sans", "Atkinson-Hyperlegible")


def fonts(finished: Finished) -> set[str]:
    """The families of all fonts in a file."""
    pdf = pikepdf.open(io.BytesIO(finished.data))
    names = {str(o.BaseFont) for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/BaseFont" in o}
    return {next((f for f in FAMILIES if f in name), name) for name in names}


def test_fonts_are_those_that_were_named_and_no_others(designed: Finished, plain: Finished) -> None:
    assert fonts(designed) == {"IBM-Plex-Serif", "Fira-Sans"}
    assert fonts(plain) == {"Spectral", "Alegreya-Sans"}


def test_margins_stand_where_they_were_put_and_are_mirrored(designed: Finished) -> None:
    for is_right, left, right in ((True, 24, 15), (False, 15, 24)):
        area = designed.areas[is_right]
        assert area.left == pytest.approx(left * MM, abs=1)
        assert designed.leaves[0].width - area.right == pytest.approx(right * MM, abs=1)
    running = [leaf.index for leaf in designed.leaves if re.search(r"\bp\d+z", leaf.text)]
    tops = [line.box.top for line in designed.lines if line.page in running and line.box.top > 40]
    assert min(tops) == pytest.approx(22 * MM, abs=4)


def test_airy_lines_stand_farther_apart(designed: Finished, plain: Finished) -> None:
    assert designed.pitch == pytest.approx(11 * 1.6, abs=0.05)
    assert plain.pitch == pytest.approx(9.8 * 1.43, abs=0.05)


def test_both_stand_on_their_grid(designed: Finished, plain: Finished) -> None:
    assert rules.off_the_grid(designed, designed.pitch) == []
    assert rules.off_the_grid(plain, plain.pitch) == []


def test_words_stand_in_two_columns_of_one_height(designed: Finished, plain: Finished) -> None:
    lefts = lefts_of_words(designed)
    assert len(set(lefts)) == 2
    assert lefts == sorted(lefts)
    assert lefts.count(lefts[0]) in (5, 6)
    assert set(lefts_of_words(plain)) == {0}
    heads = {left: designed.marks[f"word{n}"][0].box.top for n, left in reversed([*enumerate(lefts)])}
    first, other = heads.values()
    assert first == pytest.approx(other, abs=0.1), "both columns begin at one height"


def lefts_of_words(finished: Finished) -> list[int]:
    """How far in each of the words begins in the section that explains them; the index has them again."""
    words = [finished.marks[f"word{n}"][0] for n in range(10)]
    return [round(word.box.left - finished.areas[finished.leaves[word.page].is_right].left) for word in words]


def test_a_drop_capital_is_three_lines_high_and_its_word_is_one(designed: Finished, press: Press) -> None:
    said = "Kathy H. is a carer at the end of her career, and this is what she tells. " * 4
    finished = press("drop-capital", g.Shape({"01-a.md": f"# A\n\n{said}\n"}, settings=DESIGN))
    (leaf,) = [leaf for leaf in finished.leaves if "career" in leaf.text]
    assert "Kathy" in leaf.text.split()
    with closing(pypdfium2.PdfDocument(finished.data)) as drawn:
        bounds = [shown.get_bounds() for shown in drawn[leaf.index].get_objects(filter=(FPDF_PAGEOBJ_TEXT,))]
    height = max(head - foot for _, foot, _, head in bounds)
    assert height == pytest.approx(2 * designed.pitch + 11 * 0.65, abs=2)


@pytest.mark.parametrize("theme", ["classic", "workbook"])
def test_letters_that_fall_below_their_line_keep_the_fourth_clear(project: Project, theme: str) -> None:
    said = "{} va et vient, et tout continue par un silence, et finit par un second bruit de chaîne, en août. " * 5
    project.write("manuscript/booklet.yaml", "title: T\nlanguage: fr\ndesign: {openings: drop-capital}\n")
    for letter in "ÇÉ":
        project.section(f"0{letter}.md", f"# {letter}\n\n{said.format(f'{letter}a', *'abcd')}\n")
    finished = Finished(project.make("pdf", theme=theme).files[0].data)
    indented = {}
    for letter in "ÇÉ":
        (leaf,) = [leaf for leaf in finished.leaves if f"{letter}a" in leaf.text.split()]
        lefts: dict[int, float] = {}
        for box in leaf.pieces:
            lefts[round(box.bottom)] = min(box.left, lefts.get(round(box.bottom), leaf.width))
        indented[letter] = sum(min(lefts.values()) + 9 < left < leaf.width / 2 for left in list(lefts.values())[1:])
    assert indented == {"Ç": 4, "É": 3}


def test_a_pull_quote_is_a_passage_apart(plain: Finished, project: Project) -> None:
    assert "A sentence that is worth to be read twice." in " ".join(leaf.text for leaf in plain.leaves).replace(
        "\n", " "
    )
    project.write("manuscript/booklet.yaml", SETTINGS).section(
        "01-a.md", "# A\n\n::: pull-quote\nTwice.\n:::\n\nOnce.\n"
    )
    made = project.make("html").files[0].data.decode()
    assert '<aside class="pull-quote" role="doc-pullquote">' in made


def test_an_edition_with_a_theme_and_page_of_its_own_keeps_its_own_type_and_margins(project: Project) -> None:
    project.write("manuscript/booklet.yaml", SETTINGS + DESIGN)
    project.section("01-a.md", f"# A\n\n{g.paragraphs('p1', [120] * 4)}")
    finished = Finished(project.make("pdf", editions=("large",)).files[0].data)
    assert fonts(finished) == {"Atkinson-Hyperlegible"}
    assert finished.pitch == pytest.approx(18 * 1.5, abs=0.1)


def test_a_font_of_the_project_is_used_by_its_name(project: Project) -> None:
    import fontpkg_fira_sans

    folder = fontpkg_fira_sans.__path__[0]
    for name in ("Regular", "Italic", "Bold"):
        project.write(f"styles/fonts/mine-{name}.ttf", Path(folder, "files", f"FiraSans-{name}.ttf").read_bytes())
    project.write("manuscript/booklet.yaml", SETTINGS + "design: {text-font: Fira Sans}\n")
    project.section("01-a.md", "# A\n\nSome words.\n")
    assert "Fira-Sans" in fonts(Finished(project.make("pdf").files[0].data))


def test_a_font_that_is_like_none_is_answered_with_whole_sentences(project: Project) -> None:
    project.write("manuscript/booklet.yaml", SETTINGS + "design: {label-font: Xyzzy}\n").section("01-a.md", "# A\n")
    with pytest.raises(ThemeError, match=r"known are: [^.]+\. Else put its files into styles/fonts/"):
        project.make("pdf")
