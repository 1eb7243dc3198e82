"""Colours: read as CSS reads them, measured as WCAG measures them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booklet.themes.colour import BLACK, READABLE, WHITE, Colour, colour_of, contrast, readable_on

PARTS = st.floats(0, 1)
COLOURS = st.builds(Colour, PARTS, PARTS, PARTS)


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("#7a1f2b", "#7a1f2b"),
        ("#fff", "#ffffff"),
        ("DarkRed", "#8b0000"),
        ("rgb(122 31 43)", "#7a1f2b"),
        ("hsl(0 100% 50%)", "#ff0000"),
    ],
)
def test_a_colour_is_read_as_css_writes_it(written: str, wanted: str) -> None:
    assert str(colour_of(written)) == wanted


@pytest.mark.parametrize(
    "written", ["", "reddish", "#12", "transparent", "#00000080", "currentcolor", "7a1f2b", "url(x)"]
)
def test_what_is_no_solid_colour_is_none(written: str) -> None:
    assert colour_of(written) is None


@given(st.text(max_size=30))
def test_any_text_is_a_colour_or_none(text: str) -> None:
    found = colour_of(text)
    assert found is None or colour_of(str(found)) is not None


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast(BLACK, WHITE) == pytest.approx(21)
    grey = colour_of("#767676")  # the palest grey that WCAG AA allows on white
    assert grey is not None
    assert contrast(grey, WHITE) == pytest.approx(4.54, abs=0.01)


@given(COLOURS, COLOURS)
def test_contrast_is_the_same_both_ways(one: Colour, other: Colour) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21.0001


@given(COLOURS, st.sampled_from([WHITE, BLACK, Colour(0.106, 0.110, 0.118)]))
def test_a_colour_is_brought_so_far_that_it_can_be_read(colour: Colour, ground: Colour) -> None:
    assert contrast(readable_on(ground, colour), ground) >= READABLE
    if contrast(colour, ground) >= READABLE:
        assert readable_on(ground, colour) == colour
