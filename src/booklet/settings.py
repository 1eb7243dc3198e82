"""What booklet.yaml and a section's front matter can say, as frozen types that know nobody.

They are the only description of the settings: the check, the "did you mean" and the schema are read from them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Answers = Literal["none", "inline", "after", "key"]


@dataclass(frozen=True, slots=True)
class Portrait:
    """A picture beside a section's opening: file under manuscript/, text alternative, credit."""

    file: str
    alt: str
    credit: str | None = None


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a section says of itself between its two ``---`` lines."""

    kind: str = "page"
    title: str | None = None
    id: str | None = None
    spoilers: Literal["none", "full"] | int = "none"
    audience: Literal["all", "teacher"] = "all"
    status: Literal["ready", "draft"] = "ready"
    scope: Literal["safe", "full", "chapters"] = "full"
    portrait: Portrait | None = None
    safe_title: str | None = None
    overview: Literal["auto", "none"] = "auto"
    shuffle: Literal["all", "choices", "items", "none", "yes", "no"] = "all"


@dataclass(frozen=True, slots=True)
class Author:
    """A person or group on the title page."""

    name: str
    credentials: str | None = None
    role: Literal["author", "editor", "illustrator", "reviewer"] = "author"
    file_as: str | None = None


@dataclass(frozen=True, slots=True)
class WorkEdition:
    """A copy of the studied book that page references may name."""

    label: str
    isbn: str | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """The book that is studied."""

    title: str
    author: str
    year: int | None = None
    chapters: int | None = None
    editions: Mapping[str, WorkEdition] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PartSettings:
    """A named group of sections."""

    title: str
    sections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Isbn:
    """One ISBN for each format."""

    pdf: str | None = None
    epub: str | None = None


@dataclass(frozen=True, slots=True)
class EditionSettings:
    """An edition of the project's own, or what it changes in a built-in one; None keeps what was there."""

    label: str | None = None
    answers: Answers | None = None
    teaching: bool | None = None
    spoilers: Literal["none", "full"] | int | None = None
    audience: Literal["all", "teacher"] | None = None
    theme: str | None = None
    page: str | None = None


@dataclass(frozen=True, slots=True)
class Ignored:
    """A rule of ``booklet check`` that the project does without, and why."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Margins:
    """The white around the text of a page, each side a length such as 18mm; None is as the theme has it."""

    top: str | None = None
    bottom: str | None = None
    inside: str | None = None
    outside: str | None = None


@dataclass(frozen=True, slots=True)
class Design:
    """What a project changes in the look of its theme; None is as the theme has it."""

    accent: str | None = None
    text_font: str | None = None
    label_font: str | None = None
    text_size: str | None = None
    margins: Margins = Margins()
    spacing: Literal["compact", "normal", "airy"] = "normal"
    columns: int | None = None
    openings: Literal["plain", "capitals", "drop-capital"] | None = None
    logo: str | None = None


@dataclass(frozen=True, slots=True)
class Cover:
    """The cover: which of the theme's designs, the picture on it, and the words on the back."""

    design: Literal["typographic", "pattern", "picture", "plain"] | None = None
    image: str | None = None
    credit: str | None = None
    text: str | None = None
    back: Literal["auto", "none"] = "auto"


@dataclass(frozen=True, slots=True)
class Print:
    """What a printing house or a copier asks of the PDF; None is as the command line or the usual has it."""

    bleed: str | None = None
    marks: bool | None = None
    grey: bool | None = None
    pdfx: str | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """booklet.yaml, typed."""

    title: str
    language: str = "en-GB"
    subtitle: str | None = None
    dek: str | None = None
    authors: tuple[Author, ...] = ()
    work: Work | None = None
    publisher: str | None = None
    rights: str | None = None
    isbn: Isbn = Isbn()
    keywords: tuple[str, ...] = ()
    identifier: str | None = None
    date: str | None = None
    parts: tuple[PartSettings, ...] = ()
    theme: str = "classic"
    page: str = "A5"
    design: Design = Design()
    cover: Cover = Cover()
    print: Print = Print()
    accessibility: Literal["ua-1", "ua-2"] = "ua-1"
    link: str | None = None
    writing: Literal["primary", "secondary", "adult"] = "secondary"
    formats: tuple[Literal["pdf", "epub", "html"], ...] = ("pdf", "epub")
    editions: Mapping[str, EditionSettings] = field(default_factory=dict)
    index: Literal["auto", "none"] = "auto"
    ignore: tuple[Ignored, ...] = ()
