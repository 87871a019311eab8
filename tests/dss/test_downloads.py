"""Stored files: names that are safe anywhere, and the three ways a file leaves, each private."""

from __future__ import annotations

import io
from types import SimpleNamespace
from urllib.parse import parse_qs, quote, urlsplit
from urllib.request import urlopen

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from dss.downloads import attachment, file_name, handed_over, shown

NAME = "仕様書（案）.pdf"
PDF = {"ending": ".pdf", "media_type": "application/pdf"}


def stored(name: str | None = None):
    """What a FileField gives: a name in the storage."""
    kept = name or default_storage.save("documents/a.pdf", ContentFile(b"%PDF-1.7 body"))
    return SimpleNamespace(storage=default_storage, name=kept, open=lambda mode: default_storage.open(kept, mode))


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("ご案内.pdf", "ご案内.pdf"),
        ("ご案内.PDF", "ご案内.pdf"),
        ("../../etc/passwd", "etc_passwd.pdf"),
        ('a"b\r\nSet-Cookie: x=1;.pdf', "a_b_Set-Cookie_ x=1.pdf"),
        ("請求書\u202efdp.exe", "請求書_fdp.exe.pdf"),
        ("\ud800\0", "file.pdf"),
        ("", "file.pdf"),
        ("資" * 300, "資" * 100 + ".pdf"),
    ],
)
def test_names(name, safe):
    assert file_name(name, ".pdf") == safe
    header = attachment(io.BytesIO(b"%PDF"), name, **PDF)["Content-Disposition"]
    assert header.isascii()
    assert header.startswith("attachment; filename=\"document.pdf\"; filename*=UTF-8''")


@pytest.mark.django_db  # closing a response announces the end of a request, which looks at open connections
def test_from_this_machine_it_is_streamed_and_guarded():
    response = handed_over(stored(), NAME, **PDF)
    assert b"".join(response.streaming_content) == b"%PDF-1.7 body"
    assert response["Content-Disposition"].endswith(quote(NAME))
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    response.close()


def test_nginx_gets_the_place_and_the_reader_the_same_headers(settings):
    settings.X_ACCEL_PREFIX = "/_files/"
    response = handed_over(stored(), NAME, **PDF)
    assert response["X-Accel-Redirect"] == "/_files/documents/a.pdf"
    assert response.content == b""
    assert response["Content-Disposition"].endswith(quote(NAME))
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"


def test_a_bucket_hands_out_by_a_short_lived_address_with_our_headers(bucket):
    response = handed_over(stored(), NAME, **PDF)
    assert response.status_code == 302
    assert response["Cache-Control"] == "private, no-store"
    asked = parse_qs(urlsplit(response.url).query)
    assert int(asked["X-Amz-Expires"][0]) <= 60
    with urlopen(response.url) as fetched:  # noqa: S310 - the test's own server
        assert fetched.read() == b"%PDF-1.7 body"
        assert fetched.headers["Content-Type"] == "application/pdf"
        assert fetched.headers["Content-Disposition"].startswith("attachment; ")
        assert fetched.headers["Content-Disposition"].endswith(quote(NAME))
        assert "no-store" in fetched.headers["Cache-Control"]


@pytest.mark.django_db  # closing a response announces the end of a request, which looks at open connections
def test_a_bucket_out_of_the_readers_reach_is_streamed(bucket, settings):
    settings.SIGNED_URL_SECONDS = 0
    response = handed_over(stored(), NAME, **PDF)
    assert b"".join(response.streaming_content) == b"%PDF-1.7 body"
    assert response["Content-Disposition"].endswith(quote(NAME))
    response.close()


@pytest.mark.parametrize("way", ["stream", "nginx", "signed"])
def test_a_lost_file_is_told_before_anything_is_recorded(way, settings, request):
    if way == "signed":
        request.getfixturevalue("bucket")
    settings.X_ACCEL_PREFIX = "/_files/" if way == "nginx" else ""
    with pytest.raises(FileNotFoundError):
        handed_over(stored("documents/lost.pdf"), NAME, **PDF)


# --- Pictures on our pages ------------------------------------------------------------------------------------------

PICTURE = {"media_type": "image/webp", "sha256": "ab" * 32}


@pytest.mark.django_db  # closing a response announces the end of a request, which looks at open connections
def test_a_picture_is_shown_from_our_own_address_alone_and_asked_for_again(bucket, rf):
    response = shown(rf.get("/"), stored(), **PICTURE)
    assert b"".join(response.streaming_content) == b"%PDF-1.7 body", "no way to the bucket, which our pages refuse"
    assert response["Content-Type"] == "image/webp"
    assert response["Content-Disposition"] == "inline"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-cache"
    response.close()
    known = shown(rf.get("/", headers={"if-none-match": response["ETag"]}), stored("lost.webp"), **PICTURE)
    assert known.status_code == 304
    assert known["ETag"] == response["ETag"]


def test_nginx_shows_a_picture(settings, rf):
    settings.X_ACCEL_PREFIX = "/_files/"
    response = shown(rf.get("/"), stored(), **PICTURE)
    assert response["X-Accel-Redirect"] == "/_files/documents/a.pdf"
    assert response["Content-Type"] == "image/webp"
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("way", ["stream", "nginx"])
def test_a_lost_picture_is_told(way, settings, rf):
    settings.X_ACCEL_PREFIX = "/_files/" if way == "nginx" else ""
    with pytest.raises(FileNotFoundError):
        shown(rf.get("/"), stored("documents/lost.webp"), **PICTURE)
