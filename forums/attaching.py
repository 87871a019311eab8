"""Pictures and files on their way into a post: checked, not yet stored."""

from __future__ import annotations

from dataclasses import dataclass

from documents.files import CheckedUpload
from dss.images.checking import CheckedImage
from forums.enums import ShownAs

SLOTS = 3
"""With one form; more follow by editing."""
MOST_ATTACHMENTS = 8
MOST_BYTES = 10 * 1024 * 1024
ATTACHMENTS_A_DAY = 60
"""Of one person in a day (Tokyo): far above honest use."""


@dataclass(frozen=True, slots=True)
class NewAttachment:
    """`alt` says what a picture shows; of a file it is empty."""

    upload: CheckedImage | CheckedUpload
    alt: str = ""

    @property
    def is_image(self) -> bool:
        return isinstance(self.upload, CheckedImage)


def shown_name(upload: CheckedUpload, place: int, way: ShownAs) -> str:
    """What readers see: the file's own name only where its author stands by theirs."""
    return upload.name if way == ShownAs.NAME_BODY else f"添付ファイル{place}.{upload.format.value}"
