"""Activities: each ``##`` is one, with its time, grouping and materials; a numbered list under it is its steps."""

from .base import Field, Kind, under_headings

FIELDS = {
    "minutes": Field("whole", 999),
    "group": Field(("alone", "pairs", "groups", "class")),
    "materials": Field(),
    "chapter": Field("chapter"),
    "themes": Field("ids"),
    "lines": Field("whole", 60),
}
KIND = Kind("activity", under_headings("activity", FIELDS), FIELDS)
