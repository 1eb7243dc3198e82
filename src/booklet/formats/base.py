"""The contract of an output format: a name, a file ending, the medium it wants, and one call that makes the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..composition import Composition, Medium
from ..problems import Problem


@dataclass(frozen=True, slots=True)
class Outcome:
    """What making a file gave: its bytes, what was found wrong, and the composition as it was in the end."""

    data: bytes
    problems: tuple[Problem, ...]
    composition: Composition


Making = Callable[[Composition], Outcome]


@dataclass(frozen=True, slots=True)
class Format:
    """A row of the table of formats.

    ``load`` gives the function that makes the file, importing what it needs. It raises a BookletError where the file
    must not be placed; the problems of an outcome are warnings.
    """

    name: str
    suffix: str
    medium: Medium
    load: Callable[[], Making]
