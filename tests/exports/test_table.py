"""The table for spreadsheets, read back by Python's csv."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from booklet import exports
from booklet.exports.table import COLUMNS, defused
from booklet.model import Book
from tests.exports.conftest import Booking

SIGNS = "=+-@＝＋－＠"


def rows_of(data: bytes) -> dict[str, dict[str, str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return {row["id"]: row for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)}


@pytest.fixture(scope="module")
def rows(book: Book) -> dict[str, dict[str, str]]:
    return rows_of(exports.export(book, "csv")[0])


def test_there_is_a_row_for_each_item_under_the_names_of_the_columns(rows: dict[str, dict[str, str]]) -> None:
    asked = [
        "teller",
        "three",
        "north",
        "so",
        "deeds",
        "first",
        "gaps",
        "tape",
        "cry",
        "alone",
        "early",
        "late",
        "voice",
    ]
    assert list(rows) == [*asked, "carer", "deferral", "q-line", "q-nobody"]
    assert all(tuple(row) == COLUMNS for row in rows.values())
    assert (rows["teller"]["section"], rows["teller"]["kind"], rows["teller"]["number"]) == (
        "Check & see / 1",
        "quiz",
        "1",
    )


def test_questions_have_their_choices_answers_reasons_and_facts(rows: dict[str, dict[str, str]]) -> None:
    row = rows["teller"]
    assert row["text"] == "Who tells <it>?"
    assert row["choices"] == "a) Ruth\nb) Kathy [A red square]\nc) קתי"
    assert row["answer"] == "b"
    assert row["explanation"] == "a) She is seen from without.\nRead the first line."
    assert row["for the teacher"] == "Wait a while."
    assert [row[key] for key in ("type", "points", "level", "chapter")] == ["choice", "2", "recall", "1"]
    assert rows["three"]["answer"] == "a; b; c"
    assert rows["gaps"]["text"] == "A {1:MC:=x} _____ “and” a _____."
    assert rows["gaps"]["answer"] == "ca}r#e~r; 5 < 6 & *"
    assert rows["tape"]["answer"] == "Songs * After Dark; After Dark"
    assert rows["cry"]["hint"] == "Look at her. [A note with struck words.]"
    assert (rows["cry"]["answer"], rows["cry"]["explanation"]) == ("She sees the old world.", "Look for: Pity.")
    assert rows["voice"]["text"] == "A quiet voice\nHow far do you agree?\n600–800 words"
    assert "Quotes | exact | rough" in rows["voice"]["explanation"]


def test_pairs_and_orders_are_told_by_number_and_letter(rows: dict[str, dict[str, str]]) -> None:
    row = rows["deeds"]
    letters = {line[0]: line[3:] for line in row["choices"].splitlines() if line[1] == ")"}
    right = dict(pair.split("–") for pair in row["answer"].split("; "))
    assert [letters[right[n][0]] for n in "1234"] == ["drives & stops", "draws", "pretends", "draws"]
    assert right["2"] == right["4"]
    assert len(right["2"]) == 3


def test_words_and_passages_have_their_other_half(rows: dict[str, dict[str, str]]) -> None:
    assert rows["carer"]["answer"] == "Someone who cares <for> others. [A red square]"
    assert (rows["carer"]["type"], rows["carer"]["level"]) == ("noun", "tier 2")
    assert rows["q-line"]["text"] == "A line\nand another."
    assert (rows["q-line"]["answer"], rows["q-line"]["chapter"]) == ("Kathy", "6")


def test_pictures_are_warned_of(book: Book) -> None:
    _, problems = exports.export(book, "csv")
    assert [(p.code, p.message) for p in problems] == [
        ("G002", "a table has no pictures: one of question 1 is told by its description"),
        ("G002", "a table has no pictures: one of term 1 is told by its description"),
    ]


def test_no_cell_is_a_formula(booked: Booking) -> None:
    text = '---\nkind: quiz\ntitle: "=Q"\nspoilers: none\n---\n\n1. =cmd|x {answer="@SUM(A1)|-2"}\n'
    (row,) = rows_of(exports.export(booked(text), "csv")[0]).values()
    assert (row["section"], row["text"], row["answer"]) == ("'=Q", "'=cmd|x", "'@SUM(A1); -2")


@settings(max_examples=100, deadline=None)
@example("\u2003=1")  # any space before a sign
@example("\x85@")
@given(st.text(st.one_of(st.sampled_from(SIGNS + " \t\r\n\",;'"), st.characters(exclude_categories=("Cs",)))))
def test_whatever_a_cell_holds_it_comes_back_and_no_spreadsheet_runs_it(text: str) -> None:
    cell = defused(text)
    assert cell in (text, f"'{text}")
    assert not cell.strip().startswith(tuple(SIGNS))
    target = io.StringIO(newline="")
    csv.writer(target, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow([cell, "x"])
    assert list(csv.reader(io.StringIO(target.getvalue(), newline=""), strict=True)) == [[cell, "x"]]
