"""Tables: long ones across pages, wide ones within the type area, and no row lost."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from booklet.formats.pdf.columns import Cell, shared
from tests.conftest import SETTINGS, Project
from tests.pages import rules
from tests.pages.conftest import Press
from tests.pages.generated import Shape, blocks, note, paragraph, table, with_note
from tests.pages.measuring import Finished, as_drawn

ROWS = {"fort": 40, "many": 200, "wide": 30, "tall": 3, "addr": 4, "last": 12}
UNBREAKABLE = "| who | where |\n|---|---|\n" + "\n".join(
    f"| addrr{row} {'v' * 90} | https://example.org/{'u' * 80} |" for row in range(1, 5)
)


@pytest.fixture(scope="module")
def tabled(press: Press) -> Finished:
    first = [paragraph("p1", 120), table("fort", 40, 3, 5), paragraph("p2"), table("many", 200, 4, 3), paragraph("p3")]
    second = [
        table("wide", 30, 10), paragraph("p4"), table("tall", 3, 2, 190), UNBREAKABLE, paragraph("p5", 150),
        "## A heading headb before a table", table("last", 12, 5), with_note(paragraph("p6"), "n1"), note("n1", 20),
    ]  # fmt: skip
    sections = {"01-long.md": f"# Long\n\n{blocks(first)}", "02-wide.md": f"# Wide\n\n{blocks(second)}"}
    return press("tables", Shape(sections))


@pytest.mark.parametrize("key", ROWS)
def test_every_row_of_a_table_is_there_once_and_in_order(tabled: Finished, key: str) -> None:
    pages = rules.rows_of(tabled, key, ROWS[key])
    assert pages == sorted(pages)


@pytest.mark.parametrize("key", ["fort", "many", "wide", "tall"])
def test_a_table_repeats_its_head_on_each_of_its_pages(tabled: Finished, key: str) -> None:
    pages = set(rules.rows_of(tabled, key, ROWS[key]))
    heads = Counter(line.page for line in tabled.marks[f"{key}h1"])
    assert len(pages) > 1
    assert heads == Counter(dict.fromkeys(pages, 1))
    for page in pages:
        (head,) = [line for line in tabled.marks[f"{key}h2"] if line.page == page]
        rows = [tabled.line_of(f"{key}r{row}") for row in range(1, ROWS[key] + 1)]
        assert all(head.box.bottom <= row.box.top + 3 for row in rows if row.page == page)


@pytest.mark.parametrize("key", ["fort", "many", "wide", "last"])
def test_a_row_stays_on_one_page(tabled: Finished, key: str) -> None:
    for row in range(1, ROWS[key] + 1):
        assert tabled.page_of(f"{key}r{row}") == tabled.page_of(f"{key}e{row}")


def test_no_head_stands_at_the_foot_without_a_row(tabled: Finished) -> None:
    for key, rows in ROWS.items():
        if key != "addr":
            pages = set(rules.rows_of(tabled, key, rows))
            assert {line.page for line in tabled.marks[f"{key}h1"]} == pages
    assert rules.lonely_headings(tabled, ["headb"], least=2) == []


def test_no_row_stands_alone_at_the_foot_or_the_head_of_a_page(press: Press) -> None:
    """Forty small tables meet the foot of a page at many heights."""
    rows = [4 + number % 2 for number in range(40)]
    pieces = []
    for number in range(40):
        pieces += [paragraph(f"p{number}", 9 + number * 23 % 70), table(f"t{number}x", rows[number], 3)]
    finished = press("small-tables", Shape({"01-t.md": f"# T\n\n{blocks(pieces)}"}))
    pages = [Counter(rules.rows_of(finished, f"t{number}x", rows[number])) for number in range(40)]
    assert sum(len(page) > 1 for page in pages) > 3, "no table crosses the end of a page: the test proves nothing"
    assert [number for number, page in enumerate(pages) if min(page.values()) == 1] == []


def test_wide_tables_and_long_words_in_cells_keep_within_the_type_area_and_off_each_other(tabled: Finished) -> None:
    assert rules.out_of_the_type_area(tabled) == []
    assert rules.below_the_type_area(tabled) == []
    assert rules.overprinted(tabled) == []


def test_no_letter_of_a_cell_is_lost_where_words_are_broken(tabled: Finished) -> None:
    letters = Counter("".join(line.text for line in tabled.lines))
    assert letters["v"] >= 4 * 90
    assert letters["u"] >= 4 * 80


def test_ordinary_words_in_three_columns_are_not_broken_without_a_hyphen(tabled: Finished) -> None:
    known = set(" ".join(line.text for line in tabled.lines).split())
    pages = sorted(set(rules.rows_of(tabled, "fort", 40)))
    assert {"extraordinary", "conversation"} <= known
    for page in pages:
        for line in tabled.body_of(tabled.leaves[page]):
            assert not any(len(word) == 1 and word not in ("a", "A") for word in line.plain), line.text


def test_a_table_with_running_text_in_its_cells_goes_over_pages_row_by_row(tabled: Finished) -> None:
    assert len(set(rules.rows_of(tabled, "tall", 3))) == 3


CAST = """---
kind: characters
title: Personen
---

