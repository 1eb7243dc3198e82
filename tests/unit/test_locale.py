"""The words that booklet itself prints, in the languages that it knows."""

from __future__ import annotations

import ast
import re
import string
import typing
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

import booklet
from booklet import fences
from booklet.compose import FORMAT_WORDS
from booklet.editions import EDITIONS
from booklet.language import CATALOGUES, messages
from booklet.press import blanks
from booklet.sections.questions import LEVELS
from booklet.settings import Author
from tests.conftest import Project

PACKAGE = Path(booklet.__file__).parent
ROLES = [role.capitalize() for role in typing.get_args(typing.get_type_hints(Author)["role"])]
TABLES = {
    "essay.xhtml": LEVELS,
    "questions.xhtml": LEVELS,
    "quiz.xhtml": LEVELS,
    "title-page.xhtml": ROLES,
    "fences.py": fences.LABELS.values(),
    "quotations.py": ("p. {number}", "ch. {number}"),
    "compose.py": FORMAT_WORDS,
    "asked.py": (*LEVELS, "{number} words", "{number} min"),
    "anki.py": ("ch. {number}", "p. {number}", "tier {number}"),
    "blanks.py": blanks.HEAD.values(),
    "handouts.py": ("Answers", "Handouts", "Name"),
    "naming.py": tuple(edition.label for edition in EDITIONS.values() if edition.label),
}
LANGUAGES = ("ar", "de", "el", "es", "fr", "he", "ja", "ko", "pl", "tr", "vi", "zh_Hans", "zh_Hant")
FAR_EAST = ("ja", "ko", "zh_Hans", "zh_Hant")  # they part the members of a list by signs alone
NO_BREAK = "\N{NO-BREAK SPACE}"
NARROW = "\N{NARROW NO-BREAK SPACE}"


def catalogue(file: Path) -> dict[str, str]:
    """Messages and their translations; broken files do not pass."""
    with file.open("rb") as opened:
        found = read_po(opened, abort_invalid=True)
    assert not [message.id for message in found if message.fuzzy]
    return {str(message.id): str(message.string) for message in found if message.id}


def translated(language: str) -> dict[str, str]:
    return catalogue(CATALOGUES / language / "LC_MESSAGES" / "booklet.po")


def asked_for() -> Iterator[tuple[str, str | None]]:
    """Every message that a template or a module asks for, with its file's name; None where it comes from a table."""
    for file in sorted(PACKAGE.glob("themes/*/templates/**/*")):
        if file.is_file():
            template = Environment().parse(file.read_text(encoding="utf-8"))
            for call in template.find_all(nodes.Call):
                if isinstance(call.node, nodes.Name) and call.node.name == "_":
                    yield from ((file.name, word) for word in in_template(call.args[0], template))
    for file in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and node.args
                and "words" in (getattr(node.func, "id", ""), getattr(node.func, "attr", ""))
            ):
                word = node.args[0]
                yield file.name, word.value if isinstance(word, ast.Constant) else None


def in_template(word: nodes.Expr, template: nodes.Template) -> list[str | None]:
    """A message as it stands, or all those of a table of the template."""
    if isinstance(word, nodes.Const):
        return [word.value]
    if isinstance(word, nodes.Getitem):
        tables = [a.node for a in template.find_all(nodes.Assign) if getattr(word.node, "name", "") == a.target.name]
        tables += [word.node]
        return [pair.value.value for table in tables if isinstance(table, nodes.Dict) for pair in table.items]
    return [None]


def all_messages() -> set[str]:
    found = {word for _, word in asked_for() if word is not None}
    return found.union(*TABLES.values())


def test_what_comes_from_a_table_is_looked_for_in_that_table() -> None:
    assert {file for file, word in asked_for() if word is None} == set(TABLES)


def test_translators_find_every_message_in_the_template_catalogue() -> None:
    assert set(catalogue(CATALOGUES / "booklet.pot")) == all_messages()


