"""Quizzes: seven types of question, what is right about each, who sees that, and what stays as it was written."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from booklet.language import LETTERS, label_of, letter_of
from booklet.model import Item, plain
from booklet.problems import BookletError
from booklet.sections.marking import key_of, without_answers
from tests.conftest import SETTINGS, Project
from tests.unit.finished import everything_in, text_of
from tests.unit.readings import Reads, read

FORMATS = ("pdf", "epub", "html")
CHOICE = "1. Who speaks? {#who points=3}\n\n   - [ ] Qruth\n   - [x] Qkathy\n   - [ ] Qtommy\n"
MULTI = "1. Where? {points=2}\n\n   - [x] Qgallery\n   - [x] Qcottages\n   - [ ] Qparis\n"
MATCH = (
    "1. Who does what? {#does}\n\n   | Qwho | Qwhat |\n   |---|---|\n   | Kathy | Qdrives |\n   | Tommy | Qdraws |\n"
    "   | Ruth | Qpretends |\n   | Laura | Qlaughs |\n"
)
ORDER = "1. In order? {#first}\n\n   1. Qpitch\n   2. Qpillow\n   3. Qfarm\n   4. Qnorfolk\n"
CLOZE = "1. Kathy is a [Qcarer]{.blank} and grew up at [*Qhail* Qsham]{.blank}.\n"
SHORT = '1. What is the tape called? {answer="Qsongs|Qdark" lines=3}\n'


def item_of(project: Project, text: str) -> Item:
    found = read(project, text, "quiz")
    assert found.problems == []
    (item,) = found.items
    return item


def said(item: Item) -> list[tuple[str, str]]:
    """What the choices of an item say, with their marks."""
    return [(plain(choice.body), choice.mark) for choice in item.choices]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (CHOICE, "choice"),
        (MULTI, "multi"),
        (MATCH, "match"),
        (ORDER, "order"),
        (CLOZE, "cloze"),
        (f"{CLOZE}\n   | a | b |\n   |---|---|\n   | c | d |\n", "cloze"),
        (SHORT, "short"),
        ("1. Why?\n\n   ::: answer\n   So.\n   :::\n", "short"),
        ("1. True? {type=true-false answer=true}\n", "true-false"),
        ("1. True? {type=true-false}\n\n   - [x] Yes\n   - [ ] No\n", "true-false"),
        ("1. One of several? {type=multi}\n\n   - [x] Yes\n   - [ ] No\n", "multi"),
        ("1. A list in it? {type=short answer=x}\n\n   1. One\n   2. Two\n", "short"),
        ("1. A [class]{.small} alone? {answer=x}\n\n   - a list\n   - without marks\n", "short"),
    ],
)
def test_a_question_is_of_the_type_that_it_says_or_looks_like(project: Project, text: str, kind: str) -> None:
    item = item_of(project, text)
    assert (item.kind, item.fields["type"]) == ("quiz-item", kind)


@pytest.mark.parametrize(
    ("written", "points"),
    [("2", 2), ("0.5", 0.5), ("0,25", 0.25), ("½", 0.5), ("1½", 1.5), ("2.0", 2), ("1.750", 1.75)],
)
def test_points_are_whole_or_quarters(project: Project, written: str, points: float) -> None:
    assert item_of(project, f"1. True? {{answer=x points={written}}}\n").fields["points"] == points


@pytest.mark.parametrize("written", ["0", "-1", "0.1", "half", "1e3", "1.", ".", "1½½", "٢", "99999"])
def test_other_points_are_refused(project: Project, written: str) -> None:
    (problem,) = read(project, f'1. True? {{answer=x points="{written}"}}\n', "quiz").problems
    assert problem.endswith(f"error S010: “points” cannot be “{written}”")


@pytest.mark.parametrize(
    ("language", "half", "more", "total"),
    [
        ("en", "0.5 points", "2.25 points", "2.75"),
        ("fr", "0,5 point", "2,25 points", "2,75"),
        ("de", "0,5 Punkte", "2,25 Punkte", "2,75"),
    ],
)
def test_points_are_printed_as_the_language_writes_them(
    project: Project, language: str, half: str, more: str, total: str
) -> None:
    project.write("manuscript/booklet.yaml", f"title: A\nlanguage: {language}\n")
    project.section(
        "01-quiz.md", "---\nkind: quiz\n---\n\n# Q\n\n1. One? {answer=x points=0.5}\n2. Two? {answer=x points=2.25}\n"
    )
    for text in map(text_of, project.build(*FORMATS).values()):
        text = re.sub(r"\s+", " ", text)
        assert half in text
        assert more in text
        assert total in text


def test_questions_are_numbered_through_the_section_and_are_worth_a_point_unless_they_say_more(
    project: Project,
) -> None:
    items = read(
        project, f"{CHOICE}\nBetween.\n\n7. What? {{answer=x}}\n7. Else? {{answer=x points=12}}\n", "quiz"
    ).items
    assert [(item.number, item.fields["points"]) for item in items] == [(1, 3), (2, 1), (3, 12)]


def test_choices_keep_their_order_their_marks_and_their_reasons(project: Project) -> None:
    text = (
        "1. Who?\n\n   - [ ] *Ruth* here\n\n     ::: why\n     Never.\n     :::\n\n"
        "   - [X] Kathy\n     H.\n\n     More of her.\n\n   - [ ]   Tommy\n"
    )
    item = item_of(project, text)
    assert said(item) == [("Ruth here", ""), ("Kathy H. More of her.", "x"), ("Tommy", "")]
    assert [[plain(part.children) for part in choice.parts] for choice in item.choices] == [["Never."], [], []]


def test_the_words_of_a_choice_know_their_place_behind_its_mark(project: Project) -> None:
    item = item_of(project, "1. Who?\n\n   - [x] Kathy\n   - [ ]  *Ruth*\n")
    first, second = (choice.body[0].children[0] for choice in item.choices)
    assert (first.place.line, first.place.column) == (6, 10)
    assert (second.place.line, second.place.column) == (7, 11)


@pytest.mark.parametrize(
    ("language", "words"), [("en-GB", ["True", "False"]), ("de", ["Richtig", "Falsch"]), ("fr-CA", ["Vrai", "Faux"])]
)
def test_true_and_false_are_said_in_the_booklet_s_language(project: Project, language: str, words: list[str]) -> None:
    project.write("manuscript/booklet.yaml", SETTINGS.replace("en-GB", language))
    item = item_of(project, "1. So? {type=true-false answer=false}\n")
    assert said(item) == [(words[0], ""), (words[1], "x")]


def test_a_match_is_shuffled_and_every_choice_knows_its_prompt(project: Project) -> None:
    item = item_of(project, MATCH)
    prompts = [plain(prompt) for prompt in item.prompts]
    assert prompts == ["Kathy", "Tommy", "Ruth", "Laura"]
    right = {"Qdrives": "Kathy", "Qdraws": "Tommy", "Qpretends": "Ruth", "Qlaughs": "Laura"}
    assert {word: prompts[int(mark) - 1] for word, mark in said(item)} == right
    assert [word for word, _ in said(item)] != list(right)


def test_an_order_is_shuffled_and_every_step_knows_its_position(project: Project) -> None:
    steps = said(item_of(project, ORDER))
    assert sorted(steps, key=lambda step: step[1]) == [
        ("Qpitch", "1"), ("Qpillow", "2"), ("Qfarm", "3"), ("Qnorfolk", "4"),
    ]  # fmt: skip
    assert [mark for _, mark in steps] != ["1", "2", "3", "4"]


WORDS = st.lists(
    st.sampled_from(["one", "two", "three", "four *more*", "a\\_b", "`x`", "ä", "7"]), min_size=2, max_size=7
)
RELAXED = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)


@RELAXED
@given(words=WORDS.filter(lambda words: len(set(words)) > 1), name=st.sampled_from(["", "a", "b", "c-d"]))
def test_no_shuffled_list_is_ever_in_its_true_order(project: Project, words: list[str], name: str) -> None:
    written = f" {{#{name}}}" if name else ""
    steps = "".join(f"   {number}. {word}\n" for number, word in enumerate(words, 1))
    item = item_of(project, f"1. In order?{written}\n\n{steps}")
    shown = [word for word, _ in said(item)]
    true = [word for word, _ in sorted(said(item), key=lambda step: int(step[1]))]
    assert sorted(shown) == sorted(true)
    assert shown != true


TEXTS = st.lists(
    st.text(st.sampled_from("ab [x]{}*_`:.1-|\\ é&<>#!"), min_size=1, max_size=12).filter(
        lambda text: any(map(str.isalnum, text))
    ),
    min_size=2,
    max_size=5,
)


@RELAXED
@given(texts=TEXTS, right=st.integers(0, 4))
def test_any_list_of_choices_keeps_its_text(project: Project, texts: list[str], right: int) -> None:
    marks = ["[x]" if number == right % len(texts) else "[ ]" for number in range(len(texts))]
    lines = [f"   - {mark} Q{text.strip()}Z" for mark, text in zip(marks, texts, strict=True)]
    plain_lines = [f"   - Q{text.strip()}Z" for text in texts]
    quiz = read(project, "1. Which?\n\n" + "\n".join(lines) + "\n", "quiz").items[0]
    prose = read(project, "1. Which?\n\n" + "\n".join(plain_lines) + "\n").section.body[0]
    assert not isinstance(prose, Item)
    entries = prose.children[0].children[1].children
    assert [plain(choice.body) for choice in quiz.choices] == [plain([entry]) for entry in entries]


def test_what_is_shuffled_stays_so_when_another_question_is_added(project: Project) -> None:
    alone = [said(item_of(project, text.replace("{#first}", "").replace("{#does}", ""))) for text in (ORDER, MATCH)]
    for number, text in enumerate((ORDER, MATCH)):
        text = text.replace("{#first}", "").replace("{#does}", "")
        again = text.partition("\n")[0] + "\n\n   1. Qelse\n   2. Qother\n"
        more = read(project, f"1. New? {{answer=x}}\n\n<!-- -->\n\n{again}{text}", "quiz").items
        assert said(more[-1]) == alone[number]


def test_choices_that_read_the_same_are_equally_right(project: Project) -> None:
    item = item_of(project, MATCH.replace("Qlaughs", "Qdraws"))
    letters = {word: [] for word, _ in said(item)}
    for position, (word, _) in enumerate(said(item), 1):
        letters[word].append(letter_of(position))
    both = "/".join(letters["Qdraws"])
    right = f"1–{letters['Qdrives'][0]}, 2–{both}, 3–{letters['Qpretends'][0]}, 4–{both}"
    assert [plain([node]) for node in key_of(item)] == [right]


def test_letters_go_on_behind_z() -> None:
    assert [letter_of(n) for n in (1, 2, 26, 27, 28, 52, 53, 702, 703)] == "a b z aa ab az ba zz aaa".split()


@pytest.mark.parametrize(
    ("language", "labels"),
    [
        ("ar", "أ) ب) ج) د)"),
        ("fa-IR", "الف) ب) ج) د)"),
        ("he", "א. ב. ג. ד."),
        ("iw", "א. ב. ג. ד."),
        ("el", "α) β) γ) δ)"),
        ("ja", "ア イ ウ エ"),
        ("ko", "① ② ③ ④"),
        ("zh-Hant", "A. B. C. D."),
        ("ru", "а) б) в) г)"),
        ("hi", "(क) (ख) (ग) (घ)"),
        ("tr", "a) b) c) d)"),
    ],
)
def test_choices_are_lettered_as_schools_of_the_language_have_it(language: str, labels: str) -> None:
    assert " ".join(label_of(number, language) for number in (1, 2, 3, 4)) == labels


def test_letters_differ_however_many_there_are() -> None:
    for language in LETTERS:
        assert len({letter_of(number, language) for number in range(1, 100)}) == 99, language


def test_the_key_says_in_words_what_is_right(project: Project) -> None:
    why = CHOICE.replace("Qruth\n", "Qruth\n\n     ::: why\n     Seen only.\n     :::\n\n")
    answer = "\n   ::: answer\n   Look *there*.\n   :::\n"
    keys = {
        CHOICE: ["b) Qkathy"],
        why + answer: ["b) Qkathy", "a) Seen only.", "Look there."],
        MULTI: ["a) Qgallery", "b) Qcottages"],
        CLOZE: ["Qcarer · Qhail Qsham"],
        SHORT: ["Qsongs / Qdark"],
        "1. Why?\n" + answer: ["Look there."],
        "1. So? {type=true-false answer=false}\n": ["b) False"],
    }
    for text, key in keys.items():
        assert [plain([node]).strip() for node in key_of(item_of(project, text))] == key
    order = item_of(project, ORDER)
    places = {mark: letter_of(position) for position, (_, mark) in enumerate(said(order), 1)}
    assert [plain([node]) for node in key_of(order)] == [", ".join(places[str(n)] for n in range(1, 5))]


def test_the_key_of_a_discussion_question_is_what_its_fences_say(project: Project) -> None:
    fences = {"hint": "No.", "answer": "Yes.", "look-for": "This."}
    text = "1. Why?\n" + "".join(f"\n   ::: {name}\n   {said}\n   :::\n" for name, said in fences.items())
    (item,) = read(project, text, "questions").items
    assert [(node.get("name"), plain([node]).strip()) for node in key_of(item)] == [
        ("answer", "Yes."),
        ("look-for", "This."),
    ]
    assert key_of(replace(item, parts=())) == ()


@pytest.mark.parametrize("text", [CHOICE, MULTI, MATCH, ORDER, CLOZE, SHORT])
def test_an_item_without_its_answers_tells_nothing_and_has_no_key(project: Project, text: str) -> None:
    item = item_of(project, text)
    bare = without_answers(item)
    assert {choice.mark for choice in bare.choices} <= {""}
    assert bare.fields["answer"] == ""
    assert "answer" not in bare.attrs
    assert key_of(bare) == ()
    kept = [plain(choice.body) for choice in item.choices]
    assert [plain(choice.body) for choice in bare.choices] == kept


EVERYTHING = f"""\
---
kind: quiz
---

