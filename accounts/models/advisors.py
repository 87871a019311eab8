"""専門家アドバイザー and their invitations."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from accounts.querysets import STATEMENT_LIFETIME, AdvisorInvitationQuerySet, AdvisorQuerySet


class Advisor(models.Model):
    """専門家アドバイザー: invited by the operators, never staff or vendor at the same time.

    `conflicts` is what the person states about ties to vendors; `conflicts_stated_at` says when, empty until they did.
    It is stated again every year: without that an advisor reads, but writes nothing new.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="advisor", verbose_name="利用者"
    )
    affiliation = models.CharField("所属", max_length=120)
    fields = models.CharField("専門分野", max_length=200)
    introduction = models.TextField("紹介", max_length=1000, blank=True)
    conflicts = models.TextField("利益相反の申告", max_length=1000, blank=True)
    conflicts_stated_at = models.DateTimeField("申告日時", null=True, blank=True)
    is_active = models.BooleanField("活動中", default=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="招待した運営", null=True
    )
    created_at = models.DateTimeField("登録日時", default=timezone.now)

    objects: ClassVar[AdvisorQuerySet] = AdvisorQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "専門家アドバイザー"
        verbose_name_plural = "専門家アドバイザー"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(conflicts="") | models.Q(conflicts_stated_at__isnull=False),
                name="advisor_conflicts_have_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}（{self.affiliation}）"

    def get_absolute_url(self) -> str:
        return reverse("accounts:advisor_detail", args=[self.pk])

    def has_stated(self, now: datetime) -> bool:
        """Whether the statement about ties to vendors is of the last year; `AdvisorQuerySet.stated` says the same."""
        return self.conflicts_stated_at is not None and self.conflicts_stated_at > now - STATEMENT_LIFETIME


class AdvisorInvitation(models.Model):
    """A single-use invitation to become an advisor, bound to one address; only the token's SHA-256 is stored."""

    email = models.EmailField("アドレス", max_length=254)
    affiliation = models.CharField("所属", max_length=120)
    fields = models.CharField("専門分野", max_length=200)
    token_sha256 = models.CharField("トークンのハッシュ", max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="招待した運営"
    )
    created_at = models.DateTimeField("招待日時")
    expires_at = models.DateTimeField("有効期限")
    accepted_at = models.DateTimeField("承諾日時", null=True, blank=True)
    withdrawn_at = models.DateTimeField("取消日時", null=True, blank=True)

    objects: ClassVar[AdvisorInvitationQuerySet] = AdvisorInvitationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "専門家アドバイザーの招待"
        verbose_name_plural = "専門家アドバイザーの招待"
        constraints = [
            models.UniqueConstraint(
                fields=["email"],
                condition=models.Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="advisorinvitation_one_open",
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_at__isnull=True) | models.Q(withdrawn_at__isnull=True),
                name="advisorinvitation_one_end",
            ),
        ]

    def __str__(self) -> str:
        return self.email
