"""The worker's part: every format is read once, in the limited process, whatever lies in the file."""

from __future__ import annotations

import hashlib
import resource
import time
from datetime import timedelta
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from catalog.demo.pdf import one_page_pdf
from documents.enums import FileFormat, ParseStatus
from documents.extraction import Limits
from documents.extraction.running import TOO_BIG, TOO_LONG, UNREADABLE
from documents.files import CheckedUpload, check_upload
from documents.jobs import LOST, read_forgotten_versions, read_version
from documents.models import DocumentDownload, DocumentVersion
from tests.documents.makers import docx, docx_of, package, upload, waiting_jobs, word_xml, xlsx
from tests.factories import DocumentVersionFactory

pytestmark = pytest.mark.django_db


def work(version) -> DocumentVersion:
    read_version(version_id=version.pk)
    return DocumentVersion.objects.get(pk=version.pk)


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [
        ("a.docx", docx("本文です。", headings=("見出し",)), "見出し\n本文です。"),
        ("a.xlsx", xlsx(), "評価基準\n項目\t配点\n機能\t40"),
        ("a.txt", "第1条\r\n目的".encode("cp932"), "第1条\n目的"),
        ("a.md", "# 題\n文".encode(), "題\n文"),
        ("a.pdf", one_page_pdf("仕様書（案）", ["第1条 目的"]), "仕様書（案）\n第1条 目的"),
    ],
    ids=["docx", "xlsx", "txt", "md", "pdf"],
)
def test_every_format(register, name, content, text):
    version = register(upload=check_upload(upload(name, content))).versions.get()
    done = work(version)
    assert (done.parse_status, done.text, done.parse_reason) == (ParseStatus.PARSED, text, "")
    assert done.portions
    assert done.parsed_at is not None
    DocumentVersion.objects.filter(pk=version.pk).update(text="")
    assert work(version).text == ""  # done is done


def memory() -> int:
    """Of this process at its fullest, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def test_a_file_that_wants_more_than_a_gigabyte_harms_neither_the_worker_nor_the_next_file(register):
    """The upload's check refuses it; here it came past, as one of tomorrow's tricks may."""
    content = docx_of(megabytes=1600)
    with pytest.raises(ValidationError) as refused:
        check_upload(upload("a.docx", content))
    assert refused.value.code == "bomb"
    digest = hashlib.sha256(content).hexdigest()
    smuggled = CheckedUpload(ContentFile(content), "a.docx", FileFormat.DOCX, len(content), digest)
    version = register(upload=smuggled).versions.get()
    before, started = memory(), time.monotonic()
    done = work(version)
    assert done.parse_status == ParseStatus.FAILED
    assert done.parse_reason in {TOO_BIG, TOO_LONG, UNREADABLE}
    assert memory() - before < 64
    assert time.monotonic() - started < Limits().wall_seconds + 10
    honest = register(upload=check_upload(upload("b.docx", docx("次の文書")))).versions.get()
    assert work(honest).text == "次の文書"


def test_what_cannot_be_read_is_said(register):
    broken = package({"word/document.xml": word_xml("<w:p>")})
    done = work(register(upload=check_upload(upload("a.docx", broken))).versions.get())
    assert (done.parse_status, done.text, done.portions) == (ParseStatus.FAILED, "", [])
    assert done.parse_reason.endswith("。")


def test_a_lost_file_and_a_lost_row(register):
    version = register().versions.get()
    version.file.storage.delete(version.file.name)
    assert work(version).parse_reason == LOST
    read_version(version_id=0)


def test_forgotten_versions_are_queued_again():
    now = timezone.now()
    waiting = {"parse_status": ParseStatus.PENDING, "parsed_at": None}
    old = DocumentVersionFactory(uploaded_at=now - timedelta(hours=2), **waiting)
    DocumentVersionFactory(uploaded_at=now, **waiting)
    DocumentVersionFactory(uploaded_at=now - timedelta(hours=2))
    read_forgotten_versions(now=now)
    read_forgotten_versions(now=now)
    assert waiting_jobs() == [old.pk]


def test_names_never_become_paths(settings):
    version = DocumentVersionFactory(file=ContentFile(b"x", name="documents/0.md"), original_name="../" * 20 + "x.md")
    assert version.file.name == "documents/0.md"


def test_a_document_in_a_bucket_is_read_and_handed_out_by_it(bucket, register, scene, client):
    version = register(upload=check_upload(upload("仕様書（案）.docx", docx("本文です。")))).versions.get()
    assert work(version).text == "本文です。"
    client.force_login(scene.owner)
    answer = client.get(reverse("documents:version_download", args=[version.document_id, 1]))
    assert answer.status_code == 302
    assert DocumentDownload.objects.filter(version=version).count() == 1
    with urlopen(answer.url) as fetched:  # noqa: S310 - the test's own server
        assert hashlib.sha256(fetched.read()).hexdigest() == version.sha256
        assert fetched.headers["Content-Disposition"].endswith(quote("仕様書（案）.docx"))
    bucket.delete(version.file.name)
    assert client.get(reverse("documents:version_download", args=[version.document_id, 1])).status_code == 404
    assert DocumentDownload.objects.filter(version=version).count() == 1
