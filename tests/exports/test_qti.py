"""QTI 2.1: held against a grammar, unpacked as an importer would, and marked by the rules that it says itself.

The grammar, qti21.rng, is ours. It was compared with the public schemas on 23 November 2026, each element and attribute
in it: its type, its place, and how often it may stand there. The schemas are not here, and no test reads them; nor has
a package been put into a learning platform. pyslet, a program that is not ours, opens one below and marks it.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from lxml import etree

from booklet import exports
from booklet.model import Book
from tests.exports.conftest import QUIZ, Booking

GRAMMAR = etree.RelaxNG(etree.parse(Path(__file__).parent / "qti21.rng"))
QTI = "{http://www.imsglobal.org/xsd/imsqti_v2p1}"
CP = "{http://www.imsglobal.org/xsd/imscp_v1p1}"
LOM = "{http://ltsc.ieee.org/xsd/LOM}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class Package:
    """A content package, unpacked."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self.files = {name: archive.read(name) for name in archive.namelist()}
        self.manifest = etree.fromstring(self.files["imsmanifest.xml"])
        self.test = etree.fromstring(self.files["test.xml"])
        self.items = {
            name.removeprefix("items/i-").removesuffix(".xml"): etree.fromstring(content)
            for name, content in self.files.items()
            if name.startswith("items/") and name.endswith(".xml")
        }

    def documents(self) -> Iterator[etree._Element]:
        yield self.manifest
        yield self.test
        yield from self.items.values()


@pytest.fixture(scope="module")
def package(book: Book) -> Package:
    return Package(exports.export(book, "qti")[0])


def all_of(tree: etree._Element, tag: str) -> list[etree._Element]:
    return list(tree.iter(QTI + tag))


def words(tree: etree._Element) -> str:
    return " ".join("".join(tree.itertext()).split())


def valid(document: etree._Element) -> None:
    assert GRAMMAR.validate(document), GRAMMAR.error_log


def right_answers(item: etree._Element) -> dict[str, list[str]]:
    return {
        d.get("identifier"): [v.text for v in d.findall(f"{QTI}correctResponse/{QTI}value")]
        for d in all_of(item, "responseDeclaration")
    }


class Marking:
    """Marks answers by the rules that an item says itself (QTI 2.1 Information Model, §8 and §11)."""

    def __init__(self, item: etree._Element, answers: Mapping[str, list[str]]) -> None:
        self.item, self.answers = item, answers
        self.declared = {d.get("identifier"): d for d in all_of(item, "responseDeclaration")}

    def run(self) -> tuple[float, set[str]]:
        """The points, and which feedback is shown."""
        points, shown = 0.0, set()
        for rule in self.item.find(f"{QTI}responseProcessing"):
            if rule.tag == f"{QTI}responseCondition":
                test, then = rule[0]
                points = float(self.value(then[0])[0]) if self.is_same(*test) else points
            elif rule.get("identifier") == "SCORE":
                points = float(self.value(rule[0])[0])
            else:
                shown = set(self.value(rule[0]))
        return points, shown

    def is_same(self, one: etree._Element, other: etree._Element) -> bool:
        ordered = self.declared["RESPONSE"].get("cardinality") == "ordered"
        first, second = self.value(one), self.value(other)
        return first == second if ordered else sorted(first) == sorted(second)

    def value(self, node: etree._Element) -> list[str]:
        tag, name = node.tag.removeprefix(QTI), node.get("identifier")
        if tag in ("sum", "multiple"):
            inner = [found for child in node for found in self.value(child)]
            return inner if tag == "multiple" else [str(sum(map(float, inner)))]
        found: Mapping[str, Callable[[], list[str]]] = {
            "variable": lambda: self.answers.get(name, []),
            "correct": lambda: right_answers(self.item)[name],
            "baseValue": lambda: [node.text],
            "mapResponse": lambda: [str(self.mapped(name))],
        }
        return found[tag]()

    def mapped(self, name: str) -> float:
        mapping = self.declared[name].find(f"{QTI}mapping")
        total = 0.0
        for answer in dict.fromkeys(self.answers.get(name, [])):
            found = float(mapping.get("defaultValue"))
            for entry in mapping:
                same = entry.get("mapKey").casefold() == answer.casefold() and entry.get("caseSensitive") == "false"
                found = float(entry.get("mappedValue")) if same or entry.get("mapKey") == answer else found
            total += found
        return min(max(total, float(mapping.get("lowerBound"))), float(mapping.get("upperBound")))


