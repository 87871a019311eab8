"""Pictures: what is turned down at once, what the limited process makes anew, and what is left of the original."""

from __future__ import annotations

import contextlib
import io
import os
import re
import struct
import subprocess
import sys
import zipfile
import zlib

import pytest
from django.core.exceptions import ValidationError
from PIL import Image, ImageCms

from dss.confined import Limits
from dss.images.checking import MAX_IMAGE_BYTES, check_image
from dss.images.cleaning import TOO_BIG, TOO_LONG, cleaned_image
from dss.images.fields import ImageUploadField
from dss.images.structure import BROKEN, MAX_PIXELS, ImageRefused, measured
from tests.dss.pictures import PLACE, bomb, chunk, given, moving, photograph, picture, png_saying

pytestmark = pytest.mark.filterwarnings("error")


def refusal(content: bytes, name: str = "画面.png") -> tuple[str, str]:
    with pytest.raises(ValidationError) as caught:
        check_image(given(content, name))
    return caught.value.code, caught.value.messages[0]


def clean(content: bytes, **how):
    return cleaned_image(io.BytesIO(content), **how)


def opened(rendition) -> Image.Image:
    return Image.open(io.BytesIO(rendition.content))


def zipped() -> bytes:
    with zipfile.ZipFile(out := io.BytesIO(), "w") as archive:
        archive.writestr("evil.txt", "x")
    return out.getvalue()


# --- At once, by the outside ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_honest_pictures_pass_whatever_their_ending_of_a_picture(kind):
    content = picture(kind)
    checked = check_image(given(content, "画面.JPG"))
    assert (checked.kind, checked.width, checked.height) == (kind.lower(), 64, 48)
    assert checked.size == len(content)
    assert checked.file.read() == content, "left at its beginning"


@pytest.mark.parametrize(
    ("mode", "how"),
    [("P", {}), ("1", {}), ("L", {}), ("LA", {}), ("RGBA", {}), ("I;16", {}), ("RGB", {"lossless": True})],
)
def test_every_kind_of_pixels_is_measured_and_made_anew(mode, how):
    kind = "WEBP" if how else "PNG"
    image = Image.new("I;16", (40, 30), 40_000) if mode == "I;16" else None
    if image is None:
        content = picture(kind, (40, 30), mode=mode, **how)
    else:
        image.save(out := io.BytesIO(), "PNG")
        content = out.getvalue()
    assert check_image(given(content)).width == 40
    made = clean(content)
    assert made.reason == ""
    assert opened(made.picture).size == (40, 30)


def test_a_progressive_and_a_cmyk_photograph_are_photographs():
    for content in (picture("JPEG", (90, 60), progressive=True), picture("JPEG", (90, 60), mode="CMYK")):
        assert measured(content).width == 90
        red = opened(clean(content).picture).convert("RGB").getpixel((5, 30))
        assert red[0] > 150
        assert red[2] < 110


SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
GIF = b"GIF89a" + b"\x01\x00" * 20 + b"<html><script>alert(1)</script></html>"
HEIC = b"\x00\x00\x00\x18ftypheic" + b"\0" * 40


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (SVG, "svg", "SVG"),
        (GIF, "format", "GIF"),
        (HEIC, "format", "HEIC"),
        (b"%PDF-1.7 ...", "format", "PDF"),
        (zipped(), "format", "圧縮"),
        (b"hello <html>", "format", "読み取れません"),
        (b"\0" * 100, "format", "読み取れません"),
        (b"", "empty", "空"),
        (picture("PNG", (1, 1)), "too_small", "16ピクセル"),
        (png_saying(1, 5000), "too_small", "16ピクセル"),
        (png_saying(30_000, 30_000), "too_large", "30,000×30,000"),
        (png_saying(2**31, 20), "too_large", "大きすぎます"),
        (bomb(8000, 8000), "too_large", "5,000万"),
        (picture("PNG")[:-30], "broken", "途中で切れています"),
        (picture("JPEG", (400, 400))[:-20], "broken", "途中で切れています"),
        (picture("WEBP")[:-4], "broken", "途中で切れています"),
        (b"\x89PNG\r\n\x1a\n", "broken", "壊れ"),
        (b"\xff\xd8\xff", "broken", "壊れ"),
        (b"RIFF\x04\0\0\0WEBP", "broken", "壊れ"),
        (b"RIFF\xff\xff\xff\xffWEBP", "broken", "壊れ"),
        (moving("PNG"), "animated", "動く画像"),
        (moving("WEBP"), "animated", "動く画像"),
        (picture("PNG") + zipped(), "polyglot", "別の種類"),
        (picture("WEBP") + b"<script>alert(1)</script>", "polyglot", "別の種類"),
        (picture("JPEG") + zipped(), "polyglot", "別の種類"),
        (picture("JPEG", comment=b"<script>alert(1)</script>"), "polyglot", "別の種類"),
        (png_saying(64, 64, extra=chunk(b"tEXt", b"Comment\0<?php system($_GET[0]);")), "polyglot", "別の種類"),
    ],
    # Their bytes hold the time they were made at: named by them, each process would collect other tests.
    ids=lambda value: "file" if isinstance(value, bytes) else None,
)
def test_what_is_no_picture_of_ours_is_turned_down_in_plain_words(content, code, words):
    said, reason = refusal(content)
    assert said == code
    assert words in reason


def test_a_file_over_the_limit_or_with_another_ending_is_turned_down():
    assert refusal(b"x" * (MAX_IMAGE_BYTES + 1))[0] == "too_large"
    assert refusal(picture("PNG"), "画面.html")[0] == "format"
    assert refusal(picture("PNG"), "画面")[0] == "format"


def test_what_phones_put_behind_a_photograph_does_no_harm():
    assert check_image(given(picture("JPEG") + picture("JPEG") + b"\0\0SEFT", "写真.jpg")).kind == "jpeg"
    assert check_image(given(picture("PNG") + b"\0" * 64)).kind == "png"


def test_no_bytes_whatever_make_the_measuring_fail_otherwise():
    for original in (picture("PNG"), picture("JPEG"), picture("WEBP"), photograph()):
        for place in range(len(original)):
            for wrong in (b"\x00", b"\xff"):
                with contextlib.suppress(ImageRefused):
                    measured(original[:place] + wrong + original[place + 1 :])


def test_the_virus_scanner_is_asked_and_its_silence_refuses(settings):
    settings.CLAMAV_SOCKET = "unix:/nowhere/clamd.ctl"
    assert refusal(picture("PNG"))[0] == "antivirus_unavailable"


def test_the_field_may_stay_empty_and_says_what_is_taken():
    field = ImageUploadField(label="画像", required=False)
    assert field.clean(None) is None
    assert field.clean(given(picture())).kind == "png"
    assert field.widget.attrs["accept"] == ".png,.jpg,.jpeg,.webp"


# --- In the limited process -----------------------------------------------------------------------------------------


def test_nothing_but_pixels_is_left_of_a_photograph():
    content = photograph((640, 480))
    assert PLACE in content
    assert b"fukaya taro" in content
    made = clean(content)
    for rendition in (made.picture, made.preview):
        assert PLACE not in rendition.content
        for word in (
            b"Exif",
            b"EXIF",
            b"ICCP",
            b"XMP ",
            b"Camera",
            b"taro",
            "深谷".encode(),
            "深谷".encode("utf-16-le"),
        ):
            assert word not in rendition.content
        parts = re.findall(rb"VP8[ LX]|ALPH|EXIF|XMP |ICCP|ANIM", rendition.content[12:16])
        assert parts in ([b"VP8 "], [b"VP8L"])
        assert not opened(rendition).getexif()
        assert opened(rendition).info.keys() <= {"loop", "background", "timestamp", "duration"}


@pytest.mark.parametrize(("orientation", "red_at"), [(1, (4, 24)), (3, (60, 24)), (6, (24, 4)), (8, (24, 60))])
def test_the_picture_stands_upright(orientation, red_at):
    made = opened(clean(photograph(orientation=orientation)).picture).convert("RGB")
    assert made.size == ((64, 48) if orientation in (1, 3) else (48, 64))
    red, _, blue = made.getpixel(red_at)
    assert red > 150 > blue


