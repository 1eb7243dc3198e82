"""What finished files say, read by tools that are not ours: poppler, MuPDF, qpdf, unzip and a plain XML reader."""

from __future__ import annotations

import base64
import subprocess
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree


def said(path: Path) -> str:
    """Every word of a file in small letters and nothing between them, so that no hyphen and no line end hides any."""
    return bare("\n".join(READERS[path.suffix](path)))


def bare(text: str) -> str:
    """Letters alone."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalpha())


def run(*command: str | Path) -> str:
    done = subprocess.run([str(word) for word in command], capture_output=True, check=False)
    assert done.returncode in (0, 3), done.stderr.decode()
    return done.stdout.decode(errors="replace")


def of_pdf(path: Path) -> Iterator[str]:
    """Text twice over, metadata, bookmarks, addresses, destinations, structure with alternatives, and all strings."""
    yield run("pdftotext", path, "-")
    yield run("mutool", "draw", "-q", "-F", "txt", path)
    for option in ((), ("-meta",), ("-dests",), ("-url",), ("-struct-text",), ("-custom",)):
        yield run("pdfinfo", *option, path)
    yield run("pdfdetach", "-list", path)
    yield run("mutool", "show", path, "outline")
    plain = run("mutool", "show", path, "grep")
    yield plain
    yield from strings_in_hexadecimal(plain)


def strings_in_hexadecimal(text: str) -> Iterator[str]:
    """The strings of PDF objects that are written as <FEFF…>."""
    for piece in text.split("<")[1:]:
        digits = piece.partition(">")[0]
        if digits.upper().startswith("FEFF") and len(digits) % 2 == 0:
            yield bytes.fromhex(digits).decode("utf-16", errors="replace")


def of_epub(path: Path) -> Iterator[str]:
    """Names and contents of all files."""
    names = run("unzip", "-Z1", path).splitlines()
    yield "\n".join(names)
    for name in names:
        data = subprocess.run(["unzip", "-p", str(path), name], capture_output=True, check=True).stdout
        if name.endswith((".xhtml", ".opf", ".ncx", ".svg", ".xml")):
            yield from of_xml(data)
        elif name.endswith((".css", ".txt")):
            yield data.decode()


def of_html(path: Path) -> Iterator[str]:
    yield from of_xml(path.read_bytes())


def of_xml(data: bytes) -> Iterator[str]:
    """The document as it stands, every text and every value of an attribute, with what data: addresses hold."""
    yield data.decode().partition("<body")[0] + " ".join(
        piece for piece in data.decode().split('"') if "base64" not in piece
    )
    parser = ElementTree.XMLParser(target=ElementTree.TreeBuilder(insert_comments=True))
    for element in ElementTree.fromstring(data, parser).iter():
        for text in (element.text, element.tail, *element.attrib.values()):
            if text and text.startswith("data:"):
                yield base64.b64decode(text.partition(",")[2]).decode(errors="replace")
            elif text:
                yield unquote(text)


READERS = {".pdf": of_pdf, ".epub": of_epub, ".html": of_html}
