"""Who sees which board, and what its row in the list says."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Count, Exists, F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from forums.enums import BoardRole, JoinPolicy, MemberStatus, TopicKind, TopicStatus
from forums.querysets.members import BoardMembershipQuerySet
from forums.querysets.people import AnyUser, is_staff_member
from forums.querysets.unread import board_state

if TYPE_CHECKING:
    from forums.models import Board


class BoardQuerySet(QuerySet["Board"]):
    """Boards."""

    def visible_to(self, user: AnyUser) -> BoardQuerySet:
        """Live municipal staff only. Advisors read single topics; operators tend boards in the admin."""
        return self.filter(is_staff_member(user))

    def in_use(self) -> BoardQuerySet:
        """Not archived."""
        return self.filter(archived_at__isnull=True)

    def writable(self, now: datetime) -> BoardQuerySet:
        """In use, and their last day has not passed."""
        return self.in_use().exclude(pk__in=self.model._default_manager.over(now).values("pk"))

    def over(self, now: datetime) -> BoardQuerySet:
        """Their last day has passed; `Board.is_over_at` says the same."""
        return self.filter(ends_on__lt=timezone.localdate(now))

    def leaderless(self, now: datetime) -> BoardQuerySet:
        """Founded by staff, in use, and led by nobody who is live staff at `now`."""
        led = _memberships().live(now).filter(board=OuterRef("pk"), role=BoardRole.LEADER)
        return self.in_use().filter(~Exists(led), is_default=False)

    def joined_by(self, user: User) -> BoardQuerySet:
        """Those the person takes part in as a member."""
        return self.filter(Exists(_memberships().filter(board=OuterRef("pk"), user=user, status=MemberStatus.ACTIVE)))

    def written_on_by(self, user: User) -> BoardQuerySet:
        """Open ones, and those where the person is a member; a board's end is another matter (`writable`)."""
        mine = _memberships().filter(board=OuterRef("pk"), user=user, status=MemberStatus.ACTIVE)
        return self.filter(Q(join_policy=JoinPolicy.OPEN) | Exists(mine))

    def to_choose_from(self) -> BoardQuerySet:
        """The operators' own first, then the others as they were founded."""
        return self.order_by("-is_default", "position", "pk")

    def in_order(self) -> BoardQuerySet:
        """As the operators placed them."""
        return self.order_by("position", "pk")

    def with_last_activity(self) -> BoardQuerySet:
        """`last_activity_at`: when something last happened; topics kept among some bodies tell nothing."""
        topics = apps.get_model("forums", "Topic").objects.present().filter(board=OuterRef("pk"), readers=[])
        return self.annotate(last_activity_at=Subquery(topics.latest_first().values("last_activity_at")[:1]))

    def with_members(self, now: datetime) -> BoardQuerySet:
        """`member_total` and `is_led`: members who are live staff at `now`, and whether one of them leads."""
        live = _memberships().live(now).filter(board=OuterRef("pk"))
        total = live.order_by().values("board").annotate(total=Count("pk")).values("total")
        return self.annotate(
            member_total=Coalesce(Subquery(total, output_field=IntegerField()), 0),
            is_led=Exists(live.filter(role=BoardRole.LEADER)),
        )

    def with_watch_of(self, user: User) -> BoardQuerySet:
        """`watch_scope` and `watch_level`: what this reader hears of it; empty when they never said so."""
        own = apps.get_model("forums", "BoardWatch").objects.filter(board=OuterRef("pk"), user=user)
        return self.annotate(
            watch_scope=Coalesce(Subquery(own.values("scope")[:1]), Value("")),
            watch_level=Coalesce(Subquery(own.values("level")[:1]), Value("")),
        )

    def with_unread_of(self, user: User, now: datetime) -> BoardQuerySet:
        """`unread_state`, for `BoardState.of`: in how many topics this reader has not read everything."""
        return self.annotate(unread_state=board_state(user, now))

    def by_life(self) -> BoardQuerySet:
        """Those where something happened last first, those where nothing ever did last. After `with_last_activity`."""
        return self.order_by(F("last_activity_at").desc(nulls_last=True), "pk")


def _memberships() -> BoardMembershipQuerySet:
    rows: BoardMembershipQuerySet = apps.get_model("forums", "BoardMembership").objects.all()
    return rows
