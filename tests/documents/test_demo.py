"""The demonstration's documents: real files of every kind, readable, marked as fiction, and loaded once."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.utils import timezone

from documents.demo.drafts import DRAFTS, load_demo_drafts
from documents.demo.loading import DOCUMENTS, load_demo_documents
from documents.demo.usage import load_demo_usage
from documents.enums import FileFormat, ParseStatus
from documents.files import DOCUMENT_FORMATS
from documents.jobs import read_version
from documents.library import codes
from documents.models import (
    DocumentComment,
    DocumentTemplate,
    DocumentVersion,
    SharedDocument,
    TemplateDraft,
    WantedAnswer,
    WantedDocument,
)

pytestmark = pytest.mark.django_db


def test_documents_are_there_once_and_can_be_read(settings):
    settings.DEBUG = True
    call_command("load_demo", verbosity=0)
    load_demo_documents(now=timezone.now())
    load_demo_drafts(now=timezone.now())
    assert TemplateDraft.objects.count() == len(DRAFTS)
    assert DocumentTemplate.objects.approved().count() == len(codes())
    load_demo_usage(now=timezone.now())
    own = SharedDocument.objects.filter(forked_from=None)
    assert own.count() == len(DOCUMENTS)
    assert SharedDocument.objects.filter(forked_from__isnull=False).count() == 1
    versions = DocumentVersion.objects.filter(document__in=own)
    assert versions.count() == sum(len(document.versions) for document in DOCUMENTS)
    assert {FileFormat(version.format) for version in DocumentVersion.objects.all()} == DOCUMENT_FORMATS
    for document in SharedDocument.objects.all():
        assert "デモデータ" in document.title
        assert "架空" in document.description
    for version in DocumentVersion.objects.all():
        read_version(version_id=version.pk)
    done = DocumentVersion.objects.order_by("pk")
    assert {version.parse_status for version in done} == {ParseStatus.PARSED}
    assert [version.original_name for version in done if "デモデータ" not in version.text] == []
    titled = DocumentVersion.objects.filter(document__title__startswith="議事録作成支援サービス 仕様書")
    spec = titled.filter(document__in=own).current().get()
    assert spec.number == 3
    assert {"kind": "heading", "text": "7 サービスの水準", "level": 1} in [b for p in spec.portions for b in p]
    assert "稼働率\t99.5%以上（計画した停止を除く。）\t月ごと" in spec.text
    assert own.exclude(services=None).count() == 2
    assert (DocumentComment.objects.count(), WantedDocument.objects.count(), WantedAnswer.objects.count()) == (3, 3, 1)
