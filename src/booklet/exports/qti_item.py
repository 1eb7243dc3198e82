"""One question as an item of QTI 2.1: what is to be answered, what is right, how it is marked, what is said of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from .. import __version__
from ..model import Book, Choice, Node, Place, plain
from ..sections.marking import accepted, blanks, said_by
from ..sections.shuffling import mixes, stays
from .asked import APART, Asked, steps_explained
from .markup import Dialect, Fragment, Pen, element

NAMESPACE = "http://www.imsglobal.org/xsd/imsqti_v2p1"
SCHEMA = "http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd"
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
RESPONSE = "RESPONSE"
EXPLAINED = "EXPLAINED"  # what is said after every answer
LETTERS_A_LINE = 50


@dataclass(frozen=True, slots=True)
class Written:
    """An item's XML, the pictures in it by name under manuscript/, and what could not be kept, by place."""

    xml: Markup
    pictures: tuple[str, ...]
    lost: tuple[tuple[Place, str], ...]


@dataclass(frozen=True, slots=True)
class Response:
    """What is answered in one place of an item: its name, its kind, what is right, and what each answer is worth.

    An answer that stands in ``worth`` gives so many points; without ``worth`` it is all that is right, or nothing.
    """

    name: str
    cardinality: str
    base: str
    right: tuple[str, ...]
    worth: Mapping[str, float] = field(default_factory=dict)
    most: float = 0


def item_of(asked: Asked, book: Book, name: str, folder: str) -> Written:
    """A question as an item of its own; ``folder`` holds the pictures, as seen from the item's file."""
    return _Item(asked, book, folder).written(name)


