"""Texts as the proof compares them: words of letters and digits alone, so that no way of setting them hides any.

What is set as a ligature, in small capitals, with oldstyle figures, soft hyphens, accents as signs of their own, or
broken over lines and pages reads the same here as what the author wrote.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Generic, TypeVar

from ..characters import letters_a_word

RUN = 8
PREFIX = 16
LONGEST = 24
WITHIN_WORDS = frozenset("'’ʼ＇")
HYPHENS = ("\N{HYPHEN}", "\N{SOFT HYPHEN}")
T = TypeVar("T")


class _Signs(dict[int, str | None]):
    """What each character becomes: its letters or digits, nothing within a word, a space between words."""

    def __missing__(self, code: int) -> str | None:
        sign = chr(code)
        kept = "".join(c for c in unicodedata.normalize("NFKD", _folded(sign)) if c.isalnum())
        if kept:
            self[code] = kept
        elif sign in WITHIN_WORDS or unicodedata.category(sign) in ("Mn", "Mc", "Me", "Cf", "Sk", "Lm"):
            self[code] = None
        else:
            self[code] = " "
        return self[code]


def _folded(sign: str) -> str:
    return unicodedata.normalize("NFKD", sign.casefold()).casefold()


_SIGNS = _Signs()


def spaced(text: str) -> str:
    """A text as letters and digits, with spaces where anything parts its words."""
    return text.translate(_SIGNS)


@lru_cache(maxsize=2**14)
def parted(text: str) -> str:
    """A text as its words with single spaces between them."""
    return " ".join(text.translate(_SIGNS).split())


def words_of(text: str) -> list[str]:
    """The words of a text; of scripts that part none, pieces of a few letters."""
    words = parted(text).split()
    if text.isascii() or not any(letters_a_word(word[0]) for word in words):
        return words
    return [piece for word in words for piece in _cut(word)]


def _cut(word: str) -> Iterator[str]:
    size = letters_a_word(word[0])
    if not size:
        yield word
        return
    for at in range(0, len(word), size):
        yield word[at : at + size]


def is_reordered(text: str) -> bool:
    """Whether a text may come out of a PDF in another order than it was written: right to left, or by clusters."""
    return not text.isascii() and any(
        unicodedata.bidirectional(c) in ("R", "AL", "RLE", "RLO", "RLI") or "\u0900" <= c <= "\u0dff" for c in text
    )


def runs_to_the_left(text: str) -> bool:
    """Whether a text has letters of scripts that run from right to left."""
    return not text.isascii() and any(unicodedata.bidirectional(character) in ("R", "AL") for character in text)


def from_the_right(pieces: Sequence[str]) -> list[str]:
    """Pieces of a line that are shown one after the other from the left, as they are read: what stands together in a
    script that runs from right to left is one, and if most of the line is, its parts come in the other order."""
    runs: list[list[str]] = []
    for piece in pieces:
        ways = {unicodedata.bidirectional(character) for character in piece}
        turned = bool(ways & {"R", "AL"}) or not (ways & {"L"} or not runs or runs[-1][0] == "L")
        if not runs or runs[-1][0] != ("R" if turned else "L"):
            runs.append(["R" if turned else "L"])
        runs[-1].append(piece)
    read = ["".join(run[1:]) if run[0] == "L" else _marked("".join(run[:0:-1])) for run in runs]
    all_ways = [unicodedata.bidirectional(character) for character in "".join(pieces)]
    return read[::-1] if all_ways.count("R") + all_ways.count("AL") > all_ways.count("L") else read


def _marked(text: str) -> str:
    """A text without the spaces that programs see before marks that stand above or below a letter."""
    kept = ""
    for character in text:
        kept = (kept.rstrip(" ") if unicodedata.category(character) == "Mn" else kept) + character
    return kept


class Runs(Generic[T]):
    """Runs of eight words to be looked for, each with what it stands for."""

    def __init__(self) -> None:
        self.by_prefix: dict[str, list[tuple[str, T]]] = {}
        self.brief: list[tuple[str, T]] = []

    def __bool__(self) -> bool:
        return bool(self.by_prefix or self.brief)

    def add(self, words: Sequence[str], meanings: Sequence[T]) -> None:
        """Every run of eight among some words; a run stands for the meaning of its first word."""
        for start in range(len(words) - RUN + 1):
            meaning = meanings[start]
            letters = "".join(words[start : start + RUN])
            if len(letters) < PREFIX:
                self.brief.append((" ".join(words[start : start + RUN]), meaning))
            else:
                self.by_prefix.setdefault(letters[:PREFIX], []).append((letters, meaning))

    def found_in(self, stream: Stream, *, within_pieces: bool = False) -> Iterator[tuple[int, str, T]]:
        """Where in a stream of letters a run stands: position, letters and meaning; each meaning once.

        ``within_pieces``: only where one piece holds all of it.
        """
        told: set[int] = set()
        for at, letters, meaning in self._all_in(stream):
            whole = not within_pieces or stream.piece_at(at) == stream.piece_at(at + len(letters) - 1)
            if whole and id(meaning) not in told:
                told.add(id(meaning))
                yield at, letters, meaning

    def _all_in(self, stream: Stream) -> Iterator[tuple[int, str, T]]:
        text, known = stream.letters, self.by_prefix
        if known:
            hits = [at for at in stream.word_starts() if text[at : at + PREFIX] in known]
            for at in hits:
                for letters, meaning in known[text[at : at + PREFIX]]:
                    if text.startswith(letters, at):
                        yield at, letters, meaning
        for phrase, meaning in self.brief:
            at = stream.spaced.find(f" {phrase} ")
            while at >= 0:
                yield stream.letter_at(at + 1), phrase.replace(" ", ""), meaning
                at = stream.spaced.find(f" {phrase} ", at + 1)


class Stream:
    """Pieces of text one behind the other, as letters alone and as words between spaces."""

    def __init__(self, pieces: Iterable[str]) -> None:
        self.pieces = [parted(piece) for piece in pieces]
        self.spaced = " \n ".join(["", *self.pieces, ""])
        self.letters = "".join(self.pieces).replace(" ", "")
        self.starts: list[int] = []
        self.spaced_starts: list[int] = []
        at, spaced_at = 0, 3
        for piece in self.pieces:
            self.starts.append(at)
            self.spaced_starts.append(spaced_at)
            at += len(piece) - piece.count(" ")
            spaced_at += len(piece) + 3

    def word_starts(self) -> list[int]:
        """Every letter at which a word may begin: in one too long to be a single word, any."""
        words = self.spaced.split()
        starts = [0, *accumulate(map(len, words))]
        for number, word in enumerate(words) if max(map(len, words), default=0) > LONGEST else ():
            if len(word) > LONGEST:
                starts += range(starts[number] + 1, starts[number] + len(word))
        return starts

    def piece_at(self, letter: int) -> int:
        """The number of the piece that holds a letter."""
        return bisect_right(self.starts, letter) - 1

    def piece_of_spaced(self, at: int) -> int:
        """The number of the piece that holds a position in the text with spaces."""
        return bisect_right(self.spaced_starts, at) - 1

    def letter_at(self, at: int) -> int:
        """The letter that stands at a position in the text with spaces."""
        number = self.piece_of_spaced(at)
        behind = self.spaced[self.spaced_starts[number] : at]
        return self.starts[number] + len(behind) - behind.count(" ")


def joined(lines: Iterable[str]) -> str:
    """Pieces of a line or of several as one text: a word that is broken by a hyphen at the end of one is whole.

    The hyphen is that of typesetters (U+2010): one typed with the keyboard belongs to the word.
    """
    text = ""
    for line in lines:
        bare = line.rstrip()
        if bare.endswith(HYPHENS) and bare[:-1]:
            text += bare[:-1]
        else:
            text += line + " "
    return text


def times_said(words: Sequence[str], phrase: Sequence[str]) -> int:
    """How often some words say a phrase, however these are parted: letter by letter, too."""
    sought = "".join(phrase)
    return sum(_begins(words, at, sought) for at, word in enumerate(words) if sought.startswith(word))


def _begins(words: Sequence[str], at: int, sought: str) -> bool:
    """Whether the words from one on are together, up to some word's end, the letters that are sought."""
    said = ""
    while at < len(words) and len(said) < len(sought):
        said += words[at]
        at += 1
    return said == sought
