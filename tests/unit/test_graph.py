"""Cast lists, maps of relations, grids, lists of places and the index, as readers find them in finished files."""

from __future__ import annotations

import base64
from dataclasses import replace
from itertools import combinations, pairwise

import pypdfium2
import pypdfium2.raw
import pytest
from lxml import etree

from booklet import themes
from booklet.alphabet import filed, initial
from booklet.drawing import Connection, Drawing, Setting, drawn
from booklet.model import Place
from booklet.overview import SCREEN
from booklet.sections.characters import Relation, related
from booklet.themes.lettering import Lettering
from tests.conftest import SETTINGS, Project
from tests.unit.finished import pages_of, text_of

WORK = "work: {title: The Book, author: B. Author, chapters: 23}\n"
PEOPLE = """\
---
kind: characters
title: People
{more}
---

## Ann {{#ann role="narrator" first-seen=1 relations="bob:friend, cay:rival@16"}}

She tells it.

## Bob {{#bob role="friend" relations="ann:friend"}}

He draws.

## Cay {{#cay relations="bob:pupil"}}

She leaves.
"""
THEMES = """\
---
kind: themes
title: Themes
{more}
---

## Memory {{#memory}}

- A song. {{chapter=6 page="72"}}
- A boat. {{chapter=19}}

## Hope {{#hope}}

- A letter. {{chapter=2}}
"""
CHAPTERS = """\
---
kind: summary
title: Chapter by chapter
scope: chapters
spoilers: full
---

## The lost song {chapter=6}

It is lost.

## The death of Bob {chapter=19}

He dies.
"""
QUESTIONS = """\
---
kind: questions
title: To talk about
---

1. Why does [Ann](#ann) stay?

2. What is kept? {themes="memory" chapter=6}
"""
WORDS = """\
---
kind: vocabulary
title: Words
---

carer {#carer}
: One who cares.
"""


def page(project: Project, **sections: str) -> etree._Element:
    """The web page of a booklet on a work of 23 chapters, with these sections in order."""
    return etree.fromstring(written(project, **sections).build("html")["html"])


def written(project: Project, **sections: str) -> Project:
    project.write("manuscript/booklet.yaml", SETTINGS + WORK)
    for number, (name, text) in enumerate(sections.items(), 1):
        project.section(f"{number:02}-{name}.md", text)
    return project


def by_class(root: etree._Element, name: str) -> list[etree._Element]:
    return [e for e in root.iter("{*}*") if name in e.get("class", "").split()]


def words_of(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())


def table(element: etree._Element) -> list[list[str]]:
    return [[words_of(cell) for cell in row] for row in element.iter("{*}tr")]


def places(root: etree._Element, name: str) -> list[str]:
    """The lines of the list of places that stands with an item."""
    (heading,) = [e for e in root.iter("{*}h2") if e.get("id") == name]
    return [words_of(line) for block in by_class(heading.getparent(), "where") for line in block.iter("{*}li")]


def drawings(root: etree._Element) -> list[tuple[str, etree._Element]]:
    """Each map's text alternative and what is drawn."""
    images = [image for figure in by_class(root, "map") for image in figure.iter("{*}img")]
    return [(i.get("alt"), etree.fromstring(base64.b64decode(i.get("src").partition(",")[2]))) for i in images]


# Relations


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("tommy:friend", [Relation("tommy", "friend")]),
        ("tommy", [Relation("tommy")]),
        ("tommy: lover , ruth:old rival@16", [Relation("tommy", "lover"), Relation("ruth", "old rival", 16)]),
        ("tommy@3", [Relation("tommy", "", 3)]),
        ("", []),
    ],
)  # fmt: skip
def test_relations_are_read_as_they_are_written(text: str, found: list[Relation]) -> None:
    assert list(related(text)) == found
    assert list(related(", ".join(relation.written for relation in found))) == found


def test_people_open_with_a_cast_list_that_says_who_is_what_to_whom(project: Project) -> None:
    (cast,) = by_class(page(project, people=PEOPLE.format(more="")), "cast")
    assert table(cast) == [
        ["Name", "Role", "First seen", "Relations"],
        ["Ann", "narrator", "ch. 1", "Bob (friend), Cay (rival, ch. 16)"],
        ["Bob", "friend", "", "Ann (friend)"],
        ["Cay", "", "", "Bob (pupil)"],
    ]
    assert {a.get("href") for a in cast.iter("{*}a")} == {"#ann", "#bob", "#cay"}


