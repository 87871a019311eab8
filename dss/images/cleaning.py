"""Start the limited process for a picture, wait for it, and believe nothing it says unchecked."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from dataclasses import dataclass
from typing import IO

from dss.confined import MAX_OUTPUT, NO_MEMORY, Limits, run_limited
from dss.images.structure import BROKEN, LENGTH, ImageRefused, measured

LIMITS = Limits(megabytes=1024, cpu_seconds=20, wall_seconds=40)
LONGEST_EDGE = 1600
PREVIEW_EDGE = 480

TOO_LONG = "画像の変換に時間がかかりすぎるため、中止しました。縦横を縮めて、保存し直してください。"
TOO_BIG = "画像の変換に必要なメモリが多すぎるため、中止しました。縦横を縮めて、保存し直してください。"


@dataclass(frozen=True, slots=True)
class Rendition:
    """A picture made anew, WebP."""

    content: bytes
    width: int
    height: int

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class CleanedImage:
    """The picture and a small one of it, or the reason why there is none."""

    picture: Rendition | None = None
    preview: Rendition | None = None
    reason: str = ""


def cleaned_image(
    file: IO[bytes], *, longest_edge: int = LONGEST_EDGE, preview_edge: int = PREVIEW_EDGE, limits: Limits = LIMITS
) -> CleanedImage:
    """Open `file`, whose outside was checked when it was uploaded, and make it anew. For worker jobs alone."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as answer:
        shutil.copyfileobj(file, given)
        given.seek(0)
        status = run_limited("dss.images.child", f"{longest_edge},{preview_edge}", limits, given, answer)
        if status is None:
            return CleanedImage(reason=TOO_LONG)
        if status == NO_MEMORY:
            return CleanedImage(reason=TOO_BIG)
        if status != 0:
            return CleanedImage(reason=BROKEN)
        answer.seek(0)
        said = answer.read(MAX_OUTPUT)
    try:
        picture, preview = _believed(said, (longest_edge, preview_edge))
    except ImageRefused:
        return CleanedImage(reason=BROKEN)
    return CleanedImage(picture, preview)


def _believed(said: bytes, edges: tuple[int, int]) -> tuple[Rendition, Rendition]:
    """Two WebP pictures of the promised size and nothing else."""
    length = int.from_bytes(said[:LENGTH], "big")
    second = said[LENGTH + length :]
    rest = int.from_bytes(second[:LENGTH], "big")
    if len(second) != LENGTH + rest:
        raise ImageRefused(BROKEN, "broken")
    first, small = (
        _rendition(content, edge)
        for content, edge in zip((said[LENGTH : LENGTH + length], second[LENGTH:]), edges, strict=True)
    )
    return first, small


def _rendition(content: bytes, edge: int) -> Rendition:
    measure = measured(content, shortest=1)
    if measure.kind != "webp" or max(measure.width, measure.height) > edge:
        raise ImageRefused(BROKEN, "broken")
    return Rendition(content, measure.width, measure.height)
