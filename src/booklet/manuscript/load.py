"""The only door to the author's files: finds them, decodes them, checks pictures, and never leaves the project."""

from __future__ import annotations

import io
import os
import unicodedata
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from ..model import Manuscript, Picture, Place, SourceFile
from ..problems import Problem, error, warning

LARGEST_TEXT = 4 * 1024 * 1024
LARGEST_PICTURE = 64 * 1024 * 1024
MOST_PIXELS = 40_000_000
RASTER_TYPES: Mapping[str, str] = {
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "GIF": "image/gif",
    "WEBP": "image/webp",
}
SVG = "{http://www.w3.org/2000/svg}"


def find(root: Path, shown: str = "") -> tuple[Manuscript, list[Problem]]:
    """List the files of the folder ``root``; ``shown`` is how the author named it, "" for the working folder."""
    folder = root / "manuscript"
    empty = Manuscript(root, shown, None, (), ())
    here = empty.place("manuscript")
    if not folder.is_dir():
        hint = f"make one with: booklet new {shown or 'my-booklet'}"
        return empty, [error("P001", here, "there is no folder “manuscript” here", hint)]
    problems: list[Problem] = []
    try:
        names = sorted((entry.name for entry in os.scandir(folder)), key=reading_order)
    except OSError as reason:
        return empty, [error("F002", here, f"the folder cannot be read: {reason.strerror}", "check its permissions")]
    sections = []
    for name in names:
        path = folder / name
        if name.startswith((".", "~")) or name.endswith("~"):
            continue
        if name.lower().endswith(".md") and not path.is_dir():
            sections.append(SourceFile(f"manuscript/{name}", path))
        elif name.lower().endswith((".markdown", ".txt", ".docx", ".odt", ".rtf")):
            place = empty.place(f"manuscript/{name}")
            hint = f"rename it to {PurePosixPath(name).stem}.md if it is a section"
            problems.append(warning("F005", place, "this file is not part of the booklet: sections end in .md", hint))
    settings = SourceFile("manuscript/booklet.yaml", folder / "booklet.yaml")
    found = Manuscript(
        root,
        shown,
        settings if settings.path.exists() else None,
        tuple(sections),
        tuple(_files_under(root, "styles")),
    )
    if found.settings is None:
        place = found.place("manuscript/booklet.yaml")
        other = next((n for n in names if n.lower() in ("booklet.yml", "booklet.yaml.txt", "booklet.yaml")), None)
        hint = f"rename {other} to booklet.yaml" if other else "make one with at least a line  title: …"
        problems.append(error("P002", place, "there is no booklet.yaml in the manuscript folder", hint))
    if not sections:
        hint = "write one, for instance manuscript/01-introduction.md"
        problems.append(error("P003", here, "the manuscript has no sections (files that end in .md)", hint))
    return found, problems


def reading_order(name: str) -> tuple[int, str]:
    """Sections stand in the order of the number that their names begin with, then by name."""
    digits = name[: len(name) - len(name.lstrip("0123456789"))]
    return (int(digits[:9]) if digits.isascii() and digits else 10**9, unicodedata.normalize("NFC", name))


def _files_under(root: Path, folder: str) -> list[SourceFile]:
    """Every file below a folder of the project, by name; links are not followed into other folders."""
    found = []
    for parent, folders, names in os.walk(root / folder):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in sorted(names):
            path = Path(parent, name)
            if not name.startswith("."):
                found.append(SourceFile(path.relative_to(root).as_posix(), path))
    return found


def outside(manuscript: Manuscript, file: SourceFile) -> Problem | None:
    """The problem with a file that is a link to somewhere outside the project."""
    if file.path.resolve().is_relative_to(manuscript.root.resolve()):
        return None
    return error("R001", manuscript.place(file.name), "this is a link to a file outside the project", "copy it here")


def read_bytes(manuscript: Manuscript, file: SourceFile) -> tuple[bytes, Problem | None]:
    """The bytes of a file of the project, or why they cannot be had."""
    refusal = outside(manuscript, file)
    if refusal:
        return b"", refusal
    try:
        return file.path.read_bytes(), None
    except OSError as reason:
        hint = "check that it is a file and that you may read it"
        return b"", error("F002", manuscript.place(file.name), f"cannot be read: {reason.strerror}", hint)


