"""Versions of a quiz: what changes places and what does not, what stays right, and what hangs on what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from booklet.editions import EDITIONS, choose
from booklet.model import Book, Choice, Item, Node, Place, Section, plain
from booklet.sections.marking import key_of, said_by
from booklet.settings import FrontMatter, Settings
from booklet.versions import cross_table, key, letters, points, version
from tests.conftest import Project
from tests.unit.readings import Reads, read

HERE = Place("manuscript/01-quiz.md", 1)
QUICK = settings(max_examples=40, deadline=None, derandomize=True)


def text(words: str) -> Node:
    return Node("text", HERE, (), words)


def choice(words: str, mark: str = "", *, pinned: bool = False) -> Choice:
    return Choice(HERE, (Node("paragraph", HERE, (text(words),)),), mark, (), pinned)


def item(name: str, choices: Iterable[Choice] = (), kind: str = "choice", **fields: str | int) -> Item:
    return Item(
        "quiz-item", name, 1, HERE, (text(f"{name}?"),), fields={"type": kind, "points": 1, **fields},
        choices=tuple(choices),
    )  # fmt: skip


def of_four(name: str, right: int = 0) -> Item:
    return item(name, [choice(f"{name} {word}", "x" if at == right else "") for at, word in enumerate("pqrs")])


def quiz(body: Sequence[Node | Item], **front: str) -> Section:
    numbers = iter(range(1, len(body) + 1))
    counted = [replace(part, number=next(numbers)) if isinstance(part, Item) else part for part in body]
    return Section("test", (text("Test"),), "Test", HERE, FrontMatter("quiz", **front), tuple(counted))  # type: ignore[arg-type]


def book_of(*body: Node | Item, language: str = "en-GB", **front: str) -> Book:
    return Book(Settings("A", language), "urn:a", (quiz(body, **front),), {})


def asked(book: Book) -> list[str]:
    """The questions in their order."""
    return [one.id for section in book.sections for one in section.items]


def seen(book: Book) -> list[tuple[str, list[str]]]:
    """All that a reader sees of the order."""
    return [(one.id, [said_by(c) for c in one.choices]) for section in book.sections for one in section.items]


def of(book: Book, name: str) -> list[str]:
    """The choices of a question."""
    return dict(seen(book))[name]


# what never changes

NAMES = st.lists(st.text("abcdef", min_size=1, max_size=4), min_size=1, max_size=7, unique=True)
SEEDS = st.integers(-3, 10_000)


@st.composite
def books(draw: st.DrawFn) -> Book:
    """Quizzes of all sorts."""
    parts: list[Node | Item] = []
    for name in draw(NAMES):
        kind = draw(st.sampled_from(["choice", "multi", "order", "match", "short", "true-false"]))
        count = 2 if kind == "true-false" else 0 if kind == "short" else draw(st.integers(2, 7))
        words = [f"{name} {word}" for word in range(count)]
        if kind in ("order", "match"):
            marks = draw(st.permutations([str(n + 1) for n in range(count)]).filter(lambda m: list(m) != sorted(m)))
        else:
            marks = ["x" if n == 0 or (kind == "multi" and n == 1) else "" for n in range(count)]
        one = item(name, (choice(w, m) for w, m in zip(words, marks, strict=True)), kind)
        parts.append(replace(one, prompts=tuple((text(w),) for w in words) if kind == "match" else ()))
        if draw(st.integers(0, 5)) == 0:
            parts.append(Node("paragraph", HERE, (text("Read this."),)))
    return book_of(*parts)


@QUICK
@given(book=books(), seed=SEEDS)
def test_a_version_holds_the_same_questions_and_choices_with_the_same_marks(book: Book, seed: int) -> None:
    def held(one: Book) -> list[tuple[str, list[tuple[str, str]]]]:
        return sorted((i.id, sorted((said_by(c), c.mark) for c in i.choices)) for i in one.sections[0].items)

    for letter in letters(4):
        one = version(book, seed, letter)
        assert held(one) == held(book)
        assert [i.number for i in one.sections[0].items] == [*range(1, len(one.sections[0].items) + 1)]
        nodes = [at for at, part in enumerate(book.sections[0].body) if isinstance(part, Node)]
        assert nodes == [at for at, part in enumerate(one.sections[0].body) if isinstance(part, Node)]
    assert seen(version(book, seed, "A")) == seen(book)


@QUICK
@given(book=books(), seed=SEEDS, data=st.data())
def test_the_order_of_others_does_not_hang_on_a_question(book: Book, seed: int, data: st.DataObject) -> None:
    body = book.sections[0].body
    gone = data.draw(st.sampled_from([at for at, part in enumerate(body) if isinstance(part, Item)]))
    less = book_of(*body[:gone], *body[gone + 1 :])
    other = replace(of_four("zz"), heading=(text("Something else?"),))
    edited = book_of(*body[:gone], other, *body[gone + 1 :])
    for letter in letters(4):
        if any(len(i.choices) > 3 for i in less.sections[0].items):  # else a whole quiz may have come out twice
            before = [pair for pair in seen(version(book, seed, letter)) if pair[0] != body[gone].id]
            assert seen(version(less, seed, letter)) == before
            assert [pair for pair in seen(version(edited, seed, letter)) if pair[0] != "zz"] == before


@QUICK
@given(book=books(), seed=SEEDS)
def test_no_match_and_no_order_comes_out_right(book: Book, seed: int) -> None:
    for letter in letters(6):
        for one in version(book, seed, letter).sections[0].items:
            if one.fields["type"] in ("match", "order"):
                marks = [int(c.mark) for c in one.choices]
                assert marks != sorted(marks)


@QUICK
@given(names=NAMES.filter(lambda names: len(names) > 2), seed=SEEDS, kind=st.sampled_from(["short", "choice"]))
def test_no_two_versions_are_equal(names: list[str], seed: int, kind: str) -> None:
    book = book_of(*(item(n, kind="short") if kind == "short" else of_four(n) for n in names))
    sheets = [seen(version(book, seed, letter)) for letter in letters(5)]
    assert all(sheets.count(sheet) == 1 for sheet in sheets)


@QUICK
@given(seed=SEEDS, right=st.integers(0, 3))
def test_the_right_choice_has_another_letter_in_each_of_as_many_versions_as_there_are(seed: int, right: int) -> None:
    book = book_of(of_four("who", right), of_four("why", right))
    places = [[c.mark for c in one.choices].index("x") for letter in letters(4)
              for one in version(book, seed, letter).sections[0].items if one.id == "who"]  # fmt: skip
    assert places[0] == right
    assert sorted(places) == [0, 1, 2, 3]


def test_versions_hang_on_the_seed_and_on_their_letter_alone() -> None:
    book = book_of(*map(of_four, ("a", "b", "c", "d", "e", "f")))
    assert seen(version(book, 1, "B")) == seen(version(book, 1, "B")) != seen(version(book, 2, "B"))
    assert seen(version(book, 1, "C")) != seen(version(book, 1, "B"))
    assert len({str(seen(version(book, 7, letter))) for letter in letters(8)}) == 8


def test_versions_are_what_they_were_when_they_were_first_printed() -> None:
    """Whoever prints a lost sheet a year later needs the same one: change this only with a word in the changelog."""
    book = book_of(*map(of_four, ("who", "what", "where", "when")))
    assert [asked(version(book, 2026, letter)) for letter in "BCD"] == FIRST_PRINTED
    assert ["".join(words[-1] for words in of(version(book, 2026, letter), "who")) for letter in "BCD"] == FIRST_CHOICES


FIRST_PRINTED = [["where", "who", "when", "what"], ["who", "where", "when", "what"], ["who", "where", "what", "when"]]
FIRST_CHOICES = ["qspr", "rpsq", "sqrp"]


# what the author says


@pytest.mark.parametrize(
    ("said", "moved", "mixed"),
    [("all", True, True), ("yes", True, True), ("items", True, False), ("choices", False, True),
     ("none", False, False), ("no", False, False)],
)  # fmt: skip
@pytest.mark.parametrize("where", ["section", "item"])
def test_shuffle_says_what_may_be_mixed(said: str, moved: bool, mixed: bool, where: str) -> None:
    names = ("a", "b", "c", "d", "e")
    if where == "section":
        book = book_of(*map(of_four, names), shuffle=said)
    else:
        own = (replace(of_four(n), fields={**of_four(n).fields, "shuffle": said}) for n in names)
        book = book_of(*own, shuffle="none" if moved or mixed else "all")
    one = version(book, 5, "B")
    assert (asked(one) != asked(book)) is moved
    assert (of(one, "a") != of(book, "a")) is mixed


def test_a_question_that_keeps_its_place_keeps_it_among_others_that_move() -> None:
    names = ("a", "b", "c", "d", "e")
    book = book_of(*(item(n, kind="short", shuffle="no" if n == "c" else "") for n in names))
    for letter in letters(8):
        assert asked(version(book, 3, letter))[2] == "c"


def test_a_text_keeps_the_questions_that_follow_it() -> None:
    passage = Node("paragraph", HERE, (text("Read this."),))
    book = book_of(of_four("a"), of_four("b"), of_four("c"), passage, of_four("d"), of_four("e"), of_four("f"))
    for letter in letters(8):
        order = asked(version(book, 3, letter))
        assert (set(order[:3]), set(order[3:])) == ({"a", "b", "c"}, {"d", "e", "f"})
    assert len({tuple(asked(version(book, 3, letter))) for letter in letters(8)}) > 4


def test_true_and_false_are_never_mixed() -> None:
    book = book_of(item("so", [choice("True", "x"), choice("False")], "true-false"))
    assert all(of(version(book, 1, letter), "so") == ["True", "False"] for letter in letters(8))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en-GB", "All of the above"), ("en-US", "None of these."), ("de", "Keine der genannten"),
        ("fr", "Aucune de ces réponses"), ("es", "Todas las anteriores"),
    ],
)  # fmt: skip
def test_what_speaks_of_all_choices_stays_behind_them(language: str, words: str) -> None:
    book = book_of(item("a", [choice("Ruth", "x"), choice("Tommy"), choice("Kathy"), choice(words)]), language=language)
    sheets = [of(version(book, 1, letter), "a") for letter in letters(6)]
    assert {sheet[3] for sheet in sheets} == {words}
    assert len({tuple(sheet) for sheet in sheets}) == 6


def test_a_pinned_choice_keeps_its_place(project: Project) -> None:
    found = read(
        project, "1. Who?\n\n   - [ ] Nobody {pin=true}\n   - [x] Kathy\n   - [ ] Ruth\n   - [ ] Tommy\n", "quiz"
    )
    assert found.problems == []
    assert [of(version(found.book, 1, letter), found.items[0].id)[0] for letter in letters(6)] == ["Nobody"] * 6


def test_a_pin_that_is_neither_true_nor_false_and_one_at_a_step_are_mistakes(project: Project) -> None:
    found = read(
        project,
        "1. Who?\n\n   - [ ] Nobody {pin=last}\n   - [x] Kathy\n\n2. When?\n\n   1. First {pin=true}\n   2. Then\n",
        "quiz",
    )
    assert [problem.partition("error ")[2] for problem in found.problems] == [
        "S010: “pin” cannot be “last”", "S010: “pin” is not an attribute of a step",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "1. Who?\n\n   - [ ] Ruth\n   - [ ] Tommy\n   - [x] Both a and b\n",
        "1. Who?\n\n   - [ ] Ruth\n   - [ ] Tommy\n   - [x] A, B\n",
        "1. Who?\n\n   - [x] Ruth\n   - [ ] Tommy\n   - [ ] Kathy\n\n   ::: answer\n   For b) see chapter 3.\n   :::\n",
        "1. Who?\n\n   - [x] Ruth\n   - [ ] Tommy\n   - [ ] Kathy\n\n     ::: why\n     Answer A.\n     :::\n",
    ],
)
def test_choices_that_are_named_by_their_letters_stay(project: Project, text: str) -> None:
    found = read(project, text, "quiz")
    assert all(seen(version(found.book, 1, letter)) == seen(found.book) for letter in letters(6))


def test_an_article_is_no_letter_of_a_choice(project: Project) -> None:
    text = "1. A?\n\n   - [x] A tape\n   - [ ] A horse\n   - [ ] A horse, a tape\n\n   ::: answer\n   So.\n   :::\n"
    found = read(project, text, "quiz")
    assert seen(version(found.book, 1, "B")) != seen(found.book)


def test_nothing_else_than_quizzes_is_touched(project: Project) -> None:
    project.section("02-ask.md", "---\nkind: questions\n---\n\n1. Why?\n2. How?\n3. Who?\n")
    book = read(project, "1. What? {answer=x}\n2. When? {answer=y}\n", "quiz").book
    assert version(book, 1, "B").sections[1] == book.sections[1]


def test_numbers_have_no_gaps_where_an_edition_leaves_questions_out() -> None:
    book = book_of(*map(of_four, ("a", "b", "c", "d")))
    items = version(book, 1, "B", shown={"a", "d"}).sections[0].items
    assert sorted(i.number for i in items if i.id in "ad") == [1, 2]
    assert sorted(i.number for i in items if i.id in "bc") == [3, 4]


def test_notes_are_counted_in_the_order_of_the_version(project: Project) -> None:
    lines = [f"{n}. Question {word}?[^{word}] {{#{word} answer=x}}\n" for n, word in enumerate("pqrs", 1)]
    lines.append("5. Again?[^p] {#t answer=x}\n")
    notes = [f"[^{word}]: Note {word}.\n" for word in "pqrs"]
    book = read(project, "\n".join([*lines, "", *notes]), "quiz").book
    one = version(book, 4, "B")
    assert asked(one) != asked(book)
    calls = [n for n in one.sections[0].walk() if n.name in ("note", "note-again")]
    first = {}
    for call in calls:
        first.setdefault(call.get("number"), call)
    assert list(first) == ["1", "2", "3", "4"]
    assert all(call.name == "note" for call in first.values())
    assert sum(call.name == "note" for call in calls) == 4
    wanted = list(dict.fromkeys("p" if name == "t" else name for name in asked(one)))
    assert [plain(call.children) for call in first.values()] == [f"Note {word}." for word in wanted]


# keys

EVERY = """1. Who tells it? {#who points=2}

   - [ ] Ruth
   - [x] Kathy
   - [ ] Tommy

     ::: why
     He draws.
     :::

2. Which are *places*? {#places}

   - [x] Norfolk
   - [x] Hailsham
   - [ ] Judy

3. Is it so? {#so type=true-false answer=false}

4. Who does what? {#does points=3}

   | Who | What |
   |---|---|
   | Kathy | drives |
   | Tommy | draws |
   | Ruth | pretends |

5. In order? {#order}

   1. The pitch
   2. The pillow
   3. The farm

6. She is a [carer]{.blank} from [Hailsham]{.blank}. {#gaps}

7. What is the tape called? {#tape answer="Songs After Dark|After Dark"}

8. Why? {#why}

   ::: answer
   Because of *memory*.
   :::
"""


@pytest.fixture(scope="module")
def every(tmp_path_factory: pytest.TempPathFactory) -> Reads:
    project = Project(tmp_path_factory.mktemp("versions"))
    project.write("manuscript/booklet.yaml", "title: T\nauthors: [{name: A}]\n")
    return read(project, EVERY, "quiz")


def test_a_key_says_letters_or_words_and_points(every: Reads) -> None:
    (found,) = key(every.book)
    rights = {right.id: right for right in found.rights}
    assert (found.title, found.points) == ("Text", 11)
    assert points(every.book) == {"text": 11}
    assert (rights["who"].letters, rights["who"].said, rights["who"].points) == (("b",), ("Kathy",), 2)
    assert rights["places"].letters == ("a", "b")
    assert rights["so"].letters == ("b",)
    assert rights["does"].said == ("drives", "draws", "pretends")
    assert rights["order"].said == ("The pitch", "The pillow", "The farm")
    assert (rights["gaps"].letters, rights["gaps"].said) == ((), ("carer", "Hailsham"))
    assert rights["tape"].said == ("Songs After Dark / After Dark",)
    assert rights["why"].said == ("Because of memory.",)


@pytest.mark.parametrize("letter", letters(4))
def test_the_letters_of_a_key_are_those_of_its_version(every: Reads, letter: str) -> None:
    one = version(every.book, 2026, letter)
    shown = {i.id: i for i in one.sections[0].items}
    (found,) = key(one)
    assert [right.number for right in found.rights] == list(range(1, 9))
    for right in found.rights:
        of_it = shown[right.id]
        letter_at = {said_by(c): "abcdefgh"[at] for at, c in enumerate(of_it.choices)}
        assert right.number == of_it.number
        assert not right.letters or right.letters == tuple(letter_at[words] for words in right.said)
    reasons = " ".join(plain([node]) for node in key_of(shown["who"]))
    at = [said_by(c) for c in shown["who"].choices].index("Tommy")
    assert f"{'abc'[at]}) He draws." in reasons


def test_the_cross_table_leads_from_the_booklet_to_every_version(every: Reads) -> None:
    of_letter = {letter: version(every.book, 2026, letter) for letter in letters(4)}
    (found,) = cross_table(every.book, of_letter)
    assert found.letters == ("A", "B", "C", "D")
    assert [row.number for row in found.rows] == list(range(1, 9))
    assert [row.question for row in found.rows][:2] == ["Who tells it?", "Which are places?"]
    assert [row.words for row in found.rows][4:] == [
        "", "carer · Hailsham", "Songs After Dark / After Dark", "Because of memory.",
    ]  # fmt: skip
    for at, letter in enumerate(found.letters):
        (of_it,) = key(of_letter[letter])
        by_number = {right.number: right for right in of_it.rights}
        for row in found.rows:
            cell = row.cells[at]
            assert cell is not None
            assert cell.letters == by_number[cell.number].letters
            assert by_number[cell.number].id == every.items[row.number - 1].id


def test_a_question_that_a_version_does_not_have_has_no_cell(every: Reads) -> None:
    (section,) = every.book.sections
    less = replace(every.book, sections=(replace(section, body=section.body[1:]),))
    (found,) = cross_table(every.book, {"A": every.book, "B": less})
    assert [cell is None for cell in found.rows[0].cells] == [False, True]


def test_students_and_teachers_have_the_same_version(every: Reads) -> None:
    one = version(every.book, 9, "C")
    sheets = [seen(choose(one, EDITIONS[name])) for name in ("student", "teacher")]
    assert sheets[0] == sheets[1] == seen(one)
