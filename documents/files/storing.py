"""Where checked files lie: under a UUID, so that a name of ninety kanji breaks nothing and tells nothing."""

from __future__ import annotations

import uuid

from documents.files.checking import CheckedUpload
from dss.storage.keeping import kept


def stored(upload: CheckedUpload, folder: str) -> str:
    """Store the file and return its name in the storage, to be assigned to a FileField.

    StorageFull: there is no room, and no half of a file is left behind.
    """
    return kept(upload.file, f"{folder}/{uuid.uuid4()}.{upload.format.value}")
