"""Where links may lead: to an id of the booklet, or to the web."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from ..model import Node, Section
from ..problems import Problem, error
from ..project import did_you_mean
from . import load

WEB = ("http", "https", "mailto", "tel")


def check_ids(
    sections: Sequence[Section], written: Set[str], hidden: Mapping[str, str], unread: tuple[str, ...]
) -> Iterator[Problem]:
    """Every ``#id`` that is linked to must be somewhere.

    ``written`` are ids that stand in the sections' files, ``hidden`` those of sections left out, with their files;
    of ids that begin like one of ``unread`` nothing is known, for their section is too deep to be read to its end.
    """
    known = written | {s.id for s in sections} | {n.id for s in sections for n in s.walk() if n.id}
    known |= {item.id for s in sections for item in s.items}
    for node in _links(sections):
        target = unquote(node.get("target"))
        name = target.removeprefix("#")
        if target.startswith("#") and name not in known and not name.startswith(unread):
            hint = did_you_mean(name, sorted(known))
            if name in hidden:
                hint = f"it is in {hidden[name]}, which is a draft and left out"
            yield error("S003", node.place, f"there is no {load.named(target)} to link to", hint)


def check_addresses(sections: Sequence[Section], files: Mapping[str, str]) -> Iterator[Problem]:
    """Every link that is not to an id must be to the web. ``files`` are the ids of sections by their files' stems."""
    for node in _links(sections):
        target = unquote(node.get("target"))
        if target.startswith("#") or _is_web(target):
            continue
        hint = "link to #id, or to an address that begins with https://"
        path = PurePosixPath(target.partition("#")[0])
        if path.suffix in (".md", ".html", ".xhtml") and path.stem in files:
            hint = f"link to the section by its id: #{files[path.stem]}"
        _, refusal = load.inside(target, node.place)
        if refusal and refusal.code == "R001":
            yield error("R001", node.place, refusal.message, hint)
        elif target:
            yield error("S003", node.place, f"{load.named(target)} is no place in the booklet", hint)
        else:
            yield error("S003", node.place, "this link leads nowhere", hint)


def _is_web(address: str) -> bool:
    try:
        return urlsplit(address).scheme in WEB
    except ValueError:
        return False


def _links(sections: Sequence[Section]) -> Iterator[Node]:
    return (node for section in sections for node in section.walk() if node.name == "link")
