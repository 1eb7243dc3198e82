"""Decks of Anki: words with their meanings, both ways, and passages with those whose words they are.

The ids of decks and cards hang on the booklet's identifier and the items' own, so that a deck that is imported again
changes the cards that are there, and keeps what has been learnt. genanki's own way of writing takes the time of its
files from the clock; so the package is put together here.
"""

from __future__ import annotations

import datetime
import itertools
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from ..language import direction, messages
from ..model import Book, Item, Place, Section, plain
from ..problems import FileError, Problem, error, warning
from .base import zipped
from .markup import Dialect, Fragment, Pen, element, file_name

DIALECT = Dialect("")
KINDS = ("term", "quotation")
EXTRA = 'pip install "study-booklet[classroom]"'
WITHOUT_A_DATE = 1_577_836_800  # 2020-01-01
STYLE = """\
.card { font-family: Georgia, serif; font-size: 22px; line-height: 1.45; max-width: 34em; margin: 1em auto; }
.word { font-size: 1.5em; text-align: center; }
.facts { font-size: .75em; color: #555; text-align: center; }
.nightMode .facts { color: #bbb; }
img { max-width: 100%; }
"""


def make(book: Book) -> tuple[bytes, tuple[Problem, ...]]:
    """A package of a deck for each section of words or quotations; no bytes where there is none.

    Raises FileError (M003) where genanki is not installed.
    """
    sections = [section for section in book.sections if any(item.kind in KINDS for item in section.items)]
    if not sections:
        return b"", ()
    try:
        import genanki
    except ImportError:
        message = "decks of cards cannot be made on this machine: genanki is not installed"
        raise FileError(error("M003", Place("booklet"), message, EXTRA)) from None
    box = _Box(book, genanki)
    decks = [deck for section in sections if (deck := box.deck(section)).notes]
    if not decks:
        return b"", tuple(box.problems)
    database = _database(genanki.Package(decks), _moment(book))
    media = list(dict.fromkeys(box.pictures))
    names = {str(n): file_name(name, book.pictures[name].data) for n, name in enumerate(media)}
    files = [("collection.anki2", database), ("media", json.dumps(names).encode())]
    files += [(str(n), book.pictures[name].data) for n, name in enumerate(media)]
    return zipped(files), tuple(box.problems)


@dataclass
class _Box:
    """Makes decks of a book; ``cards`` is the library."""

    book: Book
    cards: Any
    pictures: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def deck(self, section: Section) -> Any:
        """The deck of a section, below that of the booklet."""
        names = (name.replace("::", ": ") for name in (self.book.settings.title, section.plain_title))
        deck = self.cards.Deck(_number(self.book, f"deck {section.id}"), "::".join(names))
        models = {kind: self.model(kind) for kind in KINDS}
        for item in section.items:
            if item.kind == "quotation" and not item.heading:
                message = "this quotation does not say whose it is, so no card can ask for that: left out"
                hint = "write as its last line  > — Who, where"
                self.problems.append(warning("G001", item.place, message, hint))
            elif item.kind in KINDS:
                deck.add_note(self.note(item, section, models[item.kind]))
        return deck

    def model(self, kind: str) -> Any:
        """What cards of a kind look like: a word is asked for from both sides, a passage from one."""
        facts = '{{#Facts}}<div class="facts">{{Facts}}</div>{{/Facts}}'
        if kind == "term":
            fields, first, second = ("Word", "Meaning", "Facts"), "Word", "Meaning"
            word = f'<div class="word">{{{{Word}}}}</div>{facts}'
            sides = [("1", word, "{{FrontSide}}<hr id=answer>{{Meaning}}")]
            sides += [("2", "{{Meaning}}", f"{{{{FrontSide}}}}<hr id=answer>{word}")]
        else:
            fields, first, second = ("Passage", "Source", "Facts"), "Passage", "Source"
            sides = [("1", f"{{{{{first}}}}}", f"{{{{FrontSide}}}}<hr id=answer>{{{{{second}}}}}{facts}")]
        words = messages(self.book.settings.language)
        name = f"{self.book.settings.title} ({words('Question')} {KINDS.index(kind) + 1})"
        return self.cards.Model(
            _number(self.book, f"model {kind}"),
            name,
            fields=[{"name": name} for name in fields],
            templates=[{"name": name, "qfmt": front, "afmt": back} for name, front, back in sides],
            css=STYLE,
        )

    def note(self, item: Item, section: Section, model: Any) -> Any:
        """A word or a passage; the id of its card is the item's own."""
        pen = Pen(self.book, section, DIALECT, language=item.attrs.get("lang", ""))
        heading, body = pen.piece(item.heading), pen.piece((*item.body, *item.parts))
        sides = (heading, body) if item.kind == "term" else (body, heading)
        fields = [self.side(pen, side) for side in sides]
        guid = sha256(f"{self.book.identifier}\ncard {item.id}".encode()).hexdigest()[:20]
        facts = element("span", " · ".join(self.facts(item)))
        return self.cards.Note(
            model,
            [*fields, str(facts) if list(self.facts(item)) else ""],
            sort_field=plain(item.heading if item.kind == "term" else item.body),
            tags=[_tag(section.id), *self.tags(item)],
            guid=guid,
        )

    def side(self, pen: Pen, side: Fragment) -> str:
        """One side of a card in its language."""
        self.pictures += side.pictures
        if not side.text:
            return ""
        lang = pen.language or self.book.settings.language
        return str(element("div", side.text, {"lang": lang, "dir": direction(lang)}))

    def facts(self, item: Item) -> Iterator[str]:
        """What is known of a word or passage besides: what kind of word it is, and where it stands."""
        words = messages(self.book.settings.language)
        if item.fields.get("pos"):
            yield str(item.fields["pos"])
        for key, message in (("chapter", "ch. {number}"), ("page", "p. {number}")):
            if item.fields.get(key):
                yield words(message).format(number=item.fields[key])

    def tags(self, item: Item) -> Iterator[str]:
        """What cards can be chosen by: how hard a word is, its chapter, the themes of a passage."""
        words = messages(self.book.settings.language)
        for key, message in (("tier", "tier {number}"), ("chapter", "ch. {number}")):
            if item.fields.get(key):
                yield _tag(words(message).format(number=item.fields[key]))
        themes = item.fields.get("themes")
        yield from (_tag(theme) for theme in (themes if isinstance(themes, tuple) else ()))


def _tag(words: str) -> str:
    """Words as a tag, which has no spaces."""
    return "-".join(words.split())


def _number(book: Book, name: str) -> int:
    """An id as Anki wants it, of 31 bits: the same for the same booklet, another for another."""
    digest = sha256(f"{book.identifier}\n{name}".encode()).digest()
    return (1 << 30) + int.from_bytes(digest[:4], "big") % (1 << 30)


def _moment(book: Book) -> float:
    """The time of the booklet's date, in seconds: Anki changes a card only for a later one."""
    if not book.settings.date:
        return WITHOUT_A_DATE
    day = datetime.date.fromisoformat(book.settings.date)
    return datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC).timestamp()


def _database(package: Any, moment: float) -> bytes:
    """The cards as a file of SQLite."""
    connection = sqlite3.connect(":memory:")
    try:
        package.write_to_db(connection.cursor(), moment, itertools.count(int(moment * 1000)))
        connection.commit()
        return connection.serialize()
    finally:
        connection.close()
