"""Booklets in other scripts: small manuscripts of our own in tests/pages/tongues, measured in the finished files."""

from __future__ import annotations

import ctypes
import io
import re
import shutil
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from operator import attrgetter
from pathlib import Path

import pikepdf
import pypdfium2.raw as pdfium
import pytest

from tests import validators
from tests.conftest import Project, only_once
from tests.pages.measuring import Finished, Leaf, as_drawn

HERE = Path(__file__).parent / "tongues"
MM = 72 / 25.4
NOT_FIRST = "、。，．！？：；）」』】〉》’”ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々"
NOT_LAST = "（「『【〈《‘“"


@dataclass(frozen=True)
class Letter:
    """A letter on a page: what it is, where it stands (in points, from the bottom left), and what it is set in."""

    text: str
    x: float
    y: float
    right: float
    font: str
    slant: float


class Booklet:
    """The finished files of one booklet."""

    def __init__(self, folder: Path) -> None:
        self.pdf = (folder / "student.pdf").read_bytes()
        self.epub = zipfile.ZipFile(io.BytesIO((folder / "student.epub").read_bytes()))
        self.finished = Finished(self.pdf)

    @cached_property
    def letters(self) -> dict[int, list[Letter]]:
        """The letters of each page by its index, in the order in which PDFium reads them."""
        document = pdfium.FPDF_LoadMemDocument64(self.pdf, len(self.pdf), None)
        found = {}
        for index in range(pdfium.FPDF_GetPageCount(document)):
            page = pdfium.FPDF_LoadPage(document, index)
            found[index] = list(_letters(pdfium.FPDFText_LoadPage(page)))
        return found

    @property
    def fonts(self) -> set[str]:
        """The names of the embedded fonts."""
        with pikepdf.open(io.BytesIO(self.pdf)) as pdf:
            named = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/BaseFont" in o]
            return {str(font.BaseFont).partition("+")[2] for font in named}

    def page(self, label: str) -> Leaf:
        return next(leaf for leaf in self.finished.leaves if leaf.label == label)

    def word(self, text: str, label: str = "1") -> list[Letter]:
        """The letters of a word in the order in which it is written, where it first stands on a page."""
        letters = self.letters[self.page(label).index]
        whole = "".join(letter.text for letter in letters)
        start = whole.index(text)
        return letters[start : start + len(text)]


def _letters(text: object) -> Iterator[Letter]:
    x, y, left, right, bottom, top = (ctypes.c_double() for _ in range(6))
    name, flags, matrix = ctypes.create_string_buffer(200), ctypes.c_int(), pdfium.FS_MATRIX()
    for number in range(pdfium.FPDFText_CountChars(text)):
        pdfium.FPDFText_GetCharOrigin(text, number, x, y)
        pdfium.FPDFText_GetCharBox(text, number, left, right, bottom, top)
        pdfium.FPDFText_GetFontInfo(text, number, name, 200, flags)
        pdfium.FPDFText_GetMatrix(text, number, matrix)
        letter = chr(pdfium.FPDFText_GetUnicode(text, number))
        yield Letter(letter, x.value, y.value, right.value, name.value.decode(), matrix.c)


