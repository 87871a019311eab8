"""Findings are answered before others read a text; who answered what, and when, stays."""

from __future__ import annotations

from functools import partial

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent
from documents import actions, jobs
from documents.enums import ParseStatus, RedactionVerdict
from documents.extraction import Reading
from documents.indexing import DOCUMENTS
from documents.models import DocumentVersion, RedactionAnswer, RedactionFinding, SharedDocument
from documents.searching import FoundDocuments
from dss.access import DomainError, PolicyRefused
from tests.documents.pages import page, send
from tests.races import all_at_once

pytestmark = pytest.mark.django_db
PUBLIC, FIX = RedactionVerdict.PUBLIC, RedactionVerdict.FIX
PHONE = "お問い合わせは 048-571-1211 まで"
MAIL = "送付先は taro@example.jp です"


def read(version: DocumentVersion, *lines: str) -> None:
    portions = [[{"kind": "paragraph", "text": line} for line in lines]]
    reading = Reading(portions=portions, text="\n".join(lines))
    assert actions.save_reading(version_id=version.pk, reading=reading, now=timezone.now())


def newest(document: SharedDocument) -> DocumentVersion:
    return document.versions.newest_first()[0]


def publish(document, actor, **said):
    number = newest(document).number
    given = {"document": document, "newest": number, "actor": actor, "now": timezone.now()} | said
    return actions.publish_document(**given)


def answer(document, actor, verdict, *kinds):
    found = RedactionFinding.objects.filter(version__document=document)
    chosen = found.filter(kind__in=kinds) if kinds else found
    verdicts = dict.fromkeys(chosen.values_list("fingerprint", flat=True), verdict)
    return actions.answer_redactions(document=document, verdicts=verdicts, actor=actor, now=timezone.now())


def test_nothing_is_published_before_every_place_is_answered(scene, register):
    document = register()
    read(newest(document), PHONE, MAIL, PHONE)
    assert newest(document).is_checked
    with pytest.raises(DomainError, match="答えていない箇所が2件"):
        publish(document, scene.owner)
    assert answer(document, scene.colleague, PUBLIC, "phone") == 1
    with pytest.raises(DomainError, match="答えていない箇所が1件"):
        publish(document, scene.owner, by_hand=[1])
    answer(document, scene.owner, PUBLIC, "email")
    assert publish(document, scene.owner).is_published
    assert set(RedactionAnswer.objects.values_list("answered_by_key", flat=True)) == {
        scene.colleague.key,
        scene.owner.key,
    }


def test_what_has_to_go_is_corrected_by_a_new_version_and_the_old_one_stays_at_home(scene, register, add):
    document = register()
    read(newest(document), PHONE, MAIL)
    answer(document, scene.owner, PUBLIC, "phone")
    answer(document, scene.owner, FIX, "email")
    with pytest.raises(DomainError, match="直した版を登録"):
        publish(document, scene.owner)
    read(add(document), PHONE, MAIL)
    with pytest.raises(DomainError, match="直した版を登録"):
        publish(document, scene.owner)
    read(add(document, "三"), PHONE, "送付先は■■■です")
    assert publish(document, scene.owner).is_published  # the telephone number was answered before
    seen = DocumentVersion.objects.visible_to(scene.other).filter(document=document)
    assert [version.number for version in seen] == [3]
    assert document.versions.visible_to(scene.colleague).count() == 3
    assert not RedactionFinding.objects.visible_to(scene.other).exists()
    assert not RedactionAnswer.objects.visible_to(scene.other).exists()


def test_of_a_further_version_only_what_is_new_is_asked(scene, register, add):
    document = register()
    read(newest(document), PHONE)
    answer(document, scene.owner, PUBLIC)
    publish(document, scene.owner)
    read(add(document), PHONE, MAIL)
    with pytest.raises(DomainError, match="答えていない箇所が1件"):
        publish(document, scene.owner)
    answer(document, scene.owner, PUBLIC, "email")
    publish(document, scene.owner)
    assert document.versions.visible_to(scene.other).count() == 2


