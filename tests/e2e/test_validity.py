"""The sample's finished files as validators and e-book tools see them."""

from __future__ import annotations

import io
import posixpath
import re
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import pikepdf
import pytest

from tests import validators
from tests.conftest import Project, run
from tests.pages.generated import photograph

EDITIONS = ("", "-teacher")
ALL_SORTS = """# A section

Words with *emphasis*, a note[^1] and [a link](#b).

[^1]: What is noted.

> Ein Absatz.
{lang=de}

## A heading {#b}

| One | Two |
|---|---|
| 1 | |

1. An item
   - within it

Term
:   What it means.

![A house](images/house.png "By the sea")
"""
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
each_edition = pytest.mark.parametrize("edition", EDITIONS, ids=["student", "teacher"])


def book(sample: Path, edition: str) -> zipfile.ZipFile:
    return zipfile.ZipFile(sample / f"never-let-me-go{edition}.epub")


def package(archive: zipfile.ZipFile) -> ElementTree.Element:
    return ElementTree.fromstring(archive.read("EPUB/content.opf"))


@each_edition
def test_epubcheck_finds_no_error_and_no_warning(sample: Path, edition: str) -> None:
    assert validators.epubcheck((sample / f"never-let-me-go{edition}.epub").read_bytes()) == []


@each_edition
def test_the_pdf_keeps_every_rule_of_pdf_ua_and_of_pdf_a(sample: Path, edition: str) -> None:
    data = (sample / f"never-let-me-go{edition}.pdf").read_bytes()
    assert validators.pdfua(data) == []
    assert claims_of(data) == ["1", "2", "A"]


def claims_of(data: bytes) -> list[str]:
    """The parts of PDF/UA and PDF/A that a PDF claims to keep, and how closely, which is what veraPDF holds it to."""
    with pikepdf.open(io.BytesIO(data)) as pdf, pdf.open_metadata() as metadata:
        return [str(metadata[key]) for key in ("pdfuaid:part", "pdfaid:part", "pdfaid:conformance") if key in metadata]


def test_epubcheck_would_say_so_if_a_link_led_nowhere(sample: Path) -> None:
    target = io.BytesIO()
    with book(sample, "") as archive, zipfile.ZipFile(target, "w") as spoilt:
        for entry in archive.infolist():
            data = archive.read(entry)
            if entry.filename == "EPUB/section-about.xhtml":
                data = data.replace(b"</h1>", b'</h1><p><a href="#nowhere">on</a></p>')
            spoilt.writestr(entry, data)
    (problem,) = validators.epubcheck(target.getvalue())
    assert "RSC-012" in problem
    assert "EPUB/section-about.xhtml" in problem


def test_a_booklet_that_is_read_from_right_to_left_is_valid(project: Project) -> None:
    project.write("manuscript/booklet.yaml", "title: Sefer\nlanguage: he\nauthors:\n  - name: Ada Writer\n")
    project.section("01-questions.md", "---\nkind: questions\n---\n\n# Questions\n\n1. Who?[^n]\n\n[^n]: A note.\n")
    epub = project.build("epub")["epub"]
    assert validators.epubcheck(epub) == []
    with zipfile.ZipFile(io.BytesIO(epub)) as archive:
        assert ElementTree.fromstring(archive.read("EPUB/section-questions.xhtml")).get("dir") == "rtl"


def test_a_link_with_emphasis_and_pictures_in_it_is_one_link(project: Project) -> None:
    text = (
        "# One\n\nSee [*the* `next` **one**](#two), which[^n] is [a link long enough to be broken, *wherever* the line "
    )
    project.section("01-one.md", f"{text}may end](https://example.org).\n\n[^n]: See [*one*](#one).\n")
    project.section(
        "02-two.md", "---\nkind: summary\nscope: chapters\n---\n\n# Two\n\n## Begin {chapter=1}\n\nWords.\n"
    )
    pdf = project.build("pdf")["pdf"]
    assert validators.pdfua(pdf) == []
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        found = [
            str(a.get("/Dest", a.get("/A", {}).get("/URI"))) for page in opened.pages for a in page.get("/Annots", [])
        ]
    assert found.count("two-begin") == 1
    assert found.count("two") == 2  # in the contents, and in the text
    assert 1 <= found.count("https://example.org") <= 2


@each_edition
def test_qpdf_finds_the_pdf_in_order(sample: Path, edition: str) -> None:
    done = run("qpdf", "--check", f"never-let-me-go{edition}.pdf", cwd=sample)
    assert done.code == 0, done.err
    assert "No syntax or stream encoding errors found" in done.out


@each_edition
def test_every_font_is_embedded_as_a_subset_with_its_letters(sample: Path, edition: str) -> None:
    lines = run("pdffonts", f"never-let-me-go{edition}.pdf", cwd=sample).out.splitlines()[2:]
    families = {line[7:36].strip() for line in lines}
    assert {"Spectral", "Spectral-Italic", "Alegreya-Sans", "Alegreya-Sans-Bold"} <= families
    assert {tuple(line.split()[-5:-2]) for line in lines} == {("yes", "yes", "yes")}


