"""Bad input that cannot lie in a repository: links out, large pictures, full disks, pipes, signals, closed streams."""

from __future__ import annotations

import contextlib
import errno
import io
import json
import os
import random
import re
import resource
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from booklet import confine, pipeline, place
from booklet.formats.pdf import weasy
from booklet.pipeline import Request
from booklet.problems import FileError
from tests.bad.test_bad import contents, with_old_files
from tests.conftest import Project, Ran

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'


def refused(project: Project, code: int, *said: str, arguments: tuple[str, ...] = ("-f", "html")) -> Ran:
    """Build; it must end with this exit code, say all this in this order, and leave output/ as it was."""
    before = with_old_files(project.folder)
    ran = project.command("build", *arguments)
    assert ran.code == code, ran.err
    assert "Traceback" not in ran.err
    assert re.search(".*".join(map(re.escape, said)), ran.err, re.DOTALL), ran.err
    assert ran.out == ""
    assert contents(project.folder / "output") == before
    return ran


def picture(kind: str, width: int = 60, height: int = 40, mode: str = "RGB") -> bytes:
    image = Image.new(mode, (width, height))
    if mode == "RGB":
        image.putdata([(x * 4, y * 6, x * y % 256) for y in range(height) for x in range(width)])
    target = io.BytesIO()
    image.save(target, kind)
    return target.getvalue()


# pictures


