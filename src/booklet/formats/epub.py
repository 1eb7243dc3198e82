"""EPUB 3.3: ebooklib's package around our own XHTML, the same bytes every time.

The pages go in as bytes in plain items, because ebooklib re-parses ``EpubHtml``; the package document gets its language
and the archive its fixed times here, because ebooklib gives them neither.
"""

from __future__ import annotations

import datetime
import io
import uuid
import zipfile
from typing import Any
from urllib.parse import quote

from ebooklib import epub

from .. import language
from ..composition import Composition, Page
from ..model import Book
from ..problems import stop_on_errors
from ..settings import Author
from . import coverpicture, glyphs
from .base import Outcome

RELATORS = {"author": "aut", "editor": "edt", "illustrator": "ill", "reviewer": "rev"}
EARLIEST = (1980, 1, 1, 0, 0, 0)
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def make(composition: Composition) -> Outcome:
    """The finished EPUB. Raises ManuscriptError for characters of the cover that no font has."""
    stop_on_errors(list(glyphs.missing(glyphs.of_cover(composition), composition)))
    book = _book(composition)
    target = io.BytesIO()
    _Package(target, book, composition).write()
    return Outcome(target.getvalue(), (), composition)


def _book(composition: Composition) -> epub.EpubBook:
    book = epub.EpubBook()
    book.reset()
    book.metadata.clear()
    book.FOLDER_NAME = "EPUB"
    _describe(book, composition)
    cover = _cover(composition)
    cover.properties = ["cover-image"]
    book.add_item(cover)
    book.add_metadata("OPF", "meta", "", {"name": "cover", "content": "cover-image"})
    for number, (name, css) in enumerate(composition.styles, 1):
        book.add_item(epub.EpubItem(f"style-{number}", name, "text/css", css.encode()))
    wanted = {picture.file for picture in composition.book.pictures.values()}
    asking = "\n".join([*(css for _, css in composition.styles), *(page.xhtml for page in composition.pages)])
    for number, picture in enumerate(composition.book.pictures.values(), 1):
        if quote(picture.file.rpartition("/")[2]) in asking:  # that of the cover is drawn into it
            book.add_item(epub.EpubItem(f"picture-{number}", picture.file, picture.media_type, picture.data))
    for number, (name, read) in enumerate(sorted(composition.files.items()), 1):
        if name not in wanted and quote(name.rpartition("/")[2]) in asking:
            book.add_item(epub.EpubItem(f"file-{number}", name, _media_type(name), read()))
    links = []
    for page in composition.pages:
        item = epub.EpubItem(_item_id(page), f"{page.name}.xhtml", "application/xhtml+xml", page.xhtml.encode())
        item.properties = ["nav"] if page.role == "contents" else []
        book.add_item(item)
        book.spine.append(item)
        if page.role in ("section", "index"):
            links.append(epub.Link(f"{page.name}.xhtml", page.title, f"nav-{page.name}"))
    book.toc = links
    book.add_item(epub.EpubNcx())
    book.guide = [
        {"type": role, "title": composition.words[word], "href": f"{name}.xhtml"}
        for role, word, name in (("cover", "Cover", "cover"), ("toc", "Contents", "nav"))
    ]
    first = next((page for page in composition.pages if page.role == "section"), None)
    if first:
        word = composition.words["Start of the text"]
        book.guide.append({"type": "text", "title": word, "href": f"{first.name}.xhtml"})
    return book


def _cover(composition: Composition) -> epub.EpubItem:
    """The picture of the cover, under the name by which its page asks for it."""
    asking = next((page.xhtml for page in composition.pages if page.role == "cover"), "")
    fonts = tuple(face.path for face in composition.faces)
    if "cover.jpg" in asking:
        return epub.EpubItem("cover-image", "cover.jpg", "image/jpeg", coverpicture.jpeg(composition.cover, fonts))
    return epub.EpubItem("cover-image", "cover.png", "image/png", coverpicture.png(composition.cover, fonts))


def _item_id(page: Page) -> str:
    return f"page-{page.name}"


def _media_type(name: str) -> str:
    from ..themes.sheets import media_type_of

    return media_type_of(name)


