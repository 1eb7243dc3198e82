"""The manuscript of secrets: every block and attribute that can carry text, with the editions that each belongs to.

The ten letters, in their order: student, teacher, safe, large, student to chapter 5, student to chapter 12, teacher to
chapter 12, one of the project's own (a key, no teaching, to chapter 8), teacher with answers after, teacher with a key.
"""

from __future__ import annotations

from tests.proof.hoard_blocks import blocks
from tests.proof.hoard_items import (
    ACTIVITIES,
    ESSAYS,
    EVENTS,
    ORGANIZERS,
    PEOPLE,
    RUBRIC,
    SCHEDULE,
    STATEMENTS,
    WORDS,
)
from tests.proof.hoard_late import (
    DESK,
    DRAFT,
    IDEAS,
    LATE_QUESTIONS,
    NAMELESS,
    PASSAGES,
    SIGNS,
    SIX,
    STORY,
    TOLD,
    UNDATED,
)

SETTINGS = """\
title: A Hoard
language: en-GB
authors:
  - name: Ada Writer
date: 2026-01-31
work: {title: The Long Book, author: Bea Novelist, chapters: 20}
parts:
  - {title: Open to all, sections: [01-open, 02-questions]}
  - {title: "The «.T....X.AK part of a section for teachers» part", sections: [20-desk]}
  - {title: "The «ST.L5CXOAK part of sections that spoil a little» part", sections: [30-story]}
  - {title: "The «ST.L....AK part of a section that spoils without a chapter» part", sections: [31-undated]}
  - {title: "The «ST.L.CXOAK part of a section that spoils to chapter 6» part", sections: [32-six]}
editions:
  circle: {answers: key, teaching: no, spoilers: 8, label: "For «.......O.. the label of an edition of the project's own»"}
  other: {answers: none, label: "For «.......... the label of an edition that is not built»"}
ignore:
  - {code: S016, reason: "Since «.......... the reason to ignore a rule» it is"}
"""  # noqa: E501

OPEN = f"""\
---
title: "In «STFL5CXOAK the title of an open section» all"
---

{blocks("STFL5CXOAK", "an open section")}

Links to [the answer](#«@answered»), to [the desk](#«@desk»), to [the story](#«@late»), to [six](#«@six»).

::: teaching
{blocks(".T....X.AK", "a teaching note")}
:::

::: why
«.T....XOAK a why that belongs to no item»
:::

::: spoiler {{chapter=3}}
{blocks("ST.L5CXOAK", "a spoiler of chapter 3")}
:::

::: spoiler {{chapter=10}}
{blocks("ST.L.CX.AK", "a spoiler of chapter 10")}
:::

::: spoiler
{blocks("ST.L....AK", "a spoiler without a chapter")}
:::

::: aside
«STFL5CXOAK an aside around a spoiler»

::: spoiler {{chapter=7}}
«ST.L.CXOAK a spoiler of chapter 7 in an aside»

::: teaching
«.T....X.AK teaching in a spoiler of chapter 7»

::: spoiler {{chapter=13}}
«.T......AK a spoiler of chapter 13 in teaching in one of chapter 7»
:::

:::

:::

:::

Once called here,[^both] and «STFL5CXOAK a paragraph that calls a note».

::: teaching
Called here first.[^shared]
:::

Called again.[^shared] And [^late]

[^both]: «STFL5CXOAK a note that an open paragraph calls»
[^shared]: «STFL5CXOAK a note that teaching calls first and an open paragraph again»
[^late]: An ordinary note, ::: spoiler.

## «STFL.CX.AK a heading of chapter 9 in an open section» {{#«STFL.CX.AK the id of a heading of chapter 9» chapter=9}}

«STFL.CX.AK a paragraph under a heading of chapter 9»

### «STFL.CX.AK a lower heading under one of chapter 9»

> «STFL.CX.AK a quotation under a lower heading»

- «STFL....AK a list item of chapter 16 under a heading of chapter 9» {{chapter=16}}

## «STFL5CXOAK a heading without a chapter after one with» {{.«STFL5CXOAK/ a heading's class»}}

- «STFL5CXOAK a list item of chapter 1» {{chapter=1}}
- «STFL5CXOAK a list item of chapter 2» {{chapter=2 page="«STFL5CXOAK the page of a list item of chapter 2»"}}
- «STFL5CXOAK a list item of chapter 3» {{chapter=3}}
- «STFL5CXOAK a list item of chapter 4» {{chapter=4}}
- «STFL5CXOAK a list item of chapter 5» {{chapter=5}}
- «STFL.CXOAK a list item of chapter 6» {{chapter=6}}
- «STFL.CXOAK a list item of chapter 7» {{chapter=7}}
- «STFL.CXOAK a list item of chapter 8» {{chapter=8}}
- «STFL.CX.AK a list item of chapter 9» {{chapter=9}}
- «STFL.CX.AK a list item of chapter 10» {{chapter=10 page="«STFL.CX.AK the page of a list item of chapter 10»"}}
- «STFL.CX.AK a list item of chapter 11» {{chapter=11}}
- «STFL.CX.AK a list item of chapter 12» {{chapter=12}}
- «STFL....AK a list item of chapter 13» {{chapter=13}}
- «STFL....AK a list item of chapter 14» {{chapter=14}}
- «STFL....AK a list item of chapter 15» {{chapter=15}}
- «STFL....AK a list item of chapter 16» {{chapter=16}}
- «STFL....AK a list item of chapter 17» {{chapter=17}}
- «STFL....AK a list item of chapter 18» {{chapter=18}}
- «STFL....AK a list item of chapter 19» {{chapter=19}}
- «STFL....AK a list item of chapter 20» {{chapter=20}}
"""

