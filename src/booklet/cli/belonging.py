"""Which options mean something beside the layout of sheets that is asked for; the others are told, not passed over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import get_args

import click
from click.core import ParameterSource

from ..press.layouts import Layout

LAYOUTS: tuple[Layout, ...] = get_args(Layout)
FOLDED: tuple[Layout, ...] = ("saddle", "perfect")
FLAT: tuple[Layout, ...] = ("2-up", "4-up", "cut-and-stack", "repeat")
OF_LAYOUTS: Mapping[str, tuple[Layout, ...]] = {
    "binding": tuple(name for name in LAYOUTS if name != "repeat"),
    "flip": tuple(name for name in LAYOUTS if name != "mini-book"),
    "folds": FOLDED,
    "signature": FOLDED,
    "cells": FLAT,
    "one_sided": (*FLAT, "mini-book"),
    "paper": FOLDED,
    "spine": (*FOLDED, "mini-book"),
    "marks": tuple(name for name in LAYOUTS if name not in ("2-up", "4-up")),
    "back_cover": (*FOLDED, "cut-and-stack", "mini-book"),
}
OF_FILES = ("output", "instructions", "keep_composed", "proof", "open_it", "open_them")


def is_given(option: str) -> bool:
    """Whether an option of the command that runs was written, by the name of its parameter."""
    return click.get_current_context().get_parameter_source(option) == ParameterSource.COMMANDLINE


def stop_on_idle(layout: Layout, options: tuple[str, ...], *, is_one_sided: bool = False, fits: bool = False) -> None:
    """Raise a UsageError that names each of these options, by the names of their parameters, that was written and means
    nothing: for this layout, for sheets printed on one side, or where with ``--fit`` nothing is made."""
    idle = list(_idle(layout, tuple(filter(is_given, options)), is_one_sided, fits))
    if idle:
        raise click.UsageError("; ".join(idle))


def _idle(layout: Layout, given: tuple[str, ...], is_one_sided: bool, fits: bool) -> Iterator[str]:
    for option in given:
        takes = OF_LAYOUTS.get(option, LAYOUTS)
        if layout not in takes:
            several = "layouts" if len(takes) > 1 else "layout"
            yield f"{_written(option)} is for the {several} {_listed(takes)}, and not for {layout}"
        elif option == "flip" and is_one_sided:
            yield "--flip is for sheets that are printed on both sides, and not for --one-sided"
    made = [_written(option) for option in given if option in OF_FILES]
    if fits and made:
        yield f"{_listed(made)} cannot stand beside --fit, with which nothing is made"


def _written(option: str) -> str:
    return {"open_it": "--open", "open_them": "--open"}.get(option, f"--{option.replace('_', '-')}")


def _listed(words: tuple[str, ...] | list[str]) -> str:
    *some, last = words
    return f"{', '.join(some)} and {last}" if some else last
