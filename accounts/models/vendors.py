"""Those who list services, and who may act for them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse

from accounts.enums import VendorHandoverStatus, VendorRole, VendorSize
from accounts.querysets import (
    VendorHandoverQuerySet,
    VendorInvitationQuerySet,
    VendorMembershipQuerySet,
    VendorQuerySet,
)
from dss.constraints import one_of


class Vendor(models.Model):
    """A company, start-up, NPO or open-source developer. `service_areas` holds prefecture codes; empty = nationwide."""

    name = models.CharField("名称", max_length=120)
    kana = models.CharField("よみがな", max_length=200, db_collation="C")
    size = models.CharField("企業規模", max_length=20, choices=VendorSize.choices)
    is_startup = models.BooleanField("スタートアップ", default=False)
    corporate_number = models.CharField("法人番号", max_length=13, blank=True)
    headquarters = models.CharField("本社所在地（都道府県コード）", max_length=2, blank=True)
    service_areas = ArrayField(
        models.CharField(max_length=2), default=list, blank=True, verbose_name="対応地域（都道府県コード）"
    )
    website = models.URLField("ウェブサイト", max_length=300, blank=True)
    introduction = models.TextField("紹介", max_length=2000, blank=True)
    is_suspended = models.BooleanField("停止中", default=False)
    created_at = models.DateTimeField("登録日時")

    objects: ClassVar[VendorQuerySet] = VendorQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "事業者"
        verbose_name_plural = "事業者"
        constraints = [
            one_of("size", VendorSize, "vendor"),
            models.CheckConstraint(
                condition=models.Q(corporate_number="") | models.Q(corporate_number__regex=r"^[1-9][0-9]{12}$"),
                name="vendor_corporate_number_digits",
            ),
            models.UniqueConstraint(
                fields=["corporate_number"],
                condition=~models.Q(corporate_number=""),
                name="vendor_corporate_number_once",
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(is_suspended=True), name="vendor_suspended"),
        ]

    def __str__(self) -> str:
        return self.name


class VendorMembership(models.Model):
    """A person who acts for a vendor; one vendor at a time."""

    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="memberships", verbose_name="事業者")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="vendor_memberships", verbose_name="利用者"
    )
    role = models.CharField("役割", max_length=10, choices=VendorRole.choices)
    created_at = models.DateTimeField("登録日時")
    ended_at = models.DateTimeField("終了日時", null=True, blank=True)

    objects: ClassVar[VendorMembershipQuerySet] = VendorMembershipQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "事業者メンバー"
        verbose_name_plural = "事業者メンバー"
        constraints = [
            one_of("role", VendorRole, "vendormembership"),
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(ended_at__isnull=True), name="vendormembership_one_live"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.vendor_id} {self.user_id}"


class VendorHandover(models.Model):
    """An owner asks a member to take over; the ownership passes when the member accepts. One is open at a time."""

    TRANSITIONS: dict[VendorHandoverStatus, frozenset[VendorHandoverStatus]] = {
        VendorHandoverStatus.OPEN: frozenset(
            {VendorHandoverStatus.ACCEPTED, VendorHandoverStatus.DECLINED, VendorHandoverStatus.WITHDRAWN}
        ),
        VendorHandoverStatus.ACCEPTED: frozenset(),
        VendorHandoverStatus.DECLINED: frozenset(),
        VendorHandoverStatus.WITHDRAWN: frozenset(),
    }

    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="handovers", verbose_name="事業者")
    owner = models.ForeignKey(VendorMembership, on_delete=models.PROTECT, related_name="+", verbose_name="引き継ぐ人")
    successor = models.ForeignKey(
        VendorMembership, on_delete=models.PROTECT, related_name="+", verbose_name="引き受ける人"
    )
    status = models.CharField(
        "状態", max_length=10, choices=VendorHandoverStatus.choices, default=VendorHandoverStatus.OPEN
    )
    offered_at = models.DateTimeField("依頼日時")
    settled_at = models.DateTimeField("決まった日時", null=True, blank=True)

    objects: ClassVar[VendorHandoverQuerySet] = VendorHandoverQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "管理者の引き継ぎ"
        verbose_name_plural = "管理者の引き継ぎ"
        constraints = [
            one_of("status", VendorHandoverStatus, "vendorhandover"),
            models.UniqueConstraint(
                fields=["vendor"],
                condition=models.Q(status=VendorHandoverStatus.OPEN),
                name="vendorhandover_one_open",
            ),
            models.CheckConstraint(
                condition=models.Q(status=VendorHandoverStatus.OPEN) ^ models.Q(settled_at__isnull=False),
                name="vendorhandover_settled_has_time",
            ),
            models.CheckConstraint(condition=~models.Q(owner=models.F("successor")), name="vendorhandover_between_two"),
        ]

    def __str__(self) -> str:
        return f"{self.vendor_id} {self.status}"

    def get_absolute_url(self) -> str:
        return reverse("accounts:vendor_team")


class VendorInvitation(models.Model):
    """A single-use invitation to a vendor's team, bound to one address; only the token's SHA-256 is stored."""

    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="invitations", verbose_name="事業者")
    email = models.EmailField("アドレス", max_length=254)
    role = models.CharField("役割", max_length=10, choices=VendorRole.choices, default=VendorRole.EDITOR)
    token_sha256 = models.CharField("トークンのハッシュ", max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="招待者"
    )
    created_at = models.DateTimeField("招待日時")
    expires_at = models.DateTimeField("有効期限")
    accepted_at = models.DateTimeField("参加日時", null=True, blank=True)
    withdrawn_at = models.DateTimeField("取消日時", null=True, blank=True)

    objects: ClassVar[VendorInvitationQuerySet] = VendorInvitationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "事業者メンバーの招待"
        verbose_name_plural = "事業者メンバーの招待"
        constraints = [
            one_of("role", VendorRole, "vendorinvitation"),
            models.UniqueConstraint(
                fields=["vendor", "email"],
                condition=models.Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="vendorinvitation_one_open",
            ),
        ]

    def __str__(self) -> str:
        return self.email
