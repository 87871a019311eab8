"""Who sees which post, its earlier texts and its reactions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING

from django.contrib.postgres.aggregates import BoolOr
from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from forums.enums import ShownAs, TopicStatus
from forums.querysets.people import AnyUser, is_advisor, is_operator, is_reported, reads_as_staff

if TYPE_CHECKING:
    from forums.models import Post, PostRevision, Reaction


def _reported() -> Q:
    """Whoever reported a topic showed its first text, too."""
    return is_reported("post") | (Q(number=1) & is_reported("topic", "topic_id"))


class PostQuerySet(QuerySet["Post"]):
    """Posts; removed ones too, which pages show as a gap."""

    def visible_to(self, user: AnyUser) -> PostQuerySet:
        """Those who see the topic; operators see the one post somebody reported, and how a reported topic begins."""
        readers = reads_as_staff(user, "topic__") | (Q(topic__experts_invited=True) & is_advisor(user))
        seen = ~Q(topic__status=TopicStatus.WITHDRAWN) & readers
        return self.filter(seen | _reported()) if is_operator(user) else self.filter(seen)

    def visible_to_operator(self, user: AnyUser) -> PostQuerySet:
        """The part of `visible_to` with the author on it: what was reported, for operators."""
        return self.filter(_reported()) if is_operator(user) else self.none()

    def signed_by(self, user_id: int) -> PostQuerySet:
        """What this person wrote under their name, where all staff read it."""
        return self.filter(
            author=user_id, shown_as=ShownAs.NAME_BODY, by_expert=False, removed_at__isnull=True, topic__readers=[]
        )

    def with_author(self) -> PostQuerySet:
        """What naming the author as far as allowed needs, in one query."""
        return self.select_related("author__advisor", "municipality")

    def with_topic(self) -> PostQuerySet:
        """With its topic and board, for pages of a single post."""
        return self.select_related("topic__board")

    def in_order(self) -> PostQuerySet:
        """As they were written."""
        return self.order_by("number")

    def written_on(self, day: dt.date) -> PostQuerySet:
        """Written on this day, Tokyo time."""
        start = timezone.make_aware(dt.datetime.combine(day, dt.time.min))
        return self.filter(created_at__gte=start, created_at__lt=start + dt.timedelta(days=1))


class PostRevisionQuerySet(QuerySet["PostRevision"]):
    """Earlier texts of posts."""

    def newest_first(self) -> PostRevisionQuerySet:
        return self.order_by("-number")


class ReactionQuerySet(QuerySet["Reaction"]):
    """Reactions. Only their number is ever shown, never whose they are."""

    def counted(self, posts: Collection[int], reader: User) -> dict[tuple[int, str], tuple[int, bool]]:
        """By post and kind: how many, and whether the reader's own is among them; one query."""
        rows = (
            self.filter(post__in=posts)
            .values("post", "kind")
            .annotate(
                total=Count("pk"),
                mine=BoolOr(ExpressionWrapper(Q(user=reader), output_field=BooleanField())),
            )
        )
        return {(row["post"], row["kind"]): (row["total"], row["mine"]) for row in rows}