def test_the_map_says_in_words_all_that_it_shows(project: Project) -> None:
    ((alt, drawing),) = drawings(page(project, people=PEOPLE.format(more="")))
    assert alt == "Map of relations. Ann – Bob: friend; Ann – Cay: rival, ch. 16; Cay – Bob: pupil."
    said = [words_of(text) for text in drawing.iter("{*}text")]
    assert sorted(said) == ["Ann", "Bob", "Cay", "friend", "pupil", "rival, ch. 16"]


def test_a_relation_that_comes_out_late_is_a_broken_line(project: Project) -> None:
    ((_, drawing),) = drawings(page(project, people=PEOPLE.format(more="")))
    broken = [path.get("stroke-dasharray") for path in drawing.iter("{*}path") if path.get("fill") == "none"]
    assert len(broken) == 3
    assert len([dashes for dashes in broken if dashes]) == 1


def test_people_without_relations_have_no_map(project: Project) -> None:
    text = "---\nkind: characters\n---\n\n## Ann {role=one}\n\nA.\n\n## Bob {role=two}\n\nB.\n"
    root = page(project, people=text)
    assert drawings(root) == []
    assert len(by_class(root, "cast")) == 1


def test_overview_none_leaves_out_what_is_drawn_of_a_section_and_keeps_its_facts(project: Project) -> None:
    none = "overview: none"
    root = page(project, people=PEOPLE.format(more=none), themes=THEMES.format(more=none), words=WORDS)
    assert [by_class(root, name) for name in ("cast", "map", "grid")] == [[], [], []]
    assert "narrator · first seen in chapter 1 · Bob (friend), Cay (rival, ch. 16)" in words_of(root)


def test_a_copy_up_to_a_chapter_has_no_relation_that_comes_out_later(project: Project) -> None:
    written(project, people=PEOPLE.format(more=""), words=WORDS)
    html = etree.fromstring(project.build("html", up_to=15)["html"])
    ((alt, drawing),) = drawings(html)
    assert "rival" not in words_of(html) + words_of(drawing) + alt
    assert "Ann – Bob: friend" in alt


def test_a_cast_list_that_does_not_spoil_names_nobody_of_a_later_section(project: Project) -> None:
    later = "---\nkind: characters\ntitle: Later\nspoilers: full\n---\n\n"
    later += '## The secret wife {#wife relations="ann:enemy"}\n\nX.\n'
    people = PEOPLE.format(more="").replace("cay:rival@16", "wife:husband")
    root = page(project, people=people, later=later)
    first, second = drawings(root)
    assert "wife" not in first[0]
    assert "wife" not in words_of(by_class(root, "cast")[0])
    assert "Ann – The secret wife: husband / enemy" in second[0]


# The map, drawn

NAMES = (
    "Ann",
    "Bartholomew Cubbins",
    "Cay",
    "Lady Catherine de Bourgh",
    "Eve",
    "Frankenstein’s creature",
    "Gus",
    "Hal",
    "Ida",
    "Jo",
    "Kit",
    "Lou",
    "Mia",
    "Ned",
    "Old Major",
    "Pip",
    "Queen Titania",
    "Ros",
    "Sir William Lucas",
    "Tom",
)


def setting(width: float = SCREEN.width) -> Setting:
    theme = themes.find("classic", Place("here"), themes.Own())
    return Setting(Lettering(theme.faces), theme.text_face, theme.label_face, width, SCREEN.height, SCREEN.most)


def map_of(count: int, width: float = SCREEN.width) -> tuple[Drawing, list[Connection]]:
    """A map of so many people, each tied to the next and every third to the one five places further."""
    words = ("friend", "rival in love", "guardian and tutor", "aunt")
    ties = [(n, n + 1) for n in range(count - 1)] + [(n, n + 5) for n in range(0, count - 5, 3)]
    connections = [Connection(a, b, words[(a + b) % 4], (a + b) % 3 == 0, b % 4 == 0) for a, b in ties]
    return drawn(NAMES[:count], connections, setting(width)), connections


@pytest.mark.parametrize("count", range(2, 21))
def test_nothing_on_a_map_stands_on_anything_else(count: int) -> None:
    drawing, connections = map_of(count)
    for one, other in combinations((*drawing.names, *drawing.words), 2):
        assert not one.touches(other, 0), (one.text, other.text)
    for block in (*drawing.names, *drawing.words):
        assert block.x >= 0
        assert block.y >= 0
        assert block.x + block.width <= drawing.width
        assert block.y + block.height <= drawing.height
        assert all(wide <= block.width for _, _, wide in block.text.lines)
    assert len(drawing.words) == len(connections)
    assert drawing.height <= SCREEN.most


