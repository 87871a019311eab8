"""Background jobs of the catalogue."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from catalog import actions
from catalog.actions import ask_for_confirmation, renew_facets
from catalog.models import SavedSearch
from catalog.search.indexing import LISTINGS
from dss.jobs import enqueue, job, periodic_job


@job(unique=True)
def reindex_stale_services() -> None:
    """Write the search rows that a large change left behind; idempotent."""
    LISTINGS.reindex_stale()


@job(unique=True)
def make_screenshot(*, screenshot_id: int) -> None:
    """Make the pictures of an uploaded screenshot anew, in a limited process; idempotent."""
    actions.make_screenshot(screenshot_id=screenshot_id)


@periodic_job("*/10 * * * *")
def reindex_stale_rows() -> None:
    """Every ten minutes: missing rows, rows made with older cutting rules, and those of vendors with a new name."""
    LISTINGS.reindex_stale()


@periodic_job("20 15 * * *")  # 00:20 in Tokyo: the last day of a certificate has just passed
def drop_expired_certificates(*, now: datetime) -> None:
    """Every night: a listing is no longer found by a certificate that expired."""
    renew_facets(now=now)


@periodic_job("30 22 * * *")  # 07:30 in Tokyo
def ask_bodies_again(*, now: datetime) -> None:
    """Every morning: bodies whose confirmed adoptions are a year old, once a record and year."""
    actions.ask_bodies_again(now=now)


@periodic_job("40 21 * * *")  # 06:40 in Tokyo
def tell_of_saved_searches(*, now: datetime) -> None:
    """Every morning: a job for each saved search whose person is to be told of what is new or changed."""
    for search_id in SavedSearch.objects.to_tell(*_periods(now)).order_by("pk").values_list("pk", flat=True).iterator():
        enqueue(tell_of_saved_search, search_id=search_id)


@job(unique=True)
def tell_of_saved_search(*, search_id: int, now: datetime) -> None:
    """Tell one person of one search; run again in the same period, it finds nothing to tell."""
    today, week = _periods(now)
    actions.tell_of_saved_search(search_id=search_id, today=today, week=week, now=now)


def _periods(now: datetime) -> tuple[datetime, datetime]:
    """When this day and this week (Monday) began in Tokyo."""
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return today, today - timedelta(days=today.weekday())


@periodic_job("40 15 * * *")  # 00:40 in Tokyo
def forget_listing_uploads(*, now: datetime) -> None:
    """Every night: tables that were uploaded a week ago and never confirmed."""
    actions.forget_listing_uploads(before=now - timedelta(days=7), now=now)


@periodic_job("0 0 * * *")  # 09:00 in Tokyo
def remind_of_confirmation(*, now: datetime) -> None:
    """Every morning: the teams of listings whose 最終確認日 is more than a year ago, once a listing and year."""
    ask_for_confirmation(now=now)
