"""Fences: where they close, and how deep blocks may nest."""

from __future__ import annotations

import pytest

from booklet.model import Item, Node, plain
from tests.conftest import Project
from tests.unit.readings import read


def inside(nodes: tuple[Node | Item, ...]) -> object:
    """Fences and paragraphs as nested lists of their names and words."""
    found = []
    for node in nodes:
        assert isinstance(node, Node)
        found.append([node.get("name"), inside(node.children)] if node.name == "fence" else plain([node]))
    return found


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("::: aside\nA\n:::\n\nB", [["aside", ["A"]], "B"]),
        ("::: aside\nA\n::: warning\nB\n:::\nC\n:::\nD", [["aside", ["A", ["warning", ["B"]], "C"]], "D"]),
        ("::::: aside\nA\n::: warning\nB\n:::\nC\n:::::", [["aside", ["A", ["warning", ["B"]], "C"]]]),
        ("::: aside\n::: aside\n::: aside\nA\n:::\n:::\n:::", [["aside", [["aside", [["aside", ["A"]]]]]]]),
        ("A\n::: aside\nB\n:::\nC", ["A", ["aside", ["B"]], "C"]),
        (":::aside\nA\n:::", [["aside", ["A"]]]),
        ("::: aside :::\nA\n:::", [["aside", ["A"]]]),
        ("A\n\n::: pagebreak\n\nB", ["A", ["pagebreak", []], "B"]),
        ("A\n\n::: pagebreak\n:::\n\nB", ["A", ["pagebreak", []], "B"]),
        ("::: aside\nA\n\n::: pagebreak\n\nB\n:::", [["aside", ["A", ["pagebreak", []], "B"]]]),
        ("::: workspace {lines=3}\nWrite.\n:::\n\nB", [["workspace", ["Write."]], "B"]),
        ("::: pagebreak\n\nA\n\n::: workspace\nWrite.\n:::", [["pagebreak", []], "A", ["workspace", ["Write."]]]),
        ("::: workspace\n\nA\n\n::: pagebreak\n:::", [["workspace", []], "A", ["pagebreak", []]]),
        ("::: aside\n::: pagebreak\n:::\nA", [["aside", [["pagebreak", []]]], "A"]),
        ("::: aside\n::: pagebreak\n:::\nA\n:::", [["aside", [["pagebreak", []], "A"]]]),
        ("::: aside\n:::\n\nA", [["aside", []], "A"]),
        ("    ::: aside", ["::: aside"]),
        ("A :::", ["A :::"]),
        (":: aside", [":: aside"]),
    ],
)
def test_a_bare_line_of_colons_closes_the_innermost_fence(project: Project, text: str, shape: object) -> None:
    found = read(project, text)
    assert found.problems == []
    assert inside(found.section.body) == shape


def test_a_fence_in_an_item_closes_there(project: Project) -> None:
    text = "::: aside\n- A\n\n  ::: warning\n  B\n  :::\n\n- C\n:::\n\nD"
    found = read(project, text)
    assert found.problems == []
    aside, last = found.section.body
    assert isinstance(aside, Node)
    assert [node.get("name") for node in aside.walk() if node.name == "fence"] == ["aside", "warning"]
    assert isinstance(last, Node)
    assert plain([last]) == "D"


@pytest.mark.parametrize(
    ("text", "place", "name"),
    [
        ("::: aside\nA", "1:1", "aside"),
        ("A\n\n::: aside\n::: warning\nB\n:::", "3:1", "aside"),
        ("- A\n\n  ::: aside\n  B\n\n- C", "3:3", "aside"),
        ("- A\n\n  ::: aside\n  B\n:::", "3:3", "aside"),
        ("> ::: aside\n> B\n\nC", "1:3", "aside"),
    ],
)
def test_a_fence_left_open_is_an_error_that_names_its_opening_line(
    project: Project, text: str, place: str, name: str
) -> None:
    found = read(project, text)
    message = f"manuscript/01-text.md:{place}: error S004: the fence ::: {name} is never closed"
    assert message in found.problems


def test_what_nests_to_a_hundred_levels_is_read_whole(project: Project) -> None:
    text = "\n".join("  " * level + f"- word{level}" for level in range(100))
    found = read(project, text)
    assert found.problems == []
    assert found.words() == " ".join(f"word{level}" for level in range(100))


@pytest.mark.parametrize(
    "text",
    [
        "\n".join("  " * level + f"- word{level}" for level in range(130)),
        "> " * 130 + "word",
        "::: aside\n" * 130 + "word\n" + ":::\n" * 130,
        "\n".join("  " * level + f"- word{level}" for level in range(600)),
        "> " * 2000 + "word",
        "x[^a]\n\n[^a]: " + "> " * 130 + "word",
    ],
    ids=["lists", "quotations", "fences", "600 lists", "2000 quotations", "in a note"],
)
def test_what_nests_deeper_is_a_limit_and_never_dropped_in_silence(project: Project, text: str) -> None:
    found = read(project, text)
    assert [p for p in found.problems if "error L004" in p]