@pytest.mark.parametrize("count", range(2, 21))
def test_no_line_of_a_map_runs_behind_a_name(count: int) -> None:
    drawing, connections = map_of(count)
    for curve, connection in zip(drawing.curves, connections, strict=True):
        others = [
            n for position, n in enumerate(drawing.names) if position not in (connection.first, connection.second)
        ]
        points = [curve.at(step / 40) for step in range(41)]
        assert all(0 <= x <= drawing.width and 0 <= y <= drawing.height for x, y in points)
        assert not [n.text for n in others for point in points if n.holds(point)]


def test_a_map_of_few_people_has_its_words_on_its_lines() -> None:
    for count in range(2, 13):
        drawing, connections = map_of(count)
        assert drawing.key == ()
        said = [" ".join(line for line, _, _ in block.text.lines) for block in drawing.words]
        assert said == [connection.words for connection in connections]


def test_where_words_find_no_room_lines_are_numbered_and_the_words_make_a_list(project: Project) -> None:
    ties = [", ".join(f"p{m}:somebody well known to them" for m in range(n)) for n in range(10)]
    people = [f'## Person {n} {{#p{n} relations="{all_}"}}\n\nX.\n' for n, all_ in enumerate(ties)]
    text = "---\nkind: characters\n---\n\n" + "\n".join(people)
    root = page(project, people=text)
    (key,) = by_class(root, "map-key")
    lines = [words_of(line) for line in key]
    ((_, drawing),) = drawings(root)
    said = [words_of(text) for text in drawing.iter("{*}text")]
    assert len(lines) == 45
    assert lines[0] == "Person 1 – Person 0: somebody well known to them"
    assert [number for number in said if number.isdigit()] == [str(n) for n in range(1, 46)]


def test_no_words_of_a_map_hide_a_line_that_is_not_theirs() -> None:
    for count in (9, 14, 18):
        drawing, _ = map_of(count)
        for number, block in enumerate(drawing.words):
            others = [curve for n, curve in enumerate(drawing.curves) if n != number]
            assert not any(block.holds(curve.at(step / 200)) for curve in others for step in range(201)), block.text


def test_a_map_has_as_many_people_as_there_is_room_for(tmp_path_factory: pytest.TempPathFactory) -> None:
    long = "Princess Ekaterina Alexandrovna Shcherbatskaya of "
    people = [
        f'## {long}{n} {{#p{n} relations="{", ".join(f"p{m}:rival" for m in range(n) if (m + n) % 9 == 0)}"}}\n\nX.\n'
        for n in range(24)
    ]
    project = Project(tmp_path_factory.mktemp("crowd"))
    text = "---\nkind: characters\n---\n\n" + "\n".join(people)
    ((_, drawing),) = drawings(page(project, people=text))
    assert float(drawing.get("height")) <= SCREEN.most
    boxes = [box for box in drawing.iter("{*}rect") if box.get("rx") == "3"]
    assert 8 <= len(boxes) < 24


def sizes_of_letters(pdf: bytes, words: str) -> list[float]:
    """In pt, of all letters of a drawing's words wherever a line of them stands in a PDF."""
    sizes = []
    for page in pypdfium2.PdfDocument(pdf):
        letters = page.get_textpage()
        text = letters.get_text_range()
        for start in (n for n in range(len(text)) if text.startswith(words, n)):
            matrix = pypdfium2.raw.FS_MATRIX()
            pypdfium2.raw.FPDFText_GetMatrix(letters.raw, start, matrix)
            sizes.append(abs(matrix.d) * pypdfium2.raw.FPDFText_GetFontSize(letters.raw, start))
    return sizes


def test_letters_of_a_map_on_paper_are_no_smaller_than_labels_may_be(project: Project) -> None:
    for theme, least in (("classic", 8.5), ("accessible", 12.0)):
        written(project, people=PEOPLE.format(more=""))
        sizes = sizes_of_letters(project.make("pdf", page="A5", theme=theme).files[0].data, "rival, ch. 16")
        assert least <= min(sizes) <= max(sizes) < least + 6


