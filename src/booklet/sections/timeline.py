"""Timelines: a definition list of dates and events, each told apart as ``story`` or ``history``."""

from __future__ import annotations

from .base import Field, Kind
from .definitions import entries

FIELDS = {
    "track": Field(("story", "history")),
    "chapter": Field("chapter"),
}
KIND = Kind("timeline", entries("event", FIELDS), FIELDS)