QUESTIONS = f"""\
---
kind: questions
title: To talk about
---

1. What of «STFL5CXOAK a question»? {{#«STFL5CXOAK the id of a question» themes="«@early»,«@late»"}}

   Called here.[^q]

   ::: hint
   «STFL5CXOAK a hint»
   :::

   ::: answer
   {blocks(".T....XOAK", "an answer", 3)}

   See [this]{{#«@answered .T....XOAK a written id in an answer that others link to»}}, and [^q]

   ::: teaching
   «.T....X.AK teaching in an answer»
   :::

   ::: spoiler {{chapter=7}}
   «.T....XOAK a spoiler of chapter 7 in an answer»
   :::

   ::: spoiler
   «.T......AK a spoiler without a chapter in an answer»
   :::
   :::

   ::: look-for
   {blocks(".T....XOAK", "a look-for", 3)}
   :::

   ::: why
   {blocks(".T....XOAK", "a why", 3)}
   :::

   ::: teaching
   {blocks(".T....X.AK", "teaching in a question", 3)}
   :::

   [^q]: «STFL5CXOAK a note that a question and its answer call»

1. «STFL.CX.AK a question of chapter 11»? {{#«STFL.CX.AK the id of a question of chapter 11» chapter=11 pages="«STFL.CX.AK the pages of a question of chapter 11»"}}

   ::: answer
   «.T....X.AK the answer to a question of chapter 11»
   :::

1. «STFL5CXOAK a third question»?

   ::: aside
   «STFL5CXOAK an aside in a question»

   ::: look-for
   «.T....XOAK a look-for in an aside in a question»
   :::

   :::

   - «STFL5CXOAK a bullet in a question»
   - «STFL....AK a bullet of chapter 14 in a question» {{chapter=14}}
"""  # noqa: E501

QUIZ = """\
---
kind: quiz
title: A test
---

1. «STFL5CXOAK a quiz question»?

   - [ ] «STFL5CXOAK a wrong choice»

     ::: why
     «.T....XOAK why a choice is wrong»
     :::

   - [x] «STFL5CXOAK a right choice»

     ::: why
     «8 .T....XOAK eight words that say why a choice is right»

     ![«.T....XOAK an alt text in a choice's why»](images/«.T....XOAK/e a picture in a choice's why».svg)
     :::

   ::: answer
   «.T....XOAK the answer to a choice»
   :::

1. It was a [«.T....XOAK a blank's word»]{.blank} of [«8 .T....XOAK a blank of eight words»]{.blank} in «STFL5CXOAK the rest of a cloze».

1. [«.T....XOAK a blank that begins its item»]{.blank} came «STFL5CXOAK the rest of another cloze».

1. «STFL5CXOAK a short question»? {answer="«.T....XOAK an accepted answer»|«.T....XOAK another accepted answer»"}

1. Match «STFL5CXOAK a match».

   | «STFL5CXOAK the head of a match» | What |
   |---|---|
   | «STFL5CXOAK the left half of a pair» | «STFL5CXOAK the right half of a pair» |
   | «STFL5CXOAK another left half» | «STFL5CXOAK another right half» |

   ::: why
   «.T....XOAK the why of a match»
   :::

1. Put in order «STFL5CXOAK an order»:

   1. «STFL5CXOAK a first step»

      ::: why
      «.T....XOAK why a step comes first»
      :::

   2. «STFL5CXOAK a second step»
   3. «STFL5CXOAK a third step»

1. «STFL5CXOAK something true or false». {type=true-false answer=false}

   ::: why
   «.T....XOAK why it is false»
   :::

1. «STFL....AK a quiz question of chapter 15»? {chapter=15}

   - [x] «STFL....AK a right choice of chapter 15»

     ::: why
     «.T......AK why a choice of chapter 15 is right»
     :::

   - [ ] «STFL....AK a wrong choice of chapter 15»
"""  # noqa: E501

TEXTS = {
    "booklet.yaml": SETTINGS,
    "01-open.md": OPEN,
    "02-questions.md": QUESTIONS,
    "03-quiz.md": QUIZ,
    "04-people.md": PEOPLE,
    "05-words.md": WORDS,
    "06-days.md": EVENTS,
    "07-activities.md": ACTIVITIES,
    "08-essays.md": ESSAYS,
    "09-organizers.md": ORGANIZERS,
    "10-statements.md": STATEMENTS,
    "11-schedule.md": SCHEDULE,
    "20-desk.md": DESK,
    "21-rubric.md": RUBRIC,
    "22-«.T....X.AK the name of a file for teachers».md": NAMELESS,
    "30-story.md": STORY,
    "31-undated.md": UNDATED,
    "32-six.md": SIX,
    "33-told.md": TOLD,
    "34-ideas.md": IDEAS,
    "35-signs.md": SIGNS,
    "36-passages.md": PASSAGES,
    "37-end.md": LATE_QUESTIONS,
    "40-draft.md": DRAFT,
}
