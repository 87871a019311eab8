"""PDF brochures a vendor offers with a listing."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from catalog.models.services import Service
from catalog.querysets import BrochureQuerySet

MAX_BROCHURE_BYTES = 20 * 1024 * 1024


def brochure_path(instance: Brochure, filename: str) -> str:
    """A path made of a UUID alone: an original name of ninety kanji breaks file systems, and tells things."""
    return f"brochures/{uuid.uuid4()}.pdf"


class Brochure(models.Model):
    """One PDF. Taken off offer by `removed_at`; kept for those it was already handed to."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="brochures", verbose_name="サービス")
    title = models.CharField("資料名", max_length=100)
    original_name = models.CharField("元のファイル名", max_length=255)
    file = models.FileField("ファイル", upload_to=brochure_path, max_length=100)
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveIntegerField("大きさ (バイト)")
    uploaded_at = models.DateTimeField("登録日時")
    uploaded_by_key = models.UUIDField("登録者")
    removed_at = models.DateTimeField("取下げ日時", null=True, blank=True)

    objects = BrochureQuerySet.as_manager()

    class Meta:
        verbose_name = "資料"
        verbose_name_plural = "資料"
        constraints = [
            models.CheckConstraint(
                condition=Q(size__gt=0, size__lte=MAX_BROCHURE_BYTES), name="brochure_size_in_limits"
            ),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="brochure_sha256_shape"),
            models.UniqueConstraint(
                fields=["service", "sha256"],
                condition=Q(removed_at__isnull=True),
                name="brochure_once_per_service",
            ),
        ]

    def __str__(self) -> str:
        return self.title
