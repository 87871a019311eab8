"""Who belongs to a board and leads it, how leadership changes hands, and what became of the board."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from dss.constraints import append_only, one_of
from forums.enums import BoardRole, BoardStepKind, HandoverStatus, MemberStatus
from forums.models.boards import Board
from forums.querysets import BoardMembershipQuerySet, HandoverQuerySet

MESSAGE_LENGTH = 300
STEP_LENGTH = 500


class BoardMembership(models.Model):
    """One person on one board. Only an active one counts, and only while the person is live staff.

    `municipality`: the body they joined for. A board has one leader at most; none while nobody took over.
    """

    TRANSITIONS: dict[MemberStatus, frozenset[MemberStatus]] = {
        MemberStatus.ASKED: frozenset({MemberStatus.ACTIVE, MemberStatus.LEFT}),
        MemberStatus.ACTIVE: frozenset({MemberStatus.LEFT}),
        MemberStatus.LEFT: frozenset({MemberStatus.ASKED, MemberStatus.ACTIVE}),
    }

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="memberships", verbose_name="課")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="職員")
    municipality = models.ForeignKey(
        "accounts.Municipality", on_delete=models.PROTECT, related_name="+", verbose_name="自治体"
    )
    role = models.CharField("役割", max_length=8, choices=BoardRole.choices, default=BoardRole.MEMBER)
    status = models.CharField("状態", max_length=8, choices=MemberStatus.choices)
    message = models.CharField("ひとこと", max_length=MESSAGE_LENGTH, blank=True)
    asked_at = models.DateTimeField("申込み日時")
    joined_at = models.DateTimeField("参加日時", null=True, blank=True)

    objects = BoardMembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "課のメンバー"
        verbose_name_plural = "課のメンバー"
        constraints = [
            one_of("role", BoardRole, "boardmembership"),
            one_of("status", MemberStatus, "boardmembership"),
            models.UniqueConstraint(fields=["board", "user"], name="boardmembership_once"),
            models.UniqueConstraint(
                fields=["board"], condition=Q(role=BoardRole.LEADER), name="boardmembership_one_leader"
            ),
            models.CheckConstraint(
                condition=Q(role=BoardRole.MEMBER) | Q(status=MemberStatus.ACTIVE),
                name="boardmembership_leaders_take_part",
            ),
            models.CheckConstraint(
                condition=~Q(status=MemberStatus.ACTIVE) | Q(joined_at__isnull=False),
                name="boardmembership_active_has_time",
            ),
        ]
        indexes = [models.Index(fields=["user", "status"], name="boardmembership_of_person")]

    def __str__(self) -> str:
        return f"{self.board_id} {self.role}"

    def get_absolute_url(self) -> str:
        return reverse("forums:board_members", args=[self.board.slug])


class BoardEndorsement(models.Model):
    """A member speaks for somebody who asks to join."""

    membership = models.ForeignKey(
        BoardMembership, on_delete=models.CASCADE, related_name="endorsements", verbose_name="参加の申込み"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="推薦者"
    )

    class Meta:
        verbose_name = "参加の推薦"
        verbose_name_plural = "参加の推薦"
        constraints = [models.UniqueConstraint(fields=["membership", "user"], name="boardendorsement_once")]

    def __str__(self) -> str:
        return f"{self.membership_id}"


class BoardHandover(models.Model):
    """The leader asks a member to take over; leadership passes when the member accepts. One is open at a time."""

    TRANSITIONS: dict[HandoverStatus, frozenset[HandoverStatus]] = {
        HandoverStatus.OPEN: frozenset({HandoverStatus.ACCEPTED, HandoverStatus.DECLINED, HandoverStatus.WITHDRAWN}),
        HandoverStatus.ACCEPTED: frozenset(),
        HandoverStatus.DECLINED: frozenset(),
        HandoverStatus.WITHDRAWN: frozenset(),
    }

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="handovers", verbose_name="課")
    successor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="引き継ぐ人"
    )
    offered_by_key = models.UUIDField("頼んだ人")
    message = models.CharField("ひとこと", max_length=MESSAGE_LENGTH, blank=True)
    status = models.CharField("状態", max_length=10, choices=HandoverStatus.choices, default=HandoverStatus.OPEN)
    offered_at = models.DateTimeField("頼んだ日時")
    settled_at = models.DateTimeField("決まった日時", null=True, blank=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = "リーダーの引き継ぎ"
        verbose_name_plural = "リーダーの引き継ぎ"
        constraints = [
            one_of("status", HandoverStatus, "boardhandover"),
            models.UniqueConstraint(
                fields=["board"], condition=Q(status=HandoverStatus.OPEN), name="boardhandover_one_open"
            ),
            models.CheckConstraint(
                condition=Q(status=HandoverStatus.OPEN, settled_at__isnull=True)
                | (~Q(status=HandoverStatus.OPEN) & Q(settled_at__isnull=False)),
                name="boardhandover_settled_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.board_id} {self.status}"

    def get_absolute_url(self) -> str:
        return self.board.get_absolute_url()


class BoardStep(models.Model):
    """What became of a board, with the reason where one was given. Readers see it; rows are only ever added."""

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="steps", verbose_name="課")
    kind = models.CharField("できごと", max_length=8, choices=BoardStepKind.choices)
    text = models.CharField("内容", max_length=STEP_LENGTH, blank=True)
    actor_key = models.UUIDField("した人", null=True, blank=True)
    at = models.DateTimeField("日時")

    class Meta:
        verbose_name = "課のあゆみ"
        verbose_name_plural = "課のあゆみ"
        constraints = [one_of("kind", BoardStepKind, "boardstep")]
        indexes = [models.Index(fields=["board", "at", "id"], name="boardstep_by_board")]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.board_id} {self.kind}"