def _describe(book: epub.EpubBook, composition: Composition) -> None:
    """Package metadata (EPUB 3.3 §5.5) and what is true of the file's accessibility (EPUB Accessibility 1.1 §2)."""
    settings = composition.book.settings
    book.set_identifier(_identifier(composition.book))
    book.set_title(composition.title)
    book.set_language(settings.language)
    book.set_direction("rtl" if language.direction(settings.language) == "rtl" else None)
    for number, author in enumerate(settings.authors, 1):
        _add_creator(book, author, f"creator-{number}")
    for name, value in (("publisher", settings.publisher), ("rights", settings.rights), ("date", settings.date),
                        ("description", settings.dek)):  # fmt: skip
        if value:
            book.add_metadata("DC", name, value)
    for keyword in settings.keywords:
        book.add_metadata("DC", "subject", keyword)
    if settings.work:
        book.add_metadata("DC", "relation", f"{settings.work.author}: {settings.work.title}")
    for name, value in _accessibility(composition):
        book.add_metadata(None, "meta", value, {"property": f"schema:{name}"})


def _identifier(book: Book) -> str:
    """The ISBN or the book's identifier for the student's edition; the others are publications of their own.

    Two EPUBs of one identifier are one book to an e-reader (EPUB 3.3 §5.5.3.1), which would show only one of them.
    """
    isbn = book.settings.isbn.epub
    if book.edition and book.edition.suffix:
        return uuid.uuid5(uuid.NAMESPACE_URL, f"{book.identifier}\n{book.edition.suffix}").urn
    return f"urn:isbn:{isbn.replace('-', '').replace(' ', '')}" if isbn else book.identifier


def _add_creator(book: epub.EpubBook, author: Author, name: str) -> None:
    kind = "creator" if author.role == "author" else "contributor"
    book.add_metadata("DC", kind, author.name, {"id": name})
    refined = {"refines": f"#{name}"}
    role = RELATORS[author.role]
    book.add_metadata(None, "meta", role, {**refined, "property": "role", "scheme": "marc:relators"})
    book.add_metadata(None, "meta", author.file_as or author.name, {**refined, "property": "file-as"})


def _accessibility(composition: Composition) -> list[tuple[str, str]]:
    """Every page is real text with headings; pictures have alternatives, because reading refuses those without."""
    pictures = bool(composition.book.pictures)
    found = [("accessMode", "textual"), ("accessMode", "visual"), ("accessModeSufficient", "textual")]
    found += [("accessibilityFeature", name) for name in ("structuralNavigation", "tableOfContents", "readingOrder",
                                                          "displayTransformability", "alternativeText")]  # fmt: skip
    found.append(("accessibilityHazard", "none"))
    words = composition.words
    summary = words["Text with headings, contents and linked notes."]
    summary += f" {words['Every picture has a description.']}" if pictures else ""
    found.append(("accessibilitySummary", summary))
    return found


class _Package(epub.EpubWriter):  # type: ignore[misc]  # ebooklib has no types
    """Writes package and archive: one language, fixed times, the mimetype first and stored (OCF 3.3 §4.2)."""

    def __init__(self, target: io.BytesIO, book: epub.EpubBook, composition: Composition) -> None:
        date = composition.book.settings.date or "1980-01-01"
        modified = datetime.datetime.fromisoformat(date)
        options = {"mtime": modified, "epub3_pages": False, "raise_exceptions": True, "play_order": _PLAY_ORDER}
        super().__init__(target, book, options)
        self.target = target
        self.language = composition.book.settings.language
        self.out: Any = None

    def write(self) -> None:
        with zipfile.ZipFile(self.target, "w") as archive:
            self.out = _FixedTimes(archive)
            self.out.writestr("mimetype", b"application/epub+zip", zipfile.ZIP_STORED)
            self._write_container()
            self._write_opf()
            self._write_items()

    def _write_opf_file(self, root: Any) -> None:
        root.set(XML_LANG, self.language)
        super()._write_opf_file(root)


_PLAY_ORDER = {"enabled": True, "start_from": 1}


class _FixedTimes:
    """Takes what ebooklib writes and gives every entry the same date and rights."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive

    def writestr(self, name: str, data: bytes | str, method: int = zipfile.ZIP_DEFLATED) -> None:
        entry = zipfile.ZipInfo(name, EARLIEST)
        entry.compress_type = method
        entry.external_attr = 0o644 << 16
        entry.create_system = 3
        self.archive.writestr(entry, data, method, 9)