def test_a_map_that_finds_no_room_under_a_cast_list_has_a_page_of_its_own_and_its_full_size(project: Project) -> None:
    ties = ["p1:sworn enemy", *(f"p{n}:sworn enemy" for n in range(6))]
    people = [
        f'## {NAMES[n]} of Milan and the whole island {{#p{n} role="magician" relations="{tie}"}}\n\nX.\n'
        for n, tie in enumerate(ties)
    ]
    text = "---\nkind: characters\n---\n\n" + "\n".join(people)
    written(project, people=text)
    pdf = project.make("pdf", page="A5", theme="accessible").files[0].data
    assert min(sizes_of_letters(pdf, "sworn enemy")) >= 12


GERMAN = ("Die Papiermühlenbesitzerstochter Amalie", "Der Brückenzollaufseher Balthasar Zwickelmoser",
          "Kapitänswitwe von Ahnwald-Niederwinkelhausen", "Der Papiermühlenbesitzer Ignaz")  # fmt: skip


def test_names_too_wide_for_a_map_are_hyphenated_by_their_language() -> None:
    connections = [Connection(a, b, "Freund") for a, b in combinations(range(4), 2)]
    drawing = drawn(GERMAN, connections, replace(setting(255), tongue="de"))
    assert not drawing.crowded
    lines = [line for name in drawing.names for line, _, _ in name.text.lines]
    assert "Ahnwald-" in lines
    assert "Papiermüh-" in lines
    assert not any(one.touches(other, 0) for one, other in combinations(drawing.names, 2))


def test_a_map_whose_names_stand_on_each_other_is_crowded() -> None:
    connections = [Connection(a, b, "friend") for a, b in combinations(range(4), 2)]
    assert drawn(GERMAN, connections, setting(170)).crowded


def test_a_map_is_the_same_every_time() -> None:
    assert map_of(17) == map_of(17)


# Where things appear


def test_a_theme_says_where_it_appears_in_the_order_of_the_booklet(project: Project) -> None:
    root = page(project, chapters=CHAPTERS, themes=THEMES.format(more="spoilers: full"), questions=QUESTIONS,
                people=PEOPLE.format(more=""))  # fmt: skip
    assert places(root, "memory") == ["Chapter by chapter ch. 6, ch. 19", "To talk about no. 2 (ch. 6)"]
    assert places(root, "hope") == []
    assert places(root, "ann") == ["To talk about no. 1"]


def test_links_between_a_theme_and_what_names_it_go_both_ways(project: Project) -> None:
    written(project, themes=THEMES.format(more=""), questions=QUESTIONS.replace("[Ann](#ann)", "Ann"))
    for data in (project.build("html")["html"], project.build("epub")["epub"]):
        pages = pages_of(data).values() if data.startswith(b"PK") else [etree.fromstring(data)]
        targets = {a.get("href").partition("#")[2] for root in pages for a in root.iter("{*}a") if a.get("href")}
        assert {"memory", "questions-what-is-kept"} <= targets


def test_places_in_a_section_that_tells_more_are_named_by_number_not_by_words(project: Project) -> None:
    essay = "---\nkind: page\ntitle: How it ends\nsafe-title: An essay\nspoilers: full\n---\n\n"
    essay += "## Bob dies\n\nOf [memory](#memory).\n"
    root = page(project, themes=THEMES.format(more=""), chapters=CHAPTERS, essay=essay)
    assert places(root, "memory") == ["Chapter by chapter ch. 6, ch. 19", "An essay"]
    root = page(project, themes=THEMES.format(more="spoilers: full"), chapters=CHAPTERS, essay=essay)
    assert places(root, "memory") == ["Chapter by chapter ch. 6, ch. 19", "An essay Bob dies"]


# The grid


def test_a_grid_marks_the_chapters_of_each_theme(project: Project) -> None:
    root = page(project, themes=THEMES.format(more="").replace(' page="72"', ""))
    grids = [table(grid) for grid in by_class(root, "grid")]
    heads = [grid[0] for grid in grids]
    assert [head[0] for head in heads] == ["Chapter", "Chapter"]
    assert [number for head in heads for number in head[1:]] == [str(n) for n in range(1, 24)]
    marked = {
        (row[0], head[column])
        for head, grid in zip(heads, grids, strict=True)
        for row in grid[1:]
        for column, cell in enumerate(row)
        if cell == "•"
    }
    assert marked == {("Memory", "6"), ("Memory", "19"), ("Hope", "2")}
    signs = by_class(root, "sign")
    assert [sign.get("aria-label") for sign in signs][:2] == ["appears in chapter 6", "appears in chapter 2"]


