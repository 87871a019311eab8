"""A brochure: a PDF by its name, its first and last bytes and its size."""

from __future__ import annotations

import re
import unicodedata

from django import forms
from django.core.files.uploadedfile import UploadedFile

from catalog.models import MAX_BROCHURE_BYTES
from dss.antivirus import check_harmless
from dss.fields import LineField

_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_TAIL = 2048


class BrochureForm(forms.Form):
    """Title and file. `original_name` is the sanitised name to show and to offer for saving."""

    title = LineField(label="資料名", max_length=100, help_text="例: サービス紹介資料（2026年10月版）")
    file = forms.FileField(
        label="PDFファイル",
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,.pdf"}),
        help_text="20MBまでのPDFを登録できます。資料請求をした自治体の職員に、その場で渡されます。",
        error_messages={"empty": "ファイルが空です。内容のあるPDFを選んでください。"},
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if not clean_file_name(file.name or "").lower().endswith(".pdf"):
            raise forms.ValidationError("PDFファイル（拡張子 .pdf）を選んでください。")
        if (file.size or 0) > MAX_BROCHURE_BYTES:
            raise forms.ValidationError("ファイルが大きすぎます。20MBまでのPDFを選んでください。")
        if not _is_pdf(file):
            raise forms.ValidationError("PDFとして読めないファイルです。壊れていないか確かめてください。")
        check_harmless(file)
        return file

    def original_name(self) -> str:
        """The file's own name, without what could disguise it."""
        return clean_file_name(self.cleaned_data["file"].name)


def clean_file_name(name: str) -> str:
    """The last part of the name, NFC, without controls, direction overrides and path signs; at most 120 characters."""
    plain = _UNSEEN.sub("", unicodedata.normalize("NFC", name)).replace("\\", "/").rsplit("/", 1)[-1]
    plain = re.sub(r'[<>:"|?*]', "_", plain).strip(" .")
    stem, dot, extension = plain.rpartition(".")
    return f"{stem[:110]}{dot}{extension[:9]}" if dot else plain[:120]


def _is_pdf(file: UploadedFile) -> bool:
    """The header at the very start, and the end mark near the end: a truncated upload has none."""
    file.seek(0)
    head = file.read(8)
    file.seek(max(0, (file.size or 0) - _TAIL))
    tail = file.read(_TAIL)
    file.seek(0)
    return head.startswith(b"%PDF-") and b"%%EOF" in tail
