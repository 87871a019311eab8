"""What staff look for on the shelf, and the documents others answer with."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse

from documents.enums import DocumentKind, WantedShownAs, WantedStatus
from documents.models.documents import SharedDocument
from documents.querysets import WantedAnswerQuerySet, WantedDocumentQuerySet
from dss.constraints import one_of

WANTED_TITLE_LENGTH = 60
WANTED_TEXT_LENGTH = 1000
ANSWER_NOTE_LENGTH = 300
MOST_ANSWERS = 50


class WantedDocument(models.Model):
    """「〇〇の仕様書を探しています」. `renewed_at` is when its asker last said so; `reminded_at` is cleared by that.

    `revision` refuses lost updates. `body_class` is what is shown where the body is kept back, as it was when asked.
    """

    TRANSITIONS: dict[WantedStatus, frozenset[WantedStatus]] = {
        WantedStatus.OPEN: frozenset(
            {WantedStatus.FOUND, WantedStatus.CLOSED, WantedStatus.EXPIRED, WantedStatus.REMOVED}
        ),
        WantedStatus.FOUND: frozenset({WantedStatus.OPEN, WantedStatus.REMOVED}),
        WantedStatus.CLOSED: frozenset({WantedStatus.OPEN, WantedStatus.REMOVED}),
        WantedStatus.EXPIRED: frozenset({WantedStatus.OPEN, WantedStatus.REMOVED}),
        WantedStatus.REMOVED: frozenset(),
    }

    municipality = models.ForeignKey(
        "accounts.Municipality", on_delete=models.PROTECT, related_name="+", verbose_name="探している自治体"
    )
    asker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="探している人"
    )
    asker_key = models.UUIDField("探している人の識別子")
    shown_as = models.CharField("自治体の表示", max_length=10, choices=WantedShownAs.choices)
    body_class = models.CharField("自治体の種類と人口規模", max_length=60)
    title = models.CharField("探している文書", max_length=WANTED_TITLE_LENGTH)
    text = models.TextField("くわしい内容", max_length=WANTED_TEXT_LENGTH, blank=True)
    kind = models.CharField("種類", max_length=20, choices=DocumentKind.choices, null=True, blank=True)
    category = models.ForeignKey(
        "catalog.Category",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="対象業務",
    )
    status = models.CharField("状態", max_length=10, choices=WantedStatus.choices, default=WantedStatus.OPEN)
    revision = models.PositiveIntegerField("改訂番号", default=1)
    client_token = models.UUIDField("二重送信を見分ける値", default=uuid.uuid4)
    created_at = models.DateTimeField("登録日時")
    renewed_at = models.DateTimeField("最後に探していると確かめた日時")
    reminded_at = models.DateTimeField("確認をお願いした日時", null=True, blank=True)
    ended_at = models.DateTimeField("終了日時", null=True, blank=True)

    objects = WantedDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "探している文書"
        verbose_name_plural = "探している文書"
        constraints = [
            one_of("shown_as", WantedShownAs, "wanteddocument"),
            one_of("kind", DocumentKind, "wanteddocument"),
            one_of("status", WantedStatus, "wanteddocument"),
            models.UniqueConstraint(fields=["asker_key", "client_token"], name="wanteddocument_sent_once"),
            models.CheckConstraint(condition=~Q(title=""), name="wanteddocument_has_title"),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("text"), WANTED_TEXT_LENGTH), name="wanteddocument_text_length"
            ),
            models.CheckConstraint(
                condition=Q(status=WantedStatus.OPEN, ended_at__isnull=True)
                | (~Q(status=WantedStatus.OPEN) & Q(ended_at__isnull=False)),
                name="wanteddocument_ended_has_time",
            ),
        ]
        indexes = [models.Index(fields=["status", "-renewed_at", "-id"], name="wanteddocument_by_news")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("documents:wanted_detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether it is still looked for."""
        return self.status == WantedStatus.OPEN

    @property
    def asker_label(self) -> str:
        """Who looks for it, as far as they chose; nothing else may name them."""
        if self.shown_as == WantedShownAs.BODY:
            return f"{self.municipality.full_name}の職員"
        return f"{self.body_class}の職員"


class WantedAnswer(models.Model):
    """A shared document that somebody offers. Whether it may still be read is asked anew each time."""

    wanted = models.ForeignKey(
        WantedDocument, on_delete=models.PROTECT, related_name="answers", verbose_name="探している文書"
    )
    document = models.ForeignKey(SharedDocument, on_delete=models.PROTECT, related_name="+", verbose_name="共有文書")
    municipality = models.ForeignKey(
        "accounts.Municipality", on_delete=models.PROTECT, related_name="+", verbose_name="答えた自治体"
    )
    answered_by_key = models.UUIDField("答えた人の識別子")
    note = models.CharField("ひとこと", max_length=ANSWER_NOTE_LENGTH, blank=True)
    answered_at = models.DateTimeField("答えた日時")

    objects = WantedAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = "探している文書への答え"
        verbose_name_plural = "探している文書への答え"
        constraints = [models.UniqueConstraint(fields=["wanted", "document"], name="wantedanswer_once")]

    def __str__(self) -> str:
        return f"{self.wanted_id} {self.document_id}"
