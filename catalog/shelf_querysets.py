"""Whose saved searches and bookmarks somebody sees: their own, nobody else's, operators included."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import F, Q, QuerySet

from accounts.models import User
from catalog.enums import SearchAlert, ServiceStatus

if TYPE_CHECKING:
    from catalog.models import Bookmark, SavedSearch
    from catalog.querysets import AnyUser


class SavedSearchQuerySet(QuerySet["SavedSearch"]):
    def visible_to(self, user: AnyUser) -> SavedSearchQuerySet:
        return self.filter(user=user) if isinstance(user, User) else self.none()

    def to_tell(self, today: dt.datetime, week: dt.datetime) -> SavedSearchQuerySet:
        """Those whose person was told nothing yet since midnight, or since Monday where they chose the week."""
        daily = Q(alert__in=[SearchAlert.SITE, SearchAlert.DAILY], told_until__lt=today)
        return self.filter(daily | Q(alert=SearchAlert.WEEKLY, told_until__lt=week), user__is_active=True)

    def newest_first(self) -> SavedSearchQuerySet:
        return self.order_by("-created_at", "-pk")


class BookmarkQuerySet(QuerySet["Bookmark"]):
    def visible_to(self, user: AnyUser) -> BookmarkQuerySet:
        return self.filter(user=user) if isinstance(user, User) else self.none()

    def service_ids_of(self, user: AnyUser) -> frozenset[int]:
        return frozenset(self.visible_to(user).values_list("service_id", flat=True))

    def on_the_shelf(self) -> BookmarkQuerySet:
        """Of listings everyone may find; the others come back when they do."""
        return self.filter(service__status=ServiceStatus.PUBLISHED, service__vendor__is_suspended=False)

    def with_list_data(self) -> BookmarkQuerySet:
        return self.select_related("service__vendor")

    def newest_first(self) -> BookmarkQuerySet:
        return self.order_by(F("created_at").desc(), "-pk")
