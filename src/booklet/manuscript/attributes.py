"""Attributes in braces, ``{#id .class key=value}``: how they are read, and what the ones that end a line belong to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

ENDS = frozenset(" \t\n}")
KEY_SIGNS = frozenset("-_:.")


def attributes(md: MarkdownIt) -> None:
    """Let a parser read attributes of spans, pictures and code, and those that end a heading, item, term or quotation.

    Tokens get them in ``attrs``. Inline tokens get ``meta["source"]``, their text with the attributes, a Trailing in
    ``meta["broken"]``, which cannot be read, and those in ``meta["stray"]``, which belong to nothing.
    """
    md.inline.ruler.after("link", "span", _span)
    md.inline.ruler.push("attributes", _behind)
    md.core.ruler.before("inline", "trailing_attributes", _trailing_attributes)


def parse(text: str, start: int = 0) -> tuple[dict[str, str], int] | None:
    """The attributes that begin with the brace at ``start``, and the offset behind their closing brace.

    None where the text is something else. Values need quotation marks only for spaces, quotation marks and braces.
    """
    if text[start : start + 1] != "{":
        return None
    found: dict[str, str] = {}
    classes: list[str] = []
    at = start + 1
    while at < len(text):
        sign = text[at]
        if sign == "}":
            if classes:
                found["class"] = " ".join(classes)
            return (found, at + 1) if found else None
        if sign.isspace():
            at += 1
            continue
        if sign in "#.":
            word, at = _word(text, at + 1)
            if not word or not set('="').isdisjoint(word):
                return None
            classes += [word] if sign == "." else []
            found |= {"id": word} if sign == "#" else {}
        else:
            key, equals, _ = text[at:].partition("=")
            if not equals or not _is_key(key):
                return None
            value, at = _value(text, at + len(key) + 1)
            if value is None:
                return None
            classes += value.split() if key == "class" else []
            found |= {key: value} if key != "class" else {}
    return None


def _is_key(text: str) -> bool:
    return text[:1].isalpha() and all(c.isascii() and (c.isalnum() or c in KEY_SIGNS) for c in text)


def _word(text: str, start: int) -> tuple[str, int]:
    end = start
    while end < len(text) and text[end] not in ENDS and text[end] not in "{'\"":
        end += 1
    return text[start:end], end


def _value(text: str, start: int) -> tuple[str | None, int]:
    mark = text[start : start + 1]
    if mark not in ("'", '"'):
        word, end = _word(text, start)
        return (word or None), end
    value, at = "", start + 1
    while at < len(text) and text[at] != mark:
        at += text[at] == "\\" and text[at + 1 : at + 2] in (mark, "\\")
        value += text[at : at + 1]
        at += 1
    behind = text[at + 1 : at + 2]
    return (" ".join(value.split()) if behind in ENDS and behind else None), at + 1


def braces(text: str) -> dict[str, str] | None:
    """The attributes that a text is; None where it is not just that."""
    found = parse(text)
    return found[0] if found and found[1] == len(text) else None


def meant_as_attributes(text: str) -> bool:
    """Whether a text that begins with a brace looks as if its author meant attributes."""
    word, equals, _ = text[1:].partition("=")
    name = word.strip().split(" ")[-1]
    return text.startswith(("{#", "{.")) or (bool(equals) and name.isascii() and name.replace("-", "").isalpha())


def _span(state: StateInline, silent: bool) -> bool:
    """``[text]{…}``."""
    if state.src[state.pos] != "[":
        return False
    start, end, maximum = state.pos + 1, state.md.helpers.parseLinkLabel(state, state.pos, False), state.posMax
    found = parse(state.src[:maximum], end + 1) if end >= 0 else None
    if found is None:
        return False
    if not silent:
        state.pos, state.posMax = start, end
        state.push("span_open", "span", 1).attrs = dict(found[0])
        state.md.inline.tokenize(state)
        state.push("span_close", "span", -1)
    state.pos, state.posMax = found[1], maximum
    return True


def _behind(state: StateInline, silent: bool) -> bool:
    """``{…}`` right behind a picture or a code span."""
    if silent or state.pending or not state.tokens or state.tokens[-1].type not in ("image", "code_inline"):
        return False
    found = parse(state.src[: state.posMax], state.pos)
    if found is None:
        return False
    state.tokens[-1].attrs.update(found[0])
    state.pos = found[1]
    return True


@dataclass(frozen=True, slots=True)
class Trailing:
    """Attributes found at the end of a line of text: where they begin in it, what they say (None: unreadable).

    Those that are not ``closed`` want a brace behind them.
    """

    at: int
    attrs: dict[str, str] | None
    text: str
    closed: bool = True


def _trailing(content: str) -> Iterator[Trailing | None]:
    """For each line of a text the ``{…}`` that ends it after a space, if it looks like attributes.

    So does one without its closing brace, if it could be read with it.
    """
    start = 0
    for line in content.split("\n"):
        text = line.rstrip()
        at = text.find("{") if text.endswith("}") else -1
        found = None if text.endswith("}") else _unclosed(text, start)
        while at >= 0 and found is None:
            if at == 0 or text[at - 1].isspace():
                attrs = braces(text[at:])
                if attrs is not None or meant_as_attributes(text[at:]):
                    found = Trailing(start + at, attrs, text[at:])
            at = text.find("{", at + 1)
        yield found
        start += len(line) + 1


def _unclosed(line: str, start: int) -> Trailing | None:
    """Attributes at the end of a line for which nothing is missing but the closing brace."""
    at = line.rfind("{")
    begun = at == 0 or (at > 0 and line[at - 1].isspace())
    if not begun or "}" in line[at:] or line[:at].count("`") % 2:
        return None
    text = line[at:]
    return Trailing(start + at, None, text, closed=False) if is_unclosed(text) else None


def is_unclosed(text: str) -> bool:
    """Whether a text that begins with a brace is attributes but for their end."""
    return meant_as_attributes(text) and any(braces(text + end) is not None for end in ("}", '"}', "'}"))


def _without_closing_signs(heading: str) -> str:
    """A heading without the number signs that may close it, which Markdown sees only at a line's end."""
    bare = heading.rstrip("#")
    return bare.rstrip() if bare != heading and bare[-1:].isspace() else heading


def _trailing_attributes(state: StateCore) -> None:
    """Take attributes off the text they end, before it is parsed, and give them to what they belong to.

    Heading, item and term take those of their (first) line; a quotation those of its closing line. Anywhere else they
    stay in the text.
    """
    tokens = state.tokens
    for index, token in enumerate(tokens):
        if token.type != "inline":
            continue
        token.meta["source"] = token.content
        *before, last = _trailing(token.content)
        token.meta["stray"] = [found for found in before if found]
        owner = _owner(tokens, index) if last else None
        if last is None:
            continue
        if owner is None:
            token.meta["stray"].append(last)
        elif last.attrs is None:
            token.meta["broken"] = last
        else:
            owner.attrs = dict(last.attrs)
            owner.meta["attrs_at"] = (token, last.at)
            token.content = token.content[: last.at].rstrip()
            if owner.type == "heading_open":
                token.content = _without_closing_signs(token.content)


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
