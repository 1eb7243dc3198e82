"""Manuscript to Book: settings, sections in order, ids, links, pictures, and every problem on the way."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from .. import copies
from ..model import Book, Manuscript, Node, Picture, Place, Section, plain
from ..problems import Problem, error, warning
from ..project import did_you_mean, place_of, read_front_matter, read_settings
from ..sections import KINDS
from ..sections.base import Shaping
from ..settings import FrontMatter, PartSettings, Settings
from ..yamltree import parse as parse_yaml
from . import allowed, links, load, references
from .ids import Ids, slug
from .markdown import parser
from .places import Origin
from .punctuation import punctuate
from .tree import Tree


@dataclass(frozen=True, slots=True)
class _Draft:
    """A section file on its way: its parsed Markdown and front matter, and whether the latter is to be trusted."""

    file: str
    tree: Tree
    front: FrontMatter
    id: str
    id_place: Place
    title_place: Place
    picture_place: Place
    sure: bool


def read(manuscript: Manuscript, drafts: bool = False) -> tuple[Book | None, list[Problem]]:
    """Read a manuscript. With ``drafts`` sections marked as drafts are kept.

    Gives the book (None where the settings are missing or wrong) and every problem found.
    """
    settings, problems, tree = _settings(manuscript)
    language = settings.language if settings else "en"
    md = parser(language)
    ids = Ids(language)
    found, left_out = [], []
    for file in manuscript.sections:
        text, trouble = load.read_text(manuscript, file)
        problems += trouble
        if not trouble:
            draft = _draft(md, text, manuscript.place(file.name), problems)
            if draft.front.status == "draft" and not drafts:
                hint = "build with --drafts to see it, or delete the line  status: draft"
                problems.append(warning("S016", manuscript.place(file.name), "a draft, left out", hint))
                left_out.append(draft)
            else:
                found.append(draft)
    for draft in found:
        for name, place in [(draft.id, draft.id_place), *draft.tree.written_ids()]:
            clash = ids.claim(name, place)
            problems += [clash] if clash else []
    plain_settings = settings or Settings(title="")
    sections = [_section(draft, ids, plain_settings, problems) for draft in found]
    pictures = _pictures(manuscript, _shown_in(sections, found, plain_settings, tree, manuscript), problems)
    if len(found) + len(left_out) == len(manuscript.sections) and all(draft.sure for draft in found):
        known = {name for draft in found for name, _ in draft.tree.written_ids()}
        deep = tuple(f"{d.id}-" for d in found if any(p.code == "L004" for p in d.tree.problems))
        problems += links.check_ids(sections, known, _ids_of(left_out), deep)
        problems += copies.check(sections, plain_settings.work)
        problems += references.check(sections, known, _ids_of(left_out), deep)
    problems += links.check_addresses(sections, {PurePosixPath(draft.file).stem: draft.id for draft in found})
    if settings is None:
        return None, problems
    settings = _punctuated(settings, md)
    settings, sections = _in_parts(settings, sections, found, tree, manuscript, problems)
    return Book(settings, _identifier(settings), tuple(sections), pictures), problems


def _ids_of(drafts: Sequence[_Draft]) -> dict[str, str]:
    """The ids that are written in some section files, with the name of the file."""
    return {name: d.file for d in drafts for name in (d.id, *(written for written, _ in d.tree.written_ids()))}


def _settings(manuscript: Manuscript) -> tuple[Settings | None, list[Problem], Any]:
    if manuscript.settings is None:
        return None, [], None
    text, problems = load.read_text(manuscript, manuscript.settings)
    if problems:
        return None, problems, None
    place = manuscript.place(manuscript.settings.name)
    settings, problems = read_settings(text, place)
    placed = settings and (settings.parts or settings.cover.image or settings.design.logo)
    return settings, problems, parse_yaml(text, place)[0] if placed else None


def _punctuated(settings: Settings, md: Any) -> Settings:
    """Smart punctuation in what is printed as it stands."""

    def smart(text: str | None) -> str | None:
        return punctuate(md, text) if text else text

    work = settings.work and replace(settings.work, title=smart(settings.work.title) or "")
    return replace(
        settings,
        title=smart(settings.title) or "",
        subtitle=smart(settings.subtitle),
        dek=smart(settings.dek),
        rights=smart(settings.rights),
        publisher=smart(settings.publisher),
        authors=tuple(replace(a, credentials=smart(a.credentials)) for a in settings.authors),
        cover=replace(settings.cover, text=smart(settings.cover.text), credit=smart(settings.cover.credit)),
        parts=tuple(replace(p, title=smart(p.title) or "") for p in settings.parts),
        work=work,
    )


def _identifier(settings: Settings) -> str:
    """The written identifier, or a UUID made of title and authors (RFC 9562 §5.5), so that it never changes."""
    if settings.identifier:
        return settings.identifier
    names = "\n".join([settings.title, *(author.name for author in settings.authors)])
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, names)}"


def _draft(md: Any, text: str, place: Place, problems: list[Problem]) -> _Draft:
    """Part front matter from text, and parse both."""
    front, body, first_line, id_place, sure = FrontMatter(), text, 1, place, True
    title_place = Place(place.file, 1, 1)
    picture_place = place
    lines = text.split("\n")
    if lines[0].rstrip() == "---":
        end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), 0)
        if end:
            yaml = "\n".join(lines[1:end])
            front, trouble = read_front_matter(yaml, place, 2)
            problems += trouble
            tree = parse_yaml(yaml, place, 2)[0]
            sure = tree is not None or not trouble
            picture_place = place_of(tree, "portrait", "file") or place
            id_place = place_of(tree, "id") or place
            title_place = place_of(tree, "title") or title_place
            behind = lines[title_place.line - 1][title_place.column - 1 :]
            title_place = title_place.right(behind.startswith(("'", '"')))
            if front.kind not in KINDS:
                where = place_of(tree, "kind") or place
                hint = did_you_mean(front.kind, KINDS)
                problems.append(error("S001", where, f"“{front.kind}” is not a kind of section", hint))
                front, sure = replace(front, kind="page"), False
            if front.id and slug(front.id) != front.id.lower().replace("_", "-"):
                hint = f"use letters, digits and hyphens, as in {slug(front.id) or 'summary'}"
                problems.append(error("P006", id_place, f"“{front.id}” cannot be an id", hint))
            body, first_line = "\n".join(lines[end + 1 :]), end + 2
        else:
            hint = "close the front matter with a second line ---"
            problems.append(error("P004", Place(place.file, 1, 1), "the front matter is never closed", hint))
            sure = False
    name = PurePosixPath(place.file).stem
    unnumbered = name.lstrip("0123456789").lstrip("-_. ") or name
    return _Draft(place.file, Tree(md, body, place, first_line), front, front.id or slug(unnumbered) or "section",
                  id_place, title_place, picture_place, sure)  # fmt: skip


def _section(draft: _Draft, ids: Ids, settings: Settings, problems: list[Problem]) -> Section:
    written = draft.tree.lines.line(draft.front.title, Origin(((0, draft.title_place),))) if draft.front.title else ()
    blocks = draft.tree.read()
    problems += draft.tree.problems
    title, blocks = _title(draft, written, blocks, problems)
    blocks = tuple(_with_heading_ids(blocks, draft.id, ids))
    problems += allowed.headings(blocks)
    place = Place(draft.file)
    shaping = Shaping(draft.id, draft.front, settings, ids.make, problems, place)
    body = KINDS[draft.front.kind].shape(blocks, shaping)
    section = Section(draft.id, title, plain(title), draft.title_place, draft.front, body)
    if not body and not draft.tree.problems:
        problems.append(error("S012", place, "this section is empty", "write something, or set  status: draft"))
    if draft.sure:
        problems += allowed.prose(section, settings)
    problems += allowed.characters(section)
    return section


def _title(
    draft: _Draft, written: tuple[Node, ...], blocks: tuple[Node, ...], problems: list[Problem]
) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    """``title:``, else a single leading ``#``, which leaves the body, else the file's name."""
    tops = [b for b in blocks if b.name == "heading" and b.get("level") == "1"]
    leads = bool(tops) and blocks[0] is tops[0]
    if leads:
        heading, blocks = blocks[0], blocks[1:]
        if written and plain(written) != plain(heading.children):
            message = f"the title is given twice: “{plain(written)}” above and “{plain(heading.children)}” here"
            problems.append(warning("S008", heading.place, message, "the first one is used; delete one of them"))
        written = written or heading.children
        if heading.attrs:
            written = (replace(heading, name="span", children=written, props={}),)
    for extra in tops[leads:]:
        hint = "inside a section headings begin with ##"
        problems.append(warning("S015", extra.place, "a heading of the highest level; ## is used instead", hint))
    if not written:
        name = PurePosixPath(draft.file).stem
        words = name.lstrip("0123456789").replace("-", " ").replace("_", " ").strip() or name
        written = (Node("text", draft.title_place, (), words[:1].upper() + words[1:]),)
    return written, blocks


