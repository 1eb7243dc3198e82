"""What all exports have in common: editions, the same bytes, nothing where there is nothing."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from booklet import exports
from booklet.cli import pack
from booklet.editions import EDITIONS
from booklet.model import Book
from booklet.problems import CATALOGUE, BookletError
from tests.conftest import ROOT
from tests.exports.conftest import Booking, read
from tests.exports.moodle import questions

ASKING = [name for name in exports.EXPORTS if name != "anki"]


def text_of(data: bytes) -> str:
    """All that a file says, whatever it is."""
    if not data.startswith(b"PK"):
        return data.decode()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def test_every_export_has_a_name_an_ending_and_a_label_of_its_own() -> None:
    assert [e.name for e in exports.EXPORTS.values()] == list(exports.EXPORTS)
    assert len({e.suffix for e in exports.EXPORTS.values()}) == len(exports.EXPORTS)
    assert tuple(exports.EXPORTS) == pack.EXPORTS
    page = (ROOT / "docs/how-to/learning-platforms.md").read_text(encoding="utf-8")
    assert all(f"| `{e.name}` | `…{e.suffix}` |" in page and e.label for e in exports.EXPORTS.values())


@pytest.mark.parametrize("name", exports.EXPORTS)
def test_the_same_book_gives_the_same_bytes(everything: Path, book: Book, name: str) -> None:
    assert exports.export(book, name) == exports.export(read(everything), name)


@pytest.mark.parametrize("name", exports.EXPORTS)
def test_a_copy_up_to_a_chapter_gives_away_nothing_of_later_ones(everything: Path, name: str) -> None:
    chosen = read(everything, replace(EDITIONS["teacher"], spoilers=3))
    said = text_of(exports.export(chosen, name)[0])
    for secret in ("deferral", "A delay", "late word", "Late?", "drives", "A line"):
        assert secret not in said
    assert ("An early answer" in said) == (name != "anki")
    assert ("carer" in said) == (name in ("anki", "csv"))


@pytest.mark.parametrize("name", ASKING)
def test_a_copy_without_answers_has_no_question_that_a_program_would_mark(everything: Path, name: str) -> None:
    data, problems = exports.export(read(everything, EDITIONS["student"]), name)
    said = text_of(data)
    for secret in ("first line", "from without", "After Dark", "old world", "Wait a while"):
        assert secret not in said
    left_out = [p.message for p in problems if p.code == "G001" and "answer" in p.message]
    assert len(left_out) == (0 if name == "csv" else 8)
    if left_out:
        assert left_out[0] == "question 1 has no answer in this copy, and is left out"


@pytest.mark.parametrize("name", exports.EXPORTS)
def test_where_there_is_nothing_to_export_it_is_said(booked: Booking, name: str) -> None:
    with pytest.raises(BookletError) as caught:
        exports.export(booked("---\nkind: page\ntitle: P\nspoilers: none\n---\n\nProse.\n"), name)
    (problem,) = caught.value.problems
    assert (problem.code, problem.exit_code) == ("G003", 3)
    assert problem.message == f"there is nothing in this booklet for {name}"


NESTED = """\
---
kind: quiz
title: Q
spoilers: none
---

1. Which?

   - Think twice.

     ::: answer
     A hidden word.
     :::

   Now:

   - [x] This
   - [ ] That
"""


def test_an_answer_in_the_midst_of_a_question_is_told_behind_it(booked: Booking) -> None:
    made = booked(NESTED)
    (question,) = questions(exports.export(made, "moodle")[0])
    assert "Think twice." in question.text
    assert ("A hidden word." in question.text, "A hidden word." in question.feedback) == (False, True)
    for name, behind in (("qti", "<modalFeedback"), ("gift", "####"), ("csv", '"a","')):
        seen, _, told = text_of(exports.export(made, name)[0]).rpartition(behind)
        assert ("A hidden word." in seen, "A hidden word." in told) == (False, True)


def test_a_deck_of_passages_that_nobody_says_is_none(booked: Booking) -> None:
    with pytest.raises(BookletError) as caught:
        exports.export(booked("---\nkind: quotations\ntitle: P\nspoilers: none\n---\n\n> Words.\n"), "anki")
    assert [problem.code for problem in caught.value.problems] == ["G001", "G003"]


def test_the_sample_s_questions_and_words_go_into_every_export() -> None:
    sample = read(ROOT)
    for name in exports.EXPORTS:
        data, problems = exports.export(sample, name)
        assert len(data) > 5_000
        assert {p.code for p in problems} <= {"G001", "G002"}
        assert all(CATALOGUE[p.code].optional and p.place.line for p in problems)
        assert name == "gift" or not [p for p in problems if p.code == "G001"]
