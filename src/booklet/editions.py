"""Book and edition to Book: what this reader may see. What is left out here never reaches a template."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Literal

from . import language
from .model import Book, Edition, FieldValue, Item, Node, Section
from .project import did_you_mean
from .rewriting import Renumbered, holding, relinked, renoted, without_notes
from .sections.characters import related
from .sections.marking import ANSWERS, key_of, without_answers
from .settings import Answers, EditionSettings, FrontMatter, Settings

EDITIONS: Mapping[str, Edition] = {
    "student": Edition("student"),
    "teacher": Edition(
        "teacher", answers="inline", teaching=True, audience="teacher", suffix="-teacher", label="Teacher’s edition"
    ),
    "safe": Edition("safe", spoilers="none", suffix="-safe", label="Spoiler-free edition"),
    "large": Edition(
        "large", theme="accessible", page="large", text_size=18, suffix="-large", label="Large-print edition"
    ),
}
CONTAINERS = ("list", "definitions", "columns")
KEY = "booklet.key"


def known(settings: Settings) -> Mapping[str, Edition]:
    """The built-in editions and the project's own, which are like the student's but for what they say."""
    found = dict(EDITIONS)
    for name, changes in settings.editions.items():
        before = found.get(name, Edition(name, suffix=f"-{name}", label=name.replace("-", " ").capitalize()))
        said = {f.name: getattr(changes, f.name) for f in fields(EditionSettings)}
        found[name] = replace(before, **{key: value for key, value in said.items() if value is not None})
    return found


def wanted(
    names: Sequence[str], settings: Settings, up_to: int | None = None, answers: Answers | None = None
) -> tuple[list[Edition], dict[str, str]]:
    """The editions of these names, ``all`` for all, and a hint for each name that is none.

    ``up_to`` bounds the spoilers of each but those without any; ``answers`` says where those that have them print them.
    """
    there = known(settings)
    unknown = {name: did_you_mean(name, there) for name in names if name not in there and name != "all"}
    found = []
    for edition in [there[name] for name in (there if "all" in names else names) if name in there]:
        if answers and edition.answers != "none":
            edition = replace(edition, answers=answers)
        if up_to and edition.spoilers != "none":
            bound = min(up_to, edition.spoilers) if isinstance(edition.spoilers, int) else up_to
            edition = replace(edition, spoilers=bound, suffix=f"{edition.suffix}-up-to-{up_to}")
        found.append(edition)
    return found, unknown


def choose(book: Book, edition: Edition) -> Book:
    """The book as readers of this edition get it: sections, items, fences, links and pictures that they may see.

    A link whose target is left out becomes plain text; a note whose first call is left out moves to the next one.
    Numbers and ids stay as they are.
    """
    words = language.messages(book.settings.language)
    answers = words("Answers")
    sight = _Sight(edition, answers, book.settings.language)
    sections = [kept for section in book.sections if (kept := sight.of_section(section))]
    if edition.answers == "key":
        texts = {section.id: sight.notes(section) for section in book.sections}
        sections = [*(replace(s, key=()) for s in sections), *_key_at_the_end(sections, texts, answers)]
    there = {s.id for s in sections} | {i.id for s in sections for i in (*s.items, *s.key)}
    there |= {n.id for s in sections for n in s.walk() if n.id}
    sections = [relinked(section, there) for section in sections]
    shown = {n.get("file") for s in sections for n in s.walk() if n.name in ("image", "figure")}
    shown |= {s.front.portrait.file for s in sections if s.front.portrait}
    shown |= {name for name in (book.settings.cover.image, book.settings.design.logo) if name}
    pictures = {name: picture for name, picture in book.pictures.items() if name in shown}
    settings = _without_traces(book.settings, {s.id for s in sections})
    return replace(book, settings=settings, sections=tuple(sections), pictures=pictures, edition=edition)


def _without_traces(settings: Settings, there: set[str]) -> Settings:
    """Settings that name only the parts and sections of this edition."""
    parts = (replace(p, sections=tuple(s for s in p.sections if s in there)) for p in settings.parts)
    return replace(settings, parts=tuple(p for p in parts if p.sections), editions={}, ignore=())


@dataclass(frozen=True, slots=True)
class _Where:
    """What is known of a spot in a section: whether it may be shown, whether a chapter has said so, whether an item
    holds it."""

    shown: bool
    dated: bool = False
    in_item: bool = False


OPEN = _Where(shown=True)


class _Sight:
    """What one edition sees of a section; ``title`` stands over answers that are printed apart."""

    def __init__(self, edition: Edition, title: str, language: str) -> None:
        self.edition = edition
        self.title = title
        self.language = language
        self.bound = edition.spoilers if isinstance(edition.spoilers, int) else None
        self.withheld = set(ANSWERS) if edition.answers == "none" else set()
        self.apart = set(ANSWERS) if edition.answers in ("after", "key") else set()
        if not edition.teaching:
            self.withheld.add("teaching")
        if edition.spoilers == "none":
            self.withheld.add("spoiler")

    def of_section(self, section: Section) -> Section | None:
        """The section as this edition has it; None where nothing of it is left."""
        front = section.front
        if front.audience == "teacher" and self.edition.audience != "teacher":
            return None
        if self.edition.spoilers == "none" and section.spoils:
            return None
        start = OPEN
        if self.bound and front.spoilers != "none":
            if isinstance(front.spoilers, int) and front.spoilers > self.bound:
                return None
            start = _Where(shown=front.spoilers != "full", dated=front.spoilers != "full")
        body = tuple(self.parts(section.body, start))
        if not body:
            return None
        kept = replace(section, front=front if start.shown else replace(front, portrait=None), body=body)
        texts = self.notes(section)
        if self.edition.answers in ("none", "inline"):
            return renoted(kept, texts)
        with_answers = _Sight(replace(self.edition, answers="inline"), self.title, self.language)
        keys = tuple(_answers(with_answers.parts(section.body, start), self.language))
        if self.edition.answers == "key":
            return replace(renoted(kept, texts), key=keys)
        first = (replace(keys[0], heading=(Node("text", section.place, (), self.title),)),) if keys else ()
        return renoted(replace(kept, key=(*first, *keys[1:])), texts)

    def notes(self, section: Section) -> dict[str, Node]:
        """The texts of a section's notes by number."""
        notes = [n for n in section.walk() if n.name == "note" and n.get("number")]
        return {n.get("number"): n for n in self._nodes(notes, OPEN)}

    def parts(self, body: Sequence[Node | Item], start: _Where) -> Iterator[Node | Item]:
        """Blocks and items, each under the headings that stand before it."""
        open_headings: list[tuple[int, _Where]] = []
        seen: list[tuple[Node | Item, Node | Item | None]] = []
        for part in body:
            level = _level(part)
            while level and open_headings and open_headings[-1][0] >= level:
                open_headings.pop()
            under = open_headings[-1][1] if open_headings else start
            if isinstance(part, Item):
                seen.append((part, self._item(part, under)))
                continue
            seen.append((part, self._node(part, under)))
            if level:
                open_headings.append((level, self._dated(under, part.attrs.get("chapter"))))
        if self.edition.spoilers == "full":
            yield from (kept for _, kept in seen if kept)
        else:
            yield from _without_empty_headings(seen)

    def _dated(self, where: _Where, chapter: object) -> _Where:
        """The spot inside something that says its chapter, or does not."""
        if self.bound is None or not chapter:
            return where
        return replace(where, shown=int(str(chapter)) <= self.bound, dated=True)

    def _item(self, item: Item, where: _Where) -> Item | None:
        chapters = [int(str(c)) for c in (item.fields.get("chapter"), item.fields.get("first-seen")) if c]
        here = replace(self._dated(where, max(chapters, default=None)), in_item=True)
        if not here.shown:
            return None
        kept = replace(
            item,
            heading=self._nodes(item.heading, here),
            body=tuple(p for p in self.parts(item.body, here) if isinstance(p, Node)),
            parts=self._nodes(item.parts, here),
            prompts=tuple(self._nodes(prompt, here) for prompt in item.prompts),
            choices=tuple(
                replace(c, body=self._nodes(c.body, here), parts=self._nodes(c.parts, here)) for c in item.choices
            ),
            fields=self._fields(item.fields),
            attrs={},
        )
        kept = replace(kept, attrs={key: item.attrs[key] for key in ("class", "lang") if key in item.attrs})
        return kept if self.edition.answers == "inline" else without_answers(kept)

    def _fields(self, values: Mapping[str, FieldValue]) -> Mapping[str, FieldValue]:
        """An item's fields, without the relations that come out later."""
        relations = values.get("relations")
        if self.bound is None or not isinstance(relations, str):
            return values
        kept = (r for r in related(relations) if not r.chapter or r.chapter <= self.bound)
        return {**values, "relations": ", ".join(r.written for r in kept)}

    def _nodes(self, nodes: Sequence[Node], where: _Where) -> tuple[Node, ...]:
        return tuple(seen for node in nodes if (seen := self._node(node, where)))

    def _node(self, node: Node, where: _Where) -> Node | None:
        name = node.get("name") if node.name == "fence" else node.name
        if name in self.withheld or (where.in_item and name in self.apart):
            return None
        chapter = node.attrs.get("chapter")
        here = self._dated(where, chapter)
        if self.bound and name == "spoiler" and not here.dated:
            return None
        if not here.shown and (chapter or name not in CONTAINERS):
            return None
        if not node.children:
            return node
        inner = self._children(node, here)
        return holding(node, inner) if inner or name not in CONTAINERS else None

    def _children(self, node: Node, where: _Where) -> tuple[Node, ...]:
        """What a node holds; headings in it date what follows them there."""
        if node.name == "definitions":
            return tuple(self._definitions(node.children, where))
        if any(child.name == "heading" for child in node.children):
            return tuple(p for p in self.parts(node.children, where) if isinstance(p, Node))
        return self._nodes(node.children, where)

    def _definitions(self, children: Sequence[Node], where: _Where) -> Iterator[Node]:
        """Terms and definitions of a list; a definition is dated by its term, and a term goes where it must go."""
        under = where
        for child in children:
            if child.name == "term":
                under = self._dated(where, child.attrs.get("chapter"))
            seen = self._node(child, under)
            if seen:
                yield seen


