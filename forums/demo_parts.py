"""Pictures, files, calls and addresses in the posts of the demonstration: everything is drawn or written here."""

from __future__ import annotations

import re
import struct
import zlib
from datetime import datetime

from django.core.files.base import ContentFile

from accounts.models import User
from catalog.models import Service
from documents.files import check_upload
from dss.images.checking import check_image
from dss.images.cleaning import cleaned_image
from dss.markdown import CALL
from forums import actions
from forums.attaching import NewAttachment
from forums.models import Post, PostAttachment

_WHITE, _GREY, _BLUE = b"\xff\xff\xff", b"\x94\xa3\xb8", b"\x00\x31\xd8"
_WIDTH, _HEIGHT, _BAR = 640, 240, 56
_BARS = ((_GREY, 560), (_BLUE, 210))
_HOURS = "会議,以前（時間）,いま（時間）\n部課長会議（2時間）,6,2\n審議会（2時間）,8,3.5\n"
_ALT = "会議1回あたりの議事録づくりの時間を比べた横棒グラフ。以前の灰色の棒に対し、いまの青い棒は4割ほどの長さ。"


def demo_attachments(names: list[str]) -> list[NewAttachment]:
    """What a row calls "chart" and "hours"."""
    made = {
        "chart": lambda: NewAttachment(check_image(ContentFile(_chart(), "作業時間.png")), _ALT),
        "hours": lambda: NewAttachment(check_upload(ContentFile(_HOURS.encode(), "会議ごとの作業時間.csv"))),
    }
    return [made[name]() for name in names]


def prepare_demo_pictures(post: Post, now: datetime) -> None:
    """At once: a demonstration may run without a worker."""
    for row in PostAttachment.objects.pending().images().filter(post=post):
        with row.file.open("rb") as file:
            actions.save_picture(attachment_id=row.pk, clean=cleaned_image(file), now=now)


def with_places(body: str, people: dict[str, str]) -> str:
    """`{call:fukaya}` and `{service:…}` as they are written in a post."""

    def called(match: re.Match[str]) -> str:
        return f"@[{match[1]}]({CALL}{User.objects.get(email=people[match[1]]).pk})"

    def listed(match: re.Match[str]) -> str:
        service = Service.objects.published().filter(name=match[1]).first()
        return service.get_absolute_url() if service is not None else match[1]

    return re.sub(r"\{service:([^}]+)\}", listed, re.sub(r"\{call:(\w+)\}", called, body))


def _chart() -> bytes:
    """Two bars as a PNG, row by row."""
    blank = b"\0" + _WHITE * _WIDTH
    rows = [blank] * _HEIGHT
    for place, (colour, length) in enumerate(_BARS):
        top = 40 + place * (_BAR + 40)
        bar = b"\0" + _WHITE * 20 + colour * length + _WHITE * (_WIDTH - 20 - length)
        rows[top : top + _BAR] = [bar] * _BAR
    head = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"".join(rows))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
