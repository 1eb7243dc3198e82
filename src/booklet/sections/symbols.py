"""Symbols: written and set as themes are."""

from .base import Kind, under_headings
from .themes import FIELDS

KIND = Kind("symbols", under_headings("symbol", FIELDS), FIELDS)
