"""What a vendor's team keeps for itself: text blocks for answers, and who looks after which lead or quote request."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse

from dss.constraints import append_only
from procurement.models.inquiries import Inquiry
from procurement.models.quote_invitations import QuoteInvitation
from procurement.querysets import AnswerTemplateQuerySet, AssignmentQuerySet, AssignmentStepQuerySet

TEMPLATE_TITLE_LENGTH = 60
TEMPLATE_BODY_LENGTH = 3000
MOST_TEMPLATES = 50


class AnswerTemplate(models.Model):
    """A text block of a vendor's team, with placeholders. `revision` refuses lost updates between colleagues."""

    vendor = models.ForeignKey(
        "accounts.Vendor", on_delete=models.PROTECT, related_name="answer_templates", verbose_name="事業者"
    )
    title = models.CharField("名前", max_length=TEMPLATE_TITLE_LENGTH)
    body = models.TextField("文面", max_length=TEMPLATE_BODY_LENGTH)
    revision = models.PositiveIntegerField("改訂番号", default=1)
    client_token = models.UUIDField("二重送信を見分ける値", default=uuid.uuid4)
    created_at = models.DateTimeField("作成日時")
    updated_at = models.DateTimeField("更新日時")
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="更新した人"
    )

    objects = AnswerTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = "回答の定型文"
        verbose_name_plural = "回答の定型文"
        constraints = [
            models.UniqueConstraint(fields=["vendor", "title"], name="answertemplate_title_once"),
            models.UniqueConstraint(fields=["vendor", "client_token"], name="answertemplate_sent_once"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(body=""), name="answertemplate_says_something"),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("body"), TEMPLATE_BODY_LENGTH), name="answertemplate_body_length"
            ),
            models.CheckConstraint(condition=Q(revision__gte=1), name="answertemplate_revision_from_one"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("procurement:answer_template_edit", args=[self.pk])


class Assignment(models.Model):
    """Who of the vendor's team looks after one lead, or one quote request. The municipality never learns it.

    `assignee` is a place in the team: once it ended, nobody looks after the row, without a write. `revision` counts
    the changes, so that two who assign at once do not overwrite each other.
    """

    inquiry = models.OneToOneField(
        Inquiry,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="assignment",
        verbose_name="問い合わせ",
    )
    invitation = models.OneToOneField(
        QuoteInvitation,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="assignment",
        verbose_name="見積依頼の宛先",
    )
    assignee = models.ForeignKey(
        "accounts.VendorMembership",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="担当者",
    )
    revision = models.PositiveIntegerField("改訂番号", default=0)
    updated_at = models.DateTimeField("変更日時")

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = "事業者の担当"
        verbose_name_plural = "事業者の担当"
        constraints = [
            models.CheckConstraint(
                condition=Q(inquiry__isnull=False, invitation__isnull=True)
                | Q(inquiry__isnull=True, invitation__isnull=False),
                name="assignment_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"担当 {self.pk}"

    def get_absolute_url(self) -> str:
        """The vendor's page of what is looked after."""
        if self.inquiry_id is not None:
            return reverse("procurement:lead_detail", args=[self.inquiry_id])
        return reverse("procurement:quote_invitation_detail", args=[self.invitation_id])


class AssignmentStep(models.Model):
    """Who gave it to whom, when; people by their pseudonymous key. Kept for good."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="steps", verbose_name="担当")
    assignee_key = models.UUIDField("担当者", null=True, blank=True)
    actor_key = models.UUIDField("変更した人")
    at = models.DateTimeField("日時")

    objects = AssignmentStepQuerySet.as_manager()

    class Meta:
        verbose_name = "担当の履歴"
        verbose_name_plural = "担当の履歴"
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.at:%Y-%m-%d %H:%M}"
