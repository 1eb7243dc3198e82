"""The house itself: who may know whom, what a command loads, and how long a module may be."""

from __future__ import annotations

import ast
import json
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import booklet
from booklet import inputs, yamltree
from booklet.model import Place
from booklet.project import json_schema
from booklet.sections import KINDS
from tests.conftest import ROOT, Project, run

PACKAGE = Path(booklet.__file__).parent
SCHEMA = ROOT / "docs" / "reference" / "booklet.schema.json"
LONGEST = 400

# From the top to the bottom: a room knows the rooms below its floor, and of its own floor only itself.
FLOORS: tuple[tuple[frozenset[str], ...], ...] = (
    (frozenset({"__main__"}),),
    (frozenset({"cli"}),),
    (frozenset({"pipeline", "choices", "gallery", "binding", "checking", "styling", "pressing", "press"}),),
    (
        frozenset({"manuscript"}),
        frozenset({"editions", "rewriting", "versions"}),
        frozenset(
            {
                "cascade",
                "compose",
                "covers",
                "naming",
                "openings",
                "prose",
                "rooms",
                "vouching",
                "overview",
                "graph",
                "drawing",
                "seating",
                "wrapping",
            }
        ),
        frozenset({"formats"}),
        frozenset({"exports"}),
        frozenset({"place"}),
        frozenset({"proof"}),
        frozenset({"lint"}),
        frozenset({"inputs"}),
    ),
    (frozenset({"themes"}), frozenset({"sections"}), frozenset({"confine"})),
    (
        frozenset({"project", "yamltree", "meanings", "language", "alphabet", "copies", "fences"}),
        frozenset({"machine"}),
        frozenset({"given"}),
        frozenset({"confine"}),
    ),
    (frozenset({"problems"}),),
    (
        frozenset({"model", "settings", "composition"}),
        frozenset({"characters"}),
        frozenset({"icc"}),
        frozenset({"printed"}),
        frozenset({"stock"}),
    ),
    (frozenset({"__init__"}),),
)
STAGES = frozenset().union(*FLOORS[3])

# Libraries that one part of the house keeps to itself.
KEPT = {
    "weasyprint": {"formats"},
    "pydyf": {"formats"},
    "ebooklib": {"formats"},
    "resvg_py": {"formats"},
    "jinja2": {"themes"},
    "markdown_it": {"manuscript"},
    "mdit_py_plugins": {"manuscript"},
    "ruamel": {"yamltree"},
    "click": {"cli"},
    "cffi": {"machine"},
    "jpype": {"proof"},
    "barcode": {"covers"},
    "genanki": {"exports"},
}
HEAVY = {
    "weasyprint",
    "ebooklib",
    "jinja2",
    "ruamel",
    "markdown_it",
    "fontTools",
    "PIL",
    "babel",
    "lxml",
    "pikepdf",
    "tinycss2",
    "pypdfium2",
    "genanki",
    "segno",
}


def modules() -> Iterator[tuple[tuple[str, ...], ast.Module]]:
    """Every module of the package, by the parts of its name under ``booklet``."""
    for file in sorted(PACKAGE.rglob("*.py")):
        yield file.relative_to(PACKAGE).with_suffix("").parts, ast.parse(file.read_text(encoding="utf-8"))


def imported(name: tuple[str, ...], tree: ast.Module) -> Iterator[tuple[str, ...]]:
    """What a module imports, wherever in it: modules of the package begin with ``booklet``."""
    package = ("booklet", *name[:-1])
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (tuple(alias.name.split(".")) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            base += tuple(node.module.split(".")) if node.module else ()
            yield from ((*base, alias.name) for alias in node.names)


def rooms() -> Iterator[tuple[str, str, str]]:
    """Each arrow between two modules or packages that lie directly in ``booklet``, with the file that it begins in."""
    known = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()}
    for name, tree in modules():
        for target in imported(name, tree):
            if target[0] == "booklet" and len(target) > 1:
                yield name[0], target[1] if target[1] in known else "__init__", "/".join(name)


