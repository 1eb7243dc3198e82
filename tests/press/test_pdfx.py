"""PDF/X-4 as the file tells it: what it is meant for, its metadata, no links; and the profiles that cannot be."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any
from xml.etree import ElementTree

import pikepdf
import pytest
from pikepdf import Name

from booklet.problems import BookletError, Problem
from booklet.proof import official
from booklet.settings import Print
from tests.conftest import Project
from tests.press import profiles
from tests.press.conftest import Pressed

XMP = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfxid": "http://www.npes.org/pdfx/ns/id/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
}


JOB = Print(bleed="3mm", marks=True, pdfx="house.icc")


@pytest.fixture(params=["inks", "one ink"])
def for_press(pressed: Pressed, request: pytest.FixtureRequest) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(pressed.files[request.param])) as pdf:
        yield pdf


def said(pdf: pikepdf.Pdf) -> dict[str, str]:
    """The properties of the metadata that are plain text."""
    root = ElementTree.fromstring(pdf.Root.Metadata.read_bytes())
    found: dict[str, str] = {}
    for description in root.iter(f"{{{XMP['rdf']}}}Description"):
        pairs = [*description.attrib.items(), *((child.tag, child.text or "") for child in description)]
        for name, value in pairs:
            assert name not in found or name.endswith("about")
            found[name] = value
    return {f"{short}:{name.removeprefix(f'{{{uri}}}')}": value for short, uri in XMP.items()
            for name, value in found.items() if name.startswith(f"{{{uri}}}")}  # fmt: skip


def test_the_file_names_the_press_and_holds_its_profile(for_press: pikepdf.Pdf) -> None:
    intents = list(for_press.Root.OutputIntents)
    assert Name.GTS_PDFX in [intent.S for intent in intents]
    assert len({intent.DestOutputProfile.objgen for intent in intents}) == 1
    profile = intents[0].DestOutputProfile
    if profile.N == 4:
        assert profile.read_bytes() == profiles.press()
        assert str(intents[0].OutputConditionIdentifier) == "FOGRA51"
        assert str(intents[0].RegistryName) == "http://www.color.org"
        assert str(intents[0].Info) == "PSO Coated v3"
    else:
        assert (profile.N, profile.read_bytes()) == (1, profiles.grey_press())
        assert str(intents[0].OutputConditionIdentifier) == "Custom"
        assert "/RegistryName" not in intents[0]


def test_the_metadata_claim_what_the_standard_wants_said(for_press: pikepdf.Pdf) -> None:
    found = said(for_press)
    assert found["pdfxid:GTS_PDFXVersion"] == "PDF/X-4"
    assert found["pdf:Trapped"] == "False"
    assert found["xmpMM:RenditionClass"] == "default"
    assert found["xmpMM:DocumentID"].startswith("urn:uuid:")
    assert {"xmpMM:VersionID", "xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate"} <= set(found)
    assert for_press.docinfo["/Trapped"] == Name.false
    assert {"/CreationDate", "/ModDate", "/Title"} <= set(for_press.docinfo)
    assert for_press.pdf_version == "1.6"
    assert "/ID" in for_press.trailer
    assert not for_press.is_encrypted


def test_nothing_lies_on_the_pages_but_ink(for_press: pikepdf.Pdf, pressed: Pressed) -> None:
    assert not any("/Annots" in page.obj or "/AA" in page.obj for page in for_press.pages)
    roles = [o.S for o in for_press.objects if isinstance(o, pikepdf.Dictionary) and "/S" in o and "/P" in o]
    assert Name.P in roles
    assert Name.Link not in roles
    assert not any(isinstance(o, pikepdf.Dictionary) and o.get("/Type") == Name.OBJR for o in everything(for_press))
    assert "/Outlines" in for_press.Root
    with pikepdf.open(io.BytesIO(pressed.files["grey"])) as grey:
        assert any("/Annots" in page.obj for page in grey.pages)


def everything(pdf: pikepdf.Pdf) -> Iterator[Any]:
    for thing in pdf.objects:
        yield thing
        if isinstance(thing, pikepdf.Dictionary) and isinstance(thing.get("/K"), pikepdf.Array):
            yield from thing.K


def test_the_same_job_gives_the_same_bytes(new_project: Callable[[str], Project]) -> None:
    here, there = (new_project(name).section("01-hello.md", "Words.\n") for name in ("here", "there"))
    made = [
        project.write("styles/house.icc", profiles.press()).build("pdf", press=JOB)["pdf"] for project in (here, there)
    ]
    assert made[0] == made[1]


@pytest.mark.parametrize("job", ["plain", "grey", "inks", "one ink"])
def test_what_is_for_print_can_be_read_aloud_and_kept_as_well(pressed: Pressed, job: str) -> None:
    assert official.check_pdf(pressed.files[job], "book.pdf") == []
    with pikepdf.open(io.BytesIO(pressed.files[job])) as pdf:
        told = pdf.Root.Metadata.read_bytes()
    assert b"pdfuaid:part" in told
    assert b"pdfaid:part" in told


UNFIT = {
    "cut short": (profiles.press()[:6000], "is cut short"),
    "empty": (b"", "is no ICC profile"),
    "a screen": (profiles.screen(), "is a profile for screens, not for printing"),
    "a scanner": (profiles.profile(profiles.plain_tags("Scanner"), kind=b"scnr"),
                  "is a profile for scanners and cameras, not for printing"),
    "in RGB": (profiles.profile(profiles.plain_tags("RGB"), space=b"RGB "),
               "is for printing in RGB, where CMYK or grey is wanted"),
    "new": (profiles.profile(profiles.plain_tags("iccMAX"), version=5),
            "is of version 5 of the standard, where 2 or 4 is wanted"),
    "one way": (profiles.profile(profiles.plain_tags("One way")), "does not say how colours become ink"),
    "nonsense": (profiles.profile([*profiles.plain_tags("Nonsense"), (b"B2A0", b"mft2" + b"\xff" * 60)]), "is broken"),
}  # fmt: skip


@pytest.mark.parametrize("name", UNFIT)
def test_a_profile_that_cannot_be_printed_with_is_told_of_with_its_place(project: Project, name: str) -> None:
    data, words = UNFIT[name]
    project.section("01-hello.md", "Words.\n").write("styles/house.icc", data)
    (problem,) = problems(project, Print(pdfx="house.icc"))
    assert (problem.code, str(problem.place)) == ("X002", "--pdfx")
    assert problem.message == f"“house.icc” {words}"
    assert "ask the printing house" in problem.hint


@pytest.mark.parametrize(
    ("asked", "code", "hint"),
    [
        ("huose.icc", "X002", "did you mean “house.icc”?"),
        ("/etc/house.icc", "R001", "copy"),
        ("C:\\house.icc", "R001", "copy"),
        ("styles/../../house.icc", "R001", "copy"),
    ],
)
def test_a_profile_is_looked_for_in_the_project_alone(project: Project, asked: str, code: str, hint: str) -> None:
    project.section("01-hello.md", "Words.\n").write("styles/house.icc", profiles.press())
    (problem,) = problems(project, Print(pdfx=asked))
    assert problem.code == code
    assert hint in problem.hint


@pytest.mark.parametrize("bleed", ["3", "-3mm", "three", "3 apples", "21mm", "1in", "nanmm", "infmm", "1e9mm"])
def test_a_bleed_that_cannot_be_is_told_of(project: Project, bleed: str) -> None:
    project.section("01-hello.md", "Words.\n")
    (problem,) = problems(project, Print(bleed=bleed))
    assert (problem.code, str(problem.place)) == ("X001", "--bleed")


def problems(project: Project, press: Print) -> tuple[Problem, ...]:
    with pytest.raises(BookletError) as mistake:
        project.make("pdf", press=press)
    return mistake.value.problems
