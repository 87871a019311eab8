"""Copies of a person's own data."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.enums import ExportStatus
from dss.constraints import one_of

EXPORT_LIFETIME = timedelta(days=7)


class DataExport(models.Model):
    """One copy, made by a job and fetched by the person alone. The content lies in the row, so it goes with it."""

    TRANSITIONS: dict[ExportStatus, frozenset[ExportStatus]] = {
        ExportStatus.WAITING: frozenset({ExportStatus.READY}),
        ExportStatus.READY: frozenset(),
    }

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="利用者"
    )
    status = models.CharField("状態", max_length=10, choices=ExportStatus.choices, default=ExportStatus.WAITING)
    asked_at = models.DateTimeField("受付日時")
    ready_at = models.DateTimeField("作成日時", null=True, blank=True)
    content = models.BinaryField("内容", null=True, blank=True)
    size = models.PositiveIntegerField("大きさ (バイト)", default=0)

    class Meta:
        verbose_name = "データの写し"
        verbose_name_plural = "データの写し"
        constraints = [
            one_of("status", ExportStatus, "dataexport"),
            models.UniqueConstraint(
                fields=["user"], condition=Q(status=ExportStatus.WAITING), name="dataexport_one_waiting"
            ),
            models.CheckConstraint(
                condition=Q(status=ExportStatus.WAITING) | Q(ready_at__isnull=False, content__isnull=False),
                name="dataexport_ready_has_content",
            ),
        ]
        indexes = [models.Index(fields=["user", "-asked_at"], name="dataexport_by_user")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.asked_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("accounts:own_data")

    @property
    def expires_at(self) -> datetime:
        """Until then it can be fetched."""
        return self.asked_at + EXPORT_LIFETIME
