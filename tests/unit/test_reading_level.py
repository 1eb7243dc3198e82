"""How long a section takes and how hard it is, as ``booklet check`` says of it."""

from __future__ import annotations

import pytest

from booklet.lint.reading_level import Reading, reading_ease, readings, syllables
from tests.conftest import Project
from tests.unit.test_property_text import read

# Counted by hand, by the dictionary's division of each word.
SYLLABLES = {
    "en": "the:1 house:1 walked:1 remember:3 table:2 because:2 people:2 afternoon:3 wanted:2 strange:1 pencil:2 "
    "university:5 animal:3 little:2 beautiful:3 school:1 teacher:2 horses:2 never:2 memory:3",
    "de": "Haus:1 Frau:1 Bäume:2 Schule:2 Geschichte:3 Erinnerung:4 die:1 Kinder:2 sprechen:2 Universität:5 Arbeit:2",
    "fr": "maison:2 école:2 arbre:1 liberté:3 parlent:1 jardin:2 mémoire:2 table:1 toujours:2 enfant:2 porte:1",
    "es": "casa:2 libro:2 memoria:3 leer:2 caballero:4 poeta:3 escuela:3 amigo:3 historia:3 país:2 teatro:3",
}
EASY = "The cat sat on the mat. The dog ran to the door. He saw a man. The man had a red hat. " * 4
HARD = (
    "Contemporary historiographical considerations necessitate comprehensive reconsideration of institutional "
    "assumptions underlying traditional interpretations, notwithstanding considerable disciplinary disagreement. "
) * 4


@pytest.mark.parametrize("language", SYLLABLES)
def test_syllables_are_right_in_the_mean(language: str) -> None:
    pairs = [pair.split(":") for pair in SYLLABLES[language].split()]
    counted = sum(int(count) for _, count in pairs)
    assert sum(syllables(word, language) for word, _ in pairs) == pytest.approx(counted, rel=0.1)


@pytest.mark.parametrize("word", ["", "hm", "42", "שלום", "本", "y", "e"])
def test_every_word_has_at_least_one_syllable(word: str) -> None:
    assert syllables(word, "en") == 1


def test_flesch_s_formula_for_words_of_one_syllable_in_sentences_of_ten() -> None:
    sentences = [["cat"] * 10] * 10
    assert reading_ease("en", sentences) == 100  # 206.835 - 10.15 - 84.6 is more than the scale has
    assert reading_ease("en", [["memory"] * 10] * 10) == 0
    assert reading_ease("en", [["cat", "water"] * 5] * 10) == 70  # 206.835 - 10.15 - 1.5 * 84.6
    assert reading_ease("de", [["Haus", "Schule"] * 5] * 10) == 82  # Amstad: 180 - 10 - 1.5 * 58.5


@pytest.mark.parametrize("language", ["fi", "ja", "xx"])
def test_a_language_without_a_formula_has_no_reading_ease(language: str) -> None:
    assert reading_ease(language, [["talo"] * 10] * 10) is None


def test_few_words_tell_nothing() -> None:
    assert reading_ease("en", [["cat"] * 10]) is None


def of(project: Project, text: str, language: str = "en-GB", front: str = "") -> Reading:
    project.write("manuscript/booklet.yaml", f"title: T\nlanguage: {language}\n")
    project.section("01-text.md", f"---\ntitle: One two\n{front}---\n{text}\n")
    (reading,) = readings(read(project)[0])
    return reading


def test_easy_prose_is_easier_than_hard(project: Project) -> None:
    assert of(project, EASY).level == "very easy"
    assert of(project, HARD).level == "very hard"


def test_words_are_those_that_a_student_reads(project: Project) -> None:
    withheld = "::: teaching\nNot these words.\n:::\n\n![Nor these](images/dot.svg)"
    text = f"Three words here.[^n]\n\n{withheld}\n\n[^n]: But this."
    assert of(project, text).words == 2 + 3 + 2


def test_a_section_for_teachers_has_words_too(project: Project) -> None:
    assert of(project, "Three words here.", front="audience: teacher\n").words == 5


def test_minutes_are_rounded_up(project: Project) -> None:
    assert of(project, "word " * 198).minutes == 1
    assert of(project, "word " * 199).minutes == 2


def test_a_language_without_spaces_has_no_words_to_count(project: Project) -> None:
    reading = of(project, "彼女の兄は時計の後ろに手紙を全部隠していた。", "ja")
    assert (reading.words, reading.minutes, reading.ease) == (None, None, None)
    assert project.command("check").out.splitlines()[1:] == ["One two      –        –  –", "in all       –        –"]


def test_tables_and_headings_are_no_sentences(project: Project) -> None:
    table = "| one | two |\n|---|---|\n" + "| a few words | and some more |\n" * 20
    assert of(project, f"## Heading\n\n{table}").ease is None
