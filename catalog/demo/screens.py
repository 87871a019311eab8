"""Pictures of screens that never were, as PNG, drawn without a library: bars and boxes in grey and blue."""

from __future__ import annotations

import struct
import zlib

WIDTH, HEIGHT = 960, 600
_PAPER, _LINE, _TEXT, _HEAD, _MARK = (
    b"\xff\xff\xff",
    b"\xd8\xd8\xdb",
    b"\x8c\x8c\x96",
    b"\x00\x17\xc1",
    b"\xe8\xf1\xfe",
)


def screen(*, rows: int, marked: int, columns: tuple[int, ...]) -> bytes:
    """A list with so many rows, one of them marked, and columns that begin at these places."""
    lines = [_HEAD * WIDTH] * 56
    lines += [_row(columns, _PAPER, _TEXT)] * 24
    height = (HEIGHT - len(lines)) // rows
    for number in range(rows):
        paper = _MARK if number == marked else _PAPER
        blank = paper * WIDTH
        lines += [_LINE * WIDTH] + [blank] * (height // 2 - 6)
        lines += [_row(columns, paper, _TEXT if number % 2 else _LINE)] * 10
        lines += [blank] * (height - height // 2 - 5)
    lines += [_PAPER * WIDTH] * (HEIGHT - len(lines))
    return _png(lines)


def _row(columns: tuple[int, ...], paper: bytes, text: bytes) -> bytes:
    """Words of two thirds of each column's width."""
    line = bytearray(paper * WIDTH)
    for begin, end in zip(columns, (*columns[1:], WIDTH), strict=True):
        length = (end - begin) * 2 // 3
        line[begin * 3 : (begin + length) * 3] = text * length
    return bytes(line)


def _png(lines: list[bytes]) -> bytes:
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + line for line in lines), 9)
    parts = [_chunk(b"IHDR", head), _chunk(b"IDAT", pixels), _chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
