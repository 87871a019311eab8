"""Word by small steps. Whatever people typed becomes text: characters that XML does not know are left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from docx.document import Document as Paper
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

MINCHO, GOTHIC = "ＭＳ 明朝", "ＭＳ ゴシック"
A4_WIDTH, A4_HEIGHT, MARGIN = Mm(210), Mm(297), Mm(20)
NAMES = 45
_NOT_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def plain(text: str) -> str:
    """`text` without what XML cannot hold; line ends become one kind."""
    return _NOT_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def set_fonts(paper: Paper) -> None:
    """Japanese fonts that offices have, black headings, sizes for a printed paper."""
    for name, font, size in (("Normal", MINCHO, 10.5), ("Title", GOTHIC, 18), ("Heading 1", GOTHIC, 12)):
        _set_font(paper.styles[name], font, size)
    _set_font(paper.styles["Heading 2"], GOTHIC, 10.5)
    title = paper.styles["Title"]
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in title.element.findall(f".//{qn('w:pBdr')}"):
        line.getparent().remove(line)
    paper.styles["Normal"].paragraph_format.space_after = Pt(4)
    small = paper.styles.add_style("Table Text", WD_STYLE_TYPE.PARAGRAPH)
    small.base_style = paper.styles["Normal"]
    _set_font(small, MINCHO, 9)
    small.paragraph_format.space_after = Pt(0)


def _set_font(style: Any, name: str, size: float) -> None:
    style.font.name = name
    style.font.size = Pt(size)
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in list(fonts.attrib):
        if key.endswith("Theme"):
            del fonts.attrib[key]
    for kind in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(kind), name)


def set_page(section: Section, *, wide: bool = False) -> None:
    """A4, upright or lying."""
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (A4_HEIGHT, A4_WIDTH) if wide else (A4_WIDTH, A4_HEIGHT)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN


def turn_page(paper: Paper, *, wide: bool) -> None:
    """Go on on a new page of this orientation; its header and footer are those of the pages before."""
    set_page(paper.add_section(WD_SECTION.NEW_PAGE), wide=wide)


def number_pages(section: Section, head: str) -> None:
    """`head` above every page, "1 / 9" below it."""
    above = section.header.paragraphs[0]
    above.text = plain(head)
    above.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    below = section.footer.paragraphs[0]
    below.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _field(below, "PAGE")
    below.add_run(" / ")
    _field(below, "NUMPAGES")


def _field(paragraph: Paragraph, instruction: str) -> None:
    for kind, text in (("begin", ""), ("", instruction), ("separate", ""), (None, "1"), ("end", "")):
        run = paragraph.add_run()
        if kind is None:
            run.text = text
        elif kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        else:
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = text
            run._r.append(code)


def write(paper: Paper, text: str, *, centred: bool = False, right: bool = False) -> Paragraph:
    """A paragraph of text."""
    paragraph = paper.add_paragraph(plain(text))
    if centred or right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.RIGHT
    return paragraph


def facts_table(paper: Paper, rows: Sequence[tuple[str, str]], width: int) -> None:
    """Names beside values."""
    grid(paper, None, rows, [NAMES, width - NAMES])


def grid(
    paper: Paper,
    head: Sequence[str] | None,
    rows: Sequence[Sequence[str]],
    widths: Sequence[int],
    *,
    right_from: int | None = None,
) -> None:
    """A bordered table, its widths in millimetres; `head` is repeated on every page, figures stand at the right."""
    table = paper.add_table(rows=0, cols=len(widths), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    if head is not None:
        cells = _row(table, head, widths, bold=range(len(head)))
        for cell in cells:
            shade(cell)
        _repeat(table)
    for row in rows:
        cells = _row(table, row, widths, bold=(0,))
        shade(cells[0])
        for cell in cells[right_from:] if right_from is not None else ():
            for paragraph in cell.paragraphs:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _row(table: Table, texts: Sequence[str], widths: Sequence[int], *, bold: Sequence[int]) -> list[_Cell]:
    cells = list(table.add_row().cells)  # type: ignore[no-untyped-call]  # the library names no types here
    _keep_whole(table)
    for place, (cell, text, width) in enumerate(zip(cells, texts, widths, strict=True)):
        cell.width = Mm(width)
        paragraph = cell.paragraphs[0]
        paragraph.style = "Table Text"
        paragraph.add_run(plain(text)).bold = place in bold
    return cells


def _repeat(table: Table) -> None:
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    table.rows[-1]._tr.get_or_add_trPr().append(mark)


def _keep_whole(table: Table) -> None:
    """The newest row does not break between pages, unless it is longer than one."""
    table.rows[-1]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def shade(cell: _Cell) -> None:
    """A light grey ground."""
    ground = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", "F2F2F2")):
        ground.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(ground)


def seal_table(paper: Paper, names: Sequence[str]) -> None:
    """The boxes for seals and signatures, at the right."""
    table = paper.add_table(rows=2, cols=len(names), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.RIGHT
    table.autofit = False
    for place, name in enumerate(names):
        table.columns[place].width = Mm(24)
        for row in table.rows:
            row.cells[place].width = Mm(24)
        paragraph = table.rows[0].cells[place].paragraphs[0]
        paragraph.style, paragraph.alignment = "Table Text", WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run(plain(name))
    table.rows[1].height, table.rows[1].height_rule = Mm(20), WD_ROW_HEIGHT_RULE.AT_LEAST
