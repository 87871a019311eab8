"""The one check of an uploaded file: size, name, kind and structure."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from typing import IO, cast

from django.core.files.base import File

from documents.enums import FileFormat
from documents.files.formats import ALL_FORMATS, TEXT_FORMATS, advice
from documents.files.names import clean_name, ending_of
from documents.files.packages import check_package
from documents.files.pdfs import check_pdf
from documents.files.refusing import refuse
from documents.files.texts import check_text
from dss.antivirus import check_harmless

MAX_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class CheckedUpload:
    """A file that may be stored. `name` is to show; `remark` tells the person how it was read, mostly nothing."""

    file: File[bytes]
    name: str
    format: FileFormat
    size: int
    sha256: str
    remark: str = ""


def check_upload(
    file: File[bytes], *, allowed: Collection[FileFormat] = ALL_FORMATS, max_bytes: int = MAX_BYTES
) -> CheckedUpload:
    """The file, checked. ValidationError with a plain reason when it is not what its name says, or could do harm."""
    name = clean_name(file.name or "")
    kind = _kind(name, allowed)
    size = file.size or 0
    if size == 0:
        refuse("ファイルが空です。内容のあるファイルを選んでください。", "empty")
    if size > max_bytes:
        refuse(f"ファイルが大きすぎます。{max_bytes // (1024 * 1024)}MBまでにしてください。", "too_large")
    remark = _check_content(cast("IO[bytes]", file), kind, size)
    check_harmless(file)
    return CheckedUpload(file=file, name=name, format=kind, size=size, sha256=_sha256(file), remark=remark)


def _kind(name: str, allowed: Collection[FileFormat]) -> FileFormat:
    ending = ending_of(name)
    if ending not in allowed:
        refuse(advice(ending, allowed), "format")
    return FileFormat(ending)


def _check_content(file: IO[bytes], kind: FileFormat, size: int) -> str:
    file.seek(0)
    remark = ""
    if kind in TEXT_FORMATS:
        remark = check_text(file, size)
    elif kind == FileFormat.PDF:
        check_pdf(file, size)
    else:
        remark = check_package(file, kind, size)
    file.seek(0)
    return remark


def _sha256(file: File[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()
