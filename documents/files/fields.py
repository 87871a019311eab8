"""The form field of an upload."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms

from documents.enums import FileFormat
from documents.files.checking import MAX_BYTES, CheckedUpload, check_upload
from documents.files.formats import ALL_FORMATS, accepted, named


class UploadField(forms.FileField):
    """One file. The cleaned value is a `CheckedUpload`, or None when the field may stay empty."""

    def __init__(
        self, *, allowed: Collection[FileFormat] = ALL_FORMATS, max_bytes: int = MAX_BYTES, **kwargs: Any
    ) -> None:
        limit = max_bytes // (1024 * 1024)
        kwargs.setdefault("help_text", f"{named(allowed)}、{limit}MBまで。マクロとパスワードは外してください。")
        super().__init__(
            widget=forms.FileInput(attrs={"accept": accepted(allowed)}),
            allow_empty_file=True,  # our own check tells an empty file in plain words
            **kwargs,
        )
        self.allowed = allowed
        self.max_bytes = max_bytes

    def clean(self, data: Any, initial: Any = None) -> CheckedUpload | None:
        file = super().clean(data, initial)
        return check_upload(file, allowed=self.allowed, max_bytes=self.max_bytes) if file else None
