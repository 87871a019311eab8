"""What mail servers said after a mail was taken, and the addresses that get no mails for now."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from accounts.enums import BounceKind, SuspensionCause
from accounts.models.messages import OutboxMail
from accounts.querysets import SuspendedAddressQuerySet
from dss.constraints import one_of


class MailBounce(models.Model):
    """One answer about one mail of ours; the same answer told again is the same row."""

    mail = models.ForeignKey(OutboxMail, on_delete=models.CASCADE, related_name="bounces", verbose_name="メール")
    kind = models.CharField("種類", max_length=9, choices=BounceKind.choices)
    address = models.EmailField("宛先", max_length=254)
    detail = models.CharField("サーバーの答え", max_length=200, blank=True)
    received_at = models.DateTimeField("受け取った日時")

    class Meta:
        verbose_name = "届かなかったメール"
        verbose_name_plural = "届かなかったメール"
        constraints = [
            one_of("kind", BounceKind, "mailbounce"),
            models.UniqueConstraint(fields=["mail", "kind"], name="mailbounce_once"),
        ]
        indexes = [models.Index(fields=["address", "received_at"], name="mailbounce_by_address")]

    def __str__(self) -> str:
        return f"{self.address} {self.get_kind_display()}"


class SuspendedAddress(models.Model):
    """An address that gets no mails but the codes a person asks for, until somebody proves or says that it works."""

    address = models.EmailField("アドレス", max_length=254)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, verbose_name="利用者"
    )
    cause = models.CharField("理由", max_length=4, choices=SuspensionCause.choices)
    detail = models.CharField("サーバーの答え", max_length=200, blank=True)
    suspended_at = models.DateTimeField("停止日時")
    lifted_at = models.DateTimeField("再開日時", null=True, blank=True)

    objects: ClassVar[SuspendedAddressQuerySet] = SuspendedAddressQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "メールを止めているアドレス"
        verbose_name_plural = "メールを止めているアドレス"
        constraints = [
            one_of("cause", SuspensionCause, "suspendedaddress"),
            models.UniqueConstraint(
                fields=["address"], condition=models.Q(lifted_at__isnull=True), name="suspendedaddress_once"
            ),
        ]
        indexes = [
            models.Index(fields=["user"], condition=models.Q(lifted_at__isnull=True), name="suspendedaddress_of_user")
        ]

    def __str__(self) -> str:
        return self.address
