"""What files tell of who made them, and what is left of it."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from docx import Document
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment

from catalog.demo.pdf import one_page_pdf
from documents.extraction import read_file
from documents.files import check_upload
from documents.traces import Untraced, without_traces
from documents.traces.packages import untraced_package
from documents.traces.running import UNREADABLE, _believed
from dss.confined import Limits
from tests.documents.makers import upload
from tests.dss.pictures import PLACE, photograph

NAME = "伏見鶴亀"


def told_docx() -> bytes:
    document = Document()
    document.core_properties.author = document.core_properties.last_modified_by = NAME
    document.core_properties.comments = f"{NAME}の控え"
    document.add_heading("比較表", level=1)
    document.add_paragraph("本文はそのまま。")
    document.add_picture(io.BytesIO(photograph((80, 60))))
    document.save(out := io.BytesIO())
    changed = io.BytesIO()
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "word/document.xml":
                who = f'<w:ins w:id="1" w:author="{NAME}" w:date="2026-11-01T00:00:00Z">'
                insertion = f"<w:p>{who}<w:r><w:t>追記</w:t></w:r></w:ins></w:p><w:sectPr"
                part = re.sub(rb"<w:sectPr", insertion.encode(), part, count=1)
            if name == "docProps/app.xml":
                part = part.replace(b"</Properties>", f"<Company>{NAME}商店</Company></Properties>".encode())
            new.writestr(name, part)
    return changed.getvalue()


def told_xlsx() -> bytes:
    book = Workbook()
    book.properties.creator = NAME
    book.active.append(["項目", 40])
    book.active["A1"].comment = Comment("確認済み", NAME)
    book.save(out := io.BytesIO())
    changed = io.BytesIO()
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "xl/workbook.xml":
                path = f'<x15ac:absPath xmlns:x15ac="urn:x" url="C:\\Users\\{NAME}\\"/><workbookPr'
                part = part.replace(b"<workbookPr", path.encode())
            new.writestr(name, part)
    return changed.getvalue()


def everything_in(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return b"\n".join(package.read(name) for name in package.namelist())


@pytest.mark.parametrize(("kind", "make"), [("docx", told_docx), ("xlsx", told_xlsx)])
def test_nothing_in_the_package_names_who_made_it_and_the_text_stays(kind, make):
    before = make()
    assert NAME.encode() in everything_in(before)
    clean = without_traces(io.BytesIO(before), kind)
    assert (clean.reason, clean.authors) == ("", [])
    assert NAME not in "".join(clean.told)
    left = everything_in(clean.content)
    assert NAME.encode() not in left
    assert PLACE not in left
    assert b"Camera Works" not in left
    assert check_upload(upload(f"表.{kind}", clean.content)).size == len(clean.content)
    read = read_file(io.BytesIO(clean.content), kind)
    assert read.reason == ""
    assert read.text == read_file(io.BytesIO(before), kind).text
    assert ("本文はそのまま。" if kind == "docx" else "項目") in read.text


def test_what_else_office_programs_note_of_their_user_is_gone():
    rels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    path = f"file:///C:\\Users\\{NAME}\\Normal.dotm"
    outside = "".join(
        f"<Relationship Id='r{place}' TargetMode='External' Type='{rels}/{kind}' Target='{target}'/>"
        for place, (kind, target) in enumerate(
            [
                ("attachedTemplate", path),
                ("hyperlink", f"mailto:{NAME}@example.lg.jp"),
                ("hyperlink", "https://example.jp/"),
            ]
        )
    )
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(told_docx())) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("word/_rels/settings.xml.rels", f"<Relationships>{outside}</Relationships>")
        new.writestr("package/services/metadata/core-properties/1.psmdcp", f"<p><creator>{NAME}</creator></p>")
        new.writestr("docMetadata/LabelInfo.xml", f'<labelList><label siteId="{NAME}"/></labelList>')
        new.writestr("xl/revisions/userNames.xml", f'<users><userInfo name="{NAME}"/></users>')
    left = everything_in(untraced_package(changed.getvalue()))
    assert NAME.encode() not in left
    assert b"https://example.jp/" in left
    assert left.count(b'Target="removed"') == 2


def test_what_is_said_beside_the_text_is_told():
    """Excel itself begins a note with its user's name."""
    book = Workbook()
    book.active["A1"].comment = Comment(f"{NAME}:\n確認済み", "x")
    book.active.oddHeader.center.text = "情報政策係の控え"
    book.save(out := io.BytesIO())
    assert NAME not in read_file(io.BytesIO(out.getvalue()), "xlsx").text
    told = without_traces(io.BytesIO(out.getvalue()), "xlsx").told
    assert NAME in told[0]
    assert "情報政策係の控え" in told[0]
    document = Document()
    document.add_picture(io.BytesIO(photograph((80, 60))))
    document.save(out := io.BytesIO())
    described = io.BytesIO()
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(described, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "word/document.xml":
                part = part.replace(b"<wp:docPr ", f'<wp:docPr descr="{NAME}の図" '.encode())
            new.writestr(name, part)
    assert NAME in without_traces(io.BytesIO(described.getvalue()), "docx").told[0]


def test_the_cleaned_files_open_in_office_libraries():
    document = Document(io.BytesIO(without_traces(io.BytesIO(told_docx()), "docx").content))
    assert document.core_properties.author == ""
    assert len(document.inline_shapes) == 1
    book = load_workbook(io.BytesIO(without_traces(io.BytesIO(told_xlsx()), "xlsx").content))
    assert book.active["A1"].comment.author == "匿名"
    assert book.active["B1"].value == 40


def test_dates_and_creators_of_the_package_itself_are_gone():
    with zipfile.ZipFile(io.BytesIO(untraced_package(told_docx()))) as package:
        assert {member.date_time for member in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_what_a_pdf_says_of_its_author_is_told():
    plain = one_page_pdf("Comparison", ["40"])
    named = plain.replace(b"<< /Title", b"<< /Author (Fushimi) /Title")
    named = re.sub(rb"startxref\n\d+", b"startxref\n0", named)
    xmp = plain + b"<dc:creator><rdf:Seq><rdf:li>" + NAME.encode() + b"</rdf:li></rdf:Seq></dc:creator>\n%%EOF\n"
    for content, word in ((named, "Fushimi"), (xmp, NAME)):
        clean = without_traces(io.BytesIO(content), "pdf")
        assert clean.content is None
        assert [author.strip() for author in clean.authors] == [word]
    assert without_traces(io.BytesIO(plain), "pdf") == Untraced(told=["Comparison"])


def test_the_names_at_notes_in_a_pdf_are_told_and_those_of_fields_are_not():
    note = f"<< /Subtype /Text /Rect [0 0 9 9] /T <FEFF{NAME.encode('utf-16-be').hex()}> >>".encode()
    field = b"<< /Subtype /Widget /FT /Tx /Rect [0 0 9 9] /T (Field) >>"
    plain = one_page_pdf("Comparison", ["40"])
    assert plain.count(b"/Type /Page ") == 1
    for notes, told in ((note + field, [NAME]), (field, [])):
        content = plain.replace(b"/Type /Page ", b"/Type /Page /Annots [" + notes + b"] ")
        content = re.sub(rb"startxref\n\d+", b"startxref\n0", content)
        assert without_traces(io.BytesIO(content), "pdf").authors == told


def test_texts_have_no_traces_and_broken_files_a_reason():
    assert without_traces(io.BytesIO(b"text"), "txt").reason == ""
    assert without_traces(io.BytesIO(b"PK\x03\x04 broken"), "docx").reason == UNREADABLE
    assert without_traces(io.BytesIO(told_docx()), "docx", Limits(wall_seconds=0.01)).reason == UNREADABLE
    for said in (b"", b"\xff" * 30, (2).to_bytes(8, "big") + b"[]", (2).to_bytes(8, "big") + b"{}"):
        assert _believed(said, "docx").reason == UNREADABLE
