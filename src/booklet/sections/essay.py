"""Essays: each ``##`` is one task, with its length, points to think about, and the rubric that it is marked by."""

from .base import Field, Kind, under_headings
from .questions import LEVELS

FIELDS = {
    "words": Field("span"),
    "minutes": Field("whole", 999),
    "level": Field(LEVELS),
    "chapter": Field("chapter"),
    "themes": Field("ids"),
    "characters": Field("ids"),
    "rubric": Field("ids"),
    "lines": Field("whole", 60),
}
KIND = Kind("essay", under_headings("essay", FIELDS), FIELDS)
