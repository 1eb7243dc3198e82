"""Summaries. With ``scope: chapters`` each ``##`` is a chapter, ``{chapter=3}``, and their table opens the section."""

from __future__ import annotations

from collections.abc import Sequence

from ..model import Node
from .base import Body, Field, Kind, Shaping, as_it_stands, under_headings

FIELDS = {"chapter": Field("chapter")}
by_chapter = under_headings("chapter", FIELDS)


def shape(blocks: Sequence[Node], shaping: Shaping) -> Body:
    """Chapters as items where the front matter asks for them, else prose."""
    return (by_chapter if shaping.front.scope == "chapters" else as_it_stands)(blocks, shaping)


KIND = Kind("summary", shape, FIELDS)
