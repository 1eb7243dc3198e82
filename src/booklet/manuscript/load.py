"""The only door to the author's files: finds them, decodes them, has pictures judged, and never leaves the project."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from ..characters import is_control
from ..model import Manuscript, Picture, Place, SourceFile
from ..problems import Problem, error, warning
from ..project import place_of
from ..yamltree import Tree, parse
from .pictures import SMALLER, judged

LARGEST_TEXT = 4 * 1024 * 1024
LARGEST_PICTURE = 64 * 1024 * 1024
MOST_CONTROLS = 10
AS_UTF_8 = "open it in your editor and save it again with the encoding UTF-8"
OTHER_TEXTS = (".markdown", ".mdown", ".txt", ".docx", ".doc", ".odt", ".rtf")


def find(root: Path, shown: str = "") -> tuple[Manuscript, list[Problem]]:
    """List the files of the folder ``root``; ``shown`` is how the author named it, "" for the working folder."""
    folder = root / "manuscript"
    empty = Manuscript(root, shown, None, (), ())
    here = empty.place("manuscript")
    if not folder.is_dir():
        return empty, [_no_manuscript(root, shown)]
    refusal = outside(empty, SourceFile("manuscript", folder))
    if refusal:
        return empty, [refusal]
    try:
        names = sorted((entry.name for entry in os.scandir(folder)), key=reading_order)
    except OSError as reason:
        return empty, [error("F002", here, f"the folder cannot be read: {reason.strerror}", "check its permissions")]
    sections, problems = _sections(empty, names)
    settings = SourceFile("manuscript/booklet.yaml", folder / "booklet.yaml")
    found = Manuscript(
        root,
        shown,
        settings if os.path.lexists(settings.path) else None,
        tuple(sections),
        tuple(_files_under(root, "styles")),
    )
    if found.settings is None:
        place = found.settings_place
        other = next((n for n in names if n.lower() in ("booklet.yml", "booklet.yaml.txt", "booklet.yaml")), None)
        hint = f"rename {other} to booklet.yaml" if other else "make one with at least a line  title: …"
        problems.append(error("P002", place, "there is no booklet.yaml in the manuscript folder", hint))
    if not sections and not any(p.code == "F005" and p.severity == "error" for p in problems):
        hint = "write one, for instance manuscript/01-introduction.md"
        problems.append(error("P003", here, "the manuscript has no sections (files that end in .md)", hint))
    return found, problems


def _no_manuscript(root: Path, shown: str) -> Problem:
    """What is wrong with a project folder that has no manuscript/ in it: often it is a folder too high or too low."""
    place = Place(shown or "manuscript")
    if root.is_file():
        hint = "name the folder that holds the folder manuscript/"
        return error("P001", place, "this is a file, not the folder of a project", hint)
    if not root.exists():
        return error("P001", place, "there is no such folder", f"make a project with: booklet new {shown}")
    if (root / "booklet.yaml").is_file():
        name = root.resolve().name
        hint = "name the folder above it" if name == "manuscript" else f"rename {name} to manuscript, build from above"
        return error("P001", Place(shown or "."), "this folder is the manuscript, not the project around it", hint)
    if (root / "manuscript").exists():
        return error("P001", place, "“manuscript” is a file, not a folder", "make it a folder with booklet.yaml in it")
    hint = f"make a project with: booklet new {shown or 'my-booklet'}"
    return error("P001", place, "there is no folder “manuscript” here", hint)


def _sections(manuscript: Manuscript, names: Sequence[str]) -> tuple[list[SourceFile], list[Problem]]:
    """The section files among the names of the manuscript folder, and what was passed over though it may hold text."""
    sections: list[SourceFile] = []
    problems: list[Problem] = []
    for name in names:
        path = manuscript.root / "manuscript" / name
        place = manuscript.place(f"manuscript/{name}")
        if name.startswith((".", "~")) or name.endswith("~"):
            continue
        if path.is_dir():
            if any(inner.name.lower().endswith(".md") for inner in path.iterdir()):
                hint = "move them up into manuscript/; the numbers that their names begin with give the order"
                problems.append(warning("F005", place, "the sections in this folder are not part of the booklet", hint))
        elif name.lower().endswith(".md"):
            sections.append(SourceFile(f"manuscript/{name}", path))
            if any(unicodedata.category(c) in ("Cc", "Cs") for c in name):
                hint = "rename the file, with letters, digits and hyphens"
                shown = manuscript.place(f"manuscript/{ascii(name)[1:-1]}")
                problems.append(error("F005", shown, "the name of this file holds a character that is none", hint))
                del sections[-1]
        elif name.lower().endswith(OTHER_TEXTS):
            hint = f"if it is a section, save it as plain text under the name {PurePosixPath(name).stem}.md"
            problems.append(warning("F005", place, "this file is not part of the booklet: sections end in .md", hint))
    return sections, problems


def reading_order(name: str) -> tuple[int, str]:
    """Sections stand in the order of the number that their names begin with, then by name."""
    digits = name[: len(name) - len(name.lstrip("0123456789"))]
    return (int(digits[:9]) if digits.isascii() and digits else 10**9, unicodedata.normalize("NFC", name))


def _files_under(root: Path, folder: str) -> list[SourceFile]:
    """Every file below a folder of the project, by name. A link to a folder counts as a file: it is not followed."""
    if (root / folder).is_symlink():
        return [SourceFile(folder, root / folder)]
    found = []
    for parent, folders, names in os.walk(root / folder):
        linked = [f for f in folders if Path(parent, f).is_symlink()]
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in sorted([*names, *linked]):
            path = Path(parent, name)
            if not name.startswith("."):
                found.append(SourceFile(path.relative_to(root).as_posix(), path))
    return found


def outside(manuscript: Manuscript, file: SourceFile) -> Problem | None:
    """The problem with a file that is a link to somewhere outside the project."""
    if leads_inside(file.path, manuscript.root):
        return None
    what = "folder" if file.path.is_dir() else "file"
    return error("R001", manuscript.place(file.name), f"this is a link to a {what} outside the project", "copy it here")


def leads_inside(path: Path, root: Path) -> bool:
    """Whether a path stays in the project when its links are followed; one that goes in circles does not leave it."""
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root))


def read_bytes(
    manuscript: Manuscript, file: SourceFile, largest: int = LARGEST_PICTURE
) -> tuple[bytes, Problem | None]:
    """The bytes of a file of the project, or why they cannot be had. Pipes and devices are no files."""
    refusal = outside(manuscript, file)
    if refusal:
        return b"", refusal
    place = manuscript.place(file.name)
    try:
        found = file.path.stat()
        if not stat.S_ISREG(found.st_mode):
            return b"", error("F002", place, "this is not a file", "put a file of that name in its place")
        if found.st_size > largest:
            message = f"this file is larger than {largest // 2**20} MB"
            return b"", error("L003", place, message, "split it, or save it smaller")
        return file.path.read_bytes(), None
    except OSError as reason:
        hint = "check that it is there and that you may read it"
        return b"", error("F002", place, f"this file cannot be read: {reason.strerror}", hint)


def read_text(manuscript: Manuscript, file: SourceFile) -> tuple[str, list[Problem]]:
    """The text of a file with ``\\n`` line ends and no byte-order mark."""
    place = manuscript.place(file.name)
    data, problem = read_bytes(manuscript, file, LARGEST_TEXT)
    if problem:
        return "", [problem]
    if _is_utf_16(data):
        at = data.find(0) if data[0] < 0x80 else 0
        message = f"this file is UTF-16, not UTF-8: byte {at + 1} is 0x{data[at]:02X}"
        return "", [error("F001", Place(place.file, 1, 1), message, AS_UTF_8)]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as mistake:
        start = mistake.start + (3 if data.startswith(b"\xef\xbb\xbf") else 0)
        line = data.count(b"\n", 0, start) + 1
        column = len(data[data.rfind(b"\n", 0, start) + 1 : start].decode("utf-8", "replace")) + 1
        message = f"this file is not UTF-8: byte {start + 1} is 0x{data[start]:02X}"
        return "", [error("F001", Place(place.file, line, column), message, AS_UTF_8)]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, _forbidden(text, place)


def _is_utf_16(data: bytes) -> bool:
    """A byte-order mark of UTF-16, or Latin letters in it without one: every other byte is zero."""
    return data[:2] in (b"\xff\xfe", b"\xfe\xff") or (len(data) > 3 and (data[0:4:2], data[1:4:2]).count(b"\0\0") == 1)


def _forbidden(text: str, place: Place) -> list[Problem]:
    """Control characters, which neither XML nor PDF text can hold (XML 1.0 §2.2): the first of them one by one."""
    found = [
        (Place(place.file, number, column), ord(character))
        for number, line in enumerate(text.split("\n"), start=1)
        if not line.isprintable()
        for column, character in enumerate(line, start=1)
        if is_control(character)
    ]
    problems = [
        error("F004", where, f"a control character, U+{code:04X}, that no page can show", "delete it")
        for where, code in found[:MOST_CONTROLS]
    ]
    if len(found) > MOST_CONTROLS:
        message = f"and {len(found) - MOST_CONTROLS} more control characters from here on"
        hint = "is this a text file? save it anew as plain text"
        problems.append(error("F004", found[MOST_CONTROLS][0], message, hint))
    return problems


def inside(address: str, place: Place) -> tuple[str, Problem | None]:
    """An address as the author wrote it, seen from manuscript/, to a project file's name; or why it is refused."""
    address = unquote(address)
    try:
        parts = urlsplit(address) if ":" in address or address.startswith("//") else None
    except ValueError:
        hint = "save the file into manuscript/images/ and name it there"
        return "", error("R002", place, f"{named(address)} is no address of a file", hint)
    if parts and (parts.scheme or parts.netloc):
        if len(parts.scheme) == 1 or parts.scheme == "file":
            hint = "copy the file into manuscript/images/ and name it from there, as in images/lane.svg"
            return "", error("R001", place, f"{named(address)} is a file outside the project", hint)
        hint = "save the file into manuscript/images/ and name it there"
        return "", error("R002", place, f"{named(address)} is not a file of the project: nothing is fetched", hint)
    steps = ["manuscript"]
    escapes = address.startswith(("/", "\\"))
    for step in address.replace("\\", "/").split("/"):
        if step == "..":
            escapes = escapes or not steps
            del steps[-1:]
        elif step not in ("", "."):
            steps.append(step)
    if escapes:
        hint = "copy the file into manuscript/images/ and name it from there, as in images/lane.svg"
        return "", error("R001", place, f"{named(address)} leads out of the project", hint)
    return "/".join(steps), None


