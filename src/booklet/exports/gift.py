"""GIFT: questions as plain text, for Moodle and others (docs.moodle.org, GIFT format)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from ..language import direction
from ..model import Book, Node, Section, plain
from ..problems import Problem, warning
from ..sections.marking import accepted, blanks
from .asked import APART, Asked, category_of, is_answered, is_plainly_true_or_false, of_section, unanswered
from .markup import Dialect, Fragment, Pen, element

DIALECT = Dialect(None)
SIGNS = "\\~=#{}:"
MARK = "\x01"  # no manuscript holds it
MOST_RIGHT = 10
CANNOT = {
    "order": "no orders",
    "gaps": "no texts with more than one gap",
    "right": f"no questions with more than {MOST_RIGHT} right choices",
}


def make(book: Book) -> tuple[bytes, tuple[Problem, ...]]:
    """A GIFT file: a category for each section; no bytes where nothing is asked."""
    writer = _Writer(book)
    blocks = [block for section in book.sections for block in writer.section(section)]
    if not writer.count:
        return b"", tuple(writer.problems)
    return ("\n\n".join(blocks) + "\n").encode(), tuple(writer.problems)


@dataclass
class _Writer:
    book: Book
    problems: list[Problem] = field(default_factory=list)
    count: int = 0

    def section(self, section: Section) -> Iterator[str]:
        """The category of a section, its prose as descriptions, and its questions."""
        written: list[str] = []
        for number, group in enumerate(of_section(section, self.book), 1):
            if group.prose:
                text = self.text(Pen(self.book, section, DIALECT), group.prose, number)
                written.append(f"::{escaped(f'{section.plain_title} ({number})')}::[html]{text}")
            found = [one for question in group.questions if (one := self.question(question)) is not None]
            written += found
            self.count += len(found)
        if written:
            yield f"$CATEGORY: $course$/top/{' '.join(category_of(section, self.book).split())}"
            yield from written

    def question(self, asked: Asked) -> str | None:
        """A question; None with a warning where GIFT has none of its kind."""
        number, place = asked.item.number, asked.item.place
        if not is_answered(asked):
            self.problems.append(unanswered(asked))
            return None
        gaps = asked.type == "cloze" and len(tuple(blanks(asked.question))) > 1
        right = asked.type == "multi" and sum(bool(choice.mark) for choice in asked.item.choices) > MOST_RIGHT
        cannot = CANNOT.get("gaps" if gaps else "right" if right else asked.type)
        if cannot:
            message = f"question {number} is left out of the file: GIFT has {cannot}"
            self.problems.append(warning("G001", place, message, "take the export moodle or qti"))
            return None
        if asked.points != 1:
            message = f"GIFT says no points: question {number} counts 1, not {asked.points}"
            self.problems.append(warning("G002", place, message, "set the mark in the quiz, or take the export moodle"))
        if asked.teaching:
            message = f"GIFT has no place for the notes for the teacher of question {number}"
            hint = "they are in the teacher’s copy, and in the exports csv and qti"
            self.problems.append(warning("G002", asked.teaching[0].place, message, hint))
        return self.written(asked)

    def written(self, asked: Asked) -> str:
        """The question as GIFT has it: what is told of the answer stands behind four signs at its end."""
        told = self.text(self.pen(asked, ()), asked.answers, asked.item.number) if asked.answers else ""
        body = "\n".join((*self.answers(asked), *([f"####{told}"] if told else ())))
        braces = f"{{\n{body}\n}}" if body else "{}"
        name = f"::{escaped(asked.name)}::"
        parts = (*asked.question, *asked.hints)
        if asked.type != "cloze":
            return f"{name}[html]{self.text(self.pen(asked), parts, asked.item.number)} {braces}"
        pen = Pen(self.book, asked.section, DIALECT, lambda _: Markup(MARK), language=asked.item.attrs.get("lang", ""))
        before, _, behind = self.text(pen, parts, asked.item.number).partition(escaped(MARK))
        return f"{name}[html]{before}{braces}{behind}"

    def answers(self, asked: Asked) -> Iterator[str]:
        """What stands within the braces."""
        item = asked.item

        def html(nodes: Sequence[Node]) -> str:
            return f"[html]{self.text(self.pen(asked), nodes, item.number)}"

        if is_plainly_true_or_false(asked):
            yield "TRUE" if item.fields["answer"] == "true" else "FALSE"
            return
        match asked.type:
            case "choice" | "true-false" | "multi":
                right = sum(bool(choice.mark) for choice in item.choices)
                share = f"{100 / max(right, 1):.5f}".rstrip("0").rstrip(".")
                for choice in item.choices:
                    single = "=" if choice.mark else "~"
                    sign = f"~%{'' if choice.mark else '-'}{share}%" if asked.type == "multi" else single
                    why = [node for part in choice.parts for node in part.children]
                    yield f"{sign}{html(choice.body)}" + (f"#{html(why)}" if why else "")
            case "match":
                for number, prompt in enumerate(item.prompts, 1):
                    choice = next(c for c in item.choices if c.mark == str(number))
                    yield f"={html(prompt)} -> {escaped(plain(choice.body))}"
            case "short":
                yield from (f"={escaped(answer.replace('*', chr(92) + '*'))}" for answer in accepted(item))
            case "cloze":
                gap = next(blanks(asked.question))
                yield f"={escaped(plain(gap.children).replace('*', chr(92) + '*'))}"

    def pen(self, asked: Asked, apart: Sequence[str] = APART) -> Pen:
        """What writes pieces of a question."""
        return Pen(self.book, asked.section, DIALECT, apart=apart, language=asked.item.attrs.get("lang", ""))

    def text(self, pen: Pen, nodes: Iterable[Node], number: int) -> str:
        """A piece of HTML on one line, as GIFT wants it."""
        piece: Fragment = pen.piece(nodes)
        for place, what in piece.lost:
            message = f"GIFT leaves this out of question {number}: {what}"
            self.problems.append(warning("G002", place, message, "take the export moodle or qti"))
        lang = pen.language or self.book.settings.language
        return escaped(str(element("div", piece.text, {"lang": lang, "dir": direction(lang)})))


def escaped(text: str) -> str:
    """Text in which no sign means anything to GIFT; it is one line."""
    lines = text.replace("\\", "\\\\").replace("\r", "").split("\n")
    return "\\n".join("".join(f"\\{c}" if c in SIGNS[1:] else c for c in line) for line in lines)
