"""The text of a PDF as programs take it out: words whole, with a space between them, as they were typed.

Glyphs are mapped to letters once for each font, and lines end where the layout ends them. So three things are mended in
the streams, none of which can be seen. A word that goes over the end of a line stands there whole, as the text that its
first part stands for (ISO 32000-1 §14.9.4), and a hyphen that the layout adds is a soft one (§14.8.2.2.3). A line that
ends between two words ends with a space (§14.8.2.5). And a line whose glyphs say something else than was typed, as
small capitals that stand for large letters too, says what it means. Streams are WeasyPrint's, before it writes them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...characters import letters_a_word
from .marks import Mark, Spot
from .roles import BLOCKS, classes_of, role_of

STRESSED = frozenset(("em", "strong", "i", "b", "s", "a"))
HYPHENS, SOFT = ("\N{HYPHEN}", "-"), "\N{SOFT HYPHEN}"  # what a layout adds: many fonts have no more than the second
UNSEEN = dict.fromkeys([0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF])
TOKENS = re.compile(rb"<([0-9a-f]*)>|([-+.0-9e]+)")
FIRST_WORD, LAST_WORD = re.compile(r"\s*\S*\s?"), re.compile(r"\S*$")
SHOWS, CHOOSES, ENDS = b"] TJ", b" Tf", b"EMC"
AROUND = 12


@dataclass(slots=True)
class Shown:
    """One operator that shows text: where it stands in its stream, its font, and its glyphs.

    ``cuts`` are runs of glyphs, from and to behind the last, with the text that they stand for.
    """

    stream: Any
    position: int
    font: Any
    glyphs: list[int]
    cuts: list[tuple[int, int, str]] = field(default_factory=list)
    ends_with: int | None = None

    def letters(self) -> list[str]:
        """What each glyph stands for."""
        return [self.font.to_unicode.get(glyph, "") for glyph in self.glyphs]


@dataclass(slots=True)
class Line:
    """A piece of marked text, which stands on one line: what was typed, and the operators that show it.

    ``after`` goes on with the word that the line ends with a part of, ``before`` is the other way round. ``breaks`` is
    what the line's end stands for: a soft hyphen, which ``typed`` has no more, a space, or nothing; ``glued`` says that
    something follows it without a space. An initial is drawn before all that stands around it, so its word is told
    where the other letters are.
    """

    mark: Mark
    spot: Spot
    typed: str
    shown: list[Shown]
    before: Line | None = None
    after: Line | None = None
    breaks: str = ""
    glued: bool = False

    @property
    def is_initial(self) -> bool:
        """Whether it is the large first letter of a section."""
        return "initial" in classes_of(self.mark.source)

    @property
    def is_plain(self) -> bool:
        """Whether programs take for its text what was typed."""
        said = "".join(letter for shown in self.shown for letter in shown.letters())
        return _plain(said.removesuffix("-") if self.breaks == SOFT else said) == _plain(self.typed)


def hide(marks: Iterable[Mark]) -> None:
    """Make artefacts of what is not of the text (§14.8.2.2), in place."""
    for mark in marks:
        if mark.spot and mark.artefact:
            items, position = mark.spot.stream.stream, mark.spot.position
            kind = "Layout" if mark.artefact == "Layout" else "Pagination"
            where = f" /Subtype /{mark.artefact}" if mark.artefact in ("Header", "Footer") else ""
            items[position - 1] = b"/Artifact"
            items[position] = f"<</Type /{kind}{where}>>".encode()


def spell(marks: Sequence[Mark], parents: Any, objects: Sequence[Any]) -> None:
    """Mend the text of the streams, in place. ``objects`` are those of the file, with the maps of its fonts."""
    every = [_line(mark, mark.spot) for mark in marks if mark.spot and mark.text and mark.artefact in ("", "Layout")]
    lines = [line for line in every if line.shown]
    _follow(every, parents)
    _soften(lines, objects)
    _part(lines)
    for line in lines:
        if _is_right_to_left(line.typed):
            continue
        if line.is_plain:
            _cut(line)
        else:
            line.spot.stream.stream[line.spot.position]["ActualText"] = _string(_meant(line))
    for line in lines:
        for shown in line.shown:
            if shown.cuts or shown.ends_with is not None:
                shown.stream.stream[shown.position] = b"\n".join(_rewritten(shown))


def _line(mark: Mark, spot: Spot) -> Line:
    """The line of a mark; nothing is shown of spaces alone, and leaders stand for no more than a space."""
    items = spot.stream.stream
    fonts = {font.hash: font for font in spot.stream._fonts.values()}
    shown: list[Shown] = []
    font: Any = None
    for position in range(spot.position + 2, len(items)):
        item = items[position]
        if item == ENDS:
            break
        if isinstance(item, bytes) and item.endswith(CHOOSES):
            font = fonts[item[1:].split(None, 1)[0].decode()]
        elif isinstance(item, bytes) and item.endswith(SHOWS) and not font.bitmap:
            text = bytes.fromhex(b"".join(found for found, _ in TOKENS.findall(item)).decode())
            glyphs = [high << 8 | low for high, low in zip(text[::2], text[1::2], strict=True)]
            shown.append(Shown(spot.stream, position, font, glyphs))
    return Line(mark, spot, mark.text.replace(SOFT, ""), [] if mark.artefact or not _plain(mark.text) else shown)


def _plain(text: str) -> str:
    """A text without what has no ink, with plain spaces and none at its ends."""
    return " ".join(text.translate(UNSEEN).split())


def _soften(lines: Iterable[Line], objects: Sequence[Any]) -> None:
    """Map the glyph of hyphens that the layout adds to soft hyphens; to typed ones, where a font has one for both."""
    fonts = {id(shown.font): shown for line in lines for shown in line.shown}
    dashed = {id(shown.font) for line in lines if "-" in line.typed for shown in line.shown}
    for key, shown in fonts.items():
        letters = shown.font.to_unicode
        for glyph in [glyph for glyph, letter in letters.items() if letter in HYPHENS]:
            meant = "-" if key in dashed and (letters[glyph] == "-" or "-" not in letters.values()) else SOFT
            if meant == letters[glyph]:
                continue
            written, letters[glyph] = letters[glyph], meant
            known = _found(objects, shown.stream._resources["Font"])[shown.font.hash]
            items = _found(objects, _found(objects, known)["ToUnicode"]).stream
            old, new = (f"<{glyph:04x}> <{ord(letter):04x}>".encode() for letter in (written, meant))
            if old in items:
                items[items.index(old)] = new


def _found(objects: Sequence[Any], reference: Any) -> Any:
    return objects[int(bytes(reference).split()[0])]


def _follow(lines: Iterable[Line], parents: Any) -> None:
    """Say of each line which goes on with its paragraph, and what its end is: a hyphen, a space, or nothing."""
    last: dict[Any, Line] = {}
    texts: dict[Any, str] = {}
    for line in lines:
        block = _block(line.mark, parents)
        previous = last.get(block)
        if not line.shown:
            if previous and not previous.after and not previous.typed[-1].isspace():
                previous.breaks = " "
            continue
        last[block] = line
        if previous is None:
            continue
        if previous.mark.line == line.mark.line:
            previous.glued = not (previous.typed[-1].isspace() or line.typed[0].isspace())
            continue
        if block not in texts:
            texts[block] = _plain("".join(block.itertext())).casefold()
        _join(previous, line, texts[block], _of_one_run(previous, line))


def _of_one_run(line: Line, other: Line) -> bool:
    """Whether a line of text goes on with the other: in the same part of it, or behind its initial."""
    here, there = line.mark, other.mark
    return (here.source, here.tag) == (there.source, there.tag) or line.is_initial


def _join(previous: Line, line: Line, text: str, one_run: bool) -> None:
    """Say what parts two lines of a text: the end of a word, a hyphen of the layout's, or nothing, within a word."""
    end, begin = previous.typed[-AROUND:], line.typed[:AROUND]
    if end[-1].isspace() or begin[0].isspace():
        return
    together, softened = (_plain(part + begin).casefold() in text for part in (end, end[:-1]))
    unspaced = letters_a_word(end[-1]) or letters_a_word(begin[0])
    if end[-1] in HYPHENS and one_run and softened and not together:
        previous.typed, previous.breaks = previous.typed[:-1], SOFT
        previous.after, line.before = line, previous
    elif not together or not (one_run or unspaced):
        previous.breaks = " "
    elif not unspaced:
        previous.after, line.before = line, previous


