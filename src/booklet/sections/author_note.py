"""About the author of the studied book: prose beside a portrait."""

from .base import Kind

KIND = Kind("author-note")
