"""Reading texts in the limited process: what comes out, and what a hostile file can do, for real."""

from __future__ import annotations

import io
import json
import random
import subprocess
import time
import zipfile

import pytest
from docx import Document

from catalog.demo.pdf import one_page_pdf
from documents.extraction import Limits, read_file
from documents.extraction.blocks import MAX_BLOCKS, MAX_CELLS, PORTION, Collector, Full, plain_text
from documents.extraction.running import NO_TEXT, TOO_BIG, TOO_LONG, UNREADABLE, believed
from documents.extraction.word import BESIDE
from documents.files import check_upload
from documents.redaction import FindingKind, find_redactions
from tests.documents.makers import docx, package, pdf, upload, word_xml, xlsx


def read(kind: str, content: bytes, **limits):
    return read_file(io.BytesIO(content), kind, Limits(**limits))


def kinds(reading) -> list[str]:
    return [block["kind"] for portion in reading.portions for block in portion]


# --- What comes out -------------------------------------------------------------------------------------------------


def test_word_headings_and_tables_in_order():
    document = Document()
    document.add_heading("議事録作成支援サービス仕様書", level=0)
    document.add_heading("1 目的", level=1)
    document.add_paragraph("会議の録音から議事録を作成する。")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ("項目", "要件", "稼働率", "99.5%以上"), strict=True):
        cell.text = text
    document.add_heading("1.1 範囲", level=2)
    document.save(out := io.BytesIO())
    reading = read("docx", out.getvalue())
    assert reading.reason == ""
    assert reading.portions == [
        [
            {"kind": "heading", "text": "議事録作成支援サービス仕様書", "level": 1},
            {"kind": "heading", "text": "1 目的", "level": 1},
            {"kind": "paragraph", "text": "会議の録音から議事録を作成する。"},
            {"kind": "row", "cells": ["項目", "要件"]},
            {"kind": "row", "cells": ["稼働率", "99.5%以上"]},
            {"kind": "heading", "text": "1.1 範囲", "level": 2},
        ]
    ]
    assert "稼働率\t99.5%以上" in reading.text


def test_word_changes_and_text_boxes():
    """Inserted text is text, deleted text stands apart; a drawing's old form is not read twice."""
    ns = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    run = "<w:r><w:t>{}</w:t></w:r>"
    body = (
        f"<w:p>{run.format('前')}<w:ins>{run.format('追加')}</w:ins><w:del><w:r><w:delText>削除</w:delText></w:r></w:del>"
        f"<w:r><mc:AlternateContent {ns}><mc:Choice><w:t>箱</w:t></mc:Choice><mc:Fallback><w:t>箱</w:t></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
        f"<w:sdt><w:sdtContent><w:p>{run.format('欄')}</w:p></w:sdtContent></w:sdt>"
    )
    assert read("docx", package({"word/document.xml": word_xml(body)})).text == f"前追加箱\n欄\n{BESIDE}\n削除"


def test_what_stands_beside_the_body_of_a_word_file_is_looked_through():
    document = Document()
    document.add_paragraph("本文です。")
    document.sections[0].header.paragraphs[0].text = "担当 048-571-1211"
    document.sections[0].footer.paragraphs[0].text = "1"
    document.save(out := io.BytesIO())
    types = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
    with zipfile.ZipFile(io.BytesIO(out.getvalue())) as made, zipfile.ZipFile(full := io.BytesIO(), "w") as package:
        for name in made.namelist():
            part = made.read(name).decode() if name.endswith((".xml", ".rels")) else made.read(name)
            if name == "[Content_Types].xml":
                part = part.replace(
                    "</Types>", f'<Override PartName="/word/comments.xml" ContentType="{types}"/></Types>'
                )
            if name == "word/_rels/document.xml.rels":
                kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
                relation = f'<Relationship Id="rId99" Type="{kind}" Target="comments.xml"/>'
                part = part.replace("</Relationships>", f"{relation}</Relationships>")
            package.writestr(name, part)
        package.writestr(
            "word/comments.xml",
            '<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:comment w:id="0">'
            "<w:p><w:r><w:t>送付先 taro@example.jp</w:t></w:r></w:p></w:comment></w:comments>",
        )
    reading = read("docx", full.getvalue())
    assert reading.text.startswith(f"本文です。\n{BESIDE}\n")
    assert {found.kind for found in find_redactions(reading.portions)} == {FindingKind.PHONE, FindingKind.EMAIL}


