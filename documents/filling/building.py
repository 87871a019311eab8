"""The templates that come with the product, made from plain text: a docx that looks like a town hall's own paper.

    # 題名                       title, once          !cols 20 60 20   widths of the next table, in per cent
    ## 1 目的                    chapter              !side            its first column is its head
    ### 1.1 背景                 section              | a | b |        a row; the first one is the head
    >> 令和8年4月1日             to the right         ・item  （1） item  ア item   hanging
    << 宛名                      to the left
    == 中央                      in the middle        ! 注記           a remark for whoever fills it in
    {%p if x %} … {%p endif %}   paragraphs of the template engine, taken out with their lines
    ---                          the next chapter begins a page

Everything else is a paragraph that begins one character in.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

MINCHO, GOTHIC = "ＭＳ 明朝", "游ゴシック"
#: What stands in where a machine lacks them: other versions of Windows, other systems.
STAND_INS = {
    MINCHO: ("MS Mincho,游明朝,Yu Mincho,Noto Serif CJK JP", "roman"),
    GOTHIC: ("Yu Gothic,ＭＳ ゴシック,Noto Sans CJK JP", "swiss"),
}
BODY_SIZE = 10.5
TEXT_WIDTH = 165  # mm between the margins of an A4 page
_SHADE = "E9EEF5"
_MADE_AT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
_HANGING = re.compile(r"(・|（[0-9]{1,2}）|[ア-ン] |[0-9]{1,2}\. )(.+)")
_ENGINE = re.compile(r"\{%p .*%\}")


def built(source: str) -> bytes:
    """The docx, the same bytes for the same text."""
    document = Document()
    _prepare(document)
    for is_row, lines in groupby(_lines(source), key=lambda line: line.startswith("|")):
        if is_row:
            _table(document, [[cell.strip() for cell in line.strip("|").split("|")] for line in lines])
        else:
            for line in lines:
                _paragraph(document, line)
    out = io.BytesIO()
    document.save(out)
    return _dateless(out.getvalue())


def _lines(source: str) -> Iterator[str]:
    return (line.strip() for line in source.splitlines() if line.strip())


# --- The page -------------------------------------------------------------------------------------------------------


def _prepare(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(25), Mm(20)
    section.top_margin, section.bottom_margin = Mm(25), Mm(22)
    section.header_distance, section.footer_distance = Mm(12), Mm(12)
    properties = document.core_properties
    properties.author, properties.title, properties.comments = "", "", ""
    properties.created = properties.modified = _MADE_AT
    properties.language = "ja-JP"
    _styles(document)
    _fonts(document)
    _page_numbers(section.footer.paragraphs[0])
    document.widths, document.is_side, document.begins_page = [], False, False


def _styles(document: Any) -> None:
    styles = document.styles
    defaults = styles.element.find(qn("w:docDefaults"))
    language = defaults.find(".//" + qn("w:lang"))
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "ja-JP")
    _style(styles["Normal"], MINCHO, BODY_SIZE, line=1.3)
    _style(styles["Title"], GOTHIC, 18, before=6, after=14, is_bold=True, align=WD_ALIGN_PARAGRAPH.CENTER)
    _style(styles["Heading 1"], GOTHIC, 13, before=16, after=5, is_bold=True, with_next=True)
    _style(styles["Heading 2"], GOTHIC, 11, before=9, after=3, is_bold=True, with_next=True)
    for name in ("Title", "Heading 1"):
        _border(styles[name].element.get_or_add_pPr(), "8" if name == "Title" else "4")
    plain = styles.add_style("Text", WD_STYLE_TYPE.PARAGRAPH)
    _style(plain, MINCHO, BODY_SIZE, after=3, align=WD_ALIGN_PARAGRAPH.JUSTIFY, base=styles["Normal"])
    _indent(plain, first=100)
    item = styles.add_style("Item", WD_STYLE_TYPE.PARAGRAPH)
    _style(item, MINCHO, BODY_SIZE, after=2, align=WD_ALIGN_PARAGRAPH.JUSTIFY, base=styles["Normal"])
    cell = styles.add_style("Cell", WD_STYLE_TYPE.PARAGRAPH)
    _style(cell, MINCHO, 9.5, line=1.15, base=styles["Normal"])
    head = styles.add_style("Cell head", WD_STYLE_TYPE.PARAGRAPH)
    _style(head, GOTHIC, 9.5, line=1.15, is_bold=True, base=styles["Normal"])
    remark = styles.add_style("Remark", WD_STYLE_TYPE.PARAGRAPH)
    _style(remark, GOTHIC, 9, after=4, base=styles["Normal"])
    remark.font.color.rgb = RGBColor(0x44, 0x44, 0x44)


def _style(
    style: Any,
    font: str,
    size: float,
    *,
    before: float = 0,
    after: float = 0,
    line: float = 1.25,
    is_bold: bool = False,
    with_next: bool = False,
    align: Any = None,
    base: Any = None,
) -> None:
    if base is not None:
        style.base_style = base
    style.font.name, style.font.size, style.font.bold, style.font.italic = font, Pt(size), is_bold, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.rPr.rFonts
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{name}"), font)
    paragraph = style.paragraph_format
    paragraph.space_before, paragraph.space_after, paragraph.line_spacing = Pt(before), Pt(after), line
    paragraph.keep_with_next, paragraph.alignment = with_next, align
    for old in style.element.findall(".//" + qn("w:pBdr")):
        old.getparent().remove(old)


def _border(properties: Any, size: str) -> None:
    """A line below."""
    border = parse_xml(
        f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="{size}" w:space="2" w:color="1F3A5F"/></w:pBdr>'
    )
    properties.insert_element_before(border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")


def _indent(owner: Any, *, left: int = 0, first: int = 0, hanging: int = 0) -> None:
    """In hundredths of a character, as Japanese Word counts; and in points for other programs."""
    properties = owner.element.get_or_add_pPr() if hasattr(owner, "element") else owner._p.get_or_add_pPr()
    indent = properties.get_or_add_ind()
    for name, count in (("left", left), ("firstLine", first), ("hanging", hanging)):
        if count:
            indent.set(qn(f"w:{name}Chars"), str(count))
            indent.set(qn(f"w:{name}"), str(int(count * BODY_SIZE * 20 / 100)))


def _fonts(document: Any) -> None:
    """Named stand-ins, so that the paper looks alike where the fonts are missing."""
    part = next(each for each in document.part.package.iter_parts() if str(each.partname) == "/word/fontTable.xml")
    entries = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="80"/><w:family w:val="{family}"/>'
        f'<w:pitch w:val="variable"/></w:font>'
        for name, (others, family) in STAND_INS.items()
    )
    part._blob = part.blob.replace(b"</w:fonts>", entries.encode() + b"</w:fonts>")


def _page_numbers(paragraph: Any) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for text in ("PAGE", " / ", "NUMPAGES"):
        run = paragraph.add_run("" if text.isupper() else text)
        run.font.size = Pt(9)
        if not text.isupper():
            continue
        for kind, content in (("begin", ""), ("", text), ("separate", ""), ("text", "1"), ("end", "")):
            run._r.append(_field(kind, content))


def _field(kind: str, content: str) -> Any:
    if kind == "text":
        element = OxmlElement("w:t")
        element.text = content
    elif kind:
        element = OxmlElement("w:fldChar")
        element.set(qn("w:fldCharType"), kind)
    else:
        element = OxmlElement("w:instrText")
        element.text = content
    return element


# --- The text -------------------------------------------------------------------------------------------------------


def _paragraph(document: Any, line: str) -> None:
    mark, _, rest = line.partition(" ")
    if mark == "!cols":
        document.widths = [int(each) for each in rest.split()]
    elif mark == "!side":
        document.is_side = True
    elif mark == "---":
        document.begins_page = True
    elif mark in {"#", "##", "###"}:
        heading = document.add_heading(rest, level=len(mark) - 1)
        heading.paragraph_format.page_break_before = document.begins_page or None
        document.begins_page = False
    elif mark == "<<":
        document.add_paragraph(rest)
    elif mark in {">>", "=="}:
        paragraph = document.add_paragraph(rest)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if mark == ">>" else WD_ALIGN_PARAGRAPH.CENTER
    elif mark == "!":
        document.add_paragraph(rest, style="Remark")
    elif _ENGINE.fullmatch(line):
        document.add_paragraph(line)
    else:
        _text(document, line)


def _text(document: Any, line: str) -> None:
    match = _HANGING.fullmatch(line)
    if match is None:
        document.add_paragraph(line, style="Text")
        return
    mark = match[1].strip()
    paragraph = document.add_paragraph(f"{mark}{'' if mark == '・' else '　'}{match[2].strip()}", style="Item")
    if mark == "・":
        _indent(paragraph, left=450, hanging=100)
    elif mark.startswith("（"):
        _indent(paragraph, left=450, hanging=350)
    else:
        _indent(paragraph, left=500, hanging=200)


# --- Tables ---------------------------------------------------------------------------------------------------------


def _table(document: Any, rows: list[list[str]]) -> None:
    if document.paragraphs and not _ENGINE.fullmatch(document.paragraphs[-1].text):
        document.paragraphs[-1].paragraph_format.keep_with_next = True
    widths = document.widths or [100 // len(rows[0])] * len(rows[0])
    table = document.add_table(rows=0, cols=len(widths), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _cell_margins(table)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(TEXT_WIDTH * width / 100)
    for number, cells in enumerate(rows):
        _row(table, cells, widths, is_head=number == 0 and not document.is_side, is_side=document.is_side)
    document.widths, document.is_side = [], False
    after = document.add_paragraph()
    after.paragraph_format.line_spacing = Pt(6)


def _row(table: Any, cells: list[str], widths: list[int], *, is_head: bool, is_side: bool) -> None:
    row = table.add_row()
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if is_head:
        properties.append(OxmlElement("w:tblHeader"))
    for number, (cell, width) in enumerate(zip(row.cells, widths, strict=True)):
        cell.width = Mm(TEXT_WIDTH * width / 100)
        text = cells[number] if number < len(cells) else ""
        is_shaded = is_head or (is_side and number % 2 == 0)
        first, *others = text.split("<br>")
        cell.paragraphs[0].text = first
        cell.paragraphs[0].style = "Cell head" if is_shaded else "Cell"
        cell.paragraphs[0].paragraph_format.keep_with_next = is_head or None
        for each in others:
            cell.add_paragraph(each, style="Cell")
        if is_shaded:
            cell._tc.get_or_add_tcPr().append(
                parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{_SHADE}"/>')
            )


def _cell_margins(table: Any) -> None:
    margins = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (("top", 40), ("left", 90), ("bottom", 40), ("right", 90))
    )
    table._tbl.tblPr.append(parse_xml(f"<w:tblCellMar {nsdecls('w')}>{margins}</w:tblCellMar>"))


def _dateless(content: bytes) -> bytes:
    """The same package without the hour it was made, so that the same text makes the same file."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for member in given.infolist():
            entry = zipfile.ZipInfo(member.filename, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(entry, given.read(member))
    return out.getvalue()