@pytest.fixture(scope="session")
def booklet(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Callable[[str], Booklet]:
    """One of the booklets, built once for all processes."""
    base = tmp_path_factory.getbasetemp()
    shared = (base if worker_id == "master" else base.parent) / "tongues"

    def made(name: str) -> Booklet:
        folder = shared / name
        folder.mkdir(parents=True, exist_ok=True)
        with only_once(folder) as first:
            if first:
                shutil.copytree(HERE / name, folder / "project")
                for format_name, data in Project(folder / "project").build("pdf", "epub").items():
                    (folder / f"student.{format_name}").write_bytes(data)
        return Booklet(folder)

    return made


def type_area(leaf: Leaf) -> tuple[float, float]:
    """How much white there is left and right of what stands on a page."""
    return min(b.left for b in leaf.pieces), leaf.width - max(b.right for b in leaf.pieces)


# from right to left


@pytest.mark.parametrize("name", ["arabic", "hebrew"])
def test_a_booklet_from_right_to_left_begins_on_a_left_page_and_is_bound_at_its_right(
    booklet: Callable[[str], Booklet], name: str
) -> None:
    found = booklet(name)
    first = found.page("1")
    assert first.index % 2 == 0, "a recto"
    left, right = type_area(first)
    assert right - left == pytest.approx(3 * MM, abs=3), "the inner margin is wider, and at the right"
    with pikepdf.open(io.BytesIO(found.pdf)) as pdf:
        assert str(pdf.Root.ViewerPreferences.Direction) == "/R2L"
        assert str(pdf.Root.Lang) == {"arabic": "ar", "hebrew": "he"}[name]
    package = found.epub.read("EPUB/content.opf").decode()
    assert 'page-progression-direction="rtl"' in package


def test_numbers_of_pages_and_running_heads_stand_at_the_outer_edges(booklet: Callable[[str], Booklet]) -> None:
    found = booklet("arabic")
    for label in ("1", "2", "3", "4"):
        leaf = found.page(label)
        number = next(line for line in leaf.lines if line.text.strip() == label and line.box.top > 0.8 * leaf.height)
        outer_left = leaf.index % 2 == 0
        assert (number.box.left < leaf.width / 2) is outer_left, label
    second = found.page("2")
    head = min(second.lines, key=lambda line: line.box.top)
    assert head.box.top < 0.1 * second.height
    assert head.box.right > 0.8 * second.width, "page 2 lies at the right"


def test_arabic_letters_join_and_run_to_the_left_and_numbers_to_the_right(booklet: Callable[[str], Booklet]) -> None:
    found = booklet("arabic")
    for word in ("الراوي", "الرواية", "الحكاية"):
        places = [letter.x for letter in found.word(word)]
        assert places == sorted(places, reverse=True), word
    for number in ("1984", "1986"):
        places = [letter.x for letter in found.word(number)]
        assert places == sorted(places), number
    with pikepdf.open(io.BytesIO(found.pdf)) as pdf:
        (font,) = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/ToUnicode" in o
                   and str(o.BaseFont).endswith("+Amiri")]  # fmt: skip
        shapes: dict[str, set[str]] = defaultdict(set)
        for glyph, letter in re.findall(r"<(\w{4})> <(\w{4})>", font.ToUnicode.read_bytes().decode()):
            shapes[letter].add(glyph)
    for letter in "يبنه":
        assert len(shapes[f"{ord(letter):04x}"]) >= 3, f"{letter} at the beginning, in the middle and at the end"


def test_latin_words_in_an_arabic_line_stand_in_their_own_order(booklet: Callable[[str], Booklet]) -> None:
    lines = [line for line in booklet("arabic").page("1").lines if "Never" in line.text]
    (line,) = lines
    boxes = {word: box for word, box in words_of(booklet("arabic"), "1") if word in ("Never", "Let", "Me", "Go")}
    assert line.words
    assert boxes["Never"] < boxes["Let"] < boxes["Me"] < boxes["Go"]


def words_of(found: Booklet, label: str) -> Iterator[tuple[str, float]]:
    """Latin words of a page, with the place of their first letters."""
    letters = found.letters[found.page(label).index]
    text = "".join(letter.text for letter in letters)
    yield from ((match[0], letters[match.start()].x) for match in re.finditer("[A-Za-z]+", text))


def test_lists_tables_and_questions_are_mirrored(booklet: Callable[[str], Booklet]) -> None:
    found = booklet("arabic")
    text = "\n".join("".join(letter.text for letter in letters) for letters in found.letters.values())
    assert "قلم رصاص" in text
    first = found.page("1")
    bullets = [letter for letter in found.letters[first.index] if letter.text == "•"]
    item = found.word("قلم رصاص")
    assert bullets[0].x > item[0].x, "the mark of a list stands at the right of its item"
    second = found.page("2")
    heads = {word: found.word(word, "2")[0].x for word in ("الفصل", "المكان", "الصفحات")}
    assert heads["الفصل"] > heads["المكان"] > heads["الصفحات"], "a table begins at the right"
    passage = dict(words_of(found, "2"))["This"]
    assert passage == pytest.approx(type_area(second)[0], abs=2), "a passage in English begins at the left"


QUIZ = """1. Who?

   - [ ] Uno
   - [x] Due

2. Match: {type=match}

   | a | b |
   |---|---|
   | one | uno |
   | two | due |
   | three | tre |

3. Order: {type=order}

   1. eins
   2. zwei
   3. drei
"""


def test_a_lesson_in_english_has_the_words_and_letters_of_the_language_that_the_booklet_speaks(
    project: Project,
) -> None:
    project.write("manuscript/booklet.yaml", "title: Lesson\nlanguage: ar\nauthors: [{name: Ada Writer}]\n")
    project.section("01-quiz.md", f"---\nkind: quiz\ntitle: Quiz\n---\n\n{QUIZ}")
    text = "\n".join(leaf.text for leaf in Finished(project.build("pdf")["pdf"]).leaves)
    assert "الدرجات"[::-1] in text, "letters are told as they stand, from the left"
    assert [text.count(f"){letter}") for letter in "أبج"] == [3, 3, 2]


