"""The two storages: a private folder that holds whole files alone, and a private bucket."""

from __future__ import annotations

import re
import stat
import subprocess
import sys
from pathlib import Path

import environ
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import TemporaryUploadedFile

from dss.faults import status_of
from dss.storage.configuration import LOCAL, S3, signed_url_seconds, storage_of
from dss.storage.errors import StorageFull
from dss.storage.keeping import kept
from dss.storage.walking import walk


@pytest.fixture
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")
    return tmp_path / "media"


def env(**variables):
    made = environ.Env()
    made.ENVIRON = variables
    return made


def test_the_folder_is_private_and_has_no_addresses(folder):
    name = kept(ContentFile(b"text"), "documents/a.txt")
    assert name == "documents/a.txt"
    assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600
    assert stat.S_IMODE((folder / "documents").stat().st_mode) == 0o700
    with pytest.raises(ValueError, match="private"):
        default_storage.url(name)


def test_a_large_upload_that_lies_in_a_file_of_its_own_is_taken_over(folder):
    with TemporaryUploadedFile("大きい.txt", "text/plain", 7, None) as upload:
        upload.write(b"content")
        upload.flush()
        assert kept(upload, "documents/b.txt") == "documents/b.txt"
    assert (folder / "documents/b.txt").read_bytes() == b"content"
    assert [each.name for each in walk(default_storage)] == ["documents/b.txt"]


def test_an_existing_file_is_never_written_over(folder):
    first = kept(ContentFile(b"first"), "documents/a.txt")
    second = kept(ContentFile(b"second"), "documents/a.txt")
    assert first != second
    assert (folder / first).read_bytes() == b"first"


def test_a_full_disk_leaves_no_half_file(full_disk):
    with pytest.raises(StorageFull) as caught:
        kept(ContentFile(b"0" * 100_000), "documents/a.txt")
    assert status_of(caught.value) == 507
    assert list(walk(default_storage)) == []
    assert kept(ContentFile(b"small"), "documents/a.txt") == "documents/a.txt"


def test_the_folder_is_walked_whole(folder):
    assert list(walk(default_storage)) == []
    names = {kept(ContentFile(b"x" * number), f"{room}/{number}.txt") for room in ("a", "b/c") for number in range(3)}
    assert {each.name for each in walk(default_storage)} == names
    assert sorted(each.size for each in walk(default_storage)) == [0, 0, 1, 1, 2, 2]


def test_a_bucket_keeps_reads_lists_and_removes(bucket):
    name = kept(ContentFile("本文".encode()), "documents/a.txt")
    with default_storage.open(name, "rb") as file:
        assert file.read().decode() == "本文"
    assert kept(ContentFile(b"other"), "documents/a.txt") != name
    names = {kept(ContentFile(b"x"), f"quotes/{number}.txt") for number in range(3)}
    assert names < {each.name for each in walk(default_storage)}
    assert len(list(walk(default_storage))) == 5
    default_storage.delete(name)
    assert not default_storage.exists(name)
    with pytest.raises(FileNotFoundError):
        default_storage.open(name, "rb")
    with pytest.raises(ValueError, match="private"):
        default_storage.url(name)


def test_a_listing_of_more_than_one_page(bucket):
    for number in range(1005):
        bucket.bucket.put_object(Key=f"square/many/{number}.txt", Body=b"x")
    bucket.bucket.put_object(Key="somebody-elses.txt", Body=b"x")
    assert len({each.name for each in walk(default_storage)}) == 1005


def test_a_service_that_is_full_or_away_is_told_apart(bucket, settings):
    from botocore.exceptions import ClientError, EndpointConnectionError

    from dss.storage.s3 import _has_no_room

    full = {"Error": {"Code": "XMinioStorageFull"}, "ResponseMetadata": {"HTTPStatusCode": 507}}
    assert _has_no_room(ClientError(full, "PutObject"))
    assert not _has_no_room(ClientError({"Error": {"Code": "AccessDenied"}}, "PutObject"))
    assert status_of(EndpointConnectionError(endpoint_url="https://s3.example")) == 503
    assert status_of(ClientError({"Error": {"Code": "SlowDown"}}, "GetObject")) == 503


def test_the_environment_chooses():
    assert storage_of(env(), is_behind_nginx=False)["BACKEND"] == LOCAL
    assert storage_of(env(), is_behind_nginx=True)["OPTIONS"]["file_permissions_mode"] == 0o640
    made = storage_of(
        env(S3_BUCKET="files", S3_ENDPOINT_URL="https://s3.example", S3_REGION="jp", S3_PATH_STYLE="on", S3_PREFIX="a"),
        is_behind_nginx=False,
    )
    assert made["BACKEND"] == S3
    chosen = {key: made["OPTIONS"][key] for key in ("bucket_name", "endpoint_url", "region_name", "location")}
    assert chosen == {
        "bucket_name": "files",
        "endpoint_url": "https://s3.example",
        "region_name": "jp",
        "location": "a",
    }
    assert made["OPTIONS"]["is_path_style"] is True
    with pytest.raises(ImproperlyConfigured):
        storage_of(env(S3_BUCKET="files"), is_behind_nginx=True)


@pytest.mark.parametrize(("given", "seconds"), [(None, 60), ("0", 0), ("30", 30)])
def test_signed_addresses_are_short_lived(given, seconds):
    assert signed_url_seconds(env(**({"S3_SIGNED_URL_SECONDS": given} if given else {}))) == seconds


@pytest.mark.parametrize("given", ["61", "-1"])
def test_long_lived_addresses_are_refused(given):
    with pytest.raises(ImproperlyConfigured):
        signed_url_seconds(env(S3_SIGNED_URL_SECONDS=given))


def test_without_a_bucket_nothing_of_its_packages_is_loaded():
    lines = [
        "import os, sys, django",
        "os.environ['DJANGO_SETTINGS_MODULE'] = 'dss.settings'",
        "django.setup()",
        "import dss.urls",
        "from django.core.files.storage import default_storage",
        "default_storage.exists('x')",
        "loaded = {name.partition('.')[0] for name in sys.modules}",
        "print(sorted(loaded & {'boto3', 'botocore', 's3transfer', 'storages'}))",
    ]
    root = Path(__file__).resolve().parents[2]
    environment = {"SECRET_KEY": "x" * 60, "DATABASE_URL": "postgresql://dss@127.0.0.1:1/dss", "PATH": "/usr/bin"}
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", "\n".join(lines)],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == "[]"


ROOT = Path(__file__).resolve().parents[2]
LOCAL_WAYS = re.compile(
    r"\bMEDIA_ROOT\b|\bFileSystemStorage\b|\bFileResponse\(|file\.path\b|storage\.path\(|temporary_file_path"
)
DRILLS = "dss/drills/"  # they fill a disk of their own from outside the product
MAY = {"dss/settings.py", "dss/downloads.py", "dss/storage/local.py", "dss/storage/configuration.py"}


def test_no_other_module_knows_where_files_lie_or_hands_them_out_by_itself():
    rooms = ("accounts", "catalog", "documents", "dss", "forums", "procurement")
    sources = [path for room in rooms for path in (ROOT / room).rglob("*.py")]
    found = {path.relative_to(ROOT).as_posix() for path in sources if LOCAL_WAYS.search(path.read_text())}
    assert {path for path in found if not path.startswith(DRILLS)} <= MAY
