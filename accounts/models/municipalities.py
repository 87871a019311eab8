"""The local governments, and the table of mail domains operators have confirmed."""

from __future__ import annotations

import pghistory
from django.db import models
from django.urls import reverse

from accounts.enums import DomainStatus, MunicipalityKind, NetworkModel, PopulationBand
from accounts.querysets import DomainQuerySet
from dss.constraints import append_only, one_of


class Municipality(models.Model):
    """A local government; `code` is the 6-digit 全国地方公共団体コード (check digit included)."""

    code = models.CharField("団体コード", max_length=6, primary_key=True)
    name = models.CharField("名称", max_length=60)
    kana = models.CharField("よみがな", max_length=120, db_collation="C")
    prefecture_code = models.CharField("都道府県コード", max_length=2)
    prefecture = models.CharField("都道府県", max_length=4)
    kind = models.CharField("団体区分", max_length=20, choices=MunicipalityKind.choices)
    population_band = models.CharField("人口規模", max_length=20, choices=PopulationBand.choices, null=True, blank=True)
    network_model = models.CharField(
        "ネットワークモデル", max_length=20, choices=NetworkModel.choices, null=True, blank=True
    )
    successor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name="承継団体"
    )
    ended_on = models.DateField("消滅日", null=True, blank=True)
    updated_at = models.DateTimeField("更新日時", auto_now=True)

    class Meta:
        verbose_name = "自治体"
        verbose_name_plural = "自治体"
        constraints = [
            one_of("kind", MunicipalityKind, "municipality"),
            one_of("population_band", PopulationBand, "municipality"),
            one_of("network_model", NetworkModel, "municipality"),
            models.CheckConstraint(condition=models.Q(code__regex=r"^[0-9]{6}$"), name="municipality_code_digits"),
            models.CheckConstraint(
                condition=models.Q(successor__isnull=True) | models.Q(ended_on__isnull=False),
                name="municipality_successor_needs_end",
            ),
        ]
        indexes = [models.Index(fields=["prefecture_code", "kana"], name="municipality_by_prefecture")]

    def __str__(self) -> str:
        return self.full_name

    def get_absolute_url(self) -> str:
        """The page of what this body uses."""
        return reverse("catalog:municipality_detail", args=[self.code])

    @property
    def full_name(self) -> str:
        """The name with its prefecture, as people tell two 府中市 apart."""
        return self.name if self.kind == MunicipalityKind.PREFECTURE else f"{self.prefecture}{self.name}"


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    meta={"triggers": append_only()},
)
class MunicipalDomain(models.Model):
    """A mail domain of a body: two different operators must have looked at the evidence before it counts."""

    TRANSITIONS = {
        DomainStatus.PROPOSED: frozenset({DomainStatus.VERIFIED, DomainStatus.REVOKED}),
        DomainStatus.VERIFIED: frozenset({DomainStatus.REVOKED}),
        DomainStatus.REVOKED: frozenset({DomainStatus.PROPOSED}),
    }

    domain = models.CharField("ドメイン", max_length=253, unique=True)
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="domains", verbose_name="自治体"
    )
    status = models.CharField("状態", max_length=10, choices=DomainStatus.choices, default=DomainStatus.PROPOSED)
    evidence = models.TextField("根拠", max_length=2000)
    proposed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", verbose_name="提案者")
    proposed_at = models.DateTimeField("提案日時")
    verified_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name="確認者"
    )
    verified_at = models.DateTimeField("確認日時", null=True, blank=True)
    revoked_at = models.DateTimeField("取消日時", null=True, blank=True)
    rechecked_at = models.DateTimeField("確かめ直した日時", null=True, blank=True)

    objects = DomainQuerySet.as_manager()

    class Meta:
        verbose_name = "自治体ドメイン"
        verbose_name_plural = "自治体ドメイン"
        constraints = [
            one_of("status", DomainStatus, "municipaldomain"),
            models.CheckConstraint(
                condition=models.Q(verified_by__isnull=True) | ~models.Q(verified_by=models.F("proposed_by")),
                name="municipaldomain_two_operators",
            ),
            models.CheckConstraint(
                condition=~models.Q(status=DomainStatus.VERIFIED)
                | models.Q(verified_by__isnull=False, verified_at__isnull=False),
                name="municipaldomain_verified_by_someone",
            ),
            models.CheckConstraint(
                condition=~models.Q(status=DomainStatus.REVOKED) | models.Q(revoked_at__isnull=False),
                name="municipaldomain_revoked_at_some_time",
            ),
            models.CheckConstraint(
                condition=models.Q(domain__regex=r"^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$"), name="municipaldomain_plain"
            ),
        ]

    def __str__(self) -> str:
        return self.domain
