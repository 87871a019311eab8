"""Columns: written by experts with a statement, read by everybody or by staff alone, stopped by operators."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Advisor, AuditEvent, OutboxMail
from accounts.querysets import STATEMENT_LIFETIME
from dss.access import DomainError, PolicyRefused
from forums.actions import columns
from forums.enums import ColumnAudience, ColumnStatus
from forums.models import Column, ColumnRevision, ColumnSearch
from tests.factories import AdvisorFactory, ColumnFactory
from tests.races import all_at_once

PUBLIC, STAFF = ColumnAudience.PUBLIC, ColumnAudience.STAFF
LIST = reverse("forums:column_list")
FORM = {"title": "題名です", "summary": "要旨です", "body": "本文です", "audience": "public", "revision": "1"}


def text(**changes):
    facts = {"title": "仕様書の書き方", "summary": "困りごとから書く。", "body": "## 見出し\n本文", "audience": PUBLIC}
    return columns.ColumnText(**(facts | changes))


def write(scene, **changes):
    return columns.write_column(text=text(**changes), client_token=uuid4(), actor=scene.expert, now=timezone.now())


def publish(scene, **changes):
    column = write(scene, **changes)
    return columns.publish_column(column=column, revision=1, actor=scene.expert, now=timezone.now())


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["asker", "seller", "member", "operator"])
def test_nobody_but_experts_writes(scene, client, who):
    with pytest.raises(PolicyRefused):
        columns.write_column(text=text(), client_token=uuid4(), actor=getattr(scene, who), now=timezone.now())
    client.force_login(getattr(scene, who))
    assert client.get(reverse("forums:column_write")).status_code == 403
    assert client.get(reverse("forums:column_desk")).status_code == 403


@pytest.mark.django_db
def test_a_column_waits_for_the_statement(scene, client):
    column = publish(scene)
    Advisor.objects.update(conflicts_stated_at=timezone.now() - STATEMENT_LIFETIME)
    draft = ColumnFactory(author=scene.expert)
    with pytest.raises(PolicyRefused, match="1年が過ぎました"):
        columns.publish_column(column=draft, revision=1, actor=scene.expert, now=timezone.now())
    client.force_login(scene.expert)
    assert "1年が過ぎました" in client.get(draft.get_absolute_url()).content.decode()
    assert client.get(reverse("forums:column_write")).status_code == 403
    assert client.post(reverse("forums:column_unpublish", args=[column.pk])).status_code == 302


@pytest.mark.django_db
def test_from_the_draft_to_the_readers_and_back(scene, client):
    client.force_login(scene.expert)
    sent = FORM | {"client_token": str(uuid4())}
    assert "プレビュー" in client.post(reverse("forums:column_write"), sent | {"preview": "1"}).content.decode()
    assert not Column.objects.exists()
    client.post(reverse("forums:column_write"), sent)
    client.post(reverse("forums:column_write"), sent)
    column = Column.objects.get()
    client.logout()
    assert client.get(column.get_absolute_url()).status_code == 404
    client.force_login(scene.expert)
    client.post(reverse("forums:column_publish", args=[column.pk]), {"revision": 1})
    client.logout()
    page = client.get(column.get_absolute_url()).content.decode()
    assert "信頼 学（架空研究所）" in page
    assert "ないと申告しています" in page
    assert scene.expert.email not in page
    client.force_login(scene.expert)
    client.post(reverse("forums:column_unpublish", args=[column.pk]))
    assert client.post(reverse("forums:column_unpublish", args=[column.pk])).status_code == 409
    client.logout()
    assert client.get(column.get_absolute_url()).status_code == 404
    verbs = AuditEvent.objects.filter(object_type="forums.column").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["write_column", "publish_column", "unpublish_column"]


@pytest.mark.django_db
def test_a_column_for_staff_is_nowhere_for_others(scene, client):
    secret = publish(scene, title="職員だけの話", summary="秘密の要旨", body="秘密の本文", audience=STAFF)
    other = AdvisorFactory().user
    feed, search = reverse("forums:column_feed"), reverse("search") + "?q=秘密"
    for who in (None, scene.seller, scene.member, other, scene.operator):
        client.logout()
        if who is not None:
            client.force_login(who)
        pages = [client.get(path).content.decode() for path in (LIST, LIST + "?q=秘密", feed, search)]
        assert not [page for page in pages if "職員だけの話" in page or "秘密の" in page]
        assert client.get(LIST).context["page"].paginator.count == 0
        if who is not scene.operator:
            assert client.get(secret.get_absolute_url()).status_code == 404
    for who in (scene.reader, scene.expert):
        client.force_login(who)
        assert "職員だけの話" in client.get(LIST).content.decode()
        assert "秘密の本文" in client.get(secret.get_absolute_url()).content.decode()
        assert "職員だけの話" not in client.get(feed).content.decode()
    client.force_login(scene.reader)
    assert "職員だけの話" in client.get(search).content.decode()
    assert client.get(LIST + "?q=秘密").context["page"].paginator.count == 1


@pytest.mark.django_db
def test_the_feed_holds_the_public_ones(scene, client):
    publish(scene, title="みんなの話")
    response = client.get(reverse("forums:column_feed"))
    assert response["Content-Type"].startswith("application/atom+xml")
    assert "みんなの話" in response.content.decode()


@pytest.mark.django_db
def test_search_engines_are_told_of_the_public_ones(scene, client):
    public, secret = publish(scene), publish(scene, audience=STAFF)
    draft = write(scene)
    text = client.get(reverse("sitemap_section", args=["pages"])).content.decode()
    assert public.get_absolute_url() in text
    assert secret.get_absolute_url() not in text
    assert draft.get_absolute_url() not in text


@pytest.mark.django_db
def test_an_edit_keeps_what_it_said_before_and_refuses_a_lost_update(scene, client):
    column = publish(scene)
    client.force_login(scene.expert)
    address = reverse("forums:column_edit", args=[column.pk])
    sent = FORM | {"client_token": str(column.client_token), "body": "二番目の本文"}
    assert client.post(address, sent).status_code == 302
    assert ColumnRevision.objects.get().body == "## 見出し\n本文"
    late = client.post(address, sent | {"body": "三番目の本文"})
    page = late.content.decode()
    assert late.status_code == 409
    assert "二番目の本文" in page
    assert "三番目の本文" in page
    assert client.post(address, sent | {"body": "三番目の本文", "revision": "2"}).status_code == 302
    column.refresh_from_db()
    assert (column.body, column.revision) == ("三番目の本文", 3)
    with pytest.raises(columns.ColumnChanged):
        columns.publish_column(column=column, revision=1, actor=scene.expert, now=timezone.now())


@pytest.mark.django_db
def test_operators_stop_it_with_a_reason_the_author_reads(scene, client):
    column = publish(scene)
    columns.suspend_column(column=column, reason="宣伝にあたります。", actor=scene.operator, now=timezone.now())
    assert client.get(column.get_absolute_url()).status_code == 404
    assert "宣伝にあたります。" in OutboxMail.objects.get(event="column_suspended", user=scene.expert).body
    client.force_login(scene.expert)
    assert "宣伝にあたります。" in client.get(column.get_absolute_url()).content.decode()
    with pytest.raises(DomainError):
        columns.publish_column(column=column, revision=1, actor=scene.expert, now=timezone.now())
    with pytest.raises(DomainError):
        columns.unpublish_column(column=column, actor=scene.expert, now=timezone.now())
    with pytest.raises(PolicyRefused):
        columns.lift_column(column=column, reason="", actor=scene.expert, now=timezone.now())
    columns.lift_column(column=column, reason="直した", actor=scene.operator, now=timezone.now())
    columns.publish_column(column=column, revision=1, actor=scene.expert, now=timezone.now())
    assert Column.objects.get().status == ColumnStatus.PUBLISHED


@pytest.mark.django_db
def test_who_left_keeps_nothing_and_the_columns_stay_with_their_byline(scene, client):
    column, secret = publish(scene), publish(scene, title="職員向け", audience=STAFF)
    draft = write(scene, title="下書き")
    client.force_login(scene.expert)
    client.post(reverse("accounts:advisor_retire"))
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert client.get(secret.get_absolute_url()).status_code == 404
    assert client.get(reverse("forums:column_desk")).status_code == 403
    Advisor.objects.update(affiliation="別の所属")
    client.logout()
    assert "信頼 学（架空研究所）" in client.get(column.get_absolute_url()).content.decode()


@pytest.mark.django_db
def test_a_column_is_reported_by_who_reads_it(scene, client):
    column, draft = publish(scene), write(scene)
    client.force_login(scene.member)
    assert client.get(reverse("accounts:report_new", args=["column", column.pk])).status_code == 200
    assert client.get(reverse("accounts:report_new", args=["column", draft.pk])).status_code == 404


@pytest.mark.django_db
def test_search_rows_follow(scene):
    column = publish(scene)
    assert ColumnSearch.objects.filter(column=column).exists()
    columns.unpublish_column(column=column, actor=scene.expert, now=timezone.now())
    assert not ColumnSearch.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(scene, client, django_assert_max_num_queries, rows):
    for _ in range(rows):
        publish(scene)
    with django_assert_max_num_queries(5) as queries:
        client.get(LIST)
    assert len(queries) == 2
    client.force_login(scene.reader)
    with django_assert_max_num_queries(8):
        client.get(LIST + "?q=仕様書")


@pytest.mark.django_db
def test_the_database_refuses_what_must_not_be(scene):
    column = publish(scene)
    for change in (
        {"status": "gone"},
        {"audience": "all"},
        {"status": ColumnStatus.DRAFT},
        {"status": ColumnStatus.SUSPENDED},
        {"affiliation": ""},
        {"conflicts_stated_at": None},
        {"title": ""},
        {"revision": 2},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Column.objects.filter(pk=column.pk).update(**change)


@pytest.mark.django_db
def test_nobody_floods(scene):
    for _ in range(columns.COLUMNS_A_DAY):
        write(scene)
    with pytest.raises(DomainError, match="1日に書けるコラム"):
        write(scene)
    later = timezone.now() + timedelta(days=1, minutes=1)
    assert columns.write_column(text=text(), client_token=uuid4(), actor=scene.expert, now=later)


@pytest.mark.django_db(transaction=True)
def test_of_two_edits_at_once_one_wins(scene):
    column = publish(scene)

    def edit(words):
        return columns.edit_column(
            column=column, text=text(body=words), revision=1, actor=scene.expert, now=timezone.now()
        )

    done, refused = all_at_once([lambda: edit("甲"), lambda: edit("乙")])
    assert (len(done), len(refused)) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_publishing_and_stopping_at_once_agree(scene):
    column = publish(scene)
    columns.unpublish_column(column=column, actor=scene.expert, now=timezone.now())
    now = timezone.now()
    done, refused = all_at_once(
        [lambda: columns.publish_column(column=column, revision=1, actor=scene.expert, now=now)] * 4
    )
    assert (len(done), len(refused)) == (1, 3)
