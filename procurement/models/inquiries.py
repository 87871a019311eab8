"""Inquiries: a thread between a municipality and one vendor about one service, and the brochures handed over."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse

from documents.enums import FileFormat
from documents.files import MEDIA_TYPES, NAME_LENGTH, SHA256
from dss.constraints import append_only, one_of
from procurement.enums import DemoFormat, Disclosure, InquiryKind, InquiryStatus, MessageSide
from procurement.querysets import (
    BrochureHandoverQuerySet,
    InquiryAttachmentQuerySet,
    InquiryMessageQuerySet,
    InquiryQuerySet,
)

SUBJECT_LENGTH = 100
MESSAGE_LENGTH = 4000
WISHED_DATES_LENGTH = 500
REMINDERS = 2


class Inquiry(models.Model):
    """A thread. It belongs to the municipality: any colleague sees it and goes on with it.

    `version` is the listing as it was when asked. `body_class` is what the vendor is told of an unnamed sender,
    frozen so that later figures cannot narrow it down. `contact` is the one person the vendor may know by name.
    `project` is what the municipality asks for; the vendor never learns of it. `awaited_since` is when it became the
    vendor's turn, `reminders_sent` how often it was reminded since then. `response_days` is how many working days the
    first written answer took; empty where there was nothing to answer (see `procurement.actions.response_times`).
    """

    TRANSITIONS: dict[InquiryStatus, frozenset[InquiryStatus]] = {
        InquiryStatus.OPEN: frozenset({InquiryStatus.ANSWERED, InquiryStatus.DECLINED, InquiryStatus.CLOSED}),
        InquiryStatus.ANSWERED: frozenset({InquiryStatus.WAITING, InquiryStatus.CLOSED}),
        InquiryStatus.WAITING: frozenset({InquiryStatus.ANSWERED, InquiryStatus.DECLINED, InquiryStatus.CLOSED}),
        InquiryStatus.DECLINED: frozenset({InquiryStatus.ANSWERED, InquiryStatus.CLOSED}),
        InquiryStatus.CLOSED: frozenset({InquiryStatus.OPEN, InquiryStatus.WAITING}),
    }
    WIDER: dict[Disclosure, frozenset[Disclosure]] = {
        Disclosure.BAND: frozenset({Disclosure.BODY, Disclosure.PERSON}),
        Disclosure.BODY: frozenset({Disclosure.PERSON}),
        Disclosure.PERSON: frozenset(),
    }

    kind = models.CharField("種類", max_length=10, choices=InquiryKind.choices)
    subject = models.CharField("件名", max_length=SUBJECT_LENGTH)
    status = models.CharField("状態", max_length=10, choices=InquiryStatus.choices, default=InquiryStatus.OPEN)
    service = models.ForeignKey(
        "catalog.Service", on_delete=models.PROTECT, related_name="inquiries", verbose_name="サービス"
    )
    version = models.ForeignKey(
        "catalog.ServiceVersion", on_delete=models.PROTECT, related_name="+", verbose_name="送信時の掲載内容"
    )
    vendor = models.ForeignKey(
        "accounts.Vendor", on_delete=models.PROTECT, related_name="inquiries", verbose_name="宛先の事業者"
    )
    municipality = models.ForeignKey(
        "accounts.Municipality", on_delete=models.PROTECT, related_name="inquiries", verbose_name="自治体"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="送信者"
    )
    disclosure = models.CharField("事業者に伝える範囲", max_length=10, choices=Disclosure.choices)
    body_class = models.CharField("団体の区分と人口規模", max_length=60)
    contact = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="氏名を伝えた職員",
    )
    project = models.ForeignKey(
        "procurement.Project",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="inquiries",
        verbose_name="検討案件",
    )
    demo_format = models.CharField("デモ・試用の形", max_length=10, choices=DemoFormat.choices, blank=True)
    wished_dates = models.TextField("希望する日時", max_length=WISHED_DATES_LENGTH, blank=True)
    client_token = models.UUIDField("二重送信を見分ける値", default=uuid.uuid4)
    created_at = models.DateTimeField("送信日時")
    last_activity_at = models.DateTimeField("最後の動き")
    answered_at = models.DateTimeField("最後の回答日時", null=True, blank=True)
    closed_at = models.DateTimeField("終了日時", null=True, blank=True)
    revealed_at = models.DateTimeField("後から名乗った日時", null=True, blank=True)
    declined_at = models.DateTimeField("辞退日時", null=True, blank=True)
    first_answered_at = models.DateTimeField("最初の回答日時", null=True, blank=True)
    response_days = models.PositiveSmallIntegerField("最初の回答までの営業日数", null=True, blank=True)
    awaited_since = models.DateTimeField("回答を待ち始めた日時")
    reminders_sent = models.PositiveSmallIntegerField("催促した回数", default=0)

    objects = InquiryQuerySet.as_manager()

    class Meta:
        verbose_name = "問い合わせ"
        verbose_name_plural = "問い合わせ"
        constraints = [
            one_of("kind", InquiryKind, "inquiry"),
            one_of("status", InquiryStatus, "inquiry"),
            one_of("disclosure", Disclosure, "inquiry"),
            models.UniqueConstraint(fields=["created_by", "client_token"], name="inquiry_sent_once"),
            models.UniqueConstraint(
                fields=["municipality", "service"],
                condition=Q(kind=InquiryKind.BROCHURE) & ~Q(status=InquiryStatus.CLOSED),
                name="inquiry_one_open_brochure_request",
            ),
            models.CheckConstraint(
                condition=Q(status=InquiryStatus.CLOSED, closed_at__isnull=False)
                | (~Q(status=InquiryStatus.CLOSED) & Q(closed_at__isnull=True)),
                name="inquiry_closed_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[InquiryStatus.ANSWERED, InquiryStatus.WAITING]) | Q(answered_at__isnull=False),
                name="inquiry_answered_has_time",
            ),
            models.CheckConstraint(
                condition=Q(contact__isnull=True) | Q(disclosure=Disclosure.PERSON), name="inquiry_contact_is_disclosed"
            ),
            models.CheckConstraint(condition=~Q(subject="") & ~Q(body_class=""), name="inquiry_says_something"),
            models.CheckConstraint(
                condition=Q(status=InquiryStatus.DECLINED, declined_at__isnull=False)
                | Q(status=InquiryStatus.CLOSED)
                | (~Q(status=InquiryStatus.DECLINED) & Q(declined_at__isnull=True)),
                name="inquiry_declined_has_time",
            ),
            models.CheckConstraint(
                condition=Q(demo_format__in=["", *DemoFormat.values])
                & (Q(kind=InquiryKind.DEMO) | Q(demo_format="", wished_dates="")),
                name="inquiry_only_demos_have_wishes",
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("wished_dates"), WISHED_DATES_LENGTH), name="inquiry_wishes_length"
            ),
            models.CheckConstraint(
                condition=Q(response_days__isnull=True) | Q(first_answered_at__isnull=False),
                name="inquiry_response_has_time",
            ),
            models.CheckConstraint(
                condition=Q(reminders_sent__gte=0, reminders_sent__lte=REMINDERS), name="inquiry_reminded_twice_at_most"
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "-last_activity_at", "-id"], name="inquiry_by_municipality"),
            models.Index(fields=["vendor", "-last_activity_at", "-id"], name="inquiry_by_vendor"),
            models.Index(
                fields=["awaited_since"],
                condition=Q(status__in=[InquiryStatus.OPEN, InquiryStatus.WAITING]),
                name="inquiry_by_waiting",
            ),
            models.Index(
                fields=["vendor", "service"], condition=Q(response_days__isnull=False), name="inquiry_by_response"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("procurement:inquiry_detail", args=[self.pk])

    @property
    def is_closed(self) -> bool:
        """Whether nobody may write before the municipality opens it again."""
        return self.status == InquiryStatus.CLOSED

    @property
    def is_declined(self) -> bool:
        """Whether the vendor will not answer; it may still change its mind."""
        return self.status == InquiryStatus.DECLINED

    @property
    def awaits_vendor(self) -> bool:
        """Whether it is the vendor's turn."""
        return self.status in {InquiryStatus.OPEN, InquiryStatus.WAITING}

    @property
    def wider_disclosures(self) -> list[Disclosure]:
        """What the municipality may still reveal, least first."""
        return [level for level in Disclosure if level in self.WIDER[Disclosure(self.disclosure)]]


