"""A disk of a few megabytes that a drill can fill up."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from dss.drills.processes import DrillError, Program
from dss.drills.site import Site

MEGABYTES = 8
_MOUNT_FIRST = f'mount -t tmpfs -o size={MEGABYTES}m tmpfs "$0" && exec "$@"'


class SmallDisk:
    """Mounted for everybody by root; where that is not allowed, seen by its web process alone."""

    def __init__(self, site: Site) -> None:
        self._path = site.folder / "disk"
        self._path.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", str(self._path)]
        self._is_mounted = os.geteuid() == 0 and _succeeds(mount)
        before = () if self._is_mounted else ("unshare", "-rm", "sh", "-c", _MOUNT_FIRST, str(self._path))
        if before and not _succeeds(["unshare", "-rm", "true"]):
            raise DrillError("小さなディスクを作れません。root で動かすか、ユーザー名前空間を許してください。")
        self.web: Program
        self.web, self.port = site.start_web(*before, MEDIA_ROOT=str(self._path))
        #: The disk as this process sees it.
        self.folder = self._path if self._is_mounted else Path(f"/proc/{self.web.pid}/root{self._path}")

    @property
    def files(self) -> dict[str, int]:
        """Name and size of what lies there."""
        paths = [path for path in self.folder.rglob("*") if path.is_file() and path.name != "filler"]
        return {str(path.relative_to(self.folder)): path.stat().st_size for path in paths}

    def fill(self) -> None:
        """To the last byte."""
        with (self.folder / "filler").open("wb", buffering=0) as filler:
            try:
                while True:
                    filler.write(bytes(64 * 1024))
            except OSError:
                return

    def make_room(self) -> None:
        (self.folder / "filler").unlink()

    def close(self) -> None:
        self.web.stop()
        if self._is_mounted:
            _succeeds(["umount", str(self._path)])


def _succeeds(command: list[str]) -> bool:
    return subprocess.run(command, stderr=subprocess.DEVNULL, check=False).returncode == 0  # noqa: S603 - our own words
