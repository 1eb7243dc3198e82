"""Quotations: each block quote whose last line begins with a dash is one, numbered, cited, linked to themes.

A last line such as ``— Kathy, ch. 6, p. 72`` says the chapter and page itself, in the words of the booklet's language.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from .. import language
from ..model import FieldValue, Item, Node, plain
from ..problems import warning
from .base import Body, Field, Kind, Shaping, missing_items

FIELDS = {
    "themes": Field("ids"),
    "characters": Field("ids"),
    "chapter": Field("chapter"),
    "page": Field(),
}
SIGNS = ("—", "–", "― ")
COMMAS = ",،、，"


def shape(blocks: Sequence[Node], shaping: Shaping) -> Body:
    """Block quotes to items; everything between them stays prose."""
    body: list[Node | Item] = []
    for node in blocks:
        if node.name != "quote":
            body.append(node)
            continue
        number = sum(isinstance(b, Item) for b in body) + 1
        passage, source = cited(node)
        values = shaping.read_fields("quotation", FIELDS, node)
        source = located(source, values, shaping)
        name = shaping.item_id(node.id, plain(passage))
        body.append(Item("quotation", name, number, node.place, source, passage, (), values, node.attrs))
    if not any(isinstance(b, Item) for b in body):
        missing_items(shaping, "no quotation", "write the passage as lines that begin with > ")
    return tuple(body)


def cited(quote: Node) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    """A quotation's passage, and the line that says whose it is (without its dash); the latter may be empty."""
    if not quote.children or quote.children[-1].name != "paragraph":
        return quote.children, ()
    last = quote.children[-1]
    line = list(last.children)
    begin = next((i + 1 for i in reversed(range(len(line))) if _ends_line(line[i])), 0)
    source = line[begin:]
    if not source or source[0].name != "text" or not source[0].text.startswith(SIGNS):
        return quote.children, ()
    first = source[0]
    stripped = first.text[1:].lstrip()
    shift = len(first.text) - len(stripped)
    if stripped:
        source[0] = Node("text", first.place.right(shift), (), stripped)
    else:
        del source[0]
        if source and source[0].name == "text":
            source[0] = Node("text", source[0].place, (), source[0].text.lstrip(" "))
    passage = line[: max(begin - 1, 0)]
    before = quote.children[:-1]
    return (*before, Node("paragraph", last.place, tuple(passage))) if passage else before, tuple(source)


def located(source: tuple[Node, ...], values: dict[str, FieldValue], shaping: Shaping) -> tuple[Node, ...]:
    """A source line without the chapter and page that end it, which become fields.

    A line with anything but plain text, such as another work's title in italics, stays as it is; so does one that says
    something else than the braces, or a chapter that the studied book does not have, with a warning.
    """
    text = "".join(node.text for node in source)
    if not text or any(node.name != "text" for node in source):
        return source
    words = language.messages(shaping.settings.language)
    speaker, said = text, {}
    for key, message in (("page", "p. {number}"), ("chapter", "ch. {number}")):
        before, comma, last = _parted(speaker)
        number = _number(last if comma else speaker, words(message))
        if number and (key == "page" or number.isdigit()):
            speaker, said[key] = before.rstrip() if comma else "", number
    trouble = _disagreement(said, values, shaping)
    if trouble:
        shaping.problems.append(warning("S010", source[0].place, *trouble))
        return source
    for key, number in said.items():
        values[key] = values[key] or (int(number) if key == "chapter" else number)
    return _cut(source, len(speaker))


def _parted(text: str) -> tuple[str, str, str]:
    """A text at its last comma, as ``str.rpartition`` parts it."""
    at = max(map(text.rfind, COMMAS))
    return (text[:at], text[at], text[at + 1 :]) if at >= 0 else ("", "", text)


def _number(piece: str, message: str) -> str:
    """The number in a piece such as “ch. 6”, as a message of the booklet's language writes it; none in most."""
    before, _, behind = message.partition("{number}")
    words, before, behind = (" ".join(part.replace(".", " ").split()).casefold() for part in (piece, before, behind))
    if not (words.startswith(before) and words.endswith(behind)) or len(words) == len(before):
        return ""
    number = words.removeprefix(before).removesuffix(behind).strip()
    digits = any(c.isdigit() for c in number) and all(c.isdigit() or c in "-–" for c in number)
    return number if digits or (number and set(number) <= set("ivxlcdm")) else ""


def _disagreement(
    said: Mapping[str, str], values: Mapping[str, FieldValue], shaping: Shaping
) -> tuple[str, str] | None:
    """What speaks against taking a line's chapter and page for those of the studied book, and what to do."""
    last = shaping.settings.work.chapters if shaping.settings.work else None
    if last and int(said.get("chapter", "1")[:7]) > last:
        message = f"chapter {said['chapter']} is named here, but the studied book has {last} chapters"
        return message, "if this is another work, write its title in italics: *Frankenstein*, ch. 30"
    for key, number in said.items():
        written = str(values[key])
        if written and number not in written:
            message = f"this line says {key} {number}, the braces say {written}"
            return message, "write it once: in the line, or in the braces"
    return None


def _cut(source: tuple[Node, ...], length: int) -> tuple[Node, ...]:
    """The first so many characters of some text."""
    kept = []
    for node in source:
        if length > 0:
            kept.append(node if len(node.text) <= length else replace(node, text=node.text[:length]))
        length -= len(node.text)
    return tuple(kept)


def _ends_line(node: Node) -> bool:
    return node.name == "break" or (node.name == "text" and node.text == "\n")


KIND = Kind("quotations", shape, FIELDS)
