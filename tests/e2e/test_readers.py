"""The sample as readers meet it: in the reading systems epub.js and foliate-js, and as a web page in Chromium."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.conftest import run

READERS = Path(__file__).parent / "readers"
EPUBS = ("never-let-me-go.epub", "never-let-me-go-teacher.epub")
PAGES = ("never-let-me-go.html", "never-let-me-go-teacher.html")
XHTML = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"

each_book = pytest.mark.parametrize("name", EPUBS, ids=["student", "teacher"])
each_page = pytest.mark.parametrize("name", PAGES, ids=["student", "teacher"])
each_reader = pytest.mark.parametrize("reader", ["epub.js", "foliate-js"])


@pytest.fixture(scope="session")
def seen(sample: Path) -> Mapping[str, Any]:
    """What a reader sees of every file, by its name; all are opened by one browser."""
    browser = shutil.which("chromium") or shutil.which("google-chrome") or ""
    assert browser, "there is no Chromium: run script/bootstrap test"
    assert (READERS / "node_modules").is_dir(), "the reader programs are missing: run script/bootstrap test"
    done = run("node", str(READERS / "open.mjs"), str(sample), *EPUBS, *PAGES, cwd=READERS, env={"CHROMIUM": browser})
    assert done.code == 0, done.err
    found: Mapping[str, Any] = json.loads(done.out)
    return found


def pages(epub: Path) -> Iterator[tuple[str, ElementTree.Element]]:
    """The pages of an EPUB in reading order, by name."""
    with zipfile.ZipFile(epub) as archive:
        opf = ElementTree.fromstring(archive.read("EPUB/content.opf"))
        names = {item.attrib["id"]: item.attrib["href"] for item in opf.iter(f"{OPF}item")}
        for entry in opf.iter(f"{OPF}itemref"):
            name = names[entry.attrib["idref"]]
            yield name, ElementTree.fromstring(archive.read(f"EPUB/{name}"))


def letters(page: ElementTree.Element) -> str:
    """Everything that a page lets its readers see, without white space."""

    def visible(element: ElementTree.Element) -> Iterator[str]:
        if element.get("hidden") is None and element.tag not in (f"{XHTML}head", f"{XHTML}style"):
            yield element.text or ""
            for child in element:
                yield from visible(child)
                yield child.tail or ""

    return squeezed("".join(visible(page)))


def squeezed(text: str) -> str:
    return "".join(text.split())


@each_reader
@each_book
def test_a_reader_shows_every_word_of_every_section(
    seen: Mapping[str, Any], sample: Path, reader: str, name: str
) -> None:
    shown = seen[name][reader]["sections"]
    written = list(pages(sample / name))
    assert [section["name"].rpartition("/")[2] for section in shown] == [file for file, _ in written]
    for section, (file, page) in zip(shown, written, strict=True):
        assert squeezed(section["text"]) == letters(page), file
    assert sum(len(section["text"]) for section in shown) > 40_000


@each_reader
@each_book
def test_a_reader_shows_the_cover_the_contents_and_every_picture(
    seen: Mapping[str, Any], sample: Path, reader: str, name: str
) -> None:
    book = seen[name][reader]
    assert book["cover"] is True
    assert book["titles"][:3] == ["Before reading", "How to use this booklet", "A reading plan"]
    assert book["titles"][-1] == "Index"
    assert len(book["titles"]) == 4 + 24 + 1
    assert sum(section["pictures"] for section in book["sections"]) >= 6
    assert [picture for section in book["sections"] for picture in section["empty"]] == []


@each_reader
@each_book
def test_a_reader_has_nothing_to_complain_of_and_asks_nobody_else(
    seen: Mapping[str, Any], reader: str, name: str
) -> None:
    book = seen[name][reader]
    assert book["complaints"] == []
    own = (book["home"], f"blob:{book['home']}", "data:")
    assert [address for address in book["asked"] if not address.startswith(own)] == []


@each_page
def test_the_web_page_opens_without_a_complaint_and_asks_for_nothing_else(seen: Mapping[str, Any], name: str) -> None:
    page = seen[name]
    assert page["complaints"] == []
    assert [address for address in page["asked"] if not address.startswith("data:")] == [f"{page['home']}/files/{name}"]


@each_page
def test_the_web_page_shows_every_word_and_every_picture(seen: Mapping[str, Any], sample: Path, name: str) -> None:
    page = seen[name]
    written = ElementTree.fromstring((sample / name).read_text(encoding="utf-8"))
    assert squeezed(page["text"]) == letters(written)
    assert page["pictures"] >= 5
    assert page["empty"] == []
    assert page["folded"] >= 14


@each_page
def test_the_web_page_fits_a_telephone_and_its_links_lead_somewhere(seen: Mapping[str, Any], name: str) -> None:
    assert seen[name]["wide"] <= 0
    assert seen[name]["dead"] == []
