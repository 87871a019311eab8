"""PDF by its outside: header, end mark, encryption, nothing else hidden in it."""

from __future__ import annotations

import re
import zipfile
from typing import IO

from documents.files.refusing import refuse

_TAIL = 1024
_MOST_NAMES = 100_000
_ENCRYPTED = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")
_ACTIVE = re.compile(rb"/(?:JavaScript|Launch|RichMedia|EmbeddedFiles?|EF\s*<<)(?![A-Za-z])|/JS\s*(?:\(|<|\d+ \d+ R)")
_HIDDEN_NAME = re.compile(rb"/[!-~]{0,40}?#[0-9A-Fa-f]{2}[!-~]{0,40}")
_BROKEN = "PDFとして読めません。アップロードの途中で切れたか、壊れている可能性があります。"


def check_pdf(file: IO[bytes], size: int) -> None:
    """Raises the reason unless the file is a whole, unprotected PDF and nothing but a PDF."""
    content = file.read()
    if not content.startswith(b"%PDF-"):
        refuse("中身がPDFではありません。元のアプリからPDFに書き出してください。", "disguised")
    if b"%%EOF" not in content[-_TAIL:]:
        refuse(_BROKEN, "truncated")
    if b"startxref" not in content or not re.search(rb"\d+\s+\d+\s+obj\b", content):
        refuse(_BROKEN, "structure")
    if _ENCRYPTED.search(content):
        refuse(
            "パスワードや印刷制限で保護されたPDFは扱えません。保護を外して保存し直してください。",
            "encrypted",
        )
    if _ACTIVE.search(content) or _ACTIVE.search(_without_disguise(content)):
        refuse(
            "スクリプトや添付ファイルなど、動くものを含むPDFは扱えません。印刷の画面から「PDFに保存」で作り直してください。",
            "active",
        )
    file.seek(0)
    if zipfile.is_zipfile(file):
        refuse("PDFの後ろに別の種類のファイルが付いています。PDFだけを書き出してください。", "polyglot")


def _without_disguise(content: bytes) -> bytes:
    """Names that write letters as numbers (/J#61vaScript), written plainly."""
    names = _HIDDEN_NAME.findall(content)[:_MOST_NAMES]
    return b"\n".join(re.sub(rb"#([0-9A-Fa-f]{2})", lambda m: bytes([int(m[1], 16)]), name) for name in names)
