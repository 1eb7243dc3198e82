"""Other scripts: which fonts a booklet gets, how passages say their language, and style sheets turned round."""

from __future__ import annotations

from pathlib import Path

import pytest
import tinycss2
from lxml import etree

from booklet import naming, themes
from booklet.characters import emphasis_of, script_of
from booklet.language import direction, is_tag, lowered, raised
from booklet.manuscript import load, reading
from booklet.model import Place
from booklet.problems import ManuscriptError
from booklet.themes import Theme, scripts, sheets, tongues, turning
from tests.conftest import SETTINGS, Project


def in_language(project: Project, language: str, text: str, title: str = "A Small Book") -> Project:
    settings = SETTINGS.replace("en-GB", language).replace("A Small Book", title)
    return project.write("manuscript/booklet.yaml", settings).section("01-text.md", f"# T\n\n{text}\n")


def dressed(project: Project, theme: str = "classic") -> Theme:
    """The theme as the booklet wears it."""
    book, problems = reading.read(load.find(project.folder, "")[0])
    assert book is not None, problems
    return scripts.worn(themes.find(theme, Place("booklet.yaml"), themes.Own()), book)


# which fonts


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en-GB", "Plain words, “quoted” – and so on… naïve café"),
        ("pl", "Zażółć gęślą jaźń"),
        ("tr", "İstanbul'da ılık bir ağaç"),
        ("vi", "Mãi đừng xa tôi, những năm tháng ấy"),
        ("de", "Straße, Ähre, ẞ"),
    ],
)
def test_a_booklet_that_the_themes_fonts_can_set_is_not_touched(project: Project, language: str, text: str) -> None:
    worn = dressed(in_language(project, language, text))
    assert not worn.tongues
    assert {face.family for face in worn.faces} == {"Spectral", "Alegreya Sans"}
    assert list(tongues.sheet(worn, "print", ", ")) == []
    assert all(not face.without for face in worn.faces)


@pytest.mark.parametrize(
    ("language", "text", "first"),
    [
        ("ar", "نص", ("Amiri", "Almarai")),
        ("fa", "متن", ("Amiri", "Almarai")),
        ("he", "טקסט", ("Frank Ruhl Libre", "Noto Sans Hebrew")),
        ("ja", "文章の", ("Noto Serif JP", "Noto Sans JP")),
        ("ko", "글", ("Noto Serif KR", "Noto Sans KR")),
        ("zh", "文", ("Noto Serif SC", "Noto Sans SC")),
        ("zh-TW", "文", ("Noto Serif TC", "Noto Sans TC")),
        ("zh-Hant-HK", "文", ("Noto Serif TC", "Noto Sans TC")),
        ("hi", "पाठ", ("Noto Serif Devanagari", "Noto Sans Devanagari")),
        ("el", "κείμενο", ("Noto Serif", "Alegreya Sans")),
    ],
)
def test_the_font_of_a_language_comes_first_in_its_booklets(
    project: Project, language: str, text: str, first: tuple[str, str]
) -> None:
    own = dressed(in_language(project, language, text)).tongues[0]
    assert (own.text[0], own.label[0]) == first


def test_a_theme_without_serifs_gets_fonts_without(project: Project) -> None:
    worn = dressed(in_language(project, "ja", "文章の"), "accessible")
    assert worn.tongues[0].text[0] == "Noto Sans JP"
    assert dressed(in_language(project, "vi", "Mãi đừng xa tôi"), "accessible").tongues[0].text[0] == "Fira Sans"


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("the sign 記", "Noto Serif SC"),
        ("the sign 記 and かな", "Noto Serif JP"),
        ("the sign 記 and 한글", "Noto Serif KR"),
        ("the sign [記]{lang=zh-TW}", "Noto Serif TC"),
        ("the sign [記]{lang=ja}", "Noto Serif JP"),
    ],
)
def test_chinese_characters_take_their_shape_from_the_language_or_from_what_stands_beside(
    project: Project, text: str, family: str
) -> None:
    worn = dressed(in_language(project, "en-GB", text))
    assert family in {face.family for face in worn.faces}
    assert len({face.family for face in worn.faces if "Serif" in face.family}) == 1


def test_passages_of_other_languages_are_told_to_the_style_sheet(project: Project) -> None:
    worn = dressed(in_language(project, "ar", "نص [*Never*]{lang=en} و [記]{lang=ja}"))
    ((_, css),) = tongues.sheet(worn, "print", "، ")
    assert ':where([lang="ja"])' in css
    assert "direction: rtl" in css
    assert sheets.declared(css, "--text-face") == '"Amiri", "Spectral", "Noto Serif JP"'
    assert '"،"' in css


