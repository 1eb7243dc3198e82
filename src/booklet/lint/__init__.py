"""The manuscript's lint: the table of its rules, each a plain function from a read book to problems."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..model import Book, Place
from ..problems import CATALOGUE, Problem, warning
from . import answers, links, safety, structure, wording
from .subject import Subject, subject_of

At = Callable[..., Place]


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of the table: the codes of what the rule finds, the rule, and whether it stops a build."""

    codes: tuple[str, ...]
    judge: Callable[[Subject], Iterator[Problem]]
    stops: bool = False


RULES: tuple[Rule, ...] = (
    Rule(("Q001",), structure.questions_without_a_prompt, stops=True),
    Rule(("Q002",), structure.answers_to_nothing),
    Rule(("Q003",), answers.answers_given_away, stops=True),
    Rule(("Q004",), structure.choices_by_letter),
    Rule(("I006",), structure.pictures_said_twice),
    Rule(("N001", "N002"), safety.late_names),
    Rule(("N003",), links.links_out_of_safety),
    Rule(("N004",), safety.told_phrases),
    Rule(("W001",), wording.repeated_words),
    Rule(("W002",), wording.straight_quotes),
    Rule(("W003",), wording.double_spaces),
    Rule(("W004",), wording.hyphens_for_dashes),
)

CODES = frozenset(code for rule in RULES for code in rule.codes)
SEEN_ON_PAGES = frozenset({"I007", "X003"})  # a build tells them, and no check can say that nothing breaks them


def before_building(book: Book | None, problems: Sequence[Problem], at: At) -> list[Problem]:
    """The problems of reading a book with those of the lint that stop a build, but for what the project ignores.

    ``at`` gives the place of a value of booklet.yaml by its keys and positions.
    """
    if book is None:
        return list(problems)
    return kept(book, [*problems, *_judged(book, at, [rule for rule in RULES if rule.stops])])


def kept(book: Book, problems: Iterable[Problem]) -> list[Problem]:
    """The problems but for what the project ignores."""
    return [problem for problem in problems if not _is_ignored(problem, book)]


def check(book: Book | None, problems: Sequence[Problem], at: At) -> list[Problem]:
    """The problems of reading a book with all of the lint, but for what the project ignores; and needless ignores."""
    if book is None:
        return list(problems)
    found = [*problems, *_judged(book, at, RULES)]
    met = {problem.code for problem in found} | SEEN_ON_PAGES
    told = kept(book, found)
    for number, row in enumerate(book.settings.ignore):
        if row.code not in met:
            message = f"nothing breaks the rule {row.code} any more"
            told.append(warning("P014", at("ignore", number, "code"), message, "delete these lines"))
    return told


def _judged(book: Book, at: At, rules: Iterable[Rule]) -> Iterator[Problem]:
    subject = subject_of(book, at)
    for rule in rules:
        yield from rule.judge(subject)


def _is_ignored(problem: Problem, book: Book) -> bool:
    """Whether the project does without it: a rule of the lint, or a warning of reading that is not an error here."""
    optional = CATALOGUE[problem.code].optional and (problem.severity == "warning" or problem.code in CODES)
    return optional and any(row.code == problem.code for row in book.settings.ignore)
