"""Moodle XML, read back as Moodle reads it."""

from __future__ import annotations

import html

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from booklet import exports
from booklet.characters import is_control
from booklet.exports.moodle import in_gap, unbraced
from booklet.model import Book
from tests.exports.conftest import Booking
from tests.exports.moodle import GAP, Question, questions

HEAD = "---\nkind: quiz\ntitle: Q\nspoilers: none\n---\n\n"


@pytest.fixture(scope="module")
def read(book: Book) -> dict[str, Question]:
    return {question.idnumber: question for question in questions(exports.export(book, "moodle")[0])}


def words(markup: str) -> str:
    """The words of some HTML."""
    return " ".join("".join(etree.fromstring(f"<div>{markup}</div>").itertext()).split())


def test_every_question_is_there_in_order_with_its_number_type_and_points(book: Book) -> None:
    found = [(q.name[:2], q.type, q.mark) for q in questions(exports.export(book, "moodle")[0]) if q.idnumber]
    assert found == [
        ("01", "multichoice", 2),
        ("02", "multichoice", 3),
        ("03", "truefalse", 1),
        ("04", "multichoice", 1),
        ("05", "matching", 4),
        ("06", "ordering", 3),
        ("07", "cloze", 4),
        ("08", "shortanswer", 1),
        ("09", "essay", 2),
        ("10", "cloze", 1),
        ("1.", "essay", 1),
        ("2.", "essay", 1),
        ("1.", "essay", 1),
    ]


def test_sections_are_categories_below_the_booklet_s(read: dict[str, Question]) -> None:
    assert read["teller"].category == "$course$/top/A Small Book/Check & see // 1"
    assert read["early"].category == "$course$/top/A Small Book/Talk"


def test_prose_between_questions_stands_between_them(book: Book) -> None:
    kinds = [q.type for q in questions(exports.export(book, "moodle")[0])]
    assert kinds[:2] == ["description", "multichoice"]
    assert kinds[6] == "description"
    assert kinds.count("description") == 2


def test_rich_text_pictures_notes_and_feedback_are_kept(read: dict[str, Question]) -> None:
    question = read["teller"]
    assert question.text == '<div lang="en-GB" dir="ltr"><p>Who <em>tells</em> &lt;it&gt;?</p></div>'
    assert [fraction for _, fraction, _ in question.answers] == [0, 100, 0]
    assert (
        question.answers[0][2] == '<div lang="en-GB" dir="ltr"><p>She is seen from <strong>without</strong>.</p></div>'
    )
    assert '<img src="@@PLUGINFILE@@/red-' in question.answers[1][0]
    assert '<span lang="he" dir="rtl">קתי</span>' in question.answers[2][0]
    assert words(question.feedback) == "AnswerRead the first line."
    assert question.tags == ["recall", "ch. 1"]
    assert question.options["shuffleanswers"] == "false"
    hint = read["cry"].text
    assert '<div lang="fr" dir="ltr">' in hint
    assert "<em>her</em>.<sup>1</sup>" in hint
    assert "<p><sup>1</sup> A note with <s>struck</s> words.</p>" in hint


def test_several_right_choices_share_the_mark_and_wrong_ones_take_a_share(read: dict[str, Question]) -> None:
    assert [fraction for _, fraction, _ in read["three"].answers] == [33.33333, 33.33333, 33.33333, -33.33333]
    assert read["three"].options["single"] == "false"


def test_true_and_false_are_moodle_s_own_words_and_yes_and_no_the_author_s(read: dict[str, Question]) -> None:
    assert [(text, fraction) for text, fraction, _ in read["north"].answers] == [("true", 0), ("false", 100)]
    assert [(words(text), fraction) for text, fraction, _ in read["so"].answers] == [("Yes", 100), ("No", 0)]


def test_pairs_and_orders_come_in_the_right_one(read: dict[str, Question]) -> None:
    pairs = [(words(left), right) for left, right in read["deeds"].pairs]
    assert pairs == [("Kathy", "drives & stops"), ("Tommy", "draws"), ("Ruth", "pretends"), ("Laura", "draws")]
    assert "<strong>Who – Does</strong>" in read["deeds"].text
    assert [words(text) for text, _, _ in read["first"].answers] == ["The pitch", "The pillow", "The Cottages"]
    assert words(read["first"].feedback) == "The pitchChapter 1."


