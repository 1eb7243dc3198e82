"""Quizzes: each item of a top-level ordered list is one question of a test, of one of seven types."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

from ..language import messages
from ..model import Choice, FieldValue, Item, Node, Place, plain
from ..problems import error, warning
from .base import Body, Field, Kind, Shaping, by_position, missing_items, split_parts
from .marking import accepted, marker, said_by, unmarked, without_answers
from .questions import LEVELS, room_for

TYPES = ("choice", "multi", "true-false", "match", "order", "cloze", "short")
OF_CHOICES = ("choice", "multi", "true-false")
FIELDS = {
    "type": Field(TYPES),
    "points": Field("points"),
    "answer": Field(),
    "lines": Field("whole", 60),
    "shuffle": Field(("all", "choices", "items", "none", "yes", "no")),
    "level": Field(LEVELS),
    "chapter": Field("chapter"),
    "page": Field(),
    "pages": Field(),
}
ONLY_FOR = {"answer": ("short", "true-false"), "lines": ("short",)}
USUAL_LINES = 2
SHORTEST_BLANK = 5
TASKS = "- [x] for a right choice and - [ ] for a wrong one"


def shape(blocks: Sequence[Node], shaping: Shaping) -> Body:
    """Ordered lists to quiz items; the rest stays prose."""
    taken: set[int] = set()
    body = by_position(blocks, lambda entry, number: _Reader(entry, shaping, taken).item(number))
    _check_strays(blocks, shaping, taken)
    if not any(isinstance(part, Item) for part in body):
        missing_items(shaping, "no question", "write each question as an item of a numbered list: 1. …")
    return tuple(body)


KIND = Kind("quiz", shape, FIELDS)


@dataclass(frozen=True, slots=True)
class _Found:
    """What stands in an item besides its text: lists of choices, tables, numbered lists, blanks."""

    tasks: tuple[Node, ...]
    tables: tuple[Node, ...]
    ordered: tuple[Node, ...]
    blanks: tuple[Node, ...]

    def type(self) -> str:
        """The type that is meant where none is written."""
        if self.tasks:
            right = sum(_is_right(entry) for entry in self.tasks[0].children)
            return "multi" if right > 1 else "choice"
        kinds = {"cloze": self.blanks, "match": self.tables, "order": self.ordered}
        return next((name for name, nodes in kinds.items() if nodes), "short")


class _Reader:
    """Reads one item. ``taken`` gathers the list items and blanks that have found their place, by ``id()``."""

    def __init__(self, entry: Node, shaping: Shaping, taken: set[int]) -> None:
        self.entry, self.shaping, self.taken = entry, shaping, taken
        rest, self.parts = split_parts(entry.children, shaping)
        leads = bool(rest) and rest[0].name == "paragraph"
        self.heading, self.body = (rest[0].children, rest[1:]) if leads else ((), rest)
        lists = [node for node in self.body if node.name == "list"]
        self.found = _Found(
            tuple(node for node in lists if node.get("style") == "bullet" and any(map(marker, node.children))),
            tuple(node for node in self.body if node.name == "table"),
            tuple(node for node in lists if node.get("style") == "ordered"),
            tuple(_written_blanks((*self.heading, *self.body))),
        )

    def wrong(self, code: str, message: str, hint: str, place: Place | None = None) -> None:
        """Note a mistake."""
        self.shaping.problems.append(error(code, place or self.entry.place, message, hint))

    def item(self, number: int) -> Item:
        """The item, whatever is wrong with it."""
        values = self.shaping.read_fields("quiz item", FIELDS, self.entry)
        kind = str(values["type"] or self.found.type())
        values |= {"type": kind, "points": values["points"] or 1}
        self._check_fit(kind, values)
        item = Item(
            "quiz-item", "", number, self.entry.place, self.heading, self.body, self.parts, values, self.entry.attrs,
            room=self._room(values) if kind == "short" else 0,
        )  # fmt: skip
        read = {"match": self._match, "order": self._order, "cloze": self._cloze, "short": self._short}
        item = read.get(kind, self._choices)(item)
        name = self.shaping.item_id(self.entry.id, plain(without_answers(item).heading))
        return replace(item, id=name)

    def _room(self, values: Mapping[str, FieldValue]) -> int:
        """How many ruled lines a short answer gets: a few, unless more are asked for or its answer is longer."""
        answers = any(part.get("name") == "answer" for part in self.parts)
        lines = room_for(values, self.parts, self.body)
        return lines if values["lines"] or answers or not lines else USUAL_LINES

    def _check_fit(self, kind: str, values: Mapping[str, FieldValue]) -> None:
        """Whether what is written is of the type that is written."""
        needed = {"match": ("a table", self.found.tables), "order": ("a numbered list", self.found.ordered)}
        needed |= dict.fromkeys(("choice", "multi"), ("a list of choices", self.found.tasks))
        name, there = needed.get(kind, ("", ()))
        if name and not there:
            hints = {"match": "write the pairs as a table of two columns", "order": "write the steps as 1. 2. 3."}
            hint = hints.get(kind, f"write {TASKS}") + ", indented to the item's text"
            self.wrong("Q110", f"this is to be {_a(kind)}, but there is no {name.removeprefix('a ')} in it", hint)
        elif len(there) > 1:
            self.wrong(
                "Q110",
                f"this is to be {_a(kind)}, but {name} stands in it twice",
                "make one of the two",
                there[1].place,
            )
        self.taken.update(id(entry) for node in self.found.tasks for entry in node.children)
        if self.found.tasks and kind not in OF_CHOICES:
            message = f"this is to be {_a(kind)}, but there is a list of choices in it"
            self.wrong("Q110", message, f"delete type={kind}, or the marks [ ] and [x]", self.found.tasks[0].place)
        for key, kinds in ONLY_FOR.items():
            if values[key] and kind not in kinds:
                message = f"“{key}” is for {' and '.join(kinds)}, and this is {_a(kind)}"
                self.wrong("Q110", message, f"delete {key}=…, or write type={kinds[0]}")

    # choices

    def _choices(self, item: Item) -> Item:
        """A choice, a multi or a true-false, with its choices in the order in which they are written."""
        kind = str(item.fields["type"])
        if kind == "true-false" and not (self.found.tasks and not item.fields["answer"]):
            return self._true_false(item)
        if not self.found.tasks:
            return item
        tasks = self.found.tasks[0]
        choices = tuple(self._choice(entry, "x" if _is_right(entry) else "", True) for entry in tasks.children)
        self._count_right(kind, tasks, choices)
        return replace(item, body=_but(self.body, tasks), choices=choices)

    def _count_right(self, kind: str, tasks: Node, choices: Sequence[Choice]) -> None:
        right = [choice for choice in choices if choice.mark]
        if kind == "true-false" and len(choices) != 2:
            message = f"a true-false question has two choices, not {len(choices)}"
            self.wrong("Q108", message, "write answer=true or answer=false in place of them", tasks.place)
        elif len(choices) < 2:
            self.wrong("Q103", "there is only one choice", f"write {TASKS}", tasks.place)
        if not right:
            self.wrong("Q101", "no choice is marked as right", "write - [x] for the right one", tasks.place)
        elif len(right) > 1 and kind != "multi":
            hint = "keep one [x]" + (", or write type=multi" if kind == "choice" else "")
            message = f"{len(right)} choices are marked as right, but this is {_a(kind)}"
            self.wrong("Q102", message, hint, right[1].place)

    def _true_false(self, item: Item) -> Item:
        """A true-false question whose choices are made in the booklet's language."""
        answer = str(item.fields["answer"])
        hint = "write answer=true or answer=false"
        if self.found.tasks:
            message = "this true-false question has choices of its own and “answer” as well"
            self.wrong("Q110", message, "keep one of the two", self.found.tasks[0].place)
        elif answer not in ("true", "false"):
            what = f"“answer” must be true or false, not “{answer}”" if answer else "nothing says which is right"
            self.wrong("Q108", f"this is to be a true-false question, but {what}", hint)
        words = messages(self.shaping.settings.language)
        said = {"true": words("True"), "false": words("False")}
        choices = tuple(
            Choice(
                item.place, (_tight(item.place, (Node("text", item.place, (), text),)),), "x" if key == answer else ""
            )
            for key, text in said.items()
        )
        return replace(item, choices=choices)

    def _choice(self, entry: Node, mark: str, marked: bool) -> Choice:
        """A list item as a choice; ``marked`` ones begin with a marker, which goes."""
        pin = entry.attrs.get("pin", "")
        for key in entry.attrs:
            if key not in ("id", "class", "lang") and not (key == "pin" and marked):
                message = f"“{key}” is not an attribute of a {'choice' if marked else 'step'}"
                self.wrong("S010", message, "put it at the end of the question's first paragraph", entry.place)
        if marked and pin not in ("", "true", "false"):
            self.wrong("S010", f"“pin” cannot be “{pin}”", "write pin=true", entry.place)
        blocks = entry.children
        for node in blocks:
            if node.name == "fence" and node.get("name") in ("answer", "look-for"):
                hint = "write ::: why, or indent it to the text of the question"
                self.wrong("S013", f"this ::: {node.get('name')} stands in a choice", hint, node.place)
        if marked and not marker(entry):
            self.wrong("Q112", "this choice is not marked", f"write {TASKS}", entry.place)
        elif marked:
            blocks = (replace(blocks[0], children=tuple(unmarked(blocks[0].children))), *blocks[1:])
        parts = tuple(node for node in blocks if node.name == "fence" and node.get("name") == "why")
        body = [node for node in blocks if node not in parts]
        if body and body[0].name == "paragraph":
            line = body[0].children
            kept = {key: value for key, value in entry.attrs.items() if key in ("id", "class", "lang")}
            line = (Node("span", entry.place, line, "", kept, {}, entry.id),) if kept else line
            body[0] = _tight(body[0].place, line)
        if not _says_something(body):
            self.wrong(
                "Q104", f"this {'choice' if marked else 'step'} is empty", "write something, or delete it", entry.place
            )
        return Choice(entry.place, tuple(body), mark, parts, pin == "true")

    # the other types

    def _match(self, item: Item) -> Item:
        """A match: a table's left column as prompts, its right one shuffled; its head stays in the body."""
        if not self.found.tables:
            return item
        table = self.found.tables[0]
        head, *rows = table.children
        columns = len(head.children)
        if columns != 2:
            message = f"a match is a table of two columns, and this one has {columns}"
            self.wrong("Q106", message, "write what is asked to the left, what belongs to it to the right", table.place)
            return item
        if len(rows) < 2:
            self.wrong(
                "Q103", "a match wants two pairs or more", "write each pair as a row under the head", table.place
            )
        for row in rows:
            said = [_says_something([cell]) for cell in row.children]
            if not all(said):
                other = next((plain([cell]) for cell, says in zip(row.children, said, strict=True) if says), "")
                beside = f"nothing stands beside “{other}”" if other else "a row is empty"
                message = f"the two lists of this match are of unequal length: {beside}"
                self.wrong("Q106", message, "write both halves of each pair, or delete the row", row.place)
        prompts = tuple((_tight(cell.place, cell.children),) for cell, _ in (row.children for row in rows))
        pairs = enumerate((row.children[1] for row in rows), 1)
        choices = [Choice(cell.place, (_tight(cell.place, cell.children),), str(number)) for number, cell in pairs]
        titles = [replace(table, children=(head,), props={"holds": "match"})] if _says_something(head.children) else []
        return replace(item, body=(*_but(self.body, table), *titles), prompts=prompts, choices=self._shuffled(choices))

    def _order(self, item: Item) -> Item:
        """An order: the entries of a numbered list, shuffled."""
        if not self.found.ordered:
            return item
        steps = self.found.ordered[0]
        choices = [self._choice(entry, str(number), False) for number, entry in enumerate(steps.children, 1)]
        if len({said_by(choice) for choice in choices}) < 2:
            self.wrong("Q103", "there is nothing to put in order", "write two different steps or more", steps.place)
        return replace(item, body=_but(self.body, steps), choices=self._shuffled(choices))

    def _cloze(self, item: Item) -> Item:
        """A cloze: its blanks get one width, that of the longest word, so that no length tells anything."""
        if not self.found.blanks:
            hint = "write the word that is to be filled in as [word]{.blank}"
            self.wrong("Q105", "there is no blank in this cloze", hint)
        for blank in self.found.blanks:
            self.taken.add(id(blank))
            if not _says_something(blank.children):
                self.wrong("Q104", "this blank is empty", "write what belongs there: [word]{.blank}", blank.place)
        width = max((len(plain(blank.children)) for blank in self.found.blanks), default=0)
        measured = partial(_measured, str(max(width, SHORTEST_BLANK)), {id(blank) for blank in self.found.blanks})
        return replace(item, heading=tuple(map(measured, self.heading)), body=tuple(map(measured, self.body)))

    def _short(self, item: Item) -> Item:
        """A short question, which may do without an answer, but is told so."""
        if not accepted(item) and not any(part.get("name") == "answer" for part in item.parts):
            hint = 'write answer="one|another" behind the question, or ::: answer under it'
            self.shaping.problems.append(warning("Q107", self.entry.place, "this question has no answer", hint))
        return item

    def _shuffled(self, choices: Sequence[Choice]) -> tuple[Choice, ...]:
        """Choices in an order of their own that is never the written one where that can be told from others.

        It hangs on nothing but the item: its written id or section and words, and what the choices say.
        """
        words = [said_by(choice) for choice in choices]
        name = self.entry.id or f"{self.shaping.section_id}\n{plain(self.heading)}"
        seed = "\n".join((name, *words))
        order = sorted(range(len(words)), key=lambda n: hashlib.sha256(f"{seed}\n{n}".encode()).digest())
        if [words[n] for n in order] == words:
            order = [*order[1:], *order[:1]]
        return tuple(choices[n] for n in order)


