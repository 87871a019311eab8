"""Drafts are read by who writes them, and by nobody else."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from accounts.models import User
from forums.querysets.people import AnyUser

if TYPE_CHECKING:
    from forums.models import PostDraft

KEPT_FOR = timedelta(days=90)


class PostDraftQuerySet(QuerySet["PostDraft"]):
    """What people have begun to write."""

    def visible_to(self, user: AnyUser) -> PostDraftQuerySet:
        """One's own, whatever one may still read: it is one's own text."""
        return self.filter(author=user) if isinstance(user, User) else self.none()

    def forgotten(self, now: datetime) -> PostDraftQuerySet:
        """Not touched for so long that they go."""
        return self.filter(saved_at__lt=now - KEPT_FOR)

    def latest_first(self) -> PostDraftQuerySet:
        """What was saved last, first."""
        return self.order_by("-saved_at", "-pk")

    def with_place(self) -> PostDraftQuerySet:
        """With where it is being written, in one query."""
        return self.select_related("board", "topic__board", "post__topic__board")