@pytest.mark.parametrize("kind", ["png", "jpeg", "gif", "webp"])
def test_a_picture_that_is_cut_short_is_named(project: Project, kind: str) -> None:
    data = picture(kind)
    project.write(f"manuscript/images/lane.{kind}", data[: len(data) * 2 // 3])
    project.section("01-a.md", f"# A\n\n![A lane](images/lane.{kind})\n")
    refused(project, 3, "manuscript/01-a.md:3:1: error I002:", f"“images/lane.{kind}” is damaged or cut short", "hint:")


def test_pictures_with_any_bytes_changed_are_judged_and_never_crash_the_reading(project: Project) -> None:
    dice = random.Random(7)
    text = "# A\n"
    for number in range(60):
        kind = ("png", "jpeg", "gif", "webp")[number % 4]
        data = bytearray(picture(kind))
        for _ in range(3):
            data[dice.randrange(len(data))] = dice.randrange(256)
        project.write(f"manuscript/images/{number}.{kind}", bytes(data[: dice.randrange(1, len(data))]))
        text += f"\n![A lane](images/{number}.{kind})\n"
    project.section("01-a.md", text)
    refused(project, 3, "error I002:")


def test_a_picture_of_more_than_40_megapixels_is_a_limit(project: Project) -> None:
    project.write("manuscript/images/wall.png", picture("png", 8000, 5001, "1"))
    project.section("01-a.md", "# A\n\n![A wall](images/wall.png)\n")
    said = "“images/wall.png” has 8000 × 5001 pixels, more than 40 megapixels"
    refused(project, 5, "manuscript/01-a.md:3:1: error I003:", said, "hint: save it smaller")


def test_a_picture_of_just_40_megapixels_is_shown(project: Project) -> None:
    project.write("manuscript/images/wall.png", picture("png", 8000, 5000, "1"))
    project.section("01-a.md", "# A\n\n![A wall](images/wall.png)\n")
    assert b"data:image/png;base64," in project.build("html")["html"]


def test_a_picture_file_of_more_than_64_megabytes_is_a_limit(project: Project) -> None:
    with (project.write("manuscript/images/wall.png", b"").folder / "manuscript/images/wall.png").open("wb") as file:
        file.truncate(64 * 2**20 + 1)
    project.section("01-a.md", "# A\n\n![A wall](images/wall.png)\n")
    refused(project, 5, "manuscript/01-a.md:3:1: error I003:", "“images/wall.png” is larger than 64 MB")


def test_a_photograph_with_a_second_picture_in_it_is_a_jpeg(project: Project) -> None:
    target = io.BytesIO()
    first, second = (Image.open(io.BytesIO(picture("jpeg"))) for _ in range(2))
    first.save(target, "MPO", save_all=True, append_images=[second])
    project.write("manuscript/images/photo.jpg", target.getvalue())
    project.section("01-a.md", "# A\n\n![A lane](images/photo.jpg)\n")
    assert b"data:image/jpeg;base64," in project.build("html")["html"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_of_a_drawing_are_refused_in_every_encoding(project: Project, encoding: str) -> None:
    drawing = f'<!DOCTYPE svg [<!ENTITY a "{"a" * 99}">]>{DRAWING.replace("/></", "/><text>&a;</text></")}'
    project.write("manuscript/images/a.svg", drawing.encode(encoding))
    project.section("01-a.md", "# A\n\n![A drawing](images/a.svg)\n")
    refused(project, 3, "manuscript/01-a.md:3:1: error I005:", "declares entities")


# links out of the project


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A file outside the project, which no build may read."""
    path = tmp_path / "outside.txt"
    path.write_text("# The secret word\n\nIt is xyzzy.\n")
    return path


def linked(path: Path, target: Path | str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(target)


@pytest.mark.parametrize(
    ("name", "more", "said"),
    [
        ("manuscript/02-b.md", {}, "manuscript/02-b.md: error R001: this is a link to a file outside the project"),
        ("manuscript/booklet.yaml", {}, "manuscript/booklet.yaml: error R001:"),
        (
            "manuscript/images/a.svg",
            {"manuscript/03-c.md": "![A](images/a.svg)"},
            "manuscript/03-c.md:1:1: error R001:",
        ),
        ("styles/print.css", {}, "styles/print.css: error R001:"),
        ("styles/templates/section.xhtml", {}, "styles/templates/section.xhtml: error R001:"),
        ("styles/fonts/a.ttf", {}, "styles/fonts/a.ttf: error R001:"),
    ],
)
def test_a_link_to_a_file_outside_the_project_is_refused(
    project: Project, outside: Path, name: str, more: dict[str, str], said: str
) -> None:
    project.section("01-a.md", "# A\n\nText.\n")
    (project.folder / name).unlink(missing_ok=True)
    linked(project.folder / name, outside)
    for file, text in more.items():
        project.write(file, text)
    assert "xyzzy" not in refused(project, 4, said, "hint: copy").err


def test_a_manuscript_folder_that_is_a_link_to_elsewhere_is_refused_once(project: Project, tmp_path: Path) -> None:
    project.section("01-a.md", "# A\n\nText.\n").section("02-b.md", "# B\n\nText.\n")
    (project.folder / "manuscript").rename(tmp_path / "elsewhere")
    linked(project.folder / "manuscript", tmp_path / "elsewhere")
    ran = refused(project, 4, "manuscript: error R001: this is a link to a folder outside the project")
    assert ran.err.count("error") == 1


@pytest.mark.parametrize("name", ["styles", "styles/fonts"])
def test_a_folder_of_styles_that_is_a_link_to_elsewhere_is_refused(project: Project, tmp_path: Path, name: str) -> None:
    (tmp_path / "elsewhere").mkdir()
    project.section("01-a.md", "# A\n\nText.\n")
    linked(project.folder / name, tmp_path / "elsewhere")
    refused(project, 4, f"{name}: error R001: this is a link to a folder outside the project")


def test_a_link_within_the_project_is_followed(project: Project) -> None:
    project.write("drafts/a.md", "# A\n\nText from another folder.\n")
    linked(project.folder / "manuscript" / "01-a.md", "../drafts/a.md")
    assert b"Text from another folder." in project.build("html")["html"]


def test_links_that_go_in_circles_are_files_that_cannot_be_read(project: Project) -> None:
    linked(project.folder / "manuscript" / "01-a.md", "01-a.md")
    linked(project.folder / "manuscript" / "images" / "a.png", "a.png")
    project.section("02-b.md", "# B\n\n![A lane](images/a.png)\n")
    ran = refused(project, 6, "manuscript/01-a.md: error F002: this file cannot be read:", "hint:")
    assert "manuscript/images/a.png: error F002:" in ran.err


def test_nothing_outside_the_project_goes_into_the_digest_that_tells_what_is_up_to_date(
    project: Project, tmp_path: Path
) -> None:
    project.section("01-a.md", "# A\n\nText.\n")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    linked(project.folder / "manuscript" / "notes", pipe)
    linked(project.folder / "manuscript" / "endless", "/dev/zero")
    assert project.command("build", "-f", "html").code == 0


# files that are none


@pytest.mark.parametrize("name", ["manuscript/01-a.md", "manuscript/booklet.yaml", "styles/print.css"])
def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(project: Project, name: str) -> None:
    project.section("02-b.md", "# B\n\nText.\n")
    (project.folder / name).unlink(missing_ok=True)
    (project.folder / name).parent.mkdir(exist_ok=True)
    os.mkfifo(project.folder / name)
    refused(project, 6, f"{name}: error F002: this is not a file")


def test_a_folder_in_the_place_of_booklet_yaml_is_named(project: Project) -> None:
    project.section("01-a.md", "# A\n\nText.\n")
    (project.folder / "manuscript" / "booklet.yaml").unlink()
    (project.folder / "manuscript" / "booklet.yaml").mkdir()
    refused(project, 6, "manuscript/booklet.yaml: error F002: this is not a file")


def test_a_section_of_more_than_4_megabytes_is_a_limit(project: Project) -> None:
    project.section("01-a.md", "# A\n\n" + "Text without an end. " * 210_000)
    refused(project, 5, "manuscript/01-a.md: error L003: this file is larger than 4 MB", "hint:")


@pytest.mark.parametrize("name", [b"02-\xff.md", b"02-\x07.md", b"02-a\nb.md"])
def test_a_file_name_with_a_character_that_is_none_is_named(project: Project, name: bytes) -> None:
    project.section("01-a.md", "# A\n\nText.\n")
    Path(os.fsdecode(os.fsencode(project.folder) + b"/manuscript/" + name)).write_bytes(b"# B\n\nText.\n")
    ran = refused(
        project, 3, "manuscript/02-", "error F005: the name of this file holds a character that is none", "hint:"
    )
    assert ran.err.count("\n") == 2


# the same words in other clothes


def test_other_line_ends_and_a_byte_order_mark_give_the_same_bytes(
    new_project: Callable[[str], Project],
) -> None:
    files = {
        "manuscript/booklet.yaml": "title: A Small Book\nlanguage: en-GB\ndek: >-\n  One line\n  and another.\n",
        "manuscript/01-a.md": "---\ntitle: First\nkind: questions\n---\n\nText\\\nwith breaks.[^1]\n\n[^1]: A note.\n\n"
        "1. Why?\n\n   ::: answer\n   Because.\n   :::\n\n```\ncode\n  more\n```\n\n![A drawing](images/a.svg)\n",
        "manuscript/02-b.md": "# Second\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nterm\n: definition\n",
        "styles/booklet.css": "/* of the project */\np { color: black }\n",
        "styles/templates/imprint.xhtml": '<section class="imprint">\n<p>{{ settings.title }}</p>\n</section>\n',
    }
    made = []
    for name, end, mark in (("lf", "\n", ""), ("crlf", "\r\n", ""), ("cr", "\r", ""), ("bom", "\r\n", "\ufeff")):
        project = new_project(name)
        for file, text in files.items():
            project.write(file, mark + text.replace("\n", end))
        project.write("manuscript/images/a.svg", DRAWING)
        made.append(project.build("pdf", "epub", "html"))
    assert set(made[0]) == {"pdf", "epub", "html"}
    assert made[1] == made[0]
    assert made[2] == made[0]
    assert made[3] == made[0]


# nesting

DEEPEST = 100


def deep(levels: int) -> dict[str, str]:
    """Sections that nest in different ways, with a word of its own on each level."""
    fences = "".join(f"::: aside\nfe{n}\n\n" for n in range(1, levels + 1)) + ":::\n" * levels
    mixed = "".join("> - " * n + f"mi{n}\n" + ("> - " * n).rstrip() + "\n" for n in range(1, levels // 2 + 1))
    return {"01-fences.md": fences, "02-mixed.md": mixed}


def words_of_epub(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        pages = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".xhtml")]
    return unescape(re.sub("<[^>]+>", " ", " ".join(pages)))


def words_of_pdf(data: bytes) -> str:
    with contextlib.closing(pypdfium2.PdfDocument(data)) as document:
        return " ".join(page.get_textpage().get_text_range() for page in document)


def test_a_hundred_levels_keep_every_word_in_every_format(project: Project) -> None:
    for name, text in deep(DEEPEST).items():
        project.section(name, f"# {name[3:-3].title()}\n\n{text}\n")
    ran = project.command("build", "-f", "all")
    assert ran.code == 0, ran.err
    told = [line for line in ran.err.splitlines() if ": " in line and "hint: " not in line]
    assert [line for line in told if "X004" not in line] == []  # as deep as that, words stand outside of the page
    data = {path.suffix: path.read_bytes() for path in (project.folder / "output").glob("a-*")}
    wanted = {f"{word}{n}" for word, most in (("fe", 100), ("mi", 50)) for n in range(1, most + 1)}
    assert wanted - set(unescape(re.sub("<[^>]+>", " ", data[".html"].decode())).split()) == set()
    assert wanted - set(words_of_epub(data[".epub"]).split()) == set()
    assert wanted - set(words_of_pdf(data[".pdf"]).split()) == set()


def test_a_hundred_levels_of_lists_keep_every_word_on_screens(project: Project) -> None:
    quotes = "\n>\n".join(">" * (n + 1) + f" qu{n}" for n in range(DEEPEST))
    bullets = "".join("  " * n + f"- bu{n}\n" for n in range(DEEPEST))
    numbers = "".join("   " * n + f"1. nu{n}\n\n" for n in range(DEEPEST))
    spans = "".join(f"[sp{n} " for n in range(DEEPEST)) + "]{.a}" * DEEPEST
    project.section("01-lists.md", f"# Lists\n\n{bullets}\n***\n\n{numbers}\n\n{quotes}\n\n{spans}\n")
    made = project.build("html", "epub")
    wanted = {f"{word}{n}" for word in ("qu", "bu", "nu", "sp") for n in range(DEEPEST)}
    assert wanted - set(unescape(re.sub("<[^>]+>", " ", made["html"].decode())).split()) == set()
    assert wanted - set(words_of_epub(made["epub"]).split()) == set()


# names of finished files


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("../../etc/x", "etc-x"),
        ("/etc/passwd", "etc-passwd"),
        ("..", "booklet"),
        ("C:\\\\Windows", "c-windows"),
        (".hidden", "hidden"),
        ("-o", "o"),
        ("?!* … —", "booklet"),
        ("CON", "booklet-con"),
        ("lpt¹", "booklet-lpt¹"),
        ("Kathy’s “Own” Book: 1 < 2 | 3", "kathys-own-book-1-2-3"),
        ("Über Ölmalerei — 第一章", "über-ölmalerei-第一章"),
        ("Long " * 60, "-".join(["long"] * 16)),
        ("𠀀" * 120, "𠀀" * 50),
    ],
)
def test_a_title_becomes_a_file_name_that_every_system_takes(project: Project, title: str, name: str) -> None:
    project.write("manuscript/booklet.yaml", f'title: "{title}"\n').section("01-a.md", "# A\n\nText.\n")
    (file,) = project.make("html", editions=("teacher",)).files
    assert file.name == f"{name}-teacher.html"
    assert len(file.name.encode()) < 255


def test_a_section_with_a_name_of_200_letters_has_a_page_of_its_own_in_the_epub(project: Project) -> None:
    project.section(f"01-{'a' * 200}.md", "Text.\n").section(f"02-{'a' * 200}b.md", "More.\n")
    with zipfile.ZipFile(io.BytesIO(project.build("epub")["epub"])) as archive:
        names = archive.namelist()
    assert len(set(names)) == len(names)
    assert max(len(Path(name).name.encode()) for name in names) < 255


# limits


def slow(project: Project) -> Project:
    """A project that takes minutes to compose."""
    project.section("01-a.md", "# A\n\nText.\n")
    loops = "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}"
    return project.write("styles/templates/kinds/page.xhtml", loops)


def test_a_layout_that_takes_too_long_ends_at_the_time_limit(project: Project) -> None:
    project.section("01-a.md", "# A\n\n" + "A word and another one. " * 16_000)
    said = ("booklet: error L001:", "of the student edition took longer than 4 seconds", "hint:", "--time-limit")
    refused(project, 5, *said, arguments=("-f", "pdf", "--time-limit", "4"))


@pytest.mark.parametrize("megabytes", ["64", "90", "130"])
def test_a_build_that_needs_too_much_memory_ends_at_the_memory_limit(project: Project, megabytes: str) -> None:
    project.section("01-a.md", "# A\n\n" + "A word and another one. " * 60_000)
    arguments = ("-f", "pdf", "--memory-limit", megabytes)
    refused(
        project, 5, "booklet: error L002:", f"needed more than {megabytes} MB of memory", "hint:", arguments=arguments
    )


# output folders that cannot be written


@pytest.mark.parametrize(
    ("folder", "said"),
    [
        ("in-the-way.txt", "in-the-way.txt: error F003: a file stands where the folder should be"),
        ("in-the-way.txt/below", "in-the-way.txt/below: error F003: a file stands where the folder should be"),
        ("/proc/booklet", "/proc/booklet: error F003: this cannot be written"),
        ("/dev/null", "/dev/null: error F003: a file stands where the folder should be"),
    ],
)
def test_an_output_folder_that_cannot_be_is_named(project: Project, folder: str, said: str) -> None:
    project.section("01-a.md", "# A\n\nText.\n").write("in-the-way.txt", "mine")
    refused(project, 6, said, "hint:", arguments=("-f", "html", "-o", folder))
    assert (project.folder / "in-the-way.txt").read_text() == "mine"


def test_an_output_folder_without_the_right_to_write_is_named(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.section("01-a.md", "# A\n\nText.\n")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(FileError, match="output: error F003: you may not write here"):
        pipeline.build(Request(project.folder, formats=("html",)))


def test_a_folder_in_the_place_of_the_finished_file_is_named(project: Project) -> None:
    project.section("01-a.md", "# A\n\nText.\n")
    (project.folder / "there" / "a-small-book.html").mkdir(parents=True)
    said = "there/a-small-book.html: error F003: a folder of that name is in the way"
    refused(project, 6, said, arguments=("-f", "html", "-o", "there"))
    assert contents(project.folder / "there") == {}


@pytest.mark.parametrize(
    ("reason", "said"),
    [(errno.ENOSPC, "there is no room left on the disk"), (errno.EFBIG, "a file of this size is not allowed here")],
)
def test_a_disk_that_is_full_leaves_the_old_files_and_nothing_else(
    project: Project, monkeypatch: pytest.MonkeyPatch, reason: int, said: str
) -> None:
    project.section("01-a.md", "# A\n\nText.\n")
    before = with_old_files(project.folder)

    def full(_: int) -> None:
        raise OSError(reason, os.strerror(reason))

    monkeypatch.setattr(place.os, "fsync", full)
    with pytest.raises(FileError, match=said):
        pipeline.build(Request(project.folder, formats=("html", "epub")))
    assert contents(project.folder / "output") == before


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[tuple[Path, Callable[[], None]]]:
    """A folder with hardly any room, and what to do in the process that is to feel it.

    Root gets a disk of 16 KB in memory; others a limit on the size of files, which the system refuses in the same way.
    """
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=16k", "none", str(folder)]
    if os.geteuid() == 0 and subprocess.run(mount, check=False, capture_output=True).returncode == 0:
        yield folder, lambda: None
        subprocess.run(["umount", str(folder)], check=True)
    else:
        yield folder, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))


def test_a_small_disk_that_the_files_do_not_fit_on_keeps_the_old_ones(
    project: Project, small_disk: tuple[Path, Callable[[], None]]
) -> None:
    folder, limit = small_disk
    project.section("01-a.md", "# A\n\n" + "Text that takes room.\n\n" * 2000)
    (folder / "a-small-book.html").write_text("an old page")
    words = [sys.executable, "-m", "booklet", "build", "-f", "html", "-o", str(folder)]
    ran = subprocess.run(words, cwd=project.folder, preexec_fn=limit, capture_output=True, text=True, check=False)
    assert ran.returncode == 6, ran.stderr
    assert re.match(r".*disk/a-small-book\.html: error F003: (there is no room|a file of this size)", ran.stderr)
    assert "Traceback" not in ran.stderr
    assert contents(folder) == {"a-small-book.html": b"an old page"}


def test_without_room_for_temporary_files_the_folder_is_named(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.section("01-a.md", "# A\n\nText.\n")

    def full(**_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(confine.tempfile, "TemporaryDirectory", full)
    monkeypatch.setenv("TMPDIR", "/the/scratch")
    with pytest.raises(FileError, match="/the/scratch: error F003: nothing can be written there: No space left"):
        pipeline.build(Request(project.folder, formats=("html",)))


def test_a_disk_that_fills_up_during_the_layout_is_not_taken_for_a_bug(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.section("01-a.md", "# A\n\nText.\n")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.delenv("BOOKLET_FONTS", raising=False)
    monkeypatch.setattr(weasy, "_empty_font", full)
    with pytest.raises(FileError, match="error F003: nothing can be written there: No space left"):
        pipeline.build(Request(project.folder, formats=("pdf",)))


# ends that come from outside


AS_AT_A_TERMINAL = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background of a shell does not hear it
signal.signal(signal.SIGHUP, signal.SIG_DFL)
from booklet.cli import run
run()
"""


class Running:
    """``booklet build`` of a project while it runs, in a process group of its own as in a terminal."""

    def __init__(self, project: Project, tmp_path: Path, **streams: int) -> None:
        self.scratch = tmp_path / "scratch"
        self.scratch.mkdir()
        self.project = project
        self.before = with_old_files(project.folder)
        words = [sys.executable, "-c", AS_AT_A_TERMINAL, "build", "-f", "html"]
        wanted = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **streams}
        environment = {**os.environ, "TMPDIR": str(self.scratch)}
        self.process = subprocess.Popen(
            words, cwd=project.folder, env=environment, text=True, start_new_session=True, **wanted
        )

    def child(self) -> int:
        """The process id of the child that does the work, once there is one."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        while not (found := children.read_text().split()):
            assert self.process.poll() is None
            time.sleep(0.02)
        return int(found[0])

    def end(self) -> tuple[int, str]:
        _, said = self.process.communicate(timeout=60)
        assert contents(self.project.folder / "output") == self.before
        return self.process.returncode, said


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_build_that_is_stopped_leaves_nothing_behind(
    project: Project, tmp_path: Path, sent: signal.Signals, code: int
) -> None:
    running = Running(slow(project), tmp_path)
    child = running.child()
    os.killpg(running.process.pid, sent) if sent == signal.SIGINT else running.process.send_signal(sent)
    assert running.end() == (code, "stopped.\n")
    assert list(running.scratch.iterdir()) == []
    assert not Path(f"/proc/{child}").exists()


def test_a_child_that_the_system_kills_is_a_limit_and_no_bug(project: Project, tmp_path: Path) -> None:
    running = Running(slow(project), tmp_path)
    os.kill(running.child(), signal.SIGKILL)
    code, said = running.end()
    assert code == 5
    assert re.match(r"booklet: error L002: the system ended the build while .+\n  hint: .+\n$", said)
    assert list(running.scratch.iterdir()) == []


def test_a_build_stopped_while_it_places_its_files_leaves_no_half_files(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.section("01-a.md", "# A\n\nText.\n")
    before = with_old_files(project.folder)

    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(place.os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        pipeline.build(Request(project.folder, formats=("html", "epub")))
    assert contents(project.folder / "output") == before


# where nobody listens


def shell(project: Project, line: str) -> Ran:
    """A line of the shell in the project's folder; ``booklet`` is this one."""
    project.section("01-a.md", "# A\n\nA <b>word</b>.\n")
    line = line.replace("booklet", f"'{sys.executable}' -m booklet")
    done = subprocess.run(["bash", "-c", line], cwd=project.folder, capture_output=True, text=True, check=False)
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_closed_streams_do_not_disturb_a_build(project: Project, closed: str) -> None:
    ran = shell(project, f"booklet build -f html {closed}")
    assert ran.code == 0
    assert "Traceback" not in ran.err
    assert ran.out == ("" if ">&- " in f"{closed} " and not closed.startswith("2") else "output/a-small-book.html\n")
    assert (project.folder / "output" / "a-small-book.html").is_file()


def test_a_reader_of_the_output_who_has_gone_does_not_disturb_a_build(project: Project) -> None:
    ran = shell(project, "set -o pipefail; { booklet build -f html; } 2>&1 | true")
    assert ran == Ran(0, "", "")
    assert (project.folder / "output" / "a-small-book.html").is_file()


def test_a_full_disk_behind_standard_output_is_told(project: Project) -> None:
    ran = shell(project, "booklet build -f html >/dev/full")
    assert ran.code == 6
    assert "standard output: error F003: the result cannot be written there: No space left on device" in ran.err


def test_a_full_disk_behind_standard_error_does_not_disturb_a_build(project: Project) -> None:
    assert shell(project, "booklet build -f html 2>/dev/full") == Ran(0, "output/a-small-book.html\n", "")


def test_errors_are_told_as_json_too(project: Project) -> None:
    project.section("01-a.md", "# A\n\nA [link](#nowhere).\n")
    ran = project.command("build", "--json")
    assert ran.code == 3
    (problem,) = json.loads(ran.out)["problems"]
    assert problem["code"] == "S003"
    assert problem["place"] == {"file": "manuscript/01-a.md", "line": 3, "column": 4}
    assert "manuscript/01-a.md:3:4: error S003" in ran.err


@pytest.mark.parametrize("epoch", ["yesterday", "9" * 30])
def test_a_wrong_source_date_epoch_is_named(project: Project, epoch: str) -> None:
    project.write("manuscript/booklet.yaml", "title: A Small Book\n").section("01-a.md", "# A\n\nText.\n")
    ran = project.command("build", "-f", "html", env={"SOURCE_DATE_EPOCH": epoch})
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith(f"SOURCE_DATE_EPOCH: error P006: “{epoch}” is not a time\n  hint: ")


def test_a_working_folder_that_is_gone_is_told(project: Project) -> None:
    ran = shell(project, 'mkdir gone; cd gone; rmdir ../gone; exec booklet build')
    assert ran.code == 6
    assert ran.err.startswith(".: error F002: this folder cannot be opened: No such file or directory\n  hint: ")


def test_a_project_with_a_name_that_no_folder_can_have_is_told(project: Project) -> None:
    ran = project.command("build", "a" * 5000)
    assert ran.code == 6
    assert "…: error F002: this folder cannot be opened: File name too long\n  hint: " in ran.err


# wrong words on the command line


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("biuld",), "There is no command “biuld”. Did you mean “build”?"),
        (("build", "--nothing"), "No such option"),
        (("build", "-f", "docx"), "'docx' is not one of"),
        (("build", "--time-limit", "inf"), "Invalid value for '--time-limit'"),
        (("build", "--memory-limit", "1"), "Invalid value for '--memory-limit'"),
        (("build", "one", "two"), "unexpected extra argument"),
    ],
)
def test_wrong_usage_ends_with_2(project: Project, words: tuple[str, ...], said: str) -> None:
    ran = project.command(*words)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert "Traceback" not in ran.err
