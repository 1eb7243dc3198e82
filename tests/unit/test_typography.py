"""Smart punctuation: what typed quotes, dashes, dots and spaces become in each language, and where they stay."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from booklet.manuscript.markdown import parser
from tests.conftest import SETTINGS, Project
from tests.unit.finished import text_of
from tests.unit.made_manuscripts import DOT

NO_BREAK = "\N{NO-BREAK SPACE}"
NARROW = "\N{NARROW NO-BREAK SPACE}"
TYPED = "\"He said 'no' -- twice\" --- and so on..."


def settings(language: str, title: str = "A Small Book") -> str:
    return f"title: {title}\nlanguage: {language}\n"


def paragraphs(project: Project, language: str, text: str) -> list[str]:
    """The text of each paragraph of a section, as the web page has it."""
    project.write("manuscript/booklet.yaml", settings(language)).section("01-text.md", f"# T\n\n{text}\n")
    tree = etree.fromstring(project.build("html")["html"])
    (section,) = tree.iterfind(".//{*}section[@id='text']")
    return ["".join(p.itertext()) for p in section.iter("{*}p")]


@pytest.mark.parametrize(
    ("language", "set_as"),
    [
        ("en-GB", "“He said ‘no’ – twice” — and so on…"),
        ("en-US", "“He said ‘no’ – twice” — and so on…"),
        ("de", "„He said ‚no‘ – twice“ — and so on…"),
        ("de-AT", "„He said ‚no‘ – twice“ — and so on…"),
        ("es", "«He said “no” – twice» — and so on…"),
        ("it", "«He said “no” – twice» — and so on…"),
        ("fr", f"«{NARROW}He said “no” – twice{NARROW}» — and so on…"),
        ("fr-CA", f"«{NARROW}He said “no” – twice{NARROW}» — and so on…"),
        ("pl", "„He said «no» – twice” — and so on…"),
        ("sv", "”He said ’no’ – twice” — and so on…"),
        ("ru", "«He said „no“ – twice» — and so on…"),
        ("da", "»He said ›no‹ – twice« — and so on…"),
        ("nl", "“He said ‘no’ – twice” — and so on…"),
    ],
)
def test_quotes_dashes_and_dots_are_those_of_the_language(project: Project, language: str, set_as: str) -> None:
    assert paragraphs(project, language, TYPED) == [set_as]


@pytest.mark.parametrize(
    ("language", "typed", "set_as"),
    [
        ("ja", '彼女は"静かに"言った。"はい。"と答え', "彼女は「静かに」言った。「はい。」と答え"),
        ("zh-Hans", '他说"你好"然后走了', "他说“你好”然后走了"),
        ("ko", '그는 "안녕"이라고 말했다', "그는 “안녕”이라고 말했다"),
        ("en-GB", 'a 5" x, "語" and "one"', 'a 5" x, “語” and “one”'),
    ],
)
def test_quotes_open_and_close_where_no_space_parts_them_from_letters(
    project: Project, language: str, typed: str, set_as: str
) -> None:
    assert paragraphs(project, language, typed) == [set_as]


@pytest.mark.parametrize(
    ("typed", "set_as"),
    [
        ("Vraiment ? Oui !", f"Vraiment{NARROW}? Oui{NARROW}!"),
        ("Deux : un ; deux", f"Deux{NARROW}: un{NARROW}; deux"),
        ("« mot » et «mot»", f"«{NARROW}mot{NARROW}» et «{NARROW}mot{NARROW}»"),
        ('"*mot*" ?', f"«{NARROW}mot{NARROW}»{NARROW}?"),
        ("*mot* !", f"mot{NARROW}!"),
        ("*Quoi ?* !", f"Quoi{NARROW}?{NARROW}!"),
        (f"«{NO_BREAK}mot{NO_BREAK}» ;", f"«{NO_BREAK}mot{NO_BREAK}»{NARROW};"),
        (f"vraiment{NO_BREAK}?", f"vraiment{NO_BREAK}?"),
        (
            "«\N{NARROW NO-BREAK SPACE}mot\N{NARROW NO-BREAK SPACE}»",
            "«\N{NARROW NO-BREAK SPACE}mot\N{NARROW NO-BREAK SPACE}»",
        ),
        ("« *mot* »", f"«{NARROW}mot{NARROW}»"),
        ("à 10:30, voilà!", "à 10:30, voilà!"),
        ("l'un d'eux", "l’un d’eux"),
        ("1 000 000 F", f"1{NARROW}000{NARROW}000{NO_BREAK}F"),
        ("voir https://example.org/a?b=c;d !", f"voir https://example.org/a?b=c;d{NARROW}!"),
    ],
)
def test_french_has_no_break_spaces_once_however_they_are_typed(project: Project, typed: str, set_as: str) -> None:
    assert paragraphs(project, "fr", typed) == [set_as]


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        ("en-GB", "by J._R._R._Tolkien and (A._N._Wilson)"),
        ("en-GB", "see ch._4, pp._3–5, vol._2 and §_7"),
        ("en-GB", "it was 5_km away, 30_min on foot, at 21.5_°C, for 20_€, 10_%."),
        ("en-GB", "Dr_No and Mrs_Dalloway met Mr._Darcy"),
        ("en-GB", "a no 5 and an art 7 are words, as are 5 miles and 3 men"),
        ("en-GB", "He ate. Then 12 came, a 3 and page by page"),
        ("de", "z._B. auf S._12, d._h. in Kap._3 bei J.-P._Sartre"),
        ("de", "am 5. Mai waren es 3_kg"),
        ("fr", "M._Hulot, Mme_Bovary, chap._3, p._72"),
        ("fr", "1_000_000_F, 24_500,50_€ et (2_000), à 7_h_30 ou 7_h_30_min, en 1998 200 élèves, 5 12"),
        ("es", "la Sra._Dalloway, pág._72, cap._3, 5_km"),
        ("pl", "byli w_domu i_w_lesie, a_potem z_nami na s._5"),
        ("cs", "byl v_domě a_u_lesa, s._5"),
        ("tr", "s._72, böl._3"),
        ("el", "σ._72, κεφ._3"),
        ("ar", "في ص._47 ثم ص._3"),
        ("ja", "J._R._R._トールキン"),
    ],
)
def test_a_line_does_not_end_between_what_belongs_together(project: Project, language: str, typed: str) -> None:
    (set_as,) = paragraphs(project, language, typed.replace("_", " "))
    assert set_as.replace(NO_BREAK, "_").replace(NARROW, "_") == typed


@pytest.mark.parametrize(
    ("language", "typed", "set_as"),
    [
        ("es", '"¿Qué?", dijo. "¡Ven!"', "«¿Qué?», dijo. «¡Ven!»"),
        ("es", "dijo 'sí' y \"¿no?\"", "dijo “sí” y «¿no?»"),
        ("de", '"Ja", sagte er, "nein."', "„Ja“, sagte er, „nein.“"),
        ("ar", 'قال: "نعم" ثم ذهب', "قال: «نعم» ثم ذهب"),
        ("he", 'אמר "כן" והלך', "אמר ”כן” והלך"),
        ("zh-Hant", '他說 "好" 了', "他說 「好」 了"),
        ("zh-Hans", '他说 "好" 了', "他说 “好” 了"),
        ("tr", '"Evet", dedi', "“Evet”, dedi"),
    ],
)
def test_quotation_marks_stand_before_openings_and_in_other_scripts(
    project: Project, language: str, typed: str, set_as: str
) -> None:
    assert paragraphs(project, language, typed) == [set_as]


@given(
    st.lists(
        st.sampled_from(["J.", "R.", "5", "km", "p.", "72", "Dr", "Who", "z.", "B.", "«", "?", "--", "w"]), min_size=2
    ),
    st.sampled_from(["en", "de", "fr", "pl", "es"]),
)
def test_spaces_of_code_and_addresses_are_never_touched(words: list[str], language: str) -> None:
    typed = " ".join(words)
    (inline,) = [t for t in parser(language).parse(f"a `{typed}` b [c](<x {typed}>)", {}) if t.type == "inline"]
    (code,) = [t for t in inline.children or [] if t.type == "code_inline"]
    assert code.content == typed
    (link,) = [t for t in inline.children or [] if t.type == "link_open"]
    assert NO_BREAK not in str(link.attrs["href"])
    assert "".join(t.content for t in inline.children or [] if t.type == "text") == "a  b c"


def test_english_has_no_spaces_of_french(project: Project) -> None:
    assert paragraphs(project, "en-GB", "Really ? « mot » : yes !") == ["Really ? « mot » : yes !"]


@pytest.mark.parametrize(
    ("typed", "set_as"),
    [
        ("(c) (C) (r) (tm) +-", "(c) (C) (r) (tm) +-"),
        ("What???? No!!!! Yes,, then", "What???? No!!!! Yes,, then"),
        ("a - b", "a - b"),
        ("a---b, 1999--2005, a -- b", "a—b, 1999–2005, a – b"),
        ("---- and -----", "---- and -----"),
        ("wait.... and ..", "wait.... and .."),
        ("\\-- \\-\\-\\- \\...", "-- --- ..."),
        ("\\\"no\\\" \\'no\\'", "\"no\" 'no'"),
        ("&quot;no&quot; &#45;&#45;", '"no" --'),
        ("It's the girls' 1990's", "It’s the girls’ 1990’s"),
        ("\"*It's*\" 'a **b** c'", "“It’s” ‘a b c’"),
        ('He is 6\'2", she 5"', 'He is 6’2", she 5"'),
        ("\"A 'b' c\"", "“A ‘b’ c”"),
        ("“typed” ‘so’ – — …", "“typed” ‘so’ – — …"),
        ("*a*--*b*", "a–b"),
    ],
)
def test_only_quotes_dashes_and_dots_change(project: Project, typed: str, set_as: str) -> None:
    assert paragraphs(project, "en-GB", typed) == [set_as]


MARKS = re.compile("['\"‘’“”]")
SHAKESPEARE = (
    "'Tis a fine thing. And 'twixt us, 'twas done i' the dark, th' event o' the storm. "
    "\"'Tis well,\" he said. He said, 'tis well. Give *'em* hell"
)
SET = (
    "’Tis a fine thing. And ’twixt us, ’twas done i’ the dark, th’ event o’ the storm. "
    "“’Tis well,” he said. He said, ’tis well. Give ’em hell"
)


@pytest.mark.parametrize(
    ("typed", "set_as"),
    [
        (SHAKESPEARE, SET),
        ("'Of the Dauphin' is a ballad.", "‘Of the Dauphin’ is a ballad."),
        ("'Tis well,' he said, 'and good.'", "‘’Tis well,’ he said, ‘and good.’"),
        ("''Tis well,' he said.", "‘’Tis well,’ he said."),
        ("'He told me 'twas true,' she said.", "‘He told me ’twas true,’ she said."),
        ("'I will go. 'Tis late.'", "‘I will go. ’Tis late.’"),
        ("'Why,' said he, 'tis a fool.'", "‘Why,’ said he, ‘’tis a fool.’"),
        ("'Tis not in 'Hamlet' that I read 'em.", "’Tis not in ‘Hamlet’ that I read ’em."),
        ("'Twas the girls' turn.", "’Twas the girls’ turn."),
        ("I know 't well; is 't not?", "I know ’t well; is ’t not?"),
        ("He went 'round, 'cause it rained.", "He went ’round, ’cause it rained."),
        ("The words 'cause and effect' are his.", "The words ‘cause and effect’ are his."),
        ("rock 'n' roll, the letter 'n' and the prefix 'un-'", "rock ’n’ roll, the letter ‘n’ and the prefix ‘un-’"),
        ("the '90s, in '45; 'eighty', '84' and '1984'", "the ’90s, in ’45; ‘eighty’, ‘84’ and ‘1984’"),
        ("'I was goin' home, 'twas late,' he said.", "‘I was goin’ home, ’twas late,’ he said."),
        ("*Hamlet*'s and \"Hamlet\"'s plot", "Hamlet’s and “Hamlet”’s plot"),
        ("\\'tis, `'tis`, 'twas `x's`", "'tis, 'tis, ’twas x's"),
        ("Never so'[^n].\n\n[^n]: A note: 'tis so", "Never so’1."),
    ],
)
def test_shortened_words_have_apostrophes_and_quotations_both(project: Project, typed: str, set_as: str) -> None:
    assert paragraphs(project, "en-GB", typed)[0] == set_as


@pytest.mark.parametrize(
    ("language", "typed", "set_as"),
    [
        (
            "nl",
            "'t Is laat, 's avonds in '45. Zij zei 'ja'; de letter 's'",
            "’t Is laat, ’s avonds in ’45. Zij zei ‘ja’; de letter ‘s’",
        ),
        ("nl", "'s Avonds kwam hij,' zei ze.", "‘’s Avonds kwam hij,’ zei ze."),
        ("it", "l'altro, un po' d'acqua, 'tis", "l’altro, un po’ d’acqua, 'tis"),
        ("de", "Wie geht's? 's ist so.", "Wie geht’s? 's ist so."),
    ],
)
def test_other_languages_have_their_own_shortened_words_or_none(
    project: Project, language: str, typed: str, set_as: str
) -> None:
    assert paragraphs(project, language, typed) == [set_as]


def test_what_follows_a_sign_that_was_added_keeps_its_place(project: Project) -> None:
    project.section("01-text.md", "# T\n\n'Tis well,' he he said.\n")
    assert "01-text.md:3:16: warning W001: “he” stands twice" in project.command("check").err


@given(
    st.lists(
        st.sampled_from(["'", "''", '"', "tis", "em", "90s", "n", "o", " ", ", ", "x", "*", "goin", "\n"]), max_size=14
    )
)
def test_no_row_of_marks_loses_or_moves_a_letter(pieces: list[str]) -> None:
    typed = "".join(pieces)
    for language in ("en", "nl"):
        for inline in (t for t in parser(language).parse(typed, {}) if t.type == "inline"):
            for text in (t for t in inline.children or [] if t.type == "text"):
                from_here = inline.content[text.meta.get("at", text.map[0] if text.map else 0) :]
                assert MARKS.sub("", from_here).startswith(MARKS.sub("", text.content))


@pytest.mark.parametrize(
    "kept",
    [
        "`\"a\" -- 'b'...`",
        "<https://example.org/a--b?c='d'...>",
        "https://example.org/a--b...c",
        "https://example.org/a_b--c_d",
    ],
)
def test_code_and_addresses_stay_as_they_are_typed(project: Project, kept: str) -> None:
    bare = kept.strip("`<>")
    for language in ("en-GB", "fr"):
        assert paragraphs(project, language, f"See {kept} there -- now.") == [f"See {bare} there – now."]


def test_a_code_block_stays_as_it_is_typed(project: Project) -> None:
    project.section("01-code.md", "# T\n\n```\n\"a\" -- 'b'...\n```\n\n    \"c\" --- 'd'\n")
    html = project.build("html")["html"].decode()
    assert "<code>&#34;a&#34; -- &#39;b&#39;...\n</code>" in html
    assert "<code>&#34;c&#34; --- &#39;d&#39;\n</code>" in html


def test_addresses_of_links_stay_while_their_words_are_set(project: Project) -> None:
    project.section("01-link.md", "# T\n\n[\"a\" -- b](https://example.org/a--b...'c')\n")
    html = project.build("html")["html"].decode()
    assert "href=\"https://example.org/a--b...'c'\"" in html.replace("&#39;", "'").replace("%27", "'")
    assert ">“a” – b</a>" in html


def test_attributes_and_words_for_pictures_stay_as_they_are_typed(project: Project) -> None:
    project.write("manuscript/images/dot.svg", DOT)
    text = "![It's -- a dot](images/dot.svg \"It's -- a dot\"){credit=\"A -- 'b'...\"}"
    project.section("01-pictures.md", f"# T\n\n{text}\n")
    html = project.build("html")["html"].decode().replace("&#39;", "'")
    assert 'alt="It\'s -- a dot"' in html
    assert '<span class="caption">It’s – a dot</span> <span class="credit">A -- \'b\'...</span>' in html


@pytest.mark.parametrize(
    ("name", "typed", "found"),
    [
        ("heading", '## The "end" -- now', "<h2[^>]*>The “end” – now</h2>"),
        ("leading heading", '# The "end" -- now\n\nText.', "<h1[^>]*>The “end” – now</h1>"),
        ("front matter", "---\ntitle: 'The \"end\" -- now'\n---\n\nText.", "<h1[^>]*>The “end” – now</h1>"),
        ("term", '"end" -- now\n: meaning', "<dt>“end” – now</dt>"),
        ("cell", '| "end" -- now |\n|---|\n| a |', "<th[^>]*>“end” – now</th>"),
        ("item", '- "end" -- now', "<li>“end” – now"),
        ("note", 'See[^a].\n\n[^a]: "end" -- now', "<p>“end” – now</p>"),
        ("note within the line", 'See^["end" -- now].', "<p>“end” – now</p>"),
        ("note in a note", 'See^[a ^["end" -- now]].', r"\[“end” – now\]"),
    ],
    ids=lambda value: value if " " in value or value.isalpha() else "",
)
def test_every_line_of_prose_is_set(project: Project, name: str, typed: str, found: str) -> None:
    project.section("01-text.md", f"{typed}\n")
    html = project.build("html")["html"].decode()
    assert re.search(found, html), name


def test_titles_on_cover_and_title_page_are_set(project: Project) -> None:
    project.write("manuscript/booklet.yaml", SETTINGS.replace("A Small Book", "\"It's -- 'a' book...\""))
    project.section("01-text.md", "# T\n\nText.\n")
    with zipfile.ZipFile(io.BytesIO(project.build("epub")["epub"])) as archive:
        page = archive.read("EPUB/title-page.xhtml").decode()
        package = next(archive.read(name).decode() for name in archive.namelist() if name.endswith(".opf"))
    assert "It’s – ‘a’ book…" in page
    assert "It’s – ‘a’ book…" in package


def test_punctuation_is_the_same_in_every_format(project: Project) -> None:
    project.section("01-text.md", f"# T\n\n{TYPED}\n")
    files = project.build("pdf", "epub", "html")
    for name, data in files.items():
        assert "“He said ‘no’ – twice” — and so on…" in text_of(data), name
