"""The tags of a PDF: one for each element of the source, however many lines, columns and pages it goes over.

Tags are put together by the elements that marks come from (``marks.py``), not by the boxes of the layout. So a table is
one table, and a footnote belongs to the paragraph that calls it; repeated heads, leaders and page margins are none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from .marks import Mark, words_for
from .roles import CONTENTS, classes_of, name_of, role_of, scope_of

Attributes = dict[str, dict[str, Any]]


@dataclass(slots=True, eq=False)
class Tag:
    """A structure element. ``attributes`` are by owner, a value that begins with ``/`` is a name (§14.7.5)."""

    role: str
    parent: Tag | None = None
    source: Any = None
    kids: list[Tag | Mark] = field(default_factory=list)
    attributes: Attributes = field(default_factory=dict)
    lang: str = ""
    alt: str = ""
    id: str = ""

    def say(self, owner: str, **values: Any) -> None:
        """Give the tag attributes."""
        self.attributes.setdefault(owner, {}).update(values)

    def add(self, role: str, source: Any = None, *, first: bool = False) -> Tag:
        """A new tag in this one, behind what is there or, with ``first``, before it."""
        kid = Tag(role, self, source)
        self.kids.insert(0 if first else len(self.kids), kid)
        return kid

    def hold(self, kids: list[Tag | Mark]) -> None:
        """Let the tag hold these, and nothing else."""
        self.kids = kids
        for kid in kids:
            if isinstance(kid, Tag):
                kid.parent = self

    def walk(self) -> Iterator[Tag]:
        """This tag and all below it, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Tag):
                yield from kid.walk()


def grown(marks: Iterable[Mark], parents: Mapping[Any, Any]) -> Tag:
    """The tags as the source has them; ``settling.settled`` makes them good PDF. ``parents`` are those of elements."""
    grower = _Grower(parents)
    for mark in marks:
        if mark.source is not None and (mark.link or not mark.artefact):
            tag = grower.tag_of_mark(mark)
            if mark.field:  # each has a tag of its own (ISO 14289-1 §7.18.4)
                tag = tag.add("Form")
                tag.alt = mark.text
            tag.kids.append(mark)
    return grower.document


