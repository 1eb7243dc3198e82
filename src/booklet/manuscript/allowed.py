"""What a section may hold: fences and attributes with their values, headings in order, characters that can be shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..characters import is_control
from ..fences import FENCES
from ..language import is_tag
from ..model import Node, Place, Section, plain
from ..problems import Problem, error, warning
from ..project import did_you_mean
from ..settings import Settings

CHOICES = {"kind": ("lines", "grid", "dots", "box"), "fill": ("true", "false")}
ATTRIBUTES: Mapping[str, tuple[str, ...]] = {
    "heading": ("chapter",),
    "list-item": ("chapter", "page"),
    "image": ("credit", "width"),
    "figure": ("credit", "width"),
}
EVERYWHERE = ("id", "class", "lang")


def headings(blocks: Sequence[Node]) -> Iterator[Problem]:
    """Two headings alike, and levels that are skipped, which screen readers stumble over (ISO 14289-1 7.4.2)."""
    seen: dict[str, Place] = {}
    level = 1
    for node in _headings(blocks):
        words = plain(node.children)
        if words in seen and not node.attrs.get("id"):
            hint = "give it an id of its own, as in {#another-name}, or other words"
            message = f"the heading “{words}” stands already in line {seen[words].line}"
            yield warning("S009", node.place, message, hint)
        seen.setdefault(words, node.place)
        if int(node.get("level")) > level + 1:
            message = f"a heading of level {node.get('level')} below one of level {level}"
            yield warning("S019", node.place, message, f"begin it with {'#' * (level + 1)}")
        level = int(node.get("level"))


def _headings(nodes: Sequence[Node]) -> Iterator[Node]:
    """The headings of some blocks, but for those of notes, which are lines like others there."""
    for node in nodes:
        if node.name == "heading":
            yield node
        elif node.name not in ("note", "paragraph"):
            yield from _headings(node.children)


def prose(section: Section, settings: Settings) -> Iterator[Problem]:
    """Attributes and fences of what no item has taken."""
    last = settings.work.chapters if settings.work else None
    inside_items = {id(n) for item in section.items for n in item.walk()}
    for node in section.walk():
        if node.name == "fence":
            name = node.get("name")
            if name and name not in FENCES:
                hint = did_you_mean(name, FENCES)
                yield error("S011", node.place, f"“{name}” is not the name of a fence", hint)
                continue
            if name in ("answer", "hint", "look-for") and id(node) not in inside_items:
                hint = "indent it to the text of the item that it belongs to"
                yield error("S013", node.place, f"this ::: {name} stands in no item", hint)
        own = FENCES.get(node.get("name")) if node.name == "fence" else ATTRIBUTES.get(node.name)
        known = (*EVERYWHERE, *(own or ()))
        for key, value in node.attrs.items():
            if key not in known:
                message = f"“{key}” is not an attribute that belongs here"
                yield error("S010", node.place, message, did_you_mean(key, known))
            elif wrong := _wrong_value(key, value, last):
                yield error("S010", node.place, *wrong)
        if node.name in ("image", "figure") and not node.get("alt"):
            hint = "say what it shows between the square brackets: ![A lane in autumn](images/lane.svg)"
            yield error("I004", node.place, "this image has no text alternative", hint)


def _wrong_value(key: str, value: str, chapters: int | None) -> tuple[str, str] | None:
    """What is wrong with an attribute's value, and how to mend it; None where it is right."""
    number = int(value) if value.isascii() and value.isdigit() and len(value) < 7 else 0
    if key == "chapter" and (number < 1 or (chapters and number > chapters)):
        bound = f"from 1 to {chapters}" if chapters else "above 0"
        hint = "write for instance chapter=3; how many there are is said by work.chapters in booklet.yaml"
        return f"“chapter” must be a number {bound}, not “{value}”", hint
    if key == "width" and not (value.endswith("%") and value[:-1].isdigit() and 0 < int(value[:-1]) <= 100):
        return f"“width” must be a share of the line, not “{value}”", 'as in width="60%"'
    if key == "lines" and not 0 < number <= 60:
        return f"“lines” must be a number from 1 to 60, not “{value}”", "as in lines=6"
    if key == "height" and not (value.endswith("mm") and value[:-2].isdigit() and 5 <= int(value[:-2]) <= 400):
        return f"“height” must be millimetres from 5 to 400, not “{value}”", "as in height=60mm"
    if key == "lang" and not is_tag(value):
        return f"“{value}” is not a language", "write its tag, as in lang=fr, lang=ar or lang=zh-Hant"
    if key in CHOICES and value not in CHOICES[key]:
        return f"“{key}” cannot be “{value}”", did_you_mean(value, CHOICES[key])
    return None


def characters(section: Section) -> Iterator[Problem]:
    """Control characters that are spelt by number, as in ``&#12;``; others are found when the file is loaded."""
    for node in section.walk():
        texts = [text for text in (node.text, *node.props.values()) if not text.isprintable()]
        control = next((c for text in texts for c in text if is_control(c)), None)
        if control:
            message = f"a control character, U+{ord(control):04X}, that no page can show"
            yield error("F004", node.place, message, f"delete &#{ord(control)};")