def _with_heading_ids(nodes: Sequence[Node], section_id: str, ids: Ids) -> Iterator[Node]:
    """Give every heading an id, wherever it stands, and bring a second level 1 down to 2."""
    for node in nodes:
        if node.name == "heading":
            made = node.id or ids.make(f"{section_id}-{slug(plain(node.children), ids.language) or 'heading'}")
            level = "2" if node.get("level") == "1" else node.get("level")
            yield replace(node, id=made, props={"level": level})
        elif node.children and node.name in ("fence", "quote", "list", "list-item", "definitions", "definition"):
            yield replace(node, children=tuple(_with_heading_ids(node.children, section_id, ids)))
        else:
            yield node


def _shown_in(
    sections: Sequence[Section], drafts: Sequence[_Draft], settings: Settings, tree: Any, manuscript: Manuscript
) -> Iterator[tuple[str, Place]]:
    """Every picture that the booklet shows, by the address that names it, and where."""
    for section, draft in zip(sections, drafts, strict=True):
        yield from ((n.get("file"), n.place) for n in section.walk() if n.name in ("image", "figure"))
        if section.front.portrait:
            yield section.front.portrait.file, draft.picture_place
    if settings.cover.image:
        yield settings.cover.image, place_of(tree, "cover", "image") or manuscript.settings_place
    if settings.design.logo:
        yield settings.design.logo, place_of(tree, "design", "logo") or manuscript.settings_place


