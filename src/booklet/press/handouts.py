"""One section as a handout: pages of their own with a head to fill in, and a foot that says what it is a part of."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Literal

from markupsafe import Markup

from .. import naming
from ..compose import Composer
from ..composition import Composition, Medium, Page, PrintJob
from ..language import messages
from ..model import Book, Node, Place, Section
from ..problems import Problem, ordered, stop_on_errors
from ..settings import FrontMatter
from ..themes import Theme
from .blanks import form_of
from .decks import Deck
from .rosters import Pupil

Role = Literal["student", "teacher", "key", "versions", "cards"]
SUFFIX: dict[Role, str] = {"student": "", "teacher": "-teacher", "key": "-key", "versions": "-versions", "cards": ""}
TEMPLATES: dict[Role, str] = {"key": "pack/answers.xhtml", "cards": "pack/cards.xhtml"}
FILLABLE = "-fillable"
MEDIUM = Medium("print", "print.xhtml", False, "foot", ("booklet.css", "print.css", "handout.css"), covers=False)
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without what is mistaken for something else when it is read out
CODE = 5
QR = "drawn/code.svg"


@dataclass(frozen=True, slots=True)
class Handout:
    """What is handed out: a section in one role; ``number`` is its place in the booklet, from 1. ``version`` is the
    letter of a test in versions, whose order hangs on the ``seed``; the sheet that compares them has all of them by
    letter. A ``fillable`` one is to be filled in on a screen; cards have a ``deck``."""

    number: int
    section: Section
    role: Role
    book: Book
    version: str = ""
    versions: Mapping[str, Book] = field(default_factory=dict)
    seed: int = 0
    fillable: bool = False
    deck: Deck | None = None

    @property
    def stem(self) -> str:
        """The name of its file, without the ending."""
        if self.role == "cards":
            return f"cards-{self.section.id}"
        letter = f"-{self.version.lower()}" if self.version else ""
        return f"{self.plain_stem}{letter}{FILLABLE if self.fillable else SUFFIX[self.role]}"

    @property
    def plain_stem(self) -> str:
        """What the files of a section's handouts begin with."""
        return f"{self.number:02d}-{self.section.id}"

    @property
    def title(self) -> str:
        """What it is called: as its section, a key says that it is one."""
        words = messages(self.book.settings.language)
        name = self.section.listed_title
        if self.version or self.role == "versions":
            of_it = words("Version {letter}").format(letter=self.version) if self.version else words("All versions")
            name = f"{name} – {of_it}"
        if self.role == "cards":
            return words("Cards: {title}").format(title=name)
        return words("Answers: {title}").format(title=name) if self.role == "key" else name

    @property
    def code(self) -> str:
        """A short word by which a sheet of paper is known again: made of the booklet's identifier and the section's."""
        digest = hashlib.sha256(f"{self.book.identifier} {self.section.id}".encode()).digest()
        return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:CODE])

    @property
    def points(self) -> int | float:
        """What can be reached, 0 where nothing is marked."""
        worth = (item.fields.get("points") for item in self.section.items)
        return sum(points for points in worth if isinstance(points, (int, float)))

    @property
    def link(self) -> str:
        """Where the section is on the web, if the booklet says where it is."""
        return (self.book.settings.link or "").replace("{section}", self.section.id)


def compose(
    handout: Handout, theme: Theme, shown: Mapping[str, str], at: Callable[..., Place], job: PrintJob
) -> tuple[Composition, tuple[Problem, ...]]:
    """A handout as a page for paper, and what is not quite right with it; see :func:`booklet.compose.compose`."""
    book = replace(handout.book, sections=(handout.section,), settings=replace(handout.book.settings, parts=()))
    packer = Packer(book, theme, MEDIUM, shown, at, job)
    return packer.handout(handout), ordered(packer.problems)


