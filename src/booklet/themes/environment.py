"""The Jinja environment of a theme: sandboxed, escaping, and with undefined names as errors that name their place."""

from __future__ import annotations

import os
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import (
    BaseLoader,
    BytecodeCache,
    ChoiceLoader,
    DictLoader,
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
)
from jinja2.exceptions import SecurityError, TemplateNotFound, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from .. import __version__
from ..model import Place
from ..problems import ThemeError, error
from . import Theme

OWN = "styles/templates/"


class Templates:
    """A theme's templates. ``shown`` maps a project's own template to its name in messages."""

    def __init__(self, theme: Theme, shown: Mapping[str, str]) -> None:
        loaders: list[BaseLoader] = [DictLoader(dict(theme.own.templates))]
        loaders += [FileSystemLoader(folder / "templates") for folder in theme.folders]
        self.environment = ImmutableSandboxedEnvironment(
            loader=ChoiceLoader(loaders),
            autoescape=True,
            undefined=StrictUndefined,
            bytecode_cache=_compiled_before(),
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
        )
        self.theme = theme
        self.shown = shown

    def render(self, name: str, /, **values: Any) -> str:
        """A template's text with these values.

        Raises ThemeError naming the template's file and line for whatever goes wrong in it.
        """
        try:
            return self.environment.get_template(name).render(**values)
        except TemplateSyntaxError as mistake:
            place = self.place(mistake.name or name, mistake.lineno)
            raise ThemeError(error("T002", place, f"the template is broken: {mistake.message}")) from mistake
        except TemplateNotFound as mistake:
            hint = "check the name after include, import or extends"
            raise ThemeError(error("T002", self.place(name, 0), f"no template “{mistake.name}”", hint)) from mistake
        except SecurityError as mistake:
            place = self._where(mistake, name)
            raise ThemeError(error("T002", place, f"not allowed in a template: {mistake}")) from mistake
        except (TemplateError, TypeError, ValueError, AttributeError, LookupError, ArithmeticError) as mistake:
            place = self._where(mistake, name)
            if not place:
                raise
            raise ThemeError(error("T002", place, f"the template fails here: {mistake}")) from mistake

    def _where(self, mistake: BaseException, name: str) -> Place:
        """The deepest template line of a traceback; Jinja puts template names and lines into it."""
        found = self.place(name, 0)
        for frame in traceback.extract_tb(mistake.__traceback__):
            for known in self._names(frame.filename):
                found = self.place(known, frame.lineno or 0)
        return found

    def _names(self, filename: str) -> list[str]:
        if filename in ("<template>", "<unknown>"):
            return []
        for folder in self.theme.folders:
            root = str(folder / "templates")
            if filename.startswith(root):
                return [filename[len(root) + 1 :]]
        return [filename] if filename in self.theme.own.templates else []

    def place(self, name: str, line: int) -> Place:
        """Where a template lies, as the author would look for it."""
        if name in self.theme.own.templates:
            return Place(self.shown.get(name, OWN + name), line)
        for folder in self.theme.folders:
            if (folder / "templates" / name).is_file():
                return Place(f"theme {folder.name}: {name}", line)
        return Place(name, line)


def _compiled_before() -> BytecodeCache | None:
    """Compiled templates from earlier builds, kept by Jinja in the user's cache folder under digests of their sources."""
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or Path.home() / ".cache"
    folder = Path(base, "booklet", f"templates-{__version__}")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return None
    return FileSystemBytecodeCache(str(folder)) if os.access(folder, os.W_OK) else None
