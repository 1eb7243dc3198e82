"""The table of section kinds."""

from __future__ import annotations

from . import author_note, characters, context, page, questions, quotations, summary, themes, timeline, vocabulary
from .base import Kind

KINDS: dict[str, Kind] = {
    module.KIND.name: module.KIND
    for module in (
        page,
        summary,
        characters,
        themes,
        quotations,
        questions,
        vocabulary,
        timeline,
        context,
        author_note,
    )
}