def test_gaps_hold_what_belongs_there_and_braces_in_the_text_are_text(read: dict[str, Question]) -> None:
    assert read["gaps"].gaps == [(2, "ca}r#e~r"), (2, "5 < 6 & \\*")]
    assert words(read["gaps"].text) == "A {1:MC:=x} {#1} “and” a {#2}."
    assert read["gaps"].name == "07. A {1:MC:=x} _____ “and” a _____."


def test_an_asterisk_in_an_answer_is_one(read: dict[str, Question]) -> None:
    assert [text for text, _, _ in read["tape"].answers] == ["Songs \\* After Dark", "After Dark"]


def test_essays_tell_those_who_mark_what_to_look_for(read: dict[str, Question]) -> None:
    assert words(read["cry"].options["graderinfo"]) == "AnswerShe sees the old world.Look forPity."
    assert read["cry"].options["responsefieldlines"] == "10"
    assert "old world" not in read["cry"].text + read["cry"].feedback
    assert words(read["late"].options["graderinfo"]) == "For the teacherA late word for teachers."
    assert words(read["voice"].text) == "A quiet voiceHow far do you agree?600–800 words"
    assert "Quotes" in read["voice"].options["graderinfo"]


def test_what_moodle_has_no_place_for_is_told(book: Book) -> None:
    _, problems = exports.export(book, "moodle")
    assert [(p.code, p.message) for p in problems] == [
        ("G002", "Moodle has no place for the notes for the teacher of question 1"),
    ]


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        (
            "1. Gaps: [a]{.blank}, [b]{.blank}. {points=3}\n",
            "G002",
            "Moodle gives each of the 2 gaps of question 1 1 point, 2 in all, not 3",
        ),
        (
            "1. Many\n\n" + "".join(f"   - [x] c{n}\n" for n in range(21)),
            "G001",
            "question 1 is left out of the file for Moodle: Moodle cannot share its mark among 21 right choices",
        ),
        (
            f"1. Long\n\n   | a | b |\n   |---|---|\n   | x | {'y' * 256} |\n   | z | w |\n",
            "G001",
            (
                "question 1 is left out of the file for Moodle: what stands to the right of a match has at most "
                "255 characters there"
            ),
        ),
        (
            "1. Seen\n\n   | a | b |\n   |---|---|\n   | x | ![Red](red.png) |\n   | z | w |\n",
            "G002",
            "Moodle’s matches have no pictures to the right: one of question 1 is told by its description",
        ),
    ],
)
def test_what_moodle_cannot_do_is_told_by_place(booked: Booking, text: str, code: str, message: str) -> None:
    data, problems = exports.export(booked(f"{HEAD}{text}\n2. Else? {{answer=yes}}\n"), "moodle")
    assert [(p.code, p.message, p.place.line) for p in problems if p.place.line] == [
        (code, message, problems[0].place.line)
    ]
    assert len(questions(data)) == (1 if code == "G001" else 2)


@pytest.mark.parametrize("right", range(1, 21))
def test_every_number_of_right_choices_adds_up_in_shares_that_moodle_takes(booked: Booking, right: int) -> None:
    choices = "".join(f"   - [x] c{n}\n" for n in range(right)) + "   - [ ] none\n"
    (question,) = questions(exports.export(booked(f"{HEAD}1. Q {{type=multi}}\n\n{choices}"), "moodle")[0])
    assert len(question.answers) == right + 1


def test_text_from_right_to_left_says_so(booked: Booking) -> None:
    settings = "title: ספר\nlanguage: he\n"
    (question,) = questions(exports.export(booked(f"{HEAD}1. מי? {{answer=אני}}\n", settings), "moodle")[0])
    assert question.text == '<div lang="he" dir="rtl"><p>מי?</p></div>'


ANYTHING = st.text(st.characters(exclude_categories=("Cs",)).filter(lambda c: not is_control(c)), min_size=1)


@settings(max_examples=150, deadline=None)
@given(ANYTHING)
def test_whatever_stands_in_a_gap_moodle_reads_it(answer: str) -> None:
    found = GAP.fullmatch(f"{{1:SHORTANSWER:={in_gap(answer)}}}")
    assert found
    assert html.unescape(found[5]).replace("\\}", "}").replace("\\#", "#").replace("\\*", "*") == answer


@settings(max_examples=100, deadline=None)
@given(ANYTHING)
def test_no_text_around_a_gap_is_a_gap(text: str) -> None:
    written = str(unbraced(f"{{1:SA:={text}}}"))
    assert GAP.search(written) is None
    assert html.unescape(written) == f"{{1:SA:={text}}}"
