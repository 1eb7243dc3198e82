"""White space at the ends of blocks, taken away before the layout.

It is nothing to CSS (CSS Text 3 §4.1.2), but WeasyPrint lets it count: a last line that is full but for it is broken
after its first word. Templates leave it where they end a line before a closing tag.
"""

from __future__ import annotations

from typing import Any

BLOCKS = frozenset(
    "aside blockquote caption dd div dl dt figcaption figure h1 h2 h3 h4 h5 h6 header hr li ol p section table td th "
    "ul".split()
)
SPACE = " \t\n\r\f"


def without_last(root: Any) -> None:
    """Take the white space from the end of every block of a tree, and from before each block in another."""
    for element in root.iter():
        if _name(element) in BLOCKS:
            children = list(element)
            if not children:
                element.text = (element.text or "").rstrip(SPACE) or None
                continue
            if _name(children[0]) in BLOCKS:
                element.text = (element.text or "").rstrip(SPACE) or None
            for child, after in zip(children, [*children[1:], None], strict=True):
                if after is None or _name(after) in BLOCKS:
                    child.tail = (child.tail or "").rstrip(SPACE) or None


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]
