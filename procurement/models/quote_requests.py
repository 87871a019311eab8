"""Requests for quotes: what a municipality asks of several vendors at once."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from dss.constraints import append_only, one_of
from procurement.enums import QuoteItemKind, QuoteNetwork, QuotePhase, QuoteRequestStatus
from procurement.models.projects import REASON_LENGTH
from procurement.models.quote_triggers import amended_row, asked_as_sent, sealed_amendment
from procurement.querysets import QuoteAttachmentQuerySet, QuoteItemQuerySet, QuoteRequestQuerySet

QUOTE_TITLE_LENGTH = 100
QUOTE_TEXT_LENGTH = 4000
ITEM_LABEL_LENGTH = 60
ITEM_TEXT_LENGTH = 500
MOST_SERVICES = 20
MOST_ITEMS = 30
MOST_ATTACHMENTS = 10
MOST_MONTHS = 240
MAX_QUOTE_FILE_BYTES = 20 * 1024 * 1024

_ASKED = [
    QuoteRequestStatus.OPEN,
    QuoteRequestStatus.CLOSED,
    QuoteRequestStatus.DECIDED,
    QuoteRequestStatus.CANCELLED,
]


def _time_with(field: str, statuses: list[QuoteRequestStatus], name: str) -> models.CheckConstraint:
    """`field` is set in exactly these statuses."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__isnull": False, "status__in": statuses})
        | (Q(**{f"{field}__isnull": True}) & ~Q(status__in=statuses)),
        name=name,
    )


def _editions_in_order(model: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(first_edition__gte=1) & (Q(last_edition__isnull=True) | Q(last_edition__gte=F("first_edition"))),
        name=f"{model}_editions_in_order",
    )


def quote_file_path(instance: models.Model, filename: str) -> str:
    """A path made of a UUID alone: the name is kept in the database."""
    return f"quotes/{uuid.uuid4()}"


