"""The work behind ``booklet impose``: a finished PDF is read, put on sheets, and these are placed beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from .. import given, place
from ..confine import confined
from ..model import Place
from ..problems import FileError, error
from .layouts import Layout
from .measures import MM
from .orders import Imposed, Needed, Order, impose, needed_by

Report = Callable[[str], None]
MOST_MEGABYTES = 512
TOO_LARGE = "make its pictures smaller"
NEAR = 0.002  # of a scale that is still called full size
DONE: dict[Layout, str] = {
    "2-up": "Read the pages from the side where reading begins.",
    "4-up": "Read the pages row by row.",
    "cut-and-stack": "Cut the pile of sheets, and lay the smaller piles on each other, row by row, the first on top.",
    "mini-book": "Fold every line, slit the middle, and fold the pages around each other.",
    "repeat": "Cut the sheets into slips.",
}
BOUND = {"saddle": "staple them through the fold", "perfect": "glue or sew the back"}
FOLDS = {
    1: "in the middle",
    2: "upper half behind lower, then in the middle",
    3: "in the middle, upper half behind lower, and in the middle again",
}


@dataclass(frozen=True, slots=True)
class Request:
    """A finished PDF and what is asked of its sheets; ``seconds`` and ``megabytes`` are limits."""

    file: Path
    order: Order = field(default_factory=Order)
    output: Path | None = None
    seconds: float = 120.0
    megabytes: int = 2048

    @property
    def target(self) -> Path:
        """Where the sheets go: beside the file, under its name with the layout's behind it."""
        return self.output or self.file.with_name(f"{self.file.stem}-{self.order.layout}.pdf")


@dataclass(frozen=True, slots=True)
class Result:
    """The file that was placed, what stands in it, and the page that says what to do, if one was asked for."""

    file: Path
    imposed: Imposed
    instructions: Path | None = None


def make(request: Request, progress: Report | None = None) -> Result:
    """Put a PDF on sheets and place them. Raises a BookletError with every problem; then nothing was placed."""
    data = given.read(request.file, MOST_MEGABYTES, TOO_LARGE)
    target = request.target
    if target.resolve() == request.file.resolve():
        hint = "give another name with -o"
        raise FileError(error("F003", Place(str(target)), "the sheets would take the place of the pages", hint))
    made, page = confined(
        _imposed, data, str(request.file), request.order, seconds=request.seconds, megabytes=request.megabytes,
        progress=progress,
    )  # fmt: skip
    beside = target.with_name(f"{target.stem}-instructions.pdf") if page else None
    place.put_alone(target.parent, [(target.name, made.data), *([(beside.name, page)] if beside else [])])
    return Result(target, made, beside)


def _imposed(data: bytes, shown: str, order: Order, report: Report) -> tuple[Imposed, bytes]:
    """The sheets, and the page that says what to do with them; nothing where none is asked for."""
    report(f"putting {shown} on sheets")
    imposed = impose(data, shown, order)
    if not order.instructions:
        return imposed, b""
    from . import instructions  # with all that pages on paper need

    report("writing how they are folded")
    title = imposed.title or PurePath(shown).stem
    return imposed, instructions.of_file(imposed, title, imposed.language)


def told(imposed: Imposed) -> Iterator[str]:
    """What the user is to know of sheets: how many and how to print them, what becomes of them, and what was done to
    the pages."""
    order, frame = imposed.order, imposed.frame
    sheets = len(imposed.plan.sheets)
    both = any(sheet.back for sheet in imposed.plan.sheets)
    lies = frame.paper.width > frame.paper.height
    sides = f"on both sides, flipped on the {order.flip} edge" if both else "on one side"
    paper = f"{frame.paper.name}{' landscape' if lies else ''}"
    yield f"{_counted(sheets, 'sheet')} of {paper}, printed {sides}, in actual size."
    yield DONE.get(order.layout) or _bound(imposed)
    if abs(frame.scale - 1) > NEAR:
        yield f"The pages stand at {frame.scale:.0%} of their size: the sheet has no room for more."
    if imposed.blanks:
        where = "before the last page" if order.back_cover else "at the end"
        yield f"{_counted(imposed.blanks, 'blank page')} {where}."
    if frame.paper.leaf and any(spot.depth for sheet in imposed.plan.sheets for spot in sheet.front):
        deepest = max(spot.depth for sheet in imposed.plan.sheets for spot in sheet.front)
        yield f"The innermost pages stand {deepest * frame.paper.leaf / MM:.1f} mm nearer to the fold (creep)."
    yield "The sheets have no tags and no bookmarks: to be read on a screen, give away the PDF itself."


def _bound(imposed: Imposed) -> str:
    """How sheets that are folded become a book: those that are folded once as one pile, others each by itself."""
    order = imposed.order
    sizes = list(Counter(sheet.signature for sheet in imposed.plan.sheets).values())
    fold, bind = FOLDS[order.folds], BOUND[order.layout]
    if sizes == [1]:
        return f"Fold the sheet {fold}, and {bind.replace('them', 'it')}."
    gathered = [f"fold each sheet {fold}", "lay {} into each other"] if order.folds > 1 else [
        "lay {} into each other", f"fold them {fold}"
    ]  # fmt: skip
    if len(sizes) == 1:
        words = ", ".join([*gathered, f"and {bind}"]).format("all sheets" if order.folds == 1 else "them")
        return f"{words[0].upper()}{words[1:]}."
    runs = " or ".join(str(size) for size in sorted(set(sizes), reverse=True))
    behind = "lay the signatures behind each other"
    if order.layout == "saddle":
        words = f"{', '.join(gathered)}, and {bind}; {behind}"
    else:
        words = f"{' and '.join(gathered)}; {behind}, and {bind}"
    words = words.format("the sheets of each")
    return f"{len(sizes)} signatures of {runs} sheet{'' if runs == '1' else 's'}: {words}."


def need(request: Request, progress: Report | None = None) -> Needed:
    """How many sheets a PDF takes; nothing is made. Raises a BookletError with every problem."""
    data = given.read(request.file, MOST_MEGABYTES, TOO_LARGE)
    return confined(
        _needed, data, str(request.file), request.order, seconds=request.seconds, megabytes=request.megabytes,
        progress=progress,
    )  # fmt: skip


def _needed(data: bytes, shown: str, order: Order, report: Report) -> Needed:
    report(f"counting the pages of {shown}")
    return needed_by(data, shown, order)


def fitting(takes: Needed, sheets: int, layout: Layout) -> Iterator[str]:
    """How many sheets a PDF takes beside those that are wanted, and how many pages are too many or could be more."""
    room = sheets * takes.each
    count = _counted(sheets, "sheet")
    yield f"It takes {_counted(takes.sheets, 'sheet')} of {takes.name}; {count} would take {_counted(room, 'page')}."
    if takes.pages > room:
        yield f"{_counted(takes.pages - room, 'page')} too many. Settings that need fewer are looked for with"
        yield f"  booklet build --impose {layout} --fit {sheets}"
    elif takes.pages < room:
        yield f"There is room for {_counted(room - takes.pages, 'page')} more."


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
