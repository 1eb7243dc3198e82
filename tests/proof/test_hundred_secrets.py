"""Hundreds of marked secrets: in each edition's files stand just those that belong there, as tools of others see it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.conftest import Project, only_once
from tests.proof import foreign
from tests.proof.hoard import TEXTS
from tests.proof.secrets import EDITIONS, FORMATS, Secret, sown

Files = Mapping[str, Path]
NAMES = {letter: " ".join(options[1:]).replace("--", "") for letter, options in EDITIONS.items()}

TEST = """\
---
kind: quiz
title: A test
---

1. Which is it?

   - [{0}] Left
   - [{1}] Right

1. [{2}]{{.blank}} is the word, and [{2}]{{.blank}} again.

1. It is so. {{type=true-false answer={3}}}

1. Who comes? {{answer="{4}"}}
"""


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Callable[[str], Files]:
    """Builds the hoard for the edition of a letter, in every format, once for all processes."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "hoard"
    folder.mkdir(exist_ok=True)
    project = Project(folder / "project")
    with only_once(folder) as first:
        if first:
            sown(project, TEXTS)

    def build(letter: str) -> Files:
        output = folder / letter
        output.mkdir(exist_ok=True)
        with only_once(output) as first:
            if first:
                ran = project.command("build", "-f", "all", *EDITIONS[letter], "-o", str(output))
                assert ran.code == 0, ran.err
        return {name: next(output.glob(f"*.{name}")) for name in FORMATS.values()}

    return build


@pytest.fixture(scope="session")
def secrets(tmp_path_factory: pytest.TempPathFactory) -> list[Secret]:
    """All secrets of the hoard."""
    return sown(Project(tmp_path_factory.mktemp("secrets")), TEXTS)


def test_secrets_of_every_sort_are_hidden_for_every_edition(secrets: list[Secret]) -> None:
    assert len({word for secret in secrets for word in secret.words}) == sum(len(secret.words) for secret in secrets)
    for letter in EDITIONS:
        assert sum(letter in secret.editions for secret in secrets) > 100
    for letter in set(EDITIONS) - set("TAK"):
        assert sum(letter not in secret.editions for secret in secrets) > 100


@pytest.mark.parametrize("letter", [pytest.param(letter, id=name) for letter, name in NAMES.items()])
def test_a_file_holds_just_the_secrets_of_its_edition(
    built: Callable[[str], Files], secrets: list[Secret], letter: str
) -> None:
    wrong = []
    for name, path in built(letter).items():
        held = foreign.everything(path)
        for secret in secrets:
            there = [word in held for word in secret.words]
            if letter not in secret.editions and any(there):
                wrong.append(f"{name} has {secret}")
            if letter in secret.editions and name in secret.formats and not all(there):
                wrong.append(f"{name} lacks {secret}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("letter", ["S", "T", "5", "O"])
def test_what_leads_through_a_file_has_safe_titles(
    built: Callable[[str], Files], secrets: list[Secret], letter: str
) -> None:
    files = built(letter)
    epub = foreign.members(files["epub"])
    guides = [foreign.bookmarks(files["pdf"])]
    guides += [foreign.joined(foreign.of_document(epub[name])) for name in epub if Path(name).stem in ("nav", "toc")]
    safe, true = (next(s for s in secrets if s.what.startswith(name)) for name in ("a safe title", "the true title"))
    assert len(guides) == 3
    assert [(safe.words[0] in guide, true.words[0] in guide) for guide in guides] == [(True, False)] * 3


def test_which_choice_is_right_changes_nothing_in_a_student_s_files(new_project: Callable[[str], Project]) -> None:
    one = new_project("one").section("01-test.md", TEST.format("x", " ", "early", "true", "first"))
    other = new_project("other").section("01-test.md", TEST.format(" ", "x", "later", "false", "right"))
    assert one.build("pdf", "epub", "html") == other.build("pdf", "epub", "html")
    assert one.build("html", editions=("teacher",)) != other.build("html", editions=("teacher",))