def _level(part: Node | Item) -> int:
    """The level of a heading, 0 of all else."""
    return int(part.get("level")) if isinstance(part, Node) and part.name == "heading" else 0


def _without_empty_headings(seen: Sequence[tuple[Node | Item, Node | Item | None]]) -> Iterator[Node | Item]:
    """What is left of a run of blocks, each given as it was and as it is seen, without headings that have lost all:
    they may name what is not yet to be known."""
    for position, (part, kept) in enumerate(seen):
        level = _level(part)
        blocks = []
        for block, left in seen[position + 1 :] if level else ():
            if 0 < _level(block) <= level:
                break
            blocks += [] if _level(block) else [left]
        if kept and (any(blocks) or not blocks):
            yield kept


def _answers(items: Iterable[Node | Item], language: str) -> Iterator[Item]:
    """What is right, item by item under the same numbers, to be printed apart from the items."""
    for item in (part for part in items if isinstance(part, Item)):
        asked = (*item.heading, *item.body, *(part for part in item.parts if part.get("name") not in ANSWERS))
        right = (
            *key_of(item, language),
            *_within((*asked, *(node for choice in item.choices for node in choice.body))),
        )
        if right:
            yield Item("answer", f"key.{item.id}", item.number, item.place, body=right, fields={"of": item.id})


def _within(nodes: Iterable[Node]) -> Iterator[Node]:
    """The answers that stand within other blocks, the outermost of each."""
    for node in nodes:
        if node.name == "fence" and node.get("name") in ANSWERS:
            yield node
        else:
            yield from _within(node.children)


def _key_at_the_end(
    sections: Sequence[Section], texts: Mapping[str, Mapping[str, Node]], title: str
) -> Iterator[Section]:
    """The keys of all sections as a last section of that title, each under its own; nothing where there are none.

    ``texts`` are the notes of each section by number.
    """
    keyed = [section for section in sections if section.key]
    if not keyed:
        return
    place = keyed[0].place
    notes = Renumbered()
    items: list[Item] = []
    for section in keyed:
        found = [replace(item, body=notes.of(section.id, item.body, texts[section.id])) for item in section.key]
        items += [replace(found[0], heading=without_notes(section.title)), *found[1:]]
    spoilers: Literal["none", "full"] = "full" if any(s.spoils for s in keyed) else "none"
    front = FrontMatter("page", spoilers=spoilers)
    yield Section(KEY, (Node("text", place, (), title),), title, place, front, (), tuple(items))
