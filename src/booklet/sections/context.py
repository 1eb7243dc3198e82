"""Background to the studied book: prose, with a portrait or picture if the front matter names one."""

from .base import Kind

KIND = Kind("context")
