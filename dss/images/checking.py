"""The check of an uploaded picture in the web process: size, name, outside, and the virus scanner's word."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.base import File

from dss.antivirus import check_harmless
from dss.images.structure import ENDINGS, ImageRefused, measured

MAX_IMAGE_BYTES = 10 * 1024 * 1024
_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class CheckedImage:
    """A picture that may be stored and opened by the worker. `sha256` is that of the file as it came."""

    file: File[bytes]
    kind: str
    size: int
    width: int
    height: int
    sha256: str


def check_image(file: File[bytes], *, max_bytes: int = MAX_IMAGE_BYTES) -> CheckedImage:
    """ValidationError with a plain reason unless it is a whole PNG, JPEG or WebP and nothing else."""
    size = file.size or 0
    if size == 0:
        raise ValidationError("ファイルが空です。画像を選び直してください。", code="empty")
    if size > max_bytes:
        raise ValidationError(
            f"画像のファイルが大きすぎます。{max_bytes // _MEGABYTE}MBまでにしてください。", code="too_large"
        )
    file.seek(0)
    content = file.read()
    file.seek(0)
    try:
        measure = measured(content)
    except ImageRefused as refused:
        raise ValidationError(refused.reason, code=refused.code) from refused
    _check_ending(file.name or "")
    check_harmless(file)
    digest = hashlib.sha256(content).hexdigest()
    return CheckedImage(file, measure.kind, size, measure.width, measure.height, digest)


def _check_ending(name: str) -> None:
    """Any picture's ending will do, for programs mix them up; another one means something else was meant."""
    if name.rpartition(".")[2].lower() not in ENDINGS:
        raise ValidationError(
            "画像のファイル名は .png、.jpg、.jpeg、.webp のいずれかで終わるものにしてください。", code="format"
        )
