"""Sections for teachers and sections that spoil, as secrets."""

from __future__ import annotations

from tests.proof.hoard_blocks import blocks

DESK = f"""\
---
title: "On «.T....X.AK the title of a section for teachers» alone"
id: «@desk .T....X.AK the id of a section for teachers»
audience: teacher
portrait: {{file: images/«.T....X.AK/e the file name of a portrait for teachers».svg, alt: "«.T....X.AK the alt text of a portrait for teachers»", credit: "«.T....X.AK the credit of a portrait for teachers»"}}
---

{blocks(".T....X.AK", "a section for teachers")}

::: spoiler {{chapter=11}}
«.T....X.AK a spoiler of chapter 11 for teachers»
:::

::: spoiler {{chapter=19}}
«.T......AK a spoiler of chapter 19 for teachers»
:::

## «.T....X.AK a heading for teachers» {{#«.T....X.AK the id of a heading for teachers»}}

«.T....X.AK a paragraph under a heading for teachers»
"""  # noqa: E501

NAMELESS = (
    "---\naudience: teacher\n---\n\n«.T....X.AK a paragraph of a section for teachers that is named by its file»\n"
)

STORY = f"""\
---
title: "How «ST.L5CXOAK the true title of a section with a safe title» ended"
safe-title: "How «ST.L5CXOAK a safe title» went"
spoilers: full
portrait: {{file: images/«ST.L....AK/e the file name of a portrait that spoils».svg, alt: "«ST.L....AK the alt text of a portrait that spoils»", credit: "«ST.L....AK the credit of a portrait that spoils»"}}
---

{blocks("ST.L....AK", "a section that spoils everything")}

- «ST.L5CXOAK a list item of chapter 4 where all else has no chapter» {{chapter=4}}
- «ST.L....AK a list item without a chapter where all is spoilt»

::: aside {{title="«ST.L....AK the title of an aside without a chapter»"}}
- «ST.L....AK a list item of chapter 2 in an aside without a chapter» {{chapter=2}}
:::

::: columns
- «ST.L5CXOAK a list item of chapter 2 in columns» {{chapter=2}}
:::

## «ST.L....AK a heading without a chapter where all is spoilt»

- «ST.L5CXOAK a list item of chapter 5 under a heading without a chapter» {{chapter=5}}

## «ST.L5CXOAK a heading of chapter 4» {{#«ST.L5CXOAK the id of a heading of chapter 4» chapter=4}}

{blocks("ST.L5CXOAK", "what stands under a heading of chapter 4")}

### «ST.L5CXOAK a lower heading under one of chapter 4»

::: spoiler
«ST.L5CXOAK a spoiler that its heading dates to chapter 4»
:::

::: teaching
«.T....X.AK teaching under a heading of chapter 4»
:::

## «ST.L.CXOAK a heading of chapter 8» {{chapter=8}}

«ST.L.CXOAK a paragraph of chapter 8»

### «ST.L.CX.AK a lower heading of chapter 12» {{chapter=12}}

«ST.L.CX.AK a paragraph of chapter 12»

## «ST.L.CX.AK a heading of chapter 9 where all is spoilt» {{#«ST.L.CX.AK the id of a heading of chapter 9 where all is spoilt» chapter=9}}

{blocks("ST.L.CX.AK", "what stands under a heading of chapter 9")}

## «ST.L....AK a heading of chapter 20» {{chapter=20}}

{blocks("ST.L....AK", "what stands under a heading of chapter 20")}
"""  # noqa: E501

UNDATED = """\
---
title: "After «ST.L....AK the title of a section that spoils without a chapter»"
safe-title: "After «ST.L....AK the safe title of a section that spoils without a chapter»"
spoilers: full
---

«8 ST.L....AK a section that spoils without a chapter»
"""

