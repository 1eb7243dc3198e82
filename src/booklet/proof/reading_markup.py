"""XHTML read back: text block by block, every attribute, comments, what style sheets print."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping
from urllib.parse import unquote
from xml.parsers import expat

from .reading import Block, Element, Reading, UnreadableError

INLINE = frozenset(
    "a abbr b bdi bdo br cite code data del dfn em i img input ins kbd label mark q rp rt ruby s samp small span "
    "strong sub sup time u var wbr button select option textarea tspan".split()
)
LISTED = frozenset({"title", "nav", "text", "docTitle"})
UNSEEN = frozenset({"style", "script"})
ADDRESSES = frozenset({"href", "src", "xlink:href", "data", "poster", "action", "cite", "srcset"})
KEYWORDS = frozenset(
    "hidden type role epub:type rel scope checked selected disabled readonly tabindex media method inputmode open "
    "autocomplete spellcheck http-equiv playOrder property media-type".split()
)
NAMES = frozenset({"id", "for", "name", "headers", "aria-labelledby", "aria-describedby", "idref", "xml:id", "list"})
MUTE = frozenset({"lang", "xml:lang", "dir", "width", "height", "viewBox", "colspan", "rowspan", "start", "charset"})

GEOMETRY = frozenset(
    "d x y x1 x2 y1 y2 cx cy r rx ry points transform fill stroke stroke-width stroke-linecap stroke-linejoin opacity "
    "fill-opacity stroke-opacity stroke-dasharray font-size font-family font-weight font-style text-anchor offset "
    "stop-color version preserveAspectRatio dx dy letter-spacing dominant-baseline".split()
)


def read_markup(data: bytes, name: str, found: Reading, known: frozenset[bytes] = frozenset()) -> None:
    """Put what an XHTML document (or an NCX) says to the rest. ``name`` is its name for messages.

    ``known`` are digests of pictures that need no reading. Raises UnreadableError where it is not well-formed.
    """
    _parse(data, _Reader(name, found, known))


def read_drawing(data: bytes, name: str, found: Reading) -> None:
    """Put the words of an SVG to the rest: none of them belong to the running text."""
    drawing = Reading()
    _parse(data, _Reader(name, drawing, frozenset(), GEOMETRY))
    for text in (*(block.text for block in drawing.blocks), *(piece.text for piece in drawing.pieces)):
        found.say(text, f"{name}, a drawing", "attribute")
    for drawn in drawing.names:
        found.name(drawn, f"{name}, a drawing")


def _parse(data: bytes, reader: _Reader) -> None:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.CommentHandler = reader.comment
    parser.ProcessingInstructionHandler = reader.instruction
    try:
        parser.Parse(data, True)
    except expat.ExpatError as mistake:
        raise UnreadableError(f"{reader.name} is not well-formed: {expat.ErrorString(mistake.code)}") from None
    reader.flush()


class _Reader:
    def __init__(self, name: str, found: Reading, known: frozenset[bytes], mute: frozenset[str] = frozenset()) -> None:
        self.name, self.found, self.known, self.mute = name, found, known, MUTE | mute
        self.stack: list[Element] = []
        self.lines: list[str] = []
        self.inner: list[Element] = []
        self.unseen = 0
        self.listed = 0
        self.near = ""
        self.waiting: list[str] = []

    def where(self) -> str:
        """The document, and the last id before this spot."""
        return f"{self.name}, at #{self.near}" if self.near else self.name

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in INLINE:
            self.lines.append(" ")
            self.inner.append((tag, attributes))
        else:
            self.flush()
        self.stack.append((tag, attributes))
        self.unseen += tag in UNSEEN
        self.listed += tag in LISTED
        if attributes:
            self._attributes(tag, attributes)

    def end(self, tag: str) -> None:
        if tag in INLINE:
            self.lines.append(" ")
        else:
            self.flush()
        self.stack.pop()
        self.unseen -= tag in UNSEEN
        self.listed -= tag in LISTED

    def text(self, text: str) -> None:
        self.lines.append(text)

    def comment(self, text: str) -> None:
        self.found.say(text, f"{self.where()}, a comment", "attribute")

    def instruction(self, _: str, text: str) -> None:
        self.found.say(text, f"{self.where()}, an instruction", "attribute")

    def flush(self) -> None:
        """The end of a block."""
        if not self.lines:
            return
        text = "".join(self.lines)
        if text and not text.isspace():
            if self.unseen:
                read_style(text, self.name, self.found)
            elif self.listed:
                self.found.say(text, f"{self.where()}, an entry of a list or a title", "listed")
                self._anchor()
            else:
                self._anchor()
                block = Block(text, self.where(), tuple(self.stack), tuple(self.inner))
                self.found.blocks.append(block)
                self.inner.clear()
        elif any(tag not in ("br", "span") for tag, _ in self.inner):
            return
        self.lines.clear()
        self.inner.clear()

    def _anchor(self) -> None:
        for name in self.waiting:
            self.found.anchors.setdefault(name, len(self.found.blocks))
        self.waiting.clear()

    def _attributes(self, tag: str, attributes: Mapping[str, str]) -> None:
        found = self.found
        for key, value in attributes.items():
            if key in self.mute or key.startswith("xmlns"):
                continue
            if key in ADDRESSES:
                self._address(value, tag)
            elif key in NAMES and tag != "meta":
                for name in value.split():
                    found.name(name, self.where())
                found.say(value, f"{self.where()}, the attribute {key} of <{tag}>", "style")
                if key == "id":
                    self.near = value
                    self.waiting.append(value)
            elif key in KEYWORDS:
                found.say(value, f"{self.where()}, the attribute {key} of <{tag}>", "style")
            elif key == "style":
                read_style(value, self.name, found)
            elif key == "alt":
                found.say(value, f"{self.where()}, the text alternative of a picture", "alternative")
            elif key == "content" and tag == "meta":
                found.say(value, f"{self.name}, metadata “{attributes.get('name', '')}”", "metadata")
            elif key == "class":
                for word in value.split():
                    found.say(word, f"{self.where()}, a class", "attribute")
                found.say(value, f"{self.where()}, the classes of <{tag}>", "style")
            else:
                found.say(value, f"{self.where()}, the attribute {key} of <{tag}>", "attribute")

    def _address(self, value: str, tag: str) -> None:
        if value.startswith("data:"):
            data = bytes_of_address(value)
            digest = hashlib.sha256(data).digest()
            self.found.digests.setdefault(digest, f"{self.where()}, a picture")
            if value.startswith("data:image/svg") and digest not in self.known:
                read_drawing(data, self.where(), self.found)
            return
        address, _, fragment = value.partition("#")
        self.found.name(unquote(fragment), f"{self.where()}, a link")
        self.found.say(unquote(fragment), f"{self.where()}, the address of <{tag}>", "style")
        if ":" in address:
            self.found.addresses.setdefault(value, f"{self.where()}, a link")
            self.found.say(unquote(address), f"{self.where()}, the address of <{tag}>", "attribute")
        elif address:
            read_file_name(unquote(address), f"{self.where()}, the address of <{tag}>", self.found)


def read_file_name(name: str, where: str, found: Reading) -> None:
    """A file's name, whole and by its last part."""
    last = name.rpartition("/")[2]
    found.name(last, where)
    found.name(last.rpartition(".")[0], where)
    found.say(name, where, "attribute")


def read_style(text: str, name: str, found: Reading) -> None:
    """A style sheet: the whole for long runs, and what stands between quotation marks by itself."""
    found.say(text, f"{name}, a style sheet", "style")
    for mark in ('"', "'"):
        for piece in text.split(mark)[1::2]:
            if len(piece) < 400 and "\n" not in piece:
                found.say(piece, f"{name}, a style sheet", "attribute")


def bytes_of_address(address: str) -> bytes:
    """The bytes that a data: address holds."""
    head, _, body = address.partition(",")
    try:
        return base64.b64decode(body, validate=True) if head.endswith(";base64") else unquote(body).encode()
    except (binascii.Error, ValueError):
        return body.encode()
