"""The words of a cover as a stack of lines, as large as they can stand in the room that a design gives them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ..themes.lettering import Lettering

ASCENT, DESCENT = 0.72, 0.24  # of the size: how far the first line reaches up, and the last one down
SMALLEST = 0.35
HELD = "\N{NO-BREAK SPACE}"  # at which lines end only where they are too wide in the smallest size
TITLES = ("title", "heading")
FEWER, WORTH = 3, 0.7  # titles of so many lines and more are set smaller, down to this share, for better lines
THIRD = 0.33  # for titles whose words would be torn
UNDER = 0.62  # a subtitle is no larger than this share of its title


@dataclass(frozen=True, slots=True)
class Style:
    """How the words of one role are set: their face, the sizes to try and the air above them in hundredths of the
    page's width, and how many lines they may take; ``leading`` is from line to line, as a share of the size."""

    family: str
    sizes: tuple[float, ...]
    above: float
    most: int = 2
    leading: float = 1.25
    weight: int = 400
    slant: str = "normal"


@dataclass(frozen=True, slots=True)
class Line:
    """One line and its baseline, measured from the top of its stack."""

    text: str
    y: float


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of one role, all alike."""

    role: str
    lines: tuple[Line, ...]
    size: float
    style: Style

    @property
    def top(self) -> float:
        """The upper edge of its letters."""
        return self.lines[0].y - ASCENT * self.size

    @property
    def bottom(self) -> float:
        """The lower edge of its letters."""
        return self.lines[-1].y + DESCENT * self.size


@dataclass(frozen=True, slots=True)
class Stack:
    """Blocks one under the other; ``whole`` says that they stand in their room as they should, and need not have been
    made smaller than any size that was to be tried."""

    blocks: tuple[Block, ...]
    whole: bool = True

    @property
    def height(self) -> float:
        """From the top of the first line to the foot of the last."""
        return self.blocks[-1].bottom if self.blocks else 0.0

    def bottom_of(self, role: str) -> float:
        """The foot of a role's last line; 0 where there are no words of it."""
        return next((block.bottom for block in self.blocks if block.role == role), 0.0)

    def lines_of(self, role: str) -> int:
        """How many lines a role takes."""
        return sum(len(block.lines) for block in self.blocks if block.role == role)

    def has(self, role: str) -> bool:
        """Whether words of a role are in it."""
        return any(block.role == role for block in self.blocks)


