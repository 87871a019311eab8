"""画面の画像 of a listing: taken in as it came, made anew by the worker, never changed once made."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from catalog.enums import ScreenshotStatus
from catalog.models.services import Service
from catalog.querysets import ScreenshotQuerySet
from dss.constraints import one_of

REASON_LENGTH = 200
FOLDER = "screenshots"


class Screenshot(models.Model):
    """`upload` is the file as it came, which nobody is shown; it is let go once `picture` and `preview` are made.

    `frozen_at`: since when a published version shows it. Its words and its place stand in the draft and the version.
    """

    TRANSITIONS: dict[ScreenshotStatus, frozenset[ScreenshotStatus]] = {
        ScreenshotStatus.PENDING: frozenset({ScreenshotStatus.READY, ScreenshotStatus.REFUSED}),
        ScreenshotStatus.READY: frozenset(),
        ScreenshotStatus.REFUSED: frozenset(),
    }

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="screenshots", verbose_name="サービス")
    status = models.CharField("状態", max_length=10, choices=ScreenshotStatus.choices, default=ScreenshotStatus.PENDING)
    refusal = models.CharField("表示できない理由", max_length=REASON_LENGTH, blank=True)
    upload = models.FileField("元のファイル", max_length=100, blank=True)
    upload_sha256 = models.CharField("元のファイルのSHA-256", max_length=64)
    picture = models.FileField("画像", max_length=100, blank=True)
    picture_sha256 = models.CharField("画像のSHA-256", max_length=64, blank=True)
    preview = models.FileField("小さい画像", max_length=100, blank=True)
    preview_sha256 = models.CharField("小さい画像のSHA-256", max_length=64, blank=True)
    width = models.PositiveIntegerField("小さい画像の幅", default=0)
    height = models.PositiveIntegerField("小さい画像の高さ", default=0)
    uploaded_at = models.DateTimeField("登録日時")
    uploaded_by_key = models.UUIDField("登録者")
    frozen_at = models.DateTimeField("公開した版に載った日時", null=True, blank=True)

    objects = ScreenshotQuerySet.as_manager()

    class Meta:
        verbose_name = "画面の画像"
        verbose_name_plural = "画面の画像"
        constraints = [
            one_of("status", ScreenshotStatus, "screenshot"),
            models.CheckConstraint(
                condition=(
                    ~Q(picture="") & ~Q(preview="") & Q(width__gt=0, height__gt=0, status=ScreenshotStatus.READY)
                )
                | (Q(picture="", preview="", frozen_at__isnull=True) & ~Q(status=ScreenshotStatus.READY)),
                name="screenshot_ready_has_pictures",
            ),
            models.CheckConstraint(
                condition=Q(refusal="") ^ Q(status=ScreenshotStatus.REFUSED), name="screenshot_refused_has_reason"
            ),
            models.CheckConstraint(
                condition=~Q(upload="") ^ ~Q(status=ScreenshotStatus.PENDING), name="screenshot_pending_has_upload"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="made_pictures_stay",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__status="ready"),
                func="""
                IF to_jsonb(NEW) - 'frozen_at' <> to_jsonb(OLD) - 'frozen_at' OR
                   (OLD.frozen_at IS NOT NULL AND NEW.frozen_at IS DISTINCT FROM OLD.frozen_at) THEN
                    RAISE EXCEPTION 'a picture of a listing never changes';
                END IF;
                RETURN NEW;
                """,
            ),
            pgtrigger.Protect(
                name="frozen_pictures_stay",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__frozen_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"画面の画像{self.pk}"
