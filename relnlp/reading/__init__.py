"""From a file, text, dicts or a DataFrame to sessions; one format a file, told apart by content."""

from relnlp.reading.read import read, read_all

__all__ = ["read", "read_all"]
