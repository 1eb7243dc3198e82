"""The table of section kinds."""

from __future__ import annotations

from . import (
    activity,
    anticipation,
    author_note,
    characters,
    context,
    essay,
    organizer,
    page,
    questions,
    quiz,
    quotations,
    rubric,
    schedule,
    summary,
    symbols,
    themes,
    timeline,
    vocabulary,
)
from .base import Kind

KINDS: dict[str, Kind] = {
    module.KIND.name: module.KIND
    for module in (
        page,
        summary,
        characters,
        themes,
        symbols,
        quotations,
        questions,
        quiz,
        vocabulary,
        timeline,
        context,
        author_note,
        activity,
        essay,
        rubric,
        schedule,
        organizer,
        anticipation,
    )
}
