"""Markdown to tokens: markdown-it-py, set up as the writing format says, with fences that nest at one length."""

from __future__ import annotations

from types import SimpleNamespace

from markdown_it import MarkdownIt
from markdown_it.helpers import parseLinkDestination, parseLinkTitle
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from .attributes import attributes, braces
from .places import traced
from .punctuation import punctuation

DEEPEST_TOKENS = 420


def parser(language: str) -> MarkdownIt:
    """A parser for the writing format in one language."""
    md = MarkdownIt("commonmark", {"maxNesting": DEEPEST_TOKENS, "html": False})
    md.helpers = SimpleNamespace(  # type: ignore[assignment]  # markdown-it's own are a module
        parseLinkLabel=_end_of_label, parseLinkDestination=parseLinkDestination, parseLinkTitle=parseLinkTitle
    )
    traced(md)
    md.validateLink = lambda url: True  # type: ignore[method-assign]  # addresses are judged with their place, later
    md.enable(["table", "strikethrough"])
    md.disable(["html_block", "html_inline", "text_join", "fragments_join"])
    md.use(footnote_plugin, move_to_end=False)
    md.use(deflist_plugin)
    attributes(md)
    md.block.ruler.before("fence", "div", _div, {"alt": ["paragraph", "reference", "blockquote", "list", "table"]})
    md.inline.ruler2.push("levels", _levels)
    punctuation(md, language)
    return md


def _end_of_label(state: StateInline, start: int, without_links: bool = False) -> int:
    """Where the bracket at ``start`` closes; -1 if it does not, or holds a link where it must not.

    Calls of notes and spans are brackets too, but may stand in a link.
    """
    before, end, level = state.pos, -1, 1
    state.pos = start + 1
    while state.pos < state.posMax:
        begin, sign = state.pos, state.src[state.pos]
        level -= sign == "]"
        if level == 0:
            end = begin
            break
        state.md.inline.skipToken(state)
        if sign == "[" and state.pos == begin + 1:
            level += 1
        elif sign == "[" and without_links and not _is_call_or_span(state.src[begin : state.pos]):
            break
    state.pos = before
    return end


def _is_call_or_span(text: str) -> bool:
    return text.startswith("[^") or text.endswith("}")


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
    token.meta = {"column": first - (state.src.rfind("\n", 0, first) + 1)}
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