def test_others_neither_find_nor_see_a_further_version_before(scene, share, add):
    document = share()
    read(newest(document), "墓地の区画")
    read(add(document), "検針の手順", PHONE)

    def hits(words, user):
        found = FoundDocuments(words, SharedDocument.objects.searchable_by(user), limit=9, offset=0)
        return [(hit.pk, hit.passage, hit.newest_number) for hit in found[:9]]

    DOCUMENTS.reindex([document.pk])
    for user in (scene.other, scene.owner):
        assert hits("検針", user) == []
        assert hits("墓地", user) == [(document.pk, "墓地の区画", 1)]
    assert SharedDocument.objects.with_list_data().get().newest_number == 1
    answer(document, scene.owner, PUBLIC)
    publish(document, scene.owner)
    assert hits("検針", scene.other)[0][2] == 2


@pytest.mark.parametrize(("reason", "message"), [("", "まだ読み取っていない"), ("壊れています。", "読み取れない")])
def test_a_text_that_cannot_be_read_needs_a_persons_eyes(scene, register, reason, message):
    document = register()
    if reason:
        actions.save_reading(version_id=newest(document).pk, reading=Reading(reason=reason), now=timezone.now())
    with pytest.raises(DomainError, match=message):
        publish(document, scene.owner)
    with pytest.raises(DomainError, match=message):
        publish(document, scene.owner, by_hand=[2])
    assert publish(document, scene.owner, by_hand=[1]).is_published


def test_what_is_found_after_the_publication_waits_for_the_owner(client, scene, share):
    document = share()
    read(newest(document), PHONE)
    assert list(SharedDocument.objects.with_open_findings()) == [document]
    client.force_login(scene.colleague)
    assert "伏せ字の確認を待つ公開中の文書" in client.get("/").content.decode()
    waiting = client.get(reverse("documents:document_list"), {"own": "1", "status": "published", "waits": "findings"})
    assert document.title in waiting.content.decode()
    assert "048-571-1211" in page(client, scene.colleague, "document_redaction", document.pk).content.decode()
    answer(document, scene.owner, PUBLIC)
    assert not SharedDocument.objects.with_open_findings().exists()


def test_texts_read_before_the_rules_are_looked_through_by_a_job(scene, share):
    document = share()
    version = newest(document)
    portions = [[{"kind": "paragraph", "text": PHONE}]]
    DocumentVersion.objects.filter(pk=version.pk).update(
        parse_status=ParseStatus.PARSED, parsed_at=timezone.now(), portions=portions, text=PHONE
    )
    for _ in range(2):
        jobs.check_unchecked_versions(now=timezone.now())
    assert RedactionFinding.objects.get().value == "048-571-1211"


def test_an_answer_is_kept_and_can_be_changed_until_the_publication(scene, register):
    document = register()
    read(newest(document), PHONE)
    assert answer(document, scene.owner, FIX) == 1
    assert answer(document, scene.owner, FIX) == 0
    assert answer(document, scene.colleague, PUBLIC) == 1
    assert list(RedactionAnswer.objects.order_by("pk").values_list("verdict", flat=True)) == ["fix", "public"]
    publish(document, scene.owner)
    for write in (RedactionAnswer.objects.all().delete, partial(RedactionAnswer.objects.update, verdict="fix")):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            write()


def test_who_may_answer(scene, share):
    document = share()
    read(newest(document), PHONE)
    for person in (scene.other, scene.vendor, scene.operator, scene.advisor, scene.member):
        with pytest.raises(PolicyRefused):
            answer(document, person, PUBLIC)
    with pytest.raises(DomainError, match="開き直して"):
        actions.answer_redactions(document=document, verdicts={"0" * 64: PUBLIC}, actor=scene.owner, now=timezone.now())
    assert not RedactionAnswer.objects.exists()