def _block(mark: Mark, parents: Any) -> Any:
    """The element whose lines follow each other, around a mark: a paragraph, a heading, a cell, a note."""
    element = mark.source
    while element in parents and role_of(element) not in BLOCKS and "footnote" not in (element.get("class") or ""):
        element = parents[element]
    return element


def _is_right_to_left(text: str) -> bool:
    """Whether glyphs stand in another order than letters, which readers put right themselves."""
    return not text.isascii() and any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)


def _part(lines: Iterable[Line]) -> None:
    """Leave words as they are whose parts are shown by several operators, as letters of several fonts are."""
    for line in lines:
        other = line.after
        if other and not (_within(line.shown[-1:], line.shown) and _within(other.shown[:1], other.shown)):
            line.after = other.before = None


def _within(end: Sequence[Shown], whole: Sequence[Shown]) -> bool:
    """Whether the word at an end of a line is shown by the operator at that end."""
    return len(whole) == 1 or any(letter.isspace() for shown in end for letter in shown.letters())


def _whole(line: Line) -> str:
    """The word that a line ends with a part of, to its end."""
    word = _last(line.typed)
    follower = line.after
    while follower:
        first = _first(follower.typed)
        goes_on = follower.after is not None and first == follower.typed
        word += first.strip()
        follower = follower.after if goes_on else None
    return word


