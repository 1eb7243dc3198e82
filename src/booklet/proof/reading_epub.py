"""A finished EPUB read back: its documents in reading order, package, navigation, names and pictures of all files."""

from __future__ import annotations

import hashlib
import io
import posixpath
import zipfile
from urllib.parse import unquote
from xml.etree import ElementTree

from .reading import Reading, UnreadableError
from .reading_markup import read_drawing, read_file_name, read_markup, read_style

MARKUP = (".xhtml", ".html", ".ncx", ".xml", ".opf")
TERMS = {
    "schema:accessMode": ("textual", "visual"),
    "schema:accessModeSufficient": ("textual",),
    "schema:accessibilityHazard": ("none",),
}
ANY = (zipfile.BadZipFile, KeyError, ElementTree.ParseError, RuntimeError, NotImplementedError, EOFError, OSError)


def read(data: bytes, known: frozenset[bytes] = frozenset()) -> Reading:
    """What every part of the file says; ``known`` are digests of pictures that need no reading.

    Raises UnreadableError where it is no EPUB.
    """
    found = Reading()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _read(archive, found, known)
            if archive.comment:
                found.say(archive.comment.decode(errors="replace"), "the comment of the archive", "metadata")
    except ANY as reason:
        raise UnreadableError(f"it is no EPUB that can be read ({reason})") from None
    return found


def _read(archive: zipfile.ZipFile, found: Reading, known: frozenset[bytes]) -> None:
    container = ElementTree.fromstring(archive.read("META-INF/container.xml"))  # noqa: S314  # limits of the child
    root = next((e.get("full-path", "") for e in container.iter() if e.tag.endswith("}rootfile")), "")
    package = ElementTree.fromstring(archive.read(root))  # noqa: S314  # the same
    folder = posixpath.dirname(root)
    order = _spine(package, folder)
    _package(package, found)
    names = [info.filename for info in archive.infolist()]
    for name in sorted(names, key=lambda n: (order.get(n, len(order)), n)):
        shown = name.removeprefix(f"{folder}/")
        if name not in (root, "mimetype", "META-INF/container.xml"):
            read_file_name(shown, f"the name of {shown}", found)
            _entry(archive.read(name), shown, found, known)
        comment = archive.getinfo(name).comment
        found.say(comment.decode(errors="replace"), f"a comment to {shown}", "metadata")


def _spine(package: ElementTree.Element, folder: str) -> dict[str, int]:
    """The place of each document in the reading order."""
    items = {e.get("id"): e.get("href", "") for e in package.iter() if e.tag.endswith("}item")}
    spine = [e.get("idref") for e in package.iter() if e.tag.endswith("}itemref")]
    return {posixpath.join(folder, unquote(items[name])): n for n, name in enumerate(spine) if name in items}


def _entry(data: bytes, name: str, found: Reading, known: frozenset[bytes]) -> None:
    ending = posixpath.splitext(name)[1].lower()
    digest = hashlib.sha256(data).digest()
    found.digests.setdefault(digest, name)
    if digest in known:
        return
    if ending == ".svg":
        read_drawing(data, name, found)
    elif ending in MARKUP:
        read_markup(data, name, found, known)
    elif ending == ".css":
        read_style(data.decode(errors="replace"), name, found)
    elif ending in (".txt", ".md", ".json", ".js"):
        found.say(data.decode(errors="replace"), name, "attachment")


def _package(package: ElementTree.Element, found: Reading) -> None:
    """The package document: metadata, and ids and titles of its items; not the terms that a standard prescribes."""
    for element in package.iter():
        tag = element.tag.rpartition("}")[2]
        for key, value in element.attrib.items():
            if key in ("id", "idref", "refines", "toc", "href"):
                read_file_name(unquote(value).removeprefix("#"), f"the package document, {key} of <{tag}>", found)
            elif key not in ("media-type", "property", "scheme", "version", "name"):
                found.say(value, f"the package document, {key} of <{tag}>", "metadata")
        if element.text:
            label = element.get("property", "") or tag
            if element.text not in TERMS.get(label, ()):
                found.say(element.text, f"the package document, metadata “{label}”", "metadata")
