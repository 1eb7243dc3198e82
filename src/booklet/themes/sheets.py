"""Style sheets: which addresses they ask for, judged before any format reads them, and rewritten where one must."""

from __future__ import annotations

import base64
import functools
import posixpath
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

import tinycss2

from ..model import Place
from ..problems import Problem, error

Known = Callable[[str], bool]


def check(css: str, name: str, place: Place, known: Known) -> Iterator[Problem]:
    """What is wrong with the addresses and the syntax of a project's style sheet.

    ``name`` is the sheet's name in the project (``styles/print.css``); ``known`` tells whether a project file exists.
    """
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        where = Place(place.file, rule.source_line, rule.source_column)
        if rule.type == "error":
            hint = "check that each { has its }, and each declaration its ;"
            yield error("T003", where, f"the style sheet is broken here: {rule.message.rstrip('.')}", hint)
        elif rule.type == "at-rule" and rule.lower_at_keyword == "import":
            hint = "put the rules into this file, or name the file in styles/"
            yield error("T003", where, "@import is not read", hint)
    for token in addresses(tinycss2.parse_component_value_list(css)):
        where = Place(place.file, token.source_line, token.source_column)
        address = address_of(token)
        if address.startswith(("#", "data:")):
            continue
        scheme = scheme_of(address)
        if scheme == "file" or len(scheme) == 1 or (address.startswith("/") and not address.startswith("//")):
            yield error("R001", where, f"“{address}” is outside the project", "copy the file into styles/")
        elif scheme or address.startswith("//"):
            yield error("R002", where, f"“{address}” is on the network: nothing is fetched", "save it into styles/")
        elif resolve(name, address).startswith("../"):
            yield error("R001", where, f"“{address}” leads out of the project", "copy the file into styles/")
        elif not known(resolve(name, address)):
            hint = "put the file beside the style sheet: addresses are seen from there"
            yield error("T003", where, f"there is no file “{address}”", hint)


def scheme_of(address: str) -> str:
    """What stands before the colon of an address, "" for none; ``invalid`` where it cannot be told."""
    try:
        return urlsplit(address).scheme
    except ValueError:
        return "invalid"


def resolve(sheet: str, address: str) -> str:
    """The project file that an address in a sheet names."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(sheet), unquote(address.partition("#")[0])))


def addresses(tokens: list[Any]) -> Iterator[Any]:
    """Every url(…) token of a sheet, however deep."""
    for token in tokens:
        if token.type == "url" or (token.type == "function" and token.lower_name == "url"):
            yield token
        else:
            inner = getattr(token, "content", None) or getattr(token, "arguments", None) or []
            yield from addresses(inner if isinstance(inner, list) else [])


def address_of(token: Any) -> str:
    """The address that a url(…) token holds."""
    if token.type == "url":
        return str(token.value)
    return next((str(a.value) for a in token.arguments if a.type == "string"), "")


def with_addresses(css: str, replaced: Callable[[str], str]) -> str:
    """The sheet with every address replaced."""
    tokens = tinycss2.parse_component_value_list(css)
    for token in addresses(tokens):
        new = f'"{replaced(address_of(token))}"'
        if token.type == "url":
            token.representation = f"url({new})"
        else:
            for argument in token.arguments:
                if argument.type == "string":
                    argument.representation = new
    return str(tinycss2.serialize(tokens))


def standing_alone(css: str, sheet: str, files: Mapping[str, Callable[[], bytes]]) -> str:
    """The sheet of that name with the files that it asks for in it, as data."""

    def held(address: str) -> str:
        name = resolve(sheet, address)
        inside = name in files and not address.startswith(("#", "data:"))
        return data_address(media_type_of(name), files[name]()) if inside else address

    return with_addresses(css, held) if "url(" in css.lower() else css


def with_values(css: str, values: Mapping[str, str]) -> str:
    """The sheet with custom properties put in, for readers that know none: ``var(--accent)`` becomes the colour."""

    def filled(tokens: list[Any]) -> list[Any]:
        found: list[Any] = []
        for token in tokens:
            name = next((a.value for a in token.arguments if a.type == "ident"), "") if token.type == "function" else ""
            if name.removeprefix("--") in values and token.lower_name == "var":
                found += tinycss2.parse_component_value_list(values[name.removeprefix("--")])
                continue
            for inner in ("content", "arguments"):
                if isinstance(getattr(token, inner, None), list):
                    setattr(token, inner, filled(getattr(token, inner)))
            found.append(token)
        return found

    return str(tinycss2.serialize(filled(tinycss2.parse_component_value_list(css))))


def declared(css: str, name: str) -> str | None:
    """What a sheet sets a custom property of the root to, at last; None where it does not."""
    return _properties(css).get(name)


@functools.lru_cache(maxsize=32)
def _properties(css: str) -> Mapping[str, str]:
    """What a sheet declares for the root."""
    found: dict[str, str] = {}
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if rule.type == "qualified-rule" and tinycss2.serialize(rule.prelude).strip() == ":root":
            for piece in tinycss2.parse_blocks_contents(rule.content):
                if piece.type == "declaration":
                    found[piece.name] = tinycss2.serialize(piece.value).strip()
    return found


MEDIA_TYPES = {
    ".css": "text/css",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".otf": "font/otf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
}


def media_type_of(name: str) -> str:
    """The media type of a file by its name, the same on every machine."""
    return MEDIA_TYPES.get(posixpath.splitext(name)[1].lower(), "application/octet-stream")


def data_address(media_type: str, data: bytes) -> str:
    """Bytes as an address that holds them (RFC 2397)."""
    return f"data:{media_type};base64,{base64.b64encode(data).decode()}"
