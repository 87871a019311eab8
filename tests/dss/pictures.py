"""Pictures of every kind, honest and hostile, made in memory."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

PLACE = b"35.6895N-139.6917E"


def picture(kind: str = "PNG", size: tuple[int, int] = (64, 48), *, mode: str = "RGB", **how: Any) -> bytes:
    """A picture in two colours: the left half red."""
    image = Image.new("RGB", size, (20, 60, 200))
    image.paste((220, 20, 20), (0, 0, size[0] // 2, size[1]))
    image.convert(mode).save(out := io.BytesIO(), kind, **how)
    return out.getvalue()


def photograph(size: tuple[int, int] = (64, 48), *, orientation: int = 1) -> bytes:
    """A JPEG as a phone makes it: who, where, with what, and which way up."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F], exif[0x013B], exif[0x9C9D] = "Camera Works", "深谷 太郎".encode(), "深谷 太郎".encode("utf-16-le")
    exif.get_ifd(0x8825)[0x001B] = PLACE
    return picture("JPEG", size, exif=exif, comment=b"fukaya taro", quality=95)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_saying(width: int, height: int, *, pixels: bytes = b"", extra: bytes = b"") -> bytes:
    """A PNG that says it has this size, and has whatever pixels."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    data = chunk(b"IDAT", zlib.compress(pixels or b"\0" * 64))
    return b"\x89PNG\r\n\x1a\n" + head + extra + data + chunk(b"IEND", b"")


def bomb(width: int = 7000, height: int = 7000) -> bytes:
    """Small outside, as large inside as it says: 8-bit RGBA of one colour."""
    packer = zlib.compressobj(9)
    row = b"\0" * (1 + width * 4)
    data = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def moving(kind: str) -> bytes:
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("red", "blue")]
    frames[0].save(out := io.BytesIO(), kind, save_all=True, append_images=frames[1:], duration=100)
    return out.getvalue()


def given(content: bytes, name: str = "画面.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)