def floor_of(room: str) -> int:
    return next(number for number, floor in enumerate(FLOORS) if any(room in group for group in floor))


def test_every_module_has_its_place_in_the_house() -> None:
    there = {name[0] for name, _ in modules()}
    assert there <= frozenset().union(*(group for floor in FLOORS for group in floor))


def test_arrows_point_down_and_stages_do_not_know_each_other() -> None:
    wrong = []
    for here, there, file in rooms():
        together = any({here, there} <= group for group in FLOORS[floor_of(here)])
        if not together and floor_of(there) <= floor_of(here):
            wrong.append(f"{file} knows {there}")
    assert wrong == []


def test_the_command_line_reaches_the_stages_through_the_pipeline_alone() -> None:
    assert [file for here, there, file in rooms() if here == "cli" and there in STAGES] == []


def test_a_library_is_known_to_the_one_part_that_it_is_for() -> None:
    known: dict[str, set[str]] = {}
    for name, tree in modules():
        for target in imported(name, tree):
            if target[0] in KEPT:
                known.setdefault(target[0], set()).add(name[0])
    assert known == KEPT


def test_weasyprint_and_ebooklib_stay_in_the_files_that_say_so() -> None:
    knowing = {
        (target[0], "/".join(name[:2]))
        for name, tree in modules()
        for target in imported(name, tree)
        if target[0] in ("weasyprint", "ebooklib")
    }
    assert knowing == {("weasyprint", "formats/pdf"), ("ebooklib", "formats/epub")}


def test_a_kind_of_section_is_one_file_one_row_one_template() -> None:
    files = {path.stem.replace("_", "-") for path in (PACKAGE / "sections").glob("*.py")}
    templates = {path.stem for path in (PACKAGE / "themes" / "classic" / "templates" / "kinds").glob("*.xhtml")}
    assert files - {"--init--", "base", "definitions", "marking", "measures", "shuffling"} == set(KINDS)
    assert templates - {"parts"} == set(KINDS)


def test_no_module_is_longer_than_one_can_read_at_a_sitting() -> None:
    lengths = {str(file): file.read_text(encoding="utf-8").count("\n") for file in PACKAGE.rglob("*.py")}
    assert {file: lines for file, lines in lengths.items() if lines > LONGEST} == {}


LISTENING = """
import os
import sys

log = os.open(os.environ["IMPORTS"], os.O_CREAT | os.O_APPEND | os.O_WRONLY)
sys.addaudithook(lambda event, values: event == "import" and os.write(log, f"{values[0]}\\n".encode()))
"""


def loaded_by(project: Project, *arguments: str) -> set[str]:
    """The packages that a command loads, in its child processes too."""
    listening, log = project.folder.parent / "listening", project.folder.parent / "imports"
    listening.mkdir()
    (listening / "sitecustomize.py").write_text(LISTENING, encoding="utf-8")
    path = os.pathsep.join(filter(None, (str(listening), os.environ.get("PYTHONPATH"))))
    done = project.command(*arguments, env={"PYTHONPATH": path, "IMPORTS": str(log)})
    assert done.code == 0, done.err
    return {name.partition(".")[0] for name in log.read_text(encoding="utf-8").splitlines()}


@pytest.mark.parametrize(
    "arguments",
    [
        *(["--version"], ["--help"], ["build", "--help"], ["check", "--help"], ["new", "--help"], ["doctor", "--help"]),
        *(["theme", "--help"], ["theme", "list", "--help"], ["theme", "copy", "--help"]),
        *(["pack", "--help"], ["impose", "--help"], ["collect", "--help"]),
    ],
)
def test_asking_for_help_loads_no_library(project: Project, arguments: list[str]) -> None:
    found = loaded_by(project, *arguments)
    assert {"booklet", "click"} <= found
    assert found & HEAVY == set()


