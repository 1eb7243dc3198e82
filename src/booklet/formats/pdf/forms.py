"""A page to be filled in on a screen: fields over the room that the page has for writing, each with a tag of its own.

What is typed as name, class and date stands on every page. Fields come in the order of the tags (ISO 14289-1 §7.18).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from ...composition import Composition, Form
from ...language import direction
from ...problems import ordered, stop_on_errors
from . import widgets
from .fields import CIRCLE, HEAD, LETTER, ONE, PAGE, SOME, TEXT
from .marks import Area, Mark
from .naming import IDENTITY, Named, Path, collisions, named

CENTRED = 1
LETTERS = 3  # of the answer that is the letter of a choice
# Of a page's width, from its second page on; then px above the text of a page, px high, px of its letters.
HEAD_SHARES = {
    "name": (0.0, 0.28),
    "class": (0.30, 0.37),
    "date": (0.39, 0.49),
}
HEAD_ABOVE, HEAD_HIGH, HEAD_SIZE = 38.0, 18.0, 13.0


def made(
    pdf: pikepdf.Pdf, marks: Sequence[Mark], parents: Mapping[Any, Any], composition: Composition, form: Form
) -> list[Mark]:
    """Make fields of the marks that are some, in place; gives all marks, those of fields with their annotations.

    Raises ManuscriptError where two fields would have one name.
    """
    areas = {mark.page: mark.area for mark in marks if mark.field == PAGE and mark.area}
    from_right = direction(composition.book.settings.language) == "rtl"
    marks = _repeated([mark for mark in marks if mark.field != PAGE], areas, from_right)
    fields = named(marks, parents, form)
    stop_on_errors(ordered(collisions(fields, composition)))
    maker = _Maker(pdf, fields, from_right)
    numbers = {id(one.mark): maker.widget(one) for one in fields}
    says = {id(one.mark): one.says for one in fields}
    maker.alone((IDENTITY,), widgets.hidden(pdf, form.identity, composition.title), 0)
    pdf.Root.AcroForm = pdf.make_indirect(
        Dictionary(
            Fields=Array(maker.roots), DA=String(f"/{widgets.FACE} 11 Tf 0 g"),
            DR=Dictionary(Font=Dictionary({f"/{widgets.FACE}": widgets.font(pdf, composition)})),
        )
    )  # fmt: skip
    for page in pdf.pages:
        if "/Annots" in page.obj:
            page.obj.Tabs = Name.S
    return [replace(m, link=numbers[id(m)], text=says[id(m)]) if m.field else m for m in marks]


def _repeated(marks: Sequence[Mark], areas: Mapping[int, Area], from_right: bool) -> list[Mark]:
    """The marks with those of name, class and date on every further page, behind those of the first."""
    found: list[Mark] = []
    for mark in marks:
        found.append(mark)
        if mark.field in HEAD.values():
            for page in sorted(areas.keys() - {mark.page}):
                area = _in_the_margin(areas[page], mark.field, from_right)
                found.append(replace(mark, page=page, area=area, size=HEAD_SIZE))
    return found


def _in_the_margin(area: Area, name: str, from_right: bool) -> Area:
    left, top, right, _ = area
    begin, end = (side * (right - left) for side in HEAD_SHARES[name])
    sides = (right - end, right - begin) if from_right else (left + begin, left + end)
    return sides[0], top - HEAD_ABOVE, sides[1], top - HEAD_ABOVE + HEAD_HIGH


class _Maker:
    """Makes fields one by one: ``nodes`` are those that there are, by their path, ``roots`` the outermost; ``count`` is
    how many annotations each is to have."""

    def __init__(self, pdf: pikepdf.Pdf, fields: Sequence[Named], from_right: bool) -> None:
        self.pdf, self.from_right = pdf, from_right
        self.pages = [page.obj for page in pdf.pages]
        self.nodes: dict[Path, Any] = {}
        self.roots: list[Any] = []
        self.count = Counter(one.path for one in fields)

    def widget(self, one: Named) -> int:
        """The number of the object of a field's annotation."""
        mark = one.mark
        assert mark.area is not None
        box = widgets.box_of(mark.area, float(self.pages[mark.page].TrimBox[3]))
        if mark.field in (ONE, SOME):
            made = widgets.tick(self.pdf, box, one.letter, round_one=one.round)
            field = Dictionary(FT=Name.Btn, Ff=widgets.RADIO if mark.field == ONE else 0, V=Name.Off)
        else:
            made = widgets.text(
                self.pdf, box, mark.size, lines=mark.field in (TEXT, CIRCLE), from_right=self.from_right
            )
            field = Dictionary(FT=Name.Tx, Ff=widgets.flags(lines=mark.field in (TEXT, CIRCLE)))
            if mark.field == LETTER:
                field.MaxLen, made.Q = LETTERS, CENTRED
        field.TU = String(one.asks)
        if self.count[one.path] == 1 and mark.field != ONE:
            for key, value in field.items():
                made[key] = value
            return self.alone(one.path, made, mark.page)
        if one.path not in self.nodes:
            field.Kids = Array()
            self.nodes[one.path] = self.put(one.path, field)
        made.Parent = self.nodes[one.path]
        made = self.pdf.make_indirect(made)
        self.nodes[one.path].Kids.append(made)
        return self.on_page(made, mark.page)

    def alone(self, path: Path, made: Any, page: int) -> int:
        """A field that is its own annotation; gives the number of that object."""
        self.nodes[path] = self.put(path, made)
        return self.on_page(self.nodes[path], page)

    def put(self, path: Path, field: Any) -> Any:
        """A new field among the kids of what its path begins with."""
        field.T = String(path[-1])
        node = self.pdf.make_indirect(field)
        if len(path) == 1:
            self.roots.append(node)
            return node
        if path[:-1] not in self.nodes:
            self.nodes[path[:-1]] = self.put(path[:-1], Dictionary(Kids=Array()))
        node.Parent = self.nodes[path[:-1]]
        self.nodes[path[:-1]].Kids.append(node)
        return node

    def on_page(self, widget: Any, page: int) -> int:
        """Put an annotation among those of its page; gives the number of its object."""
        widget.P = self.pages[page]
        if "/Annots" not in self.pages[page]:
            self.pages[page].Annots = Array()
        self.pages[page].Annots.append(widget)
        return int(widget.objgen[0])
