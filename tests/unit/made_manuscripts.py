"""Manuscripts made for tests: trees of constructs, written out as Markdown in words that stand nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

WORD = re.compile("Q[b-pr-z]{4}")
SIGNED = re.compile(r"(Q[b-pr-z]{4})|\[\^n(\d+)\](?!:)")
DOT = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10" width="20" height="10">'
    b'<circle cx="5" cy="5" r="4"/></svg>'
)
PICTURE = "images/dot.svg"
LETTERS = "bcdfghjklmnprstvwxz"


@dataclass(frozen=True)
class Part:
    """One construct of the writing format: its name, which of its spellings, and what it holds."""

    name: str
    spelling: int = 0
    inner: tuple[Part, ...] = ()


SPANS = ("emphasis", "strong", "strike", "link", "span", "inline-note", "note", "quoted", "html")
LEAVES = ("words", "code-span", "autolink", "break", "soft", "entity", "escape", "signs", "image")
INLINE = (*LEAVES, *SPANS)
HOLDERS = ("bullets", "ordered", "quote", "definitions", "fence")
LINES = ("paragraph", "heading", "table", "figure")
BARE = ("code", "indented", "rule", "room", "turn", "tags")
BLOCKS = (*LINES, *HOLDERS, *BARE)
FENCES = ("aside", "teaching", "why", "spoiler {chapter=2}", "warning", 'aside {title="Aside" .x}', "columns")
ITEM_FENCES = (*FENCES, "hint", "answer", "look-for")
FREE_KINDS = ("page", "summary", "context")
KINDS = ("page", "questions", "characters", "themes", "quotations", "vocabulary", "timeline", "summary", "context")


@dataclass
class Pen:
    """Writes parts as Markdown, from the word of number ``first`` on.

    ``notes`` are the footnotes, of which the first ``written`` stand in the text already. Each word knows the footnote
    that it belongs to (0: none), and so does each call; ``noted`` are the words of notes of both kinds, ``heads`` those
    of the heads of tables, ``alternatives`` those that stand for a picture.
    """

    first: int = 0
    in_item: bool = False
    notes_inside: bool = False
    answered: bool = False
    depth: int = 0
    note: int = 0
    in_notes: int = 0
    written: int = 0
    notes: list[list[str]] = field(default_factory=list)
    words: dict[str, int] = field(default_factory=dict)
    callers: dict[int, int] = field(default_factory=dict)
    noted: set[str] = field(default_factory=set)
    heads: set[str] = field(default_factory=set)
    alternatives: set[str] = field(default_factory=set)

    def word(self) -> str:
        """A word that no pen has written before."""
        number, letters = self.first + len(self.words), "Q"
        for power in (3, 2, 1, 0):
            letters += LETTERS[number // len(LETTERS) ** power % len(LETTERS)]
        self.words[letters] = self.note
        if self.in_notes:
            self.noted.add(letters)
        return letters

    # within a line

    def line(self, parts: tuple[Part, ...], one_line: bool, end: str = " ") -> str:
        """Parts of a line between words of their own."""
        written = [self.word()]
        for part in parts:
            written += [self.inline(part, one_line), self.word()]
        return end.join(written) if end == "\n" and not one_line else " ".join(written)

    def inline(self, part: Part, one_line: bool) -> str:
        """One part of a line; with ``one_line`` it stands where no line may end, as in a table's cell."""
        n = part.spelling
        if part.name in SPANS:
            if part.name == "note":
                return self.called(part)
            self.in_notes += part.name == "inline-note"
            inner = self.line(part.inner, one_line)
            self.in_notes -= part.name == "inline-note"
            marks = {
                "emphasis": ("*{}*", "_{}_"),
                "strong": ("**{}**", "__{}__"),
                "strike": ("~~{}~~",),
                "link": ("[{}](#start)", '[{}](https://example.org/a--b "Title")', "[{}](<#start>)"),
                "span": ("[{}]{{.small}}", "[{}]{{lang=fr}}", "[{}]{{.a .b}}"),
                "inline-note": ("^[{}]",),
                "quoted": ('"{}"', "'{}'", "({})"),
                "html": ("<b>{}</b>", '<span class="x">{}</span>'),
            }[part.name]
            return marks[n % len(marks)].replace("{{", "{").replace("}}", "}").replace("{}", inner, 1)
        one, other = self.word(), self.word()
        if part.name == "image":
            self.alternatives |= {one, other} if n % 4 < 2 else {one}
        if one_line and part.name in ("break", "soft"):
            return f"{one} {other}"
        spellings = {
            "words": (f"{one} {other}", f"{one}, {other}.", f"{one}\u00a0{other}", f"é{one} e\u0301 {other}ß"),
            "code-span": (f"`{one} {other}`", f"``{one} ` {other}``", f"` {one} `{other}", f"`{one}--{other}`"),
            "autolink": (f"<https://example.org/{one}--x> {other}", f"<{one}@example.org> {other}"),
            "break": (f"{one}\\\n{other}", f"{one}  \n{other}", f"{one}  \n   {other}"),
            "soft": (f"{one}\n{other}", f"{one} \n  {other}", f"{one}\n\t{other}"),
            "entity": (
                f"{one} &amp; {other}",
                f"{one}&nbsp;{other}",
                f"&eacute;{one} &#8212;&shy; {other}",
                f"&{one}; {other}",
            ),
            "escape": (f"{one} \\* {other}\\_", f"\\[{one}\\] {other}", f"\\`{one} {other}\\\\", f"{one}\\--{other}"),
            "signs": (f"{one} -- {other}...", f"{one}---{other}'s", f"'{one}' (c) {other}????", f"--{one}--{other}--"),
            "image": (
                f"![{one} {other}]({PICTURE})",
                f"![{one} *{other}*]({PICTURE}){{width=20%}}",
                f'![{one}]({PICTURE} "{other}")',
                f'![{one}]({PICTURE}){{credit="{other}"}}',
            ),
        }[part.name]
        return spellings[n % len(spellings)]

    def called(self, part: Part) -> str:
        """A call; the note's text is put by to be written later."""
        number, caller = len(self.notes) + 1, self.note
        self.callers[number] = caller
        self.notes.append([])
        self.note, self.in_notes = number, self.in_notes + 1
        text = self.line(part.inner, False).replace("\n", "\n    ")
        word = self.word
        more = (
            lambda: "",
            lambda: f"\n\n    {word()} {word()}",
            lambda: f"\n\n    - {word()}\n    - {word()}\n\n    {word()}",
            lambda: f"\n\n    > {word()}\n\n        {word()}",
            lambda: f"\n{word()}",
            lambda: f"\n\n\t{word()}\n\n    | {word()} | {word()} |\n    |---|---|\n    | {word()} | |",
            lambda: f"\n\n    {word()}\n    : {word()}\n\n    ::: aside\n    {word()}\n    :::",
            lambda: (
                f"\n\n    ::: columns\n    {word()}\n    ::: pagebreak\n    :::\n    {word()}\n    :::\n\n    {word()}"
            ),
            lambda: (
                f"\n\n    ~~~\n    {word()}\n    ~~~\n\n    ***\n\n    ::: workspace {{lines=2}}\n    {word()}\n    :::"
            ),
            lambda: f"\n\n    ## {word()}\n\n    {self.block(Part('figure'))[0]}",
        )
        chosen = more[part.spelling % len(more)]
        self.notes[number - 1] = f"[^n{number}]: {text}{chosen()}".split("\n")
        self.note, self.in_notes = caller, self.in_notes - 1
        return f"[^n{number}]"

    def texts_of_notes(self) -> list[str]:
        """The lines of those footnotes that do not stand in the text yet."""
        lines = [line for note in self.notes[self.written :] for line in ("", *note)]
        self.written = len(self.notes)
        return lines

    # blocks

    def blocks(self, parts: tuple[Part, ...]) -> list[str]:
        """Blocks with a blank line between them; a holder never begins with nothing."""
        lines: list[str] = []
        for part in parts or (Part("paragraph"),):
            lines += [*([""] if lines else []), *self.block(part)]
            if self.notes_inside:
                lines += self.texts_of_notes()
        return lines

    def block(self, part: Part) -> list[str]:
        """The lines of one block."""
        method = getattr(self, f"_{part.name}")
        self.depth += 1
        lines: list[str] = method(part)
        self.depth -= 1
        return lines

    def mark(self, mark: str) -> str:
        """A mark before a block; tabs and spaces around it count as meant only where nothing stands before it."""
        return mark if self.depth == 1 and not self.in_item else mark.strip() + " "

    def _paragraph(self, part: Part) -> list[str]:
        return self.line(part.inner, False, "\n" if part.spelling % 3 == 1 else " ").split("\n")

    def _heading(self, part: Part) -> list[str]:
        n = part.spelling % 7
        if n == 5:
            return [self.line(part.inner, True), "---"]
        text = self.line(part.inner, True)
        return [f"{'#' * (2 + n % 5)} {text}{' ##' if n == 6 else ''}{' {.x}' if n == 4 else ''}"]

    def _table(self, part: Part) -> list[str]:
        known = set(self.words)
        cells = [self.line((inner,), True).replace("|", "\\|") for inner in part.inner] or [self.word()]
        full, rule = {*self.words} - known, ["---", ":--", "--:", ":-:"]
        single = [self.word() for _ in cells]
        marks = [rule[(part.spelling + i) % 4] for i, _ in enumerate(cells)]
        last = [f"{self.word()} \\| {self.word()}" for _ in cells]
        head, body = (cells, single) if part.spelling % 3 == 2 else (single, cells)
        self.heads |= full if head is cells else {*single}
        rows = [" | ".join(row) for row in (head, marks, body, last)]
        if part.spelling % 2 and len(cells) > 1:
            return rows
        return [f"| {row} |" for row in rows] if part.spelling % 4 else [f"|{row}|  " for row in rows]

    def _figure(self, part: Part) -> list[str]:
        n = part.spelling % 3
        alt, caption = self.word(), ""
        self.alternatives.add(alt)
        if n != 1:
            caption = ' "{}"'.format(self.line(part.inner, True).replace('"', '\\"'))
        credit = f'{{credit="{self.word()} {self.word()}" width=50%}}' if n == 2 else ""
        return [f"![{alt}]({PICTURE}{caption}){credit}"]

    def _items(self, part: Part, marks: list[str]) -> list[str]:
        lines: list[str] = []
        halves = (part.inner[::2], part.inner[1::2]) if len(part.inner) > 1 else (part.inner, ())
        for mark, inner in zip(marks, halves, strict=True):
            lead = [] if inner and inner[0].name == "paragraph" else [self.word(), ""]
            body = [*lead, *(self.blocks(inner) if inner else [])]
            if not lead and not body:
                body = [self.word()]
            lines += [*([""] if lines and part.spelling % 2 else []), *_hung(body, self.mark(mark))]
        return lines

    def _bullets(self, part: Part) -> list[str]:
        marks = (["- ", "- "], ["*   ", "* "], ["+ ", "+ "], ["-\t", "-\t"], ["  - ", "  - "])
        return self._items(part, marks[part.spelling % 5])

    def _ordered(self, part: Part) -> list[str]:
        marks = (["1. ", "2. "], ["7) ", "7) "], ["1.  ", "1.  "], ["1.\t", "2.\t"])
        return self._items(part, marks[part.spelling % 4])

    def _quote(self, part: Part) -> list[str]:
        mark = (">", "> ", "> ", ">  ", " > ")[part.spelling % 5]
        blocks = self.blocks(part.inner)
        mark = "> " if any(line.startswith((" ", "\t")) for line in blocks) else mark
        lines = [f"{mark}{line}" if line else ">" for line in blocks]
        if part.spelling % 5 == 2 and part.inner and part.inner[-1].name == "paragraph":
            lines += [self.word()]
        return lines

    def _definitions(self, part: Part) -> list[str]:
        lines: list[str] = []
        halves = (part.inner[::2], part.inner[1::2]) if len(part.inner) > 1 else (part.inner, ())
        mark = self.mark((": ", ":   ", ":\t", ": ")[part.spelling % 4])
        for inner in halves:
            term = inner[0].inner if inner and inner[0].name == "paragraph" else ()
            lines += [*([""] if lines else []), self.line(term, True), *([""] if part.spelling % 2 else [])]
            lines += _hung([self.word()], mark)
            lines += _hung(self.blocks(inner), mark)
        return lines

    def _fence(self, part: Part) -> list[str]:
        names = ITEM_FENCES if self.in_item else FENCES
        name = names[part.spelling % len(names)]
        if name == "answer":
            name, self.answered = ("hint" if self.answered else "answer"), True
        colons = ":::" if part.spelling % 2 else "::::"
        gap = [""] if part.spelling % 3 else []
        lines = self.blocks(part.inner)
        return [f"{colons} {name}", *gap, *lines, *gap, ":::"]

    def _code(self, part: Part) -> list[str]:
        mark = ("```", "~~~~", "``` python")[part.spelling % 3]
        return [mark, f"{self.word()} *{self.word()}*", "", f"  {self.word()} <b> \"'", mark.split()[0]]

    def _indented(self, part: Part) -> list[str]:
        return [self.word(), "", f"    {self.word()} -- {self.word()}", "", f"\t  {self.word()}", "", self.word()]

    def _rule(self, part: Part) -> list[str]:
        return [("***", "- - -", "___")[part.spelling % 3], "", self.word()]

    def _room(self, part: Part) -> list[str]:
        if part.spelling % 2:
            return ["::: workspace {lines=2}", self.word(), "", self.word(), ":::"]
        return ["::: workspace {lines=2}", ":::", "", self.word()]

    def _turn(self, part: Part) -> list[str]:
        if part.spelling % 2:
            return ["::: pagebreak", self.word(), ":::"]
        return ["::: pagebreak", ":::", "", self.word()]

    def _tags(self, part: Part) -> list[str]:
        return ["<div>", self.word(), "</div>", "", f"<!-- {self.word()} -->"]


