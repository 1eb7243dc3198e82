"""The fences of manuscripts: which there are, and what stands over them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from .model import Node

FENCES: Mapping[str, tuple[str, ...]] = {  # with the attributes that each may have
    "answer": (),
    "hint": (),
    "look-for": (),
    "teaching": (),
    "why": (),
    "spoiler": ("chapter",),
    "warning": (),
    "aside": ("title",),
    "pull-quote": (),
    "workspace": ("lines", "kind", "height", "fill"),
    "columns": (),
    "pagebreak": (),
}
LABELS = {
    "answer": "Answer",
    "hint": "Hint",
    "look-for": "Look for",
    "teaching": "For the teacher",
    "why": "Why",
    "warning": "Take care",
    "spoiler": "Spoiler",
}


def heading_of(fence: Node, words: Callable[[str], str]) -> str:
    """What stands over a fence, in the language of ``words``: its title, or what it is; nothing over most."""
    name = fence.get("name")
    if name == "spoiler" and fence.attrs.get("chapter"):
        return words("Spoiler: chapter {number}").format(number=fence.attrs["chapter"])
    return fence.attrs.get("title") or (words(LABELS[name]) if name in LABELS else "")
