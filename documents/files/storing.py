"""Where checked files lie: under a UUID, so that a name of ninety kanji breaks nothing and tells nothing."""

from __future__ import annotations

import uuid

from django.core.files.storage import default_storage

from documents.files.checking import CheckedUpload


def stored(upload: CheckedUpload, folder: str) -> str:
    """Store the file and return its name in the storage, to be assigned to a FileField.

    A full disk leaves no half of a file behind.
    """
    name = f"{folder}/{uuid.uuid4()}.{upload.format.value}"
    upload.file.seek(0)
    try:
        return default_storage.save(name, upload.file)
    except OSError:
        default_storage.delete(name)
        raise
