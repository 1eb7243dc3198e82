"""Whether the choices of a quiz look all alike in a copy that keeps the answers back, and stand in no telling order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from ..language import LETTERS, letter_of
from ..model import Choice, plain
from ..problems import Problem, error
from .passages import Choices, Expected
from .reading import Block, Element, Reading
from .spots import Spots
from .words import parted, spaced

COUNTED = ("id", "for", "name", "value", "href", "aria-labelledby", "aria-describedby", "data-letter", "data-number")
WRITTEN = frozenset("p table thead tbody tr td th ul ol li dl dt dd blockquote pre figure figcaption h2 h3 h4".split())
FRAMES = ("input", "span", "img", "label", "i", "b", "svg")
HINT = "print every choice in the same way, and in the order in which the template gets them"


def telling_choices(file: str, expected: Expected, reading: Reading, spots: Spots) -> Iterator[Problem]:
    """Every item whose choices tell in the file which of them are right."""
    extents = spots.items() if expected.choices else {}
    for choices in expected.choices:
        if choices.item.id not in extents:
            continue
        prompts = _blocks(choices.prompts, spots, extents[choices.item.id], ())
        found = _blocks(choices.words, spots, extents[choices.item.id], prompts)
        there = [number for number in found if number is not None]
        tale = _tale(choices, found, reading, spots) if len(there) > 1 else ""
        tale = tale or _tale_of_prompts(choices, prompts, spots)
        if tale:
            where = reading.blocks[[*there, *(number for number in prompts if number is not None)][0]].where
            message = f"{choices.what} leaks into {file}: {where}: {tale}"
            yield error("E005", choices.item.place, message, HINT)


def _tale(choices: Choices, found: Sequence[int | None], reading: Reading, spots: Spots) -> str:
    """What the choices tell; nothing where they keep to themselves."""
    marks = [choice.mark for choice in choices.item.choices]
    paths = [reading.blocks[number].path for number in found if number is not None]
    common = _common(paths)
    looks = [
        None if n is None else repr(_look(reading.blocks[n], spots.stream.pieces[n].split(), common, words, at, choice))
        for at, (n, words, choice) in enumerate(zip(found, choices.words, choices.item.choices, strict=True), 1)
    ]
    if all(mark.isdigit() for mark in marks):
        order = sorted((number, int(mark)) for number, mark in zip(found, marks, strict=True) if number is not None)
        if len(set(marks)) > 1 and [mark for _, mark in order] == sorted(mark for _, mark in order):
            return "the choices stand in the right order"
        pieces = [spots.stream.pieces[n].split() if n is not None else [] for n in found]
        if any(_says(*of) for of in zip(pieces, choices.words, marks, range(1, len(marks) + 1), strict=True)):
            return "a choice says where it belongs"
        return "the choices do not all look alike" if len({look for look in looks if look}) > 1 else ""
    right = {look for look, mark in zip(looks, marks, strict=True) if mark and look}
    wrong = {look for look, mark in zip(looks, marks, strict=True) if not mark and look}
    return "the right choices do not look like the wrong ones" if right and wrong and right != wrong else ""


def _says(piece: Sequence[str], words: Sequence[str], mark: str, position: int) -> bool:
    """Whether the number that is right stands beside a choice, which is not what counts it."""
    beside = piece[1:] if piece[:1] == [str(position)] else piece
    return mark in beside and mark not in words


def _tale_of_prompts(choices: Choices, found: Sequence[int | None], spots: Spots) -> str:
    """What stands beside the prompts of a match, where it is not the same beside all of them."""
    beside = {
        " ".join(_rest(spots.stream.pieces[number].split(), words, position))
        for position, (number, words) in enumerate(zip(found, choices.prompts, strict=True), 1)
        if number is not None
    }
    return "the prompts do not all look alike" if len(beside) > 1 else ""


def _common(paths: Sequence[tuple[Element, ...]]) -> int:
    """How many elements, from the outermost, all paths share."""
    shared = 0
    for elements in zip(*paths, strict=False):
        if any(element != elements[0] for element in elements):
            break
        shared += 1
    return shared


def _blocks(
    choices: Sequence[Sequence[str]], spots: Spots, extent: tuple[int, int], others: Sequence[int | None]
) -> list[int | None]:
    """The block that each choice begins in, given by its words: one for each, none twice, none of the ``others``."""
    found: list[int | None] = []
    taken = {*others}
    for position, words in enumerate(choices, 1):
        ranks = [
            (-_rank(spots.stream.pieces[number].split(), words, position), number)
            for number in range(*extent)
            if number not in taken
        ]
        rank, best = min(ranks, default=(0, 0))
        found.append(best if rank else None)
        taken |= {best if rank else None}
    return found


def _rank(piece: Sequence[str], words: Sequence[str], position: int) -> int:
    """How well a block's words suit those of a choice at its position: 0 not at all."""
    bare = piece[1:] if piece[:1] and piece[0] in _labels(position) else piece
    for rank, text in ((6 if len(bare) < len(piece) else 5, bare), (4, piece)):
        if text and list(text) == list(words):
            return rank
    if words and (list(bare[: len(words)]) == list(words) or (bare and list(words[: len(bare)]) == list(bare))):
        return 3 if len(bare) < len(piece) else 2
    return int(bool(words) and f" {' '.join(words)} " in f" {' '.join(piece)} ")


@cache
def _labels(position: int) -> frozenset[str]:
    """What may count a choice: its number, or its letter in any language."""
    letters = {letter_of(position, language) for language in ("", *LETTERS)}
    return frozenset({str(position), *(parted(letter) for letter in letters)})


def _look(
    block: Block, piece: Sequence[str], common: int, words: Sequence[str], position: int, choice: Choice
) -> tuple[Any, ...]:
    """How a choice looks, but for its words, for what its author gave it, and for what counts it."""
    written = {(key, node.attrs[key]) for root in choice.body for node in root.walk()
               for key in ("id", "class") if key in node.attrs}  # fmt: skip
    frame = []
    for tag, given in block.path[common:]:
        if not isinstance(given, Mapping) or (tag in WRITTEN and tag != "li"):
            break
        frame.append((tag, _attributes(given, position)))
    own = (given for tag, given in block.inner if tag in FRAMES and isinstance(given, Mapping) and "src" not in given)
    inner = [_attributes(given, position) for given in own if not any(pair in written for pair in given.items())]
    said = plain(choice.body)
    signs = "".join(c for c in block.text if c not in said and not spaced(c).strip() and ord(c) > 0x2100)
    return tuple(frame), inner[:1], signs, _rest(piece, words, position)


def _rest(piece: Sequence[str], words: Sequence[str], position: int) -> list[str]:
    """The words of a block beside those of its choice, but for what counts it."""
    rest = list(piece[1:] if piece[:1] and piece[0] in _labels(position) else piece)
    if rest[: len(words)] == list(words) or list(words[: len(rest)]) == rest:
        rest = rest[len(words) :]
    else:
        rest = [word for word in rest if word not in words]
    return [word for word in rest if not word.isdigit()]


def _attributes(given: Mapping[str, Any], position: int) -> tuple[tuple[str, str], ...]:
    names = {name for label in _labels(position) for name in (label, label.upper())}
    return tuple(sorted((key, "" if key in COUNTED and (key != "value" or value in names) else value)
                        for key, value in given.items() if isinstance(value, str)))  # fmt: skip
