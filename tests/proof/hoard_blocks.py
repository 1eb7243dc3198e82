"""Every block and attribute of prose that can carry text, as secrets."""

from __future__ import annotations

import textwrap

BLOCKS = """\
«8 EDITIONS a passage of eight words in PLACE»

The *«EDITIONS emphasis in PLACE»* and **«EDITIONS strong in PLACE»** and `«EDITIONS code in a line in PLACE»`
and ~~«EDITIONS struck out in PLACE»~~ and
[«EDITIONS a span in PLACE»]{#«EDITIONS a written id in PLACE» .«EDITIONS/ a class in PLACE»} end.[^«EDITIONS/ a note's name in PLACE»]

[^«LASTNOTE»]: The «EDITIONS a note in PLACE» is noted.

    - «EDITIONS a list in a note in PLACE»

- «EDITIONS a bullet in PLACE»

  1. «EDITIONS a numbered list in a bullet in PLACE»

| Head | «EDITIONS a table's head in PLACE» |
|---|---|
| one | «EDITIONS a table's cell in PLACE» |

> «EDITIONS a quotation in PLACE»
>
> --- «EDITIONS a quotation's source in PLACE»

```
«EDITIONS a block of code in PLACE»
```

«EDITIONS a term in PLACE»
:   «EDITIONS a definition in PLACE»

[«EDITIONS a link's words in PLACE»](https://example.org/«EDITIONS a link's address in PLACE» "«EDITIONS/eh a link's title in PLACE»")

![«EDITIONS an alt text in PLACE»](images/«EDITIONS/e a picture's file name in PLACE».svg "«EDITIONS a caption in PLACE»"){credit="«EDITIONS a credit in PLACE»"}

A word ![«EDITIONS an alt text in a line in PLACE»](images/«EDITIONS/e the file name of a picture in a line in PLACE».svg) more.

::: aside {title="«EDITIONS an aside's title in PLACE»" #«EDITIONS a fence's id in PLACE»}
«EDITIONS an aside in PLACE»

::: warning
«EDITIONS a warning in an aside in PLACE»
:::

:::

::: columns
«EDITIONS columns in PLACE»
:::
"""  # noqa: E501


def blocks(editions: str, place: str, indent: int = 0) -> str:
    """Every sort of block, all of it for the same editions."""
    note = "".join(word[:1] for word in place.split()) + str(len(place))
    text = BLOCKS.replace("[^«EDITIONS/ a note's name in PLACE»]", f"[^{note}]").replace("«LASTNOTE»", note)
    text = text.replace("EDITIONS", editions).replace("PLACE", place)
    return textwrap.indent(text, " " * indent).strip()
