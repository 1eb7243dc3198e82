"""Booklet: study booklets from Markdown to print-ready PDF, EPUB and HTML."""

__version__ = "0.1.0"
