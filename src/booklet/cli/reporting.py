"""How problems, progress and results reach the terminal: files to standard output, all else to standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from ..problems import BookletError, BugError, Problem, ordered


def progress(words: str) -> None:
    """What is being done, on one line that the next one replaces; only at a terminal."""
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{words} …", nl=False, err=True)


def clear() -> None:
    if sys.stderr.isatty():
        click.echo("\r\x1b[K", nl=False, err=True)


def show(problems: Iterable[Problem]) -> None:
    """Every problem, sorted by place."""
    for problem in ordered(problems):
        click.echo(str(problem), err=True)


def fail(mistake: BookletError, code: int, as_json: bool) -> None:
    """Show what went wrong and leave with the exit code."""
    show(mistake.problems)
    if isinstance(mistake, BugError):
        click.echo(f"booklet: this is a bug in booklet: {mistake.words}", err=True)
        click.echo("  hint: please report it with the command you gave, booklet --version, and this line", err=True)
    errors = sum(p.severity == "error" for p in mistake.problems)
    if errors > 1:
        click.echo(f"{errors} errors; nothing was built.", err=True)
    if as_json:
        click.echo(json.dumps({"files": [], "problems": as_data(mistake.problems)}, ensure_ascii=False))
    sys.exit(code)


def as_data(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """Problems for --json."""
    return [asdict(problem) for problem in ordered(problems)]


def shown(path: Path) -> str:
    """A path as short as it can be: from the working folder where it lies below it."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
