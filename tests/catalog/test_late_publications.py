"""A publication whose transaction ends after the alerts went out is told the next time, and nothing is told twice."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts.models import OutboxMail
from catalog import actions, jobs
from catalog.enums import SearchAlert
from tests.factories.accounts import MembershipFactory
from tests.factories.catalog import PublishedServiceFactory, SavedSearchFactory

pytestmark = pytest.mark.django_db

MONDAY = dt.datetime(2026, 11, 22, 22, 0, tzinfo=dt.UTC)  # 07:00 on Monday, 23 November, in Tokyo
DAY = dt.timedelta(days=1)
MINUTES = dt.timedelta(minutes=5)


@pytest.fixture
def search(db):
    told = MONDAY - DAY
    return SavedSearchFactory(
        user=MembershipFactory().user,
        query="",
        alert=SearchAlert.DAILY,
        created_at=told,
        told_until=told,
    )


def tell(search, now):
    """The texts of the mails that this run wrote."""
    before = set(OutboxMail.objects.values_list("pk", flat=True))
    jobs.tell_of_saved_search.func(search_id=search.pk, now=now)
    return [mail.body for mail in OutboxMail.objects.exclude(pk__in=before)]


def test_what_was_stamped_before_the_run_and_seen_after_it_is_told_the_next_day(search):
    PublishedServiceFactory(name="間に合った", published_at=MONDAY - MINUTES)
    (first,) = tell(search, MONDAY)
    assert "間に合った" in first
    PublishedServiceFactory(name="遅れて見えた", published_at=MONDAY - MINUTES)
    (second,) = tell(search, MONDAY + DAY)
    assert "遅れて見えた" in second
    assert "新着" in second
    assert "間に合った" not in second
    assert tell(search, MONDAY + 2 * DAY) == []


def test_another_version_within_that_time_is_told_again(search):
    service = PublishedServiceFactory(name="変わる", published_at=MONDAY - MINUTES)
    assert len(tell(search, MONDAY)) == 1
    content = actions.ListingContent("変わる", "別のひとこと", "説明", {})
    actions.publish_listing(vendor=service.vendor, service=service, content=content, actor=None, now=MONDAY + MINUTES)
    (mail,) = tell(search, MONDAY + DAY)
    assert "変わる" in mail
    assert "更新" in mail


def test_what_was_there_when_the_search_was_saved_is_no_news(search):
    person = search.user
    PublishedServiceFactory(name="前からある", published_at=MONDAY - MINUTES)
    saved = actions.save_search(name="別", alert=SearchAlert.DAILY, query="sort=new", actor=person, now=MONDAY)
    PublishedServiceFactory(name="遅れて見えた", published_at=MONDAY - MINUTES)
    (mail,) = tell(saved, MONDAY + DAY)
    assert "遅れて見えた" in mail
    assert "前からある" not in mail


def test_an_alert_that_was_off_begins_with_what_comes(search):
    person = search.user
    actions.change_saved_search(search=search, name="名", alert=SearchAlert.NONE, actor=person, now=MONDAY)
    PublishedServiceFactory(name="その間", published_at=MONDAY + MINUTES)
    on = MONDAY + 2 * MINUTES
    changed = actions.change_saved_search(search=search, name="名", alert=SearchAlert.DAILY, actor=person, now=on)
    assert tell(changed, MONDAY + DAY) == []
