"""Versions of a project's quizzes as PDFs: the sheets, the keys beside them, the table from the booklet to them all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from booklet import editions, pipeline
from booklet.composition import Composition
from booklet.formats import FORMATS
from booklet.manuscript import load, reading
from booklet.model import Book, Manuscript
from booklet.press.keys import cross_sheet, key_sheet
from booklet.pressing import print_job
from booklet.problems import Problem
from booklet.settings import Print
from booklet.versions import version
from tests.conftest import Project


def sheets(project: Project, seed: int, letter: str, *names: str, format_name: str = "pdf") -> dict[str, bytes]:
    """The files of a version by edition, made and proved as all files are."""
    read = reading.read

    def mixed(manuscript: Manuscript, drafts: bool) -> tuple[Book | None, list[Problem]]:
        book, problems = read(manuscript, drafts)
        return book and version(book, seed, letter), problems

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "read", mixed)
        made = project.make(format_name, editions=names, page="A4")
    return {file.edition: file.data for file in made.files}


def keys(project: Project, seed: int, letters: Sequence[str]) -> Mapping[str, bytes]:
    """The key of each version by letter, and under ``""`` the table of all."""
    request = pipeline.Request(project.folder, page="A4")
    opened = pipeline.opened(request, lambda _: None)
    manuscript, book, settings, wardrobe = opened.manuscript, opened.book, opened.settings, opened.wardrobe
    assert book is not None
    edition = replace(editions.EDITIONS["teacher"], page="A4")
    dress = wardrobe.dress(edition, settings)
    assert dress is not None
    job, _ = print_job(Print(), "A4", settings, wardrobe)
    whole = pipeline.dressed(replace(book, settings=settings, edition=edition), dress, None)
    versions = {letter: version(whole, seed, letter) for letter in letters}
    how = (dress.theme, dress.theme.own.shown, load.settings_places(manuscript), job)
    made = {letter: _pdf(*key_sheet(one, letter, "XY2Z3", *how)) for letter, one in versions.items()}
    return made | {"": _pdf(*cross_sheet(whole, versions, "XY2Z3", *how))}


def _pdf(composition: Composition, problems: Sequence[Problem]) -> bytes:
    assert not problems
    outcome = FORMATS["pdf"].load()(composition)
    assert not outcome.problems
    return outcome.data
