"""Sections of items that give nothing away but where an item says its chapter, as secrets."""

from __future__ import annotations

PEOPLE = """\
---
kind: characters
title: People
---

## «STFL5CXOAK a character» {#«@one STFL5CXOAK the id of a character» role="«STFL5CXOAK a role»" relations="«@three»:«STFL5CXOAK a relation», «@three»:«STFL....AK a relation that comes out in chapter 16»@16, «@two»:«STFL....AK a relation to somebody who is seen first in chapter 14», «@three»:«STFL.CXOAK a relation that comes out in chapter 7»@7"}

«STFL5CXOAK what a character is like»

::: teaching
«.T....X.AK teaching about a character»
:::

## «STFL....AK a character who is seen first in chapter 14» {#«@two STFL....AK the id of one who is seen first in chapter 14» role="«STFL....AK the role of one who is seen first in chapter 14»" first-seen=14 relations="«@one»:«STFL....AK a relation of one who is seen first in chapter 14»"}

«8 STFL....AK what a character of chapter 14 is like»

## «STFL5CXOAK a third character» {#«@three STFL5CXOAK the id of a third character»}

«STFL5CXOAK what a third character is like»
"""  # noqa: E501

WORDS = """\
---
kind: vocabulary
title: Words
---

«STFL5CXOAK a word» {pos="«STFL5CXOAK the part of speech of a word»"}
:   «STFL5CXOAK what a word means»

«STFL.CX.AK a word of chapter 9» {#«STFL.CX.AK the id of a word of chapter 9» chapter=9 pos="«STFL.CX.AK the part of speech of a word of chapter 9»" page="«STFL.CX.AK the page of a word of chapter 9»"}
:   «STFL.CX.AK what a word of chapter 9 means»

    ::: teaching
    «.T....X.AK teaching about a word of chapter 9»
    :::
"""  # noqa: E501

EVENTS = """\
---
kind: timeline
title: Days
---

«STFL5CXOAK a date» {track=history}
:   «STFL5CXOAK an event»

«STFL....AK a date of chapter 18» {track=story chapter=18}
:   «STFL....AK an event of chapter 18»
"""

ACTIVITIES = """\
---
kind: activity
title: Things to do
---

## «STFL5CXOAK an activity» {materials="«STFL5CXOAK the materials of an activity»" themes="«@late»"}

«STFL5CXOAK the task of an activity»

1. «STFL5CXOAK the step of an activity»

::: answer
«.T....XOAK what comes out of an activity»
:::

::: teaching
«.T....X.AK teaching about an activity»
:::

## «STFL.CX.AK an activity of chapter 10» {chapter=10 materials="«STFL.CX.AK the materials of an activity of chapter 10»"}

1. «STFL.CX.AK the step of an activity of chapter 10»
"""  # noqa: E501

ESSAYS = """\
---
kind: essay
title: To write
---

## «STFL5CXOAK an essay» {rubric="«@rubric»"}

«STFL5CXOAK the task of an essay»

::: hint
«STFL5CXOAK the hint of an essay»
:::

::: look-for
«.T....XOAK what to look for in an essay»
:::

::: answer
- «.T....XOAK the answer to an essay»
:::

## «STFL....AK an essay on chapter 17» {chapter=17}

- «STFL....AK a point to think about of chapter 17»
"""

ORGANIZERS = """\
---
kind: organizer
title: To fill in
---

## «STFL5CXOAK an organizer» {layout=columns}

- «STFL5CXOAK a label»
- «STFL5CXOAK another label»

::: answer
- «.T....XOAK what belongs in a box»
- «.T....XOAK what belongs in another box»
:::

## «STFL.CX.AK an organizer of chapter 12» {chapter=12}

| Who | «STFL.CX.AK the head of an organizer's table» |
|---|---|
| «STFL.CX.AK the row of an organizer's table» | |

::: teaching
«.T....X.AK teaching about an organizer of chapter 12»
:::
"""

STATEMENTS = """\
---
kind: anticipation
title: Before you begin
---

1. «STFL5CXOAK a statement». {lines=2}

   ::: answer
   «.T....XOAK the answer to a statement»
   :::

   ::: why
   «.T....XOAK the why of a statement»
   :::

1. «STFL....AK a statement of chapter 13». {chapter=13}

   ::: teaching
   «.T......AK teaching about a statement of chapter 13»
   :::
"""

SCHEDULE = """\
---
kind: schedule
title: Reading plan
---

## «STFL5CXOAK a week» {pages="«STFL5CXOAK the pages of a week»" date="«STFL5CXOAK the date of a week»"}

- «STFL5CXOAK the task of a week»

::: teaching
«.T....X.AK teaching about a week»
:::
"""

RUBRIC = """\
---
kind: rubric
title: How it is marked
audience: teacher
---

## «.T....X.AK a rubric for teachers» {#«@rubric .T....X.AK the id of a rubric for teachers»}

| Criterion | «.T....X.AK a level of a rubric» (2) | Less (1) |
|---|---|---|
| «.T....X.AK a criterion of a rubric» | «.T....X.AK the cell of a rubric» | none |
"""
