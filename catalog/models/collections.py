"""特集: listings that operators put together, for a time."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from catalog.curation_querysets import CollectionQuerySet
from catalog.models.services import Service


class Collection(models.Model):
    """A curated set with its introduction; shown from `starts_on` to `ends_on`, both days included."""

    slug = models.SlugField("URL の名前", max_length=60, unique=True)
    title = models.CharField("題名", max_length=80)
    introduction = models.TextField("紹介文", max_length=2000)
    starts_on = models.DateField("掲載開始日")
    ends_on = models.DateField("掲載終了日", null=True, blank=True)
    services: models.ManyToManyField[Service, CollectionItem] = models.ManyToManyField(
        Service, through="CollectionItem", related_name="collections"
    )

    objects = CollectionQuerySet.as_manager()

    class Meta:
        verbose_name = "特集"
        verbose_name_plural = "特集"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="collection_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("catalog:collection_detail", args=[self.slug])


class CollectionItem(models.Model):
    """One listing in a collection, with the operators' word on why."""

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="items", verbose_name="特集")
    service = models.ForeignKey(
        Service, on_delete=models.PROTECT, related_name="collection_items", verbose_name="サービス"
    )
    position = models.PositiveSmallIntegerField("並び順", default=0)
    note = models.CharField("選んだ理由", max_length=200, blank=True)

    class Meta:
        verbose_name = "特集のサービス"
        verbose_name_plural = "特集のサービス"
        constraints = [models.UniqueConstraint(fields=["collection", "service"], name="collection_item_once")]

    def __str__(self) -> str:
        return f"{self.collection_id}: {self.service_id}"