class QuoteRequest(models.Model):
    """One request to several vendors with the same lines. It belongs to the project's municipality.

    `revision` refuses lost updates between colleagues. Once open, its deadline only moves later, and what vendors were
    asked changes by an amendment alone: that makes the next `edition`, told to all of them and recorded for good, and
    quotes count only for the edition they answer. CLOSED is stored only when staff close before the deadline.
    """

    TRANSITIONS: dict[QuoteRequestStatus, frozenset[QuoteRequestStatus]] = {
        QuoteRequestStatus.DRAFT: frozenset({QuoteRequestStatus.OPEN}),
        QuoteRequestStatus.OPEN: frozenset(
            {QuoteRequestStatus.CLOSED, QuoteRequestStatus.DECIDED, QuoteRequestStatus.CANCELLED}
        ),
        QuoteRequestStatus.CLOSED: frozenset({QuoteRequestStatus.DECIDED, QuoteRequestStatus.CANCELLED}),
        QuoteRequestStatus.DECIDED: frozenset(),
        QuoteRequestStatus.CANCELLED: frozenset(),
    }

    project = models.ForeignKey(
        "procurement.Project", on_delete=models.PROTECT, related_name="quote_requests", verbose_name="検討案件"
    )
    title = models.CharField("件名", max_length=QUOTE_TITLE_LENGTH)
    status = models.CharField(
        "状態", max_length=10, choices=QuoteRequestStatus.choices, default=QuoteRequestStatus.DRAFT
    )
    conditions = models.TextField("依頼の内容と条件", max_length=QUOTE_TEXT_LENGTH, blank=True)
    user_count = models.PositiveIntegerField("利用者数（人）", null=True, blank=True)
    population = models.PositiveIntegerField("人口（人）", null=True, blank=True)
    months = models.PositiveSmallIntegerField("契約期間（か月）", default=60)
    starts_on = models.DateField("利用開始予定日", null=True, blank=True)
    network = models.CharField("利用するネットワーク", max_length=10, choices=QuoteNetwork.choices, blank=True)
    deadline_at = models.DateTimeField("回答期限", null=True, blank=True)
    edition = models.PositiveSmallIntegerField("依頼の版", default=1)
    revision = models.PositiveIntegerField("改訂番号", default=1)
    client_token = models.UUIDField("二重送信を見分ける値", default=uuid.uuid4)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="作成者"
    )
    created_at = models.DateTimeField("作成日時")
    updated_at = models.DateTimeField("更新日時")
    opened_at = models.DateTimeField("依頼日時", null=True, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="依頼した職員",
    )
    closed_at = models.DateTimeField("締切前に受付を終えた日時", null=True, blank=True)
    decided_at = models.DateTimeField("結果の決定日時", null=True, blank=True)
    cancelled_at = models.DateTimeField("中止日時", null=True, blank=True)
    cancel_reason = models.TextField("中止の理由", max_length=REASON_LENGTH, blank=True)

    objects = QuoteRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "見積依頼"
        verbose_name_plural = "見積依頼"
        constraints = [
            one_of("status", QuoteRequestStatus, "quoterequest"),
            models.CheckConstraint(
                condition=Q(network__in=["", *QuoteNetwork.values]), name="quoterequest_network_known"
            ),
            models.UniqueConstraint(fields=["created_by", "client_token"], name="quoterequest_sent_once"),
            models.CheckConstraint(condition=~Q(title=""), name="quoterequest_says_something"),
            models.CheckConstraint(
                condition=Q(months__gte=1, months__lte=MOST_MONTHS), name="quoterequest_months_in_limits"
            ),
            models.CheckConstraint(
                condition=Q(edition=1) | (Q(edition__gt=1) & ~Q(status=QuoteRequestStatus.DRAFT)),
                name="quoterequest_draft_is_first_edition",
            ),
            _time_with("opened_at", _ASKED, "quoterequest_open_has_time"),
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True) | Q(deadline_at__gt=F("opened_at")),
                name="quoterequest_deadline_after_opening",
            ),
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True) | Q(deadline_at__isnull=False),
                name="quoterequest_open_has_deadline",
            ),
            models.CheckConstraint(
                condition=~Q(status=QuoteRequestStatus.CLOSED) | Q(closed_at__isnull=False),
                name="quoterequest_closed_has_time",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True)
                | (Q(closed_at__lt=F("deadline_at")) & ~Q(status__in=["draft", "open"])),
                name="quoterequest_closed_before_deadline",
            ),
            _time_with("decided_at", [QuoteRequestStatus.DECIDED], "quoterequest_decided_has_time"),
            _time_with("cancelled_at", [QuoteRequestStatus.CANCELLED], "quoterequest_cancelled_has_time"),
            models.CheckConstraint(
                condition=(Q(status=QuoteRequestStatus.CANCELLED) & ~Q(cancel_reason=""))
                | (~Q(status=QuoteRequestStatus.CANCELLED) & Q(cancel_reason="")),
                name="quoterequest_cancelled_has_reason",
            ),
        ]
        triggers = [asked_as_sent(), sealed_amendment()]
        indexes = [
            models.Index(fields=["project", "-created_at", "-id"], name="quoterequest_by_project"),
            models.Index(
                fields=["deadline_at"], condition=Q(status=QuoteRequestStatus.OPEN), name="quoterequest_by_deadline"
            ),
        ]

    def __str__(self) -> str:
        return f"見積依頼 {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("procurement:quote_request_detail", args=[self.pk])

    def phase_at(self, now: datetime) -> QuotePhase:
        """The status and the clock together; `QuoteRequestQuerySet.with_phase` says the same in SQL."""
        if self.status != QuoteRequestStatus.OPEN:
            return QuotePhase(self.status)
        return QuotePhase.ACCEPTING if self.is_accepting_quotes(now) else QuotePhase.CLOSED

    def is_accepting_quotes(self, now: datetime) -> bool:
        """Whether a quote may come in at `now`: at the deadline itself it is too late."""
        return self.status == QuoteRequestStatus.OPEN and self.deadline_at is not None and now < self.deadline_at

    @property
    def is_draft(self) -> bool:
        return self.status == QuoteRequestStatus.DRAFT


