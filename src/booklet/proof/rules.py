"""The rules of editions, read once more: which words of a section an edition holds, and which it leaves out.

This reads sections as they were before choosing and knows nothing of how editions choose or how pages are composed, so
that a mistake there is seen here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import unquote

from ..model import Edition, Item, Node, Place, Section, plain
from .passages import SEAM, Channel, Choices, Passage, Trace
from .words import words_of

ANSWERS = ("answer", "look-for", "why")
NUMBERED = {"question": "question", "quiz-item": "quiz question", "quotation": "quotation"}
PARTS = {
    "answer": "the answer", "look-for": "what to look for", "why": "the explanation", "teaching": "the teacher’s note",
    "spoiler": "the spoiler",
}  # fmt: skip
BLOCKS = ("paragraph", "heading", "code", "list", "quote", "fence", "table", "figure", "definitions", "rule")
LINES = ("paragraph", "heading", "cell", "term", "code")
SETTING = (
    "class", "id", "lang", "width", "lines", "kind", "height", "chapter", "page", "pages", "first-seen",
    "group", "layout", "level", "shuffle", "track", "type",
)  # fmt: skip


class _Spot(NamedTuple):
    """A spot in a section: whether what stands there is open to this edition at all, whether it is shown if nothing
    more is said, and whether a chapter said so."""

    open: bool
    shown: bool
    dated: bool
    what: str
    unit: int
    item: str = ""
    apart: bool = False


class Reader:
    """Reads one section, and parts what it holds."""

    def __init__(self, edition: Edition, section: Section, unit: int) -> None:
        self.edition, self.section, self.unit = edition, section, unit
        self.bound = edition.spoilers if isinstance(edition.spoilers, int) else 0
        self.shown: list[Passage] = []
        self.withheld: list[Passage] = []
        self.unlisted: list[Passage] = []
        self.items: list[Item] = []
        self.choices: list[Choices] = []
        self.ids: set[str] = set()
        self.gone: dict[str, Trace] = {}
        self.files: set[str] = set()
        self.lost_files: dict[str, Trace] = {}
        self.addresses: set[str] = set()
        self.lost_addresses: dict[str, Trace] = {}
        self.things = 0
        self.answers: dict[str, int] = {}
        self.notes: dict[str, tuple[Node, list[_Spot]]] = {}

    # the rules

    def read(self) -> None:
        """Read the section."""
        name = f"the section “{self.section.plain_title}”"
        front = self.section.front
        allowed = front.audience == "all" or self.edition.audience == "teacher"
        if self.edition.spoilers == "none":
            allowed &= front.spoilers == "none"
        elif self.bound and isinstance(front.spoilers, int):
            allowed &= front.spoilers <= self.bound
        undated = allowed and not (self.bound and front.spoilers == "full")
        dated = bool(self.bound) and isinstance(front.spoilers, int)
        spot = _Spot(allowed, undated, dated, name, self._next())
        for part in self.section.body:
            self._name_notes(part)
        self._run(self.section.body, spot)
        self._called_notes(spot)
        if front.portrait:
            here = self.section.place
            self._picture(front.portrait.file, front.portrait.alt, here, spot)
            self._say(front.portrait.credit or "", here, spot)
        top = _Spot(self.things > 0, self.things > 0, False, name, spot.unit)
        before = self.shown
        self.shown = []
        self._line(self.section.title, top)
        self.shown += before
        self._id(self.section.id, self.section.place, top)
        if front.safe_title:
            self._say(front.safe_title, self.section.place, top, apart=True)
            title = self.section.plain_title
            what = "the title of a section with a safe-title"
            words = tuple(words_of(title))
            self.unlisted.append(Passage(title, words, self.section.place, what, -1, self.section.id, ""))

    def _next(self) -> int:
        self.unit += 1
        return self.unit

    def _inside(self, spot: _Spot, chapter: object, what: str = "") -> _Spot:
        """The spot within something that says its chapter, or does not."""
        if not self.bound or not chapter:
            return spot
        shown = spot.open and int(str(chapter)) <= self.bound
        if spot.shown and not shown:
            return _Spot(spot.open, shown, True, what or f"what chapter {chapter} gives away", self._next(), spot.item)
        return spot._replace(shown=shown, dated=True)

    def _closed(self, spot: _Spot, what: str) -> _Spot:
        """A spot at which everything is left out."""
        unit = self._next() if spot.shown else spot.unit
        return spot._replace(open=False, shown=False, what=what if spot.shown else spot.what, unit=unit)

    def _fence(self, node: Node, spot: _Spot) -> _Spot:
        """The spot within a fence."""
        name = node.get("name")
        what = PARTS.get(name, f"the ::: {name}") + (f" to {spot.what}" if name == "answer" and spot.item else "")
        if spot.item and name in ("look-for", "why", "teaching"):
            what += f" in {spot.what}"
        if name in ANSWERS and self.edition.answers != "inline":
            if self.edition.answers == "none":
                return self._closed(spot, what)
            here = self._inside(spot, node.attrs.get("chapter"))
            return _Spot(here.open, here.shown, here.dated, what, here.unit, here.item, apart=True)
        if name == "teaching" and not self.edition.teaching:
            return self._closed(spot, what)
        here = self._inside(spot, node.attrs.get("chapter"), what)
        if name == "spoiler" and (self.edition.spoilers == "none" or (self.bound and not here.dated)):
            return self._closed(spot, what)
        return here._replace(what=what) if name in PARTS and here.shown else here

    # blocks

    def _run(self, blocks: Sequence[Node | Item], spot: _Spot) -> None:
        """Blocks and items, each dated by the headings before it."""
        scopes: list[tuple[int, _Spot, Node, list[int]]] = []
        for block in blocks:
            level = int(block.get("level")) if isinstance(block, Node) and block.name == "heading" else 0
            while level and scopes and scopes[-1][0] >= level:
                self._heading(*scopes.pop()[1:])
            here = scopes[-1][1] if scopes else spot
            if level and isinstance(block, Node):
                here = self._inside(here, block.attrs.get("chapter"))
                scopes.append((level, here, block, [0, len(self.shown), len(self.withheld), self.things]))
                continue
            for scope in scopes:
                scope[3][0] += 1
            if isinstance(block, Item):
                self._item(block, here)
            else:
                self._block(block, here)
        while scopes:
            self._heading(*scopes.pop()[1:])

    def _heading(self, spot: _Spot, heading: Node, since: list[int]) -> None:
        """A heading, once what it stands over is known: where the story is cut and nothing of that is left, it is
        neither wanted nor unwanted."""
        blocks, shown_before, withheld_before, things = since
        bare = spot.shown and self.things == things
        if bare and blocks and self.edition.spoilers != "full":
            return
        self.things += bare
        later, hidden = self.shown[shown_before:], self.withheld[withheld_before:]
        del self.shown[shown_before:]
        del self.withheld[withheld_before:]
        self._line(heading.children, spot)
        self._id(heading.id, heading.place, spot)
        self.shown += later
        self.withheld += hidden

    def _block(self, node: Node, spot: _Spot) -> None:
        """One block with all that it holds."""
        name = node.get("name") if node.name == "fence" else ""
        here = self._fence(node, spot) if name else self._inside(spot, node.attrs.get("chapter"))
        frame = node.name in ("list", "definitions") or name == "columns"
        if not frame:
            here = here._replace(open=False) if here.open and not here.shown else here
            self.things += here.shown
        self._id(node.id, node.place, here)
        if name:
            self._say(node.attrs.get("title", ""), node.place, here)
        if node.name == "figure":
            self._figure(node, here)
        elif node.name in LINES or (node.name == "definition" and not _holds_blocks(node)):
            self._line(node.children, here)
        elif node.name == "definitions":
            under = here
            for child in node.children:
                under = self._inside(here, child.attrs.get("chapter")) if child.name == "term" else under
                self._block(child, under)
        elif node.name != "rule":
            self._run(node.children, here)

    def _figure(self, node: Node, spot: _Spot) -> None:
        self._picture(node.get("file"), node.get("alt"), node.place, spot)
        self._line(node.children, spot)
        self._say(node.attrs.get("credit", ""), node.place, spot)

    def _item(self, item: Item, spot: _Spot) -> None:
        """An item: what it says, its fences, its choices, and what its attributes say."""
        name = f"{NUMBERED[item.kind]} {item.number}" if item.kind in NUMBERED else _named(item)
        chapters = [int(str(c)) for c in (item.fields.get("chapter"), item.fields.get("first-seen")) if c]
        here = self._inside(spot, max(chapters, default=None), name)
        here = _Spot(here.open and here.shown, here.shown, here.dated, name, here.unit, item.id)
        self.things += here.shown
        self._id(item.id, item.place, here)
        if here.shown:
            self.items.append(item)
        self._line(item.heading, here)
        self._run(item.body, here)
        prompts = [self._words(prompt, here) for prompt in item.prompts]
        if item.choices:
            self._choices(item, here, prompts)
        for part in item.parts:
            self._block(part, here)
        self._fields(item, here)

    def _choices(self, item: Item, spot: _Spot, prompts: list[tuple[str, ...]]) -> None:
        words = []
        for choice in item.choices:
            words.append(self._words(choice.body, spot))
            for part in choice.parts:
                self._block(part, spot)
        if spot.shown and self.edition.answers != "inline" and any(c.mark for c in item.choices):
            self.choices.append(Choices(item, f"what is right in {spot.what}", words, prompts))

    def _words(self, blocks: Sequence[Node], spot: _Spot) -> tuple[str, ...]:
        """The words of some blocks, which are read."""
        before = len(self.shown)
        self._run(blocks, spot)
        return tuple(word for p in self.shown[before:] if p.channel == "text" for word in p.words)

    def _fields(self, item: Item, spot: _Spot) -> None:
        """The words of an item's attributes; those of an accepted answer and of relations that come out later."""
        for key, value in item.fields.items():
            if not isinstance(value, str) or key in SETTING or not value:
                continue
            if key == "answer":
                told = self._answer_spot(spot)
                if item.fields.get("type") != "true-false":
                    for piece in value.split("|"):
                        self._say(piece, item.place, told)
            elif key == "relations":
                for piece in value.split(","):
                    self._relation(piece.strip(), item, spot)
            else:
                self._say(value, item.place, spot, "field")

    def _answer_spot(self, spot: _Spot) -> _Spot:
        """The spot of what is right in an item but stands in no fence: blanks, accepted answers."""
        what = f"the answer to {spot.what}" if spot.shown else spot.what
        if self.edition.answers != "none":
            return spot._replace(what=what, apart=self.edition.answers != "inline")
        unit = self.answers.setdefault(spot.item, self._next()) if spot.shown else spot.unit
        return spot._replace(open=False, shown=False, what=what, unit=unit)

    def _relation(self, piece: str, item: Item, spot: _Spot) -> None:
        body, at, chapter = piece.rpartition("@")
        label = (body if at else piece).partition(":")[2]
        late = self._inside(spot, chapter if at and chapter.isdigit() else None, f"a relation of {spot.what}")
        self._say(label, item.place, late, "field")

    # lines

    def _line(self, nodes: Sequence[Node], spot: _Spot) -> None:
        """A line: passages between the notes, pictures and blanks that interrupt it."""
        gathered: list[str] = []
        start: list[Place] = []

        def close() -> None:
            self._say("".join(gathered), start[0] if start else self.section.place, spot)
            gathered.clear()
            start.clear()

        def gather(some: Sequence[Node]) -> None:
            for node in some:
                self._id(node.id, node.place, spot)
                if node.name == "text":
                    start.append(node.place)
                    gathered.append(node.text)
                elif node.name in ("image", "figure"):
                    close()
                    self._figure(node, spot)
                elif node.name in ("note", "note-again"):
                    close()
                    self._note(node, spot)
                elif node.get("blank"):
                    close()
                    self._line(node.children, self._answer_spot(spot))
                else:
                    gathered.append(SEAM)
                    self._link(node, spot)
                    gather(node.children)
                    gathered.append(SEAM)

        gather(nodes)
        close()

    def _link(self, node: Node, spot: _Spot) -> None:
        target = unquote(node.get("target"))
        if node.name == "link" and not spot.shown:
            if not target.startswith("#"):
                self.lost_addresses[node.get("target")] = Trace(spot.what, node.place)
            self._say(node.get("title"), node.place, spot, "title")
        elif node.name == "link" and not target.startswith("#"):
            self.addresses.add(node.get("target"))
            self._say(node.get("title"), node.place, spot, "title")

    def _name_notes(self, part: Node | Item) -> None:
        for node in part.walk():
            if node.name == "note" and node.get("number"):
                self.notes.setdefault(node.get("number"), (node, []))

    def _note(self, node: Node, spot: _Spot) -> None:
        """A call: the note's text is read once all that call it are known."""
        number = node.get("number")
        if number in self.notes:
            self.notes[number][1].append(spot)
        elif node.name == "note" and number:
            self.notes[number] = (node, [spot])
        else:
            self._run(node.children, spot)

    def _called_notes(self, top: _Spot) -> None:
        """Each note's text, shown where anything that is shown calls it."""
        done: set[str] = set()
        while len(done) < len(self.notes):
            for number, (node, calls) in list(self.notes.items()):
                if number in done:
                    continue
                done.add(number)
                spot = next((call for call in calls if call.shown), calls[0] if calls else top)
                self._run(
                    node.children, _Spot(spot.open, spot.shown, False, spot.what, spot.unit, spot.item, spot.apart)
                )

    # what is found

    def _say(self, text: str, place: Place, spot: _Spot, channel: Channel = "text", apart: bool = False) -> None:
        words = tuple(words_of(text))
        if not words:
            return
        apart = apart or spot.apart
        found = Passage(text, words, place, spot.what, spot.unit, self.section.id, spot.item, channel, apart)
        (self.shown if spot.shown else self.withheld).append(found)

    def _picture(self, file: str, alt: str, place: Place, spot: _Spot) -> None:
        self._say(alt, place, spot, "alt")
        if spot.shown:
            self.files.add(file)
        else:
            self.lost_files[file] = Trace(spot.what, place)

    def _id(self, name: str, place: Place, spot: _Spot) -> None:
        if name and spot.shown:
            self.ids.add(name)
        elif name:
            self.gone[name] = Trace(spot.what, place)


def _named(item: Item) -> str:
    return f"the {item.kind} “{plain(item.heading)}”"


def _holds_blocks(node: Node) -> bool:
    return any(
        child.name in (*LINES, "list", "quote", "fence", "table", "figure", "definitions") for child in node.children
    )