def read_text(manuscript: Manuscript, file: SourceFile) -> tuple[str, list[Problem]]:
    """The text of a file with ``\\n`` line ends and no byte-order mark."""
    place = manuscript.place(file.name)
    data, problem = read_bytes(manuscript, file)
    if problem:
        return "", [problem]
    if len(data) > LARGEST_TEXT:
        hint = "split it into several sections"
        return "", [error("L003", place, f"this text is larger than {LARGEST_TEXT // 2**20} MB", hint)]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as mistake:
        start = mistake.start + (3 if data.startswith(b"\xef\xbb\xbf") else 0)
        line = data.count(b"\n", 0, start) + 1
        column = len(data[data.rfind(b"\n", 0, start) + 1 : start].decode("utf-8", "replace")) + 1
        message = f"this file is not UTF-8: byte {start + 1} is 0x{data[start]:02X}"
        hint = "open it in your editor and save it again with the encoding UTF-8"
        return "", [error("F001", Place(place.file, line, column), message, hint)]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, _forbidden(text, place)


def _forbidden(text: str, place: Place) -> list[Problem]:
    """Control characters, which neither XML nor PDF text can hold (XML 1.0 §2.2)."""
    problems = []
    for number, line in enumerate(text.split("\n"), start=1):
        for column, character in enumerate(line, start=1):
            code = ord(character)
            if (code < 32 and character != "\t") or 0x7F <= code < 0xA0 or code in (0xFFFE, 0xFFFF):
                where = Place(place.file, number, column)
                message = f"a control character, U+{code:04X}, that no page can show"
                problems.append(error("F004", where, message, "delete it"))
                break
    return problems


def inside(address: str, place: Place) -> tuple[str, Problem | None]:
    """An address as the author wrote it, seen from manuscript/, to a project file's name; or why it is refused."""
    address = unquote(address)
    parts = urlsplit(address) if ":" in address or address.startswith("//") else None
    if parts and (parts.scheme or parts.netloc):
        if len(parts.scheme) == 1 or parts.scheme == "file":
            return "", error("R001", place, f"“{address}” is a file outside the project", "copy it into manuscript/")
        hint = "save the file into manuscript/images/ and name it there"
        return "", error("R002", place, f"“{address}” is not a file of the project: nothing is fetched", hint)
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
        return "", error("R001", place, f"“{address}” leads out of the project", hint)
    return "/".join(steps), None


def read_picture(manuscript: Manuscript, address: str, place: Place) -> tuple[Picture | None, Problem | None]:
    """The picture that an image names, read whole and checked; or what is wrong with it, at the image's place."""
    name, refusal = inside(address, place)
    if refusal:
        return None, refusal
    path = manuscript.root / name
    if not path.resolve().is_relative_to(manuscript.root.resolve()):
        return None, error("R001", place, f"“{address}” is a link to a file outside the project", "copy the file here")
    if not path.is_file():
        return None, error("I001", place, f"there is no image “{address}”", _similar(path))
    if path.stat().st_size > LARGEST_PICTURE:
        hint = "save it smaller: 2000 pixels across are enough for a page"
        return None, error("I003", place, f"“{address}” is larger than {LARGEST_PICTURE // 2**20} MB", hint)
    data, problem = read_bytes(manuscript, SourceFile(name, path))
    if problem:
        return None, problem
    return _drawing(name, data, place) if path.suffix.lower() == ".svg" else _raster(name, data, place)


def _similar(path: Path) -> str:
    from ..project import did_you_mean

    names = sorted(p.name for p in path.parent.iterdir()) if path.parent.is_dir() else []
    return did_you_mean(path.name, names[:12]) if names else f"there is nothing in {path.parent.name}/"


