"""What is right about an item, in words for the key, and the item as readers get it who are to find that out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ..language import label_of, letter_of, messages
from ..model import Choice, FieldValue, Item, Node, Place, plain

ANSWERS = ("answer", "look-for", "why")
BETWEEN_WORDS = " · "
BETWEEN_ACCEPTED = " / "
MARKERS = ("[ ]", "[x]", "[X]")


def accepted(item: Item) -> tuple[str, ...]:
    """The answers that are right for a short question, as its attribute ``answer`` lists them between bars."""
    if item.fields.get("type") != "short":
        return ()
    return tuple(piece.strip() for piece in str(item.fields.get("answer", "")).split("|") if piece.strip())


def points_of(item: Item) -> int | float:
    """How many points there are for a question: one, where nothing is said of them."""
    points = item.fields.get("points")
    return points if isinstance(points, (int, float)) else 1


def answered(item: Item) -> Item:
    """The item with its accepted answers, if it has any, as a first fence ``answer``."""
    if not accepted(item):
        return item
    words = _paragraph(item.place, BETWEEN_ACCEPTED.join(accepted(item)))
    return replace(item, parts=(Node("fence", item.place, (words,), props={"name": "answer"}), *item.parts))


def letters_for(item: Item, mark: str, language: str = "") -> tuple[str, ...]:
    """The letters of the choices that are right in the place of ``mark``: of several that read the same, all."""
    right = [said_by(choice) for choice in item.choices if choice.mark == mark]
    return tuple(
        letter_of(n, language) for n, choice in enumerate(item.choices, 1) if choice.mark and said_by(choice) in right
    )


def said_by(choice: Choice) -> str:
    """What a choice says, to compare it with others: its words, or else its pictures and signs."""
    nodes = [node for root in choice.body for node in root.walk()]
    return plain(choice.body) or "".join(node.name + node.text + node.get("file") for node in nodes)


def blanks(nodes: Iterable[Node]) -> Iterator[Node]:
    """The blanks among some nodes and below, in reading order."""
    for node in nodes:
        if node.get("blank"):
            yield node
        else:
            yield from blanks(node.children)


def key_of(item: Item, language: str = "") -> tuple[Node, ...]:
    """What is right, as blocks for the key: the right choices, letters, words, then what the fences say about it.

    Nothing where the item holds no answer.
    """
    found = (*_right(item, language), *_reasons(item, language))
    return (*found, *(part for part in item.parts if part.get("name") in ANSWERS))


def _right(item: Item, language: str) -> Iterator[Node]:
    """What is right in itself, without reasons."""
    match item.fields.get("type") if item.kind == "quiz-item" else None:
        case "choice" | "multi" | "true-false":
            for number, choice in enumerate(item.choices, 1):
                if choice.mark:
                    yield from _behind(label_of(number, language), [_copied(n) for n in choice.body], choice.place)
        case "match":
            pairs = [f"{n}–{'/'.join(letters_for(item, str(n), language))}" for n in range(1, len(item.prompts) + 1)]
            if any(choice.mark for choice in item.choices):
                yield _paragraph(item.place, messages(language)(", ").join(pairs))
        case "order":
            steps = ["/".join(letters_for(item, str(n), language)) for n in range(1, len(item.choices) + 1)]
            if any(choice.mark for choice in item.choices):
                yield _paragraph(item.place, messages(language)(", ").join(steps))
        case "cloze":
            words = [blank.children for blank in blanks((*item.heading, *item.body)) if blank.children]
            if words:
                first, *others = words
                between = Node("text", item.place, (), BETWEEN_WORDS)
                children = (*first, *(node for word in others for node in (between, *word)))
                yield Node("paragraph", item.place, children)
        case "short":
            if accepted(item):
                yield _paragraph(item.place, BETWEEN_ACCEPTED.join(accepted(item)))


def _reasons(item: Item, language: str) -> Iterator[Node]:
    """The explanations of choices, each with the letter of its choice."""
    for number, choice in enumerate(item.choices, 1):
        for part in choice.parts:
            yield replace(part, children=tuple(_behind(label_of(number, language), part.children, part.place)))


def _behind(label: str, blocks: Sequence[Node], place: Place) -> tuple[Node, ...]:
    """Blocks behind a label, which begins their first paragraph or stands before them in one of its own."""
    if blocks and blocks[0].name == "paragraph":
        first = replace(blocks[0], children=(Node("text", place, (), f"{label} "), *blocks[0].children), props={})
        return (first, *blocks[1:])
    return (_paragraph(place, label), *blocks)


def _paragraph(place: Place, text: str) -> Node:
    return Node("paragraph", place, (Node("text", place, (), text),))


def _copied(node: Node) -> Node:
    """A node as it may stand a second time: without ids, and without the notes that it calls."""
    attrs = {key: value for key, value in node.attrs.items() if key != "id"}
    kept = tuple(_copied(child) for child in node.children if child.name not in ("note", "note-again"))
    return replace(node, children=kept, attrs=attrs, id="")


def without_answers(item: Item) -> Item:
    """The item with nothing in it that tells what is right, but for its fences, which editions choose by name."""
    return replace(
        item,
        heading=tuple(_emptied(node) for node in item.heading),
        body=tuple(_emptied(node) for node in item.body),
        choices=tuple(replace(choice, mark="", parts=()) for choice in item.choices),
        fields=_unanswered(item.fields),
        attrs={key: value for key, value in item.attrs.items() if key != "answer"},
    )


def _unanswered(fields: Mapping[str, FieldValue]) -> dict[str, FieldValue]:
    return {key: "" if key == "answer" else value for key, value in fields.items()}


def _emptied(node: Node) -> Node:
    """A node whose blanks hold nothing."""
    if node.get("blank"):
        return replace(node, children=())
    return replace(node, children=tuple(_emptied(child) for child in node.children)) if node.children else node


def marker(entry: Node) -> str:
    """The ``[ ]``, ``[x]`` or ``[X]`` that a list item begins with; "" where it begins with anything else."""
    if not entry.children or entry.children[0].name != "paragraph":
        return ""
    text = ""
    for node in entry.children[0].children:
        if node.name != "text":
            break
        text += node.text
    behind = text[3:4]
    return text[:3] if text[:3] in MARKERS and (not behind or behind.isspace()) else ""


def unmarked(nodes: Sequence[Node]) -> Iterator[Node]:
    """The parts of a line without the marker that it begins with, and without the space behind that."""
    left = len(MARKERS[0])
    begun = False
    for node in nodes:
        if begun or node.name != "text":
            begun = True
            yield node
            continue
        rest = node.text[left:] if left < len(node.text) else ""
        left -= len(node.text) - len(rest)
        kept = rest.lstrip()
        if kept:
            begun = True
            yield replace(node, text=kept, place=node.place.right(len(node.text) - len(kept)))