def score(item: etree._Element, answers: Mapping[str, list[str]]) -> tuple[float, set[str]]:
    return Marking(item, answers).run()


def test_every_document_keeps_the_grammar(package: Package) -> None:
    assert len(package.items) == 13
    for document in package.documents():
        valid(document)


RUBRIC = '<rubricBlock view="tutor"><p /></rubricBlock>'
VALUE = '<variable identifier="SCORE" />'
GAP = '<textEntryInteraction responseIdentifier="RESPONSE" expectedLength="1" />'


@pytest.mark.parametrize(
    ("name", "written", "instead"),
    [
        ("teller", "</itemBody>", f"{RUBRIC}</itemBody>"),
        ("teller", "<choiceInteraction ", "<dl><dt><span>a</span></dt></dl><choiceInteraction "),
        ("teller", "<choiceInteraction ", '<dl><dt xml:lang="en">a</dt></dl><choiceInteraction '),
        ("teller", "<choiceInteraction ", "<dl><dd>a</dd></dl><choiceInteraction "),
        ("teller", "</simpleChoice>", f"{GAP}</simpleChoice>"),
        ("deeds", "</simpleAssociableChoice>", f"{GAP}</simpleAssociableChoice>"),
        ("teller", "</modalFeedback>", f"{GAP}</modalFeedback>"),
        ("cry", '<rubricBlock view="scorer">', f'<rubricBlock view="scorer">{GAP}'),
        ("teller", 'label="1"', f'label="{"1" * 257}"'),
        ("teller", 'maxChoices="1"', 'maxChoices="-1"'),
        ("deeds", 'matchMax="1"', 'matchMax="2147483648"'),
        ("gaps", "<sum>", f"<sum><match>{VALUE}{VALUE}</match>"),
        ("test", 'variableIdentifier="SCORE"', 'variableIdentifier="the score"'),
        ("manifest", "<schemaversion>1.0.0</schemaversion>", ""),
        ("manifest", 'type="imsqti_item_xmlv2p1"', 'type="imsqti_item_xmlv2p0"'),
    ],
)
def test_the_grammar_refuses_what_the_public_schemas_refuse(
    package: Package, name: str, written: str, instead: str
) -> None:
    document = {"test": package.test, "manifest": package.manifest, **package.items}[name]
    markup = etree.tostring(document, encoding="unicode").replace("/>", " />")
    assert written in markup
    valid(etree.fromstring(markup))
    assert not GRAMMAR.validate(etree.fromstring(markup.replace(written, instead)))


def test_what_is_answered_is_declared_and_gaps_stand_in_the_question_alone(package: Package) -> None:
    for item in package.items.values():
        answered = [node.get("responseIdentifier") for node in item.iter() if node.get("responseIdentifier")]
        assert answered == [d.get("identifier") for d in all_of(item, "responseDeclaration")]
        for gap in all_of(item, "textEntryInteraction"):
            around = {parent.tag.removeprefix(QTI) for parent in gap.iterancestors()}
            assert "itemBody" in around
            assert not around & {"simpleChoice", "simpleAssociableChoice", "rubricBlock"}


def test_the_manifest_names_every_file_once_and_every_item_that_the_test_needs(package: Package) -> None:
    resources = {r.get("identifier"): r for r in package.manifest.iter(f"{CP}resource")}
    assert len(resources) == len(list(package.manifest.iter(f"{CP}resource")))
    named = [file.get("href") for r in resources.values() for file in r.iter(f"{CP}file")]
    assert set(named) == set(package.files) - {"imsmanifest.xml"}
    assert all(r.get("href") in [f.get("href") for f in r.iter(f"{CP}file")] for r in resources.values())
    kinds = [r.get("type") for r in resources.values()]
    assert kinds == ["imsqti_test_xmlv2p1", *["imsqti_item_xmlv2p1"] * 13]
    needed = {d.get("identifierref") for d in package.manifest.iter(f"{CP}dependency")}
    assert needed == {name for name in resources if name.startswith("r-i-")}
    assert [child.tag for child in package.manifest] == [CP + tag for tag in ("metadata", "organizations", "resources")]


