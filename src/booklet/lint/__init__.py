"""The manuscript's lint: rules over the book as it was read."""
