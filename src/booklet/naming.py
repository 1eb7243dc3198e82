"""What things are called: a finished file, an edition in it and in metadata, an id where a link leads to it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable

from .language import lowered
from .model import Edition, Section, plain
from .settings import Settings

Words = Callable[[str], str]
MOST_BYTES = 200  # of a file's name: file systems take 255, with the endings that come behind
RESERVED = frozenset(  # names that Windows keeps for devices
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in "123456789¹²³")}
)


def edition_label(edition: Edition | None, words: Words) -> str:
    """How the edition is called, "" for the usual one; with the chapter up to which it tells the story."""
    edition = edition or Edition("")
    label = words(edition.label) if edition.label else ""
    if isinstance(edition.spoilers, int):
        bound = words("up to chapter {number}").format(number=edition.spoilers)
        label = words(", ").join((label, bound)) if label else bound[:1].upper() + bound[1:]
    return label


def full_title(settings: Settings, edition: Edition | None, words: Words) -> str:
    """Title, subtitle and edition on one line."""
    title = settings.title
    if settings.subtitle:
        title = words("{title}: {subtitle}").format(title=title, subtitle=settings.subtitle)
    label = edition_label(edition, words)
    return f"{title} ({label})" if label else title


def cover_alt(settings: Settings, edition: Edition | None, words: Words) -> str:
    """What the front cover says, for those who do not see its picture."""
    names = words(", ").join(author.name for author in settings.authors)
    title = full_title(settings, edition, words)
    return words("Cover: {title}").format(title=title + (f". {names}" if names else ""))


def name_of(sections: Iterable[Section], name: str) -> str:
    """What an id is called: a section's title, an item's heading or any other; the id itself where none has it."""
    for section in sections:
        if section.id == name:
            return section.listed_title
        for item in (*section.items, *section.key):
            if item.id == name:
                return plain(item.heading)
        for node in section.walk():
            if node.id == name and node.name == "heading":
                return plain(node.children)
    return name


def slug_of(title: str, language: str = "") -> str:
    """A file name without its ending: letters and digits of any script joined by hyphens.

    At most 80 characters, and no more bytes than file systems take with an ending behind.
    """
    text = lowered(unicodedata.normalize("NFC", title), language)
    kept = [c if c.isalnum() or unicodedata.combining(c) else " " for c in text if c not in "'’"]
    slug = "-".join("".join(kept).split())[:80]
    slug = slug.encode()[:MOST_BYTES].decode(errors="ignore").rstrip("-")
    return f"booklet-{slug}" if slug in RESERVED else slug or "booklet"