def test_what_is_matched_stands_side_by_side_from_the_right(booklet: Callable[[str], Booklet]) -> None:
    found = booklet("arabic")
    pages = {leaf.label: "".join(letter.text for letter in found.letters[leaf.index]) for leaf in found.finished.leaves}
    label = next(label for label, text in pages.items() if "يفعله:" in text)
    first, other = found.word("الجد", label)[0], found.word("تعود", label)[0]
    assert first.y == pytest.approx(other.y, abs=1)
    assert first.x > other.x


def test_a_first_line_is_indented_at_the_right(booklet: Callable[[str], Booklet]) -> None:
    found = booklet("arabic")
    leaf = found.page("1")
    edge = max(letter.right for letter in found.word("كتب يوسف"))
    assert edge - max(letter.right for letter in found.word("تدور")) == pytest.approx(12, abs=4)
    assert edge == pytest.approx(leaf.width - type_area(leaf)[1], abs=2)


def test_lines_from_right_to_left_keep_their_width_where_they_end_between_words_of_two_kinds(
    booklet: Callable[[str], Booklet],
) -> None:
    found = booklet("hebrew")
    letters = next(page for page in found.letters.values() if "כשהרוח" in "".join(letter.text for letter in page))
    lines = defaultdict(list)
    for letter in letters:
        if letter.text.strip() and letter.font.partition("+")[2].startswith(("Frank", "Spectral")):
            lines[round(letter.y)].append(letter)
    full = [line for _, line in sorted(lines.items(), reverse=True) if len(line) > 20]
    full = full[:-1]
    assert len(full) >= 4
    begins = [max(map(attrgetter("right"), line)) for line in full]
    ends = [min(map(attrgetter("x"), line)) for line in full]
    assert max(begins) - min(begins) < 1.6
    assert max(ends) - min(ends) < 1.6


# Chinese, Japanese and Korean


@pytest.mark.parametrize("name", ["japanese", "simplified", "traditional"])
def test_lines_of_chinese_and_japanese_break_where_they_may_and_end_at_the_margin(
    booklet: Callable[[str], Booklet], name: str
) -> None:
    found = booklet(name)
    leaf = found.page("1")
    lines = [line for line in leaf.lines if len(line.text) > 25]
    assert len(lines) >= 4
    for line in lines:
        assert line.text[0] not in NOT_FIRST, line.text
        assert line.text.strip()[-1] not in NOT_LAST, line.text
    whole = [line for line in lines if line.text.strip(" 1")[-1] not in "。」”"]  # others end a paragraph, or may
    assert len(whole) >= 2
    edges = [line.box.right for line in whole]
    assert max(edges) - min(edges) < 7, "a full stop at the end of a line has white behind it"


@pytest.mark.parametrize("name", ["japanese", "simplified", "korean", "arabic", "hebrew"])
def test_no_letter_is_slanted_that_has_no_italics(booklet: Callable[[str], Booklet], name: str) -> None:
    found = booklet(name)
    for letters in found.letters.values():
        assert {letter.slant for letter in letters} <= {0.0}
    assert any(font.endswith("Italic") and "Spectral" in font for font in found.fonts), "Latin titles have italics"


def test_japanese_is_stressed_by_other_faces_and_latin_by_italics(booklet: Callable[[str], Booklet]) -> None:
    found = booklet("japanese")
    assert {letter.font.partition("+")[2] for letter in found.word("記憶")} == {"Noto-Sans-JP"}
    assert {letter.font.partition("+")[2] for letter in found.word("二度は帰れない")} == {"Noto-Serif-JP-Bold"}
    assert {letter.font.partition("+")[2] for letter in found.word("Never")} == {"Spectral-Italic"}


def test_arabic_is_stressed_by_weight(booklet: Callable[[str], Booklet]) -> None:
    found = booklet("arabic")
    assert {letter.font.partition("+")[2] for letter in found.word("الذاكرة")} == {"Amiri-Bold"}