## Kapitänswitwe Ottilie von Ahnwald {#o role="Donaudampfschifffahrtsgesellschaftskapitänswitwe" relations="b:Freundin"}

Text.

## Brückenzollaufseher Balthasar Zwickelmoser {#b role="Zöllner" first-seen=2 relations="o:Freund"}

Text.
"""
GERMAN = """# Tabellen

| Eisenbahnbetriebsbezirksverwaltungsvorschriftensammlung | Ja | Nein |
|:--|:-:|:-:|
| Kind | x | x |

| Nr. | Ding | Preis | Wann bezahlt |
|---:|:---|---:|:---|
| 1 | Schaf oder Ziege, einzeln, mit Strick | 34,50 Pf. | bei der Rückkehr, wenn überhaupt |
| 2 | Hund | 36,00 € | nie |
| 3 | Pferd | 40,00 Mark | nie |

| Szene | Ort | Personen | Requisiten | Beleuchtung | Dauer | Bemerkungen zur Inszenierung |
|------:|-----|----------|------------|-------------|------------:|------|
| 1 | Brücke, mittlerer Bogen | Aufseher, Stimme | Eimer, Geländer | Nebelscheinwerfer | 7 | Beginn ohne Vorhang |
| 2 | Zollhäuschen | Donaudampfschifffahrtsgesellschaftskapitänswitwe | Brief | Petroleumlampe | 12 | Fenster |
"""


MATCH = """---
kind: quiz
title: Quiz
---

1. Was passt?

   | Wer | Was |
   |---|---|
   | Oberschullehrer | Zuständigkeiten und anderes |
   | Charakteristisch | sagt |
"""


@pytest.fixture(scope="module", params=["classic", "accessible"])
def german(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    """Tables of long words, and a cast list of them."""
    project = Project(tmp_path_factory.mktemp("german")).write(
        "manuscript/booklet.yaml", SETTINGS.replace("en-GB", "de")
    )
    project.section("01-people.md", CAST).section("02-tables.md", GERMAN).section("03-quiz.md", MATCH)
    return Finished(project.make("pdf", theme=request.param).files[0].data)


def test_no_table_stands_outside_the_type_area_whatever_words_it_has(german: Finished) -> None:
    for leaf in german.leaves[1:]:
        edge = 0.05 * leaf.width
        assert [box for box in leaf.pieces if box.left < edge or box.right > leaf.width - edge] == []


def test_words_that_find_no_room_in_their_column_are_hyphenated_and_others_whole(german: Finished) -> None:
    printed = "Name Rolle Erster Auftritt Beziehungen Kap zuerst in Kapitel A Small Book"
    known = set(re.findall(r"\w+", CAST + GERMAN + printed))
    pages = range(5, next(line.page for line in german.lines if line.text == "Quiz" and line.page > 6))
    for line in Finished(as_drawn(german.data)).lines:
        for word in (word for word in line.words if line.page in pages and word[-1] not in "-\N{SOFT HYPHEN}"):
            bare = re.sub(r"\W+", "", word)
            assert any(other.endswith(bare) for other in known) or not bare.isalpha(), f"page {line.page}: {line.text}"
    assert {"Ja", "Nein", "Kind", "Ding", "Preis", "Hund"} <= {word for line in german.lines for word in line.plain}


def test_a_table_of_many_columns_lies_on_its_side_where_a_theme_hyphenates_no_words(german: Finished) -> None:
    (table,) = [leaf for leaf in german.leaves if any("Petroleumlampe" in line.text for line in leaf.lines)]
    lying = [leaf for leaf in german.leaves if leaf.width > leaf.height]
    assert lying == ([table] if min(line.box.height for line in table.lines) > 12 else [])
    if lying:
        known = {word for line in table.lines for word in line.plain}
        assert {"Szene", "Requisiten", "Beleuchtung", "Dauer", "Bemerkungen", "Nebelscheinwerfer"} <= known


def test_the_side_of_a_matching_question_with_the_longer_words_has_more_room(german: Finished) -> None:
    assert {"Oberschullehrer", "Charakteristisch"} <= {word for line in german.lines for word in line.plain}


def test_figures_stand_on_one_line_with_what_they_count(german: Finished) -> None:
    for figure in ("34,50 Pf.", "36,00 €", "40,00 Mark"):
        assert any(figure in line.text.replace("\N{NO-BREAK SPACE}", " ") for line in german.lines), figure


def test_columns_never_take_more_room_than_there_is_and_short_ones_have_what_they_want() -> None:
    short, long = Cell(5, 20, 25, 25, 25, 2.5), Cell(5, 20, 60, 90, 900, 1.5)
    for room in (30, 100, 150, 300):
        widths = shared([[short], [long], [short]], room)
        assert sum(widths) == pytest.approx(room)
    assert shared([[short], [long], [short]], 300)[0] >= 25 - 0.1
