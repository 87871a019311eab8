"""A table of listings, uploaded on the desk."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile

from catalog.forms.brochures import clean_file_name
from catalog.importing.tables import DESK_LIMITS


class ListingUploadForm(forms.Form):
    """Only the file: what stands in it is `catalog.importing`'s matter."""

    file = forms.FileField(
        label="CSVまたはJSON Linesのファイル",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.jsonl,.ndjson,text/csv"}),
        help_text=f"{DESK_LIMITS.size_text}・{DESK_LIMITS.rows}行まで。文字コードはUTF-8またはShift_JISです。",
        error_messages={"empty": "ファイルが空です。内容のあるファイルを選んでください。"},
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > DESK_LIMITS.size:
            raise forms.ValidationError(f"ファイルが大きすぎます（上限{DESK_LIMITS.size_text}）。")
        return file

    def content(self) -> bytes:
        """The bytes of a valid upload."""
        file: UploadedFile = self.cleaned_data["file"]
        file.seek(0)
        content: bytes = file.read()
        return content

    def file_name(self) -> str:
        return clean_file_name(self.cleaned_data["file"].name or "")


class MarkForm(forms.Form):
    """Which plan the person read, sent back unseen."""

    mark = forms.RegexField(regex=r"\A[0-9a-f]{64}\Z", widget=forms.HiddenInput)
