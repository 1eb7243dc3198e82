"""Hundreds of marked secrets: each edition's files hold just those that they may, as tools of others see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from booklet import editions
from booklet.manuscript import load, reading
from booklet.model import Edition
from tests.conftest import SETTINGS, Project
from tests.proof import outside
from tests.proof.vault import Secret, filled

ASKED: Mapping[str, Mapping[str, Any]] = {
    "student": {},
    "teacher": {"editions": ("teacher",)},
    "safe": {"editions": ("safe",)},
    "large": {"editions": ("large",)},
    "student up to 5": {"up_to": 5},
    "student up to 12": {"up_to": 12},
    "teacher up to 5": {"editions": ("teacher",), "up_to": 5},
    "teacher up to 12": {"editions": ("teacher",), "up_to": 12},
    "teacher, answers after": {"editions": ("teacher",), "answers": "after"},
    "teacher, answers in a key": {"editions": ("teacher",), "answers": "key"},
    "key up to 12": {"editions": ("teacher",), "answers": "key", "up_to": 12},
    "club": {"editions": ("club",)},
    "marker": {"editions": ("marker",)},
}
ELSEWHERE = {"pdf": ("file", "title"), "html": ("file",), "epub": ()}


@dataclass
class Shelf:
    """The project of secrets, with the files of each edition as far as they are made."""

    project: Project
    secrets: list[Secret]
    made: dict[str, dict[str, str]]

    def said(self, asked: str) -> dict[str, str]:
        """What each file of an edition says, by format."""
        if asked not in self.made:
            self.made[asked] = {}
            for name, data in self.project.build("pdf", "epub", "html", **ASKED[asked]).items():
                path = self.project.folder / "made" / f"{asked}.{name}"
                self.project.write(f"made/{asked}.{name}", data)
                self.made[asked][name] = outside.said(path)
        return self.made[asked]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    project = Project(tmp_path_factory.mktemp("vault") / "project").write("manuscript/booklet.yaml", SETTINGS)
    return Shelf(project, filled(project), {})


def edition_of(folder: Path, asked: str) -> Edition:
    """The edition that is asked for, with its switches."""
    book, _ = reading.read(load.find(folder, "")[0])
    assert book
    choices = dict(ASKED[asked])
    names = choices.pop("editions", ("student",))
    (edition,) = editions.wanted(names, book.settings, choices.get("up_to"), choices.get("answers"))[0]
    return edition


def test_the_vault_holds_secrets_of_every_sort(shelf: Shelf) -> None:
    assert len(shelf.secrets) > 500
    assert len({secret.needs for secret in shelf.secrets}) > 60
    assert {secret.channel for secret in shelf.secrets} == {"text", "alt", "id", "file", "url", "title"}


@pytest.mark.parametrize("asked", ASKED)
def test_an_edition_s_files_hold_just_the_secrets_that_they_may(shelf: Shelf, asked: str) -> None:
    edition = edition_of(shelf.project.folder, asked)
    mine = partial(lambda secret: secret.needs.met_by(edition))
    assert any(mine(secret) for secret in shelf.secrets)
    for format_name, said in shelf.said(asked).items():
        leaked = [secret for secret in shelf.secrets if not mine(secret) and secret.word in said]
        lost = [
            secret
            for secret in shelf.secrets
            if mine(secret) and secret.word not in said and secret.channel not in ELSEWHERE[format_name]
        ]
        assert (leaked, lost) == ([], []), format_name
