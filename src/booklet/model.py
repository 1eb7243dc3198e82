"""The data that flows from stage to stage: frozen, plain, and knowing nobody.

A manuscript is read into a :class:`Book` of sections, whose bodies are trees of :class:`Node` and :class:`Item`. An
edition of the book is composed into a :class:`Composition` of XHTML pages, from which a format makes a finished file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from .settings import Answers, FrontMatter, PartSettings, Settings


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands in a project: a file (path as the author sees it), line and column, both from 1.

    Line or column 0 means that the whole file, or the whole line, is meant.
    """

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        if not self.line:
            return self.file
        return f"{self.file}:{self.line}:{self.column}" if self.column else f"{self.file}:{self.line}"

    def right(self, characters: int) -> Place:
        """The place so many characters further on the same line."""
        return Place(self.file, self.line, self.column + characters)


NO_BREAK = "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{FIGURE SPACE}"

NodeName = Literal[
    # blocks
    "paragraph", "heading", "list", "list-item", "quote", "code", "table", "row", "cell", "definitions", "term",
    "definition", "rule", "fence", "figure",
    # within a line
    "text", "emphasis", "strong", "strike", "code-span", "link", "image", "span", "break", "note", "note-again",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Node:
    """One element of prose, a block or part of a line.

    Only ``text`` nodes hold ``text``, each a run that stands in one piece in the source, at its ``place``; code holds
    them too, at least one for each line, and a picture holds its caption. ``attrs`` is what the author wrote in
    ``{#id .class key=value}``; ``id`` is the written or made id, where there is one. ``props`` is what the element
    itself says: ``level`` of a heading, ``style`` (``bullet`` or ``ordered``) and ``start`` of a list, ``tight`` of a
    paragraph without space, ``target`` of a link, ``file`` and ``alt`` of an image, ``name`` of a fence, ``number`` of
    a note, ``head`` (``yes``, or ``row`` for that of a row) and ``align`` of a cell, ``class`` of a table or of a cell,
    ``boxes`` of the list or table that labels the boxes of an organizer.
    """

    name: NodeName
    place: Place
    children: tuple[Node, ...] = ()
    text: str = ""
    attrs: Mapping[str, str] = field(default_factory=dict)
    props: Mapping[str, str] = field(default_factory=dict)
    id: str = ""

    def get(self, key: str, default: str = "") -> str:
        """What the element says of itself."""
        return self.props.get(key, default)

    def walk(self) -> Iterator[Node]:
        """This node and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


def plain(nodes: Iterable[Node]) -> str:
    """The words of some nodes on one line, without notes."""
    pieces: list[str] = []

    def gather(some: Iterable[Node]) -> None:
        for node in some:
            if node.name == "text":
                pieces.append(node.text)
            elif node.name == "break":
                pieces.append(" ")
            elif node.name == "image":
                pieces.append(node.get("alt"))
            elif node.name not in ("note", "note-again"):
                gather(node.children)
                if node.name in ("paragraph", "heading", "cell", "term", "list-item"):
                    pieces.append(" ")

    gather(nodes)
    return " ".join(unbroken("".join(pieces)))


def unbroken(text: str) -> list[str]:
    """The pieces of a text between which a line may end: parted at white space, but not at a no-break space."""
    return [word for word in "".join(" " if c.isspace() and c not in NO_BREAK else c for c in text).split(" ") if word]


FieldValue = str | int | float | bool | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the choices of a quiz item, in the order in which every reader sees them.

    ``mark`` is what is right about it, and "" in copies that keep the answers back: ``x`` for a right choice; for a
    match the number of the prompt that it belongs to, for an order the position that it comes in, both from 1.
    ``parts`` are its fences ``why``. A ``pinned`` one keeps its place in every version of a test.
    """

    place: Place
    body: tuple[Node, ...]
    mark: str = ""
    parts: tuple[Node, ...] = ()
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One numbered or named thing of a section: a question, a character, a theme, a quotation, a term, an event.

    ``heading`` is its name or first line, ``body`` what stands under it, ``parts`` its fences ``answer``, ``hint``,
    ``look-for``, ``teaching`` and ``why``, ``number`` its place in the section, from 1. ``prompts`` and ``choices`` are
    those of a quiz item. ``fields`` are its checked attributes, ``attrs`` all of them as they were written; ``room`` is
    how many ruled lines a written answer is given, 0 where none is asked for.
    """

    kind: str
    id: str
    number: int
    place: Place
    heading: tuple[Node, ...] = ()
    body: tuple[Node, ...] = ()
    parts: tuple[Node, ...] = ()
    fields: Mapping[str, FieldValue] = field(default_factory=dict)
    attrs: Mapping[str, str] = field(default_factory=dict)
    prompts: tuple[tuple[Node, ...], ...] = ()
    choices: tuple[Choice, ...] = ()
    room: int = 0

    def walk(self) -> Iterator[Node]:
        """Every node of the item, in reading order."""
        prompts = (node for prompt in self.prompts for node in prompt)
        choices = (node for choice in self.choices for node in (*choice.body, *choice.parts))
        for node in (*self.heading, *self.body, *prompts, *choices, *self.parts):
            yield from node.walk()


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the booklet. ``title`` is a line of nodes, ``plain_title`` the same as plain text.

    ``key`` holds items of kind ``answer`` that an edition prints apart from what they answer, at the section's end.
    """

    id: str
    title: tuple[Node, ...]
    plain_title: str
    place: Place
    front: FrontMatter
    body: tuple[Node | Item, ...]
    key: tuple[Item, ...] = ()

    @property
    def kind(self) -> str:
        """The name of its kind."""
        return self.front.kind

    @property
    def spoils(self) -> bool:
        """Whether it gives anything of the story away."""
        return self.front.spoilers != "none"

    @property
    def listed_title(self) -> str:
        """The title as lists of contents and running heads have it, which must not spoil."""
        return self.front.safe_title or self.plain_title

    @property
    def items(self) -> tuple[Item, ...]:
        """Its numbered or named things, in order."""
        return tuple(part for part in self.body if isinstance(part, Item))

    def walk(self) -> Iterator[Node]:
        """Every node of the section, in reading order, the title first."""
        for part in (*self.title, *self.body, *self.key):
            yield from part.walk()


@dataclass(frozen=True, slots=True)
class Edition:
    """What one reader may see, and how it is set for them.

    ``answers``: none at all, ``inline`` in place, ``after`` each section, or in a ``key`` at the end. ``spoilers``:
    ``none``, ``full`` or those of the studied book's chapters up to a number. The ``audience`` ``teacher`` gets the
    sections for teachers alone too. ``theme`` and ``page`` override the booklet's own (``large`` for ``page`` is A4, or
    Letter where the booklet's page is American); ``text_size`` is in pt, 0 for the theme's. ``suffix`` goes into the
    file's name, ``label`` onto the title page.
    """

    name: str
    answers: Answers = "none"
    teaching: bool = False
    spoilers: Literal["none", "full"] | int = "full"
    audience: Literal["all", "teacher"] = "all"
    theme: str | None = None
    page: str | None = None
    text_size: int = 0
    suffix: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the manuscript, read and checked: ``width`` and ``height`` in pixels (CSS px for SVG)."""

    file: str
    media_type: str
    data: bytes = field(repr=False)
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of the project: its name under the project folder with forward slashes, and where it lies."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class Manuscript:
    """The files of a project as found on disk, before any is read.

    ``shown`` is the project folder as the author wrote it, to put before names in messages.
    """

    root: Path
    shown: str
    settings: SourceFile | None
    sections: tuple[SourceFile, ...]
    styles: tuple[SourceFile, ...]

    @property
    def settings_place(self) -> Place:
        """booklet.yaml, whether it is there or not."""
        return self.place("manuscript/booklet.yaml")

    def place(self, name: str) -> Place:
        """A file of the project as messages name it."""
        return Place(f"{self.shown}/{name}" if self.shown else name)


@dataclass(frozen=True, slots=True)
class Book:
    """The whole booklet, read. ``pictures`` answers every image of the text by its name under manuscript/.

    ``copy`` is the copy of the studied book whose pages are meant, by its name in ``work.editions``; "" where there
    are none.
    """

    settings: Settings
    identifier: str
    sections: tuple[Section, ...]
    pictures: Mapping[str, Picture]
    edition: Edition | None = None
    copy: str = ""

    def part_of(self, section: Section) -> PartSettings | None:
        """The part that this section opens, if it is the first of one."""
        here = [s.id for s in self.sections]
        for part in self.settings.parts:
            present = [name for name in part.sections if name in here]
            if present and present[0] == section.id:
                return part
        return None
