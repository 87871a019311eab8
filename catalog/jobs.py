"""Background jobs of the catalogue."""

from __future__ import annotations

from datetime import datetime

from catalog import actions
from catalog.actions import ask_for_confirmation, renew_facets
from catalog.search.indexing import LISTINGS
from dss.jobs import job, periodic_job


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


@periodic_job("0 0 * * *")  # 09:00 in Tokyo
def remind_of_confirmation(*, now: datetime) -> None:
    """Every morning: the teams of listings whose 最終確認日 is more than a year ago, once a listing and year."""
    ask_for_confirmation(now=now)
