"""座談会: the office's talk sessions, their speakers and who comes."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from dss.constraints import one_of
from forums.enums import EventAudience, EventStatus, RegistrationStatus
from forums.querysets import LATE_ENTRY, EventQuerySet, RegistrationQuerySet

EVENT_TITLE_LENGTH = 80
EVENT_TEXT_LENGTH = 4_000
REPORT_LENGTH = 10_000
MOST_SEATS = 1_000


class Event(models.Model):
    """One session. `revision` counts the operators' changes; `report_revision` those of the report, which every speaker
    must have approved in its last wording before it is published.

    `join_url` is the meeting's address: it goes only to who is registered, and only on the day (`admits_at`).
    """

    TRANSITIONS: dict[EventStatus, frozenset[EventStatus]] = {
        EventStatus.DRAFT: frozenset({EventStatus.PUBLISHED}),
        EventStatus.PUBLISHED: frozenset({EventStatus.CANCELLED}),
        EventStatus.CANCELLED: frozenset(),
    }

    title = models.CharField("題名", max_length=EVENT_TITLE_LENGTH)
    theme = models.TextField("テーマと内容", max_length=EVENT_TEXT_LENGTH, help_text="Markdown で書けます。")
    agenda = models.TextField(
        "進行", max_length=EVENT_TEXT_LENGTH, blank=True, help_text="時刻と内容を1行に1つ。Markdown で書けます。"
    )
    place = models.CharField("会場", max_length=100, default="オンライン")
    starts_at = models.DateTimeField("開始日時")
    ends_at = models.DateTimeField("終了日時")
    capacity = models.PositiveIntegerField("定員")
    audience = models.CharField(
        "申し込める人", max_length=8, choices=EventAudience.choices, default=EventAudience.STAFF
    )
    join_url = models.URLField(
        "参加用アドレス",
        max_length=500,
        blank=True,
        help_text="参加が確定した人だけに、当日だけ表示します。お知らせやメールには書きません。",
    )
    status = models.CharField("状態", max_length=10, choices=EventStatus.choices, default=EventStatus.DRAFT)
    revision = models.PositiveIntegerField("改訂番号", default=1)
    report = models.TextField("開催報告", max_length=REPORT_LENGTH, blank=True, help_text="Markdown で書けます。")
    report_revision = models.PositiveIntegerField("開催報告の改訂番号", default=0)
    report_published_at = models.DateTimeField("開催報告の公開日時", null=True, blank=True)
    created_at = models.DateTimeField("作成日時")
    published_at = models.DateTimeField("公開日時", null=True, blank=True)
    cancelled_at = models.DateTimeField("中止日時", null=True, blank=True)
    cancel_reason = models.CharField("中止の理由", max_length=1000, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = "座談会"
        verbose_name_plural = "座談会"
        constraints = [
            one_of("audience", EventAudience, "event"),
            one_of("status", EventStatus, "event"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(theme=""), name="event_says_what_it_is"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="event_ends_after_start"),
            models.CheckConstraint(condition=Q(capacity__gte=1, capacity__lte=MOST_SEATS), name="event_has_seats"),
            models.CheckConstraint(
                condition=Q(status=EventStatus.DRAFT) | Q(published_at__isnull=False), name="event_public_has_time"
            ),
            models.CheckConstraint(
                condition=(Q(status=EventStatus.CANCELLED, cancelled_at__isnull=False) & ~Q(cancel_reason=""))
                | (~Q(status=EventStatus.CANCELLED) & Q(cancelled_at__isnull=True, cancel_reason="")),
                name="event_cancelled_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(report_published_at__isnull=True) | (~Q(report="") & Q(report_revision__gte=1)),
                name="event_published_report_is_there",
            ),
        ]
        indexes = [models.Index(fields=["status", "starts_at", "id"], name="event_by_time")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("forums:event_detail", args=[self.pk])

    @property
    def held_on(self) -> date:
        """The day in Tokyo."""
        return timezone.localdate(self.starts_at)

    @property
    def is_cancelled(self) -> bool:
        return self.status == EventStatus.CANCELLED

    @property
    def is_open_to_vendors(self) -> bool:
        return self.audience == EventAudience.STAFF_AND_VENDORS

    @property
    def has_report(self) -> bool:
        """Whether everybody may read how it went."""
        return self.report_published_at is not None

    def is_over_at(self, now: datetime) -> bool:
        """Whether it lies in the past; `EventQuerySet.over` says the same in SQL."""
        return now >= self.ends_at

    def takes_registrations_at(self, now: datetime) -> bool:
        """Until it is over."""
        return self.status == EventStatus.PUBLISHED and not self.is_over_at(now)

    def takes_questions_at(self, now: datetime) -> bool:
        """Before and during."""
        return self.takes_registrations_at(now)

    def admits_at(self, now: datetime) -> bool:
        """Whether the way in is shown: on the day (Tokyo), until a little after the end."""
        begins = timezone.localtime(self.starts_at).replace(hour=0, minute=0, second=0, microsecond=0)
        return self.status == EventStatus.PUBLISHED and begins <= now < self.ends_at + LATE_ENTRY


class EventSpeaker(models.Model):
    """Who speaks. `user`: their account here, with which they approve the report; of others the operators note how they
    approved."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="speakers", verbose_name="座談会")
    position = models.PositiveSmallIntegerField("順番", default=1)
    name = models.CharField("氏名", max_length=60)
    affiliation = models.CharField("所属・肩書", max_length=100, blank=True)
    talk = models.CharField("話題", max_length=100, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="このサイトの利用者",
        help_text="開催報告を本人が確認できるようになります。",
    )
    approved_revision = models.PositiveIntegerField("確認した開催報告の改訂番号", null=True, blank=True)
    approved_at = models.DateTimeField("確認日時", null=True, blank=True)
    approval_note = models.CharField("確認の方法", max_length=300, blank=True)

    class Meta:
        verbose_name = "登壇者"
        verbose_name_plural = "登壇者"
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="eventspeaker_has_a_name"),
            models.UniqueConstraint(fields=["event", "user"], name="eventspeaker_once"),
            models.CheckConstraint(
                condition=Q(approved_revision__isnull=True, approved_at__isnull=True)
                | (Q(approved_revision__isnull=False, approved_at__isnull=False) & ~Q(approval_note="")),
                name="eventspeaker_approval_is_told",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class EventRegistration(models.Model):
    """One person's place. Who gave it up and comes again stands at the end of the queue (`queued_at`).

    `municipality` or `vendor`: for whom the person came when they registered; whether they still may come is asked
    again whenever it matters.
    """

    TRANSITIONS: dict[RegistrationStatus, frozenset[RegistrationStatus]] = {
        RegistrationStatus.CONFIRMED: frozenset({RegistrationStatus.CANCELLED}),
        RegistrationStatus.WAITING: frozenset({RegistrationStatus.CONFIRMED, RegistrationStatus.CANCELLED}),
        RegistrationStatus.CANCELLED: frozenset({RegistrationStatus.CONFIRMED, RegistrationStatus.WAITING}),
    }

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="registrations", verbose_name="座談会")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="参加者"
    )
    municipality = models.ForeignKey(
        "accounts.Municipality",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="自治体",
    )
    vendor = models.ForeignKey(
        "accounts.Vendor", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="事業者"
    )
    status = models.CharField("状態", max_length=10, choices=RegistrationStatus.choices)
    queued_at = models.DateTimeField("申込み日時")
    cancelled_at = models.DateTimeField("取消し日時", null=True, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = "座談会の申込み"
        verbose_name_plural = "座談会の申込み"
        constraints = [
            one_of("status", RegistrationStatus, "eventregistration"),
            models.UniqueConstraint(fields=["event", "user"], name="eventregistration_once"),
            models.CheckConstraint(
                condition=Q(municipality__isnull=True) | Q(vendor__isnull=True), name="eventregistration_for_one"
            ),
            models.CheckConstraint(
                condition=Q(status=RegistrationStatus.CANCELLED, cancelled_at__isnull=False)
                | (~Q(status=RegistrationStatus.CANCELLED) & Q(cancelled_at__isnull=True)),
                name="eventregistration_cancelled_has_time",
            ),
        ]
        indexes = [models.Index(fields=["event", "status", "queued_at", "id"], name="eventregistration_queue")]

    def __str__(self) -> str:
        return f"{self.event_id} {self.status}"

    @property
    def is_confirmed(self) -> bool:
        return self.status == RegistrationStatus.CONFIRMED

    @property
    def is_waiting(self) -> bool:
        return self.status == RegistrationStatus.WAITING