def named(address: str) -> str:
    """An address in quotation marks, cut where it is too long for a message."""
    words = "".join(f"\\x{ord(c):02x}" if is_control(c) else c for c in address)
    return f"“{words}”" if len(words) <= 80 else f"“{words[:77]}…”"


def read_picture(manuscript: Manuscript, address: str, place: Place) -> tuple[Picture | None, Problem | None]:
    """The picture that an image names, read whole and checked; or what is wrong with it, at the image's place."""
    name, refusal = inside(address, place)
    if refusal:
        return None, refusal
    path = manuscript.root / name
    if name == "manuscript":
        hint = "write the file's name between the round brackets: ![A lane in autumn](images/lane.svg)"
        return None, error("I001", place, "this image names no file", hint)
    if "\0" in name or not os.path.lexists(path):
        return None, error("I001", place, f"there is no image {named(address)}", _similar(manuscript, address, path))
    if not leads_inside(path, manuscript.root):
        message = f"{named(address)} is a link to a file outside the project"
        return None, error("R001", place, message, "copy the file here")
    if path.is_dir():
        return None, error("I001", place, f"{named(address)} is a folder, not an image", "name a file in it")
    data, problem = read_bytes(manuscript, SourceFile(name, path))
    if problem and problem.code == "L003":
        message = f"{named(address)} is larger than {LARGEST_PICTURE // 2**20} MB"
        return None, error("I003", place, message, SMALLER)
    return (None, problem) if problem else judged(name, data, place)


def _similar(manuscript: Manuscript, address: str, path: Path) -> str:
    """A hint for a missing image: one of a like name, one counted from the project's folder, or what is there."""
    from ..project import did_you_mean

    if address.startswith("manuscript/") and "\0" not in address and (manuscript.root / unquote(address)).is_file():
        return f"names are seen from the manuscript folder: write {address.removeprefix('manuscript/')}"
    folder = path.parent
    shown = folder.relative_to(manuscript.root).as_posix()
    if "\0" in shown or not folder.is_dir():
        return f"there is no folder {shown} either" if "\0" not in shown else "check the name"
    names = sorted(entry.name for entry in folder.iterdir() if entry.is_file() and not entry.name.startswith("."))
    return did_you_mean(path.name, names) if names else f"there is no file in {shown}/"


def settings_places(manuscript: Manuscript) -> Callable[..., Place]:
    """Tells where a value of booklet.yaml stands, by its keys and positions: the whole file where it is not written."""
    whole = manuscript.settings_place

    @cache
    def tree() -> Tree | None:
        return parse(read_text(manuscript, manuscript.settings)[0], whole)[0] if manuscript.settings else None

    return lambda *path: place_of(tree(), *path) or whole
