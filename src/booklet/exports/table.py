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
from .asked import PICTURES, Asked, loses, of_section
from .textual import Plain

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
    return f"'{cell}" if cell.lstrip().startswith(FORMULAS) or cell.startswith(FORMULAS) else cell


def _rows(section: Section, book: Book, problems: list[Problem]) -> Iterator[Mapping[str, str]]:
    asked = {question.item.id: question for group in of_section(section, book) for question in group.questions}
    plain = Plain(book, section)
    for item in section.items:
        if item.kind not in (*LEARNT, *STATED) and item.id not in asked:
            continue
        if loses(item.walk(), PICTURES):
            kind = item.kind.replace("quiz-item", "question")
            message = f"a table has no pictures: one of {kind} {item.number} is told by its description"
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
        yield {**row, **(_asked(question, plain) if question else _learnt(item, plain))}


def _learnt(item: Item, plain: Plain) -> Mapping[str, str]:
    """A word with its meaning, a passage with its source, or a statement."""
    heading = (Node("paragraph", item.place, item.heading),)
    first, second = (item.body, heading) if item.kind == "quotation" else (heading, item.body)
    told = "\n".join(filter(None, (plain.of(part.children) for part in item.parts)))
    words, tier = messages(plain.book.settings.language), item.fields.get("tier")
    level = {"level": words("tier {number}").format(number=tier)} if tier else {}
    facts = {"type": str(item.fields.get("pos") or ""), **level}
    return {**facts, "text": plain.of(first), "answer": plain.of(second), "explanation": told}


def _asked(asked: Asked, plain: Plain) -> Mapping[str, str]:
    item = asked.item
    letters = partial(letter_of, language=plain.book.settings.language)
    said = [f"{letters(n)}) {plain.of(choice.body)}" for n, choice in enumerate(item.choices, 1)]
    prompts = [f"{n}. {plain.of(prompt)}" for n, prompt in enumerate(item.prompts, 1)]
    reasons = [
        f"{letters(n)}) {plain.of(part.children)}" for n, choice in enumerate(item.choices, 1) for part in choice.parts
    ]
    right = _right(asked, plain)
    told = {name: _told(asked.answers, name, plain) for name in ("answer", "look-for", "why", "")}
    words = messages(plain.book.settings.language)
    looked = [f"{words('Look for')}: {told['look-for']}"] if told["look-for"] else []
    apart = (*reasons, told["why"], *looked, told[""], *([told["answer"]] if right else ()))
    return {
        "type": asked.type,
        "points": str(asked.points) if item.kind == "quiz-item" else "",
        "text": plain.of(asked.question),
        "choices": "\n".join((*prompts, *said)),
        "answer": right or told["answer"],
        "explanation": "\n".join(filter(None, apart)),
        "hint": _told(asked.hints, "hint", plain),
        "for the teacher": _told(asked.teaching, "teaching", plain),
    }


def _right(asked: Asked, plain: Plain) -> str:
    """The letters or words that are right; nothing where a person must judge."""
    item, language = asked.item, plain.book.settings.language
    match asked.type:
        case "choice" | "multi" | "true-false":
            return BETWEEN.join(letter_of(n, language) for n, choice in enumerate(item.choices, 1) if choice.mark)
        case "match" | "order":
            count = len(item.prompts or item.choices)
            found = [f"{n}–{'/'.join(letters_for(item, str(n), language))}" for n in range(1, count + 1)]
            return BETWEEN.join(found) if any(choice.mark for choice in item.choices) else ""
        case "cloze":
            return BETWEEN.join(plain.of(gap.children) for gap in blanks(asked.question) if gap.children)
        case "short":
            return BETWEEN.join(accepted(item))
    return ""


def _told(parts: Sequence[Node], name: str, plain: Plain) -> str:
    """What the fences of a name say; what is no fence, as a rubric, for the empty name."""
    chosen = [part for part in parts if part.get("name") == name]
    return "\n".join(plain.whole().of(part.children if name else [part]) for part in chosen)
