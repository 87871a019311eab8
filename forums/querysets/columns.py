"""Who reads which column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from accounts.models import User
from forums.enums import ColumnAudience, ColumnStatus
from forums.querysets.people import NOBODY, AnyUser, is_advisor, is_operator, is_staff_member

if TYPE_CHECKING:
    from forums.models import Column


def _own(user: AnyUser) -> Q:
    """Authors keep to their columns while they are experts."""
    return Q(author=user) & is_advisor(user) if isinstance(user, User) else NOBODY


class ColumnQuerySet(QuerySet["Column"]):
    """Columns."""

    def visible_to(self, user: AnyUser) -> ColumnQuerySet:
        """What `readable_by` says, all of one's own, and for operators what was ever published."""
        if is_operator(user):
            return self.filter(~Q(status=ColumnStatus.DRAFT) | _own(user))
        return self.filter(_readable(user) | _own(user))

    def readable_by(self, user: AnyUser) -> ColumnQuerySet:
        """What lists, counts, feeds and search show: public ones to everybody, the others to live staff."""
        return self.filter(_readable(user))

    def written_by(self, user: User) -> ColumnQuerySet:
        """One's own, drafts too, the last one first."""
        return self.filter(author=user).order_by("-created_at", "-pk")

    def public(self) -> ColumnQuerySet:
        """Those that everybody reads."""
        return self.filter(status=ColumnStatus.PUBLISHED, audience=ColumnAudience.PUBLIC)

    def published(self) -> ColumnQuerySet:
        """Those that somebody besides the author reads."""
        return self.filter(status=ColumnStatus.PUBLISHED)

    def newest_first(self) -> ColumnQuerySet:
        """The one published last first."""
        return self.order_by("-published_at", "-pk")


def _readable(user: AnyUser) -> Q:
    for_staff = Q(audience=ColumnAudience.STAFF) & (is_staff_member(user) | _own(user))
    return Q(status=ColumnStatus.PUBLISHED) & (Q(audience=ColumnAudience.PUBLIC) | for_staff)
