"""Handouts to fill in on a screen, as programs of others fill them in and show them, and read back into a table."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pikepdf
import pymupdf
import pypdfium2
import pytest

from booklet.proof import reading_pdf
from tests.conftest import Project, Ran, run
from tests.validators import pdfua

SETTINGS = """\
title: A small book
language: en-GB
authors: [{name: Ada Writer}]
page: A5
"""
QUIZ = """\
---
kind: quiz
---
# A short test

1. Who lives by the sea? {#sea type=choice points=2}
   - [ ] Nobody at all
   - [x] The lighthouse keeper
   - [ ] The postmaster
2. It rains all the time. {#rain type=true-false}
   - [ ] True
   - [x] False
3. Which of these are ships? {#ships type=multi points=2}
   - [x] The Petrel
   - [ ] The Walrus
   - [x] The Gannet
4. The [tide]{.blank} goes out. {#goes type=cloze}
5. What is in the drawer? {#drawer type=short answer="a broken compass" points=3}
6. Who is who? {#who type=match points=2}

   | Name | Work |
   |---|---|
   | Mr Bell | The ringer of bells |
   | Mrs Loaf | The baker |
7. In which order? {#order type=order points=2}
   1. The storm
   2. The wreck
8. When the [wind]{.blank} falls, we see that the [sea]{.blank} is calm and dark as far as we look. {#calm type=cloze}
"""
TALK = """\
---
kind: questions
---
# To talk about

1. Why does she leave? {#leave lines=4}
2. What would you have taken along? {#along lines=30}
3. And what would have been too heavy? {#heavy lines=30}
"""
GUIDE = "---\nkind: anticipation\n---\n# Agree or not\n\n1. Everybody should see the sea. {#sea-view}\n"
BOXES = """\
---
kind: organizer
---
# Sorting

## Two sides {#sides layout=t-chart}

- For
- Against

::: workspace {kind=box height=30mm}
:::

## Who wants what {#wants layout=grid height=14mm}

| Who | What they say | What they do |
|---|---|---|
| Mr Bell | | |
"""
MARKED = """\
---
kind: rubric
---
# How it is marked

| What counts | Good (3) | Not yet (1–2) |
|---|---|---|
| Argument | Builds a view | Retells the story |
| Language | | Hard to follow |

## How it looks {#looks}

| | Yes | No |
|---|---|---|
| Neat | | |
"""
TOGETHER = """\
---
kind: activity
---
# Things to do

## A chart {#chart}

1. Draw the coast.
2. Mark the wreck, and
   give it a name.

   - in red
3. Sail.

::: workspace {lines=3}
:::
"""
SECTIONS = {
    "01-test.md": QUIZ, "02-talk.md": TALK, "03-guide.md": GUIDE, "04-boxes.md": BOXES, "05-marked.md": MARKED,
    "06-together.md": TOGETHER,
}  # fmt: skip
NAME = "Zoë Ångström"
WORDS = "A long answer with “quotes” – and a café; it goes on for more words than one line of the box has room for."


def collect(*arguments: str | Path) -> Ran:
    return run("booklet", "collect", *map(str, arguments), cwd=Path.cwd())


def pack(project: Project, *arguments: str | Path) -> Ran:
    """In another process, for this one may have Java in it."""
    return project.command("pack", "-j", "1", "--fillable", *map(str, arguments))


def written(folder: Path, changes: Mapping[str, str] | None = None) -> Project:
    project = Project(folder).write("manuscript/booklet.yaml", SETTINGS)
    for name, text in {**SECTIONS, **(changes or {})}.items():
        if text:
            project.section(name, text)
    return project


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return written(tmp_path_factory.mktemp("forms") / "project")


@pytest.fixture(scope="module")
def forms(project: Project) -> Path:
    done = pack(project)
    assert done.code == 0, done.err
    return project.folder / "output" / "handouts"


def widgets(document: Any) -> Iterator[Any]:
    yield from (widget for page in document for widget in page.widgets() if widget.field_name != "booklet")


def filled(source: Path, target: Path, ticks: Mapping[str, str], texts: Mapping[str, str]) -> Path:
    """A form filled in by PyMuPDF: the states that are ticked by field, and what is typed."""
    with pymupdf.open(source) as document:
        for widget in widgets(document):
            name, state = widget.field_name, widget.on_state() if widget.field_type_string != "Text" else ""
            if state and ticks.get(name) == state:
                widget.field_value = True
                widget.update()
            elif not state and name in texts:
                widget.field_value = texts[name]
                widget.update()
        document.save(target)
    return target


RIGHT = {"test.sea": "B", "test.rain": "A", "test.ships.A": "A", "test.ships.B": "B"}
TYPED = {"name": NAME, "class": "=9b", "date": "2 Dec", "test.drawer": WORDS, "test.goes": "tide"}


@pytest.fixture(scope="module")
def answered(forms: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(forms / "01-test-fillable.pdf", tmp_path_factory.mktemp("filled") / "zoe.pdf", RIGHT, TYPED)


def rows(path: Path) -> list[dict[str, str]]:
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


# what is made


def test_words_of_a_form_stand_where_they_do_on_paper(forms: Path) -> None:
    feet = []
    for name in ("02-talk.pdf", "02-talk-fillable.pdf"):
        with pypdfium2.PdfDocument(forms / name) as pdf:
            texts = [page.get_textpage() for page in pdf]
            feet.append([
                text.get_charbox(text.get_text_range().index(words))[1]
                for words in ("taken along", "too heavy")
                for text in texts
                if words in text.get_text_range()
            ])  # fmt: skip
    assert len(feet[0]) == 2
    assert feet[0] == pytest.approx(feet[1], abs=0.1)


def test_notes_of_workbook_are_one_field(project: Project) -> None:
    folder = project.folder / "workbook"
    done = pack(project, "--theme", "workbook", "--section", "guide", "-o", folder)
    assert done.code == 0, done.err
    with pymupdf.open(folder / "03-guide-fillable.pdf") as form:
        assert [widget.field_name for widget in widgets(form) if ".room" in widget.field_name] == ["guide.room"]


def test_forms_stand_beside_the_sheets_for_paper_and_in_the_zip(forms: Path) -> None:
    names = {path.name for path in forms.glob("*-fillable.pdf")}
    assert names == {f"{name.removesuffix('.md')}-fillable.pdf" for name in SECTIONS}
    with pypdfium2.PdfDocument(forms / "handouts.pdf") as index:
        assert "To fill in on a screen" in "".join(page.get_textpage().get_text_range() for page in index)
    with pikepdf.open(forms / "01-test.pdf") as paper, pikepdf.open(forms / "01-test-fillable.pdf") as form:
        assert "/AcroForm" not in paper.Root
        assert len(paper.pages) == len(form.pages)
        assert "/NeedAppearances" not in form.Root.AcroForm


def test_every_room_and_box_is_a_field_with_a_name_that_stays(forms: Path) -> None:
    names = {}
    for path in forms.glob("*-fillable.pdf"):
        with pymupdf.open(path) as document:
            names[path.name] = {(w.field_name, w.field_type_string) for w in widgets(document)}
    head = {(name, "Text") for name in ("name", "class", "date")}
    assert names["01-test-fillable.pdf"] == head | {
        ("test.sea", "RadioButton"), ("test.rain", "RadioButton"), ("test.ships.A", "CheckBox"),
        ("test.ships.B", "CheckBox"), ("test.ships.C", "CheckBox"), ("test.goes", "Text"), ("test.drawer", "Text"),
        ("test.who.1", "Text"), ("test.who.2", "Text"), ("test.order.1", "Text"), ("test.order.2", "Text"),
        ("test.calm.1", "Text"), ("test.calm.2", "Text"),
    }  # fmt: skip
    assert {("talk.leave", "Text"), ("talk.along.1+2", "Text")} <= names["02-talk-fillable.pdf"]
    assert {(f"guide.sea-view.{s}", "RadioButton") for s in ("before", "after")} <= names["03-guide-fillable.pdf"]
    levels = {(f"marked.marked-rubric.criterion-{n}", "RadioButton") for n in (1, 2)}
    levels |= {("marked.looks.criterion-1", "RadioButton"), ("marked.marked-rubric.total", "Text")}
    assert names["05-marked-fillable.pdf"] == head | levels
    boxes = ("sides.1", "sides.2", "sides.3", "wants.1", "wants.2")
    assert names["04-boxes-fillable.pdf"] == head | {(f"boxes.{name}", "Text") for name in boxes}


def test_fields_say_what_they_ask_and_export_letters_and_no_answers(forms: Path) -> None:
    with pymupdf.open(forms / "01-test-fillable.pdf") as document:
        said = {widget.field_name: widget.field_label for widget in widgets(document)}
        states = {(widget.field_name, widget.on_state()) for widget in widgets(document) if widget.button_states()}
    assert said["name"] == "Name"
    assert said["test.sea"] == "1. Who lives by the sea?"
    assert said["test.ships.C"].startswith("3. Which of these are ships? – ")
    assert said["test.who.1"] == "1 Mr Bell – 6. Who is who?"
    assert re.fullmatch(r"a\) The (storm|wreck) – 7\. In which order\?", said["test.order.1"])
    assert said["test.goes"] == "4. The [blank] goes out."
    assert said["test.calm.1"] == "8. When the [blank] falls, we see that the … is …"
    assert said["test.calm.2"] == "8. … the … falls, we see that the [blank] is calm and dark as far as …"
    assert {state for name, state in states if name == "test.sea"} == {"A", "B", "C"}
    assert b"compass" not in (forms / "01-test-fillable.pdf").read_bytes()


def test_a_box_of_several_is_called_by_what_stands_at_its_row_and_column(forms: Path) -> None:
    with pymupdf.open(forms / "04-boxes-fillable.pdf") as document:
        said = [widget.field_label for widget in widgets(document)][3:]
    assert said == [
        "For – 1. Two sides", "Against – 1. Two sides", "1. Two sides (3)",
        "Mr Bell, What they say – 2. Who wants what", "Mr Bell, What they do – 2. Who wants what",
    ]  # fmt: skip


def test_levels_of_a_rubric_are_ticked_and_their_sum_is_typed(forms: Path, tmp_path: Path) -> None:
    form = forms / "05-marked-fillable.pdf"
    base = "marked.marked-rubric"
    with pymupdf.open(form) as document:
        seen = [(w.field_name, w.field_label, w.on_state() or w.rect.height) for w in widgets(document)]
    assert [(label, state) for name, label, state in seen if name == f"{base}.criterion-1"] == [
        ("Argument", "3"), ("Argument", "1-2"),
    ]  # fmt: skip
    assert [state for name, _, state in seen if name == "marked.looks.criterion-1"] == ["1", "2"]
    ((total, height),) = ((label, height) for name, label, height in seen if name == f"{base}.total")
    assert total == "Total"
    assert height > 12
    back = filled(
        form,
        tmp_path / "marked.pdf",
        {f"{base}.criterion-1": "1-2", f"{base}.criterion-2": "3"},
        {f"{base}.total": "5"},
    )
    done = collect(back, "-o", tmp_path / "marks.csv")
    assert done.code == 0, done.err
    (row,) = csv.DictReader((tmp_path / "marks.csv").read_text("utf-8-sig").splitlines())
    assert (row[f"{base}.criterion-1"], row[f"{base}.criterion-2"], row[f"{base}.total"]) == ("1 to 2", "3", "5")


def test_levels_that_accessible_lists_are_ticked_as_those_of_a_table(tmp_path: Path) -> None:
    heads = "| What | Good (3) | Fair (2) | Not yet (1) |\n|---|---|---|---|\n"
    table = f"{heads}| Plot | Tells *it* | Told | |\n| Style | | | |\n"
    again = f"## Looks {{#looks}}\n\n{table.replace('(3)', '').replace('Style', 'Size')}"
    changes = {"05-marked.md": f"---\nkind: rubric\n---\n# How it is marked\n\n{table}\n{again}"}
    listed = written(tmp_path / "listed", changes)
    seen = {}
    for theme in ("classic", "accessible"):
        done = pack(listed, "--theme", theme, "--section", "marked", "-o", tmp_path / theme)
        assert done.code == 0, done.err
        with pymupdf.open(tmp_path / theme / "05-marked-fillable.pdf") as form:
            seen[theme] = [(w.field_name, w.field_label, w.on_state()) for w in widgets(form) if w.button_states()]
    assert seen["accessible"] == seen["classic"]
    assert seen["classic"][0] == ("marked.marked-rubric.criterion-1", "Plot", "3")
    assert len(seen["classic"]) == 12
    assert pdfua((tmp_path / "accessible" / "05-marked-fillable.pdf").read_bytes()) == []


def test_steps_of_an_activity_are_ticked_when_they_are_done(forms: Path, tmp_path: Path) -> None:
    form, base = forms / "06-together-fillable.pdf", "together.chart"
    with pymupdf.open(form) as document:
        seen = [(w.field_name, w.field_label) for w in widgets(document)][3:]
    assert seen[:3] == [
        (f"{base}.steps.1", "1. Draw the coast."),
        (f"{base}.steps.2", "2. Mark the wreck, and give it a name. in red"),
        (f"{base}.steps.3", "3. Sail."),
    ]
    assert [name for name, _ in seen[3:]] == [f"{base}.1"]
    ticks = {f"{base}.steps.1": "1", f"{base}.steps.3": "3"}
    back = filled(form, tmp_path / "done.pdf", ticks, {f"{base}.1": "We sailed."})
    assert collect(back, "-o", tmp_path / "done.csv").code == 0
    (row,) = rows(tmp_path / "done.csv")
    assert (row[f"{base}.steps"], row[base]) == ("1, 3", "We sailed.")


def test_rooms_are_fields_of_several_lines_as_large_as_on_paper(forms: Path) -> None:
    with pymupdf.open(forms / "02-talk-fillable.pdf") as document:
        room = next(widget for widget in widgets(document) if widget.field_name == "talk.leave")
        assert room.field_flags & pymupdf.PDF_TX_FIELD_IS_MULTILINE
        assert 4 * 8 < room.rect.height / 72 * 25.4 < 4 * 8 + 2
        assert 10 < room.text_fontsize < 14


def test_tags_hold_every_field_and_the_tab_key_follows_them(forms: Path) -> None:
    with pikepdf.open(forms / "01-test-fillable.pdf") as pdf:
        tags = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == pikepdf.Name.Form]
        seen = {tag.K[0].Obj.objgen for tag in tags if len(tag.K) == 1}
        there = {a.objgen for p in pdf.pages for a in p.Annots if a.Subtype == pikepdf.Name.Widget and not a.F & 2}
        assert seen == there
        assert all(page.Tabs == pikepdf.Name.S for page in pdf.pages)
        assert all("/AP" in a for page in pdf.pages for a in page.Annots)


@pytest.mark.parametrize("name", [name.removesuffix(".md") for name in SECTIONS])
def test_they_are_pdf_ua(forms: Path, name: str) -> None:
    assert pdfua((forms / f"{name}-fillable.pdf").read_bytes()) == []


def told(field: Any, secret: str) -> None:
    field.TU = secret


def exported(field: Any, secret: str) -> None:
    field.AP = pikepdf.Dictionary(N=pikepdf.Dictionary({f"/{secret}": field.AP.N, "/Off": field.AP.N}))


def prefilled(field: Any, secret: str) -> None:
    field.V = secret


@pytest.mark.parametrize("tell", [told, exported, prefilled])
def test_the_proof_of_leaks_reads_what_fields_say_hold_and_stand_for(
    forms: Path, tell: Callable[[Any, str], None]
) -> None:
    target = io.BytesIO()
    with pikepdf.open(forms / "01-test-fillable.pdf") as pdf:
        tell(next(a for p in pdf.pages for a in p.Annots if a.get("/T") == "drawer"), "a broken compass")
        pdf.save(target)
    found = [piece.where for piece in reading_pdf.read(target.getvalue()).pieces if piece.text == "a broken compass"]
    assert found
    assert all("form field" in where for where in found)


# what is filled in


def test_what_is_typed_shows_in_other_programs(answered: Path, forms: Path) -> None:
    words = {}
    for path in (forms / "01-test-fillable.pdf", answered):
        with pypdfium2.PdfDocument(path) as pdf:
            pdf.init_forms()
            words[path] = [page.render(scale=1, may_draw_forms=True).to_pil().convert("L") for page in pdf]
    changed = [before.tobytes() != after.tobytes() for before, after in zip(*words.values(), strict=True)]
    assert all(changed)  # the name stands on every page


def test_a_filled_form_is_a_row_with_points(answered: Path, project: Project, tmp_path: Path) -> None:
    done = collect(answered, "--against", project.folder, "-o", tmp_path / "answers.csv")
    assert done.code == 0, done.err
    (row,) = rows(tmp_path / "answers.csv")
    assert (row["file"], row["name"], row["class"], row["date"]) == ("zoe.pdf", NAME, "'=9b", "2 Dec")
    assert (row["test.sea"], row["test.sea (points)"]) == ("B", "2")
    assert (row["test.rain"], row["test.rain (points)"]) == ("A", "0")
    assert (row["test.ships"], row["test.ships (points)"]) == ("A, B", "0")
    assert (row["test.drawer"], row["test.goes"]) == (WORDS, "tide")
    assert (row["points"], row["of"]) == ("2", "9")
    assert "test.drawer (points)" not in row


def test_without_a_project_there_are_no_points_and_room_over_two_pages_is_one_cell(forms: Path, tmp_path: Path) -> None:
    texts = {"name": "Li Wei", "talk.along.1": "first", "talk.along.1+2": "second", "talk.leave": "because\nof that"}
    path = filled(forms / "02-talk-fillable.pdf", tmp_path / "li.pdf", {}, texts)
    again = filled(forms / "02-talk-fillable.pdf", tmp_path / "li 2.pdf", {}, {"name": "li  wei"})
    done = collect(path, again, "-o", tmp_path / "answers.csv")
    assert done.code == 0
    assert f"{again}: warning C007: “li wei” handed in li.pdf too" in done.err
    row, _ = rows(tmp_path / "answers.csv")
    assert (row["talk.along"], row["talk.leave"]) == ("first\nsecond", "because\nof that")
    assert "points" not in row


def test_versions_are_marked_each_by_its_own_order(project: Project, tmp_path: Path) -> None:
    done = pack(project, "--kind", "quiz", "--versions", "2", "--seed", "7", "-o", tmp_path / "out")
    assert done.code == 0, done.err
    right = {"sea": "keeper", "rain": "False", "who.1": "ringer", "who.2": "baker"}
    paths = []
    for letter in "ab":
        source = tmp_path / "out" / f"01-test-{letter}-fillable.pdf"
        ticks, texts = {}, {"name": letter}
        with pikepdf.open(source) as pdf:
            for tag in pdf.objects:
                if isinstance(tag, pikepdf.Dictionary) and tag.get("/S") == pikepdf.Name.Form and "/Alt" in tag:
                    field = tag.K[0].Obj
                    says, state = str(tag.Alt), next(k[1:] for k in field.AP.N if k != "/Off")
                    name = str(field.Parent.get("/T", "")) if "/T" not in field else str(field.Parent.T)
                    if right.get(name, "-") in says or any(ship in says for ship in ("Petrel", "Gannet")):
                        ticks[f"test.{name}.{state}" if "/T" in field else f"test.{name}"] = state
        paths.append(filled(source, tmp_path / f"{letter}.pdf", ticks, texts))
    done = collect(*paths, "--against", project.folder, "-o", tmp_path / "answers.csv")
    assert done.code == 0, done.err
    first, second = rows(tmp_path / "answers.csv")
    assert (first["version"], second["version"]) == ("A", "B")
    assert first["test.sea"] != second["test.sea"] or first["test.ships"] != second["test.ships"]
    assert first["points"] == second["points"] == "5"


# bad input


def test_fields_of_one_name_are_an_error_at_making(tmp_path: Path) -> None:
    both = QUIZ.replace("#sea ", "#a.b ").replace("#rain ", "#a-b ")
    done = pack(written(tmp_path, {**dict.fromkeys(SECTIONS, ""), "01-name.md": both}))
    assert done.code == 3
    assert "01-name.md:10:1: error C003: two fields of the form would be called “name.a-b”" in done.err
    assert "01-name.md:1:1: error C003: two fields of the form would be called “name”" in done.err
    assert "hint: give one of both another {#id}" in done.err


def test_every_file_that_is_no_form_is_named(forms: Path, answered: Path, tmp_path: Path) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing")
    with pikepdf.open(answered) as pdf:
        pdf.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(owner="a", user="b"))
        del pdf.Root.AcroForm
        for page in pdf.pages:
            del page.Annots
        pdf.save(tmp_path / "printed.pdf")
    with pikepdf.open(answered) as pdf:
        next(field for field in pdf.Root.AcroForm.Fields if field.T == "booklet").V = "something else"
        pdf.save(tmp_path / "strange.pdf")
    whole = answered.read_bytes()
    (tmp_path / "half.pdf").write_bytes(whole[: len(whole) * 2 // 3])
    (tmp_path / "unsaved.pdf").write_bytes(whole + b"\n99 0 obj << /T (name) /V (Zo")
    names = ("broken", "locked", "printed", "strange", "half", "unsaved", "missing")
    paths = [tmp_path / f"{name}.pdf" for name in names]
    done = collect(answered, *paths, "-o", tmp_path / "answers.csv")
    assert done.code == 6
    for name, words in (
        ("broken", "C004: this file is no PDF"), ("locked", "F002: this PDF is locked with a password"),
        ("printed", "C004: no form is in it"), ("strange", "C004: the form in it is not one of a handout"),
        ("half", "C004: the end of this file is missing"), ("unsaved", "C004: the end of this file is missing"),
        ("missing", "F002: this file cannot be read"),
    ):  # fmt: skip
        assert f"{tmp_path / name}.pdf: error {words}" in done.err
    assert not (tmp_path / "answers.csv").exists()


def test_a_form_of_another_booklet_or_an_older_edition(answered: Path, tmp_path: Path) -> None:
    other = written(tmp_path / "other")
    other.write("manuscript/booklet.yaml", SETTINGS.replace("small", "large"))
    done = collect(answered, "--against", other.folder, "-o", tmp_path / "answers.csv")
    assert done.code == 3
    assert "error C005: this form is of “A small book”, and not of “A large book”" in done.err
    assert "with  identifier:  in booklet.yaml" in done.err
    changed = QUIZ.replace("Nobody at all", "The mayor").replace("#ships", "#boats")
    newer = written(tmp_path / "newer", {"01-test.md": changed})
    done = collect(answered, "--against", newer.folder, "-o", tmp_path / "answers.csv")
    assert done.code == 3
    assert "C005: the choices of question 1 in “A short test” are not those of the form" in done.err
    assert "C005: the booklet has no question “ships” any more" in done.err
    assert "collect it without --against" in done.err
    assert not (tmp_path / "answers.csv").exists()
    worded = written(tmp_path / "worded", {"01-test.md": QUIZ.replace("Who lives", "Tell me: who lives")})
    assert collect(answered, "--against", worded.folder, "-o", tmp_path / "answers.csv").code == 0


def test_the_table_does_not_take_the_place_of_a_form(answered: Path) -> None:
    done = collect(answered, "-o", answered)
    assert done.code == 6
    assert "the table would take the place of a form" in done.err


def test_the_same_project_gives_the_same_form(forms: Path, tmp_path: Path) -> None:
    copy = written(tmp_path)
    assert pack(copy, "--section", "boxes").code == 0
    mine = tmp_path / "output" / "handouts" / "04-boxes-fillable.pdf"
    assert mine.read_bytes() == (forms / "04-boxes-fillable.pdf").read_bytes()