def test_the_test_holds_the_items_in_order_under_their_sections(package: Package) -> None:
    parts = package.test.findall(f"{QTI}testPart/{QTI}assessmentSection")
    assert [part.get("title") for part in parts] == ["Check & see / 1", "Talk", "Essays"]
    refs = [ref.get("href") for ref in all_of(parts[0], "assessmentItemRef")]
    names = ["teller", "three", "north", "so", "deeds", "first", "gaps", "tape", "cry", "alone"]
    assert refs == [f"items/i-{name}.xml" for name in names]
    groups = parts[0].findall(f"{QTI}assessmentSection")
    assert [words(group.find(f"{QTI}rubricBlock")) for group in groups] == [
        "Read this first.11 A note with struck words.",
        "After the breakNow think.",
    ]
    ids = [node.get("identifier") for node in package.test.iter() if node.tag != f"{QTI}setOutcomeValue"]
    assert len([name for name in ids if name]) == len({name for name in ids if name})


def test_pictures_are_where_the_documents_look_for_them(package: Package) -> None:
    seen = 0
    for folder, document in [("", package.test), *(("items/", item) for item in package.items.values())]:
        for picture in all_of(document, "img"):
            assert package.files[folder + picture.get("src")].startswith(b"\x89PNG")
            assert picture.get("alt") == "A red square"
            seen += 1
    assert seen == 2


@pytest.mark.parametrize(
    ("name", "points"),
    [
        ("teller", 2),
        ("three", 3),
        ("north", 1),
        ("so", 1),
        ("deeds", 4),
        ("first", 3),
        ("gaps", 4),
        ("tape", 1),
        ("alone", 1),
    ],
)
def test_who_answers_all_rightly_gets_all_points_and_who_says_nothing_none(
    package: Package, name: str, points: int
) -> None:
    item = package.items[name]
    assert score(item, right_answers(item))[0] == pytest.approx(points)
    assert score(item, {})[0] == 0
    most = next(o for o in all_of(item, "outcomeDeclaration") if o.get("identifier") == "MAXSCORE")
    assert float(words(most)) == points


def test_a_part_of_what_is_right_gets_a_part_of_the_points(package: Package) -> None:
    assert score(package.items["three"], {"RESPONSE": ["C1", "C2"]})[0] == pytest.approx(2)
    assert score(package.items["three"], {"RESPONSE": ["C1", "C2", "C3", "C4"]})[0] == pytest.approx(2)
    assert score(package.items["three"], {"RESPONSE": ["C4"]})[0] == 0
    assert score(package.items["gaps"], {"RESPONSE_1": ["CA}R#E~R"]})[0] == pytest.approx(2)
    assert score(package.items["tape"], {"RESPONSE": ["after dark"]})[0] == 1
    assert score(package.items["first"], {"RESPONSE": ["C1", "C2", "C3"]})[0] == 0


def test_halves_of_a_match_that_read_the_same_are_both_right(package: Package) -> None:
    item = package.items["deeds"]
    draws = [c.get("identifier") for c in all_of(item, "simpleAssociableChoice") if words(c) == "draws"]
    pairs = [pair.split() for pair in right_answers(item)["RESPONSE"]]
    other = {draws[0]: draws[1], draws[1]: draws[0]}
    assert score(item, {"RESPONSE": [f"{p} {other.get(c, c)}" for p, c in pairs]})[0] == 4


def test_reasons_are_told_to_those_who_took_the_choice_and_answers_to_all(package: Package) -> None:
    item = package.items["teller"]
    told = {f.get("identifier"): words(f) for f in all_of(item, "modalFeedback")}
    assert told == {"C1": "She is seen from without.", "EXPLAINED": "AnswerRead the first line."}
    assert score(item, {"RESPONSE": ["C1"]}) == (0, {"C1", "EXPLAINED"})
    assert score(item, {"RESPONSE": ["C2"]}) == (2, {"C2", "EXPLAINED"})


def test_what_students_see_holds_no_answer(package: Package) -> None:
    for name, secret in (("cry", "old world"), ("late", "teachers"), ("teller", "first line"), ("gaps", "car")):
        body = package.items[name].find(f"{QTI}itemBody")
        for rubric in all_of(body, "rubricBlock"):
            assert rubric.get("view") in ("scorer", "tutor")
            rubric.getparent().remove(rubric)
        assert secret not in words(body) + package.items[name].get("title")


def test_language_levels_and_numbers_are_kept(package: Package) -> None:
    assert package.items["cry"].get(LANG) == "fr"
    assert package.items["cry"].get("label") == "9"
    assert package.items["alone"].get("title") == "10. One _____ alone."
    resource = next(r for r in package.manifest.iter(f"{CP}resource") if r.get("href") == "items/i-teller.xml")
    assert [words(keyword) for keyword in resource.iter(f"{LOM}keyword")] == ["recall", "ch. 1"]