def test_where_text_and_labels_are_of_one_face_stress_is_by_weight(project: Project) -> None:
    in_language(project, "ja", "*文章*の")
    ((_, css),) = tongues.sheet(dressed(project), "print", "、")
    assert ".by-face { font-style: normal; font-family: var(--label-face)" in css
    ((_, css),) = tongues.sheet(dressed(project, "accessible"), "print", "、")
    assert ".by-weight, .by-face { font-style: normal; font-weight: 700 }" in css


def test_arabic_is_larger_and_its_lines_stand_farther_apart(project: Project) -> None:
    worn = dressed(in_language(project, "ar", "نص"))
    assert worn.variables["leading"].startswith("calc(")
    assert "1.12" in worn.variables["text-size"]


def test_a_font_that_is_not_installed_is_named_once_with_its_extra(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = scripts._path
    hidden = ("fontpkg_a", "pylopdf", "noto_cjk")
    monkeypatch.setattr(scripts, "_path", lambda file: None if file.package.startswith(hidden) else found(file))
    in_language(project, "en-GB", "one نص two\n\nthree 記憶 four")
    with pytest.raises(ManuscriptError) as stopped:
        project.build("pdf")
    told = {problem.hint: problem for problem in stopped.value.problems}
    assert set(told) == {'pip install "study-booklet[arabic]"', 'pip install "study-booklet[chinese]"'}
    assert {problem.code for problem in told.values()} == {"E001"}
    first = told['pip install "study-booklet[arabic]"']
    assert "Arabic letters" in first.message
    assert str(first.place) == "manuscript/01-text.md:3:5"
    assert project.build("html"), "browsers bring fonts of their own"


def test_every_font_of_the_table_is_installed_with_its_extra() -> None:
    for writing in scripts.table().writings:
        assert scripts.absent(writing) == (), writing.name
        assert writing.languages or writing.name == "latin"
    families = {file.family for file in scripts.table().faces}
    assert {family for w in scripts.table().writings for family in (w.serif, w.sans)} == families


# languages of passages


@pytest.mark.parametrize(
    ("tag", "way"),
    [
        ("ar", "rtl"),
        ("he-IL", "rtl"),
        ("fa", "rtl"),
        ("yi", "rtl"),
        ("az-Arab", "rtl"),
        ("ar-Latn", "ltr"),
        ("grc", "ltr"),
        ("en", "ltr"),
    ],
)
def test_a_tag_says_which_way_its_language_runs(tag: str, way: str) -> None:
    assert direction(tag) == way


@pytest.mark.parametrize(
    ("text", "is_one"), [("ar", True), ("zh-Hant-TW", True), ("Arabic", False), ("a", False), ("fr_FR", False)]
)
def test_what_is_no_language_is_told(project: Project, text: str, is_one: bool) -> None:
    assert is_tag(text) == is_one
    in_language(project, "en-GB", f"a [b]{{lang={text}}}")
    if is_one:
        project.build("html")
    else:
        with pytest.raises(ManuscriptError, match="is not a language"):
            project.build("html")


def elements(project: Project, format_name: str = "html") -> etree._Element:
    return etree.fromstring(project.build(format_name)[format_name])


def test_passages_carry_language_and_direction(project: Project) -> None:
    in_language(
        project, "en-GB", "a [ب]{lang=ar} [c]{lang=fr}\n\n::: {lang=he}\nא\n\n- ב\n:::\n\n- [x]{lang=ar} {lang=fa}"
    )
    page = elements(project)
    found = {(e.tag.rpartition("}")[2], e.get("lang"), e.get("dir")) for e in page.iter() if e.get("lang")}
    assert found == {
        ("html", "en-GB", "ltr"),
        ("span", "ar", "rtl"),
        ("span", "fr", "ltr"),
        ("div", "he", "rtl"),
        ("li", "fa", "rtl"),
    }


def test_without_text_from_right_to_left_passages_have_no_direction(project: Project) -> None:
    in_language(project, "en-GB", "a [c]{lang=fr}")
    page = elements(project)
    assert [e.get("dir") for e in page.iter() if e.get("lang") == "fr"] == [None]


def test_a_fence_without_a_name_holds_a_passage(project: Project) -> None:
    in_language(project, "en-GB", "::: {#one lang=la}\nLorem\n:::\n\n::: anser\nb\n:::")
    with pytest.raises(ManuscriptError, match="“anser” is not the name of a fence") as stopped:
        project.build("html")
    assert len(stopped.value.problems) == 1


@pytest.mark.parametrize(
    ("words", "means"),
    [("Never Let Me Go", ""), ("Λέξη", ""), ("слово", ""), ("كلمة", "weight"), ("מילה", "weight"), ("शब्द", "weight"),
     ("言葉", "face"), ("ことば", "face"), ("말", "face"), ("Go 行け", "face"), ("“…” – 1984", "")],
)  # fmt: skip
def test_scripts_without_italics_are_stressed_by_other_means(project: Project, words: str, means: str) -> None:
    assert emphasis_of(words) == means
    in_language(project, "en-GB", f"a *{words}* b")
    (stressed,) = elements(project).iterfind(".//{*}section[@id='text']//{*}em")
    assert stressed.get("class") == (f"by-{means}" if means else None)


def test_punctuation_belongs_to_no_script() -> None:
    assert {script_of(sign) for sign in " .,–“”…1()«»\u200f"} == {""}
    names = "latin latin latin latin greek cyrillic arabic hebrew kana han hangul bopomofo"
    assert [script_of(letter) for letter in "aÉğßΩжبאあ漢한ㄅ"] == names.split()


# sheets


def flat(css: str) -> str:
    return "".join(css.split()).replace(";}", "}")


@pytest.mark.parametrize(
    ("css", "logical", "mirrored"),
    [
        ("margin-left:1em", "margin-inline-start:1em", "margin-right:1em"),
        ("margin:1px 2px 3px 4px", "margin-top:1px;margin-bottom:3px;margin-inline:4px2px", "margin:1px4px3px2px"),
        ("margin:1px 2px 3px", "margin-top:1px;margin-bottom:3px;margin-inline:2px", "margin:1px2px3px"),
        ("inset:0", "top:0;bottom:0;inset-inline:0", "inset:0"),
        ("border:none", "border-top:none;border-bottom:none;border-inline:none", "border:none"),
        ("padding:0 calc(1px) 0 0 !important",
         "padding-top:0!important;padding-bottom:0!important;padding-inline:0calc(1px)!important",
         "padding:000calc(1px)!important"),
        ("border-left:1px solid red", "border-inline-start:1pxsolidred", "border-right:1pxsolidred"),
        ("border-width:0 1px 2px 3px", "border-top-width:0;border-bottom-width:2px;border-inline-width:3px1px",
         "border-width:03px2px1px"),
        ("left:0;right:auto", "inset-inline-start:0;inset-inline-end:auto", "right:0;left:auto"),
        ("float:right;text-align:left", "float:inline-end;text-align:start", "float:left;text-align:right"),
        ("break-before:right", "break-before:recto", "break-before:left"),
        ("border-top-left-radius:1px", "border-start-start-radius:1px", "border-top-right-radius:1px"),
        ("left:1px;transform:rotate(4deg)", "left:1px;transform:rotate(4deg)", "left:1px;transform:rotate(4deg)"),
    ],
)  # fmt: skip
def test_left_and_right_become_start_and_end_or_change_places(css: str, logical: str, mirrored: str) -> None:
    for before, behind in (("a{", "}"), ("@mediascreen{.left{", "}}")):
        rule = f"{before.replace('media', 'media ')}{css}{behind}"
        assert flat(turning.logical(rule, mirrored_pages=False)) == f"{before}{logical}{behind}"
        assert flat(turning.mirrored(rule)) == f"{before}{mirrored}{behind}"


def test_pages_are_mirrored_with_their_margin_boxes() -> None:
    css = "@page x:right{margin-left:2cm;@top-right{content:'a';text-align:left}}"
    turned = flat(turning.logical(css, mirrored_pages=True))
    assert turned == '@pagex:left{margin-right:2cm;@top-left{content:"a";text-align:right}}'
    assert ":right" in turning.logical(css, mirrored_pages=False)


@pytest.mark.parametrize("theme", themes.names())
@pytest.mark.parametrize("sheet", ["print.css", "web.css", "epub.css"])
def test_a_theme_turned_twice_is_what_it_was(theme: str, sheet: str) -> None:
    found = themes.find(theme, Place("booklet.yaml"), themes.Own())
    for _, css in found.sheets(sheet):
        once = turning.mirrored(css)
        assert turning.mirrored(turning.mirrored(once)) == once
        logical = turning.logical(css, mirrored_pages=True)
        assert len(tinycss2.parse_stylesheet(logical, skip_whitespace=True)) == len(
            tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
        )


# large and small letters


def test_the_turkish_i_keeps_its_dot_or_its_want_of_one(project: Project) -> None:
    assert (lowered("IŞIK İZ", "tr"), raised("ılık iğne", "tr-TR")) == ("ışık iz", "ILIK İĞNE")
    assert (lowered("Iz İz"), raised("iz")) == ("iz iz", "IZ")
    in_language(project, "tr", "## Işık İçinde\n\nMetin.", "IŞIK ve İnsan")
    made = project.make("html")
    assert [file.name for file in made.files] == ["ışık-ve-insan.html"]
    page = etree.fromstring(made.files[0].data)
    assert [h.get("id") for h in page.iterfind(".//{*}h2[@data-title]")] == ["text-ışık-içinde"]
    assert naming.slug_of("IŞIK ve İnsan") == "işik-ve-insan"


def test_fonts_of_the_table_lie_where_it_says() -> None:
    assert all(isinstance(scripts._path(file), Path) for file in scripts.table().faces)