def test_a_grid_names_the_pages_that_are_known(project: Project) -> None:
    root = page(project, themes=THEMES.format(more=""))
    cells = {cell for grid in by_class(root, "grid") for row in table(grid) for cell in row}
    assert {"•72", "•"} <= cells


def test_a_grid_has_what_quotations_and_questions_say_of_their_chapters(project: Project) -> None:
    questions = QUESTIONS.replace("[Ann](#ann)", "Ann").replace("chapter=6", "chapter=11")
    root = page(project, themes=THEMES.format(more=""), questions=questions)
    assert "appears in chapter 11" in {sign.get("aria-label") for sign in by_class(root, "sign")}


def test_a_safe_grid_has_nothing_of_what_only_later_sections_tell(project: Project) -> None:
    questions = QUESTIONS.replace("[Ann](#ann)", "Ann").replace("chapter=6", "chapter=11")
    later = questions.replace("title: To talk about", "title: To talk about\nspoilers: full")
    root = page(project, themes=THEMES.format(more=""), questions=later)
    assert "appears in chapter 11" not in {sign.get("aria-label") for sign in by_class(root, "sign")}


def test_a_copy_up_to_a_chapter_has_no_columns_for_later_ones(project: Project) -> None:
    written(project, themes=THEMES.format(more=""), words=WORDS)
    root = etree.fromstring(project.build("html", up_to=7)["html"])
    heads = [cell for grid in by_class(root, "grid") for cell in table(grid)[0][1:]]
    assert heads == [str(n) for n in range(1, 8)]


# The index


def test_the_index_has_terms_people_and_themes_with_their_places(project: Project) -> None:
    root = page(project, people=PEOPLE.format(more=""), themes=THEMES.format(more=""), questions=QUESTIONS, words=WORDS)
    (index,) = by_class(root, "index")
    (entries,) = by_class(index, "index-entries")
    entries = [entry for group in entries for entry in group]
    assert [words_of(next(entry.iter("{*}a"))) for entry in entries] == ["Ann", "Bob", "carer", "Cay", "Hope", "Memory"]
    assert words_of(entries[0]) == "Ann To talk about no. 1"
    assert index.get("role") == "doc-index"


def test_a_booklet_with_few_names_and_no_terms_has_no_index(project: Project) -> None:
    root = page(project, people=PEOPLE.format(more=""), themes=THEMES.format(more=""))
    assert by_class(root, "index") == []


def test_the_settings_can_do_without_an_index(project: Project) -> None:
    written(project, words=WORDS).write("manuscript/booklet.yaml", SETTINGS + "index: none\n")
    assert by_class(etree.fromstring(project.build("html")["html"]), "index") == []


def test_an_epub_has_its_index_in_the_contents_after_all_parts(project: Project) -> None:
    parts = "parts: [{title: One, sections: [01-words]}]\n"
    written(project, words=WORDS).write("manuscript/booklet.yaml", SETTINGS + parts)
    pages = pages_of(project.build("epub")["epub"])
    assert list(pages)[-1] == "index.xhtml"
    navigation = pages["nav.xhtml"]
    (link,) = [a for a in navigation.iter("{*}a") if a.get("href") == "index.xhtml" and not a.get("{*}type")][:1]
    top = next(nav for nav in navigation.iter("{*}nav")).find("{*}ol")
    assert link.getparent().getparent() is top
    types = {a.get("{http://www.idpf.org/2007/ops}type") for a in navigation.iter("{*}a")}
    assert "index" in types
    (section,) = by_class(pages["index.xhtml"], "index")
    assert section.get("role") == "doc-index"


def test_the_index_of_a_safe_copy_names_nothing_of_what_it_leaves_out(project: Project) -> None:
    written(project, people=PEOPLE.format(more="spoilers: full"), words=WORDS)
    text = text_of(project.build("html", editions=("safe",))["html"])
    assert "carer" in text
    assert "Ann" not in text


