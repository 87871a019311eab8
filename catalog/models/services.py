"""A listing: the service, the text being worked on, and the frozen versions that were published."""

from __future__ import annotations

import datetime as dt

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse

from catalog.enums import DraftStatus, ServiceStatus
from catalog.plans import MOST_PLANS
from catalog.querysets import ServiceDraftQuerySet, ServiceQuerySet, ServiceVersionQuerySet
from catalog.screenshots import MOST_SCREENSHOTS
from dss.constraints import one_of

NAME_LENGTH = 80
TAGLINE_LENGTH = 120
NO_ENTRIES = Value([], output_field=models.JSONField())
"""Also for processes of an older release, which do not know the column."""


def _at_most(field: str, most: int, name: str) -> models.CheckConstraint:
    """The column holds a list of at most `most` entries."""
    length = Func(F(field), function="jsonb_array_length", output_field=models.IntegerField())
    return models.CheckConstraint(condition=LessThanOrEqual(length, most), name=name)


class Service(models.Model):
    """A listing of one vendor.

    `name` to `rank` repeat facts of the current version, so that lists, filters and sorting need no other table;
    only publication and the adoption actions write them.
    """

    TRANSITIONS: dict[ServiceStatus, frozenset[ServiceStatus]] = {
        ServiceStatus.DRAFT: frozenset({ServiceStatus.PUBLISHED}),
        ServiceStatus.PUBLISHED: frozenset({ServiceStatus.UNPUBLISHED, ServiceStatus.SUSPENDED}),
        ServiceStatus.UNPUBLISHED: frozenset({ServiceStatus.PUBLISHED, ServiceStatus.SUSPENDED}),
        ServiceStatus.SUSPENDED: frozenset({ServiceStatus.PUBLISHED, ServiceStatus.UNPUBLISHED}),
    }

    vendor = models.ForeignKey(
        "accounts.Vendor", on_delete=models.PROTECT, related_name="services", verbose_name="事業者"
    )
    status = models.CharField("状態", max_length=12, choices=ServiceStatus.choices, default=ServiceStatus.DRAFT)
    current = models.OneToOneField(
        "catalog.ServiceVersion",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="current_of",
        verbose_name="公開している版",
    )
    name = models.CharField("サービス名", max_length=NAME_LENGTH)
    sort_key = models.CharField("並べ替え用の名前", max_length=160, blank=True, db_collation="C")
    tagline = models.CharField("ひとこと", max_length=TAGLINE_LENGTH, blank=True)
    facets = ArrayField(models.CharField(max_length=120), verbose_name="絞り込みの値", default=list, blank=True)
    confirmed_adoptions = models.PositiveIntegerField("確認済みの導入団体数", default=0)
    rank = models.FloatField("おすすめ順の点", default=0.0)
    created_at = models.DateTimeField("登録日時")
    first_published_at = models.DateTimeField("最初の公開日時", null=True, blank=True)
    published_at = models.DateTimeField("公開日時", null=True, blank=True)
    unpublished_at = models.DateTimeField("公開停止日時", null=True, blank=True)
    suspended_at = models.DateTimeField("運営による停止日時", null=True, blank=True)
    suspension_reason = models.TextField("停止の理由", blank=True)
    confirmed_on = models.DateField("最終確認日", null=True, blank=True)
    reminded_on = models.DateField("確認を頼んだ日", null=True, blank=True)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = "サービス"
        verbose_name_plural = "サービス"
        constraints = [
            one_of("status", ServiceStatus, "service"),
            models.CheckConstraint(
                condition=Q(status=ServiceStatus.DRAFT, current__isnull=True, first_published_at__isnull=True)
                | Q(
                    ~Q(status=ServiceStatus.DRAFT),
                    current__isnull=False,
                    first_published_at__isnull=False,
                    published_at__isnull=False,
                    confirmed_on__isnull=False,
                ),
                name="service_published_has_version",
            ),
            models.CheckConstraint(
                condition=Q(status=ServiceStatus.SUSPENDED)
                | (Q(status=ServiceStatus.UNPUBLISHED) & Q(unpublished_at__isnull=False))
                | (~Q(status=ServiceStatus.UNPUBLISHED) & Q(unpublished_at__isnull=True)),
                name="service_unpublished_has_time",
            ),
            models.CheckConstraint(
                condition=(Q(status=ServiceStatus.SUSPENDED, suspended_at__isnull=False) & ~Q(suspension_reason=""))
                | (~Q(status=ServiceStatus.SUSPENDED) & Q(suspended_at__isnull=True, suspension_reason="")),
                name="service_suspended_has_reason",
            ),
        ]
        indexes = [
            GinIndex(fields=["facets"], name="service_facets"),
            models.Index(
                F("rank").desc(), F("id").desc(), condition=Q(status=ServiceStatus.PUBLISHED), name="service_by_rank"
            ),
            models.Index(
                F("first_published_at").desc(),
                F("id").desc(),
                condition=Q(status=ServiceStatus.PUBLISHED),
                name="service_by_news",
            ),
            models.Index("published_at", condition=Q(status=ServiceStatus.PUBLISHED), name="service_by_change"),
            models.Index(
                F("confirmed_adoptions").desc(),
                F("rank").desc(),
                F("id").desc(),
                condition=Q(status=ServiceStatus.PUBLISHED),
                name="service_by_adoptions",
            ),
            models.Index(
                fields=["sort_key", "id"], condition=Q(status=ServiceStatus.PUBLISHED), name="service_by_name"
            ),
            # Whether the many hits of a search are on the shelf, without a look at the listings themselves.
            models.Index(
                fields=["id"], include=["vendor"], condition=Q(status=ServiceStatus.PUBLISHED), name="service_on_shelf"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("catalog:service_detail", args=[self.pk])

    def needs_confirmation(self, limit: dt.date) -> bool:
        """Whether it is on the shelf and its 最終確認日 lies before `limit`."""
        return self.status == ServiceStatus.PUBLISHED and self.confirmed_on is not None and self.confirmed_on < limit


class ServiceDraft(models.Model):
    """The text the vendor is working on; gone once published. `revision` refuses lost updates."""

    TRANSITIONS: dict[DraftStatus, frozenset[DraftStatus]] = {
        DraftStatus.EDITING: frozenset({DraftStatus.IN_REVIEW}),
        DraftStatus.IN_REVIEW: frozenset({DraftStatus.EDITING, DraftStatus.RETURNED}),
        DraftStatus.RETURNED: frozenset({DraftStatus.IN_REVIEW}),
    }

    service = models.OneToOneField(Service, on_delete=models.CASCADE, related_name="draft", verbose_name="サービス")
    status = models.CharField("状態", max_length=10, choices=DraftStatus.choices, default=DraftStatus.EDITING)
    name = models.CharField("サービス名", max_length=NAME_LENGTH)
    name_kana = models.CharField("サービス名のふりがな", max_length=160, blank=True)
    tagline = models.CharField("ひとこと", max_length=TAGLINE_LENGTH, blank=True)
    description = models.TextField("説明", max_length=4000, blank=True)
    answers = models.JSONField("仕様情報の回答", default=dict, blank=True, encoder=DjangoJSONEncoder)
    plans = models.JSONField("料金プラン", default=list, db_default=NO_ENTRIES, blank=True)
    screenshots = models.JSONField("画面の画像", default=list, db_default=NO_ENTRIES, blank=True)
    revision = models.PositiveIntegerField("改訂番号", default=1)
    updated_at = models.DateTimeField("更新日時")
    submitted_at = models.DateTimeField("審査依頼の日時", null=True, blank=True)
    returned_at = models.DateTimeField("差戻しの日時", null=True, blank=True)
    return_reason = models.TextField("差戻しの理由", blank=True)
    upload = models.ForeignKey(
        "catalog.ListingUpload",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="drafts",
        verbose_name="最後に書いた取り込み",
    )

    objects = ServiceDraftQuerySet.as_manager()

    class Meta:
        verbose_name = "審査待ちの掲載内容"
        verbose_name_plural = "審査待ちの掲載内容"
        constraints = [
            one_of("status", DraftStatus, "servicedraft"),
            _at_most("plans", MOST_PLANS, "draft_plans_in_limits"),
            _at_most("screenshots", MOST_SCREENSHOTS, "draft_screenshots_in_limits"),
            models.CheckConstraint(
                condition=~Q(status=DraftStatus.IN_REVIEW) | Q(submitted_at__isnull=False),
                name="draft_in_review_has_time",
            ),
            models.CheckConstraint(
                condition=(Q(status=DraftStatus.RETURNED, returned_at__isnull=False) & ~Q(return_reason=""))
                | ~Q(status=DraftStatus.RETURNED),
                name="draft_returned_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ServiceVersion(models.Model):
    """What was published, frozen: the database itself refuses to change or delete a row.

    People are named by the pseudonymous key of `accounts.User`, so an account can be deleted and the record stays.
    """

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="versions", verbose_name="サービス")
    number = models.PositiveIntegerField("版")
    name = models.CharField("サービス名", max_length=NAME_LENGTH)
    name_kana = models.CharField("サービス名のふりがな", max_length=160, blank=True)
    tagline = models.CharField("ひとこと", max_length=TAGLINE_LENGTH)
    description = models.TextField("説明")
    answers = models.JSONField("仕様情報の回答", default=dict, encoder=DjangoJSONEncoder)
    plans = models.JSONField("料金プラン", default=list, db_default=NO_ENTRIES, blank=True)
    screenshots = models.JSONField("画面の画像", default=list, db_default=NO_ENTRIES, blank=True)
    vendor_name = models.CharField("事業者名", max_length=200)
    vendor_facts = models.JSONField("事業者の情報", default=dict, encoder=DjangoJSONEncoder)
    published_at = models.DateTimeField("公開日時")
    published_by_key = models.UUIDField("公開した運営者")

    objects = ServiceVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "公開された版"
        verbose_name_plural = "公開された版"
        constraints = [
            models.UniqueConstraint(fields=["service", "number"], name="version_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="version_number_from_one"),
            _at_most("plans", MOST_PLANS, "version_plans_in_limits"),
            _at_most("screenshots", MOST_SCREENSHOTS, "version_screenshots_in_limits"),
        ]
        triggers = [pgtrigger.Protect(name="version_is_immutable", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.name} 第{self.number}版"

    def get_absolute_url(self) -> str:
        return reverse("catalog:service_version", args=[self.service_id, self.number])