class Stacker:
    """Stacks words; ``unit`` is a hundredth of the page's width, ``styles`` and ``texts`` go by role."""

    def __init__(self, letters: Lettering, unit: float, styles: Mapping[str, Style], texts: Mapping[str, str]) -> None:
        self.letters, self.unit, self.styles, self.texts = letters, unit, styles, texts

    def stack(self, roles: Sequence[str], width: float, height: float, apart: float = 0) -> Stack:
        """The words of these roles, where there are any, in a room: one role after the other is set smaller, the
        largest first, until all fit; where even the smallest sizes are too large, all are scaled down alike.

        Below the title so much more air is left ``apart``, for an ornament.
        """
        there = [role for role in roles if self.texts.get(role)]
        tried = dict.fromkeys(there, 0)
        while True:
            self._subdue(tried)
            blocks = [self._block(role, tried[role], width) for role in there]
            stack = Stack(tuple(self._piled(blocks, apart)))
            fits = all(good for _, good in blocks)
            if fits and stack.height <= height:
                return self._broken_better(there, tried, width, stack, apart)
            smaller = [
                (block.size, role)
                for role, (block, good) in zip(there, blocks, strict=True)
                if tried[role] + 1 < len(self.styles[role].sizes) and (fits or not good)
            ]
            if not smaller:
                break
            tried[max(smaller)[1]] += 1
        widest = max((self._width(line.text, b) for b in stack.blocks for line in b.lines), default=0)
        share = min(1.0, height / stack.height if stack.height else 1.0, width / widest if widest else 1.0)
        return Stack(tuple(_scaled(stack.blocks, max(share, SMALLEST))), share > 0.999)

    def _subdue(self, tried: dict[str, int]) -> None:
        """Let the subtitle be smaller than the title, as far as there are sizes for that."""
        if not {"title", "subtitle"} <= tried.keys():
            return
        sizes, title = self.styles["subtitle"].sizes, self.styles["title"].sizes[tried["title"]]
        while sizes[tried["subtitle"]] > UNDER * title and tried["subtitle"] + 1 < len(sizes):
            tried["subtitle"] += 1

    def _broken_better(
        self, there: Sequence[str], tried: dict[str, int], width: float, stack: Stack, apart: float
    ) -> Stack:
        """The same, but that a title gives up some size for better lines: for one less, where hardly more than a word
        stands on each; for ends at spaces, where its script would let lines end anywhere."""
        for role in there:
            before, _ = self._block(role, tried[role], width)
            if role not in TITLES or not self._is_badly_broken(before):
                continue
            for further in range(tried[role] + 1, len(self.styles[role].sizes)):
                block, good = self._block(role, further, width)
                if block.size < (THIRD if self._is_torn(before) else WORTH) * before.size:
                    break
                if good and not self._is_badly_broken(block, len(before.lines)):
                    blocks = [self._block(other, further if other == role else tried[other], width) for other in there]
                    return Stack(tuple(self._piled(blocks, apart)))
        return stack

    def _is_badly_broken(self, block: Block, count: int = 0) -> bool:
        """Whether hardly more than a word stands on each line, and no line less than ``count`` is won; or whether words
        are torn."""
        lines = len(block.lines)
        few = lines >= FEWER and len(self.texts[block.role].split()) < 2 * lines
        return self._is_torn(block) or (few and (not count or lines >= count))

    def _is_torn(self, block: Block) -> bool:
        """Whether lines end within words, though there are spaces between these."""
        words = self.texts[block.role].split()
        return len(words) > 1 and " ".join(line.text for line in block.lines).split() != words

    def _block(self, role: str, tried: int, width: float) -> tuple[Block, bool]:
        """A role's lines at one of its sizes, from 0, and whether they are few enough and none is too wide."""
        style = self.styles[role]
        size = style.sizes[tried] * self.unit
        lines = self._lines(self.texts[role], width, style, size)
        if tried == len(style.sizes) - 1 and not self._is_narrow(lines, width, style, size):
            lines = self._lines(self.texts[role].replace(HELD, " "), width, style, size)
        lines = [line.replace(HELD, " ") for line in lines]
        block = Block(role, tuple(Line(line, n * size * style.leading) for n, line in enumerate(lines)), size, style)
        narrow = self._is_narrow(lines, width, style, size)
        return block, narrow and (len(lines) <= style.most or tried == len(style.sizes) - 1)

    def _lines(self, text: str, width: float, style: Style, size: float) -> list[str]:
        return self.letters.lines(text, width, style.family, size, style.weight, style.slant)

    def _is_narrow(self, lines: Iterable[str], width: float, style: Style, size: float) -> bool:
        family, weight, slant = style.family, style.weight, style.slant
        return all(self.letters.width(line, family, size, weight, slant) <= width for line in lines)

    def _width(self, text: str, block: Block) -> float:
        style = block.style
        return self.letters.width(text, style.family, block.size, style.weight, style.slant)

    def _piled(self, blocks: Sequence[tuple[Block, bool]], apart: float) -> Iterable[Block]:
        y = 0.0
        for number, (block, _) in enumerate(blocks):
            y += block.style.above * self.unit if number else 0
            y += apart if number and blocks[number - 1][0].role == "title" else 0
            first = y + ASCENT * block.size
            block = replace(block, lines=tuple(Line(line.text, first + line.y) for line in block.lines))
            yield block
            y = block.bottom


def _scaled(blocks: Iterable[Block], share: float) -> Iterable[Block]:
    for block in blocks:
        lines = tuple(Line(line.text, line.y * share) for line in block.lines)
        yield replace(block, lines=lines, size=block.size * share)
