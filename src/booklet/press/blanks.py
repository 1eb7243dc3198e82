"""What a form says of its items, and of itself: so that one that comes back is known again, and can be marked.

A form holds no answer: what it says of itself are digests of what its readers see.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace

from ..composition import Asked, Form
from ..language import label_of, messages
from ..model import Book, Item, Node, Section, plain
from ..sections.marking import said_by
from ..sections.rubric import worth_of

EDITION = 1  # of what a form says of itself
DIGITS = 12
IDENTITY, CHOICE, CRITERION = "booklet", "choice", "criterion-"  # names of fields, as formats/pdf/naming.py gives them
TICKED = ("choice", "true-false", "multi")
LETTERED = ("match", "order")
HEAD = {"name": "Name", "class": "Class", "date": "Date", "before": "Before reading", "after": "After reading",
        "agree": "agree", "disagree": "disagree", "total": "Total", "blank": "blank"}  # fmt: skip
PERSON = tuple(HEAD)[:3]


@dataclass(frozen=True, slots=True)
class Identity:
    """What a form says of itself: the digest of its booklet's identifier and its title, the section's id, the code at
    the foot of the sheet, the letter of the version and the seed of its order, and for each question that can be marked
    a digest of its choices."""

    booklet: str
    title: str
    section: str
    code: str
    version: str = ""
    seed: int = 0
    items: Mapping[str, str] = field(default_factory=dict)
    form: int = EDITION

    def written(self) -> str:
        """As one line."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)


def identity_from(text: str) -> Identity | None:
    """What was written; None for what no form of ours says."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    known = asdict(Identity("", "", "", ""))
    if not isinstance(data, dict) or data.get("form") != EDITION or data.keys() != known.keys():
        return None
    words = (data[key] for key in ("booklet", "title", "section", "code", "version"))
    items = data["items"]
    if not all(isinstance(word, str) for word in words) or type(data["seed"]) is not int or not isinstance(items, dict):
        return None
    return Identity(**data) if all(isinstance(value, str) for value in items.values()) else None


def digest_of(text: str) -> str:
    """A short digest."""
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def choices_of(item: Item) -> str:
    """A digest of what a question's letters stand for, in their order."""
    said = [str(item.fields.get("type")), *map(plain, item.prompts), *map(said_by, item.choices)]
    return digest_of("\n".join(said))


def form_of(book: Book, section: Section, code: str, version: str, seed: int) -> Form:
    """The form of a section, as its readers see it."""
    words = messages(book.settings.language)
    items = {item.id: choices_of(item) for item in section.items if item.fields.get("type") in (*TICKED, *LETTERED)}
    identity = Identity(
        digest_of(book.identifier), book.settings.title, section.id, code, version, seed if version else 0, items
    )
    asked = {"": Asked(section.plain_title), **dict(_asked(section, words, book.settings.language))}
    return Form(section.id, asked, {name: words(word) for name, word in HEAD.items()}, identity.written())


def _asked(section: Section, words: Callable[[str], str], language: str) -> Iterator[tuple[str, Asked]]:
    for item in section.items:
        body = [_with_gaps(node, words("blank")) for node in item.body if not _is_apart(node)]
        heading = _with_gaps(Node("paragraph", item.place, item.heading), words("blank"))
        said = plain((heading, *body))
        choices = [f"{label_of(n, language)} {plain(choice.body)}" for n, choice in enumerate(item.choices, 1)]
        tables = [node for node in item.body if node.name == "table"] if item.kind == "rubric" else []
        yield item.id, Asked(f"{item.number}. {said}", tuple(choices), tuple(worth_of(table) for table in tables))


def _is_apart(node: Node) -> bool:
    """Whether fields stand in what a node becomes, each with what it says by itself."""
    return bool(node.get("boxes") or node.get("holds") or node.get("class") == "levels")


def _with_gaps(node: Node, blank: str) -> Node:
    """A node with a word for each blank in it."""
    if node.get("blank"):
        return Node("text", node.place, text=f"[{blank}]")
    return replace(node, children=tuple(_with_gaps(child, blank) for child in node.children)) if node.children else node
