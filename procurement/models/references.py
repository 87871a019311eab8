"""導入団体に聞く: staff ask the staff of bodies that confirmed a service's use and take questions."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from dss.constraints import one_of
from procurement.enums import ReferenceAudience
from procurement.models.projects import Project
from procurement.querysets import ReferenceAskedQuerySet, ReferenceChoiceQuerySet, ReferenceRequestQuerySet


class ReferenceChoice(models.Model):
    """Whether a body takes questions: for one of its adoptions, or (`adoption` empty) for those without a choice.

    No row: it does not.
    """

    municipality = models.ForeignKey(
        "accounts.Municipality", on_delete=models.PROTECT, related_name="reference_choices", verbose_name="自治体"
    )
    adoption = models.OneToOneField(
        "catalog.Adoption",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reference_choice",
        verbose_name="導入実績",
    )
    accepts = models.BooleanField("質問を受ける")
    updated_at = models.DateTimeField("変更日時")
    updated_by_key = models.UUIDField("変更した職員")

    objects = ReferenceChoiceQuerySet.as_manager()

    class Meta:
        verbose_name = "他団体からの質問の受付"
        verbose_name_plural = "他団体からの質問の受付"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality"], condition=Q(adoption__isnull=True), name="referencechoice_one_default"
            )
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.adoption_id or '既定'}"


class ReferenceRequest(models.Model):
    """A question to adopters. Its words, its asker as shown and the answers are those of `topic`.

    `project` is for the asking body's eyes alone. `asked_by` may be shown to nobody: see the topic's `shown_as`.
    """

    service = models.ForeignKey(
        "catalog.Service", on_delete=models.PROTECT, related_name="reference_requests", verbose_name="サービス"
    )
    municipality = models.ForeignKey(
        "accounts.Municipality", on_delete=models.PROTECT, related_name="reference_requests", verbose_name="質問元"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="聞いた職員"
    )
    project = models.ForeignKey(
        Project,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reference_requests",
        verbose_name="検討案件",
    )
    topic = models.OneToOneField(
        "forums.Topic", on_delete=models.PROTECT, related_name="reference_request", verbose_name="トピック"
    )
    audience = models.CharField("読める人", max_length=10, choices=ReferenceAudience.choices)
    client_token = models.UUIDField("二重送信を見分ける値", default=uuid.uuid4)
    created_at = models.DateTimeField("送信日時")

    objects = ReferenceRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "導入団体への質問"
        verbose_name_plural = "導入団体への質問"
        constraints = [
            one_of("audience", ReferenceAudience, "referencerequest"),
            models.UniqueConstraint(fields=["asked_by", "client_token"], name="referencerequest_sent_once"),
        ]
        indexes = [
            models.Index(fields=["municipality", "-created_at"], name="referencerequest_by_body"),
            models.Index(fields=["asked_by", "created_at"], name="referencerequest_by_person"),
        ]

    def __str__(self) -> str:
        return f"導入団体への質問 {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("procurement:reference_detail", args=[self.pk])


class ReferenceAsked(models.Model):
    """One body that is asked. `declined_at`: its staff put it aside; nobody else ever learns that."""

    request = models.ForeignKey(
        ReferenceRequest, on_delete=models.PROTECT, related_name="asked", verbose_name="導入団体への質問"
    )
    municipality = models.ForeignKey(
        "accounts.Municipality", on_delete=models.PROTECT, related_name="asked_references", verbose_name="質問先"
    )
    declined_at = models.DateTimeField("見送った日時", null=True, blank=True)

    objects = ReferenceAskedQuerySet.as_manager()

    class Meta:
        verbose_name = "聞かれた団体"
        verbose_name_plural = "聞かれた団体"
        constraints = [models.UniqueConstraint(fields=["request", "municipality"], name="referenceasked_once")]
        indexes = [models.Index(fields=["municipality", "-request"], name="referenceasked_by_body")]

    def __str__(self) -> str:
        return f"{self.request_id} {self.municipality_id}"
