"""How long vendors take to answer what municipalities ask. The figures come from above, see `record_response_times`."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from catalog.models.services import Service

ENOUGH_ANSWERS = 5
"""From how many measured answers on the median is stored, and shown."""


def _constraints(model: str) -> list[models.BaseConstraint]:
    return [
        models.CheckConstraint(
            condition=Q(answered__gte=ENOUGH_ANSWERS, median_days__gte=0)
            | Q(answered__lt=ENOUGH_ANSWERS, median_days__isnull=True),
            name=f"{model}_enough_answers",
        )
    ]


class _ResponseSummary(models.Model):
    """`answered` threads were measured; `median_days` is the median of the working days their first answer took."""

    answered = models.PositiveIntegerField("回答した問い合わせ", default=0)
    median_days = models.DecimalField(
        "回答までの営業日数の中央値", max_digits=7, decimal_places=1, null=True, blank=True
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def told(self) -> str:
        """The median in words; empty while there are too few answers."""
        if self.median_days is None:
            return ""
        days = f"{self.median_days:f}".rstrip("0").rstrip(".")
        return f"{days}営業日" if days not in {"", "0"} else "当日中"


class ServiceResponse(_ResponseSummary):
    """Of one listing."""

    service = models.OneToOneField(
        Service, on_delete=models.CASCADE, related_name="response", primary_key=True, verbose_name="サービス"
    )

    class Meta:
        verbose_name = "掲載の回答の速さ"
        verbose_name_plural = "掲載の回答の速さ"
        constraints = _constraints("serviceresponse")


class VendorResponse(_ResponseSummary):
    """Of all listings of one vendor together."""

    vendor = models.OneToOneField(
        "accounts.Vendor", on_delete=models.CASCADE, related_name="response", primary_key=True, verbose_name="事業者"
    )

    class Meta:
        verbose_name = "事業者の回答の速さ"
        verbose_name_plural = "事業者の回答の速さ"
        constraints = _constraints("vendorresponse")
