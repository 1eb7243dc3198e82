"""Free prose: introductions, essays, credits."""

from .base import Kind

KIND = Kind("page")
