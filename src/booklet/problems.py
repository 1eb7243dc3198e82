"""Problems as values, their catalogue, and the exceptions that end a build.

BookletError                     carries problems
├── BugError                 70  a bug in booklet itself
├── ManuscriptError           3  the manuscript or its settings have errors
├── RefusedError              4  something reaches outside the project or for the network
├── LimitError                5  a limit was hit
├── FileError                 6  a file could not be read or written
├── ThemeError                7  a theme or a template has an error
└── ProofError                8  a finished file failed its proof
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from .model import Place

Severity = Literal["error", "warning", "information"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: a lasting code, how bad, where, what in the author's words, and how to mend it."""

    code: str
    severity: Severity
    place: Place
    message: str
    hint: str = ""

    @property
    def exit_code(self) -> int:
        """What the shell would see if this were the only problem."""
        return EXIT_BY_LETTER[CATALOGUE[self.code].kind] if self.severity == "error" else 0

    def __str__(self) -> str:
        line = f"{self.place}: {self.severity} {self.code}: {self.message}"
        return f"{line}\n  hint: {self.hint}" if self.hint else line


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of the catalogue: what kind of failure a code is, and what it means in one line.

    What is ``optional`` a project may do without, by ``ignore:`` in booklet.yaml: the lint, and warnings of reading.
    """

    kind: Literal["manuscript", "refused", "limit", "file", "theme", "proof"]
    meaning: str
    optional: bool = False


EXIT_BY_LETTER = {"manuscript": 3, "refused": 4, "limit": 5, "file": 6, "theme": 7, "proof": 8}
EXIT_ORDER = (4, 5, 7, 6, 3, 8)

CATALOGUE: dict[str, Rule] = {
    # the project and its settings
    "P001": Rule("manuscript", "there is no manuscript folder"),
    "P002": Rule("manuscript", "there is no booklet.yaml"),
    "P003": Rule("manuscript", "the manuscript has no sections"),
    "P004": Rule("manuscript", "YAML that cannot be read"),
    "P005": Rule("manuscript", "a key that is not known"),
    "P006": Rule("manuscript", "a value of the wrong kind"),
    "P007": Rule("manuscript", "a key that is needed is missing"),
    "P008": Rule("manuscript", "a key that stands twice"),
    "P009": Rule("manuscript", "anchors, aliases and tags are not allowed in YAML"),
    "P010": Rule("manuscript", "a part names a section that is not there, or not every section", optional=True),
    "P011": Rule("manuscript", "the settings leave nothing to build"),
    "P012": Rule("manuscript", "an edition that is not there"),
    "P013": Rule("manuscript", "a code that is none, or that no project can do without"),
    "P014": Rule("manuscript", "a rule is ignored that nothing breaks"),
    "P015": Rule("manuscript", "a cover that cannot be made"),
    "P016": Rule("manuscript", "nothing to hand out"),
    "P017": Rule("manuscript", "a section, a kind or a question to hand out that is not there"),
    # files
    "F001": Rule("manuscript", "a file is not UTF-8"),
    "F002": Rule("file", "a file cannot be read"),
    "F003": Rule("file", "a file cannot be written"),
    "F004": Rule("manuscript", "a character that no text file should hold"),
    "F005": Rule("manuscript", "a section file that will not be read because of its name", optional=True),
    # reading sections
    "S001": Rule("manuscript", "a kind of section that is not known"),
    "S002": Rule("manuscript", "the same id is written twice"),
    "S003": Rule("manuscript", "a link to an id that is not there"),
    "S004": Rule("manuscript", "a fence is left open or closes nothing", optional=True),
    "S005": Rule("manuscript", "attributes that belong to nothing", optional=True),
    "S006": Rule("manuscript", "raw HTML is shown as text", optional=True),
    "S007": Rule("manuscript", "a footnote without a text, without a call, or inside another", optional=True),
    "S008": Rule("manuscript", "a title that is given twice", optional=True),
    "S009": Rule("manuscript", "two headings alike in one section", optional=True),
    "S010": Rule("manuscript", "an attribute that is not known or has a wrong value"),
    "S011": Rule("manuscript", "a fence of a name that is not known"),
    "S012": Rule("manuscript", "an empty section"),
    "S013": Rule("manuscript", "an answer outside an item, or two in one"),
    "S014": Rule("manuscript", "a section of items without items", optional=True),
    "S015": Rule("manuscript", "a heading of level 1 inside a section", optional=True),
    "S016": Rule("manuscript", "a section is a draft and was left out", optional=True),
    "S017": Rule("manuscript", "a table's row with more cells than its head"),
    "S018": Rule("manuscript", "a link definition that nothing uses", optional=True),
    "S019": Rule("manuscript", "a heading that skips a level", optional=True),
    "S020": Rule("manuscript", "words behind the marks that open a block of code", optional=True),
    "S021": Rule("manuscript", "an item names an id that is not there, or of another kind"),
    "S022": Rule("manuscript", "a relation that cannot be, or is written twice", optional=True),
    "S030": Rule("manuscript", "a chapter in a plan that the studied book does not have", optional=True),
    "S031": Rule("manuscript", "an item without the table or list that it is made of"),
    "S032": Rule("manuscript", "a table or list that does not suit its kind"),
    # questions and answers
    "Q001": Rule("manuscript", "a question or statement without words", optional=True),
    "Q002": Rule("manuscript", "an answer where nothing is asked", optional=True),
    "Q003": Rule("manuscript", "words of an answer that everybody can read", optional=True),
    "Q004": Rule("manuscript", "choices of a quiz that are named by their letters", optional=True),
    # quizzes
    "Q101": Rule("manuscript", "no choice is marked as right"),
    "Q102": Rule("manuscript", "several choices are marked as right where one is meant"),
    "Q103": Rule("manuscript", "fewer than two choices, pairs or steps"),
    "Q104": Rule("manuscript", "a choice, step or blank that is empty"),
    "Q105": Rule("manuscript", "a cloze without a blank"),
    "Q106": Rule("manuscript", "a match whose two lists are not of equal length"),
    "Q107": Rule("manuscript", "a short question without an answer"),
    "Q108": Rule("manuscript", "a true-false question that is not answered by true or false"),
    "Q109": Rule("manuscript", "the mark of a choice in a list that is not one of choices"),
    "Q110": Rule("manuscript", "a quiz item that is not of the type that it says"),
    "Q111": Rule("manuscript", "a blank outside of a cloze"),
    "Q112": Rule("manuscript", "a choice that is marked neither right nor wrong", optional=True),
    # pictures
    "I001": Rule("manuscript", "an image that is missing"),
    "I002": Rule("manuscript", "an image that is broken or of no known kind"),
    "I003": Rule("limit", "an image that is too large"),
    "I004": Rule("manuscript", "an image without a text alternative"),
    "I005": Rule("manuscript", "a drawing with scripts or other active parts"),
    "I006": Rule("manuscript", "a text alternative that repeats the caption", optional=True),
    "I007": Rule("manuscript", "a picture with too few pixels for the cover", optional=True),
    # spoilers
    "N001": Rule("manuscript", "a late name in a safe section", optional=True),
    "N002": Rule("manuscript", "a late name in what stands in every copy", optional=True),
    "N003": Rule("manuscript", "a link that the safe copy cannot follow", optional=True),
    "N004": Rule("manuscript", "words that tell the story in a safe place", optional=True),
    # wording
    "W001": Rule("manuscript", "a word that stands twice", optional=True),
    "W002": Rule("manuscript", "a straight quotation mark", optional=True),
    "W003": Rule("manuscript", "two spaces within a line", optional=True),
    "W004": Rule("manuscript", "a hyphen for a dash", optional=True),
    # refusals
    "R001": Rule("refused", "a path that leads out of the project"),
    "R002": Rule("refused", "an address on the network"),
    # limits
    "L001": Rule("limit", "the time limit"),
    "L002": Rule("limit", "the memory limit"),
    "L003": Rule("limit", "a file that is too large"),
    "L004": Rule("limit", "nesting that is too deep"),
    # themes and templates
    "T001": Rule("theme", "a theme that is not there"),
    "T002": Rule("theme", "an error in a template"),
    "T003": Rule("theme", "an error in a style sheet"),
    "T004": Rule("theme", "a template that does not give well-formed XHTML"),
    "T005": Rule("theme", "a page size that is none, or margins that leave no room on it or in them"),
    "T006": Rule("theme", "a colour that is none, or too pale to read"),
    "T007": Rule("theme", "a font that is not there, is broken, or may not be embedded"),
    "T008": Rule("theme", "an error in the theme.yaml of a theme of the project's own"),
    # what a printing house asks for
    "X001": Rule("manuscript", "a bleed that is no length, or too much"),
    "X002": Rule("manuscript", "a colour profile that is missing, or none to print with"),
    "X003": Rule("manuscript", "a photograph with too few pixels for its size on paper", optional=True),
    "X004": Rule("manuscript", "words outside the page, or over its edge"),
    "X010": Rule("proof", "what a PDF is, as a printing house sees it"),
    "X011": Rule("proof", "a PDF that does not say where to cut, or contradicts itself"),
    "X012": Rule("proof", "pages of several sizes"),
    "X013": Rule("proof", "a number of pages that is not divisible by 4"),
    "X014": Rule("proof", "a font that is not in the file"),
    "X015": Rule("proof", "a font that is in the file with all its letters"),
    "X016": Rule("proof", "a photograph in a PDF with too few pixels for its size on paper"),
    "X017": Rule("proof", "which colours a PDF has"),
    "X018": Rule("proof", "a PDF that says PDF/X and does not keep it"),
    "X019": Rule("proof", "how much ink a PDF takes"),
    "X020": Rule("proof", "a page that takes too much ink"),
    "X021": Rule("proof", "a PDF that is protected against printing or changes"),
    "X022": Rule("proof", "a page of a PDF that cannot be read to the end"),
    "X023": Rule("proof", "words of a PDF outside the page, or over its edge"),
    # the classroom
    "C001": Rule("manuscript", "a roster that is empty, or lacks a column"),
    "C002": Rule("manuscript", "a row of a roster that is wrong"),
    "C003": Rule("manuscript", "two fields of a form that would have one name"),
    "C004": Rule("file", "a PDF that is no form of a handout"),
    "C005": Rule("manuscript", "a filled form of another booklet, or of an older edition of this one"),
    "C006": Rule("manuscript", "a word or a passage that gets no card"),
    "C007": Rule("manuscript", "two filled forms of one pupil"),
    # sheets to fold, staple and cut
    "H001": Rule("file", "pages of several sizes that are to go onto sheets"),
    "H002": Rule("file", "more pages than a layout of sheets takes"),
    "H003": Rule("file", "pages that a sheet has no room for in their size"),
    # files for other programs
    "G001": Rule("manuscript", "an item that an export leaves out", optional=True),
    "G002": Rule("manuscript", "a part of an item that an export leaves out, or changes", optional=True),
    "G003": Rule("manuscript", "nothing that an export could hold"),
    # finished files
    "E001": Rule("manuscript", "a character that no font of the theme has"),
    "E002": Rule("proof", "a footnote was lost in the layout"),
    "E003": Rule("proof", "a footnote stands on a later page than its call"),
    "E004": Rule("proof", "an image could not be drawn"),
    "E005": Rule("proof", "a finished file holds what its edition leaves out"),
    "E006": Rule("proof", "a finished file has lost text of the manuscript"),
    "E007": Rule("proof", "a finished file cannot be read back"),
    "E008": Rule("manuscript", "room to write that is higher than its page"),
    "E010": Rule("proof", "EPUBCheck finds an error"),
    "E011": Rule("proof", "EPUBCheck warns"),
    "E012": Rule("proof", "a PDF breaks a rule of PDF/UA"),
    "E013": Rule("proof", "a PDF breaks a rule of PDF/A"),
    "E014": Rule("proof", "a PDF that claims no standard"),
    "E015": Rule("proof", "a finished file that no validator can read"),
    "E016": Rule("proof", "a page of HTML that is not well-formed"),
    # the machine
    "M001": Rule("file", "a system library is missing"),
    "M002": Rule("file", "what proves finished files is missing"),
    "M003": Rule("file", "what makes decks of cards is missing"),
}


class BookletError(Exception):
    """Ends a build; carries the problems that did. ``exit_code`` is what the shell sees."""

    exit_code = 70

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class BugError(BookletError):
    """Something that no one foresaw: exit 70. ``words`` are what to report."""

    exit_code = 70

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words

    def __reduce__(self) -> tuple[type[BugError], tuple[str]]:
        return BugError, (self.words,)


class ManuscriptError(BookletError):
    """The manuscript or its settings have errors: exit 3."""

    exit_code = 3


class RefusedError(BookletError):
    """Something reaches outside the project or for the network: exit 4."""

    exit_code = 4


class LimitError(BookletError):
    """A limit on time, memory, size or depth was hit: exit 5."""

    exit_code = 5


class FileError(BookletError):
    """A file could not be read or written: exit 6."""

    exit_code = 6


class ThemeError(BookletError):
    """A theme or a template has an error: exit 7."""

    exit_code = 7


class ProofError(BookletError):
    """A finished file failed its proof: exit 8."""

    exit_code = 8


ERRORS_BY_EXIT: dict[int, type[BookletError]] = {
    kind.exit_code: kind for kind in (ManuscriptError, RefusedError, LimitError, FileError, ThemeError, ProofError)
}


def exit_code(problems: Iterable[Problem]) -> int:
    """The exit code of a run with these problems: 0, or the first of 4, 5, 7, 6, 3, 8 that any of them asks for."""
    codes = {problem.exit_code for problem in problems}
    return next((code for code in EXIT_ORDER if code in codes), 0)


def stop_on_errors(problems: Sequence[Problem]) -> None:
    """Raise the exception that fits, with every problem, if any of them is an error."""
    code = exit_code(problems)
    if code:
        raise ERRORS_BY_EXIT[code](*problems)


def ordered(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems by place, each once."""
    return tuple(sorted(dict.fromkeys(problems), key=lambda p: (p.place, p.code, p.message)))


def error(code: str, place: Place, message: str, hint: str = "") -> Problem:
    """A problem that stops the build."""
    return Problem(code, "error", place, message, hint)


def warning(code: str, place: Place, message: str, hint: str = "") -> Problem:
    """A problem that is told, and stops a build only with --strict."""
    return Problem(code, "warning", place, message, hint)


def information(code: str, place: Place, message: str, hint: str = "") -> Problem:
    """No problem, but worth knowing of a finished file; it stops nothing, --strict or not."""
    return Problem(code, "information", place, message, hint)
