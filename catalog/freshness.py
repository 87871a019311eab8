"""When a listing counts as not confirmed any more."""

from __future__ import annotations

import datetime as dt


def stale_before(today: dt.date) -> dt.date:
    """Listings whose 最終確認日 lies before this day are marked: one year ago (29 February counts from the 28th)."""
    try:
        return today.replace(year=today.year - 1)
    except ValueError:
        return today.replace(year=today.year - 1, day=28)
