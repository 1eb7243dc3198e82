"""No way of setting a text hides it from the proof, and no other text is taken for it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booklet.proof.words import RUN, Runs, Stream, joined, words_of

LIGATURES = {"ffi": "ﬃ", "ffl": "ﬄ", "ff": "ﬀ", "fi": "ﬁ", "fl": "ﬂ"}
WORD = st.text("abcdefghijklmnopqrstuvwxyzäöüßéàñçøłœāş", min_size=3, max_size=12)
TEXT = st.lists(WORD, min_size=RUN, max_size=30).map(" ".join)
CYRILLIC = st.lists(st.text("абвгдежзиклмнопрстуфхц", min_size=1, max_size=12), max_size=60).map(" ".join)


def found(secret: str, pieces: list[str]) -> list[str]:
    runs: Runs[str] = Runs()
    words = words_of(secret)
    runs.add(words, [secret] * len(words))
    return [meaning for _, _, meaning in runs.found_in(Stream(pieces))]


@st.composite
def set_in_type(draw: st.DrawFn, secret: str) -> list[str]:
    """A text as a page may hold it: ligatures, capitals, accents apart, broken over lines, pieces and pages."""
    text = secret
    if draw(st.booleans()):
        for letters, joint in LIGATURES.items():
            text = text.replace(letters, joint)
    text = draw(st.sampled_from([str, str.upper, str.title, lambda t: unicodedata.normalize("NFD", t)]))(text)
    pieces: list[str] = []
    lines: list[str] = []
    for word in text.split(" "):
        at = draw(st.integers(1, max(len(word) - 1, 1)))
        way = draw(st.sampled_from(["whole", "soft", "hyphen", "line", "piece"]))
        bare = unicodedata.combining(word[at : at + 1] or "x") == 0
        if way == "soft":
            word = word[:at] + "\N{SOFT HYPHEN}" + word[at:]
        if way == "hyphen" and bare and len(word) > 1:
            lines += [word[:at] + draw(st.sampled_from(["\N{HYPHEN}", "-", "\N{SOFT HYPHEN}"])), word[at:]]
        else:
            lines.append(word + draw(st.sampled_from([" ", ", ", " — ", "\N{NO-BREAK SPACE}"])))
        if way == "piece":
            pieces.append(joined(lines))
            lines = []
    return [*pieces, joined(lines)]


@given(st.data(), TEXT, CYRILLIC, CYRILLIC)
def test_a_text_is_found_however_it_is_set(data: st.DataObject, secret: str, before: str, behind: str) -> None:
    pieces = data.draw(set_in_type(secret))
    assert found(secret, [before, *pieces, behind]) == [secret]


@given(TEXT, CYRILLIC)
def test_another_text_is_not_taken_for_it(secret: str, other: str) -> None:
    assert found(secret, [other]) == []


@given(TEXT, st.integers(0, 29))
def test_seven_words_of_it_are_not_enough(secret: str, start: int) -> None:
    words = secret.split(" ")
    few = words[start % len(words) :][: RUN - 1]
    said = " xyzzy ".join([" ".join(few), "plugh " * 9])
    assert found(secret, [said]) == [] or len({*words}) < len(words) or _within(secret, said)


def _within(secret: str, said: str) -> bool:
    """Whether seven of the words hold the letters of eight all the same, as where one is the end of another."""
    words, letters = words_of(secret), "".join(words_of(said))
    return any("".join(words[n : n + RUN]) in letters for n in range(len(words) - RUN + 1))


@given(st.lists(st.text("abcdefgh ,.'’-", max_size=20), max_size=12), st.data())
def test_a_place_in_the_letters_is_a_place_in_the_pieces(pieces: list[str], data: st.DataObject) -> None:
    stream = Stream(pieces)
    if not stream.letters:
        assert stream.spaced.strip() == ""
        return
    at = data.draw(st.integers(0, len(stream.letters) - 1))
    number = stream.piece_at(at)
    letters = [piece.replace(" ", "") for piece in stream.pieces]
    assert "".join(letters[:number]) + letters[number] == stream.letters[: len("".join(letters[: number + 1]))]
    assert len("".join(letters[:number])) <= at < len("".join(letters[: number + 1]))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Don’t", ["dont"]),
        ("well-known", ["well", "known"]),
        ("the ﬁfth oﬃce", ["the", "fifth", "office"]),
        ("STRASSE", ["strasse"]),
        ("Straße", ["strasse"]),
        ("n\N{LATIN SMALL LETTER I}ño", ["nino"]),
        ("con\N{SOFT HYPHEN}cert", ["concert"]),
        ("２０２６ ½ x²", ["2026", "12", "x2"]),
        ("日本語の本", ["日本", "語の", "本"]),
        ("« — … »", []),
    ],
)
def test_words_are_letters_and_digits_alone(written: str, read: list[str]) -> None:
    assert words_of(written) == read


def test_a_word_broken_at_a_line_s_end_is_whole_again() -> None:
    lines = ["a con\N{HYPHEN}", "cert is well-", "known"]
    assert words_of(joined(lines)) == ["a", "concert", "is", "well", "known"]
