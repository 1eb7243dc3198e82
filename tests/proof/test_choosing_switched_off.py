"""One thing at a time is left in that an edition must leave out: the proof sees it by itself, in every format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from booklet import editions
from booklet.model import Book, Edition, Item, Section
from tests.conftest import SETTINGS, Project
from tests.proof.planting import at, found_in, line_of

FORMATS = ("pdf", "html")  # EPUB is read as HTML is
WORK = "work: {title: The Long Book, author: Bea Novelist, chapters: 20}\n"
PLAIN = "# In the open\n\nThis may be read by all.\n"
KINDS = """\
---
kind: {kind}
title: A section
{more}---

"""


@dataclass(frozen=True)
class Left:
    """A section of which one thing is withheld, the edition that withholds it, and what a message calls it."""

    name: str
    text: str
    what: str
    words: str
    kind: str = "page"
    more: str = ""
    choices: Mapping[str, Any] = field(default_factory=dict)


UP_TO_4 = {"up_to": 4}
SAFE = {"editions": ("safe",)}
OPENING = "Words that may be read.\n\n"
ASKED = "1. What became of the lantern? {#ask}\n\n   "
CHOICES = "1. Who held the lantern? {#ask}\n\n   - [ ] Agnes\n   - [x] Bertha\n   - [ ] Clara\n"
LEFT = [
    Left("answer", f"{ASKED}::: answer\n   It sank.\n   :::\n", "the answer to question 1", "It sank", "questions"),
    Left(
        "answer-of-one-word", f"{ASKED}::: answer\n   Sunk\n   :::\n", "the answer to question 1", "Sunk", "questions"
    ),
    Left("answer-of-a-sign", f"{ASKED}::: answer\n   B\n   :::\n", "the answer to question 1", "B", "questions"),
    Left("look-for", f"{ASKED}::: look-for\n   Some doubt.\n   :::\n", "what to look for", "Some doubt", "questions"),
    Left("why", f"{ASKED}::: why\n   Of rust.\n   :::\n", "the explanation", "Of rust", "questions"),
    Left(
        "teaching-in-an-item",
        f"{ASKED}::: teaching\n   Wait here.\n   :::\n",
        "teacher’s note",
        "Wait here",
        "questions",
    ),
    Left("teaching", f"{OPENING}::: teaching\nWait here.\n:::\n", "the teacher’s note", "Wait here"),
    Left(
        "teaching-in-an-aside",
        f"{OPENING}:::: aside\nSo.\n\n::: teaching\nWait here.\n:::\n::::\n",
        "teacher’s note",
        "Wait here",
    ),
    Left("spoiler-safe", f"{OPENING}::: spoiler\nAgnes drowns.\n:::\n", "the spoiler", "Agnes drowns", choices=SAFE),
    Left(
        "spoiler-later",
        f"{OPENING}::: spoiler {{chapter=9}}\nAgnes drowns.\n:::\n",
        "the spoiler",
        "Agnes drowns",
        choices=UP_TO_4,
    ),
    Left(
        "spoiler-undated", f"{OPENING}::: spoiler\nAgnes drowns.\n:::\n", "the spoiler", "Agnes drowns", choices=UP_TO_4
    ),
    Left(
        "dated-heading",
        f"{OPENING}## Agnes drowns {{chapter=9}}\n\nAlas.\n",
        "chapter 9",
        "Agnes drowns",
        choices=UP_TO_4,
    ),
    Left(
        "under-a-dated-heading",
        f"{OPENING}## So far {{chapter=2}}\n\nWell.\n\n## Later {{chapter=9}}\n\nAgnes drowns.\n",
        "chapter 9",
        "Later",
        choices=UP_TO_4,
    ),
    Left(
        "dated-list-item",
        f"{OPENING}- Agnes waits. {{chapter=2}}\n- Agnes drowns. {{chapter=9}}\n",
        "chapter 9",
        "Agnes drowns",
        choices=UP_TO_4,
    ),
    Left(
        "dated-question",
        "1. Why?\n\n2. Why does Agnes drown? {chapter=9}\n",
        "question 2",
        "Why does Agnes drown",
        "questions",
        choices=UP_TO_4,
    ),
    Left(
        "dated-quotation",
        "> One.\n>\n> — A\n\n> Alas, poor Agnes.\n>\n> — B {chapter=9}\n",
        "quotation 2",
        "Alas, poor Agnes",
        "quotations",
        choices=UP_TO_4,
    ),
    Left(
        "dated-term",
        "Lamp {chapter=2}\n:   A light.\n\nWraith {chapter=9}\n:   Agnes now.\n",
        "“Wraith”",
        "Wraith",
        "vocabulary",
        choices=UP_TO_4,
    ),
    Left(
        "dated-event",
        "1990 {chapter=2}\n:   A start.\n\nMidnight {chapter=9}\n:   Agnes drowns.\n",
        "“Midnight”",
        "Midnight",
        "timeline",
        choices=UP_TO_4,
    ),
    Left(
        "dated-theme",
        "## Light\n\nSo.\n\n## Drowning {chapter=9}\n\nAgnes does.\n",
        "“Drowning”",
        "Drowning",
        "themes",
        choices=UP_TO_4,
    ),
    Left(
        "dated-symbol",
        "## Lantern\n\nSo.\n\n## Drowning {chapter=9}\n\nAgnes does.\n",
        "“Drowning”",
        "Drowning",
        "symbols",
        choices=UP_TO_4,
    ),
    Left(
        "dated-chapter",
        "## One {chapter=1}\n\nSo.\n\n## Drowning {chapter=9}\n\nAgnes does.\n",
        "the chapter “Drowning”",
        "Drowning",
        "summary",
        "scope: chapters\n",
        UP_TO_4,
    ),
    Left(
        "dated-activity",
        "## Talk\n\n1. So.\n\n## Drowning {chapter=9}\n\n1. Mourn Agnes.\n",
        "“Drowning”",
        "Drowning",
        "activity",
        choices=UP_TO_4,
    ),
    Left(
        "dated-essay",
        "## Talk\n\nSo.\n\n## Drowning {chapter=9}\n\nMourn Agnes.\n",
        "“Drowning”",
        "Drowning",
        "essay",
        choices=UP_TO_4,
    ),
    Left(
        "dated-organizer",
        "## Talk\n\n- a\n- b\n\n## Drowning {chapter=9}\n\n- Agnes\n- water\n",
        "“Drowning”",
        "Drowning",
        "organizer",
        choices=UP_TO_4,
    ),
    Left(
        "dated-statement",
        "1. So be it.\n\n2. To drown is easy. {chapter=9}\n",
        "statement",
        "To drown is easy",
        "anticipation",
        choices=UP_TO_4,
    ),
    Left(
        "first-seen",
        "## Agnes {first-seen=1}\n\nShe waits.\n\n## Wilhelmina {first-seen=9}\n\nShe comes.\n",
        "“Wilhelmina”",
        "Wilhelmina",
        "characters",
        choices=UP_TO_4,
    ),
    Left(
        "relation",
        '## Agnes {#agnes relations="bertha:friend, bertha:murderess@9"}\n\nShe.\n\n## Bertha {#bertha}\n\nShe.\n',
        "a relation",
        "murderess",
        "characters",
        choices=UP_TO_4,
    ),
    Left(
        "relation-without-an-overview",
        '## Agnes {#agnes relations="bertha:murderess@9"}\n\nShe.\n\n## Bertha {#bertha}\n\nShe.\n',
        "a relation",
        "murderess",
        "characters",
        "overview: none\n",
        UP_TO_4,
    ),
    Left(
        "evidence",
        "## Light\n\nSo.\n\n- Early. {chapter=2}\n- Agnes drowns. {chapter=9}\n",
        "chapter 9",
        "Agnes drowns",
        "themes",
        choices=UP_TO_4,
    ),
    Left("section-for-teachers", "Agnes drowns.\n", "the section “A section”", "A section", more="audience: teacher\n"),
    Left(
        "section-of-spoilers-safe",
        "Agnes drowns.\n",
        "the section “A section”",
        "A section",
        more="spoilers: full\n",
        choices=SAFE,
    ),
    Left(
        "section-of-a-later-chapter",
        "Agnes drowns.\n",
        "the section “A section”",
        "A section",
        more="spoilers: 9\n",
        choices=UP_TO_4,
    ),
    Left(
        "undated-in-a-section-that-tells-all",
        "Agnes drowns.\n\n## Early {chapter=1}\n\nSo.\n",
        "the section “A section”",
        "Agnes drowns",
        more="spoilers: full\n",
        choices=UP_TO_4,
    ),
    Left("choice", CHOICES, "what is right in quiz question 1", "", "quiz"),
    Left("multi", CHOICES.replace("[ ] Agnes", "[x] Agnes"), "what is right in quiz question 1", "", "quiz"),
    Left(
        "true-false", "1. Agnes drowns. {type=true-false answer=true}\n", "what is right in quiz question 1", "", "quiz"
    ),
    Left(
        "match",
        "1. Match.\n\n   | A | B |\n   |---|---|\n"
        "   | Agnes | drowns |\n   | Bertha | mourns |\n   | Clara | sails |\n",
        "what is right in quiz question 1",
        "",
        "quiz",
    ),
    Left(
        "order",
        "1. Sort.\n\n   1. They sail.\n   2. They sink.\n   3. They drown.\n",
        "what is right in quiz question 1",
        "",
        "quiz",
    ),
    Left("cloze", "1. Agnes held the [lantern]{.blank} up.\n", "the answer to quiz question 1", "lantern", "quiz"),
    Left("cloze-of-a-letter", "1. Plan [B]{.blank} was theirs.\n", "the answer to quiz question 1", "B", "quiz"),
    Left("short", '1. Who? {answer="Bertha|Clara"}\n', "the answer to quiz question 1", "Bertha", "quiz"),
    Left(
        "why-of-a-choice",
        CHOICES.replace("Clara\n", "Clara\n\n     ::: why\n     Asleep then.\n     :::\n"),
        "the explanation",
        "Asleep then",
        "quiz",
    ),
    Left(
        "answer-of-a-choice", f"{CHOICES}\n   ::: answer\n   Look again.\n   :::\n", "the answer", "Look again", "quiz"
    ),
]


def book_of(project: Project, left: Left) -> Project:
    """A project with one section that is read by all, and this one."""
    project.write("manuscript/booklet.yaml", SETTINGS + WORK).section("01-open.md", PLAIN)
    return project.section("02-left.md", KINDS.format(kind=left.kind, more=left.more) + left.text)


def unchosen(book: Book, edition: Edition) -> Book:
    """All of a book, as if nothing were to be left out."""
    return replace(book, edition=edition)


@pytest.mark.parametrize("format_name", FORMATS)
@pytest.mark.parametrize("left", LEFT, ids=lambda left: left.name)
def test_a_single_thing_that_is_left_in_is_seen(
    project: Project, monkeypatch: pytest.MonkeyPatch, left: Left, format_name: str
) -> None:
    book_of(project, left).build(format_name, **left.choices)
    monkeypatch.setattr(editions, "choose", unchosen)
    leaks = [p for p in found_in(project, format_name, **left.choices) if p.code == "E005"]
    named = [p for p in leaks if left.what in p.message]
    assert named, [p.message for p in leaks]
    assert all(at(p)[0] == "02-left.md" for p in named)
    if left.words and left.words != "A section":
        lines = {at(p)[1] for p in named}
        assert lines & {line_of(project, "02-left.md", left.words), line_of(project, "02-left.md", left.words) - 1}


# one thing of a quiz alone


def marks_alone(before: Item, after: Item) -> Item:
    """What is right, and nothing else that is withheld."""
    choices = tuple(replace(b, mark=a.mark) for a, b in zip(before.choices, after.choices, strict=True))
    return replace(after, choices=choices)


def whys_alone(before: Item, after: Item) -> Item:
    choices = tuple(replace(b, parts=a.parts) for a, b in zip(before.choices, after.choices, strict=True))
    return replace(after, choices=choices)


def one_mark_alone(before: Item, after: Item) -> Item:
    """Only the first right choice keeps its mark."""
    first = next(n for n, choice in enumerate(before.choices) if choice.mark)
    choices = tuple(
        replace(choice, mark=before.choices[n].mark if n == first else "") for n, choice in enumerate(after.choices)
    )
    return replace(after, choices=choices)


def in_the_right_order(before: Item, after: Item) -> Item:
    """No marks, but the choices sorted by them."""
    ranked = sorted(range(len(before.choices)), key=lambda n: (before.choices[n].mark or "~", n))
    return replace(after, choices=tuple(after.choices[n] for n in ranked))


def blanks_alone(before: Item, after: Item) -> Item:
    return replace(after, heading=before.heading, body=before.body)


def answer_alone(before: Item, after: Item) -> Item:
    """The accepted answers, printed as a fact."""
    return replace(after, heading=(*after.heading, replace(before.heading[0], text=f" ({before.fields['answer']})")))


Keeping = Callable[[Item, Item], Item]
ALONE: Mapping[str, tuple[str, Keeping, tuple[str, ...]]] = {
    "marks-of-a-choice": ("choice", marks_alone, FORMATS),
    "marks-of-a-multi": ("multi", marks_alone, FORMATS),
    "one-mark-of-a-multi": ("multi", one_mark_alone, FORMATS),
    "mark-of-a-true-false": ("true-false", marks_alone, FORMATS),
    "marks-of-an-order": ("order", marks_alone, FORMATS),
    "one-mark-of-an-order": ("order", one_mark_alone, FORMATS),
    "marks-of-a-match": ("match", marks_alone, FORMATS),
    "an-order-in-order": ("order", in_the_right_order, FORMATS),
    "a-match-in-order": ("match", in_the_right_order, FORMATS),
    "why-of-a-choice": ("why-of-a-choice", whys_alone, FORMATS),
    "blank-of-a-cloze": ("cloze", blanks_alone, FORMATS),
    "letter-of-a-cloze": ("cloze-of-a-letter", blanks_alone, FORMATS),
    "accepted-answer": ("short", answer_alone, FORMATS),
}


@pytest.mark.parametrize("format_name", FORMATS)
@pytest.mark.parametrize("alone", ALONE)
def test_what_is_right_in_a_quiz_is_seen_where_it_alone_is_left_in(
    project: Project, monkeypatch: pytest.MonkeyPatch, alone: str, format_name: str
) -> None:
    name, keeping, _ = ALONE[alone]
    (left,) = [one for one in LEFT if one.name == name]
    chosen = editions.choose

    def nearly_chosen(book: Book, edition: Edition) -> Book:
        whole = {item.id: item for section in book.sections for item in section.items}

        def put_back(section: Section) -> Section:
            body = tuple(keeping(whole[p.id], p) if isinstance(p, Item) else p for p in section.body)
            return replace(section, body=body)

        kept = chosen(book, edition)
        return replace(kept, sections=tuple(map(put_back, kept.sections)))

    book_of(project, left).build(format_name)
    monkeypatch.setattr(editions, "choose", nearly_chosen)
    leaks = [p for p in found_in(project, format_name) if p.code == "E005"]
    assert any("quiz question 1" in p.message for p in leaks)


@pytest.mark.parametrize("format_name", FORMATS)
def test_a_portrait_of_a_section_that_tells_all_is_seen_by_itself(
    project: Project, monkeypatch: pytest.MonkeyPatch, format_name: str
) -> None:
    portrait = "portrait: {file: images/face.svg, alt: Agnes in the water, credit: Drawn by Bertha}\nspoilers: full\n"
    left = Left("", "## Early {chapter=1}\n\nSo.\n", "", "", more=portrait)
    drawn = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>'
    book_of(project, left).write("manuscript/images/face.svg", drawn).build(format_name, up_to=4)
    chosen = editions.choose

    def with_portrait(book: Book, edition: Edition) -> Book:
        kept = chosen(book, edition)
        fronts = {section.id: section.front for section in book.sections}
        return replace(
            kept, pictures=book.pictures, sections=tuple(replace(s, front=fronts[s.id]) for s in kept.sections)
        )

    monkeypatch.setattr(editions, "choose", with_portrait)
    found = "\n".join(p.message for p in found_in(project, format_name, up_to=4))
    assert "Agnes in the water" in found or "Drawn by Bertha" in found
