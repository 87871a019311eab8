"""The axes of classification, kept as data so that operators can rename and group without a release."""

from __future__ import annotations

from django.db import models
from django.urls import reverse

from catalog.curation_querysets import CategoryQuerySet
from catalog.enums import CategoryAxis
from catalog.specsheet import facet_token
from dss.constraints import one_of


class Category(models.Model):
    """One value on one axis; `code` is what answers and URLs' filters carry, and never changes."""

    axis = models.CharField("軸", max_length=10, choices=CategoryAxis.choices)
    code = models.CharField("コード", max_length=40)
    slug = models.SlugField("URL の名前", max_length=60, unique=True)
    name = models.CharField("名称", max_length=80)
    group = models.CharField("まとまり", max_length=40, blank=True)
    position = models.PositiveSmallIntegerField("並び順", default=0)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = "分類"
        verbose_name_plural = "分類"
        constraints = [
            models.UniqueConstraint(fields=["axis", "code"], name="category_code_once_per_axis"),
            one_of("axis", CategoryAxis, "category"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("catalog:category_detail", args=[self.slug])

    @property
    def facet(self) -> str:
        """The token a listing in this category carries in `Service.facets`."""
        return facet_token(self.axis, self.code)