# A quiz

{CHOICE}
{MULTI}
{MATCH}
{ORDER}
{CLOZE}
{SHORT}
1. So it is. {{type=true-false answer=true}}

1. Why?

   - [x] Qright

     ::: why
     Qbecause
     :::

   - [ ] Qwrong

     ::: why
     Qbecausenot
     :::

   ::: answer
   Qexplains
   :::

   ::: hint
   Qhint
   :::
"""
SECRET = ("Qcarer", "Qhail", "Qsham", "Qsongs", "Qdark", "Qbecause", "Qexplains")


@pytest.mark.parametrize("name", FORMATS)
def test_a_student_s_copy_asks_everything_and_answers_nothing(project: Project, name: str) -> None:
    data = project.section("01-quiz.md", EVERYTHING).build(name)[name]
    everything, text = everything_in(data), text_of(data)
    assert [word for word in SECRET if word in everything] == []
    asked = set(re.findall("Q[a-z]+", EVERYTHING)) - set(SECRET) - {"Qbecausenot"}
    assert [word for word in asked if word not in text] == []


@pytest.mark.parametrize("name", FORMATS)
def test_a_teacher_s_copy_holds_every_word(project: Project, name: str) -> None:
    data = project.section("01-quiz.md", EVERYTHING).build(name, editions=("teacher",))[name]
    text = text_of(data)
    assert [word for word in re.findall("Q[a-z]+", EVERYTHING) if word not in text] == []


def page_of(project: Project, edition: str = "student") -> etree._Element:
    return etree.fromstring(project.build("html", editions=(edition,))["html"])


def composed(project: Project, name: str) -> bytes:
    """The one page that a format was given."""
    made = project.make(name, keep_composed=project.folder / "kept")
    (page,) = [data for file, data in made.composed if file.endswith("booklet.xhtml")]
    return page


def words(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())


def with_class(page: etree._Element, name: str) -> list[etree._Element]:
    return [element for element in page.iter("{*}*") if name in element.get("class", "").split()]


def shape_of(element: etree._Element) -> object:
    """An element without its words."""
    return (element.tag, sorted(element.items()), [shape_of(child) for child in element])


def test_in_a_student_s_copy_the_choices_of_a_question_look_alike(project: Project) -> None:
    project.section("01-quiz.md", EVERYTHING)
    lists = with_class(page_of(project), "choices")
    assert len(lists) == 6
    for found in lists:
        first, *others = (shape_of(entry) for entry in found)
        assert all(other == first for other in others)


def test_a_teacher_sees_what_is_right_without_colours(project: Project) -> None:
    project.section("01-quiz.md", EVERYTHING)
    page = page_of(project, "teacher")
    right = [words(element) for element in with_class(page, "said") if "(right)" in words(element)]
    assert right == [
        "b) Qkathy (right)",
        "a) Qgallery (right)",
        "b) Qcottages (right)",
        "a) True (right)",
        "a) Qright (right)",
    ]
    assert len(with_class(page, "right")) == len(right)


def test_a_teacher_s_copy_has_letters_and_numbers_in_the_blanks(project: Project) -> None:
    project.section("01-quiz.md", f"---\nkind: quiz\n---\n\n{MATCH}\n{ORDER}")
    match, order = Reads(project).items
    student, teacher = page_of(project), page_of(project, "teacher")
    assert {words(blank) for blank in with_class(student, "blank")} == {"___"}
    assert {blank.get("aria-label") for blank in with_class(student, "blank")} == {"blank"}
    marks = {mark: letter_of(position) for position, (_, mark) in enumerate(said(match), 1)}
    numbers = [mark for _, mark in said(order)]
    assert [words(blank) for blank in with_class(teacher, "blank")] == [*(marks[str(n)] for n in range(1, 5)), *numbers]


def test_the_length_of_a_blank_and_the_name_of_its_question_tell_nothing(project: Project) -> None:
    text = "1. A [Qi]{.blank} and a [Qlongestofall]{.blank} in *a [Qmiddle]{.blank} [word]{.small}*.\n"
    project.section("01-quiz.md", f"---\nkind: quiz\n---\n\n{text}")
    (item,) = Reads(project).items
    assert "q" not in item.id.removeprefix("quiz")
    page = page_of(project)
    gaps = with_class(page, "blank")
    assert len(gaps) == 3
    assert len({gap.text for gap in gaps}) == 1
    blanks = with_class(etree.fromstring(composed(project, "pdf")), "blank")
    assert [words(blank) for blank in blanks] == ["", "", ""]
    assert len({blank.get("style") for blank in blanks}) == 1


def test_lines_to_write_on_are_ruled_on_paper_alone(project: Project) -> None:
    project.section("01-quiz.md", f"---\nkind: quiz\n---\n\n{SHORT}\n1. Why? {{answer=x}}\n\n{CHOICE}")
    assert [item.room for item in Reads(project).items] == [3, 2, 0]
    assert composed(project, "pdf").count(b'class="ruled"') == 5
    assert b'class="ruled"' not in composed(project, "html")


def test_points_stand_behind_each_question_and_a_table_adds_them_up(project: Project) -> None:
    project.section("01-quiz.md", f"---\nkind: quiz\n---\n\n{CHOICE}\n{MULTI}\n{SHORT}")
    page = page_of(project)
    assert [words(points) for points in with_class(page, "points")] == ["3 points", "2 points", "1 point"]
    (table,) = with_class(page, "marks")
    rows = [[words(cell) for cell in row] for row in table.iter("{*}tr")]
    assert rows == [["Question", "Points", "Mark"], ["1", "3", ""], ["2", "2", ""], ["3", "1", ""], ["Total", "6", ""]]


def test_the_table_of_marks_counts_only_what_is_asked_in_this_copy(project: Project) -> None:
    asked = ("chapter=1", "chapter=9 points=5", "chapter=2 points=2")
    text = "".join(f"1. Asked? {{answer=x {fields}}}\n" for fields in asked)
    project.section("01-quiz.md", f"---\nkind: quiz\nspoilers: full\n---\n\n{text}")
    page = etree.fromstring(project.build("html", up_to=3)["html"])
    (table,) = with_class(page, "marks")
    rows = [[words(cell) for cell in row][:2] for row in table.iter("{*}tr")]
    assert rows[1:] == [["1", "1"], ["3", "2"], ["Total", "3"]]


def test_every_copy_shows_the_choices_in_the_same_order(project: Project) -> None:
    project.section("01-quiz.md", f"---\nkind: quiz\n---\n\n{MATCH}\n{ORDER}")
    orders = [
        re.findall("Q[a-z]+", text_of(project.build(name, editions=(edition,))[name]))
        for name in FORMATS
        for edition in ("student", "teacher")
    ]
    assert all(order == orders[0] for order in orders)


@pytest.mark.parametrize("where", ["after", "key"])
def test_answers_can_be_printed_apart_under_the_same_numbers(project: Project, where: str) -> None:
    project.section("01-quiz.md", EVERYTHING)
    data = project.build("html", editions=("teacher",), answers=where)["html"]
    asked, _, key = text_of(data).partition("Marks")
    assert "(right)" not in asked
    assert [word for word in SECRET if word in asked] == []
    assert (
        key.index("b) Qkathy")
        < key.index("Qcarer · Qhail Qsham")
        < key.index("Qsongs / Qdark")
        < key.index("Qexplains")
    )


def test_choices_below_a_number_of_two_digits_are_told_how_many_spaces_they_want(project: Project) -> None:
    nine = "".join(f"{number}. Say {number}? {{answer=yes}}\n" for number in range(1, 10))
    project.section("01-q.md", f"---\nkind: quiz\n---\n{nine}10. Who?\n\n   - [x] Kathy\n   - [ ] Ruth\n")
    with pytest.raises(BookletError) as raised:
        project.make("html")
    strays = [problem for problem in raised.value.problems if problem.code == "Q109"]
    assert [problem.place.line for problem in strays] == [15, 16]
    assert strays[0].hint.endswith("here that is by 4 spaces, and they have 3")
