"""What gives the story away where nothing should: names and words that come up late, in safe places and in lists."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..model import Place
from ..problems import Problem, warning
from .answers import runs, words_of
from .names import NOUNS_HAVE_CAPITALS, Name, names_of, ordinary_words
from .passages import Passage, compared
from .subject import LISTED, TITLE, Subject

MOST_NAMED = 2
PHRASE = 6
RARE = 3
MOST_COMMON = 3
ELSEWHERE = "leave it out, put it into ::: spoiler {chapter=…}, or mark the section with  spoilers: …"


@dataclass(frozen=True, slots=True)
class _Late:
    """A name that comes up late: as it is written, in which chapter (0: in a fence that names none), and where.

    ``person`` says that it is the name of a character, which is a name even at the beginning of a sentence.
    """

    written: str
    chapter: int
    place: Place
    person: bool


def late_names(subject: Subject) -> Iterator[Problem]:
    """Names that come up late in the studied book, in one safe place; what several of them name is no secret."""
    ordinary = ordinary_words(subject.passages)
    late = _late(subject, ordinary)
    found: dict[str, list[tuple[Passage, int]]] = defaultdict(list)
    for passage in _safe(subject):
        end = 0
        for name in names_of(passage, ordinary):
            known = late.get(name.text)
            if known and (name.certain or known.person or passage.role != "prose"):
                if not end or passage.text[end : name.offset] != " ":
                    found[name.text].append((passage, name.offset))
                end = name.offset + len(name.written)
    for text, uses in found.items():
        sections = [passage.sight.section for passage, _ in uses if passage.role != "aside"]
        if len(sections) <= MOST_NAMED and len(set(sections)) <= 1:
            for passage, offset in uses:
                yield _named(passage, passage.place(offset), late[text])


def _named(passage: Passage, place: Place, late: _Late) -> Problem:
    when = f"in chapter {late.chapter}" if late.chapter else "in a ::: spoiler"
    message = f"“{late.written}” comes up {when} ({late.place}), and {{}} names it"
    section = passage.sight.section
    if section == LISTED:
        return warning("N002", place, message.format("this line"), "leave it out: this line stands in every copy")
    if section.startswith(TITLE):
        hint = "give the section a  safe-title: …  for the contents and running heads"
        return warning("N002", place, message.format("this title, which stands in the contents,"), hint)
    return warning("N001", place, message.format("this section, which is safe,"), ELSEWHERE)


def _late(subject: Subject, ordinary: frozenset[str]) -> dict[str, _Late]:
    """Names that whatever has a chapter puts into the second half of the studied book, or that only fences tell.

    One mention is enough in a fence or as the name of a character, else there must be two.
    """
    work = subject.book.settings.work
    last = (work.chapters if work else None) or max((p.sight.chapter for p in subject.passages), default=0)
    covers = {compared(word) for word in subject.covers.split()}
    uses: dict[str, list[tuple[Passage, Name]]] = defaultdict(list)
    for passage in _spoiling(subject):
        for name in names_of(passage, ordinary):
            uses[name.text].append((passage, name))
    late = {}
    for text, found in uses.items():
        by_chapter = [(p.sight.chapter, p, n) for p, n in found if p.sight.chapter or p.sight.fenced]
        early = any(0 < chapter < 2 or 0 < chapter * 2 <= last for chapter, _, _ in by_chapter)
        marked = any(p.sight.fenced or n.person for p, n in found) or len(found) > 1
        certain = any(n.person or (n.certain and subject.language not in NOUNS_HAVE_CAPITALS) for _, n in found)
        if by_chapter and marked and certain and not early and text not in covers:
            chapter, passage, name = min(by_chapter, key=lambda use: (use[0], use[1].place(use[2].offset)))
            person = any(name.person for _, name in found)
            late[text] = _Late(name.written, chapter, passage.place(name.offset), person)
    return late


def told_phrases(subject: Subject) -> Iterator[Problem]:
    """Words of what tells the story, in a safe place: a run of six, some of them rare, or of eight."""
    count = Counter(word for passage in subject.passages for word in {word for word, _ in passage.words()})
    told: dict[tuple[str, ...], Place] = {}
    listed = {n.place for s in subject.book.sections if not s.front.safe_title for t in s.title for n in t.walk()}
    for passage in _spoiling(subject):
        if passage.runs[0][1] in listed:
            continue  # a title that stands in every copy is no secret that it could itself give away
        told.update((run, passage.place(offset)) for run, offset in _phrases(passage, count))
    covers = " ".join(compared(word) for word in subject.covers.split())
    for passage in _safe(subject):
        shared = ((run, offset) for run, offset in _phrases(passage, count) if run in told)
        run, offset = next(shared, ((), 0))
        if run and " ".join(run) not in covers:
            message = f"“{' '.join(run)}” stands in {told[run]} too, where the story is told"
            yield warning("N004", passage.place(offset), message, f"say it in other words; or {ELSEWHERE}")


def _phrases(passage: Passage, count: Counter[str]) -> Iterator[tuple[tuple[str, ...], int]]:
    """Runs of words that nobody repeats by chance, each with its offset."""
    words = words_of([passage])
    rare = [count[word] <= MOST_COMMON for word, _, _ in words]
    yield from ((run, words[start][2]) for start, run in runs(words))
    for start in range(len(words) - PHRASE + 1):
        if sum(rare[start : start + PHRASE]) >= RARE:
            yield tuple(word for word, _, _ in words[start : start + PHRASE]), words[start][2]


def _safe(subject: Subject) -> Iterable[Passage]:
    """What the spoiler-free copy shows, and what stands in every copy."""
    return (*(passage for passage in subject.passages if passage.sight.safe), *subject.listed)


def _spoiling(subject: Subject) -> Iterable[Passage]:
    """What is marked as giving the story away."""
    return (passage for passage in subject.passages if passage.sight.spoils or passage.sight.fenced)