def index(
    book: Book, rows: Sequence[tuple[Handout, int]], theme: Theme, shown: Mapping[str, str], at: Callable[..., Place],
    job: PrintJob,
) -> tuple[Composition, tuple[Problem, ...]]:  # fmt: skip
    """A sheet that lists handouts with their numbers of pages."""
    packer = Packer(replace(book, sections=()), theme, MEDIUM, shown, at, job)
    return packer.sheet("pack/index.xhtml", {"rows": rows}, "Handouts"), ordered(packer.problems)


def names(
    book: Book, pupils: Sequence[tuple[Pupil, str]], points: float, tests: bool, theme: Theme, shown: Mapping[str, str],
    at: Callable[..., Place], job: PrintJob,
) -> tuple[Composition, tuple[Problem, ...]]:  # fmt: skip
    """What is printed over the copies of pupils, each with the letter of a version or without: a page for each, whose
    upper half goes over the first page of a handout, its lower half over the head of all others. Only names are seen on
    them. ``tests`` says that the handout's head names its version."""
    section = Section("names", (), "", pupils[0][0].place, FrontMatter(), tuple(_lines(pupils)))
    packer = Packer(replace(book, sections=(section,)), theme, MEDIUM, shown, at, job)
    return packer.sheet("pack/names.xhtml", {"pupils": pupils, "points": points, "tests": tests}, "Name"), ordered(
        packer.problems
    )


def _lines(pupils: Sequence[tuple[Pupil, str]]) -> Iterator[Node]:
    """The words of a roster, for which fonts are looked up as for those of a section."""
    for pupil, _ in pupils:
        text = Node("text", pupil.place, (), f"{pupil.name} {pupil.group}")
        yield Node("paragraph", pupil.place, (text,))


class Packer(Composer):
    """Composes sheets of paper that are no pages of the booklet."""

    def handout(self, handout: Handout, **values: Any) -> Composition:
        """The composed handout, whose template is told more; raises what is wrong with it."""
        if handout.link:
            self.files[QR] = partial(_qr, handout.link)
            self.there.add(QR)
        template = TEMPLATES.get(handout.role, "pack/handout.xhtml")
        code = self._file(QR) if handout.link else ""
        page = self.section_page(handout.section, template, handout=handout, qr=code, **self._foot(), **values)
        composition = self._alone(page, handout.title)
        if not handout.fillable:
            return composition
        form = form_of(handout.book, handout.section, handout.code, handout.version, handout.seed)
        return replace(composition, form=form)

    def sheet(self, template: str, values: Mapping[str, Any], name: str = "Answers") -> Composition:
        """What a template gives, as a document called so; raises what is wrong with it."""
        title = self.words(name)
        page = self.page("sheet", "sheet", title, template, **values, **self._foot())
        return self._alone(page, title)

    def _foot(self) -> dict[str, str]:
        """What stands before, between and behind the numbers in “Page 1 of 3”."""
        before, between, after = _around(self.words("Page {number} of {total}"))
        return {"before": before, "between": between, "after": after}

    def _alone(self, page: Page, name: str) -> Composition:
        """A page as a document of its own."""
        title = f"{name} – {naming.full_title(self.book.settings, self.book.edition, self.words)}"
        page = replace(page, xhtml=self.wrapped("booklet", Markup(page.xhtml), title))
        stop_on_errors(ordered(self.problems))
        self._vouch_for(page.xhtml, self.medium.wrapper, self.there)
        stop_on_errors(ordered(self.problems))
        return self.composed(title, (page,))


def _around(text: str) -> tuple[str, str, str]:
    """A message such as “Page {number} of {total}” without its numbers."""
    before, _, rest = text.partition("{number}")
    between, _, after = rest.partition("{total}")
    return before, between, after


def _qr(address: str) -> bytes:
    """An address as a code to be read by telephones (ISO/IEC 18004), as a drawing of black squares."""
    import io

    import segno

    target = io.BytesIO()
    segno.make(address, error="m", micro=False).save(target, kind="svg", border=0, xmldecl=False, svgns=True)
    return target.getvalue()
