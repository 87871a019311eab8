"""The one way to put an uploaded file into the storage."""

from __future__ import annotations

from typing import IO

from django.core.files.base import File
from django.core.files.storage import default_storage

from dss.storage.errors import StorageFull, is_full


def kept(file: File[bytes] | IO[bytes], name: str) -> str:
    """Store `file` and return its name in the storage. StorageFull: there is no room, and nothing was stored."""
    file.seek(0)
    try:
        saved: str = default_storage.save(name, file)
    except OSError as error:
        if is_full(error):
            raise StorageFull from error
        raise
    return saved
