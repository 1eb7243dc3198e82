"""Apostrophes where a word's beginning or end is left out, which look like quotation marks: ’tis, ’em, i’ the, ’90s."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from markdown_it.token import Token

APOSTROPHE = "’"
OPENING, CLOSING = "‘", "’"
WORD = re.compile(r"[^\W\d_]+|\d+")
LAST_WORD = re.compile(r"[^\W\d_]+$")
AND = re.compile(r"(?i)(?<=\w )'n'(?= \w)")
BEFORE_A_LETTER = frozenset("a an the letter letters of or is sound variable number consonant".split())
CLOSERS = frozenset(".,;:!?…)]")
GENITIVES = frozenset("sSxz")
LONGEST_PREFIX = 2


@dataclass(frozen=True, slots=True)
class Shortened:
    """The shortened words of a language whose single quotes are ‘ and ’, without their apostrophes.

    ``never_whole`` are no words without one; those of ``clauses`` among them begin what people say. ``also_whole`` are
    words without one too, so that a quotation may begin with them. ``endings`` are written with one at their end.
    """

    never_whole: frozenset[str]
    clauses: frozenset[str] = frozenset()
    also_whole: frozenset[str] = frozenset()
    endings: frozenset[str] = frozenset()


_OF_IT = frozenset("tis tisn twas twasn twere tweren twill twon twould twouldn twixt tain t".split())
_ENGLISH = Shortened(
    _OF_IT
    | frozenset(
        "em un uns ee s ll re ve d m st gainst neath tween mongst gan til nother nuff pon cept kay scuse fraid tother "
        "sblood sdeath swounds sfoot slife slid zounds ods scape scaped scapes larum ild pothecary nointed cerns gree "
        "e im ave avin aven ow ouse ouses ome undred ello eard eart usband appen orse orses elp imself isself".split()
    ),
    _OF_IT,
    frozenset("cause round bout fore bove less spite a n ere vantage bate save gin gins er midst".split()),
    frozenset("i o th wi ha gi an ol tho altho thro po mo de lil ev t".split()),
)
_DUTCH = Shortened(frozenset("t s n k m r ns".split()), frozenset("t s n k".split()))
SHORTENED: Mapping[str, Shortened] = {"en": _ENGLISH, "nl": _DUTCH, "af": _DUTCH}


@dataclass(slots=True)
class _Line:
    """A line of text on its way: what its marks become, by offset, and those that nothing has closed so far."""

    text: str
    words: Shortened
    signs: dict[int, str] = field(default_factory=dict)
    open: list[_Open] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Open:
    """A mark before a word: a quotation mark, the apostrophe of what is no word without it, or either of the two."""

    at: int
    kind: Literal["quote", "never whole", "also whole"]
    word: str


def with_apostrophes(tokens: Sequence[Token], language: str) -> list[Token]:
    """Inline tokens with the apostrophes of shortened words in place of typed ones; other marks stay as typed.

    Where such a word begins a quotation and one mark was typed for both, it becomes both: ‘’Tis well,’ he said.
    """
    words = SHORTENED.get(language)
    seen = [_seen(token) for token in tokens]
    text = "".join(seen)
    if words is None or "'" not in text:
        return list(tokens)
    signs = _read(text, words)
    done: list[Token] = []
    start = 0
    for token, piece in zip(tokens, seen, strict=True):
        if token.type == "text":
            done += _cut(token, {at - start: sign for at, sign in signs.items() if start <= at < start + len(piece)})
        else:
            done.append(token)
        start += len(piece)
    return done


def _seen(token: Token) -> str:
    """What stands on the page for a token; of marks only those that may still change."""
    if token.type.endswith("break"):
        return "\n"
    return token.content if token.type == "text" else token.content.replace("'", "′")


def _cut(token: Token, signs: Mapping[int, str]) -> Iterator[Token]:
    """A text with its signs; where two stand for one that was typed, it is cut, so that each piece has its place."""
    text, start = token.content, 0
    for at, sign in sorted(signs.items()):
        text = f"{text[:at]}{sign[-1]}{text[at + 1 :]}"
        if len(sign) > 1:
            yield _piece(token, start, text[start:at] + sign[0])
            start = at
    yield _piece(token, start, text[start:]) if start or signs else token


def _piece(token: Token, begin: int, content: str) -> Token:
    return Token("text", "", 0, content=content, level=token.level, meta={"at": token.meta.get("at", 0) + begin})


def _read(text: str, words: Shortened) -> dict[int, str]:
    """What the typed marks of a text become, by offset, as far as shortened words say it."""
    line = _Line(text, words)
    for match in AND.finditer(text):
        if text[: match.start()].rsplit(maxsplit=1)[-1].lower() not in BEFORE_A_LETTER:
            line.signs |= {match.start(): APOSTROPHE, match.end() - 1: APOSTROPHE}
    for at, sign in enumerate(text):
        if sign == "'" and at not in line.signs:
            _judge(line, at)
    line.signs |= {mark.at: APOSTROPHE for mark in line.open if mark.kind != "quote"}
    return line.signs


def _judge(line: _Line, at: int) -> None:
    """Put one mark to those that are open, close what it closes, or say that it is an apostrophe."""
    before, after = line.text[at - 1 : at] if at else " ", line.text[at + 1 : at + 2] or " "
    if before.isalnum() and after.isalnum():
        return
    found = WORD.match(line.text, at + 1)
    kind = _kind(line, at, found.group()) if found and not before.isalnum() else None
    if found and kind and before == "'":
        line.signs[at] = APOSTROPHE  # the one before it opens
    elif found and kind:
        line.open.append(_Open(at, kind, found.group()))
    elif _opens(line, before, after):
        line.open.append(_Open(at, "quote", ""))
    elif _stands_alone(line, at) or not _is_ending(line, at, after):
        _close(line, at, before, after)


def _kind(line: _Line, at: int, word: str) -> Literal["never whole", "also whole"] | None:
    """What kind of shortened word a mark stands before; None where the word is a whole one."""
    small = word.lower()
    if small in line.words.never_whole:
        return "never whole"
    if len(word) == 2 and word.isdecimal():
        return "also whole"
    begins = not line.text[:at].strip()  # of a quotation that goes on in the next paragraph nothing closes
    return "also whole" if small in line.words.also_whole and not (begins and word[0].isupper()) else None


def _opens(line: _Line, before: str, after: str) -> bool:
    if after.isspace():
        return False
    if before.isspace():
        return True
    if before.isalnum() or before in CLOSERS:
        return False
    return after.isalnum() or not line.open


def _is_ending(line: _Line, at: int, after: str) -> bool:
    """Whether the word before a mark is one without its end: o’, th’, goin’."""
    found = LAST_WORD.search(line.text[max(0, at - 20) : at])
    word = found.group().lower() if found else ""
    left_out = word.endswith("in") and len(word) > 3 and not word.endswith("ain") and after.isspace()
    return word in line.words.endings or (left_out and bool(line.words.endings))


def _stands_alone(line: _Line, at: int) -> bool:
    """Whether a mark closes one word, or a piece of one, that is spoken of: the letter ‘t’, the prefix ‘un-’."""
    return (
        bool(line.open)
        and all(mark.kind != "quote" for mark in line.open[:-1])
        and not any(sign.isspace() for sign in line.text[line.open[-1].at : at])
    )


def _close(line: _Line, at: int, before: str, after: str) -> None:
    """Let a mark close the quotation that is open, if it can be told from that of a genitive or of feet."""
    alone = _stands_alone(line, at)
    genitive = before in GENITIVES and not alone
    if (genitive and after.isspace() and line.text[at + 1 :].strip()) or (before.isdecimal() and not alone):
        return
    quotes = [number for number, mark in enumerate(line.open) if mark.kind == "quote"]
    begun = [number for number, mark in enumerate(line.open) if _may_open(line, mark, genitive)]
    opening = quotes[-1:] or ([len(line.open) - 1] if alone else begun)
    if not opening:
        return
    first, *inner = line.open[opening[0] :]
    del line.open[opening[0] :]
    line.signs |= {mark.at: APOSTROPHE for mark in inner if mark.kind != "quote"}
    if first.kind != "quote":
        both = first.kind == "never whole" and not (alone and len(first.word) <= LONGEST_PREFIX)
        line.signs |= {first.at: OPENING + APOSTROPHE if both else OPENING, at: CLOSING}


def _may_open(line: _Line, mark: _Open, genitive: bool) -> bool:
    """Whether a quotation may begin with a shortened word: a sentence does, and what follows a stop, and a clause.

    A mark that is typed for two is not guessed from one that may be that of a ``genitive``.
    """
    before = line.text[: mark.at].rstrip()[-1:]
    begins = not before.isalnum() or mark.word[:1].isupper() or mark.word.lower() in line.words.clauses
    return mark.kind == "also whole" or (mark.kind == "never whole" and begins and not genitive)
