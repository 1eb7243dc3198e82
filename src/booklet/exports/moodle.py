"""Moodle XML: what the question bank of Moodle imports (docs.moodle.org, Moodle XML format; question/format/xml).

An order is a question of the type ``ordering``, which Moodle has since 4.4. What a person must judge is an essay.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from ..language import direction
from ..model import Book, Choice, Item, Node, Section, plain
from ..problems import Problem, warning
from ..sections.marking import accepted, blanks
from ..sections.shuffling import mixes, stays
from .asked import (
    APART,
    PICTURES,
    Asked,
    category_of,
    is_answered,
    is_plainly_true_or_false,
    loses,
    of_section,
    steps_explained,
    tags,
    unanswered,
)
from .markup import Dialect, Fragment, Pen, element, file_name

DIALECT = Dialect("@@PLUGINFILE@@/")
LINES = (2, 3, 5, 10, 15, 20, 25, 30, 35, 40)  # the heights that Moodle's essays may have
MOST_RIGHT = 20  # right choices of one question, so that their parts of the mark are among those that Moodle knows
LONGEST_ANSWER = 255  # characters of the right side of a match, in Moodle's tables
LONGEST_IDNUMBER = 100
PENALTY = "0.3333333"
EMPTY = Fragment(Markup(""))


def make(book: Book) -> tuple[bytes, tuple[Problem, ...]]:
    """A file for Moodle's question bank: a category for each section; no bytes where nothing is asked."""
    writer = _Writer(book)
    questions = [question for section in book.sections for question in writer.section(section)]
    if not writer.count:
        return b"", tuple(writer.problems)
    body = Markup("\n").join(questions)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n{body}\n</quiz>\n'.encode(), tuple(writer.problems)