class _Grower:
    """``tags`` are those made so far: by element, that which its content goes into, and by element and kind."""

    def __init__(self, parents: Mapping[Any, Any]) -> None:
        self.document = Tag("Document")
        self.parents = parents
        self.tags: dict[Any, Tag] = {}

    def tag_of_mark(self, mark: Mark) -> Tag:
        """The tag that a mark goes into."""
        pseudo = mark.tag.rpartition("::")[2] if "::" in mark.tag else ""
        if pseudo == "marker":
            return self.label(mark.source, self.tag_of(mark.source))
        if pseudo == "footnote-call":
            call = self.once((mark.source, pseudo), "Reference", self.tag_of(self.parents[mark.source]))
            call.source = mark.source
            return call
        if pseudo == "footnote-marker":
            return self.once((mark.source, pseudo), "Lbl", self.tag_of(mark.source), first=True)
        return self.tag_of(mark.source)

    def once(self, key: Any, role: str, above: Tag, *, first: bool = False) -> Tag:
        """The tag with this key, made where there is none yet."""
        if key not in self.tags:
            self.tags[key] = above.add(role, first=first)
        return self.tags[key]

    def tag_of(self, element: Any) -> Tag:
        """The tag that the content of an element goes into: its own, or that of the element that holds it."""
        if element in self.tags:
            return self.tags[element]
        holder = self.parents.get(element)
        if holder is None or element.tag == "body":
            return self.document
        above = self.tag_of(holder)
        if element in self.tags:  # a table makes all of its cells at once
            return self.tags[element]
        tag = self.made(element, above)
        lang = element.get("lang") or ""
        if lang and lang != self.language(holder):
            tag = tag if tag is not above else above.add("Span", element)
            tag.lang = lang
        self.tags[element] = tag
        return tag

    def language(self, element: Any) -> str:
        """The language of an element: that of the nearest one around it which names one."""
        while element is not None and not element.get("lang"):
            element = self.parents.get(element)
        return (element.get("lang") or "") if element is not None else ""

    def made(self, element: Any, above: Tag) -> Tag:
        """A new tag for an element, in that of its holder; the holder's own, where the element is no structure."""
        name, role, classes = name_of(element), role_of(element), classes_of(element)
        if name == "li":
            return self.item(element, above)
        if name in ("dt", "dd"):
            return self.part_of_entry(element, name, above)
        if name == "div" and above.role == "L":
            return above.add("LI", element)
        if name == "span":
            return self.span(element, classes, above)
        if name == "a":
            return self.link(element, classes, above)
        if role == "L" and self.within(above, CONTENTS):
            role = "TOC"
        elif "index-entries" in classes:
            role = "Index"
        return self.plain(element, role, above) if role else above

    def plain(self, element: Any, role: str, above: Tag) -> Tag:
        """A tag of its own for an element, with the attributes that its type has."""
        tag = above.add(role, element)
        if role == "Table":
            self.grid(element, tag)
        elif role == "Figure":
            tag.alt = words_for(element, element.tag)
        elif role in ("TD", "TH"):
            for key, value in (("ColSpan", element.get("colspan")), ("RowSpan", element.get("rowspan"))):
                if value and value.isdigit() and int(value) > 1:
                    tag.say("Table", **{key: int(value)})
            if role == "TH":
                tag.say("Table", Scope=f"/{scope_of(element, above.parent.role if above.parent else '')}")
        elif name_of(element) in ("s", "del"):
            tag.say("Layout", TextDecorationType="/LineThrough")
        return tag

    def grid(self, element: Any, table: Tag) -> None:
        """All that a table is made of, in order: its cells are there even if they are empty."""
        self.tags[element] = table
        for part in element.iter():
            if name_of(part) in ("caption", "td", "th"):
                self.tag_of(part)

    def item(self, element: Any, above: Tag) -> Tag:
        """What an item of a list holds: the body of an entry, or an entry of the contents."""
        if above.role == "TOC":
            return above.add("TOCI", element)
        entry = above.add("LI", element)
        return entry.add("LBody", element)

    def part_of_entry(self, element: Any, name: str, above: Tag) -> Tag:
        """A term or its definition. Terms and the definitions that follow them are one entry of the list."""
        entry = above if above.role == "LI" else self.once((self.first_term(element), "entry"), "LI", above)
        role = "Lbl" if name == "dt" else "LBody"
        tag = self.once((entry, role), role, entry)
        if role == "LBody" and tag.kids:
            return tag.add("Div", element)
        tag.source = tag.source if tag.source is not None else element
        return tag

    def first_term(self, element: Any) -> Any:
        """The first of the terms that a term or definition belongs with."""
        first = element
        names: list[str] = []
        for sibling in self.parents[element]:
            name = name_of(sibling)
            if name == "dt" and (not names or names[-1] == "dd"):
                first = sibling
            names.append(name)
            if sibling is element:
                break
        return first

    def span(self, element: Any, classes: list[str], above: Tag) -> Tag:
        """A span: a note, the letter of a choice, a blank to write in, or nothing by itself."""
        if "footnote" in classes:
            note = above.add("Note", element)
            note.id = element.get("id") or ""
            return note
        if "letter" in classes and self.entry(above):
            return self.label(element, above)
        if "blank" in classes and not "".join(element.itertext()).strip():
            return above.add("Span", element)
        return above

    def label(self, element: Any, above: Tag) -> Tag:
        """The label of the entry of a list that a tag stands in."""
        entry = self.entry(above)
        return self.once((entry, "Lbl"), "Lbl", entry, first=True) if entry else above

    def entry(self, tag: Tag | None) -> Tag | None:
        """The entry of a list that a tag stands in."""
        while tag and tag.role not in ("LI", "Table", "Sect", "Document"):
            tag = tag.parent
        return tag if tag and tag.role == "LI" else None

    def link(self, element: Any, classes: list[str], above: Tag) -> Tag:
        """A link; in the contents, and where a note is called again, that of a reference."""
        if "noteref" in classes or self.within(above, CONTENTS):
            above = above.add("Reference")
        return above.add("Link", element)

    def within(self, tag: Tag | None, name: str) -> bool:
        """Whether a tag stands in the section of the pages that has this id."""
        while tag and not (tag.role == "Sect" and tag.source.get("id") == name):
            tag = tag.parent
        return tag is not None
