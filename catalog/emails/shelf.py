"""What people are told about their saved searches."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from django.utils import timezone

from accounts.audiences import Targets
from accounts.enums import Area
from accounts.models import User
from accounts.notification_events import SITE_ONLY
from accounts.notifications import NotificationEvent, notify, register
from catalog.enums import SearchAlert
from catalog.models import SavedSearch
from catalog.querysets import ServiceQuerySet
from catalog.saved_searching import LATEST_COMMIT

SHOWN = 10


def _own(user: User, target_keys: Collection[str]) -> Collection[str]:
    """Searches the person still keeps."""
    own = SavedSearch.objects.visible_to(user).filter(pk__in=target_keys)
    return Targets(own)


FOUND = register(
    NotificationEvent(
        "saved_search_found",
        "保存した検索の新着",
        _own,
        says="保存した検索に合うサービスが新しく見つかったとき。頻度は検索ごとに選べます",
        area=Area.CATALOG,
    )
)
FOUND_ON_SITE = register(
    NotificationEvent(
        "saved_search_site",
        "保存した検索の新着（サイト内）",
        _own,
        channels=SITE_ONLY,
        says="保存した検索の新着を、サイト内で知らせるとき",
        area=Area.CATALOG,
        same_as="saved_search_found",
    )
)


def _is_new(first: dt.datetime | None, latest: dt.datetime | None, since: dt.datetime) -> bool:
    """Never told before: published for the first time after `since`, or seen only now and not changed since."""
    return first is not None and (first > since or first == latest)


def send_saved_search_found(
    search: SavedSearch, found: ServiceQuerySet, dropped: Sequence[str], *, since: dt.datetime, now: dt.datetime
) -> bool:
    """To the person alone: listings everyone may find. Nothing is sent, and False given, where there are none."""
    shown = list(found.with_list_data()[: SHOWN + 1])
    if not shown:
        return False
    event = FOUND_ON_SITE if search.alert == SearchAlert.SITE else FOUND
    notify(
        event.key,
        instance_key=f"search:{search.pk}:{since.isoformat()}",
        recipients=[search.user],
        target=search,
        path=f"{search.get_absolute_url()}?since={timezone.localdate(since - LATEST_COMMIT).isoformat()}",
        context={
            "listings": [
                (each.name, each.vendor.name, _is_new(each.first_published_at, each.published_at, since))
                for each in shown[:SHOWN]
            ],
            "has_more": len(shown) > SHOWN,
            "dropped": list(dropped),
        },
        now=now,
    )
    return True
