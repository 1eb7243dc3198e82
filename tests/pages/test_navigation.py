"""Finding one's way: contents, page numbers, running heads, bookmarks, links, and what the file says of itself."""

from __future__ import annotations

import pytest

from tests.pages import rules
from tests.pages.conftest import Press
from tests.pages.generated import Shape, blocks, note, paragraph, paragraphs
from tests.pages.measuring import Bookmark, Finished

TITLE = "A Booklet to Find One’s Way In"
SECTIONS = {
    "first": ("The First of Them", 9, False),
    "one-page": ("One Page", 2, False),
    "middle": ("The *Middle* One: with a Note", 14, False),
    "told": ("What Is Told", 7, True),
    "told-too": ("What Is Told as Well", 3, True),
    "schluß": ("Last & “Quoted” <of> All", 5, False),
}
PARTS = (("Opening Part", ["first", "one-page"]), ("Second", ["middle", "told", "told-too"]), ("Third", ["schluß"]))
PLAIN = {key: title.replace("*", "") for key, (title, _, _) in SECTIONS.items()}
SETTINGS = f"""subtitle: For Tests
dek: A sentence that says what this is.
authors:
  - name: Ada Writer
  - name: Émile Zürcher
    role: editor
publisher: The Press
keywords: [finding, ways, "two words"]
parts:
{"".join(f"  - title: {title}{chr(10)}    sections: {keys}{chr(10)}" for title, keys in PARTS)}
""".replace("'", "")


def section(number: int, key: str) -> str:
    """A section with two levels of headings, notes in a heading, and links to every other section and heading."""
    title, length, spoils = SECTIONS[key]
    front = f"---\nid: {key}\nspoilers: {'full' if spoils else 'none'}\ntitle: '{title}'\n---\n"
    links = " ".join(f"[to{number}x{other}](#{name})" for other, name in enumerate(SECTIONS))
    links += " ".join(f" [sub{number}x{other}](#head-{other})" for other in range(len(SECTIONS)))
    return front + blocks([
        paragraph(f"p{number}first", 40), links, paragraphs(f"p{number}", [80] * length),
        f"## Heading headb{number} with a note[^n{number}] {{#head-{number}}}", paragraph(f"p{number}mid", 60),
        f"### Lower heading headc{number}", paragraphs(f"p{number}last", [70] * 3),
        f"## Second heading headd{number}", paragraph(f"p{number}end", 60), note(f"n{number}", 12),
    ])  # fmt: skip


@pytest.fixture(scope="module")
def found(press: Press) -> Finished:
    sections = {f"{number:02}-{key}.md": section(number, key) for number, key in enumerate(SECTIONS)}
    return press("navigation", Shape(sections, SETTINGS, TITLE))


def openings(finished: Finished) -> dict[int, str]:
    """The first page of each section, found by its first paragraph."""
    return {finished.page_of(f"p{number}firsta"): PLAIN[key] for number, key in enumerate(SECTIONS)}


def contents(finished: Finished) -> dict[str, str]:
    """The lines of the contents: titles with the numbers printed behind them."""
    lines = finished.body_of(finished.leaves[4])
    assert lines[0].text == "Contents"
    found = {}
    for line in lines[1:]:
        title, _, number = line.text.rpartition(" ")
        if number.isdigit():
            found[title.rstrip(" .")] = number
    return found


def test_the_number_in_the_contents_is_the_label_and_the_printed_number_of_the_page_found(found: Finished) -> None:
    printed = contents(found)
    assert list(printed) == list(PLAIN.values())
    for page, title in openings(found).items():
        leaf = found.leaves[page]
        assert printed[title] == leaf.label == found.folio_of(leaf), title


def test_the_contents_name_the_parts_before_their_sections(found: Finished) -> None:
    text = found.leaves[4].text
    places = [text.index(name) for title, keys in PARTS for name in (title, *(PLAIN[key] for key in keys))]
    assert places == sorted(places)


def test_every_page_prints_the_number_that_its_label_says(found: Finished) -> None:
    assert rules.wrong_page_numbers(found) == []
    body = min(openings(found))
    labels = [leaf.label for leaf in found.leaves]
    assert labels[:body] == ["i", "ii", "iii", "iv", "v", "vi"]
    assert labels[body:] == [str(number) for number in range(1, len(labels) - body + 1)]
    assert [found.folio_of(leaf) for leaf in found.leaves[1:body]] == ["", "", "", "v", ""]
    for leaf in found.leaves[body:]:
        assert bool(found.folio_of(leaf)) == bool(leaf.lines)


def warning_pages(finished: Finished) -> dict[int, str]:
    """Pages that warn of spoilers have no running head, as the sections' first pages."""
    return {leaf.index: "" for leaf in finished.leaves if leaf.text.startswith("Spoilers ahead")}


def test_running_heads_name_booklet_and_section_and_stay_off_opening_pages(found: Finished) -> None:
    assert len(warning_pages(found)) == 1
    assert rules.wrong_heads(found, TITLE, openings(found) | warning_pages(found)) == []


def test_a_warning_stands_on_the_page_before_sections_that_spoil_and_each_of_them_says_so(found: Finished) -> None:
    told = [page for page, title in openings(found).items() if title in (PLAIN["told"], PLAIN["told-too"])]
    assert [told[0] - 1] == list(warning_pages(found))
    assert not found.leaves[told[0]].is_right  # it does not face the warning
    assert [leaf.index for leaf in found.leaves if "Tells what happens" in leaf.text] == told