@dataclass
class _Item:
    asked: Asked
    book: Book
    folder: str
    pictures: list[str] = field(default_factory=list)
    lost: list[tuple[Place, str]] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)

    def written(self, name: str) -> Written:
        """The whole item (§ 6.1): declarations, body, processing, feedback, in this order."""
        asked = self.asked
        responses = tuple(self.responses())
        body = self.body()
        feedback = dict(self.feedback())
        parts = (
            *map(_declared, responses),
            _outcome("SCORE", "single", "float", "0", normalMaximum=_number(asked.points)),
            _outcome("MAXSCORE", "single", "float", _number(asked.points)),
            *([_outcome("FEEDBACK", "multiple", "identifier")] if feedback else ()),
            element("itemBody", body),
            *self.processing(responses, feedback),
            *feedback.values(),
        )
        attributes = {
            "xmlns": NAMESPACE,
            "xmlns:xsi": INSTANCE,
            "xsi:schemaLocation": f"{NAMESPACE} {SCHEMA}",
            "identifier": name,
            "title": asked.name,
            "label": str(asked.item.number),
            "adaptive": "false",
            "timeDependent": "false",
            "xml:lang": asked.item.attrs.get("lang") or self.book.settings.language,
            "toolName": "booklet",
            "toolVersion": __version__,
        }
        xml = element("assessmentItem", Markup("\n").join(parts), attributes)
        return Written(xml, tuple(dict.fromkeys(self.pictures)), tuple(dict.fromkeys(self.lost)))

    def write(self, nodes: Iterable[Node], apart: Sequence[str] = APART, *, loose: bool = False) -> Markup:
        """A piece of the item, whose pictures and losses are kept."""
        pen = Pen(
            self.book,
            self.asked.section,
            Dialect(self.folder, old=True),
            self.gap,
            apart=apart,
            language=self.asked.item.attrs.get("lang", ""),
        )
        piece: Fragment = pen.piece(nodes, loose=loose)
        self.pictures += piece.pictures
        self.lost += piece.lost
        return piece.text

    def gap(self, node: Node) -> Markup:
        """A blank to write into, the next of the item."""
        self.gaps.append(f"{RESPONSE}_{len(self.gaps) + 1}")
        length = str(max(int(node.get("blank")), 1))
        return element("textEntryInteraction", None, {"responseIdentifier": self.gaps[-1], "expectedLength": length})

    # what is right

    def responses(self) -> Iterator[Response]:
        """What is answered in each place."""
        asked, item = self.asked, self.asked.item
        points = float(asked.points)
        names = {id(choice): f"C{number}" for number, choice in enumerate(item.choices, 1)}
        right = [choice for choice in item.choices if choice.mark]
        match asked.type:
            case "choice" | "true-false":
                yield Response(RESPONSE, "single", "identifier", tuple(names[id(choice)] for choice in right))
            case "multi":
                share = points / len(right)
                worth = {names[id(choice)]: share if choice.mark else -share for choice in item.choices}
                found = tuple(names[id(choice)] for choice in right)
                yield Response(RESPONSE, "multiple", "identifier", found, worth, points)
            case "match":
                share = points / len(item.prompts)
                pairs = {int(choice.mark): f"P{choice.mark} {names[id(choice)]}" for choice in right}
                worth = {
                    f"P{one.mark} {names[id(other)]}": share
                    for one in sorted(right, key=_position)
                    for other in right
                    if said_by(one) == said_by(other)
                }
                found = tuple(pairs[number] for number in sorted(pairs))
                yield Response(RESPONSE, "multiple", "directedPair", found, worth, points)
            case "order":
                steps = sorted(right, key=_position)
                yield Response(RESPONSE, "ordered", "identifier", tuple(names[id(choice)] for choice in steps))
            case "cloze":
                words = [plain(gap.children) for gap in blanks(asked.question)]
                share = points / len(words)
                for number, word in enumerate(words, 1):
                    yield Response(f"{RESPONSE}_{number}", "single", "string", (word,), {word: share}, share)
            case "short":
                said = accepted(item)
                yield Response(RESPONSE, "single", "string", said[:1], dict.fromkeys(said, points), points)
            case _:
                yield Response(RESPONSE, "single", "string", ())

    # what is seen

    def body(self) -> Markup:
        """What is for those who mark and teach, the question with its hints, and where it is answered.

        The rubrics come first: imsqti_v2p1.xsd lets them stand nowhere else (2.1.1 lets them stand anywhere).
        """
        text = self.write((*self.asked.question, *self.asked.hints))
        return Markup("\n").join((*self.rubrics(), text, *self.interaction()))

    def rubrics(self) -> Iterator[Markup]:
        """What no student sees."""
        asked = self.asked
        if asked.type == "essay" and asked.answers:
            yield element("rubricBlock", self.write(asked.answers, ()), {"view": "scorer"})
        if asked.teaching:
            yield element("rubricBlock", self.write(asked.teaching, ()), {"view": "tutor"})

    def interaction(self) -> Iterator[Markup]:
        """Where the answer is given; gaps are in the text already."""
        asked, item = self.asked, self.asked.item
        named = {"responseIdentifier": RESPONSE}
        language = self.book.settings.language
        match asked.type:
            case "choice" | "true-false" | "multi":
                mixed = "true" if mixes(item, asked.section, language) else "false"
                most = "0" if asked.type == "multi" else "1"
                choices = (self.choice(number, choice, language) for number, choice in enumerate(item.choices, 1))
                attributes = named | {"shuffle": mixed, "maxChoices": most}
                yield element("choiceInteraction", Markup("\n").join(choices), attributes)
            case "order":
                choices = (self.choice(number, choice, language) for number, choice in enumerate(item.choices, 1))
                yield element("orderInteraction", Markup("\n").join(choices), named | {"shuffle": "false"})
            case "match":
                prompts = (self.associable(f"P{n}", prompt) for n, prompt in enumerate(item.prompts, 1))
                choices = (self.associable(f"C{n}", choice.body) for n, choice in enumerate(item.choices, 1))
                sets = (element("simpleMatchSet", Markup("\n").join(side)) for side in (prompts, choices))
                attributes = named | {"shuffle": "false", "maxAssociations": str(len(item.prompts))}
                yield element("matchInteraction", Markup("\n").join(sets), attributes)
            case "short":
                length = str(max(map(len, accepted(item))))
                yield element("p", element("textEntryInteraction", None, named | {"expectedLength": length}))
            case "essay":
                lines = item.room or 10
                attributes = {"expectedLines": str(lines), "expectedLength": str(lines * LETTERS_A_LINE)}
                yield element("extendedTextInteraction", None, named | attributes)

    def choice(self, number: int, choice: Choice, language: str) -> Markup:
        """A choice or a step; one that speaks of those above it stays where it is."""
        attributes = {"identifier": f"C{number}"}
        if self.asked.type != "order" and stays(choice, language):
            attributes["fixed"] = "true"
        return element("simpleChoice", self.write(choice.body, loose=True), attributes)

    def associable(self, name: str, nodes: Iterable[Node]) -> Markup:
        """One side of a pair, to be used once."""
        attributes = {"identifier": name, "matchMax": "1"}
        return element("simpleAssociableChoice", self.write(nodes, loose=True), attributes)

    # what is made of it

    def feedback(self) -> Iterator[tuple[str, Markup]]:
        """What is said of the choices that were taken, and what is said in any case, by identifier."""
        for number, choice in enumerate(self.asked.item.choices, 1):
            nodes = tuple(node for part in choice.parts for node in part.children)
            if nodes and self.asked.type != "order":
                yield f"C{number}", _said(f"C{number}", self.write(nodes, ()))
        told = (*steps_explained(self.asked), *self.asked.answers)
        if told and self.asked.type != "essay":
            yield EXPLAINED, _said(EXPLAINED, self.write(told, ()))

    def processing(self, responses: Sequence[Response], feedback: Mapping[str, Markup]) -> Iterator[Markup]:
        """How an answer is marked (§ 8); not at all where a person must judge."""
        if self.asked.type == "essay":
            return
        score = {"identifier": "SCORE"}
        if responses[0].worth:
            mapped = Markup("").join(element("mapResponse", None, {"identifier": r.name}) for r in responses)
            rules = [element("setOutcomeValue", element("sum", mapped), score)]
        else:
            same = element("match", _of("variable", RESPONSE) + _of("correct", RESPONSE))
            points = element("baseValue", _number(self.asked.points), {"baseType": "float"})
            rules = [
                element("responseCondition", element("responseIf", same + element("setOutcomeValue", points, score)))
            ]
        if feedback:
            always = element("baseValue", EXPLAINED, {"baseType": "identifier"})
            chosen = _of("variable", RESPONSE) if self.asked.type in ("choice", "multi", "true-false") else Markup("")
            said = element("multiple", chosen + (always if EXPLAINED in feedback else Markup("")))
            rules.append(element("setOutcomeValue", said, {"identifier": "FEEDBACK"}))
        yield element("responseProcessing", Markup("\n").join(rules))