def _is_right(entry: Node) -> bool:
    return marker(entry).lower() == "[x]"


def _written_blanks(nodes: Iterable[Node]) -> Iterator[Node]:
    """The spans ``[…]{.blank}`` of an item's text; a heading among it would tell them to the list of bookmarks."""
    for node in nodes:
        if _is_blank(node):
            yield node
        elif node.name != "heading":
            yield from _written_blanks(node.children)


def _is_blank(node: Node) -> bool:
    return node.name == "span" and "blank" in node.attrs.get("class", "").split()


def _measured(width: str, known: set[int], node: Node) -> Node:
    """A node whose blanks know how wide they are."""
    if id(node) in known:
        return replace(node, props={**node.props, "blank": width})
    children = tuple(_measured(width, known, child) for child in node.children)
    return replace(node, children=children) if children else node


def _check_strays(blocks: Sequence[Node], shaping: Shaping, taken: set[int]) -> None:
    """Markers of choices and blanks that have found no place."""
    needed = _spaces_needed(blocks)
    for node in (node for block in blocks for node in block.walk()):
        if id(node) in taken:
            continue
        if node.name == "list-item" and marker(node):
            hint = "write choices as a list with hyphens, indented to the text of their question"
            if id(node) in needed:
                hint += f": here that is by {needed[id(node)]} spaces, and they have {node.place.column - 1}"
            message = f"{marker(node)} marks a choice, but this list is not one of choices"
            shaping.problems.append(error("Q109", node.place, message, hint))
        elif _is_blank(node):
            hint = "blanks stand in the text of a question of type cloze, not in its headings, choices or hints"
            shaping.problems.append(error("Q111", node.place, "this blank stands outside of a cloze", hint))


