"""Smart punctuation: typed quotes, dashes, ellipses and spaces become the signs of the booklet's language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore, smartquotes
from markdown_it.token import Token

from ..characters import scripts_of
from ..language import is_traditional
from .elisions import with_apostrophes
from .spaces import Holding, holding

ENGLISH_QUOTES = "“”‘’"
QUOTES = {  # as in the Common Locale Data Repository, main/*.xml, delimiters
    **dict.fromkeys(("de", "cs", "sk", "sl", "is", "lt", "bg", "et"), "„“‚‘"),
    **dict.fromkeys(("fr", "es", "it", "pt", "el", "ar", "ca", "eu", "gl"), "«»“”"),
    **dict.fromkeys(("fa", "hy"), "«»‹›"),
    **dict.fromkeys(("ru", "uk", "be"), "«»„“"),
    **dict.fromkeys(("sv", "fi", "he"), "””’’"),
    **dict.fromkeys(("no", "nb", "nn"), "«»‘’"),
    **dict.fromkeys(("hr", "sr", "bs"), "„”‘’"),
    **dict.fromkeys(("ro", "hu"), "„”«»"),
    "pl": "„”«»",
    "da": "»«›‹",
    "ja": "「」『』",
}
CORNERS = QUOTES["ja"]
DASHES = {"---": "—", "--": "–", "...": "…"}
FAR_EAST = frozenset({"han", "kana", "hangul"})
NO_BREAK = "\N{NO-BREAK SPACE}"
NARROW = "\N{NARROW NO-BREAK SPACE}"  # which keeps its width in a justified line
NO_BREAKS = (NO_BREAK, NARROW)


def quotes_of(language: str) -> str:
    """The marks that typed double and single quotes become: opening and closing double, opening and closing single."""
    tongue = language.partition("-")[0]
    return CORNERS if tongue == "zh" and is_traditional(language) else QUOTES.get(tongue, ENGLISH_QUOTES)


def punctuation(md: MarkdownIt, language: str) -> None:
    """Let a parser set the signs of a language, in notes too. Words that stand for a picture stay as they are typed."""
    md.options["typographer"] = True
    md.options["quotes"] = quotes_of(language)
    md.enable("smartquotes")
    md.core.ruler.at("smartquotes", partial(_quotes, language=language.partition("-")[0]))
    md.core.ruler.push("signs", partial(_signs, signs=_Signs(language.partition("-")[0] == "fr", holding(language))))


def punctuate(md: MarkdownIt, text: str) -> str:
    """Smart punctuation for a plain line that is no Markdown, such as the booklet's title."""
    inline = Token("inline", "", 0, content=text, children=[Token("text", "", 0, content=text)])
    state = StateCore(text, md, {}, [inline])
    active = dict(zip(md.core.ruler.get_active_rules(), md.core.ruler.getRules(""), strict=True))
    for name in ("smartquotes", "signs"):
        active[name](state)
    return "".join(t.content for t in inline.children or [])


def _lines(state: StateCore) -> Iterator[tuple[str, list[Token]]]:
    """Every run of inline tokens with its source: those of the blocks, and of notes within a line."""
    yield from ((t.content, t.children) for t in state.tokens if t.type == "inline" and t.children)
    notes = state.env.get("footnotes", {}).get("list", {}).values()
    yield from ((note["content"], note["tokens"]) for note in notes if "tokens" in note)


def _quotes(state: StateCore, language: str) -> None:
    for _, tokens in _lines(state):
        tokens[:] = with_apostrophes(tokens, language)
    lines = [Token("inline", "", 0, content=content, children=tokens) for content, tokens in _lines(state)]
    for token in (token for line in lines for token in line.children or [] if token.type == "text"):
        token.content = _unspaced(token.content, *state.md.options["quotes"][:2])
    smartquotes(StateCore(state.src, state.md, state.env, lines))


def _unspaced(text: str, opening: str, closing: str) -> str:
    """A text with quotes that stand between letters of the Far East, where no space tells which of them opens."""
    if text.isascii() or '"' not in text:
        return text
    beside = [n for n, sign in enumerate(text) if sign == '"' and scripts_of(text[max(n - 1, 0) : n + 2]) & FAR_EAST]
    signs = list(text)
    for first, last in zip(beside[::2], beside[1::2], strict=False):
        signs[first], signs[last] = opening, closing
    return "".join(signs)


@dataclass(frozen=True, slots=True)
class _Signs:
    """What else than quotes becomes another sign in a language: French spaces, and spaces that hold."""

    french: bool
    holding: Holding


def _signs(state: StateCore, signs: _Signs) -> None:
    """Dashes, ellipses and spaces in text alone, each replaced run a token of its own with its place."""
    for _, tokens in _lines(state):
        tokens[:] = _with_signs(tokens, signs)


def _with_signs(tokens: Iterable[Token], signs: _Signs) -> list[Token]:
    done: list[Token] = []
    in_address = False
    before = ""
    for token in tokens:
        if token.type != "text":
            in_address = in_address and not token.type.endswith("break")
            done.append(token)
        else:
            in_address = _split(token, signs, in_address, before, done)
        before = token.content[-1:]
    return done


def _split(token: Token, signs: _Signs, in_address: bool, before: str, done: list[Token]) -> bool:
    """Put a text's pieces to the others. Gives whether it ends within an address that was typed as text."""
    text = token.content
    addressed = "://" in text
    typed = "--" in text or "..." in text or addressed
    if not (signs.french or in_address or typed or signs.holding.anywhere(text)):
        done.append(token)
        return False
    start = index = 0

    def piece(begin: int, content: str) -> None:
        meta = {"at": token.meta.get("at", 0) + begin}
        done.append(Token("text", "", 0, content=content, level=token.level, meta=meta))

    while index < len(text):
        if text[index].isspace():
            in_address = False
        elif addressed and (index == 0 or text[index - 1].isspace()) and not in_address:
            in_address = "://" in text[index : _end_of_word(text, index)]
        length, sign = (1, None) if in_address else _sign_at(text, index, signs, text[index - 1] if index else before)
        if sign is not None:
            if start < index:
                piece(start, text[start:index])
            piece(index, sign)
            start = index + length
        index += length
    if start < len(text):
        if start:
            piece(start, text[start:])
        else:
            done.append(token)
    return in_address


def _end_of_word(text: str, index: int) -> int:
    while index < len(text) and not text[index].isspace():
        index += 1
    return index


def _sign_at(text: str, index: int, signs: _Signs, before: str) -> tuple[int, str | None]:
    """How many characters to step over here, and what they become (None: they stay)."""
    sign, after = text[index], text[index + 1 : index + 2]
    if sign in "-.":
        run = 1
        while text[index + run : index + run + 1] == sign:
            run += 1
        return run, DASHES.get(text[index : index + run])
    if signs.french and sign == "«":
        return (1, None) if after in NO_BREAKS else (1 + (after == " "), "«" + NARROW)
    if signs.french and sign == "»":
        return 1, (None if before in NO_BREAKS else NARROW + sign)
    if signs.french and sign == " " and after in tuple("»;:!?"):
        return 2, NARROW + after
    if sign == " " and signs.holding.at(text, index):
        thousands = before.isdigit() and after.isdigit()
        return 1, NARROW if signs.french and thousands else NO_BREAK
    return 1, None
