"""Versions of a project's quiz as PDFs, as ``booklet pack --versions`` makes them."""

from __future__ import annotations

from collections.abc import Mapping

from booklet import pipeline
from booklet.press.choosing import Tests
from booklet.press.packing import make
from booklet.press.packs import Request
from tests.conftest import Project


def packed(project: Project, count: int, seed: int) -> Mapping[str, bytes]:
    """The files of so many versions by what stands behind the quiz's name: ``a``, ``a-teacher``, ``a-key`` …, and
    ``versions``, the table of all."""
    request = Request(pipeline.Request(project.folder), tests=Tests(count, seed))
    made = make(request, (), lambda _: None)
    return {file.name.partition("quiz-")[2].removesuffix(".pdf"): file.data for file in made.files}
