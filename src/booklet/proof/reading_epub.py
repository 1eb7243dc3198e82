"""A finished EPUB read back: its documents in reading order, package, navigation, names and pictures of all files."""

from __future__ import annotations

import hashlib
import io
import posixpath
import zipfile
from urllib.parse import unquote
from xml.etree import ElementTree

from .reading import Reading, UnreadableError
from .reading_markup import read_file_name, read_markup, read_style

PICTURES = ("image/",)
MARKUP = (".xhtml", ".html", ".svg", ".ncx", ".xml", ".opf")
DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
ANY = (zipfile.BadZipFile, KeyError, ElementTree.ParseError, RuntimeError, NotImplementedError, EOFError, OSError)


def read(data: bytes) -> Reading:
    """What every part of the file says. Raises UnreadableError where it is no EPUB."""
    found = Reading()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _read(archive, found)
            if archive.comment:
                found.say(archive.comment.decode(errors="replace"), "the comment of the archive", "metadata")
    except ANY as reason:
        raise UnreadableError(f"it is no EPUB that can be read ({reason})") from None
    return found


def _read(archive: zipfile.ZipFile, found: Reading) -> None:
    container = ElementTree.fromstring(archive.read("META-INF/container.xml"))  # noqa: S314  # limits of the child
    root = next((e.get("full-path", "") for e in container.iter() if e.tag.endswith("}rootfile")), "")
    package = ElementTree.fromstring(archive.read(root))  # noqa: S314
    folder = posixpath.dirname(root)
    order = _spine(package, folder)
    _package(package, found)
    names = [info.filename for info in archive.infolist()]
    for name in sorted(names, key=lambda n: (order.get(n, len(order)), n)):
        shown = name.removeprefix(f"{folder}/")
        if name not in (root, "mimetype", "META-INF/container.xml"):
            read_file_name(shown, f"the name of {shown}", found)
            _entry(archive.read(name), shown, found)
        comment = archive.getinfo(name).comment
        found.say(comment.decode(errors="replace"), f"a comment to {shown}", "metadata")


def _spine(package: ElementTree.Element, folder: str) -> dict[str, int]:
    """The place of each document in the reading order."""
    items = {e.get("id"): e.get("href", "") for e in package.iter() if e.tag.endswith("}item")}
    spine = [e.get("idref") for e in package.iter() if e.tag.endswith("}itemref")]
    return {posixpath.join(folder, unquote(items[name])): n for n, name in enumerate(spine) if name in items}


def _entry(data: bytes, name: str, found: Reading) -> None:
    ending = posixpath.splitext(name)[1].lower()
    found.digests.setdefault(hashlib.sha256(data).digest(), name)
    if ending in MARKUP:
        read_markup(data, name, found)
    elif ending == ".css":
        read_style(data.decode(errors="replace"), name, found)
    elif ending in (".txt", ".md", ".json", ".js"):
        found.say(data.decode(errors="replace"), name, "attachment")


def _package(package: ElementTree.Element, found: Reading) -> None:
    """The package document: metadata, and ids and titles of its items."""
    for element in package.iter():
        tag = element.tag.rpartition("}")[2]
        for key, value in element.attrib.items():
            if key in ("id", "idref", "refines", "toc", "href"):
                read_file_name(unquote(value).removeprefix("#"), f"the package document, {key} of <{tag}>", found)
            elif key not in ("media-type", "property", "scheme", "version", "name"):
                found.say(value, f"the package document, {key} of <{tag}>", "metadata")
        if element.text:
            label = element.get("property", "") or tag
            found.say(element.text, f"the package document, metadata “{label}”", "metadata")
