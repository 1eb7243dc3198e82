"""A booklet with one of everything that is asked or learnt, read once; and books of small ones."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from booklet import editions
from booklet.editions import EDITIONS
from booklet.manuscript import load, reading
from booklet.model import Book, Edition
from tests.conftest import SETTINGS, Project

WORK = "work: {title: The Book, author: B. Author, chapters: 9}\n"
QUIZ = """\
---
kind: quiz
title: Check & see / 1
id: check
spoilers: full
---

Read this first.[^seen]

![A red square](red.png)

1. Who *tells* <it>? {#teller points=2 level=recall chapter=1 shuffle=no}

   - [ ] Ruth

     ::: why
     She is seen from **without**.
     :::

   - [x] Kathy ![A red square](red.png)
   - [ ] [קתי]{lang=he}

   ::: answer
   Read the first line.
   :::

   ::: teaching
   Wait a while.
   :::

2. Which three? {#three points=3}

   - [x] one
   - [x] two
   - [x] three
   - [ ] four

3. Norfolk is in the north. {#north type=true-false answer=false}

4. Is it so? {#so type=true-false}

   - [x] Yes
   - [ ] No

5. Who does what? {#deeds points=4 chapter=5}

   | Who | Does |
   |---|---|
   | Kathy | drives & stops |
   | Tommy | draws |
   | Ruth | *pretends* |
   | Laura | draws |

## After the break

Now think.

6. What comes first? {#first points=3}

   1. The pitch

      ::: why
      Chapter 1.
      :::

   2. The pillow
   3. The Cottages

7. A {1:MC:=x} [ca}r#e~r]{.blank} "and" a [5 < 6 & \\*]{.blank}. {#gaps points=4}

8. The tape? {#tape answer="Songs * After Dark|After Dark"}

9. Why does she cry? {#cry lines=7 points=2 lang=fr}

   ::: hint
   Look at *her*.[^seen]
   :::

   ::: answer
   She sees the old world.
   :::

   ::: look-for
   Pity.
   :::

10. One [gap]{.blank} alone. {#alone}

[^seen]: A note with ~~struck~~ words.
"""
QUESTIONS = """\
---
kind: questions
title: Talk
id: talk
spoilers: full
---

1. Early, with [a link](https://example.org/?a=1&b=2)? {#early level=infer chapter=2}

   ::: answer
   An early answer.
   :::

2. Late? {#late level=create chapter=8}

   ::: teaching
   A late word for teachers.
   :::
"""
ESSAY = """\
---
kind: essay
title: Essays
id: essays
spoilers: full
---

## A quiet voice {#voice words="600--800" rubric=marks}

How far do you agree?
"""
RUBRIC = """\
---
kind: rubric
title: Marks
id: marking
spoilers: none
---

## How it is marked {#marks}

| Criterion | Good | Fair |
|---|---|---|
| Quotes | exact | rough |
"""
WORDS = """\
---
kind: vocabulary
title: Words
id: words
spoilers: none
---

carer {#carer pos=noun tier=2}
:   Someone who *cares* <for> others. ![A red square](red.png)

deferral {#deferral chapter=8}
:   A delay.
"""
PASSAGES = """\
---
kind: quotations
title: Passages
id: passages
spoilers: full
---

> A line\\
> and another.
>
> — Kathy, ch. 6 {#q-line themes=memory}

> Nobody's words. {#q-nobody}
"""
THEMES = """\
---
kind: themes
title: Themes
id: themes
spoilers: full
---

## Memory {#memory}

What is kept.
"""
FILES = {
    "01-check.md": QUIZ,
    "02-talk.md": QUESTIONS,
    "03-essays.md": ESSAY,
    "04-marks.md": RUBRIC,
    "05-words.md": WORDS,
    "06-passages.md": PASSAGES,
    "07-themes.md": THEMES,
}


def red_square() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (4, 4), "red").save(target, "PNG")
    return target.getvalue()


def read(folder: Path, edition: Edition = EDITIONS["teacher"]) -> Book:
    """The book of a project as an edition has it; the project must have no errors."""
    manuscript, problems = load.find(folder, "")
    book, trouble = reading.read(manuscript)
    assert [p for p in (*problems, *trouble) if p.severity == "error"] == []
    assert book is not None
    return editions.choose(book, edition)


@pytest.fixture(scope="session")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with one of everything."""
    project = Project(tmp_path_factory.mktemp("exports"))
    project.write("manuscript/booklet.yaml", SETTINGS + WORK).write("manuscript/red.png", red_square())
    for name, text in FILES.items():
        project.section(name, text)
    return project.folder


@pytest.fixture(scope="session")
def book(everything: Path) -> Book:
    """The teacher's copy of it."""
    return read(everything)


Booking = Callable[..., Book]


@pytest.fixture
def booked(project: Project) -> Booking:
    """Makes the teacher's copy of a booklet of one section."""

    def make(text: str, settings: str = SETTINGS) -> Book:
        project.write("manuscript/booklet.yaml", settings).write("manuscript/red.png", red_square())
        return read(project.section("01-section.md", text).folder)

    return make