def test_words_that_run_the_other_way_are_held_together(package: Package, booked: Booking) -> None:
    assert words(package.items["teller"]).count("\u2067קתי\u2069") == 1
    made = booked(
        QUIZ.partition("2. Which")[0].replace(" chapter=1", "") + "\n[^seen]: x\n", "title: ספר\nlanguage: he\n"
    )
    item = Package(exports.export(made, "qti")[0]).items["teller"]
    valid(item)
    assert item.find(f"{QTI}itemBody/{QTI}p").text.startswith("\u2067")


def test_what_qti_cannot_keep_is_told(book: Book) -> None:
    _, problems = exports.export(book, "qti")
    assert {(p.code, p.message) for p in problems} == {
        ("G002", "QTI leaves this out: that words are struck out"),
        ("G002", "QTI leaves this out of question 9: that words are struck out"),
    }


OPENING = """
import json, pathlib, sys
import pyslet.imscpv1p2 as packaging
import pyslet.qtiv2.variables as variables
import pyslet.qtiv2.xml as qti
from pyslet.rfc2396 import URI

def read(path):
    document = qti.QTIDocument(baseURI=str(URI.from_path(str(path))))
    document.read()
    return document.root

resources = packaging.ContentPackage(sys.argv[1]).manifest.root.Resources.Resource
found = {}
for resource in resources:
    item = read(pathlib.Path(sys.argv[2], str(resource.href)))
    if resource.type == "imsqti_test_xmlv2p1":
        continue
    state = variables.ItemSessionState(item)
    state.begin_session()
    for name in item.declarations:
        if name.startswith("RESPONSE"):
            state[name] = state[name + ".CORRECT"]
    if item.ResponseProcessing:
        item.ResponseProcessing.run(state)
    found[str(resource.href).removeprefix("items/i-").removesuffix(".xml")] = state["SCORE"].value
print(json.dumps(found))
"""


def test_another_program_reads_the_package_and_gives_all_points_for_what_is_right(book: Book, tmp_path: Path) -> None:
    data, _ = exports.export(book, "qti")
    (tmp_path / "package.zip").write_bytes(data)
    for name, content in Package(data).files.items():
        (tmp_path / "open" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "open" / name).write_bytes(content)
    names = [str(tmp_path / name) for name in ("package.zip", "open")]
    command = [sys.executable, "-W", "ignore", "-c", OPENING, *names]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    right = {"teller": 2, "three": 3, "north": 1, "so": 1, "deeds": 4, "first": 3, "gaps": 4, "tape": 1, "alone": 1}
    assert json.loads(done.stdout) == right | dict.fromkeys(("cry", "early", "late", "voice"), 0)


EVERY_BLOCK = """\
---
kind: quiz
title: Blocks
spoilers: none
---

1. All of it {type=short answer=yes}

   > A quotation
   > of two lines.

   - a
   - b

     c

   4. four
   5. five

   ```
   code < code
   ```

   term
   :   meaning

   [mot]{lang=fr}
   :   parole

   | a | b |
   |:--|--:|
   | 1 | 2 |

   * * *

   ![Red](red.png "With words."){credit="Me" width=50%}

   ::: aside {title="By the way"}
   Aside. ::
   :::

   ::: spoiler {chapter=3}
   She did it.
   :::

   ::: workspace {lines=3}
   :::

   #### Small

   A\\
   line with `code` and [one](https://example.org).
"""


def test_every_block_has_its_form_in_every_export(booked: Booking) -> None:
    made = booked(EVERY_BLOCK)
    package = Package(exports.export(made, "qti")[0])
    (item,) = package.items.values()
    valid(item)
    seen = words(item)
    assert "4. four" in seen
    assert [(dt.get(LANG), words(dt)) for dt in all_of(item, "dt")] == [("en-GB", "term"), ("en-GB", "mot")]
    assert [words(dd.find(f"{QTI}p")) for dd in all_of(item, "dd")] == ["meaning", "parole"]
    for said in (
        "A quotation",
        "four",
        "code <",
        "meaning",
        "With words.",
        "By the way",
        "She did it.",
        "Small",
    ):
        assert said in seen
        assert said.replace("<", "&amp;lt;") in exports.export(made, "moodle")[0].decode()
        assert said in exports.export(made, "csv")[0].decode()
        assert said.replace("<", "&lt;") in exports.export(made, "gift")[0].decode()
