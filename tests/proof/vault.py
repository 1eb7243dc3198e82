"""A project full of marked secrets: made-up words in every block and attribute that can carry text, each with what an
edition must be like to show it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from booklet.model import Edition
from tests.conftest import Project

Channel = Literal["text", "alt", "id", "file", "url", "title"]
CONSONANTS, VOWELS = "bdfgklmnprstvz", "aeiou"
SETTINGS = """\
title: A Vault
language: en-GB
authors:
  - name: Ada Writer
date: 2026-01-31
work: {title: The Long Book, author: Bea Novelist, chapters: 20}
parts:
  - {title: In the open, sections: [01-open, 02-questions, 03-people, 04-quiz, 05-words, 06-days]}
  - {title: "%s", sections: [07-desk]}
  - {title: Behind the door, sections: [08-story, 09-early, 10-ideas]}
editions:
  club: {answers: none, teaching: yes, spoilers: 7}
  marker: {answers: inline, teaching: no, spoilers: none}
"""


@dataclass(frozen=True)
class Needs:
    """What an edition must be like to show something. ``undated``: only copies without a bound have it."""

    answers: bool = False
    teaching: bool = False
    teacher: bool = False
    spoils: bool = False
    undated: bool = False
    chapter: int = 0

    def met_by(self, edition: Edition) -> bool:
        bounded = isinstance(edition.spoilers, int)
        return (
            (not self.answers or edition.answers != "none")
            and (not self.teaching or edition.teaching)
            and (not self.teacher or edition.audience == "teacher")
            and (not self.spoils or edition.spoilers != "none")
            and not (bounded and self.undated)
            and not (bounded and self.chapter > int(edition.spoilers))
        )


@dataclass(frozen=True)
class Secret:
    """A word that occurs once in the manuscript, where, and what shows it."""

    word: str
    channel: Channel
    needs: Needs


@dataclass
class Vault:
    """Makes secrets and remembers them."""

    secrets: list[Secret] = field(default_factory=list)

    def word(self, needs: Needs, channel: Channel = "text") -> str:
        """One made-up word."""
        number = len(self.secrets) * 7919 + 104729
        letters = "x"
        for _ in range(4):
            number, consonant = divmod(number, len(CONSONANTS))
            number, vowel = divmod(number, len(VOWELS))
            letters += CONSONANTS[consonant] + VOWELS[vowel]
        assert letters not in {secret.word for secret in self.secrets}
        self.secrets.append(Secret(letters, channel, needs))
        return letters

    def eight(self, needs: Needs) -> str:
        """Eight made-up words."""
        return " ".join(self.word(needs) for _ in range(8))

    def blocks(self, needs: Needs, project: Project) -> str:
        """Markdown with a secret in every block and attribute that can carry text."""

        def word(channel: Channel = "text") -> str:
            return self.word(needs, channel)

        picture = word("file")
        drawn = f'<path d="M0 0h{len(self.secrets)}v9z"/>'
        drawn = f'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">{drawn}</svg>'
        project.write(f"manuscript/images/{picture}.svg", drawn)
        note = f"n{len(self.secrets)}"
        return f"""\
{self.eight(needs)}

