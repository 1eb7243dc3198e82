"""Style sheets by language: fonts in the order of each, stress where a script has no italics, right and left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from . import Theme, Tongue, paper, turning
from .sheets import declared

NAME = "theme/scripts.css"
LABELS = ":is(.label, .part-label, .facts, .reference, .links, figcaption, th, .map-key, .grid, .where)"
FAR_EAST = ":is(:lang(ja), :lang(ko), :lang(zh), :lang(yue))"
SCREEN = f"""
:root {{ font-synthesis-style: none }}
.by-weight {{ font-style: normal; font-weight: bold }}
.by-face {{ font-style: normal; -webkit-text-emphasis: filled dot; text-emphasis: filled dot }}
.by-face:lang(ja) {{ -webkit-text-emphasis-style: filled sesame; text-emphasis-style: filled sesame }}
.by-face:lang(zh) {{ -webkit-text-emphasis-position: under right; text-emphasis-position: under right }}
{FAR_EAST} {{ letter-spacing: normal; hyphens: manual }}
"""
LISTS = (
    '.chapter-table a::after { content: ", " target-counter(attr(href), page) }',
    '.cast tbody th a::after { content: ", " target-counter(attr(href), page) }',
    '.index li > a:first-child::after { content: "," }',
)
PAGES = ".at-page::after, .turn::after"
WIDE = f'{PAGES} {{ content: "（" target-counter(attr(href), page) attr(data-page) "）" }}'
COUNTED = {  # where a page is counted in front of its word
    "ja": WIDE,
    "zh": WIDE,
    "ko": f'{PAGES} {{ content: " (" target-counter(attr(href), page) attr(data-page) ")" }}',
}
WEIGHT = "{ font-style: normal; font-weight: 700 }"
PRINT = f"""
.by-weight {WEIGHT}
.by-face {{ font-style: normal; font-family: var(--label-face); line-height: 0 }}
{LABELS} .by-face {{ font-family: var(--text-face) }}
"""


def of_theme(theme: Theme, name: str, medium: str) -> Iterator[tuple[str, str]]:
    """The theme's sheets of a name, for the direction of the booklet and of its passages.

    E-readers get the sides of the booklet's own direction alone: many of them know no logical properties.
    """
    for sheet, css in theme.sheets(name):
        if theme.turning == "none" or (theme.turning == "passages" and medium == "epub"):
            yield sheet, css
        elif medium == "epub":
            yield sheet, turning.mirrored(css)
        else:
            yield sheet, turning.logical(css, mirrored_pages=theme.turning == "pages")


def text_size(theme: Theme, edition: int) -> float:
    """The size in pt of running text on paper: the edition's, the one that the booklet's design sets, the theme's; 0
    where it grows with the page."""
    sheets_of = (css for _, css in of_theme(theme, "print.css", "print"))
    told = [theme.variables.get("text-size"), *reversed([declared(css, "--text-size") for css in sheets_of])]
    return edition or paper.points_of(next(filter(None, told), "")) or 0


def sheet(theme: Theme, medium: str, comma: str) -> Iterator[tuple[str, str]]:
    """What the scripts of the text need, under the name of a sheet; nothing where they need nothing.

    ``comma`` parts the members of a list in the booklet's language.
    """
    rules: list[str] = []
    if medium == "print":
        rules += _of_fonts(theme)
        if comma != ", ":
            rules += [rule.replace('", "', f'"{comma}"').replace('","', f'"{comma.strip()}"') for rule in LISTS]
            if comma.strip() == comma:  # with white of its own
                rules.append(".index li > a:first-child::after { content: none }")
        tongue = theme.tongues[0].tag.partition("-")[0] if theme.tongues else ""
        if tongue in COUNTED:
            rules.append(COUNTED[tongue])
        if theme.turning == "pages":
            rules.append("@page { direction: rtl }")
        if theme.upright:
            alike = any(tongue.text[:1] == tongue.label[:1] for tongue in theme.tongues)
            rules.append(f".by-weight, .by-face {WEIGHT}" if alike else PRINT.strip())
    elif theme.upright:
        rules.append(SCREEN.strip())
    if rules:
        yield NAME, "\n".join(rules) + "\n"


def _of_fonts(theme: Theme) -> Iterator[str]:
    """The families of the booklet's language, and those of other languages for the passages that are marked so.

    Rules of no weight: a passage takes the face of running text, unless the theme says of it that it is a label.
    """
    if not theme.tongues:
        return
    own, *others = theme.tongues
    yield f":root {{ {_variables(own)} }}"
    for tongue in others:
        yield f':where([lang="{tongue.tag}"]) {{ {_variables(tongue)}; font-family: var(--text-face) }}'
        yield f':where(span[lang="{tongue.tag}"]) {{ line-height: 0 }}'
    if theme.italics:
        yield f":where(em) {{ font-family: {_listed(theme.italics)}; line-height: 0 }}"


def _variables(tongue: Tongue) -> str:
    return f"--text-face: {_listed(tongue.text)}; --label-face: {_listed(tongue.label)}"


def _listed(families: Sequence[str]) -> str:
    return ", ".join(f'"{family}"' for family in families)
