"""A private bucket of any S3-compatible service. Imported only where one is configured: boto3 is large."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from typing import Any

from botocore.config import Config
from botocore.exceptions import ClientError
from storages.backends.s3 import S3Storage

from dss.storage.walking import Lying

NO_ROOM = frozenset({"XMinioStorageFull", "QuotaExceeded", "InsufficientCapacity", "InsufficientStorage"})
IN_MEMORY = 1024 * 1024


class PrivateBucket(S3Storage):  # type: ignore[misc]  # the package has no types
    """Objects without public access; a download needs an address that was signed for it."""

    def __init__(self, *, is_path_style: bool = False, **options: Any) -> None:
        config = Config(
            s3={"addressing_style": "path" if is_path_style else "auto"},
            signature_version="s3v4",
            connect_timeout=5,
            read_timeout=30,
            retries={"max_attempts": 3, "mode": "standard"},
            # Checksums beyond the protocol's own: many compatible services refuse them.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        private = {
            "client_config": config,
            "default_acl": None,
            "file_overwrite": False,
            "querystring_auth": True,
            "gzip": False,
            "max_memory_size": IN_MEMORY,
        }
        super().__init__(**(private | options))

    def _save(self, name: str, content: Any) -> str:
        try:
            saved: str = super()._save(name, content)
        except ClientError as error:
            if _has_no_room(error):
                raise OSError(errno.ENOSPC, "the storage service is full") from error
            raise
        return saved

    def url(self, name: str, *_: Any, **__: Any) -> str:
        """There is none but the signed one: files are handed out by views that ask who may have them."""
        raise ValueError("private")

    def signed_url(self, name: str, *, seconds: int, disposition: str, media_type: str) -> str:
        """An address for this one download, answered with these headers."""
        headers = {
            "ResponseContentDisposition": disposition,
            "ResponseContentType": media_type,
            "ResponseCacheControl": "private, no-store",
        }
        signed: str = super().url(name, parameters=headers, expire=seconds)
        return signed

    def walk(self) -> Iterator[Lying]:
        """Every object, a page of the service's listing at a time."""
        prefix = f"{self.location.rstrip('/')}/" if self.location else ""
        for entry in self.bucket.objects.filter(Prefix=prefix):
            yield Lying(name=entry.key.removeprefix(prefix), size=entry.size, since=entry.last_modified)


def _has_no_room(error: ClientError) -> bool:
    answer = error.response
    status = answer.get("ResponseMetadata", {}).get("HTTPStatusCode")
    return status == 507 or answer.get("Error", {}).get("Code") in NO_ROOM
