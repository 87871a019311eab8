"""PDF by its outside: header, end mark, encryption, nothing else hidden in it."""

from __future__ import annotations

import re
import zipfile
from typing import IO

from documents.files.refusing import refuse

_TAIL = 1024
_ENCRYPTED = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")
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
    file.seek(0)
    if zipfile.is_zipfile(file):
        refuse("PDFの後ろに別の種類のファイルが付いています。PDFだけを書き出してください。", "polyglot")
