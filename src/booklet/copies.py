"""Pages of the studied book: which copy they are of, as ``page="faber:72 vintage:80"`` says, and how they are named."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from .model import Section
from .problems import Problem, error
from .project import did_you_mean
from .settings import Work, WorkEdition

KEYS = ("page", "pages")


def pages_by_copy(text: str, copies: Mapping[str, WorkEdition]) -> dict[str, str]:
    """The pages that an attribute names, by copy; those without a copy are of the first.

    Pages follow their copy: ``faber:72, 75 vintage:80`` names three. Where no copies are known all is one text.
    """
    found: dict[str, list[str]] = {}
    copy = next(iter(copies), "")
    if not copy:
        return {"": text} if text else {}
    for piece in text.replace(";", " ").split():
        name, colon, pages = piece.partition(":")
        if colon:
            copy = name
        rest = pages if colon else piece
        if rest:
            found.setdefault(copy, []).append(rest)
    return {name: " ".join(pieces).rstrip(",") for name, pieces in found.items()}


def named(text: str, copy: str, copies: Mapping[str, WorkEdition], words: Callable[[str], str]) -> str:
    """“p. 72” for the pages of the wanted copy; those of another one with its name behind: “p. 80 (Vintage)”."""
    pages = pages_by_copy(text, copies)
    if not pages:
        return ""
    if copy in pages:
        return words("p. {number}").format(number=pages[copy])
    other, number = next(iter(pages.items()))
    label = copies[other].label if other in copies else other
    return words("p. {number} ({copy})").format(number=number, copy=label)


def check(sections: Sequence[Section], work: Work | None) -> Iterator[Problem]:
    """Copies that pages name and ``work.editions`` does not."""
    copies = work.editions if work else {}
    if not copies:
        return
    for section in sections:
        owners = [(item.attrs, item.place) for item in section.items] + [(n.attrs, n.place) for n in section.walk()]
        for attrs, place in owners:
            named_here = {name for key in KEYS for name in pages_by_copy(attrs.get(key, ""), copies)}
            for name in sorted(named_here - set(copies)):
                message = f"“{name}” is not a copy of the studied book"
                yield error("S010", place, message, did_you_mean(name, copies))
