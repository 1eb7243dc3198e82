"""``booklet check``: what it prints, for people, editors and build servers, and how it ends."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from booklet import lint
from booklet.problems import CATALOGUE
from tests.conftest import ROOT, Project
from tests.pages.generated import photograph
from tests.unit.judged import found, problems_of, settings

STARTERS = ("en", "de", "fr", "es")
TEXT = "She walked to the house. It was late, and nobody was there to see her come. " * 4

DRESSED_WRONGLY = """\
design: {accent: reddish}
print: {bleed: two, pdfx: none.icc}
work: {title: C, author: D, chapters: 3}
editions:
  mine: {theme: clasic, spoilers: 7}
  yours: {page: 2mm x 2mm}
"""
TEXT_OBJECT = {
    "type": "object",
    "properties": {"text": {"type": "string", "minLength": 1}},
    "required": ["text"],
    "additionalProperties": False,
}
REGION = {
    "type": "object",
    "properties": {"startLine": {"type": "integer", "minimum": 1}, "startColumn": {"type": "integer", "minimum": 1}},
    "required": ["startLine"],
    "additionalProperties": False,
}
PHYSICAL = {
    "type": "object",
    "properties": {
        "artifactLocation": {
            "type": "object",
            "properties": {"uri": {"type": "string", "format": "uri-reference", "pattern": "^[!-~]+$"}},
            "required": ["uri"],
            "additionalProperties": False,
        },
        "region": REGION,
    },
    "required": ["artifactLocation"],
    "additionalProperties": False,
}
RESULT = {
    "type": "object",
    "properties": {
        "ruleId": {"enum": list(CATALOGUE)},
        "ruleIndex": {"type": "integer", "minimum": 0},
        "level": {"enum": ["error", "warning"]},
        "message": TEXT_OBJECT,
        "locations": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"physicalLocation": PHYSICAL},
                "required": ["physicalLocation"],
                "additionalProperties": False,
            },
        },
    },
    "required": ["ruleId", "ruleIndex", "level", "message"],
    "additionalProperties": False,
}
RULE = {
    "type": "object",
    "properties": {"id": {"enum": list(CATALOGUE)}, "shortDescription": TEXT_OBJECT},
    "required": ["id", "shortDescription"],
    "additionalProperties": False,
}
DRIVER = {
    "type": "object",
    "properties": {
        "name": {"const": "booklet"},
        "version": {"type": "string"},
        "rules": {"type": "array", "items": RULE, "uniqueItems": True},
    },
    "required": ["name", "version", "rules"],
    "additionalProperties": False,
}
# What of SARIF 2.1.0 (§3.13 to §3.30) is used, and nothing else.
SARIF = {
    "type": "object",
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "minItems": 1,
            "maxItems": 1,
            "items": {
                "type": "object",
                "properties": {
                    "tool": {
                        "type": "object",
                        "properties": {"driver": DRIVER},
                        "required": ["driver"],
                        "additionalProperties": False,
                    },
                    "columnKind": {"const": "unicodeCodePoints"},
                    "results": {"type": "array", "items": RESULT},
                },
                "required": ["tool", "results", "columnKind"],
                "additionalProperties": False,
            },
        },
    },
    "required": ["$schema", "version", "runs"],
    "additionalProperties": False,
}


@pytest.fixture
def slips(project: Project) -> Project:
    """A project with one warning and one error, the first behind letters that are more than one byte."""
    project.section("01-text.md", f"# Text 中文\n\n“É” the the house. {TEXT}\n")
    return project.section("02-two words.md", "See [it](#nowhere).\n")


def test_the_sample_is_clean() -> None:
    assert problems_of(Project(ROOT)) == []


@pytest.mark.parametrize("language", STARTERS)
def test_a_new_project_is_clean(project: Project, language: str) -> None:
    made = project.command("new", "mine", "--title", "Mine", "--language", language)
    assert made.code == 0, made.err
    assert problems_of(Project(project.folder / "mine")) == []


def test_every_problem_is_told_and_a_table_of_the_sections_printed(slips: Project) -> None:
    done = slips.command("check")
    assert done.code == 3
    assert [line.partition(": ")[0] for line in done.err.splitlines() if line.startswith("manuscript/")] == [
        "manuscript/01-text.md:3:9",
        "manuscript/02-two words.md:1:6",
    ]
    assert done.err.endswith("1 error and 1 warning.\n")
    assert done.out.splitlines() == [
        "section    words  minutes  reading ease",
        "Text 中文     70        1  100 very easy",
        "Two words      4        1  –",
        "in all        74        2",
    ]


def test_nothing_to_tell_is_said_too(project: Project) -> None:
    done = project.section("01-text.md", "# Text\n\nWords.\n").command("check")
    assert (done.code, done.err) == (0, "no problems.\n")


def test_nothing_is_made(slips: Project) -> None:
    before = sorted(slips.folder.rglob("*"))
    slips.command("check")
    assert sorted(slips.folder.rglob("*")) == before


def test_what_is_wrong_with_how_it_looks_and_prints_is_told_as_a_build_tells_it(project: Project) -> None:
    project.write("manuscript/booklet.yaml", "title: A\nlanguage: en\nauthors: [{name: B}]\n" + DRESSED_WRONGLY)
    project.section("01-text.md", "# Text\n\nWords.\n").write("styles/templates/page.xhtml", "{% if %}")
    checked, built = project.command("check"), project.command("build")
    assert checked.code == built.code == 7
    assert checked.err == built.err.replace("; nothing was built", "")
    codes = [line.split(": ")[1].split()[1] for line in checked.err.splitlines() if line.startswith(("man", "sty"))]
    assert codes == ["P006", "T006", "X001", "X002", "T001", "T005", "T002"]


def test_what_only_pages_show_can_be_ignored_and_the_check_does_not_say_that_it_is_over(project: Project) -> None:
    ignore = "ignore: [{code: X003, reason: It is meant to be coarse.}]\n"
    settings(project, ignore).section("01-text.md", "# Text\n\n![A house](images/house.png)\n")
    project.write("manuscript/images/house.png", photograph(60, 40)).write("styles/print.css", "img { width: 60mm }\n")
    assert problems_of(project) == []
    assert project.make("pdf").warnings == ()


def test_warnings_fail_a_strict_check_alone(project: Project) -> None:
    project.section("01-text.md", "# Text\n\nThe the house.\n")
    assert project.command("check").code == 0
    assert project.command("check", "--strict").code == 3


def test_a_project_can_be_named_and_its_places_begin_with_the_name(project: Project) -> None:
    project.section("01-text.md", "# Text\n\nThe the house.\n")
    done = project.command("check", "project", cwd=project.folder.parent)
    assert done.err.startswith("project/manuscript/01-text.md:3:5: warning W001: ")


def test_drafts_are_checked_where_they_are_asked_for(project: Project) -> None:
    project.section("01-text.md", "Words.\n").section("02-draft.md", "---\nstatus: draft\n---\nThe the house.\n")
    assert "W001" not in project.command("check").err
    assert "W001" in project.command("check", "--drafts").err


def test_one_json_object_holds_problems_and_sections(slips: Project) -> None:
    done = slips.command("check", "--json")
    data = json.loads(done.out)
    assert [(p["code"], p["severity"], p["place"]["line"]) for p in data["problems"]] == [
        ("W001", "warning", 3),
        ("S003", "error", 1),
    ]
    assert data["sections"][0] == {
        "section": "text",
        "title": "Text 中文",
        "file": "manuscript/01-text.md",
        "words": 70,
        "minutes": 1,
        "ease": 100,
        "level": "very easy",
    }
    assert data["sections"][1]["ease"] is None
    assert done.code == 3


def log_of(project: Project, *arguments: str) -> dict[str, Any]:
    log: dict[str, Any] = json.loads(project.command("check", *arguments, "--sarif").out)
    jsonschema.Draft202012Validator.check_schema(SARIF)
    jsonschema.validate(log, SARIF)
    return log


def test_a_build_server_gets_a_sarif_log_with_rules_and_places(slips: Project) -> None:
    (run,) = log_of(slips)["runs"]
    warned, failed = run["results"]
    assert warned["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "manuscript/01-text.md"},
        "region": {"startLine": 3, "startColumn": 9},
    }
    assert failed["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "manuscript/02-two%20words.md"
    assert warned["message"]["text"].startswith("“the” stands twice\nHint: delete one of the two")
    assert (warned["level"], failed["level"]) == ("warning", "error")
    rules = run["tool"]["driver"]["rules"]
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == ["W001", "S003"]
    assert rules[0]["shortDescription"]["text"] == CATALOGUE[rules[0]["id"]].meaning


@pytest.mark.parametrize("arguments", [[], ["nowhere"], ["--time-limit", "1"]])
def test_a_log_is_valid_whatever_there_is_to_say(project: Project, arguments: list[str]) -> None:
    assert len(log_of(project, *arguments)["runs"][0]["results"]) == 1


def test_a_clean_project_gives_an_empty_log(project: Project) -> None:
    project.section("01-text.md", "# Text\n\nWords.\n")
    assert log_of(project)["runs"][0]["results"] == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["one", "two"],
        ["one.pdf", "two"],
        ["-e", "teacher"],
        ["--up-to", "3"],
        [".", "--against", "."],
        ["one.pdf", "--against", ".", "--up-to", "0"],
        ["--json", "--sarif"],
    ],
)
def test_what_does_not_go_together_is_wrong_usage(project: Project, arguments: list[str]) -> None:
    done = project.command("check", *arguments)
    assert (done.code, done.out) == (2, "")
    assert "Error: " in done.err


def test_every_rule_of_the_lint_can_be_ignored() -> None:
    assert {code for code in lint.CODES if not CATALOGUE[code].optional} == set()


def test_a_rule_is_ignored_by_its_code(project: Project) -> None:
    project.section("01-text.md", "# Text\n\nThe the house - here.\n")
    settings(project, "ignore:\n  - code: W001\n    reason: A poem of doubled words.\n")
    assert found(project) == ["W004 01-text.md:3:15"]


def test_warnings_of_reading_can_be_ignored_too_and_their_errors_not(project: Project) -> None:
    settings(project, "ignore:\n- {code: S009, reason: Alike on purpose.}\n- {code: S007, reason: Notes in notes.}\n")
    project.section("01-text.md", "# Text\n\n## A\n\nOne.\n\n## A\n\nTwo.[^n]\n")
    assert found(project) == ["S007 01-text.md:9:5"]


@pytest.mark.parametrize("code", ["S003", "P004", "L001", "E010", "R002"])
def test_what_cannot_be_read_cannot_be_ignored(project: Project, code: str) -> None:
    settings(project, f"ignore:\n- {{code: {code}, reason: We do not care.}}\n")
    done = project.section("01-text.md", "Words.\n").command("check")
    assert done.code == 3
    assert f"manuscript/booklet.yaml:7:10: error P013: {code} is an error" in done.err


def test_an_ignore_of_what_is_not_there_any_more_is_told_by_the_check_and_not_by_a_build(project: Project) -> None:
    settings(project, "ignore:\n- {code: W001, reason: A poem.}\n").section("01-text.md", "Words.\n")
    assert found(project) == ["P014 booklet.yaml:7:10"]
    assert project.make("html").warnings == ()
