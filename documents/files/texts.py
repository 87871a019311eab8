"""Plain text: which encoding it is in, and whether it is text at all."""

from __future__ import annotations

import codecs
import re
from typing import IO

from documents.extraction import decoded
from documents.files.refusing import refuse
from dss.text import is_blank

MAX_TEXT_BYTES = 5 * 1024 * 1024

_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x19\x1c-\x1f\x7f]")
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)


def check_text(file: IO[bytes], size: int) -> str:
    """A remark on how the text was read, mostly empty. Raises the reason when it is no text."""
    if size > MAX_TEXT_BYTES:
        refuse("テキストのファイルは5MBまでです。分けて登録してください。", "too_large")
    content = file.read()
    if content.startswith(_WIDE):
        refuse("文字コードがUTF-16などのため読み取れません。UTF-8で保存し直してください。", "encoding")
    if content.startswith(b"%PDF-"):
        refuse("中身がPDFです。拡張子を .pdf に直してから選んでください。", "disguised")
    if _CONTROLS.search(content):
        refuse("テキストではないデータが含まれています。ファイルの種類と中身が合っているか確かめてください。", "binary")
    try:
        text, remark = decoded(content)
    except UnicodeDecodeError:
        refuse("文字コードを判別できません。UTF-8で保存し直してください。", "encoding")
    if is_blank(text):
        refuse("ファイルに文字がありません。内容のあるファイルを選んでください。", "empty")
    return remark
