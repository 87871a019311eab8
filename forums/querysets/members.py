"""Who belongs to which board, and who sees that."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from accounts.models import MunicipalMembership, User
from forums.enums import BoardRole, HandoverStatus, JoinPolicy, MemberStatus
from forums.querysets.people import AnyUser, is_staff_member

if TYPE_CHECKING:
    from forums.models import Board, BoardHandover, BoardMembership


class BoardMembershipQuerySet(QuerySet["BoardMembership"]):
    """Members of boards."""

    def visible_to(self, user: AnyUser) -> BoardMembershipQuerySet:
        """Live staff see who takes part (the form of joining says so); who asks to join is seen by who decides it."""
        if not isinstance(user, User):
            return self.none()
        mine = self.model._default_manager.filter(board=OuterRef("board"), user=user, status=MemberStatus.ACTIVE)
        leads = Exists(mine.exclude(role=BoardRole.MEMBER))
        endorses = Q(board__join_policy=JoinPolicy.ENDORSEMENT) & Exists(mine)
        decides = Q(status=MemberStatus.ASKED) & (leads | endorses)
        return self.filter(is_staff_member(user)).filter(Q(status=MemberStatus.ACTIVE) | Q(user=user) | decides)

    def active(self) -> BoardMembershipQuerySet:
        """Taking part."""
        return self.filter(status=MemberStatus.ACTIVE)

    def asked(self) -> BoardMembershipQuerySet:
        """Waiting to be let in."""
        return self.filter(status=MemberStatus.ASKED)

    def live(self, now: datetime) -> BoardMembershipQuerySet:
        """Taking part, and live staff at `now`: who was transferred does not count any more."""
        staff = MunicipalMembership.objects.live(now).filter(user=OuterRef("user"))
        return self.active().filter(Exists(staff))

    def for_page_of(self, board: Board, user: User, now: datetime) -> BoardMembershipQuerySet:
        """Those who lead, and the reader's own row, each with `is_live`."""
        staff = MunicipalMembership.objects.live(now).filter(user=OuterRef("user"))
        shown = Q(user=user) | (Q(status=MemberStatus.ACTIVE) & ~Q(role=BoardRole.MEMBER))
        return self.filter(shown, board=board).annotate(is_live=Exists(staff))

    def by_rank(self) -> BoardMembershipQuerySet:
        """Leader, deputies, members; of equals who joined first."""
        ranks = [When(role=role, then=Value(place)) for place, role in enumerate(BoardRole)]
        return self.order_by(Case(*ranks), "joined_at", "pk")

    def leading(self) -> BoardMembershipQuerySet:
        """Leaders and deputies."""
        return self.exclude(role=BoardRole.MEMBER)


class HandoverQuerySet(QuerySet["BoardHandover"]):
    """Leaderships on offer."""

    def visible_to(self, user: AnyUser) -> HandoverQuerySet:
        """Who was asked, while live staff."""
        return self.filter(is_staff_member(user), successor=user) if isinstance(user, User) else self.none()

    def open(self) -> HandoverQuerySet:
        """Not answered yet."""
        return self.filter(status=HandoverStatus.OPEN)
