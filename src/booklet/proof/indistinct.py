"""Whether the choices of a quiz look all alike in a copy that keeps the answers back, and stand in no telling order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..problems import Problem, error
from .passages import Choices, Expected
from .reading import Block, Reading
from .spots import Spots
from .words import spaced

COUNTED = ("id", "for", "name", "value", "href", "aria-labelledby", "aria-describedby", "data-letter", "data-number")
DIGITS = "0123456789"
NO_DIGITS = str.maketrans("", "", DIGITS)


def telling_choices(file: str, expected: Expected, reading: Reading, spots: Spots) -> Iterator[Problem]:
    """Every item whose choices tell in the file which of them are right."""
    extents = spots.items() if expected.choices else {}
    for choices in expected.choices:
        if choices.item.id in extents:
            yield from _of_item(file, choices, reading, spots, extents[choices.item.id])


def _of_item(file: str, choices: Choices, reading: Reading, spots: Spots, extent: tuple[int, int]) -> Iterator[Problem]:
    found = _blocks(choices, spots, extent)
    there = [number for number in found if number is not None]
    if len(there) < 2:
        return
    marks = [choice.mark for choice in choices.item.choices]
    where = reading.blocks[there[0]].where
    hint = "print every choice in the same way, and in the order in which the template gets them"
    looks = [None if n is None else _look(reading.blocks[n], spots.stream.pieces[n], words, position)
             for position, (n, words) in enumerate(zip(found, choices.words, strict=True), 1)]  # fmt: skip
    if marks and all(mark.isdigit() for mark in marks):
        order = sorted((number, int(mark)) for number, mark in zip(found, marks, strict=True) if number is not None)
        if len(order) > 1 and [mark for _, mark in order] == sorted(mark for _, mark in order):
            message = f"{choices.what} leaks into {file}: {where}: the choices stand in the right order"
            yield error("E005", choices.item.place, message, hint)
            return
        if len({repr(look) for look in looks if look}) > 1:
            message = f"{choices.what} leaks into {file}: {where}: the choices do not all look alike"
            yield error("E005", choices.item.place, message, hint)
        return
    right = {repr(look) for look, mark in zip(looks, marks, strict=True) if mark and look}
    wrong = {repr(look) for look, mark in zip(looks, marks, strict=True) if not mark and look}
    if right and wrong and not right & wrong:
        message = f"{choices.what} leaks into {file}: {where}: the right choices do not look like the wrong ones"
        yield error("E005", choices.item.place, message, hint)


def _blocks(choices: Choices, spots: Spots, extent: tuple[int, int]) -> list[int | None]:
    """The block that each choice begins in: one for each, none twice."""
    found: list[int | None] = []
    taken: set[int] = set()
    texts = {number: spots.stream.pieces[number].replace(" ", "") for number in range(*extent)}
    for position, words in enumerate(choices.words, 1):
        letters = "".join(words)
        label = _letter(position)
        free = {number: text for number, text in texts.items() if number not in taken and letters}
        exact = (n for n, text in free.items() if text.removeprefix(label).rstrip(DIGITS) == letters.rstrip(DIGITS))
        begun = (n for n, text in free.items() if len(text) > 3 and letters.startswith(text.removeprefix(label)))
        within = (n for n, text in free.items() if letters in text)
        best = next((number for numbers in (exact, begun, within) for number in numbers), None)
        if best is not None:
            taken.add(best)
        found.append(best)
    return found


def _letter(position: int) -> str:
    return chr(ord("a") + (position - 1) % 26)


def _look(block: Block, text: str, words: Sequence[str], position: int) -> tuple[Any, ...]:
    """How a choice looks, but for its words and for what counts it."""
    path = tuple((tag, _attributes(given, position)) for tag, given in block.path[-3:])
    inner = tuple((tag, _attributes(given, position)) for tag, given in block.inner if tag in ("input", "span", "img"))
    signs = "".join(c for c in block.text if not c.isspace() and not spaced(c).strip() and ord(c) > 0x2100)
    rest = text.replace(" ", "").replace("".join(words), "", 1).translate(NO_DIGITS)
    return path, inner[:1], signs, "" if rest == _letter(position) else rest


def _attributes(given: Any, position: int) -> tuple[tuple[str, str], ...]:
    if not isinstance(given, Mapping):
        return ()
    names = {str(position), _letter(position), _letter(position).upper()}
    return tuple(sorted((key, "" if key in COUNTED and (key != "value" or value in names) else value)
                        for key, value in given.items() if isinstance(value, str)))  # fmt: skip
