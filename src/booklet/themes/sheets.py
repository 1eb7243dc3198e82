"""Style sheets: which addresses they ask for, judged before any format reads them, and rewritten where one must."""

from __future__ import annotations

import base64
import functools
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

import tinycss2

from ..model import Place
from ..problems import Problem, error

Known = Callable[[str], bool]
BRACES = re.compile(r"""/\*.*?(?:\*/|$)|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\\.|[{}]""", re.DOTALL)
PSEUDO = frozenset(
    "active after any-link before blank checked disabled empty enabled first first-child first-letter first-line "
    "first-of-type focus focus-visible focus-within hover last-child last-of-type left link only-child only-of-type "
    "optional read-only required right root scope target visited".split()
)


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
    yield from _unclosed(css, place)
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


def _unclosed(css: str, place: Place) -> Iterator[Problem]:
    """Declarations behind which a rule should have ended, and rules that never do."""
    told = False
    for rule in rules(css):
        if _is_declaration(rule.prelude):
            told = True
            begun = tinycss2.serialize(rule.prelude).strip().partition("\n")[0].strip()
            where = Place(place.file, rule.source_line, rule.source_column)
            hint = "put ; behind it, and } where its rule ends"
            yield error(
                "T003", where, f"the style sheet is broken here: “{begun}” does not end before the next rule", hint
            )
    at = _open_brace(css)
    if at is not None and not told:
        where = Place(place.file, css.count("\n", 0, at) + 1, at - css.rfind("\n", 0, at))
        yield error("T003", where, "the style sheet is broken here: this { has no }", "put } where the rule ends")


def _is_declaration(prelude: list[Any]) -> bool:
    """Whether what stands where a rule's selectors should be begins with a declaration."""
    told = [token for token in prelude if token.type != "comment"]
    colon = next((position for position, sign in enumerate(told[:3]) if sign == ":"), 0)
    if not colon or told[0].type != "ident" or len(told) == colon + 1:
        return False
    behind = told[colon + 1]
    return behind != ":" and behind.type != "function" and (behind.type != "ident" or behind.lower_value not in PSEUDO)


def _open_brace(css: str) -> int | None:
    """Where the first brace stands that is never closed."""
    opened: list[int] = []
    for found in BRACES.finditer(css):
        if found[0] == "{":
            opened.append(found.start())
        elif found[0] == "}" and opened:
            opened.pop()
    return opened[0] if opened else None


def rules(css: str) -> Iterator[Any]:
    """Every rule of a sheet that begins with selectors, however deep."""
    pending = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    while pending:
        rule = pending.pop(0)
        if rule.type == "qualified-rule":
            yield rule
        if rule.type in ("qualified-rule", "at-rule") and rule.content:
            inner = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
            pending = [*(piece for piece in inner if piece.type in ("qualified-rule", "at-rule")), *pending]


def place_of_selectors(css: str, selectors: str) -> tuple[str, int, int]:
    """The selectors that a message is about, as the sheet has them, with their line and column: 0, 0 where it has not.

    In messages those of a rule within another have the other's in ``:is(…)`` before them.
    """
    wanted = "".join(selectors.split())
    for rule in rules(css):
        told = tinycss2.serialize(rule.prelude).strip()
        if wanted == "".join(told.split()) or (":is(" in wanted and wanted.endswith("".join(told.split()))):
            return told, rule.source_line, rule.source_column
    return selectors, 0, 0


def faces(css: str) -> Iterator[Any]:
    """The rules of a sheet that declare fonts."""
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if rule.type == "at-rule" and rule.lower_at_keyword == "font-face" and rule.content:
            yield rule


def fonts_of(css: str, name: str) -> Iterator[tuple[int, int, str]]:
    """The project's files that a sheet of that name declares as fonts, each with line and column of its address."""
    for rule in faces(css):
        for token in addresses(rule.content):
            if not scheme_of(address_of(token)):
                yield token.source_line, token.source_column, resolve(name, address_of(token))


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
