"""What changed in an open request for quotes, for good."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from dss.constraints import append_only
from procurement.models.projects import REASON_LENGTH
from procurement.models.quote_requests import QuoteRequest
from procurement.models.quote_triggers import sealing


class QuoteAmendment(models.Model):
    """The request went to its edition `number`. Every invited vendor reads `summary`.

    `before` keeps the words and terms of the edition before, which the quotes for it answered; lines and files know
    their editions themselves.
    """

    request = models.ForeignKey(
        QuoteRequest, on_delete=models.PROTECT, related_name="amendments", verbose_name="見積依頼"
    )
    number = models.PositiveSmallIntegerField("依頼の版")
    summary = models.TextField("変更の内容と理由", max_length=REASON_LENGTH)
    before = models.JSONField("変更前の条件")
    amended_at = models.DateTimeField("変更日時")
    amended_by_key = models.UUIDField("変更した職員")

    class Meta:
        verbose_name = "見積依頼の変更"
        verbose_name_plural = "見積依頼の変更"
        constraints = [
            models.UniqueConstraint(fields=["request", "number"], name="quoteamendment_number_once"),
            models.CheckConstraint(condition=Q(number__gte=2), name="quoteamendment_number_from_two"),
            models.CheckConstraint(condition=~Q(summary=""), name="quoteamendment_has_summary"),
        ]
        triggers = [*append_only(), sealing()]

    def __str__(self) -> str:
        return f"{self.request_id} 第{self.number}版"
