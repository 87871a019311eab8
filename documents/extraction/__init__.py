"""The text of a file, read in a process of its own that may use little memory, little time, and write nothing.

    reading = read_file(file, "docx")
    reading.portions      # screenfuls of blocks: headings, paragraphs, rows of tables, pages, sheets
    reading.reason        # or why there is none, in Japanese

A hostile file can at worst kill that process. It gets the file on its standard input, no environment of ours (no
addresses, no keys), and answers in JSON that is checked here again. Nothing in this package imports Django.
"""

from documents.extraction.plain import decoded
from documents.extraction.running import Reading, believed, read_file
from dss.confined import Limits

__all__ = ["Limits", "Reading", "believed", "decoded", "read_file"]
