"""通報: one queue for any object."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

from accounts.enums import ReportStatus
from accounts.querysets import ReportQuerySet
from dss.constraints import one_of

#: More than this of a reported text is not kept.
REPORTED_LENGTH = 10_000


class Report(models.Model):
    """Somebody asks the operators to look at an object they can see.

    `reported_text` is what it said then: whoever wrote it may change or remove it before an operator looks.
    """

    TRANSITIONS = {
        ReportStatus.OPEN: frozenset({ReportStatus.UPHELD, ReportStatus.DISMISSED}),
        ReportStatus.UPHELD: frozenset(),
        ReportStatus.DISMISSED: frozenset(),
    }

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+", verbose_name="種類")
    object_id = models.PositiveBigIntegerField("対象の番号")
    target = GenericForeignKey("content_type", "object_id")
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="通報者"
    )
    reason = models.TextField("理由", max_length=1000)
    reported_text = models.TextField(
        "通報されたときの内容", max_length=REPORTED_LENGTH, blank=True, default="", db_default=""
    )
    status = models.CharField("状態", max_length=10, choices=ReportStatus.choices, default=ReportStatus.OPEN)
    created_at = models.DateTimeField("通報日時")
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="対応した運営",
    )
    resolved_at = models.DateTimeField("対応日時", null=True, blank=True)
    resolution = models.TextField("対応の内容", max_length=1000, blank=True)

    objects: ClassVar[ReportQuerySet] = ReportQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "通報"
        verbose_name_plural = "通報"
        constraints = [
            one_of("status", ReportStatus, "report"),
            models.UniqueConstraint(
                fields=["content_type", "object_id", "reporter"],
                condition=models.Q(status=ReportStatus.OPEN),
                name="report_one_open_each",
            ),
            models.CheckConstraint(
                condition=models.Q(status=ReportStatus.OPEN)
                | models.Q(resolved_at__isnull=False, resolved_by__isnull=False),
                name="report_resolved_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"通報{self.pk}"
