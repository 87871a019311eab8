"""Several files at once: each is checked by itself, so that one that is turned down does not lose the others."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import File

from documents.enums import FileFormat
from documents.files.checking import MAX_BYTES, CheckedUpload, check_upload
from documents.files.formats import ALL_FORMATS, accepted, named
from documents.files.names import clean_name

MAX_FILES = 20
MAX_TOTAL = 100 * 1024 * 1024
_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class GivenFile:
    """One file of several: checked, or the reason why it is turned down and the `code` of its rule. `place` from 0."""

    place: int
    name: str
    upload: CheckedUpload | None = None
    reason: str = ""
    code: str = ""


class _ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True


class ManyUploadsField(forms.FileField):
    """The cleaned value is a list of `GivenFile`, in the order they came."""

    def __init__(self, *, allowed: Collection[FileFormat] = ALL_FORMATS, **kwargs: Any) -> None:
        limits = f"一度に{MAX_FILES}件まで、1件{MAX_BYTES // _MEGABYTE}MBまで、合計{MAX_TOTAL // _MEGABYTE}MBまで。"
        kwargs.setdefault("help_text", f"{named(allowed)}。{limits}マクロとパスワードは外してください。")
        super().__init__(widget=_ManyFilesInput(attrs={"accept": accepted(allowed)}), allow_empty_file=True, **kwargs)
        self.allowed = allowed

    def clean(self, data: Any, initial: Any = None) -> list[GivenFile]:
        files = [file for file in (data or []) if file]
        if not files:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(files) > MAX_FILES:
            raise ValidationError(
                f"一度に登録できるファイルは{MAX_FILES}件までです。分けて登録してください。", code="many"
            )
        if sum(file.size or 0 for file in files) > MAX_TOTAL:
            raise ValidationError(f"合計{MAX_TOTAL // _MEGABYTE}MBまでです。分けて登録してください。", code="too_large")
        return [self._checked(place, file) for place, file in enumerate(files)]

    def _checked(self, place: int, file: File[bytes]) -> GivenFile:
        name = clean_name(file.name or "")
        try:
            return GivenFile(place, name, check_upload(file, allowed=self.allowed))
        except ValidationError as error:
            return GivenFile(place, name, reason=error.messages[0], code=error.error_list[0].code or "")
