"""Characters: each ``##`` is one, with role, first chapter and relations to others by id."""

from .base import Field, Kind, under_headings

FIELDS = {
    "role": Field(),
    "first-seen": Field("chapter"),
    "chapter": Field("chapter"),
    "relations": Field(),
}
KIND = Kind("characters", under_headings("character", FIELDS), FIELDS)