def _spaces_needed(blocks: Sequence[Node]) -> dict[int, int]:
    """By ``id()`` the entries of lists that follow a question's text without standing in it, and how many spaces would
    put them there: more under a number of two digits."""
    needed: dict[int, int] = {}
    for before, node in pairwise(blocks):
        last = before.children[-1] if before.name == "list" and before.get("style") == "ordered" else None
        if last and last.children and node.name == "list" and node.get("style") == "bullet":
            spaces = last.children[0].place.column - 1
            needed.update((id(entry), spaces) for entry in node.children if entry.place.column - 1 < spaces)
    return needed


def _says_something(nodes: Iterable[Node]) -> bool:
    """Whether there is anything to see in some nodes."""
    found = [node for root in nodes for node in root.walk()]
    return any(node.text.strip() or node.name in ("image", "figure") for node in found)


def _tight(place: Place, children: tuple[Node, ...]) -> Node:
    return Node("paragraph", place, children, props={"tight": "yes"})


def _but(blocks: Sequence[Node], one: Node) -> tuple[Node, ...]:
    """Blocks without one of them."""
    return tuple(node for node in blocks if node is not one)


def _a(kind: str) -> str:
    """A type with its article, as messages name it."""
    names = {"choice": "a choice", "multi": "a multi", "true-false": "a true-false question", "match": "a match"}
    return names.get(kind) or {"order": "an order", "cloze": "a cloze", "short": "a short question"}[kind]
