"""Small files of every kind, honest and hostile, made in memory."""

from __future__ import annotations

import io
import struct
import zipfile
from functools import cache

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from docx import Document
from openpyxl import Workbook

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MACRO_WORD = "application/vnd.ms-word.document.macroEnabled.main+xml"


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@cache
def docx(*paragraphs: str, headings: tuple[str, ...] = ()) -> bytes:
    """The same text gives the same bytes: a file made anew would carry another time in its archive."""
    document = Document()
    for heading in headings:
        document.add_heading(heading, level=1)
    for paragraph in paragraphs or ("本文です。",):
        document.add_paragraph(paragraph)
    return _saved(document)


def xlsx(rows=(("項目", "配点"), ("機能", 40)), title: str = "評価基準") -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    return _saved(book)


def docx_of(megabytes: int) -> bytes:
    """A Word file whose text unpacks to so many megabytes, made without holding them."""
    out, source = io.BytesIO(), io.BytesIO(docx())
    head, end = word_xml("\n").split("\n")
    with zipfile.ZipFile(source) as honest, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as bomb:
        for name in honest.namelist():
            if name != "word/document.xml":
                bomb.writestr(name, honest.read(name))
        with bomb.open("word/document.xml", "w", force_zip64=True) as text:
            text.write(head.encode())
            for _ in range(megabytes):
                text.write(b"<w:p/>" * (1024 * 1024 // 6))
            text.write(end.encode())
    return out.getvalue()


def _saved(document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pdf(body: bytes = b"", trailer: bytes = b"") -> bytes:
    objects = (
        b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n"
    )
    return b"%PDF-1.4\n" + objects + body + b"trailer\n<< /Size 3 /Root 1 0 R " + trailer + b">>\nstartxref\n0\n%%EOF\n"


def package(parts: dict[str, bytes | str] | None = None, *, main: str = WORD, types: str | None = None) -> bytes:
    """A docx by hand: `parts` besides the list of types and an empty main part."""
    listed = types or (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
    )
    relations = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"'
        ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
        ' Target="word/document.xml"/></Relationships>'
    )
    members = {"[Content_Types].xml": listed, "_rels/.rels": relations, "word/document.xml": word_xml("")}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (members | (parts or {})).items():
            archive.writestr(name, content)
    return out.getvalue()


def word_xml(body: str, *, before: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{before}'
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"<w:body>{body}</w:body></w:document>"
    )


def with_flags(content: bytes, flag: int) -> bytes:
    """Every member marked by this bit of its flags, as a password would."""
    changed = bytearray(content)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = changed.find(signature)
        while start >= 0:
            value = struct.unpack_from("<H", changed, start + offset)[0]
            struct.pack_into("<H", changed, start + offset, value | flag)
            start = changed.find(signature, start + 4)
    return bytes(changed)


def waiting_jobs() -> list[int]:
    """The versions that a job waits to read."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args->>'version_id' FROM procrastinate_jobs WHERE task_name = 'documents.jobs.read_version'"
        )
        return [int(row[0]) for row in cursor.fetchall()]
