"""Whatever is written in a question or a definition: the files are well made, and no word of it is lost."""

from __future__ import annotations

import io
import sqlite3
import tempfile
import zipfile
from contextlib import closing
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from booklet import editions, exports
from booklet.editions import EDITIONS
from booklet.manuscript import load, reading
from booklet.model import Book, Item
from booklet.problems import ManuscriptError
from tests.conftest import Project
from tests.exports.moodle import questions
from tests.exports.test_qti import Package, valid
from tests.unit.made_manuscripts import WORD, Pen
from tests.unit.test_property_soup import SIGNS

AROUND = {
    "questions": "1. One {soup}",
    "quiz": "1. One {soup}\n\n   - [x] yes\n   - [ ] no {soup}\n\n     ::: why\n     {soup}\n     :::\n",
    "vocabulary": "word\n:   One {soup}",
    "quotations": "> One {soup}\n>\n> — Who",
}
FENCES = (
    "\n\n   ::: answer\n   ",
    "\n\n   ::: hint\n   ",
    "\n\n   ::: why\n   ",
    "\n\n   :::\n   ",
    "\n\n   1. ",
    "\n\n   - ",
)
soups = st.lists(st.sampled_from([*SIGNS, *FENCES, *(["word"] * 30)]), min_size=1, max_size=20)


def book_of(kind: str, soup: list[str]) -> Book | None:
    """The teacher's copy of a booklet with a soup of signs in an item; None where it has errors."""
    pen = Pen()
    text = AROUND[kind]
    while "{soup}" in text:
        text = text.replace("{soup}", "".join(pen.word() if sign == "word" else sign for sign in soup), 1)
    with tempfile.TemporaryDirectory() as folder:
        project = Project(Path(folder)).write("manuscript/booklet.yaml", "title: T\n")
        project.section("01-text.md", f"---\nkind: {kind}\ntitle: T\nspoilers: none\n---\n\n{text}\n")
        manuscript, _ = load.find(project.folder)
        book, problems = reading.read(manuscript)
    return (
        None
        if book is None or any(p.severity == "error" for p in problems)
        else editions.choose(book, EDITIONS["teacher"])
    )


def words_of(book: Book) -> set[str]:
    """The words of every item."""
    parts = (part for section in book.sections for part in section.body if isinstance(part, Item))
    return {word for part in parts for node in part.walk() for word in WORD.findall(node.text)}


def text_of(data: bytes) -> str:
    if not data.startswith(b"PK"):
        return data.decode()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if "collection.anki2" not in archive.namelist():
            return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
        with closing(sqlite3.connect(":memory:")) as cards:
            cards.deserialize(archive.read("collection.anki2"))
            return "\n".join(row[0] for row in cards.execute("SELECT flds FROM notes"))


@settings(max_examples=60, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(list(AROUND)), soups)
def test_no_word_of_a_soup_of_signs_is_lost_and_every_file_is_well_made(kind: str, soup: list[str]) -> None:
    book = book_of(kind, soup)
    if book is None:
        return
    for name in ("csv", "anki") if kind in ("vocabulary", "quotations") else ("qti", "moodle", "gift", "csv"):
        try:
            data, problems = exports.export(book, name)
        except ManuscriptError:  # no item is left of it, or none that can be learnt
            assert name == "anki" or not words_of(book)
            continue
        if name == "qti":
            for document in Package(data).documents():
                valid(document)
        elif name == "moodle":
            questions(data)
        if not any(p.code == "G001" for p in problems):
            assert words_of(book) - set(WORD.findall(text_of(data))) == set(), name
