"""A table that a vendor uploaded, kept from the preview to the confirmation."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from catalog.enums import UploadStatus
from catalog.importing.content import ImportRow
from catalog.querysets import ListingUploadQuerySet
from dss.constraints import one_of


class ListingUpload(models.Model):
    """`rows` are cleaned content, gone once it is applied or discarded; the three counts say what was done."""

    TRANSITIONS: dict[UploadStatus, frozenset[UploadStatus]] = {
        UploadStatus.PENDING: frozenset({UploadStatus.APPLIED, UploadStatus.DISCARDED}),
        UploadStatus.APPLIED: frozenset(),
        UploadStatus.DISCARDED: frozenset(),
    }

    vendor = models.ForeignKey(
        "accounts.Vendor", on_delete=models.PROTECT, related_name="listing_uploads", verbose_name="事業者"
    )
    file_name = models.CharField("ファイル名", max_length=120, blank=True)
    rows = models.JSONField("行", default=list, blank=True)
    status = models.CharField("状態", max_length=10, choices=UploadStatus.choices, default=UploadStatus.PENDING)
    created_at = models.DateTimeField("アップロードの日時")
    created_by_key = models.UUIDField("アップロードした人")
    ended_at = models.DateTimeField("反映または取りやめの日時", null=True, blank=True)
    created = models.PositiveIntegerField("新しい下書き", default=0)
    changed = models.PositiveIntegerField("変更した下書き", default=0)
    unchanged = models.PositiveIntegerField("変更のない行", default=0)

    objects = ListingUploadQuerySet.as_manager()

    class Meta:
        verbose_name = "掲載内容の一括取り込み"
        verbose_name_plural = "掲載内容の一括取り込み"
        constraints = [
            one_of("status", UploadStatus, "listingupload"),
            models.CheckConstraint(
                condition=Q(status=UploadStatus.PENDING, ended_at__isnull=True)
                | (~Q(status=UploadStatus.PENDING) & Q(ended_at__isnull=False, rows=[])),
                name="listingupload_ended_keeps_no_rows",
            ),
            models.UniqueConstraint(
                fields=["vendor", "created_by_key"],
                condition=Q(status=UploadStatus.PENDING),
                name="listingupload_one_waits",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.vendor_id} / {self.file_name}"

    def get_absolute_url(self) -> str:
        return reverse("catalog:desk_import_detail", args=[self.pk])

    def content(self) -> list[ImportRow]:
        """The rows as they were read."""
        return [ImportRow(**row) for row in self.rows]
