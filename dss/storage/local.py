"""A folder of this machine that no web server hands out: the only module that knows of paths."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.files.storage import FileSystemStorage

from dss.storage.walking import Lying


class PrivateFolder(FileSystemStorage):
    """A file is there whole or not at all, and on the disk before its row is."""

    def _save(self, name: str, content: Any) -> str:
        """Write beside, then rename. On a full disk nothing is left. (The name is Django's.)"""
        part = f"{name}.{uuid4().hex}.part"
        try:
            written = Path(self.path(super()._save(part, content)))  # type: ignore[misc]  # not in the stubs
            _flush(written)
            written.rename(self.path(name))
        except OSError:
            Path(self.path(part)).unlink(missing_ok=True)
            raise
        _flush(Path(self.path(name)).parent)
        return name

    def url(self, name: str | None) -> str:
        """There is none: files are handed out by views that ask who may have them."""
        raise ValueError("private")

    def walk(self) -> Iterator[Lying]:
        """Every file, folder by folder, without holding the list."""
        root = Path(self.location)
        folders = [root] if root.is_dir() else []
        while folders:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(Path(entry.path))
                    elif entry.is_file(follow_symlinks=False):
                        with suppress(FileNotFoundError):  # gone since the folder was read
                            yield _lying(entry, root)


def _lying(entry: os.DirEntry[str], root: Path) -> Lying:
    known = entry.stat(follow_symlinks=False)
    name = Path(entry.path).relative_to(root).as_posix()
    return Lying(name=name, size=known.st_size, since=datetime.fromtimestamp(known.st_mtime, UTC))


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
