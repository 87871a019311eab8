"""What a person watches: their own rows, as far as they still read what is watched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import QuerySet

from accounts.models import User
from forums.enums import WatchLevel
from forums.querysets.people import AnyUser, is_staff_member

if TYPE_CHECKING:
    from forums.models import BoardWatch, TopicWatch


class BoardWatchQuerySet(QuerySet["BoardWatch"]):
    """How people hear of boards."""

    def visible_to(self, user: AnyUser) -> BoardWatchQuerySet:
        """One's own, while live staff."""
        return self.filter(is_staff_member(user), user=user) if isinstance(user, User) else self.none()

    def told(self) -> BoardWatchQuerySet:
        """Of those who want to hear of it in some way."""
        return self.exclude(level=WatchLevel.OFF)


class TopicWatchQuerySet(QuerySet["TopicWatch"]):
    """How people hear of topics."""

    def visible_to(self, user: AnyUser) -> TopicWatchQuerySet:
        """One's own, of the topics one reads."""
        if not isinstance(user, User):
            return self.none()
        topics = apps.get_model("forums", "Topic").objects.searchable_by(user)
        return self.filter(user=user, topic__in=topics.values("pk"))

    def told(self) -> TopicWatchQuerySet:
        """Of those who want to hear of it in some way."""
        return self.exclude(level=WatchLevel.OFF)