def test_large_pictures_are_made_smaller_and_a_small_one_stays():
    made = clean(picture("JPEG", (4000, 1000)), longest_edge=800, preview_edge=200)
    assert (made.picture.width, made.picture.height) == (800, 200) == opened(made.picture).size
    assert (made.preview.width, made.preview.height) == (200, 50) == opened(made.preview).size
    small = clean(picture("PNG", (60, 40)))
    assert (small.picture.width, small.preview.width) == (60, 60)


def test_screenshots_stay_exact_unless_that_is_too_heavy():
    exact = opened(clean(picture("PNG", (300, 200))).picture).convert("RGB")
    assert exact.getpixel((10, 10)) == (220, 20, 20)
    noise = Image.frombytes("RGB", (1200, 1200), os.urandom(1200 * 1200 * 3))
    noise.save(out := io.BytesIO(), "PNG")
    assert len(clean(out.getvalue()).picture.content) < 2_000_000


def test_transparency_stays():
    image = Image.new("RGBA", (50, 50), (0, 0, 0, 0))
    image.save(out := io.BytesIO(), "PNG")
    assert opened(clean(out.getvalue()).picture).convert("RGBA").getpixel((20, 20))[3] == 0


def test_colours_of_another_profile_are_brought_to_ours():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    content = picture("JPEG", icc_profile=profile.tobytes())  # of no use for RGB: left away
    assert clean(content).reason == ""
    assert clean(picture("PNG", icc_profile=b"no profile at all")).reason == ""


def test_a_bomb_below_the_limit_stays_within_its_memory():
    content = bomb(7000, 7000)
    assert len(content) < 300_000
    assert MAX_PIXELS > 7000 * 7000
    made = clean(content, longest_edge=400)
    assert made.reason == ""
    assert made.picture.width == 400


def test_what_lies_about_its_size_is_turned_down_inside():
    assert clean(png_saying(5000, 5000)).reason == BROKEN  # far too few pixels
    assert clean(png_saying(30_000, 30_000)).reason == BROKEN
    assert clean(picture("JPEG", (300, 300))[:-400]).reason == BROKEN
    assert clean(GIF).reason == BROKEN
    assert clean(SVG).reason == BROKEN


def test_memory_and_time_are_limited():
    heavy = bomb(7000, 7000)
    assert clean(heavy, limits=Limits(megabytes=160)).reason in (TOO_BIG, BROKEN)
    assert clean(heavy, limits=Limits(wall_seconds=0.05)).reason == TOO_LONG


def test_a_lot_of_text_in_a_picture_is_no_way_to_fill_the_memory():
    texts = b"".join(chunk(b"zTXt", b"k\0\0" + zlib.compress(b"a" * 900_000)) for _ in range(200))
    image = picture("PNG")
    content = image[:33] + texts + image[33:]
    assert clean(content, limits=Limits(megabytes=512)).reason in ("", BROKEN)


def test_the_process_knows_neither_django_nor_our_environment():
    code = "import sys, dss.images.child; print([name for name in sys.modules if name.startswith('django')])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_the_web_process_never_loads_pillow():
    code = "import sys, dss.images.checking, dss.images.fields, dss.images.cleaning; print('PIL' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"


def test_an_answer_that_is_no_picture_is_not_believed():
    from dss.images.cleaning import _believed

    good = picture("WEBP", (40, 40))
    framed = struct.pack(">Q", len(good)) + good
    first, second = _believed(framed * 2, (100, 100))
    assert (first.width, second.width) == (40, 40)
    html = b"<html><script>alert(1)</script>"
    for said in (b"", framed, framed * 3, struct.pack(">Q", len(html)) + html + framed, b"\xff" * 40):
        with pytest.raises(ImageRefused):
            _believed(said, (100, 100))
    with pytest.raises(ImageRefused):
        _believed(framed * 2, (100, 20))
