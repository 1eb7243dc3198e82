"""GIFT, read back by a small reader made after Moodle's documentation of it, and by a parser that is not ours."""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from booklet import exports
from booklet.exports.gift import escaped
from booklet.model import Book
from tests.conftest import ROOT

KINDS = {"Category": 3, "Description": 2, "Essay": 4, "MC": 3, "Matching": 1, "Short": 2, "TF": 1}
SIGN = re.compile(r"\\(.)", re.DOTALL)


def plain(text: str) -> str:
    """Text as GIFT means it."""
    return SIGN.sub(lambda found: "\n" if found[1] == "n" else found[1], text)


def words(markup: str) -> str:
    assert markup.startswith("[html]")
    return " ".join("".join(etree.fromstring(plain(markup.removeprefix("[html]"))).itertext()).split())


def parted(text: str, signs: str) -> list[str]:
    """A text at signs that no backslash stands before."""
    return re.split(rf"(?<!\\)(?:\\\\)*[{signs}]", text)


def questions(data: bytes) -> dict[str, tuple[str, str, str]]:
    """Name, text, what stands in the braces, and what behind them."""
    found = {}
    for block in data.decode().strip().split("\n\n"):
        if block.startswith("$CATEGORY: "):
            continue
        name, text = re.fullmatch(r"::((?:[^:\\]|\\.)*)::(.*)", block, re.DOTALL).groups()  # type: ignore[union-attr]
        braces = re.fullmatch(r"((?:[^{\\]|\\.)*)\{((?:[^{}\\]|\\.)*)\}((?:[^{}\\]|\\.)*)", text, re.DOTALL)
        found[plain(name)] = braces.groups() if braces else (text, "", "")
    return found


@pytest.fixture(scope="module")
def read(book: Book) -> dict[str, tuple[str, str, str]]:
    return questions(exports.export(book, "gift")[0])


def test_what_gift_can_hold_is_there_and_the_rest_is_told(book: Book, read: dict[str, tuple[str, str, str]]) -> None:
    assert [name.partition(".")[0] for name in read] == [
        "Check & see / 1 (1)", "01", "02", "03", "04", "05", "Check & see / 1 (2)", "08", "09", "10", "1", "2", "1",
    ]  # fmt: skip
    _, problems = exports.export(book, "gift")
    left_out = [p.message for p in problems if p.code == "G001"]
    assert left_out == [
        "question 6 is left out of the file: GIFT has no orders",
        "question 7 is left out of the file: GIFT has no texts with more than one gap",
    ]
    told = {p.message for p in problems if p.code == "G002"}
    assert "GIFT says no points: question 5 counts 1, not 4" in told
    assert "GIFT leaves this out of question 1: a picture, which is told by its description" in told
    assert "GIFT has no place for the notes for the teacher of question 1" in told


def test_choices_gaps_and_pairs_are_as_moodle_reads_them(read: dict[str, tuple[str, str, str]]) -> None:
    by_number = {name.partition(".")[0]: found for name, found in read.items()}
    text, inside, _ = by_number["01"]
    assert words(text.strip()) == "Who tells <it>?"
    assert [line[0] for line in inside.strip().split("\n")] == ["~", "=", "~", "#"]
    assert words(parted(inside.strip().split("\n")[0][1:], "#")[1]) == "She is seen from without."
    assert words("[html]" + by_number["01"][1].rpartition("####")[2].strip()) == "AnswerRead the first line."
    assert [line.split("%")[1] for line in by_number["02"][1].strip().split("\n")] == [*["33.33333"] * 3, "-33.33333"]
    assert by_number["03"][1].strip() == "FALSE"
    pairs = [line[1:].split(" -> ") for line in by_number["05"][1].strip().split("\n")]
    assert next((words(left), plain(right)) for left, right in pairs) == ("Kathy", "drives & stops")
    assert by_number["08"][1].strip() == "=Songs \\\\* After Dark\n=After Dark"
    before, inside, behind = by_number["10"]
    assert inside.strip() == "=gap"
    assert words(before + "GAP" + behind) == "One GAP alone."


def test_a_parser_of_moodle_s_grammar_reads_the_same(book: Book, read: dict[str, tuple[str, str, str]]) -> None:
    command = ("node", ROOT / "tests/e2e/readers/gift.mjs")
    done = subprocess.run(command, input=exports.export(book, "gift")[0], capture_output=True, check=True)
    parsed: list[dict[str, Any]] = json.loads(done.stdout)
    asked = {entry["title"]: entry for entry in parsed if entry["type"] != "Category"}
    assert list(asked) == list(read)
    assert Counter(entry["type"] for entry in parsed) == KINDS
    by_number = {title.partition(".")[0]: entry for title, entry in asked.items()}
    assert [choice["isCorrect"] for choice in by_number["01"]["choices"]] == [False, True, False]
    assert words("[html]" + by_number["01"]["stem"]["text"]) == "Who tells <it>?"
    assert [choice["weight"] for choice in by_number["02"]["choices"]] == [33.33333, 33.33333, 33.33333, -33.33333]
    assert by_number["03"]["isTrue"] is False
    assert {pair["subanswer"] for pair in by_number["05"]["matchPairs"]} >= {"drives & stops"}
    assert [choice["text"]["text"] for choice in by_number["08"]["choices"]] == [
        r"Songs \* After Dark",  # an asterisk that stands for itself
        "After Dark",
    ]


@settings(max_examples=100, deadline=None)
@given(st.text(st.one_of(st.sampled_from("\\~=#{}:\n"), st.characters(exclude_categories=("Cc", "Cs")))))
def test_whatever_is_written_gift_reads_it_back(text: str) -> None:
    written = escaped(text)
    assert plain(written) == text
    assert "\n" not in written
    assert re.fullmatch(r"(?:[^~=#{}:\\]|\\.)*", written, re.DOTALL)
