"""Words are broken as their language breaks them, in prose alone; the places are those of Duden and of the Académie."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from tests.pages import rules
from tests.pages.conftest import Press
from tests.pages.generated import Shape, blocks
from tests.pages.measuring import Finished, Line, as_drawn

GERMAN = """
    Ge-schwin-dig-keits-be-gren-zung Ver-ant-wor-tung Er-in-ne-rung Ge-sell-schaft Wis-sen-schaft Ent-wick-lung
    Freund-schaft Ver-gan-gen-heit Mög-lich-keit Schwie-rig-kei-ten Zu-sam-men-hang Auf-merk-sam-keit
"""
FRENCH = """
    dé-ve-lop-pe-ment gou-ver-ne-ment con-nais-sance ap-par-te-ment in-ter-na-tio-nal res-pon-sa-bi-li-té
    com-mu-ni-ca-tion heu-reu-se-ment per-son-nage par-ti-cu-liè-re-ment
"""
HYPHENS = ("-", "\N{HYPHEN}", "\N{SOFT HYPHEN}")
LEXICON = {
    word.replace("-", ""): word.split("-") for text in (GERMAN, FRENCH) for word in text.split()
}  # fmt: skip


def prose(key: str, language: str, count: int = 90) -> str:
    """A marked paragraph of long words alone."""
    vocabulary = [word.replace("-", "") for word in (GERMAN if language == "de" else FRENCH).split()]
    return " ".join([f"{key}a", *random.Random(key).choices(vocabulary, k=count), f"{key}z"])


def shape(language: str) -> Shape:
    long_title = prose("t", language, 9).removeprefix("ta ").removesuffix(" tz")
    pieces = [prose(f"p{number}", language) for number in range(12)]
    for number in range(1, 10, 2):
        pieces[number] = f"## {prose(f'h{number}', language, 8)}\n\n{pieces[number]}"
    foreign = "fr" if language == "de" else "de"
    pieces.append(f"p20a [{prose('x1', foreign, 300)}]{{lang={foreign}}} p20z")
    text = f"# {long_title}\n\n{blocks(pieces)}"
    return Shape({"01-text.md": text}, f"subtitle: {long_title}\ndek: {long_title}\n", long_title, language)


@pytest.fixture(scope="module", params=["de", "fr"])
def written(press: Press, request: pytest.FixtureRequest) -> Finished:
    """A booklet in one language, with a passage in the other, as it is drawn."""
    made = press(f"language-{request.param}", shape(request.param))
    return Finished(as_drawn(made.data), made.warnings)


def broken_words(finished: Finished) -> list[tuple[Line, str, str]]:
    """The two halves of every word that is broken at the end of a line, with its line."""
    found = []
    for leaf in finished.leaves[6:]:
        for line, below in pairwise(finished.body_of(leaf)):
            if line.words[-1].endswith(HYPHENS):
                found.append((line, line.words[-1][:-1], below.words[0]))
    return found


def test_words_are_broken_where_their_language_breaks_them(written: Finished) -> None:
    broken = broken_words(written)
    assert len(broken) > 30
    assert len({first + rest for _, first, rest in broken}) > 12, "both languages break words"
    for _, first, rest in broken:
        syllables = LEXICON[first + rest]
        places = ["".join(syllables[:number]) for number in range(1, len(syllables))]
        assert first in places, f"{first}-{rest}"


def test_three_letters_stand_on_each_side_of_a_break(written: Finished) -> None:
    assert all(len(first) >= 3 and len(rest) >= 3 for _, first, rest in broken_words(written))


def test_no_word_is_broken_in_titles_and_headings(written: Finished) -> None:
    assert all(written.is_text(line) for line, _, _ in broken_words(written))
    for leaf in written.leaves[:6]:
        assert [line.text for line in leaf.lines if line.text.endswith(HYPHENS)] == []
    headings = [written.line_of(f"h{number}a") for number in range(1, 10, 2)]
    assert not any(written.is_text(line) for line in headings)


def test_long_words_leave_no_line_alone_and_keep_within_the_type_area(written: Finished) -> None:
    assert rules.out_of_the_type_area(written) == []
    assert rules.lonely_lines(written, [f"p{number}" for number in range(12)]) == []
