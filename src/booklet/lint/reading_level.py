"""How long a section takes to read, and how hard it is: for information, not for judgement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

from ..model import Book
from .passages import LINE_END, WORD, Passage, of_sections

WORDS_A_MINUTE = 200
FEWEST_WORDS = 40
UNSPACED = ("zh", "ja", "th", "lo", "km", "my")
VOWELS = frozenset("aeiouyàáâãäåæèéêëìíîïòóôõöøœùúûüýÿ")
STRONG = frozenset("aeoáéíóú")
ENDS = ".!?…"
LEVELS = ((90, "very easy"), (80, "easy"), (70, "rather easy"), (60, "plain"), (50, "rather hard"), (30, "hard"))
# Reading ease = constant - a * words a sentence - b * syllables a word: the formula of Flesch (1948), and those that
# were made of it for other languages: by Amstad (1978), Kandel and Moles (1958), Szigriszt Pazos (1993), Franchina and
# Vacca (1986), Douma (1960), Martins and others (1996).
FORMULAS = {
    "en": (206.835, 1.015, 84.6),
    "de": (180.0, 1.0, 58.5),
    "fr": (207.0, 1.015, 73.6),
    "es": (206.835, 1.0, 62.3),
    "it": (217.0, 1.3, 60.0),
    "nl": (206.84, 0.93, 77.0),
    "pt": (248.835, 1.015, 84.6),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a section asks of its readers.

    ``words`` are those of the student's copy, None in languages that put no spaces between words; ``minutes`` how long
    they take; ``ease`` from 0 (hard) to 100 (easy), and its ``level`` in words, None and "" where it cannot be told.
    """

    section: str
    title: str
    file: str
    words: int | None
    minutes: int | None
    ease: int | None
    level: str


def readings(book: Book) -> tuple[Reading, ...]:
    """What each section asks of those who read the student's copy."""
    tongue = book.settings.language.lower().partition("-")[0]
    found = []
    for section in book.sections:
        prose = (passage for passage in of_sections([section]) if passage.role != "aside")
        shown = [p for p in prose if p.sight.teacher or not p.sight.keeper]
        count = None if tongue in UNSPACED else sum(len(_words(p.text)) for p in shown)
        ease = reading_ease(tongue, _sentences(shown))
        level = "" if ease is None else next((name for least, name in LEVELS if ease >= least), "very hard")
        minutes = None if count is None else ceil(count / WORDS_A_MINUTE)
        found.append(Reading(section.id, section.plain_title, section.place.file, count, minutes, ease, level))
    return tuple(found)


def reading_ease(language: str, sentences: Iterable[Sequence[str]]) -> int | None:
    """How easy some sentences are, from 0 to 100; None where a language has no formula or the words are too few."""
    counts = [(len(words), sum(syllables(word, language) for word in words)) for words in sentences if words]
    words = sum(count for count, _ in counts)
    if language not in FORMULAS or words < FEWEST_WORDS:
        return None
    constant, by_sentence, by_word = FORMULAS[language]
    ease = constant - by_sentence * words / len(counts) - by_word * sum(s for _, s in counts) / words
    return round(min(100.0, max(0.0, ease)))


def syllables(word: str, language: str) -> int:
    """How many syllables a word has: one for each run of vowels, but for those that are written and not spoken.

    Good for the mean of many words, not for each.
    """
    word = word.lower()
    count = sum(two in VOWELS and one not in VOWELS for one, two in pairwise(f" {word}"))
    if language in ("es", "it", "pt"):
        count += sum(one in STRONG and two in STRONG for one, two in pairwise(word))
    elif language == "fr":
        count -= len(word) > 3 and word.endswith(("e", "es", "ent")) and not word.endswith(("ée", "ées"))
    elif language == "en":
        silent = word.endswith("e") and not word.endswith("le")
        count -= len(word) > 2 and (silent or (word.endswith(("ed", "es")) and word[-3] not in "tdszxhgc"))
    return max(1, count)


def _sentences(passages: Iterable[Passage]) -> Iterator[list[str]]:
    """The sentences of prose, as their words; what does not end like one, as in tables, is none."""
    for passage in passages:
        text = passage.text.replace("\n", " ").replace(LINE_END, " ")
        if passage.role != "prose" or passage.as_it_is(0):
            continue
        begin = 0
        for at, sign in enumerate(text):
            if sign in ENDS and text[at + 1 : at + 2].strip("”’\"')»“ ") == "" and len(text[begin:at].split()) > 1:
                yield _words(text[begin : at + 1])
                begin = at + 1


def _words(text: str) -> list[str]:
    return [match.group().strip("'’") for match in WORD.finditer(text) if match.group()[0].isalnum()]
