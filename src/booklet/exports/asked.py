"""What is asked in a book, section by section, and what is right: the same for every export."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ..language import messages
from ..model import Book, Item, Node, Section, plain
from ..problems import Problem, warning
from ..sections.marking import ANSWERS, accepted, blanks, points_of

KINDS = ("quiz-item", "question", "essay")
APART = (*ANSWERS, "teaching")  # fences that are never part of a question
LONGEST_NAME = 60
PICTURES = ("image", "figure")


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: ``type`` is that of a quiz item, or ``essay`` where a person must judge what is written.

    ``name`` is its number in the section with its first words. ``question`` are the blocks of its text; ``answers`` its
    fences ``answer``, ``look-for`` and ``why``, wherever they stand, then the rubrics that it is marked by.
    """

    section: Section
    item: Item
    type: str
    points: int | float
    name: str
    question: tuple[Node, ...]
    answers: tuple[Node, ...]
    hints: tuple[Node, ...]
    teaching: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Questions of a section that stand together, under the prose before them."""

    prose: tuple[Node, ...]
    questions: tuple[Asked, ...]


def of_section(section: Section, book: Book) -> tuple[Group, ...]:
    """What a section asks, in order; nothing where it has no questions. Prose behind the last is a group of its own."""
    width = len(str(len(section.items)))
    groups: list[Group] = []
    prose: list[Node] = []
    for part in section.body:
        if isinstance(part, Node):
            prose.append(part)
        elif part.kind in KINDS:
            question = _asked(part, section, book, width)
            if prose or not groups:
                groups.append(Group(tuple(prose), ()))
                prose = []
            groups[-1] = Group(groups[-1].prose, (*groups[-1].questions, question))
    if groups and prose:
        groups.append(Group(tuple(prose), ()))
    return tuple(groups)


def category_of(section: Section, book: Book) -> str:
    """The path of a section's category in Moodle's question bank, where a stroke within a name is written twice."""
    return "/".join(name.replace("/", "//") for name in (book.settings.title, section.plain_title))


def _asked(item: Item, section: Section, book: Book, width: int) -> Asked:
    heading: tuple[Node, ...] = ()
    if item.heading and item.kind == "essay":
        heading = (Node("heading", item.place, item.heading, props={"level": "3"}),)
    elif item.heading:
        heading = (Node("paragraph", item.place, item.heading),)
    question = (*heading, *item.body, *_facts(item, book.settings.language))
    within = tuple(fences(question, APART))
    parts = (*item.parts, *within)
    return Asked(
        section,
        item,
        _type_of(item),
        points_of(item),
        shortened(f"{item.number:0{width}}. {plain(map(_open, item.heading))}".rstrip(), LONGEST_NAME),
        question,
        (*(part for part in parts if part.get("name") in ANSWERS), *_rubrics(item, book)),
        tuple(part for part in parts if part.get("name") == "hint"),
        tuple(part for part in parts if part.get("name") == "teaching"),
    )


def _facts(item: Item, language: str) -> Iterator[Node]:
    """How long an essay is to be, and to take, as a last line of its text."""
    words = messages(language)
    said = {"words": "{number} words", "minutes": "{number} min"}
    found = [words(said[key]).format(number=item.fields[key]) for key in said if item.fields.get(key)]
    if found:
        yield Node("paragraph", item.place, (Node("text", item.place, (), " · ".join(found)),))


def _open(node: Node) -> Node:
    """A node whose blanks say nothing of what belongs there."""
    if node.get("blank"):
        return Node("text", node.place, (), "_____")
    return replace(node, children=tuple(map(_open, node.children))) if node.children else node


def _type_of(item: Item) -> str:
    kind = str(item.fields.get("type")) if item.kind == "quiz-item" else "essay"
    return "essay" if kind == "short" and not accepted(item) else kind


def _rubrics(item: Item, book: Book) -> Iterator[Node]:
    """The tables that an essay is marked by."""
    named = item.fields.get("rubric")
    for section in book.sections:
        for rubric in section.items:
            if isinstance(named, tuple) and rubric.id in named:
                yield from rubric.body


def fences(nodes: Iterable[Node], names: Sequence[str]) -> Iterator[Node]:
    """The fences of some names that stand anywhere in some blocks, the outermost of each."""
    for node in nodes:
        if node.name == "fence" and node.get("name") in names:
            yield node
        else:
            yield from fences(node.children, names)


def shortened(text: str, longest: int) -> str:
    """A text of at most so many characters, cut at a word where that is possible."""
    if len(text) <= longest:
        return text
    words = text[: longest - 1].rpartition(" ")[0]
    return f"{words or text[: longest - 1]}…"


def is_answered(question: Asked) -> bool:
    """Whether the question holds what a program needs to mark it; in copies without answers none does but essays."""
    if question.type in ("short", "essay"):
        return True
    if question.type == "cloze":
        gaps = tuple(blanks(question.question))
        return bool(gaps) and all(gap.children for gap in gaps)
    return any(choice.mark for choice in question.item.choices)


def steps_explained(question: Asked) -> Iterator[Node]:
    """The steps of an order as they follow each other, those of which something is said, with that."""
    steps = question.item.choices if question.type == "order" else ()
    for step in sorted(steps, key=lambda step: int(step.mark or 0)):
        for part in step.parts:
            label = Node("strong", step.place, (Node("text", step.place, (), plain(step.body)),))
            yield Node("paragraph", step.place, (label,))
            yield from part.children


def unanswered(question: Asked) -> Problem:
    """G001 of a question whose answer this edition keeps back."""
    message = f"question {question.item.number} has no answer in this copy, and is left out"
    return warning("G001", question.item.place, message, "export a copy with answers, as the teacher’s is")


def tags(question: Asked, language: str) -> tuple[str, ...]:
    """What a platform can sort a question by: its level and its chapter, in the booklet's language."""
    words = messages(language)
    fields = question.item.fields
    level, chapter = str(fields.get("level") or ""), fields.get("chapter")
    found = (words(level) if level else "", words("ch. {number}").format(number=chapter) if chapter else "")
    return tuple(tag for tag in found if tag)


def is_plainly_true_or_false(question: Asked) -> bool:
    """Whether a question's choices are no words of the author's, but True and False."""
    return question.type == "true-false" and question.item.fields.get("answer") in ("true", "false")


def notes_of(section: Section) -> Mapping[str, Node]:
    """The texts of a section's notes by number."""
    return {n.get("number"): n for n in section.walk() if n.name == "note" and n.get("number")}


def loses(nodes: Iterable[Node], names: Sequence[str]) -> bool:
    """Whether there are nodes of some names among some nodes and below."""
    return any(node.name in names for root in nodes for node in root.walk())
