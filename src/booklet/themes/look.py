"""What a theme says of its covers in ``theme.yaml``, under ``cover:``; what it does not say is as in ``classic``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Design = Literal["typographic", "pattern", "picture", "plain"]
Panel = Literal["label", "foot", "head", "window"]


@dataclass(frozen=True, slots=True)
class CoverLook:
    """How a theme's covers look; the templates under ``covers/`` draw what is said here.

    ``usual`` is the design of a booklet that names none and has no picture. ``ground`` is the colour of the paper,
    ``accent`` for the booklet's own; ``pattern-ground`` says on what patterns are drawn. Titles are set in the
    ``title-face`` (that of the text or of labels), at most ``title-size`` hundredths of the page's width high, with
    ``title-weight``; all other words are as large as ``small-size`` says, in percent of the usual. ``align`` is where
    lines begin, ``frame`` what runs around the page (``band``: along its binding), ``ornament`` what stands below the
    title. ``pattern-panel`` and ``picture-panel`` say where words stand: on a ``label`` in the middle, in a panel at
    the ``foot`` or the ``head``, or around a ``window``. ``name-lines`` gives room for the owner's name.
    """

    usual: Design = "typographic"
    ground: str = "#f6f1e6"
    pattern_ground: Literal["accent", "tint", "white"] = "accent"
    title_face: Literal["text", "label"] = "text"
    title_weight: int = 400
    title_size: int = 15
    align: Literal["centre", "start"] = "centre"
    frame: Literal["none", "double", "heavy", "band"] = "double"
    ornament: Literal["none", "book", "rule", "bar"] = "book"
    pattern_panel: Panel = "label"
    picture_panel: Panel = "window"
    small_size: int = 100
    name_lines: bool = False
