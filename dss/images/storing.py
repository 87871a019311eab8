"""Where pictures lie: under a UUID, whose name tells nothing."""

from __future__ import annotations

import io
import uuid

from dss.images.checking import CheckedImage
from dss.images.cleaning import Rendition
from dss.storage.keeping import kept


def stored_upload(upload: CheckedImage, folder: str) -> str:
    """Store the picture as it came, for the worker alone. StorageFull: there is no room."""
    return kept(upload.file, f"{folder}/{uuid.uuid4()}.{upload.kind}")


def stored_image(rendition: Rendition, folder: str) -> str:
    """Store a picture that was made anew. StorageFull: there is no room."""
    return kept(io.BytesIO(rendition.content), f"{folder}/{uuid.uuid4()}.webp")
