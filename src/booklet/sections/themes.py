"""Themes: each ``##`` is one, with list items ``{chapter=6 page="72"}`` as its evidence."""

from .base import Field, Kind, under_headings

FIELDS = {"chapter": Field("chapter")}
KIND = Kind("themes", under_headings("theme", FIELDS), FIELDS)
