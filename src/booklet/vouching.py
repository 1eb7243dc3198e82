"""What templates give, vouched for: well-formed, and asking for nothing that the project does not hold."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from urllib.parse import unquote
from xml.etree import ElementTree
from xml.parsers import expat

from .model import Place
from .problems import Problem, error
from .themes import sheets

OPENING = (
    '<body xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" '
    'xmlns:xlink="http://www.w3.org/1999/xlink">'
)
CLOSING = "</body>"
FETCHED = ("src", "srcset", "poster", "data", "background", "{http://www.w3.org/1999/xlink}href")
CLICKED = ("a", "area")
NEAR = 40


def piece_of_page(markup: str) -> str:
    """A piece of XHTML as a document that can be read."""
    return f"{OPENING}{markup}{CLOSING}"


def vouched(text: str, place: Place, there: Collection[str], apart: Collection[str] = ()) -> Iterator[Problem]:
    """What is wrong with a document of XHTML or SVG that a template gave; ``place`` is the template's.

    ``there`` holds the names of all files that it may ask for, ``apart`` those that a page must hold itself.
    """
    try:
        tree = ElementTree.fromstring(text)  # noqa: S314  # in the confined child, where expat has limits
    except ElementTree.ParseError as mistake:
        lines = text.split("\n")
        at = sum(len(line) + 1 for line in lines[: mistake.position[0] - 1]) + mistake.position[1]
        begin = len(OPENING) if text.startswith(OPENING) else 0
        near = " ".join(text[max(at - NEAR, begin) : at + NEAR].removesuffix(CLOSING).split())
        hint = f"close every element that is opened, and write & as &amp;; look near: {near}"
        words = expat.ErrorString(mistake.code)
        yield error("T004", place, f"the template gives XHTML that is not well-formed: {words}", hint)
        return
    for element in tree.iter():
        tag = str(element.tag).rpartition("}")[2]
        for key, value in element.attrib.items():
            if key in FETCHED or (key == "href" and tag not in CLICKED):
                yield from _asked(value, place, there, apart)
        if tag == "img" and element.get("alt") is None:
            address = element.get("src", "")
            shown = "a picture" if address.startswith("data:") else f"“{address}”"
            message = f"the template shows {shown} without a text alternative"
            yield error("T002", place, message, 'give the <img> an alt="…" that says what it shows')
        style = element.get("style", "") + (element.text or "" if tag == "style" else "")
        if "(" in style or "@" in style:
            problems = sheets.check(style, "style", place, there.__contains__)
            yield from (Problem(p.code, p.severity, place, p.message, p.hint) for p in problems if p.code != "T003")


def _asked(address: str, place: Place, there: Collection[str], apart: Collection[str]) -> Iterator[Problem]:
    if not address or address.startswith(("#", "data:")):
        return
    scheme = sheets.scheme_of(address)
    if scheme or address.startswith("/"):
        code = "R001" if scheme == "file" or (address.startswith("/") and not address.startswith("//")) else "R002"
        message = f"the template asks for “{address}”, which is outside the project"
        yield error(code, place, message, "copy the file into styles/ and name it there, as in styles/logo.svg")
    elif unquote(address) in apart:
        message = f"the template asks for “{address}”, but a web page holds its pictures itself"
        hint = f'write {{{{ file("{unquote(address)}") }}}} in the place of the address: it suits every format'
        yield error("T002", place, message, hint)
    elif unquote(address.partition("#")[0]) not in there:
        hint = "put the file into styles/ and name it from the project's folder, as in styles/logo.svg"
        yield error("T002", place, f"the template asks for “{address}”, which is not there", hint)