def test_glyphs_of_the_far_east_have_the_numbers_of_their_places(booklet: Callable[[str], Booklet]) -> None:
    from fontTools.ttLib import TTFont

    with pikepdf.open(io.BytesIO(booklet("japanese").pdf)) as pdf:
        files = [o for o in pdf.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/OpenType"]
        assert files
        for file in files:
            top = TTFont(io.BytesIO(file.read_bytes()))["CFF "].cff.topDictIndex[0]
            assert top.charset[1:] == [f"cid{number:05d}" for number in range(1, len(top.charset))]


# many scripts in one paragraph


def test_signs_of_one_number_have_the_shapes_of_their_language(booklet: Callable[[str], Booklet]) -> None:
    fonts = booklet("mixed").fonts
    assert {"Noto-Serif-JP", "Noto-Serif-SC", "Noto-Serif-TC", "Noto-Serif-KR", "Amiri"} <= fonts
    assert {"Noto-Sans-JP", "Noto-Sans-SC"} <= fonts, "the stressed ones too"


def test_a_word_is_set_in_one_font(booklet: Callable[[str], Booklet]) -> None:
    letters = booklet("mixed").word("μνήμη")
    assert {letter.font.partition("+")[2] for letter in letters} == {"Noto-Serif"}


def test_words_in_other_scripts_do_not_move_the_lines(booklet: Callable[[str], Booklet]) -> None:
    found = booklet("mixed")
    letters = found.letters[found.page("1").index]
    text = "".join(letter.text for letter in letters)
    begin, end = text.index("is"), text.index("shapes")
    heights = [letter.y for letter in letters[begin:end] if letter.text.isascii() and letter.text.isalpha()]
    lines = sorted({round(height, 2) for height in heights}, reverse=True)
    gaps = [above - below for above, below in pairwise(lines)]
    assert len(lines) >= 5
    assert max(gaps) - min(gaps) < 0.1


# what others say


@pytest.mark.parametrize("name", ["arabic", "japanese", "mixed"])
def test_the_validators_find_nothing(booklet: Callable[[str], Booklet], name: str) -> None:
    found = booklet(name)
    assert validators.pdfua(found.pdf) == []
    assert found.epub.fp is not None
    found.epub.fp.seek(0)
    assert validators.epubcheck(found.epub.fp.read()) == []


def test_every_edition_and_format_passes_its_proof(tmp_path: Path) -> None:
    shutil.copytree(HERE / "hebrew", tmp_path / "hebrew")
    made = Project(tmp_path / "hebrew").make("pdf", "html", editions=("teacher", "large"))
    assert len(made.files) == 4


# Europe and beyond

BREAKS = """
    Ge-schwin-dig-keits-be-gren-zung Auf-ent-halts-ge-neh-mi-gung Kin-der-gar-ten-platz Wet-ter-vor-her-sa-ge
    Stra-ßen-bahn-hal-te-stel-le Le-bens-mit-tel-ge-schäft Si-cher-heits-vor-keh-rung Zu-sam-men-hang
    An-ein-an-der-ge-reih-te Ver-gan-gen-heits-be-wäl-ti-gung Ver-ant-wor-tungs-be-wusst-sein ge-trennt Bei-spiel
    od-po-wie-dzial-ność nie-bez-pie-czeń-stwo przy-ja-ciół-ka przy-pusz-cze-nie wspo-mnie-nie roz-cza-ro-wa-nie
    opo-wiedz dzie-ciń-stwie sa-mot-no-ści prze-zna-cze-niu bo-ha-te-rów nie-za-po-mnia-nej po-wie-ści
    πραγ-μα-τι-κό-τη-τα ανε-ξαρ-τη-σία απο-γο-ή-τευ-ση υπευ-θυ-νό-τη-τα πα-ρα-κο-λού-θη-ση απο-χαι-ρε-τι-σμός
    αφη-γή-τρια θυ-μά-ται παι-δι-κή ηλι-κία συ-ντρο-φι-κό-τη-τα ανα-πό-φευ-κτη απο-χώ-ρη-ση συμ-μα-θη-τών
"""


def test_words_of_each_language_are_broken_by_its_own_rules(booklet: Callable[[str], Booklet]) -> None:
    found = booklet("european")
    syllables = {word.replace("-", "").lower(): word.lower().split("-") for word in BREAKS.split()}
    broken = []
    for leaf in Finished(as_drawn(found.pdf)).leaves[6:]:
        for line, below in pairwise([line for line in leaf.lines if line.words]):
            if line.words[-1].endswith(("-", "\N{HYPHEN}", "\N{SOFT HYPHEN}")):
                end = re.sub(r"\W+$", "", below.words[0]).lower()
                broken.append((re.sub(r"^\W+", "", line.words[-1][:-1]).lower(), end))
    assert len(broken) >= 4
    for first, rest in broken:
        parts = syllables[first + rest]
        assert first in ["".join(parts[:number]) for number in range(1, len(parts))], f"{first}-{rest}"
    assert {("greek" if "α" <= first[0] <= "ώ" else "latin") for first, _ in broken} == {"greek", "latin"}


def test_letters_of_europe_are_in_the_themes_own_font_and_greek_in_one_like_it(
    booklet: Callable[[str], Booklet],
) -> None:
    found = booklet("european")
    fonts = defaultdict(set)
    for letters in found.letters.values():
        for letter in letters:
            fonts[letter.text].add(letter.font.partition("+")[2])
    for letter in "ßäąęłżśğıİşữắớ":
        assert {font.partition("-")[0] for font in fonts[letter]} == {"Spectral"}, letter
    for letter in "αμώΗ":
        assert fonts[letter] == {"Noto-Serif"}, letter
