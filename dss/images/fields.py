"""The form field of a picture."""

from __future__ import annotations

from typing import Any

from django import forms

from dss.images.checking import MAX_IMAGE_BYTES, CheckedImage, check_image
from dss.images.structure import ENDINGS


class ImageUploadField(forms.FileField):
    """One picture. The cleaned value is a `CheckedImage`, or None when the field may stay empty."""

    def __init__(self, *, max_bytes: int = MAX_IMAGE_BYTES, **kwargs: Any) -> None:
        limit = max_bytes // (1024 * 1024)
        kwargs.setdefault(
            "help_text", f"PNG、JPEG、WebP、{limit}MBまで。撮影の場所や機器の情報は取り除いて保存します。"
        )
        super().__init__(
            widget=forms.FileInput(attrs={"accept": ",".join(f".{ending}" for ending in ENDINGS)}),
            allow_empty_file=True,  # our own check tells an empty file in plain words
            **kwargs,
        )
        self.max_bytes = max_bytes

    def clean(self, data: Any, initial: Any = None) -> CheckedImage | None:
        file = super().clean(data, initial)
        return check_image(file, max_bytes=self.max_bytes) if file else None
