"""What the operators announce to everybody, to staff or to vendors."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.announcement_querysets import AnnouncementQuerySet
from accounts.enums import AnnouncementAudience, AnnouncementStatus, Importance
from dss.constraints import one_of

TITLE_LENGTH = 80
BODY_LENGTH = 8_000


class Announcement(models.Model):
    """お知らせ from the operators, in Markdown. Urgent ones stand above every page from `starts_at` to `ends_at`.

    `revision` refuses lost updates and tells what processes remember from what is there.
    """

    TRANSITIONS: dict[AnnouncementStatus, frozenset[AnnouncementStatus]] = {
        AnnouncementStatus.DRAFT: frozenset({AnnouncementStatus.PUBLISHED}),
        AnnouncementStatus.PUBLISHED: frozenset({AnnouncementStatus.WITHDRAWN}),
        AnnouncementStatus.WITHDRAWN: frozenset({AnnouncementStatus.PUBLISHED}),
    }

    title = models.CharField("件名", max_length=TITLE_LENGTH)
    body = models.TextField("本文", max_length=BODY_LENGTH)
    audience = models.CharField(
        "対象", max_length=10, choices=AnnouncementAudience.choices, default=AnnouncementAudience.EVERYBODY
    )
    importance = models.CharField("重要度", max_length=10, choices=Importance.choices, default=Importance.NORMAL)
    status = models.CharField(
        "状態", max_length=10, choices=AnnouncementStatus.choices, default=AnnouncementStatus.DRAFT
    )
    starts_at = models.DateTimeField("掲載の始まり")
    ends_at = models.DateTimeField("目立つ場所に出す期限", null=True, blank=True)
    revision = models.PositiveIntegerField("改訂番号", default=1)
    created_at = models.DateTimeField("作成日時")
    updated_at = models.DateTimeField("更新日時")
    published_at = models.DateTimeField("公開日時", null=True, blank=True)
    withdrawn_at = models.DateTimeField("取下げ日時", null=True, blank=True)

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        verbose_name = "運営からのお知らせ"
        verbose_name_plural = "運営からのお知らせ"
        constraints = [
            one_of("audience", AnnouncementAudience, "announcement"),
            one_of("importance", Importance, "announcement"),
            one_of("status", AnnouncementStatus, "announcement"),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")), name="announcement_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(status=AnnouncementStatus.DRAFT) | Q(published_at__isnull=False),
                name="announcement_published_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(status=AnnouncementStatus.WITHDRAWN) | Q(withdrawn_at__isnull=False),
                name="announcement_withdrawn_has_time",
            ),
        ]
        indexes = [models.Index(fields=["status", "-starts_at"], name="announcement_by_start")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("accounts:news_detail", args=[self.pk])
