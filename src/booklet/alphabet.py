"""Names in the order of their language's alphabet, and the letters under which they stand."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from .characters import script_of
from .language import lowered, raised

ARTICLES = {
    "en": ("the ", "a ", "an "),
    "de": ("der ", "die ", "das ", "ein ", "eine "),
    "fr": ("le ", "la ", "les ", "l’", "l'", "un ", "une ", "des "),
    "es": ("el ", "la ", "los ", "las ", "un ", "una "),
    "it": ("il ", "lo ", "la ", "l’", "l'", "i ", "gli ", "le ", "un ", "uno ", "una "),
    "ar": ("ال",),
}
# Letters that stand at the end of an alphabet, in order.
LAST_LETTERS = {"sv": "åäö", "fi": "åäö", "da": "æøå", "nb": "æøå", "nn": "æøå", "no": "æøå", "et": "õäöü",
                "is": "þæö", "fo": "æø"}  # fmt: skip
# Letters that stand behind others as letters of their own: after a base letter those that follow it, in order.
AFTER = {
    "es": ("nñ",),
    "pl": ("aą", "cć", "eę", "lł", "nń", "oó", "sś", "zźż"),
    "cs": ("cč", "rř", "sš", "zž"),
    "sk": ("aä", "cč", "oô", "sš", "zž"),
    "sl": ("cč", "sš", "zž"),
    **dict.fromkeys(("hr", "bs", "sr"), ("cčć", "dđ", "sš", "zž")),
    "lt": ("cč", "sš", "zž"),
    "ro": ("aăâ", "iî", "sș", "tț"),
    **dict.fromkeys(("tr", "az"), ("cç", "gğ", "hı", "oö", "sş", "uü")),
    "vi": ("aăâ", "dđ", "eê", "oôơ", "uư"),
}
# Letters that stand as others do, in languages that do not have them in their alphabet.
AS_OTHERS = {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d"}
BEHIND, LAST = "\U0010fffe", "\U0010ffff"
TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"  # of Korean syllables, in the order of U+1100 and those behind it
ROWS = ("ぁお", "かご", "さぞ", "ただ", "なの", "はぽ", "まも", "ゃよ", "らろ", "ゎん")  # of the Japanese syllabary


def filed(name: str, tongue: str) -> tuple[str, ...]:
    """A name as it is put in order: without article, case, accents and signs, but with the letters that its language
    has of its own where they belong."""
    return tuple(key for key, _ in _letters(name, tongue))


def initial(name: str, tongue: str) -> str:
    """The letter under which a name stands in the index: of Korean its first sound, of Japanese the row of its first
    syllable; a number sign for what begins with none, nothing for Chinese characters, which have no alphabet."""
    first = next((letter for key, letter in _letters(name, tongue) if key != " "), "")
    if not first or not first[0].isalpha():
        return "#"
    match script_of(first[0]):
        case "han":
            return ""
        case "hangul":
            position = ord(first[0]) - 0x1100
            return INITIALS[position] if 0 <= position < len(INITIALS) else first
        case "kana":
            row = next((row for row in ROWS if row[0] <= first[0] <= row[1]), first)
            return unicodedata.normalize("NFKC", {"ぁ": "あ", "ゃ": "や", "ゎ": "わ"}.get(row[0], row[0]))
    return raised(first, tongue)


def _letters(name: str, tongue: str) -> Iterator[tuple[str, str]]:
    """Each letter of a name as a key and as it is shown, in lower case."""
    words = lowered(name, tongue).casefold()
    article = next((a for a in ARTICLES.get(tongue, ()) if words.startswith(a) and len(words) > len(a)), "")
    last, after = LAST_LETTERS.get(tongue, ""), AFTER.get(tongue, ())
    if tongue == "vi":
        kept = [mark for mark in unicodedata.normalize("NFD", words) if mark not in TONES]
        words = "".join(kept)
    for letter in unicodedata.normalize("NFC", words.removeprefix(article)):
        group = next((group for group in after if letter in group[1:]), "")
        if letter in last:
            yield f"{LAST}{last.index(letter)}", letter
        elif group:
            yield f"{group[0]}{BEHIND}{group.index(letter)}", letter
        else:
            for base in unicodedata.normalize("NFKD", AS_OTHERS.get(letter, letter)):
                if base.isalnum() or base == " ":
                    base = _hiragana(base)
                    yield base, base


def _hiragana(letter: str) -> str:
    """A letter of one Japanese syllabary as that of the other, which is put in order with it."""
    return chr(ord(letter) - 0x60) if "ァ" <= letter <= "ヶ" else letter
