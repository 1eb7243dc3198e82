"""Markdown to tokens: markdown-it-py, set up as the writing format says.

What the plugins do not give is added here: fences that nest at one length, and attributes that end a heading, an item,
a term or a quotation.
"""

from __future__ import annotations

from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.attrs.parse import ParseError
from mdit_py_plugins.attrs.parse import parse as parse_braces
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from .places import traced
from .punctuation import punctuation

DEEPEST_TOKENS = 420


def parser(language: str) -> MarkdownIt:
    """A parser for the writing format in one language."""
    md = MarkdownIt("commonmark", {"maxNesting": DEEPEST_TOKENS, "html": False})
    traced(md)
    md.validateLink = lambda url: True  # type: ignore[method-assign]  # addresses are judged with their place, later
    md.enable(["table", "strikethrough"])
    md.disable(["html_block", "html_inline", "text_join", "fragments_join"])
    md.use(footnote_plugin, move_to_end=False)
    md.use(deflist_plugin)
    md.use(attrs_plugin, spans=True, after=("image", "code_inline", "span_close"))
    md.block.ruler.before("fence", "div", _div, {"alt": ["paragraph", "reference", "blockquote", "list", "table"]})
    md.inline.ruler2.push("levels", _levels)
    md.core.ruler.before("inline", "trailing_attributes", _trailing_attributes)
    punctuation(md, language)
    return md


def _levels(state: StateInline) -> None:
    """Levels after emphasis has been paired: what fragments_join does, but text keeps its pieces and their places."""
    level = 0
    for token in state.tokens:
        level -= token.nesting < 0
        token.level = level
        level += token.nesting > 0


def _div(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A line of three or more colons: opens a fence if a name follows, else closes the innermost (as in Pandoc).

    The tokens are flat: the reader pairs them among siblings, so that a fence in an item closes in that item.
    """
    if state.sCount[start] - state.blkIndent >= 4:
        return False
    first = state.bMarks[start] + state.tShift[start]
    line = state.src[first : state.eMarks[start]]
    if not line.startswith(":::"):
        return False
    if silent:
        return True
    words = line.strip().lstrip(":").rstrip(":").strip()
    token = state.push("div_open" if words else "div_close", "", 0)
    token.map = [start, start + 1]
    token.meta = {"indent": first - state.bMarks[start]}
    if words:
        name, _, rest = words.partition(" ")
        if words.startswith("{"):
            name, rest = "", words
        attrs = braces(rest.strip()) if rest.strip() else {}
        if attrs is None:
            token.meta["broken"] = rest.strip()
            attrs = {}
        if not name:
            name, _, classes = str(attrs.pop("class", "")).partition(" ")
            if classes:
                attrs["class"] = classes
        token.info, token.attrs = name, dict(attrs)
    state.line = start + 1
    return True


def braces(text: str) -> dict[str, str] | None:
    """``{#id .class key=value}`` to a table; None where the text is not just that."""
    if not text.startswith("{"):
        return None
    try:
        end, attrs = parse_braces(text)
    except ParseError:
        return None
    return attrs if end == len(text) - 1 else None


@dataclass(frozen=True, slots=True)
class Trailing:
    """Attributes found at the end of a line of text: where they begin in it, what they say (None: unreadable)."""

    at: int
    attrs: dict[str, str] | None
    text: str


def _trailing(content: str) -> Trailing | None:
    """The ``{…}`` that ends a text after a space, if it looks like attributes."""
    if not content.endswith("}"):
        return None
    line = content.rfind("\n") + 1
    at = content.find("{", line)
    while at >= 0:
        if at == 0 or content[at - 1].isspace():
            attrs = braces(content[at:])
            if attrs is not None:
                return Trailing(at, attrs, content[at:])
            if _meant_as_attributes(content[at + 1 : -1]):
                return Trailing(at, None, content[at:])
        at = content.find("{", at + 1)
    return None


def _meant_as_attributes(inner: str) -> bool:
    word, equals, _ = inner.partition("=")
    name = word.strip().split(" ")[-1]
    return inner.startswith(("#", ".")) or (bool(equals) and name.isascii() and name.replace("-", "").isalpha())


def _trailing_attributes(state: StateCore) -> None:
    """Take attributes off the text they end, before it is parsed, and give them to what they belong to.

    Heading, item and term take those of their (first) line; a quotation those of its closing line. Anywhere else they
    stay in the text and are marked with ``meta["stray"]``.
    """
    tokens = state.tokens
    for index, token in enumerate(tokens):
        if token.type != "inline":
            continue
        token.meta["source"] = token.content
        found = _trailing(token.content)
        if found is None:
            continue
        owner = _owner(tokens, index)
        if owner is None:
            token.meta["stray"] = found
        elif found.attrs is None:
            token.meta["broken"] = found
        else:
            owner.attrs = dict(found.attrs)
            owner.meta["attrs_at"] = (token, found.at)
            token.content = token.content[: found.at].rstrip()


def _owner(tokens: list[Token], index: int) -> Token | None:
    before = tokens[index - 1]
    if before.type in ("heading_open", "dt_open"):
        return before
    if before.type != "paragraph_open":
        return None
    if index >= 2 and tokens[index - 2].type == "list_item_open":
        return tokens[index - 2]
    if index + 2 < len(tokens) and tokens[index + 2].type == "blockquote_close":
        level, back = tokens[index + 2].level, index
        while tokens[back].type != "blockquote_open" or tokens[back].level != level:
            back -= 1
        return tokens[back]
    return None
