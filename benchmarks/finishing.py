"""How much processor time the tags, links, words and metadata of a PDF cost, beside laying out its pages.

``benchmarks/compare.py`` runs it for each theme; by itself: ``.venv/bin/python benchmarks/finishing.py modern``.
"""

from __future__ import annotations

import gc
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from booklet import pipeline
from booklet.confine import RARE_COLLECTION
from booklet.formats.pdf import finish, marks, weasy, wording

ROOT = Path(__file__).parent.parent
spent: dict[str, float] = defaultdict(float)


def timed(owner: Any, name: str, purpose: str) -> None:
    """Put the processor time of a function to what is spent for a purpose, from now on."""
    function: Callable[..., Any] = getattr(owner, name)

    @wraps(function)
    def measured(*arguments: Any, **choices: Any) -> Any:
        began = time.process_time()
        result = function(*arguments, **choices)
        spent[purpose] += time.process_time() - began
        return result

    setattr(owner, name, measured)


def main(theme: str) -> None:
    """Build the PDF of the sample in a theme and print the seconds for finishing it, and those for laying it out."""
    gc.set_threshold(*RARE_COLLECTION)
    timed(weasy.Press, "lay_out", "layout")
    for owner, name in ((marks, "parents_of"), (marks, "gathered"), (wording, "hide"), (wording, "spell")):
        timed(owner, name, "finish")
    timed(finish, "finished", "finish")
    pipeline.make(pipeline.Request(ROOT, formats=("pdf",), theme=theme), lambda _: None)
    print(f"{spent['finish']:.4f} {spent['layout']:.4f}")


if __name__ == "__main__":
    main(*sys.argv[1:2] or ("classic",))
