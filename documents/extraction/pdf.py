"""PDF: the text of each page."""

from __future__ import annotations

import pypdfium2

from documents.extraction.blocks import Collector

MAX_PAGES = 1_000


def read_pdf(content: bytes, into: Collector) -> None:
    """A line is a paragraph: a PDF knows no others. Pages without text leave no trace."""
    document = pypdfium2.PdfDocument(content)
    try:
        for index in range(min(len(document), MAX_PAGES)):
            page = document[index]
            text_page = page.get_textpage()
            lines = [line for line in text_page.get_text_range().splitlines() if line.strip()]
            text_page.close()
            page.close()
            if lines:
                into.page(index + 1)
            for line in lines:
                into.paragraph(line)
    finally:
        document.close()
