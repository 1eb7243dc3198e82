"""Questions and pictures that lack something: a prompt, a question to an answer, words of their own."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Item, Node, plain
from ..problems import Problem, error, warning
from ..sections.shuffling import asks_to_mix, letters_named
from .passages import compared
from .subject import Subject

ASKED = {"question": "question", "quiz-item": "question", "statement": "statement"}
UNASKED = ("character", "theme", "symbol", "term", "event", "quotation", "chapter", "rubric", "stretch")


def questions_without_a_prompt(subject: Subject) -> Iterator[Problem]:
    """Items of a list of questions that ask nothing."""
    for item in _items(subject):
        if item.kind in ASKED and not _asks(item):
            hint = f"write the words behind its number: {item.number}. …"
            yield error("Q001", item.place, f"{ASKED[item.kind]} {item.number} says nothing", hint)


def _asks(item: Item) -> bool:
    """Whether anything is shown of a question to those who are to answer it."""
    shown = [*item.heading, *item.body, *(n for prompt in item.prompts for n in prompt)]
    return any(n.name in ("text", "image", "figure") and (n.text.strip() or n.name != "text")
               for node in shown for n in node.walk())  # fmt: skip


def answers_to_nothing(subject: Subject) -> Iterator[Problem]:
    """Answers in items that ask nothing because of their kind."""
    for item in _items(subject):
        for part in item.parts:
            if item.kind in UNASKED and part.get("name") in ("answer", "look-for"):
                name = part.get("name")
                message = f"this ::: {name} belongs to a {item.kind}, which asks nothing"
                hint = "write ::: teaching for what only teachers see, or ask it in a section of questions"
                yield warning("Q002", part.place, message, hint)


def choices_by_letter(subject: Subject) -> Iterator[Problem]:
    """Words that name a choice of a quiz by its letter, so that versions of a test cannot mix it with the others."""
    language = subject.book.settings.language
    for section in subject.book.sections:
        for item in section.items if section.kind == "quiz" else ():
            named = next(letters_named(item, language), None) if asks_to_mix(item, section) else None
            if named:
                stays = f"all choices of question {item.number} stay as they are in every version of the test"
                message = f"a choice is named by its letter here, so {stays}"
                hint = "name it by its words; or write shuffle=items at the question if its choices are to stay"
                yield warning("Q004", named.place, message, hint)


def pictures_said_twice(subject: Subject) -> Iterator[Problem]:
    """Text alternatives that only repeat the caption, so that those who hear both hear it twice."""
    for section in subject.book.sections:
        for node in section.walk():
            if node.name in ("image", "figure") and node.children and _said(node.get("alt")) == _said_of(node):
                hint = "let the brackets say what the picture shows, and the caption what it means here"
                yield warning("I006", node.place, "this image's text alternative repeats its caption", hint)


def _said_of(node: Node) -> list[str]:
    return _said(plain(node.children))


def _said(text: str) -> list[str]:
    return [word for piece in text.split() if (word := compared(piece))]


def _items(subject: Subject) -> Iterator[Item]:
    return (item for section in subject.book.sections for item in section.items)