@dataclass
class _Writer:
    book: Book
    problems: list[Problem] = field(default_factory=list)
    count: int = 0

    def section(self, section: Section) -> Iterator[Markup]:
        """The category of a section with its questions, and the prose between them as descriptions."""
        groups = of_section(section, self.book)
        written: list[Markup] = []
        for number, group in enumerate(groups, 1):
            if group.prose:
                pen = Pen(self.book, section, DIALECT)
                text = self.wrapped(pen, group.prose)
                name = element("name", element("text", f"{section.plain_title} ({number})"))
                parts = (name, self.rich("questiontext", text), element("defaultgrade", "0"))
                written.append(element("question", Markup("\n").join(parts), {"type": "description"}))
            found = [one for question in group.questions if (one := self.question(question)) is not None]
            written += found
            self.count += len(found)
        if written:
            category = element("category", element("text", f"$course$/top/{category_of(section, self.book)}"))
            yield element("question", category, {"type": "category"})
            yield from written

    def question(self, asked: Asked) -> Markup | None:
        """A question as Moodle has it; None with a warning where it cannot be one."""
        if not is_answered(asked):
            self.problems.append(unanswered(asked))
            return None
        reason = _hindrance(asked)
        if reason:
            message = f"question {asked.item.number} is left out of the file for Moodle: {reason[0]}"
            self.problems.append(warning("G001", asked.item.place, message, reason[1]))
            return None
        if asked.type == "cloze":
            return self.cloze(asked)
        kinds = {"match": self.match, "order": self.order, "short": self.short, "essay": self.essay}
        kind, parts = kinds.get(asked.type, self.choices)(asked)
        return self.whole(asked, kind, self.text(asked), parts)

    # what all questions have

    def whole(self, asked: Asked, kind: str, text: Fragment, parts: Iterable[Markup]) -> Markup:
        """A question with its name, text, marks and tags around what its kind has."""
        self.lost(asked.item, text)
        feedback = EMPTY if kind == "essay" else self.explained(asked)
        idnumber = [element("idnumber", asked.item.id)] if len(asked.item.id) <= LONGEST_IDNUMBER else []
        if asked.teaching and kind != "essay":
            message = f"Moodle has no place for the notes for the teacher of question {asked.item.number}"
            hint = "they are in the teacher’s copy, and in the exports csv and qti"
            self.problems.append(warning("G002", asked.teaching[0].place, message, hint))
        names = [element("tag", element("text", tag)) for tag in tags(asked, self.book.settings.language)]
        marks = [] if kind == "cloze" else [element("defaultgrade", str(asked.points))]
        found = (
            element("name", element("text", asked.name)),
            self.rich("questiontext", text),
            self.rich("generalfeedback", feedback),
            *marks,
            element("penalty", "1" if kind == "truefalse" else "0" if kind == "essay" else PENALTY),
            element("hidden", "0"),
            *idnumber,
            *parts,
            *([element("tags", Markup("").join(names))] if names else []),
        )
        return element("question", Markup("\n").join(found), {"type": kind})

    def text(self, asked: Asked) -> Fragment:
        """The question's text with its hints, which not every kind of Moodle's questions has a place for."""
        return self.wrapped(self.pen(asked), (*asked.question, *asked.hints))

    def explained(self, asked: Asked) -> Fragment:
        """What is told of the answer afterwards: the fences, and why each step of an order stands where it does."""
        told = tuple(steps_explained(asked))
        return self.wrapped(self.pen(asked, ()), (*told, *asked.answers)) if told or asked.answers else EMPTY

    def pen(self, asked: Asked, apart: tuple[str, ...] = APART) -> Pen:
        """What writes pieces of a question."""
        return Pen(self.book, asked.section, DIALECT, apart=apart, language=asked.item.attrs.get("lang", ""))

    def wrapped(self, pen: Pen, nodes: Iterable[Node]) -> Fragment:
        """A piece in its language and direction."""
        piece = pen.piece(nodes)
        lang = pen.language or self.book.settings.language
        text = element("div", piece.text, {"lang": lang, "dir": direction(lang)})
        return Fragment(text, piece.pictures, piece.lost)

    def rich(self, name: str, piece: Fragment, more: Iterable[Markup] = (), **attributes: str) -> Markup:
        """An element of HTML text, with its pictures."""
        files = [self.file(picture) for picture in piece.pictures]
        content = Markup("").join((element("text", str(piece.text)), *files, *more))
        return element(name, content, {**attributes, "format": "html"})

    def file(self, name: str) -> Markup:
        """A picture within the text that shows it."""
        data = self.book.pictures[name].data
        attributes = {"name": file_name(name, data), "path": "/", "encoding": "base64"}
        return element("file", b64encode(data).decode(), attributes)

    def lost(self, item: Item, *pieces: Fragment) -> None:
        """Warn of what pieces could not keep."""
        for place, what in (lost for piece in pieces for lost in piece.lost):
            message = f"Moodle’s file leaves this out of question {item.number}: {what}"
            self.problems.append(warning("G002", place, message, "say it in words, if it matters"))

    # the kinds

    def choices(self, asked: Asked) -> tuple[str, list[Markup]]:
        """A choice or a multi; a true-false question where the words are Moodle's own."""
        item = asked.item
        if is_plainly_true_or_false(asked):
            right = item.fields["answer"]
            return "truefalse", [
                element(
                    "answer",
                    element("text", word) + element("feedback", element("text", ""), {"format": "html"}),
                    {"fraction": "100" if word == right else "0", "format": "moodle_auto_format"},
                )
                for word in ("true", "false")
            ]
        single = asked.type != "multi"
        shares = _shares(sum(bool(choice.mark) for choice in item.choices))
        language = self.book.settings.language
        mixed = mixes(item, asked.section, language) and not any(stays(c, language) for c in item.choices)
        answers = []
        for choice in item.choices:
            said, why = self.wrapped(self.pen(asked), choice.body), self.why(asked, choice)
            share = next(shares) if choice.mark else "0" if single else _against(item)
            feedback = self.rich("feedback", why)
            answers.append(self.rich("answer", said, (feedback,), fraction=share))
        return "multichoice", [
            element("single", "true" if single else "false"),
            element("shuffleanswers", "true" if mixed else "false"),
            element("answernumbering", "abc"),
            *answers,
        ]

    def why(self, asked: Asked, choice: Choice) -> Fragment:
        """What is said of one choice."""
        nodes = tuple(node for part in choice.parts for node in part.children)
        return self.wrapped(self.pen(asked, ()), nodes) if nodes else EMPTY

    def match(self, asked: Asked) -> tuple[str, list[Markup]]:
        """A match, whose right side is plain text in Moodle."""
        pairs = []
        for number, prompt in enumerate(asked.item.prompts, 1):
            choice = next(c for c in asked.item.choices if c.mark == str(number))
            if loses(choice.body, PICTURES):
                message = f"Moodle’s matches have no pictures to the right: one of question {asked.item.number} is told"
                hint = "put the pictures into the column to the left"
                self.problems.append(warning("G002", choice.place, f"{message} by its description", hint))
            answer = element("answer", element("text", plain(choice.body)))
            pairs.append(self.rich("subquestion", self.wrapped(self.pen(asked), prompt), (answer,)))
        return "matching", [element("shuffleanswers", "true"), *pairs]

    def order(self, asked: Asked) -> tuple[str, list[Markup]]:
        """An order: the steps in the right one, numbered by their fractions."""
        steps = sorted(asked.item.choices, key=lambda choice: int(choice.mark))
        answers = [
            self.rich("answer", self.wrapped(self.pen(asked), step.body), fraction=f"{number}.0000000")
            for number, step in enumerate(steps, 1)
        ]
        return "ordering", [
            element("layouttype", "VERTICAL"),
            element("selecttype", "ALL"),
            element("selectcount", "0"),
            element("gradingtype", "ABSOLUTE_POSITION"),
            element("showgrading", "SHOW"),
            element("numberingstyle", "none"),
            *answers,
        ]

    def short(self, asked: Asked) -> tuple[str, list[Markup]]:
        """A short answer; an asterisk would stand for any letters, and does not."""
        answers = (
            element("answer", element("text", answer.replace("*", "\\*")), {"fraction": "100", "format": "plain_text"})
            for answer in accepted(asked.item)
        )
        return "shortanswer", [element("usecase", "0"), *answers]

    def essay(self, asked: Asked) -> tuple[str, list[Markup]]:
        """An essay, with what an answer should hold for those who mark it."""
        told = (*asked.answers, *asked.teaching)
        grading = self.wrapped(self.pen(asked, ()), told) if told else EMPTY
        lines = next((height for height in LINES if height >= asked.item.room), LINES[-1])
        return "essay", [
            element("responseformat", "editor"),
            element("responserequired", "1"),
            element("responsefieldlines", str(lines)),
            element("attachments", "0"),
            element("attachmentsrequired", "0"),
            self.rich("graderinfo", grading),
            self.rich("responsetemplate", EMPTY),
        ]

    def cloze(self, asked: Asked) -> Markup:
        """A cloze: what stands in the gaps is part of the text, and each gap has whole points."""
        gaps = tuple(blanks(asked.question))
        points = max(int(asked.points // len(gaps)), 1)
        if points * len(gaps) != asked.points:
            message = (
                f"Moodle gives each of the {len(gaps)} gaps of question {asked.item.number} {_points(points)}, "
                f"{points * len(gaps)} in all, not {asked.points}"
            )
            hint = f"write points={points * len(gaps)}, or set the mark in the quiz in Moodle"
            self.problems.append(warning("G002", asked.item.place, message, hint))
        pen = Pen(
            self.book,
            asked.section,
            DIALECT,
            lambda gap: Markup("{{{}:SHORTANSWER:={}}}").format(points, in_gap(plain(gap.children))),
            unbraced,
            language=asked.item.attrs.get("lang", ""),
        )
        return self.whole(asked, "cloze", self.wrapped(pen, (*asked.question, *asked.hints)), ())


def in_gap(answer: str) -> Markup:
    """An answer as it stands in a gap, where Moodle reads signs of its own (question/type/multianswer).

    Moodle takes away a backslash before } and #, then reads HTML's numbers of characters; so every sign is a number.
    """
    answer = answer.replace("*", "\\*").replace("}", "\\}").replace("#", "\\#")
    return Markup("").join(c if c.isalnum() or c == " " else Markup(f"&#{ord(c)};") for c in answer)


def unbraced(text: str) -> Markup:
    """Text in which no brace opens a gap."""
    return Markup(str(escape(text)).replace("{", "&#123;").replace("}", "&#125;"))


def _hindrance(asked: Asked) -> tuple[str, str] | None:
    """Why Moodle cannot have a question, and what to do; None where it can."""
    item = asked.item
    right = [choice for choice in item.choices if choice.mark]
    if asked.type == "multi" and len(right) > MOST_RIGHT:
        return f"Moodle cannot share its mark among {len(right)} right choices", f"keep at most {MOST_RIGHT}"
    if asked.type == "match" and any(len(plain(choice.body)) > LONGEST_ANSWER for choice in right):
        return f"what stands to the right of a match has at most {LONGEST_ANSWER} characters there", "say it shorter"
    return None


def _shares(right: int) -> Iterator[str]:
    """The parts of the mark of right choices, in percent: Moodle takes only some numbers, so many unequal ones."""
    tenths = max(20 - right, 0) if right > 10 else 0
    for number in range(right):
        yield ("10" if number < tenths else "5") if right > 10 else f"{100 / right:.5f}".rstrip("0").rstrip(".")


def _against(item: Item) -> str:
    """What a wrong choice takes away: as much as a right one gives."""
    shares = list(_shares(sum(bool(choice.mark) for choice in item.choices)))
    return f"-{shares[0]}"


def _points(points: int) -> str:
    return "1 point" if points == 1 else f"{points} points"
