"""Whom a request for quotes asks, and what they ask back."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse

from dss.constraints import one_of
from procurement.enums import QuoteInvitationStatus
from procurement.models.projects import REASON_LENGTH
from procurement.models.quote_requests import QuoteRequest
from procurement.models.quote_triggers import invited_in_time
from procurement.querysets import QuoteInvitationQuerySet, QuoteQuestionQuerySet

QUESTION_LENGTH = 2000


class QuoteInvitation(models.Model):
    """One service that is asked for a quote. While the request is a draft, nobody but the staff sees it.

    `version` is the listing as it was when invited (until then: when chosen); `invited_at` is the opening, or later.
    """

    TRANSITIONS: dict[QuoteInvitationStatus, frozenset[QuoteInvitationStatus]] = {
        QuoteInvitationStatus.INVITED: frozenset({QuoteInvitationStatus.DECLINED}),
        QuoteInvitationStatus.DECLINED: frozenset({QuoteInvitationStatus.INVITED}),
    }

    request = models.ForeignKey(
        QuoteRequest, on_delete=models.CASCADE, related_name="invitations", verbose_name="見積依頼"
    )
    service = models.ForeignKey(
        "catalog.Service", on_delete=models.PROTECT, related_name="quote_invitations", verbose_name="サービス"
    )
    version = models.ForeignKey(
        "catalog.ServiceVersion", on_delete=models.PROTECT, related_name="+", verbose_name="依頼時の掲載内容"
    )
    vendor = models.ForeignKey(
        "accounts.Vendor", on_delete=models.PROTECT, related_name="quote_invitations", verbose_name="宛先の事業者"
    )
    status = models.CharField(
        "状態", max_length=10, choices=QuoteInvitationStatus.choices, default=QuoteInvitationStatus.INVITED
    )
    invited_at = models.DateTimeField("依頼日時", null=True, blank=True)
    decline_reason = models.TextField("辞退の理由", max_length=REASON_LENGTH, blank=True)
    declined_at = models.DateTimeField("辞退日時", null=True, blank=True)
    first_read_at = models.DateTimeField("最初に開いた日時", null=True, blank=True)

    objects = QuoteInvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "見積依頼の宛先"
        verbose_name_plural = "見積依頼の宛先"
        constraints = [
            one_of("status", QuoteInvitationStatus, "quoteinvitation"),
            models.UniqueConstraint(fields=["request", "service"], name="quoteinvitation_once_per_service"),
            models.CheckConstraint(
                condition=(Q(status=QuoteInvitationStatus.DECLINED, declined_at__isnull=False) & ~Q(decline_reason=""))
                | (~Q(status=QuoteInvitationStatus.DECLINED) & Q(declined_at__isnull=True, decline_reason="")),
                name="quoteinvitation_declined_has_reason",
            ),
        ]
        triggers = [invited_in_time()]
        indexes = [models.Index(fields=["vendor", "request"], name="quoteinvitation_by_vendor")]

    def __str__(self) -> str:
        return f"見積依頼{self.request_id}の宛先{self.pk}"

    def get_absolute_url(self) -> str:
        """The vendor's page."""
        return reverse("procurement:quote_invitation_detail", args=[self.pk])

    @property
    def is_declined(self) -> bool:
        return self.status == QuoteInvitationStatus.DECLINED


class QuoteQuestion(models.Model):
    """A vendor's question. Answered, it stands before every invited vendor, and nobody but the staff learns whose."""

    invitation = models.ForeignKey(
        QuoteInvitation, on_delete=models.PROTECT, related_name="questions", verbose_name="質問した事業者の依頼"
    )
    body = models.TextField("質問", max_length=QUESTION_LENGTH)
    asked_at = models.DateTimeField("質問日時")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="質問した人"
    )
    client_token = models.UUIDField("二重送信を見分ける値", default=uuid.uuid4)
    answer = models.TextField("回答", max_length=QUESTION_LENGTH, blank=True)
    answered_at = models.DateTimeField("回答日時", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="回答した職員",
    )

    objects = QuoteQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = "見積依頼への質問"
        verbose_name_plural = "見積依頼への質問"
        constraints = [
            models.UniqueConstraint(fields=["invitation", "client_token"], name="quotequestion_sent_once"),
            models.CheckConstraint(condition=~Q(body=""), name="quotequestion_says_something"),
            models.CheckConstraint(
                condition=(Q(answered_at__isnull=False) & ~Q(answer="")) | Q(answered_at__isnull=True, answer=""),
                name="quotequestion_answered_has_time",
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("body"), QUESTION_LENGTH)
                & LessThanOrEqual(Length("answer"), QUESTION_LENGTH),
                name="quotequestion_length",
            ),
        ]

    def __str__(self) -> str:
        return f"質問 {self.pk}"

    def get_absolute_url(self) -> str:
        """The page of this one question, without its author: the same for both sides and for operators."""
        return reverse("procurement:quote_question", args=[self.pk])

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None
