"""``--fit``: how many sheets a booklet takes, and which settings make them as many as are asked for."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner

from booklet.cli import main
from booklet.pipeline import Request
from booklet.press import fitting
from booklet.press.orders import Order
from tests.conftest import SETTINGS, Project
from tests.sheets import folding
from tests.sheets.test_impose import run

WORDS = "They walked down to the water, and nobody spoke of what they had been told. " * 8


@pytest.fixture(scope="module")
def booklet(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A booklet that takes a little more than two sheets."""
    project = Project(tmp_path_factory.mktemp("fit")).write("manuscript/booklet.yaml", SETTINGS)
    return project.section("01-walk.md", "# A walk\n\n" + f"{WORDS}\n\n" * 7)


@pytest.fixture(scope="module")
def found(booklet: Project) -> fitting.Fit:
    return fitting.fit(Request(booklet.folder, sheets=Order(), jobs=2), 2)


def test_settings_that_fit_are_named_and_do_what_was_said(booklet: Project, found: fitting.Fit) -> None:
    assert found.trials[0].setting.words == "as it is"
    assert found.trials[0].sheets == 3
    assert len(found.trials) <= fitting.MOST_TRIES
    best = found.best
    assert best is not None
    assert (best.sheets, best.setting.page) == (2, "")
    lines = list(fitting.table(found))
    assert lines[-len(best.setting.lines) - 1] == "For 2 sheets write in manuscript/booklet.yaml:"
    project = Project(booklet.folder.with_name("changed"))
    project.write("manuscript/booklet.yaml", SETTINGS + "\n".join(best.setting.lines) + "\n")
    project.section("01-walk.md", (booklet.folder / "manuscript/01-walk.md").read_text())
    with pikepdf.open(io.BytesIO(project.build("pdf", sheets=Order())["sheets"])) as pdf:
        assert len(pdf.pages) == 4


def test_nothing_is_built_or_changed(booklet: Project, found: fitting.Fit) -> None:
    assert found.trials
    assert sorted(path.name for path in booklet.folder.rglob("*") if path.is_file()) == ["01-walk.md", "booklet.yaml"]


def test_a_booklet_that_fits_is_laid_out_once(booklet: Project) -> None:
    ran = booklet.command("build", "--impose", "saddle", "--fit", "3", "--json")
    told = json.loads(ran.out)
    assert [(one["sheets"], one["fits"]) for one in told["tries"]] == [(3, True)]
    assert told["told"][-1] == "The booklet takes 3 sheets as it is."


def test_a_table_without_a_fit_says_what_is_nearest() -> None:
    trials = (fitting.Trial(fitting.Setting(), 40, 10, "A4"), fitting.Trial(fitting.Setting(page="A4"), 32, 8, "A3"))
    assert list(fitting.table(fitting.Fit(2, trials)))[-1].endswith("nearest is page: A4, with 8.")


def test_fit_is_for_one_edition_on_sheets(booklet: Project) -> None:
    sheets = ("--fit", "2", "--impose", "saddle")
    for arguments in (("--fit", "2"), (*sheets, "-e", "student", "-e", "teacher"), (*sheets, "-e", "all")):
        ran = CliRunner().invoke(main, ["build", str(booklet.folder), *arguments])
        assert (ran.exit_code, "--fit is for one edition and --impose" in ran.stderr) == (2, True)
    ran = CliRunner().invoke(main, ["build", str(booklet.folder), *sheets, "--open", "--instructions"])
    assert (ran.exit_code, "--instructions and --open cannot stand beside --fit" in ran.stderr) == (2, True)


@pytest.mark.parametrize(
    ("pages", "arguments", "said"),
    [
        (18, ("--fit", "4"), ["It takes 5 sheets of A4; 4 sheets would take 16 pages.", "2 pages too many."]),
        (14, ("--fit", "4"), ["It takes 4 sheets of A4", "There is room for 2 pages more."]),
        (9, ("--fit", "1", "--layout", "mini-book"), ["It takes 2 sheets of A4", "1 page too many."]),
        (401, ("--fit", "25"), ["It takes 101 sheets of A4; 25 sheets would take 100 pages."]),
        (6, ("--fit", "2", "--layout", "repeat", "--one-sided"), ["It takes 6 sheets of A4; 2 sheets would take 2 pa"]),
    ],
)
def test_a_file_is_counted(tmp_path: Path, pages: int, arguments: tuple[str, ...], said: list[str]) -> None:
    (tmp_path / "pages.pdf").write_bytes(folding.numbered(pages))
    done = run(tmp_path / "pages.pdf", *arguments)
    assert done.code == 0
    assert all(words in done.out for words in said), done.out
    assert [path.name for path in tmp_path.iterdir()] == ["pages.pdf"]
