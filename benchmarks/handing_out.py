"""How much processor time a class set costs beside one copy: thirty named copies of a handout of twenty-four pages.

``benchmarks/compare.py`` runs it; by itself: ``.venv/bin/python benchmarks/handing_out.py``.
"""

from __future__ import annotations

import gc
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from booklet import pipeline
from booklet.confine import RARE_COLLECTION
from booklet.model import Place
from booklet.press import packing, packs, rosters
from booklet.press.choosing import Choice
from booklet.wrapping import pages_of

PUPILS = 30
QUESTIONS = 69  # as many as fill them
PASSAGE = """She never says that the house was cold. She says that the others wore their coats at the table, and that
   nobody spoke of it; and when the letter comes she reads it aloud, twice, as if somebody else had written it."""
QUESTION = "What does the speaker leave out here, and who would have told it otherwise? Give two places."


def project(folder: Path) -> Path:
    """A booklet with one section: passages, each with a question and room for an answer."""
    manuscript = folder / "manuscript"
    manuscript.mkdir(parents=True, exist_ok=True)
    (manuscript / "booklet.yaml").write_text("title: A long worksheet\nlanguage: en-GB\n")
    asked = "\n\n".join(f"{number}. {PASSAGE}\n\n   {QUESTION}" for number in range(1, QUESTIONS + 1))
    (manuscript / "01-asked.md").write_text(f"---\nkind: questions\ntitle: Questions\n---\n\n{asked}\n")
    return folder


def timed(name: str, seconds: list[float]) -> None:
    """Append the processor time of each call of a function of ``packing`` to a list, from now on."""
    function: Callable[..., Any] = getattr(packing, name)

    def measured(*arguments: Any) -> Any:
        began = time.process_time()
        result = function(*arguments)
        seconds.append(time.process_time() - began)
        return result

    setattr(packing, name, measured)


def main() -> None:
    """Print the seconds for the handout with its thirty named copies, and those for the handout alone."""
    gc.set_threshold(*RARE_COLLECTION)
    layouts: list[float] = []
    copies: list[float] = []
    with tempfile.TemporaryDirectory() as name:
        folder = project(Path(name))
        build = pipeline.Request(folder, jobs=1, cache=False)
        request = packs.Request(build, Choice(sections=("asked",)))
        packing.make(request, (), lambda _: None)  # once, for imports and fonts
        pupils = tuple(
            rosters.Pupil(f"Pupil {number}", "9b", "", Place("class.csv", number)) for number in range(1, PUPILS + 1)
        )
        timed("_press", layouts)
        timed("_for_class", copies)
        made = packing.make(request, pupils, lambda _: None)
    student = next(file for file in made.files if file.name.endswith("asked.pdf"))
    print(f"{pages_of(student.data)} pages; {[file.name for file in made.files]}", file=sys.stderr)
    print(f"{layouts[0] + copies[0]:.4f} {layouts[0]:.4f}")


if __name__ == "__main__":
    main()
