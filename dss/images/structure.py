"""A picture by its outside: which kind it is, how large it says it is, whether it is whole, and nothing but a picture.

Only lengths and names of its parts are read here; nothing is decompressed. Nothing here imports Django or Pillow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn

ENDINGS = ("png", "jpg", "jpeg", "webp")
IMAGE_TYPE = "image/webp"
"""Of every picture that leaves."""
LENGTH = 8
"""Bytes that tell how long a picture is, in the answer of the process that makes it."""
MAX_PIXELS = 50_000_000
MAX_EDGE = 16_000
MIN_EDGE = 16
MAX_PARTS = 20_000

_PNG = b"\x89PNG\r\n\x1a\n"
_OTHERS = (
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "圧縮ファイルやOffice文書"),
)
_ISO_BRANDS = {b"avif": "AVIF", b"heic": "HEIC", b"heix": "HEIC", b"mif1": "HEIC", b"msf1": "HEIC"}
_FOREIGN = re.compile(rb"<(?:script|html|svg|\?php|!doctype|!entity|iframe)|%PDF-|PK\x03\x04|PK\x05\x06", re.IGNORECASE)
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_ENDS_OF_SCAN = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_PIXELS_OF_WEBP = frozenset({b"VP8 ", b"VP8L", b"ALPH"})

BROKEN = "画像が壊れているか、途中で切れています。元の画像を開き、保存し直してから選んでください。"
_CHANGE = "PNG、JPEG、WebPのいずれかで保存し直してください。"
_POLYGLOT = "画像のほかに、別の種類のデータが入っています。画像だけを保存し直してください。"
_MOVES = "動く画像は扱えません。止まった画像（PNG、JPEG、WebP）にしてください。"


class ImageRefused(Exception):
    """Why this is not taken, in Japanese; `code` names the rule."""

    def __init__(self, reason: str, code: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = code


@dataclass(frozen=True, slots=True)
class Measure:
    """What a picture says of itself; before its orientation is applied."""

    kind: str
    width: int
    height: int


def measured(content: bytes, *, shortest: int = MIN_EDGE) -> Measure:
    """Kind and size. ImageRefused: no picture of ours, broken, moving, with something else in it, too small (shorter
    than `shortest`) or too large."""
    if content.startswith(_PNG):
        measure = _png(content)
    elif content.startswith(b"\xff\xd8\xff"):
        measure = _jpeg(content)
    elif content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        measure = _webp(content)
    else:
        refuse_kind(content)
    _check_size(measure, shortest)
    return measure


def refuse_kind(content: bytes) -> NoReturn:
    """Say what it is, where that can be told, and what to do instead."""
    head = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in head:
        raise ImageRefused(f"SVGは、動くプログラムを含められるため扱えません。{_CHANGE}", "svg")
    if content[4:8] == b"ftyp" and content[8:12] in _ISO_BRANDS:
        raise ImageRefused(f"{_ISO_BRANDS[content[8:12]]}の画像は扱えません。{_CHANGE}", "format")
    for signature, name in _OTHERS:
        if content.startswith(signature):
            raise ImageRefused(f"中身が{name}です。{_CHANGE}", "format")
    raise ImageRefused(f"画像として読み取れません。{_CHANGE}", "format")


def _check_size(measure: Measure, shortest: int) -> None:
    short, long = sorted((measure.width, measure.height))
    if short < shortest:
        raise ImageRefused(f"画像が小さすぎます。縦横とも{shortest}ピクセル以上にしてください。", "too_small")
    if long > MAX_EDGE or short * long > MAX_PIXELS:
        size = f"{measure.width:,}×{measure.height:,}ピクセル"
        limits = f"縦横とも{MAX_EDGE:,}ピクセル、全体で{MAX_PIXELS // 10_000:,}万ピクセル"
        raise ImageRefused(f"画像の縦横が大きすぎます（{size}）。{limits}までに縮めてください。", "too_large")


def _png(content: bytes) -> Measure:
    chunks = list(_png_chunks(content))
    kinds = {kind for kind, _, _ in chunks}
    if chunks[0][0] != b"IHDR" or b"IDAT" not in kinds or chunks[-1][0] != b"IEND":
        raise ImageRefused(BROKEN, "broken")
    if b"acTL" in kinds:
        raise ImageRefused(_MOVES, "animated")
    _refuse_behind(content[chunks[-1][2] :])
    for kind, start, end in chunks:
        if kind != b"IDAT":
            _refuse_foreign(content[start:end])
    return Measure("png", int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big"))


def _png_chunks(content: bytes) -> Iterator[tuple[bytes, int, int]]:
    """(name, begin, end) of the chunks up to the last one."""
    at = len(_PNG)
    for _ in range(MAX_PARTS):
        kind = content[at + 4 : at + 8]
        end = at + 12 + int.from_bytes(content[at : at + 4], "big")
        if len(kind) < 4 or end > len(content):
            break
        yield kind, at + 8, end
        if kind == b"IEND":
            return
        at = end
    raise ImageRefused(BROKEN, "broken")


def _webp(content: bytes) -> Measure:
    end = 8 + int.from_bytes(content[4:8], "little")
    if end > len(content):
        raise ImageRefused(BROKEN, "broken")
    _refuse_behind(content[end:])
    chunks = list(_webp_chunks(content, end))
    kinds = {kind for kind, _, _ in chunks}
    if b"ANIM" in kinds or b"ANMF" in kinds:
        raise ImageRefused(_MOVES, "animated")
    for kind, start, stop in chunks:
        if kind not in _PIXELS_OF_WEBP:
            _refuse_foreign(content[start:stop])
    sizes = [_webp_size(kind, content[start : start + 10]) for kind, start, _ in chunks]
    found = [size for size in sizes if size is not None]
    if not found or not kinds & {b"VP8 ", b"VP8L"}:
        raise ImageRefused(BROKEN, "broken")
    return Measure("webp", max(width for width, _ in found), max(height for _, height in found))


def _webp_chunks(content: bytes, end: int) -> Iterator[tuple[bytes, int, int]]:
    at = 12
    for _ in range(MAX_PARTS):
        if at >= end:
            return
        start = at + 8
        stop = start + int.from_bytes(content[at + 4 : at + 8], "little")
        if stop > end:
            break
        yield content[at : at + 4], start, stop
        at = stop + stop % 2
    raise ImageRefused(BROKEN, "broken")


def _webp_size(kind: bytes, head: bytes) -> tuple[int, int] | None:
    if kind == b"VP8X":
        return 1 + int.from_bytes(head[4:7], "little"), 1 + int.from_bytes(head[7:10], "little")
    if kind == b"VP8L" and head[:1] == b"\x2f":
        bits = int.from_bytes(head[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if kind == b"VP8 " and head[3:6] == b"\x9d\x01\x2a":
        return int.from_bytes(head[6:8], "little") & 0x3FFF, int.from_bytes(head[8:10], "little") & 0x3FFF
    return None


def _jpeg(content: bytes) -> Measure:
    """Phones put more behind the picture (a second one, depths): that is left away unless it is something else."""
    size, at, has_pixels = None, 2, False
    for _ in range(MAX_PARTS):
        if content[at : at + 1] != b"\xff" or at + 2 > len(content):
            break
        marker = content[at + 1]
        at += 2
        if marker == 0xFF:  # a filling byte
            at -= 1
            continue
        if marker in _ALONE:
            continue
        if marker == 0xD9:
            _refuse_foreign(content[at:])
            if size is None or not has_pixels:
                break
            return Measure("jpeg", *size)
        end = at + int.from_bytes(content[at : at + 2], "big")
        if end > len(content) or end < at + 2:
            break
        _refuse_foreign(content[at:end])
        if marker in _FRAMES and end >= at + 7:
            size = int.from_bytes(content[at + 5 : at + 7], "big"), int.from_bytes(content[at + 3 : at + 5], "big")
        at = end
        if marker == 0xDA:
            has_pixels = True
            following = _ENDS_OF_SCAN.search(content, at)
            at = following.start() if following else len(content)
    raise ImageRefused(BROKEN, "broken")


def _refuse_foreign(part: bytes) -> None:
    """Something that another program would run or open."""
    if _FOREIGN.search(part):
        raise ImageRefused(_POLYGLOT, "polyglot")


def _refuse_behind(rest: bytes) -> None:
    """Nothing lies behind the picture but zeros, with which some programs fill up."""
    if rest.strip(b"\x00"):
        raise ImageRefused(_POLYGLOT, "polyglot")