def _hung(lines: list[str], mark: str) -> list[str]:
    """Lines behind a mark, the further ones indented to the text."""
    width = len(mark.expandtabs(4))
    return [mark + lines[0], *(" " * width + line if line else "" for line in lines[1:])]


@dataclass(frozen=True)
class MadeSection:
    """A section's Markdown, its words in reading order (a note's at its call), and which of them are what (see Pen)."""

    kind: str
    text: str
    words: tuple[str, ...]
    noted: frozenset[str]
    heads: frozenset[str]
    alternatives: frozenset[str]


def section(kind: str, parts: tuple[Part, ...], first: int = 0, notes: int = 0) -> MadeSection:
    """Blocks as a section of a kind, each in an item of its own where the kind has items.

    ``notes`` says where the texts of footnotes stand: at the section's end, after each block, or within the blocks.
    """
    pen = Pen(first, in_item=kind not in FREE_KINDS, notes_inside=notes % 3 == 2)
    lines: list[str] = []
    for number, part in enumerate(parts, 1):
        pen.answered = False
        lines += [*_item(kind, number, pen, part), ""]
        if notes % 3:
            lines += [*pen.texts_of_notes(), ""]
    text = "\n".join([f"---\nkind: {kind}\n---", *lines, *pen.texts_of_notes(), ""])
    words = tuple(_in_reading_order(text, pen))
    return MadeSection(kind, text, words, frozenset(pen.noted), frozenset(pen.heads), frozenset(pen.alternatives))


def _item(kind: str, number: int, pen: Pen, part: Part) -> list[str]:
    match kind:
        case "questions":
            return _hung([pen.word(), "", *pen.block(part)], f"{number}. ")
        case "characters" | "themes":
            return [f"## {pen.word()}", "", *pen.block(part)]
        case "quotations":
            source = f"— {pen.word()}, ch. 6, {pen.word()}"
            return [f"> {line}" if line else ">" for line in (*pen.block(part), "", pen.word(), source)]
        case "vocabulary" | "timeline":
            return [pen.word(), *_hung([pen.word(), "", *pen.block(part)], ": ")]
    return pen.block(part)


def _in_reading_order(text: str, pen: Pen) -> list[str]:
    """All words, those of a footnote where it is called."""
    sequences: dict[int, list[str | int]] = {number: [] for number in range(len(pen.notes) + 1)}
    for word, call in SIGNED.findall(text):
        if word:
            sequences[pen.words[word]].append(word)
        else:
            sequences[pen.callers[int(call)]].append(int(call))

    def spread(number: int) -> Iterator[str]:
        for found in sequences[number]:
            yield from [found] if isinstance(found, str) else spread(found)

    return list(spread(0))
