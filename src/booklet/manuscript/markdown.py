"""Markdown to tokens: markdown-it-py, set up as the writing format says, with a place kept for every run of text.

What the plugins do not give is added here: fences that nest at one length, attributes that end a heading, an item, a
term or a quotation, dashes and ellipses, and the offset of each inline token in its source.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.attrs.parse import ParseError
from mdit_py_plugins.attrs.parse import parse as parse_braces
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

DEEPEST_TOKENS = 420
ENGLISH_QUOTES = "“”‘’"
QUOTES = {
    **dict.fromkeys(("de", "cs", "sk", "sl", "is"), "„“‚‘"),
    **dict.fromkeys(("fr", "es", "it", "pt", "el"), "«»“”"),
    **dict.fromkeys(("ru", "uk"), "«»„“"),
    **dict.fromkeys(("sv", "fi"), "””’’"),
    "pl": "„”«»",
    "da": "»«›‹",
}
DASHES = {"---": "—", "--": "–", "...": "…"}
NO_BREAK = "\N{NO-BREAK SPACE}"


def quotes_of(language: str) -> str:
    """The marks that typed double and single quotes become: opening and closing double, opening and closing single."""
    return QUOTES.get(language.partition("-")[0], ENGLISH_QUOTES)


def parser(language: str) -> MarkdownIt:
    """A parser for the writing format in one language."""
    md = MarkdownIt("commonmark", {"maxNesting": DEEPEST_TOKENS, "html": False, "typographer": True})
    md.options["quotes"] = quotes_of(language)
    md.inline = _TracedInline()
    md.validateLink = lambda url: True  # type: ignore[method-assign]  # addresses are judged with their place, later
    md.enable(["table", "strikethrough", "smartquotes"])
    md.disable(["html_block", "html_inline", "text_join", "fragments_join"])
    md.use(footnote_plugin, move_to_end=False)
    md.use(deflist_plugin)
    md.use(attrs_plugin, spans=True, after=("image", "code_inline", "span_close"))
    md.block.ruler.before("fence", "div", _div, {"alt": ["paragraph", "reference", "blockquote", "list", "table"]})
    md.inline.ruler2.push("levels", _levels)
    md.core.ruler.before("inline", "trailing_attributes", _trailing_attributes)
    md.core.ruler.push("signs", partial(_signs, french=language.partition("-")[0] == "fr"))
    return md


class _TracedState(StateInline):
    """Notes in each token's ``meta["at"]`` the offset of its source in the inline text."""

    start = 0

    def append_pending(self, text: str) -> None:
        if not self.pending:
            self.start = self.pos
        super().append_pending(text)

    def pushPending(self) -> Token:  # noqa: N802  # markdown-it's own name
        token = super().pushPending()
        token.meta["at"] = self.start
        return token

    def push(self, ttype: str, tag: str, nesting: Any) -> Token:
        token = super().push(ttype, tag, nesting)
        token.meta["at"] = self.pos
        token.map = [self.pos, self.pos]  # the footnote plugin replaces meta
        return token


class _TracedInline(ParserInline):
    def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:
        state = _TracedState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


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


def _signs(state: StateCore, french: bool) -> None:
    """Dashes, ellipses and French spaces in text alone, each replaced run a token of its own with its place."""
    pools = [t.children for t in state.tokens if t.type == "inline" and t.children]
    pools += [note["tokens"] for note in state.env.get("footnotes", {}).get("list", {}).values() if "tokens" in note]
    for children in pools:
        children[:] = [piece for token in children for piece in _split_signs(token, french)]


def _split_signs(token: Token, french: bool) -> Iterator[Token]:
    text = token.content
    if token.type != "text":
        yield token
        return
    start = index = 0

    def piece(begin: int, content: str) -> Token:
        return Token("text", "", 0, content=content, level=token.level, meta={"at": token.meta.get("at", 0) + begin})

    while index < len(text):
        length, sign = _sign_at(text, index, french)
        if sign is not None:
            if start < index:
                yield piece(start, text[start:index])
            yield piece(index, sign)
            start = index + length
        index += length
    if start < len(text):
        yield piece(start, text[start:]) if start else token


def _sign_at(text: str, index: int, french: bool) -> tuple[int, str | None]:
    """How many characters to step over here, and what they become (None: they stay)."""
    sign = text[index]
    if sign in "-.":
        run = len(text[index:]) - len(text[index:].lstrip(sign))
        return run, DASHES.get(text[index : index + run])
    if french and sign == "«":
        spaced = text[index + 1 : index + 2] == " "
        return 1 + spaced, "«" + NO_BREAK
    if french and (sign == "»" or (sign == " " and text[index + 1 : index + 2] in tuple("»;:!?"))):
        spaced = sign == " "
        behind = text[index + spaced]
        return 1 + spaced, NO_BREAK + behind
    return 1, None


def punctuate(md: MarkdownIt, text: str) -> str:
    """Smart punctuation for a plain line that is no Markdown, such as the booklet's title."""
    inline = Token("inline", "", 0, content=text, children=[Token("text", "", 0, content=text)])
    state = StateCore(text, md, {}, [inline])
    active = dict(zip(md.core.ruler.get_active_rules(), md.core.ruler.getRules(""), strict=True))
    for name in ("smartquotes", "signs"):
        active[name](state)
    return "".join(t.content for t in inline.children or [])