def _first(text: str) -> str:
    """The first word of a text, with the space behind it."""
    found = FIRST_WORD.match(text)
    return found[0] if found else ""


def _last(text: str) -> str:
    """The last word of a text."""
    found = LAST_WORD.search(text)
    return found[0] if found else ""


def _rest(line: Line) -> str:
    """What the end of a word stands for at the beginning of a line: a space, because the word is told before; behind an
    initial the word, with the space without which MuPDF would take the glyphs for what they say."""
    if line.before and line.before.is_initial:
        return _whole(line.before) + ("" if line.glued and _first(line.typed) == line.typed else " ")
    return " "


def _meant(line: Line) -> str:
    """The text of a line with its last word whole, and without the end of one that began on the line before."""
    text = line.typed
    if line.after:
        text = " " if line.is_initial else text.removesuffix(_last(text)) + _whole(line)
    if line.before:
        text = _rest(line) + line.typed[len(_first(line.typed)) :]
    return text.translate(UNSEEN) + (line.breaks if not line.after else "")


def _cut(line: Line) -> None:
    """Plan the changes in a line whose glyphs say what was typed."""
    if line.after:
        shown = line.shown[-1]
        letters = shown.letters()
        start = next((n + 1 for n in range(len(letters) - 1, -1, -1) if letters[n].isspace()), 0)
        if not (line.before and start == 0):
            shown.cuts.append((start, len(letters), " " if line.is_initial else _whole(line)))
    if line.before:
        shown = line.shown[0]
        letters = shown.letters()
        end = next((n + 1 for n, letter in enumerate(letters) if letter.isspace()), len(letters))
        shown.cuts.insert(0, (0, end, _rest(line)))
    if line.breaks == " ":
        shown = line.shown[-1]
        shown.ends_with = next((glyph for glyph, letter in shown.font.to_unicode.items() if letter == " "), None)


def _rewritten(shown: Shown) -> Iterator[bytes]:
    """The operator again, parted where some of its glyphs stand for another text."""
    tokens = _tokens(shown.stream.stream[shown.position])
    if shown.ends_with is not None:
        tokens.append(f"<{shown.ends_with:04x}>".encode())
    glyph = 0
    for start, end, text in shown.cuts:
        before, tokens = _parted(tokens, start - glyph)
        inside, tokens = _parted(tokens, end - start)
        glyph = end
        if before:
            yield _operator(before)
        yield b"/Span <</ActualText " + _string(text) + b">> BDC"
        yield _operator(inside)
        yield ENDS
    if tokens:
        yield _operator(tokens)


def _tokens(item: bytes) -> list[bytes]:
    """The glyphs of an operator, each by itself, and the moves between them."""
    found = []
    for glyphs, move in TOKENS.findall(item):
        found += [b"<" + glyphs[n : n + 4] + b">" for n in range(0, len(glyphs), 4)]
        found += [move] if move else []
    return found


def _operator(tokens: Sequence[bytes]) -> bytes:
    """Glyphs and moves as an operator that shows them; moves stand apart from each other, glyphs need not."""
    written = b""
    for token in tokens:
        written += token if token.startswith(b"<") or written.endswith(b">") else b" " + token
    return b"[" + written.replace(b"><", b"") + SHOWS


def _parted(tokens: list[bytes], glyphs: int) -> tuple[list[bytes], list[bytes]]:
    """The tokens up to a number of glyphs, with the moves behind the last of them, and the others."""
    for position, token in enumerate(tokens):
        if token.startswith(b"<"):
            if not glyphs:
                return tokens[:position], tokens[position:]
            glyphs -= 1
    return tokens, []


def _string(text: str) -> bytes:
    """A text as a string of PDF (ISO 32000-1 §7.9.2.2)."""
    return b"<feff" + text.encode("utf-16-be").hex().encode() + b">"
