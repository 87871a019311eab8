"""Who works for which municipality, how that was proven, and until when it counts."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models

from accounts.enums import MembershipStatus, RequestStatus
from accounts.models.municipalities import MunicipalDomain, Municipality
from accounts.querysets import MembershipQuerySet, MembershipRequestQuerySet
from dss.constraints import append_only, one_of


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    exclude=["email"],  # the history outlives the account, the address must not
    meta={"triggers": append_only()},
)
class MunicipalMembership(models.Model):
    """A proven membership. It hangs on one confirmed EmailAddress row; `email` is the text that was proven.

    `email_address_pk` names that row without a foreign key: the address belongs to allauth and may be deleted at
    any time, which ends the membership and keeps the record.
    """

    TRANSITIONS = {
        MembershipStatus.ACTIVE: frozenset(
            {MembershipStatus.SUSPENDED, MembershipStatus.REVOKED, MembershipStatus.ENDED}
        ),
        MembershipStatus.SUSPENDED: frozenset(
            {MembershipStatus.ACTIVE, MembershipStatus.REVOKED, MembershipStatus.ENDED}
        ),
        MembershipStatus.REVOKED: frozenset(),
        MembershipStatus.ENDED: frozenset(),
    }

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships", verbose_name="利用者"
    )
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="memberships", verbose_name="自治体"
    )
    email_address_pk = models.BigIntegerField("確認済みアドレスの行")
    email = models.EmailField("証明に使ったアドレス", max_length=254)
    domain = models.ForeignKey(
        MunicipalDomain, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ドメイン"
    )
    rule = models.CharField("判定の根拠", max_length=60)
    status = models.CharField("状態", max_length=10, choices=MembershipStatus.choices, default=MembershipStatus.ACTIVE)
    granted_at = models.DateTimeField("付与日時")
    confirmed_at = models.DateTimeField("最終確認日時")
    expires_on = models.DateField("有効期限")
    ended_at = models.DateTimeField("終了日時", null=True, blank=True)
    end_reason = models.CharField("終了理由", max_length=200, blank=True)

    objects: ClassVar[MembershipQuerySet] = MembershipQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "自治体職員資格"
        verbose_name_plural = "自治体職員資格"
        constraints = [
            one_of("status", MembershipStatus, "municipalmembership"),
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(status__in=[MembershipStatus.ACTIVE, MembershipStatus.SUSPENDED]),
                name="municipalmembership_one_live",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=[MembershipStatus.ACTIVE, MembershipStatus.SUSPENDED])
                | models.Q(ended_at__isnull=False),
                name="municipalmembership_end_has_time",
            ),
        ]
        indexes = [models.Index(fields=["municipality", "status"], name="membership_by_body")]

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.email}"


class MembershipRequest(models.Model):
    """A confirmed address that proves no body by itself: an operator decides with evidence."""

    TRANSITIONS = {
        RequestStatus.PENDING: frozenset({RequestStatus.APPROVED, RequestStatus.REJECTED}),
        RequestStatus.APPROVED: frozenset(),
        RequestStatus.REJECTED: frozenset(),
    }

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="membership_requests", verbose_name="利用者"
    )
    email_address_pk = models.BigIntegerField("確認済みアドレスの行")
    email = models.EmailField("アドレス", max_length=254)
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="requests", verbose_name="自治体"
    )
    department = models.CharField("所属部署", max_length=80)
    telephone = models.CharField("代表電話と内線", max_length=40)
    evidence = models.TextField("確認の手がかり", max_length=1000, blank=True)
    rule = models.CharField("自動判定の結果", max_length=60)
    status = models.CharField("状態", max_length=10, choices=RequestStatus.choices, default=RequestStatus.PENDING)
    created_at = models.DateTimeField("申請日時")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="判断した運営",
    )
    decided_at = models.DateTimeField("判断日時", null=True, blank=True)
    decision_reason = models.TextField("判断の理由", max_length=1000, blank=True)

    objects: ClassVar[MembershipRequestQuerySet] = MembershipRequestQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "職員資格の申請"
        verbose_name_plural = "職員資格の申請"
        constraints = [
            one_of("status", RequestStatus, "membershiprequest"),
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(status=RequestStatus.PENDING),
                name="membershiprequest_one_pending",
            ),
            models.CheckConstraint(
                condition=models.Q(status=RequestStatus.PENDING)
                | models.Q(decided_at__isnull=False, decided_by__isnull=False),
                name="membershiprequest_decided_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} → {self.municipality_id}"


class ColleagueInvitation(models.Model):
    """An invitation to sign up, sent to an address of one's own body. It proves nothing by itself."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+", verbose_name="自治体")
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="招待者"
    )
    email = models.EmailField("アドレス", max_length=254)
    created_at = models.DateTimeField("招待日時")

    class Meta:
        verbose_name = "同僚の招待"
        verbose_name_plural = "同僚の招待"
        constraints = [
            models.UniqueConstraint(fields=["municipality", "email"], name="colleagueinvitation_once"),
        ]

    def __str__(self) -> str:
        return self.email
