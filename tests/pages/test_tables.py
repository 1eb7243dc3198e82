"""Tables: long ones across pages, wide ones within the type area, and no row lost."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.pages import rules
from tests.pages.conftest import Press
from tests.pages.generated import Shape, blocks, note, paragraph, table, with_note
from tests.pages.measuring import Finished

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
