"""Themes of a project's own: a folder below styles/ with a theme.yaml, over a built-in theme or by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from .. import yamltree
from ..composition import Face
from ..model import Place
from ..problems import Problem, ThemeError, error
from ..project import did_you_mean, place_of, read_record
from . import FALLBACK, SETTINGS, FaceSettings, Local, Own, Theme, ThemeSettings, fonts, names, packaged
from . import find as find_theme
from .colour import READABLE, WHITE, colour_of, contrast, readable_on


def find(name: str, own: Own) -> Theme:
    """The theme in the folder of that name, over the one that its ``parent`` names.

    Its style sheets and files add to its parent's; without a parent they are all there is. Templates that it lacks are
    the parent's, or those of ``classic``. Raises ThemeError with all that is wrong in its theme.yaml.
    """
    local = own.themes[name]
    settings, found = read_record(ThemeSettings, local.text, local.place, SETTINGS)
    problems = [replace(problem, code="T008") for problem in found]
    tree = yamltree.parse(local.text, local.place)[0]

    def where(*path: str | int) -> Place:
        return place_of(tree, *path) or local.place

    parent = yamltree.scalar_at(tree, "parent")
    if parent and parent.text not in names():
        hint = did_you_mean(parent.text, names())
        problems.append(error("T001", parent.place, f"there is no built-in theme “{parent.text}” to add to", hint))
    if settings is None or problems:
        raise ThemeError(*problems)
    base = find_theme(settings.parent or FALLBACK, local.place, own)
    faces: list[Face] = []
    for number, face in enumerate(settings.faces):
        faces += _of_package(face, where("faces", number), problems)
    for key, family in (("text-face", settings.text_face), ("label-face", settings.label_face)):
        faces += _of_family(family, (*faces, *base.faces), own, where(key), problems)
    problems += _wrong_accent(settings.accent, where("accent"))
    if problems:
        raise ThemeError(*problems)
    merged = settings.over(base.settings)
    replaced = {base.text_face, base.label_face} - {merged.text_face, merged.label_face}
    kept = [f for f in base.faces if f.family not in replaced | {face.family for face in faces}]
    return replace(
        base,
        name=name,
        local=name,
        faces=(*dict.fromkeys(faces), *kept),
        own=_over(local, own),
        text_face=merged.text_face,
        label_face=merged.label_face,
        accent=merged.accent,
        openings=merged.openings or "plain",
        look=merged.cover or base.look,
        settings=merged,
        styled=base.styled if settings.parent else (),
        variables={"text-face": f'"{merged.text_face}"', "label-face": f'"{merged.label_face}"'},
    )


def _over(local: Local, own: Own) -> Own:
    """The project's own files with the theme's templates under them."""
    return replace(own, templates={**local.templates, **own.templates}, shown={**local.shown, **own.shown})


def _of_package(face: FaceSettings, place: Place, problems: list[Problem]) -> Iterator[Face]:
    """The face that theme.yaml names, if its package has it."""
    try:
        found = packaged(face)
    except ThemeError as mistake:
        problems += [replace(problem, code="T007", place=place) for problem in mistake.problems]
        return
    if found.path.is_file():
        yield found
    else:
        there = [path.name for path in found.path.parent.glob("*")]
        message = f"the package {face.package} has no font file “{face.file}”"
        problems.append(error("T007", place, message, did_you_mean(face.file, sorted(there))))


def _of_family(family: str, there: tuple[Face, ...], own: Own, place: Place, problems: list[Problem]) -> list[Face]:
    """The faces of a family that is not there yet; none where theme.yaml does not name one."""
    if not family or any(face.family == family for face in there):
        return []
    faces, problem = fonts.of_family(family, own.faces, place)
    if problem:
        problems.append(problem)
    return list(faces)


def _wrong_accent(accent: str, place: Place) -> Iterator[Problem]:
    colour = colour_of(accent) if accent else None
    if accent and colour is None:
        hint = "write it as #7a1f2b, as rgb(122 31 43), or by a name of CSS such as darkred"
        yield error("T006", place, f"“{accent}” is not a colour", hint)
    elif colour is not None and contrast(colour, WHITE) < READABLE:
        message = f"“{accent}” is too pale: words in it stand {contrast(colour, WHITE):.1f} to 1 from the paper"
        hint = f"{READABLE} to 1 is the least (WCAG AA); take {readable_on(WHITE, colour)} or a darker one"
        yield error("T006", place, message, hint)
