"""Book and theme to XHTML: fills the theme's templates, and vouches that what comes out is well-formed and asks for
nothing that the project does not hold."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from . import __version__, cascade, copies, covers, language, naming
from .composition import Composition, Medium, Page, PrintJob, page_names
from .model import Book, Item, Place, Section, plain
from .openings import opened
from .overview import SCREEN, Overview, Overviews, room_on_paper
from .problems import LimitError, Problem, ThemeError, ordered, stop_on_errors
from .prose import Writer
from .rooms import asking, furnished, room
from .sections.marking import answered, letters_for
from .themes import Theme, design, lengths, paper, scripts, sheets, tongues, writing
from .themes.environment import Templates
from .vouching import piece_of_page, vouched

INDEX = "booklet.index"
FORMAT_WORDS = (
    "Back cover",
    "Contents",
    "Cover",
    "Start of the text",
    "Text with headings, contents and linked notes.",
    "Every picture has a description.",
    "page",
    "blank",
    "Note {number}",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents: a section's id, title and address, and the title of the part that it opens.

    ``apart`` says that it stands after all parts and in none.
    """

    id: str
    title: str
    href: str
    part: str | None
    apart: bool = False


def compose(
    book: Book, theme: Theme, medium: Medium, shown: Mapping[str, str], at: Callable[..., Place], job: PrintJob
) -> tuple[Composition, tuple[Problem, ...]]:
    """One edition of a book as pages of XHTML for a medium, and what is not quite right with them.

    ``shown`` maps the project's own templates to their names in messages, ``at`` tells where a value of booklet.yaml
    stands, by its keys, ``job`` is what the press asks of pages on paper.
    Raises ManuscriptError for a cover that cannot be printed, ThemeError for a broken template or page size,
    RefusedError where a page reaches outside the project.
    """
    composer = Composer(book, theme, medium, shown, at, job)
    return composer.composition(), ordered(composer.problems)


