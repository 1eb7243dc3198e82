"""Vocabulary: a definition list; each term with its definitions is an item."""

from __future__ import annotations

from .base import Field, Kind
from .definitions import entries

FIELDS = {
    "pos": Field(),
    "page": Field(),
    "tier": Field("whole"),
    "chapter": Field("chapter"),
}
KIND = Kind("vocabulary", entries("term", FIELDS), FIELDS)