def test_excel_values_and_sheets():
    reading = read("xlsx", xlsx([("項目", "配点", None), (None, None), ("機能", 40.0), ("価格", 0.5)]))
    assert reading.portions == [
        [
            {"kind": "sheet", "text": "評価基準"},
            {"kind": "row", "cells": ["項目", "配点"]},
            {"kind": "row", "cells": ["機能", "40"]},
            {"kind": "row", "cells": ["価格", "0.5"]},
        ]
    ]


def test_pdf_pages():
    reading = read("pdf", one_page_pdf("仕様書（案）", ["第1条 目的", "第2条 範囲"]))
    assert reading.portions[0][0] == {"kind": "page", "number": 1}
    assert "仕様書（案）" in reading.text
    assert "第2条 範囲" in reading.text


def test_text_and_markdown():
    assert read("txt", "第1条\r\n\r\n第2条".encode("cp932")).text == "第1条\n第2条"
    reading = read("md", "# 特記事項\n本文\n### 細目 ###\n#見出しではない".encode())
    assert kinds(reading) == ["heading", "paragraph", "heading", "paragraph"]
    assert reading.portions[0][2] == {"kind": "heading", "text": "細目", "level": 3}


def test_csv_rows():
    reading = read_file(io.BytesIO('項目,"配点,上限"\r\n機能,40\n'.encode("cp932")), "csv")
    assert reading.portions == [
        [{"kind": "row", "cells": ["項目", "配点,上限"]}, {"kind": "row", "cells": ["機能", "40"]}]
    ]
    broken = read_file(io.BytesIO('"項目,配点\n機能'.encode()), "csv")
    assert "項目" in broken.text


def test_long_texts_are_cut_into_portions_and_ended():
    reading = read("txt", ("あ" * 500 + "\n").encode() * 1_000)
    assert kinds(reading)[-1] == "cut"
    assert all(sum(len(block.get("text", "")) for block in portion) <= PORTION for portion in reading.portions)
    assert len(reading.text) <= 401_000
    one_line = read("txt", ("い" * (PORTION * 2 + 5)).encode())
    assert [len(block["text"]) for portion in one_line.portions for block in portion] == [PORTION, PORTION, 5]


def test_signs_no_column_takes_are_dropped():
    collector = Collector()
    collector.paragraph("a\x00b\x0b\u202ec\ud800")
    collector.row(["", "", ""])
    collector.row(["x"] * (MAX_CELLS + 50))
    assert collector.portions[0][0]["text"] == "abc"
    assert len(collector.portions[0][1]["cells"]) == MAX_CELLS
    assert plain_text(collector.portions).startswith("abc\nx\t")


# --- What a hostile file can do -------------------------------------------------------------------------------------


def test_a_small_word_file_within_the_caps_that_wants_all_memory():
    """It passes the structural check; the process dies of its limit, and nothing else does."""
    noise = random.Random(7)  # noqa: S311 - any numbers do
    body = "".join(f'<w:p w:rsidR="{noise.getrandbits(64):016x}"/>' + "<w:p/>" * 400 for _ in range(23_000))
    content = package({"word/document.xml": word_xml(body)})
    assert len(content) < 450_000
    check_upload(upload("bomb.docx", content))
    started = time.monotonic()
    assert read("docx", content, megabytes=512).reason in {TOO_BIG, UNREADABLE}
    assert time.monotonic() - started < 40


def test_memory_is_held():
    """The limit itself: more than it allows cannot be had."""
    assert read("txt", b"a" * 80_000_000, megabytes=128).reason == TOO_BIG


@pytest.mark.parametrize("depth", [300, 20_000, 1_000_000])
def test_parts_without_end_inside_each_other(depth):
    nested = word_xml("<w:tbl><w:tr><w:tc>" * depth + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * depth)
    reading = read("docx", package({"word/document.xml": nested}), cpu_seconds=20, wall_seconds=40)
    assert reading.reason in {UNREADABLE, TOO_BIG, TOO_LONG, NO_TEXT}


def test_processor_time_is_held():
    content = package({"word/document.xml": word_xml("<w:p/>" * 1_500_000)})
    assert read("docx", content, cpu_seconds=1, megabytes=4_000).reason == TOO_LONG


