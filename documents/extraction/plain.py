"""Plain text and Markdown."""

from __future__ import annotations

import csv
import re

from documents.extraction.blocks import Collector

CP932_REMARK = (
    "文字コードはShift_JIS（CP932）として読み取りました。文字化けしているときは、UTF-8で保存し直してください。"
)
_HEADING = re.compile(r"(#{1,6})\s+(.+?)\s*#*")


def decoded(content: bytes) -> tuple[str, str]:
    """The text and a remark for the reader: UTF-8 (a byte order mark is dropped), else the code of Japanese Windows.

    UnicodeDecodeError: it is neither.
    """
    try:
        return content.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        return content.decode("cp932"), CP932_REMARK


def read_text(content: bytes, into: Collector) -> None:
    """A line is a paragraph."""
    for line in decoded(content)[0].splitlines():
        into.paragraph(line)


def read_csv(content: bytes, into: Collector) -> None:
    """Rows of cells; where the quoting is broken, lines."""
    text = decoded(content)[0].replace("\x00", "")
    try:
        for row in csv.reader(text.splitlines(), strict=True):
            into.row(row)
    except csv.Error:
        for line in text.splitlines():
            into.paragraph(line)


def read_markdown(content: bytes, into: Collector) -> None:
    """The same, with headings."""
    for line in decoded(content)[0].splitlines():
        match = _HEADING.fullmatch(line)
        if match:
            into.heading(match[2], len(match[1]))
        else:
            into.paragraph(line)