SIX = f"""\
---
title: "To «ST.L.CXOAK the title of a section that spoils to chapter 6» six"
id: «@six ST.L.CXOAK the id of a section that spoils to chapter 6»
spoilers: 6
portrait: {{file: images/«ST.L.CXOAK/e the file name of a portrait of chapter 6».svg, alt: "«ST.L.CXOAK the alt text of a portrait of chapter 6»", credit: "«ST.L.CXOAK the credit of a portrait of chapter 6»"}}
---

{blocks("ST.L.CXOAK", "a section that spoils to chapter 6")}

::: spoiler {{chapter=11}}
«ST.L.CX.AK a spoiler of chapter 11 in a section that spoils to chapter 6»
:::

::: teaching
«.T....X.AK teaching in a section that spoils to chapter 6»
:::
"""  # noqa: E501

TOLD = """\
---
kind: summary
title: Chapter by chapter
scope: chapters
spoilers: full
---

«ST.L....AK what stands before the chapters»

## «ST.L5CXOAK what chapter 1 is called» {chapter=1}

«ST.L5CXOAK what chapter 1 tells»

## «ST.L.CXOAK what chapter 6 is called» {chapter=6}

«ST.L.CXOAK what chapter 6 tells»

## «ST.L....AK what chapter 13 is called» {chapter=13}

«8 ST.L....AK what chapter 13 tells»
"""

IDEAS = """\
---
kind: themes
title: Ideas
spoilers: full
---

## «ST.L5CXOAK a theme of chapter 2» {#«@early ST.L5CXOAK the id of a theme of chapter 2» chapter=2}

«ST.L5CXOAK what a theme of chapter 2 is»

- «ST.L5CXOAK evidence of chapter 5» {chapter=5}
- «ST.L.CXOAK evidence of chapter 6» {chapter=6}
- «ST.L....AK evidence of chapter 20» {chapter=20 page="«ST.L....AK the page of evidence of chapter 20»"}

## «ST.L.CX.AK a theme of chapter 10» {#«@late ST.L.CX.AK the id of a theme of chapter 10» chapter=10}

- «ST.L.CX.AK evidence of chapter 3 for a theme of chapter 10» {chapter=3}

## «ST.L....AK a theme without a chapter»

- «ST.L....AK evidence of chapter 3 for a theme without a chapter» {chapter=3}
"""

SIGNS = """\
---
kind: symbols
title: Signs
spoilers: full
---

## «ST.L.CXOAK a symbol of chapter 7» {#«ST.L.CXOAK the id of a symbol of chapter 7» chapter=7}

«ST.L.CXOAK what a symbol of chapter 7 is»

::: teaching
«.T....X.AK teaching about a symbol of chapter 7»
:::
"""

PASSAGES = """\
---
kind: quotations
title: Passages
spoilers: full
---

> «ST.L5CXOAK a passage of chapter 3»
>
> --- «ST.L5CXOAK the source of a passage of chapter 3» {#«ST.L5CXOAK the id of a passage of chapter 3» chapter=3 themes="«@early»,«@late»" characters="«@one»,«@two»" page="«ST.L5CXOAK the page of a passage of chapter 3»"}

«ST.L....AK a remark without a chapter between passages»

> «8 ST.L....AK a passage of chapter 19»
>
> --- «ST.L....AK the source of a passage of chapter 19» {chapter=19 page="«ST.L....AK the page of a passage of chapter 19»"}
"""  # noqa: E501

LATE_QUESTIONS = """\
---
kind: questions
title: About the end
spoilers: full
---

1. «ST.L5CXOAK a question of chapter 3 where all is spoilt»? {chapter=3}

   ::: answer
   «.T....XOAK the answer of chapter 3 where all is spoilt»
   :::

   ::: teaching
   «.T....X.AK teaching of chapter 3 where all is spoilt»
   :::

1. «ST.L.CX.AK a question of chapter 10 where all is spoilt»? {chapter=10}

   ::: answer
   «.T....X.AK the answer of chapter 10 where all is spoilt»
   :::

1. «ST.L....AK a question without a chapter where all is spoilt»?

   ::: answer
   «.T......AK the answer without a chapter where all is spoilt»
   :::
"""

DRAFT = """\
---
title: "Not «.......... the title of a draft» yet"
status: draft
---

«8 .......... a draft»
"""
