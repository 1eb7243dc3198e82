"""Problems as editors and build servers take them: SARIF 2.1.0 (OASIS standard, with errata 01)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import quote

from .. import __version__
from ..model import Place
from ..problems import CATALOGUE, Problem, ordered

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
NO_FILES = ("booklet", "standard output")
LEVELS = {"information": "note"}


def log(problems: Iterable[Problem]) -> dict[str, Any]:
    """A log of one run with these problems by place; its rules are the codes that are met."""
    found = ordered(problems)
    codes = [code for code in CATALOGUE if any(problem.code == code for problem in found)]
    rules = [{"id": code, "shortDescription": {"text": CATALOGUE[code].meaning}} for code in codes]
    driver = {"name": "booklet", "version": __version__, "rules": rules}
    results = [_result(problem, codes.index(problem.code)) for problem in found]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _result(problem: Problem, rule: int) -> dict[str, Any]:
    """A problem as a result (§3.27): the hint stands in the message, since that is what is shown."""
    text = f"{problem.message}\nHint: {problem.hint}" if problem.hint else problem.message
    level = LEVELS.get(problem.severity, problem.severity)
    said = {"ruleId": problem.code, "ruleIndex": rule, "level": level, "message": {"text": text}}
    return {**said, "locations": [_location(problem.place)]} if _is_file(problem.place) else said


def _is_file(place: Place) -> bool:
    return place.file not in NO_FILES and not place.file.startswith("--")


def _location(place: Place) -> dict[str, Any]:
    """A file with the place in it (§3.28): relative to the working folder, where messages are so too."""
    path = PurePath(place.file)
    uri = Path(place.file).as_uri() if path.is_absolute() else quote(path.as_posix())
    region = {"startLine": place.line, **({"startColumn": place.column} if place.column else {})}
    physical: dict[str, Any] = {"artifactLocation": {"uri": uri}}
    return {"physicalLocation": {**physical, "region": region} if place.line else physical}