def _pictures(
    manuscript: Manuscript, wanted: Iterable[tuple[str, Place]], problems: list[Problem]
) -> dict[str, Picture]:
    """Read every picture, once, by the address that names it."""
    pictures: dict[str, Picture] = {}
    wrong: dict[str, Problem] = {}
    for address, place in wanted:
        if address in wrong:
            problems.append(replace(wrong[address], place=place))
        elif address not in pictures:
            picture, problem = load.read_picture(manuscript, address, place)
            if picture:
                pictures[address] = picture
            if problem:
                wrong[address] = problem
                problems.append(problem)
    return pictures


def _in_parts(
    settings: Settings,
    sections: list[Section],
    drafts: Sequence[_Draft],
    tree: Any,
    manuscript: Manuscript,
    problems: list[Problem],
) -> tuple[Settings, list[Section]]:
    """Put the sections into the order of the parts, and name them by id there."""
    if not settings.parts:
        return settings, sections
    names = {PurePosixPath(d.file).stem: d.id for d in drafts} | {d.id: d.id for d in drafts}
    files = {PurePosixPath(f.name).stem for f in manuscript.sections}
    order: list[str] = []
    parts = []
    for number, part in enumerate(settings.parts):
        members = []
        for position, written in enumerate(part.sections):
            name = written.removesuffix(".md")
            place = place_of(tree, "parts", number, "sections", position) or manuscript.settings_place
            if name in names and names[name] not in order:
                order.append(names[name])
                members.append(names[name])
            elif name in names:
                problems.append(error("P010", place, f"“{written}” stands in two parts", "keep it in one"))
            elif name not in files:
                hint = did_you_mean(name, sorted(names))
                problems.append(error("P010", place, f"there is no section “{written}”", hint))
        parts.append(PartSettings(part.title, tuple(members)))
    for section in sections:
        if section.id not in order:
            hint = "it comes after the last part; name it in one of the parts to move it"
            place = Place(section.place.file)
            problems.append(warning("P010", place, f"“{section.id}” is in no part of booklet.yaml", hint))
            order.append(section.id)
    by_id = {s.id: s for s in sections}
    return replace(settings, parts=tuple(parts)), [by_id[name] for name in order]
