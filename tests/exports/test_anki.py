"""Decks for Anki, opened by SQLite, and by Anki's own library where it is installed."""

from __future__ import annotations

import io
import json
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from booklet import exports
from booklet.model import Book
from booklet.problems import BookletError
from tests.conftest import ROOT
from tests.exports.conftest import red_square


def opened(data: bytes) -> tuple[sqlite3.Connection, dict[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    connection = sqlite3.connect(":memory:")
    connection.deserialize(files["collection.anki2"])
    return connection, files


def notes(data: bytes) -> dict[str, tuple[list[str], str, str]]:
    """Fields, tags and id of every note, by what it is sorted by."""
    with closing(opened(data)[0]) as cards:
        rows = cards.execute("SELECT sfld, flds, tags, guid FROM notes ORDER BY id").fetchall()
    return {name: (fields.split("\x1f"), tags.strip(), guid) for name, fields, tags, guid in rows}


@pytest.fixture(scope="module")
def deck(book: Book) -> bytes:
    return exports.export(book, "anki")[0]


def test_words_are_asked_from_both_sides_and_passages_from_one(deck: bytes) -> None:
    found = notes(deck)
    assert list(found) == ["carer", "deferral", "A line and another."]
    with closing(opened(deck)[0]) as cards:
        assert cards.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert cards.execute("SELECT count(*) FROM cards").fetchone() == (5,)
        decks = json.loads(cards.execute("SELECT decks FROM col").fetchone()[0])
    assert {d["name"] for d in decks.values()} >= {"A Small Book::Words", "A Small Book::Passages"}


def test_cards_keep_rich_text_facts_tags_and_pictures(deck: bytes) -> None:
    fields, tags, _ = notes(deck)["carer"]
    assert fields[0] == '<div lang="en-GB" dir="ltr">carer</div>'
    assert "Someone who <em>cares</em> &lt;for&gt; others." in fields[1]
    assert fields[2] == "<span>noun</span>"
    assert tags == "words tier-2"
    cards, files = opened(deck)
    cards.close()
    media = json.loads(files["media"])
    assert [files[number] for number in media] == [red_square()]
    assert f'<img src="{media["0"]}" alt="A red square" />' in fields[1]
    source, tags, _ = notes(deck)["A line and another."]
    assert (source[1], source[2]) == ('<div lang="en-GB" dir="ltr">Kathy</div>', "<span>ch. 6</span>")
    assert tags == "passages ch.-6 memory"


def test_a_passage_that_says_not_whose_it_is_is_left_out_with_a_warning(book: Book) -> None:
    _, problems = exports.export(book, "anki")
    assert [(p.code, p.place.line) for p in problems] == [("G001", 13)]


def test_a_deck_is_the_same_in_every_build_and_its_own_for_every_booklet(book: Book, deck: bytes) -> None:
    assert exports.export(book, "anki")[0] == deck
    other = exports.export(replace(book, identifier="urn:other"), "anki")[0]
    assert {guid for _, _, guid in notes(deck).values()}.isdisjoint(guid for _, _, guid in notes(other).values())


def test_a_card_keeps_its_id_when_its_words_change_and_its_time_is_the_booklet_s(book: Book, deck: bytes) -> None:
    later = replace(book, settings=replace(book.settings, date="2027-01-31"))
    sections = tuple(s for s in later.sections if s.kind == "vocabulary")
    changed = exports.export(replace(later, sections=sections), "anki")[0]
    assert notes(changed)["carer"][2] == notes(deck)["carer"][2]
    times = []
    for data in (deck, changed):
        with closing(opened(data)[0]) as cards:
            times.append(cards.execute("SELECT max(mod) FROM notes").fetchone()[0])
    assert times[1] - times[0] == 365 * 24 * 60 * 60


def test_who_has_no_genanki_is_told_what_to_install(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "genanki", None)
    with pytest.raises(BookletError) as caught:
        exports.export(book, "anki")
    (problem,) = caught.value.problems
    assert (problem.code, problem.exit_code, problem.hint) == ("M003", 6, 'pip install "study-booklet[classroom]"')


OPENING = """
import json, sys
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

collection = Collection(sys.argv[1])
found = []
for package in sys.argv[2:]:
    request = ImportAnkiPackageRequest(package_path=package, options=ImportAnkiPackageOptions())
    log = collection.import_anki_package(request).log
    found.append([len(log.new), len(log.updated), len(log.duplicate)])
asked = [collection.get_card(number).question() for number in collection.find_cards("")]
missing = list(collection.media.check().missing)
print(json.dumps([found, collection.card_count(), missing, asked, collection.fix_integrity()[1]]))
"""


def test_anki_itself_opens_a_deck_and_changes_its_cards_when_it_comes_again(
    book: Book, deck: bytes, tmp_path: Path
) -> None:
    later = replace(book, settings=replace(book.settings, title="Anew", date="2027-01-31"))
    for name, data in (("first.apkg", deck), ("again.apkg", deck), ("later.apkg", exports.export(later, "anki")[0])):
        (tmp_path / name).write_bytes(data)
    names = [str(tmp_path / name) for name in ("collection.anki2", "first.apkg", "again.apkg", "later.apkg")]
    done = subprocess.run([sys.executable, "-c", OPENING, *names], cwd=ROOT, capture_output=True, text=True, check=True)
    found: list[Any] = json.loads(done.stdout)
    assert found[0] == [[3, 0, 0], [0, 0, 3], [0, 3, 0]]
    assert found[1:3] == [5, []]
    assert any("carer" in question for question in found[3])
    assert found[4] is True
