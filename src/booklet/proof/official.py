"""What the official validators say of finished files, as problems: EPUBCheck of EPUBs, veraPDF of PDFs.

HTML pages, for which there is no such validator, are read as XML.
"""

from __future__ import annotations

import contextlib
import io
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.parsers import expat

from .. import given, machine
from ..confine import confined
from ..given import MEGABYTE
from ..model import Place
from ..problems import BookletError, BugError, FileError, Problem, error, warning
from .java import BESIDES, HEAP, Java, started
from .verapdf import SPOILT, Broken, UnreadableError, broken_rules

Report = Callable[[str], None]
MOST_MEGABYTES = 256
MOST_UNPACKED = 2048
TEMPLATE = "compare your own templates with the theme's; booklet build --keep-composed DIR shows what they make"
HINTS = {
    "PKG-003": SPOILT, "PKG-004": SPOILT, "PKG-008": SPOILT, "RSC-002": SPOILT, "OPF-002": SPOILT,
    "PKG-006": "put a file “mimetype” first into the zip, without compression: booklet build does",
    "PKG-007": "the file “mimetype” holds just application/epub+zip, without compression: booklet build makes it so",
    "RSC-001": "put the file into the EPUB, or take its line out of the package document",
    "RSC-005": TEMPLATE, "RSC-012": TEMPLATE, "RSC-016": TEMPLATE, "HTM": TEMPLATE,
    "CSS": "mend the style sheet that is named: it is the theme's, or one of styles/",
}  # fmt: skip
LIST = "EPUBCheck's list of messages: https://github.com/w3c/epubcheck"
RULES_ARE_AT = "a program that changed the file may have done it; the rules: https://docs.verapdf.org/validation"


