"""Who sees which document, version and record, in every state."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.actions.reports import report_object
from accounts.models import MunicipalMembership
from documents import actions
from documents.enums import DocumentStatus, DraftedBy
from documents.models import DocumentDownload, DocumentVersion, SharedDocument
from tests.factories import DocumentVersionFactory, SharedDocumentFactory

pytestmark = pytest.mark.django_db

EVERYBODY = ("owner", "colleague", "other", "vendor", "advisor", "member", "operator")
OWN = {"owner", "colleague"}


def in_state(scene, status):
    now = timezone.now()
    times = {"withdrawn_at": now, "suspended_at": now, "suspension_reason": "理由"}
    document = SharedDocumentFactory(municipality=scene.body, created_by=scene.owner, status=status, **times)
    return DocumentVersionFactory(document=document)


def who_sees(scene, manager, pk) -> set[str]:
    assert not manager.visible_to(AnonymousUser()).filter(pk=pk).exists()
    return {who for who in EVERYBODY if manager.visible_to(getattr(scene, who)).filter(pk=pk).exists()}


@pytest.mark.parametrize("status", DocumentStatus)
def test_each_state(scene, status):
    version = in_state(scene, status)
    expected = OWN | {"other"} if status == DocumentStatus.PUBLISHED else OWN
    assert who_sees(scene, SharedDocument.objects, version.document_id) == expected
    assert who_sees(scene, DocumentVersion.objects, version.pk) == expected


@pytest.mark.parametrize("status", [DocumentStatus.PUBLISHED, DocumentStatus.WITHDRAWN, DocumentStatus.SUSPENDED])
def test_operators_see_what_was_reported_and_nothing_else(scene, status):
    version, silent = in_state(scene, status), in_state(scene, status)
    report_object(target=version.document, reason="氏名があります", actor=scene.owner, now=timezone.now())
    for manager, pk, other in (
        (SharedDocument.objects, version.document_id, silent.document_id),
        (DocumentVersion.objects, version.pk, silent.pk),
    ):
        assert "operator" in who_sees(scene, manager, pk)
        assert "operator" not in who_sees(scene, manager, other)


def test_a_lapsed_membership_sees_nothing_at_once(scene):
    version = in_state(scene, DocumentStatus.PUBLISHED)
    MunicipalMembership.objects.update(expires_on="2020-05-31")
    assert who_sees(scene, DocumentVersion.objects, version.pk) == set()


def test_only_the_own_bodys_versions_go_to_vendors(scene):
    own = {status: in_state(scene, status) for status in DocumentStatus}
    in_state(scene, DocumentStatus.PUBLISHED).document.__class__.objects.exclude(municipality=scene.body)
    attachable = DocumentVersion.objects.attachable_by(scene.colleague)
    assert own[DocumentStatus.DRAFT] in attachable
    assert own[DocumentStatus.PUBLISHED] in attachable
    assert own[DocumentStatus.WITHDRAWN] not in attachable
    assert own[DocumentStatus.SUSPENDED] not in attachable
    for who in ("other", "vendor", "advisor", "member", "operator"):
        assert not DocumentVersion.objects.attachable_by(getattr(scene, who)).exists()


def test_the_record_is_the_owners(scene):
    version = in_state(scene, DocumentStatus.PUBLISHED)
    download = actions.download_version(version=version, actor=scene.other, now=timezone.now())
    assert who_sees(scene, DocumentDownload.objects, download.pk) == OWN


def test_the_current_version_of_each():
    one, two = SharedDocumentFactory(), SharedDocumentFactory()
    for number in (1, 2, 3):
        DocumentVersionFactory(document=one, number=number)
    DocumentVersionFactory(document=two)
    assert set(DocumentVersion.objects.current().values_list("document", "number")) == {(one.pk, 3), (two.pk, 1)}
    rows = {row.pk: row.newest_number for row in SharedDocument.objects.with_list_data()}
    assert rows == {one.pk: 3, two.pk: 1}


def test_a_title_carries_its_mark_where_no_badge_stands():
    for drafted_by in DraftedBy:
        document = SharedDocumentFactory(drafted_by=drafted_by)
        marked = SharedDocument.objects.with_marked_title().get(pk=document.pk)
        assert marked.title_with_mark == document.marked_title
    assert document.marked_title == f"【事業者の案】{document.title}"