@each_edition
def test_the_pdf_names_title_and_author_and_has_a_booklet_s_worth_of_pages(sample: Path, edition: str) -> None:
    done = run("pdfinfo", f"never-let-me-go{edition}.pdf", cwd=sample).out
    facts = {key: value.strip() for key, _, value in (line.partition(":") for line in done.splitlines())}
    assert facts["Title"] == "Never Let Me Go: A study booklet" + (" (Teacher’s edition)" if edition else "")
    assert facts["Author"] == "The Booklet contributors"
    assert facts["Tagged"] == "yes"
    assert facts["Page size"].startswith("419.5")
    assert 40 <= int(facts["Pages"]) <= 120


@each_edition
def test_the_mimetype_comes_first_and_is_not_compressed(sample: Path, edition: str) -> None:
    with book(sample, edition) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
        assert archive.read(first) == b"application/epub+zip"
    start = (sample / f"never-let-me-go{edition}.epub").read_bytes()[:58]
    assert start[30:] == b"mimetypeapplication/epub+zip"


@each_edition
def test_no_file_lies_in_the_epub_that_nothing_names(sample: Path, edition: str) -> None:
    with book(sample, edition) as archive:
        opf = package(archive)
        items = {f"EPUB/{unquote(item.attrib['href'])}": item for item in opf.iter(f"{OPF}item")}
        there = {n for n in archive.namelist() if n != "mimetype" and not n.startswith("META-INF/")}
        assert there == {*items, "EPUB/content.opf"}
        spine = {ref.attrib["idref"] for ref in opf.iter(f"{OPF}itemref")}
        named = {name for name in items if name.endswith((".xhtml", ".css")) for name in addresses(archive, name)}
        for name, item in items.items():
            known = item.attrib["id"] in spine or item.get("properties") or item.attrib["id"] == "ncx"
            assert known or name in named, f"nothing shows {name}"


def addresses(archive: zipfile.ZipFile, name: str) -> Iterator[str]:
    """The files of the archive that a page or style sheet asks for."""
    text = archive.read(name).decode()
    for found in re.findall(r"""(?:href|src)="([^"#]+)|url\(["']?([^"')#]+)""", text):
        yield posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(found[0] or found[1])))


@each_edition
def test_drawings_keep_the_letters_of_their_view_box(sample: Path, edition: str) -> None:
    with book(sample, edition) as archive:
        drawings = [archive.read(n).decode() for n in archive.namelist() if n.endswith((".svg", ".xhtml"))]
    assert sum(drawing.count("viewBox=") for drawing in drawings) >= 4
    assert not any("viewbox=" in drawing for drawing in drawings)


@each_edition
def test_the_package_says_who_wrote_what_and_what_readers_may_expect(sample: Path, edition: str) -> None:
    with book(sample, edition) as archive:
        opf = package(archive)
    label = " (Teacher’s edition)" if edition else ""
    assert [e.text for e in opf.iter(f"{DC}title")] == [f"Never Let Me Go: A study booklet{label}"]
    assert [e.text for e in opf.iter(f"{DC}creator")] == ["The Booklet contributors"]
    assert [e.text for e in opf.iter(f"{DC}language")] == ["en-GB"]
    properties = {e.get("property"): e.text for e in opf.iter(f"{OPF}meta")}
    assert properties["dcterms:modified"] == "2026-01-31T00:00:00Z"
    assert properties["schema:accessModeSufficient"] == "textual"


def test_the_two_editions_are_two_publications_for_a_library(sample: Path) -> None:
    found = []
    for edition in EDITIONS:
        with book(sample, edition) as archive:
            found += [e.text for e in package(archive).iter(f"{DC}identifier")]
    assert len(set(found)) == 2


def test_poppler_reads_the_text_in_the_order_of_the_manuscript(sample: Path) -> None:
    text = subprocess.run(
        ["pdftotext", sample / "never-let-me-go.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    titles = ["How to use this booklet", "A first look", "Chapter by chapter", "Questions on the story"]
    places = [text.rindex(title) for title in titles[:1]] + [text.index(title, 4000) for title in titles[1:]]
    assert places == sorted(places)


CLASSROOM = ("symbols", "activity", "essay", "rubric", "schedule", "organizer", "anticipation")


@pytest.mark.parametrize("edition", ["student", "teacher", "large"])
def test_classroom_pages_are_valid(project: Project, edition: str) -> None:
    for kind in CLASSROOM:
        section = Path(__file__).parent.parent / "golden" / kind / "section.md"
        project.section(f"01-{kind}.md", section.read_text(encoding="utf-8"))
    made = project.build("pdf", "epub", editions=(edition,))
    assert validators.epubcheck(made["epub"]) == []
    assert validators.pdfua(made["pdf"]) == []


def test_who_asks_for_pdf_ua_2_gets_it_with_pdf_a_4(project: Project) -> None:
    settings = "title: Two\nlanguage: en-GB\naccessibility: ua-2\nparts: [{title: A part, sections: [01-a]}]\n"
    project.write("manuscript/booklet.yaml", settings).write("manuscript/images/house.png", photograph(60, 40))
    data = project.section("01-a.md", ALL_SORTS).build("pdf")["pdf"]
    assert validators.pdfua(data) == []
    assert claims_of(data) == ["2", "4"]
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert pdf.pdf_version == "2.0"
        tags = [
            thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and {"/S", "/NS"} <= thing.keys()
        ]
        types = {str(tag.S) for tag in tags}
        assert {"/Document", "/FENote", "/Aside", "/Em", "/Table"} <= types