class InquiryMessage(models.Model):
    """One message; never edited. `names_author`: the vendor was shown the author's name when it was written."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="messages", verbose_name="問い合わせ")
    side = models.CharField("書いた側", max_length=10, choices=MessageSide.choices)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="書いた人"
    )
    names_author = models.BooleanField("氏名を伝えた")
    body = models.TextField("本文", max_length=MESSAGE_LENGTH)
    client_token = models.UUIDField("二重送信を見分ける値", default=uuid.uuid4)
    created_at = models.DateTimeField("日時")

    objects = InquiryMessageQuerySet.as_manager()

    class Meta:
        verbose_name = "問い合わせのメッセージ"
        verbose_name_plural = "問い合わせのメッセージ"
        constraints = [
            one_of("side", MessageSide, "inquirymessage"),
            models.UniqueConstraint(fields=["inquiry", "author", "client_token"], name="inquirymessage_sent_once"),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("body"), MESSAGE_LENGTH), name="inquirymessage_body_length"
            ),
            models.CheckConstraint(condition=~Q(body=""), name="inquirymessage_says_something"),
        ]
        indexes = [models.Index(fields=["author", "created_at"], name="inquirymessage_by_author")]

    def __str__(self) -> str:
        return f"問い合わせ{self.inquiry_id}の{self.get_side_display()}からのメッセージ"

    def get_absolute_url(self) -> str:
        """The page of this one message: the same address for both sides and for operators who handle a report."""
        return reverse("procurement:inquiry_message", args=[self.pk])


def inquiry_file_path(instance: models.Model, filename: str) -> str:
    """A path made of a UUID alone: the name is kept in the database."""
    return f"inquiries/{uuid.uuid4()}"


class InquiryAttachment(models.Model):
    """One file beside a message; `number` counts from 1 within the thread and stands in its address.

    There is none of the municipality's while the thread keeps the body back: files tell who made them.
    """

    inquiry = models.ForeignKey(
        Inquiry, on_delete=models.PROTECT, related_name="attachments", verbose_name="問い合わせ"
    )
    message = models.OneToOneField(
        InquiryMessage, on_delete=models.PROTECT, related_name="attachment", verbose_name="メッセージ"
    )
    number = models.PositiveSmallIntegerField("番号")
    file = models.FileField("ファイル", upload_to=inquiry_file_path, max_length=100)
    original_name = models.CharField("ファイル名", max_length=NAME_LENGTH)
    format = models.CharField("形式", max_length=10, choices=FileFormat.choices)
    size = models.PositiveIntegerField("大きさ")
    sha256 = models.CharField("SHA-256", max_length=64)
    uploaded_at = models.DateTimeField("添付日時")

    objects = InquiryAttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = "問い合わせの添付ファイル"
        verbose_name_plural = "問い合わせの添付ファイル"
        constraints = [
            one_of("format", FileFormat, "inquiryattachment"),
            models.UniqueConstraint(fields=["inquiry", "number"], name="inquiryattachment_number_once"),
            models.CheckConstraint(
                condition=Q(number__gte=1, size__gte=1) & ~Q(original_name="") & Q(sha256__regex=SHA256),
                name="inquiryattachment_is_whole",
            ),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"問い合わせ{self.inquiry_id}の添付{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("procurement:inquiry_file", args=[self.inquiry_id, self.number])

    @property
    def ending(self) -> str:
        return f".{self.format}"

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[FileFormat(self.format)]


class BrochureHandover(models.Model):
    """One PDF given to the municipality; `number` counts from 1 within the thread and stands in its address."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="handovers", verbose_name="問い合わせ")
    number = models.PositiveSmallIntegerField("番号")
    brochure = models.ForeignKey(
        "catalog.Brochure", on_delete=models.PROTECT, related_name="handovers", verbose_name="資料"
    )
    handed_at = models.DateTimeField("渡した日時")

    objects = BrochureHandoverQuerySet.as_manager()

    class Meta:
        verbose_name = "渡した資料"
        verbose_name_plural = "渡した資料"
        constraints = [
            models.UniqueConstraint(fields=["inquiry", "number"], name="brochurehandover_number_once"),
            models.UniqueConstraint(fields=["inquiry", "brochure"], name="brochurehandover_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="brochurehandover_number_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.inquiry_id}-{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("procurement:inquiry_brochure", args=[self.inquiry_id, self.number])


class BrochureDownload(models.Model):
    """Each time a handed brochure was fetched, by whom (pseudonymous key). The vendor never sees it."""

    handover = models.ForeignKey(
        BrochureHandover, on_delete=models.PROTECT, related_name="downloads", verbose_name="渡した資料"
    )
    downloaded_by_key = models.UUIDField("取得した人")
    downloaded_at = models.DateTimeField("取得日時")

    class Meta:
        verbose_name = "資料の取得"
        verbose_name_plural = "資料の取得"

    def __str__(self) -> str:
        return f"{self.handover_id} {self.downloaded_at:%Y-%m-%d %H:%M}"
