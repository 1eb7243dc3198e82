"""The manual's page of problems: every code of the catalogue and no others, with what booklet really says."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from booklet.problems import CATALOGUE, EXIT_BY_LETTER
from tests.bad.test_bad import FOLDERS
from tests.conftest import ROOT

PAGE = ROOT / "docs" / "reference" / "problems.md"
SAID = "\n".join((folder / "expected.txt").read_text(encoding="utf-8") for folder in FOLDERS)
WITHOUT_FOLDER = {
    "F002": "made by the tests: links in circles, pipes",
    "I003": "made by the tests: a large picture",
    "E002": "a matter of layout",
    "E003": "a matter of layout",
    "X004": "a matter of layout",
    **dict.fromkeys(("E010", "E011", "E012", "E013", "E014", "E015"), "a matter of finished files"),
    **dict.fromkeys(("I007", "X003"), "made by the tests: pictures"),
    **dict.fromkeys(("C001", "C002"), "made by the tests: rosters"),
    **dict.fromkeys(("C003", "C004", "C005", "C007"), "made by the tests: forms"),
    **dict.fromkeys(("H001", "H002", "H003"), "made by the tests: PDFs"),
    **dict.fromkeys((f"X0{number}" for number in range(10, 24)), "made by the tests: PDFs"),
    "M001": "a machine without Pango",
    **dict.fromkeys(("G001", "G002", "G003"), "made by the tests: exports"),
    "M002": "a machine without the extra proof",
    "M003": "a machine without the extra classroom",
}


@dataclass(frozen=True)
class Row:
    """A row of the page's tables."""

    code: str
    meaning: str
    example: str
    cure: str
    exit: str


def rows() -> list[Row]:
    tokens = MarkdownIt("commonmark").enable("table").parse(PAGE.read_text(encoding="utf-8"))
    found: list[list[str]] = []
    for before, token in pairwise(tokens):
        if before.type == "tr_open" and token.type == "td_open":
            found.append([])
        if before.type == "td_open":
            found[-1].append(plain(token))
    return [Row(*cells) for cells in found]


def plain(token: Token) -> str:
    return "".join(child.content for child in token.children or [])


ROWS = rows()


def test_the_page_names_every_code_once_in_order_and_no_others() -> None:
    assert [row.code for row in ROWS] == list(CATALOGUE)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.code)
def test_a_row_tells_the_meaning_the_exit_code_and_a_cure(row: Row) -> None:
    assert row.meaning == CATALOGUE[row.code].meaning
    assert row.exit == str(EXIT_BY_LETTER[CATALOGUE[row.code].kind])
    assert row.cure.endswith(".")
    assert row.example


@pytest.mark.parametrize("row", [r for r in ROWS if r.code not in WITHOUT_FOLDER], ids=lambda row: row.code)
def test_an_example_is_what_booklet_says_of_one_of_the_folders(row: Row) -> None:
    assert any(f" {severity} {row.code}: {row.example}\n" in SAID for severity in ("error", "warning"))


def test_every_code_has_a_folder_or_a_reason_to_have_none() -> None:
    assert {code for code in CATALOGUE if f" {code}: " not in SAID} == set(WITHOUT_FOLDER)


def test_every_problem_of_every_folder_has_a_hint() -> None:
    lines = SAID.split("\n")
    problems = [number for number, line in enumerate(lines) if ": error " in line or ": warning " in line]
    assert len(problems) > 200
    assert [lines[n] for n in problems if not lines[n + 1].startswith("  hint: ")] == []
