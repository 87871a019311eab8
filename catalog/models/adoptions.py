"""導入実績: which municipality considers, tries, uses or used a service."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q

from catalog.enums import AdoptionOrigin, AdoptionStage, AdoptionStatus, ProcurementMethod, TaxTreatment
from catalog.models.services import Service
from catalog.querysets import AdoptionQuerySet
from dss.constraints import one_of

_FIRST_OF_MONTH = (Q(started_on__isnull=True) | Q(started_on__day=1)) & (Q(ended_on__isnull=True) | Q(ended_on__day=1))

_NEEDS_SOURCE = "RAISE EXCEPTION 'a claim of a vendor names its source' USING ERRCODE = 'check_violation';"
"""Not a check constraint: claims of earlier days have no source, and their bodies may still confirm or dispute them."""


class Adoption(models.Model):
    """One municipality (department) and one service. Only confirmed rows count and carry the mark.

    Months are stored as their first day; amounts are whole yen for the scope written beside them. `revision` counts
    the changes of the facts, so that nobody confirms or overwrites what they have not read. A vendor's record is
    never in 検討: that would tell what a body intends.
    """

    TRANSITIONS: dict[AdoptionStatus, frozenset[AdoptionStatus]] = {
        AdoptionStatus.CLAIMED: frozenset(
            {AdoptionStatus.CONFIRMED, AdoptionStatus.DISPUTED, AdoptionStatus.WITHDRAWN}
        ),
        AdoptionStatus.CONFIRMED: frozenset({AdoptionStatus.DISPUTED, AdoptionStatus.WITHDRAWN}),
        AdoptionStatus.DISPUTED: frozenset({AdoptionStatus.CONFIRMED, AdoptionStatus.WITHDRAWN}),
        AdoptionStatus.WITHDRAWN: frozenset(),
    }

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="adoptions", verbose_name="サービス")
    municipality = models.ForeignKey(
        "accounts.Municipality", on_delete=models.PROTECT, related_name="adoptions", verbose_name="自治体"
    )
    department = models.CharField("部署", max_length=100, blank=True)
    stage = models.CharField("段階", max_length=12, choices=AdoptionStage.choices)
    origin = models.CharField("申告者", max_length=10, choices=AdoptionOrigin.choices)
    status = models.CharField(
        "確認の状態", max_length=10, choices=AdoptionStatus.choices, default=AdoptionStatus.CLAIMED
    )
    started_on = models.DateField("開始月", null=True, blank=True)
    ended_on = models.DateField("終了月", null=True, blank=True)
    end_reason = models.TextField("終了の理由", max_length=1000, blank=True)
    procurement_method = models.CharField("調達方法", max_length=20, choices=ProcurementMethod.choices, blank=True)
    amount = models.BigIntegerField("金額 (円)", null=True, blank=True)
    amount_tax = models.CharField("税の扱い", max_length=10, choices=TaxTreatment.choices, blank=True)
    amount_scope = models.CharField("金額の範囲", max_length=200, blank=True)
    source_url = models.URLField("出典", max_length=500, blank=True)
    claimed_at = models.DateTimeField("申告日時")
    claimed_by_key = models.UUIDField("申告した人")
    confirmed_at = models.DateTimeField("確認日時", null=True, blank=True)
    confirmed_by_key = models.UUIDField("確認した職員", null=True, blank=True)
    asked_again_on = models.DateField("再確認をお願いした日", null=True, blank=True)
    disputed_at = models.DateTimeField("異議の日時", null=True, blank=True)
    dispute_reason = models.TextField("異議の内容", max_length=1000, blank=True)
    withdrawn_at = models.DateTimeField("取下げ日時", null=True, blank=True)
    revision = models.PositiveIntegerField("改訂番号", default=1)

    objects = AdoptionQuerySet.as_manager()

    class Meta:
        verbose_name = "導入実績"
        verbose_name_plural = "導入実績"
        constraints = [
            models.UniqueConstraint(
                fields=["service", "municipality", "department", "origin"],
                condition=~Q(status=AdoptionStatus.WITHDRAWN),
                name="adoption_once",
            ),
            one_of("stage", AdoptionStage, "adoption"),
            one_of("origin", AdoptionOrigin, "adoption"),
            one_of("status", AdoptionStatus, "adoption"),
            models.CheckConstraint(
                condition=Q(procurement_method="") | Q(procurement_method__in=ProcurementMethod.values),
                name="adoption_method_known",
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True, amount_tax="") | Q(amount__gte=0, amount_tax__in=TaxTreatment.values),
                name="adoption_amount_has_tax",
            ),
            models.CheckConstraint(condition=_FIRST_OF_MONTH, name="adoption_months_are_first_days"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(started_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="adoption_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(stage=AdoptionStage.ENDED) | Q(ended_on__isnull=True, end_reason=""),
                name="adoption_end_only_when_ended",
            ),
            models.CheckConstraint(
                condition=~Q(status=AdoptionStatus.CONFIRMED)
                | Q(confirmed_at__isnull=False, confirmed_by_key__isnull=False),
                name="adoption_confirmed_has_time",
            ),
            models.CheckConstraint(
                condition=(Q(status=AdoptionStatus.DISPUTED, disputed_at__isnull=False) & ~Q(dispute_reason=""))
                | ~Q(status=AdoptionStatus.DISPUTED),
                name="adoption_disputed_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(status=AdoptionStatus.WITHDRAWN, withdrawn_at__isnull=False)
                | (~Q(status=AdoptionStatus.WITHDRAWN) & Q(withdrawn_at__isnull=True)),
                name="adoption_withdrawn_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(origin=AdoptionOrigin.VENDOR, stage=AdoptionStage.CONSIDERING),
                name="adoption_vendor_tells_no_intent",
            ),
            models.CheckConstraint(
                condition=Q(source_url="") | Q(source_url__iregex="^https?://"), name="adoption_source_is_on_the_web"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="vendor_names_source",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__origin=AdoptionOrigin.VENDOR.value, new__source_url=""),
                func=_NEEDS_SOURCE,
            ),
            pgtrigger.Trigger(
                name="vendor_source_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__origin=AdoptionOrigin.VENDOR.value, new__source_url="")
                & ~pgtrigger.Q(old__source_url=""),
                func=_NEEDS_SOURCE,
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "stage"], name="adoption_by_municipality"),
            models.Index(
                fields=["confirmed_at"], condition=Q(status=AdoptionStatus.CONFIRMED), name="adoption_by_confirmation"
            ),
            models.Index(
                fields=["municipality", "claimed_at"],
                condition=Q(status=AdoptionStatus.CLAIMED),
                name="adoption_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} / {self.service_id} / {self.stage}"
