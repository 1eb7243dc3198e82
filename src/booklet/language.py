"""What follows the booklet's language: the words that templates print, dates, direction, the letters of choices."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Literal

CATALOGUES = Path(__file__).parent / "locale"
Direction = Literal["ltr", "rtl"]
RIGHT_TO_LEFT = frozenset("ar arc arz apc ckb dv fa he iw ji ks lrc mzn nqo pnb prs ps sd syr ug ur yi".split())
DOTTED = frozenset({"tr", "az"})
TRADITIONAL = frozenset({"tw", "hk", "mo"})
OTHER_NAMES = {"iw": "he"}
# What choices are lettered with in schools, and how the letter stands before a choice. Arabic in the order of abjad,
# Greek and Hebrew by what stands for numbers there; numbers in circles in Korea, syllables in Japan.
ABJAD = "د هـ و ز ح ط ی ک ل م ن س ع ف ص ق ر ش ت ث خ ذ ض ظ غ"
DEVANAGARI = "घ ङ च छ ज झ ञ ट ठ ड ढ ण त थ द ध न प फ ब भ म य र ल व श ष स ह"
KATAKANA = "ア イ ウ エ オ カ キ ク ケ コ サ シ ス セ ソ タ チ ツ テ ト ナ ニ ヌ ネ ノ ハ ヒ フ ヘ ホ"
LATIN = ("a b c d e f g h i j k l m n o p q r s t u v w x y z", "{})")
CYRILLIC = ("а б в г д е ж з и к л м н о п р с т у ф х ц ч ш щ э ю я", "{})")
LETTERS = {
    "ar": ("أ ب ج د هـ و ز ح ط ي ك ل م ن س ع ف ص ق ر ش ت ث خ ذ ض ظ غ", "{})"),
    "fa": (f"الف ب ج {ABJAD}", "{})"),
    "ur": (f"الف ب ج {ABJAD}", "{})"),
    "he": ("א ב ג ד ה ו ז ח ט י יא יב יג יד טו טז יז יח יט כ כא כב כג כד כה כו כז כח כט ל", "{}."),
    "el": ("α β γ δ ε στ ζ η θ ι ια ιβ ιγ ιδ ιε ιστ ιζ ιη ιθ κ κα κβ κγ κδ κε κστ κζ κη κθ λ", "{})"),
    **dict.fromkeys(("ru", "uk", "be", "bg", "mk", "sr"), CYRILLIC),
    "ja": (
        KATAKANA,
        "{}",
    ),
    "ko": ("① ② ③ ④ ⑤ ⑥ ⑦ ⑧ ⑨ ⑩ ⑪ ⑫ ⑬ ⑭ ⑮", "{}"),
    "zh": ("A B C D E F G H I J K L M N O P Q R S T U V W X Y Z", "{}."),
    **dict.fromkeys(("hi", "sa", "ne"), (f"क ख ग {DEVANAGARI}", "({})")),
    "mr": ("अ ब क ड इ फ ग ह", "({})"),
}
RIGHT_TO_LEFT_SCRIPTS = frozenset({"adlm", "arab", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa"})


@cache
def messages(language: str) -> Callable[[str], str]:
    """The translation of the words that templates print; English where there is no catalogue for the language."""
    path = next(_catalogues(language), None)
    if path is None:
        return lambda text: text
    from babel.messages.pofile import read_po

    with path.open("rb") as file:
        catalogue = read_po(file)
    words = {str(m.id): str(m.string) for m in catalogue if m.id and m.string}
    return lambda text: words.get(text, text)


def vocabulary(language: str) -> Iterator[str]:
    """Everything that templates print of themselves in a language, and in English."""
    for path in (CATALOGUES / "booklet.pot", *_catalogues(language)):
        for line in path.read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                yield line.partition('"')[2].rpartition('"')[0]


def _catalogues(language: str) -> Iterator[Path]:
    """The catalogues for a language, the nearest first: as for de-AT that of de, and for zh-TW that of zh-Hant."""
    parts = language.split("-")
    names = ["_".join(parts[:length]) for length in range(len(parts), 0, -1)]
    if parts[0] == "zh":
        names += ["zh_Hant" if is_traditional(language) else "zh_Hans"]
    for name in names:
        path = CATALOGUES / OTHER_NAMES.get(name, name) / "LC_MESSAGES" / "booklet.po"
        if path.is_file():
            yield path


def is_traditional(language: str) -> bool:
    """Whether a tag of Chinese means the traditional characters."""
    parts = language.lower().split("-")
    return "hant" in parts or ("hans" not in parts and not TRADITIONAL.isdisjoint(parts))


def letter_of(position: int, language: str = "") -> str:
    """The letter of a choice by its position from 1, as schools of the language have it: a to z, then aa, ab …"""
    letters, found = _lettering(language)[0].split(), ""
    while position > 0:
        position, rest = divmod(position - 1, len(letters))
        found = letters[rest] + found
    return found


def label_of(position: int, language: str = "") -> str:
    """The letter of a choice as it stands before it, as in a) or ア."""
    return _lettering(language)[1].format(letter_of(position, language))


def _lettering(language: str) -> tuple[str, str]:
    tongue = language.lower().partition("-")[0]
    return LETTERS.get(OTHER_NAMES.get(tongue, tongue), LATIN)


def long_date(date: str, language: str) -> str:
    """An ISO date as it is written out in the language, as in 31 January 2026."""
    from babel.dates import format_date

    return str(format_date(datetime.date.fromisoformat(date), "long", locale=_locale(language)))


def counted(number: float, language: str) -> str:
    """A number as it is printed, with the sign of the language between its whole and its parts, as in 0,5."""
    if number == int(number):
        return str(int(number))
    from babel.numbers import format_decimal

    return format_decimal(number, locale=_locale(language))


def is_one(number: float, language: str) -> bool:
    """Whether what is counted is said in the singular: in French so are 0,5 and 1,5."""
    from babel import Locale

    return number == 1 or Locale.parse(_locale(language)).plural_form(number) == "one"


def lowered(text: str, language: str = "") -> str:
    """A text in small letters; the dot of the Turkish İ is no letter of its own, and I is ı there (Unicode §3.13)."""
    text = text.replace("I", "ı") if language.partition("-")[0] in DOTTED else text
    return text.replace("İ", "i").lower()


def raised(text: str, language: str = "") -> str:
    """A text in capital letters; the Turkish i keeps its dot."""
    return (text.replace("i", "İ") if language.partition("-")[0] in DOTTED else text).upper()


def is_tag(text: str) -> bool:
    """Whether a text has the form of a language tag (RFC 5646 §2.1), known or not."""
    first, *rest = text.split("-")
    well = 2 <= len(first) <= 3 and first.isalpha() and all(1 <= len(part) <= 8 and part.isalnum() for part in rest)
    return text.isascii() and well


def direction(language: str) -> Direction:
    """``ltr`` or ``rtl``, as a language tag says: by its script where it names one (RFC 5646 §2.1), else by usage."""
    tongue, *rest = language.lower().split("-")
    script = next((part for part in rest if len(part) == 4 and part.isalpha()), "")
    if script:
        return "rtl" if script in RIGHT_TO_LEFT_SCRIPTS else "ltr"
    return "rtl" if tongue in RIGHT_TO_LEFT else "ltr"


def _locale(language: str) -> str:
    return language.replace("-", "_")
