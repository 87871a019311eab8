"""What each step writes, what it refuses and why."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.models import AuditEvent, MunicipalMembership, Notification, OutboxMail
from documents import actions
from documents.actions import versions
from documents.enums import DocumentStatus, ParseStatus
from documents.extraction import Reading
from documents.models import DocumentDownload, DocumentVersion, SharedDocument
from dss.access import DomainError, PolicyRefused
from dss.storage.errors import StorageFull
from tests.documents.makers import waiting_jobs
from tests.factories import DocumentVersionFactory, PublishedServiceFactory

pytestmark = pytest.mark.django_db

BY_OWNER = [
    (actions.publish_document, {"newest": 1}),
    (actions.withdraw_document, {}),
    (actions.edit_document, {"revision": 1}),
    (actions.add_version, {"note": "", "client_token": uuid4()}),
]


def verbs() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


def test_registering(scene, register, facts):
    service = PublishedServiceFactory()
    document = register(facts=facts(services=(service,), fiscal_year=2026), note="初版です")
    assert (document.municipality, document.status, document.created_by_key) == (
        scene.body,
        DocumentStatus.DRAFT,
        scene.owner.key,
    )
    assert list(document.services.all()) == [service]
    version = document.versions.get()
    assert (version.number, version.original_name, version.note) == (1, "仕様書.md", "初版です")
    assert version.file.name.startswith("documents/")
    assert "仕様書" not in version.file.name
    with version.open_file() as file:
        assert file.read() == "# 仕様書\n本文".encode()
    assert (version.parse_status, version.is_declared) == (ParseStatus.PENDING, False)
    assert waiting_jobs() == [version.pk]
    assert verbs() == ["create_document"]


def test_the_same_form_twice_makes_one(register, checked):
    token = uuid4()
    assert register(client_token=token) == register(client_token=token, upload=checked("別の本文"))
    assert (SharedDocument.objects.count(), DocumentVersion.objects.count()) == (1, 1)


def test_versions_count_up(scene, register, add, checked):
    document = register()
    later = timezone.now() + timedelta(hours=1)
    second = add(document, actor=scene.colleague, now=later, note="金額を直しました")
    token = uuid4()
    assert add(document, "三", client_token=token) == add(document, "三", client_token=token)
    assert list(document.versions.newest_first().values_list("number", flat=True)) == [3, 2, 1]
    assert DocumentVersion.objects.current().get().number == 3
    document.refresh_from_db()
    assert document.versioned_at > later - timedelta(hours=1)
    assert (second.uploaded_by_key, second.is_declared) == (scene.colleague.key, False)


def test_the_same_content_again_is_refused(register, add):
    document = register()
    with pytest.raises(DomainError, match="第1版とまったく同じ"):
        add(document, "# 仕様書\n本文")
    add(document, "二")
    assert add(document, "# 仕様書\n本文").number == 3  # going back to an older text is a change


def test_states(scene, share):
    document = share()
    now = timezone.now()
    again = partial(actions.publish_document, newest=1)
    for act, message in ((again, "すでに「公開中」"), (actions.lift_document, "停止されていません")):
        actor = scene.operator if act is actions.lift_document else scene.owner
        with pytest.raises(DomainError, match=message):
            act(document=document, actor=actor, now=now)
    withdrawn = actions.withdraw_document(document=document, actor=scene.colleague, now=now)
    assert (withdrawn.status, withdrawn.withdrawn_at) == (DocumentStatus.WITHDRAWN, now)
    with pytest.raises(DomainError, match="すでに「取下げ」"):
        actions.withdraw_document(document=document, actor=scene.owner, now=now)
    assert actions.publish_document(document=document, newest=1, actor=scene.owner, now=now).is_published


def test_every_transition_is_taken_by_an_action_alone():
    assert {(start, end) for start, ends in SharedDocument.TRANSITIONS.items() for end in ends} == {
        ("draft", "published"),
        ("draft", "withdrawn"),
        ("published", "withdrawn"),
        ("published", "suspended"),
        ("withdrawn", "published"),
        ("suspended", "withdrawn"),
    }


def test_operators_stop_and_the_owner_cannot_undo_it(scene, share, add):
    document = share()
    now = timezone.now()
    stopped = actions.suspend_document(document=document, reason="氏名が残っています", actor=scene.operator, now=now)
    assert stopped.suspension_reason == "氏名が残っています"
    for call in (
        lambda: actions.publish_document(document=document, newest=1, actor=scene.owner, now=now),
        lambda: actions.withdraw_document(document=document, actor=scene.owner, now=now),
        lambda: add(document),
    ):
        with pytest.raises(DomainError):
            call()
    assert list(Notification.objects.values_list("user", "event")) == [(scene.owner.pk, "document_suspended")]
    mail = OutboxMail.objects.get()
    assert "氏名が残っています" in mail.body
    assert document.title not in mail.subject + mail.body
    actions.lift_document(document=document, actor=scene.operator, now=now)
    assert actions.publish_document(document=document, newest=1, actor=scene.owner, now=now).is_published


def test_successors_are_told_of_a_stop(scene, share):
    document = share()
    MunicipalMembership.objects.filter(user=scene.owner).update(expires_on="2020-05-31")
    actions.suspend_document(document=document, reason="理由", actor=scene.operator, now=timezone.now())
    assert [notice.user for notice in Notification.objects.all()] == [scene.colleague]


def test_an_operator_does_not_judge_the_own_body(scene, share):
    scene.owner.is_staff = True
    scene.owner.save()
    with pytest.raises(PolicyRefused, match="ほかの運営担当者"):
        actions.suspend_document(document=share(), reason="x", actor=scene.owner, now=timezone.now())


@pytest.mark.parametrize("who", ["other", "vendor", "advisor", "member", "operator"])
@pytest.mark.parametrize(("act", "extra"), BY_OWNER, ids=[act.__name__ for act, _ in BY_OWNER])
def test_nobody_else_changes_it(scene, register, facts, checked, who, act, extra):
    document = register()
    given = dict(extra)
    if act is actions.edit_document:
        given["facts"] = facts(title="別の題")
    if act is actions.add_version:
        given["upload"] = checked("別")
    with pytest.raises(PolicyRefused, match="登録した自治体の職員だけ"):
        act(document=document, actor=getattr(scene, who), now=timezone.now(), **given)
    assert verbs() == ["create_document"]


@pytest.mark.parametrize("who", ["vendor", "advisor", "member", "operator"])
def test_only_staff_register(scene, register, who):
    with pytest.raises(PolicyRefused, match="自治体職員どうし"):
        register(actor=getattr(scene, who))
    assert not SharedDocument.objects.exists()


@pytest.mark.parametrize("who", ["owner", "other", "vendor", "advisor", "member", "operator"])
@pytest.mark.parametrize("act", [actions.lift_document, actions.suspend_document], ids=["lift", "suspend"])
def test_only_operators_stop(scene, share, who, act):
    document = share()
    extra = {"reason": "x"} if act is actions.suspend_document else {}
    expected = DomainError if who == "operator" and not extra else None if who == "operator" else PolicyRefused
    if expected is None:
        act(document=document, actor=scene.operator, now=timezone.now(), **extra)
    else:
        with pytest.raises(expected):
            act(document=document, actor=getattr(scene, who), now=timezone.now(), **extra)


def test_editing_and_the_lost_update(scene, register, facts):
    document = register()
    edited = actions.edit_document(
        document=document, facts=facts(title="新しい題"), revision=1, actor=scene.colleague, now=timezone.now()
    )
    assert (edited.title, edited.revision) == ("新しい題", 2)
    with pytest.raises(actions.DocumentChanged) as refused:
        actions.edit_document(
            document=document, facts=facts(title="遅れた題"), revision=1, actor=scene.owner, now=timezone.now()
        )
    assert refused.value.document.title == "新しい題"


def test_a_download_is_recorded(scene, share):
    version = share().versions.get()
    actions.download_version(version=version, actor=scene.other, now=timezone.now())
    download = DocumentDownload.objects.get()
    assert (download.downloaded_by_key, download.municipality.name) == (scene.other.key, "松竹町")
    for who in ("vendor", "advisor", "member", "operator"):
        with pytest.raises(PolicyRefused):
            actions.download_version(version=version, actor=getattr(scene, who), now=timezone.now())
    assert DocumentDownload.objects.count() == 1
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        DocumentDownload.objects.update(downloaded_at=timezone.now())


def test_files_of_versions_never_change(register):
    version = register().versions.get()
    for field, value in (("sha256", "0" * 64), ("original_name", "x.md"), ("number", 7), ("file", "documents/x.md")):
        with pytest.raises(DatabaseError), transaction.atomic():
            DocumentVersion.objects.filter(pk=version.pk).update(**{field: value})
    with pytest.raises(DatabaseError), transaction.atomic():
        version.delete()


def test_a_reading_is_kept_once(register):
    version = register().versions.get()
    reading = Reading([[{"kind": "paragraph", "text": "本文"}]], "本文")
    assert actions.save_reading(version_id=version.pk, reading=reading, now=timezone.now())
    assert not actions.save_reading(version_id=version.pk, reading=Reading(reason="x"), now=timezone.now())
    assert not actions.save_reading(version_id=0, reading=reading, now=timezone.now())
    version.refresh_from_db()
    assert (version.parse_status, version.text, version.portions) == (ParseStatus.PARSED, "本文", reading.portions)


def test_a_full_disk_loses_nothing(register, add, full_disk):
    document = register()
    files = default_storage.listdir("documents")[1]
    with pytest.raises(StorageFull):
        add(document, "版" * 60_000)
    assert default_storage.listdir("documents")[1] == files
    assert document.versions.count() == 1
    assert add(document).number == 2


def test_floods_are_refused(scene, register, add, monkeypatch):
    document = register()
    DocumentVersionFactory.create_batch(3, uploaded_by=scene.owner)
    monkeypatch.setattr(versions, "VERSIONS_A_DAY", 4)
    with pytest.raises(DomainError, match="1日に登録できる"):
        add(document)
    assert add(document, actor=scene.colleague).number == 2
    monkeypatch.setattr(versions, "MAX_VERSIONS", 2)
    with pytest.raises(DomainError, match="新しい文書として"):
        add(document, "四", actor=scene.colleague)


def test_a_lapsed_member_writes_nothing(scene, register):
    document = register()
    MunicipalMembership.objects.filter(user=scene.owner).update(expires_on="2020-05-31")
    with pytest.raises(PolicyRefused):
        actions.publish_document(document=document, newest=1, actor=scene.owner, now=timezone.now())