def test_making_an_epub_or_a_page_does_not_load_weasyprint(project: Project) -> None:
    project.section("01-hello.md", "# Hello\n\nWords.\n")
    found = loaded_by(project, "build", "-f", "epub", "-f", "html")
    assert {"ebooklib", "jinja2"} <= found
    assert found & {"weasyprint", "pydyf", "tinyhtml5"} == set()


def test_making_a_pdf_does_not_load_ebooklib(project: Project) -> None:
    project.section("01-hello.md", "# Hello\n\nWords.\n")
    found = loaded_by(project, "build", "-f", "pdf")
    assert "weasyprint" in found
    assert "ebooklib" not in found


def test_what_is_up_to_date_loads_no_library(project: Project) -> None:
    project.section("01-hello.md", "# Hello\n\nWords.\n")
    first = project.command("build", "-f", "epub")
    assert first.code == 0, first.err
    assert loaded_by(project, "build", "-f", "epub") & HEAVY == set()


def test_another_version_of_any_library_is_something_to_be_made_anew_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [
        name for key, some in project["optional-dependencies"].items() if key not in ("test", "proof") for name in some
    ]
    names = {
        re.split(r"[\[>]", name)[0].lower().translate(str.maketrans("-.", "__"))
        for name in (*project["dependencies"], *extras)
    }
    assert {name for name in names - {"click", "study_booklet"} if not name.startswith(inputs.PACKAGES)} == set()


def test_the_schema_for_editors_is_that_of_the_settings(request: pytest.FixtureRequest) -> None:
    text = json.dumps(json_schema(KINDS), indent=2, ensure_ascii=False) + "\n"
    if request.config.getoption("refresh"):
        SCHEMA.parent.mkdir(parents=True, exist_ok=True)
        SCHEMA.write_text(text, encoding="utf-8")
    assert SCHEMA.read_text(encoding="utf-8") == text, "pytest --refresh writes it anew"


def plain(tree: yamltree.Tree | None) -> Any:
    """A YAML tree as JSON has it."""
    if isinstance(tree, yamltree.Mapping):
        return {entry.key: plain(entry.value) for entry in tree.entries}
    if isinstance(tree, yamltree.Sequence):
        return [plain(item) for item in tree.items]
    assert isinstance(tree, yamltree.Scalar)
    return int(tree.text) if tree.text.isdigit() and not tree.quoted else tree.text


def settings_of(file: Path) -> Any:
    tree, problems = yamltree.parse(file.read_text(encoding="utf-8"), Place(file.name))
    assert problems == []
    return plain(tree)


def mistakes(settings: Any) -> list[str]:
    schema: Mapping[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return [mistake.message for mistake in jsonschema.Draft202012Validator(schema).iter_errors(settings)]


def test_the_sample_s_settings_fit_the_schema() -> None:
    assert mistakes(settings_of(ROOT / "manuscript" / "booklet.yaml")) == []


def test_the_sample_s_sections_fit_the_schema_of_the_front_matter() -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))["$defs"]["front-matter"]
    sections = sorted((ROOT / "manuscript").glob("*.md"))
    assert len(sections) > 10
    for file in sections:
        front = file.read_text(encoding="utf-8").split("---\n")[1]
        tree, problems = yamltree.parse(front, Place(file.name))
        assert problems == []
        jsonschema.validate(plain(tree), schema)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"titel": "x"}, "'titel' was unexpected"),
        ({"formats": ["word"]}, "'word' is not one of"),
        ({"work": {"title": "x"}}, "'author' is a required property"),
        ({"work": {"title": "x", "author": "y", "chapters": 0}}, "0 is less than the minimum of 1"),
    ],
)
def test_an_editor_with_the_schema_sees_what_booklet_would_complain_of(change: Mapping[str, Any], message: str) -> None:
    found = mistakes({"title": "A book", **change})
    assert len(found) == 1
    assert message in found[0]


def test_python_m_booklet_is_the_command(project: Project) -> None:
    done = run("booklet", "--version", cwd=project.folder)
    assert (done.code, done.out) == (0, f"booklet, version {booklet.__version__}\n")