def _raster(name: str, data: bytes, place: Place) -> tuple[Picture | None, Problem | None]:
    from PIL import Image, ImageFile, UnidentifiedImageError

    ImageFile.LOAD_TRUNCATED_IMAGES = False
    Image.MAX_IMAGE_PIXELS = None
    shown = name.removeprefix("manuscript/")
    try:
        with Image.open(io.BytesIO(data), formats=tuple(RASTER_TYPES)) as image:
            width, height = image.size
            if width * height > MOST_PIXELS:
                message = f"“{shown}” has {width} × {height} pixels, more than {MOST_PIXELS // 10**6} megapixels"
                return None, error("I003", place, message, "save it smaller: 2000 pixels across are enough for a page")
            media_type = RASTER_TYPES[image.format or "PNG"]
            image.load()
    except UnidentifiedImageError:
        hint = "use PNG, JPEG, GIF, WebP or SVG; a picture renamed from another kind must be saved anew"
        return None, error("I002", place, f"“{shown}” is not an image that can be used", hint)
    except (OSError, SyntaxError, ValueError, EOFError) as reason:
        hint = "open it in a picture program and save it again"
        return None, error("I002", place, f"“{shown}” is broken: {reason}", hint)
    return Picture(name, media_type, data, width, height), None


def _drawing(name: str, data: bytes, place: Place) -> tuple[Picture | None, Problem | None]:
    """An SVG: well-formed, with a size, without scripts, and asking for nothing from elsewhere."""
    from xml.etree import ElementTree

    shown = name.removeprefix("manuscript/")
    if b"<!ENTITY" in data:
        return None, error("I005", place, f"“{shown}” declares entities", "save it from your program as plain SVG")
    try:
        tree = ElementTree.fromstring(data)  # noqa: S314  # entities are refused above
    except (ElementTree.ParseError, ValueError) as reason:
        return None, error("I002", place, f"“{shown}” is broken: {reason}", "save it again from your program")
    if tree.tag != SVG + "svg":
        return None, error("I002", place, f"“{shown}” is not an SVG drawing", "save it as SVG, or use PNG")
    for element in tree.iter():
        tag = str(element.tag).removeprefix(SVG)
        if tag in ("script", "foreignObject") or any(key.lower().startswith("on") for key in element.attrib):
            return None, error("I005", place, f"“{shown}” holds a script or a page of HTML", "save it as plain SVG")
        styled = f"{element.get('style') or ''} {(element.text or '') if tag == 'style' else ''}"
        wanted = [v for k, v in element.attrib.items() if k.rpartition("}")[2] == "href" and tag != "a"]
        if any(not v.startswith(("#", "data:image/")) for v in wanted) or _asks_outside(styled):
            hint = "embed the picture in the drawing, or delete the reference"
            return None, error("R002", place, f"“{shown}” asks for a file from elsewhere", hint)
    box = (tree.get("viewBox") or "").replace(",", " ").split()
    width, height = _length(tree.get("width")), _length(tree.get("height"))
    if len(box) == 4 and not (width and height):
        width, height = _length(box[2]), _length(box[3])
    if not (width and height):
        hint = "give its <svg> a viewBox, or width and height"
        return None, error("I002", place, f"“{shown}” does not say how large it is", hint)
    return Picture(name, "image/svg+xml", data, round(width), round(height)), None


def _asks_outside(style: str) -> bool:
    """Whether CSS text holds an import, or a url() that is not a part of the drawing itself."""
    import tinycss2

    queue = list(tinycss2.parse_component_value_list(style))
    while queue:
        token = queue.pop()
        if token.type == "url" or (token.type == "function" and token.lower_name == "url"):
            address = token.value if token.type == "url" else "".join(getattr(a, "value", "") for a in token.arguments)
            if not str(address).strip().startswith("#"):
                return True
        elif token.type == "at-keyword" and token.lower_value == "import":
            return True
        queue.extend(getattr(token, "content", None) or getattr(token, "arguments", None) or [])
    return False


def _length(text: str | None) -> float:
    """An SVG length in px; 0 for none and for percentages (SVG 2 §8.3, CSS Values §6.2)."""
    units = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
    text = (text or "").strip()
    digits = text.rstrip("abcdefghijklmnopqrstuvwxyz%")
    try:
        return float(digits) * units.get(text[len(digits) :], 0.0)
    except ValueError:
        return 0.0
