"""Answers that anybody can read: a run of their words that every copy shows is what a proof would call a leak."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from ..characters import letters_a_word
from ..problems import Problem, error
from .passages import Passage
from .subject import Subject

RUN = 8
UNSPACED_RUN = 16
NAMES = {
    "answer": "this answer",
    "look-for": "this ::: look-for",
    "why": "this ::: why",
    "teaching": "this ::: teaching",
    "blank": "this blank",
    "teacher": "this section for teachers",
}
Word = tuple[str, Passage, int]


def answers_given_away(subject: Subject) -> Iterator[Problem]:
    """Withheld words that stand elsewhere too, where copies without answers show them; told once for each passage."""
    kept: dict[tuple[str, ...], Word] = {}
    for keeper, passages in groupby(subject.passages, key=lambda passage: passage.sight.keeper):
        if keeper:
            withheld = words_of(passages)
            kept.update((run, withheld[start]) for start, run in runs(withheld))
    told: set[int] = set()
    for words in _shown(subject):
        for start, run in runs(words):
            if run in kept and id(kept[run][1]) not in told:
                told.add(id(kept[run][1]))
                yield _leak(kept[run], words[start : start + len(run)])


def _leak(withheld: Word, shown: Sequence[Word]) -> Problem:
    _, passage, offset = withheld
    first, last = shown[0], shown[-1]
    end = last[2] + len(last[0]) if first[1] is last[1] else len(first[1].text)
    words = " ".join(first[1].text[first[2] : end].split())
    name = NAMES[passage.sight.keeper[0]] if passage.sight.keeper else ""
    hint = "say it in other words in one of the two places: the student’s copy is proved to hold none of these"
    message = f"eight words of {name} stand in {first[1].place(first[2])} too, for everybody to read: “{words}”"
    return error("Q003", passage.place(offset), message, hint)


def _shown(subject: Subject) -> Iterator[Sequence[Word]]:
    """What a student's copy shows, as runs of words: each section's text, and alone what stands beside the text."""
    shown = [passage for passage in subject.passages if not passage.sight.keeper]
    for _, passages in groupby((p for p in shown if p.role != "aside"), key=lambda p: p.sight.section):
        yield words_of(passages)
    for passage in (*subject.listed, *(p for p in shown if p.role == "aside")):
        yield words_of([passage])


def words_of(passages: Iterable[Passage]) -> list[Word]:
    """The words of some passages, one behind the other; of scripts that part no words, their letters."""
    found: list[Word] = []
    for passage in passages:
        for word, offset in passage.words():
            if is_unspaced(word):
                found += [(letter, passage, offset + at) for at, letter in enumerate(word)]
            else:
                found.append((word, passage, offset))
    return found


def is_unspaced(word: str) -> bool:
    """Whether a word is of a script that puts no spaces between words."""
    return letters_a_word(word[0]) > 0


def runs(words: Sequence[Word]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The run of so many words that begins with each word, with the word's position; shorter runs are none."""
    plain = [word for word, _, _ in words]
    for start, word in enumerate(plain):
        run = tuple(plain[start : start + (UNSPACED_RUN if is_unspaced(word) else RUN)])
        if len(run) == (UNSPACED_RUN if is_unspaced(word) else RUN):
            yield start, run
