"""WeasyPrint behind bars: it reads a composition's files and nothing else; what it complains of becomes problems."""

from __future__ import annotations

import io
import logging
import os
import tempfile
import unicodedata
import urllib.parse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from ... import machine
from ...composition import Composition
from ...model import Place
from ...problems import Problem, error, warning
from ...themes import sheets as written
from ..glyphs import WITHOUT_INK
from . import fields, marks, spaces, wording

SCHEME = "booklet"
ROOT = f"{SCHEME}:///"


def without_system_fonts() -> None:
    """Show fontconfig nothing of the machine, before Pango reads its configuration; all fonts come by @font-face.

    Pango fails where it finds none at all, so there is one that has a space and nothing else.
    """
    if os.environ.get("BOOKLET_FONTS"):
        return
    folder = Path(tempfile.mkdtemp(prefix="booklet-fonts-"))
    (folder / "fonts").mkdir()
    _empty_font(folder / "fonts" / "empty.ttf")
    configuration = folder / "fonts.conf"
    configuration.write_text(
        "<?xml version='1.0'?><!DOCTYPE fontconfig SYSTEM 'fonts.dtd'>"
        f"<fontconfig><dir>{folder}/fonts</dir><cachedir>{folder}/cache</cachedir></fontconfig>"
    )
    os.environ["FONTCONFIG_FILE"] = str(configuration)
    os.environ["BOOKLET_FONTS"] = "theme"


def _empty_font(path: Path) -> None:
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    names = [".notdef", "space"]
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder(names)
    font.setupCharacterMap({0x20: "space"})
    font.setupGlyf({name: TTGlyphPen(None).glyph() for name in names})
    font.setupHorizontalMetrics(dict.fromkeys(names, (500, 0)))
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupNameTable({"familyName": "Booklet Empty", "styleName": "Regular"})
    font.setupOS2()
    font.setupPost()
    font.save(path)


@dataclass(frozen=True)
class Drawn:
    """A PDF without tags, the marks that its tags are made from, and the element that holds each of their elements."""

    data: bytes
    marks: Sequence[marks.Mark]
    parents: Mapping[Any, Any]


class Label(NamedTuple):
    """Where the numbering of pages changes (ISO 32000-1 §12.4.2): from which page, from 0, the style of its numbers, or
    the name that a page has instead."""

    page: int
    style: str
    name: str = ""


