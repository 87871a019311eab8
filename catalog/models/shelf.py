"""What a person keeps of the catalogue for themselves: saved searches, bookmarks, the moment of the last visit.

Nothing here belongs to a body, and all of it goes with the account.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from catalog.enums import SearchAlert
from catalog.models.services import Service
from catalog.shelf_querysets import BookmarkQuerySet, SavedSearchQuerySet
from dss.constraints import one_of

SEARCH_NAME_LENGTH = 60
QUERY_LENGTH = 2000
MOST_SEARCHES = 30
MOST_BOOKMARKS = 300


class SavedSearch(models.Model):
    """Words and conditions under a name. `query` is the query string of the list; it may hold what is understood no
    more. `told_until`: up to which moment the person was told of new and changed listings.
    `told_versions`: versions shortly before that moment which need no more telling, so that one whose transaction was
    still open then is told the next time; null: nothing was noted yet."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_searches", verbose_name="利用者"
    )
    name = models.CharField("名前", max_length=SEARCH_NAME_LENGTH)
    query = models.CharField("条件", max_length=QUERY_LENGTH, blank=True)
    alert = models.CharField("お知らせ", max_length=10, choices=SearchAlert.choices, default=SearchAlert.NONE)
    created_at = models.DateTimeField("保存日時")
    told_until = models.DateTimeField("お知らせの済んだ日時")
    told_versions = models.JSONField("直前にお知らせした版", null=True, blank=True, editable=False)

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = "保存した検索"
        verbose_name_plural = "保存した検索"
        constraints = [
            one_of("alert", SearchAlert, "savedsearch"),
            models.UniqueConstraint(fields=["user", "query"], name="savedsearch_once"),
            models.CheckConstraint(condition=~Q(name=""), name="savedsearch_has_name"),
        ]
        indexes = [
            models.Index(fields=["alert", "told_until"], condition=~Q(alert="none"), name="savedsearch_to_tell"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("catalog:saved_search_open", args=[self.pk])


class Bookmark(models.Model):
    """A listing a person wants to find again."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="bookmarks", verbose_name="利用者"
    )
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="bookmarks", verbose_name="サービス")
    created_at = models.DateTimeField("追加日時")

    objects = BookmarkQuerySet.as_manager()

    class Meta:
        verbose_name = "あとで見るサービス"
        verbose_name_plural = "あとで見るサービス"
        constraints = [models.UniqueConstraint(fields=["user", "service"], name="bookmark_once")]
        indexes = [models.Index(fields=["user", "-created_at"], name="bookmark_by_user")]

    def __str__(self) -> str:
        return f"{self.user_id} / {self.service_id}"


class CatalogVisit(models.Model):
    """When a signed-in person's present visit to the list began, and the one before; of visitors nothing is kept."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="catalog_visit",
        verbose_name="利用者",
    )
    began_at = models.DateTimeField("今回の訪問")
    previous_at = models.DateTimeField("前回の訪問", null=True, blank=True)

    class Meta:
        verbose_name = "一覧への訪問"
        verbose_name_plural = "一覧への訪問"
        constraints = [
            models.CheckConstraint(
                condition=Q(previous_at__isnull=True) | Q(previous_at__lt=F("began_at")), name="catalogvisit_in_order"
            ),
        ]

    def __str__(self) -> str:
        return str(self.user_id)
