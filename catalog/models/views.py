"""How often a listing was opened, day by day. Nothing is kept of who opened it."""

from __future__ import annotations

from django.db import models

from catalog.models.services import Service
from catalog.querysets import ServiceViewsQuerySet


class ServiceViews(models.Model):
    """One listing on one day (Tokyo)."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+", verbose_name="サービス")
    day = models.DateField("日")
    views = models.PositiveIntegerField("閲覧数")

    objects = ServiceViewsQuerySet.as_manager()

    class Meta:
        verbose_name = "閲覧数"
        verbose_name_plural = "閲覧数"
        constraints = [models.UniqueConstraint(fields=["service", "day"], name="serviceviews_once_a_day")]

    def __str__(self) -> str:
        return f"{self.service_id} {self.day}"
