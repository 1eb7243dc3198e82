"""What follows the booklet's language: the words that templates print, dates, direction."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

CATALOGUES = Path(__file__).parent / "locale"
Direction = Literal["ltr", "rtl"]
RIGHT_TO_LEFT = frozenset("ar arc arz apc ckb dv fa he iw ji ks lrc mzn nqo pnb prs ps sd syr ug ur yi".split())
RIGHT_TO_LEFT_SCRIPTS = frozenset({"adlm", "arab", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa"})


def messages(language: str) -> Callable[[str], str]:
    """The translation of the words that templates print; English where there is no catalogue for the language."""
    for name in (language.replace("-", "_"), language.partition("-")[0]):
        path = CATALOGUES / name / "LC_MESSAGES" / "booklet.po"
        if path.is_file():
            from babel.messages.pofile import read_po

            with path.open("rb") as file:
                catalogue = read_po(file)
            words = {str(m.id): str(m.string) for m in catalogue if m.id and m.string}
            return lambda text: words.get(text, text)
    return lambda text: text


def vocabulary(language: str) -> Iterator[str]:
    """Everything that templates print of themselves in a language, and in English."""
    names = (language.replace("-", "_"), language.partition("-")[0])
    files = [CATALOGUES / name / "LC_MESSAGES" / "booklet.po" for name in names]
    for path in (CATALOGUES / "booklet.pot", *(file for file in files if file.is_file())):
        for line in path.read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                yield line.partition('"')[2].rpartition('"')[0]


def long_date(date: str, language: str) -> str:
    """An ISO date as it is written out in the language, as in 31 January 2026."""
    from babel.dates import format_date

    return str(format_date(datetime.date.fromisoformat(date), "long", locale=_locale(language)))


def direction(language: str) -> Direction:
    """``ltr`` or ``rtl``, as a language tag says: by its script where it names one (RFC 5646 §2.1), else by usage."""
    tongue, *rest = language.lower().split("-")
    script = next((part for part in rest if len(part) == 4 and part.isalpha()), "")
    if script:
        return "rtl" if script in RIGHT_TO_LEFT_SCRIPTS else "ltr"
    return "rtl" if tongue in RIGHT_TO_LEFT else "ltr"


def _locale(language: str) -> str:
    return language.replace("-", "_")
