"""Helpful marks, watches, comments, and the record of downloads by month."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import MunicipalMembership, Notification, NotificationPreference, OutboxMail
from documents import actions
from documents.emails import send_new_version
from documents.enums import CommentRemovedBy, CommentShownAs
from documents.models import DocumentComment, DocumentHelpful, DocumentWatch
from documents.policies import can_edit_comment, can_mark_document
from dss.access import DomainError, PolicyRefused

pytestmark = pytest.mark.django_db


def say(document, actor, body="引継ぎの章が役に立ちました。", **changes):
    given = {"shown_as": CommentShownAs.NAME_BODY, "client_token": uuid4(), "now": timezone.now()}
    return actions.write_comment(document=document, body=body, actor=actor, **(given | changes))


def mark(document, actor, is_helpful=True):
    actions.mark_document(document=document, is_helpful=is_helpful, actor=actor, now=timezone.now())


def watch(document, actor, is_watched=True):
    actions.watch_document(document=document, is_watched=is_watched, actor=actor, now=timezone.now())


def test_a_mark_counts_once_and_can_be_taken_back(scene, share):
    document = share()
    for _ in range(2):
        mark(document, scene.other)
    document.refresh_from_db()
    assert (document.helpful_count, DocumentHelpful.objects.count()) == (1, 1)
    mark(document, scene.other, False)
    document.refresh_from_db()
    assert (document.helpful_count, DocumentHelpful.objects.count()) == (0, 0)


def test_who_may_not_mark(scene, share, register):
    document = share()
    assert "所属する自治体の文書" in can_mark_document(scene.owner, document).reason
    assert not can_mark_document(scene.vendor, document).allowed
    assert "公開中" in can_mark_document(scene.other, register()).reason


def test_the_page_offers_what_may_be_done(client, scene, share):
    document = share()
    client.force_login(scene.other)
    page = client.get(document.get_absolute_url()).content.decode()
    assert "新しい版を知らせてもらう" in page
    client.post(reverse("documents:document_helpful", args=[document.pk]), {"helpful": "yes"})
    client.post(reverse("documents:document_watch", args=[document.pk]), {"watch": "yes"})
    page = client.get(document.get_absolute_url()).content.decode()
    assert "「役に立った」を取り消す" in page
    assert "1人の役に立ちました" in page
    assert "新しい版の知らせを止める" in page
    client.force_login(scene.colleague)
    assert "役に立った」" not in client.get(document.get_absolute_url()).content.decode()


def test_a_further_version_is_told_to_watchers_who_still_see_it(scene, share, add):
    document = share()
    watch(document, scene.other)
    add(document)
    actions.publish_document(document=document, newest=2, by_hand=[2], actor=scene.owner, now=timezone.now())
    for _ in range(2):
        send_new_version(document, number=2, now=timezone.now())
    told = Notification.objects.filter(event="document_new_version")
    assert [row.user for row in told] == [scene.other]  # not the owner's people, who did it themselves
    assert not OutboxMail.objects.filter(event="document_new_version").exists()  # gathered, without a word from them
    NotificationPreference.objects.create(user=scene.other, event="document_new_version", way="now")
    send_new_version(document, number=3, now=timezone.now())
    assert document.title not in OutboxMail.objects.get(event="document_new_version").body
    MunicipalMembership.objects.filter(user=scene.other).update(expires_on=timezone.localdate() - timedelta(days=1))
    send_new_version(document, number=4, now=timezone.now())
    assert told.all().count() == 2


def test_the_list_of_what_one_watches(client, scene, share, facts):
    first = share()
    watch(first, scene.other)
    client.force_login(scene.other)
    address = reverse("documents:watched_list")
    assert first.title in client.get(address).content.decode()
    with _counted() as one:
        client.get(address)
    for number in (2, 3):
        watch(share(facts=facts(title=f"別の文書{number}")), scene.other)
    with _counted() as three:
        client.get(address)
    assert len(one) == len(three) <= 8
    actions.withdraw_document(document=first, actor=scene.owner, now=timezone.now())
    assert first.title not in client.get(address).content.decode()


def _counted():
    return CaptureQueriesContext(connection)


def test_comments_are_shown_as_their_authors_chose(client, scene, share):
    document = share()
    say(document, scene.other, "名前を出します。")
    say(document, scene.other, "名前を伏せます。", shown_as=CommentShownAs.BODY)
    client.force_login(scene.colleague)
    page = client.get(reverse("documents:document_comments", args=[document.pk])).content.decode()
    assert page.count(scene.other.name) == 1
    assert "松竹町の職員" in page


def test_the_owners_watchers_are_told_of_a_comment_once(scene, share):
    document, token = share(), uuid4()
    watch(document, scene.colleague)
    watch(document, scene.other)
    for _ in range(2):
        say(document, scene.other, client_token=token)
    assert DocumentComment.objects.count() == 1
    told = Notification.objects.filter(event="document_commented").values_list("user", flat=True)
    assert set(told) == {scene.owner.pk, scene.colleague.pk}  # who registered it watches it


def test_a_comment_is_edited_and_a_lost_update_refused(client, scene, share):
    comment = say(share(), scene.other)
    actions.edit_comment(comment=comment, body="先の修正", revision=1, actor=scene.other, now=timezone.now())
    client.force_login(scene.other)
    address = reverse("documents:comment_edit", args=[comment.pk])
    answer = client.post(address, {"body": "後の修正", "revision": 1})
    assert answer.status_code == 409
    assert "先の修正" in answer.content.decode()
    assert "後の修正" in answer.content.decode()
    assert client.post(address, {"body": " ", "revision": 2}).status_code == 422
    assert client.post(address, {"body": "後の修正", "revision": 2}).status_code == 302


def test_a_deleted_comment_leaves_a_gap(client, scene, share):
    comment = say(share(), scene.other, "消される文")
    with pytest.raises(PolicyRefused):
        actions.delete_comment(comment=comment, actor=scene.colleague, now=timezone.now())
    assert not can_edit_comment(scene.owner, comment).allowed
    client.force_login(scene.other)
    client.post(reverse("documents:comment_delete", args=[comment.pk]))
    page = client.get(reverse("documents:document_comments", args=[comment.document_id])).content.decode()
    assert "消される文" not in page
    assert "書いた本人が消しました" in page
    assert "消される文" not in client.get(comment.get_absolute_url()).content.decode()
    with pytest.raises(DomainError, match="すでに"):
        actions.delete_comment(comment=comment, actor=scene.other, now=timezone.now())


def test_a_reported_comment_is_taken_down_by_operators(client, scene, share):
    comment = say(share(), scene.other, "問題のある文")
    assert not DocumentComment.objects.visible_to(scene.operator).exists()
    client.force_login(scene.owner)
    client.post(reverse("accounts:report_new", args=["document-comment", comment.pk]), {"reason": "個人情報があります"})
    assert DocumentComment.objects.visible_to(scene.operator).get() == comment
    actions.remove_comment(comment=comment, reason="個人情報", actor=scene.operator, now=timezone.now())
    comment.refresh_from_db()
    assert comment.removed_by == CommentRemovedBy.OPERATORS
    client.force_login(scene.other)
    page = client.get(reverse("documents:document_comments", args=[comment.document_id])).content.decode()
    assert "運営が取り下げました" in page


def test_comments_cost_the_same_however_many(client, scene, share):
    document = share()
    say(document, scene.other)
    client.force_login(scene.colleague)
    address = reverse("documents:document_comments", args=[document.pk])
    client.get(address)
    with _counted() as one:
        client.get(address)
    for person in (scene.owner, scene.colleague):
        say(document, person)
    with _counted() as three:
        client.get(address)
    assert len(one) == len(three) <= 8


def test_a_comment_needs_words(client, scene, share):
    client.force_login(scene.other)
    address = reverse("documents:document_comments", args=[share().pk])
    answer = client.post(address, {"body": "\u200b", "shown_as": "name_body", "client_token": uuid4()})
    assert answer.status_code == 422
    assert not DocumentComment.objects.exists()


def test_downloads_by_body_and_month_as_a_file(client, scene, share):
    document = share()
    version = document.versions.select_related("document").get()
    for month in (1, 1, 2):
        at = timezone.now().replace(year=2026, month=month, day=3)
        actions.download_version(version=version, actor=scene.other, now=at)
    client.force_login(scene.colleague)
    answer = client.get(reverse("documents:document_downloads_csv", args=[document.pk]))
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[0::2] for line in lines] == [["月", "回数"], ["2026-02", "1"], ["2026-01", "2"]]
    assert "松竹町" in lines[1]
    assert scene.other.name not in answer.content.decode()
    page = client.get(reverse("documents:document_downloads", args=[document.pk])).content.decode()
    assert "2026年1月" in page
    client.force_login(scene.other)
    assert client.get(reverse("documents:document_downloads_csv", args=[document.pk])).status_code == 403


def test_whoever_registers_watches(scene, register):
    document = register()
    assert DocumentWatch.objects.get(document=document).user == scene.owner
