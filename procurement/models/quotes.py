"""A vendor's quote: its versions with lines, frozen once submitted."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from dss.constraints import one_of
from procurement.enums import QuoteStatus, QuoteTax, QuoteTaxRate
from procurement.models.quote_invitations import QuoteInvitation
from procurement.models.quote_requests import (
    MAX_QUOTE_FILE_BYTES,
    MOST_MONTHS,
    QUOTE_TEXT_LENGTH,
    QuoteRequestItem,
    quote_file_path,
)
from procurement.models.quote_triggers import own_version_counts, submitted_lines, submitted_version
from procurement.querysets import QuoteQuerySet, QuoteVersionQuerySet

LINE_NOTE_LENGTH = 300
MOST_YEN = 999_999_999_999
MOST_QUANTITY = 999_999


class Quote(models.Model):
    """The one answer to an invitation. `current` is the latest submitted version, and the one that counts.

    OUTDATED: the request was amended since; it counts again once submitted for the new edition. `revision` refuses lost
    updates between colleagues of the vendor.
    """

    TRANSITIONS: dict[QuoteStatus, frozenset[QuoteStatus]] = {
        QuoteStatus.DRAFT: frozenset({QuoteStatus.SUBMITTED}),
        QuoteStatus.SUBMITTED: frozenset({QuoteStatus.SUBMITTED, QuoteStatus.OUTDATED, QuoteStatus.WITHDRAWN}),
        QuoteStatus.OUTDATED: frozenset({QuoteStatus.SUBMITTED, QuoteStatus.WITHDRAWN}),
        QuoteStatus.WITHDRAWN: frozenset({QuoteStatus.SUBMITTED}),
    }

    invitation = models.OneToOneField(
        QuoteInvitation, on_delete=models.PROTECT, related_name="quote", verbose_name="見積依頼の宛先"
    )
    status = models.CharField("状態", max_length=10, choices=QuoteStatus.choices, default=QuoteStatus.DRAFT)
    current = models.OneToOneField(
        "procurement.QuoteVersion",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="current_of",
        verbose_name="最後に提出した版",
    )
    revision = models.PositiveIntegerField("改訂番号", default=1)
    created_at = models.DateTimeField("作成日時")
    updated_at = models.DateTimeField("更新日時")
    submitted_at = models.DateTimeField("最後の提出日時", null=True, blank=True)
    withdrawn_at = models.DateTimeField("取下げ日時", null=True, blank=True)

    objects = QuoteQuerySet.as_manager()

    class Meta:
        verbose_name = "見積"
        verbose_name_plural = "見積"
        constraints = [
            one_of("status", QuoteStatus, "quote"),
            models.CheckConstraint(
                condition=Q(status=QuoteStatus.DRAFT, current__isnull=True, submitted_at__isnull=True)
                | (~Q(status=QuoteStatus.DRAFT) & Q(current__isnull=False, submitted_at__isnull=False)),
                name="quote_submitted_has_version",
            ),
            models.CheckConstraint(
                condition=Q(status=QuoteStatus.WITHDRAWN, withdrawn_at__isnull=False)
                | (~Q(status=QuoteStatus.WITHDRAWN) & Q(withdrawn_at__isnull=True)),
                name="quote_withdrawn_has_time",
            ),
        ]
        triggers = [own_version_counts()]

    def __str__(self) -> str:
        return f"見積 {self.pk}"

    def get_absolute_url(self) -> str:
        """The staff's page of the quote."""
        return reverse("procurement:quote_detail", args=[self.pk])

    @property
    def stands(self) -> bool:
        """Whether the municipality may count on it."""
        return self.status == QuoteStatus.SUBMITTED


