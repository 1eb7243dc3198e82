"""All that a finished file holds as one run of letters and digits, read by poppler, MuPDF, unzip and an XML reader."""

from __future__ import annotations

import base64
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

NEITHER = re.compile("[^a-z0-9]+")
LITERAL = re.compile(rb"\((?:[^()\\]|\\.)*\)", re.DOTALL)
HEXADECIMAL = re.compile(rb"<([0-9A-Fa-f\s]{4,})>")
ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\r\n": b"", b"\n": b"", b"\r": b""}


def joined(pieces: Iterator[str]) -> str:
    """Small letters and digits with nothing between them, so that neither hyphens nor line ends hide a word."""
    return "|".join(NEITHER.sub("", unquote(piece).lower()) for piece in pieces)


def everything(path: Path) -> str:
    """All that a file holds: what readers see, what is behind it, and its bytes."""
    return joined(READERS[path.suffix](path))


def ran(*command: str | Path) -> bytes:
    """What another program prints."""
    done = subprocess.run([str(word) for word in command], capture_output=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def bookmarks(path: Path) -> str:
    """The bookmarks of a PDF."""
    return joined(iter([ran("mutool", "show", path, "outline").decode()]))


def of_pdf(path: Path) -> Iterator[str]:
    """Text in two orders, metadata, destinations, addresses, bookmarks, attachments, all objects."""
    yield ran("pdftotext", path, "-").decode()
    yield ran("pdftotext", "-raw", path, "-").decode()
    for option in ((), ("-meta",), ("-custom",), ("-dests",), ("-url",)):
        yield ran("pdfinfo", *option, path).decode(errors="replace")
    yield bookmarks(path)
    yield ran("mutool", "show", path, "trailer").decode(errors="replace")
    yield ran("pdfdetach", "-list", path).decode()
    clean = path.parent / "clean" / path.name
    clean.parent.mkdir(exist_ok=True)
    ran("mutool", "clean", "-d", path, clean)
    for data in (path.read_bytes(), clean.read_bytes()):
        yield data.decode("latin-1")
        yield from strings(data)


def strings(data: bytes) -> Iterator[str]:
    """The strings of a PDF's objects, in brackets or as hexadecimal digits."""
    for literal in LITERAL.findall(data):
        yield decoded(ESCAPE.sub(_character, literal[1:-1]))
    for digits in HEXADECIMAL.findall(data):
        plain = b"".join(digits.split())
        yield decoded(bytes.fromhex((plain + b"0" * (len(plain) % 2)).decode()))


def _character(escape: re.Match[bytes]) -> bytes:
    return bytes([int(escape[1], 8) % 256]) if escape[1][:1] in b"01234567" else ESCAPED.get(escape[1], escape[1])


def decoded(string: bytes) -> str:
    """A string of a PDF, in UTF-16 or in single bytes."""
    utf_16 = string.startswith((b"\xfe\xff", b"\xff\xfe"))
    return string.decode("utf-16" if utf_16 else "latin-1", errors="replace")


def of_epub(path: Path) -> Iterator[str]:
    """Names, documents, style sheets and pictures."""
    yield path.read_bytes().decode("latin-1")
    for name, data in members(path).items():
        yield name
        yield from of_document(data) if name.endswith((".xhtml", ".opf", ".ncx", ".xml", ".svg")) else ()
        yield data.decode("latin-1")


def members(path: Path) -> dict[str, bytes]:
    """The files of an EPUB by name, as unzip gives them."""
    folder = path.with_suffix(".unzipped")
    ran("unzip", "-qq", "-o", path, "-d", folder)
    names = ran("unzip", "-Z1", path).decode().splitlines()
    return {name: (folder / name).read_bytes() for name in names if not name.endswith("/")}


def of_html(path: Path) -> Iterator[str]:
    """The document as bytes and as a tree, with the pictures in it."""
    data = path.read_bytes()
    yield re.sub(rb"base64,[A-Za-z0-9+/=]+", b"", data).decode()
    yield from of_document(data)


def of_document(data: bytes) -> Iterator[str]:
    """Every text, comment, instruction and attribute of an XML document, and what its data: addresses hold."""
    builder = ElementTree.TreeBuilder(insert_comments=True, insert_pis=True)
    root = ElementTree.fromstring(data, ElementTree.XMLParser(target=builder))
    yield "".join(root.itertext())
    for element in root.iter():
        for text in (element.text or "", element.tail or "", *element.attrib.values()):
            yield base64.b64decode(text.partition("base64,")[2]).decode("latin-1") if "base64," in text else text


READERS = {".pdf": of_pdf, ".epub": of_epub, ".html": of_html}
