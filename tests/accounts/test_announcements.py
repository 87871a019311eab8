"""The operators' announcements: who reads them, where they stand, and that kept pages follow."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import banners
from accounts.actions.announcements import (
    AnnouncementFacts,
    change_announcement,
    publish_announcement,
    withdraw_announcement,
    write_announcement,
)
from accounts.enums import AnnouncementAudience, AnnouncementStatus, Importance
from accounts.models import Announcement, AuditEvent
from catalog import page_cache
from catalog.page_cache import shelf
from dss.access import DomainError, PolicyRefused
from tests.factories import MembershipFactory, OperatorFactory, UserFactory, VendorMembershipFactory

NOW = datetime(2026, 11, 28, 3, tzinfo=UTC)
LIST = "/services/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _asked_at_every_page(settings):
    settings.ANNOUNCEMENT_SECONDS = 0.0
    banners.forget()
    yield
    banners.forget()


def facts(**changes):
    began = timezone.now() - timedelta(hours=1)
    plain = AnnouncementFacts(
        "夜間の停止", "**22時**から", AnnouncementAudience.EVERYBODY, Importance.URGENT, began, None
    )
    return replace(plain, **changes)


def announced(**changes):
    operator = OperatorFactory()
    written = write_announcement(facts=facts(**changes), actor=operator, now=timezone.now())
    return publish_announcement(announcement=written, actor=operator, now=timezone.now())


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def test_a_draft_is_seen_by_nobody_and_a_published_one_by_everybody(client):
    operator = OperatorFactory()
    draft = write_announcement(facts=facts(), actor=operator, now=NOW)
    assert client.get(f"/news/{draft.pk}/").status_code == 404
    assert draft.title not in client.get("/").content.decode()
    publish_announcement(announcement=draft, actor=operator, now=timezone.now())
    page = client.get(f"/news/{draft.pk}/").content.decode()
    assert "<strong>22時</strong>" in page
    for address in ("/", "/news/", "/news.atom", LIST, "/terms/"):
        assert draft.title in client.get(address).content.decode(), address
    withdraw_announcement(announcement=draft, actor=operator, reason="誤り", now=timezone.now())
    for address in ("/", "/news/", "/news.atom", LIST):
        assert draft.title not in client.get(address).content.decode(), address
    verbs = list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["write_announcement", "publish_announcement", "withdraw_announcement"]


def test_an_ordinary_one_stands_on_the_front_page_and_above_no_other(client):
    row = announced(importance=Importance.NORMAL)
    assert row.title in client.get("/").content.decode()
    assert row.title not in client.get(LIST).content.decode()


def test_it_begins_and_leaves_by_the_clock(client):
    later = announced(title="これから", starts_at=timezone.now() + timedelta(hours=1))
    over = announced(title="終わった", ends_at=timezone.now() - timedelta(minutes=1))
    page = client.get("/").content.decode()
    assert later.title not in page
    assert over.title not in page
    assert client.get(f"/news/{later.pk}/").status_code == 404
    assert client.get(f"/news/{over.pk}/").status_code == 200


def test_each_reads_what_is_meant_for_them():
    people = {
        "staff": MembershipFactory().user,
        "vendors": VendorMembershipFactory().user,
        "nobody": UserFactory(),
        "operator": OperatorFactory(),
    }
    rows = {audience: announced(title=f"{audience}向け", audience=audience) for audience in ("staff", "vendors")}
    readers = {"staff": {"staff", "operator"}, "vendors": {"vendors", "operator"}}
    clients = {name: signed_in(user) for name, user in people.items()} | {"visitor": Client()}
    for audience, row in rows.items():
        for name, client in clients.items():
            reads = name in readers[audience]
            assert (client.get(f"/news/{row.pk}/").status_code == 200) == reads, (audience, name)
            assert (row.title in client.get("/news/").content.decode()) == reads, (audience, name)
            assert (row.title in client.get(LIST).content.decode()) == reads, (audience, name)
            assert row.title not in client.get("/news.atom").content.decode()


def test_a_page_asks_nothing_for_it_while_it_is_remembered(client, settings, django_assert_num_queries):
    settings.ANNOUNCEMENT_SECONDS = 600
    client.get("/terms/")
    with CaptureQueriesContext(connection) as before:
        client.get("/terms/")
    assert not any("accounts_announcement" in query["sql"] for query in before)
    announced()
    banners.forget()
    with CaptureQueriesContext(connection) as asked:
        assert "夜間の停止" in client.get("/terms/").content.decode()
    assert sum("accounts_announcement" in query["sql"] for query in asked) == 1
    with django_assert_num_queries(len(before)):
        assert "夜間の停止" in client.get("/terms/").content.decode()


def test_pages_kept_for_visitors_follow(client, settings, monkeypatch):
    settings.PAGE_CACHE_MEGABYTES = 5
    monkeypatch.setattr(page_cache, "GENERATION_SECONDS", 0.0)
    shelf.clear()
    etag = client.get(LIST)["ETag"]
    row = announced()
    answer = client.get(LIST, headers={"if-none-match": etag})
    assert row.title in answer.content.decode()
    change = facts(title="復旧しました")
    change_announcement(announcement=row, revision=row.revision, facts=change, actor=OperatorFactory(), now=NOW)
    assert "復旧しました" in client.get(LIST).content.decode()
    announced(title="職員だけ", audience=AnnouncementAudience.STAFF)
    assert "職員だけ" not in client.get(LIST).content.decode()
    shelf.clear()


def test_two_operators_do_not_overwrite_each_other():
    row = announced()
    seen = row.revision
    operator = OperatorFactory()
    change_announcement(announcement=row, revision=seen, facts=facts(title="先"), actor=operator, now=NOW)
    with pytest.raises(DomainError, match="先に変更"):
        change_announcement(announcement=row, revision=seen, facts=facts(title="後"), actor=operator, now=NOW)
    assert Announcement.objects.get().title == "先"
    assert AuditEvent.objects.get(verb="change_announcement").data["title"] == "夜間の停止"


def test_steps_and_people_that_are_refused():
    row = announced()
    operator = OperatorFactory()
    with pytest.raises(DomainError):
        publish_announcement(announcement=row, actor=operator, now=NOW)
    for person in (UserFactory(), MembershipFactory().user):
        with pytest.raises(PolicyRefused):
            write_announcement(facts=facts(), actor=person, now=NOW)
        with pytest.raises(PolicyRefused):
            withdraw_announcement(announcement=row, actor=person, reason="x", now=NOW)


@pytest.mark.parametrize(
    "changes",
    [{"status": "x"}, {"audience": "x"}, {"importance": "x"}, {"ends_at": NOW}, {"status": "published"}],
    ids=str,
)
def test_the_database_refuses_what_makes_no_sense(changes):
    with pytest.raises(IntegrityError), transaction.atomic():
        Announcement.objects.create(
            **{"title": "x", "body": "y", "starts_at": NOW, "created_at": NOW, "updated_at": NOW} | changes
        )


@pytest.mark.parametrize("query", ["?page=-1", "?page=9" + "9" * 5000, "?page=%00", "?page=x"])
def test_no_page_number_breaks_the_list(client, query):
    assert client.get(f"/news/{query}").status_code == 200


def test_operators_write_publish_and_change_in_the_admin(settings):
    settings.OPERATOR_MFA = False
    client = signed_in(OperatorFactory())
    entered = {
        "title": "新しい機能", "body": "本文", "audience": "everybody", "importance": "normal",
        "starts_at_0": "2026-01-01", "starts_at_1": "00:00:00", "ends_at_0": "", "ends_at_1": "", "seen_revision": "1",
    }  # fmt: skip
    assert client.post("/admin/accounts/announcement/add/", entered).status_code == 302
    row = Announcement.objects.get()
    assert row.status == AnnouncementStatus.DRAFT
    chosen = {"action": "publish", "_selected_action": [row.pk]}
    assert client.post("/admin/accounts/announcement/", chosen).status_code == 302
    row.refresh_from_db()
    assert row.status == AnnouncementStatus.PUBLISHED
    address = f"/admin/accounts/announcement/{row.pk}/change/"
    assert client.get(address).status_code == 200
    changed = entered | {"title": "直した件名", "seen_revision": row.revision}
    client.post(address, changed)
    client.post(address, changed | {"title": "古い画面から"})
    assert Announcement.objects.get().title == "直した件名"
    wrong = entered | {"ends_at_0": "2025-01-01", "ends_at_1": "00:00:00"}
    assert client.post("/admin/accounts/announcement/add/", wrong).status_code == 200