def _position(choice: Choice) -> int:
    return int(choice.mark or 0)


def _of(name: str, variable: str) -> Markup:
    return element(name, None, {"identifier": variable})


def _said(name: str, text: Markup) -> Markup:
    attributes = {"outcomeIdentifier": "FEEDBACK", "identifier": name, "showHide": "show"}
    return element("modalFeedback", text, attributes)


def _outcome(name: str, cardinality: str, base: str, value: str = "", **more: str) -> Markup:
    default = element("defaultValue", element("value", value)) if value else None
    attributes = {"identifier": name, "cardinality": cardinality, "baseType": base, **more}
    return element("outcomeDeclaration", default, attributes)


def _declared(response: Response) -> Markup:
    """A response with what is right, and what each answer is worth."""
    attributes = {"identifier": response.name, "cardinality": response.cardinality, "baseType": response.base}
    values = Markup("").join(element("value", value) for value in response.right)
    content = element("correctResponse", values) if values else Markup("")
    if response.worth:
        entries = Markup("").join(_entry(key, value, response.base) for key, value in response.worth.items())
        bounds = {"lowerBound": "0", "upperBound": _number(response.most), "defaultValue": "0"}
        content += element("mapping", entries, bounds)
    return element("responseDeclaration", content or None, attributes)


def _entry(key: str, value: float, base: str) -> Markup:
    attributes = {"mapKey": key, "mappedValue": _number(value)}
    return element("mapEntry", None, attributes | ({"caseSensitive": "false"} if base == "string" else {}))


def _number(value: float) -> str:
    """A number in digits, whole where it is whole."""
    return f"{value:.10f}".rstrip("0").rstrip(".")
