"""How much of a build's processor time goes into choosing an edition and proving the finished file, in per cent.

``benchmarks/compare.py`` runs it for each format; by itself: ``.venv/bin/python benchmarks/proving.py pdf``.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from booklet import editions, pipeline
from booklet.confine import RARE_COLLECTION
from booklet.proof import compared

ROOT = Path(__file__).parent.parent
spent = 0.0


def timed(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, with its processor time put to what is spent."""

    @wraps(function)
    def measured(*arguments: Any, **choices: Any) -> Any:
        global spent  # noqa: PLW0603  # one number, told at the end
        began = time.process_time()
        result = function(*arguments, **choices)
        spent += time.process_time() - began
        return result

    return measured


def main() -> None:
    """Build one file of the sample and print the share, and the seconds that it is of."""
    gc.set_threshold(*RARE_COLLECTION)
    editions.choose = timed(editions.choose)
    compared.compare = timed(compared.compare)
    pipeline.make(pipeline.Request(ROOT, formats=(sys.argv[1],)), lambda _: None)
    print(f"{spent:.4f} {time.process_time():.4f}")


if __name__ == "__main__":
    main()