def prove(
    files: Sequence[tuple[str, Path | bytes]], seconds: float, megabytes: int, progress: Report | None = None
) -> list[Problem]:
    """What is wrong with finished files, each given by its name for messages, and its path or its bytes.

    Runs in a child process for at most so many ``seconds``; a quarter of the ``megabytes`` are for Java's heap, which
    has other limits than a layout. What goes wrong with the proof itself is among the problems.
    """
    heap = max(HEAP // 2, megabytes // 4)
    try:
        return confined(_proved, files, heap, seconds=seconds, megabytes=heap + BESIDES, progress=progress)
    except BugError:
        raise
    except BookletError as mistake:
        return list(mistake.problems)


def _proved(files: Sequence[tuple[str, Path | bytes]], heap: int, report: Report) -> list[Problem]:
    problems: list[Problem] = []
    missing = machine.validators_missing()
    for shown, file in files:
        report(f"proving {shown}")
        check = CHECKS.get(Path(shown).suffix.lower())
        data = bytes_of(file) if isinstance(file, Path) else file
        if isinstance(data, Problem):
            problems.append(data)
        elif check is None:
            hint = "name files that end in .pdf, .epub or .html"
            problems.append(error("E015", Place(shown), "this is no kind of file that can be proved", hint))
        elif missing and check is not check_html:
            untested = replace(
                missing, severity="warning", message=f"PDF/UA and PDF/A were not tested: {missing.message}"
            )
            problems.append(untested if check is check_pdf else missing)
        else:
            if check is not check_html:
                started(heap)
            problems += check(data, shown)
    return problems


def bytes_of(path: Path) -> bytes | Problem:
    """A file's bytes, or why there are none; of one that is too large to be proved more than it may have."""
    try:
        return given.beginning(path, MOST_MEGABYTES * MEGABYTE + 1)
    except FileError as mistake:
        return mistake.problems[0]


def check_epub(data: bytes, shown: str) -> list[Problem]:
    """What EPUBCheck finds wrong with an EPUB: errors (E010) and warnings (E011).

    ``shown`` is the file's name for messages; places within are ``shown!entry``. Raises FileError (M002) where the
    validators are not installed.
    """
    java = started()
    unpacked = _unpacked(data)
    if len(data) > MOST_MEGABYTES * MEGABYTE or unpacked > MOST_UNPACKED * MEGABYTE:
        return [_too_large(shown, max(len(data), unpacked))]
    with _on_disk(data, ".epub") as file, _gone_wrong(java, "EPUBCheck", shown) as problems:
        out = java.java.io.StringWriter()
        report = java.com.adobe.epubcheck.reporting.CheckingReport(java.java.io.PrintWriter(out), file.name)
        report.initialize()
        java.com.adobe.epubcheck.api.EpubCheck(java.java.io.File(str(file)), report).doValidate()
        report.generate()
        found = json.loads(str(out))
        if not found["publication"]["title"] and not found["messages"]:
            problems.append(error("E015", Place(shown), "EPUBCheck finds no book in this file", SPOILT))
        for message in found["messages"]:
            problems += _said_by_epubcheck(message, shown, file)
    return problems


SEVERITIES = {"FATAL": error, "ERROR": error, "WARNING": warning}


def _said_by_epubcheck(message: Mapping[str, Any], shown: str, file: Path) -> Iterator[Problem]:
    """A message of EPUBCheck's, once for every place that it names."""
    made = SEVERITIES.get(message["severity"])
    if made is None:
        return
    words, _, expected = " ".join(message["message"].split()).partition("; expected ")
    words = words.removeprefix("Error while parsing file: ").removeprefix("Fatal Error while parsing file: ")
    code = message["ID"]
    hint = message["suggestion"] or HINTS.get(code) or HINTS.get(code[:3]) or f"look for {code} in {LIST}"
    if expected:
        hint = f"expected here: {_shortened(expected)}; {hint}"
    others = f", and in {message['additionalLocations']} more places" if message["additionalLocations"] else ""
    words = f"{words.replace(file.name, shown).rstrip('.')} ({code}{others})"
    for at in message["locations"] or [{"path": "", "line": 0, "column": 0}]:
        entry = at["path"]
        whole = not entry or Path(entry).name == file.name
        place = Place(shown if whole else f"{shown}!{entry}", max(at["line"], 0), max(at["column"], 0))
        yield made("E011" if made is warning else "E010", place, words, hint)


def _shortened(words: str, most: int = 100) -> str:
    return words if len(words) <= most else f"{words[:most].rpartition(' ')[0].rstrip(',')} …"


def _unpacked(data: bytes) -> int:
    """How many bytes a zip says that it holds when unpacked; 0 where it cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return 0


def check_pdf(data: bytes, shown: str) -> list[Problem]:
    """The rules that a PDF breaks of the standards that it claims to keep: PDF/UA (E012) and PDF/A (E013).

    Each rule is one problem, at the first page that breaks it. A PDF that claims nothing is warned of (E014). Raises
    FileError (M002) where the validators are not installed.
    """
    java = started()
    if len(data) > MOST_MEGABYTES * MEGABYTE:
        return [_too_large(shown, len(data))]
    with _on_disk(data, ".pdf") as file, _gone_wrong(java, "veraPDF", shown) as problems:
        claimed, broken = broken_rules(file, java)
        problems += [_said_by_verapdf(rule, shown) for rule in broken]
        if not claimed:
            words = "this PDF does not say that it keeps PDF/UA or PDF/A, so there is nothing to prove"
            problems.append(warning("E014", Place(shown), words, "booklet build makes PDFs that keep both"))
    return problems


def _said_by_verapdf(broken: Broken, shown: str) -> Problem:
    others = f" and in {broken.times - 1} other places" if broken.times > 1 else ""
    where = f", on page {broken.page}{others}" if broken.page else f", in {broken.times} places" if others else ""
    words = f"{broken.words.rstrip('.')} ({broken.standard}, {broken.rule}{where})"
    return error("E013" if broken.standard.startswith("PDF/A") else "E012", Place(shown), words, RULES_ARE_AT)


def check_html(data: bytes, shown: str) -> list[Problem]:
    """Whether a page of HTML is well-formed, as Booklet's are (E016)."""
    parser = expat.ParserCreate()
    try:
        parser.Parse(data, True)
    except expat.ExpatError as mistake:
        place = Place(shown, mistake.lineno, mistake.offset + 1)
        words = f"the page is not well-formed XML: {expat.ErrorString(mistake.code)}"
        return [error("E016", place, words, f"close every element, and write & as &amp;; {TEMPLATE}")]
    return []


CHECKS = {".epub": check_epub, ".pdf": check_pdf, ".html": check_html}


@contextlib.contextmanager
def _on_disk(data: bytes, ending: str) -> Iterator[Path]:
    """A temporary file with these bytes: the validators read it piece by piece."""
    with tempfile.TemporaryDirectory(prefix="booklet-", ignore_cleanup_errors=True) as folder:
        path = Path(folder, f"finished{ending}")
        path.write_bytes(data)
        yield path


@contextlib.contextmanager
def _gone_wrong(java: Java, validator: str, shown: str) -> Iterator[list[Problem]]:
    """A list for problems, to which is added what ends a validator before its time."""
    problems: list[Problem] = []
    try:
        yield problems
    except UnreadableError as reason:
        problems.append(error("E015", Place(shown), f"this file cannot be proved: {reason}", reason.hint))
    except java.Throwable as thrown:
        problems.append(_thrown(thrown, validator, shown))


def _thrown(thrown: BaseException, validator: str, shown: str) -> Problem:
    """What to say of an exception of Java's."""
    name = type(thrown).__name__.rpartition(".")[2]
    if name == "OutOfMemoryError":
        hint = "allow more with --memory-limit: a quarter of it is for the validators"
        return error("L002", Place(shown), f"{validator} needed more memory than it is allowed", hint)
    if name == "StackOverflowError":
        return error("L004", Place(shown), f"something in it nests too deep for {validator}", TEMPLATE)
    words = _shortened(" ".join(str(thrown).split()) or name)
    return error("E015", Place(shown), f"{validator} cannot read this file: {words}", SPOILT)


def _too_large(shown: str, size: int) -> Problem:
    message = f"{size // MEGABYTE} MB are too much to prove; files take {MOST_MEGABYTES} MB, unpacked {MOST_UNPACKED}"
    return error("L003", Place(shown), message, "make pictures smaller, or the booklet into several")
