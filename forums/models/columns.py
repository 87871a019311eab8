"""コラム: what an expert writes for everybody, or for municipal staff alone."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse

from dss.constraints import append_only, one_of
from dss.markdown import LONGEST
from forums.enums import ColumnAudience, ColumnStatus
from forums.querysets.columns import ColumnQuerySet

COLUMN_TITLE_LENGTH = 80
COLUMN_SUMMARY_LENGTH = 200
COLUMN_BODY_LENGTH = LONGEST


class Column(models.Model):
    """One article. `affiliation` and `conflicts` are the author's as they were when it was published last: they stay
    with it when the author changes or leaves. `revision` refuses lost updates.
    """

    TRANSITIONS: dict[ColumnStatus, frozenset[ColumnStatus]] = {
        ColumnStatus.DRAFT: frozenset({ColumnStatus.PUBLISHED}),
        ColumnStatus.PUBLISHED: frozenset({ColumnStatus.UNPUBLISHED, ColumnStatus.SUSPENDED}),
        ColumnStatus.UNPUBLISHED: frozenset({ColumnStatus.PUBLISHED}),
        ColumnStatus.SUSPENDED: frozenset({ColumnStatus.UNPUBLISHED}),
    }

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="書いた人"
    )
    author_key = models.UUIDField("書いた人の識別子")
    title = models.CharField("題名", max_length=COLUMN_TITLE_LENGTH)
    summary = models.CharField("要旨", max_length=COLUMN_SUMMARY_LENGTH)
    body = models.TextField("本文", max_length=COLUMN_BODY_LENGTH)
    audience = models.CharField("読める人", max_length=8, choices=ColumnAudience.choices)
    status = models.CharField("状態", max_length=12, choices=ColumnStatus.choices, default=ColumnStatus.DRAFT)
    affiliation = models.CharField("公開時の所属", max_length=120, blank=True)
    conflicts = models.TextField("公開時の利益相反の申告", max_length=1000, blank=True)
    conflicts_stated_at = models.DateTimeField("その申告の日時", null=True, blank=True)
    revision = models.PositiveIntegerField("版", default=1)
    client_token = models.UUIDField("二重送信を見分ける値", default=uuid.uuid4)
    created_at = models.DateTimeField("作成日時")
    edited_at = models.DateTimeField("編集日時", null=True, blank=True)
    published_at = models.DateTimeField("公開日時", null=True, blank=True)
    suspended_at = models.DateTimeField("運営が公開を止めた日時", null=True, blank=True)
    suspension_reason = models.CharField("運営が公開を止めた理由", max_length=1000, blank=True)

    objects = ColumnQuerySet.as_manager()

    class Meta:
        verbose_name = "コラム"
        verbose_name_plural = "コラム"
        constraints = [
            one_of("audience", ColumnAudience, "column"),
            one_of("status", ColumnStatus, "column"),
            models.UniqueConstraint(fields=["author", "client_token"], name="column_sent_once"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(summary="") & ~Q(body=""), name="column_says_something"),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("body"), COLUMN_BODY_LENGTH), name="column_body_length"
            ),
            models.CheckConstraint(
                condition=Q(revision=1, edited_at__isnull=True) | Q(revision__gt=1, edited_at__isnull=False),
                name="column_edited_has_time",
            ),
            models.CheckConstraint(
                condition=Q(status=ColumnStatus.DRAFT, published_at__isnull=True)
                | (
                    ~Q(status=ColumnStatus.DRAFT)
                    & ~Q(affiliation="")
                    & Q(published_at__isnull=False, conflicts_stated_at__isnull=False)
                ),
                name="column_published_with_statement",
            ),
            models.CheckConstraint(
                condition=(Q(status=ColumnStatus.SUSPENDED, suspended_at__isnull=False) & ~Q(suspension_reason=""))
                | (~Q(status=ColumnStatus.SUSPENDED) & Q(suspended_at__isnull=True, suspension_reason="")),
                name="column_suspended_has_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "-published_at", "-id"], name="column_by_time"),
            models.Index(fields=["author", "-created_at"], name="column_by_author"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("forums:column_detail", args=[self.pk])

    @property
    def is_published(self) -> bool:
        return self.status == ColumnStatus.PUBLISHED

    @property
    def is_draft(self) -> bool:
        """Whether it was never published."""
        return self.status == ColumnStatus.DRAFT

    @property
    def is_suspended(self) -> bool:
        """Whether the operators stopped it."""
        return self.status == ColumnStatus.SUSPENDED

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it, once it is published."""
        return self.audience == ColumnAudience.PUBLIC


class ColumnRevision(models.Model):
    """What a column said before an edit. Kept for good, for its author and the operators."""

    column = models.ForeignKey(Column, on_delete=models.PROTECT, related_name="revisions", verbose_name="コラム")
    number = models.PositiveIntegerField("版")
    title = models.CharField("題名", max_length=COLUMN_TITLE_LENGTH)
    summary = models.CharField("要旨", max_length=COLUMN_SUMMARY_LENGTH)
    body = models.TextField("本文", max_length=COLUMN_BODY_LENGTH)
    replaced_at = models.DateTimeField("書き換えた日時")

    class Meta:
        verbose_name = "コラムの以前の版"
        verbose_name_plural = "コラムの以前の版"
        constraints = [models.UniqueConstraint(fields=["column", "number"], name="columnrevision_number_once")]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.column_id} 第{self.number}版"
