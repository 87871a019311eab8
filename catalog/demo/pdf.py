"""A one-page PDF with Japanese text, written by hand: enough for a demonstration brochure.

The font is one of the standard Japanese ones by name, not embedded; readers put their own in its place.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

_WIDTH, _HEIGHT, _MARGIN = 595, 842, 60
_TITLE_SIZE, _TEXT_SIZE = 20, 11
_LINE_HEIGHT = 1.7
_FONT = b"/HeiseiKakuGo-W5"
_CID_FONT = (
    b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont %s /FontDescriptor 7 0 R /DW 1000 /W [1 [278] 2 94 500]"
    b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 5 >> >>"
)
_FONT_DESCRIPTOR = (
    b"<< /Type /FontDescriptor /FontName %s /Flags 4 /FontBBox [-92 -250 1010 922] /ItalicAngle 0"
    b" /Ascent 752 /Descent -221 /CapHeight 737 /StemV 114 >>"
)


def one_page_pdf(title: str, paragraphs: Sequence[str]) -> bytes:
    """An A4 page; text below its lower margin is left out."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (ja) >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>" % (_WIDTH, _HEIGHT),
        _stream(_content(title, paragraphs)),
        b"<< /Type /Font /Subtype /Type0 /BaseFont %s /Encoding /UniJIS-UTF16-H /DescendantFonts [6 0 R] >>" % _FONT,
        _CID_FONT % _FONT,
        _FONT_DESCRIPTOR % _FONT,
        b"<< /Title %s >>" % _text_string(title),
    ]
    return _assembled(objects)


def _content(title: str, paragraphs: Sequence[str]) -> bytes:
    lines = [(_TITLE_SIZE, line) for line in _wrapped(title, _TITLE_SIZE)]
    for paragraph in paragraphs:
        lines.append((_TEXT_SIZE, ""))
        lines += [(_TEXT_SIZE, line) for part in paragraph.splitlines() for line in _wrapped(part, _TEXT_SIZE)]
    commands, height = [], float(_HEIGHT - _MARGIN)
    for size, line in lines:
        height -= size * _LINE_HEIGHT
        if height < _MARGIN:
            break
        shown = line.encode("utf-16-be").hex().encode()
        commands.append(b"BT /F1 %d Tf %d %.1f Td <%s> Tj ET" % (size, _MARGIN, height, shown))
    return b"\n".join(commands)


def _wrapped(text: str, size: int) -> list[str]:
    """Lines that fit the width; half-width letters count half."""
    room = (_WIDTH - 2 * _MARGIN) / size
    lines, line, used = [], "", 0.0
    for char in text:
        width = 1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5
        if used + width > room:
            lines.append(line)
            line, used = "", 0.0
        line, used = line + char, used + width
    return [*lines, line]


def _text_string(text: str) -> bytes:
    return b"<FEFF" + text.encode("utf-16-be").hex().upper().encode() + b">"


def _stream(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)


def _assembled(objects: Sequence[bytes]) -> bytes:
    """Objects numbered from 1, the last being the document's information, then the table of their offsets."""
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        len(objects),
        start,
    )
    return bytes(out)