@pytest.mark.parametrize(
    ("tongue", "names"),
    [
        ("en", ["The boat", "carer", "Élan", "Emily", "Zeal"]),
        ("fr", ["æsthète", "bief", "Œdipe", "l’œillet", "oiseau", "vanne", "zèbre"]),
        ("da", ["zebra", "æble", "øre", "ånd"]),
        ("de", ["Ähre", "Apfel", "Der Bär", "Straße", "Strauch"]),
        ("sv", ["Adam", "Zorn", "Ål", "Ägg", "Öl"]),
        ("es", ["La carta", "nube", "ñandú", "ocho"]),
        ("pl", ["lampa", "łąka", "mama", "zamek", "źródło", "żaba"]),
        ("tr", ["cam", "çay", "ırmak", "IŞIK", "İstanbul", "izmir", "su", "şeker"]),
        ("vi", ["an", "ăn", "ân", "da", "đa", "ốc", "ơn"]),
        ("el", ["άλφα", "Βήτα", "ώρα"]),
        ("ar", ["الباب", "تاج", "الشمس"]),
        ("ja", ["あめ", "ガラス", "きた", "サクラ"]),
        ("ko", ["가방", "나무", "다리"]),
    ],
)
def test_names_are_put_in_the_order_of_their_language(tongue: str, names: list[str]) -> None:
    keys = [filed(name, tongue) for name in names]
    assert all(one < other for one, other in pairwise(keys))


@pytest.mark.parametrize(
    ("tongue", "name", "letter"),
    [
        ("en", "the boat", "B"), ("de", "Ähre", "A"), ("sv", "ål", "Å"), ("es", "ñandú", "Ñ"), ("pl", "łąka", "Ł"),
        ("fr", "œillet", "O"),
        ("tr", "izmir", "İ"), ("tr", "ırmak", "I"), ("tr", "Istranca", "I"), ("vi", "Ắn", "Ă"), ("el", "ώρα", "Ω"),
        ("ru", "ёлка", "Е"), ("ar", "الباب", "ب"), ("he", "שָׁלוֹם", "ש"), ("ko", "기억", "ㄱ"), ("ja", "ガラス", "か"),
        ("ja", "やま", "や"), ("zh", "记忆", ""), ("en", "1984", "#"), ("en", "?", "#"),
    ],
)  # fmt: skip
def test_an_index_is_parted_by_the_letters_of_its_language(tongue: str, name: str, letter: str) -> None:
    assert initial(name, tongue) == letter


# Quotations that say their place

LINES = "---\nkind: quotations\n---\n\n> A line.\n> — {line}\n"


@pytest.mark.parametrize(
    ("language", "line", "printed"),
    [
        ("en-GB", "Kathy, ch. 6, p. 72", "Kathy, ch. 6, p. 72"),
        ("en-GB", "Kathy, p. 72–3", "Kathy, p. 72–3"),
        ("en-GB", "ch. 6", "ch. 6"),
        ("de", "Kathy, Kap. 6, S. 72", "Kathy, Kap.\u00a06, S.\u00a072"),
        ("fr", "Kathy, chap. 6, p. 72", "Kathy, chap.\u00a06, p.\u00a072"),
    ],
)
def test_a_plain_source_line_says_chapter_and_page(project: Project, language: str, line: str, printed: str) -> None:
    written(project, lines=LINES.format(line=line))
    project.write("manuscript/booklet.yaml", SETTINGS.replace("en-GB", language) + WORK)
    (source,) = by_class(etree.fromstring(project.build("html")["html"]), "source")
    assert "".join(source.itertext()) == printed
    assert len(by_class(source, "reference")) == 1


@pytest.mark.parametrize(
    "line", ["Adam, in *Paradise Lost*, ch. 6", "Job, 10:8–9", "Kathy, in Chapter Six", "Ann, page three", "Ann, p."]
)
def test_any_other_source_line_stays_as_it_is(project: Project, line: str) -> None:
    (source,) = by_class(page(project, lines=LINES.format(line=line)), "source")
    assert by_class(source, "reference") == []
    assert words_of(source) == line.replace("*", "")


def test_a_quotation_that_says_its_chapter_is_left_out_of_a_copy_up_to_an_earlier_one(project: Project) -> None:
    written(project, lines=LINES.format(line="Kathy, ch. 6, p. 72"), words=WORDS)
    assert "A line." not in text_of(project.build("html", up_to=5)["html"])
    assert "A line." in text_of(project.build("html", up_to=6)["html"])


def test_a_chapter_beyond_the_book_is_warned_of_and_left_in_its_line(project: Project) -> None:
    made = written(project, lines=LINES.format(line="Ann, ch. 30")).make("html")
    assert [p.message for p in made.warnings] == ["chapter 30 is named here, but the studied book has 23 chapters"]
    assert "Ann, ch. 30" in text_of(made.files[0].data)