class Press:
    """Lays out and writes one composition. Raises FileError where the machine lacks what WeasyPrint needs."""

    def __init__(self, composition: Composition) -> None:
        without_system_fonts()
        _teach_urllib()
        machine.require_libraries()
        import weasyprint
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import URLFetcher, URLFetcherResponse

        from . import columns, embedding, grid, letters, lines, sheets, targets

        files = composition.files
        styles = dict(composition.styles)
        refused: list[str] = []

        class ManifestFetcher(URLFetcher):  # type: ignore[misc]  # untyped
            """Answers addresses under booklet:/// from the composition, and no others."""

            def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
                name = _named(url)
                if url.startswith("data:"):
                    return super().fetch(url, headers)
                if url.startswith(ROOT) and name in styles:
                    return URLFetcherResponse(url, styles[name].encode(), {"Content-Type": "text/css; charset=utf-8"})
                if url.startswith(ROOT) and name in files:
                    kind = "image/svg+xml" if name.lower().endswith(".svg") else "application/octet-stream"
                    return URLFetcherResponse(url, files[name](), {"Content-Type": kind})
                refused.append(url)
                raise ValueError(f"not a file of the project: {url}")

            def of_theme(self, url: str) -> str | None:
                return styles.get(_named(url)) if url.startswith(f"{ROOT}theme/") else None

        columns.install()
        grid.install()
        targets.install()
        self.settled = targets.settled
        embedding.install()
        letters.install()
        lines.install()
        sheets.install()
        self.weasyprint = weasyprint
        self.fonts = FontConfiguration()
        self.fetcher = ManifestFetcher()
        self.refused = refused
        self.composition = composition
        self.listener = _Listener()

    def lay_out(self, xhtml: str, is_whole: bool = True) -> Any:
        """A laid-out document: WeasyPrint's ``Document``; or a part of the one before, whose page numbers it prints."""
        with self.listener:
            html = self.weasyprint.HTML(string=xhtml, base_url=ROOT, url_fetcher=self.fetcher)
            spaces.without_last(html.etree_element)
            document = self.settled(lambda: html.render(font_config=self.fonts), is_whole)
        for page in document.pages:
            # Inline boxes within a link have areas of their own, which no Link element holds (ISO 14289-1 7.18.5).
            page.links = [area for area in page.links if area[-1].link]
        return document

    def write(self, document: Any, identifier: bytes, labels: Sequence[Label]) -> Drawn:
        """The document as a PDF/UA-1 that has no tags yet, with labels of pages."""
        from weasyprint import pdf as writing

        found: list[marks.Mark] = []
        parents = marks.parents_of(document.pages)

        def note(pdf: Any, document: Any, _: Any, streams: Sequence[Any]) -> None:
            kind_of = fields.Kinds(parents).of_box if self.composition.form else lambda _: ""
            found.extend(marks.gathered(document.pages, streams, pdf.objects, kind_of))
            wording.hide(found)
            wording.spell(found, parents, pdf.objects)

        def finish(_: Any, pdf: Any) -> None:
            import pydyf

            numbers = pydyf.Array()
            for label in labels:
                shown = {"P": pydyf.String(label.name)} if label.name else {"S": f"/{label.style}"}
                numbers += [label.page, pydyf.Dictionary(shown)]
            pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": numbers})

        target = io.BytesIO()
        add_tags, writing.add_tags = writing.add_tags, note
        try:
            with self.listener:
                document.write_pdf(target, finisher=finish, pdf_variant="pdf/ua-1", pdf_identifier=identifier)
        finally:
            writing.add_tags = add_tags
        complaint = 'Image "{}" has no required alt description'  # as WeasyPrint says, whose tags are not made
        self.listener.complaints += [("", complaint.format(source)) for source in marks.wordless(found)]
        return Drawn(target.getvalue(), found, parents)

    def missed_targets(self) -> int:
        """How often the number of a page was asked for that was not laid out."""
        return sum("undefined anchor" in text for _, text in self.listener.complaints)

    def problems(self) -> list[Problem]:
        """What was refused, could not be drawn, or was not understood in a style sheet."""
        found = [
            error("R002" if "://" in url and not url.startswith("file:") else "R001", Place(self._shown("styles/")),
                  f"the pages ask for “{url}”, which is outside the project", "copy the file into styles/")
            for url in dict.fromkeys(self.refused)
        ]  # fmt: skip
        for sheet, text in dict.fromkeys(self.listener.complaints):
            if "SVG" in text or "load image" in text or "no required alt" in text:
                found += [] if self.refused else self._undrawn(text)
            elif text.startswith(".notdef"):
                found += _boxed(text)
            elif sheet.startswith("styles/"):
                found.append(_ignored(self._shown(sheet), text, dict(self.composition.styles)[sheet]))
        return found

    def _shown(self, name: str) -> str:
        """A file of the project as its author named the project, which the places of its sections tell."""
        here = next((section.place.file for section in self.composition.book.sections), "")
        return here[: here.rfind("manuscript/")] + name if "manuscript/" in here else name

    def _undrawn(self, text: str) -> Iterator[Problem]:
        """A complaint about a picture, at every place that shows it; at a file of its own, if none does."""
        book = self.composition.book
        name = next((p for p in self.composition.files if ROOT + urllib.parse.quote(p) in text), "")
        nodes = (n for s in book.sections for n in s.walk() if n.name in ("image", "figure"))
        places = [n.place for n in nodes if book.pictures[n.get("file")].file == name]
        if "no required alt" in text:
            source = text.partition('"')[2].partition('"')[0].removeprefix(ROOT)
            words = f"a template shows “{source}” without words for it"
            hint = 'say in alt="…" of the <img> what it shows'
        else:
            words = f"“{name.removeprefix('manuscript/')}” cannot be drawn" if name else "a drawing cannot be drawn"
            hint = "open it in a drawing program and save it as plain SVG, or as PNG"
        yield from (error("E004", place, words, hint) for place in places or [Place(self._shown(name or "styles/"))])


def _ignored(sheet: str, text: str, css: str) -> Problem:
    """A complaint such as “Ignored `x: y` at 3:7, unknown property.” as a warning; a font that is none is an error."""
    said = text.partition("'")[2].rpartition("'")[0]
    if text.startswith("Font-face"):
        where = next(((r.source_line, r.source_column) for r in written.faces(css) if said in r.serialize()), (0, 0))
        hint = "take another file: TrueType, OpenType, WOFF or WOFF2"
        return error("T007", Place(sheet, *where), f"the font “{said}” cannot be read", hint)
    if text.startswith("Invalid or unsupported selector"):
        told, *line = written.place_of_selectors(css, said)
        hint = "check the spelling; not all that browsers know works on paper"
        return warning("T003", Place(sheet, *line), f"“{told}” is not understood: its rule is left out", hint)
    what, _, behind = " ".join(text.split()).partition(" at ")
    reason = behind.partition(", ")[2].rstrip(".")
    words = f"{what.removeprefix('Ignored ')} is left out{': ' if reason else ''}{reason}"
    hint = "check the spelling; not all that browsers know works on paper"
    return warning("T003", _place_in(sheet, text), words if what.startswith("Ignored ") else what, hint)


