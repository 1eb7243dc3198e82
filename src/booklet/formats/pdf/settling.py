"""From the tags of the source to those that PDF/UA asks for: what stands where, and how headings count.

Each function mends one thing in a whole tree of tags; ``settled`` says in which order (ISO 14289-1 §7.4 to §7.9,
ISO 32000-1 §14.8.4).
"""

from __future__ import annotations

from .marks import Mark
from .roles import BLOCKS, EITHER, GROUPS, LINES
from .tree import Tag

KEEPING = {"Note": "Lbl", "TOCI": "Reference"}  # what may stand beside paragraphs, but for blocks
HEADINGS = ("H1", "H2", "H3", "H4", "H5", "H6")


def settled(document: Tag, blank: str) -> Tag:
    """The tags of a document, made good in place; ``blank`` is read out where there is a blank to write in."""
    say_blanks(document, blank)
    lift_notes(document)
    drop_empty(document)
    complete_entries(document)
    make_paragraphs(document)
    number_lists(document)
    rank_headings(document)
    return document


def say_blanks(document: Tag, blank: str) -> None:
    """Tell of blanks, which have no words of their own; those that are fields of a form tell of themselves."""
    for tag in document.walk():
        if tag.role == "Span" and tag.source is not None and "blank" in (tag.source.get("class") or "").split():
            is_field = any(isinstance(kid, Tag) and kid.role == "Form" for kid in tag.kids)
            tag.alt = "" if is_field else blank


def lift_notes(tag: Tag) -> None:
    """Put each note behind the paragraph or heading that calls it: within the sentence it would be read amid it."""
    kids: list[Tag | Mark] = []
    for kid in tag.kids:
        kids.append(kid)
        if isinstance(kid, Tag):
            lift_notes(kid)
            if kid.role in LINES or kid.role not in BLOCKS:
                notes = [note for note in kid.kids if isinstance(note, Tag) and note.role == "Note"]
                kid.kids = [other for other in kid.kids if other not in notes]
                kids += notes
    tag.hold(kids)


def drop_empty(tag: Tag) -> None:
    """Take out what holds nothing, but for the cells of tables; links that lead nowhere and bare spans dissolve."""
    kids: list[Tag | Mark] = []
    for kid in tag.kids:
        if isinstance(kid, Mark):
            kids.append(kid)
            continue
        drop_empty(kid)
        if kid.role == "TH" and not kid.kids:
            kid.role = "TD"
            kid.attributes.get("Table", {}).pop("Scope", None)
        if kid.role == "Link" and not any(isinstance(inner, Mark) and inner.link for inner in kid.kids):
            kid.role = "Span"
        if _is_bare(kid):
            kids += kid.kids
        elif kid.kids or kid.role == "TD":
            kids.append(kid)
    tag.hold(kids)


def _is_bare(tag: Tag) -> bool:
    """Whether a tag says nothing that what it holds does not say."""
    if tag.lang or tag.alt or tag.attributes:
        return False
    return tag.role == "Span" or (
        tag.role == "Div" and len(tag.kids) == 1 and (_is_block(tag.kids[0]) or _is_picture(tag.kids[0]))
    )


def complete_entries(document: Tag) -> None:
    """Give every entry of a list a body, and put whatever else stands in a list into an entry (§7.6)."""
    for tag in list(document.walk()):
        if tag.role == "L":
            entries = [kid for kid in tag.kids if isinstance(kid, Tag) and kid.role == "LI"]
            tag.kids = [kid if kid in entries else _wrapped([kid], "LI", tag) for kid in tag.kids]
        if tag.role == "LI":
            _complete(tag)


def _complete(entry: Tag) -> None:
    """An entry is a label and a body; a label alone is the body."""
    labels = [kid for kid in entry.kids if isinstance(kid, Tag) and kid.role == "Lbl"]
    bodies = [kid for kid in entry.kids if isinstance(kid, Tag) and kid.role == "LBody"]
    others = [kid for kid in entry.kids if kid not in labels and kid not in bodies]
    if not bodies and not others:
        for label in labels:
            label.role = "LBody"
        return
    if not bodies:
        bodies = [_wrapped(others, "LBody", entry)]
    elif others:
        bodies[0].hold([*others, *bodies[0].kids])
    entry.kids = [*labels, *bodies]


def _wrapped(kids: list[Tag | Mark], role: str, parent: Tag) -> Tag:
    """A tag in ``parent`` around some of its kids; the parent's own list is left to the caller."""
    tag = Tag(role, parent)
    tag.hold(kids)
    return tag


def make_paragraphs(document: Tag) -> None:
    """Put the parts of lines that stand bare among blocks into paragraphs, with notes behind them; pictures stay."""
    for tag in list(document.walk()):
        bare = [kid for kid in tag.kids if not _is_block(kid)]
        if tag.role in KEEPING:
            _paragraphs(tag, KEEPING[tag.role])
        elif tag.role == "Div" and len(bare) == len(tag.kids) and not all(_is_picture(kid) for kid in bare):
            tag.role = "P"
        elif bare and (tag.role in GROUPS or (tag.role in EITHER and len(bare) < len(tag.kids))):
            _paragraphs(tag)


def _is_block(kid: Tag | Mark) -> bool:
    return isinstance(kid, Tag) and kid.role in BLOCKS


def _is_picture(kid: Tag | Mark) -> bool:
    return isinstance(kid, Tag) and kid.role == "Figure"


def _paragraphs(tag: Tag, keep: str = "") -> None:
    kids: list[Tag | Mark] = []
    run: list[Tag | Mark] = []
    notes: list[Tag | Mark] = []
    for kid in [*tag.kids, None]:
        if isinstance(kid, Tag) and kid.role == "Note":
            notes.append(kid)
        elif kid is not None and not _is_block(kid) and not (isinstance(kid, Tag) and kid.role == keep):
            run.append(kid)
        else:
            kids += run if all(_is_picture(inner) for inner in run) else [_wrapped(run, "P", tag)]
            kids += [*notes, kid] if kid is not None else notes
            run, notes = [], []
    tag.kids = kids
    for picture in kids:
        if isinstance(picture, Tag) and picture.role == "Figure":
            picture.say("Layout", Placement="/Block")


def number_lists(document: Tag) -> None:
    """Say how the labels of lists count (§7.6); terms that are defined do not."""
    for tag in document.walk():
        if tag.role != "L" or tag.source is None or tag.source.tag not in ("ul", "ol"):
            continue
        first = next((kid for kid in tag.kids if isinstance(kid, Tag)), None)
        label = first.kids[0] if first and first.kids else None
        if isinstance(label, Tag) and label.role == "Lbl":
            told = "".join(kid.text for kid in label.kids if isinstance(kid, Mark)).strip()
            tag.say("List", ListNumbering=f"/{_numbering(told)}")


def _numbering(label: str) -> str:
    """What a label counts with (ISO 32000-1 table 347)."""
    if label[:1].isdigit():
        return "Decimal"
    if label[:1].isalpha():
        return "UpperAlpha" if label[0].isupper() else "LowerAlpha"
    return "Disc"


def rank_headings(document: Tag) -> None:
    """Let no heading skip a rank below the one before it (§7.4.2)."""
    ranks: list[tuple[int, int]] = []
    for tag in document.walk():
        if tag.role in HEADINGS:
            rank = int(tag.role[1])
            while ranks and ranks[-1][0] >= rank:
                ranks.pop()
            ranks.append((rank, ranks[-1][1] + 1 if ranks else 1))
            tag.role = f"H{ranks[-1][1]}"
