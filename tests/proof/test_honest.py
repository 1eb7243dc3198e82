"""Whatever an author writes, an honest build has neither leaks nor losses: no false alarm stops anybody's work."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from booklet.problems import ProofError
from tests.conftest import SETTINGS, Project
from tests.unit.made_manuscripts import DOT, KINDS, PICTURE, MadeSection
from tests.unit.test_property_text import STEADY, batched, documents, every_pair, project_of, section

WORK = "index: none\nwork: {title: The Long Book, author: Bea Novelist, chapters: 20}\n"
EDITIONS: tuple[dict[str, Any], ...] = (
    {},
    {"editions": ("teacher",)},
    {"editions": ("safe",)},
    {"up_to": 1},
    {"editions": ("teacher",), "answers": "key"},
    {"editions": ("teacher",), "answers": "after", "up_to": 2},
)
FRONTS = ("", "spoilers: full\n", "spoilers: 2\n", "audience: teacher\n", "")
FENCES = ("spoiler", "spoiler {chapter=2}", "spoiler {chapter=9}", "teaching", "aside")
COMMON = (
    "the of a in it who what yes no true false one two three 1 2 12 B chapter page answer key teacher notes look for "
    "Kathy Ruth Tommy Hailsham lantern water night"
).split()


def builds(project: Project, *formats: str, editions: Sequence[dict[str, Any]] = EDITIONS) -> None:
    """The editions are built, and the proof has nothing to say."""
    for choices in editions:
        try:
            project.make(*formats, **choices)
        except ProofError as mistake:
            text = "\n".join(path.read_text() for path in sorted((project.folder / "manuscript").glob("*.md")))
            raise AssertionError(f"{choices}: {mistake}\n{text}") from None


def with_fronts(made: MadeSection, number: int) -> MadeSection:
    """A section that some editions leave out."""
    front = FRONTS[number % len(FRONTS)]
    text = made.text.replace("kind:", f"{front}kind:", 1)
    return MadeSection(made.kind, text, made.words, made.noted, made.heads, made.alternatives)


@settings(STEADY, max_examples=15)
@given(documents, st.sampled_from(KINDS), st.integers(0, 2), st.integers(0, 4))
def test_any_manuscript_is_built_for_screens_without_a_false_alarm(
    parts: Any, kind: str, notes: int, front: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        project = project_of(Path(folder), [with_fronts(section(kind, parts, 0, notes), front)])
        project.write("manuscript/booklet.yaml", SETTINGS + WORK)
        builds(project, ("html", "epub")[front % 2], editions=EDITIONS[front : front + 2])


@pytest.mark.parametrize("size", [8])
def test_each_construct_within_each_other_is_found_in_every_format(size: int, tmp_path: Path) -> None:
    found: list[MadeSection] = []
    for number, parts in enumerate(batched(every_pair(), size)):
        made = section("questions" if number % 2 else "page", parts, sum(len(m.words) for m in found), number)
        found.append(with_fronts(made, number))
    project = project_of(tmp_path, found).write("manuscript/booklet.yaml", SETTINGS + WORK)
    builds(project, "html", editions=EDITIONS[:4])
    builds(project, "epub", "pdf", editions=EDITIONS[1:2])


# manuscripts in few and common words, so that what is withheld is said elsewhere, too


def sentences(chance: random.Random) -> str:
    return " ".join(chance.choice(COMMON) for _ in range(chance.choice((1, 1, 2, 3, 5, 9)))).capitalize()


def fence(chance: random.Random, name: str, indent: str) -> str:
    return "".join(f"{indent}{line}\n" for line in (f"::: {name}", sentences(chance), ":::")) + "\n"


def questions(chance: random.Random) -> Iterator[str]:
    yield "---\nkind: questions\ntitle: To talk about\n---\n\n"
    for number in range(8):
        chapter = chance.choice(("", " chapter=1", " chapter=2", " chapter=9"))
        yield f"1. {sentences(chance)}? {{#ask-{number}{chapter}}}\n\n"
        for name in chance.sample(("answer", "look-for", "why", "hint", "teaching"), chance.randint(0, 4)):
            yield fence(chance, name, "   ")


def quiz(chance: random.Random) -> Iterator[str]:
    yield "---\nkind: quiz\ntitle: A test\n---\n\n"
    for _ in range(10):
        yield f"1. {sentences(chance)}? "
        match chance.randrange(6):
            case 0:
                yield f"{{type=true-false answer={chance.choice(('true', 'false'))}}}\n\n"
            case 1:
                yield f'{{type=short answer="{sentences(chance)}|{sentences(chance)}"}}\n\n'
            case 2:
                yield f"[{sentences(chance)}]{{.blank}} {sentences(chance)} [{sentences(chance)}]{{.blank}}\n\n"
            case 3:
                rows = "".join(
                    f"   | {sentences(chance)} | {sentences(chance)} |\n" for _ in range(chance.randint(2, 5))
                )
                yield f"\n\n   | Who | What |\n   |---|---|\n{rows}\n"
            case 4:
                steps = dict.fromkeys(sentences(chance) for _ in range(6))
                yield (
                    "\n\n"
                    + "".join(f"   {n}. {step}\n" for n, step in enumerate((*steps, "And then all", "So it ends"), 1))
                    + "\n"
                )
            case _:
                right = chance.randrange(4)
                yield "\n\n" + "".join(
                    f"   - [{'x' if n == right or chance.random() < 0.2 else ' '}] {sentences(chance)}\n\n"
                    + (fence(chance, "why", "     ") if chance.random() < 0.3 else "")
                    for n in range(4)
                )  # fmt: skip
        if chance.random() < 0.3:
            yield fence(chance, "answer", "   ")


def people(chance: random.Random) -> Iterator[str]:
    yield "---\nkind: characters\ntitle: People\n---\n\n"
    names = ("kathy", "ruth", "tommy", "lucy")
    for name in names:
        others = [other for other in names if other != name]
        relations = ", ".join(
            f"{chance.choice(others)}:{chance.choice(COMMON)}{chance.choice(('', '@2', '@9'))}" for _ in range(2)
        )
        seen = chance.choice(("", " first-seen=1", " first-seen=9"))
        yield f'## {name.capitalize()} {{#{name} role="{sentences(chance)}"{seen} relations="{relations}"}}\n\n'
        yield f"{sentences(chance)}.\n\n"


def story(chance: random.Random) -> Iterator[str]:
    yield f"---\ntitle: What happens\nspoilers: {chance.choice(('none', 'full', '1', '9'))}\n---\n\n"
    yield f"{sentences(chance)}.\n\n"
    for number in range(8):
        chapter = chance.choice(("", f" chapter={chance.choice((1, 2, 9))}"))
        yield f"## {sentences(chance)} {{#h{number}{chapter}}}\n\n{sentences(chance)}.\n\n"
        dated = chance.choice(("", " {chapter=2}", " {chapter=9}"))
        yield f"- {sentences(chance)}{dated}\n- {sentences(chance)}\n\n"
        yield fence(chance, chance.choice(FENCES), "")
        yield f"![{sentences(chance)}]({PICTURE})\n\n"
        yield f"| {sentences(chance)} | b |\n|---|---|\n| {sentences(chance)} | d |\n\n"


def words(chance: random.Random) -> Iterator[str]:
    yield "---\nkind: vocabulary\ntitle: Words\n---\n\n"
    for number in range(6):
        yield f"{sentences(chance)} {{#w{number}{chance.choice(('', ' chapter=1', ' chapter=9'))}}}\n"
        yield f":   {sentences(chance)}\n\n"


@pytest.mark.parametrize("seed", range(4))
def test_words_that_are_said_everywhere_give_no_false_alarm(seed: int, project: Project) -> None:
    chance = random.Random(seed)
    project.write("manuscript/booklet.yaml", SETTINGS + WORK.replace("index: none\n", ""))
    project.write(f"manuscript/{PICTURE}", DOT)
    project.section("00-open.md", "# In the open\n\nThis may be read by all.\n")
    for number, kind in enumerate((questions, quiz, people, story, words), 1):
        project.section(f"{number:02}-{kind.__name__}.md", "".join(kind(chance)))
    builds(project, ("html", "epub", "html", "pdf")[seed])


def test_an_address_that_teachers_and_students_get_is_no_leak(project: Project) -> None:
    link = "See [the archive](https://example.org/archive).\n"
    project.section("01-open.md", f"# In the open\n\n{link}")
    project.section("02-desk.md", f"---\ntitle: For the desk\naudience: teacher\n---\n\nMore. {link}")
    builds(project, "html", "epub", "pdf")
    project.section("03-story.md", f"---\ntitle: What happens\nspoilers: full\n---\n\nWell. {link}")
    builds(project, "html", "epub", "pdf")