def _boxed(text: str) -> Iterator[Problem]:
    """A box stands for a character that is not of the text (there they are looked up before): a list's marker, content
    of a style sheet, lettering of a drawing."""
    character = chr(int(text.rpartition("(U+")[2].rstrip(")"), 16))
    if unicodedata.category(character) not in WITHOUT_INK:
        message = f"no font has {character} (U+{ord(character):04X}), which a style sheet or a drawing shows"
        yield error("E001", Place("booklet"), message, "use another, or add a font that has it with @font-face")


def _place_in(sheet: str, text: str) -> Place:
    """The line and column of a complaint such as “Ignored `x: y` at 3:7, unknown property.”"""
    where = text.rpartition(" at ")[2].partition(",")[0]
    line, _, column = where.partition(":")
    return Place(sheet, int(line), int(column)) if line.isdigit() and column.isdigit() else Place(sheet)


def _named(url: str) -> str:
    """The name of what stands at an address under booklet:///."""
    return urllib.parse.unquote(url.removeprefix(ROOT).partition("#")[0].partition("?")[0])


def _teach_urllib() -> None:
    """Relative addresses are resolved only under schemes that urllib knows to have paths."""
    for schemes in (urllib.parse.uses_relative, urllib.parse.uses_netloc):
        if SCHEME not in schemes:
            schemes.append(SCHEME)


class _Listener(logging.Handler):
    """Hears WeasyPrint's warnings, and from its progress which sheet they are about."""

    def __init__(self) -> None:
        super().__init__()
        self.sheet = ""
        self.complaints: list[tuple[str, str]] = []
        self.loggers = (logging.getLogger("weasyprint"), logging.getLogger("weasyprint.progress"))
        self.before: list[tuple[int, bool, list[logging.Handler]]] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.name == "weasyprint.progress":
            if record.msg.startswith("Step 2") and record.args:
                self.sheet = str(record.args[0] if isinstance(record.args, tuple) else record.args).removeprefix(ROOT)
            elif not record.msg.startswith("Step 2"):
                self.sheet = ""
        elif record.levelno >= logging.WARNING:
            self.complaints.append((self.sheet, record.getMessage()))

    def __enter__(self) -> None:
        self.before = [(log.level, log.propagate, list(log.handlers)) for log in self.loggers]
        for log in self.loggers:
            log.handlers, log.propagate = [self], False
            log.setLevel(logging.INFO)

    def __exit__(self, *_: object) -> None:
        for log, (level, propagate, handlers) in zip(self.loggers, self.before, strict=True):
            log.handlers, log.propagate = handlers, propagate
            log.setLevel(level)


def pages_of_ids(pages: Sequence[Any]) -> dict[str, int]:
    """The page, from 0, on which each id of the text fell; notes that reach beyond their page fell nowhere."""
    found: dict[str, int] = {}
    for number, page in enumerate(pages):
        cut = _cut_notes(page._page_box)
        for name in page.anchors:
            if name not in cut:
                found.setdefault(name, number)
    return found


def _cut_notes(page: Any) -> set[str]:
    """The ids of a page's notes, if these begin above the page's text and so would be cut."""
    from weasyprint.formatting_structure import boxes

    areas = [child for child in page.children if isinstance(child, boxes.FootnoteAreaBox)]
    cut = [area for area in areas if area.position_y < page.content_box_y() - 1]
    elements = [box.element for area in cut for box in area.descendants() if box.element is not None]
    return {name for element in elements if (name := element.get("id"))}


def block_after(pages: Sequence[Any], number: int, part: str) -> int | None:
    """The block that begins the next page or goes on there, as its position in document order in its part."""
    if number + 1 >= len(pages):
        return None
    first = _first_block(pages[number + 1]._page_box.children[0])
    root = pages[number]._page_box.children[0].element
    top = next((element for element in root.iter() if element.get("id") == part), None)
    order = list(top.iter()) if top is not None else []
    return order.index(first.element) if first is not None and first.element in order else None


def _first_block(box: Any) -> Any:
    """The first block of a page's flow that holds lines or is a picture; notes, page margins and the heads of tables,
    which may be there once more, apart."""
    from weasyprint.formatting_structure import boxes

    children = [child for child in getattr(box, "children", ()) if child.is_in_normal_flow()]
    children = [child for child in children if not getattr(child, "is_header", False)]
    holds_lines = any(isinstance(child, boxes.LineBox) for child in children)
    if box.element is not None and (holds_lines or isinstance(box, boxes.ReplacedBox)):
        return box
    return next((found for child in children if (found := _first_block(child)) is not None), None)