{word()} *{word()}* `{word()}` [{word()}]{{#{word("id")}}} said[^{note}] it.

### {word()} {{#{word("id")}}}

- {word()}
- {word()}

  1. {word()}

| {word()} | a |
|---|---|
| b | {word()} |

> {word()}

```
{word()}
```

{word()}
:   {word()}

[{word()}](https://example.org/{word("url")} "{word("title")}")

![{word("alt")}](images/{picture}.svg "{word()}"){{credit="{word()}"}}

::: aside {{title="{word()}"}}
{word()}
:::

::: warning
{word()}
:::

::: columns
{word()}
:::

[^{note}]: {word()} is noted.
"""


def indented(text: str, by: int = 3) -> str:
    return "\n".join((" " * by + line).rstrip() for line in text.splitlines())


def fenced(name: str, text: str) -> str:
    return f"::: {name}\n{text}\n:::\n"


def filled(project: Project) -> list[Secret]:
    """Fill a project with sections of every sort, and give the secrets in it."""
    vault = Vault()
    for name, text in sections(vault, project):
        project.section(name, text)
    return vault.secrets


def sections(vault: Vault, project: Project) -> Iterator[tuple[str, str]]:
    """Each section's file and text; the settings too."""
    all_, teacher = Needs(), Needs(teacher=True)
    part = vault.word(teacher)
    yield "booklet.yaml", SETTINGS % part
    yield "01-open.md", "# In the open\n\n" + "\n".join([
        vault.blocks(all_, project),
        fenced("teaching", vault.blocks(Needs(teaching=True), project)),
        fenced("spoiler {chapter=3}", vault.blocks(Needs(spoils=True, chapter=3), project)),
        fenced("spoiler {chapter=15}", vault.blocks(Needs(spoils=True, chapter=15), project)),
        fenced("spoiler", vault.eight(Needs(spoils=True, undated=True))),
        fenced("spoiler {chapter=9}", fenced("teaching", vault.word(Needs(teaching=True, spoils=True, chapter=9)))),
        *(f"- {vault.word(Needs(chapter=chapter))} {{chapter={chapter}}}" for chapter in range(1, 21)),
    ])  # fmt: skip
    yield "02-questions.md", questions(vault, project)
    yield "03-people.md", people(vault)
    yield "04-quiz.md", quiz(vault)
    yield "05-words.md", entries(vault, "vocabulary", Needs())
    yield "06-days.md", entries(vault, "timeline", Needs())
    yield "07-desk.md", desk(vault, project, teacher)
    yield "08-story.md", story(vault, project)
    early = Needs(spoils=True, chapter=8)
    yield "09-early.md", f"---\nspoilers: 8\ntitle: {vault.word(early)}\n---\n\n{vault.blocks(early, project)}"
    yield "10-ideas.md", ideas(vault)


def questions(vault: Vault, project: Project) -> str:
    """Questions with every fence; one that belongs to a late chapter."""
    lines = ["---\nkind: questions\ntitle: To talk about\n---\n"]
    fences = {"answer": Needs(answers=True), "hint": Needs(), "look-for": Needs(answers=True),
              "why": Needs(answers=True), "teaching": Needs(teaching=True)}  # fmt: skip
    for chapter in (0, 11):
        attribute = f" chapter={chapter}" if chapter else ""
        word = vault.word(Needs(chapter=chapter), "id")
        lines.append(f"1. {vault.word(Needs(chapter=chapter))}? {{#{word}{attribute}}}\n")
        for name, needs in fences.items():
            needs = replace(needs, chapter=chapter)
            text = vault.blocks(needs, project) if name in ("answer", "teaching") and not chapter else vault.word(needs)
            lines.append(indented(fenced(name, text)) + "\n")
    return "\n".join(lines)


def people(vault: Vault) -> str:
    """Characters with roles and relations, some of which come out late."""
    early, late = Needs(), Needs(chapter=14)
    first, second, third = vault.word(early, "id"), vault.word(late, "id"), vault.word(early, "id")
    role = vault.word(early)
    relation, later, secret = (vault.word(needs) for needs in (early, Needs(chapter=16), late))
    return f"""\
---
kind: characters
title: People
---

## {vault.word(early)} {{#{first} role="{role}" relations="{third}:{relation}, {third}:{later}@16, {second}:{secret}"}}

{vault.word(early)}

::: teaching
{vault.word(Needs(teaching=True))}
:::

## {vault.word(late)} {{#{second} role="{vault.word(late)}" first-seen=14 relations="{first}:{vault.word(late)}"}}

{vault.eight(late)}

## {vault.word(early)} {{#{third}}}

{vault.word(early)}
"""


def quiz(vault: Vault) -> str:
    """A question of each type that hides its answer in words."""
    hidden = Needs(answers=True)
    return f"""\
---
kind: quiz
title: A test
---

1. {vault.word(Needs())}? {{type=choice}}

   - [ ] {vault.word(Needs())}

     ::: why
     {vault.word(hidden)}
     :::

   - [x] {vault.word(Needs())}

     ::: why
     {vault.eight(hidden)}
     :::

1. It was a [{vault.word(hidden)}]{{.blank}} and a [{vault.word(hidden)}]{{.blank}} {vault.word(Needs())}.

1. {vault.word(Needs())}? {{type=short answer="{vault.word(hidden)}|{vault.word(hidden)}"}}
"""


def entries(vault: Vault, kind: str, needs: Needs) -> str:
    """A definition list of items, dated in part."""
    lines = [f"---\nkind: {kind}\ntitle: The {kind}\n---\n"]
    for chapter in (0, 2, 6, 13, 19):
        attribute = f" chapter={chapter}" if chapter else ""
        here = replace(needs, chapter=chapter)
        lines.append(f"{vault.word(here)} {{#{vault.word(here, 'id')}{attribute}}}\n:   {vault.word(here)}\n")
    return "\n".join(lines)


def desk(vault: Vault, project: Project, needs: Needs) -> str:
    """A section that is for the teacher alone, with a portrait."""
    portrait = vault.word(needs, "file")
    project.write(f"manuscript/images/{portrait}.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    return f"""\
---
title: {vault.word(needs)}
id: {vault.word(needs, "id")}
audience: teacher
portrait: {{file: images/{portrait}.svg, alt: "{vault.word(needs, "alt")}", credit: "{vault.word(needs)}"}}
---

{vault.blocks(needs, project)}
"""


def story(vault: Vault, project: Project) -> str:
    """A section that tells everything, chapter by chapter, and some of it without saying its chapter."""
    full = Needs(spoils=True, undated=True)
    portrait = vault.word(full, "file")
    project.write(f"manuscript/images/{portrait}.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="7" height="9"/>')
    lines = [f"""\
---
title: "{vault.word(Needs(spoils=True))}"
spoilers: full
portrait: {{file: images/{portrait}.svg, alt: "{vault.word(full, "alt")}", credit: "{vault.word(full)}"}}
---

{vault.blocks(full, project)}
"""]  # fmt: skip
    for chapter in range(1, 21):
        needs = Needs(spoils=True, chapter=chapter)
        lines.append(f"## {vault.word(needs)} {{chapter={chapter}}}\n")
        lines.append(vault.blocks(needs, project) if chapter in (4, 10, 18) else vault.word(needs) + "\n")
        lines.append(fenced("teaching", vault.word(replace(needs, teaching=True))))
    return "\n".join(lines)


def ideas(vault: Vault) -> str:
    """Themes that are dated, with evidence that is dated otherwise."""
    lines = ["---\nkind: themes\ntitle: Ideas\nspoilers: full\n---\n"]
    for chapter in (2, 10):
        theme = Needs(spoils=True, chapter=chapter)
        lines.append(
            f"## {vault.word(theme)} {{#{vault.word(theme, 'id')} chapter={chapter}}}\n\n{vault.word(theme)}\n"
        )
        lines += [f"- {vault.word(replace(theme, chapter=max(n, chapter)))} {{chapter={n}}}" for n in (1, 6, 12, 20)]
        lines.append("")
    return "\n".join(lines)
