"""Where in a finished file the sections, items and passages of the manuscript stand."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby

from ..characters import letters_a_word
from .passages import Expected, Passage
from .reading import Reading
from .words import Stream, is_reordered, parted

LONG = 24
BETWEEN = 40


class Spots:
    """A file's running text with the passages found in it: each claims the letters that it is."""

    def __init__(self, reading: Reading, expected: Expected) -> None:
        self.reading, self.expected = reading, expected
        self.stream = Stream(block.text for block in reading.blocks)
        self.claimed = bytearray(len(self.stream.letters))
        self.ends = {0, *accumulate(map(len, self.stream.spaced.split()))}
        self.found: dict[int, int] = {}
        self.sections = self._sections()

    def _sections(self) -> dict[str, tuple[int, int]]:
        """The letters between which each section stands, by id; of those that have an anchor in the file."""
        starts = {}
        for section in self.expected.sections:
            block = self.reading.anchors.get(section.id)
            if block is not None and block < len(self.stream.starts):
                starts[section.id] = self.stream.starts[block]
        own = {block for name, block in self.reading.anchors.items() if name.startswith("booklet.")}
        made = {self.stream.starts[block] for block in own if block < len(self.stream.starts)}
        order = sorted({*starts.values(), *made, len(self.stream.letters)})
        after = {start: order[position + 1] for position, start in enumerate(order[:-1])}
        return {name: (start, after.get(start, len(self.stream.letters))) for name, start in starts.items()}

    def place_all(self) -> list[Passage]:
        """Claim the letters of every passage that the edition shows. Gives those that are nowhere."""
        texts = [p for p in self.expected.shown if p.channel == "text"]
        lost = []
        cursor = 0
        for passage in texts:
            letters = "".join(passage.words)
            if len(letters) < LONG:
                continue
            start, _ = self.sections.get(passage.section, (0, 0))
            at = self._free(letters, max(cursor, start), len(self.claimed), whole=False)
            if at < 0:
                at = self._free(letters, 0, len(self.claimed), whole=False)
            else:
                cursor = at + len(letters)
            self._claim(passage, at, len(letters))
            if at < 0:
                lost.append(passage)
        for passage in texts:
            letters = "".join(passage.words)
            if len(letters) >= LONG:
                continue
            start, end = self._extent(passage)
            at = self._free(letters, start, end, whole=True)
            self._claim(passage, at, len(letters))
            if at < 0 and not self._stands_alone(passage.words, start, end):
                lost.append(passage)
        listed = {parted(piece.text).replace(" ", "") for piece in self.reading.pieces if piece.role == "listed"}
        lost = [passage for passage in lost if not passage.apart or "".join(passage.words) not in listed]
        return [passage for passage in lost if not self._in_other_order(passage)]

    def _extent(self, passage: Passage) -> tuple[int, int]:
        everywhere = (0, len(self.stream.letters))
        return everywhere if passage.apart else self.sections.get(passage.section, everywhere)

    def _free(self, letters: str, start: int, end: int, *, whole: bool) -> int:
        """Where letters stand that no other passage claims; -1 where they do not. ``whole``: as whole words only."""
        text = self.stream.letters
        at = text.find(letters, start, end)
        while at >= 0:
            behind = at + len(letters)
            if self.claimed.find(1, at, behind) < 0 and (not whole or (at in self.ends and behind in self.ends)):
                return at
            at = text.find(letters, at + 1, end)
        return -1

    def _claim(self, passage: Passage, at: int, length: int) -> None:
        if at >= 0:
            self.claimed[at : at + length] = b"\x01" * length
            self.found[id(passage)] = at

    def _blocks(self, start: int, end: int) -> Iterator[str]:
        yield from self.stream.pieces[self.stream.piece_at(start) : bisect_left(self.stream.starts, end)]

    def _stands_alone(self, words: Sequence[str], start: int, end: int) -> bool:
        letters = "".join(words)
        return any(block.replace(" ", "") == letters for block in self._blocks(start, end))

    def _in_other_order(self, passage: Passage) -> bool:
        """Whether all words of a passage are there, but with signs between them that a style sheet prints, or, in
        scripts that a PDF holds in the order of its glyphs, forwards or backwards."""
        start, end = self._extent(passage)
        words = [word for block in self._blocks(start, end) for word in block.split()]
        if is_reordered(passage.text):
            either = {*words, *(word[::-1] for word in words)}
            text = "".join(words)
            return all(w in either or w in text or w[::-1] in text for w in passage.words)
        there, wanted = _by_themselves(words), _by_themselves(passage.words)
        for begin in (n for n, word in enumerate(there) if word == wanted[0]):
            rest = iter(there[begin : begin + 2 * len(wanted) + BETWEEN])
            if all(word in rest for word in wanted):
                return True
        return False

    def items(self) -> dict[str, tuple[int, int]]:
        """The blocks between which each shown item stands, first and behind last, by id."""
        starts: dict[str, int] = {}
        firsts: dict[str, int] = {}
        for passage in self.expected.shown:
            if passage.item and id(passage) in self.found:
                firsts.setdefault(passage.item, self.stream.piece_at(self.found[id(passage)]))
        for _, item in self.expected.items:
            block = self.reading.anchors.get(item.id, firsts.get(item.id))
            if block is not None:
                starts[item.id] = block
        marks = {*starts.values(), *(self.stream.piece_at(start) for start, _ in self.sections.values())}
        marks |= {block for name, block in self.reading.anchors.items() if name.startswith(("fn.", "warning."))}
        order = sorted({*marks, len(self.stream.pieces)})
        return {name: (start, _after(order, start)) for name, start in starts.items()}


def _by_themselves(words: Sequence[str]) -> list[str]:
    """Words, and of scripts that part none each letter, so that a sign may stand anywhere between them."""
    if not any(letters_a_word(letter) for word in words for letter in word):
        return list(words)
    runs = (groupby(word, lambda letter: letters_a_word(letter) > 0) for word in words)
    return [piece for run in runs for alone, letters in run for piece in (letters if alone else ["".join(letters)])]


def _after(order: Sequence[int], start: int) -> int:
    position = bisect_left(order, start + 1)
    return order[position] if position < len(order) else start + 1
