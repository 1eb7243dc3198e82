"""Reads Moodle XML as Moodle does, by its documentation, and is stricter: what it does not know is an error.

The patterns of gaps are those that Moodle's cloze questions follow (docs.moodle.org, Embedded Answers).
"""

from __future__ import annotations

import base64
import html
import re
from dataclasses import dataclass, field

from lxml import etree

COMMON = {"name", "questiontext", "generalfeedback", "defaultgrade", "penalty", "hidden", "idnumber", "tags"}
OWN = {
    "category": ({"category"}, set()),
    "description": ({"name", "questiontext", "defaultgrade"}, set()),
    "multichoice": ({"single", "shuffleanswers", "answernumbering", "answer"}, COMMON),
    "truefalse": ({"answer"}, COMMON),
    "matching": ({"shuffleanswers", "subquestion"}, COMMON),
    "ordering": (
        {"layouttype", "selecttype", "selectcount", "gradingtype", "showgrading", "numberingstyle", "answer"}, COMMON,
    ),
    "cloze": (set(), COMMON - {"defaultgrade"}),
    "shortanswer": ({"usecase", "answer"}, COMMON),
    "essay": (
        {
            "responseformat", "responserequired", "responsefieldlines", "attachments", "attachmentsrequired",
            "graderinfo", "responsetemplate",
        },
        COMMON,
    ),
}  # fmt: skip
# The parts of a mark that Moodle's question bank takes, in percent.
KNOWN = [100, 90, 83.33333, 80, 75, 70, 66.66667, 60, 50, 40, 33.33333, 30, 25, 20, 16.66667, 14.28571, 12.5, 11.11111]
KNOWN += [10, 5, 0]
ANSWER = r"(?:=|%(-?[0-9]+(?:[.,][0-9]*)?)%)?(.+?(?<!\\|&)(?=[~#}]|$))(#(.*?(?<!\\)(?=[~}]|$)))?"
GAP = re.compile(r"\{([0-9]*):(SHORTANSWER|SA|MW):(" + ANSWER + "(?:~" + ANSWER + r")*)\}", re.DOTALL)


@dataclass
class Question:
    """A question as Moodle would have it: texts are HTML, answers come with their fractions."""

    type: str
    name: str = ""
    text: str = ""
    feedback: str = ""
    mark: float = 0
    idnumber: str = ""
    tags: list[str] = field(default_factory=list)
    answers: list[tuple[str, float, str]] = field(default_factory=list)
    pairs: list[tuple[str, str]] = field(default_factory=list)
    gaps: list[tuple[int, str]] = field(default_factory=list)
    options: dict[str, str] = field(default_factory=dict)
    category: str = ""


def questions(data: bytes) -> list[Question]:
    """Every question of a file; an AssertionError for what Moodle does not know."""
    assert data.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n')
    root = etree.fromstring(data)
    assert root.tag == "quiz"
    found, category = [], ""
    for node in root:
        assert node.tag == "question"
        kind = node.get("type")
        needed, usual = OWN[kind]
        there = {child.tag for child in node}
        assert needed <= there <= needed | usual, (kind, there)
        if kind == "category":
            category = node.findtext("category/text")
        else:
            found.append(_question(node, kind, category))
    return found


def _question(node: etree._Element, kind: str, category: str) -> Question:
    question = Question(kind, node.findtext("name/text").strip(), category=category)
    assert 0 < len(question.name) <= 255
    question.text = _rich(node.find("questiontext"))
    question.feedback = _rich(node.find("generalfeedback"))
    question.mark = float(node.findtext("defaultgrade", "0"))
    question.idnumber = node.findtext("idnumber", "")
    question.tags = [tag.text for tag in node.findall("tags/tag/text")]
    question.options = {n: node.findtext(n) for n in ("single", "shuffleanswers", "responsefieldlines", "gradingtype")}
    if kind == "essay":
        question.options["graderinfo"] = _rich(node.find("graderinfo"))
    for answer in node.findall("answer"):
        text = _rich(answer) if answer.get("format") == "html" else answer.findtext("text")
        question.answers.append((text, float(answer.get("fraction")), _rich(answer.find("feedback"))))
    for pair in node.findall("subquestion"):
        right = pair.findtext("answer/text")
        assert 0 < len(right) <= 255
        question.pairs.append((_rich(pair), right))
    if kind == "multichoice":
        _check_shares(question)
    if kind == "truefalse":
        assert [(text, sorted((0, fraction))) for text, fraction, _ in question.answers if fraction] != []
        assert {text for text, _, _ in question.answers} == {"true", "false"}
    if kind == "shortanswer":
        assert all(fraction == 100 for _, fraction, _ in question.answers)
    if kind == "ordering":
        assert [fraction for _, fraction, _ in question.answers] == list(range(1, len(question.answers) + 1))
    if kind == "cloze":
        _read_gaps(question)
    return question


def _check_shares(question: Question) -> None:
    shares = [fraction for _, fraction, _ in question.answers]
    assert all(any(abs(abs(share) - known) < 0.0001 for known in KNOWN) for share in shares), shares
    right = [share for share in shares if share > 0]
    if question.options["single"] == "true":
        assert right == [100]
    else:
        assert abs(sum(right) - 100) < 0.001


def _rich(node: etree._Element | None) -> str:
    """HTML whose pictures are there, each once, and nothing that is not shown."""
    if node is None or not node.findtext("text"):
        return ""
    assert node.get("format") == "html"
    text: str = node.findtext("text")
    tree = etree.fromstring(f"<div>{text}</div>", etree.XMLParser(resolve_entities=False))
    shown = {image.get("src") for image in tree.iter("img")}
    files = [file.get("name") for file in node.findall("file")]
    assert len(files) == len(set(files))
    assert shown == {f"@@PLUGINFILE@@/{name}" for name in files}
    for file in node.findall("file"):
        assert file.get("encoding") == "base64"
        assert base64.b64decode(file.text, validate=True)
    return text


def _read_gaps(question: Question) -> None:
    """The gaps of a cloze with their points, taken out of its text as Moodle does."""
    while found := GAP.search(question.text):
        answer = html.unescape(found[5]).replace("\\}", "}").replace("\\#", "#")
        question.gaps.append((int(found[1] or 1), answer))
        question.text = question.text.replace(found[0], f"{{#{len(question.gaps)}}}", 1)
    assert question.gaps
    question.mark = sum(points for points, _ in question.gaps)
