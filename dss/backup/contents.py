"""What a backup says of itself, and whether it is still true."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

FORMAT = 1
ABOUT, DUMP, LIST, FILES = "backup.json", "database.dump", "files.jsonl", "files"
PIECE = 1024 * 1024


class BackupRefused(Exception):
    """The backup, or the place for it, is not fit; the message is Japanese, for whoever runs the command."""


@dataclass(frozen=True, slots=True)
class Digest:
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One stored file."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class About:
    """The head of a backup. `missing` names files that the storage had lost already."""

    made_at: str
    postgres: int
    dump: Digest
    listing: Digest
    files: int
    missing: list[str]
    rows: dict[str, int]
    format: int = FORMAT

    def write_to(self, folder: Path) -> About:
        """Put it into the folder; the last thing of a backup."""
        (folder / ABOUT).write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1), encoding="utf-8")
        return self


def digest_of(file: IO[bytes], copy: IO[bytes] | None = None) -> Digest:
    """Read it to its end, and write it to `copy` meanwhile."""
    sha256, size = hashlib.sha256(), 0
    while piece := file.read(PIECE):
        sha256.update(piece)
        size += len(piece)
        if copy is not None:
            copy.write(piece)
    return Digest(size, sha256.hexdigest())


def digest_of_path(path: Path) -> Digest:
    with path.open("rb") as file:
        return digest_of(file)


def read_about(folder: Path) -> About:
    """BackupRefused: there is no backup here, or one of another format."""
    try:
        given: dict[str, Any] = json.loads((folder / ABOUT).read_bytes())
        about = About(**(given | {each: Digest(**given[each]) for each in ("dump", "listing")}))
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise BackupRefused(f"{folder} はバックアップではないか、壊れています（{ABOUT}）。") from error
    if about.format != FORMAT:
        raise BackupRefused(f"このバックアップの形式（{about.format}）は扱えません。")
    return about


def entries(folder: Path) -> Iterator[Entry]:
    """The listed files, one after another."""
    with (folder / LIST).open(encoding="utf-8") as lines:
        for line in lines:
            yield Entry(**json.loads(line))


def check(folder: Path) -> About:
    """Read the whole backup and compare. BackupRefused: anything is missing or changed."""
    about = read_about(folder)
    for name, expected in ((DUMP, about.dump), (LIST, about.listing)):
        _expect(folder / name, expected)
    count = 0
    for entry in entries(folder):
        _expect(folder / FILES / entry.name, Digest(entry.size, entry.sha256))
        count += 1
    if count != about.files:
        raise BackupRefused(f"ファイルの数が合いません（{count} / {about.files}）。")
    return about


def _expect(path: Path, expected: Digest) -> None:
    try:
        found = digest_of_path(path)
    except OSError as error:
        raise BackupRefused(f"バックアップに {path.name} がありません。") from error
    if found != expected:
        raise BackupRefused(f"バックアップの {path.name} の内容が、作ったときと違います。")