def test_waiting_is_held():
    started = time.monotonic()
    content = package({"word/document.xml": word_xml("<w:p/>" * 1_500_000)})
    assert read("docx", content, wall_seconds=0.5, megabytes=4_000).reason == TOO_LONG
    assert time.monotonic() - started < 10
    left = subprocess.run(
        ["ps", "-eo", "args"],  # noqa: S607 - a tool of every Linux
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "documents.extraction.child docx 4000" not in left


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE a [<!ENTITY b "'
        + "x" * 1000
        + '">'
        + "".join(f'<!ENTITY b{n} "{f"&b{n - 1 if n else str()};" * 10}">' for n in range(9))
        + "]>",
        '<!DOCTYPE a [<!ENTITY b8 SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd" [<!ENTITY b8 "x">]>',
    ],
    ids=["a billion laughs", "a file of the server", "an address"],
)
def test_entities_bring_nothing(declaration):
    content = package({"word/document.xml": word_xml("<w:p><w:r><w:t>本文&b8;</w:t></w:r></w:p>", before=declaration)})
    reading = read("docx", content, cpu_seconds=10)
    assert "root:" not in reading.text
    assert "xxxx" not in reading.text
    assert reading.reason or len(reading.text) < 100


def replaced(content: bytes, name: str, change) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for each in source.namelist():
            data = source.read(each)
            target.writestr(each, change(data) if each == name else data)
    return out.getvalue()


def test_a_sheet_that_declares_a_million_rows():
    content = replaced(
        xlsx(), "xl/worksheets/sheet1.xml", lambda data: data.replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"')
    )
    assert content != b""
    reading = read("xlsx", content)
    assert kinds(reading) == ["sheet", "row", "row"]


def test_a_cell_in_the_last_row():
    content = xlsx([("上",)])
    content = replaced(
        content,
        "xl/worksheets/sheet1.xml",
        lambda data: data.replace(
            b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
        ),
    )
    reading = read("xlsx", content)
    assert kinds(reading)[:2] == ["sheet", "row"]


def test_a_million_rows_for_real_are_cut():
    rows = b"".join(b'<row><c t="str"><v>%d</v></c></row>' % n for n in range(500_000))
    content = replaced(
        xlsx(), "xl/worksheets/sheet1.xml", lambda data: data.replace(b"</sheetData>", rows + b"</sheetData>")
    )
    assert kinds(read("xlsx", content))[-1] == "cut"


@pytest.mark.parametrize(
    ("kind", "content", "reason"),
    [
        ("pdf", b"%PDF-1.7\n" + bytes(range(256)) * 50 + b"\nstartxref\n0\n%%EOF", UNREADABLE),
        ("pdf", pdf(), UNREADABLE),
        ("pdf", one_page_pdf("", []), NO_TEXT),
        ("docx", package({"word/document.xml": "<w:document"}), UNREADABLE),
        ("docx", docx()[:3000], UNREADABLE),
        ("xlsx", docx(), UNREADABLE),
        ("docx", docx(" "), NO_TEXT),
    ],
    ids=["noise", "no pages", "blank page", "broken xml", "cut", "another format", "no text"],
)
def test_garbage_is_said(kind, content, reason):
    reading = read(kind, content)
    assert (reading.reason, reading.portions, reading.text) == (reason, [], "")


def test_the_process_knows_nothing_of_ours(monkeypatch, tmp_path):
    """No address and no key in its environment."""
    seen = {}
    real = subprocess.Popen

    class Spy(real):
        def __init__(self, *args, **kwargs):
            seen.update(kwargs)
            super().__init__(*args, **kwargs)

    monkeypatch.setattr(subprocess, "Popen", Spy)
    monkeypatch.setenv("SECRET_KEY", "geheim")
    read("txt", b"a")
    assert set(seen["env"]) == {"PATH", "LANG", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE"}
    assert seen["start_new_session"]


def test_answers_are_notbelieved():
    assert believed(b"not json") == []
    assert believed(b"[" * 100_000) == []
    assert believed(b'{"kind": "paragraph"}') == []
    strange = json.dumps(
        [[{"kind": "script"}, 5, {"kind": "paragraph", "text": "a\x00b", "href": "x"}, {"kind": "row", "cells": 5}]]
    ).encode()
    assert believed(strange) == [[{"kind": "paragraph", "text": "ab"}, {"kind": "row", "cells": []}]]


def test_enough_is_enough():
    collector = Collector()
    for _ in range(MAX_BLOCKS):
        collector.page(1)
    with pytest.raises(Full):
        collector.page(1)
