"""docx: paragraphs, headings and tables in their order, text boxes included; then what stands beside the body."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from documents.extraction.blocks import Collector

_HEADING = re.compile(r"(?:heading|見出し)\s*([1-9])", re.IGNORECASE)
_TITLE = re.compile(r"(?:title|表題)", re.IGNORECASE)
_PARAGRAPH, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_CONTROL, _CONTENT = qn("w:sdt"), qn("w:sdtContent")
_TEXT, _TAB, _BREAKS = qn("w:t"), qn("w:tab"), frozenset({qn("w:br"), qn("w:cr")})
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DELETED = qn("w:delText")
DEEPEST = 20
BESIDE = "本文のほかにある文字（ヘッダー、フッター、脚注、コメント、変更履歴）"
_PARTS = ("/header", "/footer", "/footnotes", "/endnotes", "/comments")


def read_docx(content: bytes, into: Collector) -> None:
    """Everything in the body, and after it what goes out with the file although a reader may never see it."""
    document = Document(io.BytesIO(content))
    _read_body(document, into)
    beside = list(_beside(document))
    if beside:
        into.heading(BESIDE, 1)
        for text in beside:
            into.paragraph(text)


def read_docx_body(content: bytes, into: Collector) -> None:
    """The body alone."""
    _read_body(Document(io.BytesIO(content)), into)


def _read_body(document: Any, into: Collector) -> None:
    levels = _heading_levels(document)
    for element in _parts(document.element.body, 0):
        if element.tag == _TABLE:
            for row in element.iter(_ROW):
                into.row([_text(cell) for cell in row.iterchildren(_CELL)])
            continue
        level = levels.get(_style(element), 0)
        text = _text(element)
        if level:
            into.heading(text, level)
        else:
            into.paragraph(text)


def _beside(document: Any) -> Iterator[str]:
    """Headers, footers, notes and comments, and what the history of changes keeps of deleted text."""
    shown: set[str] = set()
    roots = [parse_xml(part.blob) for part in _other_parts(document)]
    texts = [_text(paragraph).strip() for root in roots for paragraph in root.iter(_PARAGRAPH)]
    texts += ["".join(run.itertext(_DELETED)) for run in document.element.body.iter(_PARAGRAPH)]
    for text in texts:
        if text.strip() and not text.strip().isdigit() and text not in shown:
            shown.add(text)
            yield text


def _other_parts(document: Any) -> list[Any]:
    relations = [each for each in document.part.rels.values() if not each.is_external]
    return [each.target_part for each in relations if each.reltype.endswith(_PARTS)]


def _parts(parent: Any, depth: int) -> Iterator[Any]:
    """Paragraphs and tables, also those inside content controls."""
    for child in parent.iterchildren():
        if child.tag in {_PARAGRAPH, _TABLE}:
            yield child
        elif child.tag in {_CONTROL, _CONTENT} and depth < DEEPEST:
            yield from _parts(child, depth + 1)


def _heading_levels(document: Any) -> dict[str, int]:
    """Style id → level, for the styles that are headings by name; a title counts as the first level."""
    levels = {}
    for style in document.styles:
        name = style.name or ""
        match = _HEADING.match(name)
        if match:
            levels[style.style_id] = int(match[1])
        elif _TITLE.fullmatch(name):
            levels[style.style_id] = 1
    return levels


def _style(paragraph: Any) -> str:
    properties = paragraph.pPr
    return str(properties.style) if properties is not None and properties.style is not None else ""


def _text(element: Any) -> str:
    """The text below an element; the old form of a drawing beside its new one is skipped."""
    pieces: list[str] = []
    for child in element.iter():
        if child.tag == _TEXT:
            if not any(above.tag == _FALLBACK for above in child.iterancestors(_FALLBACK)):
                pieces.append(child.text or "")
        elif child.tag == _TAB:
            pieces.append("\t")
        elif child.tag in _BREAKS or (child.tag == _PARAGRAPH and child is not element and pieces):
            pieces.append("\n")
    return "".join(pieces)
