"""The Jinja environment of a theme: sandboxed, escaping, and with undefined names as errors that name their place."""

from __future__ import annotations

import contextlib
import os
import traceback
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from jinja2 import (
    BaseLoader,
    BytecodeCache,
    ChoiceLoader,
    FileSystemBytecodeCache,
    FileSystemLoader,
    FunctionLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateError,
)
from jinja2.bccache import Bucket
from jinja2.exceptions import SecurityError, TemplateNotFound, TemplateSyntaxError
from jinja2.meta import find_referenced_templates
from jinja2.sandbox import MAX_RANGE, ImmutableSandboxedEnvironment

from .. import __version__
from ..model import Place
from ..problems import LimitError, Problem, ThemeError, error
from . import TEMPLATES, Theme

OWN = "styles/templates/"


class Templates:
    """A theme's templates. ``shown`` maps a project's own template to its name in messages.

    Each is the nearest of its name; that of a certain theme is there under the theme's, as in
    ``{% extends "classic/kinds/quiz.xhtml" %}``.
    """

    def __init__(self, theme: Theme, shown: Mapping[str, str]) -> None:
        folders = {folder.name: FileSystemLoader(folder / TEMPLATES) for folder in theme.folders}
        loaders: list[BaseLoader] = [FunctionLoader(self._own), *folders.values(), PrefixLoader(folders)]
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

    def _own(self, name: str) -> tuple[str, str, Callable[[], bool]] | None:
        """A template of the project: its text, the file name that tracebacks give it, that it is up to date."""
        text = self.theme.own.templates.get(name)
        return None if text is None else (text, OWN + name, lambda: True)

    def broken(self) -> Iterator[Problem]:
        """What is wrong with the spelling of the project's own templates, whether they are used or not."""
        for name in self.theme.own.templates:
            try:
                self.environment.get_template(name)
            except TemplateSyntaxError as mistake:
                yield self._misspelt(mistake, name)

    def _misspelt(self, mistake: TemplateSyntaxError, name: str) -> Problem:
        place = self.place(mistake.name or name, mistake.lineno)
        hint = "check that each {{ has its }}, and each {% if %} or {% for %} its {% endif %} or {% endfor %}"
        return error("T002", place, f"the template is broken: {mistake.message}", hint)

    def render(self, name: str, /, **values: Any) -> str:
        """A template's text with these values.

        Raises ThemeError naming the template's file and line for whatever goes wrong in it.
        """
        try:
            return self.environment.get_template(name).render(**values)
        except TemplateSyntaxError as mistake:
            raise ThemeError(self._misspelt(mistake, name)) from mistake
        except TemplateNotFound as mistake:
            hint = "check the name after include, import or extends"
            place = self._where(mistake, name)
            raise ThemeError(error("T002", place, f"there is no template “{mistake.name}”", hint)) from mistake
        except SecurityError as mistake:
            place = self._where(mistake, name)
            hint = "templates see the booklet's data and nothing behind it"
            raise ThemeError(error("T002", place, f"this is not allowed in a template: {mistake}", hint)) from mistake
        except RecursionError as mistake:
            place = self._where(mistake, name)
            hint = "look for a template or macro that includes or calls itself"
            raise LimitError(error("L004", place, "this template goes in circles", hint)) from mistake
        except (TemplateError, TypeError, ValueError, AttributeError, LookupError, ArithmeticError) as mistake:
            place = self._where(mistake, name)
            if place.file not in self.shown.values():
                raise
            hint = "compare it with the theme's own template of that name"
            words = str(mistake).replace("booklet.model.", "").replace(" object'", "'")
            if isinstance(mistake, OverflowError):
                words, hint = f"range() counts to {MAX_RANGE} at most", "loop over the booklet's own lists instead"
            raise ThemeError(error("T002", place, f"the template fails here: {words}", hint)) from mistake

    def _where(self, mistake: BaseException, name: str) -> Place:
        """The deepest line of a template in a traceback, of the project's own if there is one."""
        places = [
            self.place(known, frame.lineno or 0)
            for frame in traceback.extract_tb(mistake.__traceback__)
            for known in self._names(frame.filename)
        ]
        own = [place for place in places if place.file in self.shown.values()]
        return [self.place(name, 0), *places, *own][-1]

    def _names(self, filename: str) -> list[str]:
        if filename in ("<template>", "<unknown>"):
            return []
        for folder in self.theme.folders:
            root = str(folder / TEMPLATES)
            if filename.startswith(root):
                return [filename[len(root) + 1 :]]
        name = filename.removeprefix(OWN)
        return [name] if name != filename and name in self.theme.own.templates else []

    def place(self, name: str, line: int) -> Place:
        """Where a template lies, as the author would look for it."""
        if name in self.theme.own.templates:
            return Place(self.shown.get(name, OWN + name), line)
        for folder in self.theme.folders:
            name = name.removeprefix(f"{folder.name}/")
            if (folder / TEMPLATES / name).is_file():
                return Place(f"theme {folder.name}: {name}", line)
        return Place(name, line)

    def place_of_own(self, name: str, kind: str = "") -> Place:
        """Where to look for a mistake in what a template gave: in the first of the project's own behind it, else in it.

        ``kind`` is the template that ``{% include kind_template %}`` stands for.
        """
        queue, seen = [name], {name}
        while queue:
            current = queue.pop(0)
            if current in self.theme.own.templates:
                return self.place(current, 0)
            loader = self.environment.loader
            assert loader is not None
            source = loader.get_source(self.environment, current)[0]
            named = [n or kind for n in find_referenced_templates(self.environment.parse(source))]
            queue += [n for n in named if n and n not in seen]
            seen.update(named)
        return self.place(name, 0)


def _compiled_before() -> BytecodeCache | None:
    """Compiled templates of earlier builds, kept in the user's cache folder under digests of their sources."""
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or Path.home() / ".cache"
    folder = Path(base, "booklet", f"templates-{__version__}")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return None
    return _Kept(str(folder)) if os.access(folder, os.W_OK) else None


class _Kept(FileSystemBytecodeCache):
    """Compiled templates on disk; where they cannot be kept, the next build compiles them again."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        with contextlib.suppress(OSError):
            super().dump_bytecode(bucket)