class Composer:
    """Composes one edition for one medium."""

    def __init__(
        self, book: Book, theme: Theme, medium: Medium, shown: Mapping[str, str], at: Callable[..., Place],
        job: PrintJob,
    ) -> None:  # fmt: skip
        self.book, self.theme, self.medium = book, scripts.worn(theme, book), medium
        self.at, self.job = at, job
        self.templates = Templates(self.theme, shown)
        self.words = language.messages(book.settings.language)
        self.size = paper.size_of(book.settings.page, at())
        self.page_names = page_names(book.sections)
        self.homes = dict(self._homes())
        self.problems: list[Problem] = []
        space = SCREEN
        if medium.name == "print":
            size = tongues.text_size(self.theme, cascade.text_size_of(book))
            space = room_on_paper(self.size, size, lengths.area(self.theme, self.size, cascade.text_size_of(book)))
        self.overviews = Overviews(book, theme, space, self.words)
        self.files = self._files()
        self.opened = {section.id: self._opened(section) for section in book.sections}
        self.sheets = tuple(cascade.of_edition(book, self.theme, medium, self.size, job, self.words, self.files))
        alone = self.medium.name == "web"
        self.there = set() if alone else {*self.files, *dict(self.sheets), *self.medium.adds}
        self.apart = set(self.files) if alone else set()
        if medium.name == "print":
            self.files |= {name: partial(_bytes, data) for name, data in covers.files(self.canvas).items()}
            self.there |= {"cover.svg", *self.files}

    def _homes(self) -> Iterator[tuple[str, str]]:
        """Every id that can be linked to, with the section it lives in."""
        for section in self.book.sections:
            yield section.id, section.id
            yield from ((item.id, section.id) for item in (*section.items, *section.key))
            yield from ((node.id, section.id) for node in section.walk() if node.id)

    def _opened(self, section: Section) -> Overview:
        """What a section opens with; a map is drawn into a file for that."""
        overview = self.overviews.of(section)
        if overview.map:
            screen = self.medium.name != "print"
            drawing = self._rendered("map.svg", drawing=overview.map.drawing, screen=screen)
            self.files[self._map_of(section)] = partial(_bytes, drawing.encode())
        return overview

    def _map_of(self, section: Section) -> str:
        return f"drawn/{self.page_names[section.id]}-map.svg"

    def composition(self) -> Composition:
        """The edition, composed; raises what is wrong with it."""
        cover = self.drawn("cover.svg", self.canvas) if self.medium.covers else ""
        title = naming.full_title(self.book.settings, self.book.edition, self.words)
        pages = [self._front(role) for role in ("title-page", "imprint", "contents")]
        if self.medium.covers:
            front = self.panel(cover, "cover-art.svg")
            pages.insert(0, self._front("cover", front=front, cover_file=self.canvas.file))
        warned = False
        for section in self.book.sections:
            if section.spoils and not warned:
                pages.append(self._warning(section))
            warned = section.spoils and self.medium.name == "print"  # screens open a section without what is before it
            pages.append(self.section_page(section))
        pages += [*self._index(), *self._back()]
        if not self.medium.split:
            body = Markup("\n").join(Markup(page.xhtml) for page in pages)
            pages = [Page("booklet", "booklet", title, self.wrapped("booklet", body, title))]
        self.problems += covers.problems(self.canvas, self.at)
        stop_on_errors(ordered(self.problems))
        for page in pages:
            self._vouch_for(page.xhtml, self.medium.wrapper, self.there)
        stop_on_errors(ordered(self.problems))
        if self.medium.name == "print":
            self.files["cover.svg"] = partial(_bytes, cover.encode())
        return self.composed(title, tuple(pages), cover)

    def composed(self, title: str, pages: tuple[Page, ...], cover: str = "") -> Composition:
        """Pages with all that a format needs beside them."""
        return Composition(
            self.book, title, pages, self.sheets, self.files, self.theme.faces, cover,
            {key: self.words(key) for key in FORMAT_WORDS}, self.job,
        )  # fmt: skip

    def _files(self) -> dict[str, Callable[[], bytes]]:
        """What pages and style sheets may ask for, by name; the drawn cover comes later."""
        files: dict[str, Callable[[], bytes]] = {p.file: partial(_bytes, p.data) for p in self.book.pictures.values()}
        files |= self.theme.files()
        files |= self.theme.own.files
        if self.medium.name == "print":
            files |= {f"fonts/{face.path.name}": face.path.read_bytes for face in self.theme.faces}
        return files

    def _rendered(self, template: str, **values: Any) -> str:
        """A template's text; nothing where it fails, which is a problem."""
        try:
            return self.templates.render(template, **self._common, **values)
        except (ThemeError, LimitError) as mistake:
            self.problems += mistake.problems
            return ""

    def _vouch_for(self, markup: str, template: str, there: Collection[str], kind: str = "") -> None:
        """Note what is wrong with what a template gave; ``kind`` is the kind's template that it includes, if any."""
        apart = () if template in covers.DRAWN else self.apart
        found = list(vouched(markup, Place(template), there, apart))
        if found:
            place = self.templates.place_of_own(template, kind)
            self.problems += [replace(problem, place=place) for problem in found]

    @cached_property
    def canvas(self) -> covers.Canvas:
        """What covers are drawn with. For an e-reader they become a picture, which can hold no other files."""
        address = self._src if self.medium.name == "print" else self._as_data
        return covers.canvas(self.book, self.theme, self.medium, self.size, self.job, self.words, address)

    def drawn(self, template: str, canvas: covers.Canvas, **values: Any) -> str:
        """The drawing of a cover."""
        svg = self._rendered(template, **covers.values(canvas), **values)
        if svg:
            self._vouch_for(svg, template, self.files if self.medium.name == "print" else ())
        return svg

    def panel(self, svg: str, art: str, size: tuple[float, float] | None = None) -> Markup:
        """A drawn cover, or a part of so many mm, as part of a page: its art becomes a file, its words are text."""
        if self.medium.name != "print" or self.problems:
            return Markup()
        drawing, markup = covers.panel(svg, art, size or self.size, self.job.bleed)
        self.files[art] = partial(_bytes, drawing)
        self.there.add(art)
        return Markup(markup)

    def _back(self) -> list[Page]:
        """The back cover as a page of its own, on paper, where there is something to say on it."""
        if self.medium.name != "print" or not self.medium.covers or not covers.has_back(self.book.settings):
            return []
        back = self.panel(self.drawn("back.svg", self.canvas), "back-art.svg")
        return [self.page("back", "back", self.words("Back cover"), "back.xhtml", back=back)]

    @cached_property
    def _common(self) -> dict[str, Any]:
        settings = self.book.settings
        return {
            "book": self.book,
            "settings": settings,
            "edition": self.book.edition,
            "edition_label": naming.edition_label(self.book.edition, self.words),
            "full_title": naming.full_title(settings, self.book.edition, self.words),
            "cover_alt": naming.cover_alt(settings, self.book.edition, self.words),
            "medium": self.medium,
            "epub": self.medium.name == "epub",
            "_": self.words,
            "counted": partial(language.counted, language=settings.language),
            "worth": self._worth,
            "date": language.long_date(settings.date, settings.language) if settings.date else "",
            "direction": language.direction(settings.language),
            "version": __version__,
            "text_face": self.theme.text_face,
            "label_face": self.theme.label_face,
            "accent": self.theme.accent,
            "on_accent": self.theme.variables.get("on-accent", "#ffffff"),
            "families": sorted({face.family for face in self.theme.faces}),
            "plain": plain,
            "file": self._file,
            "logo": self._src(settings.design.logo) if settings.design.logo else "",
            "cover_design": covers.design_of(settings, self.theme),
            "reference": self._reference,
            "copy": settings.work.editions.get(self.book.copy) if settings.work else None,
        }

    def wrapped(self, name: str, body: Markup, title: str) -> str:
        """The document around a page, or around all of them."""
        styles = [(n, Markup(css)) for n, css in self.sheets] if self.medium.name == "web" else []
        return self._rendered(
            self.medium.wrapper, body=body, title=title, name=name, styles=styles, sheet_names=list(dict(self.sheets))
        )

    def page(self, name: str, role: str, title: str, template: str, **values: Any) -> Page:
        """A page as its template gives it."""
        text = self._rendered(template, **values)
        self._vouch_for(piece_of_page(text), template, self.there, values.get("kind_template", ""))
        part = values.get("part_title")
        xhtml = self.wrapped(name, Markup(text), title) if self.medium.split else text
        return Page(name, role, title, xhtml, part)

    def _front(self, role: str, **values: Any) -> Page:
        titles = {
            "cover": self.words("Cover"),
            "title-page": self.words("Title page"),
            "imprint": self.words("Imprint"),
            "contents": self.words("Contents"),
        }
        template = "nav.xhtml" if role == "contents" and self.medium.name == "epub" else f"{role}.xhtml"
        entries = list(self._entries())
        name = "nav" if template == "nav.xhtml" else role
        return self.page(name, role, titles[role], template, entries=entries, **values)

    def _entries(self) -> Iterator[Entry]:
        grouped = {name for part in self.book.settings.parts for name in part.sections}
        for section in self.book.sections:
            part = self.book.part_of(section)
            yield Entry(
                section.id, section.listed_title, self._href("", section.id), part.title if part else None,
                bool(grouped) and section.id not in grouped,
            )  # fmt: skip

        if self.overviews.index:
            address = "index.xhtml" if self.medium.split else f"#{INDEX}"
            yield Entry(INDEX, self.words("Index"), address, None, bool(grouped))

    def _index(self) -> list[Page]:
        """The index of terms as a page of its own, where there is one."""
        letters = self.overviews.index
        values = {"letters": letters, "href": partial(self._href, ""), "id": INDEX}
        return [self.page("index", "index", self.words("Index"), "index.xhtml", **values)] if letters else []

    def _warning(self, section: Section) -> Page:
        position = self.book.sections.index(section)
        behind = self.book.sections[position + 1 :]
        after = next((s for s in behind if not s.spoils), None)
        several = self.medium.name == "print" and bool(behind) and behind[0].spoils
        return self.page(
            f"{self.page_names[section.id]}-warning", "warning", self.words("Spoilers ahead"), "warning.xhtml",
            section=section, after=after, several=several, href=partial(self._href, ""),
        )  # fmt: skip

    def section_page(self, section: Section, template: str = "section.xhtml", **values: Any) -> Page:
        """A section as its page, or as another template has it, which is told more."""
        if self.medium.name == "print":
            section = furnished(opened(section, self.theme.openings, partial(design.falls, self.theme)))
        href, pitch = partial(self._href, section.id), writing.line_pitch(self.theme)
        writer = Writer(self.medium, section.id, self.words, href, self._src, self._reference, self.theme.turns, pitch)
        part = self.book.part_of(section)
        tongue = self.book.settings.language
        return self.page(
            self.page_names[section.id],
            "section",
            section.listed_title,
            template,
            section=section,
            first=section.id == self.book.sections[0].id,
            part_title=part.title if part else None,
            prose=writer.blocks,
            labelled=writer.labelled,
            notes=self._notes(section, writer),
            src=self._src,
            href=href,
            name_of=partial(naming.name_of, self.book.sections),
            overview=self.opened[section.id],
            map_file=self._file(self._map_of(section)),
            room=lambda lines: room(lines, self.medium),
            answering=writer.answering,
            asking=asking,
            fences=lambda item, *names: [part for part in item.parts if part.get("name") in names],
            marked=writer.marked,
            blank=writer.blank,
            letter_of=partial(language.letter_of, language=tongue),
            label_of=partial(language.label_of, language=tongue),
            letters_for=partial(letters_for, language=tongue),
            answered=answered,
            is_item=lambda part: isinstance(part, Item),
            kind_template=f"kinds/{section.kind}.xhtml",
            **values,
        )

    def _notes(self, section: Section, writer: Writer) -> list[dict[str, Any]]:
        """The notes to print at the section's end, where the medium has no page feet."""
        if self.medium.notes == "foot":
            return []
        found = [(n, n.get("number")) for n in section.walk() if n.name == "note" and n.get("number")]
        return [
            {"number": at, "id": writer.note_id(at), "call": writer.call_id(at), "text": writer.blocks(n.children)}
            for n, at in found
        ]

    def _reference(self, chapter: object, page: object) -> str:
        """“ch. 6, p. 72” in the booklet's language, or less, or nothing; the page is that of the class's copy."""
        work = self.book.settings.work
        found = [self.words("ch. {number}").format(number=chapter)] if chapter else []
        if page:
            found.append(copies.named(str(page), self.book.copy, work.editions if work else {}, self.words))
        return self.words(", ").join(found)

    def _worth(self, points: float) -> str:
        """“1 point” or “2.5 points” in the booklet's language."""
        tongue = self.book.settings.language
        one, number = self.words("1 point"), language.counted(points, tongue)
        if points == 1:
            return one
        several = self.words("{number} points").format(number=number)
        return one.replace("1", number) if points < 2 and "1" in one and language.is_one(points, tongue) else several

    def _href(self, here: str, name: str) -> str:
        """The address of an id as seen from the page of section ``here``."""
        home = self.homes.get(name)
        if home is None:
            return ""
        fragment = f"#{quote(name)}"
        if not self.medium.split or home == here:
            return fragment
        page = f"{self.page_names[home]}.xhtml"
        return page if name == home else page + fragment

    def _src(self, address: str) -> str:
        """The address of a picture as seen from any page."""
        return self._as_data(address) if self.medium.name == "web" else quote(self.book.pictures[address].file)

    def _as_data(self, address: str) -> str:
        """A picture itself, in the place of an address."""
        picture = self.book.pictures[address]
        return sheets.data_address(picture.media_type, picture.data)

    def _file(self, name: str) -> str:
        """The address of a file of styles/ as seen from any page."""
        if self.medium.name == "web" and name in self.files:
            return sheets.data_address(sheets.media_type_of(name), self.files[name]())
        return quote(name)


def _bytes(data: bytes) -> bytes:
    return data