class QuoteRequestItem(models.Model):
    """One line that every vendor fills in, from `first_edition` to `last_edition`; without a last one it still counts.

    Once the request is open, an amendment ends lines and adds others; nothing else of them changes.
    """

    request = models.ForeignKey(QuoteRequest, on_delete=models.CASCADE, related_name="items", verbose_name="見積依頼")
    position = models.PositiveSmallIntegerField("順番")
    kind = models.CharField("支払い", max_length=10, choices=QuoteItemKind.choices)
    label = models.CharField("項目名", max_length=ITEM_LABEL_LENGTH)
    description = models.CharField("説明", max_length=ITEM_TEXT_LENGTH, blank=True)
    first_edition = models.PositiveSmallIntegerField("最初の版", default=1)
    last_edition = models.PositiveSmallIntegerField("最後の版", null=True, blank=True)

    objects = QuoteItemQuerySet.as_manager()

    class Meta:
        verbose_name = "見積依頼の項目"
        verbose_name_plural = "見積依頼の項目"
        constraints = [
            one_of("kind", QuoteItemKind, "quoterequestitem"),
            models.UniqueConstraint(
                fields=["request", "position"],
                condition=Q(last_edition__isnull=True),
                name="quoterequestitem_position_once",
            ),
            _editions_in_order("quoterequestitem"),
            models.CheckConstraint(condition=~Q(label=""), name="quoterequestitem_says_something"),
            models.CheckConstraint(
                condition=Q(position__gte=1, position__lte=MOST_ITEMS), name="quoterequestitem_position_in_limits"
            ),
        ]
        triggers = [amended_row()]

    def __str__(self) -> str:
        return self.label


class QuoteRequestAttachment(models.Model):
    """A file the vendors need for their quote, in the editions of the request that its lines have too.

    `number` counts from 1 within the request and stands in its address.
    """

    request = models.ForeignKey(
        QuoteRequest, on_delete=models.CASCADE, related_name="attachments", verbose_name="見積依頼"
    )
    number = models.PositiveSmallIntegerField("番号")
    file = models.FileField("ファイル", upload_to=quote_file_path, max_length=100)
    original_name = models.CharField("元のファイル名", max_length=255)
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveIntegerField("大きさ (バイト)")
    uploaded_at = models.DateTimeField("登録日時")
    uploaded_by_key = models.UUIDField("登録者")
    first_edition = models.PositiveSmallIntegerField("最初の版", default=1)
    last_edition = models.PositiveSmallIntegerField("最後の版", null=True, blank=True)

    objects = QuoteAttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = "見積依頼の添付ファイル"
        verbose_name_plural = "見積依頼の添付ファイル"
        constraints = [
            models.UniqueConstraint(fields=["request", "number"], name="quoteattachment_number_once"),
            models.UniqueConstraint(
                fields=["request", "sha256"], condition=Q(last_edition__isnull=True), name="quoteattachment_once"
            ),
            _editions_in_order("quoteattachment"),
            models.CheckConstraint(condition=Q(number__gte=1), name="quoteattachment_number_from_one"),
            models.CheckConstraint(
                condition=Q(size__gt=0, size__lte=MAX_QUOTE_FILE_BYTES), name="quoteattachment_size_in_limits"
            ),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="quoteattachment_sha256_shape"),
        ]
        triggers = [amended_row()]

    def __str__(self) -> str:
        return f"{self.request_id}-{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("procurement:quote_request_attachment", args=[self.request_id, self.number])


class QuoteDeadlineChange(models.Model):
    """The deadline moved later; every invited vendor sees when and why. Rows are only ever added."""

    request = models.ForeignKey(
        QuoteRequest, on_delete=models.PROTECT, related_name="deadline_changes", verbose_name="見積依頼"
    )
    old_deadline_at = models.DateTimeField("変更前の期限")
    new_deadline_at = models.DateTimeField("変更後の期限")
    reason = models.CharField("理由", max_length=REASON_LENGTH)
    changed_at = models.DateTimeField("変更日時")
    changed_by_key = models.UUIDField("変更した職員")

    class Meta:
        verbose_name = "回答期限の変更"
        verbose_name_plural = "回答期限の変更"
        constraints = [
            models.CheckConstraint(
                condition=Q(new_deadline_at__gt=F("old_deadline_at")), name="quotedeadlinechange_only_later"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="quotedeadlinechange_has_reason"),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.request_id} {self.changed_at:%Y-%m-%d %H:%M}"
