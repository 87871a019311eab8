"""Versioned terms and who agreed to which version."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse

from accounts.enums import TermsKind
from dss.constraints import append_only, one_of


class TermsVersion(models.Model):
    """One version of the terms, a policy or the help; never edited: a change is a new version."""

    kind = models.CharField("種類", max_length=15, choices=TermsKind.choices)
    number = models.PositiveSmallIntegerField("版")
    body = models.TextField("本文")
    effective_on = models.DateField("施行日")

    class Meta:
        verbose_name = "規約の版"
        verbose_name_plural = "規約の版"
        triggers = append_only()
        constraints = [
            one_of("kind", TermsKind, "termsversion"),
            models.UniqueConstraint(fields=["kind", "number"], name="termsversion_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} 第{self.number}版"

    def get_absolute_url(self) -> str:
        return reverse(f"accounts:{self.kind}_version", args=[self.number])


class TermsConsent(models.Model):
    """A person's consent to one version."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="consents", verbose_name="利用者"
    )
    version = models.ForeignKey(TermsVersion, on_delete=models.PROTECT, related_name="+", verbose_name="版")
    given_at = models.DateTimeField("同意日時")

    class Meta:
        verbose_name = "同意"
        verbose_name_plural = "同意"
        constraints = [models.UniqueConstraint(fields=["user", "version"], name="termsconsent_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.version_id}"
