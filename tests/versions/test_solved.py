"""Four versions of a test, solved by somebody who sees nothing but the printed sheets and their keys."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import permutations
from typing import NamedTuple

import pytest

from tests.conftest import SETTINGS, Project
from tests.versions import printing, solver

LETTERS = "ABCD"
SEED = 2026
QUIZ = """---
kind: quiz
title: Who and what
---

Close the book.

1. Who tells the story?

   - [ ] Ruth, who was her friend from the first year at school to the last days of her life, and her rival all the way
   - [x] Kathy
   - [ ] Tommy
   - [ ] None of these

2. Which are places in it? {points=2}

   - [x] Norfolk
   - [x] Hailsham
   - [ ] Judy Bridgewater

3. The Cottages were a farm. {type=true-false answer=true}

4. Who does what? {points=4}

   | Name | What they did |
   |---|---|
   | Ruth | invited a friend to ride a horse that was not there |
   | Madame | stood in a doorway and wept |
   | Laura | laughed |
   | Tommy | lost his temper on the sports field |

5. What is their order? {points=3}

   1. The pitch
   2. The pillow
   3. The farm
   4. The boat

6. She is a [carer]{.blank} from [Hailsham]{.blank}.

7. What is the tape called? {answer="Songs After Dark"}

8. Who has the last word?

   - [x] Kathy
   - [ ] Madame
   - [ ] Miss Emily
"""
# By the first words of each question, what is right: words of choices, halves of pairs, or words to write.
RIGHT: Mapping[str, object] = {
    "Who tells": {"Kathy"},
    "Which are": {"Norfolk", "Hailsham"},
    "The Cottages": {"True"},
    "Who does": {
        "Ruth": "invited a friend to ride a horse that was not there", "Madame": "stood in a doorway and wept",
        "Laura": "laughed", "Tommy": "lost his temper on the sports field",
    },
    "What is their": ["The pitch", "The pillow", "The farm", "The boat"],
    "She is": "carer · Hailsham",
    "What is the tape": "Songs After Dark",
    "Who has": {"Kathy"},
}  # fmt: skip


class Printed(NamedTuple):
    """What was read from paper: sheets and keys by letter, and the lines of the table of all versions."""

    sheets: Mapping[str, Mapping[int, solver.Asked]]
    keys: Mapping[str, Mapping[int, tuple[str, int]]]
    cross: list[str]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    folder = tmp_path_factory.mktemp("versions")
    project = Project(folder / "project").write("manuscript/booklet.yaml", SETTINGS).section("01-quiz.md", QUIZ)
    made = printing.packed(project, len(LETTERS), SEED)
    return Printed(
        {letter: solver.sheet(made[letter.lower()], folder) for letter in LETTERS},
        {letter: solver.key(made[f"{letter.lower()}-key"], folder) for letter in LETTERS},
        [solver.text_of(line) for line in solver.lines_of(made["versions"], folder)],
    )


def right_for(asked: solver.Asked) -> tuple[str, object]:
    """What is right about a question that was read, with the words by which it is known."""
    (name,) = [name for name in RIGHT if asked.words.startswith(name)]
    return name, RIGHT[name]


def is_right(asked: solver.Asked, said: str) -> bool:
    """Whether what a key says of a question is right on the sheet on which it was read."""
    _, right = right_for(asked)
    if isinstance(right, set):
        letters = said.replace(",", "").split()[: len(right)]
        return {asked.choices.get(one) for one in letters} == right and all(words in said for words in right)
    if isinstance(right, dict):
        pairs = [pair.partition("–") for pair in said.split(", ")]
        return {asked.prompts.get(int(n) if n.isdigit() else 0): asked.choices.get(one) for n, _, one in pairs} == right
    if isinstance(right, list):
        return [asked.choices.get(one) for one in said.split(", ")] == right
    return said == right


@pytest.mark.parametrize("letter", LETTERS)
def test_each_answer_of_a_key_is_the_right_one_on_its_sheet(printed: Printed, letter: str) -> None:
    sheet, key = printed.sheets[letter], printed.keys[letter]
    assert list(sheet) == list(key) == list(range(1, 9))
    assert [points for _, points in key.values()] == [asked.points for asked in sheet.values()]
    assert [number for number, asked in sheet.items() if not is_right(asked, key[number][0])] == []


@pytest.mark.parametrize(("letter", "other"), [*permutations(LETTERS, 2)])
def test_the_key_of_another_version_is_wrong(printed: Printed, letter: str, other: str) -> None:
    right = [is_right(asked, printed.keys[other][number][0]) for number, asked in printed.sheets[letter].items()]
    assert right.count(False) > 3


def test_every_question_is_on_every_sheet_with_all_its_choices(printed: Printed) -> None:
    held = [
        sorted((right_for(asked)[0], sorted(asked.choices.values())) for asked in sheet.values())
        for sheet in printed.sheets.values()
    ]
    assert {name for name, _ in held[0]} == set(RIGHT)
    assert all(one == held[0] for one in held)


def test_no_two_sheets_are_alike_and_neighbours_have_other_letters(printed: Printed) -> None:
    orders = [[right_for(asked)[0] for asked in sheet.values()] for sheet in printed.sheets.values()]
    assert len({tuple(order) for order in orders}) == 4
    assert orders[0] == list(RIGHT)
    for name in ("Who tells", "Who has"):
        letters = {
            said.split()[0]
            for letter in LETTERS
            for number, (said, _) in printed.keys[letter].items()
            if right_for(printed.sheets[letter][number])[0] == name
        }
        assert len(letters) == 3  # of three that change places


def test_what_speaks_of_all_choices_is_the_last_on_every_sheet(printed: Printed) -> None:
    for sheet in printed.sheets.values():
        (asked,) = [asked for asked in sheet.values() if asked.words.startswith("Who tells")]
        assert asked.choices["d"] == "None of these"


def test_the_table_of_all_versions_says_what_the_keys_say(printed: Printed) -> None:
    for number, name in enumerate(RIGHT, 1):
        (row,) = [line for line in printed.cross if line.startswith(f"{number} {name}")]
        cells = ""
        for letter in LETTERS:
            (at,) = [n for n, asked in printed.sheets[letter].items() if right_for(asked)[0] == name]
            right = RIGHT[name]
            said = printed.keys[letter][at][0]
            if isinstance(right, set):
                letters = ", ".join(said.replace(",", "").split()[: len(right)])
            elif isinstance(right, str):
                letters = ""
            else:
                letters = " ".join(piece[-1] for piece in said.split(", "))
            cells += f" {at} {letters}".rstrip()
        assert row.endswith(cells), row
