"""Secrets sown into a manuscript: made-up words, each with what it stands for and the editions that may have it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tests.conftest import Project

EDITIONS: Mapping[str, tuple[str, ...]] = {
    "S": ("-e", "student"),
    "T": ("-e", "teacher"),
    "F": ("-e", "safe"),
    "L": ("-e", "large"),
    "5": ("-e", "student", "--up-to", "5"),
    "C": ("-e", "student", "--up-to", "12"),
    "X": ("-e", "teacher", "--up-to", "12"),
    "O": ("-e", "circle"),
    "A": ("-e", "teacher", "--answers", "after"),
    "K": ("-e", "teacher", "--answers", "key"),
}
FORMATS = {"p": "pdf", "e": "epub", "h": "html"}
SECRET = re.compile(
    r"«(?:@(?P<name>\w+) )?(?P<eight>8 )?(?P<editions>[STFL5CXOAK.]{10})(?:/(?P<formats>[peh]*))? (?P<what>[^»]+)»"
)
AGAIN = re.compile(r"«@(\w+)»")
PICTURE = re.compile(r"images/(zq\w{7})\.svg")
CONSONANTS, VOWELS = "bdfgklmnprstv", "aeiou"


@dataclass(frozen=True)
class Secret:
    """Words that stand once in the manuscript: what they are, the letters of the editions that must have them, and the
    formats that show such a thing (others may, in these editions)."""

    words: tuple[str, ...]
    file: str
    what: str
    editions: frozenset[str]
    formats: frozenset[str]

    def __str__(self) -> str:
        return f"{self.file}: {self.what} ({self.words[0]})"


class Sower:
    """Puts secrets where a text has marks, and remembers them.

    A mark is ``«STFL5CXOAK what it is»``: ten letters for the ten editions, a dot for each that must not have it.
    ``/eh`` behind the letters says which formats show it, ``8`` before them that eight words are wanted, ``@name``
    gives a name under which the same word can stand again: ``«@name»``.
    """

    def __init__(self) -> None:
        self.secrets: list[Secret] = []
        self.names: dict[str, str] = {}
        self.count = 0

    def word(self) -> str:
        """The next made-up word, of nine letters and digits."""
        self.count += 1
        rest, letters = self.count * 1237, ""
        for _ in range(2):
            rest, consonant = divmod(rest, len(CONSONANTS))
            rest, vowel = divmod(rest, len(VOWELS))
            letters += CONSONANTS[consonant] + VOWELS[vowel]
        return f"zq{self.count:03}{letters}"

    def sow(self, file: str, text: str) -> str:
        """The text with words in place of its marks, but for those that only name a word again."""

        def put(mark: re.Match[str]) -> str:
            words = tuple(self.word() for _ in range(8 if mark["eight"] else 1))
            formats = frozenset(FORMATS[letter] for letter in ("peh" if mark["formats"] is None else mark["formats"]))
            editions = frozenset(mark["editions"].replace(".", ""))
            self.secrets.append(Secret(words, file, mark["what"], editions, formats))
            if mark["name"]:
                self.names[mark["name"]] = words[0]
            return " ".join(words)

        return SECRET.sub(put, text)

    def named(self, text: str) -> str:
        """The text with the words that have a name."""
        return AGAIN.sub(lambda mark: self.names[mark[1]], text)


def sown(project: Project, texts: Mapping[str, str]) -> list[Secret]:
    """Fill a project with texts by file name, in which marks become secrets; draw the pictures that they name."""
    sower = Sower()
    files = {sower.sow("names of files", name): sower.sow(SECRET.sub("…", name), text) for name, text in texts.items()}
    for name, text in files.items():
        written = sower.named(text)
        project.section(sower.named(name), written)
        for picture in PICTURE.findall(written):
            drawn = f'<path d="M0 0h{1 + int(picture[2:5])}v9z"/><title>drawn {picture}</title>'
            shape = f'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">{drawn}</svg>\n'
            project.section(f"images/{picture}.svg", shape)
    return sower.secrets
