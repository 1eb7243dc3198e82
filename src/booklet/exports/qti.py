"""QTI 2.1: a content package with a file for each question, and a test that holds them in order.

What elements there are and what stands in them is from the IMS QTI Assessment Test, Section and Item Information Model
2.1, and the IMS Content Packaging Information Model 1.1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from markupsafe import Markup

from .. import __version__
from ..model import Book, Section
from ..problems import Problem, warning
from .asked import Asked, Group, is_answered, of_section, tags, unanswered
from .base import zipped
from .markup import Dialect, Pen, element, file_name
from .qti_item import INSTANCE, NAMESPACE, SCHEMA, Written, item_of

PACKAGING = "http://www.imsglobal.org/xsd/imscp_v1p1"
PACKAGING_SCHEMA = "http://www.imsglobal.org/xsd/qti/qtiv2p1/qtiv2p1_imscpv1p2_v1p0.xsd"
METADATA = "http://ltsc.ieee.org/xsd/LOM"
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
PICTURES = "images/"


def make(book: Book) -> tuple[bytes, tuple[Problem, ...]]:
    """A content package as a zip file; no bytes where nothing is asked."""
    writer = _Writer(book)
    sections = [found for section in book.sections if (found := writer.section(section))]
    if not writer.items:
        return b"", tuple(writer.problems)
    test = writer.test(sections)
    pictures = {name: book.pictures[name].data for name in writer.pictures}
    files = [("imsmanifest.xml", writer.manifest(test)), ("test.xml", test)]
    files += [(f"items/{name}.xml", _document(written.xml)) for name, (_, written) in writer.items.items()]
    files += [(f"items/{PICTURES}{file_name(name, data)}", data) for name, data in pictures.items()]
    return zipped(files), tuple(writer.problems)


def _document(markup: Markup) -> bytes:
    return f"{DECLARATION}{markup}\n".encode()


def identifier(words: str) -> str:
    """A name that QTI takes for an identifier (§ 3.2): letters, digits, - and _, beginning with a letter."""
    kept = "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "-" for c in words)
    if kept != words or len(words) > 32:
        kept = f"{kept[:32].strip('-')}-{sha256(words.encode()).hexdigest()[:8]}"
    return f"i-{kept}"


@dataclass
class _Writer:
    """Gathers the items of a book by the names of their files, and the names of pictures in the order of their use."""

    book: Book
    problems: list[Problem] = field(default_factory=list)
    items: dict[str, tuple[Asked, Written]] = field(default_factory=dict)
    pictures: dict[str, None] = field(default_factory=dict)
    prose: dict[str, None] = field(default_factory=dict)

    def section(self, section: Section) -> Markup | None:
        """A section of the test; None where it asks nothing."""
        groups = of_section(section, self.book)
        name = identifier(section.id)
        parts = [self.group(group, section, f"{name}-part-{n}") for n, group in enumerate(groups, 1)]
        if not groups:
            return None
        return _section(name, section.plain_title, True, Markup("\n").join(parts))

    def group(self, group: Group, section: Section, name: str) -> Markup:
        """Questions that stand together, with the prose before them."""
        text = Markup("")
        if group.prose:
            piece = Pen(self.book, section, Dialect(f"items/{PICTURES}", old=True)).piece(group.prose, loose=False)
            self.note(piece.pictures)
            self.prose |= dict.fromkeys(piece.pictures)
            for place, what in piece.lost:
                self.problems.append(warning("G002", place, f"QTI leaves this out: {what}", "say it in words"))
            if piece.text:
                text = element("rubricBlock", piece.text, {"view": "candidate"})
        refs = [self.reference(question) for question in group.questions]
        return _section(name, section.plain_title, False, text + Markup("\n").join(filter(None, refs)))

    def reference(self, asked: Asked) -> Markup | None:
        """An item, written and gathered, as the test names it; None with a warning where it cannot be marked."""
        if not is_answered(asked):
            self.problems.append(unanswered(asked))
            return None
        name = identifier(asked.item.id)
        written = item_of(asked, self.book, name, PICTURES)
        for place, what in written.lost:
            message = f"QTI leaves this out of question {asked.item.number}: {what}"
            self.problems.append(warning("G002", place, message, "say it in words, if it matters"))
        self.items[name] = (asked, written)
        self.note(written.pictures)
        return element("assessmentItemRef", None, {"identifier": name, "href": f"items/{name}.xml"})

    def note(self, pictures: Iterable[str]) -> None:
        """Keep pictures for the package."""
        self.pictures |= dict.fromkeys(pictures)

    def test(self, sections: Iterable[Markup]) -> bytes:
        """The test: every section with its questions in their order, the marks added up."""
        score = {"identifier": "SCORE", "cardinality": "single", "baseType": "float"}
        total = element("sum", element("testVariables", None, {"variableIdentifier": "SCORE"}))
        mode = {"identifier": "PART", "navigationMode": "nonlinear", "submissionMode": "individual"}
        body = (
            element("outcomeDeclaration", None, score),
            element("testPart", Markup("\n").join(sections), mode),
            element("outcomeProcessing", element("setOutcomeValue", total, {"identifier": "SCORE"})),
        )
        attributes = {
            **_schema(NAMESPACE, f"{NAMESPACE} {SCHEMA}"),
            "identifier": self.name("test"),
            "title": self.book.settings.title,
            "toolName": "booklet",
            "toolVersion": __version__,
        }
        return _document(element("assessmentTest", Markup("\n").join(body), attributes))

    def name(self, what: str) -> str:
        """An identifier that no other booklet has."""
        return f"{what}-{sha256(self.book.identifier.encode()).hexdigest()[:16]}"

    def manifest(self, test: bytes) -> bytes:
        """What is in the package: the test, which needs the items, which need their pictures."""
        dependencies = (element("dependency", None, {"identifierref": f"r-{name}"}) for name in self.items)
        files = (_file("test.xml"), *map(self.picture, self.prose), *dependencies)
        about = {"identifier": self.name("r-test"), "type": "imsqti_test_xmlv2p1", "href": "test.xml"}
        resources = [element("resource", Markup("").join(files), about), *map(self.resource, self.items)]
        head = element("schema", "QTIv2.1 Package") + element("schemaversion", "1.0.0")
        head += _lom(self.book.settings.title, (), self.book.settings.language)
        body = (
            element("metadata", head),
            element("organizations"),
            element("resources", Markup("\n").join(resources)),
        )
        attributes = _schema(PACKAGING, f"{PACKAGING} {PACKAGING_SCHEMA}") | {"identifier": self.name("manifest")}
        return _document(element("manifest", Markup("\n").join(body), attributes))

    def resource(self, name: str) -> Markup:
        """An item as the manifest has it, with what it can be found by."""
        asked, written = self.items[name]
        language = asked.item.attrs.get("lang") or self.book.settings.language
        lom = _lom(asked.name, tags(asked, self.book.settings.language), language)
        files = (element("metadata", lom), _file(f"items/{name}.xml"), *map(self.picture, written.pictures))
        about = {"identifier": f"r-{name}", "type": "imsqti_item_xmlv2p1", "href": f"items/{name}.xml"}
        return element("resource", Markup("").join(files), about)

    def picture(self, name: str) -> Markup:
        """A picture as the manifest has it."""
        return _file(f"items/{PICTURES}{file_name(name, self.book.pictures[name].data)}")


def _schema(namespace: str, places: str) -> dict[str, str]:
    return {"xmlns": namespace, "xmlns:xsi": INSTANCE, "xsi:schemaLocation": places}


def _section(name: str, title: str, visible: bool, content: Markup) -> Markup:
    attributes: Mapping[str, str] = {"identifier": name, "title": title, "visible": "true" if visible else "false"}
    return element("assessmentSection", content, attributes)


def _file(name: str) -> Markup:
    return element("file", None, {"href": name})


def _lom(title: str, keywords: Iterable[str], language: str) -> Markup:
    """Metadata in the form of LOM (IEEE 1484.12.3)."""

    def said(tag: str, words: str) -> Markup:
        return element(tag, element("string", words, {"language": language}))

    def general() -> Iterator[Markup]:
        yield said("title", title)
        yield element("language", language)
        yield from (said("keyword", word) for word in keywords)

    return element("lom", element("general", Markup("").join(general())), {"xmlns": METADATA})
