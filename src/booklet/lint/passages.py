"""A book as passages: the words of each block in one piece, with where they stand and who may read them."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ..model import FieldValue, Item, Node, Place, Section

Role = Literal["prose", "name", "person", "aside"]
WITHHELD = ("answer", "look-for", "why", "teaching")
BLOCKS = frozenset({
    "paragraph", "heading", "list", "list-item", "quote", "code", "table", "row", "cell", "definitions", "term",
    "definition", "rule", "fence", "figure",
})  # fmt: skip
LINES = ("paragraph", "cell", "term", "figure", "code")
ROLES: Mapping[str, Role] = {
    "question": "prose",
    "quiz-item": "prose",
    "statement": "prose",
    "quotation": "prose",
    "character": "person",
}
GAP = "\N{OBJECT REPLACEMENT CHARACTER}"
LINE_END = "\N{LINE SEPARATOR}"
WORD = re.compile("[\\w'’ʼ\u00ad\u200b-\u200d\u2060\ufeff]+")


@dataclass(frozen=True, slots=True)
class Sight:
    """Who may read a passage.

    ``keeper`` is what keeps it from copies without answers or without teacher's notes, by name and place. ``spoils``
    says that its section gives something of the story away, ``fenced`` that a ``::: spoiler`` does; ``teacher`` that
    its section is for teachers alone; ``chapter`` is the chapter of the studied book that it gives away, 0 where none
    is said.
    """

    section: str
    spoils: bool = False
    teacher: bool = False
    fenced: bool = False
    chapter: int = 0
    keeper: tuple[str, Place] | None = None

    @property
    def safe(self) -> bool:
        """Whether the spoiler-free copy holds it."""
        return not (self.spoils or self.fenced or self.teacher or self.keeper)

    def kept_by(self, name: str, place: Place) -> Sight:
        """The same, kept back by this too."""
        return self if self.keeper else replace(self, keeper=(name, place))

    def dated(self, attrs: Mapping[str, FieldValue]) -> Sight:
        """The same, in the chapter that some attributes say, if they do."""
        chapter = str(attrs.get("chapter", ""))
        return replace(self, chapter=int(chapter)) if chapter.isascii() and chapter.isdigit() else self


@dataclass(frozen=True, slots=True)
class Passage:
    """The words of a block in one piece.

    ``runs`` says of each stretch at which offset it begins, where it stands in the source, and whether it is to stay as
    it is: code, an address, another language. ``role`` is ``prose``, ``name`` of a heading or term, ``person`` for the
    name of a character, or ``aside`` for what is said in attributes and in place of pictures; ``quoted`` is what stands
    in a quotation; ``links`` are the addresses that it leads to. In the text GAP stands for a picture or blank, and
    LINE_END for a line's end that was asked for.
    """

    text: str
    runs: tuple[tuple[int, Place, bool], ...]
    sight: Sight
    role: Role = "prose"
    quoted: bool = False
    links: tuple[tuple[str, Place], ...] = ()

    def place(self, offset: int) -> Place:
        """Where the character at that offset stands in the source; what is no prose is named by its beginning."""
        start, place, _ = self._run(offset)
        return place if self.role == "aside" else place.right(offset - start)

    def as_it_is(self, offset: int) -> bool:
        """Whether that character is not to be judged as prose."""
        return self._run(offset)[2]

    def _run(self, offset: int) -> tuple[int, Place, bool]:
        return self.runs[max(0, bisect_right(self.runs, offset, key=lambda run: run[0]) - 1)]

    def words(self) -> Iterator[tuple[str, int]]:
        """Its words as finished files are searched for them, each with its offset."""
        for match in WORD.finditer(self.text):
            word = compared(match.group())
            if word:
                yield word, match.start()


def compared(word: str) -> str:
    """A word in small letters, without accents, apostrophes and what has no width."""
    if word.isascii() and word.isalnum():
        return word.lower()
    return "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if c.isalnum())


def aside(text: str, place: Place, sight: Sight) -> Passage:
    """What is said in an attribute, in place of a picture, or in booklet.yaml."""
    return Passage(text, ((0, place, True),), sight, "aside")


def of_sections(sections: Iterable[Section]) -> Iterator[Passage]:
    """The passages of some sections in reading order; notes stand behind the passage that calls them."""
    for section in sections:
        front = section.front
        chapter = front.spoilers if isinstance(front.spoilers, int) else 0
        sight = Sight(section.id, section.spoils, front.audience == "teacher", chapter=chapter)
        if sight.teacher:
            sight = sight.kept_by("teacher", section.place)
        yield from _line(section.title, sight, "name")
        if front.portrait:
            said = (front.portrait.alt, front.portrait.credit)
            yield from (aside(text, section.place, sight) for text in said if text)
        yield from _blocks(section.body, sight)


def _blocks(body: Sequence[Node | Item], sight: Sight, quoted: bool = False) -> Iterator[Passage]:
    """The passages of blocks and items, each in the chapter of the heading that it stands under."""
    headings: list[tuple[int, Sight]] = []
    inline: list[Node] = []
    for part in body:
        here = headings[-1][1] if headings else sight
        if isinstance(part, Node) and part.name not in BLOCKS:
            inline.append(part)
            continue
        yield from _line(inline, here, "prose", quoted)
        inline = []
        if isinstance(part, Item):
            yield from _item(part, here)
        elif part.name == "heading":
            level = int(part.get("level", "2"))
            while headings and headings[-1][0] >= level:
                headings.pop()
            here = (headings[-1][1] if headings else sight).dated(part.attrs)
            headings.append((level, here))
            yield from _line(part.children, here, "name", quoted)
        else:
            yield from _block(part, here, quoted)
    yield from _line(inline, headings[-1][1] if headings else sight, "prose", quoted)


def _item(item: Item, sight: Sight) -> Iterator[Passage]:
    chapters = [c for c in (item.fields.get("chapter"), item.fields.get("first-seen")) if c and isinstance(c, int)]
    sight = replace(sight, chapter=max(chapters)) if chapters else sight
    yield from _line(item.heading, sight, ROLES.get(item.kind, "name"))
    for key in ("role", "pages", "answer"):
        value = item.fields.get(key)
        if value and isinstance(value, str):
            yield aside(value, item.place, sight.kept_by(key, item.place) if key == "answer" else sight)
    yield from _blocks(item.body, sight, quoted=item.kind == "quotation")
    for prompt in item.prompts:
        yield from _blocks(prompt, sight)
    for choice in item.choices:
        yield from _blocks(choice.body, sight)
        yield from _blocks(choice.parts, sight.kept_by("why", choice.place))
    yield from _blocks(item.parts, sight)


def _block(node: Node, sight: Sight, quoted: bool) -> Iterator[Passage]:
    sight = sight.dated(node.attrs)
    quoted = quoted or node.name == "quote"
    name = node.get("name") if node.name == "fence" else ""
    if name == "spoiler":
        sight = replace(sight, fenced=True)
    elif name in WITHHELD:
        sight = sight.kept_by(name, node.place)
    yield from _said_beside(node, sight)
    if node.name in LINES:
        role: Role = "name" if node.name == "term" else "prose"
        yield from _line(node.children, sight, role, quoted, as_it_is=node.name == "code")
    else:
        yield from _blocks(node.children, sight, quoted)


def _said_beside(node: Node, sight: Sight) -> Iterator[Passage]:
    """What an element says in its attributes, and a picture to those who do not see it."""
    said = (node.attrs.get("title"), node.attrs.get("credit"), node.get("alt"), node.get("title"))
    yield from (aside(text, node.place, sight) for text in said if text)


class _Pen:
    """Writes a line of nodes into one text; what stands apart from it is gathered in ``apart``."""

    def __init__(self) -> None:
        self.text = ""
        self.runs: list[tuple[int, Place, bool]] = []
        self.apart: list[Node] = []
        self.links: list[tuple[str, Place]] = []

    def write(self, text: str, place: Place, as_it_is: bool = True) -> None:
        self.runs.append((len(self.text), place, as_it_is))
        self.text += text

    def line(self, nodes: Sequence[Node], as_it_is: bool) -> None:
        for node in nodes:
            if node.name == "text":
                self.write(node.text, node.place, as_it_is or "://" in node.text)
            elif node.name == "break":
                self.write(LINE_END, node.place)
            elif node.name == "image" or is_blank(node):
                self.write(GAP, node.place)
                self.apart.append(node)
            elif node.name == "note":
                self.apart.append(node)
            else:
                if node.name == "link":
                    self.links.append((node.get("target"), node.place))
                if node.get("title"):
                    self.apart.append(replace(node, children=()))
                self.line(node.children, as_it_is or node.name == "code-span" or "lang" in node.attrs)


def is_blank(node: Node) -> bool:
    """Whether this is a blank of a cloze, whose words are an answer."""
    return node.name == "span" and "blank" in node.attrs.get("class", "").split()


def _line(
    nodes: Sequence[Node], sight: Sight, role: Role = "prose", quoted: bool = False, as_it_is: bool = False
) -> Iterator[Passage]:
    """The passage of a line of nodes, and those of what stands apart from it."""
    pen = _Pen()
    pen.line(nodes, as_it_is)
    if pen.runs:
        yield Passage(pen.text, tuple(pen.runs), sight, role, quoted, tuple(pen.links))
    for node in pen.apart:
        yield from _said_beside(node, sight)
        if node.name == "note":
            yield from _blocks(node.children, sight, quoted)
        else:
            yield from _line(node.children, sight.kept_by("blank", node.place) if is_blank(node) else sight)
