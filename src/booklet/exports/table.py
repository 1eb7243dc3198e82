"""A table for spreadsheets (RFC 4180, UTF-8 with a mark at its beginning): a row for each question, word and passage.

A cell that begins with a sign of a formula gets an apostrophe before it, because a spreadsheet would run it
(owasp.org, CSV injection).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from ..language import letter_of, messages
from ..model import Book, Item, Node, Section
from ..problems import Problem, warning
from ..sections.marking import accepted, blanks, letters_for
from .asked import PICTURES, Asked, loses, notes_of, of_section
from .textual import text_of

COLUMNS = (
    "section", "kind", "number", "id", "type", "points", "level", "chapter", "page", "text", "choices", "answer",
    "explanation", "hint", "for the teacher",
)  # fmt: skip
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BETWEEN = "; "
LEARNT = ("term", "quotation")
STATED = ("statement",)


def make(book: Book) -> tuple[bytes, tuple[Problem, ...]]:
    """A table of what is asked, agreed with and learnt; no bytes where there is nothing of it."""
    problems: list[Problem] = []
    found = [row for section in book.sections for row in _rows(section, book, problems)]
    if not found:
        return b"", ()
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([defused(row.get(column, "")) for column in COLUMNS] for row in found)
    return text.getvalue().encode("utf-8-sig"), tuple(problems)


def defused(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.lstrip(" \u00a0").startswith(FORMULAS) or cell.startswith(FORMULAS) else cell


def _rows(section: Section, book: Book, problems: list[Problem]) -> Iterator[Mapping[str, str]]:
    asked = {question.item.id: question for group in of_section(section, book) for question in group.questions}
    notes = notes_of(section)
    for item in section.items:
        if item.kind not in (*LEARNT, *STATED) and item.id not in asked:
            continue
        if loses(item.walk(), PICTURES):
            message = f"a table has no pictures: one of {item.kind} {item.number} is told by its description"
            problems.append(warning("G002", item.place, message, "take another export where the picture matters"))
        row = {
            "section": section.plain_title,
            "kind": item.kind.removeprefix("quiz-item") or "quiz",
            "number": str(item.number),
            "id": item.id,
            **{key: str(item.fields.get(key) or "") for key in ("level", "chapter")},
            "page": str(item.fields.get("page") or item.fields.get("pages") or ""),
        }
        question = asked.get(item.id)
        yield {**row, **(_asked(question, book, notes) if question else _learnt(item, notes))}


def _learnt(item: Item, notes: Mapping[str, Node]) -> Mapping[str, str]:
    """A word with its meaning, a passage with its source, or a statement."""
    heading = (Node("paragraph", item.place, item.heading),)
    first, second = (item.body, heading) if item.kind == "quotation" else (heading, item.body)
    told = "\n".join(filter(None, (text_of(part.children, notes) for part in item.parts)))
    return {"text": text_of(first, notes), "answer": text_of(second, notes), "explanation": told}


def _asked(asked: Asked, book: Book, notes: Mapping[str, Node]) -> Mapping[str, str]:
    item = asked.item
    letters = partial(letter_of, language=book.settings.language)
    said = [f"{letters(n)}) {text_of(choice.body, notes)}" for n, choice in enumerate(item.choices, 1)]
    prompts = [f"{n}. {text_of(prompt, notes)}" for n, prompt in enumerate(item.prompts, 1)]
    reasons = [
        f"{letters(n)}) {text_of(part.children, notes)}"
        for n, choice in enumerate(item.choices, 1)
        for part in choice.parts
    ]
    right = _right(asked, book.settings.language)
    told = {name: _told(asked.answers, name, notes) for name in ("answer", "look-for", "why", "")}
    words = messages(book.settings.language)
    looked = [f"{words('Look for')}: {told['look-for']}"] if told["look-for"] else []
    apart = (*reasons, told["why"], *looked, told[""], *([told["answer"]] if right else ()))
    return {
        "type": asked.type,
        "points": str(asked.points) if item.kind == "quiz-item" else "",
        "text": text_of(asked.question, notes),
        "choices": "\n".join((*prompts, *said)),
        "answer": right or told["answer"],
        "explanation": "\n".join(filter(None, apart)),
        "hint": _told(asked.hints, "hint", notes),
        "for the teacher": _told(asked.teaching, "teaching", notes),
    }


def _right(asked: Asked, language: str) -> str:
    """The letters or words that are right; nothing where a person must judge."""
    item = asked.item
    match asked.type:
        case "choice" | "multi" | "true-false":
            return BETWEEN.join(letter_of(n, language) for n, choice in enumerate(item.choices, 1) if choice.mark)
        case "match" | "order":
            count = len(item.prompts or item.choices)
            found = [f"{n}–{'/'.join(letters_for(item, str(n), language))}" for n in range(1, count + 1)]
            return BETWEEN.join(found) if any(choice.mark for choice in item.choices) else ""
        case "cloze":
            return BETWEEN.join(text_of(gap.children, {}) for gap in blanks(asked.question) if gap.children)
        case "short":
            return BETWEEN.join(accepted(item))
    return ""


def _told(parts: Sequence[Node], name: str, notes: Mapping[str, Node]) -> str:
    """What the fences of a name say; what is no fence, as a rubric, for the empty name."""
    chosen = [part for part in parts if part.get("name") == name]
    return "\n".join(text_of(part.children if name else [part], notes, ()) for part in chosen)
