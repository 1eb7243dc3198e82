"""Which structure type of PDF an element of the pages is (ISO 32000-1 §14.8.4)."""

from __future__ import annotations

from typing import Any

GROUPS = frozenset(("Document", "Sect", "Art", "Div", "BlockQuote", "Index"))  # hold blocks alone
BLOCKS = GROUPS | {"P", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody", "Table", "Caption", "THead",
                   "TBody", "TFoot", "TR", "TH", "TD", "TOC", "TOCI", "Note"}  # fmt: skip
EITHER = frozenset(("LBody", "TD", "TH", "Caption"))  # hold blocks, or the parts of a line
LINES = frozenset(("P", "H1", "H2", "H3", "H4", "H5", "H6", "Lbl"))  # hold parts of a line, and no blocks
MAPPED = {"Em": "Span", "Strong": "Span"}  # types of PDF 2.0, told to readers that know PDF 1.7
OF_NAMES = {
    "section": "Sect", "main": "Sect", "article": "Art", "nav": "Div", "div": "Div", "header": "Div", "footer": "Div",
    "aside": "Div", "figure": "Div", "details": "Div", "hgroup": "Div", "address": "Div", "center": "Div",
    "blockquote": "BlockQuote", "p": "P", "pre": "P", "summary": "P", "h1": "H1", "h2": "H2", "h3": "H3", "h4": "H4",
    "h5": "H5", "h6": "H6", "ul": "L", "ol": "L", "menu": "L", "dl": "L", "li": "LI", "dt": "Lbl", "dd": "LBody",
    "table": "Table", "caption": "Caption", "figcaption": "Caption", "thead": "THead", "tbody": "TBody",
    "tfoot": "TFoot", "tr": "TR", "th": "TH", "td": "TD", "em": "Em", "i": "Em", "strong": "Strong", "b": "Strong",
    "code": "Code", "q": "Quote", "s": "Span", "del": "Span", "a": "Link", "img": "Figure",
    "{http://www.w3.org/2000/svg}svg": "Figure",
}  # fmt: skip
CONTENTS = "booklet.contents"


def classes_of(element: Any) -> list[str]:
    """The classes of an element."""
    return (element.get("class") or "").split()


def name_of(element: Any) -> str:
    """An element's name; that of the block which a span of a note stands for (``note-p``), as notes hold no blocks."""
    name = str(element.tag)
    if name != "span":
        return name
    block = next((c.removeprefix("note-") for c in classes_of(element) if c.startswith("note-")), "")
    return block if block in OF_NAMES else name


def role_of(element: Any) -> str:
    """The structure type of an element, "" for those that are none by themselves."""
    return OF_NAMES.get(name_of(element), "")


def scope_of(cell: Any, row_group: str) -> str:
    """Of what a head of a table is the head: ``Column`` or ``Row`` (ISO 32000-1 §14.8.5.7)."""
    scope = cell.get("scope") or ""
    if scope:
        return "Row" if scope.startswith("row") else "Column"
    return "Column" if row_group == "THead" else "Row"