def test_the_pages_from_the_finding_to_the_shelf(client, scene, register):
    document = register()
    read(newest(document), PHONE, MAIL, PHONE)
    shown = page(client, scene.owner, "document_publish", document.pk).content.decode()
    assert "2件に、まだ答えていません" in shown
    refused = send(client, scene.owner, "document_publish", document.pk, declares_redaction="on", newest=1)
    assert refused.status_code == 422
    assert "答えていない箇所が2件" in refused.content.decode()
    asked = page(client, scene.owner, "document_redaction", document.pk).content.decode()
    for text in ("<mark>048-571-1211</mark>", "お問い合わせは", f"/documents/{document.pk}/versions/1/?page=1#place-1"):
        assert text in asked
    names = dict(RedactionFinding.objects.values_list("kind", "fingerprint"))
    first = send(client, scene.owner, "document_redaction", document.pk, **{names["phone"]: "public"})
    assert first.url == reverse("documents:document_redaction", args=[document.pk])
    assert send(client, scene.owner, "document_redaction", document.pk, **{names["phone"]: "x"}).status_code == 422
    second = send(client, scene.owner, "document_redaction", document.pk, **{names["email"]: "fix"})
    assert second.url == reverse("documents:document_publish", args=[document.pk])
    assert "直した版を登録する" in client.get(second.url).content.decode()
    send(client, scene.owner, "document_redaction", document.pk, **{names["email"]: "mistaken"})
    done = send(client, scene.owner, "document_publish", document.pk, declares_redaction="on", newest=1)
    assert done.status_code == 302


def test_a_question_less_document_says_so(client, scene, register):
    document = register()
    read(newest(document), "会議の録音から議事録を作成する。")
    assert "確かめる箇所はありません" in page(client, scene.owner, "document_redaction", document.pk).content.decode()


@pytest.mark.django_db(transaction=True)
def test_answers_given_at_once_are_kept_once(scene, register):
    document = register()
    read(newest(document), PHONE)
    won, refused = all_at_once([lambda: answer(document, scene.owner, PUBLIC) for _ in range(20)])
    assert (sum(won), refused) == (1, [])
    assert RedactionAnswer.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_nothing_goes_out_while_somebody_says_that_it_has_to_go(scene, register):
    """Twenty times at once one publishes and one says "fix": nothing is published after it."""
    document = register()
    read(newest(document), PHONE)
    answer(document, scene.owner, PUBLIC)
    calls = [lambda: publish(document, scene.owner), lambda: answer(document, scene.colleague, FIX)] * 10
    all_at_once(calls)
    steps = AuditEvent.objects.filter(verb__in=["publish_document", "answer_redactions"]).order_by("pk")
    done = list(steps.values_list("verb", flat=True))[1:]
    assert done in (["answer_redactions"], ["publish_document", "answer_redactions"])


def test_what_has_to_go_from_a_version_others_read_goes_at_once(client, scene, share, add):
    document = share()
    read(newest(document), PHONE)  # looked through after it was published
    finding = RedactionFinding.objects.get()
    address = document.versions.get().get_absolute_url()
    sent = send(client, scene.colleague, "document_redaction", document.pk, **{finding.fingerprint: "fix"})
    assert sent.status_code == 302
    shown = client.get(sent.url).content.decode()
    assert "第1版は、伏せる必要のある箇所を含むため" in shown
    assert "取り下げた文書です" in shown
    client.force_login(scene.other)
    assert client.get(address).status_code == 404
    assert client.get(document.get_absolute_url()).status_code == 404
    read(add(document), "電話は■■■")
    publish(document, scene.owner)
    assert [version.number for version in document.versions.visible_to(scene.other)] == [2]
    event = AuditEvent.objects.filter(verb="answer_redactions").get()
    assert event.data["kept_back_versions"] == [1]


def test_an_older_version_that_may_stay_stands_for_the_document_again(scene, share, add):
    document = share()
    read(newest(document), "墓地の区画")
    read(add(document), "検針の手順", PHONE)
    answer(document, scene.owner, PUBLIC)
    publish(document, scene.owner)
    answer(document, scene.owner, FIX)
    document.refresh_from_db()
    first = document.versions.get(number=1)
    assert (document.is_published, document.versioned_at) == (True, first.uploaded_at)
    DOCUMENTS.reindex_stale()
    found = FoundDocuments("検針", SharedDocument.objects.searchable_by(scene.other), limit=9, offset=0)
    assert list(found[:9]) == []
    assert [version.number for version in document.versions.visible_to(scene.other)] == [1]