def test_a_warning_says_on_which_page_to_go_on(found: Finished) -> None:
    (last,) = [page for page, title in openings(found).items() if title == PLAIN["schluß"]]
    for page in warning_pages(found):
        text = " ".join(found.leaves[page].text.split())
        assert f"{PLAIN['schluß']} (page {found.leaves[last].label})" in text


def test_blank_pages_are_blank(found: Finished) -> None:
    blank = [leaf for leaf in found.leaves if not leaf.lines and leaf.index]
    assert len(blank) >= 3
    assert all(not (leaf.pieces or leaf.pictures or leaf.strokes) for leaf in blank)
    assert all(not leaf.is_right for leaf in blank)


def test_the_front_matter_is_cover_title_page_imprint_and_contents(found: Finished) -> None:
    front = [leaf.text for leaf in found.leaves[:6]]
    assert TITLE in " ".join(front[0].split())
    assert front[1] == ""
    assert TITLE in " ".join(front[2].split())
    assert "Made with Booklet" in front[3]
    assert front[4].startswith("Contents")
    assert front[5] == ""


def test_bookmarks_have_two_levels_but_for_what_spoils_and_lead_to_headings_without_notes(found: Finished) -> None:
    expected = [Bookmark(1, "Contents", 4, 0)]
    for number, (name, title) in enumerate(PLAIN.items()):
        pages = [found.page_of(f"{mark}{number}") for mark in ("headb", "headd")]
        expected.append(Bookmark(1, title, found.page_of(f"p{number}firsta"), 0))
        if name.startswith("told"):
            continue
        expected.append(Bookmark(2, f"Heading headb{number} with a note", pages[0], 0))
        expected.append(Bookmark(2, f"Second heading headd{number}", pages[1], 0))
    got = [(bookmark.level, bookmark.title, bookmark.page) for bookmark in found.bookmarks]
    assert got == [(bookmark.level, bookmark.title, bookmark.page) for bookmark in expected]


def test_a_bookmark_leads_to_just_above_its_heading(found: Finished) -> None:
    for bookmark in found.bookmarks:
        if bookmark.level == 2:
            (mark,) = [word for word in bookmark.title.split() if word.startswith("head") and word[-1].isdigit()]
            assert -4 < found.line_of(mark).box.top - bookmark.down < 12  # the box reaches above the letters


def test_a_heading_shows_the_number_of_its_note_and_its_bookmark_does_not(found: Finished) -> None:
    assert found.line_of("headb2").text.endswith("with a note 1")
    assert "Heading headb2 with a note" in [bookmark.title for bookmark in found.bookmarks]


@pytest.mark.parametrize("number", range(len(SECTIONS)))
def test_links_lead_to_the_page_of_what_they_name(found: Finished, number: int) -> None:
    for other in range(len(SECTIONS)):
        for mark, target in ((f"to{number}x{other}", f"p{other}firsta"), (f"sub{number}x{other}", f"headb{other}")):
            line = found.line_of(mark)
            jumps = [
                jump for jump in found.jumps
                if (jump.page, jump.target) == (line.page, found.page_of(target))
                and jump.box.top - 6 < line.box.top < line.box.bottom < jump.box.bottom + 6
            ]  # fmt: skip
            assert jumps, (mark, target)


def test_every_line_of_the_contents_is_one_link_to_its_section(found: Finished) -> None:
    jumps = [jump for jump in found.jumps if jump.page == 4]
    assert [jump.target for jump in jumps] == list(openings(found))
    for jump in jumps:
        assert found.areas[True].holds(jump.box, 2)


def test_links_have_an_area_within_their_page_and_a_height_of_about_a_line(found: Finished) -> None:
    for jump in found.jumps:
        leaf = found.leaves[jump.page]
        assert leaf.whole.holds(jump.box)
        assert 4 < jump.box.height < 2.5 * found.text_height


def test_the_file_says_who_made_it_and_what_it_is(found: Finished) -> None:
    info = found.pdf.docinfo
    assert str(info["/Title"]) == f"{TITLE}: For Tests"
    assert str(info["/Author"]) == "Ada Writer, Émile Zürcher"
    assert str(info["/Subject"]) == "A sentence that says what this is."
    assert str(info["/Keywords"]) == "finding, ways, two words"
    assert str(found.pdf.Root.Lang) == "en-GB"
    assert found.pdf.Root.ViewerPreferences.DisplayDocTitle
    with found.pdf.open_metadata() as meta:
        assert meta["dc:title"] == f"{TITLE}: For Tests"
        assert list(meta["dc:creator"]) == ["Ada Writer", "Émile Zürcher"]


def test_page_labels_are_roman_and_then_decimal_for_any_reader(found: Finished) -> None:
    numbers = found.pdf.Root.PageLabels.Nums
    pairs = [(int(numbers[index]), str(numbers[index + 1].S)) for index in range(0, len(numbers), 2)]
    assert pairs == [(0, "/r"), (min(openings(found)), "/D")]


def test_all_pages_are_of_one_size(found: Finished) -> None:
    sizes = {tuple(round(float(side)) for side in page.mediabox) for page in found.pdf.pages}
    assert sizes == {(0, 0, 420, 595)}