def test_there_are_catalogues_for_the_languages_that_the_manual_promises() -> None:
    assert {path.parts[-3] for path in CATALOGUES.rglob("*.po")} == {*LANGUAGES, "en_US"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_every_message_and_none_that_nobody_asks_for(language: str) -> None:
    words = translated(language)
    assert set(words) == all_messages()
    assert all(words.values())


@pytest.mark.parametrize("language", [*LANGUAGES, "en_US"])
def test_a_translation_keeps_what_stands_in_braces_and_the_spaces_around(language: str) -> None:
    for message, words in translated(language).items():
        places = [name for _, name, _, _ in string.Formatter().parse(message) if name]
        assert sorted(name for _, name, _, _ in string.Formatter().parse(words) if name) == sorted(places), message
        if language not in FAR_EAST and message.strip().isalpha():
            assert (words[:1] == " ", words[-1:] == " ") == (message[:1] == " ", message[-1:] == " "), message


def test_french_has_its_spaces_its_quotes_and_its_apostrophes() -> None:
    for words in translated("fr").values():
        assert not {"'", '"', "“", "”"} & set(words), words
        for sign, before in zip(words[1:], words, strict=False):
            if sign in ":;!?»":
                assert before == NARROW, words
            if before == "«":
                assert sign == NARROW, words


@pytest.mark.parametrize(("language", "opening", "closing"), [("de", "„", "“"), ("es", "«", "»")])
def test_german_and_spanish_have_their_quotes(language: str, opening: str, closing: str) -> None:
    quoted = [words for words in translated(language).values() if opening in words]
    assert quoted
    for words in translated(language).values():
        assert words.count(opening) == words.count(closing), words
        assert not {"'", '"', "”", "’"} & set(words), words


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_work_is_quoted_alike_before_one_section_and_before_several(language: str) -> None:
    words = translated(language)
    one, several = (words[f"The next {what} what happens in {{work}}."] for what in ("section tells", "sections tell"))
    quotes = [{sign for sign in text if sign in "„“”«»『』《》"} for text in (one, several)]
    assert quotes[0] == quotes[1]
    assert quotes[0]


@pytest.mark.parametrize("language", ["de", "el", "es", "fr", "pl", "tr", "vi"])
def test_an_abbreviation_and_its_number_stay_on_one_line(language: str) -> None:
    for message in ("ch. {number}", "p. {number}"):
        assert translated(language)[message].endswith(f".{NO_BREAK}{{number}}")


def test_a_language_of_a_country_uses_the_words_of_the_language() -> None:
    assert messages("fr-CA")("Contents") == "Sommaire"
    assert messages("de-AT")("page") == "Seite"


@pytest.mark.parametrize(
    ("tag", "contents"),
    [
        ("zh", "目录"),
        ("zh-CN", "目录"),
        ("zh-Hans-SG", "目录"),
        ("zh-TW", "目錄"),
        ("zh-Hant-HK", "目錄"),
        ("iw", "תוכן העניינים"),
    ],
)
def test_chinese_has_the_characters_of_its_country_and_old_tags_are_known(tag: str, contents: str) -> None:
    assert messages(tag)("Contents") == contents


def test_a_language_without_a_catalogue_prints_english() -> None:
    assert messages("cy")("Contents") == "Contents"


def test_american_english_spells_a_level_its_own_way() -> None:
    assert messages("en-US")("analyse") == "analyze"
    assert messages("en-GB")("analyse") == "analyse"
    assert messages("en-US")("evaluate") == "evaluate"


EVERYTHING = {
    "01-chapters.md": "---\nkind: summary\nscope: chapters\nspoilers: full\n---\n\n# A\n\n## B {chapter=1}\n\nC.\n",
    "02-people.md": "---\nkind: characters\n---\n\n# D\n\n## E {#e first-seen=2}\n\nF[^n].\n\n[^n]: G.\n",
    "02-what.md": "---\nkind: themes\n---\n\n# Tu\n\n## Uv {#uv}\n\n- Vw {chapter=3 page=4}\n",
    "03-lines.md": '---\nkind: quotations\n---\n\n# H\n\n> I\n> — J {#k themes="uv" chapter=3}\n',
    "04-ask.md": "---\nkind: questions\n---\n\n# M\n\n1. N {level=analyse chapter=3 page=4}\n\n"
    "   ::: answer\n   O\n   :::\n\n   ::: hint\n   P\n   :::\n\n"
    "   ::: look-for\n   Q\n   :::\n\n   ::: teaching\n   R\n   :::\n",
    "05-when.md": "---\nkind: timeline\n---\n\n# S\n\n1954 {track=story}\n: T\n\n1955 {track=history}\n: U\n",
    "06-do.md": "---\nkind: activity\n---\n\n# Ab\n\n## Bc {minutes=3 group=class materials=Cd}\n\n1. De\n",
    "06-essay.md": "---\nkind: essay\n---\n\n# Ef\n\n## Fg {words=30 level=analyse rubric=gh lines=2}\n\nG.\n",
    "06-marks.md": "---\nkind: rubric\n---\n\n# Hi\n\n## Ij {#gh lines=2}\n\n| a | b (2) |\n|--|--|\n| c | d |\n",
    "06-before.md": "---\nkind: anticipation\n---\n\n# Kl\n\n1. Lm\n",
    "07-quiz.md": "---\nkind: quiz\n---\n\n# Y\n\n1. Z {type=true-false answer=true points=2}\n\n1. Ä [Ö]{.blank}\n",
    "06-page.md": "# V\n\n::: warning\nW\n:::\n\n::: spoiler {chapter=2}\nX\n:::\n",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_booklet_prints_no_english_of_its_own_in_another_language(project: Project, language: str) -> None:
    settings = (
        f"title: 1\nsubtitle: 2\nlanguage: {language.replace('_', '-')}\nauthors:\n  - {{name: 3, role: editor}}\n"
        "work: {title: 4, author: 5, year: 1984}\npublisher: 6\n"
    )
    project.write("manuscript/booklet.yaml", settings)
    for name, text in EVERYTHING.items():
        project.section(name, text)
    page = ElementTree.fromstring(project.build("html", editions=("teacher",))["html"])
    printed = [
        text for element in page.iter() if not element.tag.endswith("style") for text in (element.text, element.tail)
    ]
    printed = [text for text in printed if text]
    printed += [
        element.get(name, "") for element in page.iter() for name in ("alt", "aria-label", "data-title", "title")
    ]
    words = translated(language)
    for message in all_messages() - {message for message, its in words.items() if message == its}:
        for piece in (piece.strip() for piece, _, _, _ in string.Formatter().parse(message)):
            if len(piece) > 3 and piece not in words[message]:
                found = re.compile(rf"\b{re.escape(piece)}\b")
                assert not [text for text in printed if found.search(text)], message
    for message in ("Contents", "Answer", "Look for", "For the teacher", "analyse", "Notes", "Editor"):
        assert words[message] in printed, message
    place = (words["ch. {number}"].format(number=3), words["p. {number}"].format(number=4))
    assert words[", "].join(place) in printed