class QuoteVersion(models.Model):
    """One version: the vendor's working copy until `submitted_at` is set, frozen by the database from then on.

    `edition` is the edition of the request it answers. The file may be shared with the version before. People are named
    by their pseudonymous key.
    """

    quote = models.ForeignKey(Quote, on_delete=models.PROTECT, related_name="versions", verbose_name="見積")
    number = models.PositiveSmallIntegerField("版")
    edition = models.PositiveSmallIntegerField("依頼の版", default=1)
    tax = models.CharField("金額の税区分", max_length=10, choices=QuoteTax.choices, default=QuoteTax.EXCLUDED)
    months = models.PositiveSmallIntegerField("前提とする契約期間（か月）")
    valid_until = models.DateField("見積の有効期限", null=True, blank=True)
    scope_notes = models.TextField("前提条件・範囲", max_length=QUOTE_TEXT_LENGTH, blank=True)
    file = models.FileField("見積書のファイル", upload_to=quote_file_path, max_length=100, blank=True)
    file_name = models.CharField("元のファイル名", max_length=255, blank=True)
    file_sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    file_size = models.PositiveIntegerField("大きさ (バイト)", null=True, blank=True)
    client_token = models.UUIDField("二重送信を見分ける値", null=True, blank=True)
    submitted_at = models.DateTimeField("提出日時", null=True, blank=True)
    submitted_by_key = models.UUIDField("提出した人", null=True, blank=True)

    objects = QuoteVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "見積の版"
        verbose_name_plural = "見積の版"
        constraints = [
            one_of("tax", QuoteTax, "quoteversion"),
            models.UniqueConstraint(fields=["quote", "number"], name="quoteversion_number_once"),
            models.UniqueConstraint(
                fields=["quote"], condition=Q(submitted_at__isnull=True), name="quoteversion_one_working_copy"
            ),
            models.UniqueConstraint(fields=["quote", "client_token"], name="quoteversion_submitted_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="quoteversion_number_from_one"),
            models.CheckConstraint(
                condition=Q(months__gte=1, months__lte=MOST_MONTHS), name="quoteversion_months_in_limits"
            ),
            models.CheckConstraint(
                condition=Q(
                    submitted_at__isnull=False,
                    submitted_by_key__isnull=False,
                    client_token__isnull=False,
                    valid_until__isnull=False,
                )
                | Q(submitted_at__isnull=True, submitted_by_key__isnull=True, client_token__isnull=True),
                name="quoteversion_submitted_is_complete",
            ),
            models.CheckConstraint(
                condition=Q(file="", file_name="", file_sha256="", file_size__isnull=True)
                | (
                    ~Q(file="")
                    & ~Q(file_name="")
                    & Q(file_sha256__regex=r"^[0-9a-f]{64}$", file_size__gt=0, file_size__lte=MAX_QUOTE_FILE_BYTES)
                ),
                name="quoteversion_file_is_described",
            ),
        ]
        triggers = submitted_version()

    def __str__(self) -> str:
        return f"見積{self.quote_id} 第{self.number}版"

    @property
    def is_submitted(self) -> bool:
        return self.submitted_at is not None


class QuoteLine(models.Model):
    """What a version says to one item: an amount, or that it is not part of the offer. Frozen with its version.

    A working copy may leave both open; amounts are whole yen, with or without tax as the version's `tax` says.
    `months`: for how many months from the start of use a monthly or yearly amount is paid; without it, the whole time.
    """

    version = models.ForeignKey(QuoteVersion, on_delete=models.CASCADE, related_name="lines", verbose_name="見積の版")
    item = models.ForeignKey(QuoteRequestItem, on_delete=models.PROTECT, related_name="lines", verbose_name="項目")
    unit_amount = models.BigIntegerField("単価（円）", null=True, blank=True)
    quantity = models.DecimalField("数量", max_digits=9, decimal_places=2, default=1)
    months = models.PositiveSmallIntegerField("支払う月数", null=True, blank=True)
    tax_rate = models.CharField("消費税", max_length=10, choices=QuoteTaxRate.choices, default=QuoteTaxRate.STANDARD)
    is_excluded = models.BooleanField("見積に含まない", default=False)
    note = models.CharField("備考", max_length=LINE_NOTE_LENGTH, blank=True)

    class Meta:
        verbose_name = "見積の明細"
        verbose_name_plural = "見積の明細"
        constraints = [
            models.UniqueConstraint(fields=["version", "item"], name="quoteline_once_per_item"),
            one_of("tax_rate", QuoteTaxRate, "quoteline"),
            models.CheckConstraint(
                condition=Q(months__isnull=True) | Q(months__gte=1, months__lte=MOST_MONTHS),
                name="quoteline_months_in_limits",
            ),
            models.CheckConstraint(
                condition=Q(unit_amount__isnull=True) | Q(unit_amount__gte=0, unit_amount__lte=MOST_YEN),
                name="quoteline_money_in_limits",
            ),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, quantity__lte=MOST_QUANTITY), name="quoteline_quantity_in_limits"
            ),
            models.CheckConstraint(
                condition=Q(is_excluded=False) | Q(unit_amount__isnull=True), name="quoteline_excluded_has_no_amount"
            ),
        ]
        triggers = [submitted_lines()]

    def __str__(self) -> str:
        return f"{self.version_id}-{self.item_id}"

    @property
    def is_answered(self) -> bool:
        """Whether the vendor said anything to this item."""
        return self.is_excluded or self.unit_amount is not None
